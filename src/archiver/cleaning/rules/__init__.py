"""The rule data, loaded once per process: cues for page chrome in many languages, and class names with their
reasons.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from archiver.class_names import hyphenated


def load(name: str) -> dict[str, Any]:
    """One file of rule data."""
    return tomllib.loads((resources.files(__name__) / name).read_text("utf-8"))


_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NUMBER = "-0123456789"


def _forms(token: str) -> tuple[str, ...]:
    """The ways in which a token may name a rule: as it is ("share_bar"), written as one word ("shareBar"), without the number behind it
    ("recent-posts-2"), as the element of a block ("article__share-bar--wide").
    """
    plain = token.replace("#", "")
    lower = hyphenated(plain)
    parted = lower if plain.islower() else hyphenated(_CAMEL.sub("-", plain))
    form = parted.rstrip(_NUMBER) if parted[-1:].isdigit() else parted
    if "__" not in plain and "--" not in plain:
        return (lower, form) if form != lower else (lower,)
    block = plain.partition("--")[0].rpartition("__")[2]
    return lower, form, hyphenated(_CAMEL.sub("-", block)).rstrip(_NUMBER)


class ClassRules:
    """Which rules the class and id of an element name."""

    def __init__(self, tables: dict[str, Any]) -> None:
        self._tokens: dict[str, tuple[str, float]] = {}
        for rule, table in tables.items():
            for token in table["tokens"]:
                self._tokens.setdefault(token, (rule, float(table["share"])))
        self._seen: dict[str, tuple[tuple[str, float], ...]] = {}
        self._named: dict[str, list[tuple[str, float]]] = {}

    def of(self, classes: str) -> tuple[tuple[str, float], ...]:
        """(rule, share) of each token that names a rule; `classes` as Measures.classes has them."""
        found = self._seen.get(classes)
        if found is None:
            named: list[tuple[str, float]] = []
            for token in classes.split():
                rules = self._named.get(token)
                # most tokens name no rule
                if rules or rules is None:
                    named += rules or self._name(token)
            found = tuple(dict.fromkeys(named)) if named else ()
            if len(self._seen) < 20_000:
                self._seen[classes] = found
        return found

    def _name(self, token: str) -> list[tuple[str, float]]:
        """The rules that one token names; the same tokens come again and again."""
        tokens = self._tokens
        if token.islower() and token[-1].isalpha() and token[0] != "#" and "_" not in token and "--" not in token:
            # most have one form only
            found = [tokens[token]] if token in tokens else []
        else:
            found = [tokens[form] for form in _forms(token) if form in tokens]
        if len(self._named) < 20_000:
            self._named[token] = found
        return found


@cache
def class_rules() -> ClassRules:
    """The rules of classes.toml."""
    return ClassRules(load("classes.toml"))
