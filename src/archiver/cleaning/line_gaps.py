"""The gaps between the lines of a plain text: line breaks and white space. A browser puts empty lines around paragraphs, and none behind a heading."""

from __future__ import annotations

from collections.abc import Sequence

from archiver.cleaning.measures import Unit
from archiver.draft import Draft

#: More line breaks, and more white space before a line, are not told from these.
_MOST_BREAKS, _MOST_INDENT = 6, 12
#: A gap of more characters holds text that is no unit.
_LONGEST_GAP = 400


def gaps_before(draft: Draft, units: Sequence[Unit]) -> tuple[list[int], list[int]]:
    """The line breaks before each unit and after the last one, and the characters of white space right before each unit."""
    text, elements, offsets = draft.page.text, draft.page.elements, draft.page.offsets
    breaks: list[int] = []
    indents: list[int] = []
    end = 0
    for unit in units:
        element = elements[unit.index]
        start = offsets.get(element, end)
        gap = text[end:start] if end <= start <= end + _LONGEST_GAP else "\n"
        breaks.append(min(_line_breaks(gap), _MOST_BREAKS))
        indents.append(min(len(gap) - len(gap.rstrip(" \t\xa0")), _MOST_INDENT))
        end = start + len(element.text or "") if element in offsets else start
    breaks.append(min(_line_breaks(text[end : end + _LONGEST_GAP]), _MOST_BREAKS))
    return breaks, indents


def _line_breaks(gap: str) -> int:
    """The number of line breaks, in whatever way the source writes them: LF, CR LF, or CR as old Macintosh programs did."""
    return max(gap.count("\n"), gap.count("\r"))
