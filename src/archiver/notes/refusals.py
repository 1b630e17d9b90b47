"""Candidates that were not taken, and why not: for `inspect`, and for it alone.

The pass of notes takes no notice of them unless somebody asks (`claim_notes(draft, explain=True)`). Then each place that
refuses a candidate says so in words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["marker", "list"]
#: The characters of the text before and behind a candidate that are quoted with it.
QUOTED = 40


@dataclass(frozen=True, slots=True)
class Refusal:
    """One candidate with its place in the text of the page. `certainty` is what spoke for it, from 0 to 1."""

    kind: Kind
    label: str
    start: int
    end: int
    reason: str
    certainty: float


class Refusals:
    """The candidates that were refused. A place that was refused more than once keeps the reason for which most spoke."""

    def __init__(self) -> None:
        self._by_place: dict[tuple[Kind, int], Refusal] = {}

    def add(self, kind: Kind, label: str, start: int, end: int, reason: str, certainty: float = 0.0) -> None:
        """Add a candidate."""
        known = self._by_place.get((kind, start))
        if known is None or certainty > known.certainty:
            certainty = min(1.0, max(0.0, certainty))
            self._by_place[kind, start] = Refusal(kind, label, start, end, reason, certainty)

    def left(self, taken: Iterable[tuple[int, int]]) -> list[Refusal]:
        """The candidates in the order of the text, without those that share characters with one of the stretches `taken`."""
        stretches = sorted(taken)
        starts = [start for start, _ in stretches]
        ends = [end for _, end in stretches]
        for n in range(1, len(ends)):
            ends[n] = max(ends[n], ends[n - 1])
        left = []
        for refusal in self._by_place.values():
            before = bisect_left(starts, max(refusal.end, refusal.start + 1))
            if not before or ends[before - 1] <= refusal.start:
                left.append(refusal)
        return sorted(left, key=lambda refusal: (refusal.start, refusal.kind))


def listed(labels: Iterable[str]) -> str:
    """The labels of a list as one: "1–4"."""
    known = list(labels)
    return known[0] if len(known) == 1 else f"{known[0]}–{known[-1]}"
