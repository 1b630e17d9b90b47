"""Runs over several sources: a failing source costs no other; names of exports; signals; nothing is left behind."""

from __future__ import annotations

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

from support.processes import session

Ran = subprocess.CompletedProcess[bytes]
CODES = {"value": 70, "unpicklable": 70, "exit": 70, "memory": 3, "recursion": 3}
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="asks the system in Linux's way")


def files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def faulty_page(page: Path, kind: str) -> bytes:
    return page.read_bytes() + f"<!--fail:{kind}-->".encode()


@pytest.mark.usefixtures("faulty")
class TestDefects:
    """Unforeseen errors, which conftest.FAULTS raises."""

    @pytest.mark.parametrize("kind", CODES)
    def test_a_defect_in_a_single_source_ends_with_its_code(
        self, archiver: Callable[..., Ran], page: Path, kind: str
    ) -> None:
        page.write_bytes(faulty_page(page, kind))
        ran = archiver("convert", "gulls.html", "-t", "xml")
        assert (ran.returncode, ran.stdout) == (CODES[kind], b"")
        (line,) = ran.stderr.decode().splitlines()
        assert "gulls.html" in line and "Traceback" not in line
        assert ("defect of Archiver" in line and "report it" in line) == (ran.returncode == 70)

    @pytest.mark.slow
    def test_the_message_names_the_error_and_debug_shows_the_traceback(
        self, archiver: Callable[..., Ran], page: Path
    ) -> None:
        page.write_bytes(faulty_page(page, "value"))
        assert b"ValueError" in archiver("convert", "gulls.html").stderr
        assert b"Traceback" in archiver("--debug", "convert", "gulls.html").stderr
        assert b"Traceback" in archiver("--debug", "normalize", "gulls.html").stderr

    @pytest.mark.slow
    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_a_run_continues_after_a_defect(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path, jobs: str
    ) -> None:
        kinds = [*CODES, *(("interrupt", "death", "segfault", "kill") if jobs == "2" else ())]
        for kind in kinds:
            (tmp_path / f"{kind}.html").write_bytes(faulty_page(page, kind))
        (tmp_path / "zebra.html").write_bytes(page.read_bytes())
        ran = archiver("convert", ".", "-o", "out", "-t", "xml", "-j", jobs)
        assert ran.returncode == 10
        assert files(tmp_path / "out") == ["gulls.xml", "zebra.xml"]
        assert b"Traceback" not in ran.stderr
        for kind in kinds:
            *earlier, line = [line for line in ran.stderr.decode().splitlines() if f"{kind}.html" in line]
            assert line.startswith("archiver: ")
            # a source that ended its process is tried twice
            assert len(earlier) == (kind in ("death", "segfault", "kill"))

    @pytest.mark.parametrize(
        "command",
        [
            ("normalize", "gulls.html"),
            ("clean", "gulls.html"),
            ("inspect", "gulls.html"),
            ("rules", "test", "rules.txt", "gulls.html"),
        ],
        ids=lambda command: command[0],
    )
    def test_a_defect_in_every_command_that_reads_is_one_sentence(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path, command: tuple[str, ...]
    ) -> None:
        (tmp_path / "rules.txt").write_text("title: //h1\n", encoding="utf-8")
        page.write_bytes(faulty_page(page, "value"))
        ran = archiver(*command)
        assert (ran.returncode, ran.stdout) == (70, b"")
        (line,) = ran.stderr.decode().splitlines()
        assert "gulls.html" in line and "defect of Archiver" in line

    @pytest.mark.slow
    def test_a_run_over_records_continues_after_a_defect(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path
    ) -> None:
        good = archiver("normalize", "gulls.html").stdout
        (tmp_path / "good.xml").write_bytes(good)
        (tmp_path / "bad.xml").write_bytes(good.replace(b"On Gulls", b"fail:value"))
        assert archiver("export", "bad.xml", "-t", "text").returncode == 70
        ran = archiver("export", "bad.xml", "good.xml", "-t", "text", "-o", "out")
        assert ran.returncode == 10 and files(tmp_path / "out") == ["good.txt"]
        assert archiver("validate", "bad.xml").returncode == 70
        ran = archiver("validate", "bad.xml", "good.xml")
        assert ran.returncode == 10
        assert b"good.xml: valid" in ran.stdout and b"bad.xml" in ran.stderr and b"Traceback" not in ran.stderr


