"""Files and folders that appear whole or not at all: written aside under a hidden name, then renamed.

Whoever is killed while it writes leaves its part file behind. A writer holds a lock on its part file, which the system takes back when the process
ends, however it ends: so a part file that nobody has locked is nobody's, on this machine and on others that share the folder.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

try:
    import fcntl
except ImportError:  # a system without locks of this kind: part files are told from others by nothing, and stay
    fcntl = None  # type: ignore[assignment]

from archiver.errors import UsageError

#: What the names of folders that are not yet whole begin with.
_ASIDE = ".archiver-new-"
_PART = re.compile(r"\.archiver-\w+\.part")
#: Names of this process's own open files. To rename a file over such a name would take the name away and leave the open file as it was.
_OPEN_FILE = re.compile(r"/dev/std(?P<name>out|err)|/(?:dev|proc/self)/fd/(?P<number>\d+)")


def write_whole(target: Path, data: bytes) -> None:
    """Make a file that appears whole or not at all: written aside, in the same folder, then renamed to `target`.

    What is no ordinary file (a pipe, a device, /dev/stdout) is written to as it stands. Raises UsageError when it cannot be written there.
    """
    try:
        if is_stream(target):
            with _opened(target) as stream:
                write_all(stream, data, str(target))
            return
        if target.is_dir():
            raise UsageError(f"{target}: cannot be written: it is a folder.", "Name a file.")
        target.parent.mkdir(parents=True, exist_ok=True)
        aside, handle = _part_file(target.parent)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
                out.flush()
                # while the lock is held: a run beside this one must not take the file for a leftover
                aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(
            f"{target}: cannot be written: {error.strerror or error}.", "Make room or choose another folder."
        ) from error
    except ValueError as error:  # a zero byte in the name
        raise UsageError(f"{target}: cannot be written: {error}.", "Choose another name.") from error


def write_all(stream: BinaryIO, data: bytes, name: str) -> None:
    """Write all of `data` to a stream, which may take a part at a time.

    Raises UsageError when it takes no bytes, or no more of them; `name` is what the sentence calls it.
    """
    try:
        taken = stream.write(data)
        # only raw streams take less than all; others may keep no count at all
        while isinstance(stream, io.RawIOBase) and taken != len(data):
            if not taken:
                raise UsageError(f"{name}: takes no more bytes.", "Give a stream that waits.")
            data = data[taken:]
            taken = stream.write(data)
        if hasattr(stream, "flush"):
            stream.flush()
    except OSError as error:
        raise UsageError(
            f"{name}: cannot be written: {error.strerror or error}.", "Make room or choose another place."
        ) from error
    except UsageError:
        raise
    except Exception as error:
        # The stream may be of anybody's making, and fail in its own ways: that is no defect of ours.
        raise UsageError(
            f"{name}: cannot be written: {error or type(error).__name__}.", "Give an open binary stream."
        ) from error


def make_whole_folder(target: Path, fill: Callable[[Path], None]) -> None:
    """Make a folder that appears whole or not at all: `fill` fills one aside, which is then renamed to `target`.

    Where another process or thread was faster, its folder stays. Folders that dead processes were filling go. Raises OSError when it cannot be made.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    _remove_folders_aside(target.parent)
    aside, handle = _folder_aside(target.parent)
    try:
        fill(aside)
        aside.chmod(0o755)
        aside.rename(target)
    except OSError:
        if not target.is_dir():
            raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)
        if handle is not None:
            os.close(handle)


def _folder_aside(parent: Path) -> tuple[Path, int | None]:
    """A new folder, and the handle by which this process has it locked."""
    while True:
        aside = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=parent))
        if fcntl is None:
            return aside, None
        with contextlib.suppress(FileNotFoundError):  # between the calls somebody may have taken it for a leftover
            handle = os.open(aside, os.O_RDONLY | os.O_CLOEXEC)
            lock(handle, wait=True)
            if aside.is_dir():
                return aside, handle
            os.close(handle)


def _remove_folders_aside(parent: Path) -> None:
    """Remove the folders of this user that dead processes were filling: those that nobody has locked."""
    if fcntl is None:
        return
    for aside in parent.glob(f"{_ASIDE}*"):
        with contextlib.suppress(OSError):
            handle = os.open(aside, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
            try:
                if os.fstat(handle).st_uid == os.geteuid() and lock(handle):
                    shutil.rmtree(aside, ignore_errors=True)
            finally:
                os.close(handle)


def remove_leftovers(folder: Path) -> int:
    """Remove the part files in `folder` whose writers are dead; how many there were. Those of living writers are left alone."""
    if fcntl is None:
        return 0
    removed = 0
    try:
        names = [entry.path for entry in os.scandir(folder) if _PART.fullmatch(entry.name)]
    except OSError:
        return 0  # no such folder yet, or one that cannot be listed: whoever writes there will say so
    for name in names:
        with contextlib.suppress(OSError):
            handle = os.open(name, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
            try:
                if stat.S_ISREG(os.fstat(handle).st_mode) and lock(handle):
                    Path(name).unlink()
                    removed += 1
            finally:
                os.close(handle)
    return removed


def _part_file(folder: Path) -> tuple[Path, int]:
    """A new, locked, empty file in `folder` with the rights that any new file of this process gets."""
    while True:
        path = folder / f".archiver-{os.urandom(6).hex()}.part"
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        try:
            lock(handle, wait=True)
            # between the two calls somebody may have taken it for a leftover
            if path.exists() and os.path.samestat(path.stat(), os.fstat(handle)):
                return path, handle
        except BaseException:
            os.close(handle)
            path.unlink(missing_ok=True)
            raise
        os.close(handle)


def lock(handle: int, *, wait: bool = False) -> bool:
    """Lock an open file against other processes; False when another holds it, or when this file system has no locks."""
    if fcntl is None:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True


def is_stream(target: Path) -> bool:
    """Whether what is written to a path goes through it: it is neither a file nor a folder, or an open file of this process."""
    if _OPEN_FILE.fullmatch(str(target)):
        return True
    try:
        mode = target.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _opened(target: Path) -> BinaryIO:
    """A special file, open for writing; an open file of this process is taken as it stands, at its place and in its mode."""
    own = _OPEN_FILE.fullmatch(str(target))
    if own is None:
        return target.open("wb", buffering=0)
    number = int(own["number"] or (1 if own["name"] == "out" else 2))
    return os.fdopen(os.dup(number), "wb", buffering=0)
