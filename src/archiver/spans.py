"""Row and column spans of tables: cut to the rows and columns that exist, and removed if the grid is out of proportion
to its cells.

Web pages, and records that were corrected by hand, may claim spans over thousands of rows and columns. Layout programs
believe these claims: 300 rows of one cell each become a grid of 90 million slots. Browsers give no width to columns in
which no cell begins (HTML Standard, 4.9.12.1, "Forming a table"). Therefore a span counts only the columns in which a
cell begins.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from lxml.etree import _Element as Element

from archiver import markup_numbers
from archiver.article import tag

#: The largest spans that one cell may claim (HTML Standard, 4.9.11).
MOST_COLUMNS, MOST_ROWS = 1000, 65534
#: A grid with at most MOST_SLOTS slots (rows times columns) may be empty. A larger grid needs a cell for every
#: MOST_PER_CELL slots.
MOST_SLOTS, MOST_PER_CELL = 20_000, 10
_LEAST_WIDTH = 10

_ROW, _CELL = tag("row"), tag("cell")
#: The place of a cell: its first column, the column after its last one, the row after its last one.
_Place = tuple[int, int, int]


def cut_spans(table: Element) -> None:
    """Cut the spans of a record's table to its grid, in place.

    A span ends at the edge of the table or at another cell. If the grid is out of proportion to the cells (MOST_SLOTS,
    MOST_PER_CELL), all spans are removed, and a row with far more cells than the others continues in a new row below.
    The work grows with the number of cells, not with the spans that they claim.
    """
    rows = [[cell for cell in row if cell.tag == _CELL] for row in table if row.tag == _ROW]
    count = sum(map(len, rows))
    most_slots = max(MOST_SLOTS, MOST_PER_CELL * count)
    if all(cell.get("colspan") is cell.get("rowspan") is None for cells in rows for cell in cells):
        if len(rows) * max(map(len, rows), default=0) > most_slots:
            _take_apart(table, count)
        return
    grid = _place(rows, most_slots)
    starts = sorted({start for places in grid for start, _, _ in places}) if grid is not None else []
    if grid is None or len(starts) * len(rows) > most_slots:
        _take_apart(table, count)
        return
    for number, (cells, places) in enumerate(zip(rows, grid, strict=True)):
        for cell, (start, end, row_end) in zip(cells, places, strict=True):
            _set(cell, "colspan", columns_begun(starts, start, end))
            _set(cell, "rowspan", row_end - number)


def columns_begun(starts: Sequence[int], first: int, end: int) -> int:
    """The number of columns in which a cell begins, from `first` to before `end`; `starts` has all such columns,
    sorted.
    """
    return bisect_left(starts, end) - bisect_left(starts, first)


def _set(cell: Element, name: str, span: int) -> None:
    if span > 1:
        cell.set(name, str(span))
    else:
        cell.attrib.pop(name, None)


def _place(rows: list[list[Element]], most_slots: int) -> list[list[_Place]] | None:
    """The place of each cell, row by row; None if the cells that reach down from earlier rows fill more than
    `most_slots` slots.
    """
    grid: list[list[_Place]] = []
    #: Places of cells that reach into this row from above, from left to right; they do not overlap.
    from_above: list[_Place] = []
    slots = 0
    for number, cells in enumerate(rows):
        slots += len(from_above)
        if slots > most_slots:
            return None
        in_row: list[_Place] = []
        column, next_above = 0, 0
        for cell in cells:
            while next_above < len(from_above) and from_above[next_above][0] <= column:
                column = max(column, from_above[next_above][1])
                next_above += 1
            end = column + markup_numbers.clamped(cell.get("colspan"), 1, MOST_COLUMNS, 1)
            if next_above < len(from_above):
                end = min(end, from_above[next_above][0])
            rowspan = markup_numbers.clamped(cell.get("rowspan"), 1, MOST_ROWS, 1)
            in_row.append((column, end, min(number + rowspan, len(rows))))
            column = end
        from_above = _joined(sorted(place for place in (*from_above, *in_row) if place[2] > number + 1))
        grid.append(in_row)
    return grid


def _joined(places: Iterable[_Place]) -> list[_Place]:
    """Merge places that are side by side and end in the same row."""
    joined: list[_Place] = []
    for start, end, row_end in places:
        if joined and joined[-1][1] == start and joined[-1][2] == row_end:
            start = joined.pop()[0]
        joined.append((start, end, row_end))
    return joined


def _take_apart(table: Element, count: int) -> None:
    """Remove all spans and continue rows of more than `width` cells in new rows below. All words stay in order."""
    rows = [row for row in table if row.tag == _ROW]
    width = max(_LEAST_WIDTH, MOST_PER_CELL * count // max(1, len(rows)))
    for row in rows:
        cells = [cell for cell in row if cell.tag == _CELL]
        for cell in cells:
            cell.attrib.pop("colspan", None)
            cell.attrib.pop("rowspan", None)
        for start in range(width * ((len(cells) - 1) // width), 0, -width):
            new_row = row.makeelement(_ROW, dict(row.attrib), nsmap=row.nsmap)
            new_row.extend(cells[start : start + width])
            row.addnext(new_row)
