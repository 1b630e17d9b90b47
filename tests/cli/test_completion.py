"""What a shell gets that asks for completions: data on standard output and exit code 0, and nothing on standard error,
since that would appear at each press of Tab.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from archiver.cli.commands import COMMANDS
from archiver.readers import format_names
from archiver.writers import WRITERS

Ran = subprocess.CompletedProcess[bytes]


@pytest.fixture
def complete(archiver: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """The completions of the last word of a line, as `kind,value` for bash."""

    def ask(line: str) -> list[str]:
        monkeypatch.setenv("_ARCHIVER_COMPLETE", "bash_complete")
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(len(line.split(" ")) - 1))
        ran = archiver()
        assert (ran.returncode, ran.stderr) == (0, b""), line
        return ran.stdout.decode().split()

    return ask


@pytest.mark.parametrize(
    ("asked", "calls"),
    [("bash_source", b"bash_complete"), ("zsh_source", b"zsh_complete"), ("fish_source", b"fish_complete")],
)
def test_each_shell_gets_its_script(
    archiver: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, asked: str, calls: bytes
) -> None:
    monkeypatch.setenv("_ARCHIVER_COMPLETE", asked)
    ran = archiver()
    assert ran.returncode == 0
    assert b"_ARCHIVER_COMPLETE=" + calls in ran.stdout
    # click itself warns on standard error of a bash that is too old, or absent.
    assert b"defect" not in ran.stderr


def test_commands_and_options_are_completed(complete: Callable[[str], list[str]]) -> None:
    assert complete("archiver ") == [f"plain,{name}" for name in COMMANDS]
    assert complete("archiver conv") == ["plain,convert"]
    assert complete("archiver convert --pdf-engine ty") == ["plain,typst"]
    assert "plain,--fetch-images" in complete("archiver convert --f")
    assert complete("archiver rules ") == ["plain,test"]


@pytest.mark.parametrize(
    "line",
    [
        "convert sav",
        "convert a.html sav",
        "convert -o sav",
        "convert --css sav",
        "normalize sav",
        "clean sav",
        "export sav",
        "validate sav",
        "inspect sav",
        "rules test sav",
        "rules test a.txt sav",
    ],
)
def test_file_names_are_completed_by_the_shell(complete: Callable[[str], list[str]], line: str) -> None:
    assert complete(f"archiver {line}") == ["file,sav"]


def test_formats_are_completed(complete: Callable[[str], list[str]]) -> None:
    assert complete("archiver convert -t ") == [f"plain,{name}" for name in WRITERS]
    assert complete("archiver export -t pdf,ep") == ["plain,pdf,epub"]
    assert complete("archiver inspect --from ") == [f"plain,{name}" for name in format_names()]


def test_a_line_with_a_mistake_is_completed(complete: Callable[[str], list[str]]) -> None:
    assert complete("archiver convert --url nowhere --date soon -t tei --tei-notes in") == ["plain,inline"]
    assert complete("archiver conver a") == []


def test_an_unknown_shell_is_a_usage_error(archiver: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_ARCHIVER_COMPLETE", "tcsh_source")
    ran = archiver()
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert b"bash_source" in ran.stderr and b"defect" not in ran.stderr


def test_an_empty_variable_is_no_request_for_completions(
    archiver: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_ARCHIVER_COMPLETE", "")
    assert archiver("--version").stdout.startswith(b"archiver")


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is absent: apt-get install bash")
def test_bash_completes_with_the_printed_script(tmp_path: Path) -> None:
    """The script that is printed works in bash, with a program called `archiver` on the PATH."""
    program = tmp_path / "bin" / "archiver"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m archiver "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    lines = (
        f"PATH={program.parent}:$PATH",
        'eval "$(_ARCHIVER_COMPLETE=bash_source archiver)"',
        "COMP_WORDS=(archiver insp); COMP_CWORD=1",
        "_archiver_completion archiver",
        'echo "${COMPREPLY[@]}"',
    )
    ran = subprocess.run(["bash", "-c", "\n".join(lines)], capture_output=True, text=True, timeout=300, check=False)
    assert (ran.stdout, ran.stderr) == ("inspect\n", "")
