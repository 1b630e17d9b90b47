"""External programs that are started, and how they end: a worker process of a run ties them to its own life.

Only a process of our own calls `tie`. In anybody else's program nothing is changed.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time
from typing import Any

#: prctl(2): the signal that a process gets when its parent ends.
_PR_SET_PDEATHSIG = 1

_is_tied = False


def end_with_parent() -> bool:
    """Have the system kill this process when its parent ends, by whatever; False where the system cannot."""
    return sys.platform == "linux" and bool(_LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) == 0)


def end_with(parent: int) -> None:
    """Make sure that this process, a worker, ends when its parent, the process with this id, ends, even by SIGKILL. It is the first thing that a worker does: to load the program takes a
    second.
    """
    if not end_with_parent():
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    elif os.getppid() != parent:
        os._exit(1)  # the parent ended before the system was asked


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.killpg(0, signal.SIGKILL)  # with what it started


def tie() -> None:
    """From now on, programs that this process starts end with it, also when it is killed."""
    global _is_tied
    _is_tied = sys.platform == "linux"


def options() -> dict[str, Any]:
    """The arguments for `subprocess.Popen` that tie a program to this process; none in a process that did not ask for it.

    They run code between fork and exec, which is safe only where no other thread may hold a lock, as in a worker process.
    """
    return {"preexec_fn": end_with_parent} if _is_tied else {}


#: Loaded here and not between fork and exec, where nothing should be loaded.
_LIBC = ctypes.CDLL(None)
