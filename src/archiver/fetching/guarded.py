"""A fetcher that a page cannot turn against the machine or the network that it runs in.

What is fetched is what strangers wrote into a page. So only http and https, only hosts whose every address is public (a page that names
`localhost`, a router or a cloud's metadata service gets nothing), and the connection goes to the very address that was judged: a name that
answers differently the second time cannot lead it elsewhere. Redirects are judged again at each step. Bytes, time and steps are limited.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable
from urllib.parse import SplitResult, quote

from archiver import addresses
from archiver.fetching.alarm import OutOfTime, connections_until
from archiver.version import __version__

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

#: Bytes of one answer, after it was unpacked.
MOST_BYTES = 10 * 1024 * 1024
#: Seconds for all steps together, whatever the server does; for a connection; between two pieces.
_DEADLINE, _CONNECT, _READ = 60.0, 10.0, 20.0
_MOST_STEPS = 5
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
#: Answers that another try may mend.
_PASSING = (429, 502, 503, 504)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Refused(Exception):
    """Why something was not fetched, as the end of a sentence: "the server answered 404"."""


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, and to no private, local, shared or reserved range (RFC 6890).

    An IPv6 address that carries one of IPv4 inside (mapped, 6to4, NAT64) is judged by that one.
    """
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


class Fetcher:
    """Fetches addresses, each under all limits. `may_reach` judges the addresses of hosts, `seconds` is the time for one of them; tests
    put their own in their place.
    """

    def __init__(self, may_reach: Callable[[Address], bool] = is_public, seconds: float = _DEADLINE) -> None:
        self._may_reach = may_reach
        self._seconds = seconds

    def get(self, url: str, *, accept: str = "*/*") -> bytes:
        """The bytes at an address; raises Refused with the reason."""
        deadline = time.monotonic() + self._seconds
        for _ in range(_MOST_STEPS + 1):
            try:
                answer = self._step(url, accept, deadline)
            except (OutOfTime, Refused):
                if time.monotonic() < deadline:
                    raise
            # an answer that was hung up on may look whole
            if time.monotonic() >= deadline:
                raise Refused(f"it took more than {self._seconds:.0f} seconds")
            if isinstance(answer, bytes):
                return answer
            if not answer:
                raise Refused("it leads on to what is no address")
            url = answer
        raise Refused(f"it leads on more than {_MOST_STEPS} times")

    def _step(self, url: str, accept: str, deadline: float) -> bytes | str:
        """One request: the bytes, or the address that the answer leads on to."""
        import urllib3

        parts, host, port = _parts(url)
        address = self._address(host, port)
        timeout = urllib3.Timeout(connect=_CONNECT, read=_READ)
        tries = urllib3.Retry(
            total=2, redirect=0, status_forcelist=_PASSING, backoff_factor=0.5, respect_retry_after_header=False, raise_on_status=False
        )  # fmt: skip
        headers = {
            "Host": f"[{host}]" if ":" in host else host + (f":{parts.port}" if parts.port else ""),
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
        pool.ConnectionCls = connections_until(deadline, pool.ConnectionCls)
        target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        try:
            with pool:
                answer = pool.request("GET", target, headers=headers, preload_content=False, redirect=False)
                try:
                    if answer.status in _REDIRECTS and (onward := answer.headers.get("Location")):
                        return addresses.join(url, onward)
                    if answer.status != 200:
                        raise Refused(f"the server answered {answer.status}")
                    return _read(answer)
                finally:
                    answer.close()
        except urllib3.exceptions.MaxRetryError as error:
            raise Refused(_reason(error.reason or error)) from error
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise Refused(_reason(error)) from error

    def _address(self, host: str, port: int) -> str:
        """The address to connect to. A host that has one address that may not be reached is refused whole."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise Refused(f"there is no host {host}") from error
        addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
        if not addresses or not all(self._may_reach(ipaddress.ip_address(one)) for one in addresses):
            raise Refused(f"{host} is no host of the public network")
        return addresses[0]


def _parts(url: str) -> tuple[SplitResult, str, int]:
    """The parts of an address, its host in ASCII and its port; raises Refused for what may not be asked."""
    parts = addresses.split("".join(url.split()))
    if parts is None:
        raise Refused("it is no address")
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = parts.hostname or ""
        host = host if ":" in host else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError) as error:
        raise Refused("it is no address") from error
    if parts.scheme not in ("http", "https") or not host:
        raise Refused("only http and https are fetched")
    # the ports below belong to mail, files and remote shells
    if port < 1024 and port not in (80, 443):
        raise Refused(f"port {port} is no port of the web")
    safe = "/%:=&?~+!$,;'@()*[]-._"
    return parts._replace(path=quote(parts.path, safe=safe), query=quote(parts.query, safe=safe)), host, port


def _read(answer: object) -> bytes:
    """The body of an answer, unpacked piece by piece, so that a bomb is seen before it has gone off."""
    found = bytearray()
    for piece in answer.stream(64 * 1024, decode_content=True):  # type: ignore[attr-defined]
        found += piece
        if len(found) > MOST_BYTES:
            raise Refused(f"it has more than {MOST_BYTES // 1024**2} MB")
    return bytes(found)


def _reason(error: BaseException) -> str:
    """What a network error says, in a few words."""
    import ssl

    import urllib3

    if isinstance(error, (urllib3.exceptions.SSLError, ssl.SSLError)):
        return "its certificate is not good"
    if isinstance(error, (urllib3.exceptions.TimeoutError, TimeoutError)):
        return "the server did not answer in time"
    return "the connection failed"
