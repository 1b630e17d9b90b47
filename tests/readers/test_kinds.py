"""What a file is, told by its content: no file of a known kind is read as a page or a text."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

import archiver
from archiver.readers.kinds import kind_of


def zipped(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "x" * 50)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "pdf"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "image"),
        (b"\x00\x00\x00\x20ftypisom", "media"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), "office"),
        (gzip.compress(b"some text", mtime=0), "gzip"),
        (gzip.compress(b"WARC/1.1\r\nWARC-Type: warcinfo\r\n\r\n", mtime=0), "warc"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n", "warc"),
        (zipped("datapackage.json", "archive/data.warc.gz"), "wacz"),
        (zipped("[Content_Types].xml", "word/document.xml"), "docx"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (zipped("mimetype", "META-INF/container.xml"), "epub"),
        (zipped("mimetype", "content.xml"), "odt"),
        (zipped("index.html", "page.css"), "zip"),
        (b'<?xml version="1.0"?>\n<!-- made daily -->\n<rss version="2.0"><channel/></rss>', "feed"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"></feed>', "feed"),
        (b'{"log": {"version": "1.2", "entries": []}}', "json"),
        (b"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n<html>", "http"),
        (b"Return-Path: <a@b.example>\r\nFrom: a@b.example\r\nSubject: Hi\r\n\r\nText", "eml"),
        (b"From a@b.example Mon May  6 2024\nFrom: a@b.example\nMessage-ID: <1@b.example>\n\nText", "eml"),
        (b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n\r\n--x", "mhtml"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_kind_is_told_by_content(data: bytes, name: str) -> None:
    kind = kind_of(data, lambda: data)
    assert kind is not None and kind.name == name


@pytest.mark.parametrize(
    "text",
    [
        "From: Ann\nTo: Ben\nSubject: The mill\nDate: 3 May\n\nDear Ben, the mill is sold.",
        "Note: this text begins with a colon.\n\nIt is a text.",
        "Content-Type: what it means\nand how to set it.\n\nA server names the type of what it sends.",
        "{not JSON, but a text that begins with a bracket}",
        "[1] The first note of a list.\n[2] The second.",
        "PK is short for primary key.",
        "<article><h1>On feeds</h1><p>An rss element holds a channel.</p></article>",
        '<?xml version="1.0"?><!DOCTYPE html><html><body><p>A page in XHTML.</p></body></html>',
        "HTTP is a protocol.",
        "",
    ],
)
def test_texts_and_pages_are_of_no_such_kind(text: str) -> None:
    assert kind_of(text.encode(), text.encode) is None


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"%PDF-1.7\n", "pdftotext"), (b'{"a": 1}', "JSON"), (b"filedesc://x.arc 0.0.0.0 2001 text/plain 76\n", "WARC")],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(archiver.Malformed, match=words) as caught:
        archiver.normalize(data)
    assert caught.value.exit_code == 3
