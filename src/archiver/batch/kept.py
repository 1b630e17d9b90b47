"""What is kept beside a record: the bytes of its source (--keep-source), and what was fetched, as a WARC file (--save-warc).

exports/quay.xml    →    exports/quay.source.html    exports/quay.warc.gz
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from archiver import readers, safety
from archiver.article import Article
from archiver.batch.fetched import Opened
from archiver.errors import ArchiverError, UsageError
from archiver.fetching import Exchange, as_fetched, warc_file
from archiver.readers import captures
from archiver.source import Source
from archiver.writers.shared.whole_files import is_stream, write_whole

WARC_SUFFIX = ".warc.gz"
#: How much of a WARC file is unpacked to see which page it holds: its first record says it.
_FIRST_RECORD = 4096
_ANOTHER_FOLDER = "Name another folder with -o, or use --overwrite."


def with_its_record(source: Source) -> Source:
    """A source that was kept beside its record: under the name that it has there, or as it came from its server. Any other source as it is."""
    stem, mark, _ = source.path.name.rpartition(".source.") if source.path is not None else ("", "", "")
    if not mark or source.path is None:
        return source
    record = source.path.with_name(f"{stem}.xml")
    try:
        if not record.is_file():
            return source
        article = Article.from_bytes(safety.read_file(record), str(record))
        again = as_fetched(article, source)
        recorded = article.source
        is_file_name = recorded.href not in ("", "stdin") and "/" not in recorded.href and not recorded.capture
        if again is source and is_file_name and recorded.sha256 == source.sha256:
            return replace(source, path=source.path.with_name(recorded.href))
    except (ArchiverError, OSError, ValueError):
        return source  # it is no record, or none that can be read: the source is a file as any other
    return again


def source_path(record: Path, opened: Opened, media_type: str | None) -> Path:
    """Where the bytes of a source go: beside its record, with the ending of its file, or of its kind."""
    return _beside(record, f".source{_suffix(opened, media_type)}")


def warc_path(record: Path) -> Path:
    """Where the WARC file of a fetch goes: beside the record."""
    return _beside(record, WARC_SUFFIX)


def _beside(record: Path, suffix: str) -> Path:
    return record.with_name(f"{record.name.removesuffix('.xml')}{suffix}")


def _suffix(opened: Opened, media_type: str | None) -> str:
    if opened.raw.path is not None:
        return opened.raw.path.suffix
    if opened.raw.capture is None and (form := captures.format_of(opened.raw)) is not None:
        return form.suffixes[0]
    return readers.choose(opened.source, media_type).suffixes[0]


def require_place(target: Path, data: bytes, name: str, remedy: str = _ANOTHER_FOLDER) -> None:
    """Raise UsageError when a file with other bytes stands where a source goes: it may be all that is left of a page."""
    if not _is_free(target) and hashlib.sha256(_read(target)).digest() != hashlib.sha256(data).digest():
        raise _taken(target, name, remedy)


def require_place_of_warc(target: Path, sha256: str, name: str, remedy: str = _ANOTHER_FOLDER) -> None:
    """Raise UsageError when a file stands where a WARC file goes, unless it holds a page with the same bytes."""
    if _is_free(target):
        return
    try:
        start = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(
            _read(target)[: 2 * _FIRST_RECORD], _FIRST_RECORD
        )
    except zlib.error:
        start = b""
    if sha256.encode() not in start:
        raise _taken(target, name, remedy)


def keep_source(target: Path, data: bytes) -> None:
    """Write the bytes of a source, unless they are there. Raises UsageError when they cannot be written."""
    if _is_free(target) or _read(target) != data:
        write_whole(target, data)


def keep_warc(target: Path, opened: Opened, pictures: Iterable[Exchange]) -> None:
    """Write what was fetched: the page, and the pictures after it. Raises UsageError when it cannot be written."""
    write_whole(target, warc_file((*opened.exchanges, *pictures), opened.retrieved, opened.raw.sha256))


def _is_free(target: Path) -> bool:
    try:
        return is_stream(target) or not target.exists() or (target.is_file() and not target.stat().st_size)
    except (OSError, ValueError):
        return True  # who writes there says why it cannot be


def _read(target: Path) -> bytes:
    try:
        return target.read_bytes()
    except OSError as error:
        raise UsageError(
            f"{target}: cannot be read: {error.strerror or error}.", "Check its permissions, or choose another folder."
        ) from error


def _taken(target: Path, name: str, remedy: str) -> UsageError:
    return UsageError(
        f"{target}: this file is not what {name} is now, so it is not replaced.",
        remedy,
    )
