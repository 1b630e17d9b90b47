"""The rules of the house that a machine can watch: which room may import which, how large folders are, what the command line loads."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from support.folders import ROOT

PACKAGE = ROOT / "src" / "archiver"

#: The rooms of the house, floor by floor. A module imports from the floors below its own, and from its own room; never from a room on the
#: same floor or above. A room that stands nowhere here has no place yet: give it one.
FLOORS = (
    # side rooms: they call the flow, the flow never calls them
    ("__main__",),
    ("cli",),
    ("__init__",),
    ("batch", "inspection"),
    # the flow, from source to record
    ("pipeline",),
    ("cleaned", "doctor"),
    # they ask metadata to read names and dates, and threads cleaning for the measures of a page
    ("threads", "references"),
    ("readers", "notes", "metadata", "cleaning", "record", "writers", "validation", "fetching"),
    # the ground: what the flow hands on, and what every room may use
    ("draft", "schema", "spans"),
    ("page", "images"),
    ("article", "source", "saved"),
    ("companions", "views"),
    ("addresses", "safety", "record_file", "pandoc", "personal_names"),
    ("trees",),
    (
        "child_programs",
        "description",
        "errors",
        "findings",
        "languages",
        "markup_numbers",
        "stylesheets",
        "text",
        "version",
        "weighing",
        "xml_layout",
    ),
)
FLOOR_OF = {room: number for number, rooms in enumerate(reversed(FLOORS)) for room in rooms}

#: Rooms further down that are closed to a room all the same: a writer reads an Article and nothing else, and so does who validates.
CLOSED = {
    "writers": {"draft", "page", "source"},
    "validation": {"draft", "page", "source"},
}

#: Imports that do not follow the rule: (module, room): the reason.
EXCEPTIONS: dict[tuple[str, str], str] = {
    ("article.py", "__init__"): "Article.export is archiver.export as a method; it is imported when it is called",
}


def room_of(path: Path) -> str:
    """The room a module lives in: its folder, or its own name on the ground floor."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    """The rooms that a module imports anywhere in it, in functions and for type checking too."""
    rooms: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "archiver":
            parts = node.module.split(".")
            # `from archiver import x` is either a room or something that the front of the library offers
            rooms |= (
                {parts[1]} if len(parts) > 1 else {a.name if a.name in FLOOR_OF else "__init__" for a in node.names}
            )
        elif isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
            rooms |= {parts[1] if len(parts) > 1 else "__init__" for parts in names if parts[0] == "archiver"}
    return rooms - {room_of(path)}


MODULES = sorted(PACKAGE.rglob("*.py"))


def test_every_room_has_its_floor() -> None:
    assert {room_of(path) for path in MODULES} == set(FLOOR_OF)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_downwards(path: Path) -> None:
    room, name = room_of(path), str(path.relative_to(PACKAGE))
    wrong = {
        other
        for other in imported_rooms(path)
        if (FLOOR_OF[other] >= FLOOR_OF[room] or other in CLOSED.get(room, ())) and (name, other) not in EXCEPTIONS
    }
    assert wrong == set(), f"{room} must not import {wrong}"


def test_no_exception_is_left_that_nobody_needs() -> None:
    assert {(module, room) for module, room in EXCEPTIONS if room not in imported_rooms(PACKAGE / module)} == set()


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


def test_one_class_name_is_one_thing() -> None:
    """Public classes of two modules have two names, so that a name in a sentence is clear without its module."""
    homes: dict[str, list[str]] = {}
    for path in MODULES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes.setdefault(node.name, []).append(str(path.relative_to(PACKAGE)))
    assert {name: paths for name, paths in homes.items() if len(paths) > 1} == {}


def test_only_the_folder_of_trees_imports_the_parser() -> None:
    """Another version may read broken markup in another way, so what depends on the parser stands together."""
    importers = {
        path.relative_to(PACKAGE).parts[0]
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "turbohtml")
        or (isinstance(node, ast.Import) and any(alias.name.split(".")[0] == "turbohtml" for alias in node.names))
    }
    assert importers == {"trees"}


def test_the_words_of_a_source_are_counted_without_the_code_of_the_passes() -> None:
    """A count that shared code with them would lose what they lose."""
    assert imported_rooms(PACKAGE / "trees" / "visible_words.py") == set()
    imported = ast.walk(ast.parse((PACKAGE / "trees" / "visible_words.py").read_text(encoding="utf-8")))
    assert not [
        node for node in imported if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("archiver")
    ]
