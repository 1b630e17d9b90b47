"""One epubcheck for many books: each book gets its own verdict, whether they share a Java machine or not."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

import archiver
from archiver.validation import epub
from archiver.validation.java import epubcheck_command, epubcheck_loop
from support import external
from support.records import record


@pytest.fixture
def books(tmp_path: Path) -> list[Path]:
    """A good book, one without its package, and a file that is no book."""
    if epubcheck_command() is None:
        external.absent("epubcheck or a Java to run it", "epubcheck")
    good = archiver.export(record("bare").article, "epub", tmp_path / "good.epub")
    broken, none = tmp_path / "broken.epub", tmp_path / "none.epub"
    with zipfile.ZipFile(good) as whole, zipfile.ZipFile(broken, "w") as parts:
        for entry in whole.infolist():
            if not entry.filename.endswith(".opf"):
                parts.writestr(entry, whole.read(entry))
    none.write_bytes(b"not a book")
    return [good, broken, none]


@pytest.mark.slow
def test_each_of_many_books_gets_its_own_verdict(books: list[Path]) -> None:
    verdicts = epub.validate(books)
    assert [verdict.path for verdict in verdicts] == books
    assert [verdict.ok for verdict in verdicts] == [True, False, False]
    assert all("epubcheck 5" in verdict.validator for verdict in verdicts)


@pytest.mark.slow
def test_one_machine_says_what_many_say(books: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    if epubcheck_loop() is None:
        external.absent("a Java that compiles", "default-jdk-headless")
    run, started = subprocess.run, []

    def counting(command: list[str], **how: Any) -> Any:
        started.append(command)
        return run(command, **how)

    monkeypatch.setattr(subprocess, "run", counting)
    together = epub.validate(books)
    assert len(started) == 1
    monkeypatch.setattr(epub, "epubcheck_loop", lambda: None)
    assert [v.violations for v in epub.validate(books)] == [v.violations for v in together]
    assert len(started) == 1 + len(books)


@pytest.mark.slow
def test_a_java_that_cannot_compile_is_asked_book_by_book(books: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(epub, "epubcheck_loop", lambda: ["false"])
    assert [verdict.ok for verdict in epub.validate(books[:2])] == [True, False]


@pytest.mark.slow
def test_the_machine_for_many_books_does_not_outlive_its_caller(books: list[Path], tmp_path: Path) -> None:
    """A caller that is killed closes its end of the machine's standard input, as nobody's does here from the start."""
    loop = epubcheck_loop()
    if loop is None:
        external.absent("a Java that compiles", "default-jdk-headless")
    reports = [tmp_path / f"{number}.json" for number in range(60)]
    pairs = [str(part) for report in reports for part in (books[0], report)]
    ran = subprocess.run([*loop, *pairs], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    assert ran.returncode == 1
    assert not reports[-1].exists()
