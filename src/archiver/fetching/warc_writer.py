"""A WARC file of what was fetched, so that a fetch can be repeated without the network (WARC 1.1, ISO 28500:2017).

Each exchange with a server becomes two records, the response and its request, each packed with gzip on its own, so that a reader can begin at any of them.
The same exchanges give the same bytes.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from archiver import addresses

MEDIA_TYPE = "application/warc"
#: What a line of a head cannot hold: it would end the line.
_NOT_IN_LINE = re.compile(r"[\r\n\x00]+")
#: Headers that say how the body went over the wire. The body in the file is without it, so they get another name, as pywb gives it.
_OF_TRANSFER = frozenset(("transfer-encoding", "content-length"))

Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer.

    `address` is the address that was asked for, and `moment` when, in ISO 8601 and UTC (2026-11-30T12:00:00Z). `body` is the body of the answer, without
    its transfer coding (chunked), but as the server packed it (Content-Encoding). `ip` is the address of the server, if it is known.
    """

    address: str
    moment: str
    status: int
    headers: Headers
    body: bytes
    reason: str = ""
    request_headers: Headers = ()
    method: str = "GET"
    ip: str = ""


def write_warc(stream: BinaryIO, exchanges: Iterable[Exchange], software: str) -> None:
    """Write a WARC file of exchanges in their order (redirects before the page that they lead to). `software` names the program that made it."""
    first = True
    for exchange in exchanges:
        if first:
            fields = _lines([("software", software), ("format", "WARC File Format 1.1")])
            stream.write(_record("warcinfo", [("WARC-Date", exchange.moment)], "application/warc-fields", fields))
            first = False
        _write(stream, exchange)


def _write(stream: BinaryIO, exchange: Exchange) -> None:
    answer = _answer(exchange)
    target = [("WARC-Target-URI", exchange.address), ("WARC-Date", exchange.moment)]
    about = [*target, *([("WARC-IP-Address", exchange.ip)] if exchange.ip else [])]
    about.append(("WARC-Payload-Digest", _digest(exchange.body)))
    response = _record("response", about, "application/http; msgtype=response", answer)
    stream.write(response)
    about = [*target, ("WARC-Concurrent-To", _record_id("response", about, answer))]
    stream.write(_record("request", about, "application/http; msgtype=request", _request(exchange)))


def _request(exchange: Exchange) -> bytes:
    parts = addresses.split(exchange.address)
    assert parts is not None  # it was fetched
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    headers = list(exchange.request_headers)
    if all(name.lower() != "host" for name, _ in headers):
        headers.insert(0, ("Host", parts.netloc.rpartition("@")[2]))
    return f"{exchange.method} {path} HTTP/1.1\r\n".encode("utf-8", "replace") + _lines(headers) + b"\r\n"


def _answer(exchange: Exchange) -> bytes:
    headers = [(name if name.lower() not in _OF_TRANSFER else f"X-Archive-Orig-{name}", text) for name, text in exchange.headers]  # fmt: skip
    headers.append(("Content-Length", str(len(exchange.body))))
    status = f"HTTP/1.1 {exchange.status} {_NOT_IN_LINE.sub(' ', exchange.reason)}".rstrip()
    return status.encode("utf-8", "replace") + b"\r\n" + _lines(headers) + b"\r\n" + exchange.body


def _record(kind: str, head: Headers, content_type: str, content: bytes) -> bytes:
    lines = _lines(
        [
            ("WARC-Type", kind),
            ("WARC-Record-ID", _record_id(kind, head, content)),
            *head,
            ("WARC-Block-Digest", _digest(content)),
            ("Content-Type", content_type),
            ("Content-Length", str(len(content))),
        ]
    )
    return gzip.compress(b"WARC/1.1\r\n" + lines + b"\r\n" + content + b"\r\n\r\n", mtime=0)


def _record_id(kind: str, head: Headers, content: bytes) -> str:
    """The name of a record, from what it says: no chance and no clock is in it."""
    digest = hashlib.sha256(b"\x00".join((kind.encode(), _lines(head), content))).digest()
    return f"<urn:uuid:{uuid.UUID(bytes=digest[:16], version=5)}>"


def _digest(data: bytes) -> str:
    # SHA-1 in base32 is what the tools of web archives read; it guards against damage, not against forgery
    return f"sha1:{base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode('ascii')}"


def _lines(headers: Headers) -> bytes:
    return "".join(f"{_NOT_IN_LINE.sub(' ', name)}: {_NOT_IN_LINE.sub(' ', text)}\r\n" for name, text in headers).encode("utf-8", "replace")  # fmt: skip
