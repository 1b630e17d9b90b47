"""Web addresses out of any text: taken to pieces and joined, without ever raising.

Whatever a page, its head, a server or a user calls an address comes here, and to no other parser. What the standard's parser refuses
(`http://[::1/`, a port above 65535, a host with a full-width slash in it) counts as no address, and so does what the record could not
hold: an address with a control character or half a surrogate pair.

Source: RFC 3986, with what browsers overlook (URL Standard, https://url.spec.whatwg.org/): white space and control characters at the ends,
tabs and line ends anywhere.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urljoin, urlsplit

from archiver.errors import UsageError

#: What browsers overlook at the ends of an address: the space and the control characters before it.
_AT_ENDS = "".join(map(chr, range(0x21)))
#: Characters that XML 1.0 cannot hold; tabs and line ends are overlooked.
_NO_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: A host in brackets: an IPv6 address, or one of a version to come.
_IN_BRACKETS = re.compile(r"(?:[^@\[\]]*@)?\[(?:v[0-9a-fA-F]+\.[^\[\]]+|([^\[\]]+))\](?::\d*)?")
#: What browsers overlook in a scheme.
_OVERLOOKED = re.compile(r"[\x00-\x20\x7f]+")
_SCRIPT = re.compile(r"(?:javascript|vbscript):", re.IGNORECASE)
_INSIDE = re.compile(r"(?:data|file|blob):", re.IGNORECASE)
_WEB = frozenset(("http", "https"))


def split(address: str) -> SplitResult | None:
    """The parts of an address, complete or relative; None for what is no address. Its host and port may be asked for without fear."""
    address = address.strip(_AT_ENDS)
    if _NO_CHARACTERS.search(address):
        return None
    try:
        parts = urlsplit(address)
        # asked here, since a bad port is found only when it is asked for
        if parts.netloc:
            _ = parts.port, parts.hostname
        if "[" in parts.netloc or "]" in parts.netloc:
            # older versions of Python let any text stand in brackets
            found = _IN_BRACKETS.fullmatch(parts.netloc)
            if found is None or (found[1] and not ipaddress.IPv6Address(found[1])):
                return None
    except ValueError:
        return None
    return parts


def join(base: str | None, address: str) -> str:
    """An address in full, read against that of its page (RFC 3986, 5.2), or as it stands where there is none; "" for what is no address."""
    try:
        joined = urljoin(base, address) if base else address
    except ValueError:
        return ""
    return joined if split(joined) is not None else ""


def scheme(address: str) -> str:
    """The scheme of an address in lower case; "" for a relative one and for what is no address."""
    parts = split(address)
    return parts.scheme if parts is not None else ""


def host(address: str) -> str:
    """The host that an address names, in lower case; "" where it names none and for what is no address."""
    parts = split(address)
    return (parts.hostname or "") if parts is not None else ""


def place(address: str) -> str:
    """The host that an address names as it is written there, with user, port and all; "" where it names none and for what is no address."""
    parts = split(address)
    return parts.netloc if parts is not None else ""


def is_web(address: str) -> bool:
    """Whether a text is a complete address of the web (http, https)."""
    parts = split(address)
    return parts is not None and parts.scheme in _WEB and bool(parts.netloc)


def may_lead(address: str) -> bool:
    """Whether a text is an address of the web, complete or relative to that of its page; scripts, data and what is no address are not."""
    parts = split(address)
    return parts is not None and parts.scheme in ("", *_WEB)


def is_complete(text: str) -> bool:
    """Whether a text is the whole address of something in the web, and nothing else."""
    parts = split(text)
    whole = parts is not None and parts.scheme in ("http", "https", "ftp") and bool(parts.hostname)
    return whole and text.isprintable() and not re.search(r"\s", text)


def acts(text: str) -> bool:
    """Whether a text is a script, or data or a file of the reader's machine, in the place of an address; "Data: the harbour office" is none."""
    bare = _OVERLOOKED.sub("", text)
    return bool(_SCRIPT.match(bare) or (_INSIDE.match(bare) and not re.search(r"\s", text.strip(_AT_ENDS))))


def require(address: str | None) -> str | None:
    """The address that a user gave, if any; raises UsageError for a text that is none, and for one that is not whole."""
    if address and not is_complete(address.strip(" ")):
        raise UsageError(f"{address!a}: this is no address of a page.", "Give it as the browser shows it.")
    return address
