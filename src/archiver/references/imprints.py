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
    return re.compile(rf"(?<!\w){alternatives('publisher')}(?!\w)", re.IGNORECASE)


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
    rf"(?P<place>{_NAME})\s?:\s(?P<publisher>{_LETTER}[^,;:()]{{1,60}}?)(?:,\s(?P<date>{_YEAR})(?![\w-])|(?=\.?\s*$)|(?=\.\s))"
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


class Reader:
    """Reads what follows a title in one text. `known` are its identifiers, `language` that of the article."""

    def __init__(self, text: str, known: list[Part], language: str) -> None:
        self.text = text
        self.known = {part.start: part for part in known if part.type != "doi"} | {
            part.start: part for part in known if part.type == "doi"
        }
        self.dois = [part for part in known if part.type == "doi"]
        self.language = language

    def read(self, start: int, stop: int, *, journal: bool = False, paged: bool = False) -> Imprint:
        """All pieces from `start` on. `journal`: a number without a word is a volume. `paged`: one behind a comma is a page."""
        imprint = Imprint(start)
        at = start
        for _ in range(14):
            between = _BETWEEN.match(self.text, at, stop)
            begin = between.end() if between else at
            if begin >= stop:
                break
            # a comma in front of a closing quotation mark, and a closing bracket, set apart what follows, too
            separator = self.text[max(0, at - 2) : begin] if at == start else self.text[at - 1 : begin]
            end = self._piece(begin, stop, separator, imprint, journal=journal, paged=paged)
            if end is None:
                break
            at = end
        imprint.end = max([imprint.end, *(part.end for part in imprint.parts)])
        return imprint

    def begins(self, at: int, stop: int, *, journal: bool) -> bool:
        """Whether a piece begins here."""
        between = _BETWEEN.match(self.text, at, stop)
        begin = between.end() if between else at
        return begin < stop and self._piece(begin, stop, ", ", Imprint(at), journal=journal, paged=False) is not None

    def _piece(self, at: int, stop: int, separator: str, imprint: Imprint, *, journal: bool, paged: bool) -> int | None:
        text = self.text
        parts = imprint.parts
        if (known := self.known.get(at)) is not None and known.end <= stop:
            parts.append(known)
            parts += (doi for doi in self.dois if known.start < doi.start and doi.end <= known.end)
            return known.end
        if match := _ARCHIVED.match(text, at, stop):
            dates = self._dates(match.end())
            if dates and dates[0].start <= 3:
                return match.end() + dates[0].start + len(dates[0].text)
        if match := _accessed().match(text, at, stop):
            dates = self._dates(match.end())
            if dates and dates[0].start <= 3:
                begin = match.end() + dates[0].start
                parts.append(Part("accessed", begin, begin + len(dates[0].text), dates[0].when))
                end = begin + len(dates[0].text)
                return end + (text[end : end + 1] in ("]", ")"))
            if match.end() in self.known:
                return match.end()
        if (match := _VANCOUVER.match(text, at, stop)) and not imprint.has("date"):
            self._add(parts, match, date="date", v="volume", i="issue", p="pages")
            return match.end()
        if match := _labelled("volume", _VOLUME).match(text, at, stop):
            self._add(parts, match, x="volume")
            return match.end()
        if match := _labelled("issue", _ISSUE).match(text, at, stop):
            self._add(parts, match, x="issue")
            return match.end()
        if match := _labelled("pages", _BARE_RANGE.pattern.replace("?P<x>", "?:")).match(text, at, stop):
            # the word for a page may be the initial of a name: it stands behind a sign, and a number follows
            self._add(parts, match, x="pages")
            end = match.end()
            return end + (text[at] == "(" and text[end : end + 1] == ")")
        if (
            journal
            and imprint.has("volume")
            and not imprint.has("issue")
            and (match := _BRACKET_ISSUE.match(text, at, stop))
        ):
            self._add(parts, match, x="issue")
            return match.end()
        if text[at] == "(":
            return self._parenthesis(at, stop, imprint)
        if journal and not imprint.has("volume", "date") and (match := _BARE_VOLUME.match(text, at, stop)):
            if not _YEARS.match(text, at, stop) and not self._is_date(at):
                self._add(parts, match, v="volume", i="issue")
                return match.end()
        if not imprint.has("date") and (end := self._date(at, stop, parts)) is not None:
            return end
        if not imprint.has("date", "place", "publisher") and not journal:
            for pattern in (_PUBLISHER_PLACE, _PLACE_PUBLISHER, _PLACE_COMMA, _PLACE_YEAR):
                if (match := pattern.match(text, at, stop)) and self._is_imprint(match):
                    if pattern in (_PUBLISHER_PLACE, _PLACE_COMMA) and is_publisher(match["publisher"]) < (
                        pattern is _PUBLISHER_PLACE
                    ):
                        continue
                    self._add(parts, match, place="place", publisher="publisher", date="date")
                    return match.end()
        if (match := _skipped().match(text, at, stop)) and (
            match.end() in self.known or "." in match[0] or "ed" in match[0]
        ):
            return match.end() + (
                1 if match.end() not in self.known and text[match.end() : match.end() + 1] == "," else 0
            )
        if match := _skipped().match(text, at, stop):
            spaces = len(text[match.end() : stop]) - len(text[match.end() : stop].lstrip(" \u00a0:"))
            if match.end() + spaces in self.known:
                return match.end() + spaces
            if any(doi.start == match.end() + spaces for doi in self.dois):
                return match.end() + spaces
        if (paged or imprint.has("volume", "place", "publisher", "date")) and not imprint.has("pages"):
            if any(sign in separator for sign in ",:)") and (match := _BARE_RANGE.match(text, at, stop)):
                if not _YEARS.fullmatch(match["x"]) or journal:
                    self._add(parts, match, x="pages")
                    return match.end()
        return None

    def _parenthesis(self, at: int, stop: int, imprint: Imprint) -> int | None:
        """A bracket with a date, and perhaps place and publisher, in it."""
        match = _PAREN.match(self.text, at, stop)
        if match is None or imprint.has("date", "place"):
            return None
        begin, end = match.span("x")
        if said := _accessed().match(self.text, begin, end):
            dated: list[Part] = []
            if self._date(said.end(), end, dated) is None:
                return None
            imprint.parts += [Part("accessed", part.start, part.end, part.value) for part in dated]
            return match.end()
        if thesis := _thesis().match(self.text, begin, end):
            return self._after_thesis(thesis.end(), end, imprint.parts, match.end())
        inside = _IN_PAREN.fullmatch(self.text, begin, end)
        if inside is not None and self._is_imprint(inside):
            name = inside["name"]
            if name is not None and _season().fullmatch(name):
                name = None
            imprint.named = imprint.named or name is not None
            if name is not None:
                if self._is_date(begin):
                    return self._whole_date(begin, end, imprint.parts, match.end())
                if is_publisher(name):
                    self._add(imprint.parts, inside, name="publisher")
                elif inside["comma"] is None and not self._holds_date(begin, end):
                    self._add(imprint.parts, inside, name="place")
            self._add(imprint.parts, inside, place="place", publisher="publisher", date="date")
            return match.end()
        return self._whole_date(begin, end, imprint.parts, match.end())

    def _after_thesis(self, at: int, end: int, parts: list[Part], after: int) -> int | None:
        inside = re.compile(
            rf",\s(?P<publisher>{_LETTER}[^,()]{{2,80}}(?:,\s{_LETTER}[^,()\d]{{2,40}})?),\s(?P<date>{_YEAR})"
        ).match(self.text, at, end)
        if inside is None or inside.end() != end:
            return None
        self._add(parts, inside, publisher="publisher", date="date")
        return after

    def _whole_date(self, begin: int, end: int, parts: list[Part], after: int) -> int | None:
        """A bracket that holds nothing but a date; a second date in it ("1990 [1986]") is left."""
        got = self._date(begin, end, parts)
        if got is None:
            return None
        rest = self.text[got:end].strip()
        if rest and not re.fullmatch(r"年|г\.?|\[.*\]|,.{1,30}", rest):
            parts.pop()
            return None
        return after

    def _is_date(self, at: int) -> bool:
        dates = self._dates(at)
        return bool(dates) and dates[0].start == 0

    def _dates(self, at: int, stop: int | None = None) -> tuple[DateMatch, ...]:
        """The dates right behind a place: in the language of the article, else in another one, since notes cite in all languages."""
        window = self.text[at : min(at + 40, len(self.text) if stop is None else stop)]
        dates = find_dates(window, self.language)
        if (not dates or dates[0].start > 3) and _DAY_AND_WORD.match(window):
            for language in _LANGUAGES:
                other = find_dates(window, language)
                if other and other[0].start <= 3 and len(other[0].text) > 4:
                    return other
        return dates

    def _holds_date(self, begin: int, end: int) -> bool:
        return bool(find_dates(self.text[begin:end], self.language))

    def _date(self, at: int, stop: int, parts: list[Part]) -> int | None:
        """A day, a month or a year that begins here."""
        dates = self._dates(at, stop)
        if dates and dates[0].start == 0 and len(dates[0].text) > 4:
            end = at + len(dates[0].text.rstrip(" ,.;"))
            parts.append(Part("date", at, end, dates[0].when))
            return end
        match = _YEARS.match(self.text, at, stop)
        if match is None:
            return None
        year = match["y"]
        parts.append(Part("date", *match.span("y"), year if len(year) == 4 else ""))
        # "2005年第3期" and "1984 г."
        return (
            match.end() + len(re.match(r"年|\s?г\.", self.text[match.end() : stop])[0])
            if re.match(r"年|\s?г\.", self.text[match.end() : stop])
            else match.end()
        )

    def _is_imprint(self, match: re.Match[str]) -> bool:
        """Whether the names in an imprint can be names: they begin with a capital and are short."""
        for group in ("place", "publisher", "name"):
            value = match.groupdict().get(group)
            if value is None:
                continue
            words = value.split()
            first = words[0]
            if _no_name().fullmatch(value):
                return False
            if not (first[0].isupper() or not first[0].islower()) or len(words) > (5 if group == "place" else 8):
                return False
            if group == "place" and re.search(r"[^\W\d_]{4}\.\s", value):
                return False
            if group == "place" and (
                any(c.isdigit() for c in value)
                or (not words[-1][0].isupper() and len(words) < 3 and not value.endswith("."))
            ):
                return False
        return True

    @staticmethod
    def _add(parts: list[Part], match: re.Match[str], **types: PartType) -> None:
        """Add the groups of a match as parts."""
        for group, type_ in types.items():
            if match.groupdict().get(group):
                value = match[group] if type_ == "date" else ""
                parts.append(Part(type_, *match.span(group), value))
