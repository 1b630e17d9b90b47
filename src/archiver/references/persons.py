"""The persons at the start of a reference, in the four ways in which notes write them.

    Marian Oakley, Peter J. Lindqvist and Ana Roca      names in their order
    Okafor, C., & Lund, E. M.    Feld, Rosa              family name, comma, given names
    Okafor C, Lund EM                                    family name and letters
    Лазарев П. И.                                        family name and initials

A name is known by its shape, not by a list of names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from archiver.personal_names import PARTICLES, split_name

Way = Literal["direct", "inverted", "letters", "initials", "family", "organization"]

#: The capitals of Latin, Greek and Cyrillic scripts.
_CAPITAL = f"[{''.join(c for c in map(chr, (*range(0x41, 0x530), *range(0x1E00, 0x1F00))) if c.isupper())}]"
_INITIAL = rf"{_CAPITAL}\."
_INITIALS = rf"{_INITIAL}(?:[\s\u00a0]?-?{_INITIAL}){{0,3}}"
#: A word of a name: a capital, then small letters; or two parts of this kind (O'Neill, McCabe, Smith-Jones).
_WORD = rf"{_CAPITAL}(?:[^\W\d_]|['’](?=[^\W\d_])|-(?=[^\W\d_])){{1,24}}"
_PARTICLE = rf"(?:{'|'.join(sorted(map(re.escape, PARTICLES - {'e', 'y', 'i'}), key=len, reverse=True))}|d['’])"
_FAMILY = rf"(?:(?:{_PARTICLE}\s|[dDlLO]['’]){{0,2}}{_WORD}(?:\s(?:{_PARTICLE}\s){{0,2}}{_WORD})?)"
_SUFFIX = r"(?:,?\s(?:Jr|Sr)\b\.?|\s(?:III|II)\b)?"
_DIRECT = re.compile(
    rf"(?:(?:{_INITIALS}|{_WORD}|{_PARTICLE})[\s\u00a0]){{1,5}}(?:[dDlLO]['’])?{_WORD}{_SUFFIX}(?![\w'’])"
)
_INVERTED_INITIALS = re.compile(rf"{_FAMILY},\s{_INITIALS}(?:\s{_PARTICLE}(?![\w]))?{_SUFFIX}")
_INVERTED = re.compile(rf"{_FAMILY},\s{_WORD}(?:[\s\u00a0](?:{_INITIAL}|{_WORD})){{0,2}}(?!\w)")
_LETTERS = re.compile(rf"(?:{_PARTICLE}\s){{0,2}}{_WORD}(?:\s{_WORD})?\s[A-Z]{{1,3}}(?!\w|\.\s?\w\.)")
_WITH_INITIALS = re.compile(rf"{_WORD}[\s\u00a0]{_INITIALS}")
_SURNAME = re.compile(rf"{_FAMILY}(?![\w'’])")
#: Between two persons.
_AND = r"(?:,?\s(?:and|und|et|y|e|en|i|och|og|и|a|&)\s|\s?/\s?)"
_BETWEEN = re.compile(rf"(?:,\s&\s|;\s(?:&\s)?|{_AND}|,\s(?:\.\s?\.\s?\.\s|…\s)?)")
_AND_ONLY = re.compile(_AND)
_ET_AL = re.compile(r",?\s(?:et al\.?|u\. ?a\.|e\.a\.|и др\.|i in\.|m\. ?fl\.)")
#: Words with a capital at the start of a sentence or of a title that no name begins with.
_NO_NAME = frozenset(
    "the a an this that these those for in on at by to of and or but as if it he she we they i you his her our my its there here when where what who how why one two some"
    " der die das ein eine dies diese zur zum im am es er sie wir le la les un une des ce cette il elle los las el una lo gli uno del de os o as um uma het een de dit"
    " see note also source thanks from quoted cited vgl siehe voir ibid op cit no not all most many each every after before since about with without article chapter section table figure"
    " according personal interview ebd в на по из от не это как the".split()
)
_MOST = 12
#: An organization: words with capitals, and small ones between them.
_ORGANIZATION = re.compile(
    rf"(?:{_CAPITAL}|\d)[\w&’'.-]*(?:\s(?:(?:of|and|for|the|on|in|de|des|la|du|der|für|und|&|et)\s){{0,2}}{_CAPITAL}[\w&’'-]*){{0,8}}"
)


@dataclass(frozen=True, slots=True)
class Persons:
    """The persons at a place: their stretches, the end of the last one, and the way in which the first is written."""

    spans: tuple[tuple[int, int], ...]
    end: int
    way: Way
    et_al: bool = False


def persons_at(text: str, start: int, stop: int, *, family_only: bool = False) -> Iterator[Persons]:
    """The ways to read persons from `start` on, up to `stop`, the surest first. With `family_only`, also family names alone."""
    ways: list[tuple[Way, re.Pattern[str]]] = [
        ("inverted", _INVERTED_INITIALS),
        ("letters", _LETTERS),
        ("direct", _DIRECT),
        ("initials", _WITH_INITIALS),
        ("inverted", _INVERTED),
    ]
    if family_only:
        ways.append(("family", _SURNAME))
    for way, pattern in ways:
        first = _match(pattern, text, start, stop)
        if first is None:
            continue
        yield from _lists(text, stop, way, pattern, first)


def _lists(text: str, stop: int, way: Way, pattern: re.Pattern[str], first: tuple[int, int]) -> Iterator[Persons]:
    """The list of persons that begins with the first one, the longest first. Names in their order are a list only with an "and"."""
    spans = [first]
    at = first[1]
    # where a list may end: after the first name, after each name with an "and", or, for the ways that commas do not blur, anywhere
    complete = [1]
    while len(spans) < _MOST:
        between = _BETWEEN.match(text, at, stop)
        if between is None:
            break
        found = _match(pattern, text, between.end(), stop)
        if found is None and way == "inverted":
            found = _match(_DIRECT, text, between.end(), stop)
        if found is None:
            break
        spans.append(found)
        at = found[1]
        joined = _AND_ONLY.fullmatch(between[0]) is not None or "&" in between[0] or ";" in between[0]
        if joined or (way in ("letters", "initials")) or (pattern is _INVERTED_INITIALS):
            complete.append(len(spans))
        if joined and ";" not in between[0] and way in ("direct", "family"):
            break
    for number in reversed(complete):
        end = spans[number - 1][1]
        et_al = _ET_AL.match(text, end, stop)
        yield Persons(tuple(spans[:number]), et_al.end() if et_al else end, way, et_al is not None)


def _match(pattern: re.Pattern[str], text: str, start: int, stop: int) -> tuple[int, int] | None:
    match = pattern.match(text, start, stop)
    if match is None:
        return None
    words = match[0].replace("\u00a0", " ").split()
    first = words[0].strip(",.")
    if not (first[0].isupper() or first.casefold() in PARTICLES or first[:2] in ("d'", "d’", "l'", "l’")):
        return None
    if first.casefold() in _NO_NAME and words[0][-1] != "." and not (len(words) > 1 and first.casefold() in PARTICLES):
        return None
    names = [w for w in words if w.strip(",").casefold() not in PARTICLES]
    if not names or not all(w[0].isupper() or w[:2] in ("d'", "d’", "l'", "l’") for w in names):
        return None
    if any(
        w.strip(",.").casefold() in _NO_NAME
        for w in names
        if len(w.strip(",.")) > 1 and not (pattern is _LETTERS and w.isupper())
    ):
        return None
    if pattern in (_DIRECT, _INVERTED) and any(
        2 <= len(w.strip(",")) <= 3 and w.strip(",").isupper() and "." not in w and not set(w) <= set("IV")
        for w in words[1:]
    ):
        return None  # "Lardier DT": family name and letters
    # capitals alone are an acronym, unless each is an initial
    if (
        sum(len(w.strip(",")) > 3 and w.strip(",.").isupper() for w in names)
        and not text[start:stop].isupper()
        and pattern is not _LETTERS
    ) and len(names) == 1:
        return None
    return match.span()


def organization_at(text: str, start: int, stop: int) -> Persons | None:
    """The name of an organization from `start` on. Its shape is weak: what follows must show that it is an author."""
    match = _ORGANIZATION.match(text, start, min(stop, start + 120))
    if match is None or match.end() - start < 2 or match[0].split()[0].casefold() in _NO_NAME:
        return None
    end = match.end() - match[0].endswith(".")
    return Persons(((start, end),), end, "organization")


def family_name(text: str, language: str = "") -> str:
    """The family name in the words of a reference, for comparison: without case."""
    text = " ".join(text.replace("\u00a0", " ").split())
    if re.match(r"[一-鿿぀-ヿ가-힣]", text):
        return text
    for pattern in (_INVERTED_INITIALS, _INVERTED):
        if pattern.fullmatch(text):
            return text.partition(",")[0].casefold()
    if _WITH_INITIALS.fullmatch(text) or _LETTERS.fullmatch(text):
        return (
            text.rpartition(" ")[0].split(" ")[0].casefold()
            if _WITH_INITIALS.fullmatch(text)
            else text.rpartition(" ")[0].casefold()
        )
    family = split_name(re.sub(_SUFFIX + "$", "", text), language).family
    return (family or text.split(" ")[-1]).casefold()
