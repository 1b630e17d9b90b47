"""Columns of numbers in tables: which they are, and how far each number must move to stand with its decimal sign.

A book ranges numbers on the right, and on the decimal sign where they have different numbers of decimals:

    12.304          12.304
    −0.42      →    −0.42
    3                3

A column is one of numbers if most of its cells are numbers, with a sign, a currency or a unit, and the rest are short
signs such as "–" or "n. s.". What "1,204" means is decided by the whole column: a sign is a decimal sign if it stands
once in each number and not always before three digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_SPACES = " \u00a0\u2009\u202f"
#: Signs, relations and currencies before the digits.
_BEFORE = rf"(?:[-+−–±<>≤≥=≈~≃(\[][{_SPACES}]*|c(?:irc)?a?\.[{_SPACES}]*|(?:[A-Z]{{0,3}}\$|[€£¥₹₽₩₺₪฿¢]|CHF|EUR|USD|GBP)[{_SPACES}]*)*"
_DIGITS = rf"(?:\d+(?:[.,'’·{_SPACES}]\d+)*|[.,]\d+)"
#: A unit after the digits: no digits but those raised, at most two words.
_AFTER = rf"[{_SPACES}]?(?:[^\d\s]{{1,10}}(?:[{_SPACES}][^\d\s]{{1,6}})?)?"
_NUMBER = re.compile(rf"({_BEFORE})({_DIGITS})({_AFTER})")
_GROUP_SPACES = re.compile(rf"[{_SPACES}'’](?=\d)")
#: A text without digits, as short as this, may stand in a column of numbers: "–", "n. s.", "k. A.".
_LONGEST_SIGN = 5
#: The part of a column's cells that must be numbers, and the part that must be numbers or signs.
_NUMBERS, _ALL = 0.5, 0.8
#: Digits of a year; whole numbers that all have as many are names more often than quantities.
_YEAR = 4
#: The most words that are units of one column.
_MOST_UNITS = 3
#: The most decimals that are ranged; numbers that differ by more are ranged on the right only.
MOST_DECIMALS = 8


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """A column of numbers: its decimal sign and the most decimals after it; "" and 0 for one that is only ranged right."""

    decimal_sign: str = ""
    decimals: int = 0

    def missing(self, text: str) -> tuple[int, bool]:
        """The number of decimals that a number has fewer than the column, and whether it has no decimal sign either."""
        number = _NUMBER.fullmatch(text.strip())
        if not self.decimals or number is None:
            return 0, False
        _, sign, decimals = number[2].partition(self.decimal_sign)
        return self.decimals - len(decimals), not sign

    def classes(self, text: str) -> str:
        """The classes of a cell with this text, for the stylesheets: "number lacks-2", "number lacks-3-sign"."""
        missing, sign = self.missing(text)
        return f"number lacks-{missing}{'-sign' * sign}" if missing or sign else "number"


def number_columns(cells: Iterable[tuple[int, str]]) -> Mapping[int, NumberColumn]:
    """The columns of numbers among the cells of a table's body, each given as its column and its text."""
    columns: dict[int, list[str]] = {}
    for column, text in cells:
        if text.strip():
            columns.setdefault(column, []).append(text.strip())
    found = {column: _number_column(texts) for column, texts in columns.items()}
    return {column: numbers for column, numbers in found.items() if numbers is not None}


def _number_column(texts: list[str]) -> NumberColumn | None:
    numbers = [number for text in texts if (number := _NUMBER.fullmatch(text)) and _is_written_right(number[2])]
    signs = sum(1 for text in texts if len(text) <= _LONGEST_SIGN and not any(map(str.isdigit, text)))
    if not numbers or len(numbers) < _NUMBERS * len(texts) or len(numbers) + signs < _ALL * len(texts):
        return None
    units = {number[3].strip() for number in numbers}
    if len(units) > _MOST_UNITS and len(units) > len(numbers) / 3:
        return None  # "3 apples", "4 pears": a text that begins with a number
    bare = {len(number[0]) if number[0].isdigit() else 0 for number in numbers}
    if len(bare) == 1 and 0 not in bare and (max(bare) >= _YEAR or not signs):
        return None  # years, codes: as wide as each other, they read as names
    sign = _decimal_sign([number[2] for number in numbers])
    counts = [len(number[2].partition(sign)[2]) for number in numbers] if sign else [0]
    if not sign or max(counts) > MOST_DECIMALS or len(units) > 1:
        return NumberColumn()
    return NumberColumn(sign, max(counts))


def _is_written_right(digits: str) -> bool:
    """Whether groups of digits are those of one number: 1,204,300.5, but no date 12.05.1999 and no list 1, 2."""
    groups = re.split(r"[.,·]", _GROUP_SPACES.sub("", digits))
    return (
        len(groups) <= 2 or all(len(group) == 3 for group in groups[1:-1]) or all(len(g) in (2, 3) for g in groups[1:])
    )


def _decimal_sign(numbers: list[str]) -> str:
    """The decimal sign of a column; "" if its numbers have no decimals."""
    for sign, other in ((".", ","), (",", "."), ("·", ",")):
        with_sign = [number for number in numbers if sign in number]
        if not with_sign or any(number.count(sign) > 1 or other in number.partition(sign)[2] for number in with_sign):
            continue
        wholes, decimals = zip(*((n.partition(sign)[0], n.partition(sign)[2]) for n in with_sign), strict=True)
        if any(len(d) != 3 for d in decimals) or any(w in ("", "0") or len(w) > 3 for w in wholes):
            return sign
    return ""
