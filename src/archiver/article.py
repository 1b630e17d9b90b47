"""The Article: one archival XML document, and typed views of it.

An Article *is* its record. The views (title, notes, text ...) are read from the XML each time they are asked for first;
nothing here can change the record, so what is exported is what was validated.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from lxml import etree

NAMESPACE = "urn:archiver:article:1"
NS = {"a": NAMESPACE}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_SPACES = re.compile(r"\s+")


@cache
def tag(name: str) -> str:
    """The record's element name `name` in Clark notation."""
    return f"{{{NAMESPACE}}}{name}"


def is_block(element: etree._Element) -> bool:
    """Whether an element of the record is a block, and not part of a line."""
    if not isinstance(element.tag, str):
        return False
    name = etree.QName(element).localname
    if name in ("code", "formula"):
        return element.get("display") == "block"
    return name in ("p", "list", "quote", "figure", "table", "verse", "rule", "embed")


@dataclass(frozen=True, slots=True)
class Author:
    """One author as the record names them; empty strings and tuples where the source said nothing."""

    name: str
    honorific: str = ""
    roles: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()
    bio: str = ""
    type: str = "person"


@dataclass(frozen=True, slots=True)
class Date:
    """A date of the article: `when` as ISO 8601 ("" if it could not be read), `text` as the source showed it."""

    type: str
    when: str
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """A note: `status` is present, missing or unreferenced; `references` counts the markers that call it."""

    label: str
    status: str
    text: str
    references: int
    id: str = ""
    kind: str = "footnote"


@dataclass(frozen=True, slots=True)
class NoteRef:
    """A marker: `note` is the id of the note it calls; `offset` counts characters of the decoded source (plain text only)."""

    label: str
    note: str
    offset: int | None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Removal:
    """A piece of the source that is not in the article, the rule that took it out, and where it stood."""

    rule: str
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a field of the head says what it says."""

    field: str
    rule: str
    confidence: str
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the user should know about this record (docs/reference/findings.md lists the codes)."""

    code: str
    severity: str
    text: str
    ref: str = ""


