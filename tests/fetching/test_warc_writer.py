"""WARC files of what was fetched: warcio and Archiver read them, and their digests fit."""

from __future__ import annotations

import gzip
import io

from warcio.archiveiterator import ArchiveIterator

import archiver
from archiver.fetching.warc_writer import Exchange, write_warc
from support.web_archives import MOMENT, page

EXCHANGES = [
    Exchange("https://harbour.example/old", MOMENT, 301, [("Location", "/lamp?x=1")], b"", "Moved Permanently"),
    Exchange(
        "https://harbour.example/lamp?x=1",
        MOMENT,
        200,
        [("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")],
        gzip.compress(page("The Lamp"), mtime=0),
        "OK",
        [("User-Agent", "Archiver"), ("Accept", "text/html\r\nEvil: 1")],
        ip="192.0.2.7",
    ),
]


def written() -> bytes:
    stream = io.BytesIO()
    write_warc(stream, EXCHANGES, "Archiver")
    return stream.getvalue()


def test_the_page_comes_back() -> None:
    article = archiver.normalize(written(), url="https://harbour.example/old")
    assert (article.title, article.url, article.retrieved) == ("The Lamp", EXCHANGES[1].address, MOMENT)


def test_the_same_exchanges_give_the_same_bytes() -> None:
    assert written() == written()


def test_warcio_reads_the_records_and_their_digests_fit() -> None:
    found = []
    for record in ArchiveIterator(io.BytesIO(written()), check_digests="raise"):
        found.append((record.rec_type, record.rec_headers.get_header("WARC-Target-URI")))
        record.content_stream().read()
    addresses = [exchange.address for exchange in EXCHANGES]
    assert found == [
        ("warcinfo", None),
        *((kind, address) for address in addresses for kind in ("response", "request")),
    ]


def test_each_record_is_a_member_of_its_own_and_the_request_names_its_response() -> None:
    records = list(ArchiveIterator(io.BytesIO(written()), no_record_parse=True))
    names = {record.rec_type: record.rec_headers.get_header("WARC-Record-ID") for record in records}
    assert records[-1].rec_headers.get_header("WARC-Concurrent-To") == names["response"]
    assert written().count(b"\x1f\x8b\x08") >= 5


def test_a_line_end_in_a_header_begins_no_line() -> None:
    requests = [
        r.content_stream().read()
        for r in ArchiveIterator(io.BytesIO(written()), no_record_parse=True)
        if r.rec_type == "request"
    ]
    assert requests[1] == (
        b"GET /lamp?x=1 HTTP/1.1\r\nHost: harbour.example\r\nUser-Agent: Archiver\r\nAccept: text/html Evil: 1\r\n\r\n"
    )


def test_headers_of_the_way_get_another_name() -> None:
    answers = [
        r.content_stream().read()
        for r in ArchiveIterator(io.BytesIO(written()), no_record_parse=True)
        if r.rec_type == "response"
    ]
    head = answers[1].partition(b"\r\n\r\n")[0].decode().split("\r\n")
    assert "X-Archive-Orig-Transfer-Encoding: chunked" in head and "Transfer-Encoding: chunked" not in head
    assert f"Content-Length: {len(EXCHANGES[1].body)}" in head
