"""How far a page and its copy out of a browser agree may not fall below tests/accuracy/floors.toml."""

from __future__ import annotations

import importlib
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from support.folders import ROOT, SHARED

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text("utf-8"))["both-ways"]
CORPUS = SHARED / "corpus"


@pytest.fixture
def benchmark_module(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """benchmarks/both_ways.py, which is no package."""
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    return importlib.import_module("both_ways")


@pytest.mark.slow
@pytest.mark.skipif(
    not (CORPUS / "copies").exists(), reason="the labelled pages are not here; they are no part of the project"
)
def test_floor(benchmark_module: ModuleType) -> None:
    """A fixed sample at even distances; benchmarks/both_ways.py --all runs all copies."""
    names = benchmark_module.copies(CORPUS, FLOORS["sample"])
    rows = [row for name in names if (row := benchmark_module.run(CORPUS, None, name)) is not None]
    assert len(rows) >= FLOORS["sample"]
    table = benchmark_module.table(row[3] for row in rows)
    reached = {field: table[field]["agree"] for field in ("title", "authors", "date")} | {"body": table["body"]["F1"]}
    below = {field: figure for field, figure in reached.items() if figure < FLOORS[field] - FLOORS["tolerance"]}
    assert not below, f"{below} is below the floors {FLOORS}"


def _said(**fields: Any) -> dict[str, Any]:
    return {"title": "", "authors": [], "date": "", "text": "", "language": "en", **fields}


def test_only_what_the_copy_holds_is_compared(benchmark_module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(benchmark_module, "shingles", lambda text: benchmark_module.Counter(text.split()))
    page = _said(title="The pier", authors=["Mira Tolland"], date="2024-03-04", text="one two three")
    compare = benchmark_module.compare
    found = compare(page, _said(title="The Pier!", text="one four"), "The pier\nby Mira Tolland\none two four")
    assert found.fields == {"title": "same", "authors": "none"}
    assert found.body == pytest.approx(0.5)
    found = compare(page, _said(date="2024-03-05", authors=["Odo Vesk"]), "4 March 2024, Mira Tolland")
    assert found.fields == {"authors": "other", "date": "other"}
    assert found.body is None
    assert compare(_said(), _said(title="The pier"), "The pier").fields == {"title": "more"}
