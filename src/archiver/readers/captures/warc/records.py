"""The records of a WARC file, one after the other, whatever stands between them (WARC 1.0 and 1.1, ISO 28500).

    WARC/1.1                          the head: one field on a line
    WARC-Type: response
    Content-Length: 2270

    HTTP/1.1 200 OK …                 the content: so many bytes, and two line ends behind it

A file is plain, or each record is a gzip member or a Zstandard frame of its own; then reading can begin at any of them. Members that hold several records
(a file that was packed as one) are unpacked to a temporary file. Only the content that somebody asks for is kept; the rest goes by in pieces.

What is broken is told with its place, and the reading goes on at the next record. That is why warcio, which reads good files well, does not read them
here: it takes a gzip member that breaks off for whole, ends at garbage, and writes its warnings to standard error.
"""

from __future__ import annotations

import re
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Protocol, cast

from archiver import safety
from archiver.readers import unpacking
from archiver.readers.unpacking import GZIP_MAGIC, ZSTD_MAGIC, Unpacker

#: The most bytes of a head. Real ones have a few hundred.
MAX_HEAD_BYTES = 64 * 1024
#: The most bytes of a file, or member, that was packed as one: so much is unpacked to a temporary file …
MAX_UNPACKED_BYTES = 4 * 1024**3
#: … and never more than so many bytes for a packed one. Text packs to a tenth; deflate makes at most 1,032 bytes of one.
_MAX_RATIO = 200
#: What nothing but a bomb exceeds.
_MAX_RATIO_OF_RECORD = 2000
#: How many times its size is read again at most, to find whole records behind broken ones.
_MAX_READ_AGAIN = 4
_BLOCK_BYTES = 256 * 1024
#: How much is read of a packed record at first, and at most at a time.
_FIRST_BYTES, _NEXT_BYTES = 4 * 1024, 64 * 1024

_BEGIN = re.compile(rb"WARC/\d+\.\d+[ \t]*\r?\n")
_BEGIN_BYTES = 16
_BLANK_LINE = re.compile(rb"\n\r?\n")
_LENGTH = re.compile(r"[0-9]{1,18}")
#: The frame before all others that holds the dictionary of a .warc.zst file.
_DICTIONARY_FRAME = b"\x5d\x2a\x4d\x18"
_MAX_DICTIONARY_BYTES = 16 * 1024**2


