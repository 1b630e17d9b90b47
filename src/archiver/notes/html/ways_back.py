"""Notes that are known only by their ways back: a script or the style draws the markers, so these are empty and lead nowhere.

text<button id="call-1"></button>  …  <ol><li>The note. <a href="#call-1">↩</a></li></ol>
"""

from __future__ import annotations

from collections.abc import Iterator

from archiver.draft import Span
from archiver.notes.html.claims import Claim, Marker, is_backlink, markup_suggests_notes
from archiver.notes.html.page_view import PageView
from archiver.trees.elements import Element

name = "ways-back"

#: Elements that may be such a marker.
_MARKER_TAGS = frozenset({"a", "button", "span", "sup", "label"})
_CERTAINTY = 0.55


def claims(page: PageView) -> Iterator[Claim]:
    """Claims of empty elements to which links in the items of a list lead back."""
    found = list(_found(page))
    if len({item for _, item in found}) < 2 and not any(markup_suggests_notes(page, item) for _, item in found):
        return
    for marker, item in found:
        yield Claim(marker, item, "", _CERTAINTY, name, ("way back",))


def _found(page: PageView) -> Iterator[tuple[Marker, Element]]:
    called = {link.target for link in page.links if link.target is not None}
    has_called: dict[Element, bool] = {}
    for link in page.links:
        target = link.target
        if link.via != "href" or target is None or target.tag not in _MARKER_TAGS or not is_backlink(page, link.source):
            continue
        item = next((holder for holder in page.ancestors(link.source) if holder.tag in ("li", "dd", "p")), None)
        if item is None or item.index < target.index or target in page.links_from or target.get("href"):
            continue
        if not page.is_blank(page.start_of[target], page.end_of[target]):
            continue
        if item not in has_called:
            has_called[item] = any(inside in called for inside in _below(page, item))
        if has_called[item]:
            continue
        # a marker in a wrapper of its own, which no text shows, stands where the wrapper stands
        start = page.start_of[target]
        yield Marker(Span(target, "tail", 0, 0) if target.tag == "a" else target, (), start, start), item


def _below(page: PageView, item: Element) -> list[Element]:
    """An item and all in it."""
    return page.elements[item.index : page.tree.ends[item.index]]
