"""Help: options in groups, in any width, in any locale, and without colours."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator

import click
import pytest

from archiver.cli.commands import COMMANDS, cli
from archiver.cli.options.groups import GROUPS, GroupedCommand
from archiver.cli.settings.values import options_of

Ran = subprocess.CompletedProcess[bytes]


def with_groups() -> Iterator[tuple[str, GroupedCommand]]:
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        if isinstance(command, GroupedCommand):
            yield name, command


def help_of(command: click.Command, width: int = 80) -> str:
    return command.get_help(click.Context(command, info_name="archiver", terminal_width=width))


@pytest.mark.parametrize(
    ("name", "command"), list(with_groups()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_each_option_stands_in_one_group(name: str, command: GroupedCommand) -> None:
    text = help_of(command)
    groups = dict(re.findall(r"^(\S[^\n]*):\n((?:(?:  .*)?\n)+)", text + "\n", re.MULTILINE))
    for key in options_of(command):
        holding = [
            group
            for group, lines in groups.items()
            if re.search(rf"^  (?:-\w, )?--{key}(?![\w-])", lines, re.MULTILINE)
        ]
        assert len(holding) == 1 and holding[0] in GROUPS, f"--{key}: give it a group in cli/options/groups.py"


def test_commands_with_many_options_have_groups() -> None:
    many = {name for name in COMMANDS if len(options_of(cli.get_command(click.Context(cli), name) or cli)) > 14}
    assert many and many <= {name for name, _ in with_groups()}


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_help_fits_into_the_width(width: int) -> None:
    for _, command in with_groups():
        lines = help_of(command, width).splitlines()
        # examples and names of options are not broken
        long = [line for line in lines if len(line) > max(width, 50) and not re.match(r" +(archiver|pbpaste|-)", line)]
        assert not long


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"},
        {"COLUMNS": "0"},
        {"COLUMNS": "wide"},
        {"NO_COLOR": "1", "TERM": "dumb"},
        {"FORCE_COLOR": "1", "LANG": "xx_YY.UTF-8"},
    ],
    ids=str,
)
def test_help_comes_whatever_the_environment(
    archiver: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    ran = archiver("convert", "--help")
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert b"Metadata:" in ran.stdout and b"\x1b" not in ran.stdout


def test_ranges_are_told_in_words(archiver: Callable[..., Ran]) -> None:
    assert b"0 to 256" in archiver("convert", "--help").stdout
    assert b"999 is not in the range 0 to 256." in archiver("convert", ".", "-j", "999").stderr
