"""Table settings for Typst: the same settings as in pdf/tables.py, chosen from the text of the cells.

The settings widen from the measure of the text over the margins to a landscape page, then to small type. A table that
is still too wide is split into tables one below the other, each with the first column repeated.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import fsum
from typing import Any

from archiver.writers.pdf.lines import width
from archiver.writers.pdf.tables import CHARACTER_WIDTH, LONGEST_WORD, SETTINGS, column_groups

Values = dict[str, Any]

_MOST_CELL = 60  # a cell with more characters asks for no more width
_LEAST = 3  # characters that fit into every column
_SPLIT_FROM = 8  # a table with at least this many columns may be split


@dataclass(frozen=True, slots=True)
class ColumnNeed:
    """The need of a column in characters: for its longest word, and for its longest cell on one line."""

    word: int
    cell: int


def table_setting(
    table: Values, texts: Mapping[int, str], count: int, table_widths: Mapping[str, float], *, may_turn: bool
) -> list[Values]:
    """The table, or the tables that it is split into, with `setting` and the shares of `columns` (0: as wide as its
    text).

    `texts` has the text of each cell by its identity, `table_widths` the width of each setting in points. `may_turn`:
    the table may turn the page; a table inside another block may not.
    """
    cells = [*table["head"], *table["body"]]
    columns = _measure(cells, texts, count)
    _align_heads(table, texts)
    settings = [s for s in SETTINGS if s[0] in table_widths and (may_turn or s[0] == "")]
    for name, size, gap in settings:
        if _needed(columns, size, gap) <= table_widths[name]:
            return [_with_setting(table, columns, name, size, gap, table_widths[name])]
    spans = any(cell["colspan"] > 1 or cell["rowspan"] > 1 for cell in cells)
    if may_turn and not spans and count >= _SPLIT_FROM:
        name, size, gap = next(s for s in SETTINGS if s[0] == "broad")
        return list(_split(table, columns, name, size, gap, table_widths[name]))
    name, size, gap = settings[-1]
    return [_with_setting(table, columns, name if may_turn else "dense", size, gap, table_widths[name])]


def _needed(columns: list[ColumnNeed], size: float, gap: float) -> float:
    return fsum(_width_of(column.word, size, gap) for column in columns)


def _width_of(characters: int, size: float, gap: float) -> float:
    return max(characters, _LEAST) * CHARACTER_WIDTH * size + gap


def _measure(cells: list[Values], texts: Mapping[int, str], count: int) -> list[ColumnNeed]:
    """The need of each column; a spanning cell is divided equally."""
    words, whole_cells = [0] * count, [0] * count
    for cell in cells:
        text, span = texts.get(id(cell), ""), cell["colspan"]
        longest = min(max(map(width, re.split(r"[\s/–—-]+", text)), default=0), LONGEST_WORD)
        for column in range(cell["x"], min(cell["x"] + span, count)):
            words[column] = max(words[column], -(-longest // span))
            whole_cells[column] = max(whole_cells[column], -(-min(width(text), 2 * _MOST_CELL) // span))
    return [ColumnNeed(w, min(c, _MOST_CELL)) for w, c in zip(words, whole_cells, strict=True)]


def _align_heads(table: Values, texts: Mapping[int, str]) -> None:
    """Align head cells like their columns: to the right over numbers that are aligned to the right."""
    sides: dict[int, Counter[str | None]] = {}
    for cell in table["body"]:
        if cell["colspan"] == 1 and (texts.get(id(cell)) or cell["align"]):
            sides.setdefault(cell["x"], Counter())[cell["align"]] += 1
    for cell in table["head"]:
        if cell["colspan"] == 1 and cell["align"] is None and cell["x"] in sides:
            cell["align"] = sides[cell["x"]].most_common(1)[0][0]


def _with_setting(
    table: Values, columns: list[ColumnNeed], name: str, size: float, gap: float, available: float
) -> Values:
    """The table in a setting: columns as wide as their cells if all fit, else the rest of the width is divided by need."""
    total = fsum(_width_of(column.cell, size, gap) for column in columns)
    minima = [_width_of(column.word, size, gap) for column in columns]
    if total <= 0.92 * available:
        shares = [0.0] * len(columns)
    else:
        remaining = max(0.0, available - fsum(minima))
        needs = [max(column.cell - column.word, 0) + 1 for column in columns]
        shares = [round(need + remaining * ask / fsum(needs), 2) for need, ask in zip(minima, needs, strict=True)]
    turned = name.startswith("broad")
    return {**table, "setting": name, "size": size, "gap": gap, "columns": shares, "turned": turned}


def _split(
    table: Values, columns: list[ColumnNeed], name: str, size: float, gap: float, available: float
) -> Iterator[Values]:
    """Split a table without spans into groups of columns; in repeated columns, notes and link targets are removed."""
    widths = [_width_of(column.word, size, gap) for column in columns]
    for number, group in enumerate(column_groups(widths, available)):
        new_column = {column: x for x, column in enumerate([0, *group])}
        cells = {
            key: [{**c, "x": new_column[c["x"]]} for c in table[key] if c["x"] in new_column]
            for key in ("head", "body")
        }
        if number:
            for cell in (*cells["head"], *cells["body"]):
                if cell["x"] == 0:
                    cell["c"] = without_identity(cell["c"])
        without_caption = {"id": "", "caption": []} if number else {}
        yield _with_setting(
            {**table, **cells, **without_caption}, [columns[c] for c in new_column], name, size, gap, available
        )


def without_identity(nodes: Any) -> Any:
    """The same nodes without notes, calls and link targets."""
    if isinstance(nodes, list):
        return [without_identity(n) for n in nodes if not (isinstance(n, dict) and n.get("t") in ("Note", "NoteLink"))]
    if isinstance(nodes, dict):
        return {key: "" if key == "id" else without_identity(value) for key, value in nodes.items()}
    return copy.copy(nodes)
