"""The Article: one archival XML document, with typed views of it.

The record *is* the Article. The views (title, notes, text ...) are read from the XML on first use. They cannot change
the record, so what is exported is what was validated.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, BinaryIO, overload

from lxml import etree

from archiver import record_file
from archiver.description import Author, Container, Contributor, Date, Evidence
from archiver.languages import script
from archiver.record_file import NAMESPACE as NAMESPACE
from archiver.views.references import Reference as Reference
from archiver.views.references import ReferencePart as ReferencePart
from archiver.views.references import references_in

NS = {"a": NAMESPACE}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_SPACES = re.compile(r"\s+")
#: Scripts that put no space between words (ISO 15924). A text in them is counted in characters.
_WITHOUT_SPACES = frozenset(("Hans", "Hant", "Hani", "Jpan", "Thai", "Laoo", "Khmr", "Mymr", "Tibt"))
#: The most characters of a title and of a name in `repr`, and the most authors.
_REPR_TITLE, _REPR_NAME, _REPR_AUTHORS = 60, 40, 2


@cache
def tag(name: str) -> str:
    """The name of an element of the record in Clark notation."""
    return f"{{{NAMESPACE}}}{name}"


@dataclass(frozen=True, slots=True)
class Note:
    """A note. `status` is present, missing or unreferenced; `references` is the number of its markers."""

    label: str
    status: str
    text: str
    references: int
    id: str = ""
    kind: str = "footnote"


@dataclass(frozen=True, slots=True)
class NoteRef:
    """A note marker: `note` is the id of its note; `offset` counts characters of the decoded source (plain text only,
    else None).
    """

    label: str
    note: str
    offset: int | None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """A post of a thread. `date` is what the page shows, `when` the same in ISO 8601 as far as it can be read; `answers` is the id of the post that it
    replies to. All are "" where the record has no value. `text` is the post without its head.
    """

    author: str
    date: str
    when: str
    text: str
    id: str = ""
    answers: str = ""
    number: str = ""
    kind: str = ""
    heading: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Removal:
    """A part of the source that is not in the article, the rule that removed it, and its place in the source."""

    rule: str
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A message about this record for the user (docs/reference/findings.md lists the codes)."""

    code: str
    severity: str
    text: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class RecordedSource:
    """The source of a record, as the record describes it.

    `href` is its file name or address, `encoding` the encoding of its text ("" when the record has none), `sha256` the
    SHA-256 of its bytes in hexadecimal, `bytes` their number. `capture` is the name of the web capture that held it, "" when there is none.
    """

    href: str = ""
    media_type: str = ""
    encoding: str = ""
    sha256: str = ""
    bytes: int = 0
    capture: str = ""


@dataclass(frozen=True, slots=True)
class Tool:
    """The program that made a record: its name and version, the digests of its rules and of its trained model ("sha256:"
    and 64 digits), the parser that read the page, and the options of the call that changed the result, each with its
    value.
    """

    name: str = ""
    version: str = ""
    rules: str = ""
    model: str = ""
    parser: str = ""
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """A correction of a record, in the words of the person who made it: what, when (ISO 8601 or ""), and who ("")."""

    text: str
    when: str = ""
    agent: str = ""


