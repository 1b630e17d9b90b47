"""Groups of siblings of one kind: teasers, posts of a thread, rows of a listing, slides.

A group is three or more siblings with the same tag and the same classes, most of them with several units. An article seldom consists of such a
group, but a thread or a listing does. The counts of the whole group are better evidence than the counts of a single unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import log

from archiver.cleaning.measures import HEADINGS, Measures, Unit

#: The fewest siblings of a group.
_FEWEST = 3
#: The features of a unit in no group.
NONE = (0.0, -1.0, 0.0, 0.0, 0.0, -1.0, -1.0)
#: Elements that may be members of a group with only one unit, if that is prose.
MEMBERS = frozenset(["article", "div", "section", "li"])


def groups(
    measures: Measures, units: list[Unit], around: Sequence[int], chars: list[int], link: list[int], prose: list[int]
) -> list[tuple[float, ...]]:
    """For each unit, the features of the innermost group around it, or NONE.

    They are: size (log), link density, share of the prose of the page, characters of a member (log), share of prose in the text, shares of the
    members that begin and that end with a link.

    `around` are the indexes of the elements that hold units, in document order; `chars`, `link` and `prose` are sums below each element.
    """
    tags, classes, parent = measures.tags, measures.classes, measures.parent
    count = len(tags)
    unit_counts = [0] * count
    begins, ends = [-1] * count, [-1] * count
    for unit in units:
        i = unit.index
        unit_counts[i] += 1
        begins[i] = 1 if unit.link > 0.7 * unit.chars or (tags[i] in HEADINGS and unit.link) else 0
    own = begins.copy()
    for i in reversed(around):
        p = parent[i]
        if p >= 0:
            unit_counts[p] += unit_counts[i]
            # the first unit below decides, and the first child comes last in this order
            begins[p] = begins[i]
            # the last unit below decides, or the unit of the element itself
            if ends[i] < 0:
                ends[i] = own[i]
            if ends[p] < 0:
                ends[p] = ends[i]
    members: dict[tuple[int, str, str], list[int]] = {}
    for i in around:
        if i and (unit_counts[i] > 1 or (prose[i] and tags[i] in MEMBERS)):
            members.setdefault((parent[i], tags[i], comparable_classes(classes[i])), []).append(i)
    prose_total = prose[0] or 1
    by_member: dict[int, tuple[float, ...]] = {}
    for inside in members.values():
        size = len(inside)
        if size < _FEWEST or sum([unit_counts[i] for i in inside]) < 2 * size - 1:
            continue
        group_chars = sum([chars[i] for i in inside])
        group_prose = sum([prose[i] for i in inside])
        shared = (
            log(1 + size),
            sum([link[i] for i in inside]) / group_chars,
            group_prose / prose_total,
            log(1 + group_chars / size),
            group_prose / group_chars,
            sum([begins[i] for i in inside]) / size,
            sum([ends[i] for i in inside]) / size,
        )
        by_member.update(dict.fromkeys(inside, shared))
    if not by_member:
        return [NONE] * len(units)
    by_element: dict[int, tuple[float, ...]] = {0: NONE}
    for i in around:
        if i:
            by_element[i] = by_member.get(i) or by_element[parent[i]]
    return [by_element[unit.index] for unit in units]


@lru_cache(maxsize=20_000)
def comparable_classes(classes: str) -> str:
    """The classes by which siblings are compared: the first three class tokens, without id, property, and tokens with a digit."""
    return " ".join([c for c in classes.split() if c[0] not in "#@" and not any(map(str.isdigit, c))][:3])
