"""Roles of blocks: what words or the page's own class say that a block is (rules/roles.toml)."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from archiver.cleaning.rules import load


class Roles:
    """The cues, compiled once."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.by_class: dict[str, str] = {
            token: role for role, tokens in data.pop("classes").items() for token in tokens
        }
        self.headings = {heading: role for role, table in data.items() for heading in table.get("headings", ())}
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
        for token in classes.lower().replace("_", "-").replace("#", "").split():
            if role := self.by_class.get(token):
                return role
        return None


@cache
def roles() -> Roles:
    """The cues of roles.toml."""
    return Roles(load("roles.toml"))


def role_of(text: str) -> str | None:
    """The role that its words give a block."""
    return roles().of_text(text)
