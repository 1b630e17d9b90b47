"""Pages saved from a web archive: their links lead into the archive, and become those of the original page.

    <a href="https://web.archive.org/web/20190506101500/https://courier.example/lamp">    →    <a href="https://courier.example/lamp">

A page is such a copy if its own address is one of an archive (given with it, in the comment of the program that saved it, in its canonical link or base), if a
cache says so in words, or if most of its links lead into one archive. On any other page, links into an archive are the author's own, and stay. A copy that the
archive gives unchanged (`id_`) keeps its links too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from archiver import addresses
from archiver.saved import archive_addresses
from archiver.saved.archive_addresses import ArchivedAddress, ArchivedCopy
from archiver.trees.elements import Element

#: The address in the comment of a browser, of SingleFile, of HTTrack, or of monolith.
_COMMENT = re.compile(r"<!--[^>]{0,200}?(?:saved from url=\(\d+\)|url:\s*|Mirrored from |Saved from )(\S+)")
#: What caches of search engines write above a page.
_CACHED = re.compile(
    r"(?:cache of|cached? (?:version|copy) of)\s*(?:<[^>]+>\s*)*(?P<original>https?://[^\s<]+?)(?=[.,]?(?:<|\s)).{0,400}?"
    r"(?:as it appeared on|snapshot of)\D{0,80}(?P<day>\d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d)",
    re.DOTALL | re.IGNORECASE,
)
#: The mark of the Wayback Machine at the end of a page.
_WAYBACK_MARK = "FILE ARCHIVED ON"
#: The fewest links, and the share of links, that lead into an archive on a page that is a copy.
_FEWEST, _MOST = 4, 0.6


def release(root: Element, url: str | None, text: str) -> ArchivedCopy | None:
    """Put the original addresses into the attributes of a page that was saved from an archive. Returns what is known of the copy; None for any other page.

    `root` is the html element, `url` the address that came with the page, and `text` its source.
    """
    has_form = "/http" in text  # one search: this is done for every page
    if not has_form and not (url and archive_addresses.may_hold(url)) and "cache" not in text[:16384]:
        return None
    copy = _by_address(root, url, text) or _by_words(text)
    if copy is None and has_form:
        copy = _by_links(root, text)
    if copy is None:
        return None
    found = ArchivedCopy(copy.authority, copy.original, copy.moment)
    if not copy.is_raw:
        for element in root.iter():
            for name, value in element.attributes.items():
                if archive_addresses.may_hold(value):
                    element.attributes[name] = _released(value, found)
    return found


def _released(value: str, copy: ArchivedCopy) -> str:
    """The value of an attribute with original addresses; a srcset holds several."""

    def original(match: re.Match[str]) -> str:
        address = archive_addresses.split(match[0])
        if address is None or (address.authority and not copy.is_of_archive(address.authority)):
            return match[0]
        return address.original

    return re.sub(r"\S+", original, value) if len(value) < 200_000 else value


def _by_address(root: Element, url: str | None, text: str) -> ArchivedAddress | None:
    """The copy by the address of the page itself."""
    comment = _COMMENT.search(text[:8192])
    for address in (url or "", comment[1] if comment is not None else "", *_declared(root)):
        if (
            archive_addresses.may_hold(address)
            and (found := archive_addresses.split(address)) is not None
            and found.authority
        ):
            return found if addresses.is_web(found.original) else None
    return None


def _declared(root: Element) -> Iterator[str]:
    """The addresses that a page declares for itself."""
    for element in root.iter("link", "meta", "base"):
        rel = (element.get("rel") or "").lower().split()
        if element.tag == "base" or "canonical" in rel or "memento" in rel:
            yield element.get("href") or ""
        elif element.get("property") == "og:url":
            yield element.get("content") or ""


def _by_words(text: str) -> ArchivedAddress | None:
    """The copy by what a cache writes above the page."""
    match = _CACHED.search(text[:16384]) if "cache" in text[:16384] else None
    if match is None:
        return None
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(match["day"]).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, TypeError):
        moment = ""
    return ArchivedAddress("webcache.googleusercontent.com", match["original"], moment)


def _by_links(root: Element, text: str) -> ArchivedAddress | None:
    """The copy by its links: most of those that lead to another page lead into one archive."""
    links = [
        href for a in root.iter("a") if (href := (a.get("href") or "").strip())[:1] == "/" or href[:4].lower() == "http"
    ]
    found = [
        address
        for href in links
        if archive_addresses.may_hold(href)
        and (address := archive_addresses.split(href)) is not None
        and address.authority
    ]
    if not found:
        return None
    authority, count = Counter(address.authority for address in found).most_common(1)[0]
    if count < _FEWEST and _WAYBACK_MARK not in text[-4096:]:
        return None
    if count < _MOST * len(links):
        return None
    moments = Counter(address.moment for address in found if address.authority == authority and address.moment)
    return ArchivedAddress(authority, "", moments.most_common(1)[0][0] if moments else "")
