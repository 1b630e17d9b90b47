"""Room for deep nesting: records may nest 256 deep (safety.parse_xml), and what walks them goes down some calls a level."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_ENOUGH = 12_000
_LOCK = threading.Lock()
#: How many are in need of it now, and the limit that the process had before the first of them.
_users, _before = 0, 0
#: How many of them are of this thread, one within the other.
_own = threading.local()


@contextmanager
def deep_stack() -> Iterator[None]:
    """A higher limit of recursion, for as long as it lasts in any thread: Python has one limit for all of them.

    The last one to leave puts back the limit that was there, unless somebody else has set another one meanwhile.
    """
    global _users, _before
    with _LOCK:
        if not _users:
            _before = sys.getrecursionlimit()
            sys.setrecursionlimit(max(_before, _ENOUGH))
        _users += 1
    _own.users = getattr(_own, "users", 0) + 1
    try:
        yield
    finally:
        _own.users -= 1
        with _LOCK:
            _users -= 1
            if not _users and sys.getrecursionlimit() == max(_before, _ENOUGH):
                # Python takes no limit below the depth at which it is set: then the caller has gone deeper himself meanwhile
                with suppress(RecursionError):
                    sys.setrecursionlimit(_before)


def _after_fork() -> None:
    """A child has none of the other threads that may be in need of it, or hold the lock."""
    global _LOCK, _users
    _LOCK = threading.Lock()
    others, _users = _users, getattr(_own, "users", 0)
    if others and not _users and sys.getrecursionlimit() == max(_before, _ENOUGH):
        sys.setrecursionlimit(_before)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
