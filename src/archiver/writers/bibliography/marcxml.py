"""MARC 21 for bibliographic data, as MARCXML (MARC 21 XML Schema "slim"): a part of a host item, found online.

Fields stand in the order of their numbers. Subfield `g` of field 773 holds volume, issue, year and pages in one line.
"""

from __future__ import annotations

import re
from typing import BinaryIO

from lxml import etree

from archiver.article import Article
from archiver.writers.bibliography.mapping import TABLE, filled, holds_persons, persons
from archiver.writers.bibliography.xml import element_text, write_xml
from archiver.writers.shared.work import RELATORS, Person, Work, work_of

MARC = "http://www.loc.gov/MARC21/slim"
_PLACE = re.compile(r"(\d{3}) (..) \$(\w)")
#: The source codes of identifiers in field 024 (id.loc.gov/vocabulary/identifiers).
_SOURCES = {"doi": "doi", "pmid": "pmid", "pmcid": "pmcid", "arxiv": "arxiv", "handle": "hdl"}
#: Works that are parts of something that goes on, and parts of a book; all others stand alone.
_SERIAL_PARTS = frozenset(("journal-article", "magazine-article", "newspaper-article", "blog-post", "webpage"))
_BOOK_PARTS = frozenset(("chapter", "conference-paper", "encyclopedia-entry"))
#: The codes of ISO 639-2/B, which field 008 asks for, of the languages that most articles are in.
_LANGUAGES = dict(
    pair.split(":")
    for pair in "af:afr ar:ara be:bel bg:bul bn:ben bs:bos ca:cat cs:cze cy:wel da:dan de:ger el:gre en:eng eo:epo es:spa et:est eu:baq fa:per fi:fin"
    " fr:fre ga:gle gl:glg gu:guj he:heb hi:hin hr:hrv hu:hun hy:arm id:ind is:ice it:ita ja:jpn ka:geo km:khm kn:kan ko:kor la:lat lt:lit lv:lav"
    " mk:mac ml:mal mr:mar ms:may my:bur nb:nob ne:nep nl:dut nn:nno no:nor pa:pan pl:pol pt:por ro:rum ru:rus si:sin sk:slo sl:slv sq:alb sr:srp"
    " sv:swe sw:swa ta:tam te:tel th:tha tl:tgl tr:tur uk:ukr ur:urd uz:uzb vi:vie yi:yid zh:chi".split()
)


def write(article: Article, out: BinaryIO) -> None:
    """Write the record of an article."""
    work = work_of(article)
    write_xml(record(work), work, out)


def record(work: Work) -> etree._Element:
    """The MARC record of a work."""
    root = etree.Element(f"{{{MARC}}}record", nsmap={None: MARC})
    level = "b" if work.type in _SERIAL_PARTS and work.container else "a" if work.type in _BOOK_PARTS else "m"
    etree.SubElement(root, f"{{{MARC}}}leader").text = f"00000na{level} a2200000uu 4500"
    _control(root, "001", work.urn.rpartition(":")[2])
    _control(root, "007", "cr|||||||||||")
    _control(root, "008", _fixed(work))
    fields: list[tuple[str, str, list[tuple[str, str]]]] = []
    for row, place, found in filled(work, "marc"):
        match = _PLACE.fullmatch(place)
        if match is None or (row.field, match[1]) in (("subtitle", "245"),):
            continue
        number, indicators, code = match.groups()
        kind = row.field.partition("/")[2]
        for value in found:
            if number == "773":
                continue
            if row.field == "title":
                title = [("a", value + (" :" if work.subtitle else ""))] + [("b", work.subtitle)] * bool(work.subtitle)
                fields.append((number, "10" if work.authors else "00", title))
            elif number == "024":
                fields.append((number, indicators, [("a", value), ("2", _SOURCES[kind])]))
            elif number == "041":
                fields.append((number, indicators, [("a", value), ("2", "rfc5646")]))
            elif kind == "archived-url":
                fields.append((number, indicators, [("3", "Archived copy"), ("u", value)]))
            else:
                _extend(fields, number, indicators, code, value)
    fields += [("336", "##", [("a", "text"), ("b", "txt"), ("2", "rdacontent")])]
    fields += [("337", "##", [("a", "computer"), ("b", "c"), ("2", "rdamedia")])]
    fields += [("338", "##", [("a", "online resource"), ("b", "cr"), ("2", "rdacarrier")])]
    fields += _name_fields(work)
    fields += _host(work)
    if work.isbns and not work.container:
        fields += [("020", "##", [("a", isbn)]) for isbn in work.isbns]
    for number, indicators, subfields in sorted(fields, key=lambda entry: entry[0]):
        _data(root, number, indicators, subfields)
    return root


