"""Where a command's single result goes: standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import sys
from pathlib import Path

from archiver.errors import UsageError
from archiver.writers import whole_file


def emit(data: bytes, target: Path | None, source: str = "-") -> None:
    """Write bytes to `target`, or to standard output when it is None or "-".

    Raises UsageError when it cannot be written, and when it is `source`, the file that was read.
    """
    if target is not None and target.exists() and Path(source).exists() and target.samefile(source):
        raise UsageError(f"{target}: the result would be written over its source.", "Name another file with -o.")
    if target is None or str(target) == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    with whole_file(target) as out:
        out.write(data)
