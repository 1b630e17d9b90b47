"""The learned weights of the lines of a plain text, read from titles.json. benchmarks/training/titles.py makes the file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from archiver.metadata.sources.plain_titles.features import NAMES
from archiver.weighing.trees import compile_trees


class Weights:
    """The trees that estimate from the features of lines how likely each is the title.

    A line with a score below `least` is no title, one with at least `sure` is surely one. `data` is the content of
    titles.json. Raises ValueError if it was made for other features.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        if data["features"] != NAMES:
            raise ValueError("titles.json was made for other features; run benchmarks/training/titles.py again")
        self.least, self.sure = float(data["least"]), float(data["sure"])
        self._trees = compile_trees(float(data["base"]), data["trees"])

    def scores(self, columns: Mapping[str, Sequence[float]], candidates: Sequence[int]) -> list[float]:
        """The scores of some of the lines. `columns` is the result of features.columns for all of them."""
        return self._trees([[column[k] for k in candidates] for column in (columns[name] for name in NAMES)])


@cache
def weights() -> Weights:
    """The weights of titles.json, loaded once per process."""
    text = (resources.files(__package__) / "titles.json").read_text("utf-8")
    return Weights(json.loads(text))
