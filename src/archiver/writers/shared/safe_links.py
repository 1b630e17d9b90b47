"""Addresses from a page: which of them a reader may follow, and how they are written."""

from __future__ import annotations

import re

from archiver import addresses

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_IGNORED = re.compile(r"[\x00-\x1f\x7f]+")
# ASCII that may not stand in an address as it is; everything beyond ASCII is an IRI's good right.
_UNSAFE = re.compile(r"""[\s"<>\\^`{|}\[\]]|%(?![0-9A-Fa-f]{2})""")
_HOST = re.compile(r"[^\s/?#@:\[\]<>\"\\^`{|}%]+|\[[0-9A-Fa-f:.]+\]")


def safe_href(href: str) -> str | None:
    """The address as a link may carry it, or None when it may not be a link.

    A link leads to the web (http, https), to a mailbox, to a telephone, or to a place in the document itself (#id).
    Scripts, local files, data, and relative addresses, which lead nowhere from an archive, are no links.
    """
    # Browsers overlook control characters, so "java\nscript:" must be seen as they see it.
    href = _IGNORED.sub("", href).strip()
    if href.startswith("#"):
        return href if len(href) > 1 else None
    found = _SCHEME.match(href)
    scheme = found[1].lower() if found else ""
    if scheme in ("http", "https"):
        return _web(scheme, href)
    if scheme in ("mailto", "tel") and len(href) > len(scheme) + 1:
        return scheme + ":" + _escape(href[len(scheme) + 1 :])
    return None


def _web(scheme: str, href: str) -> str | None:
    parts = addresses.split(href)
    if parts is None:
        return None
    host, port = parts.hostname, parts.port
    place = parts.netloc.rpartition("@")[2]
    if not host or not _HOST.fullmatch(place.removesuffix(f":{port}" if port is not None else "").removesuffix(":")):
        return None
    query = f"?{_escape(parts.query)}" if parts.query else ""
    fragment = f"#{_escape(parts.fragment).replace('#', '%23')}" if parts.fragment else ""
    # Names and passwords in an address are no part of where it leads.
    return f"{scheme}://{place.removesuffix(':').lower()}{_escape(parts.path)}{query}{fragment}"


def _escape(text: str) -> str:
    return _UNSAFE.sub(lambda m: "".join(f"%{byte:02X}" for byte in m[0].encode("utf-8")), text)
