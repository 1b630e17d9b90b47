"""WARC files (WARC 1.0 and 1.1, ISO 28500): what a crawler or a browser recorded of many addresses, pages and all that belongs to them.

    records.py      the records of a file, also of a broken one
    answers.py      the answers of servers in them: kinds, bodies

A page is an answer with status 200 that holds HTML, or a text with the name of one, and is large enough for an article. It keeps its own address, also when a
redirect leads to it. Two records of one address with the same bytes are one page. A revisit record says that an address gave what another record holds: if
that is here, it is a page too. What a page embeds (frames, answers to its scripts) is left out where the records say so. Pictures of a page are taken
from the same file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import quote

from archiver import addresses, safety
from archiver.errors import Malformed
from archiver.readers import unpacking
from archiver.readers.captures import CapturedPage, CaptureFile, Pages
from archiver.readers.captures.warc import answers
from archiver.readers.captures.warc.answers import PAGE, PICTURES, REDIRECTS, Answer
from archiver.readers.captures.warc.records import MAX_HEAD_BYTES, BrokenRecord, Readable, Record, Warc, fields
from archiver.source import Capture, Source

MEDIA_TYPE = "application/warc"

#: A file with more broken records is given up at that point.
_MAX_FAILURES = 1000
_MAX_REDIRECTS = 10
#: A moment as WARC-Date has it (a profile of ISO 8601; since WARC 1.1 with fractions of a second, or less exact).
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?:(:\d\d)(?:\.\d+)?)?Z)?", re.ASCII)
#: What a browser says of a request for something inside another page (Fetch Metadata, Sec-Fetch-Dest). "empty" is a request of a script.
_EMBEDDED = frozenset(("iframe", "frame", "fencedframe", "embed", "object", "empty"))
_ESCAPE = re.compile(r"%[0-9a-f]{2}", re.IGNORECASE)


def open_pages(file: CaptureFile) -> Pages:
    """The pages of a WARC file."""
    return WarcPages(file, {"": file}, MEDIA_TYPE)


@dataclass(frozen=True, slots=True)
class _Found:
    """A record that may be a page. `payload` is the key of the record that holds its bytes, `sha256` the digest of its decoded bytes."""

    key: str
    address: str
    retrieved: str
    record_id: str
    payload: str
    sha256: bytes


@dataclass(frozen=True, slots=True)
class _Revisit:
    """A revisit record. `references` name the record that it refers to; `kind` is what that holds, if the head of the answer says it."""

    order: int
    key: str
    address: str
    retrieved: str
    record_id: str
    digest: str
    references: tuple[str, ...]
    kind: str


class WarcPages(Pages):
    """The pages of one or more WARC files: `warcs` by their names, "" for a file that is the capture itself. `listed` are the addresses of the pages that a
    user visited, each with its moment or "", if they are known: then all others are left out, unless none of the listed ones is here. Of several captures of
    a page, a visit is the one nearest to its moment.
    """

    def __init__(
        self, file: CaptureFile, warcs: Mapping[str, Readable], media_type: str, listed: Iterable[tuple[str, str]] = ()
    ) -> None:
        super().__init__(file)
        self._media_type = media_type
        self._warcs = {name: Warc(readable) for name, readable in warcs.items()}
        self._found: list[_Found] = []
        #: The keys of pictures, and the targets of redirects, by `_comparable` address.
        self._pictures: dict[str, str] = {}
        self._redirects: dict[str, str] = {}
        #: Where the bytes of a page are, for those whose own record has none.
        self._payloads: dict[str, str] = {}
        self._scan()
        self._list_pages(listed)

    def _scan(self) -> None:
        scan = _Scan(self)
        for name, warc in self._warcs.items():
            for record in warc.scan(scan.wanted):
                if isinstance(record, BrokenRecord):
                    self._fail(_key(name, record.place), record.reason)
                else:
                    try:
                        scan.take(_key(name, record.place), record)
                    except unpacking.Broken as error:
                        self._fail(_key(name, record.place), str(error), _address(record.head))
                if len(self.failures) >= _MAX_FAILURES:
                    break
            if len(self.failures) >= _MAX_FAILURES:
                reason = f"{_MAX_FAILURES:,} records before it are broken, so the rest of the file was not read"
                self._fail(_key(name, record.place), reason)
                break
        self._found = scan.pages()

    def _list_pages(self, listed: Iterable[tuple[str, str]]) -> None:
        by_address: dict[str, list[_Found]] = {}
        for page in self._found:
            by_address.setdefault(_comparable(page.address), []).append(page)
        wanted: set[str] = set()
        for address, moment in listed:
            pages = [page for way in self._ways(address) for page in by_address.get(way, ())]
            seconds = _seconds(moment)
            if seconds is not None and all(page.retrieved for page in pages):
                pages = sorted(pages, key=lambda page: abs((_seconds(page.retrieved) or 0) - seconds))[:1]
            wanted.update(page.key for page in pages)
        found = [page for page in self._found if page.key in wanted]
        if found and len(found) < len(self._found):
            self.passed_over["pages that are not in its list of pages"] += len(self._found) - len(found)
        for page in found or self._found:
            self.pages.append(CapturedPage(page.key, page.address, page.retrieved))
            if page.payload != page.key:
                self._payloads[page.key] = page.payload
        self._found = []

    def _ways(self, address: str) -> Iterable[str]:
        """An address as it is compared, and the addresses that redirects lead to from there."""
        for _ in range(_MAX_REDIRECTS):
            key = _comparable(address)
            yield key
            if key not in self._redirects:
                break
            address = self._redirects[key]

    def _fail(self, key: str, reason: str, address: str = "") -> None:
        name = f"{self.file.name}: {_where(key)}"
        what = f" ({address})" if address else ""
        remedy = "All other records are read. Capture this page again, if it matters."
        self.failures.append((name, Malformed(f"{name}{what} cannot be read: {reason}.", remedy)))

    def _answer(self, key: str) -> Answer:
        """The answer in a record. Raises unpacking.Broken."""
        name, _, place = key.rpartition(":")
        return answers.answer_in(self._warcs[name].read(place, safety.MAX_BYTES + MAX_HEAD_BYTES))

    def _resource(self, address: str) -> bytes | None:
        for way in self._ways(address):
            if (key := self._pictures.get(way)) is not None:
                try:
                    return answers.body(self._answer(key))
                except unpacking.Broken:
                    return None
        return None

    def source(self, page: CapturedPage) -> Source:
        """The Source of a page."""
        try:
            answer = self._answer(self._payloads.get(page.key, page.key))
            data = answers.body(answer)
        except unpacking.Broken as error:
            name = f"{self.file.name}: {_where(page.key)}"
            raise Malformed(f"{name} ({page.address}) cannot be read: {error}.", "Capture the page again.") from error
        is_text = answer.media_type == "text/plain"
        return Source(
            name=self.name_of(page),
            data=data,
            stem=self.file.path.stem if self.file.path else "article",
            url=page.address or None,
            capture=Capture(
                address=page.address,
                media_type="text/plain" if is_text else "text/html",
                charset=answer.charset,
                retrieved=page.retrieved,
                resource=self._resource,
                file=self.file.fixity(self._media_type),
            ),
        )

    def find(self, address: str) -> list[CapturedPage]:
        """The pages of an address, and of those that redirects lead to from there."""
        ways = set(self._ways(address))
        return [page for page in self.pages if _comparable(page.address) in ways]

    def close(self) -> None:
        """Let go of the file, and of temporary files."""
        for warc in self._warcs.values():
            warc.close()
        super().close()


class _Scan:
    """What is known while the records go by."""

    def __init__(self, owner: WarcPages) -> None:
        self._owner = owner
        self._order = 0
        #: The head of the record that goes by, with its answer and the kind of that.
        self._current: tuple[Mapping[str, str], Answer, str] | None = None
        self._pages: list[tuple[int, _Found]] = []
        self._by_bytes: dict[tuple[str, bytes], _Found] = {}
        self._revisits: list[_Revisit] = []
        #: Pages by the digests, addresses and names that revisit records may refer to them by; pictures by their digests.
        self._pages_by_reference: dict[str, _Found] = {}
        self._pictures_by_digest: dict[str, str] = {}
        #: The names of records of which other records say that they are embedded in a page.
        self._embedded: set[str] = set()

    def wanted(self, head: Mapping[str, str], first: bytes) -> int:
        """How much of the content of a record is needed: all of it for what may be a page."""
        if answers.is_answer(_type(head), _address(head)):
            try:
                answer = answers.answer_of(head, first)
            except unpacking.Broken:
                return 0
            kind = answers.kind_of(answer, _address(head))
            self._current = head, answer, kind
            if kind == PAGE:
                return safety.MAX_BYTES + MAX_HEAD_BYTES
        return 0

    def take(self, key: str, record: Record) -> None:
        """Note what a record holds. Raises unpacking.Broken for a page that cannot be read."""
        self._order += 1
        head, address = record.head, _address(record.head)
        kind = _type(head)
        if answers.is_answer(kind, address):
            self._take_answer(key, record, address)
        elif kind == "revisit" and addresses.is_web(address) and addresses.is_complete(address):
            self._revisits.append(_revisit(self._order, key, record, address))
        elif kind == "request":
            if fields(record.content).get("sec-fetch-dest", "").lower() in _EMBEDDED:
                self._embedded.add(head.get("warc-concurrent-to", ""))
        elif kind == "metadata":
            # Heritrix: the path from the seed to the record ends with an E for what is embedded, such as a frame
            if fields(record.content).get("hopsfromseed", "").endswith("E"):
                self._embedded.add(head.get("warc-concurrent-to", "") or head.get("warc-refers-to", ""))
        elif kind == "continuation":
            raise unpacking.Broken("it continues another record, and such records are not put together")

    def _take_answer(self, key: str, record: Record, address: str) -> None:
        head = record.head
        if self._current is not None and self._current[0] is head:
            _, answer, kind = self._current
        else:
            answer = answers.answer_of(head, record.content)
            kind = answers.kind_of(answer, address)
        if kind == PAGE:
            kind = self._take_page(key, record, answer, address)
        elif kind == PICTURES and not head.get("warc-truncated"):
            self._owner._pictures.setdefault(_comparable(address), key)
            if digest := head.get("warc-payload-digest", ""):
                self._pictures_by_digest.setdefault(digest, key)
        elif kind == REDIRECTS and (target := addresses.join(address, answer.headers.get("location", ""))):
            self._owner._redirects.setdefault(_comparable(address), target)
        if kind != PAGE:
            self._owner.passed_over[kind] += 1

    def _take_page(self, key: str, record: Record, answer: Answer, address: str) -> str:
        """Note a page, and return PAGE; or the kind of what is none in truth."""
        head = record.head
        if head.get("warc-resource-type", "document").lower() != "document":
            return "parts of pages"
        if truncated := head.get("warc-truncated", ""):
            raise unpacking.Broken(f"the crawler cut it ({truncated[:20]})")
        if head.get("warc-segment-number"):
            raise unpacking.Broken("it is continued in other records, and such records are not put together")
        if len(record.content) < record.length:
            raise unpacking.Oversized(f"it has more than {safety.MAX_BYTES // 1024**2} MB")
        data = answers.body(answer.with_content(record.content))
        if (kind := answers.kind_of_body(answer, data)) != PAGE:
            return kind
        own = address if addresses.is_web(address) and addresses.is_complete(address) else ""
        page = _Found(
            key, addresses.without_user(own), _moment(head), head.get("warc-record-id", ""), key, hashlib.sha256(data).digest()
        )  # fmt: skip
        return self._add(self._order, page, head.get("warc-payload-digest", ""))

    def _add(self, order: int, page: _Found, digest: str) -> str:
        same = (page.address.partition("#")[0] or page.key, page.sha256)
        first = self._by_bytes.setdefault(same, page)
        for reference in (digest, page.record_id, f"{page.address} {page.retrieved}"):
            if reference:
                self._pages_by_reference.setdefault(reference, first)
        if first is not page:
            return "repeated captures of a page"
        self._pages.append((order, page))
        return PAGE

    def pages(self) -> list[_Found]:
        """The pages, in the order of their records."""
        for revisit in self._revisits:
            kind = revisit.kind
            known = self._pages_by_reference
            if (name := next((name for name in revisit.references if name in known), "")) != "":
                page = replace(
                    known[name], key=revisit.key, address=revisit.address, retrieved=revisit.retrieved, record_id=revisit.record_id
                )  # fmt: skip
                kind = self._add(revisit.order, page, "")
            elif revisit.digest in self._pictures_by_digest:
                self._owner._pictures.setdefault(_comparable(revisit.address), self._pictures_by_digest[revisit.digest])
                kind = PICTURES
            elif kind == PAGE:
                kind = "pages that another file holds"
            if kind != PAGE:
                self._owner.passed_over[kind] += 1
        found = []
        for _, page in sorted(self._pages, key=lambda item: item[0]):
            if page.record_id and page.record_id in self._embedded:
                self._owner.passed_over["parts of pages"] += 1
            else:
                found.append(page)
        return found


def _revisit(order: int, key: str, record: Record, address: str) -> _Revisit:
    head = record.head
    try:
        kind = answers.kind_of(answers.answer_of(head, record.content), address)
    except unpacking.Broken:  # the head of the answer may be left out
        kind = "revisits"
    digest = head.get("warc-payload-digest", "")
    earlier = f"{head.get('warc-refers-to-target-uri', '').strip('<>')} {_moment(head, 'warc-refers-to-date')}"
    references = tuple(name for name in (digest, head.get("warc-refers-to", ""), earlier) if name)
    own = addresses.without_user(address)
    return _Revisit(order, key, own, _moment(head), head.get("warc-record-id", ""), digest, references, kind)


def _type(head: Mapping[str, str]) -> str:
    return head.get("warc-type", "").lower()


def _address(head: Mapping[str, str]) -> str:
    # an old wget writes the address in angle brackets
    return head.get("warc-target-uri", "").strip("<>").replace(" ", "%20")


def _moment(head: Mapping[str, str], name: str = "warc-date") -> str:
    """The moment of a capture in ISO 8601, as exact as a second; "" when there is none."""
    found = _MOMENT.fullmatch(head.get(name, ""))
    if found is None:
        return ""
    return f"{found[1]}T{found[2]}{found[3] or ':00'}Z" if found[2] else found[1]


def _seconds(moment: str) -> float | None:
    """A moment in ISO 8601 as seconds; None for any other text."""
    try:
        when = datetime.fromisoformat(moment)
        return when.replace(tzinfo=when.tzinfo or UTC).timestamp()
    except (ValueError, OverflowError):
        return None


def _comparable(address: str) -> str:
    """An address for comparison: without fragment, scheme and standard port, escaped as servers get it."""
    parts = addresses.split(address)
    if parts is None or not parts.hostname:
        return address
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    rest = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    escaped = quote(rest, safe="%/:@!$&'()*+,;=~?[]|^`{}\\\"<>")
    return (
        f"{parts.hostname}{port}{_ESCAPE.sub(lambda found: found[0].upper(), escaped) if '%' in escaped else escaped}"
    )


def _key(name: str, place: str) -> str:
    return f"{name}:{place}" if name else place


def _where(key: str) -> str:
    """The place of a record in words."""
    name, _, place = key.rpartition(":")
    outer, _, inner = place.partition("+")
    words = f"the record at byte {int(outer):,}"
    if inner and inner != "0":
        words = f"the record at byte {int(inner):,} of the unpacked data"
        words += f" from byte {int(outer):,} on" if outer != "0" else ""
    return f"{words} of {name}" if name else words
