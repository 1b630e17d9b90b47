"""A shard of a batch as a message to another machine, and the process that does it."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field, replace
from multiprocessing import connection
from pathlib import Path

from archiver import addresses
from archiver.batch.convert import ConvertOptions, Result
from archiver.batch.guard import SourceLimits
from archiver.batch.ledger import Entry, Ledger
from archiver.batch.places import BatchPlace
from archiver.batch.plan import Plan, Task
from archiver.batch.resume import Keys, work_of
from archiver.batch.run import run_batch
from archiver.batch.temporary import temporary_folder
from archiver.errors import ArchiverError, SourceError, UsageError, guarded
from archiver.version import __version__

#: The part of the folder that the caller holds. Its lock shows a worker that it sees the same folder.
CALLER = "archiver-cluster"
#: Seconds to wait for another process that holds the shard: the one of a lost worker ends soon.
_WAIT_FOR_SHARD = 30.0
#: Seconds that a process gets to end by itself.
_GRACE = 10.0


@dataclass(frozen=True, slots=True)
class ShardJob:
    """What one shard is to do. `folder` is the working folder of the caller, which names of sources start from; `begun` the moment of the call (ISO 8601);
    `workers` how many sources are converted at the same time, 0 for one per processor of the machine that does it.
    """

    place: BatchPlace
    plan: Plan
    options: ConvertOptions
    limits: SourceLimits
    folder: Path
    begun: str
    redo: bool = False
    retry_failed: bool = False
    workers: int = 1
    version: str = __version__


@dataclass(slots=True)
class ShardOutcome:
    """What became of a shard: its results in this call, and the counts of what was not done again. `error` when it could not be done."""

    job: ShardJob
    results: list[Result] = field(default_factory=list)
    unchanged: int = 0
    failed_before: int = 0
    error: ArchiverError | None = None


def serve(handle: int) -> None:
    """Receive a ShardJob over the connection with this file descriptor; send each Result, and at the end a ShardOutcome without results. This is all that the
    process does. It ends when the other end of the connection is closed.
    """
    os.set_inheritable(handle, False)
    link: connection.Connection = connection.Connection(handle)
    try:
        job: ShardJob = link.recv()
        threading.Thread(target=_end_with, args=(link,), daemon=True).start()
        outcome = ShardOutcome(job)
        try:
            with guarded(f"shard {job.place.shard}"), contextlib.closing(_results(job, outcome)) as results:
                for result in results:
                    link.send(replace(result, trace=""))
        except ArchiverError as error:
            outcome.error = error
        link.send(outcome)
    except (EOFError, OSError, KeyboardInterrupt):
        pass  # the worker is gone, or wants no more


def _end_with(link: connection.Connection) -> None:
    """End this process when nobody is at the other end any more."""
    with contextlib.suppress(EOFError, OSError):
        link.recv()
    signal.raise_signal(signal.SIGINT)
    time.sleep(_GRACE)
    os._exit(1)


def _results(job: ShardJob, outcome: ShardOutcome) -> Generator[Result, None, None]:
    """The results of a shard as they come. Raises ArchiverError."""
    place = job.place
    if not place.store and not (place.folder / f".{CALLER}.lock").is_file():
        raise UsageError(
            f"{place.folder}: this machine does not see the folder of the caller.",
            "Name a folder that all share, or a store.",
        )
    with _held(place), temporary_folder() as temporary, _turns(job.plan) as turns, place.results() as results:
        ledger, _ = place.open_ledger()
        with ledger:
            place.complete(ledger, job.plan.tasks, results)
            keys = Keys(job.options)
            work = work_of(
                job.plan, ledger, job.options, keys, redo=job.redo, retry_failed=job.retry_failed,
                stand=results.stand if results is not None else None,
            )  # fmt: skip
            to_do = {task.name for task in work.tasks}
            outcome.unchanged, outcome.failed_before = work.unchanged + work.passed_over, work.failed
            for entry in _done_by_lost_workers(ledger, job, to_do):
                outcome.unchanged -= entry.state in ("done", "passed-over")
                outcome.failed_before -= entry.state in ("failed", "quarantined")
                yield result_of(entry, place.folder)
            options = replace(job.options, temporary=temporary, turns=turns)
            yield from run_batch(
                work,
                ledger,
                options,
                keys,
                workers=job.workers or os.cpu_count() or 1,
                limits=job.limits,
                keep=results.keep if results is not None else None,
            )


def _done_by_lost_workers(ledger: Ledger, job: ShardJob, to_do: set[str]) -> Iterator[Entry]:
    """The entries of this call that another process put before its worker was lost."""
    for task in job.plan.tasks:
        if task.name not in to_do:
            entry = ledger.get(task.name)
            if entry is not None and entry.is_settled and entry.finished >= job.begun:
                yield entry


@contextlib.contextmanager
def _held(place: BatchPlace) -> Iterator[None]:
    """Hold the shard, as soon as the process of a lost worker has let it go."""
    last = time.monotonic() + _WAIT_FOR_SHARD
    with contextlib.ExitStack() as stack:
        while True:
            try:
                stack.enter_context(place.held())
                break
            except UsageError:
                if time.monotonic() > last:
                    raise
            time.sleep(0.25)
        yield


@contextlib.contextmanager
def _turns(plan: Plan) -> Iterator[Path | None]:
    """The folder in which processes agree who fetches from a host; None without addresses among the sources."""
    if not any(addresses.is_web(task.source) for task in plan):
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="archiver-hosts-") as folder:
        yield Path(folder)


def result_of(entry: Entry, folder: Path) -> Result:
    """The result that an entry of the ledger tells of."""
    return Result(
        entry.source, files=tuple(folder / output.path for output in entry.outputs), error=entry.error,
        exit_code=entry.exit_code, seconds=entry.seconds, findings=entry.findings, removed=entry.removed, notes=entry.notes,
        missing=entry.missing, kept=folder / entry.kept if entry.kept else None, passed_over=entry.state == "passed-over",
        quarantined=entry.state == "quarantined", peak_memory=entry.peak_memory, outputs=entry.outputs,
        sha256=entry.sha256, size=entry.size, file_sha256=entry.file_sha256,
    )  # fmt: skip


def results_without_worker(outcome: ShardOutcome) -> Iterator[Result]:
    """The results of a shard that could not be done: what its ledger has of this call, and a failure for each other source."""
    job = outcome.job
    assert outcome.error is not None
    found: dict[str, Entry] = {}
    if not job.place.store:
        with contextlib.suppress(ArchiverError), Ledger.open(job.place.ledger_path) as ledger:
            found = {entry.source: entry for entry in _done_by_lost_workers(ledger, job, set())}
    for task in job.plan.tasks:
        yield result_of(found[task.name], job.place.folder) if task.name in found else _lost(task, outcome.error)


def _lost(task: Task, error: ArchiverError) -> Result:
    message = f"{task.name}: shard not done: {error.message}"
    return Result.of_error(task.name, SourceError(message, error.remedy))


def start_command(handle: int) -> list[str]:
    """The command line of a process that serves a connection."""
    program = f"import sys; sys.path[:] = {sys.path!a}; from archiver.batch.cluster.job import serve; serve({handle})"
    return [sys.executable, "-X", f"utf8={sys.flags.utf8_mode}", "-c", program]
