"""A process that works for a run: it does one job after another, and ends when nobody is there to ask for more."""

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

from archiver.batch.plan import Task
from archiver.batch.convert import ConvertOptions, Result, convert_one
from archiver.errors import unforeseen

#: How many new objects make Python look for circles of dead ones, and how often it then looks at older ones too. An article's trees live until it is
#: done: with Python's own 700 a tenth of the time goes into looking at them in vain.
_COLLECTED_AFTER = (50_000, 10, 5)
#: prctl(2): the signal that this process gets when the one that started it ends.
_PR_SET_PDEATHSIG = 1


def serve(handle: int, parent: int) -> None:
    """Take an order and then jobs over the connection with this file descriptor, and send an outcome for each job; all that this process does.

    `parent` is the process that started this one.
    """
    _end_with(parent)
    collect_rarely()
    link: connection.Connection = connection.Connection(handle)
    with contextlib.suppress(EOFError, OSError):  # the other end is gone
        order: ConvertOptions = link.recv()
        if order.temporary is not None:
            tempfile.tempdir = str(order.temporary)
        while True:
            job: Task = link.recv()
            link.send(_outcome(job, order))


def collect_rarely() -> None:
    """Let Python look for dead objects as seldom as articles, of some hundred thousand objects each, need it. For a process of our own alone."""
    gc.set_threshold(*_COLLECTED_AFTER)


def _outcome(job: Task, order: ConvertOptions) -> Result:
    try:
        return convert_one(job, order)
    except BaseException as error:  # noqa: BLE001
        # Signals do not get here; a library may raise what only signals should, and the other sources are still to be done.
        failure = unforeseen(error, job.source)
        return Result(job.source, error=str(failure), exit_code=failure.exit_code, trace=traceback.format_exc())


def _end_with(parent: int) -> None:
    """See to it that this process ends when the one that started it does, even by SIGKILL, whatever it is doing then."""
    if sys.platform != "linux" or ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) != 0:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    elif os.getppid() != parent:
        os._exit(1)  # it ended before we could ask


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
