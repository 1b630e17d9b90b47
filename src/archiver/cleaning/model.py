"""The learned part of finding the body: word weights and small boosted trees, read from rules/learned.json.

The file is made by benchmarks/training/train.py from pages that others labelled (docs/rules.md names them). Nothing
is learned at run time, and no library is needed: the trees become one plain Python function of comparisons when they
are first used.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache
from importlib import resources
from math import exp
from typing import Any

from archiver.cleaning.features import NAMES
from archiver.cleaning.lexicon import Lexicon

Score = Callable[[Sequence[float]], float]


class Model:
    """The lexicon, and `probability` of a row of features: how likely its unit is to be body."""

    def __init__(self, data: dict[str, Any]) -> None:
        if data["features"] != NAMES:
            raise ValueError("rules/learned.json was made for other features; run benchmarks/training/train.py again")
        self.lexicon = Lexicon(
            data["tokens"], data["words"], float(data["words_bias"]), data["prose"], float(data["prose_bias"])
        )
        self._score = compile_trees(float(data["base"]), data["trees"])

    def probability(self, row: Sequence[float]) -> float:
        """Between 0 and 1."""
        return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, self._score(row)))))


def compile_trees(base: float, trees: list[Any]) -> Score:
    """One function of a row that adds up all trees.

    A tree is a number (a leaf) or [feature, threshold, tree if not greater, tree if greater]. Walking lists costs
    four times as much as running comparisons, and this is the innermost loop of cleaning; the source is made of
    numbers only, whatever the file holds.
    """

    def source(tree: Any) -> str:
        if isinstance(tree, list):
            feature, threshold, low, high = tree
            return f"({source(low)} if x{int(feature)} <= {float(threshold)!r} else {source(high)})"
        return repr(float(tree))

    names = ", ".join(f"x{k}" for k in range(len(NAMES)))
    lines = ["def score(row):", f"    {names} = row", f"    total = {base!r}"]
    lines += [f"    total += {source(tree)}" for tree in trees]
    lines.append("    return total")
    scope: dict[str, Any] = {}
    exec(compile("\n".join(lines), "<learned.json>", "exec"), {"__builtins__": {}}, scope)
    score: Score = scope["score"]
    return score


@cache
def model() -> Model:
    """The model that ships, read once per process."""
    text = (resources.files("archiver.cleaning.rules") / "learned.json").read_text("utf-8")
    return Model(json.loads(text))
