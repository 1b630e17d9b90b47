"""Numbers in markup, parsed as browsers parse them. The functions never fail: text that is no number gives None.

Source: HTML Standard, 2.3.4 "Numbers" (https://html.spec.whatwg.org/multipage/common-microsyntaxes.html#numbers).

Only 0 to 9 are digits here. `str.isdigit` also accepts `²`, which `int` refuses, and `str.isdecimal` accepts digits of
other scripts, which no browser reads. Very long numbers are cut to a large one, because Python refuses to parse more
than 4,300 digits.
"""

from __future__ import annotations

import re

_INTEGER = re.compile(r"[ \t\n\f\r]*([+-]?)0*([0-9]+)")
_FLOAT = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_DIMENSION = re.compile(r"[ \t\n\f\r]*\+?0*([0-9]+)(?:\.[0-9]*)?\s*(%?)")
#: No caller needs a number with more digits.
_MOST_DIGITS = 18


def integer(text: str | None) -> int | None:
    """The integer at the start of an attribute's value ("12", " -3", "7px"); None if there is none. HTML: rules for
    parsing integers.
    """
    match = _INTEGER.match(text or "")
    if match is None:
        return None
    size = int(match[2]) if len(match[2]) <= _MOST_DIGITS else 10**_MOST_DIGITS
    return -size if match[1] == "-" else size


def integer_within(text: str | None, low: int, high: int) -> int | None:
    """The integer at the start of a value if it lies between `low` and `high` (both included), else None."""
    number = integer(text)
    return number if number is not None and low <= number <= high else None


def clamped(text: str | None, low: int, high: int, otherwise: int) -> int:
    """The integer at the start of a value, limited to `low` to `high`; `otherwise` if there is none or if it is below
    `low`.

    HTML defines it so for spans: "clamped to the range [low, high] with default value".
    """
    number = integer(text)
    return otherwise if number is None or number < low else min(number, high)


def dimension(text: str | None) -> int | None:
    """The whole pixels in a `width` or `height`; None for a percentage ("50%") or no number. HTML: rules for parsing
    dimension values.
    """
    match = _DIMENSION.match(text or "")
    if match is None or match[2]:
        return None
    return int(match[1]) if len(match[1]) <= _MOST_DIGITS else 10**_MOST_DIGITS


def floating(text: str) -> float | None:
    """A valid floating-point number ("1.5", "300", ".5", "2e1") above zero and below a million; None for any other
    text.
    """
    number = float(text) if _FLOAT.fullmatch(text) else 0.0
    return number if 0.0 < number < 1e6 else None
