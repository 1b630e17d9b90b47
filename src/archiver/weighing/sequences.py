"""Measures of a sequence of lines: shares, running sums, distances. The features of lines are made of them."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

#: From this number of lines on, a page is long, and its features are packed.
MANY = 2000


def share(part: float, whole: float) -> float:
    """The share of a part in a whole; 0 of nothing."""
    return part / whole if whole else 0.0


def running_sums(values: Sequence[float]) -> list[float]:
    """The sum of the values before each place, and last the sum of all: the sum of values[a:b] is sums[b] - sums[a]."""
    sums = [0.0]
    for value in values:
        sums.append(sums[-1] + value)
    return sums


def distances(flags: Sequence[bool], farthest: int) -> list[float]:
    """For each place, how far the last flag before it is, at most `farthest`."""
    result, last = [], -farthest
    for k, flag in enumerate(flags):
        result.append(float(min(k - last, farthest)))
        if flag:
            last = k
    return result


def packed(values: Sequence[float]) -> Sequence[float]:
    """The values as an array. A list of numbers takes up to thirty times the memory, and a long page has a hundred such lists."""
    try:
        return array("b", values)  # small integers and truth values; any other number raises
    except (TypeError, OverflowError):
        return array("d", values)
