"""The folder of a run for what programs and libraries put aside, of which nothing stays behind."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from archiver.writers.shared.whole_files import lock

_PREFIX = "archiver-run-"
_LOCK = "lock"


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path | None]:
    """A folder for all temporary files of this process, gone afterwards; those of dead runs go too. None where the system has no room for one.

    It is made known to Python's tempfile: for a process of our own alone.
    """
    try:
        base = Path(tempfile.gettempdir())
        _remove_leftovers(base)
        folder, handle = _locked_folder(base)
    except OSError:
        yield None
        return
    before = tempfile.tempdir
    try:
        tempfile.tempdir = str(folder)
        yield folder
    finally:
        tempfile.tempdir = before
        os.close(handle)
        shutil.rmtree(folder, ignore_errors=True)


def _locked_folder(base: Path) -> tuple[Path, int]:
    """A new folder and the open file in it that this process has locked."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=base))
        try:
            handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except FileNotFoundError:
            continue
        lock(handle, wait=True)
        # before that, another run may have taken it for a leftover
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat((folder / _LOCK).stat(), os.fstat(handle)):
                return folder, handle
        os.close(handle)


def _remove_leftovers(base: Path) -> None:
    """Remove the folders of runs of this user that ended without a chance to do so: those that nobody has locked."""
    for folder in base.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
                continue
            # a run may have been killed before it had made its lock, or after it had removed that
            handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            try:
                if lock(handle):
                    shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(handle)
