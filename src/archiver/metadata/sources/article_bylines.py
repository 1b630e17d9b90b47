"""Bylines inside or below the text of an article: "Von Leonora Holling" after the last paragraph, "Text & Fotos: Ivan Valetny" in
a table above it.

Such a line begins with a byline word, and holds nothing but names of persons. It stands among the prose of the article: the same
words in a list of other articles have no prose beside them.
"""

from __future__ import annotations

from archiver.description import Author
from archiver.draft import Draft
from archiver.metadata.parsing.bylines import parse_byline
from archiver.metadata.parsing.word_lists import byline_hint
from archiver.metadata.sources.visible_lines import short_text
from archiver.metadata.sources.visible_markup import MarkedElements
from archiver.page import is_hidden
from archiver.trees.elements import Element

_TAGS = frozenset("p div span em i strong b td li h4 h5 h6 small footer address".split())
_LONGEST, _MOST_INSIDE, _MOST_OTHERS = 110, 12, 45
#: A paragraph of this many characters is prose. So many levels above a line are searched for one.
_PROSE, _MOST_LEVELS = 160, 4


def find_article_byline(
    draft: Draft, marked: MarkedElements, start: int, language: str, site: str
) -> tuple[tuple[Author, ...], Element, str] | None:
    """The authors, the element and the text of the first line after `start` that is such a byline; None if there is none, or if two
    lines name different persons.
    """
    hint = byline_hint(language)
    found: tuple[tuple[Author, ...], Element, str] | None = None
    for element in draft.page.elements[max(0, start) :]:
        if element.tag not in _TAGS or draft.page.ends[element.index] - element.index > _MOST_INSIDE:
            continue
        text = short_text(draft, element, _LONGEST)
        if not text or hint.match(text) is None or element.is_within(draft.note_parts):
            continue
        byline = parse_byline(text, language, site=site)
        names = sum(len(author.name) for author in byline.authors)
        if not byline.marked or any(author.type != "person" for author in byline.authors):
            continue
        if len(text) - names > _MOST_OTHERS or marked.in_aside(element) or is_hidden(element):
            continue
        if not is_beside_prose(draft, element):
            continue
        if found is not None and {a.name for a in found[0]} != {a.name for a in byline.authors}:
            return None if found[1] not in element.ancestors() else found
        found = found or (byline.authors, element, text)
    return found


def is_beside_prose(draft: Draft, element: Element) -> bool:
    """Whether a paragraph of prose stands beside an element or beside one of the elements around it."""
    current = element
    for _ in range(_MOST_LEVELS):
        parent = current.parent
        if parent is None:
            return False
        if any(sibling is not current and _holds_prose(draft, sibling) for sibling in parent.children):
            return True
        current = parent
    return False


def _holds_prose(draft: Draft, element: Element) -> bool:
    """Whether an element is a paragraph of prose or holds one."""
    if element.tag not in ("p", "div") or short_text(draft, element, _PROSE):
        return False
    if element.tag == "p":
        return bool((element.text or "").strip())
    return any((p.text or "").strip() and not short_text(draft, p, _PROSE) for p in element.iter("p"))
