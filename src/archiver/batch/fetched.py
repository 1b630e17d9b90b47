"""Sources that are fetched from their addresses: one at a time from each host, with a pause between two, also by several processes.

What came decides what it is, not the address and not only the header: an answer that is a web capture is read as one, a PDF file is refused.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from archiver import addresses
from archiver.errors import Malformed, SourceError, UsageError
from archiver.fetching import Exchange, FetchedAnswer, FetchedPage, Fetcher, PageFetcher
from archiver.readers import captures, kinds
from archiver.readers.captures.names import stem_of
from archiver.source import Capture, Source
from archiver.writers.shared.whole_files import lock

#: Seconds between the end of one fetch from a host and the beginning of the next. A site may ask for more (robots.py).
PAUSE = 1.0
#: The longest wait for the turn, whatever the file of the host says.
_LONGEST_PAUSE = 60.0
#: Media types that say nothing of what a file is: its content tells it. Other types, if they are no text, are no page.
_SAYS_NOTHING = frozenset(
    (
        "",
        "application/octet-stream",
        "binary/octet-stream",
        "application/xml",
        "application/x-download",
        "unknown/unknown",
    )
)
_PAGES = frozenset(("text/html", "application/xhtml+xml"))
_NO_PROSE = frozenset(
    ("text/css", "text/javascript", "text/ecmascript", "text/csv", "text/calendar", "text/vcard", "text/event-stream")
)
_START_OF_PAGE = (b"<!doctype html", b"<html")


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """How addresses are fetched. `keep` keeps what went over the wire; `turns` is a folder that the processes of a run share, where
    the hosts have their turns; without it nobody waits.
    """

    ignore_robots: bool = False
    keep: bool = False
    turns: Path | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A source that was opened: the Source that is read, and the file or the answer that it came out of, as it is (the same, but for a page
    of a capture). `exchanges` are those with servers; `retrieved` is the moment of the fetch, "" for a file.
    """

    source: Source
    raw: Source
    exchanges: tuple[Exchange, ...] = ()
    retrieved: str = ""

    @property
    def file_sha256(self) -> str:
        """The SHA-256 of the file: of the capture, for a page of one."""
        capture = self.source.capture
        return capture.file.sha256 if capture is not None and capture.file is not None else self.raw.sha256


@lru_cache(maxsize=2)
def page_fetcher(ignore_robots: bool) -> PageFetcher:
    """The fetcher for all pages that this process fetches: it remembers what sites ask for. Tests put another one here."""
    return PageFetcher(ignore_robots=ignore_robots)


def picture_fetcher() -> Fetcher:
    """The fetcher for the pictures of a page. Tests put another one here."""
    return Fetcher()


def open_address(address: str, url: str | None, media_type: str | None, options: FetchOptions) -> Opened:
    """The page at an address that `fetching.checked` let pass. `url` wins over the address of the answer, `media_type` over what it says.

    Raises SourceError or a subclass.
    """
    fetcher = page_fetcher(options.ignore_robots)
    if options.turns is None:
        page = fetcher.fetch(address, keep=options.keep)
    else:
        with _turn(options.turns, addresses.host(address), lambda: fetcher.delay(address)):
            page = fetcher.fetch(address, keep=options.keep)
    source = _source(page, url, media_type)
    try:
        opened = captures.only_page(source, media_type)
    except UsageError as error:
        raise SourceError(
            f"{address}: what came there is a web capture of several pages.", "Download the file, and convert that."
        ) from error
    return Opened(opened, source, page.exchanges, page.retrieved)


def _source(page: FetchedPage, url: str | None, media_type: str | None) -> Source:
    """The Source of what a server gave. A web capture gets no Capture of its own: the pages in it have one each."""
    stem = stem_of(page.name)
    source = Source(name=page.name, data=page.data, stem=stem.name if stem is not None else "article", url=url)
    kind = kinds.kind_of(page.data[: kinds.HEAD_BYTES], lambda: page.data)
    if (
        captures.named(media_type) if media_type else captures.named(kind.name if kind is not None else None)
    ) is not None:
        return source
    declared = page.media_type if kind is None else ""
    if declared == "text/plain" and page.data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_START_OF_PAGE):
        declared = ""  # some servers call all files so
    if not media_type and not (declared in _PAGES or declared in _SAYS_NOTHING or _is_prose(declared)):
        raise Malformed(
            f"{page.name}: the server says that it is {declared}, not a page or a text.",
            "Give the address of the article itself; or say what it is with --from.",
        )
    capture = Capture(address=page.address, media_type=declared, charset=page.charset, retrieved=page.retrieved)
    return replace(source, url=url or page.address, capture=capture)


def _is_prose(media_type: str) -> bool:
    return media_type.startswith("text/") and media_type not in _NO_PROSE


@contextlib.contextmanager
def _turn(folder: Path, host: str, delay: object) -> Iterator[None]:
    """Wait until no other process fetches from this host, and until the pause after the last fetch is over."""
    assert callable(delay)
    handle = os.open(
        folder / hashlib.sha256(host.encode()).hexdigest()[:32], os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600
    )
    try:
        lock(handle, wait=True)
        # the clock is the same for all processes of the machine
        with contextlib.suppress(ValueError):
            time.sleep(min(max(float(os.pread(handle, 64, 0)) - time.monotonic(), 0.0), _LONGEST_PAUSE))
        try:
            yield
        finally:
            os.pwrite(handle, f"{time.monotonic() + max(PAUSE, delay()):<40.3f}".encode(), 0)
    finally:
        os.close(handle)  # which also gives the lock back


class RecordedGet:
    """`Fetcher.get` that keeps what went over the wire, by the address that was asked for."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._exchanges: dict[str, tuple[Exchange, ...]] = {}

    def __call__(self, url: str, **limits: object) -> bytes:
        """The bytes at an address. Raises Refused."""
        answer: FetchedAnswer = self._fetcher.fetch(url, keep=True, **limits)  # type: ignore[arg-type]
        self._exchanges[url] = answer.exchanges
        return answer.body

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """All exchanges, in an order that does not depend on which server was quick."""
        return tuple(exchange for url in sorted(self._exchanges) for exchange in self._exchanges[url])
