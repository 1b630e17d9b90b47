"""The head of the record, from what the judge of metadata settled."""

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
#: Characters that browsers overlook in an address.
_OVERLOOKED = re.compile(r"[\x00-\x20\x7f]+")
_LICENCES = frozenset(["http", "https", "ftp", "urn", "doi", "info"])
_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")


def folded(text: str) -> str:
    """Text on one line, without what XML cannot hold and without soft hyphens."""
    return " ".join(unhyphenated(writable(text)).split())


def language_tag(language: str) -> str:
    """A language tag that xsd:language accepts, or ""."""
    candidate = language.strip().replace("_", "-")
    return candidate if _LANGUAGE.fullmatch(candidate) else ""


def build_head(head: HeadDraft, title: Element, subtitle: Element | None) -> Element:
    """The head element; `title` and `subtitle` come ready, for they may hold emphasis and markers of the page."""
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
    licence = folded(head.rights_href) if _leads_to_a_text(head.rights_href) else ""
    words = folded(head.rights)
    if addresses.acts(words):
        words = ""  # a page that has a script for a licence has it in its words, too
    if words or licence:
        rights = etree.SubElement(element, tag("rights"))
        rights.text = words
        if licence:
            rights.set("href", licence)
    for type_, value in head.identifiers:
        if folded(value):
            known = type_ if type_ in ("doi", "url", "isbn", "issn", "uri") else "other"
            identifier = make("identifier", type=known)
            identifier.text = folded(value)
            element.append(identifier)
    return element


def _leads_to_a_text(href: str) -> bool:
    """Whether a link to a licence leads somewhere: a script or data is no licence, however it is written."""
    scheme = _SCHEME.match(_OVERLOOKED.sub("", href))
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
