"""The raw article that the project was founded on must come out right, whole, and the same each time.

It is other people's text and not part of the project; without it these tests skip.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

import archiver
from archiver import inspection
from archiver.article import Article
from archiver.inspection import Inspection
from archiver.source import Source
from support.folders import SHARED

SEED = SHARED / "seed" / "japan-nato.txt"
pytestmark = pytest.mark.skipif(
    not SEED.exists(), reason="the seed article (../shared/seed) is not here; it is not ours to copy"
)


@cache
def inspected() -> Inspection:
    return inspection.inspect(Source.from_file(SEED))


def article() -> Article:
    return inspected().article


def source() -> str:
    return SEED.read_text(encoding="utf-8")


def test_title_author_date_and_language() -> None:
    assert article().title == "Japan–NATO Ties: A Difficult Partnership"
    (author,) = article().authors
    assert (author.name, author.honorific, author.roles) == ("Arnab Dasgupta", "Dr", ("Research Analyst",))
    assert author.affiliations[0].startswith("East Asia Centre")
    assert (article().published, article().language) == ("2023-07-10", "en")


def test_two_headings_and_an_opening_without_one() -> None:
    body = article().root.find("{*}body")
    assert body is not None
    assert [h.text for h in body.iter("{*}heading")] == ["History of Japan and NATO relations", "Impact of Ukraine"]
    assert [str(child.tag).split("}")[1] for child in body][:3] == ["p", "p", "p"]


def test_every_paragraph_is_whole_and_in_order() -> None:
    paragraphs = [" ".join(line.split()) for line in source().splitlines() if len(line) > 300]
    paragraphs = [p for p in paragraphs if not p.startswith("Dr Arnab")]
    kept = [re.sub(r"\[(\d)\]", r"\1", line) for line in article().text().split("\n") if len(line) > 280]
    assert kept == paragraphs


def test_eight_markers_in_place_each_without_its_note() -> None:
    references = article().noterefs
    assert [r.label for r in references] == list("12345678")
    for reference in references:
        assert reference.offset is not None
        assert source()[reference.offset] == reference.label
        assert source()[reference.offset - 1] in ".”"
    assert [(n.label, n.status, n.text, n.references) for n in article().notes] == [
        (label, "missing", "", 1) for label in "12345678"
    ]


def test_the_ledger_holds_the_page_chrome_and_nothing_else() -> None:
    removed = [r.text for r in article().removals]
    assert removed == [
        "You are here", "Click here for detailed profile.", "Share", "Tweet", "Email", "Whatsapp", "Linkedin", "Print",
    ]  # fmt: skip
    assert inspected().words.unaccounted == 0


def test_the_disclaimer_is_kept_as_such() -> None:
    (disclaimer,) = [p for p in article().root.iterfind(".//{*}body//{*}p") if p.get("role") == "disclaimer"]
    assert (disclaimer.text or "").startswith("Views expressed are of the author")


@pytest.mark.parametrize("format", ["xml", "pdf", "epub", "tei", "html", "text"])
def test_exports_are_the_same_bytes_each_time(format: str, tmp_path: Path) -> None:
    first = archiver.export(article(), format, tmp_path / "a" / "x")
    second = archiver.export(Article.from_bytes(article().xml()), format, tmp_path / "b" / "x")
    assert first.read_bytes() == second.read_bytes()
