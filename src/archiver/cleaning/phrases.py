"""Phrases that give page chrome away, by language, from rules/phrases.toml."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from archiver.cleaning.lexicon import words_of
from archiver.cleaning.rules import load

#: A longer line says more than the phrase in it.
LONGEST = 200
#: A longer line that ends with a colon is a sentence.
_ANNOUNCEMENT = 80
#: Scripts that write no spaces between words.
UNSPACED = re.compile("[\u0e00-\u0fff\u3040-\u30ff\u3400-\u9fff]")
#: Lines whose rule is kept in mind.
_REMEMBERED = 4000
_STRIP = " :：.!…»«>→·•|-–—[]()*"

# Arabic vowel signs: the same word is written with and without, and with them in either order.
_VOWEL_SIGNS = dict.fromkeys(range(0x064B, 0x0653))


class Phrases:
    """All phrases: whole lines in a table, starts and contents compiled into one expression each."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._whole: dict[str, str] = {}
        starts: dict[str, str] = {}
        contained: dict[str, str] = {}
        openings: dict[str, str] = {}
        for rule, kinds in data.items():
            for kind, languages in kinds.items():
                for phrase in (phrase for phrases in languages.values() for phrase in phrases):
                    folded = _fold(phrase)
                    if kind in ("contains", "opening"):
                        table = contained if kind == "contains" else openings
                        table.setdefault(" ".join(phrase.casefold().split()), rule)
                        continue
                    self._whole.setdefault(folded, rule)
                    if kind == "start":
                        starts.setdefault(folded, rule)
        self._start, self._starts = _any_of(starts), starts
        self._opening, self._openings = _any_of(openings), openings
        self._content, self._contents = _any_of(contained), contained
        # of each phrase a word that a line must have: the first, or of those that may stand anywhere the longest but for the last,
        # which may go on
        self._firsts = {words_of(phrase)[0] for phrase in self._whole if words_of(phrase)}
        self._contained: dict[str, list[str]] = {}
        for phrase in contained:
            words = words_of(phrase)
            self._contained.setdefault(max(words[:-1] or words, key=len), []).append(phrase)
        self._keys = self._firsts.union(self._contained)
        # lines of one page are asked for several times, those of one site on every page
        self._rule_seen: tuple[dict[str, str | None], dict[str, str | None]] = ({}, {})
        self._within_seen: dict[str, str | None] = {}

    def whole(self, text: str) -> str | None:
        """The rule of a line that says nothing but a phrase."""
        return self._whole.get(_fold(text)) if len(text) < LONGEST else None

    def rule_of(self, text: str, density: float = 0.0, words: list[str] | None = None) -> str | None:
        """The rule of a line that is a phrase, or begins with one and leads elsewhere: it is mostly link, or a
        colon follows. `words` are those of lexicon.words_of, for whoever has them.
        """
        if len(text) >= LONGEST:
            return None
        is_link = density >= 0.4
        seen = self._rule_seen[is_link]
        if text not in seen:
            may_begin = self._may_begin(text, words_of(text) if words is None else words)
            _remember(seen, text, self._rule_of(text, is_link) if may_begin else None)
        return seen[text]

    def _may_begin(self, text: str, words: list[str]) -> bool:
        """Whether a line may begin with a phrase, as far as its words tell."""
        if words and words[0].isascii() and words[0].isalpha():
            return words[0] in self._firsts
        # signs may be stripped from the front, and other scripts go on without a space
        return not self._keys.isdisjoint(words) or _is_unspaced(text)

    def _rule_of(self, text: str, is_link: bool) -> str | None:
        folded = _fold(text)
        rule = self._whole.get(folded)
        if rule is not None:
            return rule
        match = self._start.match(folded)
        if match is None:
            return None
        rest = folded[match.end() :]
        if rest[:1].isalpha() and folded[match.end() - 1].isascii():
            return None  # in the middle of a word
        rule = self._starts[match.group()]
        leads = is_link or rest.lstrip()[:1] in (":", "：", "»", ">", "→", "|")
        # "Read also the next part:" announces what follows it
        leads = leads or (rule == "related" and len(text) <= _ANNOUNCEMENT and text.rstrip()[-1] in ":：")
        return rule if leads else None

    def opening(self, text: str) -> str | None:
        """The rule of a line at the head of an article that begins with words of an encyclopedia's signpost."""
        match = self._opening.match(text.casefold()) if len(text) < 2 * LONGEST else None
        return self._openings[match.group()] if match else None

    def within(self, text: str, words: list[str] | None = None) -> str | None:
        """The rule of a short line that contains words of an offer or of a site's small print."""
        if len(text) >= LONGEST:
            return None
        seen = self._within_seen
        if text not in seen:
            _remember(seen, text, self._within(text, words_of(text) if words is None else words))
        return seen[text]

    def _within(self, text: str, words: list[str]) -> str | None:
        folded = text.casefold()
        # to try all phrases at each letter is dear: first those that have one of its words
        keys = self._contained.keys() & words
        if any(phrase in folded for key in keys for phrase in self._contained[key]) or _is_unspaced(text):
            match = self._content.search(folded)
            return self._contents[match.group()] if match else None
        return None


def _is_unspaced(text: str) -> bool:
    return not text.isascii() and UNSPACED.search(text) is not None


def _remember(seen: dict[str, str | None], text: str, rule: str | None) -> None:
    if len(seen) > _REMEMBERED:
        seen.clear()
    seen[text] = rule


def _any_of(phrases: dict[str, str]) -> re.Pattern[str]:
    """One expression that finds the longest of the phrases at a place.

    What phrases begin with alike is written once, as a tree of letters: a list of hundreds of alternatives would be
    tried one by one at each letter of a text.
    """
    if not phrases:
        return re.compile("(?!)")
    tree: dict[str, Any] = {}
    for phrase in phrases:
        node = tree
        for letter in phrase:
            node = node.setdefault(letter, {})
        node[""] = {}

    def source(node: dict[str, Any]) -> str:
        branches = [re.escape(letter) + source(below) for letter, below in sorted(node.items()) if letter]
        if not branches:
            return ""
        inner = branches[0] if len(branches) == 1 and "" not in node else f"(?:{'|'.join(branches)})"
        return inner + "?" if "" in node else inner

    first = "".join(re.escape(letter) for letter in sorted(tree))
    return re.compile(f"(?=[{first}]){source(tree)}")


#: What pages tell screen readers behind a button's label: (Opens in new window).
_ASIDE = re.compile(r"(?<=\S)\s*\([^()]{4,40}\)\s*$")


def _fold(text: str) -> str:
    if ")" in text:
        text = _ASIDE.sub("", text)
    text = text.casefold()
    if not text.isascii():
        text = text.translate(_VOWEL_SIGNS)
    return " ".join(text.split()).strip(_STRIP)


@cache
def phrases() -> Phrases:
    """The phrases of phrases.toml."""
    return Phrases(load("phrases.toml"))
