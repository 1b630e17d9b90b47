"""What a writer has to say of an export that it made: findings about the file, not about the record.

Whoever writes files listens; without a listener nothing is kept.

    with listening() as remarks:
        export(article, "pdf", path)
    for code, severity, text in remarks: …
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from archiver.findings import FINDINGS

#: Code, severity and text.
Remark = tuple[str, str, str]

_listener: ContextVar[list[Remark] | None] = ContextVar("archiver_export_remarks", default=None)


@contextmanager
def listening() -> Iterator[list[Remark]]:
    """Collect the remarks of the exports that are made in this thread while the context lasts."""
    remarks: list[Remark] = []
    token = _listener.set(remarks)
    try:
        yield remarks
    finally:
        _listener.reset(token)


def remark(code: str, **values: object) -> None:
    """Say the finding `code` (findings.py), with a value for each placeholder of its sentence."""
    remarks = _listener.get()
    if remarks is not None:
        kind = FINDINGS[code]
        remarks.append((kind.code, kind.severity, kind.sentence.format(**values)))
