"""A record, or a TEI document made from one, is no source: as a page it would lose its structure."""

from __future__ import annotations

from pathlib import Path

import pytest

from archiver import readers
from archiver.errors import Malformed
from archiver.source import Source
from support.folders import RECORDS
from support.records import record

RECORD = (RECORDS / "everything.xml").read_bytes()


def refusal(data: bytes, name: str | None = None) -> Malformed:
    with pytest.raises(Malformed) as caught:
        readers.read(Source(name="a.xml", data=data, stem="a"), name)
    assert caught.value.exit_code == 3
    return caught.value


@pytest.mark.parametrize(
    "data",
    [
        RECORD,
        b"\xef\xbb\xbf" + RECORD,
        RECORD.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16"),
        b"<!-- kept since 2020 -->\n" + RECORD.partition(b"?>")[2],
        RECORD.replace(b"<article xmlns=", b"<a:article xmlns:a=", 1),
    ],
    ids=["plain", "byte order mark", "UTF-16", "comment before it", "prefix"],
)
@pytest.mark.parametrize("name", [None, "html", "text"])
def test_a_record_is_refused_with_a_hint(data: bytes, name: str | None) -> None:
    error = refusal(data, name)
    assert "a record of Archiver" in error.message and "archiver export" in error.remedy


def test_a_tei_document_is_refused_with_a_hint(tmp_path: Path) -> None:
    import archiver

    archiver.export(record("everything").article, "tei", tmp_path / "a.tei.xml")
    error = refusal((tmp_path / "a.tei.xml").read_bytes())
    assert "a TEI document" in error.message and "archiver export" in error.remedy


@pytest.mark.parametrize(
    "page",
    [
        "<article><h1>On records</h1><p>A record begins with urn:archiver:article:1, as its namespace.</p></article>",
        '<!DOCTYPE html><html><body><pre>&lt;TEI xmlns="http://www.tei-c.org/ns/1.0"></pre><p>A page on TEI.</p></body></html>',
    ],
)
def test_a_page_about_records_is_a_page(page: str) -> None:
    assert readers.read(Source(name="a.html", data=page.encode(), stem="a")).media_type == "text/html"


@pytest.mark.parametrize("part", [b"<?a?>", b"<!-- -->", b"<!DOCTYPE a [x]>", b" ", b"<!DOCTYPE ", b"<!--", b"<?"])
def test_a_long_beginning_takes_no_long_search(part: bytes) -> None:
    assert readers.read(Source(name="a.html", data=part * 20_000 + b"<p>Text.</p>", stem="a"))
