"""Where a command's single result goes: standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import sys
from pathlib import Path

from archiver.writers import whole_file


def emit(data: bytes, target: Path | None) -> None:
    """Write bytes to `target`, or to standard output when it is None or "-". Raises UsageError when it cannot be written."""
    if target is None or str(target) == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    with whole_file(target) as out:
        out.write(data)
