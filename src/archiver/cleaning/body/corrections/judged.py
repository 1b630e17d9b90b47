"""The units of a page on the way from the model's chances to a decision, and what a correction says of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from math import fsum
from typing import NamedTuple

from archiver.cleaning.measures import Measures, Unit
from archiver.draft import Draft


class Decision(NamedTuple):
    """What a correction says of one unit: whether it is body, and why (a name that docs/reference/rules.md explains).

    A unit that a `final` decision removes is brought back by no later correction.
    """

    keep: bool
    reason: str
    final: bool = False


#: By the number of a unit, what a correction says of it. It may say again what is decided already.
Decisions = dict[int, Decision]


@dataclass(slots=True)
class Judged:
    """The units of a page in document order, the model's chance that each is body, and the cut: the chance from which on units are kept.

    `keep` is what is decided so far. A correction reads it and returns Decisions; it changes nothing itself.
    """

    draft: Draft
    measures: Measures
    units: list[Unit]
    chances: list[float]
    cut: float
    keep: list[bool] = field(init=False)
    #: Units that a final decision removed.
    struck: set[int] = field(default_factory=set)
    #: By unit, the reasons of the decisions that changed it, in order.
    history: dict[int, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.keep = [chance >= self.cut for chance in self.chances]

    def apply(self, decisions: Decisions) -> None:
        """Take over what a correction says."""
        for k, decision in decisions.items():
            if decision.final and not decision.keep:
                self.struck.add(k)
            if self.keep[k] != decision.keep:
                self.keep[k] = decision.keep
                self.history.setdefault(k, []).append(decision.reason)

    def likely(self, numbers: Iterable[int], cut: float) -> bool:
        """Whether these units together are body: whether the mean of their chances, by characters, reaches a cut."""
        numbers = list(numbers)
        total = sum(self.units[k].chars for k in numbers)
        return fsum(self.chances[k] * self.units[k].chars for k in numbers) >= cut * total


Correction = Callable[[Judged], Decisions]


def changes(judged: Judged, keep: list[bool], reason: str) -> Decisions:
    """The decisions that lead from what is kept so far to `keep`."""
    return {k: Decision(now, reason) for k, (was, now) in enumerate(zip(judged.keep, keep, strict=True)) if was != now}
