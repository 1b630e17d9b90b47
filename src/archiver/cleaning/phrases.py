"""Phrases by which page chrome is recognised, in many languages (rules/phrases.toml)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, partial
from typing import Any

from archiver.cleaning.body.lexicon import words_of
from archiver.cleaning.rules import load

#: A line with so many characters or more has other content than the phrase.
LONGEST = 200
#: The most characters of a line with a colon at its end that announces a link; a longer one is a sentence.
_ANNOUNCEMENT = 80
#: Scripts that write no spaces between words.
UNSPACED = re.compile("[\u0e00-\u0fff\u3040-\u30ff\u3400-\u9fff]")
#: The number of letters by which phrases are looked up. No phrase is shorter.
_KEY = 2
#: The most lines whose rule is remembered.
_MOST_REMEMBERED = 4000
#: Signs at the edges of a line that do not count.
_STRIP = " :：.!…»«>→·•|-–—[]()*"

#: Marks that are left out: the Arabic vowel signs, because words are written with and without them, and in different orders; and the dot above,
#: because the lower case of the Turkish İ is an i with a dot above.
_MARKS = dict.fromkeys([*range(0x064B, 0x0653), 0x0307])


class Phrases:
    """The phrases of all rules and languages, by the way in which they match: a whole line, its start, its content, or its opening words."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._whole: dict[str, str] = {}
        starts: dict[str, str] = {}
        contained: dict[str, str] = {}
        openings: dict[str, str] = {}
        #: words of notices of a site, of which one alone says little
        self._cues: list[str] = []
        for rule, kinds in data.items():
            for kind, languages in kinds.items():
                for phrase in (phrase for phrases in languages.values() for phrase in phrases):
                    if kind == "cues":
                        self._cues.append(phrase.casefold())
                        continue
                    folded = _fold(phrase)
                    if kind in ("contains", "opening"):
                        table = contained if kind == "contains" else openings
                        table.setdefault(" ".join(phrase.casefold().split()), rule)
                        continue
                    self._whole.setdefault(folded, rule)
                    if kind == "start":
                        starts.setdefault(folded, rule)
        self._start, self._starts = _PhraseFinder(starts), starts
        self._opening, self._openings = _PhraseFinder(openings), openings
        self._content, self._contents = _PhraseFinder(contained), contained
        # for each phrase, one word that each line with the phrase has. For phrases that match anywhere it is the longest word, but not the last
        # one, which may be the beginning of a longer word in the line; for all other phrases it is the first word
        self._firsts = {words_of(phrase)[0] for phrase in self._whole if words_of(phrase)}
        self._firsts.add("i")  # words_of separates the Turkish İ from the rest of its word
        self._contained: dict[str, list[str]] = {}
        for phrase in contained:
            words = words_of(phrase)
            self._contained.setdefault(max(words[:-1] or words, key=len), []).append(phrase)
        self._keys = self._firsts.union(self._contained)
        # rules by line, because several passes look up the same lines, and the pages of a site have many lines in common
        self._rules_of_lines: tuple[dict[str, str | None], dict[str, str | None]] = ({}, {})
        self._rules_within: dict[str, str | None] = {}

    def whole(self, text: str) -> str | None:
        """The rule of a line that consists of a phrase, or None."""
        return self._whole.get(_fold(text)) if len(text) < LONGEST else None

    def rule_of(self, text: str, density: float = 0.0, words: list[str] | None = None) -> str | None:
        """The rule of a line that is a phrase, or that begins with a phrase and leads to another page; None if no rule fits.

        A line leads to another page if it is mostly a link, or if a colon or an arrow follows the phrase. `density` is the share of the line that
        is links. `words` is the result of lexicon.words_of, if the caller has it.
        """
        if len(text) >= LONGEST:
            return None
        is_link = density >= 0.4
        remembered = self._rules_of_lines[is_link]
        if text not in remembered:
            may_begin = self._may_begin(text, words_of(text) if words is None else words)
            _remember(remembered, text, self._rule_of(text, is_link) if may_begin else None)
        return remembered[text]

    def _may_begin(self, text: str, words: list[str]) -> bool:
        """Whether a line may begin with a phrase: a cheap test of its words, which most lines fail."""
        if words and words[0].isascii() and words[0].isalpha():
            return words[0] in self._firsts
        # the first word may be a sign that is stripped off, and other scripts write no space behind a phrase
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
        leads_on = is_link or rest.lstrip()[:1] in (":", "：", "»", ">", "→", "|")
        # "Read also the next part:" announces the line that follows
        leads_on = leads_on or (rule == "related" and len(text) <= _ANNOUNCEMENT and text.rstrip()[-1] in ":：")
        return rule if leads_on else None

    def opening(self, text: str) -> str | None:
        """The rule of a line at the beginning of an article that opens like a hatnote of an encyclopedia ("Not to be confused with …"), or None."""
        phrase = self._opening.at(text.casefold()) if len(text) < 2 * LONGEST else None
        return self._openings[phrase] if phrase else None

    def within(self, text: str, words: list[str] | None = None) -> str | None:
        """The rule of a short line that contains the words of an offer or of the small print of a site, or None. `words` as in `rule_of`."""
        if len(text) >= LONGEST:
            return None
        remembered = self._rules_within
        if text not in remembered:
            _remember(remembered, text, self._within(text, words_of(text) if words is None else words))
        return remembered[text]

    def notice_cues(self, text: str) -> int:
        """The number of different cues of a notice of the site in a text of any length: its service, its small print, offers to its readers."""
        folded = text.casefold()
        return sum(cue in folded for cue in self._cues)

    def _within(self, text: str, words: list[str]) -> str | None:
        folded = text.casefold()
        # a search for all phrases at each letter is expensive, so first come the phrases that share a word with the line
        keys = self._contained.keys() & words
        if any(phrase in folded for key in keys for phrase in self._contained[key]) or _is_unspaced(text):
            phrase = self._content.first_in(folded)
            return self._contents[phrase] if phrase else None
        return None


