"""A pool of worker processes: it hands out the tasks, watches the limits, and gives a source that ended its process a second try."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from dataclasses import replace
from multiprocessing import connection
from pathlib import Path

from archiver import addresses
from archiver.batch.cloud.conversion import convert_task
from archiver.batch.convert import ConvertOptions, Result
from archiver.batch.guard.limits import SourceLimits, too_much, too_slow
from archiver.batch.guard.memory import MemoryWatch
from archiver.batch.guard.process import GRACE_SECONDS, WorkerProcess
from archiver.batch.plan import Task, is_open_file
from archiver.errors import ArchiverError, Defect, UsageError
from archiver.fetching import is_address

#: Seconds between two looks at the limits.
_TICK = 0.1
#: The fetch of an address has limits of its own (fetching/pages.py), and may have to wait for its turn. So it does not count.
_FETCH_SECONDS = 180


def run(
    tasks: Sequence[Task],
    options: ConvertOptions,
    workers: int = 1,
    limits: SourceLimits | None = None,
    *,
    tried: Collection[str] = (),
    started: Callable[[Task], None] | None = None,
) -> Generator[Result, None, None]:
    """Yield the result of each task as soon as it is there; with one worker, in the order of the tasks.

    A single task, and tasks that read an open file of this process, are done in this process and without limits, unless `limits` are given for a single one.
    All others are done in worker processes. A source that ends its process, or reaches a limit, gives a result that says `again`, and is tried once more after all others. The
    tasks with the names `tried` were tried once already: they get no second try. `started` is called when a task is handed out. When the caller closes the iterator, the
    worker processes end at once. Raises Defect when no worker process can be started, UsageError when the program itself needs more than the limit of memory.
    """
    begin = started or (lambda _: None)
    here = [task for task in tasks if is_open_file(task.source) or (len(tasks) == 1 and limits is None)]
    for task in here:
        begin(task)
        yield convert_task(task, options)
    if len(here) == len(tasks):
        return
    pool = _Pool(options, workers, limits or SourceLimits(), begin)
    with contextlib.closing(pool):
        yield from pool.results([task for task in tasks if not is_open_file(task.source)], tried)


class _Pool:
    def __init__(
        self, options: ConvertOptions, workers: int, limits: SourceLimits, started: Callable[[Task], None]
    ) -> None:
        self._options = options
        self._most = max(1, workers)
        self._limits = limits
        self._started = started
        self._workers: list[WorkerProcess] = []
        self._memory = MemoryWatch()

    def results(self, tasks: Sequence[Task], tried: Collection[str]) -> Iterator[Result]:
        """The results of all tasks, with those of the first and of the second try."""
        again: list[Task] = []
        alone: list[Task] = []
        for task, result in self._distribute(tasks):
            if not result.ended or task.name in tried:
                yield _last(result)
                continue
            # When the system killed a process for want of memory, its own source may not be the one that filled it. So such a source is
            # tried alone.
            (alone if result.ended == "killed" else again).append(task)
            yield replace(result, again=True)
        for _, result in self._distribute(again):
            yield _last(result)
        self.close()
        self._most = 1
        for _, result in self._distribute(alone):
            yield _last(result)

    def close(self) -> None:
        """End all worker processes: those that are at work at once."""
        for worker in self._workers:
            if worker.task is None and worker.is_ready:
                worker.let_go()
            else:
                worker.kill()
        for worker in self._workers:
            worker.kill(GRACE_SECONDS)
        self._workers.clear()

    def _distribute(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, Result]]:
        """Yield tasks with their results as they come."""
        queue = TaskQueue(tasks)
        while queue or any(worker.task for worker in self._workers):
            self._start_workers(len(queue))
            for worker in self._workers:
                if worker.is_ready and worker.task is None and (task := queue.next()) is not None:
                    self._started(task)
                    worker.assign(task)
            active = {worker.link: worker for worker in self._workers if worker.task is not None or not worker.is_ready}
            # Results first: a process that is ready has kept its limits, however long this one was asleep.
            ready = {active.pop(link) for link in connection.wait(list(active), _TICK)}  # type: ignore[call-overload]
            for worker in ready:
                task = worker.task
                result = worker.receive()
                if result is None:
                    self._require_room(worker)
                elif task is not None:
                    yield self._finished(worker, queue, task, result)
            for worker, limit in self._beyond_limits(list(active.values())):
                task = worker.task
                worker.kill()
                if task is None:
                    raise Defect("a worker process did not become ready.", "`archiver doctor` says what is missing.")
                result = Result.of_error(task.name, limit, ended="limit")
                yield self._finished(worker, queue, task, result)

    def _start_workers(self, waiting: int) -> None:
        """Start processes for the tasks that wait, up to the most."""
        free = sum(worker.task is None for worker in self._workers)
        while free < waiting and len(self._workers) < self._most:
            try:
                self._workers.append(WorkerProcess(self._options))
            except OSError:  # no more processes are possible: go on with those that run
                if not self._workers:
                    raise
                self._most = len(self._workers)
            free += 1

    def _require_room(self, worker: WorkerProcess) -> None:
        """Raise UsageError when a worker holds more memory than the limit before it has read a source: then none would go through."""
        used = self._memory.used([worker.pid])[worker.pid] if self._limits.memory else 0
        if used > self._limits.memory:
            raise UsageError(
                f"--memory {self._limits.memory}: the program itself takes {used / 1024**2:,.0f} MB.", "Give it more."
            )

    def _finished(self, worker: WorkerProcess, queue: TaskQueue, task: Task, result: Result) -> tuple[Task, Result]:
        seconds, peak = worker.seconds, max(result.peak_memory, worker.peak)
        worker.task = None
        queue.done(task)
        if result.ended:
            self._workers.remove(worker)
            self._memory.forget(worker.pid)
            result = replace(result, seconds=seconds)
        return task, replace(result, peak_memory=peak)

    def _seconds(self, task: Task) -> float:
        """The most seconds for a task; 0 for no limit."""
        if task.page is not None:
            return self._limits.seconds_for(Path(task.source))
        return self._limits.seconds and self._limits.seconds + _FETCH_SECONDS * is_address(task.source)

    def _beyond_limits(self, workers: list[WorkerProcess]) -> Iterator[tuple[WorkerProcess, ArchiverError]]:
        """The processes that have reached a limit, each with the error."""
        used = self._memory.used([worker.pid for worker in workers]) if self._limits.memory else {}
        for worker in workers:
            worker.peak = max(worker.peak, used.get(worker.pid, 0))
            name = worker.task.name if worker.task is not None else "a worker process"
            seconds = self._seconds(worker.task) if worker.task is not None else 0
            if worker.is_stuck or 0 < seconds < worker.seconds:
                yield worker, too_slow(name, seconds)
            elif worker.task and 0 < self._limits.memory < worker.peak:
                yield worker, too_much(name, self._limits.memory)


class TaskQueue:
    """Tasks in their order, but addresses of one host one after the other."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        self._tasks = deque(tasks)
        self._held: dict[str, deque[Task]] = {}
        self._freed: deque[Task] = deque()

    def __len__(self) -> int:
        return len(self._tasks) + len(self._freed) + sum(map(len, self._held.values()))

    def next(self) -> Task | None:
        """The next task that can be begun; None when all that are left wait for their host."""
        if self._freed:
            return self._freed.popleft()
        while self._tasks:
            task = self._tasks.popleft()
            host = _host(task)
            if host and host in self._held:
                self._held[host].append(task)
                continue
            if host:
                self._held[host] = deque()
            return task
        return None

    def done(self, task: Task) -> None:
        """A task has ended: the next one of its host can be begun."""
        host = _host(task)
        if waiting := self._held.get(host):
            self._freed.append(waiting.popleft())
        else:
            self._held.pop(host, None)


def _host(task: Task) -> str:
    return addresses.host(task.source) if addresses.is_web(task.source) else ""


def _last(result: Result) -> Result:
    """The result of a second try."""
    return replace(result, quarantined=bool(result.ended))
