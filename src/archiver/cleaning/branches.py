"""Subtrees of a page as sets of elements: the branches that hold units, and what lies inside some elements and outside others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lxml.etree import _Element as Element

from archiver.cleaning.measures import Measures, Unit
from archiver.draft import Draft


def around(measures: Measures, units: Sequence[Unit]) -> list[int]:
    """The indexes of the elements that hold a unit, in document order. The root is the first."""
    parent = measures.parent
    holders = {0}
    for unit in units:
        index = unit.index
        while index not in holders:
            holders.add(index)
            index = parent[index]
    return sorted(holders)


def marked(measures: Measures, inside: Iterable[int], outside: Iterable[int]) -> list[bool]:
    """By index, whether an element lies inside.

    The nearest of the element and its ancestors that is in `inside` or `outside` decides; an element in both counts as outside. Elements below
    none of them are outside.
    """
    end = measures.end
    is_inside = [False] * len(end)
    named = dict.fromkeys(inside, True) | dict.fromkeys(outside, False)
    for index in sorted(named):
        if is_inside[index] is not named[index]:
            is_inside[index : end[index]] = [named[index]] * (end[index] - index)
    return is_inside


def taken(draft: Draft, *holders: Iterable[Element]) -> list[int]:
    """The indexes of the elements in `holders`. Elements that are not on the page are left out."""
    index_of = draft.page.index_of
    return [index_of[element] for elements in holders for element in elements if element in index_of]
