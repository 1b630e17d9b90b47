"""A batch on a Dask cluster of this machine: whatever sources and workers do, each source is there once."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from archiver.batch.cluster import engine
from archiver.batch.ledger import Entry, Ledger
from archiver.batch.shards import ledgers_in
from archiver.errors import UsageError

pytest.importorskip("distributed", reason="the extra dask is not installed")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in Linux's way"),
]

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Quay {n}</title></head><body>
<article><h1>Quay {n}</h1><p>The quay has a number, and the number is {n}, which nobody reads while the boats come in at six.</p>
<p>On the wall, where the nets are mended, the harbourmaster keeps a list of all the ropes that were ever lost. {poison}</p></article></body></html>"""

#: Loaded into all processes: a page that says so hangs, or fills the memory.
POISON = """
import time
import archiver.readers
real = archiver.readers.read
def read(source, *rest, **named):
    if b"poison:hang" in source.data:
        time.sleep(600)
    if b"poison:memory" in source.data:
        hoard = []
        while True:
            hoard.append(bytes(bytearray(b"x") * (1 << 24)))
    return real(source, *rest, **named)
archiver.readers.read = read
"""
_SCHEDULER = "import sys; from distributed.cli.dask_scheduler import main; sys.exit(main())"
_WORKER = "import sys; from distributed.cli.dask_worker import main; sys.exit(main())"


@dataclass
class SmallCluster:
    address: str
    workers: list[subprocess.Popen[bytes]]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    folder = tmp_path / ".poison"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(POISON, encoding="utf-8")
    paths = [
        str(folder),
        *(str(Path(path).resolve()) for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path),
    ]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "DASK_TEMPORARY_DIRECTORY": str(tmp_path / ".dask")}


