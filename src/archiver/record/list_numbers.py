"""Numbers of ordered list items, as a browser shows them (HTML, "ordinal value" of li; CSS Counter Styles for letters).

A list counts from its start upwards, or downwards when it is reversed; the `value` of an item restarts the count. Items
that were removed do not count: they are advertisements among cards or posts, which show no numbers.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml.etree import _Element as Element

from archiver import markup_numbers, text
from archiver.article import tag
from archiver.trees.elements import Element as Node

#: The range of numbers that the schema allows.
_MIN_NUMBER, _MAX_NUMBER = -999_999, 999_999
_ITEM = tag("item")


def write_numbers(element: Element, node: Node, values: Mapping[Element, str]) -> None:
    """Write the numbering of a list into the record: its start where the items count up from there, else a number for
    each item.

    `node` is the `ol` of the page, `values` the `value` attributes of its items. A list whose numbers are part of the
    source text is left alone.
    """
    items = [child for child in element if child.tag == _ITEM]
    if not items or any(item.get("n") for item in items):
        return
    is_reversed = node.get("reversed") is not None
    start = _number(node.get("start"))
    count = start if start is not None else len(items) if is_reversed else 1
    numbers: list[int] = []
    for item in items:
        value = _number(values.get(item))
        numbers.append(count := count if value is None else value)
        count += -1 if is_reversed else 1
    if numbers == list(range(numbers[0], numbers[0] + len(items))):
        if numbers[0] != 1 or start == 1:
            element.set("start", str(numbers[0]))
        return
    for item, number in zip(items, numbers, strict=True):
        item.set("n", text.ordinal(number, text.KIND_OF_STYLE.get(element.get("style", ""), "1")))


def _number(attribute: str | None) -> int | None:
    return markup_numbers.integer_within(attribute, _MIN_NUMBER, _MAX_NUMBER)
