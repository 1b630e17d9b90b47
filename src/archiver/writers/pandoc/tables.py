"""Tables as pandoc's document has them: each row filled up, and widths for columns that would not fit on a line."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from archiver.article import is_block
from archiver.writers.pandoc.inlines import Node, attributes, node
from archiver.writers.shared.table_grid import Rows, free_columns

#: Characters of a table's broadest row from which on its columns get widths, since some formats never break a cell otherwise.
_BROAD = 72
_ALIGNMENTS = {"left": "AlignLeft", "right": "AlignRight", "center": "AlignCenter"}


def columns(rows: Rows, count: int) -> list[list[Node]]:
    """What pandoc wants to know of each column: no alignment of its own, and its share of the line."""
    return [[node("AlignDefault"), width] for width in _widths(rows, count)]


def rows(part: Rows, count: int, flow: Callable[[etree._Element], list[Node]]) -> list[object]:
    """Rows of cells, each filled up to `count` columns, since pandoc's writers rely on it; `flow` makes the blocks of a cell."""
    made: list[object] = []
    for row, free in zip(part, free_columns(part, count), strict=True):
        cells = [
            [attributes(), node(_ALIGNMENTS.get(c.element.get("align", ""), "AlignDefault")), c.rowspan, c.colspan, flow(c.element)]
            for c in row
        ]  # fmt: skip
        cells += [[attributes(), node("AlignDefault"), 1, 1, []] for _ in range(free)]
        made.append([attributes(), cells])
    return made


def _widths(rows: Rows, columns: int) -> list[Node]:
    """Shares of the line for each column, by its longest cell, where a row would not fit on one."""
    longest = [0] * columns
    for row in rows:
        for cell in row:
            length = len(" ".join("".join(cell.element.itertext()).split())) // cell.colspan
            for column in range(cell.column, cell.column + cell.colspan):
                longest[column] = max(longest[column], length)
    if sum(longest) <= _BROAD and not any(is_block(b) for row in rows for cell in row for b in cell.element):
        return [node("ColWidthDefault") for _ in range(columns)]
    weights = [min(length, 60) + 6 for length in longest]
    return [node("ColWidth", round(weight / sum(weights), 3)) for weight in weights]
