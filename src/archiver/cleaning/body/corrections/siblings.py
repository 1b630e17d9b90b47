"""Texts of like siblings: cards, entries of a listing, posts.

The model may keep the price of one card and drop the price of the next card. But texts at the same place in each card are of the same kind, so
all of them are kept, or all are dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import fsum

from archiver.cleaning.body.corrections.selection import Decisions, Selection, changes
from archiver.cleaning.body.groups import MEMBERS, comparable_classes
from archiver.cleaning.branches import around
from archiver.cleaning.measures import Measures, Unit

#: The fewest texts at one place of like siblings.
_LIKE = 4
#: If the siblings together are body, a place is kept from this part of the cut on.
_AMONG_BODY = 0.5
#: The most levels between a sibling and its texts.
_DEEP = 6
#: Dropped texts with a larger share of links stay dropped.
_MOSTLY_LINKS = 0.7
#: The most texts at one place, for each sibling. Most siblings have one text there, some two.
_EACH = 1.5


@dataclass(slots=True)
class _Place:
    """The texts at one place of like siblings: the numbers of the units, and the siblings that hold them."""

    texts: list[int] = field(default_factory=list)
    members: set[int] = field(default_factory=set)


def like_siblings(selection: Selection) -> Decisions:
    """Keep or drop all texts at the same place of like siblings. The limit is lower if the siblings as a whole are body."""
    units, chances, keep, cut = selection.units, selection.chances, selection.keep, selection.cut
    sums_of_siblings: dict[tuple[object, ...], list[float]] = {}
    mixed: list[tuple[list[float], list[int], float, float]] = []
    for way, place in _places(selection.measures, units).items():
        texts = place.texts
        if not _LIKE <= len(texts) <= _EACH * len(place.members):
            continue
        total = float(sum([units[k].chars for k in texts]))
        body = fsum([chances[k] * units[k].chars for k in texts])
        # characters at all places of these siblings, and how many of them are expected to be body
        sums = sums_of_siblings.setdefault((way[0], way[-1]), [0.0, 0.0])
        sums[0] += total
        sums[1] += body
        if 0 < sum([keep[k] for k in texts]) < len(texts):
            mixed.append((sums, texts, total, body))
    kept = keep.copy()
    for sums, texts, total, body in mixed:
        needed = cut if sums[1] < cut * sums[0] else _AMONG_BODY * cut
        stays = body >= needed * total
        for k in texts:
            kept[k] = stays and (kept[k] or units[k].density <= _MOSTLY_LINKS)
    return changes(selection, kept, "as-its-like-siblings")


def _places(measures: Measures, units: list[Unit]) -> dict[tuple[object, ...], _Place]:
    """The places. The key of a place is the index of the siblings' parent, then the tags and classes of the elements from the text up to the sibling."""
    tags, parent, classes = measures.tags, measures.parent, measures.classes
    # most pages have few like siblings, and only texts in them have a place
    siblings: dict[tuple[int, str, str], list[int]] = {}
    for index in around(measures, units):
        if tags[index] in MEMBERS:
            siblings.setdefault((parent[index], tags[index], comparable_classes(classes[index])), []).append(index)
    members = {index for alike in siblings.values() if len(alike) * _EACH >= _LIKE for index in alike}
    names: dict[int, tuple[str, str]] = {}
    places: dict[tuple[object, ...], _Place] = {}
    for k, unit in enumerate(units) if members else ():
        index, way = unit.index, []
        for _ in range(_DEEP):
            if not index:
                break
            way.append(index)
            member, index = index, parent[index]
            if len(way) > 1 and member in members:
                for step in way:
                    if step not in names:
                        names[step] = (tags[step], comparable_classes(classes[step]))
                place = places.setdefault((index, *[names[step] for step in way]), _Place())
                place.texts.append(k)
                place.members.add(member)
    return places
