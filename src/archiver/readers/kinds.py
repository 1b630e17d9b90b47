"""What a file is, told by its content: its first bytes, and the names of the members of a ZIP archive.

A name lies easily and a guess at text reads anything, so a file of a known kind that is no page and no text is never read as one: it goes to
the reader of its kind, or it is refused by its name, with what the user can do.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archiver import safety

#: How many bytes at the start of a file are looked at.
HEAD_BYTES = 64 * 1024

#: The first bytes of data that Zstandard packed: a frame, or the frame of a dictionary for those behind it.
_DICTIONARY_MAGIC = b"\x5d\x2a\x4d\x18"
ZSTD_MAGIC = (b"\x28\xb5\x2f\xfd", _DICTIONARY_MAGIC)

_AS_PAGE = "Save the article as HTML or as text."
_UNPACK = "Unpack it, and convert the files in it."


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its name (that of a reader, if it has one), what it is in words, and what the user can do if it cannot be read."""

    name: str
    noun: str
    remedy: str = _AS_PAGE

    @property
    def plural(self) -> str:
        """What several of them are in words: "PDF files" for "a PDF file", "exports of a wiki" for "an export of a wiki"."""
        one, *rest = re.split(r"(?= of | saved | with | \(|$)", self.noun, maxsplit=1)
        nouns = [re.sub(r"^(?:an?|the) ", "", noun) for noun in one.split(" or ")]
        return " or ".join(noun if noun.endswith("data") else f"{noun}s" for noun in nouns) + "".join(rest)


MHTML = Kind("mhtml", "a page saved as MHTML")
MAIL = Kind("eml", "a mail")
WARC = Kind("warc", "a WARC file")
WACZ = Kind("wacz", "a WACZ file")
WEBARCHIVE = Kind("webarchive", "a web archive of Safari")
ZIP = Kind("zip", "a ZIP archive", _UNPACK)

_PDF = Kind(
    "pdf",
    "a PDF file",
    "Save the page itself as HTML; or take the text out with pdftotext, look it through, and convert that.",
)
_OUTLOOK = Kind(
    "msg",
    "a mail of Outlook (.msg)",
    "Save it as .eml: drag it out of Outlook's web page or Thunderbird, or use msgconvert.",
)
_OFFICE = Kind("office", "a document of an old Microsoft Office", "Save it as DOCX in a word processor.")
_IMAGE = Kind("image", "an image", "Save the page that shows it as HTML.")
_SOUND = Kind("media", "a sound or a film", "Save the page that plays it as HTML.")
_PACKED = Kind("packed", "a packed file", _UNPACK)
_MAGIC: tuple[tuple[int, bytes, Kind], ...] = (
    (0, b"%PDF", _PDF),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OFFICE),
    (0, b"\x89PNG", _IMAGE),
    (0, b"\xff\xd8\xff", _IMAGE),
    (0, b"GIF8", _IMAGE),
    (0, b"II*\x00", _IMAGE),
    (0, b"MM\x00*", _IMAGE),
    (8, b"WEBP", _IMAGE),
    (4, b"ftypavif", _IMAGE),
    (4, b"ftypheic", _IMAGE),
    (4, b"ftyp", _SOUND),
    (0, b"ID3", _SOUND),
    (0, b"OggS", _SOUND),
    (0, b"fLaC", _SOUND),
    (0, b"\x1aE\xdf\xa3", _SOUND),
    (8, b"WAVE", _SOUND),
    (8, b"AVI ", _SOUND),
    (0, b"\x1f\x8b", Kind("gzip", "a gzip archive", _UNPACK)),
    (0, b"BZh", _PACKED),
    (0, b"\xfd7zXZ\x00", _PACKED),
    (0, b"\x28\xb5\x2f\xfd", _PACKED),
    (0, b"7z\xbc\xaf\x27\x1c", _PACKED),
    (0, b"Rar!\x1a\x07", _PACKED),
    (257, b"ustar", Kind("tar", "a tar archive", _UNPACK)),
    (0, b"\x7fELF", Kind("program", "a program")),
    (0, b"MZ\x90\x00", Kind("program", "a program")),
    (0, b"SQLite format 3\x00", Kind("sqlite", "an SQLite database")),
    (0, b"AT&TFORM", Kind("djvu", "a DjVu file", "Take the text out with djvutxt, and convert that.")),
    (0, b"ITSF", Kind("chm", "a compiled help file", _UNPACK)),
    (60, b"BOOKMOBI", Kind("mobi", "a Kindle book", "Convert it to EPUB first.")),
    (0, b"%!PS", Kind("postscript", "a PostScript file", "Take the text out with ps2ascii, and convert that.")),
    (0, b"wOFF", Kind("font", "a font")),
    (0, b"wOF2", Kind("font", "a font")),
    (0, b"filedesc://", Kind("arc", "an ARC file", "Make a WARC file of it (warcio recompress does it).")),
    (0, b"{\\rtf", Kind("rtf", "an RTF document", "Save it as HTML in a word processor.")),
    (0, b"bplist00", Kind("plist", "a property list of macOS", "Save the page from Safari as a web archive or as HTML.")),
)  # fmt: skip

