"""The prepared record: a copy of a record in which addresses, pictures, spans, dates and languages are safe to write.

The stylesheets never use an address or a language tag as the page wrote it. They read what this module adds, in
attributes of the namespace urn:archiver:export:1:

    x:href     the address of a link, safe to follow; absent if there is none
    x:source   the address of a picture on another server, safe to follow
    x:label, x:name    of a picture that is not shown: its words, and a short form of its address (absent_pictures.py)
    x:file     the address from which the export can show a picture that is inside the record
    x:href, x:when    on a part of a reference: the address or the date that it means
    x:whole    on a cite: "yes" if it holds a whole reference, not the title of a work (cited_works.py)
    x:when     a date in the form that HTML, EPUB and TEI all accept
    x:written  on a date: the written form of the article's language
    x:forename, x:surname    a person's name in two parts, if they can be told apart
    x:dir      the direction of a language that runs against the article's direction, if the record does not state it
    x:long     on a cell: it has a word that is too long for a table column
    x:reading  on a base of ruby, for Typst: the reading that stands above it
    x:number   on a cell: the classes of a number, in a column of numbers that the record does not align; on a head: "numbers"
    x:made     on the provenance: the program, and the day and the agent of the conversion
    x:corrected    on the provenance: "yes" if the record was corrected by hand and its digest no longer fits
    x:repeated     on the abstract: "yes" if the body has all of it, so that readers need it only there
    x:revision     on a revision: its day, its agent and its text in one line
    x:before, x:generation, x:after    on an author: the parts of the honorific; x:styled: the name with all of them
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from archiver import spans
from archiver.article import NAMESPACE, NS, XML_LANG, Article, tag
from archiver.errors import InvalidResult
from archiver.images import Picture, gallery
from archiver.languages import right_to_left
from archiver.personal_names import is_family_first, split_name
from archiver.writers.shared.abstract import is_repeated
from archiver.writers.shared.cited_works import mark_whole_references
from archiver.writers.shared.history import corrections, differs_from_digest, made_with
from archiver.writers.shared.number_columns import number_columns
from archiver.writers.shared.personal_names import full_name, ranks
from archiver.writers.shared.reference import KINDS, publication_line, reference_of
from archiver.writers.shared.safe_links import safe_href
from archiver.writers.shared.table_grid import grid
from archiver.writers.shared.work import RELATORS, work_of
from archiver.writers.shared.written_dates import written_date

EXPORT = "urn:archiver:export:1"
HREF, SOURCE, FILE, WHEN, DIRECTION, READING = (
    f"{{{EXPORT}}}{name}" for name in ("href", "source", "file", "when", "dir", "reading")
)
REPEATED = f"{{{EXPORT}}}repeated"

#: A word of a table with more characters than this is too long for its column.
_LONG_WORD = 28
# BCP 47, without the rare forms (grandfathered tags, private use alone) that no reading system knows.
_LANGUAGE = re.compile(
    r"[A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?(-([A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*"
    r"(-[0-9A-WY-Za-wy-z](-[A-Za-z0-9]{2,8})+)*(-x(-[A-Za-z0-9]{1,8})+)?|[A-Za-z]{4,8}"
)
_WHEN = re.compile(r"(\d{4}(-\d\d(-\d\d)?)?)(T\d\d:\d\d:\d\d)?(\.\d+)?(Z|[+-]\d\d:\d\d)?")
_LICENCE = re.compile(
    r"(https?:)?(//(?:www\.)?creativecommons\.org/(?:licenses|publicdomain)/[a-z-]+/\d\.\d(?:/[a-z]{2}\b)?/?)"
)
#: An abbreviated middle name. A last word that ends in a full stop is no family name ("Pius X.", "Davis Jr.").


@dataclass
class Prepared:
    """The prepared copy of a record, with its id prefix and direction for the writers."""

    root: etree._Element
    pictures: dict[str, Picture] = field(default_factory=dict)
    #: The prefix of all ids that an export adds; no id of the record starts with it.
    id_prefix: str = "archiver."
    #: "rtl", or "" for any other direction.
    direction: str = ""


def prepare(
    article: Article,
    show: Callable[[Picture], str],
    convert: Callable[[Picture], Picture | None] | None = None,
    *,
    references: bool = False,
) -> Prepared:
    """Make a prepared copy of the record. Without `references`, its marks of references are taken out.

    `show` returns the address from which the export shows a picture of the record. `convert` makes the picture that the export
    has in its place; None if there is none. Ids, texts and structure stay;
    only attributes are added, and spans are cut to the grid of their table.
    """
    root = copy.deepcopy(article.root)
    mark_whole_references(root)
    if not references:
        etree.strip_tags(root, tag("reference"), tag("part"))
    prepared = Prepared(root)
    ids = {
        element.get("id", "")
        for key in root.iterchildren(tag("head"), tag("body"), tag("notes"))
        for element in key.iter(f"{{{NAMESPACE}}}*")
    }
    taken = ids | {piece.get("id", "") for piece in root.iterfind("a:provenance/a:removed", NS)}
    while any(id_.startswith(prepared.id_prefix) for id_ in taken):
        prepared.id_prefix += "_"
    prepared.direction = root.get("dir", "") or ("rtl" if right_to_left(root.get(XML_LANG, "")) else "")
    prepared.direction = "rtl" if prepared.direction == "rtl" else ""
    for element, author in zip(root.iterfind("a:head/a:author", NS), article.authors, strict=True):
        name_parts = {**ranks(author.honorific)._asdict(), "styled": full_name(author)}
        for key, value in name_parts.items():
            if value:
                element.set(f"{{{EXPORT}}}{key}", value)
    _set_history(article, root)
    pictures: Mapping[str, Picture] = gallery(image.get("src", "") for image in root.iter(tag("image"))).shown
    if convert is not None:
        pictures = {src: made for src, picture in pictures.items() if (made := convert(picture)) is not None}
    work, contributors = work_of(article), 0
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        language = element.get(XML_LANG)
        if language is not None and not _LANGUAGE.fullmatch(language):
            del element.attrib[XML_LANG]
        elif language and element is not root and element.get("dir") is None:
            direction = "rtl" if right_to_left(language) else ""
            element.attrib.update({DIRECTION: direction or "ltr"} if direction != prepared.direction else {})
        if (href := element.get("href")) is not None:
            safe = safe_href(href)
            # A link to a place that is not (or no longer) in the document becomes plain text.
            if safe and (not safe.startswith("#") or safe[1:] in ids):
                element.set(HREF, safe)
        if element.tag == tag("image"):
            _set_picture_addresses(element, prepared, show, pictures)
        elif element.tag == tag("table"):
            spans.cut_spans(element)
            _range_numbers(element)
        elif element.tag == tag("cell"):
            if any(len(word) > _LONG_WORD for text in element.itertext() for word in text.split()):
                element.set(f"{{{EXPORT}}}long", "long")
        elif element.tag in (tag("date"), tag("made"), tag("revision")):
            if when := plain_date(element.get("when", "")):
                element.set(WHEN, when)
            if element.tag == tag("date"):
                text = "".join(element.itertext())
                element.set(f"{{{EXPORT}}}written", written_date(element.get("when", ""), text, article.language))
        elif element.tag == tag("part"):
            _set_part(element)
        elif element.tag == tag("rights"):
            _set_licence_address(element)
        elif element.tag == tag("identifier"):
            _set_identifier_address(element)
            if kind := KINDS.get(element.get("type", "")):
                element.set(f"{{{EXPORT}}}kind", kind)
        elif element.tag == tag("head"):
            entry = reference_of(work) if article.title else ""
            for name, text in (("publication", publication_line(article)), ("reference", entry)):
                if text:
                    element.set(f"{{{EXPORT}}}{name}", text)
        elif element.tag == tag("abstract") and is_repeated(root):
            element.set(REPEATED, "yes")
        elif element.tag == tag("contributor"):
            contributors += 1
            element.set(f"{{{EXPORT}}}number", str(contributors))
            element.set(f"{{{EXPORT}}}relator", RELATORS.get(element.get("role", ""), "ctb"))
        elif element.tag == tag("container"):
            if article.container.name and not work.container:
                element.set(f"{{{EXPORT}}}doubtful", "yes")
        elif element.tag == tag("author") and element.get("type", "person") == "person":
            _set_name_parts(element, article.language)
    return prepared


def _range_numbers(table: etree._Element) -> None:
    """Mark the numbers in columns of numbers, and the heads of these columns."""
    cells_of = grid(table)
    numbers = [
        (cell, "".join(cell.element.itertext()))
        for row in (*cells_of.body, *cells_of.foot)
        for cell in row
        if cell.colspan == 1 and not cell.is_head and cell.element.get("align") is None
    ]
    columns = number_columns((cell.column, text) for cell, text in numbers)
    if not columns:
        return
    for cell, text in numbers:
        if cell.column in columns:
            cell.element.set(f"{{{EXPORT}}}number", columns[cell.column].classes(text))
    for row in cells_of.head:
        for cell in row:
            if cell.colspan == 1 and cell.column in columns and cell.element.get("align") is None:
                cell.element.set(f"{{{EXPORT}}}number", "numbers")


def _set_history(article: Article, root: etree._Element) -> None:
    """Mark in the provenance who made the record when, and what was corrected by hand."""
    provenance = root.find("a:provenance", NS)
    if provenance is None:
        return
    provenance.set(f"{{{EXPORT}}}made", made_with(article))
    if differs_from_digest(article):
        provenance.set(f"{{{EXPORT}}}corrected", "yes")
    revisions = provenance.findall("a:revision", NS)
    for revision, line in zip(revisions, corrections(article, {"afterwards": ""}) if revisions else [], strict=True):
        revision.set(f"{{{EXPORT}}}revision", line)


def _set_picture_addresses(
    element: etree._Element, prepared: Prepared, show: Callable[[Picture], str], pictures: Mapping[str, Picture]
) -> None:
    src = element.get("src", "")
    if picture := pictures.get(src):
        prepared.pictures.setdefault(picture.name, picture)
        element.set(FILE, show(picture))
    elif (safe := safe_href(src)) and not safe.startswith("#"):
        element.set(SOURCE, safe)


def is_shown(image: etree._Element) -> bool:
    """Whether the export shows an image of a prepared record."""
    return bool(image.get(FILE))


def _set_part(part: etree._Element) -> None:
    """The date, or the address, that a part of a reference means."""
    if part.get("type") in ("date", "accessed"):
        if when := plain_date(part.get("value", "")):
            part.set(WHEN, when)
    elif part.get("type") == "url" and (safe := safe_href(part.get("value") or "".join(part.itertext()))):
        part.set(HREF, safe)


def _set_licence_address(rights: etree._Element) -> None:
    """Link a statement to the Creative Commons licence whose address it contains, with or without the scheme."""
    if HREF not in rights.attrib and (licence := _LICENCE.search(f"{rights.get('href', '')} {rights.text or ''}")):
        rights.set(HREF, f"{licence[1] or 'https:'}{licence[2]}")


def _set_identifier_address(element: etree._Element) -> None:
    value = (element.text or "").strip()
    address = f"https://doi.org/{value}" if element.get("type") == "doi" else value
    if (safe := safe_href(address)) and not safe.startswith("#"):
        element.set(HREF, safe)


def _set_name_parts(author: etree._Element, language: str) -> None:
    """Set forename and surname, in the order of the name: the parts that the record has, or those of a name that can be split safely."""
    name = author.find("a:name", NS)
    if name is None:
        return
    family, given, suffix = name.get("family", ""), name.get("given", ""), name.get("suffix", "")
    text = " ".join((name.text or "").split())
    if not family:
        family, given, suffix = split_name(text, language)
    if suffix:
        author.set(f"{{{EXPORT}}}generation", suffix)
    if family and given:
        name.set(f"{{{EXPORT}}}forename", given)
        name.set(f"{{{EXPORT}}}surname", family)
        if is_family_first(text, family):
            name.set(f"{{{EXPORT}}}order", "family-first" if " " in text else "family-first-joined")


def plain_date(when: str) -> str:
    """The date, or the date and time if there is a time zone; "" if the year does not have four digits."""
    match = _WHEN.fullmatch(when)
    if not match:
        return ""
    day, _, has_day, time, _, zone = match.groups()
    return f"{day}{time}{zone}" if time and zone and has_day else str(day)


def require_all_notes(article: Article, format: str, *, calls: int, notes: int) -> None:
    """Raise InvalidResult unless an export has every note call and every note of the record exactly once."""
    expected = len(article.noterefs), len(article.notes)
    if (calls, notes) != expected:
        raise InvalidResult(
            f"The {format} export was not written: it would hold {calls} note calls and {notes} notes, "
            f"and the record has {expected[0]} and {expected[1]}.",
            "This is a fault in Archiver: please report it with the record.",
        )
