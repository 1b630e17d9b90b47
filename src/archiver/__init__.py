"""Archiver: saved web articles in; archival XML, PDF, EPUB and TEI out.

import archiver

article = archiver.normalize("page.html")
article.title, article.notes, article.removals
archiver.export(article, "pdf", "page.pdf")
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast, overload

from archiver.errors import (
    ArchiverError,
    Defect,
    Forbidden,
    InvalidResult,
    Malformed,
    MissingDependency,
    NotAnArticle,
    SourceError,
    TooLarge,
    UsageError,
    guarded,
)
from archiver.version import __version__

if TYPE_CHECKING:
    from archiver.article import Article, Author, Date, Evidence, Finding, Note, NoteRef, Removal

__all__ = [
    "ArchiverError", "Article", "Author", "Date", "Defect", "Evidence", "Finding", "Forbidden", "InvalidResult", "Malformed",
    "MissingDependency", "NotAnArticle", "Note", "NoteRef", "Removal", "SourceError", "TooLarge", "UsageError", "__version__",
    "export", "normalize",
]  # fmt: skip


def normalize(
    source: str | os.PathLike[str] | bytes | bytearray | memoryview,
    *,
    url: str | None = None,
    media_type: str | None = None,
    force: bool = False,
    site_rules: str | os.PathLike[str] | None = None,
    fetch_images: bool = False,
) -> Article:
    """The validated Article of a raw source.

    `source` is the path of a file, or its bytes; `url` says where it came from; `media_type` ("text/html", "text/plain" or a reader's name)
    overrules detection; `force` converts also what looks like no article; `site_rules` is a folder of rules for sites (docs/reference/rules.md);
    `fetch_images` fetches pictures that the page only points at (docs/reference/fetching.md), and nothing is fetched without it. Raises an ArchiverError and
    nothing else, each with its exit code and a remedy: Defect where nobody foresaw the error.
    """
    path = None if isinstance(source, (bytes, bytearray, memoryview)) else _path(source, "a source")
    with guarded("bytes" if path is None else str(path)):
        from archiver import pipeline
        from archiver.source import Source

        # a path of the kind of `os.PathLike` is asked for its name once
        read = Source.from_bytes(cast(bytes, source), url=url) if path is None else Source.from_file(path, url=url)
        if media_type is not None and not isinstance(media_type, str):
            raise UsageError(f"media_type={media_type!r}: it is no name.", "Give one such as text/html.")
        folder = _path(site_rules, "site_rules") if site_rules is not None else None
        article = pipeline.normalize(read, media_type=media_type, force=force, site_rules=folder)
        if fetch_images:
            from archiver.batch.work import with_pictures

            article = with_pictures(article)
        return article


@overload
def export(article: Article, format: str, target: str | os.PathLike[str], **options: Any) -> Path: ...
@overload
def export(article: Article, format: str, target: BinaryIO, **options: Any) -> None: ...
def export(article: Article, format: str, target: str | os.PathLike[str] | BinaryIO, **options: Any) -> Path | None:
    """Write an article as `format` ("xml", "pdf", "epub", "tei", "html", "text", "markdown", "docx" …) to a file or to a binary stream.

    `target` is the path of a file, which appears whole or not at all and replaces one of that name, or a stream, which gets all bytes or none.
    Returns the file's path, None for a stream. `options` are the writer's own, `css` of the PDF for one. Raises an ArchiverError and nothing else:
    UsageError for a format or an option that does not exist and for a place that cannot be written, MissingDependency, InvalidResult when the
    result fails its own check, Defect where nobody foresaw the error.
    """
    with guarded(f"the {format} export"):
        from archiver.article import Article
        from archiver.writers import export as write

        if not isinstance(article, Article):
            raise UsageError(f"{type(article).__name__}: it is no Article.", "Give what normalize returned.")
        if not isinstance(format, str):
            raise UsageError(f"{format!r}: it is no name of a format.", "Give one such as pdf.")
        if callable(getattr(target, "write", None)):
            return write(article, format, cast(BinaryIO, target), **options)
        return write(article, format, _path(target, "a target"), **options)


def _path(given: object, what: str) -> Path:
    """What a caller gave as a path. Raises UsageError for what is none."""
    if isinstance(given, (str, os.PathLike)):
        with guarded(what):
            try:
                return Path(os.fsdecode(given))
            except TypeError as error:  # its __fspath__ gives no name
                raise UsageError(f"{what} cannot be {given!r}: {error}.", "Give a path.") from error
    raise UsageError(f"{what} cannot be of the type {type(given).__name__}.", "Give a path.")


def __getattr__(name: str) -> Any:
    """The classes of `archiver.article`, loaded when first asked for: importing them loads the XML library."""
    if name in ("Article", "Author", "Date", "Evidence", "Finding", "Note", "NoteRef", "Removal"):
        from archiver import article

        return getattr(article, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
