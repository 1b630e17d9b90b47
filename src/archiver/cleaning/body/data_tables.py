"""Data tables: tables of short cells, as opposed to tables that lay out a page. A data table is kept or dropped as a whole.

A long one is weighed by its first and last cells. The features of all its cells would take most of the time for a page of
numbers, and a hundred times its memory, and they would not decide otherwise: the mean of the cells counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from archiver.cleaning.measures import Measures, Unit

_CELLS = frozenset(["td", "th", "caption"])
#: The most characters of a cell. A longer one is a text of its own.
_LONGEST = 400
#: A table with fewer cells is no data table.
_FEWEST_CELLS = 4
#: The number of cells that are weighed at each end of a table.
_WEIGHED = 500


def data_tables(measures: Measures, units: Sequence[Unit]) -> list[list[int]]:
    """The data tables of a page: for each the numbers of its units, in order."""
    tags, parent = measures.tags, measures.parent
    if "table" not in tags:
        return []
    table_of = [0] * len(tags)
    for index in range(1, len(tags)):
        table_of[index] = index if tags[index] == "table" else table_of[parent[index]]
    cells: dict[int, list[int]] = {}
    for k, unit in enumerate(units):
        if table := table_of[unit.index]:
            cells.setdefault(table, []).append(k)
    holders = {table_of[parent[index]] for index in set(table_of) if index}
    # a table that lays out a page has other tables in it, long units, and units outside of cells
    return [
        numbers
        for table, numbers in cells.items()
        if len(numbers) >= _FEWEST_CELLS
        and table not in holders
        and all(
            units[k].chars <= _LONGEST and (tags[units[k].index] in _CELLS or tags[parent[units[k].index]] in _CELLS)
            for k in numbers
        )
    ]


def long_tables(tables: Sequence[Sequence[int]]) -> list[tuple[list[int], list[int]]]:
    """The tables with more cells than are weighed: for each the numbers of its first and last cells, and of those between."""
    return [
        ([*numbers[:_WEIGHED], *numbers[-_WEIGHED:]], list(numbers[_WEIGHED:-_WEIGHED]))
        for numbers in tables
        if len(numbers) > 2 * _WEIGHED
    ]


def mean_chance(units: Sequence[Unit], numbers: Sequence[int], chances: Sequence[float]) -> float:
    """The mean chance of some units, weighted by their characters."""
    return fsum(chances[k] * units[k].chars for k in numbers) / sum(units[k].chars for k in numbers)
