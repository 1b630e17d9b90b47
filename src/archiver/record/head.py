"""The head of the record, from the resolved metadata."""

from __future__ import annotations

import re

from lxml import etree
from lxml.etree import _Element as Element

from archiver import addresses
from archiver.article import tag
from archiver.description import Author, Container, Contributor
from archiver.draft import HeadDraft
from archiver.record.flow import make
from archiver.text import unhyphenated, writable

_WHEN = re.compile(r"\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?)?)?")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
#: Characters that browsers ignore in an address.
_IGNORED = re.compile(r"[\x00-\x20\x7f]+")
_LICENCES = frozenset(["http", "https", "ftp", "urn", "doi", "info"])
_IDENTIFIERS = frozenset(("doi", "url", "archived-url", "pmid", "pmcid", "arxiv", "handle", "isbn", "issn", "uri"))
_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")


def folded(text: str) -> str:
    """The text on one line, without soft hyphens and characters that XML cannot hold."""
    return " ".join(unhyphenated(writable(text)).split())


def language_tag(language: str) -> str:
    """The language tag if xsd:language accepts it, else ""."""
    candidate = language.strip().replace("_", "-")
    return candidate if _LANGUAGE.fullmatch(candidate) else ""


def build_head(head: HeadDraft, title: Element, subtitle: Element | None) -> Element:
    """The head element. `title` and `subtitle` are finished elements, since they may hold emphasis and note markers of
    the page.
    """
    element = make("head")
    element.append(title)
    if subtitle is not None:
        element.append(subtitle)
    for author in head.authors:
        if folded(author.name):
            element.append(_author(author))
    for contributor in head.contributors:
        if folded(contributor.name):
            element.append(_contributor(contributor))
    for date in head.dates:
        child = make("date", type=date.type)
        if _WHEN.fullmatch(date.when):
            child.set("when", date.when)
        child.text = folded(date.text or date.when)
        element.append(child)
    if head.container is not None and len(container := _container(head.container)):
        element.append(container)
    _add(element, "publisher", head.publisher)
    _add(element, "language", language_tag(head.language))
    _add(element, "abstract", head.abstract)
    for keyword in dict.fromkeys(head.keywords):
        _add(element, "keyword", keyword)
    _add(element, "department", head.department)
    if head.genre_text:
        _add(element, "genre", head.genre_text)
        if head.genre is not None and element[-1].tag == tag("genre"):
            element[-1].set("type", head.genre)
    licence = folded(head.rights_href) if _is_licence_address(head.rights_href) else ""
    statement = folded(head.rights)
    if addresses.is_active(statement):
        statement = ""  # a page with a script as its licence address often has it as text too
    if statement or licence:
        rights = etree.SubElement(element, tag("rights"))
        rights.text = statement
        if licence:
            rights.set("href", licence)
        if head.licence:
            rights.set("licence", head.licence)
    for type_, value in head.identifiers:
        if folded(value):
            known_type = type_ if type_ in _IDENTIFIERS else "other"
            identifier = make("identifier", type=known_type)
            identifier.text = folded(value)
            element.append(identifier)
    return element


def _is_licence_address(href: str) -> bool:
    """Whether a licence address can be followed. Scripts and data are not licences, however they are written."""
    scheme = _SCHEME.match(_IGNORED.sub("", href))
    return scheme is None or scheme[1].lower() in _LICENCES


def _author(author: Author) -> Element:
    element = make("author")
    if author.type == "organization":
        element.set("type", "organization")
    _add(element, "name", author.name)
    _set_parts(element, author)
    _add(element, "honorific", author.honorific)
    for role in author.roles:
        _add(element, "role", role)
    for affiliation in author.affiliations:
        _add(element, "affiliation", affiliation)
    _add(element, "bio", author.bio)
    return element


def _contributor(contributor: Contributor) -> Element:
    element = make("contributor", role=contributor.role)
    if contributor.type == "organization":
        element.set("type", "organization")
    _add(element, "name", contributor.name)
    _set_parts(element, contributor)
    return element


def _set_parts(element: Element, person: Author | Contributor) -> None:
    """Set the parts of the name, as attributes since they are not words of the source beside the name, and the ORCID."""
    name = element.find(tag("name"))
    for key, value in (("family", person.family), ("given", person.given), ("suffix", person.suffix)):
        if name is not None and (text := folded(value)):
            name.set(key, text)
    if person.orcid:
        element.set("orcid", person.orcid)


def _container(container: Container) -> Element:
    element = make("container", type=container.type)
    _add(element, "name", container.name)
    _add(element, "abbreviation", container.abbreviation)
    _add(element, "volume", container.volume)
    _add(element, "issue", container.issue)
    _add(element, "pages", container.pages)
    for pages in element.iterchildren(tag("pages")):
        for name, value in (("first", container.first_page), ("last", container.last_page)):
            if value := folded(value):
                pages.set(name, value)
    _add(element, "article-number", container.article_number)
    for issn in container.issns:
        _add(element, "issn", issn)
    for isbn in container.isbns:
        _add(element, "isbn", isbn)
    return element


def _add(parent: Element, name: str, text: str) -> None:
    text = folded(text)
    if text:
        child = make(name)
        child.text = text
        parent.append(child)
