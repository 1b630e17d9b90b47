"""Tables of a pandoc document: rows filled up with empty cells, and column widths for tables wider than a line."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from archiver.record_file import is_block
from archiver.writers.pandoc.inlines import Node, attributes, node
from archiver.writers.shared.table_grid import Rows, free_columns

#: From this many characters in the widest row, columns get widths: without them, some formats never break a cell.
_WIDE = 72
_ALIGNMENTS = {"left": "AlignLeft", "right": "AlignRight", "center": "AlignCenter"}


def columns(rows: Rows, count: int) -> list[list[Node]]:
    """The ColSpec of each column: default alignment, and its share of the line."""
    return [[node("AlignDefault"), width] for width in _widths(rows, count)]


def rows(section: Rows, count: int, flow: Callable[[etree._Element], list[Node]]) -> list[object]:
    """Rows of cells, filled up to `count` columns as pandoc's writers expect; `flow` makes the blocks of a cell."""
    result: list[object] = []
    for row, free in zip(section, free_columns(section, count), strict=True):
        cells = [
            [attributes(), node(_ALIGNMENTS.get(c.element.get("align", ""), "AlignDefault")), c.rowspan, c.colspan, flow(c.element)]
            for c in row
        ]  # fmt: skip
        cells += [[attributes(), node("AlignDefault"), 1, 1, []] for _ in range(free)]
        result.append([attributes(), cells])
    return result


def _widths(rows: Rows, columns: int) -> list[Node]:
    """The width of each column by its longest cell; default widths if all rows fit on one line."""
    longest = [0] * columns
    for row in rows:
        for cell in row:
            length = len(" ".join("".join(cell.element.itertext()).split())) // cell.colspan
            for column in range(cell.column, cell.column + cell.colspan):
                longest[column] = max(longest[column], length)
    if sum(longest) <= _WIDE and not any(is_block(b) for row in rows for cell in row for b in cell.element):
        return [node("ColWidthDefault") for _ in range(columns)]
    weights = [min(length, 60) + 6 for length in longest]
    return [node("ColWidth", round(weight / sum(weights), 3)) for weight in weights]
