"""Bylines: "By Jane Doe and Dr. Max Roe, Senior Editor | 4 March 2024", in the languages of words.toml.

    parse_byline("Von Anna Weiß und Jan Groß", "de")  →  Anna Weiß, Jan Groß
    parse_byline("文・浜口 澄江（元司書）", "ja")         →  浜口 澄江, role 元司書

Some byline words are common in running text ("di", "av", "of"). So the text after a byline word must have the shape of
names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from archiver.description import Author
from archiver.languages import subtags
from archiver.metadata.parsing.credits import ROLES, is_credited
from archiver.metadata.parsing.dates import find_dates, without_weekday
from archiver.metadata.parsing.folding import fold
from archiver.metadata.parsing.personal_names import (
    author_of,
    is_nobody,
    is_organization,
    is_person_name,
    is_role,
)
from archiver.metadata.parsing.word_lists import alternatives, byline_hint, byline_start, byline_words, words

#: A longer line is prose.
MAX_LENGTH = 300
#: The most characters of a line with a name, a job title and a date.
_LONGEST_JOB_TITLE_LINE = 60

#: More bylines in one short element are those of a list of articles.
_MOST_BYLINES = 2

_SEPARATOR = re.compile(r"\s*[|•·\n\t\r»›／]+\s*|\s+[–—-]\s+|\s{3,}|\s+/\s+")
# "Jane Doe 3 Comments"
_COMMENT_COUNT = re.compile(r"\s+\d+(?:[–-]\d+)?\s+\w+$")
# "Jane Doe Published: 4 March 2024", with or without a space before the label
_DATE_WORDS = alternatives(words("published") | words("modified"))
_DATE_LABEL_AT_END = re.compile(
    rf"(?:\s+|(?<=[^\W\d_])(?=(?-i:[A-Z])))(?:{_DATE_WORDS})[\s:：]*(?:on|am|le|el|il)?[\s:：]*$", re.IGNORECASE
)
#: Byline words that may also be the subject of a sentence.
_NOUNS = frozenset(
    "author authors writer autor autorin autoren auteur autrice auteurs autora autores autore autori".split()
)
#: Byline words that are labels of an author, and no part of others as "by" is of "reviewed by:".
_AUTHOR_LABELS = frozenset(
    word for word in byline_words("") if word in _NOUNS or (not word.isascii() and " " not in word and len(word) > 1)
)
#: A label with a colon inside a line begins a new part: "文：西野 はるか　写真：大竹 翔", "Source: Harbour News Author: Jane Doe".
_LABEL = re.compile(
    rf"[\s,;]+(?=(?:{alternatives(frozenset(word for role in ROLES for word in words('contributors', role)) | _AUTHOR_LABELS)})\s?[:：])"
    # East Asian pages put their labels side by side, each with its wide colon: "作者：林文远 来源：河口新闻"
    r"|\s+(?=[^\W\d_]{1,8}：)",
    re.IGNORECASE,
)
#: Words before a person that are no separators by themselves: "By Corin Vale, as told to Bree Hollis".
_TOLD_TO = re.compile(r",?\s+(?=as told to\s)", re.IGNORECASE)
#: A longer part after a name, of words in small letters, is a sentence and no place; twice as many without a full stop.
_MOST_WORDS_OF_PLACE = 5
_NAME_SEPARATOR = re.compile(r"\s*(?:[,;&+、，،]|\s/\s)\s*")


@dataclass(frozen=True, slots=True)
class Byline:
    """The authors in a line. `marked` is True if a byline word is before them, or a job title after them."""

    authors: tuple[Author, ...]
    marked: bool


def parse_byline(text: str, language: str = "", *, expected: bool = False, site: str = "") -> Byline:
    """The authors that a line names; none for a line that is no byline.

    With `expected`, no byline word is needed, because there is other evidence for a byline, such as markup. `site` is the
    name of the site, which is no person.
    """
    language = subtags(language).language
    if len(text) > MAX_LENGTH or not (
        expected or byline_hint(language).search(text) or _has_job_title_behind(text, language)
    ):
        return Byline((), False)
    return _parse(text, language, expected, site)


@lru_cache(maxsize=2048)
def _parse(text: str, language: str, expected: bool, site: str) -> Byline:
    """`parse_byline` for a line with a byline word, cached."""
    start, names_follow = byline_start(language), byline_words(language)
    pieces = _pieces(text, language)
    introduced = False
    if sum(start.match(piece) is not None for piece in pieces) > _MOST_BYLINES:
        return Byline((), False)  # a list of other articles, each with its byline
    for piece in pieces:
        if introduced and (authors := split_authors(piece, language, site=site)):
            return Byline(authors, True)
        introduced = piece.casefold().rstrip(" :：") in names_follow
        match = None if introduced else start.match(piece)
        names = piece[match.end() :] if match else ""
        if match and _INTERVIEW.search(match[0]):
            names = _INTERVIEWED.split(names)[0]  # "Ein Interview von Ann Lee mit Max Roe"
        noun = match is not None and match[0].strip().casefold() in _NOUNS
        if match and (authors := split_authors(names, language, site=site, noun_before=noun)):
            return Byline(authors, True)
        if match is None and (authors := _author_before_job_title(piece, language, site)):
            return Byline(authors, True)
    for piece in pieces if expected else ():
        if is_credit(piece):
            continue
        has_byline_word = start.match(piece) or piece.casefold().rstrip(" :：") in names_follow
        if not has_byline_word and (authors := split_authors(piece, language, site=site)):
            return Byline(authors, False)
    return Byline((), False)


_INTERVIEW = re.compile("interview|gespräch|entretien|entrevista|intervista", re.IGNORECASE)
_INTERVIEWED = re.compile(r"\s(?:mit|with|avec|con|com|met|med)\s", re.IGNORECASE)
_END_OF_NAME = re.compile(r"[\s,|•·]")


def pen_name(text: str, language: str) -> tuple[Author, ...]:
    """The author of one word after a byline word, as in "By TPN | 4 March 2024"; () for any other line. It is a person
    if the line holds nothing else ("By Clay"), else the name must have two capitals.
    """
    match = byline_start(subtags(language).language).match(text)
    name = _END_OF_NAME.split(text[match.end() :])[0] if match is not None else ""
    is_alone = match is not None and match.end() + len(name) == len(text) and name.istitle() and len(name) > 3
    if not name.isalpha() or not (is_alone or sum(map(str.isupper, name)) > 1) or is_nobody(name):
        return ()
    return (Author(name=name, type="person" if is_alone else "organization"),)


#: Languages in which the job title comes after the name.
_LANGUAGES_WITH_JOB_TITLE_BEHIND = ("ko",)
#: The last letters of the names of desks and teams: the same job titles come after these names.
_DESK_ENDINGS = ("부", "팀", "국", "실")


def _has_job_title_behind(text: str, language: str) -> bool:
    """Whether a short line may be a name with a job title after it."""
    return (
        language in _LANGUAGES_WITH_JOB_TITLE_BEHIND
        and len(text) <= _LONGEST_JOB_TITLE_LINE
        and any(word in text for word in words("byline_behind", language))
    )


def _author_before_job_title(piece: str, language: str, site: str) -> tuple[Author, ...]:
    """The author in a piece that consists of a name and a job title: "한서윤 기자"; () for any other piece."""
    for word in words("byline_behind", language) if language in _LANGUAGES_WITH_JOB_TITLE_BEHIND else ():
        name = piece.removesuffix(word).strip(" =·")
        has_shape_of_name = (
            2 <= len(name) <= 5 and not any(c.isascii() for c in name) and not name.endswith(_DESK_ENDINGS)
        )
        # without a space the whole may be a longer job title, so the name must have three letters
        if name != piece and has_shape_of_name and (piece[len(name)].isspace() or len(name) == 3):
            return split_authors(name, language, site=site)
    return ()


def _pieces(text: str, language: str) -> list[str]:
    """The parts of a line between its separators and its dates."""
    pieces: list[str] = []
    for part in (
        told
        for piece in _SEPARATOR.split(text)
        for labelled in _LABEL.split(piece)
        for told in _TOLD_TO.split(labelled)
    ):
        start = 0
        for match in find_dates(part, language):
            pieces.append(_DATE_LABEL_AT_END.sub("", without_weekday(part[start : match.start], language)))
            start = match.end
        pieces.append(part[start:])
    reading = words("reading")
    cleaned = [_COMMENT_COUNT.sub("", fold(piece)).strip(" ,;") for piece in pieces]
    return [
        piece for piece in cleaned if piece and not any(word in piece.casefold() for word in reading if " " in word)
    ]


def split_authors(
    text: str, language: str = "", *, declared_person: bool = False, site: str = "", noun_before: bool = False
) -> tuple[Author, ...]:
    """The authors in a list of names such as "Jane Doe, PhD, Senior Editor, and Max Roe", with their honorifics, roles
    and affiliations.

    () if the list does not begin with a name. With `noun_before`, a noun such as "Author" stands before it without a colon, as it may
    at the start of a sentence: then a long rest of words in small letters means that this is one. With `declared_person`, the page declares the value to be a person. `site`
    is the name of the site.
    """
    authors: list[Author] = []
    parts = _name_parts(text)
    unread = ""
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
        if is_credited(part):
            continue  # "Pia Lenz (Fotos)"
        author = author_of(part, declared_person=declared_person and len(parts) == 1, site=site)
        if author is None:
            unread = f"{unread} {part}".strip()
            if authors and noun_before and _is_sentence(unread):
                return ()  # "Author Ann Lee, from Skarn, said she started reading when she was a child"
            if authors:
                continue  # a place or a newspaper after a name
            return ()
        if authors and author.type == "organization" and authors[-1].type == "person":
            authors[-1] = replace(authors[-1], affiliations=(*authors[-1].affiliations, part))
            continue
        authors.append(author)
    return tuple(authors)


def _is_sentence(part: str) -> bool:
    """Whether a part after a name is running text: more words than a place has, most of them in small letters."""
    tokens = part.split()
    most = _MOST_WORDS_OF_PLACE if part.endswith((".", "!", "?")) else 2 * _MOST_WORDS_OF_PLACE
    return len(tokens) > most and sum(token[0].islower() for token in tokens) * 2 > len(tokens)


def _name_parts(text: str) -> list[str]:
    """The parts of a list of names between its commas and its "and"."""
    parts: list[str] = []
    for piece in _NAME_SEPARATOR.split(text):
        parts.extend(_split_at_and(fold(piece)))
    return [part.strip(" :⋅●") if _ABBREVIATED_END.search(part) else part.strip(" .:⋅●") for part in parts]


#: A full stop that belongs to the name: "Jr.", "Nelson C.J."
_ABBREVIATED_END = re.compile(r"(?:\b[JS]n?r|\b[A-Z]\.[A-Z])\.\s*$")


_AND = re.compile(rf"(?:^|\s)(?:{alternatives(words('and'))})\s", re.IGNORECASE)


def _split_at_and(piece: str) -> list[str]:
    """A piece split at "and". At an "and" with a single letter, it is split only if full names are on both sides:
    "Ortega y Gasset" is one name.
    """
    if is_organization(piece) and not is_person_name(piece):
        return [piece]
    parts: list[str] = []
    start = 0
    for match in _AND.finditer(piece):
        word = match.group().strip()
        left, right = piece[start : match.start()].strip(), piece[match.end() :].strip()
        if word[:1].isupper() and not piece.isupper():
            continue
        if len(word) == 1 and word.isascii() and (len(left.split()) == 1 or len(right.split()) < 2):
            continue
        parts.append(left)
        start = match.end()
    parts.append(piece[start:].strip())
    return [part for part in parts if part]


_CREDIT = re.compile(alternatives(words("credit")))


def is_credit(text: str) -> bool:
    """Whether a line or a part of it begins with a word after which a photographer, a source or an editor is named."""
    return _CREDIT.match(text.casefold().lstrip("( [—–-")) is not None or "©" in text[:20]
