"""How well articles are found on labelled pages may not fall below tests/accuracy/floors.toml."""

from __future__ import annotations

import importlib.util
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from support.folders import ROOT

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text("utf-8"))["extraction"]
SETS = ("wcxb-articles", "wcxb-others", "snippets")


def load_benchmark() -> ModuleType:
    """benchmarks/extraction.py, which is no package."""
    spec = importlib.util.spec_from_file_location("benchmark_extraction", ROOT / "benchmarks" / "extraction.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


BENCHMARK = load_benchmark()


@pytest.mark.slow
@pytest.mark.skipif(
    not (BENCHMARK.CORPUS / "extraction").exists(),
    reason="the labelled pages are not here; they are no part of the project",
)
@pytest.mark.parametrize("name", SETS)
def test_floor(name: str) -> None:
    """A fixed sample at even distances; benchmarks/extraction.py runs all pages."""
    data = BENCHMARK.pages(BENCHMARK.CORPUS, name, FLOORS["sample"])
    texts, _ = BENCHMARK.run(BENCHMARK.ours, data)
    table, _ = BENCHMARK.scorer(BENCHMARK.CORPUS)({page: truth for page, truth, _ in data}, texts)
    figure = table["shingles" if "shingles" in table else "snippets"]["F1"]
    assert figure >= FLOORS[name] - FLOORS["tolerance"], f"{name}: {figure} is below the floor of {FLOORS[name]}"
