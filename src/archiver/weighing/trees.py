"""Gradient-boosted decision trees, compiled to one Python function of comparisons. benchmarks/training learns them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

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


def compile_trees(base: float, trees: Sequence[Any], stops: Sequence[Stop] = ()) -> Scores:
    """Compile trees to a function that takes a column of each feature and returns the score of each row.

    The score is `base` plus the values of all trees, or the estimate of the first stop that applies; most rows stop after a few trees.
    A tree is a number (a leaf) or [feature, threshold, tree if not greater, tree if greater]. A walk through nested lists takes four times as long
    as compiled comparisons, and this is the innermost loop. The source code is made of numbers only, whatever the file holds.
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
    exec(compile("\n".join(lines), "<trees>", "exec"), {"__builtins__": {"zip": zip}}, scope)
    scores: Scores = scope["scores"]
    return scores
