"""The head of an RFC, of an Internet draft, of a report: two columns, and the title in the middle below them.

    Network Working Group                              I. Marr          → the group, the author
    Request for Comments: 9999                Corran Institute          → the number, her institute
    Category: Informational                         April 2023          → the kind, the day

                     The Transport of Lamps                             → the title, one line
                           over Water

Each cell becomes a paragraph of its own (class `memo-head`). metadata/sources/plain/memo_head.py reads them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archiver.readers.plain.lines import Line, columns

_GAP = re.compile(r"(?<=\S)[ \t]{3,}(?=\S)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LABEL = re.compile(r"[^\W\d_][^:]{2,40}: ?\S")
#: The name of the file of a draft, which stands below the title.
_FILE = re.compile(r"<?draft-[\w.-]+>?$", re.IGNORECASE)
#: The fewest and the most lines of the head, where the right column begins at the earliest, how far off its edge a line may be, and the lines of a title.
_FEWEST, _MOST, _RIGHT, _OFF, _TITLE_LINES = 2, 40, 30, 4, 4
#: How far a line of the title is set in at least, and how far off the middle twice its centre may be.
_LEAST_CENTRED, _OFF_CENTRE = 6, 10


@dataclass(frozen=True, slots=True)
class MemoHead:
    """The cells of the head, in the order of the text, the numbers of the lines of the head and of the title, and the width of the page."""

    cells: tuple[tuple[int, int], ...]
    lines: range
    title: range
    width: int


def memo_head(text: str, lines: Sequence[Line]) -> MemoHead | None:
    """The head of two columns at the beginning of a text; None if it has none."""
    end = 1
    while end < min(len(lines), _MOST) and lines[end].breaks == 1:
        end += 1
    if end < _FEWEST:
        return None
    cells: list[tuple[int, int]] = []
    right: list[tuple[int, int]] = []
    left: list[tuple[int, int]] = []
    for line in lines[:end]:
        gaps = list(_GAP.finditer(text, line.start, line.end))
        if len(gaps) > 1:
            return None
        if gaps:
            first, second = (line.start, gaps[0].start()), (gaps[0].end(), line.end)
            left.append(first)
            right.append((line.indent + second[0] - line.start, columns(line)))
            cells += [first, second]
        else:
            cells.append((line.start, line.end))
            if line.indent >= _RIGHT:
                right.append((line.indent, columns(line)))
            else:
                left.append((line.start, line.end))
    if not left or len(right) < _FEWEST or min(start for start, _ in right) < _RIGHT:
        return None
    if not any(_are_even(sorted(edges)) for edges in zip(*right, strict=True)):
        return None
    labelled = any(_LABEL.match(text, *cell) for cell in left)
    if not labelled or not any(_YEAR.search(text, *cell) for cell in cells):
        return None
    width = max(edge for _, edge in right)
    return MemoHead(tuple(cells), range(end), _title(text, lines, end, width), width)


def _are_even(edges: Sequence[int]) -> bool:
    """Whether nearly all lines of a column begin, or end, at one place."""
    middle = edges[len(edges) // 2]
    return sum(abs(edge - middle) <= _OFF for edge in edges) >= 0.8 * len(edges)


def _title(text: str, lines: Sequence[Line], first: int, width: int) -> range:
    """The numbers of the lines below the head that stand in the middle of the page, one right below the other."""
    end = first
    while end < min(len(lines), first + _TITLE_LINES):
        line = lines[end]
        is_centred = line.indent >= _LEAST_CENTRED and abs(line.indent + columns(line) - width) <= _OFF_CENTRE
        if not is_centred or (end > first and line.breaks > 1) or _FILE.match(text, line.start, line.end):
            break
        end += 1
    return range(first, end)
