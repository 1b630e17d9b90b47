"""The banner that a web archive puts around a page: its toolbar, its search, its notice, what it asks for.

It is known by the ids that the programs of archives give, and by links and forms that still lead to the archive itself when all links of the page have their
original addresses again (readers/archived.py). The largest element around one of these that holds neither the headline nor prose is the banner.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archiver import addresses
from archiver.cleaning.measures import Measures
from archiver.draft import Draft
from archiver.page import visible_text

RULE = "archive-banner"
#: Ids and classes: Wayback, pywb (many national archives), Archive-It, archive.today, Google's cache.
_IDS = re.compile(
    r"(?:wm-ipp(?:-\w+)*|donato|wm-disclaim(?:-\w+)*|_?_?wb_?(?:frame_top_banner|plain_banner|capture_info|record_overlay_div|banner_div)|wb-banner|ukwa-\w+|ait-\w+"
    r"|webarchive-?(?:banner|notice|header|toolbar|infobox)|archive-?(?:banner|toolbar|notice)|web-?archive|perma-\w+|lc-archive-\w+|\w*google-cache-hdr)",
    re.IGNORECASE,
)
#: Ids that archive.today gives, and other pages too.
_IDS_OF_ARCHIVE_TODAY = frozenset(("HEADER", "hashtags", "FOOTER"))
#: What the notices of archives say.
_NOTICE = re.compile(
    r"\b(?:archived (?:web ?)?(?:page|site|copy|version|content)|archived on|archived from the original|captured (?:on|at)|this is an? (?:archived|snapshot)|wayback machine"
    r"|web archive|webpage capture|internet archive|the national archives|archivierte (?:web)?seite|webarchiv|page archivée|archives de l'internet"
    r"|página (?:web )?arquivada|arquivo da web|página archivada|archivo de la web|pagina archiviata|gearchiveerde pagina|vefsafn)",
    re.IGNORECASE,
)
#: The most characters of a notice, and of prose that a banner may hold.
_LONGEST_NOTICE, _MOST_PROSE = 600, 320


def archive_banner(draft: Draft, measures: Measures, headline: int | None) -> list[tuple[int, str]]:
    """The indexes of the elements of the banner in document order, each with the rule; [] for a page that was not saved from an archive."""
    copy = draft.page.archived
    if copy is None:
        return []
    found: list[tuple[int, str]] = []
    behind = 0
    for index in sorted(set(_seeds(draft, measures, headline))):
        if index < behind or not _may_go(measures, index, headline):
            continue
        outer = index
        while (
            (parent := measures.parent[outer]) > 0
            and measures.tags[parent] not in ("body", "main", "article")
            and _may_go(measures, parent, headline)
        ):
            outer = parent
        found.append((outer, RULE))
        behind = measures.end[outer]
    return found


def _seeds(draft: Draft, measures: Measures, headline: int | None) -> Iterator[int]:
    """The elements that show the banner."""
    copy = draft.page.archived
    assert copy is not None
    prose = [unit.index for unit in measures.units if unit.prose > _MOST_PROSE / 4] or [len(measures.tags)]
    start, end = headline if headline is not None else prose[0], prose[-1]
    for index, attributes in enumerate(draft.page.attributes):
        if not attributes or not index:
            continue
        names = [attributes.get("id", ""), *attributes.get("class", "").split()]
        if any(_IDS.fullmatch(name) for name in names) or (copy.is_archive_today and names[0] in _IDS_OF_ARCHIVE_TODAY):
            yield index
            continue
        address = attributes.get("href") or attributes.get("action") or ""
        # a link in the text is the author's own: also a page in an archive can lead there
        is_outside = index < start or index >= measures.end[min(end, len(measures.end) - 1)]
        if is_outside and address.startswith(("http", "//")) and copy.is_of_archive(addresses.authority(address)):
            yield index
    for index, unit in ((unit.index, unit) for unit in measures.units):
        if index >= start:
            break
        if unit.chars <= _LONGEST_NOTICE and _NOTICE.search(visible_text(draft.page.elements[index])):
            yield index


def _may_go(measures: Measures, index: int, headline: int | None) -> bool:
    """Whether an element holds neither the headline nor the text of the page."""
    if headline is not None and index <= headline < measures.end[index]:
        return False
    return measures.prose(index) <= min(_MOST_PROSE, 0.3 * measures.prose_total)
