"""Finding the body."""

from __future__ import annotations

from archiver.cleaning.anchors import headline
from archiver.cleaning.measures import Measures, Unit, measure
from archiver.draft import Draft


def candidates(draft: Draft) -> tuple[Measures, list[Unit], int | None]:
    """The units that no rule has taken out and no earlier pass moved into the head, and the headline's index."""
    measures = measure(draft)
    gone = [False] * len(measures.tags)
    for holders in (draft.removed, draft.moved, draft.note_parts):
        for element in holders:
            index = draft.order.get(element)
            if index is not None:
                gone[index] = True
    parent = measures.parent
    for index in range(1, len(gone)):
        if gone[parent[index]]:
            gone[index] = True
    anchor = headline(draft, measures)
    if anchor is not None:
        gone[anchor] = True
    return measures, [u for u in measures.units if not gone[u.index]], anchor
