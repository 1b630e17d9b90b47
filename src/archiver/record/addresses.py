"""Addresses: where a link of the page leads, once the record stands alone."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from lxml.etree import _Element as Element

#: Schemes that a link of the record may have; scripts and data are no places.
_LINKABLE = frozenset(["http", "https", "mailto", "tel", "ftp", "doi", "urn"])


def link(node: Element, base_url: str | None) -> str:
    """Where an `a` leads: see `absolute`. A fragment stays one, and "#" alone leads nowhere."""
    href = "".join((node.get("href") or "").split("\n")).strip()
    if href.startswith("#"):
        return href if len(href) > 1 else ""
    return absolute(href, base_url)


def absolute(href: str, base_url: str | None) -> str:
    """An address in full where the page's own (`base_url`) is known, a fragment if it leads into that page; "" for scripts and nothing."""
    href = href.strip()
    if not href:
        return ""
    try:
        address = urljoin(base_url, href) if base_url else href
        scheme = urlsplit(address).scheme.lower()
    except ValueError:
        return ""
    if scheme and scheme not in _LINKABLE:
        return ""
    if base_url and "#" in address:
        page, _, fragment = address.partition("#")
        if fragment and page == base_url.partition("#")[0]:
            return f"#{fragment}"
    return address.replace(" ", "%20")
