"""What can go wrong, as few and typed errors that speak to the user.

    ArchiverError                     1   never raised itself
    ├── UsageError                    2   the call cannot be carried out as it was put
    ├── SourceError                   3   a source cannot be read, or is refused
    │   ├── TooLarge                  3   over a limit of safety.py (bytes, depth, elements)
    │   ├── Malformed                 3   not what it says it is: broken, binary, empty
    │   └── Forbidden                 3   an address or path that a source may not lead to
    ├── NotAnArticle                  4   read, but there is no article in it
    ├── InvalidResult                 5   what was made failed its own validation
    ├── MissingDependency             6   a program or library is needed and not here
    └── Defect                       70   an error that nobody foresaw

Each error is one sentence about what failed and where, with a remedy: what the user can do about it.
`exit_code` is what the command line returns for it (docs/reference/exit-codes.md).

What Python, a library or the system raises becomes one of these at the border (`guarded`), so that a program that calls Archiver, and a run over
many sources, has one kind of error to catch.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

#: What a machine runs out of, or refuses to whoever asks: no fault of the source, none of the code.
_SYSTEM = frozenset(
    (
        errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EMFILE, errno.ENFILE, errno.EIO, errno.EACCES, errno.EPERM,
        errno.ENAMETOOLONG, errno.ELOOP, errno.EAGAIN, errno.ENOMEM,
    )
)  # fmt: skip


class ArchiverError(Exception):
    """Base of all errors that Archiver raises on purpose.

    `str(error)` is the sentence that says what failed, where and why; `error.remedy` says what to do.
    """

    exit_code = 1

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()

    def __reduce__(self) -> tuple[type[ArchiverError], tuple[str, str]]:
        """Errors cross process borders in a batch; the default would lose the remedy."""
        return type(self), (self.message, self.remedy)


class UsageError(ArchiverError):
    """The call contradicts itself or names what does not exist."""

    exit_code = 2


class SourceError(ArchiverError):
    """A source cannot be read, or is refused."""

    exit_code = 3


class TooLarge(SourceError):
    """A source is over a limit that keeps the machine safe."""


class Malformed(SourceError):
    """A source is empty, binary, or not what its name and type promise."""


class Forbidden(SourceError):
    """A source or a link in it leads where a source may not lead."""


class NotAnArticle(ArchiverError):
    """The source was read, and no article was found in it."""

    exit_code = 4


class InvalidResult(ArchiverError):
    """A result failed its own validation and was not kept."""

    exit_code = 5


class MissingDependency(ArchiverError):
    """A program or library that this step needs is not installed; the remedy says how to get it."""

    exit_code = 6


class Defect(ArchiverError):
    """An error that nobody foresaw: a mistake in Archiver or in a library that it uses. The sentence asks for the source."""

    exit_code = 70


class ReaderGone(BaseException):
    """Whoever read our standard output has had enough: the end of the work, and nobody's fault. Only the command line meets it."""


@contextlib.contextmanager
def guarded(what: str) -> Iterator[None]:
    """Let no error out but Archiver's own: every other becomes what `unforeseen` says. `what` is the source or the result at work.

    KeyboardInterrupt passes, as does what leaves a generator or a thread.
    """
    try:
        yield
    except ArchiverError:
        raise
    except (Exception, SystemExit) as error:
        # Parsers, fonts and pages meet here in more ways than can be foreseen, and whoever called may have other sources to go on with.
        raise unforeseen(error, what) from error


def unforeseen(error: BaseException, what: str) -> ArchiverError:
    """Archiver's error for one that it did not raise itself: TooLarge without memory or stack, UsageError for a full disk and the like, else Defect."""
    if isinstance(error, ArchiverError):
        return error
    if isinstance(error, (MemoryError, RecursionError)):
        lacking = "memory" if isinstance(error, MemoryError) else "depth"
        return TooLarge(f"{what}: refused: it needs more {lacking} than there is.", "Save the article alone.")
    if isinstance(error, OSError) and error.errno in _SYSTEM:
        place = f" ({os.fsdecode(error.filename)})" if isinstance(error.filename, (str, bytes)) else ""
        return UsageError(f"{what}: the system refused: {error.strerror}{place}.", "Make room or give leave there.")
    place = _place(error.__traceback__)
    return Defect(
        f"{what}: a defect of Archiver ended this ({type(error).__name__}{place}).",
        "Please report it with this file; `archiver --debug` shows the traceback.",
    )


def _place(trace: TracebackType | None) -> str:
    """The last line of Archiver's own code on the way to an error: " in record/images.py, line 88"."""
    own = f"{Path(__file__).parent}{os.sep}"
    place = ""
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.startswith(own) and name != __file__:
            place = f" in {name.removeprefix(own)}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return place
