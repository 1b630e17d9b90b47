"""The folder for temporary files of a run. Libraries and external programs use it too, and nothing of it remains."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from archiver.writers.shared.whole_files import lock

_PREFIX = "archiver-run-"
_LOCK_NAME = "lock"


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path | None]:
    """A folder for all temporary files of this process, removed at the end; folders of runs that were killed are
    removed too. Yields None when the system has no room for one.

    Python's tempfile is set to use it, so call this only in a process of our own.
    """
    try:
        base = Path(tempfile.gettempdir())
        _remove_leftovers(base)
        folder, handle = _locked_folder(base)
    except OSError:
        yield None
        return
    previous = tempfile.tempdir
    try:
        tempfile.tempdir = str(folder)
        yield folder
    finally:
        tempfile.tempdir = previous
        os.close(handle)
        shutil.rmtree(folder, ignore_errors=True)


def _locked_folder(base: Path) -> tuple[Path, int]:
    """A new folder, and the open lock file in it. This process holds the lock."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=base))
        try:
            handle = os.open(folder / _LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except FileNotFoundError:
            continue
        lock(handle, wait=True)
        # Before the lock was taken, another run may have removed the folder as a leftover.
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat((folder / _LOCK_NAME).stat(), os.fstat(handle)):
                return folder, handle
        os.close(handle)


def _remove_leftovers(base: Path) -> None:
    """Remove the folders of this user's runs that were killed: those with no lock held."""
    for folder in base.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
                continue
            # A run may have been killed before it had made its lock file, or after it had removed it.
            handle = os.open(folder / _LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            try:
                if lock(handle):
                    shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(handle)
