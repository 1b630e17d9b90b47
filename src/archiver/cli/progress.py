"""The last line of a terminal while a run is at work: how far it is, how fast, how long it will take, and how many sources failed.

Converting  1,204 of 10,000 (12%)  5.3 a second  28 min left  3 failed
"""

from __future__ import annotations

import shutil
import sys
import time
from contextlib import suppress
from typing import TextIO

#: Seconds between two updates of the line.
_UPDATE = 0.2
_CLEAR_LINE = "\r\x1b[K"


class Progress:
    """The progress of a run over `total` sources on a terminal."""

    def __init__(self, total: int, stream: TextIO) -> None:
        self._total = total
        self._stream = stream
        self._begun = time.monotonic()
        self._drawn = 0.0
        self._done = self._failed = 0

    @classmethod
    def on_terminal(cls, total: int) -> Progress | None:
        """The progress on standard error; None when that is no terminal."""
        try:
            is_terminal = sys.stderr is not None and sys.stderr.isatty()
        except (OSError, ValueError):
            return None
        return cls(total, sys.stderr) if is_terminal else None

    def step(self, *, failed: bool) -> None:
        """One source is done."""
        self._done += 1
        self._failed += failed
        if self._done == self._total or time.monotonic() - self._drawn >= _UPDATE:
            self.draw()

    def draw(self) -> None:
        """Write the line anew."""
        self._drawn = time.monotonic()
        width = shutil.get_terminal_size().columns
        self._write(f"{_CLEAR_LINE}{self.text(self._drawn - self._begun)[: max(0, width - 1)]}")

    def clear(self) -> None:
        """Take the line away, for a message or at the end."""
        self._write(_CLEAR_LINE)

    def text(self, seconds: float) -> str:
        """The line after so many seconds."""
        share = 100 * self._done // self._total
        parts = [f"Converting  {self._done:,} of {self._total:,} ({share}%)"]
        if self._done and seconds > 0:
            rate = self._done / seconds
            parts.append(f"{rate:.1f} a second" if rate >= 1 else f"{1 / rate:.1f} seconds each")
            parts.append(f"{_duration((self._total - self._done) / rate)} left")
        if self._failed:
            parts.append(f"{self._failed:,} failed")
        return "  ".join(parts)

    def _write(self, text: str) -> None:
        with suppress(OSError, ValueError):  # the terminal was closed; the run goes on
            self._stream.write(text)
            self._stream.flush()


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02} min"
