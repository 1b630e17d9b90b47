"""Detection of file kinds: by the content, or by the file name ending where the content is broken."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lxml import etree

from archiver import safety
from archiver.article import NAMESPACE
from archiver.errors import ArchiverError, SourceError, TooLarge

Kind = Literal[
    "record",
    "tei",
    "jats",
    "dc",
    "mods",
    "marcxml",
    "zotero",
    "csl",
    "bibtex",
    "ris",
    "xml",
    "html",
    "markdown",
    "text",
    "latex",
    "pdf",
    "epub",
    "docx",
    "odt",
    "empty",
    "other",
]

TEI = "http://www.tei-c.org/ns/1.0"
XHTML = "http://www.w3.org/1999/xhtml"

#: The name of each kind in messages.
NAMES: dict[Kind, str] = {
    "record": "an archival record", "tei": "TEI", "jats": "JATS", "xml": "XML", "html": "HTML", "markdown": "Markdown", "text": "plain text",
    "dc": "Dublin Core", "mods": "MODS", "marcxml": "MARCXML", "zotero": "Zotero RDF", "csl": "CSL-JSON", "bibtex": "BibTeX", "ris": "RIS",
    "latex": "LaTeX", "pdf": "PDF", "epub": "EPUB", "docx": "DOCX", "odt": "ODT", "empty": "empty", "other": "something else",
}  # fmt: skip

#: File name endings and the kind that each promises, the longest first.
ENDINGS: dict[str, Kind] = {
    ".tei.xml": "tei", ".jats.xml": "jats", ".dc.xml": "dc", ".mods.xml": "mods", ".marc.xml": "marcxml", ".zotero.rdf": "zotero",
    ".csl.json": "csl", ".bib": "bibtex", ".ris": "ris", ".xml": "xml", ".pdf": "pdf", ".epub": "epub", ".docx": "docx", ".odt": "odt", ".html": "html",
    ".htm": "html", ".xhtml": "html", ".md": "markdown", ".txt": "text", ".tex": "latex",
}  # fmt: skip
#: Kinds that a file may also have where its ending promises the key.
_COMPATIBLE: dict[Kind, frozenset[Kind]] = {
    "xml": frozenset(["record", "tei", "jats", "dc", "mods", "marcxml", "zotero", "html"]),
    "text": frozenset(["markdown", "latex"]),
    "markdown": frozenset(["text"]),
    "latex": frozenset(["text"]),
}
#: Kinds whose ending must be right, since anything can be read as text.
_STRICT = frozenset(["tei", "jats", "dc", "mods", "marcxml", "zotero", "xml", "pdf", "epub", "docx", "odt"])
#: The names of the roots of the bibliographic formats.
_ROOTS: dict[str, Kind] = {
    "{http://www.openarchives.org/OAI/2.0/oai_dc/}dc": "dc",
    "{http://www.loc.gov/mods/v3}mods": "mods",
    "{http://www.loc.gov/mods/v3}modsCollection": "mods",
    "{http://www.loc.gov/MARC21/slim}record": "marcxml",
    "{http://www.loc.gov/MARC21/slim}collection": "marcxml",
}
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF"
_ZOTERO = b"http://www.zotero.org/namespaces/export#"
#: What BibTeX and RIS begin with. JSON is CSL only by its name.
_BIBTEX = re.compile(r"@[A-Za-z]+\s*\{")
_RIS = re.compile(r"TY  - ")

_JATS = re.compile(rb"<!DOCTYPE\s+article\s+PUBLIC\s+[\"']-//NLM//DTD JATS|jats\.nlm\.nih\.gov")
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_LATEX = re.compile(rb"^[ \t]*\\documentclass\b", re.MULTILINE)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_MIMETYPES: dict[bytes, Kind] = {b"application/epub+zip": "epub", b"application/vnd.oasis.opendocument.text": "odt"}


@dataclass(frozen=True, slots=True)
class DetectedKind:
    """The kind of a file by its content; and the kind that its ending promises, or "" when the two agree."""

    kind: Kind
    promised: Kind | Literal[""] = ""


def detect(path: Path) -> DetectedKind:
    """The kind of a file. Raises SourceError for a file that cannot be read, TooLarge for text over the limit."""
    promised = next((kind for ending, kind in ENDINGS.items() if path.name.lower().endswith(ending)), None)
    kind = _kind_of_content(path, promised)
    if promised is None or kind == promised or kind in _COMPATIBLE.get(promised, ()) or kind == "empty":
        return DetectedKind(kind)
    return DetectedKind(kind, promised)


def is_promise(kind: Kind | Literal[""]) -> bool:
    """Whether a file is broken when its ending promises this kind, and its content is of no known kind."""
    return kind in _STRICT


def _kind_of_content(path: Path, promised: Kind | None) -> Kind:
    head = _first_bytes(path)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(path, head)
    data = safety.read_file(path)
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        return "empty"
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:4]
    if start[:1] == b"<" or data.startswith((b"\xff\xfe<", b"\xfe\xff\x00<")):
        if markup_kind := _kind_of_markup(data, promised):
            return markup_kind
    elif promised in _STRICT:
        return "other"
    if promised == "html":
        return "html"
    if _BINARY.search(data):
        return "other"
    beginning = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].decode("utf-8", "replace")
    if promised == "csl" or (promised in (None, "text") and beginning[:1] == "[" and '"type"' in beginning):
        return "csl"
    if (
        promised == "bibtex"
        or _BIBTEX.match(beginning)
        or (beginning.startswith("Made by archiver") and "\n@" in beginning)
    ):
        return "bibtex"
    if promised == "ris" or _RIS.match(beginning):
        return "ris"
    if promised == "latex" or _LATEX.search(data):
        return "latex"
    return "markdown" if promised == "markdown" else "text"


def _first_bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            safety.read_file(path)  # this raises the error that says what the path is
        with path.open("rb") as file:
            return file.read(4096)
    except OSError as error:
        raise SourceError(
            f"{path}: cannot be read: {error.strerror or error}.", "Check its name and permissions."
        ) from error


def _kind_of_zip(path: Path, head: bytes) -> Kind:
    """The kind of a ZIP file by its entries; when the file is broken, by its first entry."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            mimetype = b""
            if "mimetype" in names:
                with archive.open("mimetype") as file:
                    mimetype = file.read(100).strip()
    except safety.ZIP_ERRORS:
        names, mimetype = set(), b""
    for media_type, kind in _MIMETYPES.items():
        if mimetype == media_type or (not names and media_type in head[:200]):
            return kind
    if "[Content_Types].xml" in names or (not names and b"[Content_Types].xml" in head[:200]):
        return "docx" if "word/document.xml" in names or not names else "other"
    return "epub" if "META-INF/container.xml" in names else "odt" if "content.xml" in names else "other"


