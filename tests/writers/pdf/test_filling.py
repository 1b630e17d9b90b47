"""Pages are filled: the colophon never stands alone, and headings stay with what they head."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

import archiver
from archiver.writers import WRITERS
from archiver.writers.pdf.typst.filling import bottom_margins
from support.pdf_words import words_of

LINE = "The ferry left the pier at noon with nine sacks of flour and came back before the tide had turned. "
ENGINES: list[dict[str, Any]] = [{}, {"engine": "typst"}]


def pages_of(html: str, options: dict[str, Any], folder: Path) -> dict[int, str]:
    """The words of each page, without running heads and page numbers."""
    out = io.BytesIO()
    WRITERS["pdf"].writer()(archiver.normalize(html.encode()), out, **options)
    pages: dict[int, str] = {}
    for word in words_of(out.getvalue(), folder):
        pages[word.page] = pages.get(word.page, "") + " " + word.text
    return pages


@pytest.mark.slow
@pytest.mark.parametrize("options", ENGINES, ids=str)
@pytest.mark.parametrize("paragraphs", range(8, 15))
def test_the_colophon_is_never_alone(options: dict[str, Any], paragraphs: int, tmp_path: Path) -> None:
    html = (
        f"<html lang='en'><body><article><h1>The Ferry</h1>{f'<p>{LINE * 3}</p>' * paragraphs}</article></body></html>"
    )
    pages = pages_of(html, options, tmp_path)
    last = pages[max(pages)]
    assert "SHA-256" in last
    assert "flour" in last.partition("About this copy")[0]


def test_a_line_more_where_that_is_enough() -> None:
    longer, *shorter = bottom_margins(8, {"room": 20.0, "needs": 90.0}, 27.0, 1.0)
    assert longer < 27 < min(shorter)


def test_shorter_pages_where_a_line_more_is_not_enough() -> None:
    assert all(margin > 27 for margin in bottom_margins(1, {"room": 20.0, "needs": 90.0}, 27.0, 1.0))