def _is_unspaced(text: str) -> bool:
    """Whether a text is in a script that writes no spaces between words."""
    return not text.isascii() and UNSPACED.search(text) is not None


def _is_glued(text: str, phrase: str) -> bool:
    """Whether a capital letter follows a phrase without a space, because label and link are two elements ("Read alsoThe Bell")."""
    text = text.replace("İ", "I")
    at = text.casefold().find(phrase)
    end = at + len(phrase)
    return at >= 0 and text[end : end + 1].isupper() and text[end - 1 : end].islower()


def _remember(remembered: dict[str, str | None], text: str, rule: str | None) -> None:
    if len(remembered) > _MOST_REMEMBERED:
        remembered.clear()
    remembered[text] = rule


class _PhraseFinder:
    """Finds the longest of many phrases at a place in a text.

    The phrases are looked up by their first two letters. One regular expression of all phrases would take a tenth of a second to compile, which
    is a quarter of the time for a single article.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_letters: dict[str, list[str]] = {}
        for phrase in sorted(phrases, key=len, reverse=True):
            if len(phrase) < _KEY:
                raise ValueError(f"phrases.toml: {phrase!r} is too short to be looked up.")
            self._by_letters.setdefault(phrase[:_KEY], []).append(phrase)

    def at(self, text: str, place: int = 0) -> str | None:
        """The longest phrase that begins at this place of the text, or None."""
        for phrase in self._by_letters.get(text[place : place + _KEY], ()):
            if text.startswith(phrase, place):
                return phrase
        return None

    def first_in(self, text: str) -> str | None:
        """The longest phrase at the first place where a phrase begins, or None."""
        places = map(partial(self.at, text), range(len(text)))
        return next(filter(None, places), None)


#: An addition for screen readers behind the label of a button: "(Opens in new window)".
_ASIDE = re.compile(r"(?<=\S)\s*\([^()]{4,40}\)\s*$")


def _fold(text: str) -> str:
    """The form in which lines and phrases are compared: in lower case, without marks, and without signs at the edges."""
    if ")" in text:
        text = _ASIDE.sub("", text)
    text = text.casefold()
    if not text.isascii():
        text = text.translate(_MARKS)
    return " ".join(text.split()).strip(_STRIP)


@cache
def phrases() -> Phrases:
    """The phrases of phrases.toml, loaded once per process."""
    return Phrases(load("phrases.toml"))
