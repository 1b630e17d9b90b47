"""The pages of captures, listed by a process of its own: to open a capture may take any time and any memory, and may end the process.

crawl.warc.gz ─▶ its process, within the limits ─▶ Listing, or an error
                 ended, or beyond a limit ─▶ once more ─▶ Quarantined
"""

from __future__ import annotations

import contextlib
import os
import time
from multiprocessing import connection
from pathlib import Path

from archiver import child_programs
from archiver.batch.captured import Listing, Quarantined, list_pages
from archiver.batch.convert import Result
from archiver.batch.guard.limits import SourceLimits, too_much, too_slow
from archiver.batch.guard.memory import MemoryWatch
from archiver.batch.guard.process import GRACE_SECONDS, ChildProcess
from archiver.errors import ArchiverError, Defect, SourceError, unforeseen

#: Seconds between two looks at the limits.
_TICK = 0.1
_TRIES = 2


class GuardedListing:
    """Lists the pages of captures, as `list_pages` does, behind the guard. The process begins with the first capture. Used as a context, which ends it."""

    def __init__(self, limits: SourceLimits) -> None:
        self._limits = limits
        self._process: ChildProcess | None = None

    def __enter__(self) -> GuardedListing:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def __call__(self, path: Path, name: str, url: str | None) -> Listing | None:
        """What `list_pages` gives. Raises what it raises; Quarantined for a capture that ended the process, or reached a limit, twice; Defect when no process begins."""
        for left in reversed(range(_TRIES)):
            answer = self._answer(path, name, url)
            if isinstance(answer, ArchiverError) or (isinstance(answer, Quarantined) and not left):
                raise answer
            if not isinstance(answer, Quarantined):
                return answer
        raise AssertionError

    def _answer(self, path: Path, name: str, url: str | None) -> Listing | ArchiverError | Quarantined | None:
        process = self._ready()
        limit, start = self._limits.seconds_for(path), time.monotonic()
        watch = MemoryWatch()
        process.send((path, name, url))
        while not process.link.poll(_TICK):
            error: ArchiverError | None = None
            if 0 < limit < time.monotonic() - start:
                error = too_slow(name, limit)
            elif 0 < self._limits.memory < watch.used([process.pid])[process.pid]:
                error = too_much(name, self._limits.memory)
            if error is not None:
                self._end()
                return Quarantined(error)
        try:
            answer: Listing | ArchiverError | None = process.link.recv()
        except Exception:  # noqa: BLE001 - what comes from a process that ended may be anything
            code = process.kill(GRACE_SECONDS)
            self._process = None
            return Quarantined(Result.crash(name, code))
        return answer

    def _ready(self) -> ChildProcess:
        """The process, which has loaded what it needs. Raises Defect."""
        if self._process is None:
            self._process = ChildProcess("archiver.batch.guard.listing")
            try:
                while not self._process.link.poll(_TICK):
                    if self._process.is_stuck:
                        raise EOFError
                self._process.link.recv()
            except (EOFError, OSError) as error:
                self._end()
                raise Defect(
                    "a process that lists captures did not become ready.", "`archiver doctor` says what is missing."
                ) from error
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process = None


def serve(handle: int) -> None:
    """Receive captures over the connection with this file descriptor, and send what is in each. This is all that the process does."""
    os.set_inheritable(handle, False)
    child_programs.tie()
    link: connection.Connection = connection.Connection(handle)
    with contextlib.suppress(EOFError, OSError):  # the parent has closed the connection
        link.send(None)
        while True:
            path, name, url = link.recv()
            link.send(_listed(path, name, url))


def _listed(path: Path, name: str, url: str | None) -> Listing | ArchiverError | None:
    try:
        return list_pages(path, name, url)
    except BaseException as error:  # noqa: BLE001 - the other captures must still be listed
        return (
            unforeseen(error, name)
            if not isinstance(error, KeyboardInterrupt)
            else SourceError(f"{name}: interrupted.")
        )
