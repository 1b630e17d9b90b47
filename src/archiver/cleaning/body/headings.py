"""Whether a heading is body: it goes with what stands under it, up to the next heading."""

from __future__ import annotations

from collections.abc import Container
from math import fsum

from archiver.cleaning.measures import HEADINGS, Measures, Unit

#: So many headings over prose in boxes of their own are a way of writing, and no boxes beside the text.
_CARDS = 3
#: Characters of prose that make such a box.
_LONG = 150
#: A heading that the model is as sure of stays, whatever is under it.
_SURE_HEADING = 0.9
#: So many headings can be a list.
_LISTED = 5
#: Lines of links do not make a section.
_MOSTLY_LINKS = 0.7


def judge_headings(
    measures: Measures, units: list[Unit], chances: list[float], keep: list[bool], cut: float, struck: Container[int]
) -> None:
    """A heading goes with what stands under it, up to the next heading. What was `struck` for its words does not come back."""
    cards = {
        k
        for k, unit in enumerate(units)
        if not keep[k] and measures.tags[unit.index] in HEADINGS and _heads_a_card(measures, units, keep, k)
    }
    if len(cards) < _CARDS:
        cards = set()
    kept = sum(keep[k] for k, unit in enumerate(units) if measures.tags[unit.index] in HEADINGS)
    #: whether something is kept under the next heading, its level, and what stands before it
    follows, level = False, 0
    under: list[int] = []
    empty: list[int] = []
    for k in range(len(units) - 1, -1, -1):
        tag = measures.tags[units[k].index]
        if tag not in HEADINGS:
            under.append(k)
            continue
        # a heading may stand over others, or right above one
        stands = any(keep[j] for j in under) or (follows and (not under or int(tag[1]) < level))
        if keep[k] and not stands:
            stands = _belongs(units, chances, keep, k, [j for j in under if j not in struck], cut)
            if not stands and chances[k] < _SURE_HEADING:
                empty.append(k)
        elif not keep[k] and stands and k not in struck:
            near = chances[k] > 0.2 and k + 1 < len(units) and keep[k + 1]
            keep[k] = near or (chances[k] > 0.4 and any(keep[k + 1 : k + 4])) or k in cards
        follows, level = stands or (keep[k] and chances[k] >= _SURE_HEADING), int(tag[1])
        under.clear()
    # many headings, and most of them over nothing, are what the page lists
    if len(empty) < _LISTED or 2 * len(empty) <= kept:
        for k in empty:
            keep[k] = False


def _belongs(
    units: list[Unit], chances: list[float], keep: list[bool], heading: int, under: list[int], cut: float
) -> bool:
    """Whether what is under a heading, links apart, is to be kept after all, judged as one with it: half of the two is nothing whole."""
    told = [k for k in under if units[k].density <= _MOSTLY_LINKS]
    both = [heading, *told]
    total = sum(units[k].chars for k in both)
    stay = bool(told) and fsum(chances[k] * units[k].chars for k in both) >= cut * total
    if stay:
        for k in told:
            keep[k] = True
    return stay


def _heads_a_card(measures: Measures, units: list[Unit], keep: list[bool], k: int) -> bool:
    """Whether an element holds this heading, no other, and kept prose under it: a card among others, or the whole of a section."""
    tags, parent, end = measures.tags, measures.parent, measures.end
    before = next((u.index for u in reversed(units[max(0, k - 30) : k]) if tags[u.index] in HEADINGS), 0)
    after = next((u.index for u in units[k + 1 : k + 30] if tags[u.index] in HEADINGS), len(tags))
    holder = parent[units[k].index]
    for _ in range(3):
        if holder <= before or end[holder] > after:
            return False
        for j in range(k + 1, min(len(units), k + 30)):
            if units[j].index >= end[holder]:
                break
            if keep[j] and units[j].prose >= _LONG:
                return True
        holder = parent[holder]
    return False
