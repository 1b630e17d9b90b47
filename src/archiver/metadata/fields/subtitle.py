"""The subtitle: a short line between headline and byline that belongs to the title and not to the text.

What is a sentence, with its full stop, is a lead, whatever the page calls it, and stays in the body.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from lxml.etree import _Element as Element

from archiver.draft import Confidence, Draft
from archiver.metadata.candidates import Candidates
from archiver.metadata.fields.title import Title
from archiver.metadata.parsing.folding import comparison_key
from archiver.metadata.parsing.word_lists import words
from archiver.metadata.sources.front_matter import FrontItem, FrontMatter, byline_of, date_lines
from archiver.metadata.sources.visible_markup import MarkedElements

#: A longer line is a lead, which belongs to the text.
_LONGEST = 220


@dataclass(frozen=True, slots=True)
class Subtitle:
    """A settled subtitle and the element that shows it."""

    value: str
    element: Element
    rule: str
    confidence: Confidence


def resolve_subtitle(
    draft: Draft,
    found: Candidates,
    seen: MarkedElements,
    front: FrontMatter,
    title: Title | None,
    taken: Set[Element],
    language: str,
) -> Subtitle | None:
    """The subtitle, or None. `taken` are elements that hold bylines and dates: what stands before the first of them
    may be one.
    """
    if title is None or title.element is None:
        return None
    after = [item for item in front.items if item.after]
    marked = set(seen.subtitles)
    for item in after[:12]:
        if item.element in marked and _may_be(item, title, taken, language):
            return Subtitle(item.text, item.element, "subtitle-markup", "high")
    said = {comparison_key(c.value) for c in found.of("subtitle", "abstract")}
    heading = title.element.tag in ("h1", "h2")
    first = next((item for item in after if item.text), None)
    if first is not None and (first.element in taken or any(_inside(e, first.element) for e in taken)):
        # the date may stand between the two
        said_later = next((item for item in after[:12] if comparison_key(item.text) in said), None)
        first = said_later or first
    if first is None or not _may_be(first, title, taken, language) or len(first.lines) > 1:
        return None
    inner = first
    for item in after:
        if item.text == first.text:
            inner = item
    # an inner element that is only emphasis or a link is not the line
    element = (
        inner.element if inner.element.tag not in ("em", "strong", "b", "i", "a", "span", "font") else first.element
    )
    if (
        heading
        and element.tag in ("h2", "h3", "h4")
        and element.getparent() is title.element.getparent()
        and _closed_front(draft, element, taken)
    ):
        return Subtitle(first.text, element, "heading-after-title", "medium")
    if comparison_key(first.text) in said:
        return Subtitle(first.text, element, "description-after-title", "medium")
    following = min(
        (draft.page.index_of[e] for e in taken if e in draft.page.index_of and draft.page.index_of[e] > first.order),
        default=-1,
    )
    between = [
        item for item in after if first.order < item.order < following and not _inside(item.element, first.element)
    ]
    if (
        following >= 0
        and element.tag in ("p", "div", "h2", "h3", "font", "i")
        and all(_holds(item, taken) for item in between)
    ):
        return Subtitle(first.text, element, "line-before-byline", "medium")
    return None


def _may_be(item: FrontItem, title: Title, taken: Set[Element], language: str) -> bool:
    text = item.text
    if (
        item.element in taken
        or any(_inside(e, item.element) for e in taken)
        or any(_inside(item.element, e) for e in taken)
    ):
        return False
    if (
        not 3 <= len(text) <= _LONGEST
        or comparison_key(text) == comparison_key(title.value)
        or text.casefold() in words("chrome")
    ):
        return False
    if len(text.split()) < 2 and text.isascii():
        return False
    if item.element.tag in ("li", "ul", "ol", "a", "time", "address") or (
        any(e.tag == "a" for e in item.element.iter("a")) and len(text.split()) < 5
    ):
        return False
    if byline_of(item, language).marked or next(date_lines(item.lines, item.element, language), None) is not None:
        return False
    if any(word in text.casefold() for word in words("reading") if " " in word):
        return False
    # a sentence is a lead, which belongs to the text, even if it is set in larger type
    return not text.endswith((".", "。", "…", "!", ":", "।", "۔")) and ". " not in text


def _closed_front(draft: Draft, element: Element, taken: Set[Element]) -> bool:
    """Whether the heading stands in the article's header and not over the first section: a header around it, or a
    byline right after it.
    """
    parent = element.getparent()
    if parent is not None and parent.tag in ("header", "hgroup"):
        return True
    here = draft.page.index_of[element]
    if any(here < draft.page.index_of.get(e, -1) <= here + 12 for e in taken):
        return True
    return parent is not None and not any(child.tag == "p" for child in parent)


def _inside(element: Element, outer: Element) -> bool:
    return any(ancestor is outer for ancestor in element.iterancestors())


def _holds(item: FrontItem, taken: Set[Element]) -> bool:
    return any(e is item.element or _inside(e, item.element) for e in taken)
