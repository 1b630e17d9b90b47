"""Servers on the loopback that write what a test says, each byte of it; and the fetchers that may reach them."""

from __future__ import annotations

import datetime
import gzip
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from archiver.fetching import Fetcher, PageFetcher

_OK = b"HTTP/1.1 200 OK\r\n"


def packed_by_gzip(data: bytes) -> bytes:
    """The same bytes at any time of the day: they stand in the names of tests."""
    return gzip.compress(data, mtime=0)


#: What a server writes, piece by piece.
Script = Callable[[], Iterator[bytes]]


class _Handler(socketserver.BaseRequestHandler):
    server: Any

    def handle(self) -> None:
        data = b""
        with suppress(OSError):
            while b"\r\n\r\n" not in data and (piece := self.request.recv(4096)):
                data += piece
                if data.startswith(b"\x16"):  # the beginning of TLS
                    break
            path = data.split(b" ")[1].decode("ascii") if data.startswith(b"GET ") else "/"
            self.server.asked.append(path)
            self.server.heads.append(data)
            for piece in self.server.scripts.get(path, self.server.otherwise)():
                self.request.sendall(piece)


class Asked(list[str]):
    """The paths that a server was asked for, in order; `heads` are the whole requests."""

    def __init__(self) -> None:
        super().__init__()
        self.heads: list[bytes] = []


@contextmanager
def hostile(otherwise: Script, **scripts: Script) -> Iterator[tuple[str, Asked]]:
    """A server on the loopback that writes what a script says, each byte of it: its address, and the paths that it was asked for."""
    with site({f"/{name}": script for name, script in scripts.items()}, otherwise) as running:
        yield running


@contextmanager
def site(
    scripts: dict[str, Script], otherwise: Script | None = None, tls: ssl.SSLContext | None = None
) -> Iterator[tuple[str, Asked]]:
    """The same with a script for each path, which may be added while it runs; other paths are not found."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Handler) as running:
        running.daemon_threads = True
        running.block_on_close = False
        asked = Asked()
        running.asked = asked  # type: ignore[attr-defined]
        running.heads = asked.heads  # type: ignore[attr-defined]
        running.otherwise = otherwise or status("404 Not Found")  # type: ignore[attr-defined]
        running.scripts = scripts  # type: ignore[attr-defined]
        if tls is not None:
            running.socket = tls.wrap_socket(running.socket, server_side=True, do_handshake_on_connect=False)
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield f"{'https' if tls else 'http'}://127.0.0.1:{running.server_address[1]}", asked
        running.shutdown()
        thread.join()


def status(line: str, *headers: str, body: bytes = b"") -> Script:
    """An answer with this status ("404 Not Found")."""
    lines = [f"HTTP/1.1 {line}", f"Content-Length: {len(body)}", *headers, "Connection: close"]
    return lambda: iter(["".join(f"{line}\r\n" for line in lines).encode() + b"\r\n" + body])


def onward(location: str, line: str = "302 Found") -> Script:
    """An answer that leads on."""
    return status(line, f"Location: {location}")


#: The moment at which the pages of tests are fetched.
MOMENT = datetime.datetime(2026, 3, 14, 15, 9, 26, tzinfo=datetime.UTC)


def page_fetcher(ignore_robots: bool = False) -> PageFetcher:
    """As the real one, but that the loopback is all the world, and that its clock stands still."""
    return PageFetcher(ignore_robots=ignore_robots, may_reach=lambda address: address.is_loopback, now=lambda: MOMENT)


def fetcher(seconds: float = 20) -> Fetcher:
    return Fetcher(may_reach=lambda address: address.is_loopback, seconds=seconds)


def answer(body: bytes, *headers: str, length: int | None = None) -> Script:
    lines = [f"Content-Length: {len(body) if length is None else length}", *headers]
    return lambda: iter([_OK + "".join(f"{line}\r\n" for line in lines).encode() + b"\r\n", body])


#: Nobody sets it: to wait for it is to wait.
STOP = threading.Event()


def drip(*before: bytes, byte: bytes = b"a") -> Script:
    """A byte now and then, for some ten seconds: whoever waits for the end of it gets an answer, only too late."""

    def write() -> Iterator[bytes]:
        yield from before
        for _ in range(200):
            STOP.wait(0.05)
            yield byte

    return write


def endless(*before: bytes, piece: bytes = b"a" * 65536) -> Script:
    """Megabytes without end, as fast as they are taken."""

    def write() -> Iterator[bytes]:
        yield from before
        while True:
            yield piece

    return write
