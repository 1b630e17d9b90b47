"""Checks of the numbers of notes: a missing number, markers out of order, a label that differs from its marker.

This module changes nothing, because the resolver has decided on the notes. Its findings tell the user where the record
may be wrong.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from archiver.draft import Call, Draft, NoteDraft, Span
from archiver.notes import labels

#: The most missing numbers of a series. With more, the numbers do not count notes, or not only notes.
_MOST_MISSING = 5
#: The number of labels that N004 quotes.
_QUOTED = 8
#: More than the characters of any text node. It is added to offsets in tails, so that they are sorted after offsets in the
#: text of the same element.
_TAIL = 1 << 20


def check(draft: Draft) -> None:
    """Add findings N003 (a number is missing) and N004 (markers are out of order) for the notes of a draft."""
    numbered = list(_numbered(draft.notes))
    numbers = [number for number, _ in numbered]
    # Numbers without repetition are one series, also if their markers are out of order. With repetitions, the numbering
    # begins again, and there are several series.
    for series in [sorted(numbers)] if numbers and len(set(numbers)) == len(numbers) else _rising_runs(numbers):
        missing = sorted(set(range(series[0], series[-1])) - set(series))
        if 0 < len(missing) <= min(_MOST_MISSING, len(series) // 2):
            for number in missing:
                draft.add_finding("N003", first=series[0], last=series[-1], missing=number)
    places = _first_calls(draft)
    called = [
        number for _, number in sorted((places[id(note)], number) for number, note in numbered if id(note) in places)
    ]
    unique = len(set(called)) == len(called) > 2
    if unique and called != sorted(called):
        index = next(n for n, (number, after) in enumerate(itertools.pairwise(called)) if number > after)
        quoted = called[max(0, index - 2) : index - 2 + _QUOTED]
        draft.add_finding("N004", labels=", ".join(map(str, quoted)))


def _numbered(notes: Sequence[NoteDraft]) -> Iterator[tuple[int, NoteDraft]]:
    """The notes with plain numbers, in the order of the record, with their numbers."""
    for note in notes:
        if note.label.isdecimal() and note.label.isascii() and len(note.label) < 5:
            yield int(note.label), note


def _rising_runs(numbers: Sequence[int]) -> Iterator[list[int]]:
    """The numbers in rising runs. A new run begins where a number is lower than the one before it."""
    run: list[int] = []
    for number in numbers:
        if run and number < run[-1]:
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def _first_calls(draft: Draft) -> dict[int, tuple[int, int]]:
    """By the id() of a note, the place of its first marker: (index of the element, offset).

    Places sort in document order.
    """
    first: dict[int, tuple[int, int]] = {}
    calls: list[Call] = [call for group in (*draft.calls.values(), *draft.text_calls.values()) for call in group]
    for call in calls:
        place = call.place
        element, offset = (place.element, place.start + 1) if isinstance(place, Span) else (place, 0)
        if isinstance(place, Span) and place.which == "tail":
            offset += _TAIL
        position = (max(element.index, 0), offset)
        if id(call.note) not in first or position < first[id(call.note)]:
            first[id(call.note)] = position
    return first


def disagrees(shown: str, printed: str) -> bool:
    """Whether the number of a marker differs from the number that its note prints (finding N006)."""
    return bool(printed) and shown.isdecimal() and printed.isdecimal() and not labels.same(shown, printed)