class TestFolders:
    @pytest.mark.slow
    def test_hidden_files_resources_and_exports_are_no_sources(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path
    ) -> None:
        saved, outside = tmp_path / "saved", tmp_path / "outside"
        for folder in (saved / "deep", saved / "exports", saved / "page_files", outside):
            folder.mkdir(parents=True)
        text = page.read_bytes()
        for name in ("a.html", "deep/b.html", "exports/x.html", "page_files/frame.html", ".hidden.html"):
            (saved / name).write_bytes(text)
        (outside / "o.html").write_bytes(text)
        (saved / "out.html").symlink_to("../outside/o.html")
        (saved / "outside").symlink_to("../outside")
        (saved / "dead.html").symlink_to("nowhere.html")
        (saved / "round").symlink_to("round")
        (saved / "deep" / "up").symlink_to("..")
        (saved / "again.html").symlink_to("a.html")
        (saved / "kept.html").symlink_to(".hidden.html")
        (saved / "photo.png").write_bytes(b"x")
        ran = archiver("convert", "saved", "-o", "saved/exports", "-t", "xml")
        assert ran.returncode == 0, ran.stderr
        assert files(saved / "exports") == ["a.xml", "deep/b.xml", "kept.xml", "x.html"]
        assert b"dead links (2: " in ran.stderr and b"links that lead out of the folder (2: " in ran.stderr
        assert b".png (1: " in ran.stderr
        # what is named is a source, wherever it leads
        assert archiver("convert", "saved/out.html", "-o", "named", "-t", "xml").returncode == 0
        assert files(tmp_path / "named") == ["out.xml"]

    def test_exports_can_be_written_beside_the_sources(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path
    ) -> None:
        assert archiver("convert", ".", "-o", ".", "-t", "xml").returncode == 0
        assert files(tmp_path) == ["gulls.html", "gulls.xml"]

    def test_a_name_that_cannot_be_read_is_a_failure(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ran = archiver("convert", "gulls.html", "nowhere.html", "-o", "out", "-t", "xml")
        assert ran.returncode == 10 and b"nowhere.html" in ran.stderr
        assert files(tmp_path / "out") == ["gulls.xml"]

    def test_a_folder_that_cannot_be_listed_is_a_failure(
        self, page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from archiver.batch.plan import make_plan

        (tmp_path / "locked").mkdir()
        (tmp_path / "locked" / "a.html").write_bytes(page.read_bytes())
        real = os.scandir

        def scandir(folder: Path) -> Iterator[os.DirEntry[str]]:
            if Path(folder).name == "locked":
                raise PermissionError(13, "Permission denied")
            return real(folder)

        monkeypatch.setattr(os, "scandir", scandir)
        planned = make_plan([str(tmp_path)])
        assert [Path(job.source).name for job in planned.tasks] == ["gulls.html"]
        ((name, error),) = planned.failures
        assert name == str(tmp_path / "locked") and error.exit_code == 3 and "Permission denied" in str(error)


class TestNames:
    def exports(self, archiver: Callable[..., Ran], tmp_path: Path, *sources: str) -> dict[str, str]:
        """The name of the record of each source: content of the source → name."""
        number = len(list(tmp_path.glob("out*")))
        ran = archiver("convert", *sources, "-o", f"out{number}", "-t", "xml")
        assert ran.returncode == 0, ran.stderr
        folder = tmp_path / f"out{number}"
        return {(folder / name).read_text("utf-8").split("page number ")[1][0]: name for name in files(folder)}

    @pytest.mark.slow
    def test_clashing_names_depend_only_on_their_own_paths(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path
    ) -> None:
        text = page.read_text("utf-8")
        for number, name in enumerate(("a/one.html", "a/ONE.htm", "b/one.html", "a/e\u0301.html", "b/é.html")):
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text.replace("harbour wall", f"page number {number}"), encoding="utf-8")
        every = self.exports(archiver, tmp_path, "a", "b")
        assert sorted(every) == ["0", "1", "2", "3", "4"]
        assert every == self.exports(archiver, tmp_path, "b", "a")
        assert every == self.exports(archiver, tmp_path, *(str(tmp_path / name) for name in ("b", "a")))
        named = self.exports(archiver, tmp_path, "b/one.html", "a/one.html")
        assert named == {"0": every["0"], "2": every["2"]}
        assert self.exports(archiver, tmp_path, "a/one.html") == {"0": "one.xml"}

    def test_a_name_that_windows_keeps_for_a_device_gets_a_hash(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path
    ) -> None:
        for name in ("con.html", "Aux.old.html", "console.html"):
            (tmp_path / name).write_bytes(page.read_bytes())
        archiver("convert", "con.html", "Aux.old.html", "console.html", "-o", "out", "-t", "xml")
        names = [re.sub("-[0-9a-f]{6}", "-#", name) for name in files(tmp_path / "out")]
        assert sorted(names) == ["Aux.old-#.xml", "con-#.xml", "console.xml"]

    def test_the_tei_of_one_source_and_the_record_of_another_have_different_names(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "gulls.tei.html").write_bytes(page.read_bytes())
        assert archiver("convert", ".", "-o", "out", "-t", "xml,tei").returncode == 0
        assert len(files(tmp_path / "out")) == 4

    @pytest.mark.slow
    def test_an_export_of_another_source_is_not_overwritten(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path
    ) -> None:
        every = "xml,text,html,tei,epub,markdown,jats,latex,docx,odt,pdf"
        (tmp_path / "other").mkdir()
        (tmp_path / "other" / "gulls.html").write_bytes(page.read_bytes().replace(b"opinions", b"convictions"))
        engine = ("--pdf-engine", "typst")
        assert archiver("convert", "gulls.html", "-t", every, *engine).returncode == 0
        before = {name: (tmp_path / "exports" / name).read_bytes() for name in files(tmp_path / "exports")}
        for format in every.split(","):
            ran = archiver("convert", "other/gulls.html", "-t", format, *engine)
            assert ran.returncode == 2 and b"--overwrite" in ran.stderr and b"exports/gulls." in ran.stderr
        assert {name: (tmp_path / "exports" / name).read_bytes() for name in files(tmp_path / "exports")} == before
        # the same source again, though its exports will be others
        assert archiver("convert", "gulls.html", "-t", every, "--title", "Gulls", *engine).returncode == 0
        assert (tmp_path / "exports" / "gulls.txt").read_bytes() != before["gulls.txt"]
        ran = archiver("convert", "other/gulls.html", "-t", "text", "--overwrite")
        assert ran.returncode == 0
        assert b"convictions" in (tmp_path / "exports" / "gulls.txt").read_bytes()

    @pytest.mark.slow
    def test_a_file_that_archiver_did_not_make_is_not_overwritten(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path
    ) -> None:
        out = tmp_path / "out"
        out.mkdir()
        for name, data in (("gulls.txt", b"my notes"), ("gulls.epub", b"PK\x03\x04"), ("gulls.pdf", b"%PDF-1.7")):
            (out / name).write_bytes(data)
        for format in ("text", "epub", "pdf"):
            assert archiver("convert", "gulls.html", "-o", "out", "-t", format).returncode == 2
        assert (out / "gulls.txt").read_bytes() == b"my notes"
        (out / "gulls.txt").write_bytes(b"")
        assert archiver("convert", "gulls.html", "-o", "out", "-t", "text").returncode == 0

    def test_an_export_of_a_corrected_record_replaces_the_one_of_its_source(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path
    ) -> None:
        assert archiver("convert", "gulls.html", "-o", "out", "-t", "xml,text").returncode == 0
        record = tmp_path / "out" / "gulls.xml"
        record.write_bytes(record.read_bytes().replace(b"opinions", b"convictions"))
        assert archiver("export", "out/gulls.xml", "-o", "out", "-t", "text").returncode == 0
        assert b"convictions" in (tmp_path / "out" / "gulls.txt").read_bytes()


class TestLastLines:
    @pytest.mark.slow
    def test_the_slow_engine_is_named_once(self, archiver: Callable[..., Ran], page: Path, tmp_path: Path) -> None:
        (tmp_path / "terns.html").write_bytes(page.read_bytes())
        ran = archiver("convert", ".", "-o", "out", "-t", "pdf")
        assert ran.returncode == 0 and ran.stderr.count(b"--pdf-engine typst") == 1
        assert b"out/gulls.pdf" in ran.stderr
        assert b"--pdf-engine" not in archiver("convert", "gulls.html", "-o", "out", "-t", "pdf").stderr
        assert b"--pdf-engine" not in archiver("convert", ".", "-o", "out", "-t", "text").stderr
        typst = archiver("convert", ".", "-o", "typst", "-t", "pdf", "--pdf-engine", "typst")
        assert typst.returncode == 0 and b"--pdf-engine" not in typst.stderr

    def test_sources_that_lost_much_text_are_counted(self, capsys: pytest.CaptureFixture[str]) -> None:
        from archiver.batch.convert import Result
        from archiver.batch.plan import Plan
        from archiver.cli.console import Console
        from archiver.cli.run_report import RunReport

        lost = ("C004", "warning", "More than half went.")
        outcomes = [
            Result("a.html", findings=(lost,)),
            Result("b.html", findings=(("C004", "info", "Little went."),)),
            Result("c.html", findings=(lost, lost, ("N001", "warning", "A note."))),
        ]
        report = RunReport(Console(), Path("out"))
        for outcome in outcomes:
            report.add(outcome)
        assert report.end(Plan()) == 0
        lines = capsys.readouterr().err.splitlines()
        assert "2 sources lost much of their text (C004): a.html, c.html" in lines
        assert "Sources with warnings: C004 in 2, N001 in 1 (docs/reference/findings.md)." in lines


def wait_for(what: Callable[[], bool]) -> None:
    for _ in range(600):
        if what():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come about")


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@LINUX
@pytest.mark.usefixtures("faulty")
class TestSignals:
    """A run that hangs at its sources (conftest.FAULTS) and is ended by a signal."""

    @pytest.fixture(autouse=True)
    def heeded(self) -> Iterator[None]:
        """Tests that were started with `&` in a shell or by nohup ignore signals, and so do the processes that they start."""
        numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        ignored = [number for number in numbers if signal.getsignal(number) == signal.SIG_IGN]
        for number in ignored:
            signal.signal(number, signal.SIG_DFL)
        yield
        for number in ignored:
            signal.signal(number, signal.SIG_IGN)

    @pytest.mark.slow
    @pytest.mark.parametrize("jobs", [1, 2])
    @pytest.mark.parametrize(
        "number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL], ids=lambda number: number.name
    )
    def test_a_signal_ends_all_processes_of_a_run(
        self, page: Path, tmp_path: Path, number: signal.Signals, jobs: int
    ) -> None:
        for name in ("x.html", "y.html"):
            (tmp_path / name).write_bytes(faulty_page(page, "hang"))
        command = [sys.executable, "-m", "archiver.cli", "convert", ".", "-o", "out", "-t", "xml", "-j", str(jobs)]
        running = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, start_new_session=True)
        wait_for(lambda: len(list(tmp_path.glob("hanging-*"))) >= jobs)
        if number == signal.SIGINT:
            os.killpg(running.pid, number)  # as a terminal does
        else:
            running.send_signal(number)
        # whoever stays would hold standard error open
        _, said = running.communicate(timeout=60)
        wait_for(lambda: not session(running.pid))
        lines = said.decode().splitlines()
        assert lines.pop(0).startswith("gulls.html → "), "what was finished was said at once"
        if number == signal.SIGKILL:
            assert (running.returncode, lines) == (-number, [])
        else:
            assert running.returncode == 130
            (line,) = lines
            assert "interrupted" in line
        assert files(tmp_path / "out") == ["gulls.xml"]

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
    def test_a_signal_while_the_program_loads_ends_it(
        self, archiver: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
    ) -> None:
        monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
        (tmp_path / "click.py").write_text(f"import os; os.kill(os.getpid(), {number:d})\n", encoding="utf-8")
        ran = archiver("doctor")
        assert ran.returncode == 130
        assert ran.stderr == b"archiver: interrupted; what was finished is kept.\n"

    def test_an_ignored_signal_stays_ignored(self, page: Path, tmp_path: Path) -> None:
        page.write_bytes(faulty_page(page, "hang"))
        command = ["nohup", sys.executable, "-m", "archiver.cli", "normalize", "gulls.html"]
        running = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(lambda: bool(list(tmp_path.glob("hanging-*"))))
        running.send_signal(signal.SIGHUP)
        time.sleep(0.5)
        assert running.poll() is None
        running.terminate()
        assert running.wait(timeout=60) == 130


