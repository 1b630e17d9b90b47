"""What an element of the page hands down to those below it, or gathers from them: depth, kinds and names of ancestors, the way to
the centre of the prose and to the headline, sums of text. Each is one linear pass over the elements that have a unit somewhere below.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lxml.etree import _Element as Element

from archiver.cleaning.body.lexicon import Lexicon
from archiver.cleaning.measures import Measures, Unit
from archiver.draft import Draft

BIT_ARTICLE, BIT_LIST, BIT_TABLE, BIT_ASIDE = 1, 2, 4, 8
_BITS = {
    "article": BIT_ARTICLE, "main": BIT_ARTICLE, "ul": BIT_LIST, "ol": BIT_LIST, "dl": BIT_LIST, "table": BIT_TABLE,
    "aside": BIT_ASIDE, "footer": BIT_ASIDE, "header": BIT_ASIDE, "nav": BIT_ASIDE, "form": BIT_ASIDE,
}  # fmt: skip
_LISTS = frozenset(["ul", "ol", "dl", "table"])


def around(measures: Measures, units: Sequence[Unit]) -> list[int]:
    """The elements that hold a unit, in document order, the root first."""
    parent = measures.parent
    found = {0}
    for unit in units:
        i = unit.index
        while i not in found:
            found.add(i)
            i = parent[i]
    return sorted(found)


def marked(measures: Measures, inside: Iterable[int], outside: Iterable[int]) -> list[bool]:
    """For each element whether the nearest of those around it that is named here, itself included, is one of `inside`; who is named as
    both is outside.
    """
    end = measures.end
    found = [False] * len(end)
    named = dict.fromkeys(inside, True) | dict.fromkeys(outside, False)
    for index in sorted(named):
        if found[index] is not named[index]:
            found[index : end[index]] = [named[index]] * (end[index] - index)
    return found


def taken(draft: Draft, *holders: Iterable[Element]) -> list[int]:
    """The indices of elements of the page among these."""
    order = draft.page.index_of
    return [order[element] for elements in holders for element in elements if element in order]


def ways(measures: Measures, target: int | None, branches: Sequence[int]) -> tuple[list[float], list[float]]:
    """For each element of `branches`, how many levels up from the target the branch to it leaves, and how many down it is from there; -1
    for others.
    """
    parent = measures.parent
    up, down = [-1.0] * len(parent), [-1.0] * len(parent)
    if target is None:
        return up, down
    node, level = target, 0.0
    while node >= 0:
        up[node], down[node] = level, 0.0
        node, level = parent[node], level + 1.0
    for i in branches:
        if up[i] < 0:
            p = parent[i]
            up[i], down[i] = up[p], down[p] + 1.0
    return up, down


class Branch(NamedTuple):
    """What is around an element: the kinds of its ancestors and of itself (BIT_…), and the innermost list or table and the innermost
    `article`, 0 for none.
    """

    bits: int
    list: int
    article: int


def inherited(
    measures: Measures, lexicon: Lexicon, branches: Sequence[int]
) -> tuple[list[float], list[float], list[Branch]]:
    """What elements inherit, by index: depth, the learned weight of their names, and what is around them."""
    tags, classes, parent, tokens = measures.tags, measures.classes, measures.parent, lexicon.tokens
    count = len(tags)
    depth, weights, states = [0.0] * count, [0.0] * count, [Branch(0, 0, 0)] * count
    # the classes of html and body speak of the page, not of its parts
    for i in branches[1:]:
        p, tag, names = parent[i], tags[i], classes[i]
        depth[i] = depth[p] + 1.0
        weights[i] = weights[p] + tokens(tag, names)
        state = states[p]
        if tag in _BITS:
            state = Branch(
                state.bits | _BITS[tag], i if tag in _LISTS else state.list, i if tag == "article" else state.article
            )
        states[i] = state
    return depth, weights, states


def articles_around(measures: Measures, index: int | None) -> set[int]:
    """The `article` elements around an element."""
    found = set()
    while index is not None and index > 0:
        if measures.tags[index] == "article":
            found.add(index)
        index = measures.parent[index]
    return found


def centre(measures: Measures, branches: Sequence[int], run: Sequence[Unit], run_prose: int) -> int:
    """The deepest element that holds more than half of the longest run's prose."""
    parent = measures.parent
    below = dict.fromkeys(branches, 0)
    for unit in run:
        below[unit.index] += unit.prose
    for i in reversed(branches):
        if i and below[i]:
            below[parent[i]] += below[i]
    half = run_prose * 0.5
    found = 0
    for i in branches:
        if i and parent[i] == found and below[i] > half:
            found = i
    return found


def sums(measures: Measures, units: Sequence[Unit], branches: Sequence[int]) -> tuple[list[int], list[int], list[int]]:
    """Characters, link characters and prose below each element, of the units that the rules left."""
    parent = measures.parent
    count = len(parent)
    chars, link, prose = [0] * count, [0] * count, [0] * count
    for unit in units:
        i = unit.index
        chars[i] += unit.chars
        link[i] += unit.link
        prose[i] += unit.prose
    for i in reversed(branches):
        if i:
            p = parent[i]
            chars[p] += chars[i]
            link[p] += link[i]
            prose[p] += prose[i]
    return chars, link, prose
