"""WACZ files (Web Archive Collection Zipped 1.1): a ZIP archive with WARC files in `archive/` and lists of the pages that a user, or a crawler, visited in `pages/`.

    pages/pages.jsonl, extraPages.jsonl      {"url": "https://…", "ts": "2024-05-06T10:00:00Z", "title": …} on each line
    archive/data.warc.gz                     read in place, if it is stored as it is; else from a temporary file

The pages are those of the lists, so that frames and answers to scripts are left out. Nothing is written under a name of the archive.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator

from archiver import safety
from archiver.errors import Malformed
from archiver.readers.captures import CaptureFile, Pages
from archiver.readers.captures.warc import WarcPages
from archiver.readers.captures.warc.records import MAX_UNPACKED_BYTES, Readable, Temporary, Unreadable

MEDIA_TYPE = "application/wacz"

_WARC = re.compile(r"archive/[^/]+\.warc(?:\.gz|\.zst)?", re.IGNORECASE)
_LISTS = ("pages/pages.jsonl", "pages/extraPages.jsonl")
#: A longer line of a list is left out. Lines may hold the text of their page.
_MAX_LINE_BYTES = 16 * 1024**2
#: A name that leads out of a folder: no honest program writes one.
_LEADS_OUT = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:")
_LOCAL_HEADER = b"PK\x03\x04"
_LOCAL_HEADER_BYTES = 30
_ENCRYPTED = 0x1


def open_pages(file: CaptureFile) -> Pages:
    """The pages of a WACZ file. Raises Malformed for a broken ZIP archive, and for one whose members lie in each other."""
    try:
        archive = zipfile.ZipFile(file.stream)
        members = archive.infolist()
    except safety.ZIP_ERRORS as error:
        raise Malformed(f"{file.name}: it is a broken ZIP archive ({error}).", "Get the file again.") from error
    if sum(member.compress_size for member in members) > file.size:
        raise Malformed(f"{file.name}: refused: its members lie in each other.", "Get the file from another place.")
    return _WaczPages(file, archive, members)


class _WaczPages(WarcPages):
    def __init__(self, file: CaptureFile, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
        self._temporary: list[Temporary] = []
        warcs: dict[str, Readable] = {}
        failures: list[tuple[str, str]] = []
        for member in members:
            if _LEADS_OUT.search(member.filename):
                failures.append((member.filename, "its name leads out of the archive"))
            elif _WARC.fullmatch(member.filename):
                try:
                    warcs[member.filename] = self._opened(file, archive, member)
                except Unreadable as error:
                    failures.append((member.filename, str(error)))
        super().__init__(file, warcs, MEDIA_TYPE, _listed(archive, failures))
        for name, reason in failures:
            subject = f"{file.name}: the member {name[:200]!r}"
            remedy = "All other members are read. Get the file again."
            self.failures.append((subject, Malformed(f"{subject} cannot be read: {reason}.", remedy)))

    def _opened(self, file: CaptureFile, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Readable:
        """A member for reading at any place. Raises Unreadable."""
        if member.flag_bits & _ENCRYPTED:
            raise Unreadable("it is encrypted")
        if member.compress_type == zipfile.ZIP_STORED:
            return _Stored(file, member)
        try:
            with archive.open(member) as stream:
                unpacked = Temporary(stream.read, lambda: member.compress_size)
        except safety.ZIP_ERRORS as error:
            raise Unreadable("its packed data are damaged") from error
        self._temporary.append(unpacked)
        if unpacked.broken is not None:
            raise unpacked.broken
        return unpacked

    def close(self) -> None:
        """Let go of the file, and of temporary files."""
        for unpacked in self._temporary:
            unpacked.close()
        super().close()


class _Stored:
    """A member that is stored as it is, read in its place in the archive. Raises Unreadable when it is not there."""

    def __init__(self, file: CaptureFile, member: zipfile.ZipInfo) -> None:
        # zipfile moves the places of an archive that was cut at its start: then they may be negative
        header = file.read_at(member.header_offset, _LOCAL_HEADER_BYTES) if member.header_offset >= 0 else b""
        if len(header) < _LOCAL_HEADER_BYTES or not header.startswith(_LOCAL_HEADER):
            raise Unreadable("it is not at its place in the archive")
        name, extra = (int.from_bytes(header[at : at + 2], "little") for at in (26, 28))
        self._start = member.header_offset + _LOCAL_HEADER_BYTES + name + extra
        self._file = file
        self.size = member.file_size
        if self.size != member.compress_size or self._start + self.size > file.size:
            raise Unreadable("it breaks off")

    def read_at(self, offset: int, size: int, /) -> bytes:
        return self._file.read_at(self._start + offset, max(min(size, self.size - offset), 0))


def _listed(archive: zipfile.ZipFile, failures: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The addresses in the lists of pages, each with the moment of the visit."""
    for name in _LISTS:
        try:
            member = archive.getinfo(name)
        except KeyError:
            continue
        try:
            with archive.open(member) as lines:
                left = MAX_UNPACKED_BYTES
                while left > 0 and (line := lines.readline(_MAX_LINE_BYTES)):
                    left -= len(line)
                    if (visit := _visit(line)) is not None:
                        yield visit
        except safety.ZIP_ERRORS:
            failures.append((name, "its data are damaged"))


def _visit(line: bytes) -> tuple[str, str] | None:
    """The address and the moment that a line of a list names; None for its first line, which names none, and for a broken one."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(entry, dict) or not isinstance(address := entry.get("url"), str) or not address:
        return None
    return address, moment if isinstance(moment := entry.get("ts"), str) else ""
