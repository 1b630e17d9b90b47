"""Where the article must be: its headline, and what the page's own data say of its text."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from archiver.cleaning.measures import HEADINGS, Measures
from archiver.draft import Draft
from archiver.page import visible_text

_WORD = re.compile(r"\w+")
_ARTICLE_BODY = re.compile(r'"(?:articleBody|reviewBody)"\s*:\s*"((?:[^"\\]|\\.){300,})"')
_MARKUP = re.compile(r"<[^<>]*>|&[#a-zA-Z0-9]+;")
#: Letters of a unit's start and of its end that are looked for in the page's own data.
_PROBE = 32


@dataclass(frozen=True, slots=True)
class Hints:
    """What a page's own data (JSON-LD, meta tags) say of its text, reduced to letters. They are anchors, never the text."""

    body: str = ""
    authors: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()

    def names_author(self, text: str) -> float:
        """Whether a piece of text begins with an author's name (2), or names one early (1)."""
        if not self.authors:
            return -1.0
        head = text[:160].casefold()
        if head.startswith(self.authors):
            return 2.0
        for name in self.authors:
            if name in head:
                return 1.0
        return 0.0

    def names_site(self, text: str) -> float:
        """Whether a piece of text names the site early on."""
        if not self.sites:
            return -1.0
        head = text[:300].casefold()
        for name in self.sites:
            if name in head:
                return 1.0
        return 0.0

    def told(self, text: str) -> float:
        """Whether the data give this piece of text as part of the article's: 1 or 0, 0.5 when half of it, -1 when they give none."""
        if not self.body:
            return -1.0
        letters = _letters(text[: 3 * _PROBE])[:_PROBE]
        if not letters:
            return 0.0
        start = letters in self.body
        if len(text) < 2 * _PROBE:
            return 1.0 if start else 0.0
        return 0.5 * start + 0.5 * (_letters(text[-3 * _PROBE :])[-_PROBE:] in self.body)


def hints(draft: Draft) -> Hints:
    """The anchors in a page's own data."""
    body = ""
    if '"articleBody"' in draft.page.text or '"reviewBody"' in draft.page.text:
        for match in _ARTICLE_BODY.finditer(draft.page.text):
            try:
                body += _letters(_MARKUP.sub(" ", json.loads(f'"{match[1]}"', strict=False)))
            except ValueError:  # cut short, or escaped twice: no anchor then
                continue
    authors = tuple({a.name.casefold() for a in draft.head.authors if len(a.name) > 4})
    sites = {draft.head.publisher.casefold(), _site_name(draft).casefold()}
    return Hints(body, authors, tuple(s for s in sites if len(s) > 2))


def _site_name(draft: Draft) -> str:
    for meta in draft.page.head.iterchildren("meta") if draft.page.head is not None else ():
        if meta.get("property") == "og:site_name":
            return (meta.get("content") or "").strip()
    return ""


def _letters(text: str) -> str:
    return "".join(_WORD.findall(text.casefold())).replace("_", "")


def headline(draft: Draft, measures: Measures) -> int | None:
    """The index of the element that shows the article's title, or None.

    The one that metadata chose, if it did. Else the heading that shares most words with the page's own title, and
    else its only h1.
    """
    chosen = draft.head.title_element
    if chosen is not None and chosen in draft.page.index_of:
        return draft.page.index_of[chosen]
    wanted = _words(_page_title(draft))
    best, best_score = None, 0.0
    first_h1 = None
    for index, tag in enumerate(measures.tags):
        if tag not in HEADINGS or not measures.is_seen(index):
            continue
        words = _words(visible_text(measures.elements[index]))
        if not words:
            continue
        if tag == "h1" and first_h1 is None:
            first_h1 = index
        shared = len(words & wanted)
        score = 2 * shared / (len(words) + len(wanted)) + (0.1 if tag == "h1" else 0.0) if shared > 1 else 0.0
        if score > best_score:
            best, best_score = index, score
    return best if best_score >= 0.4 else first_h1


def _page_title(draft: Draft) -> str:
    if draft.page.head is None:
        return ""
    for meta in draft.page.head.iterchildren("meta"):
        if meta.get("property") == "og:title" and meta.get("content"):
            return meta.get("content") or ""
    title = draft.page.head.find("title")
    return (title.text or "") if title is not None else ""


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}
