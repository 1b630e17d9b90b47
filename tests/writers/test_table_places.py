"""Where cells stand: one function for the record's grid, the tables of a page and Typst's; one for tables that are split."""

from __future__ import annotations

from archiver.writers.pdf.tables import column_groups
from archiver.writers.shared.table_grid import place_cells

#: (colspan, rowspan) of each cell, row by row: two tall cells, with one column free between them.
ROWS = [[(1, 3), (1, 1), (2, 2)], [(2, 1)], [(1, 1), (1, 1)]]


def test_a_cell_takes_the_first_free_column_and_ends_at_a_cell_from_above() -> None:
    assert list(place_cells(ROWS)) == [[(0, 1), (1, 1), (2, 2)], [(1, 1)], [(1, 1), (2, 1)]]


def test_cells_can_keep_the_width_that_they_claim() -> None:
    assert list(place_cells(ROWS, cut_at_cells=False))[1] == [(1, 2)]


def test_columns_are_grouped_beside_the_first() -> None:
    assert column_groups([10, 30, 30, 30, 95], 80) == [[1, 2], [3], [4]]
