"""A record made ready for the stylesheets: a copy in which everything that could act or mislead is settled.

The stylesheets never look at an address or a language tag of the page's making; they see what this module says of it,
in attributes of the namespace urn:archiver:export:1:

    x:href     the address of a link, safe to follow; absent when there is none
    x:source   the same for the address of a picture that lives elsewhere
    x:name     that address in short, for people: the host and the file; only the file where it leads nowhere
    x:file     where a picture that is inside the record can be shown from
    x:when     a date in the form that HTML, EPUB and TEI all accept
    x:forename, x:surname    a person's name in two, where it can be told apart
    x:dir      the direction of a language that runs against the article, where the record does not say it
    x:long     on a cell with a word that no column has room for
    x:before, x:generation, x:after    on an author: ranks in their places; x:styled: the name with all of them
"""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from archiver import spans
from archiver.article import NAMESPACE, NS, XML_LANG, Article, tag
from archiver.errors import InvalidResult
from archiver.images import Picture, gallery
from archiver.languages import right_to_left, subtags
from archiver.writers.shared.personal_names import ranks, styled
from archiver.writers.shared.safe_links import safe_href

EXPORT = "urn:archiver:export:1"
HREF, SOURCE, NAME, FILE, WHEN, DIRECTION = (
    f"{{{EXPORT}}}{name}" for name in ("href", "source", "name", "file", "when", "dir")
)

#: Characters of a word for which a column of a table has room.
_LONG_WORD = 28
# BCP 47, without the rarities (grandfathered tags, private use alone) that no reading system knows.
_LANGUAGE = re.compile(
    r"[A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?(-([A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*"
    r"(-[0-9A-WY-Za-wy-z](-[A-Za-z0-9]{2,8})+)*(-x(-[A-Za-z0-9]{1,8})+)?|[A-Za-z]{4,8}"
)
_WHEN = re.compile(r"(\d{4}(-\d\d(-\d\d)?)?)(T\d\d:\d\d:\d\d)?(\.\d+)?(Z|[+-]\d\d:\d\d)?")
_FAMILY_FIRST = frozenset(["hu", "ja", "ko", "vi", "zh"])
_LICENCE = re.compile(
    r"(https?:)?(//(?:www\.)?creativecommons\.org/(?:licenses|publicdomain)/[a-z-]+/\d\.\d(?:/[a-z]{2}\b)?/?)"
)
#: A middle name in short; what ends in a full stop itself is no family name, or not all of one ("Pius X.", "Davis Jr.").
_INITIAL = re.compile(r"(?:\w\.-?)+")


@dataclass
class Prepared:
    """The copy, and what was learnt while it was made."""

    root: etree._Element
    pictures: dict[str, Picture] = field(default_factory=dict)
    #: What our own ids start with, so that none of the record's collides with them.
    own: str = "archiver."
    #: "rtl", or "" for everything else.
    direction: str = ""


def prepare(article: Article, show: Callable[[Picture], str]) -> Prepared:
    """A prepared copy of the record; `show` tells where a picture of the record can be shown from."""
    root = copy.deepcopy(article.root)
    prepared = Prepared(root)
    ids = {
        element.get("id", "")
        for part in root.iterchildren(tag("head"), tag("body"), tag("notes"))
        for element in part.iter(f"{{{NAMESPACE}}}*")
    }
    taken = ids | {piece.get("id", "") for piece in root.iterfind("a:provenance/a:removed", NS)}
    while any(id_.startswith(prepared.own) for id_ in taken):
        prepared.own += "_"
    prepared.direction = root.get("dir", "") or ("rtl" if right_to_left(root.get(XML_LANG, "")) else "")
    prepared.direction = "rtl" if prepared.direction == "rtl" else ""
    for element, author in zip(root.iterfind("a:head/a:author", NS), article.authors, strict=True):
        known = {**ranks(author.honorific)._asdict(), "styled": styled(author)}
        for part, words in known.items():
            if words:
                element.set(f"{{{EXPORT}}}{part}", words)
    carried = gallery(image.get("src", "") for image in root.iter(tag("image")))
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        language = element.get(XML_LANG)
        if language is not None and not _LANGUAGE.fullmatch(language):
            del element.attrib[XML_LANG]
        elif language and element is not root and element.get("dir") is None:
            runs = "rtl" if right_to_left(language) else ""
            element.attrib.update({DIRECTION: runs or "ltr"} if runs != prepared.direction else {})
        if (href := element.get("href")) is not None:
            safe = safe_href(href)
            # A place in the document that is not there (any more) is plain text.
            if safe and (not safe.startswith("#") or safe[1:] in ids):
                element.set(HREF, safe)
        if element.tag == tag("image"):
            _settle_picture(element, prepared, show, carried.shown)
        elif element.tag == tag("table"):
            spans.cut_spans(element)
        elif element.tag == tag("cell"):
            if any(len(word) > _LONG_WORD for text in element.itertext() for word in text.split()):
                element.set(f"{{{EXPORT}}}long", "long")
        elif element.tag == tag("date"):
            if when := plain_date(element.get("when", "")):
                element.set(WHEN, when)
        elif element.tag == tag("rights"):
            _settle_rights(element)
        elif element.tag == tag("identifier"):
            _settle_identifier(element)
        elif element.tag == tag("author") and element.get("type", "person") == "person":
            _settle_name(element, article.language)
    return prepared


