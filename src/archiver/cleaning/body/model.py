"""The learned model of the body finder: weights of words and gradient-boosted decision trees, read from rules/learned.json.

benchmarks/training/train.py makes the file from pages that other people labelled (docs/reference/rules.md names them). Nothing is learned at run time, and
no library is needed: on first use, the trees are compiled to one Python function of comparisons.
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
#: Scores are limited to this absolute value, so that `exp` cannot overflow; beyond it, chances are practically 0 or 1.
_LARGEST_SCORE = 30.0


@dataclass(frozen=True, slots=True)
class Stop:
    """An early stop: after `trees` trees, a score below `low` or above `high` is certain enough.

    The final score is then estimated by a line of (slope, offset): `below` for low scores, `above` for high ones.
    """

    trees: int
    low: float
    high: float
    below: tuple[float, float]
    above: tuple[float, float]


class Model:
    """The lexicon, and the trees that estimate from the features of units how likely these are body.

    `data` is the content of learned.json. Raises ValueError if it was made for other features.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        if data["features"] != NAMES:
            raise ValueError("rules/learned.json was made for other features; run benchmarks/training/train.py again")
        self.lexicon = Lexicon(
            data["tokens"], data["words"], float(data["words_bias"]), data["prose"], float(data["prose_bias"])
        )
        stops = [Stop(s["trees"], s["low"], s["high"], tuple(s["below"]), tuple(s["above"])) for s in data["stops"]]
        self._scores = compile_trees(float(data["base"]), data["trees"], stops)

    def chances(self, columns: Mapping[str, Sequence[float]]) -> list[float]:
        """For each unit, the probability (0 to 1) that it is body. `columns` is the result of features.columns."""
        return chances_of(self._scores([columns[name] for name in NAMES]))


def chances_of(scores: Sequence[float]) -> list[float]:
    """The probabilities of scores (the logistic function)."""
    return [1.0 / (1.0 + exp(-max(-_LARGEST_SCORE, min(_LARGEST_SCORE, score)))) for score in scores]


def compile_trees(base: float, trees: Sequence[Any], stops: Sequence[Stop] = ()) -> Scores:
    """Compile trees to a function that takes a column of each feature and returns the score of each unit.

    The score is `base` plus the values of all trees, or the estimate of the first stop that applies; most units of a page stop after a few trees.
    A tree is a number (a leaf) or [feature, threshold, tree if not greater, tree if greater]. A walk through nested lists takes four times as long
    as compiled comparisons, and this is the innermost loop of cleaning. The source code is made of numbers only, whatever the file holds.
    """
    used: set[int] = set()

    def source(tree: Any) -> str:
        if isinstance(tree, list):
            feature, threshold, low, high = tree
            used.add(int(feature))
            return f"({source(low)} if x{int(feature)} <= {float(threshold)!r} else {source(high)})"
        return repr(float(tree))

    body, finished = [], 0
    for stop in stops:
        body += [f"t += {source(tree)}" for tree in trees[finished : stop.trees]]
        for sign, limit, (slope, offset) in (("<", stop.low, stop.below), (">", stop.high, stop.above)):
            body.append(f"if t {sign} {float(limit)!r}:")
            body.append(f"    add(t * {float(slope)!r} + {float(offset)!r})")
            body.append("    continue")
        finished = stop.trees
    body += [f"t += {source(tree)}" for tree in trees[finished:]]
    features = sorted(used or {0})
    names, columns = (", ".join([form.format(k) for k in features]) for form in ("x{}", "columns[{}]"))
    lines = [
        "def scores(columns):",
        "    result = []",
        "    add = result.append",
        f"    for {names}, in zip({columns}):",
        f"        t = {float(base)!r}",
        *(f"        {line}" for line in body),
        "        add(t)",
        "    return result",
    ]
    scope: dict[str, Any] = {}
    exec(compile("\n".join(lines), "<learned.json>", "exec"), {"__builtins__": {"zip": zip}}, scope)
    scores: Scores = scope["scores"]
    return scores


@cache
def model() -> Model:
    """The model of rules/learned.json, loaded once per process."""
    text = (resources.files("archiver.cleaning.rules") / "learned.json").read_text("utf-8")
    return Model(json.loads(text))