def _extend(
    fields: list[tuple[str, str, list[tuple[str, str]]]], number: str, indicators: str, code: str, value: str
) -> None:
    """Add a subfield: to the field of the same number for what is one statement (publication, rights), else in a new one."""
    if number in ("264", "540"):
        for other, _, subfields in fields:
            if other == number:
                subfields.append((code, value))
                return
    fields.append((number, indicators, [(code, value)]))


def _name_fields(work: Work) -> list[tuple[str, str, list[tuple[str, str]]]]:
    fields = []
    for row in TABLE:
        if holds_persons(row):
            role = row.field.partition("/")[2] or "author"
            for number, person in enumerate(persons(work, row.field)):
                fields.append(_name(person, RELATORS[role], is_main=role == "author" and number == 0))
    return fields


def _name(person: Person, code: str, is_main: bool) -> tuple[str, str, list[tuple[str, str]]]:
    number = ("1" if is_main else "7") + ("10" if person.is_organization else "00")
    if person.is_organization:
        return number, "2#", [("a", person.name), ("4", code)]
    subfields = [("a", f"{person.family}, {person.given}" if person.family else person.name)]
    if person.suffix:
        subfields.append(("c", person.suffix))
    subfields += [("u", affiliation) for affiliation in person.affiliations]
    if person.orcid:
        subfields.append(("1", f"https://orcid.org/{person.orcid}"))
    return number, "1#" if person.family else "0#", [*subfields, ("4", code)]


def _host(work: Work) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Field 773: the publication, and the place in it."""
    if not work.container:
        return []
    year = work.published.lstrip("-")[:4]
    numbers = ", ".join(filter(None, (work.volume and f"vol. {work.volume}", work.issue and f"no. {work.issue}")))
    pages = f"p. {work.pages}" if work.pages else f"article {work.article_number}" if work.article_number else ""
    line = ", ".join(filter(None, (f"{numbers} ({year})" if numbers and year else numbers or year, pages)))
    subfields = [("t", work.container), ("p", work.abbreviation), ("g", line)]
    subfields += [("x", issn) for issn in work.issns] + [("z", isbn) for isbn in work.isbns]
    return [("773", "0#", [subfield for subfield in subfields if subfield[1]])]


def _fixed(work: Work) -> str:
    """Field 008: forty characters; the day on which the record was entered is not known, and the clock is not asked."""
    year = work.published[:4] if re.match(r"\d{4}", work.published) else ""
    dates = f"s{year}    " if year else "nuuuuuuuu"
    language = _LANGUAGES.get(re.split("[-_]", work.language)[0].lower(), "und")
    return f"000000{dates}xx |||||o|||||||||||{language} d"


def _control(root: etree._Element, number: str, value: str) -> None:
    etree.SubElement(root, f"{{{MARC}}}controlfield", {"tag": number}).text = value


def _data(root: etree._Element, number: str, indicators: str, subfields: list[tuple[str, str]]) -> None:
    first, second = indicators[0].replace("#", " "), indicators[1].replace("#", " ")
    field = etree.SubElement(root, f"{{{MARC}}}datafield", {"tag": number, "ind1": first, "ind2": second})
    for code, value in subfields:
        if text := element_text(value):
            etree.SubElement(field, f"{{{MARC}}}subfield", {"code": code}).text = text
