"""A record as a row of parts: the smallest parts that a reader names, such as a paragraph, a heading, the name of an
author, a cell of a table, a finding. Elements that hold other elements (a section, a list, a note) are containers.

Ids are left out: they are numbers that say nothing. What a marker or an internal link points at is kept apart,
in `references`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element as Element

from archiver.article import Article, tag
from archiver.record_file import LAYOUT, XML_SPACE

#: Stands before a piece of markup in the content of a part. No text of a record can hold this character (XML 1.0, 2.2).
MARKUP = "\x01"
#: Attributes longer than this are shortened, such as pictures in data: addresses.
_LONGEST_VALUE = 200
_SPACES = re.compile(r"\s+")

#: Parts of the provenance that another run of the program cannot repeat, or that only describe the file.
_LEFT_OUT = frozenset(tag(name) for name in ("tool", "made", "digest", "revision"))
#: Attributes that are part of the identity of a part, because its text alone is not: the same words may be the evidence
#: for two fields.
_IDENTITY = {
    "evidence": ("for", "rule"),
    "finding": ("code",),
    "removed": ("rule", "where"),
    "date": ("type",),
    "identifier": ("type",),
    "note": ("label", "series"),
    "embed": ("href",),
}
#: Attributes that point at an element by its id, or are its id. They differ when elements are only numbered anew.
_POINTERS = frozenset(("id", "target", "ref"))
#: Parts of a record that hold other elements, even where text stands between these.
_REGIONS = frozenset(tag(name) for name in ("head", "body", "notes", "provenance"))
_NOTEREF, _IMAGE = tag("noteref"), tag("image")
#: Units in which white space is content.
_VERBATIM = frozenset((tag("code"), tag("formula")))


@dataclass(eq=False, slots=True)
class Region:
    """An element that holds other elements. Its parts are those from `start` up to `end` in the row."""

    element: Element
    name: str
    attributes: dict[str, str]
    parent: Region | None
    start: int = 0
    end: int = 0

    @property
    def size(self) -> int:
        """The number of its parts."""
        return self.end - self.start

    def chain(self) -> Iterator[Region]:
        """This container and those around it, from the inside to the outside."""
        container: Region | None = self
        while container is not None:
            yield container
            container = container.parent


@dataclass(eq=False, slots=True)
class RecordPart:
    """One part: its element, the element's name, its content in pieces, its attributes without ids, and the container
    that holds it.

    A piece of the content is text, or markup behind MARKUP. `references` are the ids that its markers and links point
    at, in order; `offsets` the places of its markers in the source.
    """

    element: Element
    name: str
    pieces: tuple[str, ...]
    attributes: dict[str, str]
    container: Region
    references: tuple[str, ...] = ()
    offsets: tuple[str, ...] = ()
    verbatim: bool = False

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for two parts with the same name and content."""
        identity = tuple(self.attributes.get(name, "") for name in _IDENTITY.get(self.name, ()))
        return (self.name, identity, self.pieces)

    @property
    def id(self) -> str:
        """The id of the element, or ""."""
        return self.element.get("id", "")

    @property
    def plain(self) -> str:
        """The content as plain text, with markers as [1]."""
        return plain(self.pieces)

    @property
    def markup(self) -> tuple[str, ...]:
        """The pieces of markup in the content, without markers of notes."""
        return tuple(piece for piece in self.pieces if piece.startswith(f"{MARKUP}<"))


@dataclass(slots=True)
class Row:
    """The parts of a record in document order, and its containers, each before those inside it."""

    parts: list[RecordPart] = field(default_factory=list)
    containers: list[Region] = field(default_factory=list)
    of_id: dict[str, RecordPart | Region] = field(default_factory=dict)


def row_of(article: Article) -> Row:
    """The parts and containers of a record. The record may be invalid: an element that the grammar does not know is a
    part with all that it holds.
    """
    row = Row()
    _enter(article.root, None, row)
    # an empty element is a container and a part: the container is the one that counts
    parts: list[RecordPart | Region] = [*row.containers, *row.parts]
    for part in parts:
        if name := part.element.get("id", ""):
            row.of_id.setdefault(name, part)
    return row


def plain(pieces: tuple[str, ...]) -> str:
    """The text of a content without its markup. Markers of notes stay, as [1], and a line break is one."""
    shown = []
    for piece in pieces:
        if not piece.startswith(MARKUP):
            shown.append(piece)
        elif piece.startswith(f"{MARKUP}["):
            shown.append(piece[1:])
        elif piece == f"{MARKUP}<br/>":
            shown.append("\n")
    return "".join(shown)


