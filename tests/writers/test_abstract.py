"""An abstract that the article repeats: shown once in files that people read, where the article has it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from archiver import Article
from archiver.writers import export
from archiver.writers.shared.abstract import is_repeated
from support.pdf_words import words_of
from support.records import changed

FIRST = "Between 1904 and 1911 the station clock of Hollin ran eleven minutes late, and the town with it."
SECOND = "This paper reads the minutes of its council to learn who gained by that."
LATER = "The clock came from a foundry that made bells, and it was never meant to tell the time."


def article(abstract: str, *body: str) -> Article:
    """A record with this abstract and these blocks."""
    blocks = "".join(block if block[0] == "<" else f"<p>{block}</p>" for block in body)
    return changed("bare", ('<p id="p1">', f'{blocks}<p id="p1">'), ("<title/>", f"<title>Late</title><language>en</language><abstract>{abstract}</abstract>")).article  # fmt: skip


def is_shown_once(abstract: str, *body: str) -> bool:
    return is_repeated(article(abstract, *body).root)


def test_the_first_paragraphs_repeat_it() -> None:
    assert is_shown_once(FIRST, FIRST, LATER)
    assert is_shown_once(f"{FIRST} {SECOND}", FIRST, SECOND, LATER)
    assert is_shown_once(f"{FIRST.upper()} This paper reads…", f"<p><em>Between</em> {FIRST[8:]} {SECOND}</p>", LATER)
    assert is_shown_once("A short one.", "A short one.", LATER)


def test_a_section_of_its_own_repeats_it() -> None:
    section = f"<section><heading>Abstract</heading><p>{FIRST}</p><p>{SECOND}</p></section>"
    assert is_shown_once(f"{FIRST} {SECOND}", "Hollin, in the spring.", section, LATER)
    assert is_shown_once(FIRST, "Hollin, in the spring.", f"<p><strong>Abstract:</strong> {FIRST}</p>", LATER)


@pytest.mark.parametrize(
    ("abstract", "body"),
    [
        (FIRST, (LATER,)),
        (f"{FIRST} {SECOND}", (FIRST, LATER)),
        (f"{FIRST} {SECOND}", (SECOND, FIRST)),
        ("A short one.", (LATER, "A short one.")),
        ("A short one.", ("A short one. But it goes on.",)),
        (f'{FIRST}<noteref id="r1" target="n1" label="1"/>', (FIRST,)),
        (FIRST, (f"As all of us know by now, and as nobody doubts: {FIRST}",)),
        ("", ("", LATER)),
    ],
    ids=["another", "half of it", "another order", "short and later", "short and longer", "with a note", "within a sentence", "empty"],
)  # fmt: skip
def test_what_the_body_does_not_repeat_is_shown(abstract: str, body: tuple[str, ...]) -> None:
    blocks = tuple(block or "<p/>" for block in body)
    assert not is_shown_once(abstract, *blocks)


def written(record: Article, format: str, **options: object) -> bytes:
    out = io.BytesIO()
    export(record, format, out, **options)
    return out.getvalue()


def html_body(record: Article) -> str:
    return written(record, "html").decode().partition("<body")[2]


def epub_text(record: Article) -> str:
    with ZipFile(io.BytesIO(written(record, "epub"))) as book:
        return "".join(
            book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml") and "nav" not in name
        )


def docx_text(record: Article) -> str:
    with ZipFile(io.BytesIO(written(record, "docx"))) as document:
        return re.sub("<[^>]+>", "", document.read("word/document.xml").decode())


@pytest.mark.parametrize(
    "text", [html_body, epub_text, docx_text, lambda record: written(record, "text").decode(), lambda record: written(record, "latex").decode()],
    ids=["html", "epub", "docx", "text", "latex"],
)  # fmt: skip
def test_files_that_people_read_show_it_once(text: Callable[[Article], str]) -> None:
    count = "station clock of Hollin"
    assert " ".join(text(article(FIRST, FIRST, LATER)).split()).count(count) == 1
    assert " ".join(text(article(FIRST, LATER)).split()).count(count) == 1
    assert " ".join(text(article(f"{FIRST} {SECOND}", FIRST, LATER)).split()).count(count) == 2, "another text"


@pytest.mark.parametrize("engine", ["weasyprint", "typst"])
def test_pages_show_it_once(engine: str, tmp_path: Path) -> None:
    if engine == "typst":
        pytest.importorskip("typst")
    words = [word.text for word in words_of(written(article(FIRST, FIRST, LATER), "pdf", engine=engine), tmp_path)]
    assert words.count("eleven") == 1
    assert "Abstract" not in words


def test_data_for_programs_keep_it() -> None:
    record = article(FIRST, FIRST, LATER)
    for format in ("xml", "tei", "jats"):
        assert " ".join(written(record, format).decode().split()).count("eleven minutes late") == 2, format
    assert FIRST in written(record, "csl").decode()
    assert b'name="description" content="Between 1904' in written(record, "html")
