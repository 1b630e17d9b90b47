"""Puts elements around stretches of a paragraph, without a change of its text.

    <p>See <em>The Long Canal</em>, 45.</p>, "book" from 4 to 18
    becomes    <p>See <part type="book"><em>The Long Canal</em></part>, 45.</p>

Elements nest: a stretch that begins inside of an element and ends outside of it gets no mark.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree
from lxml.etree import _Element as Element

from archiver.article import tag
from archiver.references.text import width_of

#: Elements inside of which a mark may stand.
_OPEN = frozenset(map(tag, ("em", "strong", "small", "link", "q", "sup", "sub", "cite", "mark", "reference", "part")))
_NO_ATTRIBUTES: Mapping[str, str] = {}


def length_of(element: Element) -> int:
    """The number of characters of an element, as `FlatText` counts them."""
    return len(element.text or "") + sum(
        (len(width_of(child)) or length_of(child)) + len(child.tail or "") for child in element
    )


def wrap(
    element: Element,
    start: int,
    end: int,
    name: str,
    attributes: Mapping[str, str] = _NO_ATTRIBUTES,
    *,
    inner: bool = False,
) -> Element | None:
    """Put an element with this name around the characters from `start` to `end` of an element, and return it; None where the
    stretch does not nest. With `inner`, it stands inside of elements that hold just this stretch, else around them.
    """
    at = len(element.text or "")
    for child in element:
        length = len(width_of(child)) or length_of(child)
        if length and at <= start and end <= at + length and (inner or (start, end) != (at, at + length)):
            if child.tag not in _OPEN or width_of(child):
                return None
            return wrap(child, start - at, end - at, name, attributes, inner=inner)
        if at < start < at + length or at < end < at + length:
            return None
        at += length + len(child.tail or "")
    return _wrap_content(element, start, end, name, attributes)


def _wrap_content(element: Element, start: int, end: int, name: str, attributes: Mapping[str, str]) -> Element:
    """`wrap`, where both ends of the stretch are in the text of the element itself, or at the edge of a child."""
    pieces: list[str | Element] = [element.text or ""]
    for child in element:
        pieces += (child, child.tail or "")
    for child in element:
        child.tail = None
    attribute_items = dict(element.attrib)
    tail = element.tail
    element.clear()
    element.tail = tail
    for key, value in attribute_items.items():
        element.set(key, value)
    wrapper = element.makeelement(tag(name), dict(attributes), nsmap=element.nsmap)
    placed = False
    at = 0
    for piece in pieces:
        if isinstance(piece, str):
            before = piece[: max(0, min(len(piece), start - at))]
            middle = piece[max(0, start - at) : max(0, end - at)]
            after = piece[max(0, end - at) :] if end - at < len(piece) else ""
            _append(element if not placed or not before else wrapper, before)
            if not placed and start <= at + len(piece):
                element.append(wrapper)
                placed = True
            _append(wrapper, middle)
            _append(element, after)
            at += len(piece)
        else:
            length = len(width_of(piece)) or length_of(piece)
            (wrapper if placed and start <= at and at + length <= end and (length or at < end) else element).append(
                piece
            )
            at += length
    return wrapper


def _append(element: Element, text: str) -> None:
    if not text:
        return
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def unwrapped(root: Element) -> None:
    """Take all marks of references out of a tree, in place. Their text stays."""
    etree.strip_tags(root, tag("reference"), tag("part"))
