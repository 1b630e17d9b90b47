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
from archiver.readers.plain.data_and_programs import text_kind

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
_IMAGE_WORDS = ("an image", "Save the page that shows it as HTML.")
_SOUND_WORDS = ("a sound or a film", "Save the page that plays it as HTML.")
_IMAGE, _SOUND = Kind("image", *_IMAGE_WORDS), Kind("media", *_SOUND_WORDS)
_PLIST = Kind("plist", "a property list of macOS", "Save the page from Safari as a web archive or as HTML.")
_PACKED = Kind("packed", "a packed file", _UNPACK)
_KINDLE = Kind("mobi", "a Kindle book", "Convert it to EPUB first.")
_PROGRAM, _FONT = Kind("program", "a program"), Kind("font", "a font")
#: Their first bytes are letters, so a text may begin with them: such a file has control characters behind them.
_BITMAP, _EXECUTABLE, _FLASH = Kind("image", *_IMAGE_WORDS), Kind("program", "a program"), Kind("media", *_SOUND_WORDS)
_LETTERS_FIRST = (_BITMAP, _EXECUTABLE, _FLASH)
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
    (0, b"\x7fELF", _PROGRAM),
    (0, b"MZ", _EXECUTABLE),
    (0, b"SQLite format 3\x00", Kind("sqlite", "an SQLite database")),
    (0, b"AT&TFORM", Kind("djvu", "a DjVu file", "Take the text out with djvutxt, and convert that.")),
    (0, b"ITSF", Kind("chm", "a compiled help file", _UNPACK)),
    (60, b"BOOKMOBI", _KINDLE),
    (60, b"TEXtREAd", _KINDLE),
    (0, b"CONT\x02\x00", _KINDLE),
    (0, b"ITOLITLS", Kind("lit", "a book of Microsoft Reader", "Convert it to EPUB first.")),
    (0, b"\xffWPC", Kind("wordperfect", "a WordPerfect document", "Save it as DOCX or ODT; LibreOffice opens it.")),
    (0, b"!BDN", Kind("pst", "a mailbox of Outlook (.pst)", "Take the mails out as .eml files (readpst does it).")),
    (0, b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", Kind("onenote", "a section of OneNote", "Export its pages from OneNote as DOCX.")),
    (0, b"\xf7\x02\x01\x83\x92\xc0", Kind("dvi", "a DVI file", "Convert the LaTeX document that it was made of.")),
    (0, b"BM", _BITMAP),
    (0, b"\x00\x00\x01\x00\x01", _IMAGE),
    (0, b"8BPS\x00", _IMAGE),
    (0, b"\xff\x0a", _IMAGE),
    (4, b"JXL \r\n", _IMAGE),
    (4, b"jP  \r\n", _IMAGE),
    (0, b"FWS", _FLASH),
    (0, b"CWS", _FLASH),
    (0, b"ZWS", _FLASH),
    (0, b"MSCF\x00", _PACKED),
    (2, b"-lh", _PACKED),
    (0, b"\x00asm", _PROGRAM),
    (0, b"\xca\xfe\xba\xbe", _PROGRAM),
    (0, b"\x00\x01\x00\x00\x00", _FONT),
    (0, b"OTTO\x00", _FONT),
    (0, b"d8:announce", Kind("torrent", "a torrent file")),
    (0, b"%!PS", Kind("postscript", "a PostScript file", "Take the text out with ps2ascii, and convert that.")),
    (0, b"wOFF", _FONT),
    (0, b"wOF2", _FONT),
    (0, b"filedesc://", Kind("arc", "an ARC file", "Make a WARC file of it (warcio recompress does it).")),
    (0, b"{\\rtf", Kind("rtf", "an RTF document", "Save it as HTML in a word processor.")),
    (0, b"bplist00", _PLIST),
)  # fmt: skip

