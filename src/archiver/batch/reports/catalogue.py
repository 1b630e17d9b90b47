"""catalogue.csv: one row for each source, for spreadsheets and library systems.

RFC 4180 (commas, CRLF, every text in quotation marks), in UTF-8 with the mark by which Excel knows it. A text that a spreadsheet would take
for a formula gets an apostrophe before it ("=1+1" → "'=1+1"), and control characters are written as escapes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

from archiver.batch.ledger import Entry
from archiver.batch.reports.counts import Counts
from archiver.text import printable

#: The columns: what each holds, and the function that takes it from an entry.
COLUMNS: dict[str, tuple[str, Callable[[Entry], str | int | float]]] = {
    "source": ("the name of the source in messages", lambda e: e.source),
    "state": ("`done`, `failed`, `quarantined`, `passed-over`, `waiting` or `running`", lambda e: e.state),
    "title": ("the title", lambda e: e.title),
    "authors": ("the authors, with `; ` between them", lambda e: "; ".join(e.authors)),
    "date": ("the date of publication", lambda e: e.date),
    "container": ("what it was published in: a journal, a newspaper, a site", lambda e: e.container),
    "language": ("the language (BCP 47)", lambda e: e.language),
    "words": ("words of the article", lambda e: e.words),
    "notes": ("notes", lambda e: e.notes),
    "missing_notes": ("notes among them whose text the source does not carry", lambda e: e.missing),
    "removed": ("pieces that were left out", lambda e: e.removed),
    "findings": (
        "the codes of its [findings](findings.md), each once, with a space between them; `N001×10` where a finding was made ten times",
        lambda e: _counted(code for code, _, _ in e.findings),
    ),
    "doubtful": ("the fields whose evidence is weak, with a space between them", lambda e: " ".join(e.doubtful)),
    "error": ("why it failed, and what to do", lambda e: e.error),
    "exit_code": ("the [exit code](exit-codes.md) of its failure; 0 without one", lambda e: e.exit_code),
    "attempts": ("how often it was tried", lambda e: e.attempts),
    "files": (
        "the files that were made, below the folder of the batch, with `; ` between them",
        lambda e: "; ".join(output.path for output in e.outputs),
    ),
    "seconds": ("how long it took", lambda e: round(e.seconds, 3)),
    "peak_memory": ("the most memory that it took, in bytes", lambda e: e.peak_memory),
    "bytes": ("the size of the source", lambda e: e.size),
    "sha256": ("the SHA-256 of the source", lambda e: e.sha256),
    "started": ("when its conversion began (ISO 8601, UTC)", lambda e: e.started),
    "finished": ("when it ended", lambda e: e.finished),
}
_MARK = b"\xef\xbb\xbf"
#: What a spreadsheet takes for a formula, also in the width of East Asian letters.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")


def before(counts: Counts, title: str) -> bytes:
    """The row with the names of the columns, behind the mark."""
    return _MARK + _row(COLUMNS)


def of_entry(entry: Entry, counts: Counts) -> bytes:
    """The row of an entry."""
    return _row(value(entry) for _, value in COLUMNS.values())


def _counted(codes: Iterable[str]) -> str:
    """Each code once, in the order of the first, with its number where it is more than one: a filter on a code finds all rows that have it."""
    return " ".join(f"{code}×{number}" if number > 1 else code for code, number in Counter(codes).items())


def _row(values: Iterable[str | float]) -> bytes:
    return f"{','.join(map(_cell, values))}\r\n".encode()


def _cell(value: str | float) -> str:
    if not isinstance(value, str):
        return str(value)
    text = printable(value).replace('"', '""')
    return f'"\'{text}"' if _FORMULA.match(text) else f'"{text}"'
