"""Connections that end at a set time, whatever the other side does.

The timeouts of sockets are for one wait each: a server that sends one byte now and then, of its handshake or its headers, never runs into
them. Here a second thread hangs up when the time is over, and whoever waits at the socket is woken with an error.
"""

from __future__ import annotations

import socket
import threading
import time
from typing import Any


class OutOfTime(Exception):
    """The time for all steps of a request is over."""


def connections_until(deadline: float, kind: Any) -> Any:
    """`kind`, a class of urllib3's connections, with connections that are hung up at `deadline` (of `time.monotonic`).

    A connection that would begin after it raises OutOfTime.
    """

    class Limited(kind):  # type: ignore[misc]
        _alarm: threading.Timer | None = None
        _watched: socket.socket | None = None

        def _new_conn(self) -> socket.socket:
            left = deadline - time.monotonic()
            if left <= 0:
                raise OutOfTime
            made: socket.socket = super()._new_conn()
            # the socket itself is given away when TLS begins; hanging up its duplicate ends the connection all the same
            self._watched = made.dup()
            self._alarm = threading.Timer(left, _hang_up, [self._watched])
            self._alarm.daemon = True
            self._alarm.start()
            return made

        def close(self) -> None:
            if self._alarm is not None and self._watched is not None:
                self._alarm.cancel()
                self._watched.close()
            super().close()

    return Limited


def _hang_up(watched: socket.socket) -> None:
    try:
        watched.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it has ended by itself
