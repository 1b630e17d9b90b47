"""Captions without `figcaption`: blocks whose class names a caption, and text that is a caption by its place under a picture.

Authors who write in a plain editor put the caption behind the picture and a line break, in italics or small type; or in a paragraph of its own
that begins with "Photo:".
"""

from __future__ import annotations

from functools import cache

from archiver.cleaning.measures import Measures
from archiver.cleaning.rules import load
from archiver.draft import Draft
from archiver.page import visible_text
from archiver.trees.elements import Element

#: Elements that may be captions, and elements around captions that may be figures.
_CAPTIONS = frozenset(["div", "p", "span", "dd", "small", "em", "section", "h4", "h5", "h6"])
_FIGURES = frozenset(["div", "section", "aside", "span"])
#: Blocks that editors put around a picture.
_HOLDERS = frozenset(["p", "div", "center"])
#: Elements that distinguish a caption from the text.
_SET_OFF = frozenset(["em", "i", "small", "sub", "sup", "span", "font", "cite", "center"])
#: Elements without text that may be, or hold, a picture.
_PICTURES = frozenset(["img", "picture", "a", "span", "noscript", "link"])
#: The most characters of a caption, and of a line that only credits the picture.
_LONGEST, _LONGEST_CREDIT = 300, 160


def find_captions(draft: Draft, measures: Measures, inside: list[bool]) -> None:
    """Retag captions of the body as `figcaption`, and the elements around them and their pictures as `figure`. `inside` says by index what is body.

    <p><img/><br/><em>The quay.</em></p>    becomes    <figure><img/><br/><figcaption>The quay.</figcaption></figure>
    """
    _retag_named(draft, measures, inside)
    seen: set[int] = set()
    for index, tag in enumerate(measures.tags):
        if tag != "img" or not inside[index] or _inside_figure(measures, index):
            continue
        holder = measures.owner[index]
        if holder in seen or measures.tags[holder] not in _HOLDERS:
            continue
        seen.add(holder)
        element = measures.elements[holder]
        if (caption := _caption_under_picture(element)) is not None:
            draft.retag(element, "figure")
            draft.retag(caption, "figcaption")
        elif not visible_text(element):
            _retag_next_line(draft, element)


def _retag_named(draft: Draft, measures: Measures, inside: list[bool]) -> None:
    """Retag captions that only a class names: those of older WordPress (div.wp-caption with the picture and p.wp-caption-text), and div.image-caption
    beside a picture, as many systems write it.
    """
    for index, figure in measures.captions.items():
        if not inside[index] or measures.tags[index] not in _CAPTIONS or _inside_figure(measures, figure):
            continue
        draft.retag(measures.elements[index], "figcaption")
        if inside[figure] and measures.tags[figure] in _FIGURES:
            draft.retag(measures.elements[figure], "figure")


def _inside_figure(measures: Measures, index: int) -> bool:
    while index > 0:
        if measures.tags[index] == "figure":
            return True
        index = measures.parent[index]
    return False


def _caption_under_picture(block: Element) -> Element | None:
    """The only element with words in a block that begins with a picture and a line break, or None. It must be of a kind in _SET_OFF."""
    if (block.text or "").strip() or any((child.tail or "").strip() for child in block.children):
        return None
    has_break = False
    has_picture = False
    caption: Element | None = None
    for child in block.children:
        if not isinstance(child.tag, str):
            continue
        text = visible_text(child)
        if child.tag == "br":
            has_break = has_picture
        elif not text and child.tag in _PICTURES:
            has_picture = has_picture or child.tag == "img" or child.first("img") is not None
        elif not text:
            continue
        elif caption is not None or not has_break or child.tag not in _SET_OFF or len(text) > _LONGEST:
            return None
        else:
            caption = child
    return caption


def _retag_next_line(draft: Draft, picture: Element) -> None:
    """Retag the paragraph after a block that holds only a picture, if it begins like a picture credit."""
    line = picture.next
    if line is None or line.tag not in ("p", "div", "small") or (picture.tail or "").strip():
        return
    if line in draft.removed or draft.is_claimed(line) or line.first("img") is not None:
        return
    text = visible_text(line)
    if len(text) <= _LONGEST_CREDIT and text.casefold().startswith(credit_words()):
        draft.retag(line, "figcaption")


@cache
def credit_words() -> tuple[str, ...]:
    """The beginnings of picture credits in all languages (rules/captions.toml)."""
    return tuple(sorted({start for starts in load("captions.toml")["credit"].values() for start in starts}))
