"""Atomic files and folders: they are written under a hidden temporary name and then renamed.

A process that is killed while it writes leaves its temporary file behind. A writer holds a lock on its temporary file,
and the system releases the lock when the process ends for any reason. So a temporary file without a lock has no owner,
on this machine and on others that share the folder.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

try:
    import fcntl
except ImportError:  # a system without such locks: abandoned temporary files cannot be recognized and stay
    fcntl = None  # type: ignore[assignment]

from archiver.errors import NO_ROOM, DiskFull, UsageError

#: The prefix of the names of unfinished folders.
_ASIDE = ".archiver-new-"
_PART = re.compile(r"\.archiver-\w+\.part")
#: Names of open files of this process. Renaming a file to such a name would replace the name, not the open file.
_OPEN_FILE = re.compile(r"/dev/std(?P<name>out|err)|/(?:dev|proc/self)/fd/(?P<number>\d+)")


def write_whole(target: Path, data: bytes) -> None:
    """Write a file atomically: under a temporary name in the same folder, then renamed to `target`.

    A target that is no ordinary file (a pipe, a device, /dev/stdout) is written directly. Raises UsageError if the
    target cannot be written.
    """
    with _refused(target):
        if is_stream(target):
            with _opened(target) as stream:
                write_all(stream, data, str(target))
            return
    with whole_file(target) as out:
        out.write(data)


@contextlib.contextmanager
def whole_file(target: Path) -> Iterator[BinaryIO]:
    """A file to be written piece by piece. It is at `target` when the context ends, and not at all when that ends with an error.

    Raises UsageError if the target cannot be written.
    """
    with _refused(target):
        if target.is_dir():
            raise UsageError(f"{target}: cannot be written: it is a folder.", "Name a file.")
        target.parent.mkdir(parents=True, exist_ok=True)
        aside, handle = _part_file(target.parent)
        try:
            with os.fdopen(handle, "wb") as out:
                yield out
                out.flush()
                # After a power cut the name must not stand for a file whose bytes never came to the disk.
                os.fsync(handle)
                # Rename while the lock is held, or a parallel run could remove the file as abandoned.
                aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)


@contextlib.contextmanager
def _refused(target: Path) -> Iterator[None]:
    """Turn what the system has against writing a target into a UsageError."""
    try:
        yield
    except (FileExistsError, NotADirectoryError) as error:
        raise UsageError(
            f"{target}: cannot be written: a part of its path is a file, not a folder.", "Choose another folder."
        ) from error
    except OSError as error:
        kind = DiskFull if error.errno in NO_ROOM else UsageError
        raise kind(
            f"{target}: cannot be written: {error.strerror or error}.", "Make room or choose another folder."
        ) from error
    except ValueError as error:
        if "\0" not in str(target):
            raise
        raise UsageError(f"{target}: cannot be written: {error}.", "Choose another name.") from error


def write_all(stream: BinaryIO, data: bytes, name: str) -> None:
    """Write all of `data` to a stream, which may accept only a part in each call.

    `name` is the stream's name in messages. Raises UsageError if the stream does not accept all bytes.
    """
    try:
        written = stream.write(data)
        # Only raw streams may write less than all; other streams may return no count.
        while isinstance(stream, io.RawIOBase) and written != len(data):
            if not written:
                raise UsageError(f"{name}: takes no more bytes.", "Give a stream that waits.")
            data = data[written:]
            written = stream.write(data)
        if hasattr(stream, "flush"):
            stream.flush()
    except OSError as error:
        raise UsageError(
            f"{name}: cannot be written: {error.strerror or error}.", "Make room or choose another place."
        ) from error
    except UsageError:
        raise
    except Exception as error:
        # The stream may be any object of the caller and fail in its own way; that is no defect of Archiver.
        raise UsageError(
            f"{name}: cannot be written: {error or type(error).__name__}.", "Give an open binary stream."
        ) from error


def make_whole_folder(target: Path, fill: Callable[[Path], None]) -> None:
    """Make a folder atomically: `fill` gets a temporary folder, which is then renamed to `target`.

    If another process or thread has made `target` meanwhile, that folder stays. Abandoned temporary folders are
    removed. Raises OSError if the folder cannot be made.
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
    """A new temporary folder, and the handle with which this process locks it (None without locks)."""
    while True:
        aside = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=parent))
        if fcntl is None:
            return aside, None
        with contextlib.suppress(FileNotFoundError):  # another process may have removed it before it was locked
            handle = os.open(aside, os.O_RDONLY | os.O_CLOEXEC)
            lock(handle, wait=True)
            if aside.is_dir():
                return aside, handle
            os.close(handle)


def _remove_folders_aside(parent: Path) -> None:
    """Remove the abandoned temporary folders of this user: those that no process locks."""
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
    """Remove the abandoned temporary files in `folder`, those that no process locks; returns their number."""
    if fcntl is None:
        return 0
    removed = 0
    try:
        names = [entry.path for entry in os.scandir(folder) if _PART.fullmatch(entry.name)]
    except OSError:
        return 0  # no such folder yet, or it cannot be listed: whatever writes there reports that
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
    """A new, locked, empty temporary file in `folder` with the permissions of any new file of this process."""
    while True:
        path = folder / f".archiver-{os.urandom(6).hex()}.part"
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        try:
            lock(handle, wait=True)
            # Another process may have removed it as abandoned before it was locked.
            if path.exists() and os.path.samestat(path.stat(), os.fstat(handle)):
                return path, handle
        except BaseException:
            os.close(handle)
            path.unlink(missing_ok=True)
            raise
        os.close(handle)


def lock(handle: int, *, wait: bool = False) -> bool:
    """Lock an open file against other processes; False if another process holds it or the file system has no locks."""
    if fcntl is None:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True


def is_stream(target: Path) -> bool:
    """Whether writing to a path means writing to a stream: a special file, or an open file of this process."""
    if _OPEN_FILE.fullmatch(str(target)):
        return True
    try:
        mode = target.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _opened(target: Path) -> BinaryIO:
    """Open a special file for writing; for an open file of this process, duplicate its handle, position and mode."""
    open_file = _OPEN_FILE.fullmatch(str(target))
    if open_file is None:
        return target.open("wb", buffering=0)
    number = int(open_file["number"] or (1 if open_file["name"] == "out" else 2))
    return os.fdopen(os.dup(number), "wb", buffering=0)
