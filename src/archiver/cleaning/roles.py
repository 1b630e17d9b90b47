"""Roles of blocks: what words or the page's own class say that a block is (rules/roles.toml)."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from archiver.cleaning.rules import load

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
        self._rules: list[tuple[str, int, re.Pattern[str]]] = []
        for role, table in data.items():
            starts = "|".join(re.escape(s.casefold()) for s in table["start"])
            contents = "|".join(re.escape(s.casefold()) for s in table["contains"])
            parts = [*([rf"^\W*(?:{starts})"] if starts else []), *([contents] if contents else [])]
            if parts:
                self._rules.append((role, int(table["longest"]), re.compile("|".join(parts))))

    def of_text(self, text: str) -> str | None:
        """The role that its words give a block."""
        folded = None
        for role, longest, pattern in self._rules:
            if len(text) <= longest:
                folded = text.casefold() if folded is None else folded
                if pattern.search(folded):
                    return role
        return None

    def of_classes(self, classes: str) -> str | None:
        """The role that its class says, as Measures.classes has it."""
        if classes in self._seen:
            return self._seen[classes]
        tokens = classes.lower().replace("_", "-").replace("#", "").split()
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
