"""Exports: from one Article to a file of any format.

WRITERS lists all formats. To add a format, write a module with `write(article, out)` and add an entry here. The options
of a writer are keyword-only arguments with defaults; formats that people read have `title_case`, too.
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

__all__ = ["WRITERS", "Format", "export"]

Writer = Callable[..., None]
#: The option that sets titles and headings in title case (shared/title_case.py).
TITLE_CASE = "title_case"


@dataclass(frozen=True, slots=True)
class Format:
    """One output format: its file names and its writer."""

    name: str
    suffix: str
    media_type: str
    summary: str
    #: A module with `write(article: Article, out: BinaryIO, *, ...options)`; a colon names another function of the
    #: module. The module is imported on first use, because some load slowly.
    module: str
    #: The limit for the characters of body and notes, if any: setting a thousand pages takes hours and gigabytes.
    max_characters: int | None = None
    #: Whether people read the files. Such a format has also the option `title_case`.
    for_readers: bool = False

    def require_fitting(self, article: Article) -> None:
        """Raise TooLarge if the article is longer than this format's limit."""
        if self.max_characters is None:
            return
        size = sum(len(text) for part in article.root[1:-1] for text in part.itertext())
        if size > self.max_characters:
            raise TooLarge(
                f"{article.source_href}: its text has {size:,} characters, and {self.name} is made for {self.max_characters:,}.",
                "Make other formats of it: -t xml,epub,tei,html.",
            )

    def writer(self) -> Writer:
        """The function that writes this format. Raises MissingDependency if a program or library is not installed."""
        module, _, function = self.module.partition(":")
        return cast(Writer, getattr(importlib.import_module(module), function or "write"))

    def options(self) -> frozenset[str]:
        """The names of the options."""
        return frozenset(self.defaults())

    def defaults(self) -> dict[str, Any]:
        """The options with their defaults: the writer's keyword-only arguments, and `title_case` where people read the files."""
        parameters = inspect.signature(self.writer()).parameters.values()
        own = {p.name: p.default for p in parameters if p.kind is inspect.Parameter.KEYWORD_ONLY}
        return own | {TITLE_CASE: False} if self.for_readers else own


_FORMATS = (
    Format("xml", ".xml", "application/xml", "the archival record", "archiver.writers.record"),
    Format(
        "pdf",
        ".pdf",
        "application/pdf",
        "pages for print and keeping",
        "archiver.writers.pdf",
        max_characters=2_500_000,
        for_readers=True,
    ),
    Format("epub", ".epub", "application/epub+zip", "EPUB 3.3", "archiver.writers.epub", for_readers=True),
    Format("tei", ".tei.xml", "application/tei+xml", "TEI P5", "archiver.writers.tei"),
    Format("html", ".html", "text/html", "one self-contained page", "archiver.writers.html", for_readers=True),
    Format("text", ".txt", "text/plain", "plain text with its notes", "archiver.writers.text", for_readers=True),
    Format(
        "markdown",
        ".md",
        "text/markdown",
        "pandoc's Markdown",
        "archiver.writers.pandoc:write_markdown",
        for_readers=True,
    ),
    Format(
        "docx",
        ".docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "a document for Word",
        "archiver.writers.pandoc:write_docx",
        for_readers=True,
    ),
    Format(
        "odt",
        ".odt",
        "application/vnd.oasis.opendocument.text",
        "OpenDocument",
        "archiver.writers.pandoc:write_odt",
        for_readers=True,
    ),
    Format(
        "jats", ".jats.xml", "application/jats+xml", "JATS, archiving tag set", "archiver.writers.pandoc:write_jats"
    ),
    Format("latex", ".tex", "application/x-latex", "LaTeX", "archiver.writers.pandoc:write_latex", for_readers=True),
    Format(
        "csl",
        ".csl.json",
        "application/vnd.citationstyles.csl+json",
        "CSL-JSON for reference managers",
        "archiver.writers.bibliography.csl",
    ),
    Format("bibtex", ".bib", "application/x-bibtex", "a BibTeX entry", "archiver.writers.bibliography.bibtex"),
    Format(
        "ris",
        ".ris",
        "application/x-research-info-systems",
        "a RIS reference",
        "archiver.writers.bibliography.ris",
    ),
    Format("dc", ".dc.xml", "application/xml", "Dublin Core", "archiver.writers.bibliography.dc"),
    Format("mods", ".mods.xml", "application/mods+xml", "MODS 3.8", "archiver.writers.bibliography.mods"),
    Format(
        "marcxml", ".marc.xml", "application/marcxml+xml", "MARC 21 as XML", "archiver.writers.bibliography.marcxml"
    ),
    Format("zotero", ".zotero.rdf", "application/rdf+xml", "Zotero RDF", "archiver.writers.bibliography.zotero"),
)

WRITERS: dict[str, Format] = {format.name: format for format in _FORMATS}


@overload
def export(article: Article, format: str, target: Path | str, **options: Any) -> Path: ...
@overload
def export(article: Article, format: str, target: BinaryIO, **options: Any) -> None: ...
def export(article: Article, format: str, target: Path | str | BinaryIO, **options: Any) -> Path | None:
    """Write `article` as `format` to a file or to an open binary stream.

    A file appears complete or not at all; a stream gets all bytes at once. Returns the file's path, or None for a
    stream. Raises UsageError for an unknown format or option and for a place that cannot be written, TooLarge for an
    article above the format's limit, and whatever the writer raises (MissingDependency, InvalidResult).
    """
    output_format = WRITERS.get(format)
    if output_format is None:
        raise UsageError(f"There is no format {format!r}.", f"Formats: {', '.join(WRITERS)}.")
    output_format.require_fitting(article)
    write = output_format.writer()
    checked = _checked_options(output_format, write, options)
    if checked.pop(TITLE_CASE, False):
        from archiver.writers.shared.title_case import with_title_case

        article = with_title_case(article)
    buffer = io.BytesIO()
    write(article, buffer, **checked)
    if isinstance(target, (Path, str)):
        write_whole(path := Path(target), buffer.getvalue())
        return path
    write_all(target, buffer.getvalue(), "the stream")
    return None


def _checked_options(output_format: Format, write: Writer, options: dict[str, Any]) -> dict[str, Any]:
    """The options in the writer's types, with paths as Path. Raises UsageError for an unknown option or a wrong type."""
    known = output_format.options()
    types = get_type_hints(write) | {TITLE_CASE: bool}
    checked = {}
    for name, value in options.items():
        if name not in known:
            raise UsageError(f"The format {output_format.name} has no option {name!r}.", "Leave it out.")
        allowed = get_args(types[name]) or (types[name],)
        if Path in allowed and isinstance(value, (str, os.PathLike)):
            value = Path(os.fsdecode(value))
        if value in allowed if get_origin(types[name]) is Literal else isinstance(value, allowed):
            checked[name] = value
            continue
        expected = " or ".join(
            "None" if type_ is type(None) else getattr(type_, "__name__", repr(type_)) for type_ in allowed
        )
        raise UsageError(
            f"{name}={value!r}: the option of the format {output_format.name} takes {expected}.", "Correct the call."
        )
    return checked
