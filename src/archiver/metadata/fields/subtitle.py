"""The subtitle: a short line between headline and byline that belongs to the title and not to the text.

A sentence with a full stop is a standfirst, whatever its class is, and it stays in the body.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from archiver.description import Confidence
from archiver.draft import Draft
from archiver.metadata.candidates import Candidates
from archiver.metadata.fields.title import Title
from archiver.metadata.parsing.folding import comparison_key
from archiver.metadata.parsing.word_lists import words
from archiver.metadata.sources.front_matter import FrontItem, FrontMatter, byline_of, date_lines, is_inside
from archiver.metadata.sources.visible_markup import MarkedElements
from archiver.page import Page
from archiver.trees.elements import Element

#: A longer line is a standfirst, which belongs to the text.
_LONGEST = 220
#: A shorter title may end a subtitle by chance, in characters of its comparison key.
_SHORTEST_REPEATED = 12


@dataclass(frozen=True, slots=True)
class Subtitle:
    """The resolved subtitle and the element that shows it."""

    value: str
    element: Element
    rule: str
    confidence: Confidence


def resolve_subtitle(
    draft: Draft,
    candidates: Candidates,
    marked: MarkedElements,
    front: FrontMatter,
    title: Title | None,
    credit_elements: Set[Element],
    language: str,
) -> Subtitle | None:
    """The subtitle, or None. `credit_elements` are the elements of bylines and dates. A line between headline and
    byline may be a subtitle.
    """
    if title is None or title.element is None:
        return None
    after = [item for item in front.items if item.after]
    marked_subtitles = set(marked.subtitles)
    for item in after[:12]:
        if item.element in marked_subtitles and _may_be_subtitle(item, title, credit_elements, language):
            return Subtitle(item.text, item.element, "subtitle-markup", "high")
    declared_keys = {comparison_key(c.value) for c in candidates.of("subtitle", "abstract")}
    heading = title.element.tag in ("h1", "h2")
    first = next((item for item in after if item.text), None)
    if first is not None and (
        first.element in credit_elements or any(is_inside(e, first.element) for e in credit_elements)
    ):
        # the date may be between headline and subtitle
        declared_later = next((item for item in after[:12] if comparison_key(item.text) in declared_keys), None)
        first = declared_later or first
    if first is None or not _may_be_subtitle(first, title, credit_elements, language) or len(first.lines) > 1:
        return None
    innermost = first
    for item in after:
        if item.text == first.text:
            innermost = item
    # an inner element that is only emphasis or a link is not the element of the line
    element = (
        innermost.element
        if innermost.element.tag not in ("em", "strong", "b", "i", "a", "span", "font")
        else first.element
    )
    if (
        heading
        and element.tag in ("h2", "h3", "h4")
        and element.parent is title.element.parent
        and _belongs_to_headline(draft.page, element, credit_elements)
    ):
        return Subtitle(first.text, element, "heading-after-title", "medium")
    if comparison_key(first.text) in declared_keys:
        return Subtitle(first.text, element, "description-after-title", "medium")
    next_index = min(
        (e.index for e in credit_elements if e.index >= 0 and e.index > first.index),
        default=-1,
    )
    between = [
        item for item in after if first.index < item.index < next_index and not is_inside(item.element, first.element)
    ]
    if (
        next_index >= 0
        and element.tag in ("p", "div", "h2", "h3", "font", "i")
        and all(_holds_credits(item, credit_elements) for item in between)
    ):
        return Subtitle(first.text, element, "line-before-byline", "medium")
    return None


def _may_be_subtitle(item: FrontItem, title: Title, credit_elements: Set[Element], language: str) -> bool:
    """Whether the text and the element of a front item can be a subtitle."""
    text = item.text
    if (
        item.element in credit_elements
        or any(is_inside(e, item.element) for e in credit_elements)
        or any(is_inside(item.element, e) for e in credit_elements)
    ):
        return False
    key, title_key = comparison_key(text), comparison_key(title.value)
    # a line that ends with the title is the title with a kicker
    if key == title_key or (len(title_key) >= _SHORTEST_REPEATED and key.endswith(title_key)):
        return False
    if not 3 <= len(text) <= _LONGEST or text.casefold() in words("chrome"):
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
    # a sentence is a standfirst, which belongs to the text, even if it is set in larger type
    return not text.endswith((".", "。", "…", "!", ":", "।", "۔")) and ". " not in text


def _belongs_to_headline(page: Page, element: Element, credit_elements: Set[Element]) -> bool:
    """Whether a heading belongs to the headline and not to the first section: it is in a `header`, or a byline follows
    within 12 elements, or none of its siblings is a paragraph.
    """
    parent = element.parent
    if parent is not None and parent.tag in ("header", "hgroup"):
        return True
    here = element.index
    if any(here < e.index <= here + 12 for e in credit_elements):
        return True
    return parent is not None and not any(child.tag == "p" for child in parent.children)


def _holds_credits(item: FrontItem, credit_elements: Set[Element]) -> bool:
    """Whether a front item holds a byline or a date."""
    return any(e is item.element or is_inside(e, item.element) for e in credit_elements)
