"""Cuts: stretches of a source that the reader of plain text does not read. The record has their words in its ledger."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from archiver.page import LeftOut


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of a text from `start` to `end`, and its rule in the ledger. `gap` is the number of spaces that replace it."""

    start: int
    end: int
    rule: str
    gap: int = 0


def leave_out(text: str, cuts: Sequence[Cut]) -> tuple[str, list[LeftOut]]:
    """The text without its cuts, and the pieces that were cut. The cuts are in order, and none overlaps another."""
    pieces: list[str] = []
    left_out: list[LeftOut] = []
    size = position = 0
    for cut in cuts:
        pieces += [text[position : cut.start], " " * cut.gap]
        size += cut.start - position
        left_out.append(LeftOut(size, cut.start, text[cut.start : cut.end], cut.rule, cut.gap))
        size += cut.gap
        position = cut.end
    return "".join([*pieces, text[position:]]), left_out


def place_in_text(left_out: Sequence[LeftOut], offset: int) -> int:
    """Where a character of a source stands in the text without the pieces that were left out. A character of a piece stands where
    the piece did.
    """
    before = bisect_right(left_out, offset, key=lambda piece: piece.start)
    if not before:
        return offset
    piece = left_out[before - 1]
    return piece.offset + piece.gap + max(0, offset - piece.start - len(piece.text))


def merged(first: Sequence[Cut], second: Sequence[Cut]) -> list[Cut]:
    """All cuts of two series of one text, in order, without those of `second` that overlap one of `first`."""
    starts = [cut.start for cut in first]
    free = []
    for cut in second:
        place = bisect_right(starts, cut.start)
        before, after = first[place - 1 : place] if place else (), first[place : place + 1]
        if all(other.end <= cut.start for other in before) and all(cut.end <= other.start for other in after):
            free.append(cut)
    return sorted([*first, *free], key=lambda cut: (cut.start, cut.end))


def joined(first: Sequence[Cut], second: Sequence[Cut]) -> list[Cut]:
    """The cuts of a text that do at once what two series of cuts do one after the other.

    `second` are cuts of what `first` leaves. The cuts of `first` have no gaps; one inside a cut of `second` becomes part
    of it.
    """
    if not first or not second:
        return [*first, *second]
    before = list(accumulate((cut.end - cut.start for cut in first), initial=0))
    places = [cut.start - cut_before for cut, cut_before in zip(first, before, strict=False)]

    def source(offset: int, behind: bool) -> int:
        # the start of a piece lies behind the cuts at its place, and its end before them
        return offset + before[bisect_right(places, offset) if behind else bisect_right(places, offset - 1)]

    outer = [replace(cut, start=source(cut.start, True), end=source(cut.end, False)) for cut in second]
    starts = [cut.start for cut in outer]
    kept = []
    for cut in first:
        around = bisect_right(starts, cut.start) - 1
        if around < 0 or outer[around].end <= cut.start:
            kept.append(cut)
    return sorted([*kept, *outer], key=lambda cut: (cut.start, cut.end))
