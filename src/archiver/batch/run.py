"""A batch: the tasks of a plan over the guard, with a ledger that says after each what was made of it.

plan ─▶ resume ─▶ guard ─▶ Result ─▶ ledger ─▶ caller
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Generator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from archiver.batch import guard
from archiver.batch.convert import ConvertOptions, Result
from archiver.batch.guard import SourceLimits
from archiver.batch.ledger import Entry, Ledger, State
from archiver.batch.plan import Task
from archiver.batch.resume import FileState, Keys, PendingWork, write_down
from archiver.errors import DiskFull, UsageError


def run_batch(
    work: PendingWork,
    ledger: Ledger,
    options: ConvertOptions,
    keys: Keys,
    *,
    workers: int = 1,
    limits: SourceLimits | None = None,
    keep: Callable[[Entry], None] | None = None,
) -> Generator[Result, None, None]:
    """Do the work, and yield each result when it stands in the ledger. A source that is tried again gives a result for each try.

    `keep` is called with each entry that is settled. When the caller closes the iterator, sources that were at work wait in the ledger. Raises DiskFull or UsageError when the ledger cannot be written.
    """
    records = _Records(ledger, keys, options.folder, {task.name: task for task in work.tasks})
    with _reported(ledger.path):
        write_down(work, ledger, keys)
    converting = guard.run(
        work.tasks, replace(options, for_ledger=True), workers, limits or SourceLimits(), tried=work.tried, started=records.begin
    )  # fmt: skip
    try:
        with contextlib.closing(converting):
            for result in converting:
                with _reported(ledger.path):
                    entry = records.end(result)
                if keep is not None and entry.is_settled:
                    keep(entry)
                yield result
    finally:
        # when the disk is full, the entries say that they are at work; the next run lets them wait
        with contextlib.suppress(sqlite3.Error):
            ledger.set_waiting()


@contextlib.contextmanager
def _reported(path: Path) -> Generator[None, None, None]:
    """Turn errors of the database into ours."""
    try:
        yield
    except sqlite3.Error as error:
        is_full = getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL
        kind = DiskFull if is_full else UsageError
        raise kind(f"{path}: cannot be written: {error}.", "Make room, and run the same command again.") from error


class _Records:
    """Writes what happens to the tasks into the ledger."""

    def __init__(self, ledger: Ledger, keys: Keys, folder: Path, tasks: dict[str, Task]) -> None:
        self._ledger = ledger
        self._keys = keys
        self._folder = folder
        self._tasks = tasks
        self._files: dict[str, FileState] = {}

    def begin(self, task: Task) -> None:
        """A task was handed out."""
        entry = self._entry(task)
        state = self._files[task.name] = self._keys.state_of(task)
        with _reported(self._ledger.path):
            self._ledger.put(
                replace(entry, state="running", started=now(), finished="", key=self._keys.key(task, state.identity))
            )

    def end(self, result: Result) -> Entry:
        """A task has its result. Returns its entry."""
        task = self._tasks[result.source]
        entry, file = self._entry(task), self._files.pop(task.name)
        if file.version:
            file = replace(file, sha256=result.file_sha256)
        elif result.file_sha256 and result.file_sha256 != file.sha256:
            # it was written between the two looks at it: what was converted counts
            file = FileState("" if not file.sha256 else result.file_sha256, result.size)
        entry = replace(
            entry, key=self._keys.key(task, file.identity), state=_state(result), attempts=entry.attempts + (not result.is_disk_full),
            exit_code=result.exit_code, error=result.error, finished=now(), seconds=round(result.seconds, 3), peak_memory=result.peak_memory,
            file_sha256=file.sha256, file_size=file.size, file_modified=file.modified,
            findings=result.findings, outputs=result.outputs,
        )  # fmt: skip
        if result.ok:
            summary = result.summary
            kept = result.kept.relative_to(self._folder).as_posix() if result.kept is not None else ""
            entry = replace(
                entry, sha256=result.sha256, size=result.size, notes=result.notes, missing=result.missing,
                removed=result.removed, title=summary.title, authors=summary.authors, date=summary.date,
                container=summary.container, language=summary.language, words=summary.words, doubtful=summary.doubtful,
                kept=kept, beside=result.beside,
            )  # fmt: skip
        self._ledger.put(entry)
        return entry

    def _entry(self, task: Task) -> Entry:
        return self._ledger.get(task.name) or Entry(task.name, task.stem, place=task.place, file=task.source)


def _state(result: Result) -> State:
    if result.again or result.is_disk_full:  # a full disk is not the fault of the source
        return "waiting"
    if result.passed_over:
        return "passed-over"
    if result.quarantined:
        return "quarantined"
    return "done" if result.ok else "failed"


def now() -> str:
    """This moment as the ledger has it (ISO 8601, UTC)."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
