"""How much work a call is, counted: the same on any machine, however busy it is, so that a test can say how it grows.

Counted are the lines of Archiver's own code that run. What libraries written in C do meanwhile is not seen.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import archiver

_OURS = str(Path(archiver.__file__).parent)


def steps(call: Callable[[], object]) -> int:
    """How many lines of Archiver's code run during a call, in this thread. A line in a loop counts each time."""
    count = 0

    def in_ours(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        count += event == "line"
        return in_ours

    def anywhere(frame: FrameType, event: str, _: Any) -> Any:
        return in_ours if frame.f_code.co_filename.startswith(_OURS) else None

    before = sys.gettrace()
    sys.settrace(anywhere)
    try:
        call()
    finally:
        sys.settrace(before)
    return count


def growth(work: Callable[[int], object], size: int, times: int = 4) -> float:
    """How much more work `times` the size is: `times` where work is in proportion, its square where each part looks at all others.

    `work` is called with the size. What is read only once in a process is read before it counts.
    """
    work(size)
    return steps(lambda: work(size * times)) / steps(lambda: work(size))
