"""The rule data, loaded once per process: cues for page chrome in many languages, and class names with their
reasons.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


def load(name: str) -> dict[str, Any]:
    """One file of rule data."""
    return tomllib.loads((resources.files(__name__) / name).read_text("utf-8"))


class ClassRules:
    """Which rules the class and id of an element name."""

    def __init__(self, tables: dict[str, Any]) -> None:
        self._tokens: dict[str, tuple[str, float]] = {}
        for rule, table in tables.items():
            for token in table["tokens"]:
                self._tokens.setdefault(token, (rule, float(table["share"])))
        self._seen: dict[str, tuple[tuple[str, float], ...]] = {}

    def of(self, classes: str) -> tuple[tuple[str, float], ...]:
        """(rule, share) of each token that names a rule; `classes` as Measures.classes has them."""
        found = self._seen.get(classes)
        if found is None:
            tokens = classes.lower().replace("_", "-").replace("#", "").split()
            found = tuple(self._tokens[t] for t in tokens if t in self._tokens)
            if len(self._seen) < 20_000:
                self._seen[classes] = found
        return found


@cache
def class_rules() -> ClassRules:
    """The rules of classes.toml."""
    return ClassRules(load("classes.toml"))
