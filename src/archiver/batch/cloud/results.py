"""The results of a batch in a store, and what its ledger knows.

    s3://press/out/gulls.xml  …                       the results
    s3://press/out/archiver-plan.jsonl                the plan of the shards
    s3://press/out/.archiver/entries/4f0c….json       one for each source: its entry in the ledger, put after its results

The ledger itself is a file of this machine. Where it is gone, as in a new pod, the entries in the store make it again.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict
from itertools import islice
from pathlib import Path

from archiver.batch import reports
from archiver.batch.cloud.addresses import join, name_of
from archiver.batch.cloud.store import Listings, store_at
from archiver.batch.ledger import LEDGER_NAME, Companion, Entry, Ledger, Output
from archiver.batch.names import stays_inside
from archiver.batch.reports.counts import Counts
from archiver.errors import ArchiverError
from archiver.source import name_bytes

#: The folder for what is not a result.
_OWN = ".archiver"
#: What is put first: when it cannot be, no result can.
_BEGIN = f"{_OWN}/format"
_FORMAT = b"1\n"
#: How many entries are put at the same time, how many may wait, and how many are read at once.
_PUTTING, _MOST_WAITING, _READING = 4, 64, 200
#: Up to so many entries are asked for without a look at which there are.
FEW = 500


class StoredResults:
    """The folder of a batch in a store."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._listings = Listings()
        self._putting = ThreadPoolExecutor(_PUTTING, thread_name_prefix="archiver-entries")
        self._waiting: list[Future[object]] = []
        self.failure: ArchiverError | None = None

    def begin(self) -> None:
        """Make sure that results can be put. Raises UsageError or MissingDependency."""
        store_at(self.address).put(join(self.address, _BEGIN), _FORMAT)

    def stand(self, entry: Entry) -> bool:
        """Whether the results of an entry are there as they were put."""
        for output in entry.outputs:
            found = self._listings.find(join(self.address, output.path))
            if found is None or found.size != output.size or found.version_number != output.modified:
                return False
        return True

    def keep(self, entry: Entry) -> None:
        """Put an entry of the ledger. That happens beside other work; `close` waits for it."""
        while len(self._waiting) >= _MOST_WAITING:
            self._done(self._waiting.pop(0))
        address, data = self._address_of(entry.source), json.dumps(asdict(entry)).encode("ascii")
        self._waiting.append(self._putting.submit(lambda: store_at(address).put(address, data)))

    def close(self) -> None:
        """Wait until all entries are put. `failure` is then the first error, None for none: results are whole all the same, but a machine without
        this ledger would make them again.
        """
        for future in self._waiting:
            self._done(future)
        self._waiting.clear()
        self._putting.shutdown()

    def _done(self, future: Future[object]) -> None:
        try:
            future.result()
        except ArchiverError as error:
            self.failure = self.failure or error

    def entries(self, sources: Iterable[str] | None = None) -> Iterator[Entry]:
        """The entries that are there; with `sources`, only theirs. One that cannot be read is left out. Raises SourceError when the store refuses."""
        store = store_at(self.address)
        wanted = None if sources is None else set(map(self._address_of, sources))
        if wanted is not None and len(wanted) <= FEW:
            there = sorted(wanted)
        else:
            folder = join(self.address, f"{_OWN}/entries")
            there = [stored.address for stored in store.inside(folder) if wanted is None or stored.address in wanted]
        for start in range(0, len(there), _READING):
            found = store.read_all(there[start : start + _READING])
            yield from (entry for address in sorted(found) if (entry := _entry(found[address])) is not None)

    def restore(self, ledger: Ledger, sources: Iterable[str] | None = None) -> int:
        """Put into the ledger what the store knows of these sources, or of all, and the ledger does not. Returns their number. Raises SourceError."""
        restored = 0
        found = self.entries(sources)
        while some := list(islice(found, _READING)):
            missing = [entry for entry in some if ledger.get(entry.source) is None]
            ledger.put_all(missing)
            restored += len(missing)
        return restored

    def put_reports(self, entries: reports.Entries) -> Counts:
        """Put the reports of a batch, and return their counts. Raises UsageError."""
        with tempfile.TemporaryDirectory(prefix="stored-") as temporary:
            folder = Path(temporary, name_of(self.address))  # its name is the title
            folder.mkdir()
            counts = reports.write(folder, entries)
            for name in reports.REPORTS:
                address = join(self.address, name)
                store_at(address).put(address, (folder / name).read_bytes())
        return counts

    def put_reports_of_all(self) -> Counts:
        """Put the reports of all entries that are in the store, whichever shards put them. Raises SourceError and UsageError."""
        with (
            tempfile.TemporaryDirectory(prefix="stored-") as temporary,
            Ledger.open(Path(temporary, LEDGER_NAME), create=True) as ledger,
        ):
            ledger.put_all(self.entries())
            return self.put_reports(ledger)

    def _address_of(self, source: str) -> str:
        return join(self.address, f"{_OWN}/entries/{hashlib.sha256(name_bytes(source)).hexdigest()[:32]}.json")


def _entry(data: bytes) -> Entry | None:
    """The entry in the bytes of an object; None when another version put it, or when it is damaged."""
    try:
        values = json.loads(data)
        for name in ("authors", "doubtful"):
            values[name] = tuple(map(str, values[name]))
        values["findings"] = tuple((str(c), str(s), str(t)) for c, s, t in values["findings"])
        values["outputs"] = tuple(Output(**output) for output in values["outputs"])
        values["beside"] = tuple(Companion(**companion) for companion in values["beside"])
        entry = Entry(**values)
        names = (entry.stem, *(output.path for output in entry.outputs))
        return entry if all(map(stays_inside, names)) else None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
