"""The numbers that ordered lists show: `start`, `value`, `reversed` and the kind of number, as a browser counts."""

from __future__ import annotations

from lxml.etree import _Element as Element

from archiver import markup_numbers, text
from archiver.notes.html.page_view import PageView

_FURTHEST = 99_999_999


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
        labels[item] = text.ordinal(number, kind)
        number += step
    return labels


def _integer(value: str | None, otherwise: int) -> int:
    number = markup_numbers.integer_within(value, -_FURTHEST, _FURTHEST)
    return otherwise if number is None else number
