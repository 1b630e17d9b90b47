"""A task whose source, or whose results, are in a store: the source is fetched, converted in a folder of its own on this machine, and the results are put.

    s3://press/in/gulls.html ─▶ source/gulls.html ─▶ results/gulls.xml, gulls.epub ─▶ s3://press/out/gulls.epub, s3://press/out/gulls.xml

Results that stand in the store already are fetched before, so that all rules of a folder hold there too: what somebody corrected is kept, and what was made from
another source is not replaced. An object is put whole, and only when its bytes are others.
"""

from __future__ import annotations

import tempfile
import time
import traceback
from dataclasses import replace
from pathlib import Path

from archiver.batch import kept
from archiver.batch.cloud import captures
from archiver.batch.cloud.addresses import is_stored, join, name_of
from archiver.batch.cloud.store import StoredObject, store_at
from archiver.batch.convert import ConvertOptions, Result, convert_one
from archiver.batch.plan import Task
from archiver.errors import ArchiverError, guarded
from archiver.writers import WRITERS

#: The most bytes of a result. None of ours is near it.
_MAX_RESULT = 512 * 1024 * 1024


def convert_task(task: Task, options: ConvertOptions) -> Result:
    """Convert one source, wherever it and its results are. Every error that concerns the source becomes a failed Result."""
    if not options.store and not is_stored(task.source):
        return convert_one(task, options)
    start = time.perf_counter()
    try:
        with guarded(task.name), tempfile.TemporaryDirectory(prefix="stored-") as folder:
            return _Workplace(Path(folder), task, options).convert()
    except ArchiverError as error:
        return Result.of_error(task.name, error, trace=traceback.format_exc(), seconds=time.perf_counter() - start)


class _Workplace:
    """A folder of this machine for one task."""

    def __init__(self, folder: Path, task: Task, options: ConvertOptions) -> None:
        self._task = task
        self._options = options
        self._source = folder / "source" / name_of(task.source) if is_stored(task.source) else None
        self._results = folder / "results" if options.store else options.folder
        self._here: dict[str, tuple[bytes, StoredObject]] = {}

    def convert(self) -> Result:
        """The result of the task. Raises ArchiverError."""
        task, options = self._task, replace(self._options, store="", folder=self._results)
        if self._source is not None:
            if task.page is not None:
                self._source = captures.kept(task.source)
            else:
                data, _ = store_at(task.source).read(task.source)
                self._source.parent.mkdir()
                self._source.write_bytes(data)
            task = replace(task, source=str(self._source))
        if self._options.store:
            self._results.mkdir()
            self._fetch_results(task, options)
        result = convert_one(task, options)
        there = self._put_results() if self._options.store and result.ok else {}
        return self._renamed(result, there)

    def _fetch_results(self, task: Task, options: ConvertOptions) -> None:
        """Fetch what stands in the store where the results will go."""
        wanted = [options.record(task), *(options.target(task, name) for name in options.formats)]
        if options.keep_source and self._source is not None and (record := options.record(task)) is not None:
            wanted.append(record.with_name(f"{record.name.removesuffix('.xml')}.source{self._source.suffix}"))
        if options.save_warc and (record := options.record(task)) is not None:
            wanted.append(kept.warc_path(record))
        for path in dict.fromkeys(path for path in wanted if path is not None):
            address = self._address(path)
            if store_at(address).find(address) is not None:
                self._here[address] = store_at(address).read(address, _MAX_RESULT)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(self._here[address][0])

    def _put_results(self) -> dict[str, StoredObject]:
        """Put all files that are new or changed; the records last, since a record is what is looked for. Returns what is there now, by its path below the folder."""
        there: dict[str, StoredObject] = {}
        record = WRITERS["xml"].suffix
        paths = sorted(path for path in self._results.rglob("*") if path.is_file())
        for path in sorted(paths, key=lambda path: path.name.endswith(record)):
            address, data = self._address(path), path.read_bytes()
            before, stored = self._here.get(address, (None, None))
            if stored is None or before != data:
                stored = store_at(address).put(address, data)
            there[path.relative_to(self._results).as_posix()] = stored
        return there

    def _address(self, path: Path) -> str:
        return join(self._options.store, path.relative_to(self._results).as_posix())

    def _renamed(self, result: Result, there: dict[str, StoredObject]) -> Result:
        """The result with the names of the store in the place of those of this folder."""
        texts = [(str(self._source), self._task.source)] if self._source is not None else []
        files, outputs, kept_record = result.files, result.outputs, result.kept
        if self._options.store:
            texts.append((f"{self._results}/", join(self._options.store, "")))
            folder = self._options.folder
            # of a source that failed, nothing was put
            files = tuple(folder / path.relative_to(self._results) for path in files) if result.ok else ()
            kept_record = folder / kept_record.relative_to(self._results) if kept_record is not None else None
            outputs = tuple(
                replace(output, modified=there[output.path].version_number if output.path in there else 0)
                for output in outputs
            )
        error, trace = result.error, result.trace
        for here, called in texts:
            error, trace = error.replace(here, called), trace.replace(here, called)
        # nothing that is beside an object is fetched
        beside = result.beside if self._source is None else ()
        return replace(
            result, source=self._task.name, beside=beside, error=error, trace=trace, files=files, outputs=outputs, kept=kept_record,
        )  # fmt: skip
