"""Names for the exports of captured pages: host and path of the address, as folders.

https://www.example.org/2021/05/mill.html?page=2    →    www.example.org/2021/05/mill-page=2
https://www.example.org/                            →    www.example.org/index
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import unquote

from archiver import addresses

#: Characters that a file system, or a shell, may not take in a name.
_NOT_IN_FILE_NAMES = re.compile(r'[\x00-\x1f\x7f-\x9f\ud800-\udfff<>:"/\\|?*\s]+')
_PAGE_SUFFIX = re.compile(r"\.(?:x?html?|php|aspx?|shtml|jsp)$", re.IGNORECASE)
_MEMBER_SUFFIX = re.compile(
    rf"{_PAGE_SUFFIX.pattern}|\.(?:txt|text|mht|mhtml|eml|webarchive|docx|docm|dotx|odt|ott|fodt|epub|rtf|md|markdown|tex|latex|rst|rest|org|mediawiki|wiki|jats|nxml|docbook|dbk|typ|fb2)$",
    re.IGNORECASE,
)
#: The longest part of a name, in bytes. A longer one is cut, and gets a hash of the whole.
_MAX_BYTES = 120
#: The most folders of a path.
_MAX_DEPTH = 16


def stem_of(address: str) -> PurePosixPath | None:
    """The name of the exports of the page at an address, below the folder for exports and without an ending; None for a text that is no web address."""
    parts = addresses.split(address)
    if parts is None or not parts.netloc or not parts.hostname:
        return None
    # an encoded slash is one more border, so that no segment holds a path
    segments = [segment for segment in unquote(parts.path).split("/") if segment not in ("", ".", "..")]
    last = _PAGE_SUFFIX.sub("", segments.pop()) if segments and not parts.path.endswith("/") else "index"
    if parts.query:
        last = f"{last}-{unquote(parts.query)}"
    host = parts.hostname if parts.port is None else f"{parts.hostname}-{parts.port}"
    if len(segments) > _MAX_DEPTH:
        segments[_MAX_DEPTH:] = [hashlib.sha256("/".join(segments).encode("utf-8", "replace")).hexdigest()[:12]]
    return PurePosixPath(*(_file_name(segment) for segment in (host, *segments, last or "index")))


def stem_of_member(name: str) -> PurePosixPath:
    """The name of the exports of a page that has no address, from its place in the capture. No part of it leads upwards."""
    segments = [_file_name(segment) for segment in re.split(r"[/\\]", name) if segment.strip(". ")]
    last = _MEMBER_SUFFIX.sub("", segments.pop()) if segments else "page"
    return PurePosixPath(*segments[-_MAX_DEPTH:], last or "page")


def _file_name(text: str) -> str:
    """A text as the name of a file or folder on any system."""
    name = _NOT_IN_FILE_NAMES.sub("-", unicodedata.normalize("NFC", text)).strip(". -") or "-"
    encoded = name.encode("utf-8", "replace")
    if len(encoded) <= _MAX_BYTES:
        return name
    digest = hashlib.sha256(encoded).hexdigest()[:12]
    return f"{encoded[: _MAX_BYTES - 13].decode('utf-8', 'ignore')}-{digest}"
