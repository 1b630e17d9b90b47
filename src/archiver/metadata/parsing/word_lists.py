"""The word lists of words.toml, folded once for comparison.

What a list is for stands in the file itself; this module only gives the lists a shape that is quick to ask.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    text = resources.files("archiver.metadata").joinpath("words.toml").read_text(encoding="utf-8")
    tables: dict[str, dict[str, list[str]]] = tomllib.loads(text)
    return tables


@cache
def words(table: str, key: str = "words") -> frozenset[str]:
    """A list of words.toml in lower case: `words("roles")`, `words("honorifics", "suffixes")`."""
    return frozenset(word.casefold() for word in _tables()[table][key])


@cache
def starts(table: str, key: str = "words") -> re.Pattern[str]:
    """A pattern that matches any word of a list at the start of a text, the longest first, as a whole word."""
    return re.compile(rf"(?:{alternatives(words(table, key))})", re.IGNORECASE)


@lru_cache(maxsize=64)
def byline_words(language: str) -> frozenset[str]:
    """The words before a name in this language and in English, as saved pages mix both."""
    table = _tables()["byline"]
    found = {*table["en"], *table.get(language, ())}
    if not language:
        found.update(word for listed in table.values() for word in listed)
    return frozenset(word.casefold() for word in found)


@lru_cache(maxsize=64)
def byline_start(language: str) -> re.Pattern[str]:
    """A byline's first word with what follows it: "By ", "Von: ", "文・"."""
    return re.compile(
        rf"\s*(?:{alternatives(byline_words(language))}|(?-i:By(?=[A-Z][a-z])))\s*[:：・/／=＝|-]?\s*(?=\S)",
        re.IGNORECASE,
    )


@lru_cache(maxsize=64)
def byline_hint(language: str) -> re.Pattern[str]:
    """Any byline word anywhere: what a line must have to be worth reading as a byline."""
    return re.compile(rf"(?<![^\W_])(?:{alternatives(byline_words(language))}|(?-i:By(?=[A-Z][a-z])))", re.IGNORECASE)


def alternatives(listed: frozenset[str]) -> str:
    """Words as the alternatives of a pattern, the longest first; in alphabets that write spaces they match as whole
    words.
    """
    longest_first = sorted(listed, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) + (r"(?!\w)" if _spaced(word[-1]) else "") for word in longest_first)


def _spaced(character: str) -> bool:
    """Whether a script puts spaces between words: all but the ideographs, kana and Thai."""
    code = ord(character)
    return character.isalnum() and not (
        0x0E00 <= code <= 0x0E7F or 0x3040 <= code <= 0x30FF or 0x3400 <= code <= 0x9FFF
    )
