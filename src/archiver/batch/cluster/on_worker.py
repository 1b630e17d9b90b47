"""What a worker of Dask does with a shard. It reads no source itself: whatever a source does, it does to another process."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import socket
import subprocess
from multiprocessing import connection

from archiver.batch.cluster.job import ShardJob, ShardOutcome, start_command
from archiver.batch.convert import Result
from archiver.errors import UsageError
from archiver.version import __version__

#: Seconds between two looks whether the task is still wanted.
_TICK = 0.5
_GRACE = 15.0


class ShardLost(Exception):
    """The process of a shard ended before it was done. Dask gives the shard to a worker again."""


def version_here() -> str:
    """The version of Archiver on this worker."""
    return __version__


def do_shard(message: bytes) -> ShardOutcome:
    """Do a shard (a pickled ShardJob) in a process of its own, and return what became of it. Raises ShardLost."""
    job: ShardJob = pickle.loads(message)
    outcome = ShardOutcome(job)
    if job.version != __version__:
        outcome.error = UsageError(
            f"a worker on {socket.gethostname()} has Archiver {__version__}, not {job.version}.",
            "Install the same version on all machines.",
        )
        return outcome
    if not job.folder.is_dir():
        outcome.error = UsageError(
            f"{job.folder}: a worker on {socket.gethostname()} does not see this folder, in which the command was called.",
            "Call it in a folder that all machines share.",
        )
        return outcome
    link, process = _started(job)
    results: dict[str, Result] = {}
    try:
        link.send(job)
        while not isinstance(said := _next(link), ShardOutcome):
            if not said.again:
                results[said.source] = said
    except (EOFError, OSError, pickle.UnpicklingError) as error:
        raise ShardLost(f"shard {job.place.shard}") from error
    finally:
        link.close()  # which also ends a process that is at work
        _end(process)
    said.results = list(results.values())
    return said


def _started(job: ShardJob) -> tuple[connection.Connection, subprocess.Popen[bytes]]:
    link, other_end = connection.Pipe()
    try:
        process = subprocess.Popen(
            start_command(other_end.fileno()), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, cwd=job.folder,
            pass_fds=[other_end.fileno()], process_group=0,
        )  # fmt: skip
    finally:
        other_end.close()
    return link, process


def _next(link: connection.Connection) -> Result | ShardOutcome:
    """The next message. Raises EOFError when the process has ended, and when nobody wants the result any more."""
    while not link.poll(_TICK):
        if _is_cancelled():
            raise EOFError
    said: Result | ShardOutcome = link.recv()
    return said


def _is_cancelled() -> bool:
    """Whether the caller took this task back, or is gone. Dask tells it to its worker, but not to the function that runs."""
    from distributed import get_worker

    worker = get_worker()
    state = worker.state.tasks.get(worker.get_current_task())
    return state is None or state.state == "cancelled"


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(_GRACE)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
