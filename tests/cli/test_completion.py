"""What a shell gets that asks for completions: data on standard output and exit code 0, and nothing on standard error,
since that would appear at each press of Tab.
"""

from __future__ import annotations

import os
import pty
import select
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


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A folder with a program called `archiver`."""
    path = tmp_path / "bin" / "archiver"
    path.parent.mkdir()
    path.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m archiver "$@"\n', encoding="utf-8")
    path.chmod(0o755)
    return path.parent


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


def test_languages_are_completed(complete: Callable[[str], list[str]]) -> None:
    completions = complete("archiver convert --language d")
    assert {"plain,de", "plain,da", "plain,de-CH"} <= {*completions}
    assert all(one.startswith("plain,d") for one in completions)
    assert complete("archiver inspect --language PT-b") == ["plain,pt-BR"]


def test_styles_of_citation_are_completed(complete: Callable[[str], list[str]]) -> None:
    assert {"plain,apa", "plain,chicago", "plain,mla"} <= {*complete("archiver cite --style ")}
    assert "plain,chicago-author-date" in complete("archiver cite --style chi")
    assert complete("archiver cite --style ./ho") == ["file,./ho"]


def test_what_turns_a_switch_off_is_completed_when_it_is_begun(complete: Callable[[str], list[str]]) -> None:
    assert "plain,--no-keep-source" in complete("archiver convert --no-")
    assert not [one for one in complete("archiver convert --") if one.startswith("plain,--no-")]
    assert "plain,--no-config" in complete("archiver --")


def test_commands_are_completed_where_one_is_asked_for(complete: Callable[[str], list[str]]) -> None:
    assert complete("archiver config val") == ["plain,validate"]


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
def test_bash_completes_with_the_printed_script(program: Path) -> None:
    """The script that is printed works in bash, with a program called `archiver` on the PATH."""
    lines = (
        f"PATH={program}:$PATH",
        'eval "$(_ARCHIVER_COMPLETE=bash_source archiver)"',
        "COMP_WORDS=(archiver insp); COMP_CWORD=1",
        "_archiver_completion archiver",
        'echo "${COMPREPLY[@]}"',
    )
    ran = subprocess.run(["bash", "-c", "\n".join(lines)], capture_output=True, text=True, timeout=300, check=False)
    assert (ran.stdout, ran.stderr) == ("inspect\n", "")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is absent: apt-get install fish")
def test_fish_completes_with_the_printed_script(program: Path, tmp_path: Path) -> None:
    (tmp_path / "saved.html").touch()
    lines = [f"set -x PATH {program} $PATH", "_ARCHIVER_COMPLETE=fish_source archiver | source"]
    lines += [
        f'complete -C "archiver {line}"'
        for line in ("insp", "convert -t ep", "convert -t pdf,ep", "convert --language da", "convert sav")
    ]
    environment = {
        **os.environ,
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path),
    }
    ran = subprocess.run(
        ["fish", "--no-config", "-c", "\n".join(lines)], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    shown = [line.split("\t") for line in ran.stdout.splitlines()]
    assert (["inspect", COMMANDS["inspect"].summary] in shown) and (["epub", WRITERS["epub"].summary] in shown)
    assert ["pdf,epub", WRITERS["epub"].summary] in shown
    assert ["da", "Danish"] in shown and ["saved.html"] in shown
    assert ran.stderr == ""


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is absent: apt-get install zsh")
@pytest.mark.parametrize(
    ("line", "becomes"),
    [("insp", "inspect "), ("convert --pdf-e", "convert --pdf-engine "), ("convert -t ep", "convert -t epub "), ("convert sav", "convert saved.html ")],
)  # fmt: skip
def test_zsh_completes_with_the_printed_script(program: Path, tmp_path: Path, line: str, becomes: str) -> None:
    """At a terminal, since zsh completes nowhere else: its line editor hands the line over when Tab was pressed."""
    (tmp_path / "saved.html").touch()
    got = tmp_path / "got"
    setup = f"""
        PATH={program}:$PATH PS1= RPS1=; unsetopt zle_bracketed_paste prompt_cr prompt_sp; zmodload zsh/zpty
        autoload -Uz compinit && compinit -u -d {tmp_path}/dump
        eval "$(_ARCHIVER_COMPLETE=zsh_source archiver)"
        keep() {{ print -rn -- "$BUFFER" > {got}.part; mv {got}.part {got}; BUFFER=; zle accept-line }}
        zle -N keep; bindkey '^X' keep; cd {tmp_path}; : > ready
    """
    (tmp_path / "setup").write_text(setup, encoding="utf-8")
    try:
        terminal, theirs = pty.openpty()
    except OSError as error:
        pytest.skip(f"this system gives out no terminals: {error}")
    shell = subprocess.Popen(
        ["zsh", "-f", "-i"], stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True, cwd=tmp_path
    )
    os.close(theirs)
    try:
        os.write(terminal, f"source {tmp_path}/setup\n".encode())
        _read_until(terminal, tmp_path / "ready")
        os.write(terminal, f"archiver {line}\t\x18".encode())
        _read_until(terminal, got)
    finally:
        shell.kill()
        shell.wait()
        os.close(terminal)
    assert got.read_text(encoding="utf-8") == f"archiver {becomes}"


def _read_until(terminal: int, file: Path) -> None:
    """Read what a terminal shows, as a person would, until a file is there."""
    for _ in range(1200):
        if select.select([terminal], [], [], 0.05)[0]:
            os.read(terminal, 65536)
        if file.exists():
            return
    raise AssertionError(f"{file.name} was not written within a minute")
