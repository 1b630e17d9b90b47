"""Packed data from outside, unpacked piece by piece under a limit: gzip, deflate, Brotli and Zstandard, and the chunks of HTTP.

A few kilobytes may unpack to terabytes. So every piece has a limit of its own, and who asks for a whole gives one for it. Data that break off raise an
error: the libraries pass them silently.
"""

from __future__ import annotations

import re
import sys
import zlib
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

#: The first bytes of a gzip member (RFC 1952) and of a Zstandard frame (RFC 8878).
GZIP_MAGIC = b"\x1f\x8b\x08"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
#: How many bytes are unpacked at a time.
PIECE_BYTES = 256 * 1024
_GIVEN_BYTES = 64 * 1024
#: For zlib: a gzip member alone; a stream without a head.
_GZIP = zlib.MAX_WBITS | 16
_RAW = -zlib.MAX_WBITS
#: The size of a chunk, and what may follow it on its line (RFC 9112, 7.1).
_CHUNK_SIZE = re.compile(rb"[ \t]*+([0-9a-fA-F]{1,32})[ \t]*+(?:;[^\r\n]*+)?\r?\n")


class Broken(Exception):
    """Packed data that cannot be unpacked. The message is the end of a sentence: "its gzip data break off"."""


class Oversized(Broken):
    """The data unpack to more than the limit."""


class Unpacker(ABC):
    """Unpacks one member: a gzip member, a Zstandard frame, a Brotli stream."""

    name = ""

    def __init__(self) -> None:
        self.ended = False
        #: The bytes after the end of the member, of those that were given.
        self.rest = b""

    def unpack(self, data: bytes, max_bytes: int = PIECE_BYTES) -> bytes:
        """The next bytes, at most about `max_bytes` of them. To get what is left of data that were given before, give b"": without a result, it is all.
        Raises Broken.
        """
        if self.ended:
            return b""
        try:
            return self._unpack(data, max_bytes)
        except (zlib.error, zstd.ZstdError, brotli.error) as error:
            raise Broken(f"its {self.name} data are damaged") from error

    @abstractmethod
    def _unpack(self, data: bytes, max_bytes: int) -> bytes: ...


class _Zlib(Unpacker):
    def __init__(self, wbits: int, name: str) -> None:
        super().__init__()
        self.name = name
        self._wbits = wbits
        self._inner = zlib.decompressobj(wbits=wbits)
        self._has_begun = False
        self._damage: zlib.error | None = None

    def _unpack(self, data: bytes, max_bytes: int) -> bytes:
        if self._damage is not None:
            raise self._damage
        given = self._inner.unconsumed_tail + data if self._inner.unconsumed_tail else data
        before = self._inner.copy() if self._has_begun and given else None
        self._has_begun = True
        try:
            unpacked = self._inner.decompress(given, max_bytes)
        except zlib.error as error:
            self._damage = error
            return self._up_to_damage(before or zlib.decompressobj(wbits=self._wbits), given, max_bytes)
        if self._inner.eof:
            self.ended, self.rest = True, self._inner.unused_data
        return unpacked

    def _up_to_damage(self, inner: Any, data: bytes, max_bytes: int) -> bytes:
        """What can be unpacked of data that are damaged: zlib gives nothing of a piece with damage in it. Raises zlib.error for nothing."""
        unpacked = bytearray()
        try:
            for place in range(len(data)):
                unpacked += inner.decompress(data[place : place + 1])
                if len(unpacked) >= max_bytes:
                    break
        except zlib.error:
            if not unpacked:
                raise
        return bytes(unpacked)


class _Zstandard(Unpacker):
    name = "Zstandard"

    def __init__(self, dictionary: Any = None) -> None:
        super().__init__()
        self._inner = zstd.ZstdDecompressor(zstd_dict=dictionary)

    def _unpack(self, data: bytes, max_bytes: int) -> bytes:
        unpacked = self._inner.decompress(data, max_bytes)
        if self._inner.eof:
            self.ended, self.rest = True, self._inner.unused_data
        return unpacked


class _Brotli(Unpacker):
    name = "Brotli"

    def __init__(self) -> None:
        super().__init__()
        self._inner = brotli.Decompressor()
        self._waiting = b""

    def _unpack(self, data: bytes, max_bytes: int) -> bytes:
        self._waiting += data
        give = b""
        if self._inner.can_accept_more_data():
            give, self._waiting = self._waiting, b""
        unpacked: bytes = self._inner.process(give, output_buffer_limit=max_bytes)
        self.ended = self._inner.is_finished()
        return unpacked


