"""Where the cells of a table stand: heads, rows and feet of the record's rows, every span cut to what is really there.

Rows of a web page may claim spans that reach over thousands of rows or columns; programs that lay tables out believe them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from archiver.article import tag


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, the column that it starts in, and how far it reaches."""

    element: etree._Element
    column: int
    colspan: int
    rowspan: int
    is_head: bool


Rows = list[list[Cell]]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's cells by row. `head` and `foot` are the first and last rows that the record marks so."""

    columns: int
    head: Rows
    body: Rows
    foot: Rows

    @property
    def head_columns(self) -> int:
        """How many columns, from the first, hold nothing but heads in the body."""
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
    """The grid of a record's table. A span ends where its part of the table does, or another cell stands; columns in
    which no cell begins are none."""
    rows = table.findall(tag("row"))
    top = next((i for i, row in enumerate(rows) if not _is_head(row)), len(rows))
    if top == len(rows):  # a head over nothing is none, unless the record says so
        top = next((i for i, row in enumerate(rows) if row.get("role") != "head"), len(rows))
    bottom = next((i for i in range(len(rows), top, -1) if rows[i - 1].get("role") != "foot"), top)
    head, body, foot = (_place(part) for part in (rows[:top], rows[top:bottom], rows[bottom:]))
    starts = sorted({cell.column for part in (head, body, foot) for row in part for cell in row})
    head, body, foot = (_narrowed(part, starts) for part in (head, body, foot))
    return Grid(len(starts), head, body, foot)


def _is_head(row: etree._Element) -> bool:
    """Whether the record calls a row a head, or it holds nothing but heads: several, or one over several columns, and none that
    reaches into the rows below."""
    cells = row.findall(tag("cell"))
    plain = all(cell.get("role") == "head" and not cell.get("rowspan") for cell in cells)
    if row.get("role") is not None or not plain:
        return row.get("role") == "head"
    return len(cells) > 1 or any(cell.get("colspan") for cell in cells)


def free_columns(rows: Rows, columns: int) -> list[int]:
    """How many columns of each row hold no cell and are reached by none from above: a row may be shorter than others."""
    free: list[int] = []
    taken = [0] * columns
    for row in rows:
        for cell in row:
            for column in range(cell.column, cell.column + cell.colspan):
                taken[column] = cell.rowspan
        free.append(sum(1 for rest in taken if rest == 0))
        taken = [max(0, rest - 1) for rest in taken]
    return free


def _place(rows: list[etree._Element]) -> Rows:
    taken: dict[int, int] = {}  # column → how many rows, from this one, a cell above reaches into
    placed: Rows = []
    for number, row in enumerate(rows):
        cells: list[Cell] = []
        column = 0
        here: dict[int, int] = {}
        for element in row.iterchildren(tag("cell")):
            while taken.get(column, 0) > 0:
                column += 1
            wanted = int(element.get("colspan", 1))
            reach = next((n for n in range(wanted) if taken.get(column + n, 0) > 0), wanted)
            rowspan = min(int(element.get("rowspan", 1)), len(rows) - number)
            role = element.get("role") or row.get("role", "")
            cells.append(Cell(element, column, reach, rowspan, role == "head"))
            here |= dict.fromkeys(range(column, column + reach), rowspan)
            column += reach
        taken = {c: n - 1 for c, n in (taken | here).items() if n > 1}
        placed.append(cells)
    return placed


def _narrowed(rows: Rows, starts: list[int]) -> Rows:
    """The same cells, where only columns that a cell begins in are counted."""
    index = {column: number for number, column in enumerate(starts)}

    def narrowed(cell: Cell) -> Cell:
        covered = sum(1 for column in range(cell.column, cell.column + cell.colspan) if column in index)
        return Cell(cell.element, index[cell.column], covered, cell.rowspan, cell.is_head)

    return [[narrowed(cell) for cell in row] for row in rows]


def _head_at(row: Iterable[Cell], column: int) -> bool:
    """Whether this column holds a head in the row, or is covered from above."""
    return all(cell.is_head and cell.colspan == 1 for cell in row if cell.column <= column < cell.column + cell.colspan)
