"""Bylines: "By Jane Doe and Dr. Max Roe, Senior Editor | 4 March 2024", in the languages of words.toml.

    parse_byline("Von Anna Weiß und Jan Groß", "de")  →  Anna Weiß, Jan Groß
    parse_byline("文・浜口 澄江（元司書）", "ja")         →  浜口 澄江, role 元司書

A byline word that running text uses too ("di", "av", "of") is believed only when all the rest has the shape of names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from archiver.draft import AuthorDraft
from archiver.metadata.parsing.dates import find_dates, without_weekday
from archiver.metadata.parsing.folding import fold
from archiver.metadata.parsing.personal_names import author_of, is_organization, is_person_name, is_role
from archiver.metadata.parsing.word_lists import alternatives, byline_hint, byline_start, byline_words, words

#: Longer lines are prose.
MAX_LENGTH = 300
#: A line that is only a name, an office and a date.
_SHORT_LINE = 60

_PIECES = re.compile(r"\s*[|•·\n\t\r»›／]+\s*|\s+[–—-]\s+|\s{3,}|\s+/\s+")
# "Jane Doe 3 Comments"
_COUNT = re.compile(r"\s+\d+(?:[–-]\d+)?\s+\w+$")
# "Jane Doe Published: 4 March 2024", with or without a space before the label
_DATE_WORDS = alternatives(words("published") | words("modified"))
_LABEL = re.compile(
    rf"(?:\s+|(?<=[^\W\d_])(?=(?-i:[A-Z])))(?:{_DATE_WORDS})[\s:：]*(?:on|am|le|el|il)?[\s:：]*$", re.IGNORECASE
)
_SPLIT = re.compile(r"\s*(?:[,;&+、，،]|\s/\s)\s*")


@dataclass(frozen=True, slots=True)
class Byline:
    """What a line says of its authors. `marked`: a byline word stood before them."""

    authors: tuple[AuthorDraft, ...]
    marked: bool


def parse_byline(text: str, language: str = "", *, expected: bool = False, site: str = "") -> Byline:
    """The authors named in a line.

    `expected`: the page's markup says that the line is a byline, so that no byline word is needed.
    """
    language = language.split("-")[0]
    if len(text) > MAX_LENGTH or not (expected or byline_hint(language).search(text) or _names_office(text, language)):
        return Byline((), False)
    return _parse(text, language, expected, site)


@lru_cache(maxsize=2048)
def _parse(text: str, language: str, expected: bool, site: str) -> Byline:
    start, names_follow = byline_start(language), byline_words(language)
    pieces = _pieces(text, language)
    introduced = False
    for piece in pieces:
        if introduced and (authors := split_authors(piece, language, site=site)):
            return Byline(authors, True)
        introduced = piece.casefold().rstrip(" :：") in names_follow
        match = None if introduced else start.match(piece)
        if match and (authors := split_authors(piece[match.end() :], language, site=site)):
            return Byline(authors, True)
        if match is None and (authors := _before_their_office(piece, language, site)):
            return Byline(authors, True)
    for piece in pieces if expected else ():
        opens = start.match(piece) or piece.casefold().rstrip(" :：") in names_follow
        if not opens and (authors := split_authors(piece, language, site=site)):
            return Byline(authors, False)
    return Byline((), False)


#: Languages that put what a person does behind the name.
_OFFICE_BEHIND = ("ko",)
#: The last letter of a desk or a team, which has reporters too.
_DESKS = ("부", "팀", "국", "실")


def _names_office(text: str, language: str) -> bool:
    return (
        language in _OFFICE_BEHIND
        and len(text) <= _SHORT_LINE
        and any(word in text for word in words("byline_behind", language))
    )


def _before_their_office(piece: str, language: str, site: str) -> tuple[AuthorDraft, ...]:
    """The author of "한서윤 기자": some languages put the word behind the name, and such a line says nothing else."""
    for word in words("byline_behind", language) if language in _OFFICE_BEHIND else ():
        name = piece.removesuffix(word).strip(" =·")
        shaped = 2 <= len(name) <= 5 and not any(c.isascii() for c in name) and not name.endswith(_DESKS)
        # written as one word it may as well be a kind of reporter
        if name != piece and shaped and (piece[len(name)].isspace() or len(name) == 3):
            return split_authors(name, language, site=site)
    return ()


def _pieces(text: str, language: str) -> list[str]:
    """The parts of a line between its separators and around its dates."""
    pieces: list[str] = []
    for part in _PIECES.split(text):
        at = 0
        for found in find_dates(part, language):
            pieces.append(_LABEL.sub("", without_weekday(part[at : found.start], language)))
            at = found.end
        pieces.append(part[at:])
    reading = words("reading")
    kept = [_COUNT.sub("", fold(piece)).strip(" ,;") for piece in pieces]
    return [piece for piece in kept if piece and not any(word in piece.casefold() for word in reading if " " in word)]


def split_authors(
    text: str, language: str = "", *, declared_person: bool = False, site: str = ""
) -> tuple[AuthorDraft, ...]:
    """The authors in "Jane Doe, PhD, Senior Editor, and Max Roe": names with their ranks, roles and places; () if
    any of it is no name.
    """
    authors: list[AuthorDraft] = []
    parts = _parts(text)
    for part in parts:
        if not part:
            continue
        if authors and part.casefold().strip(".") in words("honorifics", "suffixes"):
            last = authors[-1]
            authors[-1] = replace(last, honorific=f"{last.honorific}, {part}" if last.honorific else part)
            continue
        if authors and is_role(part):
            authors[-1] = replace(authors[-1], roles=(*authors[-1].roles, part))
            continue
        if authors and part.isascii() and part.isalpha() and part.isupper() and len(part) <= 5:
            last = authors[-1]  # a degree that no list holds: "RDN", "FAND"
            authors[-1] = replace(last, honorific=f"{last.honorific}, {part}" if last.honorific else part)
            continue
        author = author_of(part, declared_person=declared_person and len(parts) == 1, site=site)
        if author is None:
            if authors:
                continue  # a place, a paper: nothing that a name could be made of
            return ()
        if authors and author.type == "organization" and authors[-1].type == "person":
            authors[-1] = replace(authors[-1], affiliations=(*authors[-1].affiliations, part))
            continue
        authors.append(author)
    return tuple(authors)


def _parts(text: str) -> list[str]:
    """The parts of a list of names at its commas and its "and"."""
    parts: list[str] = []
    for piece in _SPLIT.split(text):
        parts.extend(_at_and(fold(piece)))
    return [part.strip(" .:⋅") if not part.rstrip().endswith(("Jr.", "Sr.")) else part.strip(" :") for part in parts]


_AND = re.compile(rf"(?:^|\s)(?:{alternatives(words('and'))})\s", re.IGNORECASE)


def _at_and(piece: str) -> list[str]:
    """A piece split at "and"; "Ortega y Gasset" stays one, because what follows a single letter must be a full name."""
    if is_organization(piece) and not is_person_name(piece):
        return [piece]
    parts: list[str] = []
    at = 0
    for match in _AND.finditer(piece):
        word = match.group().strip()
        left, right = piece[at : match.start()].strip(), piece[match.end() :].strip()
        if word[:1].isupper() and not piece.isupper():
            continue
        if len(word) == 1 and word.isascii() and (len(left.split()) == 1 or len(right.split()) < 2):
            continue
        parts.append(left)
        at = match.end()
    parts.append(piece[at:].strip())
    return [part for part in parts if part]
