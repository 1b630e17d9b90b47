"""The table of contents of a printed text: its dots and page numbers are left out, and its lines are entries of a list.

    1. Introduction ..............1             1. Introduction
       1.1. Keepers ..............2                1.1. Keepers
    2. The Wick . . . . . . . . . 4             2. The Wick

A row of dots before a number at the end of a line is nothing else, where several lines have it. A number there is no marker of a note.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from archiver.readers.plain.cuts import Cut
from archiver.readers.plain.lines import Line
from archiver.readers.plain.list_labels import ListLabel

#: The rule of the ledger.
RULE = "contents-number"
#: The family of the labels of entries.
FAMILY = "contents"

#: The dots that lead from an entry to its page: four at least, or three signs of three dots.
LEADER = re.compile(
    r"[ \t\xa0]*(?:(?:[.·•_][ \t\xa0]?){4,}|…{2,})[ \t\xa0]*(?:\d{1,4}|[ivxlcdm]{1,8})[ \t\xa0]*$", re.MULTILINE
)
#: The number before an entry: "1.", "3.1.2.", "A.", "Appendix B.", "IV.".
_NUMBER = re.compile(
    r"((?:[^\W\d_]{4,12} )?(?:\d{1,3}(?:\.\d{1,3})*\.?|[A-Z](?:\.\d{1,3})*\.|[IVX]{1,5}\.))[ \t\xa0]+(?=\S)"
)
_FEWEST = 2
#: The most lines of one entry.
_MOST_LINES = 3


def contents_numbers(text: str) -> list[Cut]:
    """The stretches with the dots and the page number of each entry; [] if no lines of a table of contents stand near each other."""
    if "..." not in text and ". ." not in text and "…" not in text and "__" not in text and "··" not in text:
        return []
    found = [match for match in LEADER.finditer(text) if _has_entry(text, match.start())]
    return [Cut(match.start(), match.end(), RULE) for match in found] if len(found) >= _FEWEST else []


def _has_entry(text: str, end: int) -> bool:
    """Whether words stand before the dots, on their line."""
    start = max(text.rfind("\n", 0, end), text.rfind("\r", 0, end)) + 1
    return any(map(str.isalpha, text[start:end]))


def entries(text: str, lines: Sequence[Line], ends: Collection[int]) -> dict[int, tuple[int, ListLabel]]:
    """The entries of a table of contents: by the number of its first line, the number of its lines and its label. `ends` are the places in the text
    at which dots and page numbers were left out.
    """
    if not ends:
        return {}
    result: dict[int, tuple[int, ListLabel]] = {}
    first = 0
    places = set(ends)
    for i, line in enumerate(lines):
        if line.breaks > 1 or i - first >= _MOST_LINES:
            first = i
        if line.end in places:
            label = _label(text, lines[first])
            result[first] = (i + 1 - first, label)
            first = i + 1
    return result


def _label(text: str, line: Line) -> ListLabel:
    """The number of an entry as a label; an empty one for an entry without a number."""
    match = _NUMBER.match(text, line.start, line.end)
    end = match.end() if match else line.start
    return ListLabel("number", match[1] if match else "", FAMILY, 0, line.start, end)
