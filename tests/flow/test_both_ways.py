"""A page and its copy out of a browser give the same record, as far as the copy holds what the page has."""

from __future__ import annotations

from pathlib import Path

import pytest

import archiver
from archiver.article import Article
from support import external

PAGE = Path(__file__).parent / "both_ways" / "salt-barge.html"
COPY = PAGE.with_suffix(".txt")


def said(article: Article) -> dict[str, object]:
    """What a record says, without what only the page can show: levels of headings, links, and where everything stood."""
    return {
        "title": article.title,
        "authors": [author.name for author in article.authors],
        "published": article.published,
        "language": article.language,
        "body": article.text().splitlines(),
        "notes": [(note.label, note.status, note.text, note.references) for note in article.notes],
    }


def test_a_page_and_its_copy_say_the_same() -> None:
    page, copy = said(archiver.normalize(PAGE)), said(archiver.normalize(COPY))
    assert page == copy
    assert page["title"] == "The salt barge that nobody owns"
    assert page["authors"] == ["Mira Tolland", "Odo Vesk"]
    assert page["published"] == "2024-03-04"


def test_the_body_has_neither_chrome_nor_the_label_of_the_date() -> None:
    body = archiver.normalize(PAGE).text().splitlines()
    assert body[0].startswith("For eleven winters")
    assert body[-1].startswith("In the autumn")
    assert "A cargo that melts" in body


@pytest.mark.slow
def test_the_copy_is_what_chromium_gives(tmp_path: Path) -> None:
    assert external.chromium_selection(PAGE, tmp_path).strip() == COPY.read_text("utf-8").strip()
