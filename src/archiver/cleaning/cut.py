"""The cut of a page: units with at least this chance are kept."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from archiver.cleaning.measures import Unit

#: The highest cut, and the lowest one.
STRICTEST, LOOSEST = 0.6, 0.2
#: The exponent of temperature scaling (`_tempered`): with 1, the chances of the model are used as they are; a smaller number makes them less extreme.
_SURENESS = 0.8


def choose_cut(units: Sequence[Unit], chances: Sequence[float], lowest: float = LOOSEST) -> float:
    """The cut with the best expected F1 over words: units with this chance or a higher one are kept. It is at least `lowest`."""
    weights = [words_in(unit) for unit in units]
    tempered = [_tempered(chance) for chance in chances]
    all_body = fsum(chance * weight for chance, weight in zip(tempered, weights, strict=True))
    best, cut = -1.0, 0.5
    kept_body = kept = 0.0
    for number in sorted(range(len(units)), key=lambda n: -chances[n]):
        kept_body += tempered[number] * weights[number]
        kept += weights[number]
        expected = 2 * kept_body / (kept + all_body) if kept + all_body else 0.0
        if expected > best:
            best, cut = expected, chances[number]
    return min(max(cut, lowest), STRICTEST)


def _tempered(chance: float) -> float:
    """A chance corrected for sites on which the model was not trained: there, its chances are too extreme (temperature scaling)."""
    positive, negative = chance**_SURENESS, (1.0 - chance) ** _SURENESS
    return float(positive / (positive + negative))


def words_in(unit: Unit) -> float:
    """The approximate number of words of a unit. Text in scripts without spaces is counted by characters."""
    return max(unit.text.count(" ") + 1, unit.chars / 12)
