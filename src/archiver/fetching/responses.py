"""Responses of a server, read under a limit. The limit counts the bytes on the wire, headers included, and the bytes
after decompression. They can be kept as they came over the wire, for a WARC file.
"""

from __future__ import annotations

import http.client
import io
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

#: Bytes on the wire in addition to the body: headers, and the sizes of chunks.
_OVERHEAD_BYTES = 256 * 1024
_CHUNK_BYTES = 64 * 1024
#: The head of an interim response (status 1xx), which comes before the response itself.
_INTERIM = re.compile(rb"HTTP/\d\.\d 1\d\d\b.*?\r?\n\r?\n", re.DOTALL)
#: For zlib: accept the gzip and the zlib format, and detect which of them by the header.
_DETECT_FORMAT = zlib.MAX_WBITS | 32


class Refused(Exception):
    """A fetch that failed or was refused. The message is the end of a sentence: "the server answered 404". `loaded`
    counts the bytes that arrived.
    """

    loaded = 0


class NotAllowed(Refused):
    """The address itself must not be fetched: it leads into a local network, names a user, or is no web address."""


class EndlessRedirect(Refused):
    """There are more redirects than are followed."""


class Answered(Refused):
    """The server answered with a status that brings no page, such as 404."""

    def __init__(self, status: int, more: str = "") -> None:
        super().__init__(f"the server answered {status}{more}")
        self.status = status


class TooMuch(Refused):
    """The response has more bytes than allowed."""


class TookTooLong(Refused):
    """The fetch took longer than allowed."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its response as they went over the wire, without interim responses; the address that was asked for, and the IP
    address that answered. A response that `leads_on` is a redirect, and nobody reads its body to the end.
    """

    address: str
    ip: str
    request: bytes
    response: bytes
    leads_on: bool = False


@dataclass(frozen=True, slots=True)
class FetchedAnswer:
    """A response with status 200: the address that it came from after all redirects, its headers, and its decompressed body.

    `exchanges` are all requests and responses that led to it, when they were to be kept.
    """

    address: str
    headers: Mapping[str, str]
    body: bytes
    exchanges: tuple[Exchange, ...] = ()


class Limit:
    """The number of bytes that one fetch may load, over all its responses; `loaded` counts them as they arrive."""

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.loaded = 0

    def count(self, size: int) -> None:
        """Count bytes on the wire. Raises TooMuch when they exceed the limit and the allowance for headers."""
        self.loaded += size
        if self.loaded > self.max_bytes + _OVERHEAD_BYTES:
            raise self.too_much()

    def count_unpacked(self, size: int) -> None:
        """Set the count to the decompressed size of a body so far. Raises TooMuch when it exceeds the limit."""
        self.loaded = max(self.loaded, size)
        self.require(size)

    def require(self, size: int) -> None:
        """Raise TooMuch when a body of `size` bytes exceeds the limit."""
        if size > self.max_bytes:
            raise self.too_much()

    def too_much(self) -> TooMuch:
        """The error for a response that is too large."""
        limit_text = f"{self.max_bytes // 1024**2} MB" if self.max_bytes >= 1024**2 else f"{self.max_bytes // 1024} KB"
        return TooMuch(f"it has more than {limit_text}")


def counted(limit: Limit, kept: list[bytearray] | None = None) -> type[http.client.HTTPResponse]:
    """A response class that counts its bytes as they leave the socket, so that no line, header or chunk is read without
    end. `kept` gets the bytes of each response that is begun.
    """

    class Counted(http.client.HTTPResponse):
        def __init__(self, sock: Any, *arguments: Any, **options: Any) -> None:
            super().__init__(sock, *arguments, **options)
            self.fp.close()
            copy = None
            if kept is not None:
                kept.append(copy := bytearray())
            self.fp = io.BufferedReader(_Raw(sock.makefile("rb", buffering=0), limit, copy))

        def begin(self) -> None:
            # http.client skips only status 100. All other 1xx responses but 101 are interim responses as well (RFC
            # 9110, 15.2).
            super().begin()
            while 100 < self.status < 200 and self.status != 101:
                self.headers = self.msg = None  # type: ignore[assignment]
                super().begin()

    return Counted


class _Raw(io.RawIOBase):
    def __init__(self, inner: io.RawIOBase, limit: Limit, copy: bytearray | None) -> None:
        self._inner = inner
        self._limit = limit
        self._copy = copy

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        count: int | None = self._inner.readinto(buffer)
        if count:
            self._limit.count(count)
            if self._copy is not None:
                self._copy += memoryview(buffer)[:count]
        return count

    def close(self) -> None:
        self._inner.close()
        super().close()


def wire_bytes(copy: bytes | bytearray) -> bytes:
    """A response as it came over the wire, without the interim responses before it."""
    start = 0
    while (interim := _INTERIM.match(copy, start)) is not None:
        start = interim.end()
    return bytes(copy[start:])


def body(response: Any, limit: Limit) -> bytes:
    """The decompressed body of a urllib3 response.

    Raises TooMuch before anything is read when the Content-Length is too large, else as soon as the limit is passed.
    Raises Refused for a content encoding that was not asked for, and for a body that is cut off.
    """
    declared = str(response.headers.get("Content-Length", "")).strip()
    if declared.isascii() and declared.isdigit():
        limit.require(int(declared[:20]))
    data = bytearray()
    for chunk in _decompressed(
        response.stream(_CHUNK_BYTES, decode_content=False), response.headers.get("Content-Encoding", "")
    ):
        data += chunk
        limit.count_unpacked(len(data))
    return bytes(data)


def _decompressed(chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """The decompressed bytes, in chunks of limited size: a kilobyte of gzip may hold a megabyte of zeros."""
    encodings = [name for part in encoding.lower().split(",") if (name := part.strip()) not in ("", "identity")]
    if not encodings:
        yield from chunks
        return
    if len(encodings) > 1 or encodings[0] not in ("gzip", "x-gzip", "deflate"):
        raise Refused(f"it is packed in a way that was not asked for ({', '.join(encodings)[:40]})")
    decompressor = zlib.decompressobj(wbits=_DETECT_FORMAT)
    is_gzip = encodings[0] != "deflate"
    at_start = not is_gzip
    for chunk in chunks:
        if at_start and chunk[:1] and chunk[0] & 0x0F != 8:
            decompressor = zlib.decompressobj(
                wbits=-zlib.MAX_WBITS
            )  # raw deflate without the zlib header, as some servers send it
        at_start = at_start and not chunk
        rest = chunk
        while rest:
            if decompressor.eof:
                # Another member of the gzip file (RFC 1952, 2.2). Other data after the end is ignored, as browsers do.
                if not is_gzip or rest[:1] != b"\x1f":
                    is_gzip = False
                    break
                decompressor = zlib.decompressobj(wbits=_DETECT_FORMAT)
            try:
                yield decompressor.decompress(rest, _CHUNK_BYTES)
            except zlib.error as error:
                raise Refused("it cannot be unpacked") from error
            rest = decompressor.unused_data if decompressor.eof else decompressor.unconsumed_tail
    yield decompressor.flush()
    if not decompressor.eof:
        raise Refused("it breaks off")
