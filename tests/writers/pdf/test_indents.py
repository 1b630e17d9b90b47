"""The first line of a paragraph: spaces that the author set and the indent of the page are not added."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from archiver.writers import pdf
from support.pdf_words import words_of
from support.records import changed

pytestmark = pytest.mark.slow
RAIN = "年ごとの雨は川をあふれさせ"


def left_edges(body: str, language: str, engine: str, folder: Path) -> list[float]:
    """Where the paragraphs that begin with RAIN begin, in points from the left of the page."""
    article = changed(
        "bare",
        ('version="1.0">', f'version="1.0" xml:lang="{language}">'),
        ('<p id="p1">One paragraph and nothing else.</p>', f"<p>始</p>{body}"),
    ).article
    out = io.BytesIO()
    pdf.write(article, out, engine=engine)
    return [round(word.left, 1) for word in words_of(out.getvalue(), folder) if word.text.startswith(RAIN)]


@pytest.mark.parametrize("engine", ["weasyprint", "typst"])
@pytest.mark.parametrize("language", ["ja", "zh", "en"])
def test_ideographic_spaces_are_the_indent(language: str, engine: str, tmp_path: Path) -> None:
    pytest.importorskip(engine)
    one, two = f"<p>\u3000{RAIN}。</p>", f"<p>\u3000\u3000{RAIN}。</p>"
    first, second, wide = left_edges(one + one + two, language, engine, tmp_path)
    assert first == second
    size = wide - first
    assert 8 < size < 14  # the second space is one em
    if language != "en":
        (plain,) = left_edges(f"<p>{RAIN}。</p>", language, engine, tmp_path)
        assert plain == first
