"""The learned part of finding the body: word weights and small boosted trees, read from rules/learned.json.

The file is made by benchmarks/training/train.py from pages that others labelled (docs/reference/rules.md names them). Nothing
is learned at run time, and no library is needed: the trees become one plain Python function of comparisons when they
are first used.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import exp
from typing import Any

from archiver.cleaning.body.features import NAMES
from archiver.cleaning.body.lexicon import Lexicon

Columns = Sequence[Sequence[float]]
Scores = Callable[[Columns], list[float]]
#: Scores farther from doubt are chances of 0 and 1.
_SURE = 30.0


@dataclass(frozen=True, slots=True)
class Stop:
    """After so many trees a score below `low` or above `high` is beyond doubt. What all trees would make of it is about a line through
    it: (slope, offset).
    """

    trees: int
    low: float
    high: float
    below: tuple[float, float]
    above: tuple[float, float]


class Model:
    """The lexicon, and `chances` of units by their features: how likely they are to be body."""

    def __init__(self, data: dict[str, Any]) -> None:
        if data["features"] != NAMES:
            raise ValueError("rules/learned.json was made for other features; run benchmarks/training/train.py again")
        self.lexicon = Lexicon(
            data["tokens"], data["words"], float(data["words_bias"]), data["prose"], float(data["prose_bias"])
        )
        stops = [Stop(s["trees"], s["low"], s["high"], tuple(s["below"]), tuple(s["above"])) for s in data["stops"]]
        self._scores = compile_trees(float(data["base"]), data["trees"], stops)

    def chances(self, columns: Mapping[str, Sequence[float]]) -> list[float]:
        """Of each unit, between 0 and 1; `columns` are what features.columns says of them all."""
        scores = self._scores([columns[name] for name in NAMES])
        return [1.0 / (1.0 + exp(-max(-_SURE, min(_SURE, score)))) for score in scores]


def compile_trees(base: float, trees: Sequence[Any], stops: Sequence[Stop] = ()) -> Scores:
    """One function that adds up the trees for each unit, and stops where the sum is beyond doubt. It takes a column of each feature.

    A tree is a number (a leaf) or [feature, threshold, tree if not greater, tree if greater]. Walking lists costs
    four times as much as running comparisons, and this is the innermost loop of cleaning; the source is made of
    numbers only, whatever the file holds. Most units of a page are beyond doubt after a few trees.
    """
    used: set[int] = set()

    def source(tree: Any) -> str:
        if isinstance(tree, list):
            feature, threshold, low, high = tree
            used.add(int(feature))
            return f"({source(low)} if x{int(feature)} <= {float(threshold)!r} else {source(high)})"
        return repr(float(tree))

    body, done = [], 0
    for stop in stops:
        body += [f"t += {source(tree)}" for tree in trees[done : stop.trees]]
        for sign, limit, (slope, offset) in (("<", stop.low, stop.below), (">", stop.high, stop.above)):
            body.append(f"if t {sign} {float(limit)!r}:")
            body.append(f"    add(t * {float(slope)!r} + {float(offset)!r})")
            body.append("    continue")
        done = stop.trees
    body += [f"t += {source(tree)}" for tree in trees[done:]]
    order = sorted(used or {0})
    names, columns = (", ".join([form.format(k) for k in order]) for form in ("x{}", "columns[{}]"))
    lines = [
        "def scores(columns):",
        "    found = []",
        "    add = found.append",
        f"    for {names}, in zip({columns}):",
        f"        t = {float(base)!r}",
        *(f"        {line}" for line in body),
        "        add(t)",
        "    return found",
    ]
    scope: dict[str, Any] = {}
    exec(compile("\n".join(lines), "<learned.json>", "exec"), {"__builtins__": {"zip": zip}}, scope)
    scores: Scores = scope["scores"]
    return scores


@cache
def model() -> Model:
    """The model that ships, read once per process."""
    text = (resources.files("archiver.cleaning.rules") / "learned.json").read_text("utf-8")
    return Model(json.loads(text))
