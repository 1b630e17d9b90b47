"""Ledgers of batches, made by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from archiver.batch import reports
from archiver.batch.ledger import LEDGER_NAME, Entry, Ledger, Output

ENDINGS = {"xml": ".xml", "pdf": ".pdf", "epub": ".epub", "tei": ".tei.xml", "html": ".html"}


def done(source: str, *formats: str, **values: Any) -> Entry:
    """The entry of a source that is done, with a file for each format."""
    stem = values.pop("stem", source.rpartition(".")[0] or source)
    outputs = tuple(Output(name, f"{stem}{ENDINGS[name]}", "b" * 64, 100) for name in formats)
    return Entry(source, stem, state="done", attempts=1, outputs=outputs, **values)


def failed(source: str, error: str = "it is empty. Save it again.", **values: Any) -> Entry:
    """The entry of a source that failed."""
    given = {"state": "failed", "attempts": 1, "exit_code": 3, "error": f"{source}: {error}", **values}
    return Entry(source, source, **given)


def reported(folder: Path, *entries: Entry, name: str = LEDGER_NAME) -> Path:
    """A folder with a ledger of these entries, and its reports."""
    with ledger_of(folder, *entries, name=name) as ledger:
        reports.write(folder, ledger)
    return folder


def ledger_of(folder: Path, *entries: Entry, name: str = LEDGER_NAME) -> Ledger:
    """An open ledger with these entries."""
    ledger = Ledger.open(folder / name, create=True)
    ledger.put_all(entries)
    return ledger
