"""The command `archiver report`: the reports of a batch made again, from one ledger or from those of its shards."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from archiver.batch.ledger import LEDGER_NAME, Entry
from support.ledgers import done, failed, ledger_of

Ran = subprocess.CompletedProcess[bytes]
REPORTS = ["catalogue.csv", "failures.txt", "index.html", "report.jsonl", "summary.json"]


def made(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("archiver"))


def sources(folder: Path) -> list[tuple[str, str]]:
    entries = [json.loads(line) for line in (folder / "report.jsonl").read_bytes().splitlines()]
    return [(entry["source"], entry["state"]) for entry in entries]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The folder of a batch."""
    folder = tmp_path / "out"
    finding = ("N001", "warning", "The source carries no text for note 2.")
    ledger_of(folder, done("a.html", "xml", findings=(finding,)), failed("b.html"), Entry("c.html", "c")).close()
    return folder


def test_all_reports_are_made(archiver: Callable[..., Ran], out: Path) -> None:
    ran = archiver("report", "out")
    assert (ran.returncode, ran.stdout) == (0, b"")
    assert ran.stderr.decode().splitlines() == [
        "out/index.html: 3 sources: 1 done, 1 failed, 1 not done yet.",
        "Sources with findings: N001 in 1.",
    ]
    assert made(out) == REPORTS


def test_the_message_can_be_json(archiver: Callable[..., Ran], out: Path) -> None:
    said = json.loads(archiver("report", "out", "--log-format", "json").stderr.splitlines()[0])
    assert (said["sources"], said["states"]["failed"], len(said["made"])) == (3, 1, len(REPORTS))


def test_a_batch_that_is_at_work_can_be_looked_at(archiver: Callable[..., Ran], out: Path) -> None:
    with ledger_of(out, Entry("d.html", "d", state="running")) as ledger:
        assert archiver("report", "out").returncode == 0
        ledger.put(done("d.html", "xml"))
    assert sources(out)[-1] == ("d.html", "running")


def test_a_page_of_somebody_else_is_not_replaced(archiver: Callable[..., Ran], out: Path) -> None:
    (out / "index.html").write_text("<h1>My collection</h1>", encoding="utf-8")
    ran = archiver("report", "out")
    assert (ran.returncode, made(out)) == (2, ["index.html"])
    assert b"out/index.html: a report of the batch would have this name, and this file is none." in ran.stderr


@pytest.mark.parametrize("name", REPORTS)
def test_a_batch_does_not_begin_where_a_file_is_in_the_way_of_a_report(
    archiver: Callable[..., Ran], page: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).write_text("mine", encoding="utf-8")
    ran = archiver("batch", "gulls.html", "-o", "out", "-t", "xml")
    assert (ran.returncode, made(tmp_path / "out")) == (2, [name])
    assert f"out/{name}: a report of the batch would have this name".encode() in ran.stderr


@pytest.mark.slow
def test_no_export_has_the_name_of_a_report(archiver: Callable[..., Ran], page: Path, tmp_path: Path) -> None:
    for name in ("index.html", "failures.html", "deeper/index.html"):
        path = tmp_path / "saved" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(page.read_bytes())
    ran = archiver("batch", "saved", "-o", "out", "-t", "html,text")
    assert ran.returncode == 0, ran.stderr
    names = [re.sub("-[0-9a-f]{6}", "-HASH", name) for name in made(tmp_path / "out")]
    assert names == sorted(
        [*REPORTS, "deeper", "failures-HASH.html", "failures-HASH.txt", "index-HASH.html", "index-HASH.txt"]
    )
    assert (tmp_path / "out" / "deeper" / "index.html").is_file()
    assert (tmp_path / "out" / "failures.txt").read_bytes() == b""