class Readable(Protocol):
    """What records are read from: bytes that can be read at any place. A CaptureFile is one."""

    @property
    def size(self) -> int: ...

    def read_at(self, offset: int, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Record:
    """A record. `place` finds it again in its file. The names of `head` are in lower case; of a field that stands there twice, the first counts. `content` is as
    much of the content as was asked for, of `length` bytes.
    """

    place: str
    head: Mapping[str, str]
    content: bytes
    length: int


@dataclass(frozen=True, slots=True)
class BrokenRecord:
    """A place where there is no whole record. `reason` is the end of a sentence: "it breaks off"."""

    place: str
    reason: str


#: How many bytes of the content are wanted of a record, from its head and its first bytes (at most MAX_HEAD_BYTES).
Wanted = Callable[[Mapping[str, str], bytes], int]


class Unreadable(Exception):
    """No whole record, or data that cannot be unpacked. The message is the end of a sentence. `restart` is the place from which on the next record is looked for."""

    def __init__(self, reason: str, restart: int = 0) -> None:
        super().__init__(reason)
        self.restart = restart


class _NotOneRecord(Exception):
    """A member is whole as far as it was read, but holds more than one record, or a broken one."""


def fields(lines: bytes, *, strict: bool = False) -> dict[str, str]:
    """The fields of a head, without its first line: of a record, of HTTP, and of application/warc-fields. Lines that are no fields are left out; with `strict`
    they raise ValueError.
    """
    found: dict[str, str] = {}
    last = ""
    for line in lines.decode("utf-8", "replace").split("\n"):
        line = line.rstrip("\r")
        name, colon, text = line.partition(":")
        if line[:1] in (" ", "\t"):
            if last:
                found[last] = f"{found[last]} {line.strip()}"
        elif colon and (name := name.strip().lower()):
            last = "" if name in found else name
            found.setdefault(name, text.strip())
        elif line and strict:
            raise ValueError(line)
    return found


class Warc:
    """A WARC file."""

    def __init__(self, file: Readable) -> None:
        self._file = file
        head = file.read_at(0, 8)
        self._dictionary = b""
        self._unpacker: Callable[[], Unpacker] | None = None
        self._magic = b""
        self._start = 0
        if head.startswith(GZIP_MAGIC):
            self._unpacker, self._magic = unpacking.gzip_member, GZIP_MAGIC
        elif head.startswith((ZSTD_MAGIC, _DICTIONARY_FRAME)):
            self._unpacker, self._magic = self._zstd_frame, ZSTD_MAGIC
            if head.startswith(_DICTIONARY_FRAME):
                self._dictionary, self._start = _dictionary(file)
        #: The member that was unpacked last, with its place.
        self._unpacked: tuple[int, Temporary, _Member] | None = None
        self._lock = threading.Lock()

    def _zstd_frame(self) -> Unpacker:
        return unpacking.zstd_frame(self._dictionary)

    def scan(self, wanted: Wanted) -> Iterator[Record | BrokenRecord]:
        """All records in their order, and between them the places where there is none."""
        if self._unpacker is None:
            yield from _scan_plain(self._file, "", wanted)
            return
        cursor = _Cursor(self._file)
        position, size, again = self._start, self._file.size, 0
        while position < size:
            member = _Member(cursor, position, self._unpacker)
            try:
                try:
                    yield from _only_record(member, wanted)
                    position = member.end
                    continue
                except _NotOneRecord:
                    temporary, member = self._unpack(position)
                    yield from _scan_unpacked(temporary, f"{position}+", wanted)
                    position = member.end
                    restart = temporary.broken.restart if temporary.broken is not None else None
            except Unreadable as error:
                yield BrokenRecord(str(position), str(error))
                restart = error.restart
            if restart is not None:
                again += max(member.end - restart, 0)
                # a hostile file could make each of its members run to its end
                restart = restart if again < _MAX_READ_AGAIN * size else member.end
                position = self._next_member(cursor, max(member.position + 1, restart))

    def read(self, place: str, limit: int) -> Record:
        """A record that `scan` gave, with at most `limit` bytes of its content (or MAX_HEAD_BYTES). Raises unpacking.Broken when it is not there any more."""
        outer, inner_mark, inner = place.partition("+")
        try:
            if self._unpacker is None:
                return _record_in(_Cursor(self._file), int(outer), "", lambda _, __: limit)[0]
            if inner_mark:
                with self._lock:
                    cursor = _Cursor(self._unpack(int(outer))[0])
                    return _record_in(cursor, int(inner), f"{outer}+", lambda _, __: limit)[0]
            member = _Member(_Cursor(self._file), int(outer), self._unpacker)
            return next(_only_record(member, lambda _, __: limit))
        except (Unreadable, _NotOneRecord, StopIteration, ValueError) as error:
            raise unpacking.Broken("it is not there any more") from error

    def close(self) -> None:
        """Let go of temporary files."""
        if self._unpacked is not None:
            self._unpacked[1].close()
            self._unpacked = None

    def _unpack(self, position: int) -> tuple[Temporary, _Member]:
        """The member at a place, unpacked to a temporary file. The last one is kept."""
        assert self._unpacker is not None
        if self._unpacked is None or self._unpacked[0] != position:
            self.close()
            member = _Member(_Cursor(self._file), position, self._unpacker)
            self._unpacked = position, Temporary(member.read, lambda: member.end - position), member
        return self._unpacked[1:]

    def _next_member(self, cursor: _Cursor, position: int) -> int:
        """The place of the next member that begins with a record; the end of the file when there is none."""
        assert self._unpacker is not None
        while (position := _find(cursor, position, re.compile(re.escape(self._magic)), len(self._magic))) < cursor.size:
            try:
                if _BEGIN.match(_Member(cursor, position, self._unpacker).read(_BEGIN_BYTES)):
                    break
            except Unreadable:
                pass
            position += 1
        return position


class _Cursor:
    """Reads bytes at any place, through the block that was read last."""

    def __init__(self, file: Readable) -> None:
        self._file = file
        self.size = file.size
        self._block = b""
        self._start = 0

    def at(self, offset: int, size: int) -> bytes:
        begin = offset - self._start
        if begin < 0 or begin + size > len(self._block):
            self._block = self._file.read_at(offset, max(size, _BLOCK_BYTES))
            self._start, begin = offset, 0
        return self._block[begin : begin + size]


class _Member:
    """A member of a packed file, read from its beginning. `end` is the place behind it, once it was read to its end."""

    def __init__(self, cursor: _Cursor, position: int, unpacker: Callable[[], Unpacker]) -> None:
        self._cursor = cursor
        self.position = self.end = position
        self._unpacker = unpacker()
        self._waiting = b""
        self._error: Unreadable | None = None
        self.unpacked = 0
        self._size = _FIRST_BYTES

    def read(self, size: int) -> bytes:
        """The next `size` bytes; fewer at the end. Raises Unreadable for data that are damaged or break off, once all before that place was read."""
        parts, missing = [self._waiting], size - len(self._waiting)
        try:
            while missing > 0 and self._error is None and (piece := self._piece()):
                parts.append(piece)
                missing -= len(piece)
        except Unreadable as error:
            self._error = error
        data = b"".join(parts)
        if not data and self._error is not None:
            raise self._error
        self._waiting = data[size:]
        return data[:size]

    def _piece(self) -> bytes:
        piece = self._take(b"")
        while not piece and not self._unpacker.ended:
            data = self._cursor.at(self.end, self._size)
            if not data:
                raise Unreadable(f"its {self._unpacker.name} data break off", self.position + 1)
            self.end += len(data)
            self._size = _NEXT_BYTES
            piece = self._take(data)
        return piece

    def _take(self, data: bytes) -> bytes:
        had_ended = self._unpacker.ended
        try:
            piece = self._unpacker.unpack(data)
        except unpacking.Broken as error:
            raise Unreadable(str(error), self.position + 1) from error
        if self._unpacker.ended and not had_ended:
            self.end -= len(self._unpacker.rest)
        self.unpacked += len(piece)
        if self.unpacked > max(safety.MAX_BYTES, _MAX_RATIO_OF_RECORD * (self.end - self.position)):
            raise Unreadable("it unpacks to thousands of times its size", self.end)
        return piece


class Temporary:
    """A temporary file with what `read` gives (in memory, while it is small), of `packed()` packed bytes up to then. `broken` says where and why that ended before
    its end; what stands before that place is whole.
    """

    def __init__(self, read: Callable[[int], bytes], packed: Callable[[], int]) -> None:
        self._file = cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=safety.MAX_BYTES))  # noqa: SIM115 - see close
        self._lock = threading.Lock()
        self.size = 0
        self.broken: Unreadable | None = None
        try:
            while data := read(_BLOCK_BYTES):
                self._file.write(data)
                self.size += len(data)
                allowed = min(MAX_UNPACKED_BYTES, max(safety.MAX_BYTES, _MAX_RATIO * packed()))
                if self.size > allowed:
                    raise Unreadable(f"packed as one, it unpacks to more than {allowed // 1024**2} MB")
        except Unreadable as error:
            self.broken = error
        except BaseException:
            self.close()
            raise

    def read_at(self, offset: int, size: int, /) -> bytes:
        """At most `size` bytes from a place on."""
        with self._lock:
            self._file.seek(offset)
            return self._file.read(size)

    def close(self) -> None:
        """Remove the file."""
        self._file.close()


