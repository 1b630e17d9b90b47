"""Trees score a row alike, whether they are walked through or compiled."""

from __future__ import annotations

import json
import random
from importlib import resources

import pytest

from archiver.weighing import trees


@pytest.mark.parametrize(("name", "part"), [("learned.json", "first"), ("learned.json", "second"), ("copied.json", "")])
def test_a_walk_and_the_compiled_trees_give_the_same_scores(name: str, part: str) -> None:
    data = json.loads((resources.files("archiver.cleaning.rules") / name).read_text("utf-8"))
    width = len(data["features"]) + len(data["context"] if part == "second" else ())
    data = data[part] if part else data
    stops = [trees.Stop(s["trees"], s["low"], s["high"], tuple(s["below"]), tuple(s["above"])) for s in data["stops"]]
    chance = random.Random(5)
    columns = [[chance.choice([-1.0, 0.0, 0.3, 2.0, 7.0, 60.0]) for _ in range(300)] for _ in range(width)]
    walked = trees.Trees(data["base"], data["trees"], stops)(columns)
    assert trees.Trees(data["base"], data["trees"], stops, few=0)(columns) == walked
    assert len(set(walked)) > 250


def test_the_scores_stay_when_the_trees_are_compiled() -> None:
    scores = trees.Trees(0.5, [[0, 1.0, 2.0, -2.0]], few=500)
    rows = [[float(n % 3) for n in range(400)]]
    assert scores(rows) == scores(rows) == [2.5, 2.5, -1.5] * 133 + [2.5]


def test_the_rows_of_a_long_page_have_the_scores_of_a_short_one() -> None:
    learned = [[0, 1.0, 2.0, [1, 3.0, -2.0, 0.25]], [1, 5.0, 1.0, 4.0]]
    columns = [[float(n % 7) for n in range(9001)], [float(n % 11) for n in range(9001)]]
    in_one = trees.Trees(0.5, learned, few=0)(columns)
    one_by_one = trees.Trees(0.5, learned, few=10_000)(columns)
    assert in_one == one_by_one
    assert len(in_one) == 9001 and len(set(in_one)) == 5
