"""The learned model of the roles of lines: gradient-boosted decision trees for each role, read from rules/line_roles.json.

benchmarks/training/line_roles.py makes the file from copies of pages whose markup names the captions, headings and items
(docs/reference/rules.md names the authors of the pages' labels).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from archiver.cleaning.body.model import chances_of
from archiver.cleaning.line_roles.features import NAMES
from archiver.weighing.trees import Trees

#: The roles that the model knows.
ROLES = ("caption", "heading", "item")


class RoleModel:
    """The trees that estimate from the features of lines how likely each role is.

    `data` is the content of line_roles.json. Raises ValueError if it was made for other features.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        if data["features"] != NAMES:
            raise ValueError(
                "rules/line_roles.json was made for other features; run benchmarks/training/line_roles.py again"
            )
        self._scores = {role: Trees(float(data[role]["base"]), data[role]["trees"]) for role in ROLES}

    def chances(self, columns: Mapping[str, Sequence[float]]) -> dict[str, list[float]]:
        """By role, for each line the probability (0 to 1) that it has the role. `columns` is the result of features.columns."""
        table = [columns[name] for name in NAMES]
        return {role: chances_of(scores(table)) for role, scores in self._scores.items()}


@cache
def role_model() -> RoleModel:
    """The model of rules/line_roles.json, loaded once per process."""
    text = (resources.files("archiver.cleaning.rules") / "line_roles.json").read_text("utf-8")
    return RoleModel(json.loads(text))