def _scan_plain(file: Readable, prefix: str, wanted: Wanted) -> Iterator[Record | BrokenRecord]:
    cursor = _Cursor(file)
    position = 0
    while (position := _behind_line_ends(cursor, position)) < cursor.size:
        try:
            record, position = _record_in(cursor, position, prefix, wanted)
            yield record
        except Unreadable as error:
            yield BrokenRecord(f"{prefix}{position}", str(error))
            position = _find(cursor, max(position + 1, error.restart), _BEGIN, _BEGIN_BYTES)


def _scan_unpacked(file: Temporary, prefix: str, wanted: Wanted) -> Iterator[Record | BrokenRecord]:
    """The records of a member that was unpacked. If that ended before its end, the reason stands for the record that it cut."""
    last: BrokenRecord | None = None
    for record in _scan_plain(file, prefix, wanted):
        if last is not None:
            yield last
        last = record if isinstance(record, BrokenRecord) else None
        if isinstance(record, Record):
            yield record
    if file.broken is not None:
        last = BrokenRecord(last.place if last is not None else f"{prefix}{file.size}", str(file.broken))
    if last is not None:
        yield last


def _record_in(cursor: _Cursor, position: int, prefix: str, wanted: Wanted) -> tuple[Record, int]:
    """The record at a place of a plain file, and the place behind its content. Raises Unreadable."""
    begin = cursor.at(position, _FIRST_BYTES)
    if _BLANK_LINE.search(begin) is None:
        begin = cursor.at(position, MAX_HEAD_BYTES)
    head, start, length = _head(begin, position)
    end = start + length
    if end > cursor.size:
        raise Unreadable(f"it breaks off: {_bytes(max(cursor.size - start, 0))} of {_bytes(length)} are there", start)
    content = cursor.at(start, min(length, MAX_HEAD_BYTES))
    size = min(wanted(head, content), length)
    if size > len(content):
        content = cursor.at(start, size)
    after = cursor.at(end, _BEGIN_BYTES)
    if after and not after.startswith((b"\r\n", b"\n")) and not _BEGIN.match(after):
        raise Unreadable("its length is wrong: no line end follows it", start)
    return Record(f"{prefix}{position}", head, content, length), end


