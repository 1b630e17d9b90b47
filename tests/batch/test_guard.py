"""The pool of worker processes: which task comes next, and what it says when no task can go through."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from archiver.batch.captured import Quarantined, list_pages
from archiver.batch.convert import ConvertOptions
from archiver.batch.guard import GuardedListing, SourceLimits, run
from archiver.batch.guard.memory import MemoryWatch, forget_peak, peak
from archiver.batch.guard.pool import TaskQueue
from archiver.batch.plan import Task
from archiver.errors import ArchiverError, UsageError


def test_addresses_of_one_host_come_one_after_the_other() -> None:
    tasks = [
        Task(source, str(number))
        for number, source in enumerate(
            ["https://a.example/1", "https://a.example/2", "x.html", "https://A.example/3", "http://b.example/1"]
        )
    ]
    queue = TaskQueue(tasks)
    assert len(queue) == 5
    first, second, third = queue.next(), queue.next(), queue.next()
    assert [task and task.stem for task in (first, second, third)] == ["0", "2", "4"]
    assert queue.next() is None and len(queue) == 2, "the others wait for their host"
    assert first is not None and third is not None
    queue.done(third)
    assert queue.next() is None
    queue.done(first)
    again = queue.next()
    assert again is not None and again.stem == "1" and queue.next() is None
    queue.done(again)
    last = queue.next()
    assert last is not None and last.stem == "3" and len(queue) == 0


def test_a_limit_below_what_the_program_takes_is_an_error_of_the_call(tmp_path: Path) -> None:
    tasks = [Task(str(tmp_path / f"{number}.html"), str(number)) for number in range(2)]
    with pytest.raises(UsageError, match="the program itself takes"):
        list(run(tasks, ConvertOptions(tmp_path, ("text",)), limits=SourceLimits(10, 1000)))


def test_results_can_be_had_as_a_library_without_a_main_module(tmp_path: Path) -> None:
    tasks = [Task(str(tmp_path / f"{number}.html"), str(number)) for number in range(3)]
    for number in range(3):
        (tmp_path / f"{number}.html").write_text(f"<p>{'A word about gulls. ' * 60}{number}</p>", encoding="utf-8")
    results = run(tasks, ConvertOptions(tmp_path / "out", ("text",)), 2)
    first = next(results)
    assert first.ok and first.peak_memory > 1_000_000
    results.close()
    assert len(list((tmp_path / "out").iterdir())) >= 1


def test_the_memory_of_this_process() -> None:
    watch = MemoryWatch()
    before = watch.used([os.getpid()])[os.getpid()]
    assert before > 1_000_000
    forget_peak()
    block = bytearray(b"x") * 200_000_000
    assert watch.used([os.getpid()])[os.getpid()] > before + 100_000_000
    del block
    assert peak() == 0 or peak() > before + 100_000_000
    assert watch.used([2**22 + 1]) == {2**22 + 1: 0}, "no such process"


class TestCaptures:
    """Captures are opened by a process of their own. FAULTS makes it fail in the way that the file names."""

    #: What the process loads before all else.
    FAULTS = """
import os, signal, time
from archiver.readers import captures

real = captures.open_capture

def open_capture(file, form):
    data = file.data()
    with open(file.path.with_name("opened"), "a") as log: log.write("once ")
    if b"fail:hang" in data: time.sleep(300)
    if b"fail:kill" in data: os.kill(os.getpid(), signal.SIGKILL)
    if b"fail:exit" in data: os._exit(0)
    if b"fail:value" in data: raise ValueError("a defect")
    hoard = []
    while b"fail:hoard" in data: hoard.append(bytes(bytearray(b"x") * (1 << 24)))
    return real(file, form)

captures.open_capture = open_capture
"""
    MAIL = (
        b"From ann@quay.example Mon May  3 10:00:00 2021\nFrom: ann@quay.example\nSubject: The bell\n"
        b"Date: Mon, 3 May 2021 10:00:00 +0000\nMessage-ID: <1@quay.example>\n\nIt rings at six. %b\n\n"
    )

    @pytest.fixture(autouse=True)
    def faulty(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "sitecustomize.py").write_text(self.FAULTS, encoding="utf-8")
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))

    def box(self, tmp_path: Path, *texts: bytes) -> Path:
        path = tmp_path / "box.mbox"
        path.write_bytes(b"".join(self.MAIL % text for text in texts))
        return path

    def test_a_good_one_is_listed_as_in_this_process(self, tmp_path: Path) -> None:
        path = self.box(tmp_path, b"", b"And at seven.")
        with GuardedListing(SourceLimits()) as lister:
            found = lister(path, "box.mbox", None)
            assert found is not None and len(found.pages) == 2 and found == list_pages(path, "box.mbox", None)
            path.write_bytes(b"<p>This is no capture.")
            assert lister(path, "box.mbox", None) is None

    @pytest.mark.parametrize(
        ("kind", "limits", "reason"),
        [
            ("hang", SourceLimits(0.5, 0), "box.mbox: it took more than 0.5"), ("hoard", SourceLimits(0, 200 * 1024**2), "needed more than 200 MB"),
            ("kill", SourceLimits(), "its process was killed"), ("exit", SourceLimits(), "ended the process (exit code 0)"),
        ],
    )  # fmt: skip
    def test_one_that_ends_its_process_is_tried_twice(
        self, tmp_path: Path, kind: str, limits: SourceLimits, reason: str
    ) -> None:
        with GuardedListing(limits) as lister:
            with pytest.raises(Quarantined) as ended:
                lister(self.box(tmp_path, f"fail:{kind}".encode()), "box.mbox", None)
            assert reason in ended.value.error.message
            if kind != "hang":
                assert (tmp_path / "opened").read_text() == "once once "
                assert lister(self.box(tmp_path, b"", b""), "box.mbox", None) is not None, "the next one is listed"

    @pytest.mark.slow
    def test_one_that_is_named_alone_is_opened_so_too(self, tmp_path: Path) -> None:
        box = self.box(tmp_path, b"fail:kill")
        call = [sys.executable, "-m", "archiver", "convert", str(box), "-o", str(tmp_path / "out"), "-t", "xml"]
        ran = subprocess.run(call, capture_output=True, text=True, check=False)
        assert ran.returncode > 0, "not killed by the signal that killed the other process"
        assert "its process was killed" in ran.stderr and "Traceback" not in ran.stderr

    def test_one_that_is_refused_is_not_tried_again(self, tmp_path: Path) -> None:
        with (
            GuardedListing(SourceLimits()) as lister,
            pytest.raises(ArchiverError, match=r"box\.mbox: .*a defect") as raised,
        ):
            lister(self.box(tmp_path, b"fail:value"), "box.mbox", None)
        assert raised.value.exit_code == 70 and (tmp_path / "opened").read_text() == "once "


def test_a_large_capture_has_more_time(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc"
    with path.open("wb") as file:
        file.truncate(1024**3)
    assert SourceLimits(120).seconds_for(path) > 300 and SourceLimits(0).seconds_for(path) == 0
    assert SourceLimits(120).seconds_for(tmp_path / "none") == 120
