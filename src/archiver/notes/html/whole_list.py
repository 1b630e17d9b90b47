"""Markers whose links lead to the whole list of notes, or to its heading, and not to one note: the number says which note is meant.

… sums<sup><a href="#sources">2</a></sup>.  …  <div id="sources"><ol><li>One.</li><li>Two.</li></ol></div>
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from archiver.notes.html.claims import Claim, Marker, is_backlink, is_raised, marker_at
from archiver.notes.html.links import is_in_navigation
from archiver.notes.html.page_view import PageView
from archiver.trees.elements import Element

name = "whole-list"

#: The most characters of a marker.
_LONGEST = 12
_CERTAINTY = 0.65
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def claims(page: PageView) -> Iterator[Claim]:
    """Claims of numbers whose links lead to a list, each on the item with its number."""
    by_target: dict[Element, list[Marker]] = defaultdict(list)
    for link in page.links:
        target = link.target
        if link.via != "href" or target is None or target.tag == "li" or page.length_of(link.source) > _LONGEST:
            continue
        marker = marker_at(page, link.source)
        if len(marker.labels) != 1 or marker.labels[0].form != "digits":
            continue
        if not (marker.bracketed or is_raised(page, marker)) or is_in_navigation(page, link.source):
            continue
        if not is_backlink(page, link.source) and not page.contains(target, link.source):
            by_target[target].append(marker)
    for target, markers in by_target.items():
        items = _items(page, target)
        if not items or not all(marker.labels[0].text in items for marker in markers):
            continue
        for marker in markers:
            item = items[marker.labels[0].text]
            if marker.end < page.start_of[item]:
                yield Claim(marker, item, marker.labels[0].text, _CERTAINTY, name, ("link to the list",))


def _items(page: PageView, target: Element) -> dict[str, Element]:
    """The numbered items of the first list in an element, or of the list behind a heading or an empty anchor. Empty if there is no list of several items."""
    lists = [element for element in _below(page, target) if element.tag == "ol"]
    if not lists and (target.tag in _HEADINGS or page.is_blank(page.start_of[target], page.end_of[target])):
        block = page.block_of[target]
        following = block.next
        lists = [element for element in _below(page, following) if element.tag == "ol"] if following is not None else []
    if not lists:
        return {}
    items = {page.item_numbers.get(child, ""): child for child in lists[0].children if child.tag == "li"}
    items.pop("", None)
    return items if len(items) > 1 else {}


def _below(page: PageView, element: Element) -> list[Element]:
    return page.elements[element.index : page.tree.ends[element.index]]
