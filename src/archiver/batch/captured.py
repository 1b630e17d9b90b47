"""Pages of captures that hold several: the capture stays open between two tasks, since to open it may mean to read all of it."""

from __future__ import annotations

import threading
from pathlib import Path

from archiver.errors import SourceError
from archiver.readers import captures
from archiver.readers.captures import CapturedPage, CaptureFile, Pages
from archiver.source import Source

#: The capture that was opened last in this process, with what tells that its file is still the same.
_last: tuple[tuple[str, int, int], Pages] | None = None
_lock = threading.Lock()


def captured_page(name: str, page: CapturedPage, url: str | None = None) -> Source:
    """The Source of a page of the capture with this file name; `url` is the address that the user gave.

    Raises SourceError when the file changed since the page was found in it.
    """
    return _opened(Path(name)).source_at(page, url)


def _opened(path: Path) -> Pages:
    global _last
    with _lock:
        try:
            status = path.stat()
        except (OSError, ValueError) as error:
            raise SourceError(f"{path}: cannot be read: it is gone.", "Run the command again.") from error
        key = (str(path.absolute()), status.st_mtime_ns, status.st_size)
        if _last is not None and _last[0] == key:
            return _last[1]
        form = captures.format_of_several(path)
        if form is None:
            raise SourceError(f"{path}: it changed while it was read.", "Run the command again.")
        pages = captures.open_capture(CaptureFile.from_path(path), form)
        _last = (key, pages)
        return pages
