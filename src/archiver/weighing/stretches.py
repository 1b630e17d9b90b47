"""The stretch of lines in which the article stands: the one whose prose outweighs the short lines in it by the most."""

from __future__ import annotations

from collections.abc import Sequence

#: The most that a line of prose gains, in characters of prose.
_MOST_GAIN = 600


def main_stretch(prose: Sequence[int], chars: Sequence[int], cost: int = 40) -> tuple[int, int]:
    """The first line of the main stretch, and the line behind its last one; (0, 0) if there is no prose.

    `prose` are the characters of prose of each line, `chars` all its characters. A line of prose gains what it has of it,
    any other line costs `cost` characters and a little for its length: so some short lines between paragraphs do not end the stretch, and
    a menu does. This is the maximum-sum subarray (Kadane's algorithm).
    """
    best, first, last = 0.0, 0, 0
    total, start = 0.0, 0
    for line, (inside, all_chars) in enumerate(zip(prose, chars, strict=True)):
        total += min(inside, _MOST_GAIN) if inside else -cost - min(all_chars, 60) / 4
        if total <= 0:
            total, start = 0.0, line + 1
        elif total > best:
            best, first, last = total, start, line + 1
    return first, last