_DOCX = Kind("docx", "a DOCX document", "Save it as HTML in a word processor.")
_EPUB = Kind("epub", "an EPUB book", "Unpack it, and convert the chapters in it.")
_ODT = Kind("odt", "an OpenDocument file", "Save it as HTML in a word processor.")
_LOCAL_HEAD = re.compile(rb"PK\x03\x04.{22}(?P<length>..).{2}", re.DOTALL)
#: The first member of an EPUB and of an OpenDocument file: it has their media type, and is not packed (OCF 3.3, 4.2.2; OpenDocument 1.3, part 2, 3.3).
_STORED_TYPE = re.compile(
    rb"PK\x03\x04.{22}\x08\x00..mimetypeapplication/(epub\+zip|vnd\.oasis\.opendocument\.)", re.DOTALL
)
_AS_DOCX = "Save it as DOCX or ODT in a word processor."
_BOOKMARKS = Kind("reading-list", "a list of bookmarks", "Save the articles that it leads to.")
_BOOK_PART = Kind("book-part", "a part of an EPUB", "Convert the EPUB itself.")
#: Kinds of XML documents that are no pages, by the name of the root element without its prefix.
_XML_ROOTS = {
    b"rss": Kind("feed", "a feed", "Save the article that it leads to."),
    b"feed": Kind("feed", "a feed", "Save the article that it leads to."),
    b"RDF": Kind("rdf", "RDF data"),
    b"urlset": Kind("sitemap", "a site map", "Save the articles that it leads to."),
    b"sitemapindex": Kind("sitemap", "a site map", "Save the articles that it leads to."),
    b"opml": Kind("opml", "a list of feeds"),
    b"svg": _IMAGE,
    b"plist": _PLIST,
    b"en-export": Kind(
        "evernote", "an export of Evernote (.enex)", "Export the notes from Evernote as HTML, and convert those."
    ),
    b"xbel": _BOOKMARKS,
    b"abiword": Kind("abiword", "an AbiWord document", _AS_DOCX),
    b"wordDocument": Kind("word2003", "a Word document in XML", _AS_DOCX),
    b"ncx": _BOOK_PART,
    b"package": _BOOK_PART,
    b"kml": Kind("kml", "a list of places"),
    b"gpx": Kind("kml", "a list of places"),
    b"MediaWiki": Kind("wiki-dump", "an export of a wiki", "Save the page itself as HTML."),
}
#: Data and programs that are text (plain/data_and_programs.py), by the names of their kinds.
TEXTS = {
    "json": Kind("json", "JSON data"),
    "script": Kind("script", "a script or a program"),
    "style-sheet": Kind("style-sheet", "a style sheet"),
    "table": Kind("table", "a table of values (CSV)", "Put the table into the article that it belongs to."),
    "log": Kind("log", "a log file"),
}
#: What may stand before the root of an XML document, and the name of the root. The parts before it are possessive, so that no prolog takes long.
_XML_ROOT = re.compile(
    rb"\s*+(?:<\?.*?\?>\s*+|<!--.*?-->\s*+|<!DOCTYPE[^>\[]*+(?:\[[^\]]*+\])?[^>]*+>\s*+)*+<(?:[\w.-]+:)?(?P<name>[\w.-]+)(?P<attributes>[^>]{0,8000}+)",
    re.DOTALL,
)
#: The elements of HTML with which a page, or a piece of one, begins.
_HTML_ROOTS = frozenset(
    b"html head body meta title base link style script noscript template main article section nav aside header footer div p h1 h2 h3 h4 h5 h6 hgroup ul ol"
    b" dl li table blockquote pre figure details center font span a b i em strong img hr br form frameset address".split()
)
_NAMESPACE = re.compile(rb"\sxmlns(?::[\w.-]+)?\s*=\s*[\"']([^\"']*)[\"']")
_XML = Kind(
    "xml",
    "an XML document that is no page",
    "Save the article as HTML; or convert the document to DOCX, JATS or DocBook.",
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
_OF_MAILS = frozenset(
    (
        b"to",
        b"cc",
        b"bcc",
        b"received",
        b"message-id",
        b"delivered-to",
        b"return-path",
        b"list-id",
        b"in-reply-to",
        b"x-mailer",
    )
)
_MULTIPART_RELATED = re.compile(rb"^content-type[ \t]*:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_SAVED_PAGE = re.compile(
    rb"^(?:snapshot-content-location|content-location)[ \t]*:|^from[ \t]*:\s*[<\"]?saved by|^x-mimeole:.*ie", re.IGNORECASE | re.MULTILINE
)  # fmt: skip
#: What a program may put before a PDF file, and what tells that it is one (ISO 32000-1, annex H.3.4.1).
_LATE_PDF, _PDF_WITHIN = re.compile(rb"%PDF-[12]\.\d\s"), 1024
_PDF_OBJECT = re.compile(rb"\b\d+ \d+ obj\b|%[\x80-\xff]{2}|^\xef\xbb\xbf%PDF")
_SHORTCUT = Kind(
    "shortcut", "a shortcut to a web page", "Save the page itself; or give its address to `archiver convert`."
)
_LONGEST_SHORTCUT = 2048
_READING_LIST = Kind(
    "reading-list",
    "a list of saved addresses",
    "Save the articles that it leads to; or write the addresses into a file, and give it as @LIST to `archiver convert`.",
)
_REFERENCES = Kind("references", "a list of references", "Save the articles that it names.")
_SUBTITLES = Kind("subtitles", "a file of subtitles", "Take the times out, and save the words as text.")
#: Kinds of texts that are written by programs for programs, by their first words.
_FIRST_WORDS: tuple[tuple[re.Pattern[bytes], Kind], ...] = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (
            rb"HTTP/\d(?:\.\d)? \d{3}",
            Kind("http", "the answer of a server with its headers", "Save the page without the headers."),
        ),
        (rb"\s*+\[(?:InternetShortcut|Desktop Entry)\]\r?\n", _SHORTCUT),
        (rb"(?i)\s*+<!DOCTYPE NETSCAPE-Bookmark-file-1>", _READING_LIST),
        (
            rb"(?is)\s*+<!DOCTYPE html>\s*<html>\s*(?:<!--[^>]*-->\s*)?<head>(?:(?!</head>).){0,500}?<title>Pocket Export</title>",
            _READING_LIST,
        ),
        (rb"(?i)\"?title\"?,\"?url\"?,\"?time_added|\"?URL\"?,\"?Title\"?,\"?Selection\"?,\"?Folder", _READING_LIST),
        (rb"BEGIN:VCALENDAR\s", Kind("calendar", "a calendar")),
        (rb"BEGIN:VCARD\s", Kind("vcard", "an address card")),
        (
            rb"WEBVTT(?:[ \t][^\n]*)?\r?\n(?s:.{0,2000}?)\d\d:\d\d\.\d{3} --> |\s*+\d{1,3}\r?\n\d\d:\d\d:\d\d,\d{3} --> \d\d:",
            _SUBTITLES,
        ),
        (rb"\s*+(?:%[^\n]*\n\s*+)*+@[A-Za-z]{3,20}\s*+\{[^\s,{}]+,\s*+\w+\s*+=", _REFERENCES),
        (rb"\s*+TY  - [A-Z]{3,6}[ \t]*+\r?\n|%0 [A-Z][^\n]*\n%[A-Z0-9] ", _REFERENCES),
        (rb"diff --git a/|Index: [^\n]+\n={20,}\n", Kind("patch", "a patch")),
        (rb"window\.YTD\.", TEXTS["json"]),
    )
)
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
        if members is None:
            members = members_of(io.BytesIO(data() if data is not None else head))
        return _zip_kind(members or first_names(head), head)
    if head.startswith(b"WARC/"):
        return WARC
    if head.startswith((b"\x1f\x8b", *ZSTD_MAGIC)) and _unpacked_start(head).startswith(b"WARC/"):
        return WARC
    if head.startswith(b"bplist00") and b"WebMainResource" in (data() if data is not None else head):
        return WEBARCHIVE
    if head.startswith(b"bplist00") and b"SURL_" in head and len(head) < _LONGEST_SHORTCUT:
        return _SHORTCUT
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") and "__substg1.0_".encode("utf-16-le") in (
        data() if data is not None else head
    ):
        return _OUTLOOK
    for offset, magic, kind in _MAGIC:
        if head.startswith(magic, offset) and not (any(kind is k for k in _LETTERS_FIRST) and 0 not in head[:24]):
            return kind
    if _LATE_PDF.search(head[:_PDF_WITHIN]) and _PDF_OBJECT.search(head[:HEAD_BYTES]):
        return _PDF
    if data is not None and b"<" in head[:512] and _is_page_in_zip(data()):
        return ZIP
    if (mail := _mime_kind(head.removeprefix(b"\xef\xbb\xbf"))) is not None:
        return mail
    text = as_ascii(head)
    if (root := _XML_ROOT.match(text)) is not None and (of_root := _xml_kind(root)) is not None:
        kind = of_root
        if kind is _BOOK_PART and b"http://schemas.microsoft.com/office/2006/xmlPackage" in text[:4096]:
            return _XML_ROOTS[b"wordDocument"]
        if kind is _PLIST:
            is_link = b"<key>URL</key>" in text and len(text) < _LONGEST_SHORTCUT
            return WEBARCHIVE if b"WebMainResource" in text else _SHORTCUT if is_link else kind
        return kind
    for pattern, kind in _FIRST_WORDS:
        if pattern.match(text):
            return kind
    if _JSON.match(text) and (_is_json(data() if data is not None else head) or _is_json_lines(text)):
        return TEXTS["json"]
    return TEXTS.get(text_kind(head))


