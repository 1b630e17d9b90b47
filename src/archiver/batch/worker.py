"""A process that works for a run: it does one job after another, and ends when nobody is there to ask for more."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
import traceback
from multiprocessing import connection

from archiver.batch.plan import Job
from archiver.batch.work import Order, Outcome, convert_one
from archiver.errors import unforeseen

#: How many new objects make Python look for circles of dead ones, and how often it then looks at older ones too. An article's trees live until it is
#: done: with Python's own 700 a tenth of the time goes into looking at them in vain.
_COLLECTED_AFTER = (50_000, 10, 5)
#: prctl(2): the signal that this process gets when the one that started it ends.
_PR_SET_PDEATHSIG = 1


def serve(link: connection.Connection, order: Order) -> None:
    """Do the jobs that come over `link` and send an outcome for each; the target of a process."""
    _end_with_parent()
    collect_rarely()
    if order.temporary is not None:
        tempfile.tempdir = str(order.temporary)
    while True:
        try:
            job: Job = link.recv()
            link.send(_outcome(job, order))
        except (EOFError, OSError):
            return  # the other end is gone


def collect_rarely() -> None:
    """Let Python look for dead objects as seldom as articles, of some hundred thousand objects each, need it. For a process of our own alone."""
    gc.set_threshold(*_COLLECTED_AFTER)


def _outcome(job: Job, order: Order) -> Outcome:
    try:
        return convert_one(job, order)
    except BaseException as error:  # noqa: BLE001
        # Signals do not get here; a library may raise what only signals should, and the other sources are still to be done.
        failure = unforeseen(error, job.source)
        return Outcome(job.source, error=str(failure), exit_code=failure.exit_code, trace=traceback.format_exc())


def _end_with_parent() -> None:
    """See to it that this process ends when the one that started it does, even by SIGKILL, whatever it is doing then."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    if sys.platform == "linux" and ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) == 0:
        if os.getppid() != parent.pid:
            os._exit(1)  # it ended before it could be asked
        return
    threading.Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)
