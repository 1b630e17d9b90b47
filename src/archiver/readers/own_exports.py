"""Exports of Archiver are no sources: they were made from a record, and read again they would become records of a copy.

Each export says so itself: a page in its `generator`, all others in the colophon at their end, which names the program and the SHA-256 of the source.
"""

from __future__ import annotations

import io
import re
import zipfile

from archiver import safety
from archiver.errors import Malformed
from archiver.source import Source

_PROGRAM = re.compile(r"\barchiver \d+\.\d+")
_MOST_OF_MEMBER = 16 * 1024 * 1024
_CHECKSUM = re.compile(r"\b[0-9a-f]{64}\b")


def require_no_export(source: Source, text: str) -> None:
    """Raise Malformed for a document with the colophon of an export. `text` is what it shows."""
    if _PROGRAM.search(text) and _CHECKSUM.search(text):
        raise _error(source)


def require_no_export_of_page(source: Source, generator: str) -> None:
    """Raise Malformed for a page that names Archiver as the program that made it."""
    if _PROGRAM.match(generator):
        raise _error(source)


def names_checksum(data: bytes, checksum: bytes) -> bool:
    """Whether a file names the checksum of a source, as the colophons of its exports do."""
    if not data.startswith(b"PK\x03\x04"):
        return checksum in data
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(
                checksum in archive.read(member)
                for member in archive.infolist()
                if member.filename.endswith((".xml", ".xhtml")) and member.file_size < _MOST_OF_MEMBER
            )
    except safety.ZIP_ERRORS:
        return False


def _error(source: Source) -> Malformed:
    return Malformed(
        f"{source.name}: it is an export of Archiver, not a source.",
        "Convert the source that it was made from; or use `archiver export` with its record.",
    )
