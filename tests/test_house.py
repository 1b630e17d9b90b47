"""The house rules that a machine can watch: which room may import which, what the command line loads, what the docs must name."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "archiver"

#: What every room may use: the ground floor.
GROUND = {
    "errors", "findings", "images", "languages", "version", "safety", "source", "page", "draft", "article", "addresses",
    "markup_numbers", "spans", "xmltree", "text", "class_names",
}  # fmt: skip

#: What else each room may import. A room that is not named here may be imported by none but those that name it.
ALLOWED = {
    "errors": set(),
    "version": set(),
    "findings": set(),
    "languages": set(),
    "safety": {"errors"},
    "addresses": {"errors"},
    "markup_numbers": set(),
    "xmltree": set(),
    "text": set(),
    "class_names": set(),
    "spans": {"article", "markup_numbers"},
    "source": {"errors", "safety", "addresses"},
    "drawings": set(),
    "images": {"drawings", "errors", "safety"},
    "page": {"source"},
    "draft": {"page"},
    "article": {"errors", "safety"},
    "schema": {*GROUND},
    "readers": {*GROUND},
    "notes": {*GROUND},
    "metadata": {*GROUND},
    "cleaning": {*GROUND},
    "record": {*GROUND},
    "cleaned": {*GROUND},
    "pipeline": {*GROUND, "readers", "notes", "metadata", "cleaning", "record", "schema"},
    "writers": {
        "errors",
        "languages",
        "article",
        "images",
        "safety",
        "schema",
        "version",
        "addresses",
        "spans",
        "xmltree",
        "text",
        "class_names",
    },
    "validation": {"errors", "article", "safety", "schema", "version"},
}

#: Rooms that call the flow. The flow never calls them.
SIDE_ROOMS = {
    "cli",
    "batch",
    "fetching",
    "inspection",
    "doctor",
    "__init__",
    "__main__",
}


def room_of(path: Path) -> str:
    """The room a module lives in: its folder, or its own name on the ground floor."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    """The rooms that a module imports anywhere in it, but for what only type checking sees."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    rooms: set[str] = set()
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "archiver":
            parts = node.module.split(".")
            rooms |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            rooms |= {a.name.split(".")[1] for a in node.names if a.name.startswith("archiver.")}
    return rooms


MODULES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_one_way(path: Path) -> None:
    room = room_of(path)
    if room in SIDE_ROOMS:
        return
    foreign = {r for r in imported_rooms(path) if r != room and (PACKAGE / r).exists() | (PACKAGE / f"{r}.py").exists()}
    assert foreign <= ALLOWED[room], f"{room} must not import {foreign - ALLOWED[room]}"


def module_of(path: Path) -> str:
    """The dotted name of a module."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(("archiver", *(parts[:-1] if parts[-1] == "__init__" else parts)))


def imported_at_once(path: Path, known: set[str]) -> set[str]:
    """The modules of the house that a module names in its imports, also for type checking; what a function imports when it is called is not meant."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    later = {id(inner) for function in functions for inner in ast.walk(function)}
    found: set[str] = set()
    for node in ast.walk(tree):
        if id(node) not in later and isinstance(node, ast.ImportFrom) and node.module:
            full = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (full & known) or ({node.module} & known)
    return found - {module_of(path)}


def test_no_module_imports_itself_by_way_of_others() -> None:
    names = {module_of(path): path for path in MODULES}
    imports = {name: imported_at_once(path, set(names)) for name, path in names.items()}
    # what imports nothing but modules that are taken away already is in no circle
    while free := {name for name, needed in imports.items() if not needed & imports.keys()}:
        for name in free:
            del imports[name]
    in_circles = {name for name in imports if any(name in imports[other] for other in imports)}
    assert in_circles == set(), f"they import one another: {sorted(in_circles)}"


def test_each_folder_is_a_table_of_contents() -> None:
    folders = [PACKAGE, *(path for path in PACKAGE.rglob("*") if path.is_dir() and path.name != "__pycache__")]
    sizes = {str(folder.relative_to(PACKAGE)): sum(p.is_file() for p in folder.iterdir()) for folder in folders}
    assert {name: size for name, size in sizes.items() if size > 24} == {}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_is_no_longer_than_one_idea(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 800


def test_help_loads_no_heavy_library() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from archiver.cli.commands import cli;"
        "result = CliRunner().invoke(cli, ['--help']); assert 'convert' in result.output;"
        "print([m for m in ('lxml', 'weasyprint', 'pypandoc', 'yaml', 'archiver.pipeline') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_every_command_is_explained_with_an_example() -> None:
    from archiver.cli.commands import COMMANDS, cli

    for name in COMMANDS:
        command = cli.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None
        assert f"archiver {name}" in (command.help or ""), f"{name} shows no example of its use"


def test_no_file_names_a_registry_or_this_machine() -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split("\0")
    if not any(tracked):
        pytest.skip("not a git checkout, so nothing is tracked")
    # put together here so that this very file does not name them
    forbidden = [
        "files.pythonhosted" + ".org",
        "pypi" + ".org/simple",
        "registry.npmjs" + ".org",
        "/work" + "/main",
        "/work" + "/shared",
    ]
    for name in filter(None, tracked):
        path = ROOT / name
        if path.suffix in (".png", ".jpg", ".pdf", ".epub") or not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8", "replace")
        assert not [word for word in forbidden if word in text], f"{name} names what it must not"
