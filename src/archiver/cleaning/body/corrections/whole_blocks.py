"""Blocks that stay or go as a whole: data tables, plain lists, terms with what defines them. Half of one is of no use."""

from __future__ import annotations

from math import fsum

from archiver.cleaning.body.corrections.judged import Decision, Decisions, Judged

_CELLS = frozenset(["td", "th", "caption"])
#: Characters of a cell, an item or a definition. A longer one is a text of its own.
_LONGEST = 400
#: A table between kept lines needs this part of the cut only.
_TABLE_WITHIN = 0.3
#: A table with fewer cells is no data.
_FEWEST_CELLS = 4


def tables(judged: Judged) -> Decisions:
    """The cells of a data table share one fate: that of most of their text."""
    measures, units, keep, chances, cut = judged.measures, judged.units, judged.keep, judged.chances, judged.cut
    tags, parent = measures.tags, measures.parent
    decisions: Decisions = {}
    if "table" not in tags:
        return decisions
    table_of = [0] * len(tags)
    cells: dict[int, list[int]] = {}
    for index in range(1, len(tags)):
        table_of[index] = index if tags[index] == "table" else table_of[parent[index]]
    for k, unit in enumerate(units):
        if table := table_of[unit.index]:
            cells.setdefault(table, []).append(k)
    kept = keep.copy()
    for numbers in cells.values():
        # a table that lays out a page holds other things than cells, and long ones
        if len(numbers) < _FEWEST_CELLS or any(
            units[k].chars > _LONGEST or not (tags[units[k].index] in _CELLS or tags[parent[units[k].index]] in _CELLS)
            for k in numbers
        ):
            continue
        total = sum(units[k].chars for k in numbers)
        chance = fsum(chances[k] * units[k].chars for k in numbers) / total
        within = any(kept[max(0, numbers[0] - 3) : numbers[0]]) and any(kept[numbers[-1] + 1 : numbers[-1] + 4])
        links = sum(units[k].link for k in numbers) / total
        stays = chance >= cut or (within and links < 0.5 and chance >= _TABLE_WITHIN * cut)
        for k in numbers:
            kept[k] = stays
            decisions[k] = Decision(stays, "table-as-a-whole")
    return decisions


def lists(judged: Judged) -> Decisions:
    """The items of a plain list share one fate: that of most of their text."""
    measures, units, keep = judged.measures, judged.units, judged.keep
    tags, parent = measures.tags, measures.parent
    items: dict[int, list[int]] = {}
    for k, unit in enumerate(units):
        index = unit.index
        item = index if tags[index] == "li" else parent[index]
        if tags[item] == "li" and tags[parent[item]] in ("ul", "ol"):
            items.setdefault(parent[item], []).append(k)
    decisions: Decisions = {}
    for numbers in items.values():
        kept = sum(keep[k] for k in numbers)
        if 0 < kept < len(numbers) and not any(units[k].chars > _LONGEST for k in numbers):
            stays = judged.likely(numbers, judged.cut)
            decisions.update(dict.fromkeys(numbers, Decision(stays, "list-as-a-whole")))
    return decisions


def definitions(judged: Judged) -> Decisions:
    """A term and what defines it share one fate: that of most of their text."""
    measures, units, keep = judged.measures, judged.units, judged.keep
    tags, parent = measures.tags, measures.parent
    decisions: Decisions = {}
    if "dt" not in tags:
        return decisions
    group: list[int] = []
    holder = -1

    def decide() -> None:
        if 0 < sum(keep[k] for k in group) < len(group):
            stays = judged.likely(group, judged.cut)
            for k in group:
                # parts of a long definition may go
                is_kept = stays or (keep[k] and units[k].chars > _LONGEST)
                decisions[k] = Decision(is_kept, "definition-as-a-whole")
        group.clear()

    for k, unit in enumerate(units):
        part = unit.index
        for _ in range(3):
            if tags[part] in ("dt", "dd") or not part:
                break
            part = parent[part]
        name = tags[part]
        if name not in ("dt", "dd"):
            decide()
            continue
        if (name == "dt" and any(tags[units[j].index] != "dt" for j in group)) or parent[part] != holder:
            decide()
        holder = parent[part]
        group.append(k)
    decide()
    return decisions
