"""The rule data, loaded once per process: cues for page chrome in many languages, and class names with their
reasons.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any


def load(name: str) -> dict[str, Any]:
    """One file of rule data."""
    return tomllib.loads((resources.files(__name__) / name).read_text("utf-8"))


_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NUMBER = "-0123456789"


def _forms(token: str) -> Iterator[str]:
    """The ways in which a token may name a rule: as it is ("share_bar"), written as one word ("shareBar"), without the number behind it
    ("recent-posts-2"), as the element of a block ("article__share-bar--wide").
    """
    plain = token.replace("#", "")
    lower = plain.lower().replace("_", "-")
    yield lower
    parted = lower if plain.islower() else _CAMEL.sub("-", plain).lower().replace("_", "-")
    form = parted.rstrip(_NUMBER) if parted[-1:].isdigit() else parted
    if form != lower:
        yield form
    if "__" in plain or "--" in plain:
        block = plain.partition("--")[0].rpartition("__")[2]
        yield _CAMEL.sub("-", block).lower().replace("_", "-").rstrip(_NUMBER)


class ClassRules:
    """Which rules the class and id of an element name."""

    def __init__(self, tables: dict[str, Any]) -> None:
        self._tokens: dict[str, tuple[str, float]] = {}
        for rule, table in tables.items():
            for token in table["tokens"]:
                self._tokens.setdefault(token, (rule, float(table["share"])))
        self._seen: dict[str, tuple[tuple[str, float], ...]] = {}
        self._named: dict[str, tuple[tuple[str, float] | None, ...]] = {}

    def of(self, classes: str) -> tuple[tuple[str, float], ...]:
        """(rule, share) of each token that names a rule; `classes` as Measures.classes has them."""
        found = self._seen.get(classes)
        if found is None:
            named = [self._named.get(token) or self._name(token) for token in classes.split()]
            found = tuple(dict.fromkeys(rule for rules in named for rule in rules if rule))
            if len(self._seen) < 20_000:
                self._seen[classes] = found
        return found

    def _name(self, token: str) -> tuple[tuple[str, float] | None, ...]:
        """The rules that one token names, (None,) for none; the same tokens come again and again."""
        found = tuple(self._tokens[form] for form in _forms(token) if form in self._tokens) or (None,)
        if len(self._named) < 20_000:
            self._named[token] = found
        return found

    def names_comments(self, classes: str) -> bool:
        """Whether one of the tokens names comments."""
        found = self.of(classes)
        return bool(found) and any(rule == "comments" for rule, _ in found)


@cache
def class_rules() -> ClassRules:
    """The rules of classes.toml."""
    return ClassRules(load("classes.toml"))
