"""Files of options: where they are looked for, whose they may be, and what they hold.

Two files count: `archiver.toml` in the working folder or the nearest folder above it, and the user's own one in
`$XDG_CONFIG_HOME/archiver/`. The first may lie in a folder with sources of somebody else, so it is a `found` file, which may
set less (values.py), and it must belong to the user who runs the program. Source: `safe.directory` of git, for the owner; the
XDG Base Directory Specification, for the user's own file.
"""

from __future__ import annotations

import os
import re
import stat
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archiver.errors import UsageError

#: The name of a file of options.
NAME = "archiver.toml"
#: The most bytes of such a file. One with all options has a few thousand.
_MOST_BYTES = 256 * 1024
_KEY = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
_HEADER = re.compile(rf"[ \t]*\[[ \t]*({_KEY}(?:[ \t]*\.[ \t]*{_KEY})*)[ \t]*\][ \t]*(?:#.*)?", re.ASCII)
_PAIR = re.compile(rf"[ \t]*({_KEY}(?:[ \t]*\.[ \t]*{_KEY})*)[ \t]*=", re.ASCII)
#: The end of an error message of tomllib, which holds the place.
_PLACE = re.compile(r"(.*?) \(at (?:(line \d+), column \d+|end of document)\)", re.DOTALL)

#: A key with the tables that it stands in: ("convert", "language").
Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OptionFile:
    """One file of options.

    `name` is its name in messages. `base` is the folder that paths in it are relative to, as a path from the working folder
    where that is possible: a record may name a path, and must not depend on where a folder lies. `found` says that nobody
    named the file: it was found beside the sources. `tables` is its content, `lines` the line of each key where it is known.
    """

    name: str
    base: str
    found: bool
    tables: dict[str, Any]
    lines: Mapping[Keys, int] = field(default_factory=dict)

    def place(self, keys: Keys) -> str:
        """Where the value of a key stands, for messages: "archiver.toml, line 3"."""
        line = self.lines.get(keys)
        return f"{self.name}, line {line}" if line else self.name


def named_file(path: str) -> OptionFile:
    """The file that the user named. Raises UsageError when it cannot be read, or is no TOML."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error, "Check the name.") from error
    folder = Path(path).parent
    return _parsed(data, path, "" if folder == Path() else str(folder), found=False)


def found_files() -> tuple[list[OptionFile], list[str]]:
    """The files that count when the user named none, the one whose values win first; and a sentence for each file that is
    not used because of its owner.

    Raises UsageError for a file that cannot be read, or is no TOML.
    """
    files: list[OptionFile] = []
    warnings: list[str] = []
    for path, name, base, found in _candidates():
        if found and files:
            continue  # the nearest one alone counts
        try:
            data, problem = _own(path)
        except (OSError, ValueError) as error:
            raise _unreadable(name, error, "Mend it, or use --no-config.") from error
        if problem:
            warnings.append(f"{name} is not used: {problem}. To use it all the same, name it with --config.")
        elif data is not None:
            files.append(_parsed(data, name, base, found=found))
    return files, warnings


def user_file() -> Path | None:
    """Where the user's own file stands or would stand; None without a home."""
    folder = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    if not folder.is_absolute():  # the specification has relative ones ignored
        home = _home()
        if home is None:
            return None
        folder = home / ".config"
    return folder / "archiver" / NAME


def _home() -> Path | None:
    try:
        return Path.home()
    except RuntimeError:
        return None


def _candidates() -> Iterator[tuple[Path, str, str, bool]]:
    """For each place: the path of the file, its name in messages, the folder for paths in it, whether it was found.

    The search upwards ends with the user's home, else at the border of the file system: no folder beyond is the user's.
    """
    own, home = user_file(), _home()
    end = home.resolve() if home is not None else None
    try:
        here = Path.cwd()
        device = here.stat().st_dev
        for up, folder in enumerate((here, *here.parents)):
            if folder.stat().st_dev != device:
                break
            base = "/".join([os.pardir] * up)
            if (path := folder / NAME) != own:
                yield path, f"{base}/{NAME}" if base else NAME, base, True
            if folder == end:
                break
    except OSError:
        pass  # the working folder was deleted, or nobody may look into one above it
    if own is not None:
        yield own, str(own), str(own.parent), False


def _own(path: Path) -> tuple[bytes | None, str]:
    """The bytes of a file that belongs to the user or to root, and nobody else may write; None when no file is there. Else
    the reason why it is not used.
    """
    try:
        link = path.lstat()
    except (FileNotFoundError, NotADirectoryError, PermissionError):  # the folder may be closed to us
        return None, ""
    if problem := _problem(link):
        return None, problem
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:  # a link that leads nowhere
        return None, ""
    there = os.fstat(handle)
    if not stat.S_ISREG(there.st_mode):
        os.close(handle)
        return None, ""
    with os.fdopen(handle, "rb") as file:
        # the link may be the user's own, and what it leads to somebody else's
        problem = _problem(there)
        return (None, problem) if problem else (file.read(_MOST_BYTES + 1), "")


def _problem(status: os.stat_result) -> str:
    """Why the owner or the permissions of a file speak against it; "" if they do not."""
    if status.st_uid not in (0, os.geteuid()):
        return "it belongs to another user"
    if status.st_mode & stat.S_IWOTH and not stat.S_ISLNK(status.st_mode):
        return "every user may change it"
    return ""


def _unreadable(name: str, error: Exception, remedy: str) -> UsageError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else error
    return UsageError(f"{name}: cannot be read: {reason}.", remedy)


def _parsed(data: bytes, name: str, base: str, *, found: bool) -> OptionFile:
    if len(data) > _MOST_BYTES:
        raise UsageError(
            f"{name}: has more than {_MOST_BYTES // 1024} KB, and is no file of options.", "Check the name."
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{name}: line {line}: it is not in UTF-8.", "Save the file as UTF-8.") from error
    import tomllib  # only where there is a file

    try:
        tables = tomllib.loads(text)
    except RecursionError as error:
        raise UsageError(f"{name}: its lists or tables are nested too deep.", "Check the file.") from error
    except ValueError as error:
        if not isinstance(error, tomllib.TOMLDecodeError):
            raise UsageError(f"{name}: it holds a number that is too long.", "Correct it.") from error
        match = _PLACE.fullmatch(str(error))
        problem, place = (match[1], f"{match[2]}: " if match[2] else "") if match else (str(error), "")
        raise UsageError(f"{name}: {place}it is no TOML: {problem}.", "Correct it there: https://toml.io.") from error
    return OptionFile(name, base, found, tables, _lines(text))


def _lines(text: str) -> dict[Keys, int]:
    """The line of each key, as far as the text shows it at one place only: what looks like a key may also stand inside a text
    of several lines.
    """
    table: Keys = ()
    lines: dict[Keys, int] = {}
    times: Counter[Keys] = Counter()
    for number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.fullmatch(line.rstrip("\r")):
            table = keys = _parts(header[1])
        elif pair := _PAIR.match(line):
            keys = (*table, *_parts(pair[1]))
        else:
            continue
        lines[keys] = number
        times[keys] += 1
    return {keys: line for keys, line in lines.items() if times[keys] == 1}


def _parts(dotted: str) -> Keys:
    return tuple(part.strip("\"'") for part in re.findall(_KEY, dotted))
