"""Units between kept units that belong to the article: code, embedded posts, captions."""

from __future__ import annotations

from archiver.cleaning.block_roles import roles
from archiver.cleaning.body.corrections.selection import Decision, Decisions, Selection, changes
from archiver.cleaning.measures import is_caption

#: The number of units before and after code among which one must be kept.
_NEAR = 5


def code(selection: Selection) -> Decisions:
    """Keep code between kept units, because the text around it is about this code."""
    tags, parent = selection.measures.tags, selection.measures.parent
    units, keep = selection.units, selection.keep.copy()
    for k, unit in enumerate(units):
        if keep[k] or "pre" not in (tags[unit.index], tags[parent[unit.index]]):
            continue
        keep[k] = any(keep[max(0, k - _NEAR) : k]) and any(keep[k + 1 : k + 1 + _NEAR])
    return changes(selection, keep, "code-between-text")


def posts(selection: Selection) -> Decisions:
    """Keep an embedded post between kept units, because the text around it is about this post."""
    known = roles()
    parent, classes = selection.measures.parent, selection.measures.classes
    keep = selection.keep.copy()
    for k, unit in enumerate(selection.units):
        if keep[k]:
            continue
        index = unit.index
        for _ in range(3):
            if (name := classes[index]) and known.of_classes(name) == "post":
                before, after = keep[max(0, k - 4) : k], keep[k + 1 : k + 5]
                keep[k] = any(before) and any(after)
                break
            index = parent[index]
    return changes(selection, keep, "post-between-text")


def captions(selection: Selection) -> Decisions:
    """Keep a caption, or several captions in a row, between kept units."""
    measures, units, keep = selection.measures, selection.units, selection.keep.copy()
    decisions: Decisions = {}
    count = len(units)
    k = 0
    while k < count:
        first = k
        while k < count and is_caption(measures, units[k].index):
            k += 1
        if k > first and any(keep[max(0, first - 3) : first]) and any(keep[k : k + 3]):
            keep[first:k] = [True] * (k - first)
            decisions.update(dict.fromkeys(range(first, k), Decision(True, "caption-between-text")))
        k = max(k, first + 1)
    return decisions
