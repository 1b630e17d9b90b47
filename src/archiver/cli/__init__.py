"""The command line. The process is set up first, so that signals are handled from the start; slow imports come after."""

from __future__ import annotations

import contextlib
import sys
from typing import NoReturn

from archiver.cli import process

__all__ = ["main"]


def main() -> NoReturn:
    """Run the command line in a process of its own, and end the process with its exit code."""
    process.set_up()
    try:
        from archiver.cli import commands

        code = commands.run()
    except BaseException as error:
        # An interrupted import may raise ImportError instead of KeyboardInterrupt.
        if not (process.interrupted() or isinstance(error, KeyboardInterrupt)):
            raise
        code = 130
        with contextlib.suppress(OSError):  # standard error may be closed; the exit code still says it
            sys.stderr.write("archiver: interrupted; what was finished is kept.\n")
    process.end(code)
