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
from math import fsum, sqrt
from typing import Any

from archiver.writers.pdf.lines import width
from archiver.writers.pdf.tables import CHARACTER_WIDTH, LONGEST_WORD, SETTINGS, column_groups, is_small
from archiver.writers.pdf.typst.nodes import nodes_of_kind
from archiver.writers.shared.number_columns import number_columns

Values = dict[str, Any]

_MOST_CELL = 60  # a cell with more characters asks for less than its length
_LEAST = 3  # characters that fit into every column
#: The widths of digits and of signs in the text font, in ems.
_DIGIT, _SIGN = 0.544, 0.303
_TALLEST_ROW = 20  # lines of a row that is not divided between pages
_SPLIT_FROM = 8  # a table with at least this many columns may be split


@dataclass(frozen=True, slots=True)
class ColumnNeed:
    """The need of a column in characters: for its longest word, and for its longest cell on one line."""

    word: int
    cell: int


def table_setting(
    table: Values, texts: Mapping[int, str], count: int, table_widths: Mapping[str, float], *, may_turn: bool
) -> list[Values]:
    """The table, or a Turned node with the tables that it is split into, with `setting` and the shares of `columns` (0: as
    wide as its text).

    `texts` has the text of each cell by its identity, `table_widths` the width of each setting in points. `may_turn`:
    the table may turn the page; a table inside another block may not.
    """
    cells = [*table["head"], *table["body"]]
    _range_numbers(table, texts)
    columns = _measure(cells, texts, count)
    _align_heads(table, texts)
    table["whole"] = _is_small(table, cells, texts)
    settings = [s for s in SETTINGS if s[0] in table_widths and (may_turn or s[0] == "")]
    for name, size, gap in settings:
        if _needed(columns, size, gap) <= table_widths[name]:
            return [_with_setting(table, columns, name, size, gap, table_widths[name])]
    if may_turn and count >= _SPLIT_FROM:
        name, size, gap = next(s for s in SETTINGS if s[0] == "broad")
        parts = [{**part, "turned": False} for part in _split(table, columns, name, size, gap, table_widths[name])]
        return [{"t": "Turned", "turned": True, "c": parts}]
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
        words_ = [text] if cell.get("number") else re.split(r"[\s/–—-]+", text)
        longest = min(max(map(width, words_), default=0), LONGEST_WORD)
        for column in range(cell["x"], min(cell["x"] + span, count)):
            words[column] = max(words[column], -(-longest // span))
            whole_cells[column] = max(whole_cells[column], -(-width(text) // span))
    return [ColumnNeed(w, _asked(c)) for w, c in zip(words, whole_cells, strict=True)]


def _asked(characters: int) -> int:
    """The width that a cell asks for: a long text fills lines, and asks for more only as the square root of its length."""
    return characters if characters <= _MOST_CELL else round(sqrt(characters * _MOST_CELL))


def _range_numbers(table: Values, texts: Mapping[int, str]) -> None:
    """Range the cells of columns of numbers on the right, and on the decimal sign, where the record says no alignment."""
    cells = [c for c in table["body"] if c["colspan"] == 1 and c["align"] is None and not c["head"]]
    columns = number_columns((c["x"], texts.get(id(c), "")) for c in cells)
    for cell in cells:
        if numbers := columns.get(cell["x"]):
            text = texts.get(id(cell), "")
            missing, sign = numbers.missing(text)
            cell["align"] = "right"
            cell["number"] = True
            cell["short"] = len(text) <= LONGEST_WORD and next(nodes_of_kind(cell["c"], "Note"), None) is None
            cell["lacks"] = round(missing * _DIGIT + sign * _SIGN, 3)


def _is_small(table: Values, cells: list[Values], texts: Mapping[int, str]) -> bool:
    """Whether a table surely takes less than half of a page, so that it may wait for the next one."""
    if any(
        next(nodes_of_kind(table[key], kind), None)
        for kind in ("Image", "Code block", "Table", "Note")
        for key in ("head", "body")
    ):
        return False
    rows: dict[int, list[tuple[int, int]]] = {}
    for cell in cells:
        rows.setdefault(cell["y"], []).append((cell["colspan"], width(texts.get(id(cell), ""))))
    return is_small(list(rows.values()))


def _align_heads(table: Values, texts: Mapping[int, str]) -> None:
    """Align head cells like their columns: to the right over numbers that are aligned to the right.

    A head over several columns stands in their middle, with a rule below.
    """
    sides: dict[int, Counter[str | None]] = {}
    for cell in table["body"]:
        if cell["colspan"] == 1 and (texts.get(id(cell)) or cell["align"]):
            sides.setdefault(cell["x"], Counter())[cell["align"]] += 1
    for cell in table["head"]:
        if cell["colspan"] == 1 and cell["align"] is None and cell["x"] in sides:
            cell["align"] = sides[cell["x"]].most_common(1)[0][0]
        elif cell["colspan"] > 1 and cell["align"] is None and cell["y"] + cell["rowspan"] < table["heads"]:
            cell["align"], cell["spanning"] = "center", True


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
        needs = [max(column.cell - column.word, 0) for column in columns]
        needs = needs if any(needs) else [1] * len(columns)
        shares = [round(need + remaining * ask / fsum(needs), 2) for need, ask in zip(minima, needs, strict=True)]
    widths = shares if any(shares) else [_width_of(column.cell, size, gap) for column in columns]
    for cell in (*table["head"], *table["body"]):
        room = fsum(widths[cell["x"] : cell["x"] + cell["colspan"]])
        cell["breaks"] = cell["rowspan"] > 1 or cell["characters"] * CHARACTER_WIDTH * size > _TALLEST_ROW * room
    turned = name.startswith("broad")
    return {**table, "setting": name, "size": size, "gap": gap, "columns": shares, "turned": turned}


def _split(
    table: Values, columns: list[ColumnNeed], name: str, size: float, gap: float, available: float
) -> Iterator[Values]:
    """Split a table into groups of columns; in repeated cells, notes and link targets are removed."""
    widths = [_width_of(column.word, size, gap) for column in columns]
    for number, group in enumerate(column_groups(widths, available)):
        new_column = {column: x for x, column in enumerate([0, *group])}
        cells = {key: list(_of_columns(table[key], new_column, repeated=number > 0)) for key in ("head", "body")}
        without_caption = {"id": "", "caption": []} if number else {}
        yield _with_setting(
            {**table, **cells, **without_caption}, [columns[c] for c in new_column], name, size, gap, available
        )


def _of_columns(cells: list[Values], new_column: Mapping[int, int], *, repeated: bool) -> Iterator[Values]:
    """The cells in these columns, with their new place; one over columns of several groups stands in each of them."""
    first_own = min((column for column in new_column if column), default=0)
    for cell in cells:
        kept = [new_column[x] for x in range(cell["x"], cell["x"] + cell["colspan"]) if x in new_column]
        if kept:
            content = without_identity(cell["c"]) if repeated and cell["x"] < first_own else cell["c"]
            yield {**cell, "x": kept[0], "colspan": len(kept), "c": content}


def without_identity(nodes: Any) -> Any:
    """The same nodes without notes, calls and link targets."""
    if isinstance(nodes, list):
        return [without_identity(n) for n in nodes if not (isinstance(n, dict) and n.get("t") in ("Note", "NoteLink"))]
    if isinstance(nodes, dict):
        return {key: "" if key == "id" else without_identity(value) for key, value in nodes.items()}
    return copy.copy(nodes)
