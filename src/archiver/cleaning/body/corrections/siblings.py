"""Texts of like siblings: cards, entries of a listing, posts.

Judged one by one, the price of one card is kept and that of the next is dropped. What stands at the same place in each card is the same kind of
thing, so it shares one fate, that of most of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import fsum

from archiver.cleaning.body.corrections.judged import Decisions, Judged, changes
from archiver.cleaning.body.groups import MEMBERS, like
from archiver.cleaning.branches import around
from archiver.cleaning.measures import Measures, Unit

#: The fewest siblings that make a series.
_LIKE = 4
#: A place of siblings that are body needs this part of the cut only.
_AMONG_BODY = 0.5
#: How many levels below a sibling its texts may lie.
_DEEP = 6
#: Lines of links are not brought back.
_MOSTLY_LINKS = 0.7
#: Texts at one place for each sibling: mostly one, in some two.
_EACH = 1.5


@dataclass(slots=True)
class _Place:
    """The texts at one place of like siblings: the numbers of the units, and the siblings that hold them."""

    texts: list[int] = field(default_factory=list)
    members: set[int] = field(default_factory=set)


def like_siblings(judged: Judged) -> Decisions:
    """The texts at the same place of like siblings share one fate. A doubtful place stays with siblings that are body."""
    units, chances, keep, cut = judged.units, judged.chances, judged.keep, judged.cut
    whole: dict[tuple[object, ...], list[float]] = {}
    mixed: list[tuple[list[float], list[int], float, float]] = []
    for way, place in _places(judged.measures, units).items():
        texts = place.texts
        if not _LIKE <= len(texts) <= _EACH * len(place.members):
            continue
        total = float(sum([units[k].chars for k in texts]))
        body = fsum([chances[k] * units[k].chars for k in texts])
        # characters at all places of these siblings, and how many of them are expected to be body
        sums = whole.setdefault((way[0], way[-1]), [0.0, 0.0])
        sums[0] += total
        sums[1] += body
        if 0 < sum([keep[k] for k in texts]) < len(texts):
            mixed.append((sums, texts, total, body))
    kept = keep.copy()
    for sums, texts, total, body in mixed:
        asked = cut if sums[1] < cut * sums[0] else _AMONG_BODY * cut
        stays = body >= asked * total
        for k in texts:
            kept[k] = stays and (kept[k] or units[k].density <= _MOSTLY_LINKS)
    return changes(judged, kept, "as-its-like-siblings")


def _places(measures: Measures, units: list[Unit]) -> dict[tuple[object, ...], _Place]:
    """The places: by the parent of the siblings, and the names of the elements on the way up from the text to one of them."""
    tags, parent, classes = measures.tags, measures.parent, measures.classes
    # most pages have few siblings that are alike, and only what is inside of them has a place
    siblings: dict[tuple[int, str, str], list[int]] = {}
    for index in around(measures, units):
        if tags[index] in MEMBERS:
            siblings.setdefault((parent[index], tags[index], like(classes[index])), []).append(index)
    members = {index for alike in siblings.values() if len(alike) * _EACH >= _LIKE for index in alike}
    names: dict[int, tuple[str, str]] = {}
    found: dict[tuple[object, ...], _Place] = {}
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
                        names[step] = (tags[step], like(classes[step]))
                place = found.setdefault((index, *[names[step] for step in way]), _Place())
                place.texts.append(k)
                place.members.add(member)
    return found