class Article:
    """A web article as its archival record.

    `root` is the record's root element. Take it as read-only: `Article.from_bytes(article.xml())` gives a copy to work on.
    """

    def __init__(self, root: etree._Element) -> None:
        self.root = root

    @classmethod
    def from_bytes(cls, data: bytes, name: str = "the record") -> Article:
        """An Article from the bytes of a record; `name` is what messages call it.

        Raises Malformed when the bytes are not XML or not a record. It is not validated here: see `archiver.schema`.
        """
        from archiver import safety
        from archiver.errors import Malformed

        root = safety.parse_xml(data, name)
        if root.tag != tag("article"):
            raise Malformed(
                f"{name}: it is not an archival record: its root is <{etree.QName(root).localname}>.",
                "Make one with `archiver normalize SOURCE`.",
            )
        return cls(root)

    def xml(self) -> bytes:
        """The record as bytes: UTF-8, with an XML declaration and a final line feed."""
        return b'<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(self.root, encoding="UTF-8") + b"\n"

    # -- head --------------------------------------------------------------------------------------

    @cached_property
    def title(self) -> str:
        """The title as plain text, without note markers; "" when the source carried none."""
        return _plain(self.root.find("a:head/a:title", NS))

    @cached_property
    def subtitle(self) -> str:
        """The subtitle as plain text, or ""."""
        return _plain(self.root.find("a:head/a:subtitle", NS))

    @cached_property
    def authors(self) -> tuple[Author, ...]:
        """The authors in the order of the source."""

        def texts(author: etree._Element, name: str) -> tuple[str, ...]:
            return tuple(_plain(e) for e in author.iterfind(f"a:{name}", NS))

        return tuple(
            Author(
                name=_plain(a.find("a:name", NS)),
                honorific=_plain(a.find("a:honorific", NS)),
                roles=texts(a, "role"),
                affiliations=texts(a, "affiliation"),
                bio=_plain(a.find("a:bio", NS)),
                type=a.get("type", "person"),
            )
            for a in self.root.iterfind("a:head/a:author", NS)
        )

    @cached_property
    def dates(self) -> tuple[Date, ...]:
        """All dates in the record's order."""
        return tuple(
            Date(d.get("type", ""), d.get("when", ""), _plain(d)) for d in self.root.iterfind("a:head/a:date", NS)
        )

    def date(self, type: str) -> str:
        """The ISO form of the first date of this type ("published", "modified", "retrieved"), or ""."""
        return next((d.when for d in self.dates if d.type == type and d.when), "")

    @property
    def published(self) -> str:
        """The date of publication, ISO 8601 as far as it is known, or ""."""
        return self.date("published")

    @property
    def language(self) -> str:
        """The article's language as a BCP 47 tag, or ""."""
        return self.root.get(XML_LANG, "")

    @cached_property
    def publisher(self) -> str:
        """The publisher or the publication, or ""."""
        return _plain(self.root.find("a:head/a:publisher", NS))

    @cached_property
    def keywords(self) -> tuple[str, ...]:
        """The keywords in order."""
        return tuple(_plain(k) for k in self.root.iterfind("a:head/a:keyword", NS))

    @cached_property
    def identifiers(self) -> tuple[tuple[str, str], ...]:
        """(type, value) of each identifier."""
        return tuple((i.get("type", "other"), _plain(i)) for i in self.root.iterfind("a:head/a:identifier", NS))

    @property
    def url(self) -> str:
        """The address that the article came from, or ""."""
        return next((value for type_, value in self.identifiers if type_ == "url"), "")

    # -- notes -------------------------------------------------------------------------------------

    @cached_property
    def noterefs(self) -> tuple[NoteRef, ...]:
        """All markers in document order: head, body, then those inside notes."""
        return tuple(
            NoteRef(
                label=r.get("label", ""),
                note=r.get("target", ""),
                offset=int(r.get("at", "")) if r.get("at") else None,
                id=r.get("id", ""),
            )
            for r in self.root.iter(tag("noteref"))
        )

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """All notes in the record's order; a missing one has the text ""."""
        calls = Counter(r.note for r in self.noterefs)
        return tuple(
            Note(
                label=n.get("label", ""),
                status=n.get("status", ""),
                text="\n".join(_block_texts(n, markers=False, captions=True)),
                references=calls[n.get("id", "")],
                id=n.get("id", ""),
                kind=n.get("kind", ""),
            )
            for n in self.root.iterfind("a:notes/a:note", NS)
        )

    # -- provenance --------------------------------------------------------------------------------

    @cached_property
    def removals(self) -> tuple[Removal, ...]:
        """The ledger: every piece of the source that is not in the article."""
        return tuple(
            Removal(r.get("rule", ""), r.text or "", r.get("where", ""))
            for r in self.root.iterfind("a:provenance/a:removed", NS)
        )

    @property
    def source_href(self) -> str:
        """What the provenance calls the source: a file name or an address."""
        source = self.root.find("a:provenance/a:source", NS)
        return source.get("href", "") if source is not None else ""

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """Why the head says what it says."""
        return tuple(
            Evidence(e.get("for", ""), e.get("rule", ""), e.get("confidence", ""), e.text or "")
            for e in self.root.iterfind("a:provenance/a:evidence", NS)
        )

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the user should know about this record."""
        return tuple(
            Finding(f.get("code", ""), f.get("severity", ""), f.text or "", f.get("ref", ""))
            for f in self.root.iterfind("a:provenance/a:finding", NS)
        )

    # -- body --------------------------------------------------------------------------------------

    def text(self, markers: bool = True, captions: bool = True) -> str:
        """The body as plain text, one block a line; markers as [1]. Title and notes are not part of it."""
        body = self.root.find("a:body", NS)
        return "\n".join(_block_texts(body, markers, captions)) if body is not None else ""


# Blocks whose text is a line of its own in text().
_LINES = frozenset(
    tag(n)
    for n in ("p", "heading", "item", "term", "caption", "cite", "line", "code", "formula", "row", "quote", "cell")
)
_INLINE_IN_LINES = frozenset(tag(n) for n in ("code", "formula", "cite"))


def _is_line(element: etree._Element) -> bool:
    """Whether this element starts a line of its own."""
    if element.tag not in _LINES:
        return False
    if element.tag == tag("cite"):
        parent = element.getparent()
        return parent is not None and parent.tag == tag("quote")
    return element.tag not in _INLINE_IN_LINES or element.get("display") == "block"


def _block_texts(root: etree._Element, markers: bool, captions: bool) -> Iterator[str]:
    """The lines of plain text below `root`, in document order, each with its white space folded (code keeps its line breaks)."""
    buffer: list[str] = []
    skip_until: etree._Element | None = None

    def flush(keep_breaks: bool = False) -> Iterator[str]:
        joined = "".join(buffer)
        buffer.clear()
        if keep_breaks:
            yield from (line.rstrip() for line in joined.split("\n") if line.strip())
        elif line := _SPACES.sub(" ", joined).strip():
            yield line

    for event, element in etree.iterwalk(root, events=("start", "end")):
        if skip_until is not None:
            if event == "end" and element is skip_until:
                skip_until = None
                buffer.append(element.tail or "")
            continue
        block = _is_line(element)
        code = block and element.tag == tag("code")
        # cells of one row stay on one line
        if element.tag == tag("cell"):
            if event == "start":
                buffer.append(" ")
                buffer.append(element.text or "")
            else:
                buffer.append(" ")
            continue
        if event == "start":
            if not captions and element.tag == tag("caption"):
                skip_until = element
                continue
            if block and not _inside_row(element):
                yield from flush()
            elif block:
                buffer.append(" ")
            if element.tag == tag("noteref"):
                if markers:
                    buffer.append(f"[{element.get('label', '')}]")
            elif element.tag == tag("br"):
                buffer.append("\n")
            elif _holds_text(element):
                buffer.append(element.text or "")
        else:
            if block and not _inside_row(element):
                yield from flush(keep_breaks=code)
            elif block:
                buffer.append(" ")
            if element is not root and _holds_text(element.getparent()):
                buffer.append(element.tail or "")
    yield from flush()


_TEXTLESS = frozenset(
    tag(n) for n in ("body", "section", "list", "figure", "table", "row", "verse", "stanza", "notes", "note", "ruby")
)


def _holds_text(element: etree._Element | None) -> bool:
    return element is not None and element.tag not in _TEXTLESS


def _inside_row(element: etree._Element) -> bool:
    return any(a.tag == tag("row") for a in element.iterancestors())


def _plain(element: etree._Element | None) -> str:
    """The text below `element` on one line."""
    if element is None:
        return ""
    return _SPACES.sub(" ", "".join(element.itertext())).strip()
