"""Without the fonts of the extras every article still becomes a PDF, and a finding names the fonts that it lacks."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from archiver.article import Article
from archiver.findings import FINDINGS
from archiver.writers.shared import fonts as typefaces
from archiver.writers.shared.fonts.gaps import font_gaps, script_name, script_of
from support.pdf_words import words_of

#: The command line as it is where the packages of all extras are absent.
WITHOUT_EXTRAS = """
import importlib.util, sys
find, gone = importlib.util.find_spec, set(sys.argv.pop(1).split(","))
importlib.util.find_spec = lambda name, package=None: None if name in gone else find(name, package)
from archiver.cli import main
sys.exit(main())
"""
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Words of many scripts</title></head><body><article>
<h1>Words of many scripts</h1>
<p>In Dhaka the sign over the door read বই, and a traveller who knew the word went in to look for a map of the old town.</p>
<p>The bookseller wrote 書 on a slip of paper beside it, drew a ☂ for the weather, and added 한글 for his neighbour's sake.</p>
<p>Nobody could say what ༀ meant to the man who had left it there; हिन्दी, ไทย and עברית were read by all who came.</p>
</article></body></html>"""


def article(body: str, language: str = "en") -> Article:
    return Article.from_bytes(
        f'<article xmlns="urn:archiver:article:1" version="1.0" xml:lang="{language}"><head><title>Words</title></head>'
        f'<body>{body}</body><notes/><provenance><source href="w.html" sha256="{"0" * 64}" bytes="1"/>'
        f'<removed id="x1" rule="menu" where="/html" chars="2">ქართ</removed></provenance></article>'.encode(),
        "words.xml",
    )


def without(monkeypatch: pytest.MonkeyPatch, *packages: str) -> None:
    """Let packages be absent for the rest of a test."""
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, package=None: None if name in packages else find_spec(name, package)
    )
    monkeypatch.setattr(typefaces, "bundled_fonts", typefaces.bundled_fonts.__wrapped__)


@pytest.mark.parametrize(
    ("char", "code"),
    [
        *(("ব", "Beng"), ("ქ", "Geor"), ("書", "Hani"), ("。", "Hani"), ("！", "Hani"), ("한", "Hang"), ("の", "Hira")),
        *(("∈", "Zmth"), ("𝑥", "Zmth"), ("🌍", "Zsye"), ("☂", "Zsym"), ("①", "Zsym"), ("ༀ", "Tibt"), ("a", "Latn")),
    ],
)
def test_the_script_of_a_character(char: str, code: str) -> None:
    assert script_of(char) == code


def test_every_script_code_in_the_table_has_a_name() -> None:
    for family in typefaces.FAMILIES:
        for code in family.scripts:
            assert code == "Thai" or script_name(code) != code, family.name


def test_gaps_are_grouped_by_the_package_with_the_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, *typefaces.EXTRAS)
    gaps = font_gaps(article("<p>বই 書 ☂ 한글 ༀ \ue123 हिन्दी</p>"))
    told = {gap.requirement: (gap.scripts, set(gap.characters)) for gap in gaps}
    assert told == {
        "'article-archiver[scripts]'": (("Bengali",), set("বই")),
        "'article-archiver[cjk]'": (("Chinese characters", "Hangul"), set("書한글")),
        "": (("Tibetan",), {"ༀ"}),
    }
    assert gaps[-1].requirement == ""


def test_removed_text_needs_no_font(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, *typefaces.EXTRAS)
    assert font_gaps(article("<p>Words, слова, λόγοι</p>")) == ()


def test_added_words_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, *typefaces.EXTRAS)
    (gap,) = font_gaps(article("<p>Words</p>", "ja"))
    assert gap.requirement == "'article-archiver[cjk]'"


