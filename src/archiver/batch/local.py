"""Tasks on this machine: in this process, or in several worker processes."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from multiprocessing import connection

from archiver.batch.convert import ConvertOptions, Result, convert_one
from archiver.batch.plan import Task, is_open_file

#: Seconds that an idle worker process gets to end by itself.
_GRACE_SECONDS = 5


def run(tasks: Sequence[Task], options: ConvertOptions, workers: int = 1) -> Generator[Result, None, None]:
    """Yield the result of each task as soon as it is there; with one worker, in the order of the tasks.

    A source that crashes its worker process is one failed source; the others go on. When the caller closes the
    iterator, the worker processes end at once.
    """
    own_tasks = (
        list(tasks) if workers <= 1 or len(tasks) <= 1 else [task for task in tasks if is_open_file(task.source)]
    )
    for task in own_tasks:
        yield convert_one(task, options)
    if len(own_tasks) < len(tasks):
        yield from _run_in_processes([task for task in tasks if not is_open_file(task.source)], options, workers)


def _run_in_processes(tasks: Sequence[Task], options: ConvertOptions, workers: int) -> Iterator[Result]:
    pool: list[_Worker] = []
    try:
        crashed: list[Task] = []
        for task, result in _distribute(tasks, options, workers, pool):
            if result.crashed:
                crashed.append(task)
            else:
                yield result
        # When a process was killed, its own source may not be the one that filled the memory. So each such source gets
        # a second try, alone.
        _end_pool(pool)
        for task in crashed:
            yield from (result for _, result in _distribute([task], options, 1, pool))
    finally:
        _end_pool(pool)


def _distribute(
    tasks: Sequence[Task], options: ConvertOptions, workers: int, pool: list[_Worker]
) -> Iterator[tuple[Task, Result]]:
    """Yield tasks with their results as they come. `pool` holds the worker processes; new ones are added up to
    `workers`.
    """
    queue = deque(tasks)
    busy: dict[connection.Connection, _Worker] = {}
    while queue or busy:
        for worker in [worker for worker in pool if worker.task is None][: len(queue)]:
            busy[worker.link] = worker.assign(queue.popleft())
        while queue and len(pool) < workers:
            try:
                pool.append(worker := _Worker(options))
            except OSError:  # no more processes are possible: go on with those that run
                if not pool:
                    raise
                workers = len(pool)
                break
            busy[worker.link] = worker.assign(queue.popleft())
        for link in connection.wait(list(busy)):
            worker = busy.pop(link)  # type: ignore[call-overload]  # wait() returns the objects that it was given
            task, result = worker.result()
            if result.crashed:
                pool.remove(worker)
            yield task, result


class _Worker:
    """A worker process, which does one task after another."""

    def __init__(self, options: ConvertOptions) -> None:
        self.link, worker_end = connection.Pipe()
        self.task: Task | None = None
        # Not a process of multiprocessing: those need helper processes that outlive a killed run, and they print a
        # traceback when their parent ends.
        program = f"import sys; sys.path[:] = {sys.path!a}; from archiver.batch.worker import serve; serve({worker_end.fileno()}, {os.getpid()})"
        # SIGINT stays blocked in the worker: a terminal sends Ctrl-C to all processes at once, and this process ends
        # the workers.
        previous_mask = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-X", f"utf8={sys.flags.utf8_mode}", "-c", program],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[worker_end.fileno()],
            )
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, previous_mask)
            worker_end.close()
        self._send(options)

    def assign(self, task: Task) -> _Worker:
        """Give the process a task. Returns the worker itself."""
        self.task = task
        self._send(task)
        return self

    def _send(self, message: ConvertOptions | Task) -> None:
        with contextlib.suppress(OSError):  # the process is dead; `result` reports it
            self.link.send(message)

    def result(self) -> tuple[Task, Result]:
        """Wait for the result of the task, and return both. A process that died gives a result too."""
        assert self.task is not None
        task, self.task = self.task, None
        try:
            result: Result = self.link.recv()
        except (EOFError, OSError):
            result = Result.of_crash(task.name, self._process.wait())
        return task, result

    def end(self) -> None:
        """End the process; when it has a task, at once."""
        if self.task is not None:
            self._process.kill()
        self.link.close()

    def wait(self) -> None:
        """Wait until the process has ended."""
        try:
            self._process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _end_pool(pool: list[_Worker]) -> None:
    for worker in pool:
        worker.end()
    for worker in pool:
        worker.wait()
    pool.clear()
