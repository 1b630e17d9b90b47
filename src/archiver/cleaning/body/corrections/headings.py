"""A heading goes with what stands under it, up to the next heading."""

from __future__ import annotations

from archiver.cleaning.body.corrections.judged import Decision, Decisions, Judged, changes
from archiver.cleaning.measures import HEADINGS

#: So many headings over prose in boxes of their own are the way in which the article is written; fewer are boxes beside the text.
_CARDS = 3
#: Characters of prose that make such a box.
_LONG = 150
#: A heading of which the model is as sure stays, whatever is under it.
_SURE_HEADING = 0.9
#: So many headings over nothing can be a list.
_LISTED = 5
#: Lines of links do not make a section.
_MOSTLY_LINKS = 0.7


def headings(judged: Judged) -> Decisions:
    """A heading goes with what stands under it, up to the next heading. A line that a phrase removed does not come back."""
    measures, units, chances, keep = judged.measures, judged.units, judged.chances, judged.keep.copy()
    struck = judged.struck
    cards = {
        k
        for k, unit in enumerate(units)
        if not keep[k] and measures.tags[unit.index] in HEADINGS and _heads_a_card(judged, k)
    }
    if len(cards) < _CARDS:
        cards = set()
    kept = sum(keep[k] for k, unit in enumerate(units) if measures.tags[unit.index] in HEADINGS)
    # whether the next heading stands over kept text, and its level
    follows, level = False, 0
    sections: Decisions = {}
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
            section = _section(judged, k, [j for j in under if j not in struck])
            stands = bool(section)
            for j in section:
                keep[j] = True
                sections[j] = Decision(True, "section-of-its-heading")
            if not stands and chances[k] < _SURE_HEADING:
                empty.append(k)
        elif not keep[k] and stands and k not in struck:
            near = chances[k] > 0.2 and k + 1 < len(units) and keep[k + 1]
            keep[k] = near or (chances[k] > 0.4 and any(keep[k + 1 : k + 4])) or k in cards
        follows, level = stands or (keep[k] and chances[k] >= _SURE_HEADING), int(tag[1])
        under.clear()
    # many headings, and most of them over nothing, are a list of the page
    if len(empty) < _LISTED or 2 * len(empty) <= kept:
        for k in empty:
            keep[k] = False
    return {**changes(judged, keep, "heading-with-its-section"), **sections}


def _section(judged: Judged, heading: int, under: list[int]) -> list[int]:
    """The units under a heading, links apart, that stay after all: those that are body when they and the heading are judged as one."""
    text = [k for k in under if judged.units[k].density <= _MOSTLY_LINKS]
    return text if text and judged.likely([heading, *text], judged.cut) else []


def _heads_a_card(judged: Judged, k: int) -> bool:
    """Whether an element holds this heading, no other, and kept prose under it: a card among others, or a whole section."""
    measures, units, keep = judged.measures, judged.units, judged.keep
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
