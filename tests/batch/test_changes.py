"""What makes a batch convert a source again: its own bytes, the files beside it that it shows, and the libraries that shape results."""

from __future__ import annotations

import importlib.metadata
import os
from pathlib import Path

import pytest

from archiver.batch import libraries
from archiver.batch.convert import ConvertOptions, convert_one
from archiver.batch.ledger import LEDGER_NAME, Companion, Entry, Ledger
from archiver.batch.plan import make_plan
from archiver.batch.resume import Keys, work_of
from support.pictures import png

PROSE = "<p>The ferry to the outer islands leaves at seven, and nobody has ever seen it leave at six fifty-nine, whatever the weather.</p>"
PAGE = (
    "<!DOCTYPE html><html lang='en'><head><title>The Ferry</title></head><body><article><h1>The Ferry</h1>{pictures}"
    f"{PROSE}<p>Its captain keeps a list of those who came late, with a remark for each, and reads it aloud in winter.</p>"
    "</article></body></html>"
)


class Batch:
    """A batch of one page, converted in this process."""

    def __init__(self, folder: Path, *pictures: str) -> None:
        self.pages, self.out = folder / "pages", folder / "out"
        self.pages.mkdir()
        self.out.mkdir()
        shown = "".join(f'<p><img src="{name}" alt="the ferry"></p>' for name in pictures)
        (self.pages / "ferry.html").write_text(PAGE.format(pictures=shown), encoding="utf-8")
        self.options = ConvertOptions(self.out, ("xml",), for_ledger=True)

    def convert(self) -> Entry:
        """Convert the page, and put it into the ledger."""
        (task,) = make_plan([str(self.pages)])
        keys, result = Keys(self.options), convert_one(task, self.options)
        assert result.ok, result.error
        file = keys.state_of(task)
        entry = Entry(
            task.name, task.stem, key=keys.key(task, file.identity), state="done", attempts=1, outputs=result.outputs, place=task.place,
            file_sha256=file.sha256, file_size=file.size, file_modified=file.modified, beside=result.beside,
        )  # fmt: skip
        with Ledger.open(self.out / LEDGER_NAME, create=True) as ledger:
            ledger.put(entry)
        return entry

    def to_do(self) -> int:
        """How many sources the next run converts."""
        with Ledger.open(self.out / LEDGER_NAME) as ledger:
            return len(work_of(make_plan([str(self.pages)]), ledger, self.options, Keys(self.options)).tasks)


def picture(path: Path, width: int, modified: int = 0) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(png(width, 40))
    if modified:
        os.utime(path, (modified, modified))


def test_a_picture_that_was_saved_with_the_page_and_changed(tmp_path: Path) -> None:
    batch = Batch(tmp_path, "ferry_files/quay.png")
    shown = batch.pages / "ferry_files" / "quay.png"
    picture(shown, 60, 1_000_000_000)
    assert [(one.path, one.modified) for one in batch.convert().beside] == [
        ("ferry_files/quay.png", 1_000_000_000 * 10**9)
    ]
    assert batch.to_do() == 0
    picture(shown, 60)
    assert batch.to_do() == 0, "a new time alone is no change"
    picture(shown.with_name("other.png"), 60)
    assert batch.to_do() == 0, "the page does not show it"
    picture(shown, 61)
    assert batch.to_do() == 1
    batch.convert()
    shown.unlink()
    assert batch.to_do() == 1


def test_a_picture_that_was_not_there(tmp_path: Path) -> None:
    names = ["ferry_files/a.png", "ferry_files/b.png", "late.png", "../outside.png", "https://quay.example/c.png"]
    batch = Batch(tmp_path, *names)
    assert batch.convert().beside == (Companion("ferry_files"), Companion("late.png")), "a folder stands for its files"
    assert batch.to_do() == 0
    picture(batch.pages / "late.png", 60)
    assert batch.to_do() == 1


def test_a_picture_that_was_just_written_may_be_written_again_at_the_same_time(tmp_path: Path) -> None:
    batch = Batch(tmp_path, "quay.png")
    picture(batch.pages / "quay.png", 60)
    assert [one.modified for one in batch.convert().beside] == [0]
    assert batch.to_do() == 0


@pytest.mark.parametrize(("name", "again"), [("lxml", 1), ("pypandoc_binary", 1), ("weasyprint", 0), ("click", 0)])
def test_another_version_of_a_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, again: int) -> None:
    batch = Batch(tmp_path)
    batch.convert()
    real = importlib.metadata.version
    monkeypatch.setattr("importlib.metadata.version", lambda asked: "99.0" if asked == name else real(asked))
    assert batch.to_do() == again


def test_the_libraries_of_pdfs_count_where_one_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    before = libraries.versions(("xml", "pdf"))
    assert {"weasyprint", "typst", "fontpkg-source-serif-4", "pango", "libxml2"} <= set(before)
    assert "weasyprint" not in libraries.versions(("xml", "epub"))
    assert before["lxml"] and before["libxml2"].count(".") == 2
