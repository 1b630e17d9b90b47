"""Gradient-boosted decision trees. benchmarks/training learns them.

A few rows are scored by a walk through the trees. For many rows, the trees are compiled to one Python function of comparisons: to compile takes as long as
to walk for the rows of two or three pages, and the function then takes a quarter of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

#: The most rows that are scored by a walk, in a process.
FEW = 600
#: From this number of rows on, equal rows are looked for, among so many at a time: on a page of thousands of lines most lines are alike.
_MANY = 2000

Columns = Sequence[Sequence[float]]
Scores = Callable[[Columns], list[float]]


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


class Trees:
    """Trees that score rows: a function that takes a column of each feature, and returns the score of each row.

    The score is `base` plus the values of all trees, or the estimate of the first stop that applies; most rows stop after a few trees. A tree is a number
    (a leaf) or [feature, threshold, tree if not greater, tree if greater]. After `few` rows the trees are compiled.
    """

    def __init__(self, base: float, trees: Sequence[Any], stops: Sequence[Stop] = (), few: int = FEW) -> None:
        self.base, self.trees, self.stops, self.few = base, trees, stops, few
        self._walked = 0
        self._compiled: Scores | None = None

    def __call__(self, columns: Columns) -> list[float]:
        if self._compiled is None:
            self._walked += len(columns[0])
            if self._walked <= self.few:
                return [self._score(row) for row in zip(*columns, strict=True)]
            self._compiled = _compiled(self.base, self.trees, self.stops)
        return self._compiled(columns) if len(columns[0]) < _MANY else _once(self._compiled, columns)

    def _score(self, row: Sequence[float]) -> float:
        """The score of one row, by a walk through the trees."""
        score, finished = self.base, 0
        for stop in self.stops:
            for tree in self.trees[finished : stop.trees]:
                score += _leaf(tree, row)
            for is_beyond, (slope, offset) in ((score < stop.low, stop.below), (score > stop.high, stop.above)):
                if is_beyond:
                    return score * slope + offset
            finished = stop.trees
        for tree in self.trees[finished:]:
            score += _leaf(tree, row)
        return score


def _once(scores: Scores, columns: Columns) -> list[float]:
    """The scores of the rows, a portion of rows after the other. Equal rows of a portion are scored once."""
    result: list[float] = []
    rows = zip(*columns, strict=True)
    while portion := list(islice(rows, _MANY)):
        distinct = list(dict.fromkeys(portion))
        score_of = dict(zip(distinct, scores(list(zip(*distinct, strict=True))), strict=True))
        result += [score_of[row] for row in portion]
    return result


def _leaf(tree: Any, row: Sequence[float]) -> float:
    while type(tree) is list:
        feature, threshold, low, high = tree
        tree = low if row[feature] <= threshold else high
    return float(tree)


def _compiled(base: float, trees: Sequence[Any], stops: Sequence[Stop]) -> Scores:
    """The trees as a function of comparisons. Its source code is made of numbers only, whatever the file holds."""
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
    exec(compile("\n".join(lines), "<trees>", "exec"), {"__builtins__": {"zip": zip}}, scope)
    scores: Scores = scope["scores"]
    return scores
