"""The texts of posts: which elements of a member hold what its author wrote.

All the rest of a member is what the program shows beside it: the profile of the author, votes, buttons, the signature.
"""

from __future__ import annotations

from collections import Counter
from itertools import accumulate

from archiver.cleaning.measures import PROSE_LENGTH, Measures, Unit
from archiver.threads.groups import Group, Member
from archiver.threads.moments import stamp, text_moment
from archiver.threads.pieces import step_of
from archiver.threads.words import listed, parts

#: Elements that wrap the text of a post, and are no part of it.
_WRAPPERS = frozenset(
    "div section article td tr tbody table main dd li span aside form center shreddit-comment".split()
)
#: An element holds the text if it holds at least this share of the prose of the members, and exists in this share of those with prose.
_SHARE, _COVERED = 0.93, 0.9
#: The share for elements whose class speaks of a text: what stands beside them is more likely by other people.
_NAMED_SHARE = 0.8
_DEEP = 14
#: The characters at the beginning of a text by which it is known again.
_PROBE = 60


def text_elements(group: Group, measures: Measures) -> dict[int, list[int]]:
    """By number of a member, the indexes of the elements with its text, in order.

    From the members down, the step is taken that all of them have in common and that leaves no prose behind.
    """
    current = {number: member.index for number, member in enumerate(group.members)}
    fresh = _Fresh(measures)
    for _ in range(_DEEP):
        step = _next_step(group, current, measures, fresh)
        if step is None:
            break
        current = step
    repeated = _repeated(group, measures)
    found = {number: [index] for number, index in current.items()}
    found |= _by_class(group, current, measures, fresh)
    _add_left_behind(group, found, repeated, measures)
    return found


def _children(measures: Measures, member: Member, index: int) -> list[int]:
    return [child.index for child in measures.elements[index].children if child.index in member]


class _Fresh:
    """The prose of a page without what it says again: programs show the post that is answered above the answer, and a preview of the first post."""

    def __init__(self, measures: Measures) -> None:
        said: set[str] = set()
        prose = [0] * len(measures.tags)
        for unit in measures.units:
            if unit.prose and (beginning := unit.text[:_PROBE]) not in said:
                said.add(beginning)
                prose[unit.index] = unit.prose
        self._prose = list(accumulate(prose, initial=0))
        self._end = measures.end

    def of(self, member: Member, index: int) -> int:
        """The characters of prose in an element, without those of other members inside of it."""
        total = self._prose[self._end[index]] - self._prose[index]
        return total - sum(self._prose[b] - self._prose[a] for a, b in member.holes if index <= a < self._end[index])


def _own_chars(measures: Measures, member: Member, index: int) -> int:
    total = measures.chars(index)
    return total - sum(measures.chars(a) for a, _ in member.holes if index <= a < measures.end[index])


