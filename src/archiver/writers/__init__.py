"""From one Article to files of every format.

WRITERS is the whole list. To add a format, write a module with `write(article, out)` and give it an entry here; what
the writer can be told goes into keyword-only arguments with defaults.
"""

from __future__ import annotations

import importlib
import inspect
import io
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, cast, get_args, get_origin, get_type_hints, overload

from archiver.errors import TooLarge, UsageError
from archiver.writers.shared.whole_files import write_all, write_whole

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
    Format("markdown", ".md", "text/markdown", "pandoc's Markdown", "archiver.writers.pandoc:write_markdown"),
    Format(
        "docx",
        ".docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "a document for Word",
        "archiver.writers.pandoc:write_docx",
    ),
    Format(
        "odt", ".odt", "application/vnd.oasis.opendocument.text", "OpenDocument", "archiver.writers.pandoc:write_odt"
    ),
    Format(
        "jats", ".jats.xml", "application/jats+xml", "JATS, archiving tag set", "archiver.writers.pandoc:write_jats"
    ),
    Format("latex", ".tex", "application/x-latex", "LaTeX", "archiver.writers.pandoc:write_latex"),
)

WRITERS: dict[str, Format] = {format.name: format for format in _FORMATS}


@overload
def export(article: Article, format: str, target: Path | str, **options: Any) -> Path: ...
@overload
def export(article: Article, format: str, target: BinaryIO, **options: Any) -> None: ...
def export(article: Article, format: str, target: Path | str | BinaryIO, **options: Any) -> Path | None:
    """Write `article` as `format` to a file, which appears whole or not at all, or to a binary stream, in one piece; the file's path, if it is one.

    Raises UsageError for a format or an option that does not exist, and for a place that cannot be written; what the writer raises besides.
    """
    chosen = WRITERS.get(format)
    if chosen is None:
        raise UsageError(f"There is no format {format!r}.", f"Formats: {', '.join(WRITERS)}.")
    chosen.require_fitting(article)
    write = chosen.writer()
    fitting = _fitting(chosen, write, options)
    made = io.BytesIO()
    write(article, made, **fitting)
    if isinstance(target, (Path, str)):
        write_whole(path := Path(target), made.getvalue())
        return path
    write_all(target, made.getvalue(), "the stream")
    return None


def _fitting(chosen: Format, write: Writer, options: dict[str, Any]) -> dict[str, Any]:
    """Options as the writer takes them: each by its name and type, paths as Path. Raises UsageError for those that do not fit."""
    known = chosen.options()
    types = get_type_hints(write)
    fitting = {}
    for name, value in options.items():
        if name not in known:
            raise UsageError(f"The format {chosen.name} has no option {name!r}.", "Leave it out.")
        allowed = get_args(types[name]) or (types[name],)
        if Path in allowed and isinstance(value, (str, os.PathLike)):
            value = Path(os.fsdecode(value))
        if value in allowed if get_origin(types[name]) is Literal else isinstance(value, allowed):
            fitting[name] = value
            continue
        told = " or ".join("None" if one is type(None) else getattr(one, "__name__", repr(one)) for one in allowed)
        raise UsageError(f"{name}={value!r}: the option of the format {chosen.name} takes {told}.", "Correct the call.")
    return fitting
