"""Rule data: the files of this folder, loaded once per process, and the rules that class names name (classes.toml)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from archiver.trees.class_names import hyphenated

__all__ = ["class_rules", "load"]


def load(name: str) -> dict[str, Any]:
    """The tables of one TOML file of this folder."""
    return tomllib.loads((resources.files(__name__) / name).read_text("utf-8"))


#: The place between the words of a name in camel case.
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
#: The most class attributes, and the most tokens, whose rules are remembered.
_MOST_REMEMBERED = 20_000
#: Characters of a number at the end of a name, with the hyphen before it.
_NUMBER = "-0123456789"


def _forms(token: str) -> tuple[str, ...]:
    """The forms of a class token under which a rule is looked up.

    All of these are read as "share-bar": "share_bar", "shareBar", "share-bar-2" (without the number), and "article__share-bar--wide" (the element
    in BEM's block__element--modifier).
    """
    plain = token.replace("#", "")
    lower = hyphenated(plain)
    separated = lower if plain.islower() else hyphenated(_CAMEL.sub("-", plain))
    form = separated.rstrip(_NUMBER) if separated[-1:].isdigit() else separated
    if "__" not in plain and "--" not in plain:
        return (lower, form) if form != lower else (lower,)
    element = plain.partition("--")[0].rpartition("__")[2]
    return lower, form, hyphenated(_CAMEL.sub("-", element)).rstrip(_NUMBER)


class ClassRules:
    """The rules that the class and id of an element name, each with the largest share of the prose of the page that the element may hold."""

    def __init__(self, tables: dict[str, Any]) -> None:
        self._tokens: dict[str, tuple[str, float]] = {}
        for rule, table in tables.items():
            for token in table["tokens"]:
                self._tokens.setdefault(token, (rule, float(table["share"])))
        self._by_classes: dict[str, tuple[tuple[str, float], ...]] = {}
        self._by_token: dict[str, list[tuple[str, float]]] = {}

    def of(self, classes: str) -> tuple[tuple[str, float], ...]:
        """(rule, share) of each token that names a rule; `classes` as in `Measures.classes`."""
        result = self._by_classes.get(classes)
        if result is None:
            named: list[tuple[str, float]] = []
            for token in classes.split():
                rules = self._by_token.get(token)
                # an empty list means that the token names no rule, as most tokens do
                if rules or rules is None:
                    named += rules or self._rules_of_token(token)
            result = tuple(dict.fromkeys(named)) if named else ()
            if len(self._by_classes) < _MOST_REMEMBERED:
                self._by_classes[classes] = result
        return result

    def _rules_of_token(self, token: str) -> list[tuple[str, float]]:
        """The rules that one token names. They are remembered, because the same tokens come on every page."""
        tokens = self._tokens
        if token.islower() and token[-1].isalpha() and token[0] != "#" and "_" not in token and "--" not in token:
            # most tokens have only one form
            rules = [tokens[token]] if token in tokens else []
        else:
            rules = [tokens[form] for form in _forms(token) if form in tokens]
        if len(self._by_token) < _MOST_REMEMBERED:
            self._by_token[token] = rules
        return rules


@cache
def class_rules() -> ClassRules:
    """The rules of classes.toml, loaded once per process."""
    return ClassRules(load("classes.toml"))
