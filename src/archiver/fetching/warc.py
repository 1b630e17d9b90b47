"""A WARC file of what was fetched (WARC/1.1, ISO 28500:2017): each request and its response as they went over the wire.

The same exchanges give the same bytes: records are named by a hash of what they hold, and no clock is asked.
"""

from __future__ import annotations

import base64
import hashlib
import re
import uuid
import zlib
from collections.abc import Iterable
from urllib.parse import quote

from archiver.fetching.responses import Exchange
from archiver.version import __version__

MEDIA_TYPE = "application/warc"
SUFFIX = ".warc.gz"
#: The field of the first record that names the page: the SHA-256 of its bytes, as the record of the article has it.
_PAGE_FIELD = "archiver-page-sha256"


#: The head of a response, and what came after it.
_HEAD = re.compile(rb"\A(.*?\r?\n\r?\n).*\Z", re.DOTALL)
_NO_BODY = re.compile(rb"^content-length:[ \t]*0[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)


def warc_file(exchanges: Iterable[Exchange], retrieved: str, sha256: str) -> bytes:
    """A gzipped WARC file. `retrieved` is the moment of the fetch (ISO 8601, UTC), `sha256` the SHA-256 of the page's bytes."""
    fields = {
        "software": f"Archiver/{__version__} (article-archiver)",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        _PAGE_FIELD: sha256,
    }
    block = "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode()
    info = _record_id("warcinfo", retrieved, block)
    records = [_record("warcinfo", info, retrieved, block, {"Content-Type": "application/warc-fields"})]
    for number, exchange in enumerate(exchanges):
        # the number tells two equal exchanges apart
        response = _record_id("response", f"{number} {retrieved} {exchange.address}", exchange.response)
        request = _record_id("request", f"{number} {retrieved} {exchange.address}", exchange.request)
        about = {
            "WARC-Warcinfo-ID": info,
            "WARC-Target-URI": _written(exchange.address),
            "WARC-IP-Address": exchange.ip,
        }
        if exchange.leads_on:
            block = _HEAD.sub(rb"\1", exchange.response, count=1)
            received = {} if _NO_BODY.search(block) else {"WARC-Truncated": "unspecified"}
        else:
            received, block = {}, exchange.response
        records += [
            _record(
                "response", response, retrieved, block,
                {**about, **received, "Content-Type": "application/http; msgtype=response"},
            ),
            _record(
                "request", request, retrieved, exchange.request,
                {**about, "WARC-Concurrent-To": response, "Content-Type": "application/http; msgtype=request"},
            ),
        ]  # fmt: skip
    return b"".join(map(_gzipped, records))


def _record(kind: str, record_id: str, moment: str, block: bytes, fields: dict[str, str]) -> bytes:
    """One record: its head, its block, and the two empty lines after it."""
    head = {
        "WARC-Type": kind, "WARC-Record-ID": record_id, "WARC-Date": moment, **fields,
        "WARC-Block-Digest": _digest(block), "Content-Length": str(len(block)),
    }  # fmt: skip
    lines = ["WARC/1.1\r\n", *(f"{name}: {value}\r\n" for name, value in head.items()), "\r\n"]
    return "".join(lines).encode("utf-8") + block + b"\r\n\r\n"


def _record_id(kind: str, where: str, block: bytes) -> str:
    digest = hashlib.sha256(f"{kind} {where} ".encode("utf-8", "replace") + block).digest()
    return f"<urn:uuid:{uuid.UUID(bytes=digest[:16], version=5)}>"


def _digest(data: bytes) -> str:
    return f"sha1:{base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()}"


def _written(address: str) -> str:
    """An address on one line of a head: without white space, which no address has (RFC 3986)."""
    return re.sub(r"\s", lambda space: quote(space[0]), address)


def _gzipped(record: bytes) -> bytes:
    """A record as a gzip member of its own, without a time."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return compressor.compress(record) + compressor.flush()
