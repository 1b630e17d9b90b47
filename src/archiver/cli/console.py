"""Messages on standard error, as sentences or as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from archiver.cli.progress import Progress
from archiver.cli.terminal import printable, without_secrets


class Console:
    """Writes messages to standard error, as sentences or as JSON lines. Standard output is for data only.

    When standard error is closed or its disk is full, the work goes on without messages; the exit code still says how
    it ended.
    """

    def __init__(
        self, *, quiet: bool = False, verbose: bool = False, log_format: str = "text", debug: bool = False
    ) -> None:
        self.quiet = quiet
        self.verbose = verbose
        self.json = log_format == "json"
        self.debug = debug
        self._progress: Progress | None = None

    def say(self, text: str, **data: object) -> None:
        """Write information that the user may want; not with --quiet."""
        if not self.quiet:
            self._write("info", text, data)

    def warn(self, text: str, **data: object) -> None:
        """Write a warning: nothing failed, but the user should know it."""
        if not self.quiet:
            self._write("warning", text, data)

    def fail(self, text: str, **data: object) -> None:
        """Write a failure."""
        self._write("error", text, data)

    def show(self, text: str) -> None:
        """Write text that the user asked for, also with --quiet."""
        self._write("info", text, {})

    def _write(self, level: str, text: str, data: dict[str, Any]) -> None:
        if self.json:
            # ASCII only: file names of any bytes become valid JSON, and control characters do not reach the terminal.
            self._write_line(json.dumps({"level": level, "message": text, **data}, default=str))
        else:
            self._write_line(printable(f"archiver: {text}" if level == "error" else text))

    def trace(self, text: str) -> None:
        """Write a traceback, with --debug."""
        if self.debug and text:
            self._write_line(printable(text, keep="\n"))

    def _write_line(self, line: str) -> None:
        if self._progress is not None:
            self._progress.clear()
        try:
            click.echo(without_secrets(line), err=True)
        except OSError:
            self._write_line = _discard  # type: ignore[method-assign]
        if self._progress is not None:
            self._progress.draw()

    @contextmanager
    def progress(self, total: int) -> Iterator[Progress | None]:
        """Show how far a run over `total` sources is, in the last line of the terminal; messages go above it. Yields None where nothing is shown: for
        one source, and when standard error is no terminal.
        """
        if total > 1 and not self.quiet and not self.json:
            self._progress = Progress.on_terminal(total)
        try:
            yield self._progress
        finally:
            if self._progress is not None:
                self._progress.clear()
                self._progress = None


def _discard(line: str) -> None:
    """Takes the place of `_write_line` once standard error can no longer be written to."""
