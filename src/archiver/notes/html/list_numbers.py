"""The numbers that ordered lists show: `start`, `value`, `reversed` and the kind of number, as a browser counts."""

from __future__ import annotations

from lxml.etree import _Element as Element

from archiver import markup_numbers
from archiver.notes.html.page_view import PageView

_FURTHEST = 99_999_999
#: Roman numbers end where a bar above would be wanted, and letters where nobody reads them any more.
_MOST_ROMAN = 3999


def item_labels(page: PageView) -> dict[Element, str]:
    """The number of every item of every ordered list of a page."""
    return page.once(_number_all)


def _number_all(page: PageView) -> dict[Element, str]:
    labels: dict[Element, str] = {}
    for element in page.elements:
        if element.tag == "ol":
            labels.update(_number(element))
    return labels


def _number(ordered: Element) -> dict[Element, str]:
    items = [child for child in ordered if child.tag == "li"]
    step = -1 if ordered.get("reversed") is not None else 1
    number = _integer(ordered.get("start"), len(items) if step < 0 else 1)
    said = f"{ordered.get('style') or ''} {ordered.get('class') or ''} {ordered.get('data-mw-group') or ''}".lower()
    kind = ordered.get("type") or ("a" if "lower-alpha" in said else "i" if "lower-roman" in said else "1")
    labels: dict[Element, str] = {}
    for item in items:
        number = _integer(item.get("value"), number)
        labels[item] = write(number, kind)
        number += step
    return labels


def _integer(text: str | None, otherwise: int) -> int:
    number = markup_numbers.integer_within(text, -_FURTHEST, _FURTHEST)
    return otherwise if number is None else number


def write(number: int, kind: str) -> str:
    """A number as a list of this `type` shows it."""
    if number < 1 or kind not in ("a", "A", "i", "I") or (kind in ("i", "I") and number > _MOST_ROMAN):
        return str(number)
    if kind in ("a", "A"):
        letters = ""
        while number:
            number, digit = divmod(number - 1, 26)
            letters = chr(97 + digit) + letters
        return letters.upper() if kind == "A" else letters
    digits = ""
    scale = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
    for value, sign in (*scale, (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        times, number = divmod(number, value)
        digits += sign * times
    return digits.upper() if kind == "I" else digits
