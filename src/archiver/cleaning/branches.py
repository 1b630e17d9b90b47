"""Sets of elements: the elements that hold units, and the elements that are inside of some elements and outside of others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archiver.cleaning.measures import Measures, Unit
from archiver.draft import Draft
from archiver.trees.elements import Element


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
    """By index, whether an element is inside.

    `inside` and `outside` are indexes of elements. An element is inside if it or its nearest listed ancestor is in `inside`. It is outside if that
    one is in `outside` or in both, and if no ancestor is listed.
    """
    end = measures.end
    is_inside = [False] * len(end)
    named = dict.fromkeys(inside, True) | dict.fromkeys(outside, False)
    for index in sorted(named):
        if is_inside[index] is not named[index]:
            is_inside[index : end[index]] = [named[index]] * (end[index] - index)
    return is_inside


def indexes_of(draft: Draft, *collections: Iterable[Element]) -> list[int]:
    """The indexes of the elements of all the given collections. Elements that are not on the page are left out."""
    return [element.index for elements in collections for element in elements if element.index >= 0]
