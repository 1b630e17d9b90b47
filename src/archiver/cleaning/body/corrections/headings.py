"""Headings: a heading goes with the text under it."""

from __future__ import annotations

from archiver.cleaning.body.corrections.selection import Decision, Decisions, Selection
from archiver.cleaning.measures import HEADINGS

#: A heading with at least this chance stays, even if nothing under it is kept.
_SURE = 0.9


def headings(selection: Selection) -> Decisions:
    """Keep a heading right above a kept paragraph that is its sibling, and drop the headings below the last text of the article."""
    measures, units, keep = selection.measures, selection.units, selection.keep
    tags, parent = measures.tags, measures.parent
    decisions: Decisions = {}
    # the loose text of an element stands anywhere among its headings
    with_loose_text = {
        unit.index
        for unit, is_kept in zip(units, keep, strict=True)
        if is_kept and unit.chars < measures.chars(unit.index)
    }
    # a page of headings alone keeps them
    is_below = any(keep[k] and tags[unit.index] not in HEADINGS for k, unit in enumerate(units))
    for k in range(len(units) - 1, -1, -1):
        unit = units[k]
        if tags[unit.index] not in HEADINGS:
            is_below = is_below and not keep[k]
        elif (
            keep[k]
            and is_below
            and selection.chances[k] < _SURE
            and measures.owner[parent[unit.index]] not in with_loose_text
        ):
            decisions[k] = Decision(False, "heading-without-text")
        elif not keep[k] and k + 1 < len(units) and k not in selection.removed_by_words and not unit.link:
            under = units[k + 1]
            if keep[k + 1] and under.prose and parent[under.index] == parent[unit.index]:
                decisions[k] = Decision(True, "heading-above-text")
    return decisions
