"""A fetcher for addresses that strangers wrote into a page, or into a list, which must not reach this machine or its local network.

Only http and https are fetched, and only from hosts with only public addresses. So a page that names `localhost`, a
router or the metadata service of a cloud gets nothing. The connection goes to the address that was checked, so that a
name cannot lead elsewhere when it is looked up again. Each redirect is checked in the same way. Bytes, time and
redirects are limited.

The messages of Refused go into the record (finding F001).
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import SplitResult, quote

from archiver import addresses
from archiver.fetching.deadline import Deadline, OutOfTime, Tries, connections_until, retries_until
from archiver.fetching.public_addresses import Address, is_public
from archiver.fetching.responses import (
    Answered,
    EndlessRedirect,
    Exchange,
    FetchedAnswer,
    Limit,
    NotAllowed,
    Refused,
    TookTooLong,
    body,
    counted,
    wire_bytes,
)
from archiver.version import __version__

#: Bytes of one response: as they arrive, and after decompression.
MAX_BYTES = 10 * 1024 * 1024
#: Seconds for all requests and redirects together; for one connection; between two reads.
_TOTAL_SECONDS, _CONNECT_SECONDS, _READ_SECONDS = 60.0, 10.0, 20.0
_MAX_REDIRECTS = 5
_REDIRECT_STATUSES = frozenset((301, 302, 303, 307, 308))
#: How many addresses of a host are tried, one after the other, when no connection can be made.
_MAX_ADDRESSES = 3
#: The longest address that is asked for: what servers take at least (RFC 9110, 4.1).
MAX_ADDRESS = 8000
#: What this program says that it is. It bears no name of a browser.
USER_AGENT = f"Archiver/{__version__} (article-archiver; single pages, at the request of a user)"
#: Ports above 1023 that belong to other protocols (the "bad ports" of the WHATWG Fetch standard).
_BAD_PORTS = frozenset(
    [1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080]
)
#: Letters that IDNA 2003, which Python implements, replaces or drops, and IDNA 2008 keeps: the two standards lead to
#: different hosts.
_AMBIGUOUS_LETTERS = frozenset("\u00df\u1e9e\u03c2\u200c\u200d")
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|[0-9a-f.]*:[0-9a-f:.]*")


class Fetcher:
    """Fetches addresses within the limits.

    `may_reach` decides which addresses of hosts are allowed; `seconds` is the time for one fetch; `look_up` finds the
    addresses of a host as `socket.getaddrinfo` does. Tests pass their own. `tries` and `max_redirects` are further limits.
    """

    def __init__(
        self,
        may_reach: Callable[[Address], bool] = is_public,
        seconds: float = _TOTAL_SECONDS,
        look_up: Callable[..., Any] = socket.getaddrinfo,
        tries: Tries = Tries(),  # noqa: B008 - it cannot change
        max_redirects: int = _MAX_REDIRECTS,
    ) -> None:
        self._may_reach = may_reach
        self._seconds = seconds
        self._look_up = look_up
        self._tries = tries
        self._max_redirects = max_redirects

    def get(self, url: str, *, accept: str = "*/*", max_bytes: int = MAX_BYTES, seconds: float | None = None) -> bytes:
        """The bytes at an address, at most `max_bytes`. `seconds` can only shorten the time. Raises Refused with the
        reason.
        """
        return self.fetch(url, accept=accept, max_bytes=max_bytes, seconds=seconds).body

    def fetch(
        self,
        url: str,
        *,
        accept: str = "*/*",
        max_bytes: int = MAX_BYTES,
        seconds: float | None = None,
        before: Callable[[str], None] | None = None,
        keep: bool = False,
    ) -> FetchedAnswer:
        """The answer at an address, as `get` has it. `before` is called with each address before it is asked for, and may raise
        Refused. With `keep`, the answer has the exchanges with the servers.
        """
        limit = Limit(max_bytes)
        total_seconds = self._seconds if seconds is None else min(self._seconds, seconds)
        message = f"it took more than {total_seconds:.3g} seconds"
        exchanges: list[Exchange] | None = [] if keep else None
        try:
            with Deadline(total_seconds) as deadline:
                try:
                    return self._follow(url, accept, deadline, limit, before, exchanges)
                except OutOfTime as error:
                    raise TookTooLong(message) from error
                except Refused as refusal:
                    # A connection that was closed at the deadline fails with many different errors.
                    if not _in_time(deadline):
                        raise TookTooLong(message) from refusal
                    raise
        except Refused as refusal:
            refusal.loaded = limit.loaded
            raise

    def _follow(
        self,
        url: str,
        accept: str,
        deadline: Deadline,
        limit: Limit,
        before: Callable[[str], None] | None,
        exchanges: list[Exchange] | None,
    ) -> FetchedAnswer:
        for _ in range(self._max_redirects + 1):
            if before is not None:
                before(url)
            response = self._request(url, accept, deadline, limit, exchanges)
            deadline.remaining()  # a response that was cut off at the deadline may look complete
            if isinstance(response, FetchedAnswer):
                return response
            if not response:
                raise Refused("it leads on to what is no address")
            url = response
        raise EndlessRedirect(f"it leads on more than {self._max_redirects} times")

    def _request(
        self, url: str, accept: str, deadline: Deadline, limit: Limit, exchanges: list[Exchange] | None
    ) -> FetchedAnswer | str:
        """One request: its answer, or the address of a redirect."""
        import urllib3

        parts, host, port = _checked_parts(url)
        host_in_header = f"[{host}]" if ":" in host else host
        headers = {
            "Host": f"{host_in_header}:{parts.port}" if parts.port else host_in_header,
            "User-Agent": USER_AGENT,
            "Accept": accept,
            "Accept-Encoding": "gzip, deflate",
        }
        target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        numbers = self._resolve_host(host, port, deadline)
        for number in numbers:
            kept: list[bytearray] | None = [] if exchanges is not None else None
            is_last = number == numbers[-1]
            with self._pool(parts.scheme, host, number, port, deadline, counted(limit, kept), is_last=is_last) as pool:
                try:
                    response = pool.request("GET", target, headers=headers, preload_content=False, redirect=False)
                    try:
                        answer = _read(url, response, limit)
                    finally:
                        response.close()
                except urllib3.exceptions.MaxRetryError as error:
                    if not is_last and isinstance(error.reason, _unconnected()):
                        continue  # the next address of the host may be better
                    raise Refused(_reason(error.reason or error)) from error
                except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, ValueError) as error:
                    raise Refused(_reason(error)) from error
            if exchanges is None:
                return answer
            request = "".join((f"GET {target} HTTP/1.1\r\n", *(f"{k}: {v}\r\n" for k, v in headers.items()), "\r\n"))
            exchanges.append(
                Exchange(
                    url, number, request.encode("latin-1"), wire_bytes(kept[-1] if kept else b""),
                    leads_on=not isinstance(answer, FetchedAnswer),
                )
            )  # fmt: skip
            return replace(answer, exchanges=tuple(exchanges)) if isinstance(answer, FetchedAnswer) else answer
        raise Refused("the connection failed")

    def _pool(
        self, scheme: str, host: str, number: str, port: int, deadline: Deadline, response: Any, *, is_last: bool
    ) -> Any:
        """A pool for connections to one address of a host. With other addresses left, a connection is tried once."""
        import urllib3

        # no retry after a bad certificate ("other")
        retries = retries_until(deadline, urllib3.Retry, self._tries)(
            total=self._tries.again, connect=None if is_last else 0, other=0, redirect=0, status_forcelist=self._tries.statuses,
            respect_retry_after_header=False, raise_on_status=False,
        )  # fmt: skip
        timeout = urllib3.Timeout(connect=_CONNECT_SECONDS, read=_READ_SECONDS)
        pool: urllib3.HTTPConnectionPool
        if scheme == "https":
            pool = urllib3.HTTPSConnectionPool(
                number, port, timeout=timeout, retries=retries, server_hostname=host, assert_hostname=host
            )
        else:
            pool = urllib3.HTTPConnectionPool(number, port, timeout=timeout, retries=retries)
        pool.ConnectionCls = connections_until(deadline, pool.ConnectionCls, response)
        return pool

    def _resolve_host(self, host: str, port: int, deadline: Deadline) -> list[str]:
        """The addresses to connect to, the best one first. A host is refused when one of its addresses is not allowed."""
        try:
            entries = deadline.call(self._look_up, host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise Refused(f"there is no host {host}") from error
        addresses_of_host = list(dict.fromkeys(str(entry[4][0]) for entry in entries))
        if not addresses_of_host or not all(
            self._may_reach(ipaddress.ip_address(number)) for number in addresses_of_host
        ):
            raise NotAllowed(f"{host} is no host of the public network")
        return addresses_of_host[:_MAX_ADDRESSES]


def _read(url: str, response: Any, limit: Limit) -> FetchedAnswer | str:
    """The answer in a urllib3 response, or the address that it leads on to. Raises Answered for any other status."""
    if response.status in _REDIRECT_STATUSES and (location := response.headers.get("Location")):
        return addresses.join(url, _decoded_location(location))
    if response.status != 200:
        raise Answered(response.status)
    return FetchedAnswer(url, response.headers, body(response, limit))


def _unconnected() -> tuple[type[Exception], ...]:
    """The errors of urllib3 that say that there was no connection at all."""
    import urllib3

    return (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError)


def _in_time(deadline: Deadline) -> bool:
    try:
        return deadline.remaining() > 0
    except OutOfTime:
        return False


def _decoded_location(location: str) -> str:
    """A Location header as the server meant it. http.client decodes it as Latin-1, but letters beyond ASCII are nearly
    always UTF-8.
    """
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return quote(location, safe="".join(map(chr, range(128))), encoding="latin-1", errors="replace")


def _checked_parts(url: str) -> tuple[SplitResult, str, int]:
    """The parts of an address, its host in ASCII, and its port. Raises Refused for an address that must not be fetched.

    Hosts are read as browsers read them: lower case, IDNA for letters beyond ASCII, no dot at the end. Numbers that
    mean an IPv4 address ("0x7f.1") are left to the look-up, and its result is checked.
    """
    if len(url) > MAX_ADDRESS:
        raise NotAllowed(f"it has more than {MAX_ADDRESS} characters")
    parts = addresses.split(url)
    if parts is None:
        raise NotAllowed("it is no address")
    try:
        port = parts.port if parts.port is not None else (443 if parts.scheme == "https" else 80)
        host = (parts.hostname or "").removesuffix(".")
        if _AMBIGUOUS_LETTERS & set(host):
            raise NotAllowed("its host is two names by two standards (IDNA of 2003 and of 2008)")
        host = host if ":" in host else host.encode("idna").decode("ascii").lower().removesuffix(".")
    except (ValueError, UnicodeError) as error:
        raise NotAllowed("it is no address") from error
    if parts.scheme not in ("http", "https") or not host:
        raise NotAllowed("only http and https are fetched")
    if parts.username is not None or parts.password is not None:
        raise NotAllowed("it holds the name of a user")
    if len(host) > 253 or not _HOST.fullmatch(host):
        raise NotAllowed("it is no address")
    # Ports below 1024 belong to other services, such as mail, files and remote shells.
    if (port < 1024 and port not in (80, 443)) or port in _BAD_PORTS:
        raise NotAllowed(f"port {port} is no port of the web")
    return parts._replace(path=_quoted(parts.path), query=_quoted(parts.query)), host, port


def _quoted(part: str) -> str:
    """A path or a query in its escaped form. Existing escapes stay. A bare "%" is escaped here, since urllib3 would
    otherwise escape all of them again.
    """
    return quote(_BARE_PERCENT.sub("%25", part), safe="/%:=&?~+!$,;'@()*[]-._")


def _reason(error: BaseException) -> str:
    """A short reason for a network error."""
    import ssl

    import urllib3

    if isinstance(error, urllib3.exceptions.ProtocolError):
        cause = error.args[-1]  # the error of http.client
        if isinstance(cause, http.client.RemoteDisconnected):
            return "the connection failed"  # closed without a response, which http.client reports as a bad status line
        return _reason(cause) if isinstance(cause, Exception) else "it breaks off"
    if isinstance(error, (urllib3.exceptions.SSLError, ssl.SSLError)):
        cause = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
        if isinstance(cause, (ssl.SSLCertVerificationError, ssl.CertificateError)):
            return f"its certificate is not good{_certificate_fault(cause)}"
        return "no encrypted connection could be made"
    if isinstance(error, (urllib3.exceptions.TimeoutError, TimeoutError)):
        return "the server did not answer in time"
    if isinstance(error, http.client.IncompleteRead):  # urllib3's IncompleteRead is a subclass of it
        return "it breaks off"
    if isinstance(error, (http.client.HTTPException, urllib3.exceptions.InvalidHeader, ValueError)):
        return "what came is no answer of the web"
    return "the connection failed"


def _certificate_fault(error: Exception) -> str:
    """What is wrong with a certificate, in brackets, as OpenSSL says it; "" when it says nothing."""
    fault = str(getattr(error, "verify_message", "") or "").strip()
    return f" ({fault})" if fault.isprintable() and fault else ""
