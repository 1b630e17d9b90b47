"""Calls of pandoc, for the readers of documents and for the writers: in its sandbox, with limits of time, memory and output.

In the sandbox, pandoc's readers and writers reach no files and no addresses. It gets its input from a file that is already open, so no name of a file
reaches it. The Haskell runtime keeps the limit of memory (`+RTS -M`).
"""

from __future__ import annotations

import os
import selectors
import subprocess
import tempfile
import time
from typing import IO, Literal

from archiver import child_programs
from archiver.errors import MissingDependency

#: The most seconds of one call, the most memory of pandoc's heap in MB, and the most bytes that it may return.
MOST_SECONDS, MOST_MEGABYTES, MOST_OUTPUT = 180, 2048, 512 * 1024 * 1024
#: The exit codes of the Haskell runtime when the heap, or the stack, is full.
_HEAP_FULL = frozenset((251, 2))
_CHUNK = 1 << 20

Failure = Literal["time", "memory", "output", "error"]


class PandocFailed(Exception):
    """pandoc did not do it. `kind` says which limit ended it, or "error"; `reason` is pandoc's own message on one line.

    The caller makes an ArchiverError of it, because only the caller knows whose fault that is.
    """

    def __init__(self, kind: Failure, reason: str = "") -> None:
        super().__init__(kind, reason)
        self.kind: Failure = kind
        self.reason = reason


def program() -> str:
    """The path of pandoc. Raises MissingDependency without it."""
    try:
        import pypandoc  # type: ignore[import-untyped]

        return str(pypandoc.get_pandoc_path())
    except (ImportError, OSError) as error:
        raise MissingDependency(
            "pandoc, which reads and makes this format, is not installed.", "Install it: pip install pypandoc_binary"
        ) from error


def run(
    data: bytes, from_: str, to: str, *arguments: str, seconds: float = MOST_SECONDS, megabytes: int = MOST_MEGABYTES
) -> bytes:
    """Convert bytes from one of pandoc's formats to another one.

    Raises MissingDependency without pandoc, and PandocFailed when it fails or reaches a limit.
    """
    command = [
        program(), "--sandbox", "--quiet", f"--from={from_}", f"--to={to}", *arguments, "--output=-",
        "+RTS", f"-M{megabytes}m", "-RTS",
    ]  # fmt: skip
    deadline = time.monotonic() + seconds
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as messages:
        source.write(data)
        source.seek(0)
        try:
            process = subprocess.Popen(
                command, stdin=source, stdout=subprocess.PIPE, stderr=messages, **child_programs.options()
            )
        except OSError as error:
            raise MissingDependency(
                f"pandoc cannot be started: {error.strerror}.", "Install it: pip install pypandoc_binary"
            ) from error
        try:
            assert process.stdout is not None
            output = _read(process.stdout, deadline)
            try:
                code = process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired as error:
                raise PandocFailed("time", f"it took more than {seconds:g} seconds") from error
        finally:
            process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()
        if code == 0:
            return output
        messages.seek(0)
        reason = " ".join(messages.read(4000).decode("utf-8", "replace").split())
    is_full = code in _HEAP_FULL and ("overflow" in reason or "exhausted" in reason)
    raise PandocFailed("memory" if is_full else "error", reason[:300])


def _read(stream: IO[bytes], deadline: float) -> bytes:
    """All that pandoc writes until the deadline. Raises PandocFailed."""
    pieces: list[bytes] = []
    size = 0
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        while True:
            left = deadline - time.monotonic()
            if left <= 0 or not selector.select(left):
                raise PandocFailed("time", "it took too long")
            chunk = os.read(stream.fileno(), _CHUNK)
            if not chunk:
                return b"".join(pieces)
            size += len(chunk)
            if size > MOST_OUTPUT:
                raise PandocFailed("output", f"it became more than {MOST_OUTPUT // 1024**2} MB")
            pieces.append(chunk)
