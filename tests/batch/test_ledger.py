"""The ledger of a batch: what is put into it is there afterwards, and a ledger that is not whole is never trusted."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from archiver.batch.ledger import (
    LEDGER_NAME,
    SCHEMA_VERSION,
    Companion,
    Entry,
    Ledger,
    Output,
    held_folder,
    open_or_replace,
)
from archiver.errors import SourceError, UsageError

DONE = Entry(
    "pages/gulls.html", "gulls", key="k", state="done", attempts=1, started="2026-11-30T10:00:00Z", seconds=0.25,
    sha256="ab" * 32, size=1200, title="On Gulls", authors=("Ann Lee", "Bo Öhm"), words=410, notes=3, missing=1,
    doubtful=("date",), findings=(("N001", "warning", "A note is missing."),),
    outputs=(Output("xml", "gulls.xml", "cd" * 32, 900, 17), Output("epub", "gulls.epub", "ef" * 32, 4000)),
    beside=(Companion("gulls_files/a.png", "ab" * 32, 70, 5), Companion("gone")),
)  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / LEDGER_NAME


def test_an_entry_comes_back_as_it_was_put(path: Path) -> None:
    with Ledger.open(path, create=True) as ledger:
        ledger.put(DONE)
    with Ledger.open(path) as ledger:
        assert ledger.get("pages/gulls.html") == DONE
        assert ledger.get("pages/terns.html") is None
        ledger.put(replace(DONE, state="failed"))
        assert [entry.state for entry in ledger.entries()] == ["failed"]


def test_names_of_any_bytes_can_stand_in_it(path: Path) -> None:
    names = ["a\udcff.html", "b\n\x1b.html", "-c.html", "é.html", "日本.html", "'; DROP TABLE entries;"]
    with Ledger.open(path, create=True) as ledger:
        ledger.put_all(Entry(name, f"stem of {name}") for name in names)
        assert {entry.source: entry.stem for entry in ledger.entries()} == ledger.stems()
        assert sorted(ledger.stems()) == sorted(names)


def test_entries_come_in_the_order_of_their_sources_and_by_state(path: Path) -> None:
    names = [f"{number:05}.html" for number in range(1700)]
    with Ledger.open(path, create=True) as ledger:
        ledger.put_all(Entry(name, name, state="done" if name < "00100" else "waiting") for name in reversed(names))
        assert [entry.source for entry in ledger.entries()] == names
        assert [entry.source for entry in ledger.entries("done")] == names[:100]
        assert ledger.counts() == {
            "waiting": 1600, "running": 0, "done": 100, "failed": 0, "quarantined": 0, "passed-over": 0,
        }  # fmt: skip


def test_all_of_many_entries_are_put_or_none(path: Path) -> None:
    with Ledger.open(path, create=True) as ledger:
        with pytest.raises(AttributeError):
            ledger.put_all([DONE, None])  # type: ignore[list-item]
        assert list(ledger.entries()) == []
        ledger.put(DONE)


def test_what_was_put_outlasts_a_process_that_is_killed(path: Path) -> None:
    ledger = Ledger.open(path, create=True)
    ledger.put(DONE)
    # a killed process leaves the file and its log as they are now
    for suffix in ("", "-wal"):
        path.with_name(f"copy.sqlite{suffix}").write_bytes(path.with_name(f"{LEDGER_NAME}{suffix}").read_bytes())
    with Ledger.open(path.with_name("copy.sqlite")) as copy:
        assert copy.get(DONE.source) == DONE
    ledger.close()
    assert [p.name for p in path.parent.iterdir() if p.name.startswith("archiver")] == [LEDGER_NAME]


def test_one_can_read_while_another_writes(path: Path) -> None:
    with Ledger.open(path, create=True) as writer, Ledger.open(path) as reader:
        writer.put(DONE)
        assert reader.get(DONE.source) == DONE


def spoil(path: Path, how: str) -> None:
    if how == "no database":
        path.write_bytes(b"this is no database" * 200)
    elif how == "cut off":
        path.write_bytes(path.read_bytes()[:5000])
    elif how == "overwritten":
        data = bytearray(path.read_bytes())
        data[4096:12000] = b"x" * (12000 - 4096)
        path.write_bytes(data)
    else:
        with sqlite3.connect(path) as connection:
            connection.execute(
                {
                    "another version": f"PRAGMA user_version = {SCHEMA_VERSION + 1}",
                    "another program's": "PRAGMA application_id = 7",
                    "other columns": "ALTER TABLE entries ADD COLUMN smell TEXT",
                }[how]
            )
        connection.close()


@pytest.mark.parametrize(
    "how", ["no database", "cut off", "overwritten", "another version", "another program's", "other columns"]
)
def test_a_ledger_that_is_not_whole_is_refused_and_set_aside(path: Path, how: str) -> None:
    with Ledger.open(path, create=True) as ledger:
        ledger.put_all(replace(DONE, source=f"{number}.html") for number in range(300))
    spoil(path, how)
    before = path.read_bytes()
    with pytest.raises(SourceError, match=r"archiver\.sqlite") as raised:
        Ledger.open(path)
    assert ("another version" in raised.value.message) == (how == "another version")
    for number in ("", "2"):
        ledger, said = open_or_replace(path)
        assert list(ledger.entries()) == [] and f"set aside as archiver.old{number}.sqlite" in said
        ledger.close()
        assert path.with_name(f"archiver.old{number}.sqlite").read_bytes() == before
        path.write_bytes(before)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("attempts", "many"), ("seconds", "soon"), ("title", b"\x00\x01"), ("state", "lost"), ("findings", "[1]"), ("findings", "no JSON"),
        ("authors", "[7]"), ("outputs", '[["xml", "gulls.xml", "cd", "large", 1]]'), ("beside", "{}"), ("stem", "../../etc/gulls"), ("stem", "/gulls"),
    ],
)  # fmt: skip
def test_a_ledger_with_one_spoiled_entry_is_not_trusted(path: Path, column: str, value: object) -> None:
    with Ledger.open(path, create=True) as ledger:
        ledger.put_all(replace(DONE, source=f"{number}.html") for number in range(20))
    with sqlite3.connect(path) as connection:
        connection.execute(f"UPDATE entries SET {column} = ? WHERE source = '7.html'", (value,))
    connection.close()
    with Ledger.open(path) as ledger, pytest.raises(SourceError, match="damaged"):
        ledger.require_whole()
    ledger, said = open_or_replace(path)
    with ledger:
        assert list(ledger.entries()) == [] and "set aside as archiver.old.sqlite" in said


def test_whoever_reads_a_spoiled_entry_is_told(path: Path) -> None:
    with Ledger.open(path, create=True) as ledger:
        ledger.put(replace(DONE, place="/pages/gulls.html"))
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE entries SET words = 'some'")
    connection.close()
    with Ledger.open(path) as ledger:
        for ask in (
            lambda: ledger.get(DONE.source),
            lambda: ledger.at_place("/pages/gulls.html"),
            lambda: list(ledger.entries()),
        ):
            with pytest.raises(SourceError, match=r"damaged: words is 'some'"):
                ask()


def test_a_new_or_empty_file_is_a_new_ledger(path: Path) -> None:
    with pytest.raises(SourceError, match="no ledger"):
        Ledger.open(path)
    path.touch()
    ledger, said = open_or_replace(path)
    ledger.close()
    assert said == ""


def test_two_runs_in_one_folder_exclude_each_other(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    with held_folder(folder), pytest.raises(UsageError, match="another run is at work"), held_folder(folder):
        raise AssertionError("the folder was held twice")
    with held_folder(folder):
        assert list(folder.iterdir()) == []
