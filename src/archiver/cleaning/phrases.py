"""Phrases that give page chrome away, by language, from rules/phrases.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, partial
from typing import Any

from archiver.cleaning.body.lexicon import words_of
from archiver.cleaning.rules import load

#: A longer line says more than the phrase in it.
LONGEST = 200
#: A longer line that ends with a colon is a sentence.
_ANNOUNCEMENT = 80
#: Scripts that write no spaces between words.
UNSPACED = re.compile("[\u0e00-\u0fff\u3040-\u30ff\u3400-\u9fff]")
#: By how many letters phrases are looked up; none is shorter.
_KEY = 2
#: Lines whose rule is kept in mind.
_REMEMBERED = 4000
_STRIP = " :：.!…»«>→·•|-–—[]()*"

# Arabic vowel signs: the same word is written with and without, and with them in either order. The Turkish İ in lower case is an i with a
# dot above it.
_MARKS = dict.fromkeys([*range(0x064B, 0x0653), 0x0307])


class Phrases:
    """All phrases: whole lines in a table, starts and contents where the longest at a place is found."""

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
        self._start, self._starts = _Longest(starts), starts
        self._opening, self._openings = _Longest(openings), openings
        self._content, self._contents = _Longest(contained), contained
        # of each phrase a word that a line must have: the first, or of those that may stand anywhere the longest but for the last,
        # which may go on
        self._firsts = {words_of(phrase)[0] for phrase in self._whole if words_of(phrase)}
        self._firsts.add("i")  # words_of parts the Turkish İ from the rest of its word
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
        phrase = self._start.at(folded)
        if phrase is None:
            return None
        rest = folded[len(phrase) :]
        if rest[:1].isalpha() and phrase[-1].isascii() and not _is_glued(text, phrase):
            return None  # in the middle of a word
        rule = self._starts[phrase]
        leads = is_link or rest.lstrip()[:1] in (":", "：", "»", ">", "→", "|")
        # "Read also the next part:" announces what follows it
        leads = leads or (rule == "related" and len(text) <= _ANNOUNCEMENT and text.rstrip()[-1] in ":：")
        return rule if leads else None

    def opening(self, text: str) -> str | None:
        """The rule of a line at the head of an article that begins with words of an encyclopedia's signpost."""
        phrase = self._opening.at(text.casefold()) if len(text) < 2 * LONGEST else None
        return self._openings[phrase] if phrase else None

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
            found = self._content.first_in(folded)
            return self._contents[found] if found else None
        return None


def _is_unspaced(text: str) -> bool:
    return not text.isascii() and UNSPACED.search(text) is not None


def _is_glued(text: str, phrase: str) -> bool:
    """Whether a capital follows a phrase at once: the label and the link after it stand in two elements ("Read alsoThe Bell")."""
    text = text.replace("İ", "I")
    at = text.casefold().find(phrase)
    end = at + len(phrase)
    return at >= 0 and text[end : end + 1].isupper() and text[end - 1 : end].islower()


def _remember(seen: dict[str, str | None], text: str, rule: str | None) -> None:
    if len(seen) > _REMEMBERED:
        seen.clear()
    seen[text] = rule


class _Longest:
    """Finds the longest of many phrases at a place of a text.

    They are looked up by their first two letters: one expression of them all takes a tenth of a second to compile, which is a quarter of what
    a single article takes.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_letters: dict[str, list[str]] = {}
        for phrase in sorted(phrases, key=len, reverse=True):
            if len(phrase) < _KEY:
                raise ValueError(f"phrases.toml: {phrase!r} is too short to be looked up.")
            self._by_letters.setdefault(phrase[:_KEY], []).append(phrase)

    def at(self, text: str, place: int = 0) -> str | None:
        """The longest phrase that begins at this place of the text."""
        for phrase in self._by_letters.get(text[place : place + _KEY], ()):
            if text.startswith(phrase, place):
                return phrase
        return None

    def first_in(self, text: str) -> str | None:
        """The longest phrase at the first place where one begins."""
        places = map(partial(self.at, text), range(len(text)))
        return next(filter(None, places), None)


#: What pages tell screen readers behind a button's label: (Opens in new window).
_ASIDE = re.compile(r"(?<=\S)\s*\([^()]{4,40}\)\s*$")


def _fold(text: str) -> str:
    if ")" in text:
        text = _ASIDE.sub("", text)
    text = text.casefold()
    if not text.isascii():
        text = text.translate(_MARKS)
    return " ".join(text.split()).strip(_STRIP)


@cache
def phrases() -> Phrases:
    """The phrases of phrases.toml."""
    return Phrases(load("phrases.toml"))
