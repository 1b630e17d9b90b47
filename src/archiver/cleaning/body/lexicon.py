"""Learned words: how much one class token, or one word of a short line, speaks for the body or against it.

Weights are logits: positive for body. They come from labelled pages (benchmarks/training); only tokens and words that
stand on at least ten sites have one, and none with a digit in it. What a class says is summed over an element and all
its ancestors.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import fsum

_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
#: Tags that say nothing.
_PLAIN = frozenset(["div", "span", "body"])
#: Tokens, and whole attributes, whose weight is kept in mind.
_REMEMBERED = 50_000
#: Characters of a piece of prose that are read for what kind of text it is.
_HEAD = 300
#: A longer line is judged as prose, not as a line.
LINE = 240
_SIGNS = "©|»›→+@#:"
_TEXT = re.compile(rf"[^\W\d_]+|[{_SIGNS}]")
#: What typographers put between Latin words, and is no word itself.
_BETWEEN = "’“”‘„–—…"
#: By the code of each Latin character itself, if it is a letter or a sign that says something, else a blank; and the codes of the letters.
_LATIN = bytes(code if _TEXT.match(chr(code)) else 32 for code in range(256))
_LETTERS = bytes(code for code in range(256) if _LATIN[code] == code and chr(code) not in _SIGNS)


def words_of(text: str) -> list[str]:
    """The words at the head of a text in lower case, and the signs among them that say something."""
    head = text[:_HEAD].lower()
    if not head.isascii():
        for sign in _BETWEEN:
            head = head.replace(sign, " ")
    # nearly all texts are Latin, and a table of 256 parts their words in half the time
    try:
        latin = head.encode("latin-1").translate(_LATIN)
    except UnicodeEncodeError:
        return _TEXT.findall(head)
    for code in set(latin.translate(None, _LETTERS)):
        latin = latin.replace(bytes([code]), bytes([32, code, 32]))
    return latin.decode("latin-1").split()


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
        self._tokens = token_weights
        self._parts = {name[1:]: weight for name, weight in token_weights.items() if name[0] == "~"}
        self._words, self._bias = _Words(word_weights), word_bias
        self._prose, self._prose_bias = _Words(prose_weights or {}), prose_bias
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
                    found = self._token(token)
                    if len(seen) < _REMEMBERED:
                        seen[token] = found
                total += found
            if len(self._seen_names) < _REMEMBERED:
                self._seen_names[key] = total
        return total

    def _token(self, token: str) -> float:
        """The weights of _token_features."""
        lower = token.lower()
        bare = lower.lstrip("#@")
        total = self._tokens.get(lower, 0.0)
        parts = {part.lower() for part in _PART.findall(token)}
        if len(parts) == 1 and bare in parts:
            return total + self._parts.get(bare, 0.0)
        # always in one order, so that sums are the same to the last bit
        for part in sorted(self._parts.keys() & parts):
            if len(part) > 2:
                total += self._parts[part]
        return total

    def words(self, words: list[str]) -> float:
        """What the words of a short line say: the weights of word_features."""
        if not words:
            return self._bias
        said = self._words
        first, last = words[0], words[-1]
        found = list(filter(None, map(said.plain.get, dict.fromkeys(words))))
        if len(words) > 1 and (weight := said.pairs.get((first, words[1]))):
            found.append(weight)
        if weight := said.firsts.get(first):
            found.append(weight)
        if weight := said.lasts.get(last):
            found.append(weight)
        if len(words) <= 4 and (weight := said.wholes.get(" ".join(words))):
            found.append(weight)
        found.append(self._bias)
        return fsum(found)  # sum() rounds otherwise from Python 3.12 on, and the record may not depend on the Python

    def prose(self, words: list[str]) -> float:
        """What the words at the head of a piece of prose say: the weights of prose_features."""
        said = self._prose
        found = list(filter(None, map(said.plain.get, dict.fromkeys(words))))
        if len(words) > 1 and (weight := said.pairs.get((words[0], words[1]))):
            found.append(weight)
        found.append(self._prose_bias)
        return fsum(found)


class _Words:
    """Weights of words by where in a line they stand, so that no name of a feature need be put together to look for it."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.plain: dict[str, float] = {}
        self.pairs: dict[tuple[str, str], float] = {}
        self.firsts: dict[str, float] = {}
        self.lasts: dict[str, float] = {}
        self.wholes: dict[str, float] = {}
        for name, weight in weights.items():
            if name[0] == "^" and " " in name:
                first, _, second = name[1:].partition(" ")
                self.pairs[first, second] = weight
            elif name[0] == "^":
                self.firsts[name[1:]] = weight
            elif name[0] == "=":
                self.wholes[name[1:]] = weight
            elif name[-1] == "$":
                self.lasts[name[:-1]] = weight
            else:
                self.plain[name] = weight
