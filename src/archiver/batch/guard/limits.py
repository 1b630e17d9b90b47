"""The limits of one source, and what it says of a source that reached one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from archiver.errors import ArchiverError, SourceError, TooLarge

#: A capture of many pages may have to be read whole before its first page is had: each of so many bytes gives it a second more.
_BYTES_A_SECOND = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SourceLimits:
    """What one source may take: seconds, and bytes of memory with all programs that it needs. 0 is no limit."""

    seconds: float = 120.0
    memory: int = 4 * 1024**3

    def seconds_for(self, capture: Path) -> float:
        """The most seconds to open a capture, which grow with its size; 0 for no limit."""
        try:
            return self.seconds and self.seconds + capture.stat().st_size / _BYTES_A_SECOND
        except (OSError, ValueError):
            return self.seconds


def too_slow(name: str, seconds: float) -> ArchiverError:
    """The error of a source that reached the limit of time."""
    return SourceError(f"{name}: it took more than {seconds:.6g} seconds.", "Give it more with --timeout.")


def too_much(name: str, memory: int) -> ArchiverError:
    """The error of a source that reached the limit of memory."""
    return TooLarge(
        f"{name}: it needed more than {memory / 1024**2:,.0f} MB of memory.",
        "Give it more with --memory, or save the article alone.",
    )
