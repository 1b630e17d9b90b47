"""A time by which all steps of a fetch have to be done, whatever the other side does.

The timeouts of sockets are for one wait each: a server that sends one byte now and then, of its handshake, its headers or its body, never
runs into them. Here a second thread hangs up when the time is over, and whoever waits at the socket is woken with an error. The thread lives
as long as the Deadline's `with` block, not as long as the connection: an answer with `Connection: close` is read after its connection object
was closed.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")


class OutOfTime(Exception):
    """The time for all steps of a fetch is over."""


class Deadline:
    """The end of a time of so many seconds from now; as a context manager it hangs up on all its sockets then, and lets go of them at the end."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._hang_up)
        self._timer.daemon = True

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            for watched in self._sockets:
                watched.close()
            self._sockets.clear()

    def left(self) -> float:
        """The seconds that are left; raises OutOfTime when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise OutOfTime
        return left

    def call(self, function: Callable[..., T], *arguments: Any, **options: Any) -> T:
        """What a call gives or raises, if it ends in time; else raises OutOfTime and leaves it to itself. For what has no timeout of its own,
        the look-up of a name.
        """
        done: list[T] = []
        failed: list[Exception] = []

        def run() -> None:
            try:
                done.append(function(*arguments, **options))
            except Exception as error:  # noqa: BLE001 - it is raised again where it belongs
                failed.append(error)

        left = self.left()
        worker = threading.Thread(target=run, daemon=True)
        worker.start()
        worker.join(left)
        if failed:
            raise failed[0]
        if not done:
            raise OutOfTime
        return done[0]

    def watch(self, made: socket.socket) -> None:
        """Hang up on this socket when the time is over."""
        # the socket itself is given away when TLS begins; hanging up its duplicate ends the connection all the same
        with self._lock:
            self._sockets.append(made.dup())
        if self._end <= time.monotonic():
            self._hang_up()

    def _hang_up(self) -> None:
        with self._lock:
            for watched in self._sockets:
                with suppress(OSError):  # it has ended by itself
                    watched.shutdown(socket.SHUT_RDWR)


def connections_until(deadline: Deadline, kind: Any, response: Any) -> Any:
    """`kind`, a class of urllib3's connections, with connections that are hung up at the deadline, and whose answers `response` reads, a
    subclass of http.client.HTTPResponse. A connection that would begin after the deadline raises OutOfTime.
    """

    class Limited(kind):  # type: ignore[misc]
        timeout: float
        response_class = response

        def _new_conn(self) -> socket.socket:
            self.timeout = min(self.timeout, deadline.left())
            made: socket.socket = super()._new_conn()
            deadline.watch(made)
            return made

    return Limited


def tries_until(deadline: Deadline, kind: Any) -> Any:
    """`kind`, urllib3's class of tries, with pauses between them that end at the deadline (raising OutOfTime)."""

    class Limited(kind):  # type: ignore[misc]
        def sleep(self, response: Any = None) -> None:
            time.sleep(min(self.get_backoff_time(), deadline.left()))
            deadline.left()

    return Limited
