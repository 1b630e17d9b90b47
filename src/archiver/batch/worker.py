"""A worker process: it does one task after another, and ends when its parent process ends."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import signal
import sys
import tempfile
import threading
import time
import traceback
from multiprocessing import connection

from archiver.batch.convert import ConvertOptions, Result, convert_one
from archiver.batch.plan import Task
from archiver.errors import unforeseen

#: Thresholds of the garbage collector. The trees of an article live until it is done: with Python's default of 700 new
#: objects, a tenth of the time goes into collections that find nothing.
_GC_THRESHOLDS = (50_000, 10, 5)
#: prctl(2): the signal that a process gets when its parent ends.
_PR_SET_PDEATHSIG = 1


def serve(handle: int, parent: int) -> None:
    """Receive the options and then tasks over the connection with this file descriptor, and send a Result for each
    task. This is all that the process does.

    `parent` is the id of the process that started this one.
    """
    _end_with(parent)
    collect_rarely()
    link: connection.Connection = connection.Connection(handle)
    with contextlib.suppress(EOFError, OSError):  # the parent has closed the connection
        options: ConvertOptions = link.recv()
        if options.temporary is not None:
            tempfile.tempdir = str(options.temporary)
        while True:
            task: Task = link.recv()
            link.send(_result(task, options))


def collect_rarely() -> None:
    """Make garbage collections rare, which suits articles of some hundred thousand objects each. Only for a process of
    our own.
    """
    gc.set_threshold(*_GC_THRESHOLDS)


def _result(task: Task, options: ConvertOptions) -> Result:
    try:
        return convert_one(task, options)
    except BaseException as error:  # noqa: BLE001
        # No signal gets here. But a library may raise an exception that is meant for signals, and the other sources
        # must still be converted.
        reported = unforeseen(error, task.name)
        return Result(task.name, error=str(reported), exit_code=reported.exit_code, trace=traceback.format_exc())


def _end_with(parent: int) -> None:
    """Make sure that this process ends when its parent ends, even by SIGKILL."""
    if sys.platform != "linux" or ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) != 0:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    elif os.getppid() != parent:
        os._exit(1)  # the parent ended before prctl was called


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
