"""The examples of README.md and docs/ run, and print what the pages show.

A page's blocks run one after the other in a folder of their own that holds sources/:

    ```console      commands after `$`, further lines of one after `>`, and what they print
    ```python       runs in the same folder, all blocks of a page in one namespace
    ```pycon        the same, as a session of Python with what it prints (doctest)
    ```sh           is not run: it installs something, or asks the network

In what is printed, `…` stands for anything: for lines where it is a line, else for a part of its line. A command that shows no output may print
what it likes. It has to end with 0, unless the next command is `echo $?`.
"""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.warm import WarmProgram

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
_BLOCK = re.compile(r"^ *```(console|python|pycon)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_CODE = {
    page: [(kind, textwrap.dedent(block)) for kind, block in _BLOCK.findall(page.read_text(encoding="utf-8"))]
    for page in PAGES
}
WITH_EXAMPLES = [page for page, blocks in _CODE.items() if blocks]


@dataclass
class Example:
    """One command of a page, and the lines that it is shown to print."""

    command: str
    shown: list[str]


def examples(block: str) -> Iterator[Example]:
    current: Example | None = None
    for line in block.splitlines():
        if line.startswith("$ "):
            if current:
                yield current
            current = Example(line[2:], [])
        elif current is None:
            raise AssertionError(f"a block begins with a command: {line}")
        elif line.startswith("> ") and not current.shown:
            current.command += "\n" + line[2:]
        else:
            current.shown.append(line)
    if current:
        yield current


def fits(shown: list[str], printed: str) -> bool:
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == "…" else ".*?".join(map(re.escape, line.rstrip().split("…"))) + r"[ \t]*\n"
        for line in shown
    )
    return re.fullmatch(pattern, printed if printed.endswith("\n") or not printed else printed + "\n") is not None


def session_failures(block: str, names: dict[str, object]) -> str:
    """What a session of Python prints otherwise than shown, "" for nothing. Names that it sets are added to `names`."""
    session = doctest.DocTestParser().get_doctest(block, names, "session", None, None)
    printed: list[str] = []
    doctest.DocTestRunner().run(session, out=printed.append, clear_globs=False)
    names.update(session.globs)  # it ran on a copy
    return "".join(printed) if session.examples else "there is no example in it"


@pytest.mark.slow
@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_examples_print_what_the_page_shows(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warm: WarmProgram
) -> None:
    if "epubcheck" in page.read_text(encoding="utf-8") and shutil.which("java") is None:
        pytest.skip("it shows what epubcheck says: apt-get install default-jdk-headless")
    folder = tmp_path / "folder"
    shutil.copytree(ROOT / "sources", folder / "sources")
    program = tmp_path / "bin" / "archiver"
    warm.write_program(program)
    env = {
        **os.environ, "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}", "LC_ALL": "C.UTF-8", "TZ": "UTC",
        "PYTHONPATH": str(ROOT / "src"),
    }  # fmt: skip
    monkeypatch.chdir(folder)
    names: dict[str, object] = {}
    status = 0
    for language, block in _CODE[page]:
        if language == "python":
            exec(compile(block, str(page), "exec"), names)
            continue
        if language == "pycon":
            assert session_failures(block, names) == ""
            continue
        for example in examples(block):
            assert status == 0 or example.command == "echo $?", f"the command before ended with {status}: {example}"
            done = subprocess.run(
                ["bash", "-c", f"(exit {status})\n{example.command}"], env=env, cwd=folder, text=True, timeout=300, check=False,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            )  # fmt: skip
            status = done.returncode
            if example.shown:
                assert fits(example.shown, done.stdout), f"$ {example.command}\n{done.stdout}"
            else:
                assert status == 0, f"$ {example.command}\n{done.stdout}"
    assert status == 0


def test_the_comparison_is_strict() -> None:
    assert fits(["one", "…", "four"], "one\ntwo\nthree\nfour\n")
    assert fits(["from … to …"], "from a to b\n")
    assert not fits(["one"], "one\ntwo\n")
    assert not fits(["one", "two"], "one\nthree\n")


def test_sessions_are_compared_and_share_their_names() -> None:
    names: dict[str, object] = {}
    assert session_failures(">>> a = 1\n>>> a\n1\n", names) == ""
    assert session_failures(">>> a + 1\n2\n", names) == ""
    assert "Expected:\n    3" in session_failures(">>> a + 1\n3\n", names)
    assert "NameError" in session_failures(">>> b\n", names)
    assert session_failures("a = 1\n", names)


def test_the_readme_and_the_tutorial_have_examples() -> None:
    commands = {p: [e.command for kind, b in _CODE[p] if kind == "console" for e in examples(b)] for p in WITH_EXAMPLES}
    assert len(commands[ROOT / "README.md"]) >= 5
    assert len(commands[ROOT / "docs" / "tutorial.md"]) >= 5
