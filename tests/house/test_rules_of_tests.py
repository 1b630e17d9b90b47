"""What tests may not do: look into what is private in src, or read a clock."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from support.folders import ROOT

FILES = sorted((ROOT / "tests").rglob("*.py"))
PACKAGE = ROOT / "src" / "archiver"
#: Functions of the module `time` that tell it. `sleep` is none of them.
CLOCKS = {
    name + ending
    for name in ("time", "monotonic", "perf_counter", "process_time", "thread_time", "clock_gettime")
    for ending in ("", "_ns")
}
#: Whose private names are no concern of src: those of the test itself, and the types of lxml.
OWN = {"self", "cls", "etree"}
PRIVATE = re.compile(r"_[A-Za-z]\w*")


@cache
def defined_in_src() -> frozenset[str]:
    """The private names that a module, class or object of src has."""
    names: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                names.add(node.name)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                names.add(node.id)
            elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                names.add(node.attr)
    return frozenset(name for name in names if PRIVATE.fullmatch(name))


def names_used(code: str) -> Iterator[str]:
    """What a piece of code asks of others: imported names, attributes, what a string names for getattr or monkeypatch, and code in strings."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "archiver":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.Attribute) and not (isinstance(node.value, ast.Name) and node.value.id in OWN):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if re.fullmatch(r"[\w.]+", node.value):
                yield node.value.rpartition(".")[2]
            elif "import" in node.value:
                yield from re.findall(r"\.(_[A-Za-z]\w*)", node.value)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT / "tests")))
def test_no_test_uses_a_private_name_of_src(path: Path) -> None:
    code = path.read_text(encoding="utf-8")
    own = {node.name for node in ast.walk(ast.parse(code)) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    assert set(names_used(code)) & (defined_in_src() - own) == set()


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT / "tests")))
def test_no_test_reads_a_clock(path: Path) -> None:
    """Work is counted (support/work.py): a clock says other things on a busy machine."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "time":
            found.add(node.attr)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name == "timeit"}
    assert found & (CLOCKS | {"timeit"}) == set()
