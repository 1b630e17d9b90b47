"""Fetching the pictures that a record only links to, and embedding them, so that they last as long as the record.

The former address of a picture stays beside it (`origin`). A picture that cannot be fetched, or that is not a picture,
stays a link, and a finding gives the reason. The number, the time and the bytes of all pictures of a record are limited
together.
"""

from __future__ import annotations

import base64
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from archiver import record_file
from archiver.article import NS, Article, tag
from archiver.fetching.fetcher import MAX_BYTES, Fetcher
from archiver.fetching.responses import Refused, TookTooLong, TooMuch
from archiver.findings import FINDINGS
from archiver.images import Picture, picture

_ACCEPT = "image/png, image/jpeg, image/gif, image/webp, image/avif, image/svg+xml"
#: Up to this many refusals with the same reason get a finding each; more get one finding together.
_MAX_FINDINGS_PER_REASON = 10


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits for all pictures of one record: the number of requests, the seconds, the bytes, and the number of requests
    at the same time.

    The limit of bytes keeps a record with embedded pictures small enough to be read again.
    """

    number: int = 200
    seconds: float = 180.0
    size: int = 32 * 1024 * 1024
    at_once: int = 3

    @property
    def no_room(self) -> str:
        """The reason for pictures after the limit of bytes."""
        return f"all pictures together may have {self.size // 1024**2} MB, and those before it leave no room"

    @property
    def no_time(self) -> str:
        """The reason for pictures after the limit of time."""
        return f"all pictures together may take {self.seconds:.3g} seconds, and they are over"


def embed_pictures(article: Article, get: Callable[..., bytes] | None = None, limits: Limits | None = None) -> Article:
    """A copy of an article in which the pictures with an http or https address are fetched and embedded; the article itself
    when it has none.

    `get(url, accept=…, max_bytes=…, seconds=…)` returns the bytes at an address or raises Refused; by default it is
    `Fetcher().get`. Each address is requested once, in the order of the record. The result is not validated here.
    """
    limits = limits or Limits()
    root = deepcopy(article.root)
    images_by_address = _linked_images(root)
    if not images_by_address:
        return article
    failures: list[tuple[str, str]] = []
    for url, result in _fetch_all(get or Fetcher().get, list(images_by_address), limits).items():
        if isinstance(result, str):
            failures.append((url, result))
            continue
        for image in images_by_address[url]:
            attributes = {**image.attrib, "src": result.uri, "origin": url}
            image.attrib.clear()
            # Attributes are sorted as in every record, so that equal records are equal bytes.
            image.attrib.update(sorted(attributes.items()))
    provenance = root.find("a:provenance", NS)
    assert provenance is not None
    option = etree.SubElement(provenance[1], tag("option"), name="fetch-images")
    option.text = "yes"
    for url, reason in _finding_texts(failures):
        kind = FINDINGS["F001"]
        finding = etree.SubElement(provenance, tag("finding"), code=kind.code, severity=kind.severity)
        finding.text = kind.sentence.format(address=url, reason=reason)
    record_file.set_digest(root)
    return Article(root)


def has_linked_pictures(article: Article) -> bool:
    """Whether a record has pictures that are only addresses on a server, so that they can be fetched."""
    return bool(_linked_images(article.root))


def _linked_images(root: etree._Element) -> dict[str, list[etree._Element]]:
    """The images with an http or https address, by that address, in the order of the record."""
    images: dict[str, list[etree._Element]] = {}
    for image in root.iter(tag("image")):
        if (address := image.get("src") or "").lower().startswith(("http://", "https://")):
            images.setdefault(address, []).append(image)
    return images


def _finding_texts(failures: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The address and the reason for each finding. When many addresses share a reason, only the first is yielded, with
    their number.
    """
    counts = Counter(reason for _, reason in failures)
    reported: set[str] = set()
    for url, reason in failures:
        if counts[reason] <= _MAX_FINDINGS_PER_REASON:
            yield url, reason
        elif reason not in reported:
            reported.add(reason)
            yield f"{url}, like {counts[reason] - 1} others,", reason


def _fetch_all(get: Callable[..., bytes], addresses: list[str], limits: Limits) -> dict[str, Picture | str]:
    """The picture or the reason for its absence at each address, in the order of the addresses.

    Each address may use the bytes that those before it leave. So the result does not depend on the speed of the
    servers: a fetch starts beside others only when there is room for the largest picture even if those use all that
    they may.
    """
    results: dict[str, Picture | str] = dict.fromkeys(
        addresses, f"only the first {limits.number} pictures of a page are fetched"
    )
    queue = deque(addresses[: limits.number])
    running: dict[Future[tuple[Picture | str, int]], tuple[str, int]] = {}
    end = time.monotonic() + limits.seconds
    total_bytes = 0
    with ThreadPoolExecutor(limits.at_once) as workers:
        while queue or running:
            while queue and len(running) < limits.at_once:
                free = limits.size - total_bytes - sum(max_bytes for _, max_bytes in running.values())
                if free < MAX_BYTES and running:
                    break
                url, max_bytes = queue.popleft(), min(free, MAX_BYTES)
                if max_bytes <= 0:
                    results[url] = limits.no_room
                else:
                    running[workers.submit(_fetch, get, url, max_bytes, end, limits)] = url, max_bytes
            for future in wait(running, return_when=FIRST_COMPLETED).done if running else ():
                url, _ = running.pop(future)
                results[url], loaded = future.result()
                total_bytes += loaded
    return results


def _fetch(
    get: Callable[..., bytes], url: str, max_bytes: int, end: float, limits: Limits
) -> tuple[Picture | str, int]:
    """The picture at an address, or the reason for its absence; and the number of bytes that arrived."""
    seconds = end - time.monotonic()
    if seconds <= 0:
        return limits.no_time, 0
    try:
        data = get(url, accept=_ACCEPT, max_bytes=max_bytes, seconds=seconds)
    except TooMuch as refusal:
        return (limits.no_room if max_bytes < MAX_BYTES else str(refusal)), refusal.loaded
    except TookTooLong as refusal:
        return (limits.no_time if time.monotonic() >= end else str(refusal)), refusal.loaded
    except Refused as refusal:
        return str(refusal), refusal.loaded
    kind = picture(f"data:;base64,{base64.b64encode(data).decode('ascii')}")
    return (kind if kind is not None else "what came is no picture that a record may hold"), len(data)
