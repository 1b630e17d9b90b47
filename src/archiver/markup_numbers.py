"""Numbers out of markup, read as browsers read them and never failing: the HTML Standard's "common parser idioms", 2.3.4 Numbers
(https://html.spec.whatwg.org/multipage/common-microsyntaxes.html#numbers).

Only the digits 0 to 9 are digits: `isdigit` takes also `²`, which `int` refuses, and `isdecimal` those of other scripts, which no browser reads.
Very long numbers are as good as the largest one asked for: Python refuses to read more than 4,300 digits.
"""

from __future__ import annotations

import re

_INTEGER = re.compile(r"[ \t\n\f\r]*([+-]?)0*([0-9]+)")
_FLOAT = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_DIMENSION = re.compile(r"[ \t\n\f\r]*\+?0*([0-9]+)(?:\.[0-9]*)?\s*(%?)")
#: More digits than any number has that is asked for.
_MOST_DIGITS = 18


def integer(text: str | None) -> int | None:
    """The integer at the start of an attribute's value ("12", " -3", "7px"); None where none stands there. Rules for parsing integers."""
    found = _INTEGER.match(text or "")
    if found is None:
        return None
    size = int(found[2]) if len(found[2]) <= _MOST_DIGITS else 10**_MOST_DIGITS
    return -size if found[1] == "-" else size


def integer_within(text: str | None, low: int, high: int) -> int | None:
    """The integer at the start of a value, if it lies between `low` and `high`, both included; None else."""
    number = integer(text)
    return number if number is not None and low <= number <= high else None


def clamped(text: str | None, low: int, high: int, otherwise: int) -> int:
    """The integer at the start of a value, brought between `low` and `high`; `otherwise` for none, or for less than `low`, as the standard has it for
    spans: "clamped to the range [low, high] with default value".
    """
    number = integer(text)
    return otherwise if number is None or number < low else min(number, high)


def dimension(text: str | None) -> int | None:
    """The pixels that a `width` or `height` says, whole ones; None for a share ("50%") and for nothing. Rules for parsing dimension values."""
    found = _DIMENSION.match(text or "")
    if found is None or found[2]:
        return None
    return int(found[1]) if len(found[1]) <= _MOST_DIGITS else 10**_MOST_DIGITS


def floating(text: str) -> float | None:
    """A valid floating-point number ("1.5", "300", ".5", "2e1") that is above zero and below a million; None for any other text."""
    number = float(text) if _FLOAT.fullmatch(text) else 0.0
    return number if 0.0 < number < 1e6 else None
