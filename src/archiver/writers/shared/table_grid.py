"""The grid of a table: head, body and foot rows with the column and the spans of each cell, cut to the real grid.

Web pages may claim spans over thousands of rows or columns, and layout programs believe these claims.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from archiver import spans
from archiver.article import tag


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell with its first column and its spans in columns and rows."""

    element: etree._Element
    column: int
    colspan: int
    rowspan: int
    is_head: bool


Rows = list[list[Cell]]


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a table by row. `head` and `foot` are the first and last rows that the record marks so."""

    columns: int
    head: Rows
    body: Rows
    foot: Rows

    @property
    def head_columns(self) -> int:
        """The number of columns, counted from the first, that have only head cells in the body."""
        count = 0
        while count < self.columns and self.body and all(_head_at(row, count) for row in self.body if row):
            count += 1
        return count if count < self.columns else 0

    def rows(self) -> Iterator[list[Cell]]:
        """All rows from top to bottom."""
        yield from self.head
        yield from self.body
        yield from self.foot


def grid(table: etree._Element) -> Grid:
    """Compute the grid of a record's table.

    A span ends at the end of its section (head, body, foot) or at another cell. Columns in which no cell begins are
    left out.
    """
    rows = table.findall(tag("row"))
    marked = any(row.get("role") == "head" for row in rows)
    head_end = next((i for i, row in enumerate(rows) if not _is_head(row, marked)), len(rows))
    if head_end == len(rows):  # a table of head rows only has no head, unless the record marks head rows
        head_end = next((i for i, row in enumerate(rows) if row.get("role") != "head"), len(rows))
    foot_start = next((i for i in range(len(rows), head_end, -1) if rows[i - 1].get("role") != "foot"), head_end)
    head, body, foot = (_place(section) for section in (rows[:head_end], rows[head_end:foot_start], rows[foot_start:]))
    starts = sorted({cell.column for section in (head, body, foot) for row in section for cell in row})
    head, body, foot = (_narrowed(section, starts) for section in (head, body, foot))
    return Grid(len(starts), head, body, foot)


def _is_head(row: etree._Element, marked: bool) -> bool:
    """Whether a row is a head row: the record marks it so, or marks none of the table and the row has only head cells.

    Without a mark, a head row has several cells, or one cell over several columns, and no cell that reaches into the
    rows below. In a table with marks such a row is the head of a group of rows.
    """
    cells = row.findall(tag("cell"))
    only_heads = all(cell.get("role") == "head" and not cell.get("rowspan") for cell in cells)
    if marked or row.get("role") is not None or not only_heads:
        return row.get("role") == "head"
    return len(cells) > 1 or any(cell.get("colspan") for cell in cells)


def free_columns(rows: Rows, columns: int) -> list[int]:
    """The number of empty columns in each row: columns without a cell, also without a cell from above."""
    free: list[int] = []
    covered = [0] * columns
    for row in rows:
        for cell in row:
            for column in range(cell.column, cell.column + cell.colspan):
                covered[column] = cell.rowspan
        free.append(sum(1 for remaining in covered if remaining == 0))
        covered = [max(0, remaining - 1) for remaining in covered]
    return free


def place_cells(
    rows: Iterable[Iterable[tuple[int, int]]], *, cut_at_cells: bool = True
) -> Iterator[list[tuple[int, int]]]:
    """The places of cells in the rows of one section, given their spans: (colspan, rowspan) for each cell of each row.

    Returns (first column, number of columns) for each cell. A cell takes the first column that no cell from above
    covers; with `cut_at_cells` it ends before the next such column.

        spans    [(1, 2), (2, 1)]    places    [(0, 1), (1, 2)]
                 [(1, 1)]                      [(1, 1)]
    """
    covered: dict[int, int] = {}  # column → how many rows, counted from this one, a cell from above covers
    for spans_of_row in rows:
        column = 0
        places: list[tuple[int, int]] = []
        below: dict[int, int] = {}
        for colspan, rowspan in spans_of_row:
            while covered.get(column, 0) > 0:
                column += 1
            if cut_at_cells:
                colspan = next((n for n in range(colspan) if covered.get(column + n, 0) > 0), colspan)
            places.append((column, colspan))
            if rowspan > 1:
                below |= dict.fromkeys(range(column, column + colspan), rowspan - 1)
            column += colspan
        covered = {column: count - 1 for column, count in covered.items() if count > 1} | below
        yield places


def _place(rows: list[etree._Element]) -> Rows:
    claims = [
        [
            (int(cell.get("colspan", 1)), min(int(cell.get("rowspan", 1)), len(rows) - number))
            for cell in row.iterchildren(tag("cell"))
        ]
        for number, row in enumerate(rows)
    ]
    placed: Rows = []
    for row, row_claims, places in zip(rows, claims, place_cells(claims), strict=True):
        cells: list[Cell] = []
        elements = row.iterchildren(tag("cell"))
        for element, (_, rowspan), (column, colspan) in zip(elements, row_claims, places, strict=True):
            role = element.get("role") or row.get("role", "")
            cells.append(Cell(element, column, colspan, rowspan, role == "head"))
        placed.append(cells)
    return placed


def _narrowed(rows: Rows, starts: list[int]) -> Rows:
    """The same cells with columns renumbered: only columns in which a cell begins are counted."""

    def narrowed(cell: Cell) -> Cell:
        colspan = spans.columns_begun(starts, cell.column, cell.column + cell.colspan)
        return Cell(cell.element, bisect_left(starts, cell.column), colspan, cell.rowspan, cell.is_head)

    return [[narrowed(cell) for cell in row] for row in rows]


def _head_at(row: Iterable[Cell], column: int) -> bool:
    """Whether the row has a head cell in this column, or a cell from above covers the column."""
    return all(cell.is_head and cell.colspan == 1 for cell in row if cell.column <= column < cell.column + cell.colspan)
