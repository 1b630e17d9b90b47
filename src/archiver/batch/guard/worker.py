"""What a worker process does: one task after another, until its parent process ends."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import tempfile
import traceback
from dataclasses import replace
from multiprocessing import connection

from archiver import child_programs
from archiver.batch.cloud.conversion import convert_task
from archiver.batch.convert import ConvertOptions, Result
from archiver.batch.guard.memory import forget_peak, peak
from archiver.batch.plan import Task
from archiver.errors import ArchiverError, unforeseen

#: Thresholds of the garbage collector. The trees of an article live until it is done: with Python's default of 700 new
#: objects, a tenth of the time goes into collections that find nothing.
_GC_THRESHOLDS = (50_000, 10, 5)


def serve(handle: int) -> None:
    """Receive the options and then tasks over the connection with this file descriptor. Send None when all is loaded, and a Result for
    each task. This is all that the process does.
    """
    os.set_inheritable(handle, False)
    child_programs.tie()
    collect_rarely()
    link: connection.Connection = connection.Connection(handle)
    with contextlib.suppress(EOFError, OSError):  # the parent has closed the connection
        options: ConvertOptions = link.recv()
        if options.temporary is not None:
            tempfile.tempdir = str(options.temporary)
        _load(options)
        link.send(None)
        while True:
            task: Task = link.recv()
            forget_peak()
            result = _result(task, options)
            link.send(replace(result, peak_memory=peak()))


def collect_rarely() -> None:
    """Make garbage collections rare, which suits articles of some hundred thousand objects each. Only for a process of
    our own.
    """
    gc.set_threshold(*_GC_THRESHOLDS)


def _load(options: ConvertOptions) -> None:
    """Import what the tasks will need, so that it does not count as time of the first one."""
    from archiver.writers import WRITERS

    if not options.from_record:
        importlib.import_module("archiver.pipeline")
    for name in options.formats:
        with contextlib.suppress(ArchiverError, ImportError):  # each task says it
            WRITERS[name].writer()


def _result(task: Task, options: ConvertOptions) -> Result:
    try:
        return convert_task(task, options)
    except BaseException as error:  # noqa: BLE001
        # No signal gets here. But a library may raise an exception that is meant for signals, and the other sources
        # must still be converted.
        reported = unforeseen(error, task.name)
        return Result(task.name, error=str(reported), exit_code=reported.exit_code, trace=traceback.format_exc())