class TestShards:
    @pytest.fixture
    def shards(self, tmp_path: Path) -> Path:
        folder = tmp_path / "out"
        ledger_of(
            folder, done("a.html", "xml"), failed("caf\udce9.html"), failed("x.html"), name="archiver-1-of-2.sqlite"
        ).close()
        ledger_of(
            folder, failed("b\udcff.html"), done("b.html", "xml"), done("y.html"), name="archiver-2-of-2.sqlite"
        ).close()
        return folder

    def test_their_ledgers_are_read_as_one(self, archiver: Callable[..., Ran], shards: Path) -> None:
        ran = archiver("report", "out", "--merge")
        assert (ran.returncode, ran.stderr) == (0, b"out/index.html: 6 sources: 3 done, 3 failed.\n")
        assert sorted(source for source, _ in sources(shards)) == sorted(
            ["a.html", "b.html", "b\udcff.html", "caf\udce9.html", "x.html", "y.html"]
        )

    def test_a_source_of_several_is_there_once_as_its_last_run_left_it(
        self, archiver: Callable[..., Ran], shards: Path
    ) -> None:
        ledger_of(
            shards,
            done("x.html", finished="2026-11-30T10:00:00+00:00"),
            Entry("a.html", "a"),
            failed("y.html", finished="2026-11-30T10:00:00+00:00"),
        ).close()
        assert archiver("report", "out", "--merge").returncode == 0
        states = sources(shards)
        assert [
            states.count((name, state))
            for name, state in [("x.html", "done"), ("a.html", "done"), ("y.html", "failed")]
        ] == [1, 1, 1]
        assert len(states) == 6

    def test_a_shard_without_a_ledger_is_named(self, archiver: Callable[..., Ran], shards: Path) -> None:
        (shards / "archiver-1-of-2.sqlite").unlink()
        ran = archiver("report", "out", "--merge")
        assert ran.returncode == 0
        assert b"out: of 2 shards these have no ledger here: 1." in ran.stderr

    def test_without_merge_they_are_not_taken_for_a_ledger(self, archiver: Callable[..., Ran], shards: Path) -> None:
        ran = archiver("report", "out")
        assert (ran.returncode, made(shards)) == (2, [])
        assert ran.stderr == b"archiver: out: this folder holds only the ledgers of shards. Add --merge.\n"

    def test_beside_a_ledger_they_are_left_out_and_counted(self, archiver: Callable[..., Ran], shards: Path) -> None:
        ledger_of(shards, done("z.html")).close()
        ran = archiver("report", "out")
        assert ran.returncode == 0 and b"the ledgers of 2 shards are left out" in ran.stderr
        assert sources(shards) == [("z.html", "done")]

    def test_one_that_is_damaged_is_named(self, archiver: Callable[..., Ran], shards: Path) -> None:
        (shards / "archiver-2-of-2.sqlite").write_bytes(b"no ledger at all" * 64)
        ran = archiver("report", "out", "--merge")
        assert (ran.returncode, made(shards)) == (3, [])
        assert ran.stderr.startswith(b"archiver: out/archiver-2-of-2.sqlite: this ledger is damaged")


class TestNoLedger:
    def refused(self, ran: Ran, code: int, sentence: bytes) -> None:
        assert ran.returncode == code
        assert sentence in ran.stderr and ran.stderr.count(b"\n") == 1

    def test_a_folder_that_does_not_exist(self, archiver: Callable[..., Ran]) -> None:
        self.refused(archiver("report", "out"), 2, b"out: this folder cannot be read: No such file or directory.")

    def test_a_folder_without_a_ledger(self, archiver: Callable[..., Ran], tmp_path: Path) -> None:
        (tmp_path / "out").mkdir()
        self.refused(archiver("report", "out"), 3, b"out: this folder holds no ledger of a batch (archiver.sqlite).")
        assert made(tmp_path / "out") == []

    def test_a_ledger_that_is_damaged(self, archiver: Callable[..., Ran], out: Path) -> None:
        data = (out / LEDGER_NAME).read_bytes()
        (out / LEDGER_NAME).write_bytes(data[: len(data) // 2])
        self.refused(archiver("report", "out"), 3, b"this ledger is damaged")
        assert made(out) == []

    def test_a_ledger_with_an_entry_that_nobody_can_read(self, archiver: Callable[..., Ran], out: Path) -> None:
        with sqlite3.connect(out / LEDGER_NAME) as connection:
            connection.execute("UPDATE entries SET findings = '[1, 2]'")
        connection.close()
        self.refused(archiver("report", "out"), 3, b"this ledger is damaged")
        assert made(out) == []

    def test_a_ledger_of_a_newer_version(self, archiver: Callable[..., Ran], out: Path) -> None:
        with sqlite3.connect(out / LEDGER_NAME) as connection:
            connection.execute("PRAGMA user_version = 999")
        connection.close()
        self.refused(archiver("report", "out"), 3, b"of another version of Archiver (its format is 999")
