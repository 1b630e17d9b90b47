"""Lists of sources (`@LIST`): how one is read, and how a name is written into one.

A list has one name a line. White space around a name is not part of it; blank lines, and lines that begin with "#", are
left out. A list that holds a zero byte has a zero byte behind each name instead, as `find -print0` writes it, and its names stand as
they are: so it can hold any name that a file may have.

    gulls.html                 gulls.html
    # these are new            ./#1.html
    #1.html             →
     terns.html                ./ terns.html
    "two\\nlines.html"          (only with zero bytes)
"""

from __future__ import annotations

import os

from archiver.source import name_bytes

_MARK = b"\xef\xbb\xbf"


def names_in(data: bytes) -> list[str]:
    """The names in the bytes of a list."""
    if b"\0" in data:
        return [os.fsdecode(name) for name in data.split(b"\0") if name]
    # File names are bytes: they may hold characters at which str.splitlines would split.
    lines = [os.fsdecode(line).strip() for line in data.removeprefix(_MARK).split(b"\n")]
    return [line for line in lines if line and not line.startswith("#")]


def as_line(name: str) -> str | None:
    """A name as a line of a list, which is read as the same file; None if no line can hold it."""
    if name != name.lstrip() or name.startswith(("#", "\ufeff")):
        name = f"./{name}"
    return name if name == name.strip() and "\n" not in name else None


def list_bytes(name: str) -> bytes:
    """The bytes of a name or a line in a list."""
    try:
        return os.fsencode(name)
    except UnicodeEncodeError:  # a name from a system with another encoding
        return name_bytes(name)
