"""The learned model of the body finder: weights of words and two sets of gradient-boosted decision trees, read from rules/learned.json.

The first trees weigh each unit by its own features (features.py), the second ones also by the first scores of the units around it and like it (context.py).

benchmarks/training/train.py makes the file from pages that other people labelled (docs/reference/rules.md names them). Nothing is learned at run time, and
no library is needed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from math import exp
from typing import Any

from archiver.cleaning.body import context
from archiver.cleaning.body.features import NAMES
from archiver.cleaning.body.lexicon import Lexicon
from archiver.cleaning.measures import Measures, Unit
from archiver.weighing.trees import Stop, Trees

#: Scores are limited to this absolute value, so that `exp` cannot overflow; beyond it, chances are practically 0 or 1.
_LARGEST_SCORE = 30.0


class Model:
    """The lexicon, and the trees that estimate from the features of units how likely these are body.

    `data` is the content of learned.json. Raises ValueError if it was made for other features.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        if data["features"] != NAMES or data["context"] != context.NAMES:
            raise ValueError("rules/learned.json was made for other features; run benchmarks/training/train.py again")
        self.lexicon = Lexicon(
            data["tokens"], data["words"], float(data["words_bias"]), data["prose"], float(data["prose_bias"])
        )
        self._first, self._second = trees_of(data["first"]), trees_of(data["second"])

    def chances(self, measures: Measures, units: Sequence[Unit], columns: Mapping[str, Sequence[float]]) -> list[float]:
        """For each unit, the probability (0 to 1) that it is body. `columns` is the result of features.columns for the same units."""
        own = [columns[name] for name in NAMES]
        scores = self._first(own)
        around = context.columns(measures, units, scores, chances_of(scores))
        return chances_of(self._second([*own, *(around[name] for name in context.NAMES)]))


def trees_of(data: Mapping[str, Any]) -> Trees:
    """The trees of a table with "base", "stops" and "trees"."""
    stops = [Stop(s["trees"], s["low"], s["high"], tuple(s["below"]), tuple(s["above"])) for s in data["stops"]]
    return Trees(float(data["base"]), data["trees"], stops)


def chances_of(scores: Sequence[float]) -> list[float]:
    """The probabilities of scores (the logistic function)."""
    return [1.0 / (1.0 + exp(-max(-_LARGEST_SCORE, min(_LARGEST_SCORE, score)))) for score in scores]


@cache
def model() -> Model:
    """The model of rules/learned.json, loaded once per process."""
    text = (resources.files("archiver.cleaning.rules") / "learned.json").read_text("utf-8")
    return Model(json.loads(text))
