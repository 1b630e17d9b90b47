"""What a file is, told by its content: no file of a known kind is read as a page or a text."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from pathlib import Path

import pytest

import archiver
from archiver.readers import choose
from archiver.readers.kinds import kind_of
from archiver.source import Source


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
        (zipped("[Content_Types].xml", "word/document.xml")[:200], "docx"),
        (zipped("META-INF/container.xml", "a.xhtml")[:120], "epub"),
        (zipped("archive/data.warc.gz", "pages/pages.jsonl")[:150], "wacz"),
        ("\ufeff<?xml version='1.0' encoding='UTF-16'?><rss><channel/></rss>".encode("utf-16-le"), "feed"),
        (b'<?xml version="1.0"?><inventory><lamp>12</lamp></inventory>', "xml"),
        (b'<mets xmlns="http://www.loc.gov/METS/"><dmdSec/></mets>', "xml"),
        (b'<?xml version="1.0"?>\n<!-- made daily -->\n<rss version="2.0"><channel/></rss>', "feed"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"></feed>', "feed"),
        (b'{"log": {"version": "1.2", "entries": []}}', "json"),
        (b"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n<html>", "http"),
        (b"Return-Path: <a@b.example>\r\nFrom: a@b.example\r\nSubject: Hi\r\n\r\nText", "eml"),
        (b"From a@b.example Mon May  6 2024\nFrom: a@b.example\nMessage-ID: <1@b.example>\n\nText", "eml"),
        (b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n\r\n--x", "mhtml"),
        (b"Made by a printer.\r\n%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj", "pdf"),
        (b"\xef\xbb\xbf%PDF-1.7\n", "pdf"),
        (b"BM\x36\x10\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00" + bytes(20), "image"),
        (b"MZ\x50\x00\x02\x00" + bytes(40), "program"),
        (b"A title" + bytes(53) + b"TEXtREAd", "mobi"),
        (b"\xffWPC\x10\x00\x00\x00", "wordperfect"),
        (b"!BDN" + bytes(20), "pst"),
        (b"[InternetShortcut]\r\nURL=https://a.example/\r\n", "shortcut"),
        (b'<?xml version="1.0"?><plist version="1.0"><dict><key>URL</key><string>https://a.example/</string></dict></plist>', "shortcut"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE en-export SYSTEM "http://a.example/e.dtd">\n<en-export><note/></en-export>', "evernote"),
        (b"<!DOCTYPE html>\n<html>\n<head><meta charset='utf-8'><title>Pocket Export</title></head><body><ul><li>x", "reading-list"),
        (b"title,url,time_added,tags,status\nThe mill,https://a.example/,1,,unread\n", "reading-list"),
        (b"URL,Title,Selection,Folder,Timestamp\n", "reading-list"),
        (b"<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>", "reading-list"),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "calendar"),
        (b"WEBVTT\n\n00:01.000 --> 00:04.000\nThe mill.\n", "subtitles"),
        (b"1\r\n00:00:01,000 --> 00:00:04,000\r\nThe mill.\r\n", "subtitles"),
        (b"@article{marrow2011,\n  title = {The Mill},\n}", "references"),
        (b"TY  - JOUR\r\nAU  - Marrow, I.\r\nER  - \r\n", "references"),
        (b"diff --git a/x b/x\n--- a/x\n+++ b/x\n", "patch"),
        (b'{"a": 1}\n{"a": 2}\n{"a": 3}\n', "json"),
        (b'<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>', "word2003"),
        (zipped("[Content_Types].xml", "FixedDocumentSequence.fdseq"), "xps"),
        (zipped("META-INF/MANIFEST.MF", "a/Mill.class"), "program"),
        (zipped("Index/Document.iwa"), "pages"),
        (b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\nThis document is a Single File Web Page', "mhtml"),
        (b'From: "Saved by UnMHT" <a@b.example>\r\nDate: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n', "mhtml"),
        (b'From: a@b.example\r\nTo: c@d.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n', "eml"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_kind_is_told_by_content(data: bytes, name: str) -> None:
    kind = kind_of(data, lambda: data)
    assert kind is not None and kind.name == name


@pytest.mark.parametrize(
    "text",
    [
        "Lamps,wicks,oil\n\nIn the loft are, as ever, three things.\nThe first, a lamp, is old.\nThe next, a wick, is new.\nAnd, in the end, there is oil.\nNobody, I think, knows why.\n",
        "Keeper\tYears\tWhat is told of him\nOrla Vey\tten\tShe never slept at night.\nJan Holt\ttwo\tHe could not swim.\nPeder Voss\tsix\tHe sang.\nTamsin\tone\tHer boat was never found again.\n",
        "From: Ann\nTo: Ben\nSubject: The mill\nDate: 3 May\n\nDear Ben, the mill is sold.",
        "Note: this text begins with a colon.\n\nIt is a text.",
        "Content-Type: what it means\nand how to set it.\n\nA server names the type of what it sends.",
        "{not JSON, but a text that begins with a bracket}",
        "[1] The first note of a list.\n[2] The second.",
        "PK is short for primary key.",
        "WEBVTT is a format of subtitles.\n\nIt is a text.",
        "BM is short for benchmark.",
        "MZ were the letters on the door of the miller, and nobody knew what they meant.",
        "CWS built the mill, and OTTO the miller kept it.",
        "@ann wrote: {the mill}",
        "A text on files: they begin with %PDF-1.4 and go on with numbers.",
        "1\n\nThe first chapter.",
        "Title,URL and what they mean",
        "<article><h1>On feeds</h1><p>An rss element holds a channel.</p></article>",
        '<?xml version="1.0"?><!DOCTYPE html><html><body><p>A page in XHTML.</p></body></html>',
        '<?xml version="1.0"?><h:html xmlns:h="http://www.w3.org/1999/xhtml"><h:body/></h:html>',
        "<?xml version='1.0'?>\n<div><p>A piece of a page.</p></div>",
        "<lamp-page><p>An element of the page's own.</p></lamp-page>",
        "HTTP is a protocol.",
        "",
    ],
)
def test_texts_and_pages_are_of_no_such_kind(text: str) -> None:
    assert kind_of(text.encode(), text.encode) is None


PYTHON = """#!/usr/bin/env python3
import sys
from pathlib import Path

