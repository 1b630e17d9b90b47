"""Blocks that are kept or dropped as a whole: data tables, plain lists, lists of terms and definitions, and links around several blocks. A part of
such a block is of no use.
"""

from __future__ import annotations

from archiver.cleaning.body.corrections.selection import Decision, Decisions, Selection
from archiver.cleaning.body.data_tables import data_tables, mean_chance

_ITEMS, _LISTS = frozenset(["li", "dt", "dd"]), frozenset(["ul", "ol", "dl"])
#: The most characters of an item or a definition. A longer one is a text of its own.
_LONGEST = 400
#: The most characters of a link. A longer one was never closed.
_LONGEST_LINK = 1000
#: More links around several blocks are cards.
_MOST_LINKS = 2
#: A table between kept units is kept from this part of the cut on.
_TABLE_WITHIN = 0.3


def tables(selection: Selection) -> Decisions:
    """Keep or drop all cells of a data table, by the mean chance of its text."""
    measures, units, keep, chances, cut = (
        selection.measures,
        selection.units,
        selection.keep,
        selection.chances,
        selection.cut,
    )
    decisions: Decisions = {}
    kept = keep.copy()
    for numbers in data_tables(measures, units):
        chance = mean_chance(units, numbers, chances)
        within = any(kept[max(0, numbers[0] - 3) : numbers[0]]) and any(kept[numbers[-1] + 1 : numbers[-1] + 4])
        links = sum(units[k].link for k in numbers) / sum(units[k].chars for k in numbers)
        stays = chance >= cut or (within and links < 0.5 and chance >= _TABLE_WITHIN * cut)
        for k in numbers:
            kept[k] = stays
            decisions[k] = Decision(stays, "table-as-a-whole")
    return decisions


def cells(selection: Selection) -> Decisions:
    """Keep all cells of a data table that stays: later corrections look at single cells, and take a head cell "Share" for the label of a button.

    A table stays if most of its text does.
    """
    units, keep = selection.units, selection.keep
    decisions: Decisions = {}
    for numbers in data_tables(selection.measures, units):
        kept = sum(units[k].chars for k in numbers if keep[k])
        if 2 * kept > sum(units[k].chars for k in numbers):
            decisions.update(dict.fromkeys(numbers, Decision(True, "table-as-a-whole")))
    return decisions


def links(selection: Selection) -> Decisions:
    """Keep all blocks of a link of which most is kept: `<a><h2>heading</h2><p>text</p></a>`. A short block in a link looks like a link to another page.

    Many such links are the cards of a list, whose badges ("New", "Top rated") are no text.
    """
    measures, units, keep = selection.measures, selection.units, selection.keep
    tags, parent, elements = measures.tags, measures.parent, measures.elements
    around: dict[int, list[int]] = {}
    for k, unit in enumerate(units):
        if not unit.link:
            continue
        index = unit.index
        while index > 0 and tags[index] != "a":
            index = parent[index]
        if index > 0 and elements[index].get("href") is not None and measures.chars(index) <= _LONGEST_LINK:
            around.setdefault(index, []).append(k)
    decisions: Decisions = {}
    several = [numbers for numbers in around.values() if len(numbers) > 1]
    for numbers in several if len(several) <= _MOST_LINKS else ():
        kept = sum(units[k].chars for k in numbers if keep[k])
        if 2 * kept > sum(units[k].chars for k in numbers):
            stay = [k for k in numbers if not keep[k] and k not in selection.removed_by_words]
            decisions.update(dict.fromkeys(stay, Decision(True, "link-as-a-whole")))
    return decisions


def lists(selection: Selection) -> Decisions:
    """Keep or drop all items of a plain list, or all terms and definitions, by the mean chance of the text."""
    measures, units, keep = selection.measures, selection.units, selection.keep
    tags, parent = measures.tags, measures.parent
    items: dict[int, list[int]] = {}
    for k, unit in enumerate(units):
        index = unit.index
        item = index if tags[index] in _ITEMS else parent[index]
        if tags[item] not in _ITEMS:
            continue
        holder = parent[item]
        if tags[holder] == "div" and tags[item] != "li":  # a div may hold a term with its definitions
            holder = parent[holder]
        if tags[holder] in _LISTS:
            items.setdefault(holder, []).append(k)
    decisions: Decisions = {}
    for numbers in items.values():
        kept = sum(keep[k] for k in numbers)
        if 0 < kept < len(numbers) and not any(units[k].chars > _LONGEST for k in numbers):
            stays = selection.is_likely_body(numbers)
            decisions.update(dict.fromkeys(numbers, Decision(stays, "list-as-a-whole")))
    return decisions
