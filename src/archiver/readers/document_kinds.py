"""Kinds of documents by their content: what a file is, whatever its name says, and why a kind is refused (beside kinds.py, which knows all other kinds of files).

DOCX ODT EPUB       members of the ZIP container
RTF                 {\\rtf
flat ODT            media type on the root element of the XML
JATS DocBook        doctype, namespace or root element of the XML
old Office files    the names of the streams of an OLE container (MS-CFB); among them what Office encrypts
"""

from __future__ import annotations

import io
import re
import zipfile

from archiver import safety
from archiver.readers import kinds
from archiver.readers.kinds import Kind

_AS_DOCX = "Save it as DOCX or ODT with the program that made it."
_PROTECTED = Kind(
    "protected", "a document protected with a password", "Open it with the password, and save it without one."
)
_SLIDES = Kind("slides", "a presentation", "Save its text as DOCX or as HTML.")
_SHEET = Kind("sheet", "a spreadsheet", "Save the sheet as HTML, or its text as DOCX.")
_DRAWING = Kind("drawing", "a drawing", "Save its text as HTML.")
_PAGES = Kind("pages", "a document of Apple Pages, Numbers or Keynote", "Export it as Word (DOCX), EPUB or HTML.")
_OLD_WORD = Kind("doc", "an old Word document (.doc)", _AS_DOCX)
_DOCX, _ODT, _EPUB = Kind("docx", "a Word document"), Kind("odt", "an OpenDocument text"), Kind("epub", "an EPUB")
_FB2 = Kind("fb2", "a book in FictionBook")
_RTF, _JATS, _DOCBOOK = (
    Kind("rtf", "an RTF document"),
    Kind("jats", "a JATS article"),
    Kind("docbook", "a DocBook document"),
)

#: By the media type in the member `mimetype`.
_MEDIA_TYPES = {
    "application/epub+zip": _EPUB,
    "application/vnd.oasis.opendocument.text": _ODT,
    "application/vnd.oasis.opendocument.text-template": _ODT,
    "application/vnd.oasis.opendocument.spreadsheet": _SHEET,
    "application/vnd.oasis.opendocument.presentation": _SLIDES,
    "application/vnd.oasis.opendocument.graphics": _DRAWING,
}
#: By a member, or the beginning of its name.
_MEMBERS = (
    ("word/", _DOCX), ("xl/", _SHEET), ("ppt/", _SLIDES), ("META-INF/container.xml", _EPUB),
    ("Index/Document.iwa", _PAGES), ("Index.zip", _PAGES), ("index.apxl", _PAGES), ("QuickLook/", _PAGES),
)  # fmt: skip
#: By the name of a stream of an OLE container, in UTF-16.
_STREAMS = (
    ("EncryptedPackage", _PROTECTED),
    ("WordDocument", _OLD_WORD),
    ("Workbook", _SHEET), ("PowerPoint Document", _SLIDES),
)  # fmt: skip
_JATS_START = re.compile(
    rb"<!DOCTYPE\s+article\s+PUBLIC\s+[\"']-//(?:NLM|NISO)//DTD|<article\b[^>]*\bdtd-version|<article\b[^>]*>\s*(?:<!--.*?-->\s*)*<front\b",
    re.DOTALL,
)
_DOCBOOK_START = re.compile(
    rb"<!DOCTYPE\s+\w+\s+PUBLIC\s+[\"']-//OASIS//DTD (?:Simplified )?DocBook|<(?:\w+:)?(?:article|book|chapter|section)\b[^>]*xmlns(?::\w+)?\s*=\s*[\"']http://docbook\.org/ns/docbook",
)
_FICTION_BOOK_START = re.compile(rb"\s*+(?:<\?.*?\?>\s*+|<!--.*?-->\s*+)*+<FictionBook\b", re.DOTALL)
#: OpenDocument in one XML file.
_FLAT_START = re.compile(
    rb"\s*+(?:<\?.*?\?>\s*+|<!--.*?-->\s*+)*+<office:document\b[^>]*?office:mimetype\s*=\s*[\"']([\w./+-]+)[\"']",
    re.DOTALL,
)
#: The number of first bytes in which an XML document says what it is.
_WITHIN = 16_384


def detect(data: bytes, head: bytes) -> Kind | None:
    """The kind of a source; None for one that is no document. `head` are its first bytes with ASCII letters as such (without zero bytes)."""
    if data.startswith(b"{\\rtf"):
        return _RTF
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _of_streams(data)
    if data.startswith(b"PK\x03\x04"):
        return _of_container(data)
    if head[:512].lstrip().startswith(b"<"):
        if _JATS_START.search(head[:_WITHIN]):
            return _JATS
        if _DOCBOOK_START.search(head[:_WITHIN]):
            return _DOCBOOK
        if _FICTION_BOOK_START.match(head[:_WITHIN]):
            return _FB2
        if flat := _FLAT_START.match(head[:_WITHIN]):
            return _MEDIA_TYPES.get(flat[1].decode("ascii", "replace"))
    return None


def _of_streams(data: bytes) -> Kind | None:
    """The kind of an OLE container: the directory has the names of its streams. None for one that holds no document."""
    for name, kind in _STREAMS:
        if name.encode("utf-16-le") in data:
            return kind
    return None


def _of_container(data: bytes) -> Kind | None:
    """The kind of a ZIP container by its members; of one that is damaged, by its first members. None for any other ZIP file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                media_type = archive.read("mimetype").decode("ascii", "replace").strip()
                if media_type in _MEDIA_TYPES:
                    return _MEDIA_TYPES[media_type]
    except safety.ZIP_ERRORS:
        # the reader says what is wrong with it
        names = kinds.first_names(data[: 1 << 20])
        for media_type, kind in _MEDIA_TYPES.items():
            if names[:1] == ["mimetype"] and f"mimetype{media_type}".encode() in data[:200]:
                return kind
    is_office = "[Content_Types].xml" in names
    for start, kind in _MEMBERS:
        if any(name.startswith(start) for name in names) and (is_office or start not in ("word/", "xl/", "ppt/")):
            return kind
    return None
