"""Semantic roles: the page says itself what is a marker and what a note.

Written by EPUB and DPUB-ARIA tools (`role="doc-noteref"`, `epub:type="noteref"`), GitHub and remark
(`data-footnote-ref`), HTMLBook (`data-type="noteref"`), docutils 0.18 and later, Hugo, CKEditor.

    <a href="#n3" role="doc-noteref">3</a>  …  <li id="n3" role="doc-endnote">…</li>
"""

from __future__ import annotations

from collections.abc import Iterator

from archiver.notes.claim import Claim
from archiver.notes.page import Page
from archiver.notes.pairs import pairs

name = "semantic"


def claims(page: Page) -> Iterator[Claim]:
    """Links whose own role, or whose note's role, says what they are."""
    for pair in pairs(page):
        if pair.role or (pair.note_role and pair.marker.shown):
            yield pair.claim(name, max(pair.certainty(), 0.9 if pair.role else 0.6))
