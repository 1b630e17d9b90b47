"""The numbers of an ordered list's items, as a browser shows them (HTML, "ordinal value" of li; CSS Counter Styles for letters).

A list counts from its start, upwards or, reversed, downwards; an item's `value` sets the count anew. What was removed between items does not
count: these are advertisements among cards or posts, which show no numbers.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml.etree import _Element as Element

from archiver import markup_numbers
from archiver.article import tag

#: The numbers that a list may start with, or an item set: those of the schema.
_LOWEST, _HIGHEST = -999_999, 999_999
_ITEM = tag("item")
_ROMAN = tuple(
    zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "m cm d cd c xc l xl x ix v iv i".split(), strict=True)
)
#: Roman numbers end where a bar above would be wanted.
_MOST_ROMAN = 3999


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
        item.set("n", _written(number, element.get("style", "decimal")))


def _number(said: str | None) -> int | None:
    return markup_numbers.integer_within(said, _LOWEST, _HIGHEST)


def _written(number: int, style: str) -> str:
    """A number as a list of this style writes it; letters and Roman numbers know no zero."""
    written = str(number)
    if style.endswith("alpha") and number > 0:
        written = ""
        while number:
            number, letter = divmod(number - 1, 26)
            written = chr(ord("a") + letter) + written
    elif style.endswith("roman") and 0 < number <= _MOST_ROMAN:
        written = ""
        for worth, letters in _ROMAN:
            times, number = divmod(number, worth)
            written += letters * times
    return written.upper() if style.startswith("upper") else written