def with_markup(pieces: tuple[str, ...]) -> str:
    """The text of a content with its markup, as in the record."""
    return "".join(piece.removeprefix(MARKUP) for piece in pieces)


def _enter(element: Element, parent: Region | None, row: Row) -> None:
    """Add an element and all that it holds to the row. Records nest 256 levels at most (safety.parse_xml)."""
    name = etree.QName(element).localname
    is_large = parent is None or element.tag in _REGIONS
    if parent is not None and not is_large and not LAYOUT.holds_only_elements(element):
        row.parts.append(_part(element, name, parent))
        return
    container = Region(element, name, _attributes(element), parent, len(row.parts))
    row.containers.append(container)
    texts = [element.text]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
            _enter(child, container, row)
        texts.append(child.tail)
    if is_large and (stray := " ".join(text.strip() for text in texts if text and text.strip())):
        # text between the blocks, which the grammar forbids
        row.parts.append(RecordPart(element, "text", (stray,), {}, container))
    if not len(element) and parent is not None and parent.parent is not None:
        # so that an empty note has a place in the row
        row.parts.append(RecordPart(element, name, (), container.attributes, container))
    container.end = len(row.parts)


def _attributes(element: Element) -> dict[str, str]:
    if element.getparent() is None:
        return {_short(name): value for name, value in element.items() if name not in ("version", XML_SPACE)}
    ignored = _POINTERS | {"href"} if element.tag == tag("source") else _POINTERS
    return {_short(name): _shortened(value) for name, value in element.items() if name not in ignored}


def _part(element: Element, name: str, parent: Region) -> RecordPart:
    pieces: list[str] = []
    references = [element.get("ref", "")] if element.get("ref") else []
    offsets: list[str] = []
    if element.tag == _IMAGE:
        pieces.append(f'{MARKUP}<image src="{_shortened(element.get("src", ""))}"/>')
    if element.text or len(element):
        _read(element, pieces, references, offsets)
    attributes = _attributes(element)
    if element.tag == _IMAGE:
        attributes.pop("src", None)
    return RecordPart(
        element, name, tuple(pieces), attributes, parent, tuple(references), tuple(offsets), element.tag in _VERBATIM
    )


def _read(root: Element, pieces: list[str], references: list[str], offsets: list[str]) -> None:
    """Add the content of an element to its pieces, the ids that it points at, and the places of its markers."""
    texts: list[str] = [root.text or ""]

    def add(markup: str) -> None:
        if text := "".join(texts):
            pieces.append(text)
        texts.clear()
        pieces.append(MARKUP + markup)

    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element is root or not isinstance(element.tag, str):
            continue
        name = etree.QName(element).localname
        is_empty = not len(element) and not element.text
        if event == "start":
            if element.tag == _NOTEREF:
                add(f"[{element.get('label', '')}]")
                references.append(element.get("target", ""))
                offsets.append(element.get("at", ""))
                texts.append(element.text or "")  # the grammar forbids it
                continue
            values = _attributes(element)
            if values.get("href", "").startswith("#"):
                references.append(values["href"][1:])
                values["href"] = "#"
            shown = "".join(f' {key}="{value}"' for key, value in sorted(values.items()))
            add(f"<{name}{shown}{'/' if is_empty else ''}>")
            texts.append(element.text or "")
        else:
            if element.tag != _NOTEREF and not is_empty:
                add(f"</{name}>")
            texts.append(element.tail or "")
    if text := "".join(texts):
        pieces.append(text)


def _short(name: str) -> str:
    """The name of an attribute as it is written: xml:lang."""
    return name.replace("{http://www.w3.org/XML/1998/namespace}", "xml:")


def _shortened(value: str) -> str:
    """A long value by its start, its length and its digest, so that two different ones stay different."""
    if len(value) <= _LONGEST_VALUE:
        return value
    digest = hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{value[:48]}… ({len(value):,} characters, sha256 {digest}…)"


def first_words(text: str, most: int = 48) -> str:
    """The start of a text on one line, for its name in a sentence."""
    folded = _SPACES.sub(" ", text).strip()
    return folded if len(folded) <= most else f"{folded[: most - 1].rstrip()}…"
