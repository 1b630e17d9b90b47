"""What follows a title: place, publisher, date, volume, issue, pages, address, the day of access.

    (London: Harrow Press, 1987), 45–47     12, no. 3 (1999): 201–219     , Göttingen 1994, S. 33 f.
    Paris, Éditions du Quai, 1978, p. 212   . — М.: Наука, 1984. — С. 112     . 2018;11(4):300-12

`read` takes one piece after the other, as long as each is known by its own shape.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from archiver.metadata.parsing.dates import DateMatch, find_dates
from archiver.references.marks import Part, PartType
from archiver.references.words import alternatives

_YEAR = r"(?:1[4-9]\d\d|20[0-4]\d)"
_YEARS = re.compile(
    rf"(?:c\.\s|ca\.\s|um\s|©\s?|ders\.\s)?(?P<y>{_YEAR}(?:\s?[–/-]\s?(?:{_YEAR}|\d\d)(?!\d))?)[a-z]?(?![\w/-]|\.\d)"
)
_RANGE = (
    r"(?:e\d{2,7}\b|\d{1,7}[a-z]?(?:\s?[–—‒-]\s?\d{1,7}[a-z]?)?|[ivxlc]{1,8}(?:\s?[–—-]\s?[ivxlc]{1,8})?|[A-Z]\d{1,3}(?:[–-][A-Z]?\d{1,3})?)"
    r"(?:,\s?\d{1,5}(?:\s?[–—-]\s?\d{1,5})?(?![\d\w]))*"
    r"(?:\s?(?:ff?\b\.?|sqq?\.|ss\.|nn?\.(?=\s?\d)\s?\d+))?"
)
_BARE_RANGE = re.compile(rf"(?P<x>{_RANGE})(?![\w/%°]|\.\d|[-–]\w)(?=\s?(?:$|[,.;:()\[\]—\n\ufffc]))")
_LETTER = r"[^\W\d_]"
#: Words that begin with a capital, up to the next sign: the name of a place or of a publisher.
_NAME = rf"{_LETTER}[^,;:()\[\]\"“”«»<>\ufffc]{{0,60}}?"
#: A day or nothing, the name of a month, and a year.
_DAY_AND_WORD = re.compile(
    r"(?:(?:le|el|il|am|em|den)\s)?(?:\d{1,2}(?:\.|er|º|°)?\s(?:de\s)?)?[^\W\d_]{3,12}\.?,?\s(?:de\s)?\d{4}"
)
#: The languages in which notes are tried to be read besides that of the article.
_LANGUAGES = ("de", "fr", "es", "it", "pt", "nl", "pl", "ru", "sv", "da", "cs", "uk")
_ARCHIVED = re.compile(r"Archived\s(?:from\sthe\soriginal\s)?(?:\(PDF\)\s)?on\s")
#: The most pieces of one imprint, the characters in which a date is looked for, and those that may stand in front of it.
_MOST_PIECES, _WINDOW, _NEAR = 14, 40, 3
#: "2005年第3期" and "1984 г."
_YEAR_WORD = re.compile(r"年|\s?г\.")
_EDITION = re.compile(r"\bedn?\b|edition|Aufl|éd\.|ª ed", re.IGNORECASE)
#: A word of four letters with a full stop ends a sentence, and is no abbreviation in the name of a place.
_SENTENCE_END = re.compile(r"[^\W\d_]{4}\.\s")
_BETWEEN = re.compile(r"(?:[\s\u00a0]|[,.;:](?=[\s\u00a0(\d«])|[—–](?=\s)|\)(?=[\s,.:;]))*")


@dataclass
class Imprint:
    """The parts after a title, and where they end."""

    end: int
    parts: list[Part] = field(default_factory=list)
    #: A bracket has a name beside the year, which may be a place or a publisher: the imprint is that of a book.
    named: bool = False

    def has(self, *types: PartType) -> bool:
        """Whether a part of one of these types was read."""
        return any(part.type in types for part in self.parts)


@cache
def _labelled(name: str, number: str) -> re.Pattern[str]:
    return re.compile(rf"\(?{alternatives(name)}[\s\u00a0]*(?P<x>{number})", re.IGNORECASE)


@cache
def _accessed() -> re.Pattern[str]:
    return re.compile(rf"[\[(]?\s?{alternatives('accessed')}:?\s*", re.IGNORECASE)


@cache
def _skipped() -> re.Pattern[str]:
    return re.compile(rf"\(?(?:{alternatives('skipped')}|{alternatives('labels')})\)?", re.IGNORECASE)


@cache
def _thesis() -> re.Pattern[str]:
    return re.compile(rf"\(?{alternatives('thesis')}", re.IGNORECASE)


@cache
def _publisher() -> re.Pattern[str]:
    # a German publisher joins its name to the word for what it is: "Deichverlag"
    return re.compile(rf"(?:(?<!\w){alternatives('publisher')}|\w+(?:verlag|förlag|forlag))(?!\w)", re.IGNORECASE)


@cache
def _season() -> re.Pattern[str]:
    return re.compile(alternatives("seasons"), re.IGNORECASE)


@cache
def _no_name() -> re.Pattern[str]:
    """Words that look like the name of a place in front of a colon, and say something else."""
    return re.compile(
        rf"(?:{alternatives('inside')}|{alternatives('accessed')}|{alternatives('labels')}).*", re.IGNORECASE
    )


def is_publisher(name: str) -> bool:
    """Whether a name says by one of its words that it is a publisher or a university."""
    return _publisher().search(name) is not None


#: A number, or a Roman number that is one: not the "IL" of Illinois.
_ROMAN = r"(?=[IVXLC]{1,8}\b)(?:C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\b"
_VOLUME = rf"\d{{1,4}}|{_ROMAN}"
_ISSUE = r"\d{1,3}(?:[–/-]\d{1,3})?(?!\d)"
_BARE_VOLUME = re.compile(rf"(?P<v>{_VOLUME})(?:[./](?P<i>\d{{1,3}}))?(?=\s?\(|,|:|;|\.\s|\s(?:no|nr|n°)|$|\s\()")
_BRACKET_ISSUE = re.compile(rf"\s?\((?P<x>{_ISSUE})\)")
_PAREN = re.compile(r"\((?P<x>[^()]{3,140})\)")
#: "Place: Publisher, 1987", "Publisher, 1987", "Place 1987"
_IN_PAREN = re.compile(
    rf"(?:(?P<place>{_NAME})\s?:\s(?P<publisher>{_LETTER}[^;:()]{{1,60}}?),?\s|(?P<name>{_NAME})(?P<comma>,)?\s)?(?P<date>{_YEAR})[a-z]?(?P<rest>,.*|\s\[.*)?"
)
_PLACE_YEAR = re.compile(
    rf"(?P<place>{_LETTER}[^\W\d_.’'-]+(?:(?:[\s/-]|\s?[–/]\s?)[^\W\d_][^\W\d_.]*\.?){{0,3}}(?:,\s[A-Z]{{2}})?)\s(?:\d\.\s?Aufl\.\s)?(?P<date>{_YEAR})(?![\w-])"
)
_PLACE_PUBLISHER = re.compile(
    rf"(?P<place>{_NAME}(?:,\s[A-Z]{{2}}\b)?)\s?:\s(?P<publisher>{_LETTER}[^,;:()]{{1,60}}?)(?:,\s(?P<date>{_YEAR})(?![\w-])|(?=\.?\s*$)|(?=\.\s))"
)
_PLACE_COMMA = re.compile(
    rf"(?P<place>{_NAME}),\s(?P<publisher>{_LETTER}[^,;:()]{{1,60}}?),\s(?P<date>{_YEAR})(?![\w-])"
)
_PUBLISHER_PLACE = re.compile(
    rf"(?P<publisher>{_LETTER}[^,;:()]{{1,60}}?),\s(?P<place>{_LETTER}[^\W\d_.’'-]+(?:\s[^\W\d_]+){{0,2}}),?\s(?P<date>{_YEAR})(?![\w-])"
)
_VANCOUVER = re.compile(
    rf"(?P<date>{_YEAR})(?:\s[A-Z][a-z]{{2}}(?:\s\d{{1,2}})?)?;\s?(?P<v>\d{{1,4}})(?:\((?P<i>[^()]{{1,12}})\))?(?::\s?(?P<p>{_RANGE})(?!\w))?"
)
#: What stands in the bracket of a thesis, behind the word for it.
_UNIVERSITY = re.compile(
    rf",\s(?P<publisher>{_LETTER}[^,()]{{2,80}}(?:,\s{_LETTER}[^,()\d]{{2,40}})?),\s(?P<date>{_YEAR})"
)


@dataclass
class _Reading:
    """The state of one reading: what was read, what stands in front of the next piece, and what its numbers may be."""

    imprint: Imprint
    stop: int
    journal: bool
    paged: bool
    separator: str = ", "

    def add(self, match: re.Match[str], **types: PartType) -> int:
        """Add the groups of a match as parts; returns its end."""
        for group, type_ in types.items():
            if match.groupdict().get(group):
                value = match[group] if type_ == "date" else ""
                self.imprint.parts.append(Part(type_, *match.span(group), value))
        return match.end()


class ImprintReader:
    """Reads what follows a title in one text. `known` are its identifiers, `language` that of the article."""

    def __init__(self, text: str, known: list[Part], language: str) -> None:
        self.text = text
        # a DOI inside of its address begins behind it, so no two parts begin at one place
        self.known = {part.start: part for part in known}
        self.language = language

    def read(self, start: int, stop: int, *, journal: bool = False, paged: bool = False) -> Imprint:
        """All pieces from `start` on. `journal`: a number without a word is a volume. `paged`: one behind a comma is a page."""
        reading = _Reading(Imprint(start), stop, journal, paged)
        at = start
        for _ in range(_MOST_PIECES):
            begin = self._behind_signs(at, stop)
            if begin >= stop:
                break
            # a comma in front of a closing quotation mark, and a closing bracket, set apart what follows, too
            reading.separator = self.text[max(0, at - (2 if at == start else 1)) : begin]
            end = self._piece(begin, reading)
            if end is None:
                break
            at = end
        imprint = reading.imprint
        imprint.end = max([start, *(part.end for part in imprint.parts)])
        return imprint

    def begins(self, at: int, stop: int, *, journal: bool) -> bool:
        """Whether a piece begins here."""
        begin = self._behind_signs(at, stop)
        return begin < stop and self._piece(begin, _Reading(Imprint(at), stop, journal, paged=False)) is not None

    def _behind_signs(self, at: int, stop: int) -> int:
        between = _BETWEEN.match(self.text, at, stop)
        return between.end() if between else at

    def _piece(self, at: int, reading: _Reading) -> int | None:
        """Read the piece that begins here: the surest forms first. Returns its end, or None."""
        for read in (self._identifier, self._visit, self._numbers, self._pages):
            if (end := read(at, reading)) is not None:
                return end
        if self.text[at] == "(":
            return self._parenthesis(at, reading)
        for read in (self._volume, self._day, self._names, self._nothing_said, self._bare_pages):
            if (end := read(at, reading)) is not None:
                return end
        return None

    # -- pieces that a word or a form of their own tells -------------------------------------------

    def _identifier(self, at: int, reading: _Reading) -> int | None:
        """An address, a DOI, an ISBN."""
        known = self.known.get(at)
        if known is None or known.end > reading.stop:
            return None
        reading.imprint.parts.append(known)
        reading.imprint.parts += (part for start, part in self.known.items() if known.start < start < known.end)
        return known.end

    def _visit(self, at: int, reading: _Reading) -> int | None:
        """The day of access, or of the copy in an archive, which is no part of the work."""
        archived = _ARCHIVED.match(self.text, at, reading.stop)
        match = archived or _accessed().match(self.text, at, reading.stop)
        if match is None:
            return None
        dates = self._dates(match.end(), len(self.text))
        if not dates or dates[0].start > _NEAR:
            return match.end() if match.end() in self.known else None
        begin = match.end() + dates[0].start
        end = begin + len(dates[0].text)
        if archived is None:
            reading.imprint.parts.append(Part("accessed", begin, end, dates[0].when))
        return end + (self.text[end : end + 1] in ("]", ")"))

    def _numbers(self, at: int, reading: _Reading) -> int | None:
        """Volume and issue with their words, and the row of numbers of medical journals."""
        text, stop = self.text, reading.stop
        if not reading.imprint.has("date") and (match := _VANCOUVER.match(text, at, stop)):
            return reading.add(match, date="date", v="volume", i="issue", p="pages")
        if match := _labelled("volume", _VOLUME).match(text, at, stop):
            return reading.add(match, x="volume")
        if match := _labelled("issue", _ISSUE).match(text, at, stop):
            return reading.add(match, x="issue")
        if reading.journal and reading.imprint.has("volume") and not reading.imprint.has("issue"):
            match = _BRACKET_ISSUE.match(text, at, stop)
            return reading.add(match, x="issue") if match else None
        return None

    def _pages(self, at: int, reading: _Reading) -> int | None:
        match = _labelled("pages", _BARE_RANGE.pattern.replace("?P<x>", "?:")).match(self.text, at, reading.stop)
        if match is None:
            return None
        end = reading.add(match, x="pages")
        return end + (self.text[at] == "(" and self.text[end : end + 1] == ")")

    # -- brackets ----------------------------------------------------------------------------------

    def _parenthesis(self, at: int, reading: _Reading) -> int | None:
        """A bracket with a date, and perhaps place and publisher, in it."""
        match = _PAREN.match(self.text, at, reading.stop)
        imprint = reading.imprint
        if match is None or imprint.has("date", "place"):
            return None
        begin, end = match.span("x")
        if said := _accessed().match(self.text, begin, end):
            date = self._date(said.end(), end)
            if date is None:
                return None
            imprint.parts.append(Part("accessed", date.start, date.end, date.value))
            return match.end()
        if thesis := _thesis().match(self.text, begin, end):
            inside = _UNIVERSITY.fullmatch(self.text, thesis.end(), end)
            if inside is None:
                return None
            reading.add(inside, publisher="publisher", date="date")
            return match.end()
        inside = _IN_PAREN.fullmatch(self.text, begin, end)
        name = inside["name"] if inside is not None else None
        if inside is None or not _can_be_names(inside) or (name is not None and self._starts_with_date(begin, end)):
            return match.end() if self._lone_date(begin, end, reading) else None
        if name is not None and not _season().fullmatch(name):
            imprint.named = True
            if is_publisher(name):
                reading.add(inside, name="publisher")
            elif inside["comma"] is None and not find_dates(self.text[begin:end], self.language):
                reading.add(inside, name="place")
        reading.add(inside, place="place", publisher="publisher", date="date")
        return match.end()

    def _lone_date(self, begin: int, end: int, reading: _Reading) -> bool:
        """Read a bracket that holds nothing but a date; a second one in it ("1990 [1986]") is left."""
        date = self._date(begin, end)
        if date is None:
            return False
        rest = self.text[date.end : end].strip()
        if rest and not re.fullmatch(r"年|г\.?|\[.*\]|,.{1,30}", rest):
            return False
        reading.imprint.parts.append(date)
        return True

    # -- pieces that only their place tells --------------------------------------------------------

    def _volume(self, at: int, reading: _Reading) -> int | None:
        """The number behind the name of a journal."""
        if not reading.journal or reading.imprint.has("volume", "date"):
            return None
        match = _BARE_VOLUME.match(self.text, at, reading.stop)
        if match is None or _YEARS.match(self.text, at, reading.stop) or self._starts_with_date(at, reading.stop):
            return None
        return reading.add(match, v="volume", i="issue")

    def _day(self, at: int, reading: _Reading) -> int | None:
        if reading.imprint.has("date") or (date := self._date(at, reading.stop)) is None:
            return None
        reading.imprint.parts.append(date)
        after = _YEAR_WORD.match(self.text, date.end, reading.stop)
        return after.end() if after else date.end

    def _names(self, at: int, reading: _Reading) -> int | None:
        """Place and publisher, with the year behind them."""
        if reading.journal or reading.imprint.has("date", "place", "publisher"):
            return None
        for pattern in (_PUBLISHER_PLACE, _PLACE_PUBLISHER, _PLACE_COMMA, _PLACE_YEAR):
            match = pattern.match(self.text, at, reading.stop)
            if match is None or not _can_be_names(match):
                continue
            if pattern is _PUBLISHER_PLACE and not is_publisher(match["publisher"]):
                continue
            return reading.add(match, place="place", publisher="publisher", date="date")
        return None

    def _nothing_said(self, at: int, reading: _Reading) -> int | None:
        """Words between the pieces that say nothing which is marked: "2nd ed.", "available at"."""
        match = _skipped().match(self.text, at, reading.stop)
        if match is None:
            return None
        if _EDITION.search(match[0]):
            return match.end() + (self.text[match.end() : match.end() + 1] == ",")
        rest = self.text[match.end() : reading.stop]
        behind = match.end() + len(rest) - len(rest.lstrip(" \u00a0:"))
        return behind if behind in self.known else None

    def _bare_pages(self, at: int, reading: _Reading) -> int | None:
        """Pages without a word, behind a sign that sets them apart from what they belong to."""
        imprint = reading.imprint
        if imprint.has("pages") or not (reading.paged or imprint.has("volume", "place", "publisher", "date")):
            return None
        match = _BARE_RANGE.match(self.text, at, reading.stop)
        if match is None or not any(sign in reading.separator for sign in ",:)"):
            return None
        if _YEARS.fullmatch(match["x"]) and not reading.journal:
            return None
        return reading.add(match, x="pages")

    # -- dates -------------------------------------------------------------------------------------

    def _starts_with_date(self, at: int, stop: int) -> bool:
        """Whether a day or a month with its year begins here."""
        dates = self._dates(at, stop)
        return bool(dates) and dates[0].start == 0

    def _dates(self, at: int, stop: int) -> tuple[DateMatch, ...]:
        """The dates behind a place: in the language of the article, else in another one, since notes cite in all languages."""
        window = self.text[at : min(at + _WINDOW, stop)]
        dates = find_dates(window, self.language)
        if (not dates or dates[0].start > _NEAR) and _DAY_AND_WORD.match(window):
            for language in _LANGUAGES:
                other = find_dates(window, language)
                if other and other[0].start <= _NEAR and len(other[0].text) > len("1987"):
                    return other
        return dates

    def _date(self, at: int, stop: int) -> Part | None:
        """The day, the month or the year that begins here."""
        dates = self._dates(at, stop)
        if dates and dates[0].start == 0 and len(dates[0].text) > len("1987"):
            return Part("date", at, at + len(dates[0].text.rstrip(" ,.;")), dates[0].when)
        match = _YEARS.match(self.text, at, stop)
        if match is None:
            return None
        return Part("date", *match.span("y"), match["y"] if len(match["y"]) == len("1987") else "")


def _can_be_names(match: re.Match[str]) -> bool:
    """Whether place and publisher of an imprint can be names: they begin with a capital, and are short."""
    groups = match.groupdict()
    for group, most in (("place", 5), ("publisher", 8), ("name", 8)):
        name = groups.get(group)
        if name is not None and (name[0].islower() or len(name.split()) > most or _no_name().fullmatch(name)):
            return False
    place = groups.get("place")
    if place is None:
        return True
    if any(character.isdigit() for character in place) or _SENTENCE_END.search(place):
        return False
    words = place.split()
    return words[-1][0].isupper() or len(words) > 2 or place.endswith(".")