def gzip_member() -> Unpacker:
    """An unpacker for one gzip member."""
    return _Zlib(_GZIP, "gzip")


def zstd_frame(dictionary: bytes = b"") -> Unpacker:
    """An unpacker for one Zstandard frame, packed with a dictionary or without. Raises Broken for data that are no dictionary."""
    if not dictionary:
        return _Zstandard()
    try:
        return _Zstandard(zstd.ZstdDict(dictionary))
    except (ValueError, zstd.ZstdError) as error:
        raise Broken("its dictionary is damaged") from error


def decoded(data: bytes, codings: str, max_bytes: int) -> bytes:
    """The body of an answer without its content codings, as the header Content-Encoding names them (RFC 9110, 8.4).

    Many crawlers unpack a body and keep the header. So data that do not begin as their coding does are taken as they are. Raises Broken for data
    that break off, and Oversized for more than `max_bytes`.
    """
    names = [name for part in codings.lower().split(",") if (name := part.strip()) not in ("", "identity", "utf-8")]
    if len(names) > 4:  # nobody packs so often
        raise Broken("it is packed too many times")
    for name in reversed(names):
        data = _decoded(data, name, max_bytes)
    if len(data) > max_bytes:
        raise Oversized(_too_much(max_bytes))
    return data


def _decoded(data: bytes, name: str, max_bytes: int) -> bytes:
    if not data:
        return data
    if name in ("gzip", "x-gzip"):
        return _members(data, GZIP_MAGIC, gzip_member, max_bytes) if data.startswith(GZIP_MAGIC) else data
    if name == "zstd":
        return _members(data, ZSTD_MAGIC, zstd_frame, max_bytes) if data.startswith(ZSTD_MAGIC) else data
    if name == "deflate":
        # the zlib format; some servers send it without its head
        has_head = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
        return _unless_plain(data, _Zlib(zlib.MAX_WBITS if has_head else _RAW, "deflate"), max_bytes)
    if name == "br":
        return _unless_plain(data, _Brotli(), max_bytes)
    raise Broken(f"it is packed in a way that is not known ({name[:40]})")


def _unless_plain(data: bytes, unpacker: Unpacker, max_bytes: int) -> bytes:
    """The unpacked data; the data themselves when they are markup already. The formats have no first bytes of their own."""
    try:
        return _member(data, 0, unpacker, max_bytes)[0]
    except Oversized:
        raise
    except Broken:
        if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
            return data
        raise


def _members(data: bytes, magic: bytes, unpacker: Callable[[], Unpacker], max_bytes: int) -> bytes:
    """The bytes of all members. Other data after the last one are left out, as browsers do."""
    parts, end = [], 0
    while data.startswith(magic, end):
        part, end = _member(data, end, unpacker(), max_bytes)
        max_bytes -= len(part)
        parts.append(part)
    return b"".join(parts)


def _member(data: bytes, start: int, unpacker: Unpacker, max_bytes: int) -> tuple[bytes, int]:
    """The bytes of the member that begins at a place, and the place of its end."""
    whole = bytearray()
    position = start
    # given in small pieces, since the libraries copy what they do not use at once
    while not unpacker.ended and position < len(data):
        piece = unpacker.unpack(data[position : position + _GIVEN_BYTES])
        position += _GIVEN_BYTES
        while piece:
            whole += piece
            if len(whole) > max_bytes:
                raise Oversized(_too_much(max_bytes))
            piece = unpacker.unpack(b"")
    if not unpacker.ended:
        raise Broken(f"its {unpacker.name} data break off")
    return bytes(whole), min(position, len(data)) - len(unpacker.rest)


def _too_much(max_bytes: int) -> str:
    return f"it unpacks to more than {max_bytes // 1024**2} MB"


def dechunked(data: bytes) -> bytes:
    """The body of an answer without its chunks (RFC 9112, 7.1). Many crawlers take the chunks away and keep the header: then the data are taken as they are.

    Raises Broken for chunks that break off.
    """
    if _CHUNK_SIZE.match(data) is None:
        return data
    whole = bytearray()
    position = 0
    while (line := _CHUNK_SIZE.match(data, position)) is not None:
        size = int(line[1], 16)
        if size == 0:
            return bytes(whole)
        if size > len(data) - line.end():
            raise Broken("its chunks break off")
        whole += data[line.end() : line.end() + size]
        position = line.end() + size
        position += 2 if data.startswith(b"\r\n", position) else data.startswith(b"\n", position)
    raise Broken("its chunks break off" if position >= len(data) else "its chunks are damaged")
