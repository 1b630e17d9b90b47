"""What can go wrong, as few and typed errors that speak to the user.

    ArchiverError                     1   never raised itself
    ├── UsageError                    2   the call cannot be carried out as it was put
    ├── SourceError                   3   a source cannot be read, or is refused
    │   ├── TooLarge                  3   over a limit of safety.py (bytes, depth, elements)
    │   ├── Malformed                 3   not what it says it is: broken, binary, empty
    │   └── Forbidden                 3   an address or path that a source may not lead to
    ├── NotAnArticle                  4   read, but there is no article in it
    ├── InvalidResult                 5   what was made failed its own validation
    └── MissingDependency             6   a program or library is needed and not here

Each error is one sentence about what failed and where, with a remedy: what the user can do about it.
`exit_code` is what the command line returns for it (docs/exit-codes.md).
"""

from __future__ import annotations


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
