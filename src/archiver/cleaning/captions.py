"""Captions that no `figcaption` holds: those that a class names, and those that only their place under a picture does.

Authors who write in a plain editor put the caption under the picture by a line break, in italics or small type; or in a line of its own that
begins with "Photo:".
"""

from __future__ import annotations

from functools import cache

from lxml.etree import _Element as Element

from archiver.cleaning.measures import Measures
from archiver.cleaning.rules import load
from archiver.draft import Draft
from archiver.page import visible_text

_CAPTIONS = frozenset(["div", "p", "span", "dd", "small", "em", "section", "h4", "h5", "h6"])
_FIGURES = frozenset(["div", "section", "aside", "span"])
#: Blocks that an editor puts a picture in.
_HOLDERS = frozenset(["p", "div", "center"])
#: What sets a caption off from the text.
_SET_OFF = frozenset(["em", "i", "small", "sub", "sup", "span", "font", "cite", "center"])
_PICTURES = frozenset(["img", "picture", "a", "span", "noscript", "link"])
#: Characters of a caption, and of a line that only says whose the picture is.
_LONGEST, _LONGEST_CREDIT = 300, 160


def find_captions(draft: Draft, measures: Measures, inside: list[bool]) -> None:
    """Retag captions of the body as `figcaption`, and what holds them and the picture as `figure`."""
    _named(draft, measures, inside)
    seen: set[int] = set()
    for index, tag in enumerate(measures.tags):
        if tag != "img" or not inside[index] or _inside_figure(measures, index):
            continue
        holder = measures.owner[index]
        if holder in seen or measures.tags[holder] not in _HOLDERS:
            continue
        seen.add(holder)
        element = measures.elements[holder]
        if (caption := _under_the_picture(element)) is not None:
            draft.retag(element, "figure")
            draft.retag(caption, "figcaption")
        elif not visible_text(element):
            _next_line(draft, element)


def _named(draft: Draft, measures: Measures, inside: list[bool]) -> None:
    """Captions that only a class names: the older way of WordPress (div.wp-caption with the picture and
    p.wp-caption-text), and div.image-caption beside a picture of many others.
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


def _under_the_picture(block: Element) -> Element | None:
    """The one element with words in a block that begins with a picture and a line break, if it is set off from plain text."""
    if (block.text or "").strip() or any((child.tail or "").strip() for child in block):
        return None
    broken = False
    pictured = False
    caption: Element | None = None
    for child in block:
        if not isinstance(child.tag, str):
            continue
        text = visible_text(child)
        if child.tag == "br":
            broken = pictured
        elif not text and child.tag in _PICTURES:
            pictured = pictured or child.tag == "img" or child.find(".//img") is not None
        elif not text:
            continue
        elif caption is not None or not broken or child.tag not in _SET_OFF or len(text) > _LONGEST:
            return None
        else:
            caption = child
    return caption


def _next_line(draft: Draft, picture: Element) -> None:
    """Take the line after a block that is only a picture for its caption, if it says whose the picture is."""
    line = picture.getnext()
    if line is None or line.tag not in ("p", "div", "small") or (picture.tail or "").strip():
        return
    if line in draft.removed or draft.is_claimed(line) or line.find(".//img") is not None:
        return
    text = visible_text(line)
    if len(text) <= _LONGEST_CREDIT and text.casefold().startswith(_credits()):
        draft.retag(line, "figcaption")


@cache
def _credits() -> tuple[str, ...]:
    """The beginnings of lines that say whose a picture is."""
    return tuple(sorted({start for starts in load("captions.toml")["credit"].values() for start in starts}))