#: Kinds of XML documents that are no pages, by the name of the root element without its prefix.
_XML_ROOTS = {
    b"rss": Kind("feed", "a feed", "Save the article that it leads to."),
    b"feed": Kind("feed", "a feed", "Save the article that it leads to."),
    b"RDF": Kind("rdf", "RDF data"),
    b"urlset": Kind("sitemap", "a site map", "Save the articles that it leads to."),
    b"sitemapindex": Kind("sitemap", "a site map", "Save the articles that it leads to."),
    b"opml": Kind("opml", "a list of feeds"),
    b"svg": _IMAGE,
    b"plist": Kind("plist", "a property list of macOS", "Save the page from Safari as a web archive or as HTML."),
    b"MediaWiki": Kind("wiki-dump", "an export of a wiki", "Save the page itself as HTML."),
}
#: What may stand before the root of an XML document, and the name of the root. The parts before it are possessive, so that no prolog takes long.
_XML_ROOT = re.compile(
    rb"\s*+(?:<\?.*?\?>\s*+|<!--.*?-->\s*+|<!DOCTYPE[^>\[]*+(?:\[[^\]]*+\])?[^>]*+>\s*+)*+<(?:[\w.-]+:)?([\w.-]+)",
    re.DOTALL,
)
#: A line of the head of a MIME message (RFC 5322, 2.2), with the lines that continue it.
_HEADER = re.compile(rb"([!-9;-~]+)[ \t]*:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n")
#: Headers that a mail program or a browser writes and that no copied text shows.
_MACHINE_HEADERS = frozenset(
    (
        b"mime-version", b"content-type", b"content-transfer-encoding", b"message-id", b"received", b"return-path", b"delivered-to",
        b"dkim-signature", b"snapshot-content-location", b"content-location", b"x-mailer",
    )
)  # fmt: skip
_MULTIPART_RELATED = re.compile(rb"^content-type[ \t]*:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_SAVED_PAGE = re.compile(
    rb"^(?:snapshot-content-location|content-location)[ \t]*:|^from[ \t]*:\s*<saved by|^x-mimeole:.*ie", re.IGNORECASE | re.MULTILINE
)  # fmt: skip
_HTTP_HEAD = re.compile(rb"HTTP/\d(?:\.\d)? \d{3}")
#: A text that begins as JSON data does: a bracket before a bracket, a quotation mark, a number or a word of JSON.
_JSON = re.compile(rb"\s*+[\[{]\s*+(?:[\[{\"\]}]|-?\d|true|false|null)")
_MAX_JSON_BYTES = 16 * 1024 * 1024


def kind_of(
    head: bytes, data: Callable[[], bytes] | None = None, members: Collection[str] | None = None
) -> Kind | None:
    """The kind of a file from its first HEAD_BYTES bytes; None for what may be a page or a text.

    `data` gives all its bytes, and is only called for what the first ones leave open. `members` are the names in a ZIP archive; without them they are taken
    from `data`.
    """
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(
            members if members is not None else members_of(io.BytesIO(data() if data is not None else head))
        )
    if head.startswith(b"WARC/"):
        return WARC
    if head.startswith((b"\x1f\x8b", *ZSTD_MAGIC)) and _unpacked_start(head).startswith(b"WARC/"):
        return WARC
    if head.startswith(b"bplist00") and b"WebMainResource" in (data() if data is not None else head):
        return WEBARCHIVE
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") and "__substg1.0_".encode("utf-16-le") in (
        data() if data is not None else head
    ):
        return _OUTLOOK
    for offset, magic, kind in _MAGIC:
        if head.startswith(magic, offset):
            return kind
    if data is not None and b"<" in head[:512] and _is_page_in_zip(data()):
        return ZIP
    text = head.removeprefix(b"\xef\xbb\xbf")
    if (mail := _mime_kind(text)) is not None:
        return mail
    if (root := _XML_ROOT.match(text)) is not None and root[1] in _XML_ROOTS:
        kind = _XML_ROOTS[root[1]]
        return WEBARCHIVE if kind.name == "plist" and b"WebMainResource" in text else kind
    if _HTTP_HEAD.match(text):
        return Kind("http", "the answer of a server with its headers", "Save the page without the headers.")
    if _JSON.match(text) and _is_json(data() if data is not None else head):
        return Kind("json", "JSON data")
    return None