def _kind_of_markup(data: bytes, promised: Kind | None) -> Kind | None:
    """The kind of a file that begins with "<"; None when it is text."""
    try:
        return _kind_of_root(safety.parse_xml(data, "the file"))
    except TooLarge:
        raise
    except ArchiverError:
        # Broken XML: its first bytes may still say what it was meant to be.
        head = data[:4096]
        if NAMESPACE.encode() in head:
            return "record"
        if TEI.encode() in head:
            return "tei"
        if _JATS.search(head):
            return "jats"
        if _HTML.search(head[:1024]):
            return "html"
        return "xml" if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml") or promised in _XML else None


#: The kinds that are XML.
_XML = frozenset(["xml", "tei", "jats", "dc", "mods", "marcxml", "zotero"])


def _kind_of_root(root: etree._Element) -> Kind:
    name = etree.QName(root)
    if kind := _ROOTS.get(name.text):
        return kind
    if name.text == _RDF and _ZOTERO in etree.tostring(root)[:4096]:
        return "zotero"
    if name.namespace == NAMESPACE:
        return "record"
    if name.namespace == TEI:
        return "tei"
    if name.localname == "html" and name.namespace in (XHTML, None):
        return "html"
    doctype = (root.getroottree().docinfo.doctype or "").encode()
    return (
        "jats"
        if name.localname == "article" and name.namespace is None and (_JATS.search(doctype) or root.get("dtd-version"))
        else "xml"
    )
