"""Safe addresses: which addresses of a page an export may link to, and how they are written."""

from __future__ import annotations

import re

from archiver import addresses

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_IGNORED = re.compile(r"[\x00-\x1f\x7f]+")
# ASCII characters that an address may not contain as they are. An IRI may contain all characters beyond ASCII.
_UNSAFE = re.compile(r"""[\s"<>\\^`{|}\[\]]|%(?![0-9A-Fa-f]{2})""")
_HOST = re.compile(r"[^\s/?#@:\[\]<>\"\\^`{|}%]+|\[[0-9A-Fa-f:.]+\]")


def safe_href(href: str) -> str | None:
    """The address in the form for a link, or None if it may not be a link.

    A link leads to the web (http, https), to a mailbox, to a telephone number, or to a place in the same document
    (#id). Scripts, local files, data and relative addresses are no links: outside the site they lead nowhere.
    """
    # Browsers ignore control characters, so "java\nscript:" must be read as they read it.
    href = _IGNORED.sub("", href).strip()
    if href.startswith("#"):
        return href if len(href) > 1 else None
    match = _SCHEME.match(href)
    scheme = match[1].lower() if match else ""
    if scheme in ("http", "https"):
        return _web(scheme, href)
    if scheme in ("mailto", "tel") and len(href) > len(scheme) + 1:
        return scheme + ":" + _escape(href[len(scheme) + 1 :])
    return None


def _web(scheme: str, href: str) -> str | None:
    url = addresses.split(href)
    if url is None:
        return None
    host, port = url.hostname, url.port
    authority = url.netloc.rpartition("@")[2]
    if not host or not _HOST.fullmatch(
        authority.removesuffix(f":{port}" if port is not None else "").removesuffix(":")
    ):
        return None
    query = f"?{_escape(url.query)}" if url.query else ""
    fragment = f"#{_escape(url.fragment).replace('#', '%23')}" if url.fragment else ""
    # User names and passwords in an address are left out.
    return f"{scheme}://{authority.removesuffix(':').lower()}{_escape(url.path)}{query}{fragment}"


def _escape(text: str) -> str:
    return _UNSAFE.sub(lambda m: "".join(f"%{byte:02X}" for byte in m[0].encode("utf-8")), text)
