"""The learned weights of the lines of a plain text, read from titles.json. benchmarks/training/titles.py makes the file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from math import fsum
from operator import mul
from typing import Any

from archiver.metadata.sources.plain.titles.features import NAMES
from archiver.weighing.trees import Trees


class Weights:
    """The trees and the linear weights that estimate from the features of lines how likely each is the title.

    A line with a score below `least` is no title, one with at least `sure` is surely one. `data` is the content of
    titles.json. Raises ValueError if it was made for other features.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        if data["features"] != NAMES:
            raise ValueError("titles.json was made for other features; run benchmarks/training/titles.py again")
        self.least, self.sure = float(data["least"]), float(data["sure"])
        self._trees = Trees(float(data["base"]), data["trees"])
        self._line, self._line_base = [float(weight) for weight in data["line"]], float(data["line_base"])
        self._line_share = float(data["line_share"])

    def scores(self, columns: Mapping[str, Sequence[float]], candidates: Sequence[int]) -> list[float]:
        """The scores of some of the lines. `columns` is the result of features.columns for all of them."""
        table = [[column[k] for k in candidates] for column in (columns[name] for name in NAMES)]
        by_line = [fsum([self._line_base, *map(mul, self._line, row)]) for row in zip(*table, strict=True)]
        share = self._line_share
        return [(1 - share) * tree + share * line for tree, line in zip(self._trees(table), by_line, strict=True)]


@cache
def weights() -> Weights:
    """The weights of titles.json, loaded once per process."""
    text = (resources.files(__package__) / "titles.json").read_text("utf-8")
    return Weights(json.loads(text))