def _settle_picture(
    element: etree._Element, prepared: Prepared, show: Callable[[Picture], str], carried: Mapping[str, Picture]
) -> None:
    src = element.get("src", "")
    if found := carried.get(src):
        prepared.pictures.setdefault(found.name, found)
        element.set(FILE, show(found))
    elif (safe := safe_href(src)) and not safe.startswith("#"):
        element.set(SOURCE, safe)
        element.set(NAME, short_name(safe))
    elif not src.startswith("data:"):
        element.set(NAME, _file_name(src))


def _settle_rights(rights: etree._Element) -> None:
    """A statement that spells out the address of a Creative Commons licence leads to it, also without the scheme."""
    if HREF not in rights.attrib and (found := _LICENCE.search(f"{rights.get('href', '')} {rights.text or ''}")):
        rights.set(HREF, f"{found[1] or 'https:'}{found[2]}")


def _settle_identifier(element: etree._Element) -> None:
    value = (element.text or "").strip()
    address = f"https://doi.org/{value}" if element.get("type") == "doi" else value
    if (safe := safe_href(address)) and not safe.startswith("#"):
        element.set(HREF, safe)


def _settle_name(author: etree._Element, language: str) -> None:
    """Tell forename and surname apart where that is safe: two words in Latin letters and initials between them, the family name not first."""
    name = author.find("a:name", NS)
    words = (name.text or "").split() if name is not None else []
    if name is None or len(words) < 2 or subtags(language).language in _FAMILY_FIRST:
        return
    if not all(_INITIAL.fullmatch(word) for word in words[1:-1]) or words[-1].endswith("."):
        return
    if all(word[0].isupper() and all(_latin(char) for char in word) for word in words):
        name.set(f"{{{EXPORT}}}forename", " ".join(words[:-1]))
        name.set(f"{{{EXPORT}}}surname", words[-1])


def _latin(char: str) -> bool:
    return char in "-'’." or (char.isalpha() and unicodedata.name(char, "").startswith("LATIN"))


def short_name(address: str) -> str:
    """An address of the web in short: the host, and the end of the path."""
    host, _, path = address.partition("://")[2].partition("?")[0].partition("/")
    steps = [step for step in path.split("/") if step]
    return "/".join([host, *(["…"] if len(steps) > 1 else []), *steps[-1:]])


def _file_name(src: str) -> str:
    """The file that a relative address names; all of the address where it names none."""
    return src.partition("?")[0].rstrip("/").rpartition("/")[2] or src


def plain_date(when: str) -> str:
    """A date as far as day, month and year go, or with time and zone; "" when its year is not a plain one."""
    found = _WHEN.fullmatch(when)
    if not found:
        return ""
    day, _, has_day, time, _, zone = found.groups()
    return f"{day}{time}{zone}" if time and zone and has_day else str(day)


def account(article: Article, format: str, *, calls: int, notes: int) -> None:
    """Raise InvalidResult unless an export holds every call and every note of its record, once."""
    expected = len(article.noterefs), len(article.notes)
    if (calls, notes) != expected:
        raise InvalidResult(
            f"The {format} export was not written: it would hold {calls} note calls and {notes} notes, "
            f"and the record has {expected[0]} and {expected[1]}.",
            "This is a fault in Archiver: please report it with the record.",
        )
