"""What the numbers of the notes tell: a number that is lost, markers out of their order, a label that disagrees.

Nothing is changed here; the judges have settled what is a note. It is said where a reader of the record should look.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from archiver.draft import Call, Draft, NoteDraft, Span
from archiver.notes import labels

#: So many lost numbers of a series are named; a page that lacks more counts something else.
_MOST_LOST = 5
#: So many labels show what the order is like.
_SHOWN = 8


def check(draft: Draft) -> None:
    """Say of a draft's notes where their numbers are not what they should be (findings N003 and N004)."""
    series = list(_numbered(draft.notes))
    counted = [number for number, _ in series]
    # each number once is one series, whatever order its markers have; where a section counts anew there are several
    for numbers in [sorted(counted)] if counted and len(set(counted)) == len(counted) else _runs(counted):
        lost = sorted(set(range(numbers[0], numbers[-1])) - set(numbers))
        if 0 < len(lost) <= min(_MOST_LOST, len(numbers) // 2):
            for number in lost:
                draft.find("N003", first=numbers[0], last=numbers[-1], missing=number)
    called = _first_calls(draft)
    order = [
        number for _, number in sorted((called[id(note)], number) for number, note in series if id(note) in called)
    ]
    unique = len(set(order)) == len(order) > 2
    if unique and order != sorted(order):
        at = next(n for n, (one, other) in enumerate(itertools.pairwise(order)) if one > other)
        shown = order[max(0, at - 2) : at - 2 + _SHOWN]
        draft.find("N004", labels=", ".join(map(str, shown)))


def _numbered(notes: Sequence[NoteDraft]) -> Iterator[tuple[int, NoteDraft]]:
    """The notes with plain numbers, in the record's order."""
    for note in notes:
        if note.label.isdecimal() and note.label.isascii() and len(note.label) < 5:
            yield int(note.label), note


def _runs(numbers: Sequence[int]) -> Iterator[list[int]]:
    """Numbers that rise, as lists: where a section counts anew a new one begins."""
    run: list[int] = []
    for number in numbers:
        if run and number < run[-1]:
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def _first_calls(draft: Draft) -> dict[int, tuple[int, int]]:
    """By note, where its first marker stands."""
    found: dict[int, tuple[int, int]] = {}
    calls: list[Call] = [call for some in (*draft.calls.values(), *draft.text_calls.values()) for call in some]
    for call in calls:
        place = call.place
        element, at = (place.element, place.start + 1) if isinstance(place, Span) else (place, 0)
        if isinstance(place, Span) and place.which == "tail":
            at += 1 << 20
        where = (draft.page.index_of.get(element, 0), at)
        if id(call.note) not in found or where < found[id(call.note)]:
            found[id(call.note)] = where
    return found


def disagrees(shown: str, printed: str) -> bool:
    """Whether a marker shows one number, and the note that it leads to another (finding N006)."""
    return bool(printed) and shown.isdecimal() and printed.isdecimal() and not labels.same(shown, printed)