def _only_record(member: _Member, wanted: Wanted) -> Iterator[Record]:
    """The record of a member; none when the member holds nothing. Raises Unreadable for damaged data, and _NotOneRecord."""
    begin = member.read(_FIRST_BYTES)
    if not begin.strip(b"\r\n"):
        return
    if _BLANK_LINE.search(begin) is None:
        begin += member.read(MAX_HEAD_BYTES - len(begin))
    try:
        head, start, length = _head(begin, 0)
    except Unreadable as error:
        raise _NotOneRecord from error
    begin = begin[start:]
    if len(begin) < length:
        begin += member.read(min(length, MAX_HEAD_BYTES) - len(begin))
    size = min(max(wanted(head, begin[: min(length, MAX_HEAD_BYTES)]), len(begin)), length)
    content = begin[:size]
    if size > len(begin):
        content += member.read(size - len(begin))
    there, after = len(content), begin[length:]
    while there < length and (piece := member.read(min(length - there, _BLOCK_BYTES))):
        there += len(piece)
    if there < length:
        raise _NotOneRecord
    while not after.strip(b"\r\n"):
        if not (after := member.read(_BLOCK_BYTES)):
            break
    else:
        raise _NotOneRecord
    yield Record(str(member.position), head, content, length)


def _head(data: bytes, position: int) -> tuple[dict[str, str], int, int]:
    """The fields of the head that data begin with, the place behind the head, and the length of the content. Raises Unreadable."""
    restart = position + 1
    first = _BEGIN.match(data)
    if first is None:
        raise Unreadable("what stands there is no record", restart)
    end = _BLANK_LINE.search(data, first.end() - 1, MAX_HEAD_BYTES)
    if end is None:
        raise Unreadable("its head has no end", restart)
    try:
        head = fields(data[first.end() : end.start()], strict=True)
    except ValueError as error:
        raise Unreadable("its head has a line that is no field", restart) from error
    length = head.get("content-length", "")
    if not _LENGTH.fullmatch(length):
        raise Unreadable(
            f"its head gives no length ({length[:20]!r})" if length else "its head gives no length", restart
        )
    return head, position + end.end(), int(length)


def _behind_line_ends(cursor: _Cursor, position: int) -> int:
    while data := cursor.at(position, 256):
        rest = data.lstrip(b"\r\n")
        position += len(data) - len(rest)
        if rest:
            break
    return position


def _find(cursor: _Cursor, position: int, pattern: re.Pattern[bytes], width: int) -> int:
    """The place of a pattern of at most `width` bytes, from a place on; the end of the file when it is not there."""
    while data := cursor.at(position, _BLOCK_BYTES):
        if (match := pattern.search(data)) is not None:
            return position + match.start()
        if len(data) <= width:
            break
        position += len(data) - width
    return cursor.size


def _dictionary(file: Readable) -> tuple[bytes, int]:
    """The dictionary in the first frame of a .warc.zst file, and the place behind that frame."""
    size = int.from_bytes(file.read_at(4, 4), "little")
    data = file.read_at(8, min(size, _MAX_DICTIONARY_BYTES))
    try:
        return unpacking.decoded(data, "zstd", _MAX_DICTIONARY_BYTES), 8 + size
    except unpacking.Broken:
        return b"", 8 + size


def _bytes(count: int) -> str:
    return "1 byte" if count == 1 else f"{count:,} bytes"
