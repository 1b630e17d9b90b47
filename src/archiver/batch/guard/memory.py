"""How much memory processes hold, with all the processes that they started (pandoc, Java)."""

from __future__ import annotations

import contextlib
import sys
import time
from collections import defaultdict
from collections.abc import Collection
from pathlib import Path

import psutil

#: Seconds between two looks at all processes of the machine, which tell whose children are there.
_LOOK_FOR_CHILDREN = 0.5
_STATUS = Path("/proc/self/status")
_CLEAR = Path("/proc/self/clear_refs")


class MemoryWatch:
    """Watches several processes. A process is known by its id."""

    def __init__(self) -> None:
        self._children: dict[int, list[psutil.Process]] = {}
        self._looked = 0.0
        self._processes: dict[int, psutil.Process] = {}

    def used(self, ids: Collection[int]) -> dict[int, int]:
        """The resident memory in bytes of each process and its descendants; 0 for one that has ended."""
        now = time.monotonic()
        if now - self._looked >= _LOOK_FOR_CHILDREN:
            self._looked = now
            self._children = _descendants(ids)
        used: dict[int, int] = {}
        for number in ids:
            try:
                process = self._processes.get(number) or psutil.Process(number)
            except psutil.Error:
                used[number] = 0
                continue
            self._processes[number] = process
            used[number] = sum(_resident(one) for one in (process, *self._children.get(number, ())))
        return used

    def forget(self, number: int) -> None:
        """A process has ended; its id may become another's."""
        self._processes.pop(number, None)
        self._children.pop(number, None)


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def _descendants(ids: Collection[int]) -> dict[int, list[psutil.Process]]:
    by_parent: dict[int, list[psutil.Process]] = defaultdict(list)
    for process in psutil.process_iter(["ppid"]):
        by_parent[process.info["ppid"]].append(process)
    found: dict[int, list[psutil.Process]] = {}
    for number in ids:
        below = found[number] = []
        above = [number]
        while above:
            children = by_parent.pop(above.pop(), [])
            below += children
            above += [child.pid for child in children]
    return found


def forget_peak() -> None:
    """Let the count of this process's peak memory begin anew (Linux; elsewhere nothing happens)."""
    if sys.platform == "linux":
        # "5" resets the peak of the resident memory: proc(5)
        with contextlib.suppress(OSError):
            _CLEAR.write_text("5")


def peak() -> int:
    """The most resident memory of this process in bytes since `forget_peak`; 0 where the system does not tell."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, ValueError, IndexError):
            return int(_STATUS.read_text().partition("VmHWM:")[2].split()[0]) * 1024
    return 0
