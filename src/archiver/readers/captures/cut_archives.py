"""The members of a ZIP archive that was cut: its directory, which is at its end, is gone, but each member has a head of its own (APPNOTE.TXT, 4.3.7).

    PK\\3\\4 … data.warc.gz … its bytes        a member, whole
    PK\\3\\4 … more.warc.gz … its by           the one that was cut

A program that cannot go back in what it writes puts sizes of zero into the head, and the sizes into a descriptor behind the bytes (4.3.9). The end of packed
bytes then is where the packing says so; the end of bytes that are stored as they are is where a descriptor has their size.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

_HEAD, _HEAD_BYTES = b"PK\x03\x04", 30
_DESCRIPTOR = b"PK\x07\x08"
_ENCRYPTED, _STREAMED, _UTF8 = 0x1, 0x8, 0x800
#: The size in a head that stands for one in the extra field of ZIP64 (4.5.3).
_IN_EXTRA, _ZIP64 = 0xFFFFFFFF, 1
_CHUNK = 256 * 1024
#: What ends the name of a member: no honest name has one.
_CONTROLS = re.compile("[\x00-\x1f]")


class Bytes(Protocol):
    """What an archive is read from: bytes at any place."""

    @property
    def size(self) -> int: ...

    def read_at(self, offset: int, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class CutMember:
    """A member: the place of its packed bytes and their number, of which the last may be missing (`is_whole`). `crc` is the checksum of the unpacked bytes;
    None where the head does not have it.
    """

    name: str
    method: int
    start: int
    size: int
    is_whole: bool
    crc: int | None = None
    is_encrypted: bool = False


def members(file: Bytes) -> Iterator[CutMember]:
    """The members of an archive by their own heads, up to the one where it was cut. That one is given too, if its bytes are stored or deflated."""
    offset = 0
    while len(head := file.read_at(offset, _HEAD_BYTES)) == _HEAD_BYTES and head.startswith(_HEAD):
        flags, method = struct.unpack_from("<HH", head, 6)
        crc, size, unpacked_size, name_length, extra_length = struct.unpack_from("<LLLHH", head, 14)
        names = file.read_at(offset + _HEAD_BYTES, name_length + extra_length)
        start = offset + _HEAD_BYTES + name_length + extra_length
        if start > file.size:
            return
        name = names[:name_length].decode("utf-8" if flags & _UTF8 else "cp437", "replace")
        if _IN_EXTRA in (size, unpacked_size):
            size = _size_in_extra(names[name_length:], unpacked_size == _IN_EXTRA, size)
        behind = start + size
        if flags & _STREAMED and not size:
            size, behind = _end_of_streamed(file, start, method)
        is_whole = 0 <= size <= file.size - start
        yield CutMember(
            _CONTROLS.split(name, maxsplit=1)[0],
            method,
            start,
            size if is_whole else file.size - start,
            is_whole,
            None if flags & _STREAMED else crc,
            bool(flags & _ENCRYPTED),
        )
        if not is_whole:
            return
        offset = behind
        if flags & _STREAMED and file.read_at(offset, 4) != _HEAD:
            offset += 4 if file.read_at(offset, 4) == _DESCRIPTOR else 0
            # the checksum and two sizes, of four bytes or of eight
            offset += 12 if file.read_at(offset + 12, 2) in (b"PK", b"") else 20


def _size_in_extra(extra: bytes, has_unpacked_size: bool, size: int) -> int:
    """The number of packed bytes that the extra field of ZIP64 gives; what the head says if there is none."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        place = at + 4 + 8 * has_unpacked_size
        if kind == _ZIP64 and size == _IN_EXTRA and place + 8 <= min(len(extra), at + 4 + length):
            return int(struct.unpack_from("<Q", extra, place)[0])
        at += 4 + length
    return size


def _end_of_streamed(file: Bytes, start: int, method: int) -> tuple[int, int]:
    """The number of packed bytes of a member whose head does not say it, and the place behind them; a negative number when they have no end."""
    if method == zipfile.ZIP_DEFLATED:
        size = _deflated_size(file, start)
        return size, start + size
    if method != zipfile.ZIP_STORED:
        return -1, start
    at, before = start, b""
    while chunk := file.read_at(at, _CHUNK):
        data = before + chunk
        first = at - len(before)
        found = data.find(_DESCRIPTOR)
        while found >= 0:
            size = first + found - start
            described = file.read_at(first + found + 8, 16)
            if size in (int.from_bytes(described[:4], "little"), int.from_bytes(described[:8], "little")):
                return size, start + size
            found = data.find(_DESCRIPTOR, found + 1)
        at, before = at + len(chunk), data[-3:]
    return -1, start


def _deflated_size(file: Bytes, start: int) -> int:
    """How many bytes deflated data take; -1 for data that are cut or broken."""
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    taken, data = 0, b""
    while not unpacker.eof:
        if not data and not (data := file.read_at(start + taken, _CHUNK)):
            return -1
        try:
            # only the end is looked for: nothing of what comes out is kept
            unpacker.decompress(data, _CHUNK)
        except zlib.error:
            return -1
        rest = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
        taken, data = taken + len(data) - len(rest), rest
    return taken


def unpacked(file: Bytes, member: CutMember) -> Iterator[bytes]:
    """The bytes of a member in pieces. Of data that are cut or damaged, what comes before that place; nothing of an encrypted one."""
    if member.is_encrypted or member.method not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS) if member.method == zipfile.ZIP_DEFLATED else None
    at, end = member.start, member.start + member.size
    while at < end and (chunk := file.read_at(at, min(_CHUNK, end - at))):
        at += len(chunk)
        if unpacker is None:
            yield chunk
            continue
        try:
            while chunk and not unpacker.eof:
                if piece := unpacker.decompress(chunk, _CHUNK):
                    yield piece
                chunk = unpacker.unconsumed_tail
        except zlib.error:
            return
