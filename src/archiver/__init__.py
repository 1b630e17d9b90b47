"""Archiver converts saved web articles to archival XML, PDF, EPUB and TEI.

import archiver

article = archiver.normalize("page.html")
article.title, article.notes, article.removals
article.export("pdf", "page.pdf")
archiver.load("page.xml")
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
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
    from archiver.article import (
        Article,
        Finding,
        Note,
        NoteRef,
        Post,
        RecordedSource,
        Reference,
        ReferencePart,
        Removal,
        Revision,
        Tool,
    )
    from archiver.description import Author, Date, Evidence
    from archiver.safety import BinaryFile
    from archiver.source import Source

__all__ = [
    "ArchiverError",
    "Article",
    "Author",
    "Container",
    "Contributor",
    "Date",
    "Defect",
    "Evidence",
    "Finding",
    "Forbidden",
    "InvalidResult",
    "Malformed",
    "MissingDependency",
    "NotAnArticle",
    "Note",
    "NoteRef",
    "Post",
    "RecordedSource",
    "Reference",
    "ReferencePart",
    "Removal",
    "Revision",
    "Source",
    "SourceError",
    "TooLarge",
    "Tool",
    "UsageError",
    "__version__",
    "export",
    "load",
    "normalize",
    "read",
]  # fmt: skip


def normalize(
    source: str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryFile | Source,
    *,
    url: str | None = None,
    media_type: str | None = None,
    force: bool = False,
    site_rules: str | os.PathLike[str] | None = None,
    repair_encoding: bool = False,
    fetch: bool = False,
    fetch_images: bool = False,
    title: str | None = None,
    subtitle: str | None = None,
    authors: str | Sequence[str] | None = None,
    date: str | datetime.date | None = None,
    modified: str | datetime.date | None = None,
    language: str | None = None,
    publisher: str | None = None,
    rights: str | None = None,
    abstract: str | None = None,
    keywords: str | Sequence[str] | None = None,
    doi: str | None = None,
    metadata: str | os.PathLike[str] | None = None,
    agent: str | None = None,
    made: str | datetime.date | None = None,
) -> Article:
    """Convert a raw source to its validated Article.

    `source` is the path of a file, the bytes of a page, an open binary file, which is read to its end and left open, a Source that `archiver.read` gave, or
    with `fetch=True` a web address (a str that begins with https:// or http://). `url` is the web address of a file; of a capture of several pages, the one with that address is taken. `media_type` ("text/html", "text/plain" or the name of a reader) overrides the detection.
    `force` converts a source even when it does not look like an article. `site_rules` is a folder of rules for sites
    (docs/reference/rules.md). `repair_encoding` mends text that reads as encoded twice, also where nothing proves it
    (docs/reference/encoding.md). `fetch` lets an address be fetched, and `fetch_images` fetches the pictures that the page only links to
    (docs/reference/fetching.md); without them nothing is fetched, and an address is refused.

    The parameters from `title` to `doi` are metadata that you know, as with the options of the command line: they win
    over what the source says. A date is a `datetime.date` or a text: 2023-07-10, 2023-07, 2023. `authors` and
    `keywords` are one text or several. `rights` is a statement or the address of a licence. `metadata` is a YAML or
    JSON file with such fields (docs/reference/metadata.md); the parameters win over it. None and "" give nothing.

    `agent` is the person or institution that has the record made, and `made` when: a `datetime.date`, a `datetime.datetime`
    with its zone, or a text in ISO 8601. Both stand in the provenance. Without `made` the record has no such date: the
    clock and the environment are not read.

    Raises an ArchiverError and nothing else, each with its exit code and a remedy; Defect is an error that nobody
    foresaw.

    >>> import archiver
    >>> article = archiver.normalize("sources/station-clocks.txt", authors=["T. Wren"], rights="CC BY 4.0")
    >>> article.title, article.authors[0].name, article.rights
    ('The Town That Ran Eleven Minutes Late', 'T. Wren', 'CC BY 4.0')
    >>> with open("sources/station-clocks.txt", "rb") as file:
    ...     archiver.normalize(file).published
    '2022-10-17'
    """
    with _opened(source, url, fetch=fetch, media_type=media_type) as given_source:
        from archiver import pipeline
        from archiver.metadata.made import checked_agent, checked_made
        from archiver.metadata.metadata_file import given_with_file
        from archiver.readers import captures

        opened = captures.only_page(given_source, media_type)
        folder = _path(site_rules, "site_rules") if site_rules is not None else None
        given = given_with_file(
            {
                "title": _text("title", title), "subtitle": _text("subtitle", subtitle), "authors": _texts("authors", authors),
                "date": _date("date", date), "modified": _date("modified", modified), "language": _text("language", language),
                "publisher": _text("publisher", publisher), "rights": _text("rights", rights), "abstract": _text("abstract", abstract),
                "keywords": _texts("keywords", keywords), "doi": _text("doi", doi),
            },
            _path(metadata, "metadata") if metadata is not None else None,
            str,
        )  # fmt: skip
        article = pipeline.normalize(
            dataclasses.replace(opened, repair_encoding=True) if repair_encoding else opened, media_type=media_type, given=given, force=force, site_rules=folder,
            agent=checked_agent(_text("agent", agent), "agent"), made=checked_made(_moment("made", made), "made"),
        )  # fmt: skip
        if fetch_images:
            from archiver.batch.convert import with_pictures

            article = with_pictures(article)
        return article


def read(
    source: str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryFile,
    *,
    url: str | None = None,
    fetch: bool = False,
    ignore_robots: bool = False,
) -> Iterator[Source]:
    """The sources that a file holds, each for `archiver.normalize`: the pages of a web capture (MHTML, a mail, a WARC file …), each with its address
    and the time of its capture; for any other file, one source.

    `source` is a path, bytes, an open binary file, or with `fetch=True` a web address (docs/reference/fetching.md); `ignore_robots` fetches it also when its
    site asks programs not to. `url` is the address of a page; of a capture of several pages, only the page with that address is given. Raises an ArchiverError and nothing else: SourceError when it cannot be read, Malformed when it is
    a broken capture. A broken part of a capture of many pages is left out; `archiver convert` names such parts.

    >>> for page in archiver.read("sources/station-clocks.txt"):
    ...     print(page.name, archiver.normalize(page).title)
    sources/station-clocks.txt The Town That Ran Eleven Minutes Late
    """
    from archiver.readers import captures

    if isinstance(source, (str, os.PathLike)) and not _is_address(source):
        path = _path(source, "a source")
        if (form := captures.format_of_several(path)) is not None:
            # such a file may be larger than memory
            with guarded(str(path)):
                yield from captures.open_capture(captures.CaptureFile.from_path(path), form).sources(url)
            return
        source = path
    with _opened(source, url, fetch=fetch, ignore_robots=ignore_robots) as opened:
        yield from captures.pages_of(opened)


def load(record: str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryFile) -> Article:
    """Read a record that `archiver normalize` or `Article.xml` made, perhaps corrected by hand.

    `record` is the path of a file, the bytes of a record, or an open binary file. It is validated as
    `archiver export` does.

    Raises an ArchiverError and nothing else: SourceError when it cannot be read, Malformed when it is no record,
    InvalidResult when it does not satisfy its schema, with the line and the rule; Defect for an error that nobody
    foresaw.

    >>> copy = archiver.load(article.xml())
    >>> copy.xml() == article.xml()
    True
    """
    with _opened(record, None, "a record") as opened:
        from archiver import schema
        from archiver.article import Article

        article = Article.from_bytes(opened.data, opened.name)
        schema.require_valid(article)
        return article


@overload
def export(article: Article, format: str, target: str | os.PathLike[str], **options: Any) -> Path: ...
@overload
def export(article: Article, format: str, target: BinaryIO, **options: Any) -> None: ...
def export(article: Article, format: str, target: str | os.PathLike[str] | BinaryIO, **options: Any) -> Path | None:
    """Write an article in a format ("xml", "pdf", "epub", "tei", "html", "text", "markdown", "docx" …) to a file or a
    binary stream.

    `target` is the path of a file or a stream. A file appears complete or not at all, and replaces a file of the same
    name. A stream gets all bytes or none. A record that somebody corrected by hand is not replaced by another one, unless
    `overwrite_corrected=True` is among the options; the old one stays beside it as NAME.xml.bak. `options` are those of the writer, such as `css` for the PDF. Returns the
    path of the file; None for a stream.

    Raises an ArchiverError and nothing else: UsageError for an unknown format or option, or a target that cannot be
    written, or is a corrected record; MissingDependency; InvalidResult when the result is not valid; Defect for an error
    that nobody foresaw.

    >>> archiver.export(article, "xml", "clocks.xml").name
    'clocks.xml'
    >>> archiver.load("clocks.xml").title
    'The Town That Ran Eleven Minutes Late'
    >>> with open("clocks.html", "wb") as stream:
    ...     archiver.export(article, "html", stream)
    """
    with guarded(f"the {format} export"):
        from archiver.article import Article
        from archiver.writers import export as write

        if not isinstance(article, Article):
            raise UsageError(
                f"{type(article).__name__}: this is not an Article.",
                "Give the result of archiver.normalize or archiver.load.",
            )
        if not isinstance(format, str):
            raise UsageError(f"{format!r}: this is not the name of a format.", "Give a format such as pdf.")
        overwrite_corrected = format == "xml" and bool(options.pop("overwrite_corrected", False))
        if callable(getattr(target, "write", None)):
            return write(article, format, cast(BinaryIO, target), **options)
        path = _path(target, "a target")
        if format == "xml":
            from archiver.batch.corrected import make_room

            if not make_room(path, article.xml(), overwrite_corrected=overwrite_corrected):
                return path
        return write(article, format, path, **options)


@contextlib.contextmanager
def _opened(
    argument: object,
    url: str | None,
    noun: str = "a source",
    *,
    fetch: bool = False,
    ignore_robots: bool = False,
    media_type: object = None,
) -> Iterator[Source]:
    """The Source of what a caller gave: a Source, a path, bytes, a binary file, or with `fetch` a web address. Errors inside the block become
    ArchiverErrors about it. A large capture is not read whole: its Source is that of a page in it.

    Raises UsageError for anything else, and what `Source` raises.
    """
    from archiver.source import Source

    if media_type is not None and not isinstance(media_type, str):
        raise UsageError(f"media_type={media_type!r}: this is not a name.", "Give a media type such as text/html.")
    if isinstance(argument, str) and _is_address(argument):
        yield from _fetched(argument, url, media_type, allowed=fetch, ignore_robots=ignore_robots)
        return
    if isinstance(argument, (bytes, bytearray, memoryview)):
        path, subject = None, "bytes"
    elif callable(getattr(argument, "read", None)) and not isinstance(argument, os.PathLike):
        path, subject = None, "the file"
    elif isinstance(argument, Source):
        path, subject = None, argument.name
    else:
        # An os.PathLike is asked for its name only once.
        path = _path(argument, noun)
        subject = str(path)
    with guarded(subject):
        if isinstance(argument, Source):
            yield replace(argument, url=url) if url else argument
        elif path is not None:
            opened = _page_of_large_capture(path, url, media_type) or Source.from_file(path, url=url)
            if ".source." in path.name:  # perhaps one of --keep-source
                from archiver.batch.kept import with_its_record

                opened = with_its_record(opened)
            yield opened
        elif isinstance(argument, (bytes, bytearray, memoryview)):
            yield Source.from_bytes(argument, url=url)
        else:
            yield Source.from_stream(cast("BinaryFile", argument), url=url)


def _is_address(argument: object) -> bool:
    """Whether what a caller gave is a text that names an address (`https://…`). A Path never does."""
    if not isinstance(argument, str) or "://" not in argument:
        return False
    from archiver.fetching import is_address

    return is_address(argument)


def _fetched(
    address: str, url: str | None, media_type: str | None, *, allowed: bool, ignore_robots: bool
) -> Iterator[Source]:
    """The Source at a web address. Raises UsageError for one that the caller did not allow to be fetched."""
    from archiver import fetching

    if not allowed:
        raise UsageError(
            f"{fetching.shown(address)}: this is an address, and nothing is fetched without a word.",
            "Say fetch=True, or give the path of a file.",
        )
    from archiver.batch.fetched import FetchOptions, open_address

    with guarded(fetching.shown(address)):
        yield open_address(fetching.checked(address), url, media_type, FetchOptions(ignore_robots)).source


def _page_of_large_capture(path: Path, url: str | None, media_type: object) -> Source | None:
    from archiver.readers import captures

    name = media_type if isinstance(media_type, str) else None
    return captures.only_page_of_file(path, url, name) if os.path.isfile(path) else None  # noqa: PTH113 - which says no of any name


def _text(name: str, value: object) -> str:
    """A text that a caller gave, "" for None. Raises UsageError for anything but a text."""
    if value is None or isinstance(value, str):
        return value or ""
    raise UsageError(f"{name}={value!r:.80}: this is not a text.", "Give a text.")


def _texts(name: str, values: object) -> list[str]:
    """One text or several that a caller gave. Raises UsageError for anything else."""
    if values is None or isinstance(values, str):
        return [values or ""]
    if isinstance(values, Sequence) and all(isinstance(value, str) for value in values):
        return list(values)
    raise UsageError(f"{name}={values!r:.80}: this is not a list of texts.", "Give one text or a list of texts.")


def _date(name: str, value: object) -> str:
    """A date that a caller gave, in ISO 8601. The time of a day is left out. Raises UsageError for anything but a text or
    a date.
    """
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if value is None or isinstance(value, str):
        return value or ""
    raise UsageError(f"{name}={value!r:.80}: this is not a date.", "Give a datetime.date, or a text: 2023-07-10.")


def _moment(name: str, value: object) -> str:
    """A date or a moment that a caller gave, in ISO 8601. Raises UsageError for anything else."""
    return value.isoformat(timespec="seconds") if isinstance(value, datetime.datetime) else _date(name, value)


def _path(argument: object, noun: str) -> Path:
    """The argument of a caller as a path. Raises UsageError when it is not a path."""
    if argument in ("", b""):
        raise UsageError(f"the name of {noun} is empty.", 'Give a path; "." is the working folder.')
    if isinstance(argument, (str, os.PathLike)):
        with guarded(noun):
            try:
                return Path(os.fsdecode(argument))
            except TypeError as error:  # its __fspath__ does not return a name
                raise UsageError(f"{noun} cannot be {argument!r}: {error}.", "Give a path.") from error
    raise UsageError(f"{noun} cannot be of the type {type(argument).__name__}.", "Give a path.")


def __getattr__(name: str) -> Any:
    """The classes of `archiver.article`, imported on first use, since that import loads the XML library."""
    if name == "Source":
        from archiver.source import Source

        return Source
    if name in __all__:  # all other names of it are here
        from archiver import article

        return getattr(article, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
