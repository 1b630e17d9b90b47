"""From one Article to files of every format.

WRITERS is the whole list. To add a format, write a module with `write(article, out)` and give it an entry here; what
the writer can be told goes into keyword-only arguments with defaults.
"""

from __future__ import annotations

import contextlib
import importlib
import inspect
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from archiver.errors import TooLarge, UsageError

if TYPE_CHECKING:  # the command line lists the formats without loading an XML library
    from archiver.article import Article

Writer = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Format:
    """One output format: how its files are called, and where its writer lives."""

    name: str
    suffix: str
    media_type: str
    summary: str
    #: A module with `write(article: Article, out: BinaryIO, *, ...options)`, or with the function named after a colon;
    #: imported on first use, for some are slow.
    module: str
    #: Characters of body and notes above which this format is refused: a thousand pages take hours and gigabytes.
    most: int | None = None

    def require_fitting(self, article: Article) -> None:
        """Raise TooLarge when an article is longer than this format is made for."""
        if self.most is None:
            return
        size = sum(len(text) for part in article.root[1:-1] for text in part.itertext())
        if size > self.most:
            raise TooLarge(
                f"{article.source_href}: its text has {size:,} characters, and {self.name} is made for {self.most:,}.",
                "Make other formats of it: -t xml,epub,tei,html.",
            )

    def writer(self) -> Writer:
        """The function that writes this format. Raises MissingDependency when what it needs is not installed."""
        module, _, function = self.module.partition(":")
        return cast(Writer, getattr(importlib.import_module(module), function or "write"))

    def options(self) -> frozenset[str]:
        """The names of the keyword arguments that the writer takes."""
        parameters = inspect.signature(self.writer()).parameters.values()
        return frozenset(p.name for p in parameters if p.kind is inspect.Parameter.KEYWORD_ONLY)


_FORMATS = (
    Format("xml", ".xml", "application/xml", "the archival record", "archiver.writers.record"),
    Format(
        "pdf",
        ".pdf",
        "application/pdf",
        "pages for print and keeping",
        "archiver.writers.pdf",
        most=2_500_000,
    ),
    Format("epub", ".epub", "application/epub+zip", "EPUB 3.3", "archiver.writers.epub"),
    Format("tei", ".tei.xml", "application/tei+xml", "TEI P5", "archiver.writers.tei"),
    Format("html", ".html", "text/html", "one self-contained page", "archiver.writers.html"),
    Format("text", ".txt", "text/plain", "plain text with its notes", "archiver.writers.text"),
    Format("markdown", ".md", "text/markdown", "pandoc's Markdown", "archiver.writers.pandoc:markdown"),
    Format(
        "docx",
        ".docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "a document for Word",
        "archiver.writers.pandoc:docx",
    ),
    Format("odt", ".odt", "application/vnd.oasis.opendocument.text", "OpenDocument", "archiver.writers.pandoc:odt"),
    Format("jats", ".jats.xml", "application/jats+xml", "JATS, archiving tag set", "archiver.writers.pandoc:jats"),
    Format("latex", ".tex", "application/x-latex", "LaTeX", "archiver.writers.pandoc:latex"),
)

WRITERS: dict[str, Format] = {format.name: format for format in _FORMATS}


def export(article: Article, format: str, target: Path | str, **options: Any) -> Path:
    """Write `article` as `format` to the file `target`, which appears whole or not at all; returns its path.

    Raises UsageError for a format or an option that does not exist, InvalidResult when the result lost a note.
    """
    path = Path(target)
    try:
        chosen = WRITERS[format]
    except KeyError:
        raise UsageError(f"There is no format {format!r}.", f"Formats: {', '.join(WRITERS)}.") from None
    chosen.require_fitting(article)
    write = chosen.writer()
    if unknown := sorted(options.keys() - chosen.options()):
        raise UsageError(f"The format {format} has no option {unknown[0]!r}.", "Leave it out.")
    with whole_file(path) as out:
        write(article, out, **options)
    return path


@contextlib.contextmanager
def whole_file(target: Path) -> Iterator[BinaryIO]:
    """A file that appears whole or not at all: written aside, in the same folder, then renamed to `target`.

    Raises UsageError when it cannot be written there.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".archiver-", suffix=".part", dir=target.parent)
    except OSError as error:
        raise UsageError(
            f"{target}: cannot be written: {error.strerror or error}.", "Choose another folder."
        ) from error
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            yield cast(BinaryIO, out)
        aside.chmod(0o666 & ~_umask())  # mkstemp makes it private; an export is an ordinary file
        aside.replace(target)
    except OSError as error:
        reason = error.strerror or error
        raise UsageError(f"{target}: cannot be written: {reason}.", "Make room or choose another folder.") from error
    finally:
        aside.unlink(missing_ok=True)


def _umask() -> int:
    """The process's umask; reading it means setting it for a moment."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