@LINUX
class TestLeftovers:
    #: A process that has written a file aside, says how it is called, and never comes to rename it.
    HOLDER = (
        "import time; from pathlib import Path; from archiver.writers.shared import whole_files;"
        "Path.replace = lambda aside, target: (print(aside.name, flush=True), time.sleep(300));"
        "whole_files.write_whole(Path('out', 'terns.xml'), b'half')"
    )

    @pytest.mark.slow
    def test_unfinished_files_of_ended_processes_are_removed_and_others_stay(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "out").mkdir()
        holder = subprocess.Popen([sys.executable, "-c", self.HOLDER], cwd=tmp_path, stdout=subprocess.PIPE)
        assert holder.stdout is not None
        name = holder.stdout.readline().decode().strip()
        try:
            (tmp_path / "out" / ".archiver-of_one_that_died.part").write_bytes(b"half")
            (tmp_path / "out" / ".other.part").write_bytes(b"not ours")
            assert archiver("convert", "gulls.html", "-o", "out", "-t", "xml").returncode == 0
            assert files(tmp_path / "out") == sorted([name, ".other.part", "gulls.xml"])
        finally:
            holder.kill()
            holder.communicate()
        assert archiver("convert", "gulls.html", "-o", "out", "-t", "xml").returncode == 0
        assert files(tmp_path / "out") == [".other.part", "gulls.xml"]

    @pytest.mark.slow
    @pytest.mark.usefixtures("faulty")
    def test_the_next_run_removes_temporary_files_of_a_killed_run(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        temporary = tmp_path / "tmp"
        temporary.mkdir()
        monkeypatch.setenv("TMPDIR", str(temporary))
        (tmp_path / "x.html").write_bytes(faulty_page(page, "hang"))
        command = [sys.executable, "-m", "archiver.cli", "convert", "x.html", "-o", "out", "-t", "xml"]
        running = subprocess.Popen(command, cwd=tmp_path)
        try:
            wait_for(lambda: bool(list(tmp_path.glob("hanging-*"))))
            assert len(list(temporary.iterdir())) == 1
            assert archiver("convert", "gulls.html", "-o", "out", "-t", "xml").returncode == 0
            assert len(list(temporary.iterdir())) == 1, "the other run is at work"
        finally:
            running.kill()
            running.wait()
        assert archiver("convert", "gulls.html", "-o", "out", "-t", "xml").returncode == 0
        assert not list(temporary.iterdir())

    @pytest.mark.parametrize("inside", [[], ["cut-off.pdf"]], ids=["before its lock", "after its lock"])
    def test_a_temporary_folder_without_a_lock_is_a_leftover(
        self,
        archiver: Callable[..., Ran],
        page: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        inside: list[str],
    ) -> None:
        """A run may be killed before it has made its lock file, or while it removes a folder."""
        monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
        left = tmp_path / "tmp" / "archiver-run-left"
        left.mkdir(parents=True)
        for name in inside:
            (left / name).write_bytes(b"x")
        assert archiver("convert", "gulls.html", "-o", "out", "-t", "xml").returncode == 0
        assert not list((tmp_path / "tmp").iterdir())

    @pytest.mark.slow
    @pytest.mark.usefixtures("faulty")
    def test_the_unfinished_file_of_a_killed_worker_is_removed_at_the_end_of_the_run(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "terns.html").write_bytes(faulty_page(page, "halfway"))
        ran = archiver("convert", "gulls.html", "terns.html", "-o", "out", "-t", "xml", "-j", "2")
        assert ran.returncode == 10 and b"killed" in ran.stderr
        assert files(tmp_path / "out") == ["gulls.xml"]


def test_json_messages_are_valid_json_for_names_of_any_bytes(
    archiver: Callable[..., Ran], page: Path, tmp_path: Path
) -> None:
    (tmp_path / os.fsdecode(b"p\xff\x1b\n.html")).write_bytes(page.read_bytes())
    ran = archiver("convert", ".", "-o", "out", "-t", "xml", "--log-format", "json")
    assert ran.returncode == 0
    messages = [json.loads(line) for line in ran.stderr.decode("ascii").splitlines()]
    assert os.fsdecode(b"p\xff\x1b\n.html") in [message.get("source") for message in messages]
