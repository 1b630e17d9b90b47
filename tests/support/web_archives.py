"""WARC and WACZ files as crawlers and browsers make them, written by warcio."""

from __future__ import annotations

import hashlib
import io
import json
import sys
import zipfile
import zlib
from base64 import b32encode
from collections.abc import Iterable, Mapping
from gzip import compress as gzipped

import brotli
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MOMENT = "2024-05-06T10:00:00Z"


def page(title: str, *, words: str = "", markup: str = "") -> bytes:
    """A page with an article of this title. `words` stand at its end, `markup` between its paragraphs."""
    paragraphs = "".join(
        f"<p>Keeper number {n} of {title} climbed the hundred and eight steps each evening, trimmed the wick, and wrote the weather of the bay into a"
        " book that nobody on the mainland ever asked to see, though it was kept for ninety years without a gap.</p>"
        for n in range(1, 6)
    )
    text = (
        f"<!DOCTYPE html><html lang=en><head><title>{title}</title></head><body><nav><a href='/'>Home</a></nav><article><h1>{title}</h1>{paragraphs}{markup}"
        f"<p>So it went until the lamp was put out for good, and the book with it. {words}</p></article></body></html>"
    )
    return text.encode()


def chunked(data: bytes, size: int = 700) -> bytes:
    """Data in chunks, as HTTP/1.1 sends them."""
    chunks = (data[start : start + size] for start in range(0, len(data), size))
    return b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"


def packed(data: bytes, coding: str) -> bytes:
    """Data in a content coding of HTTP."""
    if coding == "raw deflate":
        packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        return packer.compress(data) + packer.flush()
    pack = {"gzip": gzipped, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstd.compress}[coding]
    return bytes(pack(data))


def digest(data: bytes) -> str:
    """The digest of a payload as WARC files have it."""
    return f"sha1:{b32encode(hashlib.sha1(data).digest()).decode()}"


class WarcFile:
    """A WARC file in the making. `data` are its bytes so far."""

    def __init__(self, *, gzip: bool = True) -> None:
        self._stream = io.BytesIO()
        self._writer = WARCWriter(self._stream, gzip=gzip, warc_version="1.1")

    @property
    def data(self) -> bytes:
        return self._stream.getvalue()

    def __len__(self) -> int:
        return len(self.data)

    def response(
        self,
        address: str,
        body: bytes,
        content_type: str = "text/html; charset=utf-8",
        *,
        status: str = "200 OK",
        headers: Mapping[str, str] | None = None,
        moment: str = MOMENT,
        **fields: str,
    ) -> str:
        """Add a response, and return the name of its record. `headers` are of HTTP, `fields` of the record (with _ for -)."""
        pairs = [("Content-Type", content_type), *(headers or {}).items()]
        http = StatusAndHeaders(status, pairs, protocol="HTTP/1.1")
        head = {"WARC-Date": moment, **{name.replace("_", "-"): text for name, text in fields.items()}}
        record = self._writer.create_warc_record(
            address, "response", payload=io.BytesIO(body), http_headers=http, warc_headers_dict=head
        )
        self._writer.write_record(record)
        return str(record.rec_headers.get_header("WARC-Record-ID"))

    def redirect(self, address: str, target: str) -> None:
        self.response(address, b"", status="301 Moved Permanently", headers={"Location": target})

    def revisit(
        self, address: str, payload: bytes, refers_to: str, refers_to_date: str = MOMENT, moment: str = MOMENT
    ) -> None:
        http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        self._writer.write_record(
            self._writer.create_revisit_record(
                address, digest(payload), refers_to, refers_to_date, http_headers=http, warc_headers_dict={"WARC-Date": moment}
            )
        )  # fmt: skip

    def record(self, kind: str, address: str, content: bytes, content_type: str, **fields: str) -> None:
        """Add a record of any other type."""
        head = {"WARC-Date": MOMENT, **{name.replace("_", "-"): text for name, text in fields.items()}}
        self._writer.write_record(
            self._writer.create_warc_record(
                address, kind, payload=io.BytesIO(content), warc_content_type=content_type, warc_headers_dict=head
            )
        )

    def raw(self, data: bytes) -> None:
        """Add bytes that warcio would not write."""
        self._stream.write(data)


def warc(pages: Iterable[tuple[str, bytes]], *, gzip: bool = True) -> bytes:
    """A WARC file of pages, each with its address."""
    file = WarcFile(gzip=gzip)
    for address, body in pages:
        file.response(address, body)
    return file.data


def wacz(
    warcs: Mapping[str, bytes],
    listed: Iterable[str | tuple[str, str]] | None = None,
    *,
    compression: int = zipfile.ZIP_STORED,
) -> bytes:
    """A WACZ file with these WARC files, and a list of pages: addresses, each perhaps with the moment of the visit."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("datapackage.json", json.dumps({"profile": "data-package", "wacz_version": "1.1.1"}))
        for name, content in warcs.items():
            archive.writestr(f"archive/{name}", content, compress_type=compression)
        archive.writestr("indexes/index.cdx", "")
        if listed is not None:
            lines = [{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}]
            visits = [(visit, MOMENT) if isinstance(visit, str) else visit for visit in listed]
            lines += [{"url": address, "ts": moment, "title": "A page"} for address, moment in visits]
            archive.writestr(
                "pages/pages.jsonl", "".join(json.dumps(line) + "\n" for line in lines), zipfile.ZIP_DEFLATED
            )
    return data.getvalue()
