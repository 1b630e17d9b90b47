"""The best rising chain: of many numbers in a text, those that count up like notes.

This is dynamic programming. Each candidate has a place, a value and a weight (how much it looks like a marker by
itself). The score of a chain is the sum of the weights of its members, less the costs of its gaps, its late start and
its new starts. So a doubtful 4 between a good 3 and a good 5 is taken, and a good 4 that fits nowhere is not.

    values   1   2   1998   3   7   4   5      (7: "COVID7", weight small)
    chain    1   2          3       4   5
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log2


@dataclass(frozen=True, slots=True)
class ChainCandidate:
    """A number in a text that may be a marker. Of candidates with the same `place` a chain takes one at most."""

    place: int
    value: int
    weight: float


@dataclass(frozen=True, slots=True)
class Costs:
    """What lowers the score of a chain. The figures were tuned by leaving out families of pages (see benchmarks)."""

    #: For a gap of n missing numbers: gap * log2(1 + n).
    gap: float = 0.55
    #: For a start at n: start * log2(n), up to `late`.
    start: float = 0.45
    late: float = 1.6
    #: For taking a number that was taken just before.
    repeat: float = 0.35
    #: For starting anew after a heading.
    restart: float = 1.1


#: Numbers from here on are no notes.
LIMIT = 1000
#: The most candidates of a text. Of more, the ones with the highest weights are taken.
_MOST = 60_000
#: The longest gap with a cost of its own. Longer ones cost as much as this.
_WINDOW = 16


@dataclass(frozen=True, slots=True)
class Chain:
    """The score of a chain, and its members as (index of the candidate, index of the run).

    A new run begins where the numbering starts anew.
    """

    score: float
    members: tuple[tuple[int, int], ...]


def best_chain(candidates: Sequence[ChainCandidate], costs: Costs | None = None, restarts: Iterable[int] = ()) -> Chain:
    """The best chain of `candidates`, which must be in the order of their places.

    It may start anew at the places in `restarts`.
    """
    costs = costs or Costs()
    chosen = _chosen(candidates)
    gaps = [0.0] + [costs.gap * log2(1 + n) for n in range(1, _WINDOW + 1)]
    # Per value: the best chain that ends with it, as (score, candidate).
    ends: list[tuple[float, int]] = [(float("-inf"), -1)] * LIMIT
    below = _Peaks()
    previous = [-1] * len(candidates)
    starts_anew = [False] * len(candidates)
    best, best_end = 0.0, -1
    heading_score, heading_end = 0.0, -1
    headings = iter(sorted(restarts))
    heading = next(headings, None)
    i = 0
    while i < len(chosen):
        place = candidates[chosen[i]].place
        while heading is not None and heading <= place:
            heading_score, heading_end = best, best_end
            heading = next(headings, None)
        group = [k for k in chosen[i : i + 32] if candidates[k].place == place]
        found = []
        for k in group:
            value, weight = candidates[k].value, candidates[k].weight
            late = min(costs.late, costs.start * log2(value))
            score, before, anew = -late, -1, False
            if heading_end >= 0 and heading_score - costs.restart - late > score:
                score, before, anew = heading_score - costs.restart - late, heading_end, True
            for gap in range(min(_WINDOW, value - 1)):
                other, end = ends[value - 1 - gap]
                if other - gaps[gap] > score:
                    score, before, anew = other - gaps[gap], end, False
            if value > _WINDOW + 1:
                other, end = below.highest(value - _WINDOW)
                if other - gaps[_WINDOW] > score:
                    score, before, anew = other - gaps[_WINDOW], end, False
            other, end = ends[value]
            if other - costs.repeat > score:
                score, before, anew = other - costs.repeat, end, False
            found.append((score + weight, k, before, anew))
        for score, k, before, anew in found:
            previous[k], starts_anew[k] = before, anew
            value = candidates[k].value
            if score > ends[value][0]:
                ends[value] = (score, k)
                below.raise_to(value, score, k)
            if score > best:
                best, best_end = score, k
        i += len(group)
    return _traced(best, best_end, previous, starts_anew)


def _chosen(candidates: Sequence[ChainCandidate]) -> list[int]:
    chosen = [i for i, c in enumerate(candidates) if 0 < c.value < LIMIT]
    if len(chosen) > _MOST:
        chosen.sort(key=lambda i: -candidates[i].weight)
        chosen = sorted(chosen[:_MOST])
    return chosen


def _traced(score: float, end: int, previous: Sequence[int], starts_anew: Sequence[bool]) -> Chain:
    members: list[int] = []
    runs: list[int] = []
    run = 0
    while end >= 0:
        members.append(end)
        runs.append(run)
        run += starts_anew[end]
        end = previous[end]
    last = runs[-1] if runs else 0
    return Chain(
        score, tuple((member, last - run) for member, run in zip(reversed(members), reversed(runs), strict=True))
    )


class _Peaks:
    """The highest score among all values up to one, kept as a binary indexed tree."""

    def __init__(self) -> None:
        self._tree: list[tuple[float, int]] = [(float("-inf"), -1)] * (LIMIT + 1)

    def raise_to(self, value: int, score: float, end: int) -> None:
        """Note a score for a value."""
        while value <= LIMIT:
            if score > self._tree[value][0]:
                self._tree[value] = (score, end)
            value += value & -value

    def highest(self, value: int) -> tuple[float, int]:
        """The highest score of the values up to and below `value`."""
        value -= 1
        peak = (float("-inf"), -1)
        while value > 0:
            peak = max(peak, self._tree[value])
            value -= value & -value
        return peak
