"""The manual pages: one for each command, in the form that man and its relatives read. That none is stale, test_reference.py asks."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import click
import pytest

from archiver.cli.commands import COMMANDS, cli
from archiver.cli.settings.values import commands_below, options_of
from archiver.version import __version__
from support.folders import ROOT

FOLDER = ROOT / "docs" / "man"
PAGES = sorted(FOLDER.iterdir())


def name_of(path: tuple[str, ...]) -> str:
    return "-".join(("archiver", *path)) + ".1"


def shown(page: Path) -> str:
    """A page as man shows it, without breaks of lines."""
    ran = subprocess.run(
        ["groff", "-man", "-Tutf8", "-P-c", "-P-b", "-P-u", "-rLL=20000n", page], capture_output=True, check=True
    )
    return " ".join(ran.stdout.decode("utf-8").replace("\N{HYPHEN}", "-").split())


def test_each_command_has_a_page_and_no_other_is_left() -> None:
    commands = {name_of(path) for path, _ in commands_below(cli)} | {name_of((name,)) for name in COMMANDS}
    assert {page.name for page in PAGES} == {"archiver.1"} | commands


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_is_well_formed_roff(page: Path) -> None:
    lines = page.read_text(encoding="ascii").splitlines()
    assert [line for line in lines if line.startswith(".SH")][:3] == [".SH NAME", ".SH SYNOPSIS", ".SH DESCRIPTION"]
    assert __version__ in lines[1] and lines[3].count(" \\- ") == 1
    known = re.compile(r"\.(TH|SH|SS|TP|PP|EX|EE)\b|\.\\\"|[^.'\s]")
    assert not [line for line in lines if not known.match(line)]


@pytest.mark.skipif(shutil.which("mandoc") is None, reason="mandoc is absent: apt-get install mandoc")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_mandoc_finds_nothing(page: Path) -> None:
    ran = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", page], capture_output=True, text=True, check=False)
    # a date would say nothing: the page is made of the program, and says its version
    assert not [line for line in ran.stdout.splitlines() if "missing date" not in line]


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is absent: apt-get install groff")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_groff_warns_of_nothing(page: Path) -> None:
    ran = subprocess.run(["groff", "-man", "-ww", "-z", "-Tutf8", page], capture_output=True, text=True, check=True)
    assert ran.stderr == ""


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is absent: apt-get install groff")
def test_a_page_says_what_help_says() -> None:
    for path, command in commands_below(cli):
        text = shown(FOLDER / name_of(path))
        for option in options_of(command).values():
            assert all(name in text for name in option.opts), path
            assert " ".join((option.help or "").replace("`", "").split()) in text, f"{path} {option.opts}"
        first = re.split(r"\n\s*\n", command.help or "")[0].replace("`", "")
        assert " ".join(first.split()) in text


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is absent: apt-get install groff")
def test_the_page_of_the_program_names_commands_files_variables_and_exit_codes() -> None:
    text = shown(FOLDER / "archiver.1")
    assert all(f"archiver-{name}(1) {entry.summary}" in text for name, entry in COMMANDS.items())
    assert all(word in text for word in ("archiver.toml", "SOURCE_DATE_EPOCH", "130 interrupted", "--no-config"))
    assert isinstance(cli, click.Group) and "](" not in text and "`" not in text


def test_pages_are_installed_where_man_looks() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"] == {"docs/man": "share/man/man1"}
