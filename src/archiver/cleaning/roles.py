"""Roles of blocks: what words or the page's own class say that a block is (rules/roles.toml)."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from archiver.class_names import hyphenated
from archiver.cleaning.rules import load

#: What a cue begins with.
_WORD = re.compile(r"\w")
#: Class attributes whose role is kept in mind; those of one site come again and again.
_REMEMBERED = 20_000


class Roles:
    """The cues, compiled once."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.by_class: dict[str, str] = {
            token: role for role, tokens in data.pop("classes").items() for token in tokens
        }
        self.headings = {heading: role for role, table in data.items() for heading in table.get("headings", ())}
        self._seen: dict[str, str | None] = {}
        #: role, characters of the longest block, what begins it, what stands in it
        self._rules: list[tuple[str, int, tuple[str, ...], tuple[str, ...]]] = []
        for role, table in data.items():
            starts, contents = (tuple(cue.casefold() for cue in table[kind]) for kind in ("start", "contains"))
            if starts or contents:
                self._rules.append((role, int(table["longest"]), starts, contents))

    def of_text(self, text: str) -> str | None:
        """The role that its words give a block."""
        if len(text) > max([longest for _, longest, _, _ in self._rules], default=0):
            return None
        folded = text.casefold()
        front = _WORD.search(folded)
        begun = folded[front.start() :] if front else ""
        # plain searches for each cue are a fifth of the price of one expression of all
        for role, longest, starts, contents in self._rules:
            if len(text) <= longest and (begun.startswith(starts) or any(cue in folded for cue in contents)):
                return role
        return None

    def of_classes(self, classes: str) -> str | None:
        """The role that its class says, as Measures.classes has it."""
        if classes in self._seen:
            return self._seen[classes]
        tokens = hyphenated(classes).replace("#", "").split()
        role = next((self.by_class[token] for token in tokens if token in self.by_class), None)
        if len(self._seen) < _REMEMBERED:
            self._seen[classes] = role
        return role


@cache
def roles() -> Roles:
    """The cues of roles.toml."""
    return Roles(load("roles.toml"))


def role_of(text: str) -> str | None:
    """The role that its words give a block."""
    return roles().of_text(text)
