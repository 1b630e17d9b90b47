"""The Selection: the units of a page with the decisions which of them are body. Corrections read it and return Decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from math import fsum
from typing import NamedTuple

from archiver.cleaning.measures import Measures, Unit
from archiver.draft import Draft


class Decision(NamedTuple):
    """The decision of a correction on one unit: whether it is body, and the reason (a name that docs/reference/rules.md explains).

    `by_words` marks a removal for what the unit says. Components, the column and headings do not bring such a unit back; corrections with
    evidence of their own do: a unit that calls a note is kept whatever it says.
    """

    keep: bool
    reason: str
    by_words: bool = False


#: The decisions of one correction by the number of the unit. A decision may repeat the decision so far.
Decisions = dict[int, Decision]


@dataclass(slots=True)
class Selection:
    """The units of a page in document order, and the decisions so far.

    `chances` are the probabilities of the model that a unit is body. At the start, the units with a chance of at least `cut` are kept. `keep` has
    the decisions so far: True for body. A correction only reads a Selection; `apply` changes it.
    """

    draft: Draft
    measures: Measures
    units: list[Unit]
    chances: list[float]
    cut: float
    keep: list[bool] = field(init=False)
    #: Units that were removed for their words (`Decision.by_words`).
    removed_by_words: set[int] = field(default_factory=set)
    #: By unit, the reasons of the decisions that changed it, in order.
    history: dict[int, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.keep = [chance >= self.cut for chance in self.chances]

    def apply(self, decisions: Decisions) -> None:
        """Carry out the decisions of one correction."""
        for k, decision in decisions.items():
            if decision.by_words and not decision.keep:
                self.removed_by_words.add(k)
            if self.keep[k] != decision.keep:
                self.keep[k] = decision.keep
                self.history.setdefault(k, []).append(decision.reason)

    def is_likely_body(self, numbers: Iterable[int]) -> bool:
        """Whether these units together are body: whether the mean of their chances, weighted by characters, is at least the cut."""
        numbers = list(numbers)
        total = sum(self.units[k].chars for k in numbers)
        return fsum(self.chances[k] * self.units[k].chars for k in numbers) >= self.cut * total


CorrectionFunction = Callable[[Selection], Decisions]


def changes(selection: Selection, keep: list[bool], reason: str) -> Decisions:
    """The decisions that change `selection.keep` to `keep`, all with the same reason."""
    return {
        k: Decision(now, reason) for k, (was, now) in enumerate(zip(selection.keep, keep, strict=True)) if was != now
    }
