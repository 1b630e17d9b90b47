"""Dublin Core: the fifteen elements (ISO 15836-1) in the container of OAI-PMH (oai_dc), as repositories exchange them."""

from __future__ import annotations

from typing import BinaryIO

from lxml import etree

from archiver.article import Article
from archiver.writers.bibliography.mapping import TABLE, filled, holds_persons, persons
from archiver.writers.bibliography.xml import element_text, write_xml
from archiver.writers.shared.reference import place
from archiver.writers.shared.work import Work, work_of

DC = "http://purl.org/dc/elements/1.1/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
#: What stands before an identifier, so that it is one in itself.
_BEFORE = {
    "identifiers/doi": "https://doi.org/", "identifiers/pmid": "info:pmid/", "identifiers/pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/",
    "identifiers/arxiv": "https://arxiv.org/abs/", "identifiers/handle": "https://hdl.handle.net/", "issns": "urn:ISSN:", "isbns": "urn:ISBN:",
}  # fmt: skip


def write(article: Article, out: BinaryIO) -> None:
    """Write the description of an article."""
    work = work_of(article)
    write_xml(description(work), work, out)


def description(work: Work) -> etree._Element:
    """The description of a work."""
    root = etree.Element(f"{{{OAI_DC}}}dc", nsmap={"oai_dc": OAI_DC, "dc": DC})
    for row in TABLE:
        if row.dc and holds_persons(row):
            for person in persons(work, row.field):
                _add(root, row.dc, person.inverted)
    source = ", ".join(
        filter(None, (work.container, place(work.volume, work.issue, work.pages or work.article_number)))
    )
    for row, name, found in filled(work, "dc"):
        for value in found:
            if row.field == "isbns" and not work.container:
                _add(root, "identifier", f"urn:ISBN:{value}")
            elif name != "source":
                _add(root, name, _BEFORE.get(row.field, "") + value)
    if source:
        _add(root, "source", source)
    _add(root, "type", "Text")
    # the order of the table, with persons behind the title
    root[:] = sorted(root, key=lambda element: _ORDER.index(etree.QName(element).localname))
    return root


_ORDER = (
    "title", "creator", "contributor", "publisher", "date", "type", "format", "identifier", "source", "language", "relation", "coverage",
    "subject", "description", "rights",
)  # fmt: skip


def _add(root: etree._Element, name: str, value: str) -> None:
    if text := element_text(value):
        etree.SubElement(root, f"{{{DC}}}{name}").text = text
