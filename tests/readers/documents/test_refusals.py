"""What is refused, each with one sentence and exit code 3: broken, hostile and protected documents, and kinds that are no articles."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import archiver
from archiver import pandoc, readers
from archiver.errors import SourceError, TooLarge
from archiver.readers.documents import containers
from archiver.source import Source
from support.documents import docx_members, epub_members, made, odt_members, run, written, zipped

WORD = docx_members(f"<w:p>{run('The mill stood idle.')}</w:p>")
BOOK = epub_members({"one": "<p>The mill stood idle.</p>"})
TEXT = odt_members("<text:p>The mill stood idle.</text:p>")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def refusal(data: bytes, name: str | None = None) -> SourceError:
    with pytest.raises(SourceError) as caught:
        archiver.normalize(data, media_type=name)
    assert caught.value.exit_code == 3
    assert "\n" not in caught.value.message and caught.value.remedy
    return caught.value


@pytest.mark.parametrize("members", [WORD, BOOK, TEXT], ids=["docx", "epub", "odt"])
def test_a_container_that_is_cut_off_anywhere(members: dict[str, str | bytes]) -> None:
    data = zipped(members)
    for length in range(60, len(data) - 1, len(data) // 7):
        message = refusal(data[:length]).message
        assert "damaged or cut off" in message or "ZIP archive" in message, length


@pytest.mark.parametrize("name", ["../../evil", "/etc/evil", "..\\evil", "C:\\evil", "a/../../evil"])
def test_names_that_lead_out_of_the_container(name: str) -> None:
    assert "leads out of it" in refusal(zipped({**WORD, name: "x"})).message


def test_bombs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "MOST_BYTES", 4_000_000)
    monkeypatch.setattr(containers, "MOST_MARKUP", 2_000_000)
    monkeypatch.setattr(containers, "MOST_MEMBERS", 50)
    assert "too large" in refusal(zipped({**WORD, "word/media/a.bin": bytes(5_000_000)})).message
    assert "too large" in refusal(zipped({**WORD, "word/other.xml": " " * 2_500_000})).message
    assert "more than 50 files" in refusal(zipped({**WORD, **{f"a/{n}": "" for n in range(60)}})).message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        (OLE + "WordDocument".encode("utf-16-le"), "an old Word document"),
        (OLE + "Workbook".encode("utf-16-le"), "a spreadsheet"),
        (zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"}), "a spreadsheet"),
        (zipped({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<w/>"}), "a presentation"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<w/>"}), "a spreadsheet"),
        (zipped({"Index/Document.iwa": "x"}), "Apple Pages"),
        (b"%PDF-1.7 stream", "a PDF file"),
    ],
)  # fmt: skip
def test_kinds_that_are_no_articles(data: bytes, message: str) -> None:
    assert message in refusal(data).message


def test_an_encrypted_open_document() -> None:
    locked = odt_members(
        "",
        manifest='<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>',
    )
    assert "protected with a password" in refusal(zipped({**locked, "content.xml": os.urandom(200)})).message


@pytest.mark.parametrize("part", ["word/document.xml", "word/footnotes.xml"])
def test_declared_entities(part: str) -> None:
    declared = f'<!DOCTYPE x [<!ENTITY a "aaaa">]>{WORD[part]!s}'
    assert "declares XML entities" in refusal(zipped({**WORD, part: declared})).message


def test_declared_entities_of_an_article_in_xml() -> None:
    source = b'<?xml version="1.0"?><!DOCTYPE article [<!ENTITY a "b">]><article dtd-version="1.2"><front/><body><p>&a;</p></body></article>'
    assert "declares XML entities" in refusal(source).message


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (zipped({**WORD, "word/document.xml": "<w:document"}), None),
        (zipped({name: data for name, data in WORD.items() if name != "word/document.xml"} | {"word/x": ""}), None),
        (zipped({**BOOK, "OEBPS/book.opf": "<package"}), None),
        (zipped({**TEXT, "content.xml": "<office"}), None),
        (rb"{\rtf1 {The mill stood", None),
        (rb"{\rtf1 " + b"{" * 50_000, None),
        (b'<article dtd-version="1.2"><front/><body><p>x', None),
        (b"#let f(x) = \n", "typst"),
        (b">" * 700 + b" x", "markdown"),
    ],
    ids=["no XML", "no text", "no package", "no content", "RTF cut off", "RTF deep", "JATS cut off", "program", "deep"],
)  # fmt: skip
def test_what_cannot_be_read(data: bytes, name: str | None) -> None:
    refusal(data, name)


def test_time_and_memory_have_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    from archiver.readers import documents

    monkeypatch.setattr(documents, "MOST_SECONDS", 0.2)
    assert "more than 0.2 seconds" in refusal(b"[" * 20_000, "markdown").message


def test_a_sentence_for_a_full_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pandoc.run
    monkeypatch.setattr(pandoc, "run", lambda *a, **k: whole(*a, **{**k, "megabytes": 5}))
    with pytest.raises(TooLarge, match="of memory"):
        archiver.normalize(b"Word word word. " * 20_000, media_type="markdown")


@pytest.mark.parametrize("format", ["docx", "odt", "epub", "rtf"])
def test_the_name_of_a_file_may_lie(format: str, tmp_path: Path) -> None:
    path = written(tmp_path / "page.html", made("The mill stood idle.\n", format))
    assert readers.choose(Source.from_file(path)).name == format


def test_only_the_name_tells_markdown_from_text(tmp_path: Path) -> None:
    for ending, reader in (
        (".md", "markdown"),
        (".txt", "text"),
        (".org", "org"),
        (".rst", "rst"),
        (".tex", "latex"),
        (".typ", "typst"),
    ):
        assert readers.choose(Source.from_file(written(tmp_path / f"a{ending}", "The *mill*."))).name == reader
