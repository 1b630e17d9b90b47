"""Whose a file is that stands where an export is to go.

Every export names the SHA-256 of the source that it was made from: in its head, in its colophon, in the record that is attached to it. A file in which
that of a source stands was made from it, and may be made anew; any other is somebody else's.
"""

from __future__ import annotations

import mmap
import zipfile
import zlib
from pathlib import Path

from archiver.errors import UsageError
from archiver.writers.shared.whole_files import is_stream

#: Bytes of one part of a ZIP file that are looked through. The parts that name the source are text.
_MOST = 64 * 1024 * 1024


def require_free(target: Path, sha256: str, source: str) -> None:
    """Raise UsageError when a file stands at `target` that was not made from `source`, whose bytes have this SHA-256."""
    if not may_replace(target, sha256):
        raise UsageError(
            f"{target}: what stands there was not made from {source} as it is now, and is not written over.",
            "Name another folder with -o, or say --overwrite.",
        )


def may_replace(target: Path, sha256: str) -> bool:
    """Whether an export of the source with this SHA-256 may go to `target`: nothing is there, nothing is in it, or an older export of that source."""
    try:
        if is_stream(target) or target.is_dir() or not target.stat().st_size:
            return True  # what goes through a pipe is nobody's; of a folder the writer speaks
        if not sha256:
            return False
        with target.open("rb") as file:
            head = file.read(5)
            if head.startswith(b"PK\x03\x04"):
                return _in_zip(target, sha256.encode())
            if head == b"%PDF-":
                return _in_pdf(target, sha256.encode())
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                return data.find(sha256.encode()) >= 0
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False


def _in_zip(path: Path, wanted: bytes) -> bool:
    try:
        with zipfile.ZipFile(path) as packed:
            parts = [part for part in packed.infolist() if part.file_size <= _MOST]
            # the package's own description first, where there is one
            parts.sort(key=lambda part: not part.filename.endswith((".opf", ".xml")))
            return any(
                wanted in packed.read(part) for part in parts if part.filename.endswith((".opf", ".xml", ".xhtml"))
            )
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError):
        return False


def _in_pdf(path: Path, wanted: bytes) -> bool:
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            return any(wanted in attached.get_file().read_bytes() for attached in pdf.attachments.values())
    except (pikepdf.PdfError, pikepdf.PasswordError, KeyError, TypeError, RuntimeError):
        return False
