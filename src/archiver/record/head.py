"""The head of the record, from the resolved metadata."""

from __future__ import annotations

import re

from lxml import etree
from lxml.etree import _Element as Element

from archiver import addresses
from archiver.article import tag
from archiver.draft import AuthorDraft, HeadDraft
from archiver.record.flow import make
from archiver.text import unhyphenated, writable

_WHEN = re.compile(r"\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?)?)?")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
#: Characters that browsers ignore in an address.
_IGNORED = re.compile(r"[\x00-\x20\x7f]+")
_LICENCES = frozenset(["http", "https", "ftp", "urn", "doi", "info"])
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
    for date in head.dates:
        child = make("date", type=date.type)
        if _WHEN.fullmatch(date.when):
            child.set("when", date.when)
        child.text = folded(date.text or date.when)
        element.append(child)
    _add(element, "publisher", head.publisher)
    _add(element, "language", language_tag(head.language))
    _add(element, "abstract", head.abstract)
    for keyword in dict.fromkeys(head.keywords):
        _add(element, "keyword", keyword)
    licence = folded(head.rights_href) if _is_licence_address(head.rights_href) else ""
    statement = folded(head.rights)
    if addresses.is_active(statement):
        statement = ""  # a page with a script as its licence address often has it as text too
    if statement or licence:
        rights = etree.SubElement(element, tag("rights"))
        rights.text = statement
        if licence:
            rights.set("href", licence)
    for type_, value in head.identifiers:
        if folded(value):
            known_type = type_ if type_ in ("doi", "url", "isbn", "issn", "uri") else "other"
            identifier = make("identifier", type=known_type)
            identifier.text = folded(value)
            element.append(identifier)
    return element


def _is_licence_address(href: str) -> bool:
    """Whether a licence address can be followed. Scripts and data are not licences, however they are written."""
    scheme = _SCHEME.match(_IGNORED.sub("", href))
    return scheme is None or scheme[1].lower() in _LICENCES


def _author(author: AuthorDraft) -> Element:
    element = make("author")
    if author.type == "organization":
        element.set("type", "organization")
    _add(element, "name", author.name)
    _add(element, "honorific", author.honorific)
    for role in author.roles:
        _add(element, "role", role)
    for affiliation in author.affiliations:
        _add(element, "affiliation", affiliation)
    _add(element, "bio", author.bio)
    return element


def _add(parent: Element, name: str, text: str) -> None:
    text = folded(text)
    if text:
        child = make(name)
        child.text = text
        parent.append(child)
