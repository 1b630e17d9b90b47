"""Pictures of a record that lie elsewhere, fetched and put inside it, so that they last as long as the record.

The address that a picture had stays beside it (`origin`). What cannot be had, or is no picture, stays the link that it was, and a finding says
why. All pictures of a record together have a limit of number, of time, and of bytes while they arrive, whatever becomes of them.
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

from archiver.article import NS, Article, tag
from archiver.fetching.fetcher import MOST_BYTES, Fetcher
from archiver.fetching.responses import Refused, TookTooLong, TooMuch
from archiver.findings import FINDINGS
from archiver.images import Picture, picture

_ACCEPT = "image/png, image/jpeg, image/gif, image/webp, image/svg+xml"
#: Refusals with one reason that get a finding each; of more, one finding speaks for all.
_MOST_TOLD = 10


@dataclass(frozen=True, slots=True)
class Limits:
    """What all pictures of one record may take: how many are asked for, the seconds for all, the bytes that arrive for all (with them inside,
    the record must stay small enough to be read again), and how many are asked for side by side.
    """

    number: int = 200
    seconds: float = 180.0
    size: int = 32 * 1024 * 1024
    at_once: int = 3

    @property
    def no_room(self) -> str:
        """The reason for what comes after the last byte for all."""
        return f"all pictures together may have {self.size // 1024**2} MB, and those before it leave no room"

    @property
    def no_time(self) -> str:
        """The reason for what comes after the last second for all."""
        return f"all pictures together may take {self.seconds:.3g} seconds, and they are over"


def embed_pictures(article: Article, get: Callable[..., bytes] | None = None, limits: Limits | None = None) -> Article:
    """A copy of an article in which pictures with an http or https address are fetched and embedded.

    `get(url, accept=…, most=…, seconds=…)` returns the bytes at an address or raises Refused; the Fetcher's own when not given. Like addresses
    are asked for once, in the order of the record. The result is validated by whoever writes it.
    """
    limits = limits or Limits()
    root = deepcopy(article.root)
    places: dict[str, list[etree._Element]] = {}
    for image in root.iter(tag("image")):
        if (address := image.get("src") or "").lower().startswith(("http://", "https://")):
            places.setdefault(address, []).append(image)
    left_out: list[tuple[str, str]] = []
    for url, what in _fetch_all(get or Fetcher().get, list(places), limits).items():
        if isinstance(what, str):
            left_out.append((url, what))
            continue
        for image in places[url]:
            attributes = {**image.attrib, "src": what.uri, "origin": url}
            image.attrib.clear()
            # in the order in which records have them, so that equal records are equal bytes
            image.attrib.update(sorted(attributes.items()))
    provenance = root.find("a:provenance", NS)
    assert provenance is not None
    for url, reason in _told(left_out):
        kind = FINDINGS["F001"]
        finding = etree.SubElement(provenance, tag("finding"), code=kind.code, severity=kind.severity)
        finding.text = kind.sentence.format(address=url, reason=reason)
    return Article(root)


def _told(left_out: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """What the findings say: each address and its reason, or, where many have the same reason, the first of them with their number."""
    counts = Counter(reason for _, reason in left_out)
    told: set[str] = set()
    for url, reason in left_out:
        if counts[reason] <= _MOST_TOLD:
            yield url, reason
        elif reason not in told:
            told.add(reason)
            yield f"{url}, like {counts[reason] - 1} others,", reason


def _fetch_all(get: Callable[..., bytes], addresses: list[str], limits: Limits) -> dict[str, Picture | str]:
    """What is at each address, or why there is nothing, in the order of the addresses.

    Each may have what those before it leave of the bytes for all, so that it does not depend on the speed of servers which of them get in:
    one begins beside others only when there is room for the largest even if those take all that they may.
    """
    found: dict[str, Picture | str] = dict.fromkeys(
        addresses, f"only the first {limits.number} pictures of a page are fetched"
    )
    waiting = deque(addresses[: limits.number])
    running: dict[Future[tuple[Picture | str, int]], tuple[str, int]] = {}
    end = time.monotonic() + limits.seconds
    size = 0
    with ThreadPoolExecutor(limits.at_once) as workers:
        while waiting or running:
            while waiting and len(running) < limits.at_once:
                free = limits.size - size - sum(most for _, most in running.values())
                if free < MOST_BYTES and running:
                    break
                url, most = waiting.popleft(), min(free, MOST_BYTES)
                if most <= 0:
                    found[url] = limits.no_room
                else:
                    running[workers.submit(_fetch, get, url, most, end, limits)] = url, most
            for done in wait(running, return_when=FIRST_COMPLETED).done if running else ():
                url, _ = running.pop(done)
                found[url], loaded = done.result()
                size += loaded
    return found


def _fetch(get: Callable[..., bytes], url: str, most: int, end: float, limits: Limits) -> tuple[Picture | str, int]:
    """The picture at an address, or why there is none; and the bytes that came."""
    seconds = end - time.monotonic()
    if seconds <= 0:
        return limits.no_time, 0
    try:
        data = get(url, accept=_ACCEPT, most=most, seconds=seconds)
    except TooMuch as refusal:
        return (limits.no_room if most < MOST_BYTES else str(refusal)), refusal.loaded
    except TookTooLong as refusal:
        return (limits.no_time if time.monotonic() >= end else str(refusal)), refusal.loaded
    except Refused as refusal:
        return str(refusal), refusal.loaded
    kind = picture(f"data:;base64,{base64.b64encode(data).decode('ascii')}")
    return (kind if kind is not None else "what came is no picture that a record may hold"), len(data)
