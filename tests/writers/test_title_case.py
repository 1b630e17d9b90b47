"""`title_case`: English titles and headings in title case, in files that people read; the record keeps the case of its source."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner

import archiver
from archiver import Article
from archiver.cli.commands import cli
from archiver.errors import UsageError
from archiver.writers import WRITERS
from archiver.writers.shared.title_case import title_case, with_title_case

KNOWN = {"nasa": "NASA", "lisbon": "lisbon", "ipad": "iPad"}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("What the tide tables leave out", "What the Tide Tables Leave Out"),
        ("A Day In The Life Of A Clerk", "A Day in the Life of a Clerk"),
        ("an end to waiting: a history of the queue", "An End to Waiting: A History of the Queue"),
        ("What is it for?", "What Is It For?"),
        ("How the BBC and eBay count users", "How the BBC and eBay Count Users"),
        ("A well-to-do town", "A Well-to-Do Town"),
        ("The anti-inflation years", "The Anti-inflation Years"),
        ("Don’t blame o’clock", "Don’t Blame O’clock"),
        ("Why “the end” is near", "Why “The End” Is Near"),
        ("Mail to jane@example.org and example.com", "Mail to jane@example.org and example.com"),
        ("The Town That Ran Eleven Minutes Late", "The Town That Ran Eleven Minutes Late"),
    ],
)
def test_sentence_case_becomes_title_case(source: str, expected: str) -> None:
    assert title_case(source) == expected
    assert title_case(expected) == expected, "twice is the same"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("THE NASA REPORT ON WHAT WENT WRONG", "The NASA Report on What Went Wrong"),
        ("AN IPAD IN LISBON", "An iPad in Lisbon"),
        ("HENRY VIII AND THE U.S. TREASURY", "Henry VIII and the U.S. Treasury"),
        ("THE 19TH CENTURY AND THE 1990S", "The 19th Century and the 1990s"),
        ("MR MCGREGOR AND MRS O’BRIEN", "Mr McGregor and Mrs O’Brien"),
        ("THE HTML OF G20 PAGES", "The HTML of G20 Pages"),
        ("INTRODUCTION", "Introduction"),
        ("FAQ", "FAQ"),
    ],
)
def test_capitals_become_title_case_and_acronyms_stay(source: str, expected: str) -> None:
    assert title_case(source, KNOWN) == expected


@pytest.mark.parametrize("text", ["", "  ", "…", "ß ŉ ǰ ΐ", "ﬁsh for tea", "日本語の題", "İSTANBUL'UN", "a\u0301 b"])
def test_the_number_of_characters_stays(text: str) -> None:
    assert len(title_case(text)) == len(text)


PAGE = """<!DOCTYPE html><html lang="en"><title>THE NASA <em>PAPERS</em></title><body><article><h1>THE NASA <em>PAPERS</em></h1>
<p>The clerks of NASA kept every letter that came in, and every answer that went out, for as long as there were shelves for them.
<p>Nobody at NASA was asked to read them again, and so the boxes stood in a hall behind the wind tunnel until the roof began to leak.
<h2>What the clerks kept</h2><p>They kept receipts, plans, lists of guests and a recipe for bread, which the archive has shown since the summer of last year.
<h2 lang="de">Was die Schreiber behielten</h2><p>The heading above is in another language, and it is to stay as it is, since such a language has no title case.
</article>"""


def article(lang: str = "en") -> Article:
    return archiver.normalize(PAGE.encode(), language=lang)


def written(article: Article, format: str, **options: object) -> str:
    out = io.BytesIO()
    archiver.export(article, format, out, **options)
    return out.getvalue().decode()


def test_titles_and_headings_change_only_if_it_is_asked_for() -> None:
    as_it_is = written(article(), "text")
    assert "THE NASA PAPERS" in as_it_is
    assert "What the clerks kept" in as_it_is
    changed = written(article(), "text", title_case=True)
    assert "The NASA Papers" in changed
    assert "What the Clerks Kept" in changed
    assert "Was die Schreiber behielten" in changed
    assert "<em>Papers</em>" in written(article(), "html", title_case=True)


def test_an_article_in_another_language_stays() -> None:
    assert "THE NASA PAPERS" in written(article("fr"), "text")
    assert written(article("fr"), "text", title_case=True) == written(article("fr"), "text")


@pytest.mark.parametrize("engine", ["weasyprint", "typst"])
def test_the_record_in_a_pdf_is_the_record(engine: str) -> None:
    if engine == "typst":
        pytest.importorskip("typst")
    given, out = article(), io.BytesIO()
    before = given.xml()
    archiver.export(given, "pdf", out, title_case=True, engine=engine)
    with pikepdf.open(out) as pdf:
        (attached,) = pdf.attachments.values()
        assert attached.get_file().read_bytes() == before == given.xml()
        assert pdf.docinfo["/Title"] == "The NASA Papers"


def test_a_record_does_not_count_as_corrected() -> None:
    shown = with_title_case(article())
    assert shown.title == "The NASA Papers"
    assert not shown.corrected


def test_data_for_programs_have_no_such_option() -> None:
    assert {name for name, format in WRITERS.items() if "title_case" in format.options()} == {
        "pdf", "epub", "html", "text", "markdown", "docx", "odt", "latex",
    }  # fmt: skip
    with pytest.raises(UsageError, match="tei has no option 'title_case'"):
        archiver.export(article(), "tei", io.BytesIO(), title_case=True)


def test_the_command_line_has_the_option(tmp_path: Path) -> None:
    record = tmp_path / "papers.xml"
    record.write_bytes(article().xml())
    chosen = ["export", str(record), "-t", "text,tei", "-o", str(tmp_path / "made"), "--title-case"]
    assert CliRunner().invoke(cli, chosen).exit_code == 0
    assert "The NASA Papers" in (tmp_path / "made" / "papers.txt").read_text()
    assert "THE NASA" in (tmp_path / "made" / "papers.tei.xml").read_text()
