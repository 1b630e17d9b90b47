"""Jobs on this machine: in this process, or side by side in several."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from multiprocessing import connection

from archiver.batch.plan import Task, is_open_file
from archiver.batch.convert import ConvertOptions, Result, convert_one

#: Seconds that an idle process gets to end by itself.
_GRACE = 5


def run(jobs: Sequence[Task], order: ConvertOptions, workers: int = 1) -> Generator[Result, None, None]:
    """The outcomes of all jobs, each as soon as it is there (with one worker: in order).

    A source that takes its process down with it is one failed source; the others go on. Whoever asks for no more closes the iterator: that ends
    the processes, with what they are at.
    """
    here = list(jobs) if workers <= 1 or len(jobs) <= 1 else [job for job in jobs if is_open_file(job.source)]
    for job in here:
        yield convert_one(job, order)
    if len(here) < len(jobs):
        yield from _side_by_side([job for job in jobs if not is_open_file(job.source)], order, workers)


def _side_by_side(jobs: Sequence[Task], order: ConvertOptions, workers: int) -> Iterator[Result]:
    crew: list[_Worker] = []
    try:
        died: list[Task] = []
        for job, outcome in _shared(jobs, order, workers, crew):
            if outcome.crashed:
                died.append(job)
            else:
                yield outcome
        # Of a process that was killed nobody knows whether its own source had filled the memory: each gets a second try, with none beside it.
        _end(crew)
        for job in died:
            yield from (outcome for _, outcome in _shared([job], order, 1, crew))
    finally:
        _end(crew)


def _shared(
    jobs: Sequence[Task], order: ConvertOptions, workers: int, crew: list[_Worker]
) -> Iterator[tuple[Task, Result]]:
    """Jobs with their outcomes as they come; `crew` are the processes, and grows to `workers` of them."""
    waiting = deque(jobs)
    busy: dict[connection.Connection, _Worker] = {}
    while waiting or busy:
        for worker in [worker for worker in crew if worker.job is None][: len(waiting)]:
            busy[worker.link] = worker.take(waiting.popleft())
        while waiting and len(crew) < workers:
            try:
                crew.append(worker := _Worker(order))
            except OSError:  # the system has room for no more processes: those that there are will do
                if not crew:
                    raise
                workers = len(crew)
                break
            busy[worker.link] = worker.take(waiting.popleft())
        for link in connection.wait(list(busy)):
            worker = busy.pop(link)  # type: ignore[call-overload]  # what comes back is of what went in
            job, outcome = worker.result()
            if outcome.crashed:
                crew.remove(worker)
            yield job, outcome


class _Worker:
    """A process that does one job after another."""

    def __init__(self, order: ConvertOptions) -> None:
        self.link, theirs = connection.Pipe()
        self.job: Task | None = None
        # Not multiprocessing's processes: those need helpers that outlive a killed run, and tell of their parent's end with a traceback.
        start = f"import sys; sys.path[:] = {sys.path!a}; from archiver.batch.worker import serve; serve({theirs.fileno()}, {os.getpid()})"
        # It starts with Ctrl-C held back, for good: a terminal sends that to all processes at once, and it is this one that ends the others.
        held = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-X", f"utf8={sys.flags.utf8_mode}", "-c", start],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, held)
            theirs.close()
        self._send(order)

    def take(self, job: Task) -> _Worker:
        """Give it a job."""
        self.job = job
        self._send(job)
        return self

    def _send(self, what: ConvertOptions | Task) -> None:
        with contextlib.suppress(OSError):  # it is dead: `result` will say so
            self.link.send(what)

    def result(self) -> tuple[Task, Result]:
        """Its job and the outcome, waiting for it; a dead process has one too."""
        assert self.job is not None
        job, self.job = self.job, None
        try:
            outcome: Result = self.link.recv()
        except (EOFError, OSError):
            outcome = Result.of_crash(job.source, self._process.wait())
        return job, outcome

    def end(self) -> None:
        """End the process: at once when it is at work."""
        if self.job is not None:
            self._process.kill()
        self.link.close()

    def gone(self) -> None:
        """Wait until it has ended."""
        try:
            self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _end(crew: list[_Worker]) -> None:
    for worker in crew:
        worker.end()
    for worker in crew:
        worker.gone()
    crew.clear()
