"""Readers: from a Source to a Page.

The user may name the reader. Else the content decides, with the ending of the file name as a hint (`choose`). To add a format, write a module with
`read(source, declared) -> Page` and put one entry into READERS; `declared` is the encoding that a transport header names, or None.

    kinds.py      what a file is, by its content; document_kinds.py: documents
    documents/    documents of word processors, books, and text in markup
    captures/     files that hold captured pages: MHTML, mails, WARC files …
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from unicodedata import category

from archiver.errors import Malformed, UsageError
from archiver.page import Page
from archiver.readers import captures, document_kinds, kinds
from archiver.readers.plain.data_and_programs import has_columns
from archiver.source import Source

__all__ = [
    "DOCUMENT_SUFFIXES",
    "READERS",
    "SUFFIXES",
    "Reader",
    "choose",
    "format_names",
    "is_chosen_otherwise",
    "is_record",
    "read",
]

#: How many bytes at the start of a source are looked at to detect its format.
_SNIFF = kinds.HEAD_BYTES


@dataclass(frozen=True, slots=True)
class Reader:
    """A format: its name for `--from`, its media type, the endings of file names that suggest it, and the module that reads it; behind a
    colon the name of its function, where it is not `read`.
    """

    name: str
    media_type: str
    suffixes: tuple[str, ...]
    module: str

    def read(self, source: Source) -> Page:
        """Return the Page of a source in this format. Raises what the reader raises."""
        module, _, function = self.module.partition(":")
        read: Callable[[Source, str | None], Page] = getattr(importlib.import_module(module), function or "read")
        return read(source, source.capture.charset if source.capture is not None else None)


READERS: tuple[Reader, ...] = (
    Reader(
        "html",
        "text/html",
        (".html", ".htm", ".xhtml", ".xht", ".shtml", ".php", ".asp", ".aspx"),
        "archiver.readers.html",
    ),
    Reader("text", "text/plain", (".txt", ".text"), "archiver.readers.plain"),
    Reader(
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        (".docx", ".docm", ".dotx"),
        "archiver.readers.documents:read_docx",
    ),
    Reader(
        "odt",
        "application/vnd.oasis.opendocument.text",
        (".odt", ".ott", ".fodt"),
        "archiver.readers.documents:read_odt",
    ),
    Reader("epub", "application/epub+zip", (".epub",), "archiver.readers.documents:read_epub"),
    Reader("rtf", "application/rtf", (".rtf",), "archiver.readers.documents:read_rtf"),
    Reader("markdown", "text/markdown", (".md", ".markdown"), "archiver.readers.documents:read_markdown"),
    Reader("latex", "application/x-latex", (".tex", ".latex"), "archiver.readers.documents:read_latex"),
    Reader("rst", "text/x-rst", (".rst", ".rest"), "archiver.readers.documents:read_rst"),
    Reader("org", "text/org", (".org",), "archiver.readers.documents:read_org"),
    Reader("mediawiki", "text/x-wiki", (".mediawiki", ".wiki"), "archiver.readers.documents:read_mediawiki"),
    Reader("jats", "application/jats+xml", (".jats", ".nxml"), "archiver.readers.documents:read_jats"),
    Reader("docbook", "application/docbook+xml", (".docbook", ".dbk"), "archiver.readers.documents:read_docbook"),
    Reader("fb2", "application/x-fictionbook+xml", (".fb2",), "archiver.readers.documents:read_fb2"),
    Reader("typst", "text/x-typst", (".typ",), "archiver.readers.documents:read_typst"),
)

#: The endings of file names that are looked for in a folder.
SUFFIXES = frozenset(suffix for reader in READERS for suffix in reader.suffixes) | captures.SUFFIXES
#: Among them those of documents.
DOCUMENT_SUFFIXES = frozenset(
    suffix
    for reader in READERS
    if reader.module.startswith("archiver.readers.documents:")
    for suffix in reader.suffixes
)

#: By the ending of a file name, the reader of an XML document that does not say what it is; and the endings of tables of values.
_XML_DOCUMENTS = {".jats": "jats", ".nxml": "jats", ".docbook": "docbook", ".dbk": "docbook", ".fb2": "fb2"}
_TABLES = frozenset((".csv", ".tsv", ".tab"))

#: What may stand before the root of an XML document, and its first tag. The parts before it are possessive, so that no prolog takes long.
_FIRST_TAG = re.compile(
    rb"\s*+(?:<\?.*?\?>\s*+|<!--.*?-->\s*+|<!DOCTYPE[^>\[]*+(?:\[[^\]]*+\])?[^>]*+>\s*+)*+<(?:[\w.-]+:)?(article|TEI)\b([^>]*+)>",
    re.DOTALL,
)
#: The formats of Archiver's own results, by the root element and its namespace.
_RESULTS = {
    b"article": (b"urn:archiver:article:", "a record of Archiver"),
    b"TEI": (b"http://www.tei-c.org/ns/1.0", "a TEI document"),
}


#: The readers by the media type that a capture or a server declares for a page.
_DECLARED = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}


def read(source: Source, name: str | None = None) -> Page:
    """Read a source with the reader of this name or media type; without a name, with the reader that `choose` detects.

    Raises Malformed for an empty source and for a record or TEI document, UsageError for an unknown name, and what the reader raises.
    """
    source.require_content()
    _require_no_result(source)
    return choose(source, name).read(source)


def named(name: str) -> Reader:
    """The reader with this name or media type. Raises UsageError when there is none. (The formats of captures have no reader of their own: the pages in
    them are read.)
    """
    for reader in READERS:
        if name in (reader.name, reader.media_type):
            return reader
    raise UsageError(f"Archiver reads no format {name!r}.", f"It reads: {', '.join(format_names())}.")


def format_names() -> list[str]:
    """The names of all formats that are read, for `--from`."""
    return [*(reader.name for reader in READERS), *(form.name for form in captures.FORMATS)]


def choose(source: Source, name: str | None = None) -> Reader:
    """The reader for a source. `name` is the name or media type of a reader, if the user gave one.

    Raises UsageError for an unknown name, and Malformed for a format without a reader.
    """
    if name and (source.capture is None or captures.named(name) is None):
        return named(name)
    from archiver.readers import html

    head = source.data[:_SNIFF]
    if source.capture is not None and (declared := source.capture.media_type) in _DECLARED:
        return named(_DECLARED[declared])
    by_name = {reader.name: reader for reader in READERS}
    kind = document_kinds.detect(source.data, kinds.as_ascii(head)) or kinds.kind_of(head, lambda: source.data)
    if kind is not None and kind.name in by_name:
        return by_name[kind.name]
    part = source.capture.part if source.capture is not None else ""
    suffix = (source.path or PurePosixPath(part)).suffix.lower()
    # a document in a language of its own may begin with pages of definitions, and be all code
    is_document = any(suffix in reader.suffixes and reader.name not in ("html", "text") for reader in READERS)
    if kind is not None and kind.name == "xml" and (reader_name := _XML_DOCUMENTS.get(suffix)):
        return by_name[reader_name]  # one that does not name its kind
    if kind is None and suffix in _TABLES and has_columns(head):
        kind = kinds.TEXTS["table"]
    if kind is not None and not (kind.name in kinds.TEXTS and is_document):
        raise Malformed(f"{source.name}: it is {kind.noun}, not a page or a text.", kind.remedy)
    if source.has_controls and _is_binary(head):
        raise Malformed(
            f"{source.name}: it is binary data, not a page or a text.", "Save the article as HTML or as text."
        )
    for reader in READERS:
        # the ending of a file name may be wrong: a page that was saved as .txt is read as a page, and a text saved as .html as a text
        if suffix in reader.suffixes and reader.name != "html" and not _starts_as_page(head):
            return reader
    return by_name["html"] if html.looks_like(kinds.as_ascii(head)) else by_name["text"]


def is_record(source: Source) -> bool:
    """Whether a source is a record of Archiver: its first tag says it, whatever its name is. The rest may be broken."""
    return _result(source) == b"article"


def is_chosen_otherwise(source: Source, name: str) -> bool:
    """Whether the reader with this name or media type is another one than `choose` detects. Raises UsageError for an unknown
    name.
    """
    if source.capture is not None and captures.named(name) is not None:
        return False
    try:
        return choose(source) is not named(name)
    except Malformed:
        return True


def _require_no_result(source: Source) -> None:
    """Raise Malformed for a record or a TEI document: it was made from a source, and read as a page it would lose its structure."""
    if root := _result(source):
        remedy = (
            "Use `archiver export` to make other formats from it."
            if root == b"article"
            else "Use `archiver export` with the record that it was made from."
        )
        raise Malformed(f"{source.name}: it is {_RESULTS[root][1]}, not a page or a text.", remedy)


def _result(source: Source) -> bytes:
    """The name of the root element of one of Archiver's own results; b"" for any other source."""
    root = _FIRST_TAG.match(kinds.as_ascii(source.data[:_SNIFF]))
    return root[1] if root is not None and _RESULTS[root[1]][0] in root[2] else b""


