"""The name of the site in titles: its comparison keys, and titles without it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from archiver import addresses
from archiver.draft import Draft
from archiver.metadata.candidates import Candidates
from archiver.metadata.parsing.folding import cached_key
from archiver.metadata.sources.visible_lines import short_text
from archiver.trees.elements import Element

#: The separators between a title and the names before and after it.
#: East Asian portals set "_" and "-" between them without spaces.
SEPARATOR = re.compile(
    r"\s+[|–—·•»«:/\\~-]+\s+|\s*[|｜»]\s*|\s*[：:]\s+|\s+::\s+|(?<=[\u3002-\u9fff\uff01-\uff5e])[_-]+(?=[\u3002-\u9fffA-Za-z])"
)


def site_names(candidates: Candidates) -> frozenset[str]:
    """The comparison keys of the site's names: its declared names, and its host with and without parts."""
    names = {cached_key(c.value) for c in candidates.of("site", "publisher")}
    for candidate in candidates.of("url"):
        host = addresses.authority(candidate.value).lower().removeprefix("www.")
        if host:
            labels = host.rsplit(".", 1)[0].split(".")
            names |= {
                cached_key(host),
                cached_key("".join(labels)),
                cached_key(labels[0]),
                cached_key("".join(labels[::-1])),
            }
    return frozenset(names - {""})


def names_in_home_links(draft: Draft, headlines: Iterable[Element], candidates: Candidates) -> frozenset[str]:
    """The comparison keys of headlines whose whole text is a link to the front page: such a headline is the name of the
    site.
    """
    front_pages = {
        "/",
        *(f"{scheme}://{addresses.authority(c.value)}/" for c in candidates.of("url") for scheme in ("http", "https")),
    }
    names = set()
    for element in headlines:
        for link in element.iter("a"):
            href = (link.get("href") or "").strip()
            parts = addresses.split(href) if href.startswith(("http://", "https://")) else None
            is_front_page = href in front_pages or (
                parts is not None and parts.path in ("", "/") and not parts.query and not parts.fragment
            )
            if is_front_page and short_text(draft, link) == short_text(draft, element):
                names.add(cached_key(short_text(draft, element)))
    return frozenset(names - {""})


def names_in_front_page_links(draft: Draft, copies: Iterable[str]) -> frozenset[str]:
    """The comparison keys of the ends of titles that are the text of a link to the front page, as in "Home » The Gull"."""
    ends = {cached_key(end) for copy in copies for end in ends_of(copy)} - {""}
    if not ends:
        return frozenset()
    names = set()
    for link in draft.page.named("a"):
        if (link.get("href") or "").strip() in _FRONT_PAGES and (
            key := cached_key(short_text(draft, link, 80))
        ) in ends:
            names.add(key)
    return frozenset(names)


_FRONT_PAGES = frozenset(
    ("/", "./", "../", "index.html", "index.htm", "index.php", "/index.html", "./index.html", "../index.html")
)


def strip_site(title: str, sites: frozenset[str], others: Iterable[str] = ()) -> str:
    """A title without the site's name at its end or start.

    `sites` are the comparison keys of the site's names. `others` are other copies of the title: one that is an end of
    this title is the title.
    """
    other_keys = {cached_key(other) for other in others}
    ends = [part for part in ends_of(title) if cached_key(part)]
    for part in ends:
        if cached_key(part) in other_keys and cached_key(part) not in sites and len(cached_key(part)) >= 8:
            return part.strip()
    cuts = [(m.start(), m.end()) for m in SEPARATOR.finditer(title)]
    start, end = 0, len(title)
    left, right = 0, len(cuts)
    while left < right and _is_site_name(title[cuts[right - 1][1] : end], sites):
        right -= 1
        end = cuts[right][0]
    while left < right and _is_site_name(title[start : cuts[left][0]], sites):
        start = cuts[left][1]
        left += 1
    return title[start:end].strip()


def _is_site_name(segment: str, sites: frozenset[str]) -> bool:
    """Whether a segment of a title is empty, a name of the site, or nearly one."""
    key = cached_key(segment)
    if not key or key in sites:
        return True
    return len(key) >= 4 and any(
        len(site) >= 4 and (key.startswith(site) or site.startswith(key) or key.removeprefix("the") == site)
        for site in sites
    )


@lru_cache(maxsize=256)
def ends_of(text: str) -> tuple[str, ...]:
    """The beginnings of a text before each separator, then the ends after each: "A – B | Site" gives "A", "A – B", "B |
    Site", "Site".
    """
    cuts = [(m.start(), m.end()) for m in SEPARATOR.finditer(text)][:8]
    return (*(text[:start] for start, _ in cuts), *(text[end:] for _, end in cuts))
