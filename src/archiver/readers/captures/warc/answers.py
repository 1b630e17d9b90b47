"""Answers of web servers, as a WARC file holds them: their heads, what kind of thing they hold, and their bodies without what packed them for the way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from archiver import safety
from archiver.readers import html, kinds, unpacking
from archiver.readers.captures.warc.records import MAX_HEAD_BYTES, Record, fields

#: The kind of an answer that is a page, or a text that may be an article. All other kinds are plural nouns for messages.
PAGE = "page"
PICTURES = "pictures"
REDIRECTS = "redirects"
#: Shorter pages hold no article: they redirect by script, count visits, or fill a frame.
TINY_BYTES = 200
#: Shorter texts hold no article.
_SHORT_TEXT_BYTES = 1000

_STATUS_LINE = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})(?: [^\r\n]*)?\r?\n")
_BLANK_LINE = re.compile(rb"\n\r?\n")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_HTML_TYPES = frozenset(("text/html", "application/xhtml+xml"))
#: Types that say nothing. What the body is, its first bytes say.
_VAGUE_TYPES = frozenset(("", "application/octet-stream", "unknown/unknown", "binary/octet-stream"))
_KINDS_OF_TYPES = tuple(
    (kind, re.compile(types))
    for kind, types in (
        (PICTURES, r"image/.*"),
        ("scripts and styles", r"text/css|.*(?:java|ecma)script.*|application/wasm"),
        ("fonts", r".*font.*"),
        ("sounds and films", r"(?:audio|video)/.*|.*mpegurl|application/dash\+xml"),
        ("feeds", r"application/(?:rss|atom)\+xml"),
        ("data", r".*json.*|.*xml|text/csv|text/event-stream"),
        ("documents", r"application/(?:pdf|msword|rtf|epub.*|vnd\.(?:openxml|ms-|oasis).*)"),
        ("plain texts", r"text/.*"),
    )
)
#: The kinds of kinds.py that have other names here.
_KIND_NAMES = {
    "image": PICTURES,
    "media": "sounds and films",
    "feed": "feeds",
    "font": "fonts",
    "json": "data",
    "pdf": "documents",
}
_PICTURE_MAGIC = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
#: Texts for programs, at the places where programs look for them.
_TEXT_FOR_PROGRAMS = re.compile(
    r"/(?:robots|ads|app-ads|sellers|humans|security|llms(?:-full)?|version|license|licence)\.txt$", re.IGNORECASE
)
_TEXT_NAME = re.compile(r"\.(?:txt|text|asc)$", re.IGNORECASE)
_END_OF_PAGE = re.compile(rb"</html\s*>\s*(?:<!--[^>]*-->\s*)*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of a server: its status, its headers (names in lower case), and its body as it came over the wire, or the beginning of it. `start` is the place
    of the body in the content of the record.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    start: int = 0

    @property
    def media_type(self) -> str:
        """The media type in lower case; "" when there is none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The encoding that the header names, as written."""
        found = _CHARSET.search(self.headers.get("content-type", ""))
        return found[1] if found is not None else None

    def with_content(self, content: bytes) -> Answer:
        """The answer with its body from the whole content of the record."""
        return replace(self, body=content[self.start :])


def answer_of(head: Mapping[str, str], content: bytes) -> Answer:
    """The answer in the content of a record of the type response, resource or revisit; the content of a resource is the body itself.

    Raises unpacking.Broken when it is no answer of a web server.
    """
    if head.get("warc-type", "").lower() == "resource":
        return Answer(200, {"content-type": head.get("content-type", "")}, content)
    status = _STATUS_LINE.match(content)
    if status is None:
        raise unpacking.Broken("it holds no answer of a web server")
    end = _BLANK_LINE.search(content, status.end() - 1, MAX_HEAD_BYTES)
    if end is None and len(content) >= MAX_HEAD_BYTES:
        raise unpacking.Broken("the head of the answer has no end")
    start = end.end() if end is not None else len(content)
    return Answer(int(status[1]), fields(content[status.end() : start]), content[start:], start)


def is_answer(record_type: str, address: str) -> bool:
    """Whether a record of this type and address holds an answer of a web server, or a file as such an answer would hold it."""
    return record_type in ("response", "resource") and address.startswith(("http://", "https://", "file:"))


def kind_of(answer: Answer, address: str) -> str:
    """The kind of an answer by its status, its type, and the first bytes of its body: PAGE for what may be one."""
    if 300 <= answer.status < 400:
        return REDIRECTS
    if answer.status not in (200, 203):
        return "answers with an error" if answer.status >= 400 else "answers without a page"
    media_type = answer.media_type
    if media_type in _HTML_TYPES:
        return PAGE
    if media_type in _VAGUE_TYPES:
        if answer.body.startswith(_PICTURE_MAGIC):
            return PICTURES
        return PAGE if html.looks_like(answer.body[: kinds.HEAD_BYTES]) else "other files"
    path = address.partition("?")[0].partition("#")[0]
    if media_type == "text/plain" and _TEXT_NAME.search(path) and not _TEXT_FOR_PROGRAMS.search(path):
        return PAGE
    return next((kind for kind, types in _KINDS_OF_TYPES if types.fullmatch(media_type)), "other files")


def kind_of_body(answer: Answer, data: bytes) -> str:
    """The kind of what may be a page, from its decoded body: PAGE, or what it is in truth."""
    if not data.strip():
        return "empty pages"
    is_text = answer.media_type == "text/plain"
    if len(data) < (_SHORT_TEXT_BYTES if is_text else TINY_BYTES):
        return "short texts" if is_text else "tiny pages"
    head = data[: kinds.HEAD_BYTES]
    if (kind := kinds.kind_of(head, lambda: data)) is not None:
        return _KIND_NAMES.get(kind.name, "other files")
    # without the zero bytes of UTF-16, so that tags are found
    if not is_text and not html.looks_like(head.replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf")):
        return "parts of pages"
    return PAGE


def body(answer: Answer) -> bytes:
    """The body without chunks and content codings. Raises unpacking.Broken when it breaks off or cannot be unpacked, and unpacking.Oversized for a body that is too
    large.
    """
    data = answer.body
    declared = answer.headers.get("content-length", "")
    coding = answer.headers.get("content-encoding", "")
    if "chunked" in answer.headers.get("transfer-encoding", "").lower():
        data = unpacking.dechunked(data)
    elif (
        data
        and declared.isascii()
        and declared.isdigit()
        and len(declared) < 20
        and len(data) < int(declared)
        and not _END_OF_PAGE.search(data[-1000:])
    ):
        raise unpacking.Broken(f"its body breaks off: {len(data):,} of {int(declared):,} bytes are there")
    return unpacking.decoded(data, coding, safety.MAX_BYTES)


def answer_in(record: Record) -> Answer:
    """The answer in a record that was read whole. Raises unpacking.Broken as `answer_of`, and unpacking.Oversized for a record that was too large to be read whole."""
    if len(record.content) < record.length:
        raise unpacking.Oversized(f"it has more than {safety.MAX_BYTES // 1024**2} MB")
    return answer_of(record.head, record.content)
