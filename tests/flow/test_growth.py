"""The work for a source grows with its size, not with its square. `benchmarks/growth.py` measures the time of hundreds of shapes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from archiver import pipeline
from archiver.article import NS, Article
from archiver.cleaning.body import features
from archiver.cleaning.measures import Measures, Unit
from archiver.source import Source
from support.work import growth

#: Four times the source may take so many times the work: n^1.15.
MOST = 4.95
#: The sizes at which the growth shows, where it does not at 150.
SIZES = dict.fromkeys(
    (
        "terms without definitions",
        "terms that never end",
        "notes with one label",
        "notes of each section",
        "notes in round brackets",
    ),
    600,
)
PROSE = "The mill stood at the weir for ninety years, and nobody could say who had built it. "


def made(text: str, media_type: str = "text/html") -> Article:
    return pipeline.normalize(Source(name="a", data=text.encode(), stem="a"), media_type=media_type, force=True)


def page(body: str, head: str = "") -> Article:
    return made(f"<!DOCTYPE html><html><head>{head}</head><body>{body}<p>{PROSE * 3}</p></body></html>")


def json_ld(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>'


PAGES: dict[str, Callable[[int], Article]] = {
    "terms without definitions": lambda n: page(f"<dl>{'<dt>Weir</dt>' * n}</dl>"),
    "terms that never end": lambda n: page(f"<dl>{'<dt>Weir ' * n}"),
    "declared titles": lambda n: page("", "".join(f"<meta property='og:title' content='The mill {k}'>" for k in range(n))),
    "declared authors": lambda n: page(
        json_ld(
            '{"@type":"Article","author":['
            + ",".join(f'{{"@type":"Person","name":"Ada M{"a" * (k % 90)}{chr(97 + k % 26)}"}}' for k in range(n))
            + "]}"
        )
    ),
    "notes with one label": lambda n: page("<p>It ran<sup>1</sup> on.</p><p>1 The weir was dry.</p>" * n),
}  # fmt: skip
TEXTS: dict[str, Callable[[int], str]] = {
    "notes of each section": lambda n: "The mill ran [1] on.\n\n[1] The weir was dry.\n\n" * n,
    "notes in round brackets": lambda n: "The mill ran (1) on.\n\n(1) The weir was dry.\n\n" * n,
    "lines that begin alike": lambda n: "Sources\n\n" + "".join(f"Reed, B. (1988). The mill. Weir: {k} Press, p. {k}.\n" for k in range(n)),
    "rows of different widths": lambda n: "one\ttwo\tthree\nfour\tfive\nsix\n" * n,
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_pages(name: str) -> None:
    assert growth(PAGES[name], SIZES.get(name, 150)) < MOST


@pytest.mark.slow
@pytest.mark.parametrize("name", TEXTS)
def test_texts(name: str) -> None:
    def work(size: int) -> Article:
        return made(f"The mill\n\n{PROSE}\n\n{TEXTS[name](size)}\n\n{PROSE}\n", "text/plain")

    assert growth(work, SIZES.get(name, 150)) < MOST


def test_definitions_that_never_end_are_read() -> None:
    article = page(f"<dl>{'<dd>The weir was dry. ' * 2000}")
    assert article.text().count("The weir was dry.") == 2000


def test_a_long_table_is_weighed_by_its_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    weighed: list[int] = []
    columns = features.columns

    def watched(measures: Measures, units: list[Unit], *others: Any) -> Any:
        weighed.append(len(units))
        return columns(measures, units, *others)

    monkeypatch.setattr(features, "columns", watched)
    rows = "".join(f"<tr><td>row {k}</td><td>{k * 7}</td><td>dry</td></tr>" for k in range(1500))
    article = page(f"<h1>The mill</h1><p>{PROSE * 4}</p><table>{rows}</table><p>{PROSE * 4}</p>")
    assert len(article.root.findall(".//a:row", NS)) == 1500
    assert max(weighed) < 1100


def test_a_long_text_is_kept_whole() -> None:
    lines = "\n".join(f"word{k}" for k in range(9000))
    article = made(f"The mill\n\n{PROSE}\n\n{lines}\n\n{PROSE}\n", "text/plain")
    kept = article.text().split()
    assert all(f"word{k}" in kept for k in range(3100, 5900))


def test_lines_with_only_signs_of_quotation() -> None:
    article = made(f"The mill\n\n{PROSE}\n\n> The weir\n>\n>\n>\n\n{PROSE}\n", "text/plain")
    assert "The weir" in article.text()
    many = made(f"The mill\n\n{PROSE}\n\n" + ">\n" * 500 + f"\n{PROSE}\n", "text/plain")
    assert ">" not in many.text()
