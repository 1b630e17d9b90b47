"""What stands between kept units and belongs to them: listings of code, embedded posts, a paragraph between its siblings, captions."""

from __future__ import annotations

from archiver.cleaning.block_roles import roles
from archiver.cleaning.body.corrections.judged import Decision, Decisions, Judged, changes
from archiver.cleaning.measures import is_caption

#: Characters of a paragraph that is prose.
_LONG = 150
#: How far from a listing a kept unit may stand, in units.
_NEAR = 5


def code(judged: Judged) -> Decisions:
    """Code between kept units stays: the text beside it speaks of it."""
    tags, parent = judged.measures.tags, judged.measures.parent
    units, keep = judged.units, judged.keep.copy()
    for k, unit in enumerate(units):
        if keep[k] or "pre" not in (tags[unit.index], tags[parent[unit.index]]):
            continue
        keep[k] = any(keep[max(0, k - _NEAR) : k]) and any(keep[k + 1 : k + 1 + _NEAR])
    return changes(judged, keep, "code-between-text")


def posts(judged: Judged) -> Decisions:
    """An embedded post between kept units stays: the text speaks of it."""
    known = roles()
    parent, classes = judged.measures.parent, judged.measures.classes
    keep = judged.keep.copy()
    for k, unit in enumerate(judged.units):
        if keep[k]:
            continue
        index = unit.index
        for _ in range(3):
            if (name := classes[index]) and known.of_classes(name) == "post":
                before, after = keep[max(0, k - 4) : k], keep[k + 1 : k + 5]
                keep[k] = any(before) and any(after)
                break
            index = parent[index]
    return changes(judged, keep, "post-between-text")


def paragraphs(judged: Judged) -> Decisions:
    """A paragraph of prose right between two kept units that are its siblings stays."""
    tags, parent = judged.measures.tags, judged.measures.parent
    units, keep = judged.units, judged.keep.copy()
    for k in range(1, len(units) - 1):
        unit = units[k]
        if keep[k] or tags[unit.index] != "p" or unit.prose < _LONG or unit.density > 0.1:
            continue
        holder = parent[unit.index]
        keep[k] = keep[k - 1] and keep[k + 1] and holder == parent[units[k - 1].index] == parent[units[k + 1].index]
    return changes(judged, keep, "paragraph-between-paragraphs")


def captions(judged: Judged) -> Decisions:
    """A caption between kept units stays with its figure, and so do the captions of a row of figures."""
    measures, units, keep = judged.measures, judged.units, judged.keep.copy()
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
