"""Lists, tables, listings and formulas among the paragraphs of an article, above all at its end.

Short lines below an article are mostly page chrome. A list that belongs to the article differs in its place: it is in the element that holds
the paragraphs of the article, it follows kept text, and it consists of few links.
"""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter

from archiver.cleaning.body.corrections.selection import Decision, Decisions, Selection
from archiver.cleaning.measures import Measures, Unit

_TAGS = frozenset(["ul", "ol", "dl", "table", "pre", "math"])
#: An element holds the article if it has at least so many kept paragraphs, or at least this share of the kept prose.
_PARAGRAPHS, _MOST = 3, 0.5
#: The most elements among which the list is looked for: the block, then the elements that wrap the list.
_WRAPPERS = 4
#: The largest share of links in such a list.
_LINKS = 0.1


def trailing_lists(selection: Selection) -> Decisions:
    """Keep all lines of such a list, unless one of them was removed for its words."""
    measures, units, keep = selection.measures, selection.units, selection.keep
    parent, end = measures.parent, measures.end
    holders = _holders(measures, units, keep)
    decisions: Decisions = {}
    is_kept = keep.copy()
    behind = 0
    for k, unit in enumerate(units):
        if k < behind:
            continue
        block = unit.index
        while block and parent[block] not in holders:
            block = parent[block]
        if not block or not _is_no_prose(measures, block):
            continue
        behind = bisect_left(units, end[block], k, key=attrgetter("index"))
        lines = range(k, behind)
        under_text = k > 0 and is_kept[k - 1] and parent[block] < units[k - 1].index
        may_stay = measures.density(block) <= _LINKS and selection.removed_by_words.isdisjoint(lines)
        if under_text and may_stay and not any(is_kept[k:behind]):
            is_kept[k:behind] = [True] * len(lines)
            decisions.update(dict.fromkeys(lines, Decision(True, "list-under-text")))
    return decisions


def _holders(measures: Measures, units: list[Unit], keep: list[bool]) -> set[int]:
    """The indexes of the elements that hold the paragraphs of the article."""
    prose: dict[int, list[int]] = {}
    for k, unit in enumerate(units):
        if keep[k] and unit.prose:
            holder = measures.parent[unit.index] if measures.tags[unit.index] == "p" else 0
            prose.setdefault(holder, []).append(unit.prose)
    most = _MOST * sum(map(sum, prose.values()))
    return {
        holder for holder, lengths in prose.items() if holder and (len(lengths) >= _PARAGRAPHS or sum(lengths) >= most)
    }


def _is_no_prose(measures: Measures, block: int) -> bool:
    """Whether a block is a list, table, listing or formula, or a wrapper that holds one and no other text."""
    chars = measures.chars(block)
    for index in range(block, min(block + _WRAPPERS, measures.end[block])):
        if measures.chars(index) < chars:
            return False
        if measures.tags[index] in _TAGS:
            return True
    return False
