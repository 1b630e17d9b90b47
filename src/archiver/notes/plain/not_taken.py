"""The candidates of a plain text that were not taken, each with its reason (notes/refusals.py).

series.py says why a way of writing markers, or a list, does not count. A marker of a way that counts was left out by itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from archiver.draft import Draft, NotTaken, Span
from archiver.notes.plain.blocks import Block
from archiver.notes.plain.context import Placed
from archiver.notes.plain.lists import NoteList
from archiver.notes.plain.series import Reasons, Scope
from archiver.notes.refusals import QUOTED, Refusals, listed

#: Numbers of a smaller weight are numbers of the text: "in 12 days". Nobody takes them for markers.
_LEAST = 0.1
_LETTERS = "letters and names need a list, or the first two of a series in brackets"


def add(
    draft: Draft,
    refusals: Refusals,
    reasons: Reasons,
    placed: Sequence[Placed],
    lists: Sequence[NoteList],
    scopes: Sequence[Scope],
    blocks: Sequence[Block],
) -> None:
    """Add the markers of `placed` and the lists that are in none of the `scopes` to the draft."""
    calls = [p for scope in scopes for p in scope.calls]
    answered = [scope.notes for scope in scopes if scope.notes is not None]
    used = {block.number for notes in answered for item in notes.items for block in item.blocks}
    _refuse_markers(
        refusals, reasons, [p for p in placed if p.block.number not in used or _is_deep(p)], calls, answered
    )
    _refuse_lists(refusals, reasons, lists, used)
    taken = [(p.offset, p.offset + p.marker.end - p.marker.start) for p in calls]
    taken += [(item.blocks[0].start, item.blocks[0].start + 1) for notes in answered for item in notes.items]
    starts = [block.start for block in blocks]
    for refusal in refusals.left(taken):
        block = blocks[max(0, bisect_right(starts, refusal.start) - 1)]
        n = max(0, bisect_right(block.starts, refusal.start) - 1)
        offset = refusal.start - block.starts[n]
        text = block.texts[n][max(0, offset - (QUOTED if refusal.kind == "marker" else 0)) : offset + 2 * QUOTED]
        place = Span(block.leaves[n], "text", offset, offset)
        draft.add_not_taken(
            NotTaken(refusal.kind, refusal.label, place, " ".join(text.split()), refusal.reason, refusal.certainty)
        )


def _is_deep(p: Placed) -> bool:
    """Whether a marker stands behind the label of a note, and is not the label itself."""
    return p.leaf > 0 or p.marker.start > max((reading.end for reading in p.block.readings), default=0)


def _refuse_markers(
    refusals: Refusals,
    reasons: Reasons,
    placed: Sequence[Placed],
    calls: Sequence[Placed],
    answered: Sequence[NoteList],
) -> None:
    """Say why each marker was not taken. Those that were taken are left out later."""
    chosen = {p.marker.form for p in calls}
    known = {label for notes in answered for label in notes.labels}
    for p in placed:
        marker = p.marker
        if marker.weight <= _LEAST or marker.form == "symbol":
            continue
        if not marker.value:
            reason = _LETTERS
        elif marker.form not in chosen:
            reason = reasons.forms.get(marker.form, "no series of such numbers")
        elif known and marker.label not in known:
            reason = "the list of notes has no such number"
        else:
            reason = "it is not in the order of the other numbers, or its place is doubtful"
        end = p.offset + marker.end - marker.start
        refusals.add("marker", marker.label, p.offset, end, reason, marker.weight)


def _refuse_lists(refusals: Refusals, reasons: Reasons, lists: Sequence[NoteList], used: set[int]) -> None:
    """Say why each list was not taken. Of lists that share blocks, the largest."""
    told: set[int] = set()
    for notes in sorted(lists, key=lambda notes: len(notes.items), reverse=True):
        numbers = {item.blocks[0].number for item in notes.items}
        if numbers & used or numbers & told or (len(numbers) < 2 and not notes.sure):
            continue
        told |= numbers
        matched, reason = reasons.lists.get((notes.start, notes.form), (0, "nothing calls its numbers"))
        label = listed(item.label for item in notes.items)
        refusals.add("list", label, notes.start, notes.start + 1, reason, matched / len(notes.labels))
