"""Learned words: how much one class token, or one word of a short line, speaks for the body or against it.

Weights are logits: positive for body. They come from labelled pages (benchmarks/training); only tokens and words that
stand on at least ten sites have one, and none with a digit in it. What a class says is summed over an element and all
its ancestors.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
#: Tags that say nothing.
_PLAIN = frozenset(["div", "span", "body"])
#: Tokens, and whole attributes, whose weight is kept in mind.
_REMEMBERED = 50_000
#: Characters of a piece of prose that are read for what kind of text it is.
_HEAD = 300
#: A longer line is judged as prose, not as a line.
LINE = 240
_TEXT = re.compile(r"[^\W\d_]+|[©|»›→+@#:]")


def words_of(text: str) -> list[str]:
    """The words at the head of a text in lower case, and the signs among them that say something."""
    return _TEXT.findall(text[:_HEAD].lower())


def token_features(tag: str, classes: str) -> list[str]:
    """The names of an element as the lexicon knows them: its tag, its whole tokens, and their parts ("~related" of
    "post-related").
    """
    found = [] if tag in _PLAIN else [f"<{tag}"]
    for token in classes.split():
        found += _token_features(token)
    return found


def _token_features(token: str) -> list[str]:
    lower = token.lower()
    bare = lower.lstrip("#@")
    if bare == token and bare.isascii() and bare.isalpha():
        return [lower, f"~{bare}"]
    parts = {part.lower() for part in _PART.findall(token)}
    if len(parts) > 1 or bare not in parts:
        return [lower, *(f"~{part}" for part in sorted(parts) if len(part) > 2)]
    return [lower, f"~{bare}"]


def word_features(words: list[str]) -> list[str]:
    """The words of a short line as the lexicon knows them: each once, the pair it begins with, and all of a very
    short one.
    """
    if not words:
        return []
    first, last = words[0], words[-1]
    found = list(dict.fromkeys(words))
    if len(words) > 1:
        found.append(f"^{first} {words[1]}")
    found.append(f"^{first}")
    found.append(f"{last}$")
    if len(words) <= 4:
        found.append(f"={' '.join(words)}")
    return found


def prose_features(words: list[str]) -> list[str]:
    """The words at the head of a piece of prose, each once, and the pair it begins with: who speaks, and to whom."""
    found = list(dict.fromkeys(words))
    if len(words) > 1:
        found.append(f"^{words[0]} {words[1]}")
    return found


class Lexicon:
    """The weights, with a memory for the names of elements that came before."""

    def __init__(
        self,
        token_weights: Mapping[str, float],
        word_weights: Mapping[str, float],
        word_bias: float = 0.0,
        prose_weights: Mapping[str, float] | None = None,
        prose_bias: float = 0.0,
    ) -> None:
        self._tokens, self._words, self._bias = token_weights, word_weights, word_bias
        self._prose, self._prose_bias = prose_weights or {}, prose_bias
        self._seen: dict[str, float] = {}
        self._seen_names: dict[tuple[str, str], float] = {}

    def tokens(self, tag: str, classes: str) -> float:
        """What an element's own names say."""
        key = (tag, classes)
        total = self._seen_names.get(key)
        if total is None:
            seen, get = self._seen, self._tokens.get
            total = 0.0 if tag in _PLAIN else get(f"<{tag}", 0.0)
            for token in classes.split():
                found = seen.get(token)
                if found is None:
                    found = sum([get(feature, 0.0) for feature in _token_features(token)])
                    if len(seen) < _REMEMBERED:
                        seen[token] = found
                total += found
            if len(self._seen_names) < _REMEMBERED:
                self._seen_names[key] = total
        return total

    def words(self, words: list[str]) -> float:
        """What the words of a short line say."""
        get = self._words.get
        return sum([w for feature in word_features(words) if (w := get(feature))], self._bias)

    def prose(self, words: list[str]) -> float:
        """What the words at the head of a piece of prose say."""
        get = self._prose.get
        return sum([w for feature in prose_features(words) if (w := get(feature))], self._prose_bias)
