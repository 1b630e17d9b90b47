"""The learned model of copied lines: gradient-boosted decision trees, read from rules/copied.json.

benchmarks/training/lines.py makes the file from copies of labelled pages (docs/reference/rules.md names the authors of the
labels). The weights of words are those of the model for pages.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from archiver.cleaning.body.model import chances_of
from archiver.cleaning.copied.features import NAMES
from archiver.weighing.trees import Stop, Trees


class LineModel:
    """The trees that estimate from the features of lines how likely these are body.

    `data` is the content of copied.json. Raises ValueError if it was made for other features.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        if data["features"] != NAMES:
            raise ValueError("rules/copied.json was made for other features; run benchmarks/training/lines.py again")
        stops = [Stop(s["trees"], s["low"], s["high"], tuple(s["below"]), tuple(s["above"])) for s in data["stops"]]
        self._scores = Trees(float(data["base"]), data["trees"], stops)

    def chances(self, columns: Mapping[str, Sequence[float]]) -> list[float]:
        """For each line, the probability (0 to 1) that it is body. `columns` is the result of features.columns."""
        return chances_of(self._scores([columns[name] for name in NAMES]))


@cache
def line_model() -> LineModel:
    """The model of rules/copied.json, loaded once per process."""
    text = (resources.files("archiver.cleaning.rules") / "copied.json").read_text("utf-8")
    return LineModel(json.loads(text))
