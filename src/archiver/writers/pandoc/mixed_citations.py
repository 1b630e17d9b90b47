"""The references of a record in JATS: mixed-citation, around the words of the note, with the elements that JATS has for their parts.

Pandoc has no element for them, so their tags go through it as raw JATS. A reference inside of italics or of a link keeps its words
alone, and so does a part that JATS does not allow where it stands.
"""

from __future__ import annotations

from lxml import etree

from archiver.article import tag

#: The elements that hold a reference in JATS.
_HOLDERS = frozenset((tag("p"), tag("item")))
#: By type of part: the start tag and the end tag.
_TAGS = {
    "author": ("<string-name>", "</string-name>"),
    "editor": ('<string-name content-type="editor">', "</string-name>"),
    "title": ("<article-title>", "</article-title>"),
    "book": ("<source>", "</source>"),
    "journal": ("<source>", "</source>"),
    "publisher": ("<publisher-name>", "</publisher-name>"),
    "place": ("<publisher-loc>", "</publisher-loc>"),
    "accessed": ('<date-in-citation content-type="access-date">', "</date-in-citation>"),
    "volume": ("<volume>", "</volume>"),
    "issue": ("<issue>", "</issue>"),
    "pages": ("<page-range>", "</page-range>"),
    "doi": ('<pub-id pub-id-type="doi">', "</pub-id>"),
    "isbn": ("<isbn>", "</isbn>"),
    "url": ("<uri>", "</uri>"),
}
_YEAR = ("<year>", "</year>")
_DATE = ('<date-in-citation content-type="publication-date">', "</date-in-citation>")
#: Parts whose elements hold other elements.
_MIXED = frozenset(("title", "book", "journal"))


def tags_of(element: etree._Element) -> tuple[str, str] | None:
    """The tags around a reference or a part of one; None where JATS allows none."""
    if element.tag == tag("reference"):
        return ("<mixed-citation>", "</mixed-citation>") if _stands_alone(element) else None
    parent = element.getparent()
    if parent is None or parent.tag != tag("reference") or not _stands_alone(parent):
        return None
    type_ = element.get("type", "")
    if len(element) and type_ not in _MIXED:
        return None
    if type_ == "date":
        return _YEAR if len(element.get("value", "")) == 4 else _DATE
    return _TAGS.get(type_)


def _stands_alone(reference: etree._Element) -> bool:
    """Whether a reference stands in running text, or in the page's own mark for a citation, and in no italics and no link."""
    parent = reference.getparent()
    while parent is not None and parent.tag == tag("cite") and not parent.get("href"):
        parent = parent.getparent()
    return parent is not None and parent.tag in _HOLDERS
