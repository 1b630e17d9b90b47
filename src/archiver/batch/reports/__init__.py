"""The results of a batch, to look at and to load. They are made from its ledger alone, and can be made again at any time.

    DIR/archiver.sqlite   →   index.html   catalogue.csv   report.jsonl   failures.txt   summary.json

The entries are read twice, for the counts and for the reports, and none is kept: memory does not grow with their number.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from archiver.batch.ledger import Entry
from archiver.batch.reports import catalogue, every_entry, failures, index_page, summary
from archiver.batch.reports.counts import Counts, count
from archiver.batch.reports.merged import MergedLedgers
from archiver.errors import UsageError
from archiver.writers import WRITERS
from archiver.writers.shared.whole_files import whole_file

__all__ = ["REPORTS", "Entries", "MergedLedgers", "Report", "require_free", "reserved_stems", "write"]

#: How much of the index page is read to see whether it is ours.
_START = 2048


class Entries(Protocol):
    """What reports are made from: a ledger, or several as one."""

    def entries(self) -> Iterator[Entry]:
        """All entries, in a fixed order."""
        ...

    def unchanging(self) -> AbstractContextManager[None]:
        """A context in which `entries` gives the same each time."""
        ...


@dataclass(frozen=True, slots=True)
class Report:
    """A file about all sources of a batch: what it says of one entry (b"" for nothing), and what stands before the first and behind the last.

    `before` gets also the name of the folder.
    """

    of_entry: Callable[[Entry, Counts], bytes]
    before: Callable[[Counts, str], bytes] = lambda counts, title: b""
    after: Callable[[Counts], bytes] = lambda counts: b""


#: Each report, by the name of its file.
REPORTS = {
    "index.html": Report(index_page.of_entry, index_page.before, index_page.after),
    "catalogue.csv": Report(catalogue.of_entry, catalogue.before),
    "report.jsonl": Report(every_entry.of_entry),
    "failures.txt": Report(failures.of_entry),
    "summary.json": Report(lambda entry, counts: b"", after=summary.after),
}


def reserved_stems() -> list[str]:
    """The stems whose exports would have the name of a report: "index" as HTML would be index.html."""
    suffixes = tuple(writer.suffix for writer in WRITERS.values())
    return [name.partition(".")[0] for name in REPORTS if name.endswith(suffixes)]


def require_free(folder: Path, names: Iterable[str] = tuple(REPORTS)) -> None:
    """Raise UsageError when a report with one of these names would replace a file that is no report. Beside an index page that is ours, all files are."""
    for name in ("index.html", *names):
        path = folder / name
        try:
            with path.open("rb") as file:
                start = file.read(_START)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            raise UsageError(
                f"{path}: cannot be read: {error.strerror or error}.", "Choose another folder with -o."
            ) from error
        if name == "index.html" and index_page.MARK in start:
            return
        if start and name in names:
            raise UsageError(
                f"{path}: a report of the batch would have this name, and this file is none.",
                "Choose another folder with -o, or rename the file.",
            )


def write(folder: Path, ledger: Entries) -> Counts:
    """Write all reports of a ledger into the folder of its batch, and return the counts. Each file appears whole or not at all.

    Raises UsageError when a file cannot be written.
    """
    title = folder.resolve().name or str(folder.resolve())
    with ledger.unchanging(), contextlib.ExitStack() as files:
        counts = count(ledger.entries())
        written = [(report, files.enter_context(whole_file(folder / name))) for name, report in REPORTS.items()]
        for report, out in written:
            out.write(report.before(counts, title))
        for entry in ledger.entries():
            for report, out in written:
                out.write(report.of_entry(entry, counts))
        for report, out in written:
            out.write(report.after(counts))
    return counts
