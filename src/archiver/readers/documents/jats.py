"""JATS (ANSI/NISO Z39.96): the metadata of the article, of which pandoc reads only a part; and DocBook's, which pandoc reads."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from archiver import safety
from archiver.errors import ArchiverError
from archiver.page import Property
from archiver.source import Source

_RULE = "document-metadata"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
#: Dates of publication, the best first.
_DATES = ("epub", "pub", "ppub", "collection", "")


_IDENTIFIERS = {"doi": "doi", "pmid": "pmid", "pmc": "pmcid", "pmcid": "pmcid", "arxiv": "arxiv", "handle": "handle"}
#: The elements that say where in the journal the article stands.
_PLACES = (
    ("volume", "volume"),
    ("issue", "issue"),
    ("fpage", "first-page"),
    ("lpage", "last-page"),
    ("elocation-id", "article-number"),
)


def properties(source: Source, text: str) -> Iterator[Property]:
    """What the front of a JATS article says of the fields of the head; nothing for another document."""
    try:
        root = safety.parse_xml(
            text.encode("utf-8") if not text.startswith("<?xml") else _without_declaration(text), source.name
        )
    except ArchiverError:
        return
    front = root.find("front") if _local(root) == "article" else None
    if front is None:
        return
    if language := root.get(_XML_LANG):
        yield Property("language", language, _RULE, "medium")
    article = front.find("article-meta")
    yield from _texts(front, "journal-meta//journal-title", "journal")
    yield from _texts(front, "journal-meta//publisher-name", "publisher")
    yield from _texts(front, "journal-meta/issn", "issn")
    if article is None:
        return
    for contributor in article.iterfind("contrib-group/contrib"):
        if contributor.get("contrib-type", "author") == "author" and (name := _name(contributor)):
            yield Property("author", name, _RULE, "high")
    yield from _date(article)
    for identifier in article.iterfind("article-id"):
        if field := _IDENTIFIERS.get(identifier.get("pub-id-type", "")):
            yield Property(field, _text(identifier), _RULE, "high")
    for name, field in _PLACES:
        yield from _texts(article, name, field)
    yield from _texts(article, "kwd-group/kwd", "keyword")
    for licence in article.iterfind("permissions/license"):
        if address := licence.get(_XLINK):
            yield Property("rights-href", address, _RULE, "high")
        yield from _texts(licence, "license-p", "rights")
    yield from _texts(article, "permissions/copyright-statement", "rights")


def _without_declaration(text: str) -> bytes:
    """The document as UTF-8, without the declaration of its former encoding."""
    return text.partition("?>")[2].encode("utf-8")


def _name(contributor: etree._Element) -> str:
    collective = contributor.find("collab")
    if collective is not None:
        return _text(collective)
    for name in contributor.iter("name", "string-name"):
        parts = [_text(part) for part in (name.find("given-names"), name.find("surname")) if part is not None]
        suffix = name.find("suffix")
        if parts:
            return " ".join([*parts, *([_text(suffix)] if suffix is not None else [])]).strip()
        return _text(name)
    return ""


def _date(article: etree._Element) -> Iterator[Property]:
    """The date of publication, as exact as the best one of the article is."""
    dates = {date.get("pub-type") or date.get("date-type") or "": date for date in article.iterfind("pub-date")}
    for kind in (*_DATES, *dates):
        if (date := dates.get(kind)) is None:
            continue
        if iso := date.get("iso-8601-date"):
            yield Property("published", iso, _RULE, "high")
            return
        parts = [_text(part) for part in (date.find("year"), date.find("month"), date.find("day")) if part is not None]
        if parts and all(part.isdecimal() for part in parts):
            yield Property("published", "-".join([parts[0], *(part.zfill(2) for part in parts[1:])]), _RULE, "high")
            return


def _texts(element: etree._Element, path: str, name: str) -> Iterator[Property]:
    for found in element.iterfind(path):
        if text := _text(found):
            yield Property(name, text, _RULE, "high")


def _text(element: etree._Element | None) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
