"""The accuracy of notes on labelled pages may not fall below tests/accuracy/floors.toml."""

from __future__ import annotations

import importlib.util
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from support.folders import ROOT

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text("utf-8"))["footnotes"]
CASES = [(name, kind) for name, floors in FLOORS.items() for kind in floors if kind != "tolerance"]


def load_benchmark() -> ModuleType:
    """benchmarks/footnotes.py, which is no package."""
    spec = importlib.util.spec_from_file_location("benchmark_footnotes", ROOT / "benchmarks" / "footnotes.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


BENCHMARK = load_benchmark()


@pytest.mark.slow
@pytest.mark.skipif(
    not BENCHMARK.PAGES.exists(), reason="the labelled pages are not here; they are no part of the project"
)
@pytest.mark.parametrize(("name", "kind"), CASES)
def test_floor(name: str, kind: str) -> None:
    floor, tolerance = FLOORS[name][kind], FLOORS[name]["tolerance"]
    _, _, rows, _ = BENCHMARK.measure((kind,), "flow", pages=BENCHMARK.PAGES.with_name(f"{name}.zip"))
    reached = BENCHMARK.mean([row["f1"] for row in rows.values()])
    assert reached >= floor - tolerance, f"{name}, {kind}: {reached:.4f} is below the floor of {floor}"
