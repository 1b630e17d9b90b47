"""A higher recursion limit for deep records: 256 levels may nest (safety.parse_xml), with several calls a level."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_LIMIT = 12_000
_LOCK = threading.Lock()
#: The number of users of the higher limit, and the limit before the first of them.
_users, _previous_limit = 0, 0
#: The number of users in this thread (nested calls).
_thread = threading.local()


@contextmanager
def deep_stack() -> Iterator[None]:
    """Raise the recursion limit as long as any thread needs it: Python has one limit for all threads.

    The last user restores the previous limit, unless other code has set another limit meanwhile.
    """
    global _users, _previous_limit
    with _LOCK:
        if not _users:
            _previous_limit = sys.getrecursionlimit()
            sys.setrecursionlimit(max(_previous_limit, _LIMIT))
        _users += 1
    _thread.users = getattr(_thread, "users", 0) + 1
    try:
        yield
    finally:
        _thread.users -= 1
        with _LOCK:
            _users -= 1
            if not _users and sys.getrecursionlimit() == max(_previous_limit, _LIMIT):
                # Python refuses a limit below the current depth: then the caller itself has gone deeper meanwhile.
                with suppress(RecursionError):
                    sys.setrecursionlimit(_previous_limit)


def _after_fork() -> None:
    """Reset the state in a forked child: the other threads, which may be users or hold the lock, are gone."""
    global _LOCK, _users
    _LOCK = threading.Lock()
    users_before, _users = _users, getattr(_thread, "users", 0)
    if users_before and not _users and sys.getrecursionlimit() == max(_previous_limit, _LIMIT):
        sys.setrecursionlimit(_previous_limit)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
