"""Captures of many pages in a store: a file of this machine stands for one as long as its pages are asked for."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from archiver.batch.cloud.addresses import name_of, shown
from archiver.batch.cloud.store import StoredObject, store_at
from archiver.errors import SourceError

#: The endings of captures that may hold many pages. A mail (.eml) holds one, and is read as any other source.
SUFFIXES = (".mbox", ".warc", ".warc.gz", ".warc.zst", ".wacz", ".zip")

#: The capture whose page was asked for last in this process, and the folder that holds it.
_last: tuple[StoredObject, Path] | None = None
_lock = threading.Lock()


def may_hold_many(address: str) -> bool:
    """Whether the name of an object says that it may be a capture of many pages."""
    return address.lower().endswith(SUFFIXES)


@contextlib.contextmanager
def fetched(address: str) -> Iterator[Path]:
    """A capture as a file of this machine, as long as the context lasts. Raises SourceError and TooLarge."""
    with tempfile.TemporaryDirectory(prefix="stored-") as folder:
        path = Path(folder, name_of(address))
        store_at(address).fetch(address, path)
        yield path


def kept(address: str) -> Path:
    """A capture as a file of this machine. It is fetched again only when it changed, or another one was asked for: the pages of one are asked for one after
    the other. The file lies in the folder for temporary files of this process. Raises SourceError and TooLarge.
    """
    global _last
    with _lock:
        found = store_at(address).find(address)
        if found is None:
            raise SourceError(f"{shown(address)}: cannot be read: it is not there.", "Check the name.")
        if _last is None or _last[0] != found or not _last[1].is_dir():
            if _last is not None:
                shutil.rmtree(_last[1], ignore_errors=True)
                _last = None
            folder = Path(tempfile.mkdtemp(prefix="stored-"))
            try:
                found = store_at(address).fetch(address, folder / name_of(address))
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
            _last = (found, folder)
        return _last[1] / name_of(address)
