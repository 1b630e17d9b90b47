"""Threads without an element around each post: a line with name and date, then the text, then the next such line.

    <h4>Posted by Anna on 3 May 2004</h4> <p>…</p> <p>…</p> <h4>Posted by Ben on 4 May 2004</h4> <p>…</p>
    <dt>Anna, 3 May</dt> <dd>…</dd>          <tr><td>Anna: 3:21pm on Mar 09</td></tr> <tr><td>…</td></tr>

The lines are siblings of one kind and hold no prose. Each post reaches from its line to the next one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archiver.cleaning.measures import PROSE_LENGTH, Measures, Unit
from archiver.draft import Draft
from archiver.threads.groups import Group
from archiver.threads.heads import ENOUGH_DATE, ENOUGH_NAME, HeadPlaces, find_heads
from archiver.threads.pieces import Pieces

#: The most characters of a line with name and date, on average.
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class FlatThread:
    """The lines with the heads as a group, and for each the siblings up to the next line."""

    group: Group
    heads: HeadPlaces
    texts: dict[int, list[int]]
    prose: int


def flat_thread(draft: Draft, measures: Measures, language: str, least: float) -> FlatThread | None:
    """The flat thread with most prose on a page, or None. One with at most `least` characters of prose is not looked for."""
    best: FlatThread | None = None
    for indexes in _rows(measures):
        texts, prose = _between(measures, indexes)
        if prose <= (best.prose if best is not None else least):
            continue
        group = Group(measures, indexes, ("flat", measures.tags[indexes[0]]))
        if sum(map(group.own_chars, group.members)) > _LONGEST * len(indexes):
            continue
        heads = find_heads(group, Pieces(group, draft.page.text_runs, measures), measures, language)
        if heads.name_weight < ENOUGH_NAME - 1.5 or heads.date_weight < ENOUGH_DATE:
            continue
        if len(heads.names) > 0.6 * len(indexes) and len(heads.dates) > 0.8 * len(indexes):
            best = FlatThread(group, heads, texts, prose)
    return best


def _rows(measures: Measures) -> list[list[int]]:
    """Siblings of one kind without prose, two or more, with prose between them."""
    rows: dict[tuple[int, str, str], list[int]] = {}
    for unit in measures.units:
        index = unit.index
        if unit.prose or not _may_be_head(unit):
            continue
        # the line, or the row around it
        for _ in range(3):
            parent = measures.parent[index]
            if parent < 0:
                break
            names = " ".join(measures.classes[index].split()[:1])
            at_key = rows.setdefault((parent, measures.tags[index], "" if names[:1] == "#" else names), [])
            if not at_key or at_key[-1] != index:
                at_key.append(index)
            if measures.prose(parent):
                break
            index = parent
    return [indexes for indexes in rows.values() if len(indexes) > 1]


def _may_be_head(unit: Unit) -> bool:
    return unit.chars < PROSE_LENGTH * 2 and any(map(str.isdigit, unit.text))


def _between(measures: Measures, indexes: Sequence[int]) -> tuple[dict[int, list[int]], int]:
    """By number of a line, the indexes of the siblings between it and the next line, and the characters of prose in all of them.

    Behind the last line, the siblings end with the last one that has a tag as siblings between lines have.
    """
    parent, prose = measures.parent[indexes[0]], 0
    siblings = [child.index for child in measures.elements[parent].children]
    heads = set(indexes)
    texts: dict[int, list[int]] = {number: [] for number in range(len(indexes))}
    number = -1
    kinds: set[str] = set()
    for sibling in siblings:
        if sibling in heads:
            number += 1
        elif number >= 0 and measures.chars(sibling):
            if number == len(indexes) - 1 and measures.tags[sibling] not in kinds:
                break
            kinds.add(measures.tags[sibling])
            texts[number].append(sibling)
            prose += measures.prose(sibling)
    return texts, prose
