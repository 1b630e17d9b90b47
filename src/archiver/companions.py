"""The files beside a source, such as the pictures of a saved page: which of them a conversion looked for, and what it found.

A batch asks this to see whether a result is still right: it is not when a picture changed, or when one appeared that was not there.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path, PurePath

from archiver import safety

#: The longest path that systems take (PATH_MAX of Linux).
_LONGEST = 4096


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that was read: the SHA-256 and the number of its bytes, and its time in nanoseconds before it was read."""

    sha256: str
    size: int
    modified: int


class Companions:
    """The files that were looked for, by their paths below the folder of the source ("/" between folders): what was found, or None where nothing is.

    Where a whole folder is not there, it stands for all files in it.
    """

    def __init__(self) -> None:
        self.asked: dict[str, FoundFile | None] = {}

    def read(self, source: Path | None, reference: str) -> bytes | None:
        """The bytes of the file that a source at this path refers to; None when there is none that it may refer to (`safety.companion_file`).

        Raises SourceError when it cannot be read.
        """
        path = safety.companion_file(source, reference)
        if path is None:
            if source is not None:
                self._note_absence(source.parent, reference)
            return None
        try:
            modified = path.stat().st_mtime_ns
        except OSError:
            modified = 0
        data = safety.read_file(path)
        self.asked[_called(reference)] = FoundFile(hashlib.sha256(data).hexdigest(), len(data), modified)
        return data

    def _note_absence(self, folder: Path, reference: str) -> None:
        """Note the first part of a path that is not there. Nothing is noted of a path that leads out of the folder, or to what is no file."""
        if not reference or "\0" in reference or len(reference) > _LONGEST:
            return
        name = _called(reference)
        parts = PurePath(name).parts
        if name.startswith("/") or not parts or ".." in parts:
            return
        for count in range(1, len(parts) + 1):
            part = "/".join(parts[:count])
            if not os.path.lexists(folder / part):
                self.asked.setdefault(part, None)
                return


def _called(reference: str) -> str:
    """A reference as a path: without what says nothing."""
    return os.path.normpath(reference).replace(os.sep, "/")