LIMIT = 40

def lit(lamp, hour):
    # the lamp is lit at dusk
    if hour > LIMIT:
        return lamp.light(hour)
    return None

for name in sys.argv[1:]:
    print(lit(Path(name), 12))
"""
CSS = "/* the lamp */\nbody { margin: 0; padding: 0 }\n\n.lamp > a {\n  color: #fc0;\n  background: url(lamp.png);\n}\n"
SCRIPT = "(function () {\n  var lamp = document.querySelector('#lamp');\n  if (!lamp) {\n    return;\n  }\n  lamp.classList.add('lit');\n})();\n"
LOG = "".join(f"2024-05-03 12:00:{n:02d},123 INFO lamp.keeper - lit in {n} ms\n" for n in range(8))
ACCESS = '192.0.2.7 - - [03/May/2024:12:00:01 +0200] "GET /lamp HTTP/1.1" 200 2326\n' * 6
TSV = "year\tships\twrecks\n" + "".join(f"{1871 + n}\t{200 + n}\t{n}\n" for n in range(8))
CSV = "name;year;note\n" + "".join(f'"Keeper {n}";{1871 + n};ok\n' for n in range(8))
LETTERS = (
    "id,keeper,what he wrote\n"
    '1,Orla Vey,"It was cold, and the wind took two slates off the roof of the store."\n'
    '2,Jan Holt,"Nobody came. We read, and read again.\nThen we slept."\n'
    "3,Peder Voss,The oil is low and the boat is late again this month.\n"
    '4,Orla Vey,"She said ""wait"", so we waited."\n5,Jan Holt,The lamp burned well all night long.\n'
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (PYTHON, "script"), (SCRIPT, "script"), (SCRIPT.replace("\n", "").replace("  ", "") * 4, "script"), (CSS, "style-sheet"),
        (LOG, "log"), (ACCESS, "log"), (TSV, "table"), (CSV, "table"), (LETTERS, "table"), (LETTERS.replace(",", ";"), "table"), ('{"lamp": 1}\n{"lamp": 2}\n', "json"),
        ('{\n  "lamp": {\n    "lit": true,\n    "hour": 4\n  },\n  "keeper": "Vo', "json"),
    ],
    ids=["python", "javascript", "packed", "css", "log", "access log", "tsv", "csv", "prose in csv", "prose behind semicolons", "json lines", "json that is cut"],
)  # fmt: skip
@pytest.mark.parametrize("ending", [".txt", ".html"])
def test_data_and_programs_are_no_texts_whatever_their_name(text: str, name: str, ending: str, tmp_path: Path) -> None:
    kind = kind_of(text.encode(), text.encode)
    assert kind is not None and kind.name == name
    path = tmp_path / f"lamp{ending}"
    path.write_text(text, "utf-8")
    with pytest.raises(archiver.Malformed, match="not a page or a text"):
        archiver.normalize(path)


PROSE = "The lamp at Corran Head was lit for the last time on a night without wind, and nobody went to bed before it was out."


@pytest.mark.parametrize(
    "text",
    [
        f"# How to light a lamp\n\n{PROSE}\n\n    lamp = find('corran');\n    lamp.light();\n    lamp.wait(4);\n    lamp.out();\n\n{PROSE}\n",
        f"The wrecks of the Sound\n\n{PROSE}\n\n{TSV}",
        "12:00 The keeper arrives.\n12:05 He lights the lamp, and the harbour is quiet.\n12:10 Nobody sings.\n12:20 The wind is up again.\n12:30 All is dark.\n",
        "O lamp, O sea;\nO keeper of the light;\nO gull, O stone;\nO long and windless night,\nwho lit the wick\nand left it burning bright?\n",
        "Marr, Isolde\nVoss, Peder\nHolt, Jan\nVey, Tamsin\nKern, Otto\nTarn, Ilse\n",
        "Lamps,wicks,oil\n\nIn the loft are, as ever, three things.\nThe first, a lamp, is old.\nThe next, a wick, is new.\nAnd, in the end, there is oil.\nNobody, I think, knows why.\n",
        "Keeper\tYears\tWhat is told of him\nOrla Vey\tten\tShe never slept at night.\nJan Holt\ttwo\tHe could not swim.\nPeder Voss\tsix\tHe sang.\nTamsin\tone\tHer boat was never found again.\n",
        "From: Ann\nTo: Ben\nSubject: Lamp\n\nDear Ben,\n\nthe lamp is lit.\n\nYours,\nAnn\n",
    ],
    ids=["tutorial", "table in a text", "ticker", "verse", "names", "commas", "table of a page", "letter"],
)  # fmt: skip
def test_texts_with_code_tables_and_times_stay_texts(text: str) -> None:
    assert kind_of(text.encode(), text.encode) is None


def test_a_document_in_a_language_of_its_own_may_be_all_code(tmp_path: Path) -> None:
    path = tmp_path / "lamp.md"
    path.write_text(CSS, "utf-8")
    assert choose(Source.from_file(path)).name == "markdown"


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"%PDF-1.7\n", "pdftotext"), (b'{"a": 1}', "JSON"), (b"filedesc://x.arc 0.0.0.0 2001 text/plain 76\n", "WARC")],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(archiver.Malformed, match=words) as caught:
        archiver.normalize(data)
    assert caught.value.exit_code == 3


def test_the_ending_of_a_name_helps_where_a_table_is_short(tmp_path: Path) -> None:
    short = "lamp,keeper\nCorran,Orla Vey was the last one there.\n"
    for ending, is_refused in ((".csv", True), (".txt", False)):
        path = tmp_path / f"lamps{ending}"
        path.write_text(short, "utf-8")
        source = Source.from_file(path)
        if is_refused:
            with pytest.raises(archiver.Malformed, match="a table of values"):
                choose(source)
        else:
            assert choose(source).name == "text"


def test_the_ending_of_a_name_helps_where_xml_does_not_say_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "lamps.dbk"
    path.write_text(
        "<?xml version='1.0'?><book><title>Lamps</title><chapter><para>Lit.</para></chapter></book>", "utf-8"
    )
    assert choose(Source.from_file(path)).name == "docbook"


@pytest.mark.parametrize(
    "head", [b"", b"<!DOCTYPE html><html><head>", b"\xef\xbb\xbf", b"\xff\xfe", b"<p>A<p>B<p>C"], ids=["bare", "page", "utf-8", "utf-16", "tags"]
)  # fmt: skip
@pytest.mark.parametrize("seed", range(5))
def test_random_bytes_are_no_text_whatever_stands_before_them(head: bytes, seed: int) -> None:
    data = head + random.Random(seed).randbytes(3000).replace(b"\x00", b"\x01", 8 if seed % 2 else 0)
    with pytest.raises(archiver.Malformed, match="binary data"):
        choose(Source("a.txt", data, "a"))


@pytest.mark.parametrize(
    "text",
    [
        "The lamp at Corran Head was lit.",
        "灯塔在四月点亮。",
        "Лампа горела всю ночь.",
        "The keeper 😀 saw it.",
        "灯" * 500,
    ],
)
@pytest.mark.parametrize("encoding", ["utf-16", "utf-8", "utf-32"])
def test_texts_in_wide_encodings_are_none(text: str, encoding: str) -> None:
    assert choose(Source("a.txt", (text * 20).encode(encoding), "a")).name == "text"
