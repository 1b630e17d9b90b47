"""Ruby in PDFs: a reading stands above its base, and in parentheses behind it where it doesn't fit there."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from archiver.writers import pdf
from support.external import vera
from support.pdf_words import Word, words_of
from support.records import changed

pytestmark = pytest.mark.slow
ENGINES = pytest.mark.parametrize("engine", ["weasyprint", "typst"])
WEIR = "<ruby><base>堰</base><reading>せき</reading><base>守</base><reading>もり</reading></ruby>"


def made(body: str, engine: str, language: str = "ja") -> bytes:
    pytest.importorskip(engine)
    article = changed(
        "bare",
        ('version="1.0">', f'version="1.0" xml:lang="{language}">'),
        ('<p id="p1">One paragraph and nothing else.</p>', body),
    ).article
    out = io.BytesIO()
    pdf.write(article, out, engine=engine)
    return out.getvalue()


def word(words: list[Word], text: str) -> Word:
    return next(word for word in words if text in word.text)


@ENGINES
@pytest.mark.parametrize("language", ["ja", "en"])
def test_readings_stand_above_their_base(language: str, engine: str, tmp_path: Path) -> None:
    words = words_of(made(f"<p>雨の夜、{WEIR}は門に立つ。</p>", engine, language), tmp_path)
    line, reading = word(words, "門に"), word(words, "せき")
    assert reading.top < line.top
    assert reading.bottom - reading.top < 0.6 * (line.bottom - line.top)
    base = word(words, "堰")
    assert base.top == pytest.approx(line.top, abs=0.6)  # on the line of the text
    assert base.left - 4 < reading.left < base.right


@ENGINES
def test_a_reading_that_is_wider_than_its_base_covers_nothing(engine: str, tmp_path: Path) -> None:
    wide = "<ruby><base>司</base><reading>つかさどる</reading></ruby>"
    words = words_of(made(f"<p>夜{wide}{wide}者</p>", engine), tmp_path)
    first, second = (found for found in words if "つかさどる" in found.text)
    assert first.right <= second.left + 0.1


@ENGINES
def test_a_reading_that_does_not_fit_stands_behind(engine: str, tmp_path: Path) -> None:
    long = f"<ruby><base>{'雨の降る夜の堰' * 3}</base><reading>あめ</reading></ruby>"
    words = words_of(made(f"<p>{long}</p>", engine), tmp_path)
    assert "(あめ)" in "".join(found.text for found in words)


@ENGINES
def test_the_pdf_stays_accessible(engine: str, tmp_path: Path) -> None:
    body = f"<p>{WEIR}と<link href='https://a.example/'>{WEIR}</link>。</p><section level='2'><heading>{WEIR}</heading><list><item>{WEIR}</item></list></section>"
    (tmp_path / "ruby.pdf").write_bytes(made(body, engine))
    assert [verdict["failed"] for verdict in vera([tmp_path / "ruby.pdf"])] == [[], []]