def _mime_kind(head: bytes) -> Kind | None:
    """MHTML or mail, if the file begins with the head of a MIME message; else None.

    The head of a mail that somebody copied (From, To, Subject, Date) is text: a mail as a file has lines that no mail program shows.
    """
    start, position, names = _mime_head(head)
    if not names or not _MACHINE_HEADERS.intersection(names):
        return None
    if position < len(head) and head[position : position + 1] not in (b"\r", b"\n"):
        return None  # the lines are not a head, because no blank line follows
    block = head[start:position]
    if _MULTIPART_RELATED.search(block) and _SAVED_PAGE.search(block):
        return MHTML
    if b"mime-version" in names and b"content-location" in names:
        return MHTML
    return MAIL if len(names) > 1 else None


def _mime_head(head: bytes) -> tuple[int, int, list[bytes]]:
    """The lines at the start that may be the head of a MIME message: where they begin and end, and the names of the headers."""
    start = len(head) - len(head.lstrip(b"\r\n"))
    position, names = start, []
    if head.startswith(b"From ", start):  # the line before a mail in an mbox file
        position = head.find(b"\n", start) + 1
    while (line := _HEADER.match(head, position)) is not None:
        names.append(line[1].lower())
        position = line.end()
    return start, position, names


def begins_as_mail(head: bytes) -> bool:
    """Whether a file begins with lines that may be the head of a mail, also with those alone that people write."""
    _, position, names = _mime_head(head)
    return (
        b"from" in names
        and (b"subject" in names or b"date" in names)
        and head[position : position + 1] in (b"\r", b"\n")
    )


def _zip_kind(members: Collection[str]) -> Kind:
    """The kind of a ZIP archive by its members."""
    if "datapackage.json" in members and any(name.startswith("archive/") for name in members):
        return WACZ
    if "[Content_Types].xml" in members:
        folders = {name.partition("/")[0] for name in members}
        if "word" in folders:
            return Kind("docx", "a DOCX document", "Save it as HTML in a word processor.")
        if "xl" in folders:
            return Kind("xlsx", "a spreadsheet")
        if "ppt" in folders:
            return Kind("pptx", "a presentation")
    if "META-INF/container.xml" in members:
        return Kind("epub", "an EPUB book", "Unpack it, and convert the chapters in it.")
    if "mimetype" in members and "content.xml" in members:
        return Kind("odt", "an OpenDocument file", "Save it as HTML in a word processor.")
    if "Index/Document.iwa" in members or "Index.zip" in members:
        return Kind("pages", "a document of Apple Pages", "Export it from Pages as Word (DOCX) or EPUB.")
    return ZIP


def members_of(file: Path | BinaryIO) -> Collection[str]:
    """The names in a ZIP archive; none for one that cannot be read."""
    try:
        with zipfile.ZipFile(file) as archive:
            return set(archive.namelist())
    except safety.ZIP_ERRORS:
        return ()


def _is_page_in_zip(data: bytes) -> bool:
    """Whether a page is an archive that unpacks itself in the browser (SingleFileZ): the archive stands at its end, and holds the page."""
    return b"PK\x05\x06" in data[-(1 << 16) :] and "index.html" in members_of(io.BytesIO(data))


def _unpacked_start(head: bytes) -> bytes:
    if head.startswith(_DICTIONARY_MAGIC):
        # the dictionary is larger than what is looked at; nothing but a file of records is made so
        return b"WARC/"
    from archiver.readers import unpacking

    try:
        member = unpacking.gzip_member() if head.startswith(b"\x1f\x8b") else unpacking.zstd_frame()
        return member.unpack(head, 64)
    except unpacking.Broken:
        return b""


def _is_json(data: bytes) -> bool:
    """Whether bytes are JSON data and nothing else. Larger ones than _MAX_JSON_BYTES are not looked at."""
    if len(data) > _MAX_JSON_BYTES:
        return False
    try:
        return isinstance(json.loads(data), dict | list)
    except (ValueError, RecursionError):
        return False
