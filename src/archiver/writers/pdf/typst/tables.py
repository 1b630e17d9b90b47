"""How a table stands on Typst's pages: the same settings as on the other engine's (pdf/tables.py), chosen from the words of its cells.

From the measure of the text, over the margins, to a page on its side; then in small type; and what is still too broad is cut into parts
that stand one below the other, each with the first column again.
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
from archiver.writers.pdf.tables import CHARACTER, LONGEST, SETTINGS

Values = dict[str, Any]

_WHOLE = 60  # characters of a cell from which on a column asks for no more width
_SMALLEST = 3  # characters that any column has room for
_FLEXIBLE = 8  # columns from which on a table may be cut


@dataclass(frozen=True, slots=True)
class Measured:
    """What a column needs, in characters: for its longest word, and for its longest cell on one line."""

    word: int
    whole: int


def table_setting(
    tables: Values, said: Mapping[int, str], count: int, rooms: Mapping[str, float], *, turns: bool
) -> list[Values]:
    """The table, or the parts it is cut into, each with its `setting` and the shares of its `columns` (0: as wide as its words).

    `said` has the words of each cell by its identity; `rooms` the width of each setting in points; a table in another block does not
    turn the page.
    """
    cells = [*tables["head"], *tables["body"]]
    columns = _measure(cells, said, count)
    _align_heads(tables, said)
    settings = [s for s in SETTINGS if s[0] in rooms and (turns or s[0] == "")]
    for name, size, gap in settings:
        if _needed(columns, size, gap) <= rooms[name]:
            return [_set(tables, columns, name, size, gap, rooms[name])]
    spans = any(cell["colspan"] > 1 or cell["rowspan"] > 1 for cell in cells)
    if turns and not spans and count >= _FLEXIBLE:
        name, size, gap = next(s for s in SETTINGS if s[0] == "broad")
        return list(_cut(tables, columns, name, size, gap, rooms[name]))
    name, size, gap = settings[-1]
    return [_set(tables, columns, name if turns else "dense", size, gap, rooms[name])]


def _needed(columns: list[Measured], size: float, gap: float) -> float:
    return fsum(_wide(column.word, size, gap) for column in columns)


def _wide(characters: int, size: float, gap: float) -> float:
    return max(characters, _SMALLEST) * CHARACTER * size + gap


def _measure(cells: list[Values], said: Mapping[int, str], count: int) -> list[Measured]:
    """Each column's need; a cell over several columns shares its own out."""
    word, whole = [0] * count, [0] * count
    for cell in cells:
        text, span = said.get(id(cell), ""), cell["colspan"]
        longest = min(max(map(width, re.split(r"[\s/–—-]+", text)), default=0), LONGEST)
        for column in range(cell["x"], min(cell["x"] + span, count)):
            word[column] = max(word[column], -(-longest // span))
            whole[column] = max(whole[column], -(-min(width(text), 2 * _WHOLE) // span))
    return [Measured(w, min(c, _WHOLE)) for w, c in zip(word, whole, strict=True)]


def _align_heads(table: Values, said: Mapping[int, str]) -> None:
    """A head stands over its column as the column stands: to the right over numbers that stand to the right."""
    sides: dict[int, Counter[str | None]] = {}
    for cell in table["body"]:
        if cell["colspan"] == 1 and (said.get(id(cell)) or cell["align"]):
            sides.setdefault(cell["x"], Counter())[cell["align"]] += 1
    for cell in table["head"]:
        if cell["colspan"] == 1 and cell["align"] is None and cell["x"] in sides:
            cell["align"] = sides[cell["x"]].most_common(1)[0][0]


def _set(table: Values, columns: list[Measured], name: str, size: float, gap: float, room: float) -> Values:
    """The table in a setting: columns as wide as their words where all fit, else what is left shared out by their words."""
    natural = fsum(_wide(column.whole, size, gap) for column in columns)
    least = [_wide(column.word, size, gap) for column in columns]
    if natural <= 0.92 * room:
        shares = [0.0] * len(columns)
    else:
        left = max(0.0, room - fsum(least))
        asked = [max(column.whole - column.word, 0) + 1 for column in columns]
        shares = [round(need + left * ask / fsum(asked), 2) for need, ask in zip(least, asked, strict=True)]
    turned = name.startswith("broad")
    return {**table, "setting": name, "size": size, "gap": gap, "columns": shares, "turned": turned}


def _cut(table: Values, columns: list[Measured], name: str, size: float, gap: float, room: float) -> Iterator[Values]:
    """Parts of a table without spans; a repeated first column calls no notes anew and is no target."""
    groups: list[list[int]] = [[]]
    left = room - _wide(columns[0].word, size, gap)
    for column in range(1, len(columns)):
        needed = _wide(columns[column].word, size, gap)
        if groups[-1] and left < needed:
            groups.append([])
            left = room - _wide(columns[0].word, size, gap)
        groups[-1].append(column)
        left -= needed
    for number, group in enumerate(groups):
        place = {column: x for x, column in enumerate([0, *group])}
        part = {key: [{**c, "x": place[c["x"]]} for c in table[key] if c["x"] in place] for key in ("head", "body")}
        if number:
            for cell in (*part["head"], *part["body"]):
                if cell["x"] == 0:
                    cell["c"] = without_identity(cell["c"])
        own = {"id": "", "caption": []} if number else {}
        yield _set({**table, **part, **own}, [columns[c] for c in place], name, size, gap, room)


def without_identity(nodes: Any) -> Any:
    """The same nodes without notes, calls and places that links lead to."""
    if isinstance(nodes, list):
        return [without_identity(n) for n in nodes if not (isinstance(n, dict) and n.get("t") in ("Note", "NoteLink"))]
    if isinstance(nodes, dict):
        return {key: "" if key == "id" else without_identity(value) for key, value in nodes.items()}
    return copy.copy(nodes)
