"""What a site asks of programs: its robots.txt (RFC 9309), and the pause between two requests (Crawl-delay).

    User-agent: *
    Disallow: /drafts/         →    /drafts/quay is not fetched
    Allow: /drafts/quay$       →    but /drafts/quay is: the longest rule that fits decides, and Allow wins over Disallow

The parser of the standard library knows no `*` and no `$`, and takes the first rule instead of the longest. Patterns are compared in time that
is in proportion to their length and that of the address, whatever they hold.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote, unquote_to_bytes

from archiver import addresses
from archiver.fetching.responses import (
    Answered,
    EndlessRedirect,
    FetchedAnswer,
    NotAllowed,
    Refused,
    TookTooLong,
    TooMuch,
)

#: The name under which a robots.txt speaks to this program. It is a part of the user agent.
PRODUCT = "archiver"
#: Bytes of a robots.txt that are read (RFC 9309, 2.5, wants 500 KiB at least), and the seconds that it may take.
_MAX_BYTES = 4 * 1024 * 1024
_SECONDS = 20.0
#: How long rules count that were asked for (RFC 9309, 2.4, allows a day), and how long it counts that there was no answer.
_KEPT_SECONDS, _RETRY_SECONDS = 3600.0, 60.0
#: The most rules that are looked at, and the longest pause that a site can ask for, in seconds.
_MAX_RULES = 20_000
_MAX_DELAY = 30.0
#: Escapes of characters that mean something else when they are not escaped (RFC 3986, 2.2).
_MEANT_ESCAPES = re.compile(r"%(2[0-9A-F]|3[A-F]|40|5[BD])", re.IGNORECASE)
_PRODUCT_TOKEN = re.compile(r"[A-Za-z_-]+")


class AgainstRobots(NotAllowed):
    """The site does not allow programs to fetch the address."""


class RobotsUnknown(Refused):
    """The site does not say whether it allows that."""


@dataclass(slots=True)
class RobotRules:
    """The rules of one site for this program: patterns of paths, each with whether it allows them; and the pause in seconds."""

    patterns: list[tuple[str, bool]] = field(default_factory=list)
    delay: float = 0.0

    def allow(self, url: str) -> bool:
        """Whether an address may be fetched. The longest pattern that fits it decides; of two, the one that allows it."""
        parts = addresses.split(url)
        if parts is None:
            return False
        target = _normal(f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}")
        if target == "/robots.txt":
            return True
        fitting = [(len(pattern), allowed) for pattern, allowed in self.patterns if _fits(pattern, target)]
        return max(fitting, default=(0, True))[1]


def parse(data: bytes) -> RobotRules:
    """The rules of a robots.txt for this program: those of the groups that name it, else those for all programs (`*`)."""
    groups: dict[str, RobotRules] = {}
    current: list[RobotRules] = []
    in_agents = False
    count = 0
    for line in data.decode("utf-8", "replace").removeprefix("\ufeff").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key in ("user-agent", "useragent", "user agent"):
            if not in_agents:
                current = []
            token = _PRODUCT_TOKEN.match(value)
            name = "*" if value.startswith("*") else token[0].lower() if token is not None else ""
            current.append(groups.setdefault(name, RobotRules()))
            in_agents = True
            continue
        if key in ("allow", "disallow"):
            in_agents = False
            if value and (count := count + 1) <= _MAX_RULES:
                for group in current:
                    group.patterns.append((_normal(value), key == "allow"))
        elif key == "crawl-delay":
            in_agents = False
            for group in current:
                group.delay = _seconds(value)
    return groups.get(PRODUCT) or groups.get("*") or RobotRules()


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        return 0.0
    return min(seconds, _MAX_DELAY) if seconds > 0 else 0.0


def _normal(path: str) -> str:
    """A path or a pattern with its letters escaped in one way: as they are where they need no escape, else as %XX."""
    return quote(unquote_to_bytes(_kept(path)), safe="/%:=&?~+!$,;'@()*[]-._")


def _kept(path: str) -> str:
    """The path with the escapes of characters that mean something else when they are not escaped doubled, so that they stay."""
    return _MEANT_ESCAPES.sub(lambda escape: f"%25{escape[1].upper()}", path)


def _fits(pattern: str, target: str) -> bool:
    """Whether a pattern fits the beginning of a target. `*` stands for any characters, `$` at the end for the end of the target."""
    anchored = pattern.endswith("$")
    pieces = pattern.removesuffix("$").split("*")
    if not target.startswith(pieces[0]):
        return False
    position = len(pieces[0])
    # the first place that fits leaves the most for the pieces after it
    for piece in pieces[1 : -1 if anchored else None]:
        if (found := target.find(piece, position)) < 0:
            return False
        position = found + len(piece)
    if not anchored:
        return True
    if len(pieces) == 1:
        return position == len(target)
    return target.endswith(pieces[-1]) and len(target) - len(pieces[-1]) >= position


class Robots:
    """The rules of sites, each asked for once an hour; a site that failed to say them, once a minute.

    `fetch` gets an address as `Fetcher.fetch` does. `clock` gives seconds; tests pass their own.
    """

    def __init__(self, fetch: Callable[..., FetchedAnswer], clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch = fetch
        self._clock = clock
        self._rules: dict[str, tuple[RobotRules | Refused, float]] = {}

    def require_allowed(self, url: str) -> None:
        """Raise AgainstRobots for an address that its site does not want to be fetched, RobotsUnknown when its server fails to say what
        it wants (RFC 9309, 2.3.1.4), and Refused when there is no such server.
        """
        rules = self._rules_for(url)
        if isinstance(rules, Answered | TookTooLong | TooMuch):
            raise RobotsUnknown(f"the robots.txt of its site cannot be had: {rules}")
        if isinstance(rules, Refused):  # there is no such site
            raise Refused(str(rules))
        if not rules.allow(url):
            raise AgainstRobots("its site does not allow programs to fetch it (robots.txt)")

    def delay(self, url: str) -> float:
        """The seconds that the site of an address wants between two requests; 0 when it does not say."""
        rules, _ = self._rules.get(_site(url), (None, 0.0))
        return rules.delay if isinstance(rules, RobotRules) else 0.0

    def _rules_for(self, url: str) -> RobotRules | Refused:
        site = _site(url)
        rules, end = self._rules.get(site, (None, 0.0))
        if rules is None or end <= self._clock():
            rules = self._asked(site)
            self._rules[site] = (
                rules,
                self._clock() + (_KEPT_SECONDS if isinstance(rules, RobotRules) else _RETRY_SECONDS),
            )
        return rules

    def _asked(self, site: str) -> RobotRules | Refused:
        try:
            answer = self._fetch(f"{site}/robots.txt", accept="text/plain, */*", max_bytes=_MAX_BYTES, seconds=_SECONDS)
        except Answered as refusal:
            # 4xx: there are no rules (RFC 9309, 2.3.1.3); but a site that is asked too often has some
            return RobotRules() if 400 <= refusal.status < 500 and refusal.status != 429 else refusal
        except (NotAllowed, EndlessRedirect):
            return RobotRules()  # there are none, as it leads to no file (RFC 9309, 2.3.1.2); the address itself is checked when its turn comes
        except Refused as refusal:
            return refusal
        return parse(answer.body)


def _site(url: str) -> str:
    """The scheme, host and port of an address: one robots.txt speaks for them. Raises NotAllowed for a text that is no address."""
    parts = addresses.split(url)
    if parts is None or not parts.netloc:
        raise NotAllowed("it is no address")
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"
