"""failures.txt: the names of the sources that failed, as a list that `@failures.txt` gives to the next run.

A page of a capture is listed as its capture, perhaps more than once: a run takes each name once, and skips what is done already. Standard input and pipes of the shell are
not listed, since they are something else in the next call.
"""

from __future__ import annotations

from archiver.batch.ledger import Entry
from archiver.batch.plan import is_open_file
from archiver.batch.reports.counts import FAILED, Counts
from archiver.batch.source_lists import as_line, list_bytes


def of_entry(entry: Entry, counts: Counts) -> bytes:
    """The name of a failed source, one a line; with a zero byte behind it where one of the names needs that (batch/source_lists.py)."""
    name = entry.file or entry.source
    if entry.state not in FAILED or is_open_file(name):
        return b""
    if counts.lines_will_do:
        return list_bytes(as_line(name) or name) + b"\n"
    return list_bytes(name) + b"\0"
