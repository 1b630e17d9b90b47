"""Groups of like siblings: teasers, posts of a thread, rows of a listing, slides.

Three or more siblings with one tag and one class, each with several pieces of text in it, are things of one kind. One
article seldom consists of them; a thread and a listing do. What a group holds as a whole tells the two apart better
than any of its pieces does.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import log

from archiver.cleaning.measures import HEADINGS, Measures, Unit

#: Siblings of one kind that make a group.
_FEWEST = 3
#: What a unit in no group has.
NONE = (0.0, -1.0, 0.0, 0.0, 0.0, -1.0, -1.0, -1.0)
MEMBERS = frozenset(["article", "div", "section", "li"])


def groups(
    measures: Measures, units: list[Unit], around: Sequence[int], chars: list[int], link: list[int], prose: list[int]
) -> list[tuple[float, ...]]:
    """For each unit, of the innermost group around it: its size (log), link density, share of the page's prose,
    characters of a member (log), share of prose, shares of members that begin and that end with a link, and the number of the member.

    `around` are the elements with units in them, in order; chars, link and prose are sums below each element.
    """
    tags, classes, parent = measures.tags, measures.classes, measures.parent
    count = len(tags)
    texts = [0] * count
    linked, ends = [-1] * count, [-1] * count
    for unit in units:
        i = unit.index
        texts[i] += 1
        linked[i] = 1 if unit.link > 0.7 * unit.chars or (tags[i] in HEADINGS and unit.link) else 0
    own = linked.copy()
    for i in reversed(around):
        p = parent[i]
        if p >= 0:
            texts[p] += texts[i]
            # the first text below decides; a parent sees its first child last
            linked[p] = linked[i]
            # and the last text below, or else its own
            if ends[i] < 0:
                ends[i] = own[i]
            if ends[p] < 0:
                ends[p] = ends[i]
    members: dict[tuple[int, str, str], list[int]] = {}
    for i in around:
        if i and (texts[i] > 1 or (prose[i] and tags[i] in MEMBERS)):
            members.setdefault((parent[i], tags[i], like(classes[i])), []).append(i)
    prose_total = prose[0] or 1
    of: dict[int, tuple[float, ...]] = {}
    for inside in members.values():
        size = len(inside)
        if size < _FEWEST or sum([texts[i] for i in inside]) < 2 * size - 1:
            continue
        whole = sum([chars[i] for i in inside])
        told = sum([prose[i] for i in inside])
        shared = (
            log(1 + size),
            sum([link[i] for i in inside]) / whole,
            told / prose_total,
            log(1 + whole / size),
            told / whole,
            sum([linked[i] for i in inside]) / size,
            sum([ends[i] for i in inside]) / size,
        )
        for number, i in enumerate(inside):
            of[i] = (*shared, float(min(number, 20)))
    if not of:
        return [NONE] * len(units)
    found: dict[int, tuple[float, ...]] = {0: NONE}
    for i in around:
        if i:
            found[i] = of.get(i) or found[parent[i]]
    return [found[unit.index] for unit in units]


@lru_cache(maxsize=20_000)
def like(classes: str) -> str:
    """The classes of an element without its id and without what differs from one to the next."""
    return " ".join([c for c in classes.split() if c[0] not in "#@" and not any(map(str.isdigit, c))][:3])