class Article:
    """A web article as its archival record.

    `archiver.normalize` and `archiver.load` make it. Its properties are read from the record and cannot change it. A
    text property is "" and a tuple is empty where the record has no value. `root` is the root element of the record;
    treat it as read-only.

    >>> article = archiver.normalize("sources/station-clocks.txt")
    >>> article
    <Article 'The Town That Ran Eleven Minutes Late' by Tobias Wren-Hallam: 1,147 words, 11 notes, 0 images>
    >>> article.source.media_type, article.source.bytes
    ('text/plain', 8409)
    """

    def __init__(self, root: etree._Element, annotated: etree._ElementTree | None = None) -> None:
        self.root = root
        #: The same record with the comments and processing instructions of its file, if it has any.
        self._annotated = annotated

    def __repr__(self) -> str:
        """Title, authors and counts on one line. Control characters are written as escapes, and long texts are cut."""
        authors = [_for_repr(author.name, _REPR_NAME) for author in self.authors]
        if len(authors) > _REPR_AUTHORS:
            authors[_REPR_AUTHORS:] = [f"{len(authors) - _REPR_AUTHORS} more"]
        by = f" by {', '.join(authors[:-1])}{' and ' if authors[1:] else ''}{authors[-1]}" if authors else ""
        title = f"'{_for_repr(self.title, _REPR_TITLE)}'" if self.title else "without a title"
        text = self.text(markers=False)
        if script(self.language) in _WITHOUT_SPACES:
            size = _counted(sum(not character.isspace() for character in text), "character")
        else:
            size = _counted(len(text.split()), "word")
        notes = _counted(len(self.root.findall("a:notes/a:note", NS)), "note")
        images = _counted(sum(1 for _ in self.root.iter(tag("image"))), "image")
        return f"<Article {title}{by}: {size}, {notes}, {images}>"

    @classmethod
    def from_bytes(cls, data: bytes, name: str = "the record") -> Article:
        """An Article from the bytes of a record; `name` is its name in messages.

        Raises Malformed when the bytes are not XML or not a record. It does not validate: see `archiver.schema`.
        """
        from archiver import safety
        from archiver.errors import Malformed

        try:
            root = safety.parse_xml(data, name, keep_instructions=True)
        except Malformed as error:
            if data.strip() and NAMESPACE.encode() not in data:  # a page, a text: no mistake in its XML is worth a word
                raise Malformed(
                    f"{name}: this is not an archival record.", "Make one with `archiver normalize SOURCE`."
                ) from error
            raise
        if root.tag != tag("article"):
            raise Malformed(
                f"{name}: this is not an archival record: its root is <{etree.QName(root).localname}>.",
                "Make one with `archiver normalize SOURCE`.",
            )
        version = root.get("version", "")
        if version not in (record_file.VERSION, *record_file.FORMER_VERSIONS) and re.fullmatch(r"\d+\.\d+", version):
            raise Malformed(
                f"{name}: this record has the version {version}, and this Archiver reads records up to {record_file.VERSION}.",
                "Update Archiver.",
            )
        return cls(*record_file.read(root))

    def xml(self) -> bytes:
        """The record as bytes: UTF-8, one block a line, with an XML declaration and a final line feed."""
        return record_file.to_bytes(self.root if self._annotated is None else self._annotated)

    @overload
    def export(self, format: str, target: str | os.PathLike[str], **options: Any) -> Path: ...
    @overload
    def export(self, format: str, target: BinaryIO, **options: Any) -> None: ...
    def export(self, format: str, target: str | os.PathLike[str] | BinaryIO, **options: Any) -> Path | None:
        """Write the article in a format to a file or a binary stream, as `archiver.export` does.

        >>> article.export("text", "clocks.txt").name
        'clocks.txt'
        """
        from archiver import export  # upwards, when called: see EXCEPTIONS in tests/house/test_imports.py

        return export(self, format, target, **options)

    # -- head --------------------------------------------------------------------------------------

    @cached_property
    def title(self) -> str:
        """The title as plain text without note markers; "" when the source has none."""
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
                type=_term(a, "type", "person"),
                **_name_parts(a),
            )
            for a in self.root.iterfind("a:head/a:author", NS)
        )

    @cached_property
    def dates(self) -> tuple[Date, ...]:
        """All dates in the order of the record."""
        return tuple(
            Date(_term(d, "type"), d.get("when", ""), _plain(d)) for d in self.root.iterfind("a:head/a:date", NS)
        )

    def date(self, type: str) -> str:
        """The ISO form of the first date of a type ("published", "modified", "retrieved"), or ""."""
        return next((d.when for d in self.dates if d.type == type and d.when), "")

    @property
    def published(self) -> str:
        """The date of publication in ISO 8601, as precise as the source, or ""."""
        return self.date("published")

    @property
    def modified(self) -> str:
        """The date of the last change in ISO 8601, as precise as the source, or ""."""
        return self.date("modified")

    @property
    def retrieved(self) -> str:
        """The date on which the page was saved, in ISO 8601, or ""."""
        return self.date("retrieved")

    @property
    def language(self) -> str:
        """The language of the article as a BCP 47 tag, or ""."""
        return self.root.get(XML_LANG, "")

    @cached_property
    def contributors(self) -> tuple[Contributor, ...]:
        """The persons and organizations with other parts than an author's, in the order of the record."""
        return tuple(
            Contributor(_term(c, "role"), _plain(c.find("a:name", NS)), _term(c, "type", "person"), **_name_parts(c))
            for c in self.root.iterfind("a:head/a:contributor", NS)
        )

    @cached_property
    def container(self) -> Container:
        """The publication in which the article appeared; with empty fields if the record has none."""
        found = self.root.find("a:head/a:container", NS)
        if found is None:
            return Container()
        pages = found.find("a:pages", NS)
        return Container(
            type=_term(found, "type"),
            name=_plain(found.find("a:name", NS)),
            abbreviation=_plain(found.find("a:abbreviation", NS)),
            volume=_plain(found.find("a:volume", NS)),
            issue=_plain(found.find("a:issue", NS)),
            pages=_plain(pages),
            first_page=pages.get("first", "") if pages is not None else "",
            last_page=pages.get("last", "") if pages is not None else "",
            article_number=_plain(found.find("a:article-number", NS)),
            issns=tuple(_plain(e) for e in found.iterfind("a:issn", NS)),
            isbns=tuple(_plain(e) for e in found.iterfind("a:isbn", NS)),
        )

    @cached_property
    def publisher(self) -> str:
        """The publisher; the name of the publication if the record names no publisher; or ""."""
        return _plain(self.root.find("a:head/a:publisher", NS)) or self.container.name

    @cached_property
    def publication(self) -> str:
        """The name of the publication (journal, newspaper, site); the publisher if the record names no publication; or ""."""
        return self.container.name or self.publisher

    @cached_property
    def department(self) -> str:
        """The section of the publication, such as "Opinion", or ""."""
        return _plain(self.root.find("a:head/a:department", NS))

    @cached_property
    def genre_text(self) -> str:
        """The kind of the article in the words of the source, or ""."""
        return _plain(self.root.find("a:head/a:genre", NS))

    @property
    def genre(self) -> str:
        """The kind of the article: news, paper, post, opinion, interview, review, report, thesis, chapter, letter, court-opinion,
        encyclopedia-entry, or "".
        """
        genre = self.root.find("a:head/a:genre", NS)
        return genre.get("type", "") if genre is not None else ""

    @cached_property
    def rights(self) -> str:
        """The statement of rights or the name of the licence, or ""."""
        return _plain(self.root.find("a:head/a:rights", NS))

    @property
    def rights_href(self) -> str:
        """The address of the licence, or ""."""
        rights = self.root.find("a:head/a:rights", NS)
        return rights.get("href", "") if rights is not None else ""

    @property
    def licence(self) -> str:
        """The identifier of the licence in the SPDX list, such as CC-BY-4.0, or ""."""
        rights = self.root.find("a:head/a:rights", NS)
        return rights.get("licence", "") if rights is not None else ""

    @cached_property
    def abstract(self) -> str:
        """The abstract or the description of the page as plain text, or ""."""
        return _plain(self.root.find("a:head/a:abstract", NS))

    @cached_property
    def keywords(self) -> tuple[str, ...]:
        """The keywords in order."""
        return tuple(_plain(k) for k in self.root.iterfind("a:head/a:keyword", NS))

    @cached_property
    def identifiers(self) -> tuple[tuple[str, str], ...]:
        """(type, value) of each identifier."""
        return tuple((i.get("type", "other"), _plain(i)) for i in self.root.iterfind("a:head/a:identifier", NS))

    @property
    def doi(self) -> str:
        """The first DOI of the article, such as 10.1234/abc, or ""."""
        return self._identifier("doi")

    @property
    def url(self) -> str:
        """The web address of the article, or ""."""
        return self._identifier("url")

    def _identifier(self, type: str) -> str:
        return next((value for type_, value in self.identifiers if type_ == type), "")

    # -- notes -------------------------------------------------------------------------------------

    @cached_property
    def noterefs(self) -> tuple[NoteRef, ...]:
        """All note markers in document order: in the head, in the body, then inside notes."""
        return tuple(
            NoteRef(
                label=r.get("label", ""),
                note=r.get("target", ""),
                offset=_number(r.get("at")),
                id=r.get("id", ""),
            )
            for r in self.root.iter(tag("noteref"))
        )

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """All notes in the order of the record; a missing note has the text ""."""
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

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """The references to works in lists of references and in notes, in the order of the record: only what was recognised with certainty."""
        return references_in(self.root)

    @cached_property
    def posts(self) -> tuple[Post, ...]:
        """The posts of a thread, in the order of the page; none if the record is no thread."""
        return tuple(
            Post(
                author=_plain(post.find("a:head/a:author/a:name", NS)),
                date=_plain(date := post.find("a:head/a:date", NS)),
                when=date.get("when", "") if date is not None else "",
                text="\n".join(
                    line for block in post if block.tag != tag("head") for line in _block_texts(block, False, True)
                ),
                id=post.get("id", ""),
                answers=post.get("answers", ""),
                number=post.get("number", ""),
                kind=post.get("kind", ""),
                heading=_plain(post.find("a:head/a:heading", NS)),
                address=post.get("href", ""),
            )
            for post in self.root.iterfind("a:body/a:post", NS)
        )

    # -- provenance --------------------------------------------------------------------------------

    @cached_property
    def removals(self) -> tuple[Removal, ...]:
        """The ledger: every part of the source that is not in the article."""
        return tuple(
            Removal(r.get("rule", ""), r.text or "", r.get("where", ""))
            for r in self.root.iterfind("a:provenance/a:removed", NS)
        )

    @cached_property
    def source(self) -> RecordedSource:
        """The source: its name, media type, encoding, SHA-256 and number of bytes."""
        source = self.root.find("a:provenance/a:source", NS)
        if source is None:
            return RecordedSource()
        capture = source.find("a:capture", NS)
        return RecordedSource(
            href=source.get("href", ""),
            media_type=source.get("media-type", ""),
            encoding=source.get("encoding", ""),
            sha256=source.get("sha256", ""),
            bytes=_number(source.get("bytes")) or 0,
            capture=capture.get("href", "") if capture is not None else "",
        )

    @property
    def source_href(self) -> str:
        """The name of the source: a file name or an address. The same as `source.href`."""
        source = self.root.find("a:provenance/a:source", NS)
        return source.get("href", "") if source is not None else ""

    @cached_property
    def tool(self) -> Tool:
        """The program that made the record, with its version and the digest of its rules."""
        tool = self.root.find("a:provenance/a:tool", NS)
        if tool is None:
            return Tool()
        return Tool(
            name=tool.get("name", ""),
            version=tool.get("version", ""),
            rules=tool.get("rules", ""),
            model=tool.get("model", ""),
            parser=tool.get("parser", ""),
            options=tuple((o.get("name", ""), o.text or "") for o in tool.iterfind("a:option", NS)),
        )

    @property
    def agent(self) -> str:
        """The person or institution that had the record made, or ""."""
        return self._made("agent")

    @property
    def made(self) -> str:
        """The date or moment at which the record was made, in ISO 8601, if the caller gave one; else ""."""
        return self._made("when")

    def _made(self, attribute: str) -> str:
        made = self.root.find("a:provenance/a:made", NS)
        return made.get(attribute, "") if made is not None else ""

    @property
    def digest(self) -> str:
        """The digest of the record as Archiver wrote it ("sha256:" and 64 digits); "" in a record of version 1.0."""
        digest = self.root.find("a:provenance/a:digest", NS)
        return digest.get("value", "") if digest is not None else ""

    @cached_property
    def corrected(self) -> bool:
        """Whether this is not what Archiver wrote: its digest no longer fits, so somebody corrected the record. A record
        without a digest counts as corrected, since nobody can tell.
        """
        return self.digest != record_file.digest_of(self.xml())

    @cached_property
    def revisions(self) -> tuple[Revision, ...]:
        """What people wrote about their corrections, in the order of the record."""
        return tuple(
            Revision(r.text or "", r.get("when", ""), r.get("agent", ""))
            for r in self.root.iterfind("a:provenance/a:revision", NS)
        )

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """The reasons for the values in the head."""
        return tuple(
            Evidence(
                e.get("for", ""),
                e.get("rule", ""),
                _term(e, "confidence"),
                e.text or "",
                float(stated) if (stated := e.get("certainty")) else None,
            )
            for e in self.root.iterfind("a:provenance/a:evidence", NS)
        )

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Messages about this record for the user."""
        return tuple(
            Finding(f.get("code", ""), f.get("severity", ""), f.text or "", f.get("ref", ""))
            for f in self.root.iterfind("a:provenance/a:finding", NS)
        )

    # -- body --------------------------------------------------------------------------------------

    def text(self, markers: bool = True, captions: bool = True) -> str:
        """The body as plain text, one block per line, with markers as [1]. The title and the notes are not part of it."""
        body = self.root.find("a:body", NS)
        return "\n".join(_block_texts(body, markers, captions)) if body is not None else ""


# Elements whose text is a line of its own in text().
_LINE_ELEMENTS = frozenset(
    tag(n)
    for n in (
        "p",
        "heading",
        "item",
        "term",
        "caption",
        "cite",
        "line",
        "code",
        "formula",
        "row",
        "quote",
        "cell",
        "name",
        "date",
    )
)
_LINES_ONLY_AS_BLOCKS = frozenset(tag(n) for n in ("code", "formula", "cite"))


def _is_line(element: etree._Element) -> bool:
    """Whether this element starts a line of its own."""
    if element.tag not in _LINE_ELEMENTS:
        return False
    if element.tag == tag("cite"):
        parent = element.getparent()
        return parent is not None and parent.tag == tag("quote")
    return element.tag not in _LINES_ONLY_AS_BLOCKS or element.get("display") == "block"


def _block_texts(root: etree._Element, markers: bool, captions: bool) -> Iterator[str]:
    """The lines of plain text below `root` in document order. White space is folded; code keeps its line breaks."""
    parts: list[str] = []
    skip_until: etree._Element | None = None

    def flush(keep_breaks: bool = False) -> Iterator[str]:
        joined = "".join(parts)
        parts.clear()
        if keep_breaks:
            yield from (line.rstrip() for line in joined.split("\n") if line.strip())
        elif line := _SPACES.sub(" ", joined).strip():
            yield line

    for event, element in etree.iterwalk(root, events=("start", "end")):
        if skip_until is not None:
            if event == "end" and element is skip_until:
                skip_until = None
                parts.append(element.tail or "")
            continue
        block = _is_line(element)
        code = block and element.tag == tag("code")
        # The cells of a row share a line.
        if element.tag == tag("cell"):
            if event == "start":
                parts.append(" ")
                parts.append(element.text or "")
            else:
                parts.append(" ")
            continue
        if event == "start":
            if not captions and element.tag == tag("caption"):
                skip_until = element
                continue
            if block and not _inside_row(element):
                yield from flush()
            elif block:
                parts.append(" ")
            if element.tag == tag("noteref"):
                if markers:
                    parts.append(f"[{element.get('label', '')}]")
            elif element.tag == tag("br"):
                parts.append("\n")
            elif _holds_text(element):
                parts.append(element.text or "")
        else:
            if block and not _inside_row(element):
                yield from flush(keep_breaks=code)
            elif block:
                parts.append(" ")
            if element is not root and _holds_text(element.getparent()):
                parts.append(element.tail or "")
    yield from flush()


_WITHOUT_OWN_TEXT = frozenset(
    tag(n) for n in ("body", "section", "list", "figure", "table", "row", "verse", "stanza", "notes", "note", "ruby")
)


def _holds_text(element: etree._Element | None) -> bool:
    return element is not None and element.tag not in _WITHOUT_OWN_TEXT


def _inside_row(element: etree._Element) -> bool:
    return any(a.tag == tag("row") for a in element.iterancestors())


def _term(element: etree._Element, attribute: str, default: str = "") -> Any:
    """The value of an attribute for which the grammar of the record lists the terms."""
    return element.get(attribute, default)


def _name_parts(person: etree._Element) -> dict[str, str]:
    """The parts of the name of an author or a contributor, and the ORCID; "" for those that the record lacks."""
    name = person.find("a:name", NS)
    parts = {key: name.get(key, "") if name is not None else "" for key in ("family", "given", "suffix")}
    return {**parts, "orcid": person.get("orcid", "")}


def _plain(element: etree._Element | None) -> str:
    """The text below `element` on one line."""
    if element is None:
        return ""
    return _SPACES.sub(" ", "".join(element.itertext())).strip()


def _number(value: str | None) -> int | None:
    """The number in an attribute; None where there is none, or where an invalid record has something else."""
    digits = (value or "").strip().removeprefix("+")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 20 else None


def _counted(number: int, noun: str) -> str:
    """A number with its noun: "1 note", "1,256 words"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _for_repr(text: str, most: int) -> str:
    """At most `most` characters of a text, with characters that are not printable (controls, changes of direction) as
    escapes.
    """
    cut = text if len(text) <= most else f"{text[: most - 1]}…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in cut)
