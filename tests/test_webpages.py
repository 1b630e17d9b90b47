"""Pages of some fifty publishing systems in 27 languages, written from memory of how those systems write."""

from __future__ import annotations

import pytest

import archiver
from webpages import WebPage, complaints, web_pages


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(
            page, id=page.name, marks=[pytest.mark.xfail(strict=True, reason=page.fails)] if page.fails else []
        )
        for page in web_pages()
    ],
)
def test_a_page_becomes_what_an_archivist_expects(page: WebPage) -> None:
    assert complaints(page, archiver.normalize(page.source, media_type="text/html")) == []
