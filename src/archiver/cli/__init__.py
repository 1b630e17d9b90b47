"""The command line: its process first, so that a signal is heard from the beginning, and only then what takes time to load."""

from __future__ import annotations

import contextlib
import sys
from typing import NoReturn

from archiver.cli import process


def main() -> NoReturn:
    """Run the command line in a process of its own and leave with its exit code."""
    process.own()
    try:
        from archiver.cli import commands

        code = commands.run()
    except BaseException as error:
        # a module whose import is interrupted may say that it cannot be imported
        if not (process.interrupted() or isinstance(error, KeyboardInterrupt)):
            raise
        code = 130
        with contextlib.suppress(OSError):  # when nobody can hear it, the exit code still tells
            sys.stderr.write("archiver: interrupted; what was finished is kept.\n")
    process.leave(code)
