"""The errors of Archiver: few, typed, and written for the user.

    ArchiverError                     1   base class, never raised itself
    ├── UsageError                    2   the call is wrong, or the system refuses it
    │   └── DiskFull                  2   there is no room for a result; a run over many sources stops
    ├── SourceError                   3   a source cannot be read, or is refused
    │   ├── TooLarge                  3   a source exceeds a limit of safety.py (bytes, depth, attributes)
    │   ├── Malformed                 3   broken, binary, empty, or not of its declared type
    │   └── Forbidden                 3   the source uses something that is not allowed
    ├── NotAnArticle                  4   the source holds no article
    ├── InvalidResult                 5   a result failed its own validation
    ├── MissingDependency             6   a program or library is not installed
    └── Defect                       70   an unexpected error

The message of an error is one sentence: what failed, where and why. Its remedy is what the user can do.
`exit_code` is the exit code of the command line (docs/reference/exit-codes.md).

`guarded` turns every other exception, from Python, a library or the system, into one of these. So a program that
calls Archiver, and a run over many sources, has only one class of errors to catch.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

#: The errors of the system for a full disk, and for a full share of it.
NO_ROOM = frozenset((errno.ENOSPC, errno.EDQUOT))
#: Errors of the system that are neither the fault of the source nor of the code: no space, no permission, and the like.
_SYSTEM_ERRORS = frozenset(
    (
        errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EMFILE, errno.ENFILE, errno.EIO, errno.EACCES, errno.EPERM,
        errno.ENAMETOOLONG, errno.ELOOP, errno.EAGAIN, errno.ENOMEM,
    )
)  # fmt: skip


class ArchiverError(Exception):
    """Base class of all errors that Archiver raises.

    `str(error)` is the message and the remedy. `error.message` says what failed, where and why; `error.remedy` says
    what to do.
    """

    exit_code = 1

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()

    def __reduce__(self) -> tuple[type[ArchiverError], tuple[str, str]]:
        """Errors cross process borders in a run; the default implementation would lose the remedy."""
        return type(self), (self.message, self.remedy)


class UsageError(ArchiverError):
    """The call contradicts itself, names something that does not exist, or is refused by the system."""

    exit_code = 2


class DiskFull(UsageError):
    """There is no room on a disk for a result, or for a temporary file."""


class SourceError(ArchiverError):
    """A source cannot be read, or is refused."""

    exit_code = 3


class TooLarge(SourceError):
    """A source exceeds a limit that protects the machine."""


class Malformed(SourceError):
    """A source is empty, binary, broken, or not of its declared type."""


class Forbidden(SourceError):
    """A source uses something that is not allowed, such as XML entities."""


class NotAnArticle(ArchiverError):
    """The source was read, but it holds no article."""

    exit_code = 4


class InvalidResult(ArchiverError):
    """A result failed its own validation and was not kept."""

    exit_code = 5


class MissingDependency(ArchiverError):
    """A program or library that this step needs is not installed. The remedy says how to install it."""

    exit_code = 6


class Defect(ArchiverError):
    """An unexpected error: a mistake in Archiver or in a library. The remedy asks the user to report it."""

    exit_code = 70


class OutputClosed(BaseException):
    """The program that reads our standard output has closed it. The run ends; this is no failure. Only the command line
    raises it.
    """


@contextlib.contextmanager
def guarded(subject: str) -> Iterator[None]:
    """Turn every exception other than ArchiverError into one, as `unforeseen` does. `subject` is the source or the
    result in work.

    KeyboardInterrupt and GeneratorExit pass.
    """
    try:
        yield
    except ArchiverError:
        raise
    except (Exception, SystemExit) as error:
        # parsers and font libraries may raise any exception, and the caller may want to go on with other sources
        raise unforeseen(error, subject) from error


def unforeseen(error: BaseException, subject: str) -> ArchiverError:
    """The ArchiverError for any exception. `subject` is the source or the result in work.

    TooLarge for missing memory or stack, UsageError for a full disk and similar errors of the system, else Defect.
    """
    if isinstance(error, ArchiverError):
        return error
    if isinstance(error, (MemoryError, RecursionError)):
        resource = "memory" if isinstance(error, MemoryError) else "depth"
        return TooLarge(
            f"{subject}: refused: it needs more {resource} than this machine has.", "Save the article alone."
        )
    if isinstance(error, OSError) and error.errno in _SYSTEM_ERRORS:
        place = f" ({os.fsdecode(error.filename)})" if isinstance(error.filename, (str, bytes)) else ""
        kind = DiskFull if error.errno in NO_ROOM else UsageError
        return kind(
            f"{subject}: the system refused: {error.strerror}{place}.",
            "Free some space, or change the permissions there.",
        )
    place = _place(error.__traceback__)
    return Defect(
        f"{subject}: a defect of Archiver ended this ({type(error).__name__}{place}).",
        "Please report it with this file; `archiver --debug` shows the traceback.",
    )


def _place(traceback: TracebackType | None) -> str:
    """The last line of Archiver's own code in a traceback: " in record/images.py, line 88"."""
    own_folder = f"{Path(__file__).parent}{os.sep}"
    place = ""
    while traceback is not None:
        file_name = traceback.tb_frame.f_code.co_filename
        if file_name.startswith(own_folder) and file_name != __file__:
            place = f" in {file_name.removeprefix(own_folder)}, line {traceback.tb_lineno}"
        traceback = traceback.tb_next
    return place