def _starts_as_page(head: bytes) -> bool:
    """Whether the source begins like a page: with a doctype, an html tag or an XML declaration."""
    start = kinds.as_ascii(head[:512]).lstrip().lower()
    return start.startswith((b"<!doctype html", b"<html", b"<?xml"))


#: Control characters that no text has. The escape character is not among them, because old East Asian encodings use it.
#: The share of zero bytes that a page may have.
_FEW_ZEROS = 0.003
_CONTROLS = bytes((*range(1, 9), *range(14, 27), *range(28, 32)))


def _is_binary(head: bytes) -> bool:
    """Whether the first bytes are binary data: many of them are zero (but not as in UTF-16 or UTF-32), or control characters, or no characters at all."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head[2:4] != b"\x00\x00" and _is_no_utf16(head)
    zeros = head.count(0)
    if zeros > _FEW_ZEROS * len(head):
        even, odd = head[0::2].count(0), head[1::2].count(0)
        return not (min(even, odd) < 0.05 * max(even, odd) and max(even, odd) > 0.2 * len(head) / 2)
    # a page with a few stray zero bytes is still a page
    return len(head) - len(head.translate(None, _CONTROLS)) > 0.02 * len(head)


def _is_no_utf16(head: bytes) -> bool:
    """Whether bytes behind the byte order mark of UTF-16 are none: many are halves of characters, or characters that Unicode does not have or leaves to private
    use.
    """
    text = head.decode("utf-16", "replace")
    odd = sum(category(c) in ("Cn", "Co", "Cs") or c == "\ufffd" for c in text)
    return odd > 0.05 * len(text)
