"""Archiver converts saved web articles to archival XML, PDF, EPUB and TEI.

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
    """Convert a raw source to its validated Article.

    `source` is the path of a file, or the bytes of a page. `url` is its web address. `media_type` ("text/html",
    "text/plain" or the name of a reader) overrides the detection. `force` converts a source even when it does not look
    like an article. `site_rules` is a folder of rules for sites (docs/reference/rules.md). `fetch_images` fetches the pictures
    that the page only links to (docs/reference/fetching.md); without it nothing is fetched.

    Raises an ArchiverError and nothing else, each with its exit code and a remedy; Defect is an error that nobody
    foresaw.
    """
    path = None if isinstance(source, (bytes, bytearray, memoryview)) else _path(source, "a source")
    with guarded("bytes" if path is None else str(path)):
        from archiver import pipeline
        from archiver.source import Source

        # An os.PathLike is asked for its name only once, in `_path`.
        opened_source = (
            Source.from_bytes(cast(bytes, source), url=url) if path is None else Source.from_file(path, url=url)
        )
        if media_type is not None and not isinstance(media_type, str):
            raise UsageError(f"media_type={media_type!r}: this is not a name.", "Give a media type such as text/html.")
        folder = _path(site_rules, "site_rules") if site_rules is not None else None
        article = pipeline.normalize(opened_source, media_type=media_type, force=force, site_rules=folder)
        if fetch_images:
            from archiver.batch.convert import with_pictures

            article = with_pictures(article)
        return article


@overload
def export(article: Article, format: str, target: str | os.PathLike[str], **options: Any) -> Path: ...
@overload
def export(article: Article, format: str, target: BinaryIO, **options: Any) -> None: ...
def export(article: Article, format: str, target: str | os.PathLike[str] | BinaryIO, **options: Any) -> Path | None:
    """Write an article in a format ("xml", "pdf", "epub", "tei", "html", "text", "markdown", "docx" …) to a file or a
    binary stream.

    `target` is the path of a file or a stream. A file appears complete or not at all, and replaces a file of the same
    name. A stream gets all bytes or none. `options` are those of the writer, such as `css` for the PDF. Returns the
    path of the file; None for a stream.

    Raises an ArchiverError and nothing else: UsageError for an unknown format or option, or a target that cannot be
    written; MissingDependency; InvalidResult when the result is not valid; Defect for an error that nobody foresaw.
    """
    with guarded(f"the {format} export"):
        from archiver.article import Article
        from archiver.writers import export as write

        if not isinstance(article, Article):
            raise UsageError(
                f"{type(article).__name__}: this is not an Article.", "Give the result of archiver.normalize."
            )
        if not isinstance(format, str):
            raise UsageError(f"{format!r}: this is not the name of a format.", "Give a format such as pdf.")
        if callable(getattr(target, "write", None)):
            return write(article, format, cast(BinaryIO, target), **options)
        return write(article, format, _path(target, "a target"), **options)


def _path(argument: object, noun: str) -> Path:
    """The argument of a caller as a path. Raises UsageError when it is not a path."""
    if isinstance(argument, (str, os.PathLike)):
        with guarded(noun):
            try:
                return Path(os.fsdecode(argument))
            except TypeError as error:  # its __fspath__ does not return a name
                raise UsageError(f"{noun} cannot be {argument!r}: {error}.", "Give a path.") from error
    raise UsageError(f"{noun} cannot be of the type {type(argument).__name__}.", "Give a path.")


def __getattr__(name: str) -> Any:
    """The classes of `archiver.article`, imported on first use, since that import loads the XML library."""
    if name in ("Article", "Author", "Date", "Evidence", "Finding", "Note", "NoteRef", "Removal"):
        from archiver import article

        return getattr(article, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
