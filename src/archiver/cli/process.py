"""The process of the command line: its standard streams, its signals, its end. Only the command line changes these; the
library does not.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import NoReturn

#: Signals that end a run: Ctrl-C, a shutdown, a closed terminal.
_END_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
#: A signal that arrives again within these seconds is the same one: `timeout` and service managers send it to the
#: process and to its group.
_SAME_SIGNAL_SECONDS = 0.5

_set_up_done = False
_interrupted_at = 0.0


def set_up() -> None:
    """Set up this process for the command line. Never call this inside the program of somebody else.

    Closed standard streams are opened on the null device, so that no file that is opened later gets their numbers. The
    signals that end a run raise KeyboardInterrupt, as Ctrl-C does; a second one ends the process at once.
    """
    global _set_up_done
    _set_up_done = True
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # open() takes the lowest free number, which is this one.
            os.open(os.devnull, os.O_RDWR)
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open until the process ends
    for stream in (sys.stdout, sys.stderr):
        # Characters that the encoding of the terminal lacks are written as escapes.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    for number in _END_SIGNALS:
        # An ignored signal stays ignored: nohup and background jobs of a shell start a program with ignored signals.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _interrupt)


def is_set_up() -> bool:
    """Whether this process was set up with `set_up`: it is a command line of its own."""
    return _set_up_done


def interrupted() -> bool:
    """Whether a signal has asked for the end. The KeyboardInterrupt itself may be lost: callbacks from C code swallow
    it.
    """
    return _interrupted_at > 0


def end(code: int) -> NoReturn:
    """End the process with an exit code. Output that cannot be written any more is dropped without a message."""
    for number, stream in ((1, sys.stdout), (2, sys.stderr)):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            # The text stays in the buffer, and Python would try to write it again.
            with contextlib.suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), number)
    if interrupted():
        # sys.exit() would end the process by SIGINT: Python remembers a KeyboardInterrupt that was raised during
        # exec(), even when it was caught.
        os._exit(code)
    sys.exit(code)


def _interrupt(number: int, frame: FrameType | None) -> None:
    global _interrupted_at
    now = time.monotonic()
    if not _interrupted_at:
        _interrupted_at = now
        raise KeyboardInterrupt
    if now - _interrupted_at > _SAME_SIGNAL_SECONDS:
        os._exit(130)
