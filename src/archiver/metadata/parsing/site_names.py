"""The name of the site in titles: by which words it goes, and a title without it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from lxml.etree import _Element as Element

from archiver import addresses
from archiver.draft import Draft
from archiver.metadata.candidates import Candidates
from archiver.metadata.parsing.folding import cached_key
from archiver.metadata.sources.visible_lines import short_text

#: What parts a title and the names that are hung on it.
SEPARATOR = re.compile(r"\s+[|–—·•»«:/\\~-]+\s+|\s*[|｜»]\s*|\s*[：:]\s+|\s+::\s+")


def site_names(draft: Draft, found: Candidates) -> frozenset[str]:
    """The keys by which the site may be named in a title: what it calls itself, and its host."""
    names = {cached_key(c.value) for c in found.of("site", "publisher")}
    for candidate in found.of("url"):
        host = addresses.place(candidate.value).lower().removeprefix("www.")
        if host:
            labels = host.rsplit(".", 1)[0].split(".")
            names |= {
                cached_key(host),
                cached_key("".join(labels)),
                cached_key(labels[0]),
                cached_key("".join(labels[::-1])),
            }
    return frozenset(names - {""})


def names_in_home_links(draft: Draft, headlines: Iterable[Element], found: Candidates) -> frozenset[str]:
    """Headlines that are nothing but a link to the front page of the site: they name the site."""
    homes = {"/", *(f"{scheme}://{addresses.place(c.value)}/" for c in found.of("url") for scheme in ("http", "https"))}
    names = set()
    for element in headlines:
        for link in element.iter("a"):
            href = (link.get("href") or "").strip()
            parts = addresses.split(href) if href.startswith(("http://", "https://")) else None
            home = href in homes or (
                parts is not None and parts.path in ("", "/") and not parts.query and not parts.fragment
            )
            if home and short_text(draft, link) == short_text(draft, element):
                names.add(cached_key(short_text(draft, element)))
    return frozenset(names - {""})


def strip_site(title: str, sites: frozenset[str], others: Iterable[str] = ()) -> str:
    """A title without the site's name at its end or start.

    Where no segment is the site's name, another copy of the title that is one end of this one shows where to cut.
    """
    known = {cached_key(other) for other in others}
    ends = [end for end in ends_of(title) if cached_key(end)]
    for end in ends:
        if cached_key(end) in known and cached_key(end) not in sites and len(cached_key(end)) >= 8:
            return end.strip()
    cuts = [(m.start(), m.end()) for m in SEPARATOR.finditer(title)]
    first, last = 0, len(title)
    left, right = 0, len(cuts)
    while left < right and _is_site(title[cuts[right - 1][1] : last], sites):
        right -= 1
        last = cuts[right][0]
    while left < right and _is_site(title[first : cuts[left][0]], sites):
        first = cuts[left][1]
        left += 1
    return title[first:last].strip()


def _is_site(segment: str, sites: frozenset[str]) -> bool:
    key = cached_key(segment)
    if not key or key in sites:
        return True
    return len(key) >= 4 and any(
        len(site) >= 4 and (key.startswith(site) or site.startswith(key) or key.removeprefix("the") == site)
        for site in sites
    )


@lru_cache(maxsize=256)
def ends_of(text: str) -> tuple[str, ...]:
    """What is left of a text when segments are taken from its ends: "A – B | Site" gives "A – B", "A", "B | Site",
    "Site".
    """
    cuts = [(m.start(), m.end()) for m in SEPARATOR.finditer(text)][:8]
    return (*(text[:start] for start, _ in cuts), *(text[end:] for _, end in cuts))
