"""Hyphenation: where a word may be broken with a hyphen, by the rules of its language.

The patterns are those of Hunspell and LibreOffice, in the package pyphen (Liang's method). Where they change letters
at the break (Hungarian "asszony": "asz-szony"), the word is not broken there: not a letter of the source may change.
Finnish, which pyphen lacks, has one rule: a syllable begins with the last consonant before a vowel. For a word of a
language without patterns the same rule serves as a guess; it is asked for only where the word alone is wider than its
line.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from archiver.languages import subtags

#: The fewest letters of a word that is broken, before the hyphen, and after it.
SHORTEST, BEFORE, AFTER = 6, 2, 3
#: Scripts whose words are broken with a hyphen, by the start of the names of their letters.
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN")
_BY_SYLLABLES = frozenset({"fi"})
#: Letters that sound as vowels, without their accents.
_VOWELS = frozenset("aeiouyæøœıаеиоуыэюяієѣαεηιουωաեէըիոօաაეიოუ")
_WORD = re.compile(r"[^\W\d_]+")


def has_patterns(language: str) -> bool:
    """Whether words of this language are broken by rules of the language, and not only by a guess."""
    return subtags(language).language in _BY_SYLLABLES or _dictionary(language) is not None


@lru_cache(maxsize=4096)
def break_points(word: str, language: str) -> tuple[int, ...]:
    """The places in a word where a hyphen may stand, in order; none in a word of a script that has no hyphens."""
    if len(word) < SHORTEST or not all(map(is_hyphenable, word)):
        return ()
    points: Iterable[int]
    if subtags(language).language in _BY_SYLLABLES or (dictionary := _dictionary(language)) is None:
        points = _syllables(word)
    else:
        points = (int(p) for p in dictionary.positions(word) if getattr(p, "data", None) is None)
    return tuple(p for p in points if BEFORE <= p <= len(word) - AFTER and not unicodedata.combining(word[p]))


def with_soft_hyphens(text: str, language: str) -> str:
    """The text with a soft hyphen at each place where a word of it may be broken."""

    def broken(match: re.Match[str]) -> str:
        points = [0, *break_points(match[0], language), len(match[0])]
        return "\u00ad".join(match[0][a:b] for a, b in itertools.pairwise(points))

    return _WORD.sub(broken, text)


@cache
def is_hyphenable(char: str) -> bool:
    """Whether a character may stand in a word that is broken with a hyphen."""
    if not char:
        return False
    return unicodedata.category(char)[0] == "M" or unicodedata.name(char, "").startswith(_SCRIPTS) or char in "'’-"


def _syllables(word: str) -> list[int]:
    """The places before each last consonant between two vowels."""
    vowels = [unicodedata.normalize("NFD", char)[0] in _VOWELS for char in word.lower()]
    return [
        at
        for at in range(1, len(word) - 1)
        if not vowels[at] and vowels[at + 1] and word[at].isalpha() and any(vowels[:at])
    ]


@cache
def _dictionary(language: str) -> Any:
    """The patterns for a language (BCP 47), or None."""
    import pyphen  # type: ignore[import-untyped]

    found = pyphen.language_fallback(language.replace("-", "_")) if language else None
    return pyphen.Pyphen(lang=found, left=BEFORE, right=AFTER) if found else None
