"""Web captures: files that hold one page or many, each with its address and the moment of its capture.

A capture is opened once (`open_capture`); it lists its pages, and gives each as a Source that the readers of pages read (`Pages.source`). To add a format,
write a module with a function `open_pages(file: CaptureFile) -> Pages` and put one entry into FORMATS; readers/kinds.py knows its first bytes.
"""

from __future__ import annotations

import hashlib
import importlib
import io
import re
import threading
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from archiver import addresses, safety
from archiver.errors import ArchiverError, Malformed, SourceError, UsageError
from archiver.readers import kinds
from archiver.source import FileFixity, Source

__all__ = [
    "FORMATS", "SUFFIXES", "CaptureFile", "CaptureFormat", "CapturedPage", "Pages", "format_of", "format_of_several", "may_hold_several",
    "only_page", "only_page_of_file", "open_capture", "pages_at", "pages_of", "usable_address",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class CaptureFormat:
    """A format of captures: its name (that of its kind, see kinds.py), its media type, the endings of file names that suggest it, the module that reads it,
    and whether a file may hold several pages.
    """

    name: str
    media_type: str
    suffixes: tuple[str, ...]
    module: str
    several: bool = False


FORMATS: tuple[CaptureFormat, ...] = (
    CaptureFormat("mhtml", "multipart/related", (".mhtml", ".mht"), "archiver.readers.captures.mhtml"),
    CaptureFormat(
        "warc", "application/warc", (".warc", ".warc.gz", ".warc.zst"), "archiver.readers.captures.warc", several=True
    ),
    CaptureFormat("wacz", "application/wacz", (".wacz",), "archiver.readers.captures.wacz", several=True),
    CaptureFormat("eml", "message/rfc822", (".eml", ".mbox"), "archiver.readers.captures.mail", several=True),
    CaptureFormat("webarchive", "application/x-webarchive", (".webarchive",), "archiver.readers.captures.webarchive"),
    CaptureFormat("zip", "application/zip", (".zip",), "archiver.readers.captures.zipped", several=True),
)

#: The endings of file names that are looked for in a folder.
SUFFIXES = frozenset(suffix for form in FORMATS for suffix in form.suffixes)


#: The first bytes of files that may hold several pages: WARC, gzip, ZIP, Zstandard; and the first line of a mail, or of the mails of an mbox file.
_STARTS_OF_SEVERAL = re.compile(
    rb"WARC/|\x1f\x8b|PK|%b|\r?\n?(?:From |[!-9;-~]+[ \t]*:)" % b"|".join(map(re.escape, kinds.ZSTD_MAGIC))
)
#: How many addresses of a capture an error names.
_MAX_NAMES = 5


@dataclass(slots=True)
class CaptureFile:
    """A file that holds captured pages: `stream` is open for reading at any place. `name` is its name in messages.

    Threads may share it: who reads from `stream` holds `lock`.
    """

    name: str
    stream: BinaryIO
    path: Path | None = None
    lock: threading.RLock = field(default_factory=threading.RLock, init=False, repr=False)
    _sha256: str = field(default="", init=False)

    @classmethod
    def from_path(cls, path: Path) -> CaptureFile:
        """Open a file. Raises SourceError when it cannot be read."""
        try:
            return cls(str(path), path.open("rb"), path)
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else error
            raise SourceError(f"{path}: cannot be read: {reason}.", "Check its name and permissions.") from error

    @classmethod
    def from_source(cls, source: Source) -> CaptureFile:
        """The file of a source whose bytes are in memory."""
        return cls(source.name, io.BytesIO(source.data), source.path)

    @property
    def file_name(self) -> str:
        """Its name without the folder, as the record has it."""
        return Source(self.name, b"", "", path=self.path).href

    @property
    def size(self) -> int:
        """The number of its bytes."""
        with self.lock:
            return self.stream.seek(0, io.SEEK_END)

    def read_at(self, offset: int, size: int) -> bytes:
        """At most `size` bytes from a place on."""
        with self.lock:
            self.stream.seek(offset)
            return self.stream.read(size)

    def data(self) -> bytes:
        """All its bytes. Raises TooLarge for more than safety.MAX_BYTES, which a capture of one page does not have."""
        with self.lock:
            self.stream.seek(0)
            return safety.read_stream(self.stream, self.name)

    def fixity(self, media_type: str) -> FileFixity:
        """What the record of each page says of this file."""
        with self.lock:
            if not self._sha256:
                digest = hashlib.sha256()
                self.stream.seek(0)
                while chunk := self.stream.read(1 << 20):
                    digest.update(chunk)
                self._sha256 = digest.hexdigest()
        return FileFixity(self.file_name, media_type, self._sha256, self.size)


@dataclass(frozen=True, slots=True)
class CapturedPage:
    """A page of a capture. `key` finds it there again, also from another process. `address` is its web address, "" when there is none; `retrieved` the moment of
    the capture in ISO 8601, or "". `distinction` tells it from other pages of the same address in messages; "" for the only one.
    """

    key: str
    address: str = ""
    retrieved: str = ""
    distinction: str = ""

    @property
    def name(self) -> str:
        """Its name in messages; no two pages of a capture have the same."""
        return f"{self.address or self.key}{self.distinction}"


class Pages(ABC):
    """The pages of an open capture, in the order of the file.

    `failures` are the parts that cannot be read, each with its error. `passed_over` counts what is no page, by kind.
    """

    def __init__(self, file: CaptureFile) -> None:
        self.file = file
        self.pages: list[CapturedPage] = []
        self.failures: list[tuple[str, ArchiverError]] = []
        self.passed_over: Counter[str] = Counter()

    @abstractmethod
    def source(self, page: CapturedPage) -> Source:
        """The Source of one of the pages, with its Capture. Raises Malformed when its bytes cannot be had."""

    def name_of(self, page: CapturedPage) -> str:
        """The name of a page in messages: that of the file, and the address of the page in it."""
        return f"{self.file.name} ({page.name})"

    def find(self, address: str) -> list[CapturedPage]:
        """The pages of an address, with any fragment, or with this key."""
        wanted = address.partition("#")[0]
        return [page for page in self.pages if page.address.partition("#")[0] == wanted or page.key == address]

    def page_at(self, address: str | None) -> CapturedPage:
        """The only page; of several, the one with this address, and of several captures of it the latest. Raises UsageError when there is none."""
        if len(self.pages) == 1:
            return self.pages[0]
        if not address:
            raise UsageError(
                f"{self.file.name}: it holds {len(self.pages):,} pages, and this takes one.",
                "Name one by its address (--url), convert all of a file with `archiver convert FILE`, or take them with archiver.read in Python.",
            )
        if not (found := self.find(address)):
            names = ", ".join(dict.fromkeys(page.address or page.key for page in self.pages[:_MAX_NAMES]))
            more = " …" if len(self.pages) > _MAX_NAMES else ""
            raise UsageError(
                f"{self.file.name}: none of its {len(self.pages):,} pages has the address {address}.", f"It has: {names}{more}"
            )  # fmt: skip
        return max(found, key=lambda page: page.retrieved)

    def source_at(self, page: CapturedPage, url: str | None) -> Source:
        """The Source of a page that the user's address chose, if there is one. It is the address of the page too, unless it leads to it in the capture."""
        source = self.source(page)
        return replace(source, url=url) if url and page not in self.find(url) else source

    def close(self) -> None:
        """Let go of the file."""
        self.file.stream.close()

    def sources(self, url: str | None) -> Iterator[Source]:
        """The Sources of all pages; with an address of the user, the one that it chooses (`page_at`)."""
        if url:
            yield self.source_at(self.page_at(url), url)
        else:
            yield from self

    def __iter__(self) -> Iterator[Source]:
        for page in self.pages:
            yield self.source(page)


def usable_address(text: str) -> str:
    """The web address that a capture gives to a page, without what a Source does not take; "" for any other text."""
    text = text.strip()
    return text if addresses.is_web(text) and addresses.is_complete(text) else ""


def format_of(source: Source) -> CaptureFormat | None:
    """The format of a capture whose bytes are those of a source; None for any other source."""
    kind = kinds.kind_of(source.data[: kinds.HEAD_BYTES], lambda: source.data)
    return _named(kind or _kind_by_name(source.data[: kinds.HEAD_BYTES], source.path))


def _kind_by_name(head: bytes, path: Path | None) -> kinds.Kind | None:
    """The kind of a mail that has only lines of a head that people write too: the ending of its name decides."""
    if path is None or path.suffix.lower() not in (".eml", ".mbox"):
        return None
    return kinds.MAIL if kinds.begins_as_mail(head) else None


def named(name: str | None) -> CaptureFormat | None:
    """The format of captures with this name or media type; None when there is none."""
    return next((form for form in FORMATS if name in (form.name, form.media_type)), None)


def may_hold_several(path: Path) -> bool:
    """Whether a file begins as captures of several pages do, or as a ZIP archive. Only its first bytes are read."""
    try:
        with path.open("rb") as file:
            head = file.read(256)
            if not _STARTS_OF_SEVERAL.match(head):
                return False
            head += file.read(kinds.HEAD_BYTES - len(head))
    except (OSError, ValueError):
        return False  # who opens it next says why
    if head.startswith(b"PK"):
        return True
    form = _named(kinds.kind_of(head) or _kind_by_name(head, path))
    return form is not None and form.several


def format_of_several(path: Path) -> CaptureFormat | None:
    """The format of a file that may hold several captured pages; None for any other file, and for one that cannot be read. A large file is not read whole."""
    try:
        with path.open("rb") as file:
            head = file.read(256)
            if not _STARTS_OF_SEVERAL.match(head):
                return None
            head += file.read(kinds.HEAD_BYTES - len(head))
            kind = kinds.kind_of(head, members=kinds.members_of(path) if head.startswith(b"PK") else None)
    except (OSError, ValueError):
        return None  # who opens it next says why
    form = _named(kind or _kind_by_name(head, path))
    return form if form is not None and form.several else None


def _named(kind: kinds.Kind | None) -> CaptureFormat | None:
    return next((form for form in FORMATS if kind is not None and form.name == kind.name), None)


def open_capture(file: CaptureFile, form: CaptureFormat) -> Pages:
    """The pages of a capture. The caller closes them, or lets them go.

    Raises SourceError, and Malformed when the file is broken or holds no page.
    """
    opened: Callable[[CaptureFile], Pages] = importlib.import_module(form.module).open_pages
    pages = opened(file)
    if not pages.pages:
        if pages.failures:
            raise pages.failures[0][1]
        there = ", ".join(f"{kind} ({count:,})" for kind, count in sorted(pages.passed_over.items()))
        what = f"it holds no page, but {there}" if there else "it holds no page"
        raise Malformed(f"{file.name}: {what}.", "Save the page again, or as HTML.")
    _tell_apart(pages.pages)
    return pages


def _tell_apart(pages: list[CapturedPage]) -> None:
    """Give each page a name of its own."""
    counts = Counter(page.address for page in pages)
    moments = Counter((page.address, page.retrieved) for page in pages)
    for number, page in enumerate(pages):
        if page.address and counts[page.address] > 1:
            is_enough = page.retrieved and moments[page.address, page.retrieved] == 1
            distinction = (
                f" of {page.retrieved}" if is_enough else f" of {page.retrieved}, {page.key}".replace(" of ,", ",")
            )
            pages[number] = replace(page, distinction=distinction)


def pages_of(source: Source) -> Iterator[Source]:
    """The sources that a source holds: its pages if it is a capture, else the source itself. With `source.url`, only the page of that address.

    Raises UsageError when a capture of several pages has no such page, and what `open_capture` and `Pages.source` raise.
    """
    if source.capture is not None or (form := format_of(source)) is None:
        yield source
        return
    yield from open_capture(CaptureFile.from_source(source), form).sources(source.url)


def only_page(source: Source, name: str | None = None) -> Source:
    """The page of a source that is a capture: the only one, or the one with the address that the user gave (`source.url`). Any other source itself. `name` is
    the name or media type of a format, if the user gave one: without the name of a capture, the source stays as it is.

    Raises UsageError when a capture of several pages has no such page, and what `open_capture` and `Pages.source` raise.
    """
    form = named(name) if name else format_of(source)
    if source.capture is not None or form is None:
        return source
    return _page_in(CaptureFile.from_source(source), form, source.url)


def only_page_of_file(path: Path, url: str | None = None, name: str | None = None) -> Source | None:
    """What `only_page` gives for a file whose format may hold several pages, which is not read into memory; None for any other file."""
    form = format_of_several(path)
    if form is None or (name and named(name) is not form):
        return None
    return _page_in(CaptureFile.from_path(path), form, url)


def pages_at(path: Path, address: str) -> Iterator[Source]:
    """The pages of an address in the capture that a file is; of a capture of one page, that page. None for a file that is no capture.

    Raises what `open_capture` and `Pages.source` raise, and SourceError for a file that cannot be read.
    """
    form = format_of_several(path)
    file = CaptureFile.from_path(path) if form is not None else None
    if file is None:
        source = Source.from_file(path)
        form, file = format_of(source), CaptureFile.from_source(source)
    if form is not None:
        pages = open_capture(file, form)
        for page in pages.pages if len(pages.pages) == 1 else pages.find(address):
            yield pages.source(page)


def _page_in(file: CaptureFile, form: CaptureFormat, url: str | None) -> Source:
    pages = open_capture(file, form)
    if pages.failures and len(pages.pages) == 1 and not (url and pages.find(url)):
        raise pages.failures[0][1]  # the file holds more than this page
    return pages.source_at(pages.page_at(url), url)
