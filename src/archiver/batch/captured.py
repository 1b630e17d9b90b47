"""Pages of captures that hold several: which there are, and the Source of one.

The capture stays open between two tasks, since to open it may mean to read all of it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from archiver import safety
from archiver.errors import ArchiverError, SourceError, UsageError, guarded
from archiver.readers import captures
from archiver.readers.captures import CapturedPage, CaptureFile, Pages
from archiver.source import Source

#: The capture that was opened last in this process, with what tells that its file is still the same.
_last: tuple[tuple[str, int, int], Pages] | None = None
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Listing:
    """The pages of a capture that a call means; the parts that cannot be read, each with its error; how much was passed over, by kind.

    `is_page`: the file is one page, like any other source. `refusal` is the error of a call that names an address which no page has.
    """

    pages: tuple[CapturedPage, ...] = ()
    failures: tuple[tuple[str, ArchiverError], ...] = ()
    passed_over: Mapping[str, int] = field(default_factory=dict)
    is_page: bool = False
    refusal: UsageError | None = None


class Quarantined(Exception):
    """A capture ended the process that opened it, or reached a limit, also in a second try. `error` says how."""

    def __init__(self, error: ArchiverError) -> None:
        super().__init__(str(error))
        self.error = error


#: Lists the pages of a file with a name in messages and the address that the user gave; None for a file that is no capture of several pages.
Lister = Callable[[Path, str, str | None], Listing | None]


def list_pages(path: Path, name: str, url: str | None) -> Listing | None:
    """The pages of a capture; with `url`, only the page with that address. None for a file that is no capture of several pages.

    Raises ArchiverError when it cannot be read.
    """
    with guarded(name):
        form = captures.format_of_several(path)
        if form is None:
            return None
        file = CaptureFile.from_path(path)
        file.name = name
        pages = captures.open_capture(file, form)
    try:
        # a file that is one page without an address is like any other source
        is_page = len(pages.pages) == 1 and not pages.failures and pages.file.size <= safety.MAX_BYTES
        if not url or len(pages.pages) == 1:
            return Listing(tuple(pages.pages), tuple(pages.failures), dict(pages.passed_over), is_page)
        try:
            return Listing((pages.page_at(url),))
        except UsageError as error:
            return Listing(refusal=error)
    finally:
        pages.close()


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
