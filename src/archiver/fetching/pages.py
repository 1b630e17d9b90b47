"""A page from its address: the answer of its server as a Source, with the moment of the fetch.

The rules of the fetcher hold (fetcher.py), and more: the site is asked first whether programs may fetch the page (robots.py). Nothing is sent that
tells one user from another: no cookies, no names, no languages.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlunsplit

from archiver import addresses, safety
from archiver.errors import Forbidden, SourceError, TooLarge
from archiver.fetching.deadline import Tries
from archiver.fetching.fetcher import MAX_ADDRESS, Fetcher
from archiver.fetching.public_addresses import Address, is_public
from archiver.fetching.responses import Answered, Exchange, FetchedAnswer, NotAllowed, Refused, TooMuch
from archiver.fetching.robots import AgainstRobots, Robots, RobotsUnknown

#: Seconds for a page, from the first look-up of a name to its last byte, through all redirects, tries and pauses.
_SECONDS = 120.0
_MAX_REDIRECTS = 10
#: Each request is made up to four times, after 1, 2 and 4 seconds; a server may ask for up to 30.
_TRIES = Tries(again=3, pause=1.0, longest_wait=30.0, statuses=frozenset((429, 500, 502, 503, 504)))
_ACCEPT = "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.5"
_CHARSET = re.compile(r""";\s*charset\s*=\s*(?:"([^"\\]*)"|'([^']*)'|([^\s;,"']+))""", re.IGNORECASE)
_MEDIA_TYPE = re.compile(r"\s*([\w!#$&^.+-]+/[\w!#$&^.+-]+)", re.ASCII)
#: An address as a name: what comes before "://", as RFC 3986 has it.
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_LONGEST_IN_MESSAGES = 200
_SAVE_IT = "Save the page from the browser, and convert the file."


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """The answer at an address: the address that it came from after all redirects, its bytes, what its header declares of them, and the
    moment of the fetch (ISO 8601, UTC). `exchanges` are all requests and responses, when they were to be kept.
    """

    name: str
    address: str
    data: bytes
    media_type: str
    charset: str | None
    retrieved: str
    exchanges: tuple[Exchange, ...] = ()


def is_address(name: str) -> bool:
    """Whether the name of a source is an address (`https://…`, `ftp://…`), not the name of a file."""
    return _SCHEME.match(name.strip()) is not None


def shown(address: str) -> str:
    """An address for messages: without the name of a user and a password, which are secret, and not longer than a line or two."""
    address = re.sub(r"(://)[^/?#]*@", r"\1", address.strip())
    return address if len(address) <= _LONGEST_IN_MESSAGES else f"{address[:_LONGEST_IN_MESSAGES]}…"


def checked(address: str) -> str:
    """An address that a user named, without its fragment, which no server sees, and with its spaces escaped. Raises Forbidden for one that
    is never fetched.
    """
    address = address.strip()
    parts = addresses.split(address) if len(address) <= MAX_ADDRESS else None
    if len(address) > MAX_ADDRESS:
        reason = f"it has more than {MAX_ADDRESS} characters"
    elif not address.lower().startswith(("http://", "https://")):
        scheme = address.partition(":")[0].lower()
        remedy = "Name the file without file://." if scheme == "file" else _SAVE_IT
        raise Forbidden(f"{shown(address)}: refused: only http and https are fetched.", remedy)
    elif parts is None or not parts.hostname or re.search(r"\s", parts.netloc):
        reason = "it is no address"
    elif parts.username is not None or parts.password is not None:
        raise Forbidden(
            f"{shown(address)}: refused: it holds the name of a user or a password, which would be sent and kept.",
            f"Leave it out, or: {_SAVE_IT[0].lower()}{_SAVE_IT[1:]}",
        )
    else:
        return re.sub(r"\s", lambda space: quote(space[0]), urlunsplit(parts._replace(fragment="")))
    raise Forbidden(f"{shown(address)}: refused: {reason}.", "Give the whole address as the browser shows it.")


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


class PageFetcher:
    """Fetches pages by their addresses, and remembers the rules of their sites.

    With `ignore_robots`, sites are not asked for their rules. `may_reach` and `now` are the guard and the clock; tests pass their own.
    """

    def __init__(
        self,
        *,
        ignore_robots: bool = False,
        may_reach: Callable[[Address], bool] = is_public,
        now: Callable[[], datetime.datetime] = _now,
    ) -> None:
        self._fetcher = Fetcher(may_reach=may_reach, seconds=_SECONDS, tries=_TRIES, max_redirects=_MAX_REDIRECTS)
        self._robots = None if ignore_robots else Robots(Fetcher(may_reach=may_reach, tries=_TRIES).fetch)
        self._now = now

    def fetch(self, address: str, *, keep: bool = False) -> FetchedPage:
        """The page at an address that `checked` let pass. With `keep`, the result has its exchanges.

        Raises Forbidden for an address that must not be fetched, TooLarge, and SourceError when the page cannot be had.
        """
        try:
            moment = self._now()
            answer = self._fetcher.fetch(
                address, accept=_ACCEPT, max_bytes=safety.MAX_BYTES, keep=keep,
                before=self._robots.require_allowed if self._robots is not None else None,
            )  # fmt: skip
        except Refused as refusal:
            raise _error(address, refusal) from refusal
        media_type, charset = _declared(answer)
        retrieved = moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return FetchedPage(
            address, checked(answer.address), answer.body, media_type, charset, retrieved, answer.exchanges
        )

    def delay(self, address: str) -> float:
        """The seconds that the site of an address wants between two requests; 0 when it does not say, or was not asked."""
        return self._robots.delay(address) if self._robots is not None else 0.0


def _declared(answer: FetchedAnswer) -> tuple[str, str | None]:
    """The media type and the charset in the header of an answer; "" and None where it says nothing that can be read."""
    text = str(answer.headers.get("Content-Type", ""))[:1000]
    media_type = _MEDIA_TYPE.match(text)
    charset = _CHARSET.search(text)
    value = next((group for group in charset.groups() if group), "").strip() if charset is not None else ""
    return media_type[1].lower() if media_type is not None else "", value or None


def _error(address: str, refusal: Refused) -> SourceError:
    """The error for a page that cannot be had, with what the user can do about it."""
    name = shown(address)
    if isinstance(refusal, TooMuch):
        return TooLarge(f"{name}: refused: {refusal}.", "Save the article alone, without embedded media.")
    if isinstance(refusal, AgainstRobots):
        return Forbidden(f"{name}: refused: {refusal}.", f"{_SAVE_IT} --ignore-robots fetches it all the same.")
    if isinstance(refusal, NotAllowed):
        return Forbidden(f"{name}: refused: {refusal}.", _SAVE_IT)
    return SourceError(f"{name}: cannot be fetched: {refusal}.", _remedy(refusal))


def _remedy(refusal: Refused) -> str:
    text = str(refusal)
    if isinstance(refusal, RobotsUnknown):
        return "Try again later; --ignore-robots fetches it all the same."
    if isinstance(refusal, Answered):
        if refusal.status in (404, 410):
            return "Check the address; a web archive may still hold the page."
        if refusal.status in (401, 402, 403, 407, 451):
            return f"The server does not give it to programs. {_SAVE_IT}"
        return "Try again later."
    if text.startswith("there is no host"):
        return "Check the address, and the connection of this machine."
    if "certificate" in text:
        return "Nobody can tell who sends the page. If you trust it all the same, save it from the browser, and convert the file."
    return f"Try again later; or: {_SAVE_IT}"
