"""The docs name everything that a user can meet, are as the program would have them, and lead nowhere that is not there."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import click
import pytest

from archiver import errors
from archiver.cli.commands import COMMANDS, cli
from archiver.findings import FINDINGS
from archiver.readers import READERS
from archiver.writers import WRITERS

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = [
    *ROOT.glob("*.md"),
    *sorted(DOCS.rglob("*.md")),
    ROOT / "sources" / "README.md",
    ROOT / "tests" / "fixtures" / "README.md",
]
#: Exit codes that belong to no class of error: all went well, some of several sources failed, a signal ended the run.
OTHER_CODES = {0, 10, 130}


def page(name: str) -> str:
    return (DOCS / "reference" / name).read_text(encoding="utf-8")


@cache
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None and spec.loader is not None
    sys.path.insert(0, str(DOCS))  # as Python does for a script: it has modules beside it
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command with its full name, those below others too."""
    waiting: list[tuple[str, click.Command]] = [("archiver", cli)]
    while waiting:
        name, command = waiting.pop()
        yield name, command
        if command is cli:
            for below in COMMANDS:
                one = cli.get_command(click.Context(cli), below)
                assert one is not None
                waiting.append((f"{name} {below}", one))
        elif isinstance(command, click.Group):
            waiting += [(f"{name} {below}", one) for below, one in command.commands.items()]


# -- what is made from the program ------------------------------------------------------------------


def test_no_page_is_stale() -> None:
    stale = [path.relative_to(ROOT).as_posix() for path in generator().stale()]
    assert not stale, f"run `make docs`: {stale}"


def test_a_page_that_somebody_edited_is_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = generator()
    monkeypatch.setattr(made, "DOCS", tmp_path)
    for folder in ("reference", "man"):
        (tmp_path / folder).mkdir()
    for name, text in made.PAGES.items():
        (tmp_path / name).write_text(text(), encoding="utf-8")
    mixed = tmp_path / "codes.md"
    mixed.write_text(
        "before\n<!-- made by docs/generate.py: errors -->\nA TABLE OF YESTERDAY\n<!-- end -->\nafter\n",
        encoding="utf-8",
    )
    assert list(made.stale()) == [mixed]
    assert made.stale()[mixed].startswith("before\n") and "YESTERDAY" not in made.stale()[mixed]
    findings = tmp_path / "reference" / "findings.md"
    findings.write_text(findings.read_text(encoding="utf-8").replace("N001", "N999"), encoding="utf-8")
    assert set(made.stale()) == {mixed, findings}


# -- what must be named -----------------------------------------------------------------------------


def test_every_command_and_option_is_documented() -> None:
    sections = dict(
        re.findall(r"^#{2,3} (archiver[^\n]*)\n(.*?)(?=^## |^### |\Z)", page("commands.md"), re.MULTILINE | re.DOTALL)
    )
    known = dict(commands())
    assert set(sections) == set(known) and len(known) > 8
    for name, command in known.items():
        for option in (p for p in command.params if isinstance(p, click.Option)):
            assert all(f"`{one}`" in sections[name] for one in option.opts), f"{name} {option.opts}"
            assert option.help, f"{name} {option.opts} has no help text"


def test_every_format_and_its_ending_is_documented() -> None:
    table = page("formats.md")
    for writer in WRITERS.values():
        assert f"| `{writer.name}` | `{writer.suffix}` |" in table
        assert all(f"| `{writer.name}` | `{option}` |" in table for option in writer.options())
    for reader in READERS:
        assert f"| `{reader.name}` | `{reader.media_type}` |" in table


def test_every_finding_is_documented() -> None:
    assert re.findall(r"^\| ([A-Z]\d{3}) \|", page("findings.md"), re.MULTILINE) == list(FINDINGS)


def test_every_finding_can_be_met() -> None:
    """A finding that no module adds would be a promise of the docs."""
    package = ROOT / "src" / "archiver"
    code = "".join(p.read_text(encoding="utf-8") for p in package.rglob("*.py") if p != package / "findings.py")
    assert not [finding for finding in FINDINGS if f'"{finding}"' not in code]


def test_every_exit_code_is_documented_and_no_other() -> None:
    classes = [e for e in vars(errors).values() if inspect.isclass(e) and issubclass(e, errors.ArchiverError)]
    codes = {e.exit_code for e in classes if e is not errors.ArchiverError} | OTHER_CODES
    table = page("exit-codes.md").partition("## Errors in Python")[0]
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", table, re.MULTILINE)} == codes
    told = {int(code) for code in re.findall(r"\b(\d+) [a-z]", cli.epilog or "")}
    assert told == codes, "the list below `archiver --help`"


