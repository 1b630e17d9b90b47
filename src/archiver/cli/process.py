"""The process of a command line: its standard streams, its signals, its end."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import NoReturn

#: Signals that end a run: Ctrl-C, a shutdown, a terminal that is closed.
_ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
#: Seconds in which a signal that comes again is the same one: `timeout` and service managers send it to the process and to its group.
_ONCE = 0.5

_owned = False
_interrupted_at = 0.0


def own() -> None:
    """Take this process over: it is ours alone, and no library in anybody's program.

    Standard streams that are closed lead nowhere, so that no file that is opened later gets their numbers. The signals that end a run do it as
    Ctrl-C does, with KeyboardInterrupt; a second one ends the process at once.
    """
    global _owned
    _owned = True
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # the lowest free number, which is this one
            os.open(os.devnull, os.O_RDWR)
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for as long as the process lives
    for stream in (sys.stdout, sys.stderr):
        # what a terminal's encoding lacks shows as an escape
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    for number in _ENDING:
        if (
            signal.getsignal(number) is not signal.SIG_IGN
        ):  # whoever started us wants it ignored: nohup, a shell's background job
            signal.signal(number, _interrupt)


def is_own() -> bool:
    """Whether this process is a command line of its own."""
    return _owned


def interrupted() -> bool:
    """Whether a signal has asked for the end. A library may have swallowed the KeyboardInterrupt: callbacks out of C do."""
    return _interrupted_at > 0


def leave(code: int) -> NoReturn:
    """End the process with an exit code, without a word about what could not be written at the end."""
    for number, stream in ((1, sys.stdout), (2, sys.stderr)):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            # it stays in the buffer, and Python would try again
            with contextlib.suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), number)
    if interrupted():
        # Python would end by SIGINT, for it remembers a KeyboardInterrupt that came in the middle of exec(), though it was dealt with
        os._exit(code)
    sys.exit(code)


def _interrupt(number: int, frame: FrameType | None) -> None:
    global _interrupted_at
    now = time.monotonic()
    if not _interrupted_at:
        _interrupted_at = now
        raise KeyboardInterrupt
    if now - _interrupted_at > _ONCE:
        os._exit(130)
