"""Web addresses: split and joined without ever raising.

Every address from a page, its head, a server or a user goes through this module, and through no other parser. What the
parser of the standard library refuses (`http://[::1/`, a port above 65535, a host with a full-width slash) is not an
address. Nor is a text that a record cannot hold, with control characters or half a surrogate pair.

Source: RFC 3986, with what browsers ignore (URL Standard, https://url.spec.whatwg.org/): white space and control
characters at the ends, tabs and line ends anywhere.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urljoin, urlsplit

from archiver.errors import UsageError

#: What browsers ignore at the ends of an address: the space, and the control characters before it in Unicode.
_IGNORED_AT_ENDS = "".join(map(chr, range(0x21)))
#: Characters that XML 1.0 does not allow. Tabs and line ends are missing here, since they are ignored.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: A host in brackets: an IPv6 address, or an address of a future version.
_BRACKETED_HOST = re.compile(r"(?:[^@\[\]]*@)?\[(?:v[0-9a-fA-F]+\.[^\[\]]+|([^\[\]]+))\](?::\d*)?")
#: What browsers ignore in a scheme.
_IGNORED_IN_SCHEME = re.compile(r"[\x00-\x20\x7f]+")
_SCRIPT_SCHEME = re.compile(r"(?:javascript|vbscript):", re.IGNORECASE)
_LOCAL_SCHEME = re.compile(r"(?:data|file|blob):", re.IGNORECASE)
_WEB_SCHEMES = frozenset(("http", "https"))


def split(address: str) -> SplitResult | None:
    """The components of a complete or relative address; None when the text is not an address. Reading `.hostname` and
    `.port` of the result never raises.
    """
    address = address.strip(_IGNORED_AT_ENDS)
    if _NOT_IN_XML.search(address):
        return None
    try:
        parts = urlsplit(address)
        # A bad port or host raises only when it is read.
        if parts.netloc:
            _ = parts.port, parts.hostname
        if "[" in parts.netloc or "]" in parts.netloc:
            # Older versions of Python allow any text in brackets.
            match = _BRACKETED_HOST.fullmatch(parts.netloc)
            if match is None or (match[1] and not ipaddress.IPv6Address(match[1])):
                return None
    except ValueError:
        return None
    return parts


def join(base: str | None, address: str) -> str:
    """The complete address, resolved against that of its page (RFC 3986, 5.2); unchanged when `base` is None; "" when
    it is not an address.
    """
    try:
        joined = urljoin(base, address) if base else address
    except ValueError:
        return ""
    return joined if split(joined) is not None else ""


def scheme(address: str) -> str:
    """The scheme in lower case; "" for a relative address, and for a text that is not an address."""
    parts = split(address)
    return parts.scheme if parts is not None else ""


def host(address: str) -> str:
    """The host in lower case; "" when there is none, and for a text that is not an address."""
    parts = split(address)
    return (parts.hostname or "") if parts is not None else ""


def authority(address: str) -> str:
    """The authority as written (RFC 3986, 3.2: user, host and port); "" when there is none, and for a text that is not
    an address.
    """
    parts = split(address)
    return parts.netloc if parts is not None else ""


def is_web(address: str) -> bool:
    """Whether a text is a complete web address (http, https)."""
    parts = split(address)
    return parts is not None and parts.scheme in _WEB_SCHEMES and bool(parts.netloc)


def is_web_reference(address: str) -> bool:
    """Whether a text is a web address, complete or relative to its page. Scripts, data and texts that are not addresses
    are none.
    """
    parts = split(address)
    return parts is not None and parts.scheme in ("", *_WEB_SCHEMES)


def is_complete(text: str) -> bool:
    """Whether a text is a complete address (http, https, ftp) and nothing else."""
    parts = split(text)
    complete = parts is not None and parts.scheme in ("http", "https", "ftp") and bool(parts.hostname)
    return complete and text.isprintable() and not re.search(r"\s", text)


def without_user(address: str) -> str:
    """The address without user name and password (RFC 3986, 3.2.1); unchanged when it has none, and for a text that is
    not an address: without_user("https://ann:secret@example.org/a") is "https://example.org/a".
    """
    written = authority(address)
    user, at, _ = written.rpartition("@")
    return address.replace(f"//{user}{at}", "//", 1) if at else address


def is_active(text: str) -> bool:
    """Whether a text in the place of an address is a script, data, or a local file. "Data: the harbour office" is not."""
    compact = _IGNORED_IN_SCHEME.sub("", text)
    return bool(
        _SCRIPT_SCHEME.match(compact)
        or (_LOCAL_SCHEME.match(compact) and not re.search(r"\s", text.strip(_IGNORED_AT_ENDS)))
    )


def require_complete(address: str | None) -> str | None:
    """The address that a user gave, without user name and password: a record is kept and shown, and they are secret.

    Raises UsageError for a text that is not a complete address.
    """
    if address and not is_complete(address.strip(" ")):
        raise UsageError(
            f"{address!a}: this is no address of a page.", "Give the whole address as the browser shows it."
        )
    return without_user(address) if address else address
