"""Lists, tables, listings and formulas among the paragraphs of an article, above all at its end.

Short lines that are no prose look like what pages put below their article. The place tells them apart: they stand in the element that holds the
article's paragraphs, right under kept text, and they are no links.
"""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter

from archiver.cleaning.body.corrections.judged import Decision, Decisions, Judged
from archiver.cleaning.measures import Measures, Unit

_TAGS = frozenset(["ul", "ol", "dl", "table", "pre", "math"])
#: An element that holds so many paragraphs, or such a share of the kept prose, is the article's.
_PARAGRAPHS, _MOST = 3, 0.5
#: How many elements may wrap such a block.
_WRAPPERS = 4
_LINKS = 0.1


def trailing_lists(judged: Judged) -> Decisions:
    """Such blocks stay as a whole, unless a phrase removed a line of them."""
    measures, units, keep = judged.measures, judged.units, judged.keep
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
        may_stay = measures.density(block) <= _LINKS and judged.struck.isdisjoint(lines)
        if under_text and may_stay and not any(is_kept[k:behind]):
            is_kept[k:behind] = [True] * len(lines)
            decisions.update(dict.fromkeys(lines, Decision(True, "list-under-text")))
    return decisions


def _holders(measures: Measures, units: list[Unit], keep: list[bool]) -> set[int]:
    """The elements that hold the article's paragraphs."""
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
