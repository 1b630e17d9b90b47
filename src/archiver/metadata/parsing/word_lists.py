"""The word lists of words.toml as sets in lower case and as patterns. The file itself explains each list."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    """The tables of words.toml."""
    text = resources.files("archiver.metadata").joinpath("words.toml").read_text(encoding="utf-8")
    tables: dict[str, dict[str, list[str]]] = tomllib.loads(text)
    return tables


@cache
def words(table: str, key: str = "words") -> frozenset[str]:
    """A list of words.toml in lower case: `words("roles")`, `words("honorifics", "suffixes")`."""
    return frozenset(word.casefold() for word in _tables()[table][key])


@lru_cache(maxsize=64)
def byline_words(language: str) -> frozenset[str]:
    """The byline words of a language and of English, because pages mix both; those of all languages when it is "". In
    lower case.
    """
    table = _tables()["byline"]
    listed = {*table["en"], *table.get(language, ())}
    if not language:
        listed.update(word for language_words in table.values() for word in language_words)
    return frozenset(word.casefold() for word in listed)


@lru_cache(maxsize=64)
def byline_start(language: str) -> re.Pattern[str]:
    """The pattern of a byline word at the start of a text, with the punctuation after it: "By ", "Von: ", "文・"."""
    return re.compile(
        rf"\s*(?:{alternatives(byline_words(language))}|(?-i:By(?=[A-Z][a-z])))\s*[:：・/／=＝|-]?\s*(?=\S)",
        re.IGNORECASE,
    )


@lru_cache(maxsize=64)
def byline_hint(language: str) -> re.Pattern[str]:
    """The pattern of a byline word anywhere: a cheap prefilter for lines."""
    return re.compile(rf"(?<![^\W_])(?:{alternatives(byline_words(language))}|(?-i:By(?=[A-Z][a-z])))", re.IGNORECASE)


def alternatives(words: frozenset[str]) -> str:
    """Words as the alternatives of a pattern, the longest first. A word of a script with spaces between words matches
    as a whole word.
    """
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) + (r"(?!\w)" if _is_spaced_script(word[-1]) else "") for word in longest_first)


def _is_spaced_script(character: str) -> bool:
    """Whether a character belongs to a script with spaces between words: a letter or digit, and no ideograph, kana or
    Thai.
    """
    code = ord(character)
    return character.isalnum() and not (
        0x0E00 <= code <= 0x0E7F or 0x3040 <= code <= 0x30FF or 0x3400 <= code <= 0x9FFF
    )
