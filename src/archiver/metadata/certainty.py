"""How sure a value is: certainties that were counted on labelled pages, and the words for them.

calibration.json holds, for the rules of a field, on which share of labelled pages their values were right. The certainties of dates come from
fields/date_weights.json. benchmarks/calibrate.py and benchmarks/training/dates.py do the counting, and print how the stated certainties agree with the
shares on sites that were not counted.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

from archiver.description import Confidence

#: A certainty from the first number on is high, from the second on medium; below, it is low: the value is doubtful, and no citation has it.
HIGH, MEDIUM = 0.9, 0.65


def confidence_of(certainty: float) -> Confidence:
    """The word for a certainty between 0 and 1."""
    return "high" if certainty >= HIGH else "medium" if certainty >= MEDIUM else "low"


def counted_certainty(field: str, rule: str, level: str) -> float | None:
    """On which share of the labelled pages a value of this field by this rule was right. `level` is what the rule itself says: "high", "medium" or "low".
    None if that was not counted.
    """
    return _counted().get(field, {}).get(f"{rule} {level}")


@cache
def _counted() -> dict[str, dict[str, float]]:
    text = resources.files("archiver.metadata").joinpath("calibration.json").read_text(encoding="utf-8")
    counted: dict[str, dict[str, float]] = json.loads(text)
    return counted