@pytest.fixture
def cluster(tmp_path: Path, environment: dict[str, str]) -> Iterator[SmallCluster]:
    """A scheduler and two workers with one thread each, on this machine alone."""
    started: list[subprocess.Popen[bytes]] = []

    def start(program: str, *arguments: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-c", program, *arguments, "--host", "127.0.0.1"], cwd=tmp_path, env=environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        started.append(process)
        return process

    told = tmp_path / ".scheduler.json"
    try:
        start(_SCHEDULER, "--port", "0", "--no-dashboard", "--no-jupyter", "--scheduler-file", str(told))
        for _ in range(600):
            if told.is_file() and (found := re.search(r'"address": "(tcp://[^"]+)"', told.read_text())):
                break
            time.sleep(0.1)
        else:
            raise AssertionError("the scheduler did not start")
        workers = [start(_WORKER, found[1], "--no-nanny", "--nthreads", "1", "--no-dashboard") for _ in range(2)]
        yield SmallCluster(found[1], workers)
    finally:
        for process in started:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def call(tmp_path: Path, environment: dict[str, str], *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "archiver.cli", "batch", "saved", "-o", "out", "-t", "xml", *arguments]
    return subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def all_entries(folder: Path) -> list[Entry]:
    entries: list[Entry] = []
    for path in ledgers_in(folder):
        with Ledger.open(path) as ledger:
            entries += ledger.entries()
    return entries


def processes_in(folder: Path) -> list[str]:
    """The command lines of the processes that work in a folder."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.cwd() == str(folder) and process.pid != os.getpid():
                found.append(" ".join(process.cmdline()))
        except psutil.Error:
            continue
    return found


def save(tmp_path: Path, number: int, poison: dict[int, str] | None = None) -> None:
    (tmp_path / "saved").mkdir()
    for n in range(number):
        text = PAGE.format(n=n, poison=(poison or {}).get(n, ""))
        (tmp_path / "saved" / f"{n}.html").write_text(text, encoding="utf-8")


def test_each_source_is_there_once_whatever_sources_and_workers_do(
    tmp_path: Path, environment: dict[str, str], cluster: SmallCluster
) -> None:
    save(tmp_path, 24, {3: "poison:hang", 8: "poison:memory"})
    options = ("--engine", "dask", "--scheduler", cluster.address, "--timeout", "6", "--memory", "500M")
    running = call(tmp_path, environment, *options)
    out = tmp_path / "out"
    while not list(out.glob("*.xml")) and running.poll() is None:
        time.sleep(0.05)
    cluster.workers[0].kill()
    said = running.communicate(timeout=300)[1].decode()
    assert running.returncode == 10, said
    assert "2 of 24 sources failed; 22 went through to out." in said

    entries = all_entries(out)
    assert Counter(entry.source for entry in entries) == Counter(f"saved/{n}.html" for n in range(24))
    assert {e.source: e.state for e in entries if e.state != "done"} == {
        "saved/3.html": "quarantined", "saved/8.html": "quarantined",
    }  # fmt: skip
    errors = {entry.source: entry.error for entry in entries}
    assert "it took more than 6 seconds" in errors["saved/3.html"]
    assert "it needed more than 500 MB of memory" in errors["saved/8.html"]
    assert sorted(path.name for path in out.glob("*.xml")) == sorted(f"{n}.xml" for n in range(24) if n not in (3, 8))
    assert not list(out.rglob("*.part")) + list(out.glob(".*.lock"))
    assert (out / "index.html").is_file() and "saved/3.html" in (out / "failures.txt").read_text(encoding="utf-8")

    # a second call, on what is left of the cluster, has nothing to do
    again = call(tmp_path, environment, *options)
    said = again.communicate(timeout=120)[1].decode()
    assert again.returncode == 10 and "22 unchanged since an earlier run." in said, said
    assert "2 failed in an earlier run" in said
    left = [line for line in processes_in(tmp_path) if "distributed.cli" not in line]
    assert left == []


def test_when_the_caller_is_interrupted_the_shards_end(
    tmp_path: Path, environment: dict[str, str], cluster: SmallCluster
) -> None:
    save(tmp_path, 4, dict.fromkeys(range(4), "poison:hang"))
    running = call(tmp_path, environment, "--engine", "dask", "--scheduler", cluster.address)
    while not [line for line in processes_in(tmp_path) if "guard.worker" in line]:
        assert running.poll() is None
        time.sleep(0.1)
    running.send_signal(signal.SIGINT)
    said = running.communicate(timeout=60)[1].decode()
    assert running.returncode == 130 and "interrupted after 0 of 4" in said, said
    for _ in range(300):
        if not [line for line in processes_in(tmp_path) if "distributed.cli" not in line]:
            break
        time.sleep(0.1)
    else:
        raise AssertionError(processes_in(tmp_path))
    assert {entry.state for entry in all_entries(tmp_path / "out")} == {"waiting"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--engine", "dask"), "needs the address of a scheduler"),
        (("--engine", "dask", "--scheduler", "quay"), "this is no address of a scheduler"),
        (("--engine", "dask", "--scheduler", "tcp://127.0.0.1:1", "--shard", "1/2"), "--shard does not go with --engine dask"),
        (("--engine", "dask", "--scheduler", "tcp://127.0.0.1:1", "--limit", "3"), "--limit does not go with --engine dask"),
        (("--scheduler", "tcp://127.0.0.1:1"), "--scheduler goes with --engine dask"),
    ],
)  # fmt: skip
def test_what_no_cluster_can_do_is_refused(
    tmp_path: Path, environment: dict[str, str], arguments: tuple[str, ...], said: str
) -> None:
    save(tmp_path, 1)
    ran = call(tmp_path, environment, *arguments)
    assert said in ran.communicate(timeout=120)[1].decode()
    assert ran.returncode == 2


def test_where_no_scheduler_answers_the_message_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "SECONDS_FOR_SCHEDULER", 0.5)
    with pytest.raises(UsageError, match="no scheduler of Dask answers there"), engine.cluster("tcp://127.0.0.1:1"):
        pass


def test_without_dask_the_message_says_how_to_get_it(tmp_path: Path, environment: dict[str, str]) -> None:
    save(tmp_path, 1)
    (tmp_path / ".poison" / "distributed.py").write_text("raise ImportError", encoding="utf-8")
    ran = call(tmp_path, environment, "--engine", "dask", "--scheduler", "tcp://127.0.0.1:1")
    said = ran.communicate(timeout=60)[1].decode()
    assert ran.returncode == 6 and "pip install 'article-archiver[dask]'" in said
