"""Pieces: the texts of the members of a group, by the place where they stand in a member.

A template has made the members, so that texts at the same place are of the same kind: the name of the author, the date, a label of the user interface.
A place is the end of the way from the member down to the text: the tags and classes of the last elements on this way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from archiver.cleaning.measures import Measures
from archiver.page import TextRuns
from archiver.threads.groups import Group

#: A longer text is no name, no date and no label.
LONGEST = 140
#: Runs with more characters are not folded.
_FAR_TOO_LONG = 1000
Place = tuple[str, ...]
#: The last steps of a way are the place: a first post may stand in one wrapper more than the others.
_LAST = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """One text. `holder` is the index of the element with the text, `run` the number of its text run, `order` its number among the texts of the member."""

    member: int
    holder: int
    run: int
    text: str
    order: int


class Pieces:
    """The pieces of a group. `by_place` are the short ones by their place; `all` all by member."""

    def __init__(self, group: Group, runs: TextRuns, measures: Measures) -> None:
        self.by_place: dict[Place, list[Piece]] = {}
        self.all: list[list[Piece]] = []
        parents = measures.parent
        for number, member in enumerate(group.members):
            ways: dict[int, Place] = {member.index: ()}
            own: list[Piece] = []
            begin, stop = runs.begins[member.index], runs.ends[member.index]
            skipped = [(runs.begins[a], runs.ends[a]) for a, _ in member.holes]
            position = begin
            for first, behind in [*skipped, (stop, stop)]:
                for run in range(max(position, 0), first):
                    owner = runs.owners[run]
                    if owner < 0:
                        continue
                    raw = runs.row[run]
                    text = " ".join(raw.split()) if len(raw) < _FAR_TOO_LONG else raw
                    if not text:
                        continue
                    element = owner >> 1
                    holder = parents[element] if owner & 1 else element
                    own.append(Piece(number, holder, run, text, len(own)))
                    if len(text) <= LONGEST:
                        link = _link_around(measures, holder, member.index)
                        place = _way(holder if link is None else link, ways, measures)
                        if link is not None and measures.tags[holder] == "time":
                            place = (*place, step_of(measures, holder))
                        place = place[-_LAST:]
                        if owner & 1 and link is None:
                            place = (*place, f"+{measures.tags[element]}")
                        self.by_place.setdefault(place, []).append(own[-1])
                position = behind
            self.all.append(own)

    def extras(self, *places: Place | None) -> int:
        """How many pieces stand at one of these places beside the first of each member: of the place with the fewest of them."""
        counts = [
            len(self.by_place[place]) - len({piece.member for piece in self.by_place[place]})
            for place in places
            if place is not None
        ]
        return min(counts, default=0)


def _link_around(measures: Measures, index: int, member: int) -> int | None:
    """The index of the link around an element, or the element itself if it is one. The colours of a name are elements inside of its link."""
    for _ in range(4):
        if index <= member:
            return None
        if measures.tags[index] == "a":
            return index
        index = measures.parent[index]
    return None


def _way(index: int, ways: dict[int, Place], measures: Measures) -> Place:
    """The way from the member to an element. `ways` holds those that are known, the member's among them."""
    path: list[int] = []
    while index not in ways:
        path.append(index)
        index = measures.parent[index]
    way = ways[index]
    for step in reversed(path):
        way = (*way, step_of(measures, step))
        ways[step] = way
    return way


def step_of(measures: Measures, index: int) -> str:
    """One step of a way: the tag and the first class of an element; without a class, its number among the children of its parent."""
    name = _first_class(measures.classes[index])
    if name:
        return f"{measures.tags[index]}.{name}"
    return (
        f"{measures.tags[index]}:{measures.elements[index].place}"
        if measures.tags[index] in _COUNTED
        else measures.tags[index]
    )


#: Elements that are told apart by their number if they have no class: a table lays out posts in cells.
_COUNTED = frozenset(["td", "tr", "div", "span", "p", "dd", "dt", "th"])


@lru_cache(maxsize=20_000)
def _first_class(names: str) -> str:
    """The first class without a digit, in lower case; without one, the beginning of an id with a number ("#post-text-" of "post-text-12")."""
    for token in names.split():
        if token[0] not in "#@" and not any(map(str.isdigit, token)):
            return token.lower()
    numbered = re.search(r"(?:^| )(#[a-zA-Z_-]{3,})\d+(?: |$)", names)
    return numbered[1].lower() if numbered else ""
