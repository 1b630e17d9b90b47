"""Lexicon of the learned model: weights of class tokens, of words in short lines, and of words in prose.

Weights are logits; a positive weight is evidence for body. They are learned from labelled pages (benchmarks/training). Only tokens and words on at
least ten sites have a weight, and none with a digit. The weights of class tokens are summed over an element and all its ancestors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from math import fsum

#: A word in a class token: "related" in "post-related" and in "postRelated".
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
#: Tags without a weight.
_PLAIN = frozenset(["div", "span", "body"])
#: The most tokens, and the most class attributes, whose weight is remembered.
_MOST_REMEMBERED = 50_000
#: Characters at the beginning of a text from which words are taken.
_HEAD = 300
#: The most characters of a short line; the words of a longer one do not count as those of a line.
LINE = 240
#: Signs that count as words.
_SIGNS = "©|»›→+@#:"
_TEXT = re.compile(rf"[^\W\d_]+|[{_SIGNS}]")
#: Typographic quotes and dashes between words. They do not count.
_BETWEEN = "’“”‘„–—…"
#: A translation table for Latin-1: letters and counted signs stay, all other characters become a space. And the codes of the letters.
_LATIN = bytes(code if _TEXT.match(chr(code)) else 32 for code in range(256))
_LETTERS = bytes(code for code in range(256) if _LATIN[code] == code and chr(code) not in _SIGNS)


def words_of(text: str) -> list[str]:
    """The words at the beginning of a text in lower case, with the counted signs (_SIGNS) as words of their own."""
    head = text[:_HEAD].lower()
    if not head.isascii():
        for sign in _BETWEEN:
            head = head.replace(sign, " ")
    # nearly all texts are Latin-1, and a translation table separates their words in half the time of a regular expression
    try:
        latin = head.encode("latin-1").translate(_LATIN)
    except UnicodeEncodeError:
        return _TEXT.findall(head)
    for code in set(latin.translate(None, _LETTERS)):
        latin = latin.replace(bytes([code]), bytes([32, code, 32]))
    return latin.decode("latin-1").split()


def with_one_string_a_word(texts: Iterable[list[str]]) -> list[list[str]]:
    """The words of texts, equal words as one string. Otherwise the words of a long page take ten times the memory of the page."""
    known: dict[str, str] = {}
    return [[known.setdefault(word, word) for word in words] for words in texts]


def token_features(tag: str, classes: str) -> list[str]:
    """The features of the names of an element, as in the lexicon: its tag ("<h2"), its class tokens ("post-related"), and their words ("~related")."""
    features = [] if tag in _PLAIN else [f"<{tag}"]
    for token in classes.split():
        features += _token_features(token)
    return features


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
    """The features of the words of a short line, as in the lexicon.

    They are each word once, the first two words ("^read also"), the first word ("^read"), the last word ("news$"), and all words of a line with
    at most four ("=read also").
    """
    if not words:
        return []
    first, last = words[0], words[-1]
    features = list(dict.fromkeys(words))
    if len(words) > 1:
        features.append(f"^{first} {words[1]}")
    features.append(f"^{first}")
    features.append(f"{last}$")
    if len(words) <= 4:
        features.append(f"={' '.join(words)}")
    return features


def prose_features(words: list[str]) -> list[str]:
    """The features of the words at the beginning of prose, as in the lexicon: each word once, and the first two words."""
    features = list(dict.fromkeys(words))
    if len(words) > 1:
        features.append(f"^{words[0]} {words[1]}")
    return features


class Lexicon:
    """The learned weights. Those of the names of elements are remembered, because the same names come again and again."""

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
        self._words, self._bias = _WordWeights(word_weights), word_bias
        self._prose, self._prose_bias = _WordWeights(prose_weights or {}), prose_bias
        self._weights_of_tokens: dict[str, float] = {}
        self._weights_of_names: dict[tuple[str, str], float] = {}

    def tokens(self, tag: str, classes: str) -> float:
        """The sum of the weights of the tag and the class tokens of an element; the features are those of `token_features`."""
        key = (tag, classes)
        total = self._weights_of_names.get(key)
        if total is None:
            remembered, get = self._weights_of_tokens, self._tokens.get
            total = 0.0 if tag in _PLAIN else get(f"<{tag}", 0.0)
            for token in classes.split():
                weight = remembered.get(token)
                if weight is None:
                    weight = self._token(token)
                    if len(remembered) < _MOST_REMEMBERED:
                        remembered[token] = weight
                total += weight
            if len(self._weights_of_names) < _MOST_REMEMBERED:
                self._weights_of_names[key] = total
        return total

    def _token(self, token: str) -> float:
        """The sum of the weights of the features of one class token."""
        lower = token.lower()
        bare = lower.lstrip("#@")
        total = self._tokens.get(lower, 0.0)
        parts = {part.lower() for part in _PART.findall(token)}
        if len(parts) == 1 and bare in parts:
            return total + self._parts.get(bare, 0.0)
        # always in the same order, so that the sum is the same to the last bit
        for part in sorted(self._parts.keys() & parts):
            if len(part) > 2:
                total += self._parts[part]
        return total

    def words(self, words: list[str]) -> float:
        """The sum of the weights of the words of a short line, and the bias; the features are those of `word_features`."""
        if not words:
            return self._bias
        table = self._words
        first, last = words[0], words[-1]
        weights = list(filter(None, map(table.plain.get, dict.fromkeys(words))))
        if len(words) > 1 and (weight := table.pairs.get((first, words[1]))):
            weights.append(weight)
        if weight := table.firsts.get(first):
            weights.append(weight)
        if weight := table.lasts.get(last):
            weights.append(weight)
        if len(words) <= 4 and (weight := table.wholes.get(" ".join(words))):
            weights.append(weight)
        weights.append(self._bias)
        return fsum(
            weights
        )  # sum() rounds differently from Python 3.12 on, and a record must not depend on the version of Python

    def prose(self, words: list[str]) -> float:
        """The sum of the weights of the words of prose, and the bias; the features are those of `prose_features`."""
        table = self._prose
        weights = list(filter(None, map(table.plain.get, dict.fromkeys(words))))
        if len(words) > 1 and (weight := table.pairs.get((words[0], words[1]))):
            weights.append(weight)
        weights.append(self._prose_bias)
        return fsum(weights)


class _WordWeights:
    """Weights of words by their place in a line, so that a weight is found without building the name of its feature."""

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
