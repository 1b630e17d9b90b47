"""Words of class names and addresses, and the word lists of words.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources

_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_a-zA-Z]+")


@cache
def listed(table: str, key: str = "words") -> frozenset[str]:
    """A list of words.toml."""
    text = resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)[table][key])


@lru_cache(maxsize=20_000)
def parts(names: str) -> frozenset[str]:
    """The words in class names, ids or an address, in lower case; a name that is written in one is one word."""
    whole = {token.lower() for token in re.split(r"[\s#@/.?&=:_-]+", names) if token}
    return frozenset(whole.union(part.lower() for part in _PART.findall(names)))


def names_any(names: str, table: str, key: str = "words") -> bool:
    """Whether class names, ids or an address hold a word of a list."""
    return bool(names) and not listed(table, key).isdisjoint(parts(names))
