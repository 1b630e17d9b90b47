"""Archiver: saved web articles in; archival XML, PDF, EPUB and TEI out.

import archiver

article = archiver.normalize("page.html")
article.title, article.notes, article.removals
archiver.export(article, "pdf", "page.pdf")
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from archiver.errors import (
    ArchiverError,
    Forbidden,
    InvalidResult,
    Malformed,
    MissingDependency,
    NotAnArticle,
    SourceError,
    TooLarge,
    UsageError,
)
from archiver.version import __version__

if TYPE_CHECKING:
    from archiver.article import Article, Author, Date, Evidence, Finding, Note, NoteRef, Removal

__all__ = [
    "ArchiverError", "Article", "Author", "Date", "Evidence", "Finding", "Forbidden", "InvalidResult", "Malformed",
    "MissingDependency", "NotAnArticle", "Note", "NoteRef", "Removal", "SourceError", "TooLarge", "UsageError", "__version__",
    "export", "normalize",
]  # fmt: skip


def normalize(
    source: str | Path | bytes,
    *,
    url: str | None = None,
    media_type: str | None = None,
    force: bool = False,
    site_rules: str | Path | None = None,
    fetch_images: bool = False,
) -> Article:
    """The validated Article of a raw source.

    `source` is the path of a file, or its bytes; `url` says where it came from; `media_type` ("text/html", "text/plain" or a reader's name)
    overrules detection; `force` converts also what looks like no article; `site_rules` is a folder of rules for sites (docs/rules.md);
    `fetch_images` fetches pictures that the page only points at (docs/fetching.md), and nothing is fetched without it. Raises an ArchiverError, each with its exit code and a remedy.
    """
    from archiver import pipeline
    from archiver.source import Source

    read = Source.from_bytes(source, url=url) if isinstance(source, bytes) else Source.from_file(Path(source), url=url)
    folder = Path(site_rules) if site_rules is not None else None
    article = pipeline.normalize(read, media_type=media_type, force=force, site_rules=folder)
    if fetch_images:
        from archiver.batch.work import with_pictures

        article = with_pictures(article)
    return article


def export(article: Article, format: str, target: str | Path, **options: Any) -> Path:
    """Write an article as `format` ("xml", "pdf", "epub", "tei", "html", "text", "markdown", "docx" …) to the file `target`; returns its path.

    The file appears whole or not at all. `options` are the writer's own, `css` of the PDF for one. Raises UsageError for a format or an
    option that does not exist, MissingDependency, and InvalidResult when the result fails its own check.
    """
    from archiver.writers import export as write

    return write(article, format, target, **options)


def __getattr__(name: str) -> Any:
    """The classes of `archiver.article`, loaded when first asked for: importing them loads the XML library."""
    if name in ("Article", "Author", "Date", "Evidence", "Finding", "Note", "NoteRef", "Removal"):
        from archiver import article

        return getattr(article, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
