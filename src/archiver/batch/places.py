"""Where a batch keeps its results and its ledger: a folder of this machine, or a store with a folder for the ledger.

-o archive                    archive/gulls.xml …        archive/archiver.sqlite
-o archive --shard 3/8        archive/gulls.xml …        archive/archiver-3-of-8.sqlite     archive/archiver-plan.jsonl
-o s3://press/archive         s3://press/archive/…       WORK/archiver.sqlite
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from archiver.batch import reports
from archiver.batch.cloud.addresses import checked, is_stored, join
from archiver.batch.cloud.results import StoredResults
from archiver.batch.cloud.store import store_at
from archiver.batch.ledger import Entry, Ledger, held_folder, open_or_replace
from archiver.batch.plan import Plan, Standing, Task
from archiver.batch.shards import Shard, ledger_name, ledgers_in
from archiver.batch.shards.ledgers import settled_elsewhere
from archiver.batch.shards.plan_file import PLAN_NAME, as_bytes, from_bytes, frozen_plan, new_plan
from archiver.errors import ArchiverError, UsageError
from archiver.fetching import is_address, shown
from archiver.source import name_bytes

#: The most bytes of a plan in a store.
_MAX_PLAN = 2 * 1024**3


@dataclass(frozen=True, slots=True)
class BatchPlace:
    """The place of a batch, as one shard sees it. `folder` holds the ledger and, without a `store`, the results."""

    folder: Path
    shard: Shard
    store: str = ""

    @property
    def ledger_path(self) -> Path:
        """The ledger of the shard."""
        return self.folder / ledger_name(self.shard)

    @property
    def shown(self) -> str:
        """The place of the results, for messages."""
        return self.store or str(self.folder)

    def shown_file(self, path: Path) -> str:
        """A file of the results, for messages."""
        return join(self.store, path.relative_to(self.folder).as_posix()) if self.store else str(path)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Hold the place, so that no other run of this machine, or of one that shares the folder, does the same. Raises UsageError."""
        with held_folder(self.folder, "" if self.shard.is_whole else self.ledger_path.stem):
            yield

    @contextlib.contextmanager
    def results(self) -> Iterator[StoredResults | None]:
        """The results in the store, ready to be put; None for a folder of this machine. Raises UsageError when the store takes none."""
        if not self.store:
            yield None
            return
        results = StoredResults(self.store)
        try:
            results.begin()
            yield results
        finally:
            results.close()

    def require_free(self) -> None:
        """Raise UsageError when a batch would begin in a folder where other files have the names of its reports."""
        if not self.store and not ledgers_in(self.folder):
            reports.require_free(self.folder)

    def open_ledger(self) -> tuple[Ledger, str]:
        """The ledger, and a sentence for the user, "" for none (`open_or_replace`)."""
        return open_or_replace(self.ledger_path)

    def standing(self, plan: str = "", also: Iterable[Entry] = ()) -> Standing:
        """The names that stand in any ledger of the folder, in its plan, and in the entries `also`. A file that cannot be read has none."""
        found = [(task.name, task.place, task.stem) for task in self._old_tasks(plan)]
        found += [(entry.source, entry.place, entry.stem) for entry in also]
        for path in ledgers_in(self.folder):
            with contextlib.suppress(ArchiverError), Ledger.open(path) as ledger:
                found += ledger.standing()
        return Standing(found, reports.reserved_stems())

    def plan(self, path: str, call: str, make: Callable[[], Plan]) -> Plan:
        """The frozen plan of the batch: the one that stands in its file (`path`; "" for the one beside the results), else what `make` gives. Raises UsageError and SourceError."""
        path = path or self.plan_path
        if not is_stored(path):
            return frozen_plan(Path(path), call, make)
        store = store_at(path)
        if store.find(path) is None:
            store.put_new(path, as_bytes(make(), call))
        data, _ = store.read(path, _MAX_PLAN)
        return from_bytes(data, path, call)

    def has_plan(self, path: str) -> bool:
        """Whether a plan stands in its file."""
        path = path or self.plan_path
        return store_at(path).find(path) is not None if is_stored(path) else Path(path).is_file()

    def put_plan(self, path: str, call: str, plan: Plan) -> str:
        """Put a new plan in the place of the old one, and return its name. Raises UsageError."""
        path = path or self.plan_path
        if is_stored(path):
            store_at(path).put(path, as_bytes(plan, call))
        else:
            new_plan(Path(path), call, plan)
        return path

    def _old_tasks(self, path: str) -> list[Task]:
        """The tasks of the plan that stands in its file: their names stand, though no ledger may have them yet."""
        path = path or self.plan_path
        try:
            data = store_at(path).read(path, _MAX_PLAN)[0] if is_stored(path) else Path(path).read_bytes()
            return from_bytes(data, path).tasks
        except (ArchiverError, OSError, ValueError):
            return []

    def write_reports(self, entries: reports.Entries, results: StoredResults | None) -> None:
        """Write the reports of a batch beside its results. Raises UsageError."""
        if results is None:
            reports.write(self.folder, entries)
        else:
            results.put_reports(entries)

    @property
    def plan_path(self) -> str:
        """The plan beside the results."""
        return join(self.store, PLAN_NAME) if self.store else str(self.folder / PLAN_NAME)

    def complete(self, ledger: Ledger, tasks: Sequence[Task], results: StoredResults | None) -> None:
        """Put into the ledger what is known of the tasks elsewhere: in ledgers of another division, and in the store. Raises SourceError when the store refuses."""
        wanted = {task.name for task in tasks}
        ledger.put_all(list(settled_elsewhere(self.folder, self.shard, wanted, ledger)))
        if results is not None:
            results.restore(ledger, [name for name in wanted if ledger.get(name) is None])


def place_of(output: str, shard: Shard, work: Path | None) -> BatchPlace:
    """The place that -o names. `work` is the folder for the ledger of a store; without it, a folder of the user's cache. Raises UsageError and Forbidden."""
    if not is_stored(output):
        if is_address(output):
            raise UsageError(
                f"-o {shown(output)}: results go to a folder, or to a store, such as s3://….", "Name one of these."
            )
        if work is not None:
            raise UsageError(f"--work {work}: the ledger of a folder is in it.", "Leave --work out.")
        return BatchPlace(Path(output), shard)
    store = checked(output).rstrip("/")
    return BatchPlace(work or _work_folder(store), shard, store)


def _work_folder(store: str) -> Path:
    """The folder of the user's cache for the ledger of a batch in a store."""
    digest = hashlib.sha256(name_bytes(store)).hexdigest()[:16]
    try:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser())
    except RuntimeError as error:  # a user without an entry in the system has no home folder
        raise UsageError(f"{store}: there is no place for the ledger.", "Name a folder with --work.") from error
    return base / "archiver" / "batches" / digest


def part_of(plan: Plan, shard: Shard) -> Plan:
    """The part of a plan that a shard does. What cannot be read, and what is passed over, is for the first shard to say."""
    tasks = shard.tasks(plan.tasks)
    return replace(plan, tasks=tasks) if shard.number == 1 else Plan(tasks)


def require_apart_in_store(place: BatchPlace, targets: Iterable[Path], tasks: Sequence[Task]) -> None:
    """Raise UsageError when a result would replace a source in the same store."""
    sources = {task.source for task in tasks if is_stored(task.source)}
    if not place.store or not sources:
        return
    for path in targets:
        if (address := place.shown_file(path)) in sources:
            raise UsageError(f"{address}: this export would overwrite a source.", "Name another folder with -o.")
