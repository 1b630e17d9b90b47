"""Features that a unit gets from its ancestors: depth, kinds and class names of ancestors, distances in the tree, sums of text.

Each function is one linear pass over the branches, which are the elements that hold a unit (branches.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from archiver.cleaning.body.lexicon import Lexicon
from archiver.cleaning.measures import Measures, Unit

#: The kinds of ancestors, as bits of `Branch.bits`.
BIT_ARTICLE, BIT_LIST, BIT_TABLE, BIT_ASIDE = 1, 2, 4, 8
_BITS = {
    "article": BIT_ARTICLE, "main": BIT_ARTICLE, "ul": BIT_LIST, "ol": BIT_LIST, "dl": BIT_LIST, "table": BIT_TABLE,
    "aside": BIT_ASIDE, "footer": BIT_ASIDE, "header": BIT_ASIDE, "nav": BIT_ASIDE, "form": BIT_ASIDE,
}  # fmt: skip
_LISTS = frozenset(["ul", "ol", "dl", "table"])


class Branch(NamedTuple):
    """The kinds of an element and of its ancestors (BIT_…), and the indexes of the innermost list or table and of the innermost `article`; 0 for none."""

    bits: int
    list: int
    article: int


def inherited(
    measures: Measures, lexicon: Lexicon, branches: Sequence[int]
) -> tuple[list[float], list[float], list[Branch]]:
    """By index, the depth of an element, the sum of the learned weights of its names and those of its ancestors, and its Branch."""
    tags, classes, parent, tokens = measures.tags, measures.classes, measures.parent, lexicon.tokens
    count = len(tags)
    depth, weights, states = [0.0] * count, [0.0] * count, [Branch(0, 0, 0)] * count
    # the root is left out: the classes of html and body describe the page, not its parts
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
    """The indexes of the `article` elements around an element, or of that element itself. An empty set for None."""
    articles = set()
    while index is not None and index > 0:
        if measures.tags[index] == "article":
            articles.add(index)
        index = measures.parent[index]
    return articles


def distances(measures: Measures, target: int | None, branches: Sequence[int]) -> tuple[list[float], list[float]]:
    """By index, the two parts of the path from the target to an element of `branches`: levels up to their common ancestor, and levels down from it.

    Both are -1 for elements outside of `branches`, and for all elements if there is no target.
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


def centre(measures: Measures, branches: Sequence[int], run: Sequence[Unit], run_prose: int) -> int:
    """The index of the deepest element that holds more than half of the prose of `run`, the longest run; `run_prose` is the prose of the run."""
    parent = measures.parent
    below = dict.fromkeys(branches, 0)
    for unit in run:
        below[unit.index] += unit.prose
    for i in reversed(branches):
        if i and below[i]:
            below[parent[i]] += below[i]
    half = run_prose * 0.5
    deepest = 0
    for i in branches:
        if i and parent[i] == deepest and below[i] > half:
            deepest = i
    return deepest


def sums(measures: Measures, units: Sequence[Unit], branches: Sequence[int]) -> tuple[list[int], list[int], list[int]]:
    """By index, the characters, link characters and prose characters of `units` below an element."""
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
