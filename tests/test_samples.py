"""The sample sources against the truth that was written down before any code was (tests/samples.toml)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from archiver import inspection
from archiver.inspection import Inspection
from archiver.source import Source

ROOT = Path(__file__).parent.parent
TRUTH: dict[str, Any] = {
    name: truth
    for name, truth in tomllib.loads((ROOT / "tests" / "samples.toml").read_text("utf-8")).items()
    if isinstance(truth, dict)
}


@cache
def inspected(name: str) -> Inspection:
    """One sample, taken the whole way."""
    return inspection.inspect(Source.from_file(ROOT / "sources" / name))


def folded(text: str) -> str:
    return " ".join(text.split())


def test_every_sample_has_its_truth() -> None:
    samples = {p.name for p in (ROOT / "sources").iterdir() if p.suffix in (".txt", ".html")}
    assert samples == set(TRUTH)
    assert len(samples) >= 7


FIELDS = ("title", "subtitle", "published", "modified", "language", "publisher")


@pytest.mark.parametrize(
    ("name", "field"), [(name, field) for name in TRUTH for field in FIELDS if field in TRUTH[name]]
)
def test_metadata(name: str, field: str) -> None:
    article = inspected(name).article
    found = article.date("modified") if field == "modified" else getattr(article, field)
    assert found == TRUTH[name][field]


@pytest.mark.parametrize("name", TRUTH)
class TestSample:
    def test_every_word_is_accounted_for(self, name: str) -> None:
        words = inspected(name).words
        assert words.unaccounted == 0, words.examples
        assert words.source == words.kept + words.removed

    def test_the_record_is_valid(self, name: str) -> None:
        assert [v for v in inspected(name).violations if v.severity == "error"] == []

    def test_authors(self, name: str) -> None:
        assert [a.name for a in inspected(name).article.authors] == TRUTH[name]["authors"]

    def test_headings(self, name: str) -> None:
        headings = [
            folded("".join(h.itertext())) for h in inspected(name).article.root.iterfind(".//{*}body//{*}heading")
        ]
        assert headings == TRUTH[name]["headings"]

    def test_notes_and_their_calls(self, name: str) -> None:
        article, truth = inspected(name).article, TRUTH[name]
        assert len(article.notes) == truth["notes"]
        assert [n.label for n in article.notes if n.status == "missing"] == truth["missing"]
        assert [n.label for n in article.notes if n.status == "unreferenced"] == truth["unreferenced"]
        in_notes = len(list(article.root.iterfind("{*}notes//{*}noteref")))
        assert in_notes == truth.get("calls_in_notes", 0)
        assert len(article.noterefs) - in_notes == truth["calls"]

    def test_what_must_be_kept_is_in_the_body(self, name: str) -> None:
        text = folded(inspected(name).article.text(markers=False))
        assert [snippet for snippet in TRUTH[name]["kept"] if folded(snippet) not in text] == []

    def test_chrome_is_not_in_the_body(self, name: str) -> None:
        text = folded(inspected(name).article.text(markers=False))
        assert [snippet for snippet in TRUTH[name]["removed"] if folded(snippet) in text] == []

    def test_what_stands_in_notes_stands_there_only(self, name: str) -> None:
        article = inspected(name).article
        notes = folded(" ".join(note.text for note in article.notes))
        for snippet in TRUTH[name].get("in_notes", ()):
            assert folded(snippet) in notes
            assert folded(snippet) not in folded(article.text(markers=False))
