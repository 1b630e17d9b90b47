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
    by_key: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for quote in numbers_of:
        by_key.setdefault(quote[:_KEY], []).append(quote)
    found: set[tuple[str, ...]] = set()
    # equal lines are looked through once: a page may repeat one thousands of times
    for line in dict.fromkeys(words):
        for start in range(len(line) - _KEY):
            for quote in by_key.get(line[start : start + _KEY], ()):
                if len(line) >= _LONGER * len(quote) and line[start : start + len(quote)] == quote:
                    found.add(quote)
    return sorted(number for quote in found for number in numbers_of[quote])
