"""What a run has to do: the tasks of its plan, less those whose results stand in the ledger and are still right.

A result is right as long as its key is the same (a hash of the bytes of the source, of the options, the version, the rules, the model and the
libraries that shape results), the files beside its source that its conversion looked for are the same, and its own files are there with the bytes that the ledger names. Times and sizes of files are asked first, and only where they differ the bytes are read.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from archiver import pipeline
from archiver.batch.cloud.addresses import is_stored
from archiver.batch.cloud.store import Listings
from archiver.batch.convert import ConvertOptions
from archiver.batch.ledger import STEP_OF_TIME, Companion, Entry, Ledger, waiting
from archiver.batch.libraries import versions
from archiver.batch.plan import Plan, Task, is_open_file
from archiver.errors import ArchiverError
from archiver.fetching import is_address
from archiver.version import __version__

_CHUNK = 1 << 20
#: Options that say where, and not what.
_WITHOUT_EFFECT = frozenset(
    ("folder", "file", "overwrite", "overwrite_corrected", "temporary", "turns", "for_ledger", "ignore_robots", "store")
)


@dataclass(frozen=True, slots=True)
class FileState:
    """The bytes of a file: their SHA-256, their number, and the time of the file; 0 when the time proves nothing. `version` is what a store says of an object,
    which is not read to see whether it changed.
    """

    sha256: str = ""
    size: int = 0
    modified: int = 0
    version: str = ""

    @property
    def identity(self) -> str:
        """What is another text for other bytes; "" when nothing is known of them."""
        return f"version:{self.version}" if self.version else self.sha256


@dataclass(slots=True)
class PendingWork:
    """What a run has to do, in this order: `tasks`; and what is to be done `later`, in another run. `tried` are the names of those that were
    tried once already.

    `unchanged` counts the sources with good results, `passed_over` the pages that are no article, `failed` those that failed before and are not tried again; `unreadable`
    are names that cannot be read, each with its error. `quarantined` are those of captures among them that ended the process that opened them, each with its place.
    """

    tasks: list[Task] = field(default_factory=list)
    tried: set[str] = field(default_factory=set)
    unchanged: int = 0
    passed_over: int = 0
    failed: int = 0
    later: list[Task] = field(default_factory=list)
    unreadable: list[tuple[str, ArchiverError]] = field(default_factory=list)
    quarantined: dict[str, str] = field(default_factory=dict)

    def arrange(self, order: str, limit: int | None) -> None:
        """Bring the tasks into one of the ORDERS, and leave those above the limit for later."""
        tasks = ORDERS[order](self.tasks)
        self.tasks, self.later = (tasks, []) if limit is None else (tasks[:limit], tasks[limit:])


class Keys:
    """The keys of sources for the options of one run. The state of the file that was asked for last is remembered: a capture holds many pages."""

    def __init__(self, options: ConvertOptions) -> None:
        self._of_options = hashlib.sha256(json.dumps(_effective(options), sort_keys=True).encode()).hexdigest()
        self._last: tuple[str, FileState] | None = None
        self._stored = Listings()

    def key(self, task: Task, file: str) -> str:
        """The key of a task, whose file has this identity ("" for an address)."""
        page = task.page.key if task.page is not None else ""
        parts = (self._of_options, file, page, task.source if is_address(task.source) else "")
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()

    def state_of(self, task: Task, known: Entry | None = None) -> FileState:
        """The state of the file of a task. When the file has the size and the time that the entry `known` names, it is not read."""
        if self._last is not None and self._last[0] == task.source and task.page is not None:
            return self._last[1]
        state = self._state_of_object(task.source) if is_stored(task.source) else _state_of(task.source, known)
        self._last = (task.source, state)
        return state

    def of_capture(self, name: str, place: str) -> str:
        """The key of a capture that cannot be opened: its size and its time stand for its bytes."""
        if is_stored(place):
            found = self._stored.find(place)
            return self.key(Task(name, "", place=place), f"{found.size}:{found.version}" if found is not None else "")
        size, modified = _status(Task(place, ""))
        return self.key(Task(name, "", place=place), f"{size}:{modified}")

    def _state_of_object(self, address: str) -> FileState:
        """The state of an object in a store. It is not read: the store says what changes with its bytes."""
        found = self._stored.find(address)
        return FileState(size=found.size, version=found.version) if found is not None else FileState()


def work_of(
    plan: Plan,
    ledger: Ledger | None,
    options: ConvertOptions,
    keys: Keys,
    *,
    redo: bool = False,
    retry_failed: bool = False,
    stand: Callable[[Entry], bool] | None = None,
) -> PendingWork:
    """What is to be done for a plan. Without a ledger, all of it. Sources that are new or changed, or whose results are gone or changed, are
    to be done; with `redo` all; with `retry_failed` also those that failed. `stand` says whether the results of an entry are there as they were made; without it
    the folder is asked. Nothing is written.
    """
    work = PendingWork(unreadable=plan.failures, quarantined=plan.quarantined, failed=len(plan.held))
    for task in plan.tasks:
        entry = _entry_of(task, ledger)
        if entry is not None:
            task = replace(task, earlier=entry.sha256, own=tuple(output.path for output in entry.outputs))
        if entry is None or redo or not entry.is_settled or _can_be_read_once(task):
            work.tasks.append(task)
            if entry is not None and not redo and entry.attempts and _key(task, entry, keys) == entry.key:
                work.tried.add(task.name)
        elif _key(task, entry, keys) != entry.key or not all(_stands(one, task) for one in entry.beside):
            work.tasks.append(task)
        elif entry.state == "done" and (stand(entry) if stand is not None else _stand(entry, options.folder)):
            work.unchanged += 1
        elif entry.state == "passed-over":
            work.passed_over += 1
        elif entry.state in ("failed", "quarantined") and not retry_failed:
            work.failed += 1
        else:
            work.tasks.append(task)
    return work


def in_quarantine(ledger: Ledger, keys: Keys) -> Callable[[str, str], bool]:
    """A function that says by its name and its place whether a capture stands in quarantine, and is the same since."""

    def is_held(name: str, place: str) -> bool:
        entry = ledger.get(name)
        is_one = entry is not None and entry.state == "quarantined" and not entry.stem
        return is_one and entry is not None and entry.key == keys.of_capture(name, place)

    return is_held


def write_down(work: PendingWork, ledger: Ledger, keys: Keys) -> None:
    """Let all tasks stand in the ledger as waiting, so that their names never change, and names that cannot be read as failed, or as in quarantine. Entries
    that were made under another name of the same file get the new one. A file that could not be read, and now is a capture that can, is no entry any more.
    """
    old: list[str] = []
    new: list[Entry] = []
    for task in (*work.tasks, *work.later):
        entry = _entry_of(task, ledger)
        if entry is None:
            new.append(Entry(task.name, task.stem, place=task.place, file=task.source))
            continue
        if entry.source != task.name:
            old.append(entry.source)
        kept = entry if task.name in work.tried else waiting(entry)
        new.append(replace(kept, source=task.name, place=task.place, file=task.source, state="waiting"))
    for name in {task.source for task in (*work.tasks, *work.later) if task.page is not None}:
        if (entry := ledger.get(name)) is not None and not entry.stem:
            old.append(name)
    for name, error in work.unreadable:
        entry = Entry(name, "", state="failed", attempts=1, exit_code=error.exit_code, error=str(error), place=name)
        if (place := work.quarantined.get(name)) is not None:
            entry = replace(entry, state="quarantined", attempts=2, place=place, key=keys.of_capture(name, place))
        new.append(entry)
    ledger.set_waiting()
    ledger.replace_all(old, new)


ORDERS: dict[str, Callable[[Sequence[Task]], list[Task]]] = {
    "given": list,
    "name": lambda tasks: sorted(tasks, key=lambda task: task.name),
    "size": lambda tasks: sorted(tasks, key=lambda task: _status(task)[0]),
    "largest": lambda tasks: sorted(tasks, key=lambda task: -_status(task)[0]),
    "oldest": lambda tasks: sorted(tasks, key=lambda task: _status(task)[1]),
    "newest": lambda tasks: sorted(tasks, key=lambda task: -_status(task)[1]),
}


def _status(task: Task) -> tuple[int, int]:
    """The size and the time of the file of a task; 0 for what is no file."""
    try:
        status = Path(task.source).stat()
    except (OSError, ValueError):
        return 0, 0
    return status.st_size, status.st_mtime_ns


def _entry_of(task: Task, ledger: Ledger | None) -> Entry | None:
    """The entry of a task: that of its place; or that of its name, when the whole folder was moved."""
    if ledger is None:
        return None
    entry = ledger.at_place(task.place)
    if entry is None:
        entry = ledger.get(task.name)
    return entry if entry is not None and entry.stem == task.stem else None


def _can_be_read_once(task: Task) -> bool:
    """Whether a source is a pipe, or an open file of this process: nobody can tell whether it is the same as before."""
    return is_open_file(task.source) or (not is_address(task.source) and Path(task.source).is_fifo())


def _key(task: Task, entry: Entry, keys: Keys) -> str:
    return keys.key(task, keys.state_of(task, entry).identity)


def _stand(entry: Entry, folder: Path) -> bool:
    """Whether the files of an entry are there with the bytes that it names."""
    for output in entry.outputs:
        path = folder / output.path
        try:
            status = path.stat()
            if status.st_size != output.size:
                return False
            if status.st_mtime_ns != output.modified and _sha256(path) != output.sha256:
                return False
        except OSError:
            return False
    return True


def _stands(companion: Companion, task: Task) -> bool:
    """Whether a file beside a source is as its conversion found it."""
    path = Path(task.source).parent / companion.path
    if not companion.sha256:
        return not os.path.lexists(path)
    try:
        status = path.stat()
        if status.st_size != companion.size:
            return False
        return status.st_mtime_ns == companion.modified or _sha256(path) == companion.sha256
    except (OSError, ValueError):
        return False


def _state_of(source: str, known: Entry | None) -> FileState:
    if is_address(source):
        return FileState()
    path = Path(source)
    try:
        before = path.stat()
        if not stat.S_ISREG(before.st_mode):
            return FileState()
        is_known = known is not None and known.file_sha256 != ""
        if known and is_known and (before.st_size, before.st_mtime_ns) == (known.file_size, known.file_modified):
            return FileState(known.file_sha256, known.file_size, known.file_modified)
        now = time.time_ns()
        sha256 = _sha256(path)
        after = path.stat()
    except (OSError, ValueError):
        return FileState()  # who converts it says why it cannot be read
    is_sure = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    is_sure = is_sure and now - after.st_mtime_ns > STEP_OF_TIME
    return FileState(sha256, after.st_size, after.st_mtime_ns if is_sure else 0)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _effective(options: ConvertOptions) -> dict[str, Any]:
    """All that the results depend on besides the source, as JSON has it. Files that options name count with their bytes."""
    from archiver.metadata import Given

    values: dict[str, Any] = {
        name: getattr(options, name) for name in options.__dataclass_fields__ if name not in _WITHOUT_EFFECT
    }
    values["given"] = list((options.given or Given()).named_values())
    values["site_rules"] = _contents([options.site_rules] if options.site_rules else [])
    values["writer_options"] = {
        name: _contents([value]) if name == "css" else value for name, value in options.writer_options.items()
    }
    return {
        **values, "version": __version__, "rules": pipeline.rules_digest(), "model": pipeline.model_digest(),
        "libraries": versions(options.formats),
    }  # fmt: skip


def _contents(paths: Iterable[Any]) -> list[list[str]]:
    """The names and the hashes of files, and of the files in folders."""
    found = []
    for path in map(Path, paths):
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                found.append([file.name, _sha256(file)])
    return found
