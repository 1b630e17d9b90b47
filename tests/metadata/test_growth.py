"""Metadata of hostile length come out right. `benchmarks/growth.py` measures how their time grows."""

from __future__ import annotations

import pytest

from archiver.metadata.parsing.personal_names import author_of, strip_address
from archiver.metadata.parsing.site_names import strip_site
from archiver.pipeline import build
from archiver.source import Source

_LONG = 200_000


@pytest.mark.parametrize("unit", ["1", "a", "@", "-", "(", ")", "a@", ".a", "www.", " ", "\u3000", "@a.", "(a "])
def test_addresses_in_names(unit: str) -> None:
    strip_address(unit * (_LONG // len(unit)) + "x")
    author = author_of("Jane Doe " + unit * (_LONG // len(unit)))
    assert author is None or author.name == "Jane Doe"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("jane@host.org (Jane Doe)", "Jane Doe"),
        ("Jane Doe jane.doe@mail.host.org", "Jane Doe"),
        ("Jane Doe, @jane", "Jane Doe"),
        ("Jane Doe https://host.org/@jane", "Jane Doe"),
        ("x@y.org@1w", "@1w"),
        (".Doe@https(", ".Doe@https"),
    ],
)
def test_what_is_left_beside_an_address(text: str, name: str) -> None:
    assert strip_address(text) == name


@pytest.mark.parametrize("unit", ["|", " | ", " – ", "»", "The Site | "])
def test_sites_in_titles(unit: str) -> None:
    found = strip_site(unit * 40_000 + "A long way | The Site", frozenset(["thesite"]))
    assert found.endswith("A long way")


@pytest.mark.parametrize("space", [" ", "\u00a0", "\n"])
def test_keywords(space: str) -> None:
    page = f'<!DOCTYPE html><html><head><meta name=keywords content="ferry{space * 90_000}, bell"><h1>A ferry</h1><p>The ferry ran for eleven years, and then it did not.</p>'
    article = build(Source(name="a.html", data=page.encode(), stem="a"), force=True)
    assert article.keywords == ("ferry", "bell")


@pytest.mark.slow
def test_signs_of_quotation_that_quote_nothing() -> None:
    text = "A ferry\n\nThe ferry ran for eleven years, and then it did not.\n" + ">\n" * 18_000
    article = build(Source(name="a.txt", data=text.encode(), stem="a"), force=True)
    assert "The ferry ran for eleven years" in f"{article.title} {article.text()}"
