"""Pull quotes in plain text: a sentence of the body that a page shows once more, as a line of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"\w+")
#: The fewest and the most words of a pull quote, and how much longer the paragraph is that has its words.
_FEWEST, _MOST, _LONGER = 8, 60, 1.3
#: The number of words by which paragraphs are searched.
_KEY = 6


def pull_quotes(texts: Sequence[str]) -> list[int]:
    """The numbers of the lines whose words all stand in a longer line, in the same order."""
    words = [tuple(_WORD.findall(text.casefold())) for text in texts]
    numbers_of: dict[tuple[str, ...], list[int]] = {}
    for number, line in enumerate(words):
        if _FEWEST <= len(line) <= _MOST:
            numbers_of.setdefault(line, []).append(number)
    # thousands of lines may begin alike, so what follows is looked up by its length
    lengths_of: dict[tuple[str, ...], set[int]] = {}
    for quote in numbers_of:
        lengths_of.setdefault(quote[:_KEY], set()).add(len(quote))
    found: set[tuple[str, ...]] = set()
    # equal lines are looked through once: a page may repeat one thousands of times
    for line in dict.fromkeys(words):
        for start in range(len(line) - _KEY):
            for length in lengths_of.get(line[start : start + _KEY], ()):
                part = line[start : start + length]
                if len(line) >= _LONGER * length and part in numbers_of:
                    found.add(part)
    return sorted(number for quote in found for number in numbers_of[quote])
