"""Groups of like siblings: teasers, posts of a thread, rows of a listing, slides.

Three or more siblings with one tag and one class, each with several pieces of text in it, are things of one kind. One
article seldom consists of them; a thread and a listing do. What a group holds as a whole tells the two apart better
than any of its pieces does.
"""

from __future__ import annotations

from math import log

from archiver.cleaning.measures import HEADINGS, Measures, Unit

#: Siblings of one kind that make a group.
_FEWEST = 3
#: What a unit in no group has.
NONE = (0.0, -1.0, 0.0, 0.0, 0.0, -1.0, -1.0)


def groups(measures: Measures, units: list[Unit], prose_total: int) -> list[tuple[float, ...]]:
    """For each unit, of the innermost group around it: its size (log), link density, share of the page's prose,
    characters of a member (log), share of prose, share of members that begin with a link, and the number of the member.
    """
    tags, classes, parent = measures.tags, measures.classes, measures.parent
    count = len(tags)
    texts, chars, link, prose = [0] * count, [0] * count, [0] * count, [0] * count
    linked = [-1] * count
    touched: set[int] = set()
    for unit in units:
        i = unit.index
        texts[i] += 1
        chars[i] += unit.chars
        link[i] += unit.link
        prose[i] += unit.prose
        if linked[i] < 0:
            linked[i] = 1 if unit.link > 0.7 * unit.chars or (tags[i] in HEADINGS and unit.link) else 0
        while i > 0 and i not in touched:
            touched.add(i)
            i = parent[i]
    order = sorted(touched, reverse=True)
    for i in order:
        p = parent[i]
        texts[p] += texts[i]
        chars[p] += chars[i]
        link[p] += link[i]
        prose[p] += prose[i]
        # the first text below decides; a parent sees its first child last
        if linked[i] >= 0:
            linked[p] = linked[i]
    members: dict[tuple[int, str, str], list[int]] = {}
    for i in reversed(order):
        if texts[i] > 1 or (texts[i] and tags[i] in ("article", "div", "section", "li") and prose[i]):
            members.setdefault((parent[i], tags[i], _kind(classes[i])), []).append(i)
    of: dict[int, tuple[float, ...]] = {}
    for inside in members.values():
        if len(inside) < _FEWEST or sum(texts[i] for i in inside) < 2 * len(inside) - 1:
            continue
        whole = sum(chars[i] for i in inside)
        told = sum(prose[i] for i in inside)
        shared = (
            log(1 + len(inside)),
            sum(link[i] for i in inside) / whole,
            told / prose_total,
            log(1 + whole / len(inside)),
            told / whole,
            sum(linked[i] for i in inside) / len(inside),
        )
        for number, i in enumerate(inside):
            of[i] = (*shared, float(min(number, 20)))
    found: dict[int, tuple[float, ...]] = {0: NONE}
    for i in reversed(order):
        found[i] = of.get(i) or found.get(parent[i], NONE)
    return [found.get(unit.index, NONE) for unit in units]


def _kind(classes: str) -> str:
    """The classes of an element without its id and without what differs from one to the next."""
    return " ".join([c for c in classes.split() if c[0] not in "#@" and not any(map(str.isdigit, c))][:3])
