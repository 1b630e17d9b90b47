"""Whether an existing file may be replaced by an export: only when it was made from the same source.

Every export contains the SHA-256 of its source: in its head, in its colophon, or in the record that is attached to it.
A file with the SHA-256 of a source was made from that source, and may be replaced. Any other file belongs to somebody
else.
"""

from __future__ import annotations

import mmap
import zipfile
import zlib
from pathlib import Path

from archiver.errors import UsageError
from archiver.writers.shared.whole_files import is_stream

#: The largest part of a ZIP file that is searched. The parts that name the source are text.
_MAX_PART_BYTES = 64 * 1024 * 1024


def require_free(target: Path, sha256: str, source: str, earlier: str = "") -> None:
    """Raise UsageError when the file at `target` was not made from `source`, whose bytes have this SHA-256, or had the `earlier` one in an earlier run."""
    if not may_replace(target, sha256) and not (earlier and may_replace(target, earlier)):
        raise UsageError(
            f"{target}: this file was not made from {source} as it is now, so it is not replaced.",
            "Name another folder with -o, or use --overwrite.",
        )


def may_replace(target: Path, sha256: str) -> bool:
    """Whether an export of the source with this SHA-256 may go to `target`: nothing is there, it is empty, or it is an
    older export of that source.
    """
    try:
        if is_stream(target) or target.is_dir() or not target.stat().st_size:
            return True  # a pipe has no content to keep; the writer reports a folder
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


def _in_zip(path: Path, sha256: bytes) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = [part for part in archive.infolist() if part.file_size <= _MAX_PART_BYTES]
            # The package document of an EPUB comes first: it names the source.
            parts.sort(key=lambda part: not part.filename.endswith((".opf", ".xml")))
            return any(
                sha256 in archive.read(part) for part in parts if part.filename.endswith((".opf", ".xml", ".xhtml"))
            )
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError):
        return False


def _in_pdf(path: Path, sha256: bytes) -> bool:
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            return any(sha256 in attached.get_file().read_bytes() for attached in pdf.attachments.values())
    except (pikepdf.PdfError, pikepdf.PasswordError, KeyError, TypeError, RuntimeError):
        return False
