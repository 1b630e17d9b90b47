"""Zotero RDF: an item with its publication, in the words of Zotero's own translator, which reads it again whole."""

from __future__ import annotations

from typing import BinaryIO

from lxml import etree

from archiver.article import Article
from archiver.writers.bibliography.mapping import TABLE, TYPES, filled, holds_persons, persons
from archiver.writers.bibliography.xml import element_text, write_xml
from archiver.writers.shared.work import Person, Work, work_of

NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "z": "http://www.zotero.org/namespaces/export#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "bib": "http://purl.org/net/biblio#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prism": "http://prismstandard.org/namespaces/1.2/basic/",
}
_ABOUT, _RESOURCE = (f"{{{NAMESPACES['rdf']}}}{name}" for name in ("about", "resource"))
#: What stands before an identifier in `dc:identifier`.
_KINDS = {"issns": "ISSN ", "isbns": "ISBN ", "identifiers/doi": "DOI "}


def write(article: Article, out: BinaryIO) -> None:
    """Write the item of an article."""
    work = work_of(article)
    write_xml(document(work), work, out)


def document(work: Work) -> etree._Element:
    """The RDF document with the item of a work, and its publication where it has one."""
    root = etree.Element(_tag("rdf:RDF"), nsmap=NAMESPACES)
    names = TYPES[work.type]
    about = work.url or (f"https://doi.org/{work.doi}" if work.doi else work.urn)
    item = etree.SubElement(root, _tag(names.node), {_ABOUT: about})
    _add(item, "z:itemType", names.zotero)
    container: etree._Element | None = None
    if work.container and names.container:
        name = f"urn:issn:{work.issns[0]}" if work.issns else f"{work.urn}#publication"
        etree.SubElement(item, _tag("dcterms:isPartOf"), {_RESOURCE: name})
        container = etree.SubElement(root, _tag(names.container), {_ABOUT: name})
    for row in TABLE:
        if holds_persons(row) and (people := persons(work, row.field)):
            _add_persons(item, row.zotero, people)
    for row, name, found in filled(work, "zotero"):
        place = container if container is not None and name.startswith("container ") else item
        property_ = name.removeprefix("container ")
        for value in found:
            if row.field == "identifiers/url":
                uri = etree.SubElement(etree.SubElement(item, _tag("dc:identifier")), _tag("dcterms:URI"))
                _add(uri, "rdf:value", value)
            elif row.field == "publisher":
                organization = etree.SubElement(etree.SubElement(item, _tag("dc:publisher")), _tag("foaf:Organization"))
                _add(organization, "foaf:name", value)
            elif property_ != "dc:title" or place is item or row.field == "container":
                _add(place, property_, _KINDS.get(row.field, "") + value)
    return root


def _add_persons(item: etree._Element, name: str, people: tuple[Person, ...]) -> None:
    holder = item.find(_tag(name))
    sequence = etree.SubElement(etree.SubElement(item, _tag(name)), _tag("rdf:Seq")) if holder is None else holder[0]
    for person in people:
        node = etree.SubElement(etree.SubElement(sequence, _tag("rdf:li")), _tag("foaf:Person"))
        _add(node, "foaf:surname", person.family or person.name)
        _add(node, "foaf:givenName", person.given)


def _add(parent: etree._Element, name: str, value: str) -> None:
    if text := element_text(value):
        etree.SubElement(parent, _tag(name)).text = text


def _tag(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"
