"""`archiver batch`: what is done is not done again, what fails costs itself only, and an end by anything loses nothing."""

from __future__ import annotations

import errno
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archiver.batch.ledger import LEDGER_NAME, Entry, Ledger, held_folder
from archiver.batch.reports import REPORTS
from support.processes import session

pytestmark = pytest.mark.slow

#: What stands in the folder of a batch besides what is made of its sources.
OWN = {LEDGER_NAME, *REPORTS}
Ran = subprocess.CompletedProcess[bytes]
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="asks the system in Linux's way")


def files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a batch that are made of its sources."""
    return {name: (folder / name).read_bytes() for name in files(folder) if name not in OWN and "archiver." not in name}


def entries(folder: Path) -> dict[str, Entry]:
    with Ledger.open(folder / LEDGER_NAME) as ledger:
        return {entry.source: entry for entry in ledger.entries()}


def states(folder: Path) -> dict[str, str]:
    return {Path(name).stem: entry.state for name, entry in entries(folder).items()}


def reported(folder: Path) -> dict[str, int]:
    """How many sources are in each state, by the reports of a batch."""
    states = {row.split(",")[1].strip('"') for row in (folder / "catalogue.csv").read_text("utf-8").splitlines()[1:]}
    counts = json.loads((folder / "summary.json").read_bytes())["states"]
    assert states == {state for state, number in counts.items() if number} and (folder / "index.html").is_file()
    return {state: number for state, number in counts.items() if number}


@pytest.fixture
def saved(tmp_path: Path, page: Path) -> Path:
    """A folder with three pages."""
    folder = tmp_path / "saved"
    for name in ("gulls.html", "2021/terns.html", "2021/auks.html"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(page.read_bytes().replace(b"On Gulls", f"On {path.stem.title()}".encode()))
    page.unlink()
    return folder


@pytest.fixture
def batch(archiver: Callable[..., Ran]) -> Callable[..., Ran]:
    def call(*arguments: str) -> Ran:
        return archiver("batch", "saved", "-o", "out", "-t", "xml,text", *arguments)

    return call


class TestResume:
    def test_the_ledger_says_what_was_made_of_each_source(self, batch: Callable[..., Ran], saved: Path) -> None:
        ran = batch()
        out = saved.parent / "out"
        assert ran.returncode == 0, ran.stderr
        assert sorted(contents(out)) == [
            "2021/auks.txt", "2021/auks.xml", "2021/terns.txt", "2021/terns.xml", "gulls.txt", "gulls.xml",
        ]  # fmt: skip
        terns = entries(out)["saved/2021/terns.html"]
        assert (terns.state, terns.stem, terns.attempts, terns.error) == ("done", "2021/terns", 1, "")
        assert (terns.title, terns.authors, terns.date) == ("On Terns", ("Ann Lee",), "2021-05-03")
        assert (terns.notes, terns.missing) == (1, 0) and terns.words > 40 and terns.peak_memory > 1_000_000
        assert [output.path for output in terns.outputs] == ["2021/terns.xml", "2021/terns.txt"]
        assert terns.started <= terns.finished and terns.seconds > 0

    def test_the_same_command_makes_only_what_is_new_changed_or_gone(
        self, batch: Callable[..., Ran], saved: Path, page: Path
    ) -> None:
        batch()
        out = saved.parent / "out"
        before = contents(out)
        assert b"3 unchanged" in batch().stderr and contents(out) == before
        (saved / "2021" / "auks.html").write_bytes(
            (saved / "2021" / "auks.html").read_bytes().replace(b"loudly", b"softly")
        )
        (out / "gulls.txt").write_text("cut off", encoding="utf-8")
        (out / "2021" / "terns.xml").unlink()
        (saved / "new.html").write_bytes((saved / "gulls.html").read_bytes().replace(b"bell", b"drum"))
        ran = batch()
        assert b"4 sources went through" in ran.stderr
        assert b"softly" in (out / "2021" / "auks.xml").read_bytes()
        assert {name: data for name, data in contents(out).items() if "auks" not in name and "new" not in name} == {
            name: data for name, data in before.items() if "auks" not in name
        }
        # a new time alone is no change
        os.utime(saved / "gulls.html")
        os.utime(out / "gulls.txt")
        assert b"4 unchanged" in batch().stderr

    def test_other_options_make_all_again(self, batch: Callable[..., Ran], saved: Path) -> None:
        batch()
        assert b"3 sources went through" in batch("--agent", "The Harbour Library").stderr
        assert b"3 unchanged" in batch("--agent", "The Harbour Library", "-j", "2", "--timeout", "99").stderr
        assert b"3 sources went through" in batch("--agent", "The Harbour Library", "--redo").stderr

    def test_a_dry_run_writes_nothing_and_names_what_is_to_be_done(
        self, batch: Callable[..., Ran], saved: Path
    ) -> None:
        ran = batch("--dry-run")
        assert ran.returncode == 0 and b"3 to convert" in ran.stderr and not (saved.parent / "out").exists()
        batch()
        before = files(saved.parent / "out")
        (saved / "2021" / "auks.html").write_bytes(b"<p>new</p>")
        said = batch("--dry-run").stderr.decode()
        assert "auks.html → out/2021/auks.xml" in said and "gulls" not in said and "1 to convert, 2 unchanged" in said
        assert files(saved.parent / "out") == before

    def test_a_limit_leaves_the_rest_for_another_run(self, batch: Callable[..., Ran], saved: Path) -> None:
        assert b"2 left for another run" in batch("--limit", "1", "--order", "name").stderr
        assert states(saved.parent / "out") == {"auks": "done", "terns": "waiting", "gulls": "waiting"}
        batch("--limit", "1", "--order", "name")
        assert states(saved.parent / "out") == {"auks": "done", "terns": "done", "gulls": "waiting"}

    def test_a_corrected_record_is_kept_and_the_other_exports_are_made_from_it(
        self, batch: Callable[..., Ran], saved: Path
    ) -> None:
        batch()
        record, text = saved.parent / "out" / "gulls.xml", saved.parent / "out" / "gulls.txt"
        record.write_bytes(record.read_bytes().replace(b"opinions", b"convictions"))
        corrected = record.read_bytes()
        assert batch().returncode == 0
        assert record.read_bytes() == corrected and b"convictions" in text.read_bytes()
        assert entries(saved.parent / "out")["saved/gulls.html"].kept == "gulls.xml"
        assert b"3 unchanged" in batch().stderr


class TestNames:
    def test_a_name_in_the_ledger_never_changes(self, archiver: Callable[..., Ran], saved: Path) -> None:
        archiver("batch", "saved", "-o", "out", "-t", "xml")
        # each of these would share a name with one that stands
        (saved / "GULLS.htm").write_bytes((saved / "gulls.html").read_bytes().replace(b"bell", b"drum"))
        (saved / "gulls.xhtml").write_bytes((saved / "gulls.html").read_bytes().replace(b"bell", b"horn"))
        ran = archiver("batch", "saved", "-o", "out", "-t", "xml")
        assert ran.returncode == 0, ran.stderr
        names = [name for name in files(saved.parent / "out") if name.lower().startswith("gulls")]
        assert len(names) == 3 and "gulls.xml" in names
        assert all(re.fullmatch(r"(?i)gulls(-[0-9a-f]{6})?\.xml", name) for name in names)

    def test_a_source_is_known_by_its_place_however_it_is_called(
        self, archiver: Callable[..., Ran], saved: Path
    ) -> None:
        archiver("batch", "saved", "-o", "out", "-t", "xml")
        ran = archiver("batch", str(saved), "-o", "out", "-t", "xml")
        assert b"3 unchanged" in ran.stderr, ran.stderr
        assert len(entries(saved.parent / "out")) == 3

    def test_another_file_of_the_same_name_is_another_source(self, archiver: Callable[..., Ran], saved: Path) -> None:
        other = saved.parent / "other"
        other.mkdir()
        (other / "gulls.html").write_bytes((saved / "gulls.html").read_bytes().replace(b"bell", b"drum"))
        for folder in (saved, other):
            subprocess.run(
                [sys.executable, "-m", "archiver.cli", "batch", "gulls.html", "-o", "../out", "-t", "xml"],
                cwd=folder, check=True, capture_output=True,
            )  # fmt: skip
        records = contents(saved.parent / "out")
        assert len(records) == 2 and b"bell" in records["gulls.xml"]

    def test_a_folder_that_was_moved_with_its_results_goes_on(self, archiver: Callable[..., Ran], saved: Path) -> None:
        home = saved.parent / "old" / "home"
        home.mkdir(parents=True)
        saved.rename(home / "saved")
        command = [sys.executable, "-m", "archiver.cli", "batch", "saved", "-o", "out", "-t", "xml"]
        subprocess.run(command, cwd=home, check=True, capture_output=True)
        home = home.rename(saved.parent / "home")
        ran = subprocess.run(command, cwd=home, check=True, capture_output=True)
        assert b"3 unchanged" in ran.stderr

    def test_results_are_no_sources_wherever_they_lie(self, archiver: Callable[..., Ran], saved: Path) -> None:
        for out in ("saved/exports", "saved/2021/results", "elsewhere"):
            ran = archiver("batch", "saved", "-o", out, "-t", "xml,html,epub")
            assert ran.returncode == 0 and b"3 sources went through" in ran.stderr, ran.stderr
        assert b"folders with the results of a batch (2: " in ran.stderr
        ran = archiver("batch", "saved", "-o", "saved")
        assert ran.returncode == 2 and b"the folder of the sources" in ran.stderr

    def test_patterns_lists_and_names_that_lead_nowhere(self, archiver: Callable[..., Ran], saved: Path) -> None:
        (saved.parent / "list.txt").write_text("saved/**/t*.html\nsaved/none.html\nno*.htm\n", encoding="utf-8")
        ran = archiver("batch", "@list.txt", "saved/gulls.html", "-o", "out", "-t", "xml")
        assert ran.returncode == 10
        assert b"saved/none.html: cannot be read" in ran.stderr and b"nothing fits this pattern" in ran.stderr
        out = saved.parent / "out"
        assert sorted(contents(out)) == ["gulls.xml", "terns.xml"]
        assert (entries(out)["saved/none.html"].state, entries(out)["saved/none.html"].exit_code) == ("failed", 3)
        # they can be read at last, and have names as all others
        for name in ("saved/none.html", "nothing.htm"):
            (saved.parent / name).write_bytes((saved / "gulls.html").read_bytes().replace(b"bell", name.encode()))
        assert archiver("batch", "@list.txt", "-o", "out", "-t", "xml").returncode == 0
        assert sorted(contents(out)) == ["gulls.xml", "none.xml", "nothing.xml", "terns.xml"]

    def test_odd_names(self, archiver: Callable[..., Ran], saved: Path) -> None:
        page = (saved / "gulls.html").read_bytes()
        odd = [b"-x.html", b"a\nb\x1b[2J.html", b"\xff\xfe.html", b"l" * 250 + b".html", "é".encode() * 60 + b".html"]
        for number, name in enumerate(odd):
            path = saved / os.fsdecode(name)
            path.write_bytes(page.replace(b"bell", b"bell no. %d" % number))
        for _ in range(2):
            ran = archiver("batch", "saved", "-o", "out", "-t", "xml")
            assert ran.returncode == 0, ran.stderr
            assert b"\x1b" not in ran.stderr
        assert b"8 unchanged" in ran.stderr and len(contents(saved.parent / "out")) == 8


def is_gone(number: int) -> bool:
    """Whether a process has ended. One whose parent is dead stays as a zombie until the first process of the machine takes note."""
    for _ in range(100):
        try:
            state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


@pytest.mark.usefixtures("faulty")
class TestPoison:
    def poison(self, saved: Path, *kinds: str) -> None:
        for kind in kinds:
            (saved / f"{kind}.html").write_bytes((saved / "gulls.html").read_bytes() + f"<!--fail:{kind}-->".encode())

    def test_each_costs_itself_only_and_is_tried_twice(self, batch: Callable[..., Ran], saved: Path) -> None:
        kinds = {
            "hang": "took more than 6 seconds", "gil": "took more than 6 seconds", "child": "took more than 6 seconds",
            "hoard": "needed more than 400 MB", "childhoard": "needed more than 400 MB", "segfault": "SIGSEGV",
            "death": "exit code 0", "kill": "was killed",
        }  # fmt: skip
        self.poison(saved, *kinds, "value")
        os.mkfifo(saved / "pipe.html")
        (saved / "round").symlink_to(".")
        ran = batch("-j", "5", "--timeout", "6", "--memory", "400M")
        assert ran.returncode == 10, ran.stderr
        assert b"Traceback" not in ran.stderr and b"pipes, sockets and devices (1: pipe.html)" in ran.stderr
        out = saved.parent / "out"
        assert sorted(contents(out)) == [
            "2021/auks.txt", "2021/auks.xml", "2021/terns.txt", "2021/terns.xml", "gulls.txt", "gulls.xml",
        ]  # fmt: skip
        found = {Path(name).stem: entry for name, entry in entries(out).items()}
        for kind, reason in kinds.items():
            assert (found[kind].state, found[kind].attempts) == ("quarantined", 2), kind
            assert reason in found[kind].error and found[kind].exit_code in (3, 70)
        assert (found["value"].state, found["value"].attempts, found["value"].exit_code) == ("failed", 1, 70)
        assert found["hoard"].peak_memory > 400 * 1024**2
        for mark in saved.parent.glob("hanging-*"):
            assert is_gone(int(mark.name.partition("-")[2])), "a process was left"
        # they are not tried again, and still counted, until somebody asks for it
        ran = batch()
        assert ran.returncode == 10 and b"9 failed in an earlier run" in ran.stderr and b"3 unchanged" in ran.stderr
        for kind in (*kinds, "value"):
            (saved / f"{kind}.html").unlink()
        self.poison(saved, "value")
        ran = batch("--retry-failed")
        assert ran.returncode == 10 and b"value.html" in ran.stderr

    def test_a_capture_that_ends_the_process_that_opens_it_costs_itself_only(
        self, archiver: Callable[..., Ran], saved: Path
    ) -> None:
        mail = (
            b"From ann@quay.example Mon May  3 10:00:00 2021\nFrom: ann@quay.example\nSubject: The bell of the quay\n"
            b"Date: Mon, 3 May 2021 10:00:00 +0000\nMessage-ID: <1@quay.example>\n\n" + b"It rings at six. " * 40
        )
        box = saved / "kill.mbox"
        box.write_bytes(mail + b"\n<!--fail:kill-->\n")
        arguments = ("batch", "saved", "-o", "out", "-t", "xml")
        ran = archiver(*arguments, "--order", "name", "--limit", "1")
        assert ran.returncode == 10 and b"kill.mbox: its process was killed" in ran.stderr, ran.stderr
        out = saved.parent / "out"
        assert states(out) == {"kill": "quarantined", "auks": "done", "terns": "waiting", "gulls": "waiting"}
        assert entries(out)["saved/kill.mbox"].attempts == 2
        # it is not opened again until it changes, or somebody asks for it
        ran = archiver(*arguments, "--limit", "0")
        assert ran.returncode == 10 and b"1 failed in an earlier run" in ran.stderr and b"killed" not in ran.stderr
        assert b"was killed" in archiver(*arguments, "--limit", "0", "--retry-failed").stderr
        box.write_bytes((mail + b"\n\n") * 2)
        ran = archiver(*arguments, "--limit", "0")
        assert ran.returncode == 0, ran.stderr
        assert set(states(out).values()) == {"done", "waiting"} and len(entries(out)) == 5

    def test_one_that_is_killed_by_chance_goes_through_at_the_second_try(
        self, batch: Callable[..., Ran], saved: Path
    ) -> None:
        self.poison(saved, "once")
        ran = batch()
        assert ran.returncode == 0, ran.stderr
        assert b"tried again" in ran.stderr
        (once,) = [entry for name, entry in entries(saved.parent / "out").items() if "once" in name]
        assert (once.state, once.attempts) == ("done", 2)

    def test_convert_of_several_sources_has_the_same_guard(self, archiver: Callable[..., Ran], saved: Path) -> None:
        self.poison(saved, "gil")
        ran = archiver("convert", "saved", "-o", "out", "-t", "xml", "--timeout", "6")
        assert ran.returncode == 10 and b"took more than 6 seconds" in ran.stderr
        assert files(saved.parent / "out") == ["2021/auks.xml", "2021/terns.xml", "gulls.xml"]

    def test_a_full_disk_stops_the_run_and_what_was_done_is_kept(self, batch: Callable[..., Ran], saved: Path) -> None:
        self.poison(saved, "full")
        ran = batch("--order", "name")
        assert ran.returncode == 2, ran.stderr
        assert (
            ran.stderr.decode().splitlines()[-1].startswith("archiver: stopped after 3 of 4 sources: the disk is full.")
        )
        assert states(saved.parent / "out") == {"auks": "done", "terns": "done", "full": "waiting", "gulls": "waiting"}
        assert reported(saved.parent / "out") == {"done": 2, "waiting": 2}
        (saved / "full.html").unlink()
        assert batch("--order", "name").returncode == 0
        assert states(saved.parent / "out")["gulls"] == "done"


class TestLedgerOfTheFolder:
    def test_a_damaged_ledger_is_set_aside(self, batch: Callable[..., Ran], saved: Path) -> None:
        batch()
        out = saved.parent / "out"
        before = contents(out)
        (out / LEDGER_NAME).write_bytes(b"not a ledger" * 1000)
        ran = batch()
        assert ran.returncode == 0 and b"damaged" in ran.stderr and b"archiver.old.sqlite" in ran.stderr
        assert b"3 sources went through" in ran.stderr and contents(out) == before

    def test_two_runs_in_one_folder_exclude_each_other(self, batch: Callable[..., Ran], saved: Path) -> None:
        with held_folder(saved.parent / "out"):
            ran = batch()
        assert ran.returncode == 2 and b"another run is at work" in ran.stderr
        assert files(saved.parent / "out") == []

    def test_a_folder_that_cannot_be_made(self, archiver: Callable[..., Ran], saved: Path) -> None:
        (saved.parent / "file").touch()
        ran = archiver("batch", "saved", "-o", "file/out")
        assert ran.returncode == 2 and len(ran.stderr.splitlines()) == 1
        ran = archiver("batch", "saved", "-o", "-", "-t", "xml")
        assert ran.returncode == 2 and b"takes a folder" in ran.stderr


class TestMessages:
    def test_lines_come_as_the_results_come(self, saved: Path) -> None:
        command = [sys.executable, "-m", "archiver.cli", "batch", "saved", "-o", "out", "-t", "xml"]
        running = subprocess.Popen(command, cwd=saved.parent, stderr=subprocess.PIPE)
        assert running.stderr is not None
        line = running.stderr.readline()
        assert b"terns.html" in line or b"auks.html" in line
        assert running.poll() is None or len(running.stderr.read().splitlines()) >= 3
        running.communicate()

    def test_json_lines(self, batch: Callable[..., Ran], saved: Path) -> None:
        (saved / "empty.html").touch()
        ran = batch("--log-format", "json")
        lines = [json.loads(line) for line in ran.stderr.decode().splitlines()]
        assert {line["source"] for line in lines if line.get("made")} == {
            "saved/2021/auks.html", "saved/2021/terns.html", "saved/gulls.html",
        }  # fmt: skip
        assert [line["exit_code"] for line in lines if "exit_code" in line] == [3]

    def test_a_terminal_shows_the_progress_and_the_failures_above_it(self, saved: Path) -> None:
        pty = pytest.importorskip("pty")
        (saved / "empty.html").touch()
        leader, follower = pty.openpty()
        command = [sys.executable, "-m", "archiver.cli", "batch", "saved", "-o", "out", "-t", "xml"]
        running = subprocess.Popen(command, cwd=saved.parent, stderr=follower)
        os.close(follower)
        said = b""
        try:
            while chunk := os.read(leader, 4096):
                said += chunk
        except OSError as error:
            assert error.errno == errno.EIO
        finally:
            os.close(leader)
        assert running.wait() == 10
        shown = said.decode()
        assert "Converting  4 of 4 (100%)" in shown and "1 failed" in shown
        assert "empty.html: it is empty" in shown and "gulls.html" not in shown


@LINUX
class TestKills:
    """A run that is ended by a signal, again and again, makes the same in the end as one that nobody disturbs."""

    @pytest.fixture(autouse=True)
    def heeded(self) -> Iterator[None]:
        numbers = [n for n in (signal.SIGINT, signal.SIGTERM) if signal.getsignal(n) == signal.SIG_IGN]
        for number in numbers:
            signal.signal(number, signal.SIG_DFL)
        yield
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)

    def test_results_after_kills_are_those_of_an_undisturbed_run(
        self, archiver: Callable[..., Ran], saved: Path, tmp_path: Path
    ) -> None:
        for number in range(24):
            page = (saved / "gulls.html").read_bytes()
            (saved / f"{number:02}.html").write_bytes(page.replace(b"bell", f"bell no. {number}".encode()))
        arguments = ["batch", "saved", "-t", "xml,epub,markdown", "-j", "2", "-o"]
        assert archiver(*arguments, "whole").returncode == 0
        kills = [(signal.SIGKILL, 3), (signal.SIGTERM, 7), (signal.SIGINT, 12), (signal.SIGKILL, 20)]
        for number, when in kills:
            command = [sys.executable, "-m", "archiver.cli", *arguments, "out"]
            running = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL, start_new_session=True)
            while running.poll() is None and len(list((tmp_path / "out").glob("*.epub"))) < when:
                time.sleep(0.01)
            running.send_signal(number)
            assert running.wait(60) in (130, -number)
            for _ in range(100):
                if not session(running.pid):
                    break
                time.sleep(0.1)
            assert session(running.pid) == []
            done = [entry for entry in entries(tmp_path / "out").values() if entry.state == "done"]
            for entry in done:
                for output in entry.outputs:
                    assert (tmp_path / "out" / output.path).stat().st_size == output.size
            if number != signal.SIGKILL and running.returncode == 130:
                counts = reported(tmp_path / "out")
                assert counts.get("done") == len(done) and sum(counts.values()) == 27
        ran = archiver(*arguments, "out")
        assert ran.returncode == 0 and b"unchanged since" in ran.stderr
        assert contents(tmp_path / "out") == contents(tmp_path / "whole")
        assert set(states(tmp_path / "out").values()) == {"done"}
        assert [p.name for p in (tmp_path / "out").iterdir() if p.name.startswith(".")] == []
