"""The colophon of every format says who had the record made, and when, and whether somebody corrected it by hand."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import archiver
from archiver.article import Article
from archiver.writers import WRITERS
from archiver.writers.shared.fonts.gaps import font_gaps
from archiver.writers.shared.history import corrections, made_with
from archiver.writers.shared.i18n import words_for
from archiver.writers.shared.identity import made_at, modified
from support.pdf_words import words_of
from support.records import changed, record

SENTENCE = "The lamp was trimmed at dusk, and the keeper wrote the hour of it into the book of the lower light. "
PAGE = (
    f"<html lang='en'><body><article><h1>The Lamp</h1>{f'<p>{SENTENCE * 3}</p>' * 4}</article></body></html>".encode()
)
PLAIN = archiver.normalize(PAGE)
SIGNED = archiver.normalize(PAGE, agent="Lighthouse Board", made="2026-11-30T12:00Z")
CORRECTED = Article.from_bytes(SIGNED.xml().replace(b"at dusk", b"at sunset", 1))

FORMATS: list[tuple[str, dict[str, Any]]] = [
    (name, {}) for name in ("html", "epub", "text", "markdown", "docx", "odt", "jats", "latex", "pdf")
]
FORMATS.append(("pdf", {"engine": "typst"}))
each_format = pytest.mark.parametrize(("name", "options"), FORMATS, ids=lambda value: str(value) if value else "")


def shown(article: Article, name: str, options: dict[str, Any], folder: Path) -> str:
    """The words of an export, without white space between them, and without what escapes characters in its format."""
    out = io.BytesIO()
    WRITERS[name].writer()(article, out, **options)
    data = out.getvalue()
    if name == "pdf":
        text = " ".join(word.text for word in words_of(data, folder))
    elif name in ("epub", "odt", "docx"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [n for n in archive.namelist() if re.search(r"about\.xhtml|content\.xml|document\.xml", n)]
            text = " ".join("".join(map(str, etree.fromstring(archive.read(n)).itertext())) for n in names)
    elif name in ("html", "jats"):
        text = "".join(map(str, etree.fromstring(data).itertext()))
    else:
        text = data.decode().replace("\\", "").replace("{", "").replace("}", "")
    return re.sub(r"[\s~]", "", text)


@pytest.mark.slow
@each_format
def test_date_and_agent_are_beside_the_program(name: str, options: dict[str, Any], tmp_path: Path) -> None:
    made = "November30,2026·LighthouseBoard"
    assert made in shown(SIGNED, name, options, tmp_path)
    assert "Correctedbyhand" not in shown(SIGNED, name, options, tmp_path)
    assert "November30" not in shown(PLAIN, name, options, tmp_path)


@pytest.mark.slow
@each_format
def test_a_corrected_record_says_so(name: str, options: dict[str, Any], tmp_path: Path) -> None:
    text = shown(CORRECTED, name, options, tmp_path)
    assert "Correctedbyhand" in text and "aftertheconversion" in text


@pytest.mark.slow
@each_format
def test_each_revision_is_shown(name: str, options: dict[str, Any], tmp_path: Path) -> None:
    text = shown(record("everything").article, name, options, tmp_path)
    assert "Correctedbyhand" in text and "aftertheconversion" not in text
    assert "March5,2024·MarenHolt·Putthesecondreadingrightinthetableofthetides." in text
    assert "Tookastraycommaout." in text


@pytest.mark.slow
@each_format
def test_nothing_is_said_of_a_record_without_a_digest(name: str, options: dict[str, Any], tmp_path: Path) -> None:
    assert "Correctedbyhand" not in shown(record("bare").article, name, options, tmp_path)


def test_lines_of_the_colophon() -> None:
    words = words_for("de")
    assert made_with(PLAIN) == f"archiver {archiver.__version__}"
    assert made_with(SIGNED) == f"archiver {archiver.__version__} · November 30, 2026 · Lighthouse Board"
    assert corrections(SIGNED, words) == []
    assert corrections(CORRECTED, words) == ["nach der Umwandlung"]
    assert corrections(record("bare").article, words) == []  # no digest: nobody can tell


def many(count: int) -> Article:
    """A record with so many revisions."""
    revisions = "".join(
        f"<revision>The reading number {n} is that of the book of the harbour office.</revision>" for n in range(count)
    )
    return changed("bare", ('eeff"/>', f'eeff"/>{revisions}')).article


@pytest.mark.slow
@pytest.mark.parametrize("options", [{}, {"engine": "typst"}], ids=str)
def test_a_long_colophon_goes_on_on_the_next_page(options: dict[str, Any], tmp_path: Path) -> None:
    out = io.BytesIO()
    WRITERS["pdf"].writer()(many(120), out, **options)
    words = words_of(out.getvalue(), tmp_path)
    assert all(word.is_inside for word in words)
    text = " ".join(word.text for word in words)
    assert [n for n in range(120) if f"number {n} is" not in text] == []


# ---- dates of the file, and fonts ------------------------------------------------------------------


def test_the_date_of_the_conversion_stands_for_the_copy_if_nobody_knows_when_the_source_was_saved() -> None:
    assert (made_at(PLAIN), modified(PLAIN)) == ("", "2000-01-01T00:00:00Z")
    assert made_at(SIGNED) == modified(SIGNED) == "2026-11-30T12:00:00Z"
    published = archiver.normalize(PAGE, made="2026-11-30", date="2020-05-01")
    assert made_at(published) == "2026-11-30T00:00:00Z"
    assert made_at(record("everything").article) == "2024-02-29T08:15:00Z"  # saved then, converted a day later


def test_the_last_correction_is_the_last_change_of_a_book() -> None:
    assert modified(record("everything").article) == "2024-04-01T00:00:00Z"
    earlier = changed("everything", ('<revision when="2024-04"', '<revision when="2023-04"'))
    assert modified(earlier.article) == "2024-03-05T00:00:00Z"


def test_fonts_are_asked_for_the_name_of_the_agent() -> None:
    rare = archiver.normalize(PAGE, agent="\U00012000\U00012001")
    assert [gap.scripts for gap in font_gaps(rare)] != [gap.scripts for gap in font_gaps(PLAIN)]
