"""The numbers of an ordered list's items, as a browser shows them (HTML, "ordinal value" of li; CSS Counter Styles for letters).

A list counts from its start, upwards or, reversed, downwards; an item's `value` sets the count anew. What was removed between items does not
count: these are advertisements among cards or posts, which show no numbers.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml.etree import _Element as Element

from archiver import markup_numbers, text
from archiver.article import tag

#: The numbers that a list may start with, or an item set: those of the schema.
_LOWEST, _HIGHEST = -999_999, 999_999
_ITEM = tag("item")
#: The kinds of `text.ordinal` by the styles of the schema.
_KINDS = {"lower-alpha": "a", "upper-alpha": "A", "lower-roman": "i", "upper-roman": "I"}


def write_numbers(element: Element, node: Element, values: Mapping[Element, str]) -> None:
    """Say of a list in the record how it counts: by its start where its items count on from there, else item by item.

    `node` is the `ol` that it was on the page, `values` the `value` of those of its items that had one. A list with numbers that the source
    wrote out itself is left alone.
    """
    items = [child for child in element if child.tag == _ITEM]
    if not items or any(item.get("n") for item in items):
        return
    down = node.get("reversed") is not None
    first = _number(node.get("start"))
    count = first if first is not None else len(items) if down else 1
    numbers: list[int] = []
    for item in items:
        value = _number(values.get(item))
        numbers.append(count := count if value is None else value)
        count += -1 if down else 1
    if numbers == list(range(numbers[0], numbers[0] + len(items))):
        if numbers[0] != 1 or first == 1:
            element.set("start", str(numbers[0]))
        return
    for item, number in zip(items, numbers, strict=True):
        item.set("n", text.ordinal(number, _KINDS.get(element.get("style", ""), "1")))


def _number(said: str | None) -> int | None:
    return markup_numbers.integer_within(said, _LOWEST, _HIGHEST)