def _next_step(group: Group, current: dict[int, int], measures: Measures, fresh: _Fresh) -> dict[int, int] | None:
    """The elements one level further down that hold the same text, by member; None if there is no such level."""
    prose: Counter[str] = Counter()
    having: Counter[str] = Counter()
    children: dict[str, dict[int, int]] = {}
    total = with_prose = 0
    for number, index in current.items():
        member = group.members[number]
        own = fresh.of(member, index)
        total += own
        with_prose += bool(own)
        seen: set[str] = set()
        for child in _children(measures, member, index):
            step = step_of(measures, child)
            if measures.tags[child] not in _WRAPPERS and "-" not in measures.tags[child]:
                continue
            if step in seen:
                prose[step] -= fresh.of(member, child)  # a second one of a kind: its text would stay behind
                continue
            seen.add(step)
            share = fresh.of(member, child)
            prose[step] += share
            having[step] += bool(share)
            children.setdefault(step, {})[number] = child
    if not total:
        return None
    step, held = max(prose.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    if held < _SHARE * total or having[step] < _COVERED * with_prose:
        return None
    return {number: children[step].get(number, index) for number, index in current.items()}


def _by_class(group: Group, current: dict[int, int], measures: Measures, fresh: _Fresh) -> dict[int, list[int]]:
    """By member, the elements of one class that hold nearly all prose, wherever they stand in a member: those with the least other text. Empty if there are none,
    or if they hold no less other text than `current`.
    """
    prose: Counter[str] = Counter()
    chars: Counter[str] = Counter()
    having: Counter[str] = Counter()
    elements: dict[str, dict[int, list[int]]] = {}
    total = with_prose = held = 0
    for number, member in enumerate(group.members):
        own = fresh.of(member, member.index)
        total += own
        with_prose += bool(own)
        held += _own_chars(measures, member, current[number])
        for start, behind in member.ranges():
            ends: dict[str, int] = {}
            for index in range(start, behind):
                if measures.tags[index] not in _WRAPPERS or not measures.chars(index):
                    continue
                step = step_of(measures, index)
                if "." not in step or index < ends.get(step, 0):
                    continue
                ends[step] = measures.end[index]
                share = fresh.of(member, index)
                prose[step] += share
                chars[step] += _own_chars(measures, member, index)
                mine = elements.setdefault(step, {}).setdefault(number, [])
                if not mine:
                    having[step] += bool(own)
                mine.append(index)
    fit = [
        s
        for s in prose
        if having[s] >= _COVERED * with_prose
        and prose[s] >= (_SHARE if listed("text").isdisjoint(parts(s)) else _NAMED_SHARE) * total
    ]
    best = min(fit, key=lambda s: (chars[s], s), default="")
    return elements[best] if best and chars[best] < held else {}


def _repeated(group: Group, measures: Measures) -> frozenset[str]:
    """The beginnings of texts that several members have: signatures, labels, copies of the post that is answered."""
    counts: Counter[str] = Counter()
    for member in group.members:
        counts.update({unit.text[:_PROBE] for unit in _units(measures, member)})
    return frozenset(text for text, count in counts.items() if count > 1)


def _units(measures: Measures, member: Member) -> list[Unit]:
    return [unit for unit in measures.units_between(member.index, member.end) if unit.index in member]


def _add_left_behind(group: Group, found: dict[int, list[int]], repeated: frozenset[str], measures: Measures) -> None:
    """Add the prose that stands beside the text in single posts, such as a poll or an attachment with a description. Signatures are repeated, or a class names them."""
    for number, indexes in found.items():
        member = group.members[number]
        held = indexes[0]
        if held == member.index:
            continue
        added: list[int] = []
        for unit in _units(measures, member):
            if held <= unit.index < measures.end[held] or unit.prose < PROSE_LENGTH or unit.text[:_PROBE] in repeated:
                continue
            if any(a <= unit.index < measures.end[a] for a in added) or is_signature(
                measures, unit.index, member.index
            ):
                continue
            if _has_own_head(measures, unit.index, held, member.index):
                continue
            if measures.tags[unit.index] == "blockquote" or not _is_beside(measures, unit.index, member.index):
                added.append(unit.index)
        indexes.extend(added)
        indexes.sort()


def _has_own_head(measures: Measures, index: int, held: int, member: int) -> bool:
    """Whether a date stands beside a text that is outside of the text of its post: then it is a remark by somebody else, and must not stand under the name of the post."""
    for _ in range(4):
        around = measures.parent[index]
        if around <= member or around <= held < measures.end[around]:
            break
        index = around
    return any(
        measures.tags[i] == "time"
        or stamp(measures.elements[i].get("title", ""), "")
        or any(
            text_moment(text, "")
            for text in (measures.elements[i].text, measures.elements[i].tail)
            if text and len(text) < 60
        )
        for i in range(index, measures.end[index])
    )


def _is_beside(measures: Measures, index: int, member: int) -> bool:
    """Whether a class on the way to the member speaks of a profile."""
    while index > member:
        if not listed("profile").isdisjoint(parts(measures.classes[index])):
            return True
        index = measures.parent[index]
    return False


def is_signature(measures: Measures, index: int, member: int) -> bool:
    """Whether an element is the signature below a post, or inside of it."""
    while index > member:
        if not listed("signature").isdisjoint(parts(measures.classes[index])):
            return True
        index = measures.parent[index]
    return False
