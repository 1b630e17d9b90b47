"""Records that somebody corrected by hand: spans and numbers at the limits of the schema stop no export."""

from __future__ import annotations

from pathlib import Path

import pytest

import archiver
from archiver import schema, spans
from archiver.article import NAMESPACE, Article, tag
from archiver.writers.shared.prepare import prepare
from archiver.writers.shared.table_grid import grid
from support.folders import RECORDS


def corrected(rows: str, start: str = "1") -> Article:
    """A record with this table and a list that starts so."""
    text = (RECORDS / "bare.xml").read_text(encoding="utf-8")
    block = f'<table>{rows}</table><list type="ordered" style="upper-roman" start="{start}"><item>one</item><item>two</item></list>'
    head, found, rest = text.partition("<body>")
    assert found
    article = Article.from_bytes(f"{head}{found}{block}{rest}".encode(), "corrected.xml")
    schema.require_valid(article)
    return article


GREEDY = {
    "greedy spans": "".join(f'<row><cell colspan="1000" rowspan="65534">word{n}</cell></row>' for n in range(300)),
    "one broad row": "<row>" + "<cell>word</cell>" * 2000 + "</row>" + "<row><cell>b</cell></row>" * 2000,
    "broad cells": ("<row>" + '<cell colspan="1000">word</cell>' * 20 + "</row>") * 20,
}


@pytest.mark.parametrize("kind", GREEDY)
def test_the_grid_for_writers_has_a_limited_size(kind: str) -> None:
    article = corrected(GREEDY[kind])
    prepared = prepare(article, lambda _: "")
    (table,) = prepared.root.iter(tag("table"))
    cells = list(table.iter(tag("cell")))
    made = grid(table)
    assert len(list(made.rows())) * made.columns <= max(spans.MOST_SLOTS, 2 * spans.MOST_PER_CELL * len(cells))
    assert sum(len(row) for row in made.rows()) == len(cells)
    before = [c.text for c in article.root.iter(tag("cell"))]
    assert [c.text for c in cells] == before


@pytest.mark.parametrize("format", ["html", "text", "tei", "epub", "markdown", "jats"])
@pytest.mark.parametrize("start", ["-999999", "0", "+0007", "999999"])
def test_numbers_at_the_limits_of_the_schema_can_be_exported(format: str, start: str, tmp_path: Path) -> None:
    article = corrected(GREEDY["broad cells"], start)
    out = tmp_path / "out"
    archiver.export(article, format, out)
    assert out.stat().st_size


@pytest.mark.parametrize(
    "block",
    [
        '<list type="ordered" start="1000000"><item>a</item></list>',
        '<list type="ordered" start="00000001"><item>a</item></list>',
        '<table><row><cell colspan="1001">a</cell></row></table>',
        '<table><row><cell rowspan="65535">a</cell></row></table>',
        f'<table><row><cell rowspan="{"0" * 5000}2">a</cell></row></table>',
        '<figure><image src="a.png" width="20001"/></figure>',
        '<figure><image src="a.png" height="0"/></figure>',
        f'<p id="p999" at="{"1" * 10}">a</p>',
    ],
)
def test_numbers_beyond_the_limits_are_invalid(block: str) -> None:
    text = (RECORDS / "bare.xml").read_text(encoding="utf-8")
    article = Article.from_bytes(text.replace("<body>", f"<body>{block}").encode(), "r.xml")
    assert NAMESPACE in text
    with pytest.raises(archiver.InvalidResult):
        schema.require_valid(article)