def test_every_environment_variable_is_documented_and_no_other() -> None:
    names: set[str] = set()
    for path in [
        *(ROOT / "src").rglob("*.py"),
        *(ROOT / "tests").rglob("*.py"),
        ROOT / "Makefile",
        *(ROOT / ".ci").iterdir(),
    ]:
        if path == Path(__file__):
            continue
        text = path.read_text(encoding="utf-8")
        names.update(re.findall(r"\b_?ARCHIVER_[A-Z_]+\b", text))
        if path.suffix == ".py" and "src" in path.relative_to(ROOT).parts:
            names.update(_asked_of_the_environment(ast.parse(text)))
    names.update(re.findall(r"^([A-Z]+) \?=", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", page("environment.md"), re.MULTILINE)) == names


def _asked_of_the_environment(module: ast.Module) -> Iterator[str]:
    """The names in os.environ["NAME"], os.environ.get("NAME") and os.getenv("NAME")."""
    for node in ast.walk(module):
        asked = ""
        if isinstance(node, ast.Call) and node.args:
            asked, name = ast.unparse(node.func), node.args[0]
        elif isinstance(node, ast.Subscript):
            asked, name = ast.unparse(node.value), node.slice
        if asked.endswith(("environ.get", "environ", "getenv")) and isinstance(name, ast.Constant):
            yield str(name.value)


def test_every_rule_of_the_schema_is_explained() -> None:
    schema = (ROOT / "schemas" / "article.sch").read_text(encoding="utf-8")
    rules = set(re.findall(r"<(?:assert|report) id=\"([\w-]+)\"", schema))
    table = page("record.md").partition("## Rules beyond the grammar")[2]
    told = {
        name for row in re.findall(r"^\| (`[^|]*) \|", table, re.MULTILINE) for name in re.findall(r"`([\w-]+)`", row)
    }
    assert told == rules and len(rules) > 10


def test_every_element_of_the_record_is_explained() -> None:
    grammar = (ROOT / "schemas" / "article.rnc").read_text(encoding="utf-8")
    elements = set(re.findall(r"\belement ([a-z][\w-]*) \{", grammar))
    missing = {
        name for name in elements if f"`{name}`" not in page("record.md") and f"<{name}" not in page("record.md")
    }
    assert len(elements) > 40 and not missing


def test_every_family_of_notes_is_explained() -> None:
    from archiver.notes import FAMILIES

    assert not [family.name for family in FAMILIES if f"| `{family.name}` |" not in page("notes.md")]


# -- what the docs point at --------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    text = re.sub(r"^ *```.*?^ *```", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"https?://|mailto:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        assert target.exists(), f"{link} leads nowhere"
        if anchor:
            assert anchor in anchors(target), f"{link}: there is no such heading"


def anchors(path: Path) -> set[str]:
    """The names that a page's headings have as places of links, in the way of GitHub: small letters, dashes for spaces, no other signs."""
    headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_page_is_reached_from_the_index() -> None:
    reached, waiting = set(), [DOCS / "index.md"]
    while waiting:
        current = waiting.pop()
        if current in reached or current.suffix != ".md" or DOCS not in current.parents:
            continue
        reached.add(current)
        links = re.findall(r"\]\(([^)#\s]+\.md)", current.read_text(encoding="utf-8"))
        waiting += [(current.parent / link).resolve() for link in links if not link.startswith("http")]
    assert set(DOCS.rglob("*.md")) == reached


def test_pages_of_docs_that_the_program_names_are_there() -> None:
    """In comments, messages and docstrings. Rule files are left out: their bytes are part of each record, and they keep an old name."""
    folders = ("src", "tests", "benchmarks", "schemas")
    files = [
        p
        for f in folders
        for p in (ROOT / f).rglob("*.*")
        if p.suffix in (".py", ".xsl", ".rnc", ".rng", ".sch", ".css")
    ]
    for path in [*files, ROOT / "Makefile", ROOT / "pyproject.toml", ROOT / "CONTRIBUTING.md"]:
        for name in re.findall(r"\bdocs/[\w/-]+\.(?:md|py)\b", path.read_text(encoding="utf-8")):
            assert (ROOT / name).is_file(), f"{path.relative_to(ROOT)} names {name}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_paths_that_the_docs_name_are_there(path: Path) -> None:
    """Files and folders from the root of the project: all that stands in code type and in the commands of blocks. A name in
    capitals, `…` or `*` stands for something of the reader's.
    """
    text = path.read_text(encoding="utf-8")
    named = set(re.findall(r"(?<![\w./-])(?:tests|src|schemas|benchmarks)/[\w./-]*[\w/](?![\w*<…{])", text))
    missing = [name for name in sorted(named) if "NAME" not in name and not (ROOT / name).exists()]
    assert not missing, f"{path.relative_to(ROOT)} names {missing}"


def test_modules_that_the_docs_name_are_there() -> None:
    """Files in code type that are named from src/archiver, from its folder cleaning/, or from the root."""
    for path in PAGES:
        for name in re.findall(
            r"`([\w./-]+/[\w./-]+\.(?:py|toml|json|typ|css|xsl|rnc|rng|sch|odd))`", path.read_text(encoding="utf-8")
        ):
            if not name.startswith(("src/", "tests/", "schemas/", "benchmarks/", "docs/", "../")):
                rooms = [ROOT / "src" / "archiver", ROOT / "src" / "archiver" / "cleaning", ROOT]
                assert any((room / name).is_file() for room in rooms), f"{path.relative_to(ROOT)} names {name}"


def test_the_generator_says_what_is_stale() -> None:
    """`python docs/generate.py --check` is what a hook can call."""
    import subprocess

    done = subprocess.run(
        [sys.executable, DOCS / "generate.py", "--check"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")
