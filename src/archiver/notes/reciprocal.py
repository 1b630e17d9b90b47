"""Reciprocal links: the marker points at the note, and something in the note points back at the marker.

Written by nearly every generator of linked notes: MediaWiki, pandoc, kramdown, Python-Markdown, texinfo, Word,
LibreOffice and Google Docs exports, Substack, WordPress plugins, SPIP, tDiary, Project Gutenberg.

    text<a id="r3" href="#n3">3</a>  …  <p id="n3"><a href="#r3">3</a> The note.</p>
"""

from __future__ import annotations

from collections.abc import Iterator

from archiver.notes.claim import Claim
from archiver.notes.page import Page
from archiver.notes.pairs import pairs

name = "reciprocal"


def claims(page: Page) -> Iterator[Claim]:
    """Links that are answered, each in the direction that runs from text to note."""
    for pair in pairs(page):
        if pair.reciprocal and pair.link.via == "href":
            yield pair.claim(name, max(pair.certainty(), 0.7))
