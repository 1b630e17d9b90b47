"""Hostile and broken sources: one sentence, the right exit code, no traceback, nothing left behind."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from PIL import Image

import archiver
from archiver import safety
from archiver.batch.convert import ConvertOptions, convert_one
from archiver.batch.plan import Task

PROSE = (
    "The tide tables of the lower harbour were kept by hand, with care, until the last keeper left them in a drawer. "
)

REFUSED = {
    "empty": b"",
    "blank": b" \r\n\t\n ",
    "zeros": b"\0" * 5000,
    "noise": random.Random(7).randbytes(20_000),
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "a ZIP archive": b"PK\x03\x04" + b"\0" * 100,
    "a PDF file": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "an entity bomb": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><html><body><p>&b;</p></body></html>',
    "an external entity": b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>&x;</p></body></html>',
}


@pytest.mark.parametrize("what", REFUSED)
@pytest.mark.parametrize("suffix", [".html", ".txt"])
def test_refused_with_one_sentence_and_nothing_left(what: str, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"source{suffix}"
    path.write_bytes(REFUSED[what])
    outcome = convert_one(Task(str(path), "source"), ConvertOptions(tmp_path / "out", ("xml", "html")))
    assert outcome.exit_code == 3, outcome
    assert "\n" not in outcome.error and path.name in outcome.error
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<ul><li>", "<table><tr><td>", "<svg>", "<a href=x>"])
def test_a_page_of_100_000_levels_keeps_its_words(tag: str, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(f"<html><body><p>{PROSE * 8}</p>{tag * 100_000}<p>Below them: {PROSE * 8}</p>", encoding="utf-8")
    article = archiver.normalize(path)
    assert article.text().count("tide tables") == 16
    assert "A001" not in [f.code for f in article.findings]


def test_a_tag_of_100_000_attributes_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    attributes = " ".join(f"a{i}='x'" for i in range(100_000))
    path.write_text(f"<html><body><p>{PROSE * 8}</p><p {attributes}>{PROSE * 8}</p>", encoding="utf-8")
    assert archiver.normalize(path).text().count("tide tables") == 16


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.html"
    path.write_bytes(b"<p>" + PROSE.encode() * 100)
    monkeypatch.setattr(safety, "MAX_BYTES", 1000)
    with pytest.raises(archiver.TooLarge) as caught:
        archiver.normalize(path)
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (
            "<html><body><ul><li><a href='/a'>One</a></li><li><a href='/b'>Two</a></li></ul></body></html>",
            "an index of links",
        ),
        ("<html><head><title>404</title></head><body><h1>Not found</h1></body></html>", "an error page"),
    ],
)
def test_a_page_without_an_article_ends_with_4_and_force_overrules(tmp_path: Path, page: str, why: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    with pytest.raises(archiver.NotAnArticle) as caught:
        archiver.normalize(path)
    assert caught.value.exit_code == 4, why
    assert "C001" in [f.code for f in archiver.normalize(path, force=True).findings]


@pytest.mark.parametrize(
    ("encoding", "declared", "text"),
    [
        ("windows-1252", "", "La cafétéria est fermée à Noël, dit-on, mais les élèves y vont. "),
        ("windows-1252", "utf-8", "La cafétéria est fermée à Noël, dit-on, mais les élèves y vont. "),
        ("utf-8", "iso-8859-1", "La cafétéria est fermée à Noël, dit-on, mais les élèves y vont. "),
        ("utf-16", "", "Naïve café, “quotes” and dashes — and so on and on. "),
        ("utf-16-le", "", "Naïve café, “quotes” and dashes — and so on and on. "),
        ("koi8-r", "", "Это русский текст, который должен читаться правильно, без искажений. "),
        ("shift_jis", "", "これは日本語の文章です。文字化けしてはいけません。港の時計は今日も動いている。"),
        ("shift_jis", "shift_jis", "これは日本語の文章です。文字化けしてはいけません。港の時計は今日も動いている。"),
        ("gb18030", "gbk", "这是一篇中文文章，讲的是港口的钟，它今天仍然在走。"),
        ("iso-8859-2", "iso-8859-2", "Zażółć gęślą jaźń, mówiono dawniej, i nikt się temu nie dziwił. "),
    ],
)
def test_no_mojibake(tmp_path: Path, encoding: str, declared: str, text: str) -> None:
    meta = f'<meta charset="{declared}">' if declared else ""
    path = tmp_path / "page.html"
    path.write_bytes(
        f"<html><head>{meta}<title>x</title></head><body><p>{text * 12}</p></body></html>".encode(encoding)
    )
    assert archiver.normalize(path, force=True).text().startswith(text.strip()[:20])


def test_truncated_utf8_is_damage_and_no_other_encoding(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(f"<html><body><p>{'Naïve café, and so on. ' * 40}".encode() + b"\xe2")
    article = archiver.normalize(path, force=True)
    assert "Naïve café" in article.text()
    assert "S001" in [f.code for f in article.findings]


def test_a_source_cannot_reach_out_of_its_folder(tmp_path: Path) -> None:
    Image.new("RGB", (240, 180)).save(tmp_path / "secret.png")
    inner = tmp_path / "inner"
    inner.mkdir()
    Image.new("RGB", (240, 180)).save(inner / "own.png")
    (inner / "link.png").symlink_to(tmp_path / "secret.png")
    page = inner / "page.html"
    page.write_text(
        f"<html><body><p>{PROSE * 5}</p><img src='own.png'><img src='../secret.png'><img src='link.png'><img src='{tmp_path}/secret.png'>"
        f"<img src='file://{tmp_path}/secret.png'><p>{PROSE}<a href='file:///etc/passwd'>x</a> <a href='javascript:alert(1)'>y</a></p></body></html>",
        encoding="utf-8",
    )
    article = archiver.normalize(page, force=True)
    sources = [image.get("src", "") for image in article.root.iter("{*}image")]
    assert sum(source.startswith("data:image/png") for source in sources) == 1
    assert not any(source.startswith("file:") for source in sources)
    assert list(article.root.iter("{*}link")) == []


def test_a_record_with_entities_is_refused(tmp_path: Path) -> None:
    record = tmp_path / "record.xml"
    record.write_bytes(
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><article xmlns="urn:archiver:article:1">&x;</article>'
    )
    outcome = convert_one(Task(str(record), "record"), ConvertOptions(tmp_path / "out", ("html",), from_record=True))
    assert (outcome.exit_code, outcome.files) == (3, ())


def test_names_of_sources_do_not_lead_out_of_the_export_folder(tmp_path: Path) -> None:
    page = tmp_path / "..page..html"
    page.write_text(f"<html><body><h1>T</h1><p>{PROSE * 5}</p></body></html>", encoding="utf-8")
    from archiver.batch.plan import make_plan

    (job,) = make_plan([str(page)])
    outcome = convert_one(job, ConvertOptions(tmp_path / "out", ("xml",)))
    assert outcome.ok, outcome.error
    assert all(path.resolve().is_relative_to(tmp_path / "out") for path in outcome.files)
