"""A fetcher that a page cannot turn against the machine or the network that it runs in.

What is fetched is what strangers wrote into a page. So only http and https, only hosts whose every address is public (a page that names
`localhost`, a router or a cloud's metadata service gets nothing), and the connection goes to the very address that was judged: a name that
answers differently the second time cannot lead it elsewhere. Redirects are judged again at each step. Bytes, time and steps are limited.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import SplitResult, quote

from archiver import addresses
from archiver.fetching.deadline import Deadline, OutOfTime, connections_until, tries_until
from archiver.fetching.public_addresses import Address, is_public
from archiver.fetching.responses import Limit, Refused, TookTooLong, body, counted
from archiver.version import __version__

#: Bytes of one answer, as they come and after they were unpacked.
MOST_BYTES = 10 * 1024 * 1024
#: Seconds for all steps together, whatever the server does; for a connection; between two pieces.
_DEADLINE, _CONNECT, _READ = 60.0, 10.0, 20.0
_MOST_STEPS = 5
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
#: Answers that another try may mend.
_PASSING = (429, 502, 503, 504)
#: Ports above 1023 that belong to other protocols (the "bad ports" of the Fetch standard of WHATWG).
_BAD_PORTS = frozenset(
    [1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080]
)
#: Letters that IDNA of 2003, which Python has, replaces or leaves out, and that of 2008 keeps: another host, of another owner.
_TWO_NAMES = frozenset("\u00df\u1e9e\u03c2\u200c\u200d")
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|[0-9a-f.]*:[0-9a-f:.]*")


class Fetcher:
    """Fetches addresses, each under all limits. `may_reach` judges the addresses of hosts, `seconds` is the time for one of them, `look_up`
    finds the addresses of a host as `socket.getaddrinfo` does; tests put their own in their place.
    """

    def __init__(
        self,
        may_reach: Callable[[Address], bool] = is_public,
        seconds: float = _DEADLINE,
        look_up: Callable[..., Any] = socket.getaddrinfo,
    ) -> None:
        self._may_reach = may_reach
        self._seconds = seconds
        self._look_up = look_up

    def get(self, url: str, *, accept: str = "*/*", most: int = MOST_BYTES, seconds: float | None = None) -> bytes:
        """The bytes at an address, at most `most` of them; raises Refused with the reason. `seconds` makes the time shorter, never longer."""
        limit = Limit(most)
        allowed = self._seconds if seconds is None else min(self._seconds, seconds)
        late = f"it took more than {allowed:.3g} seconds"
        try:
            with Deadline(allowed) as deadline:
                try:
                    return self._follow(url, accept, deadline, limit)
                except OutOfTime as error:
                    raise TookTooLong(late) from error
                except Refused as refusal:
                    # what was hung up on fails in many ways
                    if not _in_time(deadline):
                        raise TookTooLong(late) from refusal
                    raise
        except Refused as refusal:
            refusal.loaded = limit.loaded
            raise

    def _follow(self, url: str, accept: str, deadline: Deadline, limit: Limit) -> bytes:
        for _ in range(_MOST_STEPS + 1):
            answer = self._step(url, accept, deadline, limit)
            deadline.left()  # an answer that was hung up on may look whole
            if isinstance(answer, bytes):
                return answer
            if not answer:
                raise Refused("it leads on to what is no address")
            url = answer
        raise Refused(f"it leads on more than {_MOST_STEPS} times")

    def _step(self, url: str, accept: str, deadline: Deadline, limit: Limit) -> bytes | str:
        """One request: the bytes, or the address that the answer leads on to."""
        import urllib3

        parts, host, port = _parts(url)
        address = self._address(host, port, deadline)
        timeout = urllib3.Timeout(connect=_CONNECT, read=_READ)
        # a bad certificate ("other") stays bad
        tries = tries_until(deadline, urllib3.Retry)(
            total=2, other=0, redirect=0, status_forcelist=_PASSING, backoff_factor=0.5, respect_retry_after_header=False,
            raise_on_status=False,
        )  # fmt: skip
        shown = f"[{host}]" if ":" in host else host
        headers = {
            "Host": f"{shown}:{parts.port}" if parts.port else shown,
            "User-Agent": f"Archiver/{__version__}",
            "Accept": accept,
            "Accept-Encoding": "gzip, deflate",
        }
        pool: urllib3.HTTPConnectionPool
        if parts.scheme == "https":
            pool = urllib3.HTTPSConnectionPool(
                address, port, timeout=timeout, retries=tries, server_hostname=host, assert_hostname=host
            )
        else:
            pool = urllib3.HTTPConnectionPool(address, port, timeout=timeout, retries=tries)
        pool.ConnectionCls = connections_until(deadline, pool.ConnectionCls, counted(limit))
        target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        try:
            with pool:
                answer = pool.request("GET", target, headers=headers, preload_content=False, redirect=False)
                try:
                    if answer.status in _REDIRECTS and (onward := answer.headers.get("Location")):
                        return addresses.join(url, _as_sent(onward))
                    if answer.status != 200:
                        raise Refused(f"the server answered {answer.status}")
                    return body(answer, limit)
                finally:
                    answer.close()
        except urllib3.exceptions.MaxRetryError as error:
            raise Refused(_reason(error.reason or error)) from error
        except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, ValueError) as error:
            raise Refused(_reason(error)) from error

    def _address(self, host: str, port: int, deadline: Deadline) -> str:
        """The address to connect to. A host that has one address that may not be reached is refused whole."""
        try:
            found = deadline.call(self._look_up, host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise Refused(f"there is no host {host}") from error
        numbers = [str(entry[4][0]) for entry in found]
        if not numbers or not all(self._may_reach(ipaddress.ip_address(one)) for one in numbers):
            raise Refused(f"{host} is no host of the public network")
        return numbers[0]


def _in_time(deadline: Deadline) -> bool:
    try:
        return deadline.left() > 0
    except OutOfTime:
        return False


def _as_sent(onward: str) -> str:
    """A Location with the bytes that the server sent: letters beyond ASCII, which http.client takes for Latin-1, are nearly always UTF-8."""
    try:
        return onward.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return quote(onward, safe="".join(map(chr, range(128))), encoding="latin-1", errors="replace")


def _parts(url: str) -> tuple[SplitResult, str, int]:
    """The parts of an address, its host in ASCII and its port; raises Refused for what may not be asked.

    Hosts are taken as browsers take them: in lower case, letters beyond ASCII by IDNA, without the dot that ends a name. Numbers that stand for
    an IPv4 address ("0x7f.1") are left to the look-up, whose answer is judged.
    """
    parts = addresses.split(url)
    if parts is None:
        raise Refused("it is no address")
    try:
        port = parts.port if parts.port is not None else (443 if parts.scheme == "https" else 80)
        host = (parts.hostname or "").removesuffix(".")
        if _TWO_NAMES & set(host):
            raise Refused("its host is two names by two standards (IDNA of 2003 and of 2008)")
        host = host if ":" in host else host.encode("idna").decode("ascii").lower().removesuffix(".")
    except (ValueError, UnicodeError) as error:
        raise Refused("it is no address") from error
    if parts.scheme not in ("http", "https") or not host:
        raise Refused("only http and https are fetched")
    if parts.username is not None or parts.password is not None:
        raise Refused("it holds the name of a user")
    if len(host) > 253 or not _HOST.fullmatch(host):
        raise Refused("it is no address")
    # the ports below belong to mail, files and remote shells
    if (port < 1024 and port not in (80, 443)) or port in _BAD_PORTS:
        raise Refused(f"port {port} is no port of the web")
    return parts._replace(path=_quoted(parts.path), query=_quoted(parts.query)), host, port


def _quoted(part: str) -> str:
    """A path or a query as it is sent: escapes stay, and a bare "%" is one itself, since urllib3 else escapes all of them once more."""
    return quote(_BARE_PERCENT.sub("%25", part), safe="/%:=&?~+!$,;'@()*[]-._")


def _reason(error: BaseException) -> str:
    """What a network error says, in a few words."""
    import ssl

    import urllib3

    if isinstance(error, urllib3.exceptions.ProtocolError):
        inside = error.args[-1]  # what http.client said of the answer
        if isinstance(inside, http.client.RemoteDisconnected):
            return "the connection failed"  # closed without a word, which http.client calls a bad answer
        return _reason(inside) if isinstance(inside, Exception) else "it breaks off"
    if isinstance(error, (urllib3.exceptions.SSLError, ssl.SSLError)):
        return "its certificate is not good"
    if isinstance(error, (urllib3.exceptions.TimeoutError, TimeoutError)):
        return "the server did not answer in time"
    if isinstance(error, http.client.IncompleteRead):  # urllib3's is one, too
        return "it breaks off"
    if isinstance(error, (http.client.HTTPException, urllib3.exceptions.InvalidHeader, ValueError)):
        return "what came is no answer of the web"
    return "the connection failed"
