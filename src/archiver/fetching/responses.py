"""The answer of a server, read under a limit of bytes: those that come over the wire, of headers too, and those that they unpack to."""

from __future__ import annotations

import http.client
import io
import zlib
from collections.abc import Iterator
from typing import Any

#: Bytes on the wire besides the body: headers, and the sizes of chunks.
_OVERHEAD = 256 * 1024
_PIECE = 64 * 1024
#: For zlib: gzip and zlib, told apart by their headers.
_BY_HEADER = zlib.MAX_WBITS | 32


class Refused(Exception):
    """Why something was not fetched, as the end of a sentence: "the server answered 404". `loaded` is how many bytes came all the same."""

    loaded = 0


class TooMuch(Refused):
    """It has more bytes than it may have."""


class TookTooLong(Refused):
    """It was not done in its time."""


class Limit:
    """How many bytes of one fetch may come, of all its answers together; `loaded` counts them while they arrive."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.loaded = 0

    def count(self, size: int) -> None:
        """Count bytes of the wire; raises TooMuch when they are more than what may come, and what goes with it."""
        self.loaded += size
        if self.loaded > self.most + _OVERHEAD:
            raise self.too_much()

    def count_unpacked(self, size: int) -> None:
        """Count a body by what it has unpacked to so far; raises TooMuch when that is more than what may come."""
        self.loaded = max(self.loaded, size)
        self.require(size)

    def require(self, size: int) -> None:
        """Raise TooMuch when a body has more bytes than may come."""
        if size > self.most:
            raise self.too_much()

    def too_much(self) -> TooMuch:
        """The refusal of what is too large."""
        shown = f"{self.most // 1024**2} MB" if self.most >= 1024**2 else f"{self.most // 1024} KB"
        return TooMuch(f"it has more than {shown}")


def counted(limit: Limit) -> type[http.client.HTTPResponse]:
    """A class of answers whose bytes are counted where they leave the socket, so that no line, header or chunk is read without end."""

    class Counted(http.client.HTTPResponse):
        def __init__(self, sock: Any, *arguments: Any, **options: Any) -> None:
            super().__init__(sock, *arguments, **options)
            self.fp.close()
            self.fp = io.BufferedReader(_Raw(sock.makefile("rb", buffering=0), limit))

        def begin(self) -> None:
            # http.client passes over 100 alone. Any other answer of that kind comes before the answer, too, but for 101 (RFC 9110, 15.2).
            super().begin()
            while 100 < self.status < 200 and self.status != 101:
                self.headers = self.msg = None  # type: ignore[assignment]
                super().begin()

    return Counted


class _Raw(io.RawIOBase):
    def __init__(self, inner: io.RawIOBase, limit: Limit) -> None:
        self._inner = inner
        self._limit = limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        got: int | None = self._inner.readinto(buffer)
        if got:
            self._limit.count(got)
        return got

    def close(self) -> None:
        self._inner.close()
        super().close()


def body(answer: Any, limit: Limit) -> bytes:
    """The body of an answer of urllib3, unpacked. Raises TooMuch before anything is read when the answer itself says that it is too large, and
    else as soon as it is seen; Refused for what is packed in a way that was not asked for.
    """
    declared = str(answer.headers.get("Content-Length", "")).strip()
    if declared.isascii() and declared.isdigit():
        limit.require(int(declared[:20]))
    found = bytearray()
    for piece in _unpacked(answer.stream(_PIECE, decode_content=False), answer.headers.get("Content-Encoding", "")):
        found += piece
        limit.count_unpacked(len(found))
    return bytes(found)


def _unpacked(pieces: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """The bytes that packed ones hold, never much more than a piece at once: a megabyte of zeros is a kilobyte when packed."""
    named = [name for part in encoding.lower().split(",") if (name := part.strip()) not in ("", "identity")]
    if not named:
        yield from pieces
        return
    if len(named) > 1 or named[0] not in ("gzip", "x-gzip", "deflate"):
        raise Refused(f"it is packed in a way that was not asked for ({', '.join(named)[:40]})")
    unpacker = zlib.decompressobj(wbits=_BY_HEADER)
    is_gzip = named[0] != "deflate"
    first = not is_gzip
    for piece in pieces:
        if first and piece[:1] and piece[0] & 0x0F != 8:
            unpacker = zlib.decompressobj(wbits=-zlib.MAX_WBITS)  # deflate without its header, as some servers send it
        first = first and not piece
        rest = piece
        while rest:
            if unpacker.eof:
                # a further member of gzip (RFC 1952, 2.2); what else stands behind the end is overlooked, as browsers do
                if not is_gzip or rest[:1] != b"\x1f":
                    is_gzip = False
                    break
                unpacker = zlib.decompressobj(wbits=_BY_HEADER)
            try:
                yield unpacker.decompress(rest, _PIECE)
            except zlib.error as error:
                raise Refused("it cannot be unpacked") from error
            rest = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    yield unpacker.flush()
    if not unpacker.eof:
        raise Refused("it breaks off")
