"""A process of the guard, as its parent sees it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from multiprocessing import connection
from pathlib import Path

from archiver.batch.convert import ConvertOptions, Result
from archiver.batch.plan import Task
from archiver.errors import Defect

#: Seconds that a process gets to load the program, and that an idle one gets to end by itself.
_START_SECONDS, GRACE_SECONDS = 120, 5


class ChildProcess:
    """A process that runs `serve` of a module with its end of a connection, and all that it starts. It ends with this process, however that ends."""

    def __init__(self, module: str) -> None:
        self.link, child_end = connection.Pipe()
        self._since = time.monotonic()
        # Not a process of multiprocessing: those need helper processes that outlive a killed run, import the main module of the caller
        # again, and print a traceback when their parent ends.
        program = (
            f"import sys; sys.path[:] = {sys.path!a}; from archiver.child_programs import end_with; end_with({os.getpid()}); "
            f"from {module} import serve; serve({child_end.fileno()})"
        )
        try:
            # A group of its own: a terminal sends Ctrl-C to the group of this process, and this process ends the others. And whatever
            # one starts is in its group, and ends with it.
            self._process = subprocess.Popen(
                [sys.executable, "-X", f"utf8={sys.flags.utf8_mode}", "-c", program],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[child_end.fileno()],
                process_group=0,
            )
        except BaseException:
            self.link.close()
            raise
        finally:
            child_end.close()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def seconds(self) -> float:
        """How long it has been at its task, or, before it is ready, how long it has been starting."""
        return time.monotonic() - self._since

    @property
    def is_stuck(self) -> bool:
        """Whether it took too long to load the program."""
        return self.seconds > _START_SECONDS

    def send(self, message: object) -> None:
        """Send a message. When the process is dead, nothing happens: who waits for its answer finds out."""
        with contextlib.suppress(OSError):
            self.link.send(message)

    def kill(self, grace: float = 0.0) -> int:
        """End the process, with all that it started: at once, or when it has not ended by itself in some seconds. Returns its exit code,
        -N for signal N.
        """
        self.link.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(grace)
        # What it started is still in its group, which keeps its number as long as one of them is there.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        return self._process.wait()

    def let_go(self) -> None:
        """Tell an idle process to end; `kill` with a grace waits for it."""
        self.link.close()


class WorkerProcess(ChildProcess):
    """A worker process, which does one task after another. It is not `is_ready` before it has loaded what it needs.

    `task` is the task that it does, None for none, and `peak` the most memory that was seen while it does it.
    """

    def __init__(self, options: ConvertOptions) -> None:
        self.task: Task | None = None
        self.is_ready = False
        self.peak = 0
        self._temporary: Path | None = None
        if options.temporary is not None:
            # of its own, so that nothing of it stays when it is killed
            with contextlib.suppress(OSError):
                self._temporary = Path(tempfile.mkdtemp(prefix="worker-", dir=options.temporary))
                options = replace(options, temporary=self._temporary)
        try:
            super().__init__("archiver.batch.guard.worker")
        except BaseException:
            self._remove_temporary()
            raise
        self.send(options)

    @property
    def is_stuck(self) -> bool:
        """Whether it took too long to load the program."""
        return not self.is_ready and super().is_stuck

    def assign(self, task: Task) -> None:
        """Give the process a task."""
        self.task, self.peak, self._since = task, 0, time.monotonic()
        self.send(task)

    def receive(self) -> Result | None:
        """What the process has to say: the result of its task, or None when it has become ready. A process that died gives a
        result too. Raises Defect for one that died before it was ready.
        """
        try:
            message: Result | None = self.link.recv()
        except Exception as error:
            code = self.kill(GRACE_SECONDS)
            if self.task is None:
                raise Defect(
                    f"a worker process ended before it was ready (exit code {code}, {type(error).__name__}).",
                    "`archiver doctor` says what is missing.",
                ) from error
            return Result.of_crash(self.task.name, code)
        if message is None:
            self.is_ready = True
        return message

    def kill(self, grace: float = 0.0) -> int:
        """End the process, as ChildProcess does, and remove its temporary files."""
        code = super().kill(grace)
        self._remove_temporary()
        return code

    def _remove_temporary(self) -> None:
        if self._temporary is not None:
            shutil.rmtree(self._temporary, ignore_errors=True)
