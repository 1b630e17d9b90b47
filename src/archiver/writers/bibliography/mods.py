"""MODS 3.8 (Library of Congress): the article, with the publication as its host."""

from __future__ import annotations

from typing import BinaryIO

from lxml import etree

from archiver.article import Article
from archiver.writers.bibliography.mapping import TABLE, filled, holds_persons, persons
from archiver.writers.bibliography.xml import add_by_path, element_text, write_xml
from archiver.writers.shared.work import RELATORS, Person, Work, work_of

MODS = "http://www.loc.gov/mods/v3"
XLINK = "http://www.w3.org/1999/xlink"


def write(article: Article, out: BinaryIO) -> None:
    """Write the description of an article."""
    work = work_of(article)
    write_xml(description(work), work, out)


def description(work: Work) -> etree._Element:
    """The description of a work."""
    root = etree.Element(f"{{{MODS}}}mods", {"version": "3.8"}, nsmap={None: MODS, "xlink": XLINK})
    for row, path, found in filled(work, "mods"):
        for value in found:
            if row.field == "subtitle":
                continue
            if row.field == "title":
                _add_title(root, value, work)
            elif row.field == "isbns" and not work.container:
                add_by_path(root, "identifier[@type='isbn']", value, MODS)
            elif row.field == "keywords":
                subject = etree.SubElement(root, f"{{{MODS}}}subject")
                add_by_path(subject, "topic", value, MODS)
            else:
                add_by_path(root, path, value, MODS)
    if work.pages and not work.first_page:
        add_by_path(root, "relatedItem[@type='host']/part/extent[@unit='pages']/list", work.pages, MODS)
    _add_rights(root, work)
    add_by_path(root, "identifier[@type='uri']", work.urn, MODS)
    add_by_path(root, "typeOfResource", "text", MODS)
    add_by_path(root, "recordInfo/recordOrigin", "Made by a program from the archival record of the article.", MODS)
    return root


def _add_title(root: etree._Element, title: str, work: Work) -> None:
    """The title, and the names behind it, which stand there in most descriptions."""
    add_by_path(root, "titleInfo/title", title, MODS)
    if work.subtitle:
        add_by_path(root, "titleInfo/subTitle", work.subtitle, MODS)
    for row in TABLE:
        if holds_persons(row):
            for person in persons(work, row.field):
                _add_name(root, person, RELATORS[row.field.rpartition("/")[2] if "/" in row.field else "author"])


def _add_name(root: etree._Element, person: Person, code: str) -> None:
    name = etree.SubElement(root, f"{{{MODS}}}name", {"type": "corporate" if person.is_organization else "personal"})
    if person.family:
        for kind, value in (("family", person.family), ("given", person.given), ("termsOfAddress", person.suffix)):
            add_by_path(name, f"namePart[@type='{kind}']", value, MODS)
    else:
        add_by_path(name, "namePart", person.name, MODS)
    for affiliation in person.affiliations:
        add_by_path(name, "affiliation", affiliation, MODS)
    if person.orcid:
        add_by_path(name, "nameIdentifier[@type='orcid']", f"https://orcid.org/{person.orcid}", MODS)
    add_by_path(name, "role/roleTerm[@type='code'][@authority='marcrelator']", code, MODS)


def _add_rights(root: etree._Element, work: Work) -> None:
    """The address of the licence goes to its statement; without words, the identifier of the licence is the statement."""
    condition = root.find(f"{{{MODS}}}accessCondition")
    if condition is None and (text := element_text(work.licence or work.rights_href)):
        condition = etree.SubElement(root, f"{{{MODS}}}accessCondition", {"type": "use and reproduction"})
        condition.text = text
    if condition is not None and work.rights_href:
        condition.set(f"{{{XLINK}}}href", work.rights_href)
