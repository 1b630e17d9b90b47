"""Repetitions: a paragraph that the page has twice is kept once. Forums print the first post again, galleries and shops print texts for each view."""

from __future__ import annotations

from archiver.cleaning.anchors import headline
from archiver.cleaning.body.corrections.selection import Decision, Decisions, Selection
from archiver.cleaning.measures import Measures

#: The fewest characters of prose. Shorter texts recur in an article: refrains, instructions, definitions.
_LONG = 120


def repetitions(selection: Selection) -> Decisions:
    """Drop kept prose whose text is also kept elsewhere; the first one below the headline stays. Quotations stay, and paragraphs of one text: refrains."""
    units, measures = selection.units, selection.measures
    places: dict[str, list[int]] = {}
    for k, unit in enumerate(units):
        if selection.keep[k] and unit.prose >= _LONG and measures.tags[unit.index] != "blockquote":
            places.setdefault(unit.text, []).append(k)
    repeated = [numbers for numbers in places.values() if len(numbers) > 1]
    if not repeated:
        return {}
    anchor = headline(selection.draft, measures) or 0
    decisions: Decisions = {}
    for numbers in repeated:
        stays = next((k for k in numbers if units[k].index >= anchor), numbers[0])
        decisions.update(
            {
                k: Decision(False, "said-twice", by_words=True)
                for k in numbers
                if k != stays and not _are_together(measures, units[k].index, units[stays].index)
            }
        )
    return decisions


def _are_together(measures: Measures, one: int, other: int) -> bool:
    """Whether two blocks are paragraphs of one text: siblings, or in elements that are siblings."""
    parent = measures.parent
    return not _holders(parent, one).isdisjoint(_holders(parent, other))


def _holders(parent: list[int], index: int) -> set[int]:
    """The indexes of the parent and the grandparent of an element."""
    holder = max(0, parent[index])
    return {holder, max(0, parent[holder])}
