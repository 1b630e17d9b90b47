"""WACZ files (Web Archive Collection Zipped 1.1): a ZIP archive with WARC files in `archive/` and lists of the pages that a user, or a crawler, visited in `pages/`.

    pages/pages.jsonl, extraPages.jsonl      {"url": "https://…", "ts": "2024-05-06T10:00:00Z", "title": …} on each line
    archive/data.warc.gz                     read in place, if it is stored as it is; else from a temporary file

The pages are those of the lists, so that frames and answers to scripts are left out. Nothing is written under a name of the archive.

Of a file that was cut, the directory is gone. Its members have heads of their own, so all records before the place of the cut are read.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import closing

from archiver import safety
from archiver.errors import Malformed
from archiver.readers.captures import CaptureFile, Pages, cut_archives
from archiver.readers.captures.cut_archives import CutMember
from archiver.readers.captures.warc import WarcPages
from archiver.readers.captures.warc.records import MAX_UNPACKED_BYTES, Readable, Temporary, Unreadable

MEDIA_TYPE = "application/wacz"

_WARC = re.compile(r"archive/[^/]+\.warc(?:\.gz|\.zst)?", re.IGNORECASE)
_LISTS = ("pages/pages.jsonl", "pages/extraPages.jsonl")
#: A longer line of a list is left out. Lines may hold the text of their page.
_MAX_LINE_BYTES = 16 * 1024**2
#: How much is read of the list of a file that was cut.
_MAX_LIST_BYTES = 64 * 1024**2
#: A name that leads out of a folder: no honest program writes one.
_LEADS_OUT = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:")
_LOCAL_HEADER = b"PK\x03\x04"
_LOCAL_HEADER_BYTES = 30
_ENCRYPTED = 0x1


def open_pages(file: CaptureFile) -> Pages:
    """The pages of a WACZ file. Raises Malformed for a broken ZIP archive without a WARC file, and for one whose members lie in each other."""
    try:
        archive = zipfile.ZipFile(file.stream)
        members = archive.infolist()
    except safety.ZIP_ERRORS as error:
        broken = Malformed(f"{file.name}: it is a broken ZIP archive ({error}).", "Get the file again.")
        left = [member for member in cut_archives.members(file) if not member.is_encrypted]
        if not any(_WARC.fullmatch(member.name) for member in left):
            raise broken from error
        cut = Malformed(f"{file.name}: it is no whole ZIP archive: it is cut or damaged.", "Get the file again.")
        return _CutWaczPages(file, left, cut)
    if sum(member.compress_size for member in members) > file.size:
        raise Malformed(f"{file.name}: refused: its members lie in each other.", "Get the file from another place.")
    return _WaczPages(file, archive, members)


class _UnpackedPages(WarcPages):
    """Pages whose WARC files are partly in temporary files, which are removed with them."""

    _temporary: list[Temporary]

    def close(self) -> None:
        """Let go of the file, and of temporary files."""
        for unpacked in self._temporary:
            unpacked.close()
        super().close()


class _CutWaczPages(_UnpackedPages):
    """The pages before the place where a file was cut. `error` says that it was."""

    def __init__(self, file: CaptureFile, members: list[CutMember], error: Malformed) -> None:
        self._temporary = []
        warcs: dict[str, Readable] = {}
        listed: list[tuple[str, str]] = []
        for member in members:
            if _WARC.fullmatch(member.name):
                if member.method == zipfile.ZIP_STORED:
                    warcs[member.name] = _Part(file, member.start, member.size)
                else:
                    warcs[member.name] = self._unpacked(file, member)
            elif member.name in _LISTS:
                with closing(self._unpacked(file, member)) as lines:
                    listed += filter(None, map(_visit, lines.read_at(0, _MAX_LIST_BYTES).splitlines()))
        super().__init__(file, warcs, MEDIA_TYPE, listed)
        self.failures.append((file.name, error))

    def _unpacked(self, file: CaptureFile, member: CutMember) -> Temporary:
        pieces = cut_archives.unpacked(file, member)
        unpacked = Temporary(lambda _: next(pieces, b""), lambda: member.size)
        self._temporary.append(unpacked)
        return unpacked


class _WaczPages(_UnpackedPages):
    def __init__(self, file: CaptureFile, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
        self._temporary = []
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
            return _stored(file, member)
        try:
            with archive.open(member) as stream:
                unpacked = Temporary(stream.read, lambda: member.compress_size)
        except safety.ZIP_ERRORS as error:
            raise Unreadable("its packed data are damaged") from error
        self._temporary.append(unpacked)
        if unpacked.broken is not None:
            raise unpacked.broken
        return unpacked


def _stored(file: CaptureFile, member: zipfile.ZipInfo) -> _Part:
    """A member that is stored as it is, read in its place in the archive. Raises Unreadable when it is not there."""
    # zipfile moves the places of an archive that was cut at its start: then they may be negative
    header = file.read_at(member.header_offset, _LOCAL_HEADER_BYTES) if member.header_offset >= 0 else b""
    if len(header) < _LOCAL_HEADER_BYTES or not header.startswith(_LOCAL_HEADER):
        raise Unreadable("it is not at its place in the archive")
    name, extra = (int.from_bytes(header[at : at + 2], "little") for at in (26, 28))
    start = member.header_offset + _LOCAL_HEADER_BYTES + name + extra
    if member.file_size != member.compress_size or start + member.file_size > file.size:
        raise Unreadable("it breaks off")
    return _Part(file, start, member.file_size)


class _Part:
    """Some of the bytes of a file, read in their place."""

    def __init__(self, file: CaptureFile, start: int, size: int) -> None:
        self._file, self._start, self.size = file, start, size

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
