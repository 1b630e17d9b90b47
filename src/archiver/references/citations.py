"""The references in a text, in the manners of Latin and Cyrillic scripts.

A reference begins where a note, a sentence or a member of a list with semicolons begins, perhaps behind "see" or "vgl.". It is read
from there to the right: persons, title, container, imprint. What cannot be read so is no reference: a sentence of the author's
own stays without marks.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from archiver.metadata.parsing.dates import read_date
from archiver.references.imprints import Imprint, ImprintReader, is_publisher
from archiver.references.marks import Again, Citation, Part, PartType
from archiver.references.persons import Persons, organization_at, persons_at
from archiver.references.text import FlatText
from archiver.references.words import alternatives

#: A place where a reference may begin.
_STARTS = re.compile(r"(?:^|[;.?!:)\]]\s+|\(|\n|—\s)[\s\[(*•↑^–—]*")
#: The full stop of an initial ends no sentence.
_INITIAL_BEFORE = re.compile(r"(?<![^\W_])[^\W\d_]\.$")
_MOST_STARTS = 60
_LONGEST_TITLE = 260
#: Opening quotation marks, with what may close them.
_QUOTES = {"“": "”", '"': '"', "„": '“”"', "«": "»", "»": "«", "‘": "’", "‚": "‘’", "”": "”", "‹": "›", "'": "'"}
_YEAR = r"(?:1[4-9]\d\d|20[0-4]\d)"
_REPORTER = re.compile(
    r"(?P<volume>\d{1,4})\s(?P<journal>U\.\s?S\.|S\.\s?Ct\.|F\.\s?(?:2d|3d|4th)|F\.\s?Supp\.(?:\s?[23]d)?|L\.\s?Ed\.(?:\s?2d)?|A\.C\.|All ER|Cal\.(?:\s?\dth)?|N\.[EWY]\.(?:S\.)?(?:\s?[23]d)?)"
    rf"\s(?P<pages>\d{{1,5}})(?:,\s(?P<at>\d{{1,5}}(?:[–-]\d+)?))?\s\((?:[^()]{{1,30}}\s)?(?P<date>{_YEAR})\)"
)
_YEAR_NEXT = re.compile(rf"{_YEAR}\b")
_AFTER_PERSONS = re.compile(r"[,:.]?[\s\u00a0]+")
_DATE_IN_BRACKETS = re.compile(
    rf"[,.]?\s\((?P<x>(?:[^()]{{0,20}}\s)?{_YEAR}[a-z]?|{_YEAR}-\d\d(?:-\d\d)?|(?P<y>{_YEAR}), (?P<day>[^()\W\d]{{3,12}}(?: \d{{1,2}})?)|n\.\s?d\.)\)[.,:]?\s+"
)


_VANCOUVER_BOOK = re.compile(
    rf"(?P<title>[^\W_][^;\ufffc]{{4,200}}?)\.\s(?:\d{{1,2}}(?:st|nd|rd|th)\sed\.\s)?(?P<place>[^\W\d_][^.:;,]{{2,30}}(?:,\s[A-Z]{{2}})?):\s(?P<publisher>[^\W\d_][^.:;]{{2,60}});\s?(?P<date>{_YEAR})(?::(?P<pages>\d{{1,5}}(?:[-–]\d{{1,5}})?)(?!\w))?"
)
_MOST_TITLE_WORDS = 30
#: The name of a newspaper or a site with which a reference ends.
_LAST_NAME = re.compile(r"(?P<x>[^\W\d_][^.,;:()\[\]“”\"«»\ufffc]{2,50})\.?\s*$")


class _Title(NamedTuple):
    """A title: its words, the end with its quotation marks, and how it is set apart."""

    start: int
    end: int
    after: int
    how: str


@cache
def _signals() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('signals')}[,:]?\s+){{1,3}}", re.IGNORECASE)


@cache
def _ibid() -> re.Pattern[str]:
    return re.compile(rf"{alternatives('ibid')}(?=[\s,.;:)\]]|$)", re.IGNORECASE)


@cache
def _again() -> re.Pattern[str]:
    return re.compile(rf"[,:]?\s*\(?{alternatives('again')}\)?(?=[\s,.;:)]|$)", re.IGNORECASE)


@cache
def _note_number() -> re.Pattern[str]:
    return re.compile(rf"[,:]?\s*[(\[]?{alternatives('note_number')}\s*(?P<label>\d{{1,4}}|[*†‡])[)\]]?", re.IGNORECASE)


@cache
def _editors() -> re.Pattern[str]:
    return re.compile(rf"\s*[(\[]{alternatives('editor')}[)\]]|,\s{alternatives('editor')}(?=[,\s])", re.IGNORECASE)


@cache
def _editors_before() -> re.Pattern[str]:
    return re.compile(rf"[,.]?\s\(?{alternatives('editor_before')}\s+", re.IGNORECASE)


@cache
def _inside() -> re.Pattern[str]:
    return re.compile(rf"{alternatives('inside')}:?\s+|//\s*", re.IGNORECASE)


class CitationReader:
    """Reads the references of one text. `known` are its identifiers, `language` is that of the article."""

    def __init__(self, flat: FlatText, known: list[Part], language: str) -> None:
        self.flat = flat
        self.text = flat.text
        self.italics = dict(sorted(flat.italics))
        self.quoted = dict(flat.quotations)
        self.links = {start: end for start, end, _ in flat.links}
        self.tail = ImprintReader(flat.text, known, language)

    def read(self) -> list[Citation]:
        """All references of the text, in its order."""
        found: list[Citation] = []
        done = 0
        for number, match in enumerate(_STARTS.finditer(self.text)):
            if number >= _MOST_STARTS:
                break
            if match.end() < done or match.end() >= len(self.text):
                continue
            at = match.end()
            if _INITIAL_BEFORE.search(self.text, max(0, match.start() - 2), match.start() + 1):
                continue
            signal = _signals().match(self.text, at)
            for start in dict.fromkeys([at, *([signal.end()] if signal else [])]):
                citation = self._at(start)
                if citation is not None:
                    found.append(self._closed(citation))
                    done = citation.end
                    break
        return found

    def _closed(self, citation: Citation) -> Citation:
        """The reference with the brackets and quotation marks that close in front of the next word."""
        text, start, end = self.text, citation.start, citation.end
        while end < len(text) and (
            (text[end] == ")" and text.count("(", start, end) > text.count(")", start, end))
            or (text[end] == "]" and text.count("[", start, end) > text.count("]", start, end))
            or (
                text[end] in "”»"
                and text.count({"”": "“", "»": "«"}[text[end]], start, end) > text.count(text[end], start, end)
            )
        ):
            end += 1
        return replace(citation, end=end)

    def _at(self, at: int) -> Citation | None:
        """The reference that begins here, or None."""
        stop = self._stop(at)
        if at >= stop:
            return None
        if (match := _ibid().match(self.text, at, stop)) is not None:
            return self._ibid(at, match.end(), stop)
        if (case := self._case(at, stop)) is not None:
            return case
        if at in self.tail.known:
            imprint = self.tail.read(at, stop)
            return self._finished(
                at, [part for part in imprint.parts if part.type in ("url", "doi", "isbn", "accessed")]
            )
        for persons in persons_at(self.text, at, stop):
            if any(start < persons.end and at < end for start, end in self.italics.items()):
                continue
            if (citation := self._of_persons(at, persons, stop)) is not None:
                return citation
        if (citation := self._without_persons(at, stop)) is not None:
            return citation
        # "Rott, Schleusenwärter, 25" has the form of a name with its given name behind the comma
        short_names = sorted(
            persons_at(self.text, at, stop, family_only=True), key=lambda persons: persons.way == "inverted"
        )
        for persons in short_names:
            if (citation := self._short(at, persons, stop)) is not None:
                return citation
        organization = organization_at(self.text, at, stop)
        if organization is not None and (citation := self._of_organization(at, organization, stop)) is not None:
            return citation
        return None

    def _stop(self, at: int) -> int:
        """The end of the member of a list that begins here: the next semicolon that no title and no bracket holds."""
        for match in re.finditer(r";\s", self.text[at : at + 800]):
            place = at + match.start()
            before = self.text[at:place]
            if before.count("(") > before.count(")") or before.count("“") > before.count("”"):
                continue
            if any(p.end == place for p in persons_at(self.text, at, place)) and any(
                True for _ in persons_at(self.text, place + 2, len(self.text))
            ):
                continue
            if _YEAR_NEXT.match(self.text, place + 2):
                continue  # "London: Cable Press; 2011"
            return place
        return len(self.text)

    # -- kinds of references -----------------------------------------------------------------------

    def _ibid(self, at: int, end: int, stop: int) -> Citation | None:
        """ "Ibid., 52": the pages are its only part."""
        if not self.text[at].isupper() and at and self.text[at - 1 : at] not in ("", " ", "("):
            return None
        imprint = self.tail.read(end, stop, paged=True)
        pages = tuple(part for part in imprint.parts[:1] if part.type == "pages")
        rest = self.text[end:stop].lstrip(" ,.:")
        if (not pages and rest[:1] and rest[0] in '“"«„‘') or (not pages and self._italic_near(end)):
            return None  # "Idem, Title": the same author, another work
        if not pages and self.text[at:end].casefold().rstrip(".") in ("id", "idem", "ib") and rest:
            return None
        return Citation(at, pages[0].end if pages else end, pages, Again("ibid"))

    def _italic_near(self, end: int) -> bool:
        return any(end < start <= end + 3 for start in self.italics)

    def _case(self, at: int, stop: int) -> Citation | None:
        """ "Harmon v. Dale County, 347 U.S. 483 (1954)": the reporter is certain, the name of the case is left as it is."""
        match = _REPORTER.search(self.text, at, min(stop, at + 200))
        if match is None or re.search(r"(?<!\bv)[.;]\s+[^\W\d_]{4}", self.text[at : match.start()]):
            return None
        parts = [Part(name, *match.span(name)) for name in ("volume", "journal", "pages")]
        parts.append(Part("date", *match.span("date"), match["date"]))
        return Citation(match.start(), match.end(), tuple(parts))

    def _of_persons(self, at: int, persons: Persons, stop: int) -> Citation | None:
        """A whole reference that begins with its authors or editors."""
        text = self.text
        end = persons.end
        role: PartType = "author"
        if (match := _editors().match(text, end, stop)) is not None:
            role, end = "editor", match.end()
        people = tuple(Part(role, *span) for span in persons.spans)
        family = text[slice(*persons.spans[0])]
        if (match := _note_number().match(text, end, stop)) or (again := _again().match(text, end, stop)):
            how = Again("note", family, label=match["label"]) if match else Again("author", family)
            return self._repeated(at, people, match.end() if match else again.end(), stop, how)  # type: ignore[union-attr]
        parts = list(people)
        if (match := _DATE_IN_BRACKETS.match(text, end, stop)) is not None:
            if match["y"]:
                parts.append(
                    Part("date", *match.span("x"), read_date(f"{match['day']}, {match['y']}", "en") or match["y"])
                )
            elif not match["x"].startswith("n"):
                dated = self.tail.read(match.start("x") - 1, match.end(), paged=False)
                if not dated.has("date"):
                    return None
                parts += dated.parts
            return self._apa(at, parts, match.end(), stop, family)
        between = _AFTER_PERSONS.match(text, end, stop)
        if between is None:
            return None
        begin = between.end()
        if persons.way == "letters" and (between[0].startswith(".") or persons.et_al):
            return self._vancouver(at, parts, begin, stop)
        if (title := self._title_at(begin)) is not None:
            return self._after_title(at, parts, title, stop, family)
        if persons.way != "letters" and (between[0][0] in ",:." or persons.way == "initials"):
            return self._plain(at, parts, begin, stop, family)
        return None

    def _of_organization(self, at: int, organization: Persons, stop: int) -> Citation | None:
        """ "IRS. “Estate tax,” November 2025": the name counts as an author only in front of a date in brackets or of a quotation."""
        following = self.text[organization.end : organization.end + 4]
        if _DATE_IN_BRACKETS.match(self.text, organization.end, stop) or re.match(r"[.,:]\s[“\"„«]", following):
            return self._of_persons(at, organization, stop)
        return None

    def _without_persons(self, at: int, stop: int) -> Citation | None:
        """A title in quotation marks or in italics, and where it appeared."""
        title = self._title_at(at, links=False)
        if title is None or title.end - title.start < 4:
            return None
        return self._after_title(at, [], title, stop, "")

    def _short(self, at: int, persons: Persons, stop: int) -> Citation | None:
        """ "Oakley, Long Canal, 112", "Oakley 1987, 45", "Oakley, p. 88": a name and a page are one only if the work was cited."""
        text = self.text
        people = tuple(Part("author", *span) for span in persons.spans)
        family = text[slice(*persons.spans[0])]
        if (match := _note_number().match(text, persons.end, stop)) is not None:
            return self._repeated(at, people, match.end(), stop, Again("note", family, label=match["label"]))
        if (match := _again().match(text, persons.end, stop)) is not None:
            return self._repeated(at, people, match.end(), stop, Again("author", family))
        year = re.compile(rf",?\s\(?(?P<x>{_YEAR})[a-z]?\)?(?=[,:.]|$)").match(text, persons.end, stop)
        if year is not None:
            imprint = self.tail.read(year.end(), stop, paged=True)
            pages = tuple(part for part in imprint.parts[:1] if part.type == "pages")
            parts = (*people, Part("date", *year.span("x"), year["x"]), *pages)
            return Citation(at, parts[-1].end, parts, Again("author", family), only_again=True) if pages else None
        between = re.compile(r"[,:]\s").match(text, persons.end, stop)
        if between is None:
            return None
        begin = between.end()
        pages = tuple(part for part in self.tail.read(persons.end, stop, paged=True).parts[:1] if part.type == "pages")
        if pages:
            return Citation(at, pages[0].end, (*people, *pages), Again("author", family), only_again=True)
        if (title := self._title_at(begin, links=False)) is not None:
            kind: PartType = "title" if title.how == "quoted" else "book"
            imprint = self.tail.read(title.after, stop, paged=True)
            named = Part(kind, title.start, title.end)
            end = title.after
            if (match := _again().match(text, title.after, stop)) is not None:
                end = match.end()
                imprint = self.tail.read(end, stop, paged=True)
            elif not imprint.parts and text[title.after : stop].strip(" .,;)”"):
                return None
            pages = tuple(part for part in imprint.parts[:1] if part.type == "pages")
            return Citation(
                at, max(end, *(p.end for p in pages)) if pages else end, (*people, named, *pages), Again("author", family, text[title.start : title.end]), True
            )  # fmt: skip
        for comma in re.finditer(r",\s", text[begin : min(stop, begin + 120)]):
            place = begin + comma.start()
            pages = tuple(part for part in self.tail.read(place, stop, paged=True).parts[:1] if part.type == "pages")
            if pages:
                named = Part("book", begin, place)
                again = Again("author", family, text[begin:place])
                return Citation(at, pages[0].end, (*people, named, *pages), again, only_again=True)
        return None

    def _repeated(self, at: int, people: tuple[Part, ...], end: int, stop: int, again: Again) -> Citation:
        """ "Oakley, op. cit., p. 88": authors and pages."""
        imprint = self.tail.read(end, stop, paged=True)
        pages = tuple(part for part in imprint.parts[:1] if part.type == "pages")
        return Citation(at, pages[0].end if pages else end, (*people, *pages), again)

    # -- titles ------------------------------------------------------------------------------------

    def _title_at(self, at: int, *, links: bool = True) -> _Title | None:
        """The title in quotation marks, in italics or in a link that begins here."""
        text = self.text
        if (end := self.quoted.get(at)) is not None:
            return self._trimmed(at, end, end, "quoted")
        closing = _QUOTES.get(text[at : at + 1])
        if closing:
            if (place := self._closing(at, closing)) is not None:
                inner = at + 1 + len(text[at + 1 : place]) - len(text[at + 1 : place].lstrip())
                return self._trimmed(inner, place, place + 1, "quoted")
            return None
        if (end := self.italics.get(at)) is not None:
            if _QUOTES.get(text[at : at + 1]):
                return None
            return self._trimmed(at, end, end, "italic")
        if links and (end := self.links.get(at)) is not None and end - at < _LONGEST_TITLE:
            inner_title = self._title_at(at, links=False)
            if inner_title is not None:
                return inner_title
            if "://" not in text[at:end]:
                return self._trimmed(at, end, end, "linked")
        return None

    def _closing(self, at: int, closing: str) -> int | None:
        """The quotation mark that closes the one at this place: not an apostrophe, and not one of a quotation inside."""
        text = self.text
        depth = 0
        for place in range(at + 2, min(len(text), at + _LONGEST_TITLE)):
            before, mark, after = text[place - 1], text[place], text[place + 1 : place + 2]
            if mark not in closing:
                depth += mark == text[at]
            elif mark == text[at] and before in " \u00a0(" and after.isalnum():
                depth += 1  # straight marks are the same on both sides
            elif mark in "’'" and after.isalpha():
                continue
            elif depth:
                depth -= 1
            else:
                return place
        return None

    def _trimmed(self, start: int, end: int, after: int, how: str) -> _Title:
        """A title without the sign and the space behind it."""
        bare = self.text[start:end].rstrip(" ,.;:\u00a0\u202f")
        return _Title(start, start + len(bare), after, how)

    def _after_title(self, at: int, parts: list[Part], title: _Title, stop: int, family: str) -> Citation | None:
        """What follows a title that is set apart: its container, if it is not a book, and the imprint."""
        text = self.text
        begin = title.after
        if title.end - title.start < 2 or begin > stop:
            return None
        again = Again("author", family, text[title.start : title.end]) if family else None
        if family and (match := _again().match(text, begin, stop)) is not None:
            kind: PartType = "title" if title.how == "quoted" else "book"
            return self._repeated(
                at, (*parts, Part(kind, title.start, title.end)), match.end(), stop, again or Again("ibid")
            )
        journal_number = re.search(r",\s(\d{1,4})$", text[title.start : title.end]) if title.how == "italic" else None
        if journal_number is not None and not parts:
            return None
        dated = any(part.type == "date" for part in parts)
        container, imprint = self._container(begin, stop, needs_inside=title.how == "italic", dated=dated)
        is_article = title.how in ("quoted", "linked") or bool(container)
        if not container:
            imprint = self.tail.read(begin, stop, journal=False, paged=True)
            if editors := self._editors_after(begin, stop):
                parts = [*parts, *editors[0]]
                imprint = self.tail.read(editors[1], stop, journal=False, paged=True)
        named = Part("title" if is_article else "book", title.start, title.end)
        found = [*parts, named, *container, *imprint.parts]
        return self._accepted(at, found, title, imprint, again)

    def _editors_after(self, begin: int, stop: int) -> tuple[list[Part], int] | None:
        """ ", ed. Maria Seel": editors behind the title of a book."""
        match = _editors_before().match(self.text, begin, stop)
        if match is None:
            return None
        persons = next(persons_at(self.text, match.end(), stop), None)
        if persons is None or persons.way == "letters":
            return None
        return [Part("editor", *span) for span in persons.spans], persons.end

    def _container(
        self, begin: int, stop: int, *, needs_inside: bool, dated: bool = False
    ) -> tuple[list[Part], Imprint]:
        """The journal, newspaper, site or book in which something appeared, with its editors, and the imprint behind it."""
        text = self.text
        nothing: tuple[list[Part], Imprint] = ([], Imprint(begin))
        between = re.compile(r"[,.:;]?[\s\u00a0]+").match(text, begin, stop)
        if between is None:
            return nothing
        at = between.end()
        inside = _inside().match(text, at, stop)
        if inside is not None:
            at = inside.end()
        elif needs_inside and text[at : at + 1] not in "“„«":
            return nothing  # an article in italics has its journal in quotation marks in Polish and Italian
        parts: list[Part] = []
        if inside is not None:
            for persons in persons_at(text, at, stop):
                if (match := _editors().match(text, persons.end, stop)) is not None:
                    parts += [Part("editor", *span) for span in persons.spans]
                    after = re.compile(r"[,:]?\s+").match(text, match.end(), stop)
                    at = after.end() if after else match.end()
                    break
        title = self._title_at(at, links=False)
        if title is not None:
            end = title.end
            after_title = title.after
            if number := re.search(r",\s\d{1,4}$", text[title.start : title.end]):
                end = after_title = title.start + number.start()
        else:
            plain = self._plain_container(at, stop, book=bool(parts))
            if plain is None and dated and (last := _LAST_NAME.match(text, at, stop)) and _is_name(last["x"]):
                return [Part("journal", *last.span("x"))], Imprint(last.end("x"))
            if plain is None:
                return nothing
            end = after_title = plain
        imprint = self.tail.read(after_title, stop, journal=not parts, paged=True)
        if editors := self._editors_after(after_title, stop):
            parts += editors[0]
            imprint = self.tail.read(editors[1], stop, journal=False, paged=True)
        is_told = dated and title is not None  # the date stands in front of the title
        if not is_told and not imprint.has("date", "volume", "issue", "pages", "url", "accessed", "place"):
            return nothing
        is_book = bool(parts) or (
            (imprint.named or (inside is not None and imprint.has("place", "publisher")))
            and not imprint.has("volume", "issue")
        )
        if is_book and not parts:
            imprint = self.tail.read(after_title, stop, journal=False, paged=True)
        return [*parts, Part("book" if is_book else "journal", at if title is None else title.start, end)], imprint

    def _plain_container(self, at: int, stop: int, *, book: bool) -> int | None:
        """The end of a container without marks: a few words with a capital, up to the first piece of an imprint."""
        text = self.text
        if at >= stop or not text[at].isupper() or self.tail.begins(at, stop, journal=False):
            return None
        for match in re.finditer(r"[,.:]?\s|\s?\(", text[at : min(stop, at + 140)]):
            end = at + match.start()
            if end - at < 3:
                continue
            begins = at + match.end() - (1 if match[0].endswith("(") else 0)
            if begins >= stop or (match[0].isspace() and not text[begins].isdigit()):
                continue
            if text[begins].islower() and match[0].isspace():
                continue
            if self.tail.begins(begins, stop, journal=not book):
                words = text[at:end].split()
                if len(words) > 10 or ". " in text[at:end] or any(c in text[at:end] for c in '“”"«»;\ufffc'):
                    return None
                return end
        return None

    # -- titles that nothing sets apart ------------------------------------------------------------

    def _plain(self, at: int, parts: list[Part], begin: int, stop: int, family: str) -> Citation | None:
        """Authors, and a title that only its imprint ends: "Hallstein: Die Uhr im Dorf, Göttingen 1994"."""
        text = self.text
        if begin >= stop or not (text[begin].isupper() or text[begin].isdigit()):
            return None
        limit = min(stop, begin + _LONGEST_TITLE)
        for match in re.finditer(r"\s\(|\s//?\s|\.\s—\s|[,.]\s(?!—)", text[begin:limit]):
            end = begin + match.start()
            if end - begin < 3:
                continue
            if _holds_other_marks(text[begin:end]) or any(
                start < end and begin < stop_ for start, stop_ in self.italics.items()
            ):
                return None
            after = begin + match.end()
            title = _Title(begin, end, end, "plain")
            if match[0].strip() in ("//",) or (match[0][0] in ",." and _inside().match(text, after, stop)):
                container, imprint = self._container(end, stop, needs_inside=True)
                if not container:
                    continue
                found = [*parts, Part("title", begin, end), *container, *imprint.parts]
                return self._accepted(at, found, title, imprint, None)
            imprint = Imprint(end)
            if match[0] == " (":
                imprint = self.tail.read(end, stop, paged=True)
                if not imprint.has("date") or not (imprint.has("place", "publisher") or imprint.has("pages")):
                    continue
            elif match[0] != " / ":
                imprint = self.tail.read(end, stop, paged=True)
                if (
                    not imprint.has("place")
                    or not imprint.has("date")
                    or imprint.parts[0].type not in ("place", "publisher")
                ):
                    continue
                if match[0][0] == "." and not imprint.has("publisher"):
                    continue
            else:
                continue
            if _is_sentence(text[begin:end]):
                return None
            found = [*parts, Part("book", begin, end), *imprint.parts]
            return self._accepted(at, found, title, imprint, Again("author", family, text[begin:end]))
        return None

    def _apa(self, at: int, parts: list[Part], begin: int, stop: int, family: str) -> Citation | None:
        """Authors, the year in brackets, and then the title: "Okafor, C. (2016). Sleep and the shift worker. Journal, 9(2), 114"."""
        text = self.text
        if begin >= stop:
            return None
        title = self._title_at(begin)
        if title is not None:
            has_place = self.tail.read(title.after, stop).has("place")
            publisher = self._publisher(title.after, stop) if title.how == "italic" and not has_place else None
            if publisher is not None:
                following = self.tail.read(publisher.end, stop)
                if following.has("url", "accessed") and not is_publisher(text[publisher.start : publisher.end]):
                    site = [Part("title", title.start, title.end), Part("journal", publisher.start, publisher.end)]
                    return self._finished(at, [*parts, *site, *following.parts])
                found = [*parts, Part("book", title.start, title.end), publisher]
                return self._finished(at, [*found, *self.tail.read(publisher.end, stop).parts])
            citation = self._after_title(at, parts, title, stop, family)
            if citation is not None:
                return citation
        if not text[begin].isupper():
            return None
        for match in re.finditer(r"[.?!]\s+", text[begin : min(stop, begin + _LONGEST_TITLE)]):
            end = begin + match.start() + (match[0][0] != ".")
            if end - begin < 5:
                continue
            printed = self.tail.read(begin + match.start() + (match[0][0] != "."), stop)
            if printed.parts and printed.parts[0].type in ("url", "accessed"):
                return self._finished(at, [*parts, Part("title", begin, end), *printed.parts])
            if [part.type for part in printed.parts[:2]] == ["place", "publisher"]:
                return self._finished(at, [*parts, Part("book", begin, end), *printed.parts])
            container, imprint = self._container(begin + match.start(), stop, needs_inside=False)
            if (
                container
                and container[-1].type == "journal"
                and not imprint.has("volume", "url", "doi", "pages", "issue")
            ):
                continue
            if not container:
                continue
            found = [*parts, Part("title", begin, end), *container, *imprint.parts]
            return self._finished(at, found)
        return None

    def _publisher(self, at: int, stop: int) -> Part | None:
        """ ". Lantern Books.": the name behind the title of a book, up to the end of the sentence."""
        pattern = re.compile(
            r"(?:\s\([^()]{1,40}\))?(?P<sign>[.,])\s(?P<x>[^\W\d_][^.,;:()\ufffc]{1,60})(?:\.?(?=\s|$)|(?=,\s))"
        )
        match = pattern.match(self.text, at, stop)
        if match is None:
            return None
        words = match["x"].split()
        if match["sign"] == "," and not is_publisher(match["x"]):
            return None
        if (
            len(words) > 6
            or any(character.isdigit() for character in match["x"])
            or any(word[0].islower() for word in words if len(word) > 3)
            or self.tail.begins(match.start("x"), stop, journal=False)
        ):
            return None
        return Part("publisher", *match.span("x"))

    def _vancouver(self, at: int, parts: list[Part], begin: int, stop: int) -> Citation | None:
        """ "Okafor C, Lund EM. Bright light. J Occup Rest. 2018;11(4):300-12"."""
        text = self.text
        pattern = re.compile(
            rf"(?P<title>[^\W_][^\ufffc]{{4,250}}?)[.?]\s(?P<journal>[^.;?]{{2,80}})\.?\s(?={_YEAR}(?:\s\w{{3}}(?:\s\d+)?)?;)"
        )
        if text[:at].rstrip()[-1:] == "." or "://" in text[begin : begin + 120].partition(". ")[0]:
            return None  # behind a sentence, these are the authors of what it says
        match = pattern.match(text, begin, stop)
        if match is None:
            return self._vancouver_book(at, parts, begin, stop)
        imprint = self.tail.read(match.end(), stop, journal=True)
        if not imprint.has("volume"):
            return None
        named = [Part("title", *match.span("title")), Part("journal", *match.span("journal"))]
        return self._finished(at, [*parts, *named, *imprint.parts])

    def _vancouver_book(self, at: int, parts: list[Part], begin: int, stop: int) -> Citation | None:
        """ "Gethin R. Foundations. New York: Lantern; 1998", and a chapter: "Title. In: Handbook. New York: Lantern; 1998:30-2"."""
        match = _VANCOUVER_BOOK.match(self.text, begin, stop)
        if match is None or len(match["title"].split()) > _MOST_TITLE_WORDS:
            return None
        start, end = match.span("title")
        inside = re.search(r"\.\sIn:\s", match["title"])
        if inside is None:
            named = [Part("book", start, end)]
        else:
            named = [Part("title", start, start + inside.start()), Part("book", start + inside.end(), end)]
        named += [Part("place", *match.span("place")), Part("publisher", *match.span("publisher"))]
        named.append(Part("date", *match.span("date"), match["date"]))
        if match["pages"]:
            named.append(Part("pages", *match.span("pages")))
        return self._finished(at, [*parts, *named])

    # -- what counts -------------------------------------------------------------------------------

    def _accepted(
        self, at: int, parts: list[Part], title: _Title, imprint: Imprint, again: Again | None
    ) -> Citation | None:
        """A reference with enough of its parts, or None."""
        types = {part.type for part in parts}
        persons = bool(types & {"author", "editor"})
        has_imprint = bool(types & {"date", "volume", "issue", "url", "doi", "isbn", "accessed"})
        if not persons:
            if title.how == "italic" and "journal" not in types:
                if not (types & {"place", "publisher"} and "date" in types):
                    return None
            elif not ("journal" in types and has_imprint):
                return None
        elif (title.how == "linked" and not types & {"journal", "volume", "accessed"}) or (
            not has_imprint and not ("pages" in types and title.how in ("italic", "quoted"))
        ):
            return None
        last = max(part.end for part in parts)
        following = self.text[last : last + 1]
        if following.isalnum():
            return None
        short = again if not types & {"date", "place", "publisher", "volume", "journal"} else None
        return self._finished(at, parts, short)

    def _finished(self, at: int, parts: list[Part], again: Again | None = None) -> Citation:
        ordered = sorted(parts, key=lambda part: (part.start, -part.end))
        return Citation(min(at, ordered[0].start), max(part.end for part in ordered), tuple(ordered), again)


def _is_name(words: str) -> bool:
    """Whether all words but short ones begin with a capital: "The New York Times", not "He is my friend"."""
    return all(word[0].isupper() for word in words.split() if len(word) > len("the"))


def _holds_other_marks(words: str) -> bool:
    """Whether a quotation begins behind a comma: what stands before it is no title, but the authors."""
    return re.search(r"[,:]\s[“„«\"‘»]|\ufffc", words) is not None


def _is_sentence(words: str) -> bool:
    """Whether words are more like a sentence than like a title: many of them, and none but the first with a capital."""
    listed = words.split()
    return len(listed) > _MOST_TITLE_WORDS
