"""Where the article must be: its headline, and the places that notes and markers were claimed at."""

from __future__ import annotations

import re

from archiver.cleaning.measures import HEADINGS, Measures
from archiver.draft import Draft, visible_text

_WORD = re.compile(r"\w+")


def headline(draft: Draft, measures: Measures) -> int | None:
    """The index of the element that shows the article's title, or None.

    The one that metadata chose, if it did. Else the heading that shares most words with the page's own title, and
    else its only h1.
    """
    chosen = draft.head.title_element
    if chosen is not None and chosen in draft.order:
        return draft.order[chosen]
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
    if draft.page_head is None:
        return ""
    for meta in draft.page_head.iterchildren("meta"):
        if meta.get("property") == "og:title" and meta.get("content"):
            return meta.get("content") or ""
    title = draft.page_head.find("title")
    return (title.text or "") if title is not None else ""


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}
