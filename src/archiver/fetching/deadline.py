"""A deadline that ends all steps of a fetch, even when the server keeps the connection busy.

A socket timeout limits a single wait. A server that sends one byte now and then, in its handshake, headers or body,
never reaches it. Here a second thread shuts the sockets down at the deadline, so that a waiting read fails. The thread
lives as long as the `with` block of the Deadline, not as long as the connection: a response with `Connection: close` is
read after its connection object was closed.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from archiver.fetching.responses import Answered

T = TypeVar("T")


class OutOfTime(Exception):
    """The deadline has passed."""


class Deadline:
    """A deadline so many seconds from now. As a context manager it shuts down all watched sockets at the deadline, and
    releases them at the end.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._shut_down)
        self._timer.daemon = True

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            for duplicate in self._sockets:
                duplicate.close()
            self._sockets.clear()

    def remaining(self) -> float:
        """The seconds until the deadline. Raises OutOfTime when it has passed."""
        remaining = self._end - time.monotonic()
        if remaining <= 0:
            raise OutOfTime
        return remaining

    def call(self, function: Callable[..., T], *arguments: Any, **options: Any) -> T:
        """Call a function that has no timeout of its own (a name look-up), and return its result or raise its error.

        Raises OutOfTime when the function has not ended by the deadline; its thread is then left alone.
        """
        results: list[T] = []
        errors: list[Exception] = []

        def run() -> None:
            try:
                results.append(function(*arguments, **options))
            except Exception as error:  # noqa: BLE001 - raised again in the calling thread
                errors.append(error)

        remaining = self.remaining()
        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        thread.join(remaining)
        if errors:
            raise errors[0]
        if not results:
            raise OutOfTime
        return results[0]

    def watch(self, new_socket: socket.socket) -> None:
        """Shut this socket down at the deadline."""
        # TLS takes over the socket object itself; shutting down its duplicate ends the connection all the same.
        with self._lock:
            self._sockets.append(new_socket.dup())
        if self._end <= time.monotonic():
            self._shut_down()

    def _shut_down(self) -> None:
        with self._lock:
            for duplicate in self._sockets:
                with suppress(OSError):  # it was closed before
                    duplicate.shutdown(socket.SHUT_RDWR)


def connections_until(deadline: Deadline, base: Any, response: Any) -> Any:
    """A subclass of `base`, a urllib3 connection class, whose connections are shut down at the deadline.

    Its responses are of the class `response`, a subclass of http.client.HTTPResponse. A connection after the deadline
    raises OutOfTime.
    """

    class Limited(base):  # type: ignore[misc]
        timeout: float
        response_class = response

        def _new_conn(self) -> socket.socket:
            self.timeout = min(self.timeout, deadline.remaining())
            new_socket: socket.socket = super()._new_conn()
            deadline.watch(new_socket)
            return new_socket

    return Limited


@dataclass(frozen=True, slots=True)
class Tries:
    """How often a request is made again when the server is busy or the connection fails, and after how many seconds: `pause`, then twice as
    many, and so on. There is no chance in it, so a fetch can be repeated.

    `longest_wait` is the longest time that a server may ask for (Retry-After): it is waited for, and a server that asks for more is given
    up. With 0, servers are not asked.
    """

    again: int = 2
    pause: float = 0.5
    longest_wait: float = 0.0
    statuses: frozenset[int] = frozenset((429, 502, 503, 504))


def retries_until(deadline: Deadline, base: Any, tries: Tries) -> Any:
    """A subclass of `base`, urllib3's Retry, whose pauses are those of `tries`, end at the deadline and then raise OutOfTime.

    A server that asks for a longer pause than is allowed raises Answered.
    """

    class Limited(base):  # type: ignore[misc]
        def sleep(self, response: Any = None) -> None:
            seconds = tries.pause * 2 ** (len(self.history) - 1)
            if tries.longest_wait and response is not None:
                wanted = self._wanted(response)
                if wanted > tries.longest_wait:
                    raise Answered(response.status, f" and asks to wait {wanted:.0f} seconds")
                seconds = max(seconds, wanted)
            time.sleep(min(seconds, deadline.remaining()))
            deadline.remaining()

        def _wanted(self, response: Any) -> float:
            """The seconds that the server asks for; 0 without a header that says it."""
            import urllib3

            try:
                return float(self.get_retry_after(response) or 0)
            except (urllib3.exceptions.HTTPError, ValueError, OverflowError):
                return 0.0

    return Limited