def test_a_missing_package_of_every_installation_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "fontpkg_amiri", "fontpkg_noto_sans_arabic")
    (gap,) = font_gaps(article("<p>سلام</p>"))
    assert (gap.scripts, gap.requirement) == (("Arabic",), "fontpkg-amiri")


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["weasyprint", "typst"])
def test_a_plain_installation_makes_the_pdf_and_names_missing_fonts(engine: str, tmp_path: Path) -> None:
    (tmp_path / "words.html").write_text(PAGE, encoding="utf-8")
    command = [
        sys.executable,
        "-c",
        WITHOUT_EXTRAS,
        ",".join(typefaces.EXTRAS),
        "convert",
        "words.html",
        "-v",
        "-o",
        "out",
    ]
    ran = subprocess.run(
        [*command, "-t", "xml,pdf", "--pdf-engine", engine], cwd=tmp_path, capture_output=True, check=False,
        env={**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache"), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    told = ran.stderr.decode()
    assert ran.returncode == 0, told
    warnings = [line for line in told.splitlines() if "W001" in line]
    assert len(warnings) == 2 and all(FINDINGS["W001"].severity in line for line in warnings)
    assert "article-archiver[cjk]" in warnings[0] and "Chinese characters, Hangul" in warnings[0]
    assert "article-archiver[scripts]" in warnings[1] and "Bengali" in warnings[1]
    assert [line for line in told.splitlines() if "W002" in line and "Tibetan" in line]
    assert "W001" not in (tmp_path / "out" / "words.xml").read_text(encoding="utf-8")

    pikepdf = pytest.importorskip("pikepdf")
    with pikepdf.open(tmp_path / "out" / "words.pdf") as pdf:
        fonts = {str(thing["/BaseFont"]).partition("+")[2] for thing in pdf.objects if is_font(thing)}
    assert not {name for name in fonts if re.search("Bengali|Symbols|KR|SC$|JP|TC$", name)}
    assert {name for name in fonts if "Devanagari" in name}
    found = {word.text for word in words_of((tmp_path / "out" / "words.pdf").read_bytes(), tmp_path)}
    if engine == "weasyprint":
        assert set("書☂한글ༀবই") <= set("".join(found)) and not [word for word in found if "U+" in word]
    else:  # Typst cannot say what is meant
        assert all(number in "".join(found) for number in ("U+66F8", "U+09AC", "U+0987"))


EAST_ASIAN_PAGE = """<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>水門の記録</title>
<meta name="author" content="水野 あかり"><meta name="keywords" content="水門, 潮の高さを毎日記す帳面のこと">
<meta property="og:site_name" content="河口の町の記録を百年のあいだ守る人々の会の月報の編集部の机の上"><meta name="description" content="百年の記録を読む。">
</head><body><article><h1>水門の記録</h1><p>水門は朝に開き、夕べに閉じた。番人はその時刻を毎日帳面に書き、潮の高さを並べて記した。</p>
<p>帳面は百年のあいだ続き、今は町の図書館の奥の棚に置かれて、読む人を静かに待っている。</p></article></body></html>"""


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["weasyprint", "typst"])
def test_added_words_and_a_head_without_fonts_stop_no_engine(engine: str, tmp_path: Path) -> None:
    """The words that we put before an abstract and keywords, and all that stands above the text; nothing runs off the page."""
    (tmp_path / "gate.html").write_text(EAST_ASIAN_PAGE, encoding="utf-8")
    command = [sys.executable, "-c", WITHOUT_EXTRAS, ",".join(typefaces.EXTRAS), "convert", "gate.html", "-o", "out"]
    ran = subprocess.run(
        [*command, "-t", "pdf", "--pdf-engine", engine], cwd=tmp_path, capture_output=True, check=False,
        env={**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache"), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr.decode()
    pikepdf = pytest.importorskip("pikepdf")
    data = (tmp_path / "out" / "gate.pdf").read_bytes()
    with pikepdf.open(tmp_path / "out" / "gate.pdf") as pdf:
        assert str(pdf.docinfo["/Title"]) == "水門の記録", "what is read and not drawn needs no font"
        assert str(pdf.docinfo["/Author"]) == "水野 あかり"
        width = float(pdf.pages[0].MediaBox[2])
    found = words_of(data, tmp_path)
    assert found and max(word.right for word in found) < width - 40


def is_font(thing: object) -> bool:
    pikepdf = pytest.importorskip("pikepdf")
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Subtype") == "/Type0"


@pytest.mark.skipif(bool(typefaces.absent()), reason="the extras are not all installed")
def test_with_all_extras_there_is_no_finding(tmp_path: Path) -> None:
    assert font_gaps(article("<p>বই 書 ☂ 한글 🌍 ∈ 𝑥</p>")) == ()
