"""The grid of a table: spans are cut to the rows and columns that are really there, and a grid out of all proportion is taken apart.

Pages, and records corrected by hand, may claim spans over thousands of rows and columns; programs that lay tables out believe them, and 300 rows
of one cell become a grid of 90 million slots. Browsers do not draw columns in which no cell begins (HTML Standard, 4.9.12.1, "Forming a
table", gives them no width), and so a span counts only the columns in which one does.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from lxml.etree import _Element as Element

from archiver import markup_numbers
from archiver.article import tag

#: The most columns and rows that one cell may claim (HTML Standard, 4.9.11).
MOST_COLUMNS, MOST_ROWS = 1000, 65534
#: A grid of so many slots (rows times columns) may be as empty as it likes; a larger one holds at least one cell in so many slots.
MOST_SLOTS, MOST_PER_CELL = 20_000, 10
_LEAST_WIDTH = 10

_ROW, _CELL = tag("row"), tag("cell")
#: A cell's place: the first column, the column behind the last, the row behind the last.
_Place = tuple[int, int, int]


def cut_spans(table: Element) -> None:
    """Bring the spans of a record's table, in place, within its grid.

    A span ends where the table does or another cell stands. Where the grid would be out of proportion to the cells (MOST_SLOTS, MOST_PER_CELL),
    all spans go, and a row with far more cells than others have goes on in the row below. The work grows with the cells, not with what they claim.
    """
    rows = [[cell for cell in row if cell.tag == _CELL] for row in table if row.tag == _ROW]
    count = sum(map(len, rows))
    most = max(MOST_SLOTS, MOST_PER_CELL * count)
    if all(cell.get("colspan") is cell.get("rowspan") is None for cells in rows for cell in cells):
        if len(rows) * max(map(len, rows), default=0) > most:
            _take_apart(table, count)
        return
    placed = _place(rows, most)
    starts = sorted({start for places in placed for start, _, _ in places}) if placed is not None else []
    if placed is None or len(starts) * len(rows) > most:
        _take_apart(table, count)
        return
    for number, (cells, places) in enumerate(zip(rows, placed, strict=True)):
        for cell, (start, end, last) in zip(cells, places, strict=True):
            _set(cell, "colspan", bisect_left(starts, end) - bisect_left(starts, start))
            _set(cell, "rowspan", last - number)


def _set(cell: Element, name: str, span: int) -> None:
    if span > 1:
        cell.set(name, str(span))
    else:
        cell.attrib.pop(name, None)


def _place(rows: list[list[Element]], most: int) -> list[list[_Place]] | None:
    """Where each cell stands; None when those that reach down fill more than `most` slots."""
    placed: list[list[_Place]] = []
    #: what reaches into the row from above, from left to right, none over another
    hanging: list[_Place] = []
    slots = 0
    for number, cells in enumerate(rows):
        slots += len(hanging)
        if slots > most:
            return None
        here: list[_Place] = []
        column, at = 0, 0
        for cell in cells:
            while at < len(hanging) and hanging[at][0] <= column:
                column = max(column, hanging[at][1])
                at += 1
            end = column + markup_numbers.clamped(cell.get("colspan"), 1, MOST_COLUMNS, 1)
            if at < len(hanging):
                end = min(end, hanging[at][0])
            down = markup_numbers.clamped(cell.get("rowspan"), 1, MOST_ROWS, 1)
            here.append((column, end, min(number + down, len(rows))))
            column = end
        hanging = _joined(sorted(place for place in (*hanging, *here) if place[2] > number + 1))
        placed.append(here)
    return placed


def _joined(places: Iterable[_Place]) -> list[_Place]:
    """Places side by side that end in the same row as one."""
    joined: list[_Place] = []
    for start, end, last in places:
        if joined and joined[-1][1] == start and joined[-1][2] == last:
            start = joined.pop()[0]
        joined.append((start, end, last))
    return joined


def _take_apart(table: Element, count: int) -> None:
    """Take all spans away, and go on in a row below with what is more than `width` cells: all words stay, in their order."""
    rows = [row for row in table if row.tag == _ROW]
    width = max(_LEAST_WIDTH, MOST_PER_CELL * count // max(1, len(rows)))
    for row in rows:
        cells = [cell for cell in row if cell.tag == _CELL]
        for cell in cells:
            cell.attrib.pop("colspan", None)
            cell.attrib.pop("rowspan", None)
        for start in range(width * ((len(cells) - 1) // width), 0, -width):
            rest = row.makeelement(_ROW, dict(row.attrib), nsmap=row.nsmap)
            rest.extend(cells[start : start + width])
            row.addnext(rest)