def as_ascii(head: bytes) -> bytes:
    """The first bytes without the byte order mark and without the zero bytes of UTF-16, so that tags can be found in them."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head[2:].replace(b"\x00", b"")
    return head.replace(b"\x00", b"") if head[1:8:2] == b"\x00" * 4 else head.removeprefix(b"\xef\xbb\xbf")


def _xml_kind(root: re.Match[bytes]) -> Kind | None:
    """The kind of an XML document by its root element; None for a page, and for markup that does not say that it is XML."""
    name = root["name"]
    if name in _XML_ROOTS:
        return _XML_ROOTS[name]
    if name.lower() in _HTML_ROOTS:
        return None
    namespaces = _NAMESPACE.findall(root["attributes"])
    is_xml = root[0].lstrip().startswith(b"<?xml") or bool(namespaces)
    return _XML if is_xml and b"http://www.w3.org/1999/xhtml" not in namespaces else None


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
    # a mail has somebody to whom it goes, or says which way it took; a page saved by Word or by a browser does not
    if _MULTIPART_RELATED.search(block) and (_SAVED_PAGE.search(block) or not _OF_MAILS.intersection(names)):
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


def _zip_kind(members: Collection[str], head: bytes) -> Kind:
    """The kind of a ZIP archive by its members; of one that was cut, `members` are the first of them."""
    if any(name.startswith("archive/") for name in members) and (
        "datapackage.json" in members or any(name.endswith((".warc", ".warc.gz")) for name in members)
    ):
        return WACZ
    if "datapackage.json" in members and any(
        name in ("pages/pages.jsonl", "pages/extraPages.jsonl") for name in members
    ):
        return WACZ  # one that was cut: what holds the records lies farther back
    if stored := _STORED_TYPE.match(head):
        return _EPUB if stored[1] == b"epub+zip" else _ODT
    if "[Content_Types].xml" in members:
        folders = {name.partition("/")[0] for name in members}
        if "word" in folders:
            return _DOCX
        if "xl" in folders:
            return Kind("xlsx", "a spreadsheet")
        if "ppt" in folders:
            return Kind("pptx", "a presentation")
    if "META-INF/container.xml" in members:
        return _EPUB
    if "mimetype" in members and "content.xml" in members:
        return _ODT
    if "Index/Document.iwa" in members or "Index.zip" in members:
        return Kind("pages", "a document of Apple Pages, Numbers or Keynote", "Export it as Word (DOCX), EPUB or HTML.")
    if any(name.endswith(".fdseq") for name in members):
        return Kind("xps", "an XPS document", "Save the page itself as HTML.")
    if "AndroidManifest.xml" in members or (
        "META-INF/MANIFEST.MF" in members and any(name.endswith(".class") for name in members)
    ):
        return _PROGRAM
    return ZIP


def members_of(file: Path | BinaryIO) -> Collection[str]:
    """The names in a ZIP archive; none for one that cannot be read."""
    try:
        with zipfile.ZipFile(file) as archive:
            return set(archive.namelist())
    except safety.ZIP_ERRORS:
        return ()


def first_names(head: bytes) -> list[str]:
    """The names of the first members of a ZIP archive from their own heads (APPNOTE.TXT, 4.3.7). The list of all is at its end, so an archive that was cut has
    only these.
    """
    return [
        head[match.end() : match.end() + int.from_bytes(match["length"], "little")].decode("utf-8", "replace")
        for match in _LOCAL_HEAD.finditer(head)
    ]


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


def _is_json_lines(text: bytes) -> bool:
    """Whether the first two lines are JSON objects each, as in exports of databases."""
    lines = text.split(b"\n", 2)[:2]
    return len(lines) == 2 and all(line.lstrip().startswith(b"{") and _is_json(line) for line in lines)


def _is_json(data: bytes) -> bool:
    """Whether bytes are JSON data and nothing else. Larger ones than _MAX_JSON_BYTES are not looked at."""
    if len(data) > _MAX_JSON_BYTES:
        return False
    try:
        return isinstance(json.loads(data), dict | list)
    except (ValueError, RecursionError):
        return False
