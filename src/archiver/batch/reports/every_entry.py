"""report.jsonl: one JSON object a line for each source, with all that the ledger knows of it.

The lines are ASCII. A byte of a file name that is no text stands as Python has it (PEP 383): `"\\udcff"` for the byte FF.
"""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from archiver.batch.ledger import Companion, Entry, Output
from archiver.batch.reports.counts import Counts

_ENTRY = tuple(field.name for field in fields(Entry))
_OUTPUT = tuple(field.name for field in fields(Output))
_COMPANION = tuple(field.name for field in fields(Companion))


def of_entry(entry: Entry, counts: Counts) -> bytes:
    """The line of an entry."""
    return json.dumps(as_object(entry)).encode("ascii") + b"\n"


def as_object(entry: Entry) -> dict[str, Any]:
    """An entry as JSON has it: its fields by their names; files and findings are objects."""
    values: dict[str, Any] = {name: getattr(entry, name) for name in _ENTRY}
    values["findings"] = [{"code": code, "severity": severity, "text": text} for code, severity, text in entry.findings]
    values["outputs"] = [{name: getattr(output, name) for name in _OUTPUT} for output in entry.outputs]
    values["beside"] = [{name: getattr(one, name) for name in _COMPANION} for one in entry.beside]
    return values
