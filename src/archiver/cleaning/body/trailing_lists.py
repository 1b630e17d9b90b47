"""Lists, tables, listings and formulas that stand among the paragraphs of an article, above all at its end.

Short lines that are no prose look like what pages put below their article. What tells them apart is where they stand: in the element that holds
the article's paragraphs, right under kept text, and leading nowhere.
"""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter

from archiver.cleaning.measures import Measures, Unit

_TAGS = frozenset(["ul", "ol", "dl", "table", "pre", "math"])
#: So many paragraphs, or so much of the kept prose, make the element that holds them the article's.
_PARAGRAPHS, _MOST = 3, 0.5
#: Elements of a wrapper around such a block.
_WRAPPED = 4
_LINKS = 0.1


def keep_set_apart(measures: Measures, units: list[Unit], keep: list[bool], struck: set[int]) -> None:
    """Keep such blocks whole, but for those of which a line was `struck` for its words."""
    parent, end = measures.parent, measures.end
    holders = _holders(measures, units, keep)
    behind = 0
    for k, unit in enumerate(units):
        if k < behind:
            continue
        block = unit.index
        while block and parent[block] not in holders:
            block = parent[block]
        if not block or not _is_set_apart(measures, block):
            continue
        behind = bisect_left(units, end[block], k, key=attrgetter("index"))
        lines = range(k, behind)
        under_text = k > 0 and keep[k - 1] and parent[block] < units[k - 1].index
        if under_text and not any(keep[k:behind]) and measures.density(block) <= _LINKS and struck.isdisjoint(lines):
            keep[k:behind] = [True] * len(lines)


def _holders(measures: Measures, units: list[Unit], keep: list[bool]) -> set[int]:
    """The elements that hold the article's paragraphs."""
    prose: dict[int, list[int]] = {}
    for k, unit in enumerate(units):
        if keep[k] and unit.prose:
            holder = measures.parent[unit.index] if measures.tags[unit.index] == "p" else 0
            prose.setdefault(holder, []).append(unit.prose)
    most = _MOST * sum(map(sum, prose.values()))
    return {holder for holder, found in prose.items() if holder and (len(found) >= _PARAGRAPHS or sum(found) >= most)}


def _is_set_apart(measures: Measures, block: int) -> bool:
    """Whether a block is a list, table, listing or formula, or a wrapper that holds one and no other text."""
    chars = measures.chars(block)
    for index in range(block, min(block + _WRAPPED, measures.end[block])):
        if measures.chars(index) < chars:
            return False
        if measures.tags[index] in _TAGS:
            return True
    return False
