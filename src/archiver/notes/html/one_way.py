"""One-way links: markers point at a run of notes, and the notes do not point back.

Written by reference lists of journals (`<a href="#ref12">12</a>` to `<li id="ref12">`), newsletters, hand-made pages.

    text<sup><a href="#note1">1</a></sup>  …  <p id="note1">1. The note.</p>

A link to a place on the page is weak evidence by itself, because tables of contents, "skip to" links and page numbers
are such links, too. So a link counts if its note prints the same label, if its note is the list item with that number,
or if names or forms suggest notes. It counts more in a run of such links.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from math import fsum

from archiver.draft import Span
from archiver.notes import labels
from archiver.notes.html.claims import Claim, is_backlink, is_raised, marker_at, suggests_notes
from archiver.notes.html.links import LinkCandidate, has_call_role, is_in_navigation, is_popup_target, link_candidates
from archiver.notes.html.page_view import PageView
from archiver.trees.elements import Element

name = "fragment"

#: What a run of links adds to the certainty of each of them (links.POINTS), with the words of `inspect`.
POINTS = {
    # the labels rise, as those of notes do
    "one of a series": 0.15,
    # one target may print a number by chance, most of a list do not
    "most notes print their labels": 0.2,
    "item with this number": 0.15,
    # boxes that pop up are hardly anything but notes, if what opens them is raised
    "pops up": 0.2,
}
#: So large a share of a run must agree on its labels.
_MOST_AGREEING = 0.6
#: However much speaks for it, a link one way is less certain than links both ways.
_HIGHEST = 0.85


def claims(page: PageView) -> Iterator[Claim]:
    """Claims of links without backlinks to runs of blocks that look like notes, and of links whose notes are lost."""
    runs: dict[Element | None, list[LinkCandidate]] = defaultdict(list)
    candidates = link_candidates(page)
    targets = sorted({target.index for candidate in candidates if (target := candidate.link.target) is not None})
    for candidate in candidates:
        if candidate.marker.labels or candidate.role:
            assert candidate.link.target is not None
            runs[_list_of(page, candidate.link.target, targets)].append(candidate)
    for run in runs.values():
        agreeing = sum(candidate.printed or _has_item_number(page, candidate) for candidate in run)
        is_series = _is_series(run)
        for candidate in run:
            if candidate.reciprocal or _points_up(page, candidate):
                continue
            names: list[str] = []
            if is_series and len(run) > 1:
                names.append("one of a series")
            if agreeing > 1 and agreeing >= _MOST_AGREEING * len(run):
                names.append("most notes print their labels")
            elif _has_item_number(page, candidate):
                names.append("item with this number")
            if candidate.raised and is_popup_target(candidate.link):
                names.append("pops up")
            score = fsum([candidate.certainty(), *(POINTS[cue] for cue in names)])
            yield candidate.claim(name, min(score, _HIGHEST), names)
    yield from _broken_links(page)


def _points_up(page: PageView, candidate: LinkCandidate) -> bool:
    """Whether a link leads to an earlier paragraph by its number: "see paragraph 3" in a judgment."""
    assert candidate.link.target is not None
    if candidate.role or candidate.note_role or candidate.raised or candidate.hint:
        return False
    return candidate.link.target.index < candidate.link.source.index


def _broken_links(page: PageView) -> Iterator[Claim]:
    """Claims of markers whose links lead to a note that is not on the page."""
    for source, fragment in _links_without_target(page):
        if page.length_of(source) > 40 or is_in_navigation(page, source) or is_backlink(page, source):
            continue
        marker = marker_at(page, source)
        if len(marker.labels) != 1 or marker.labels[0].through:
            continue
        names = (
            f"{source.get('id') or ''} {source.get('name') or ''} {(source.get('href') or '').partition('#')[0][-40:]}"
        )
        named = (
            (marker.labels[0].text.isdecimal() and _is_page_of_notes(source))
            or suggests_notes(fragment)
            or suggests_notes(page.roles_and_classes(source))
            or suggests_notes(names)
        )
        if not named and not isinstance(marker.place, Span):
            named = suggests_notes(page.roles_and_classes(marker.place)) or marker.place.get("data-fn") is not None
        if has_call_role(page, source) or (named and (is_raised(page, marker) or marker.bracketed)):
            yield Claim(marker, None, marker.labels[0].text, 0.5, name, ("broken link",))


def _is_page_of_notes(source: Element) -> bool:
    """Whether the name of the file that a link leads to has a word of notes: "anmerkungen.html#a12"."""
    path = (source.get("href") or "").partition("#")[0].rpartition("/")[2].lower()
    return not labels.words("headings").isdisjoint(re.split(r"[^\w]+|_", path))


def _links_without_target(page: PageView) -> Iterator[tuple[Element, str]]:
    """Links with a fragment that is not on this page, or is on another page: a page of notes. Each with its fragment."""
    for link in page.links:
        if link.target is None and link.via == "href":
            yield link.source, link.fragment
    sources = {link.source for link in page.links if link.via == "href"}
    for element, href in page.fragment_links:
        if element.tag == "a" and not href.startswith("#") and element not in sources:
            yield element, href.partition("#")[2]


def _list_of(page: PageView, note: Element, targets: list[int]) -> Element | None:
    """The element that holds a note and others: the parent, or an ancestor when each note has a wrapper of its own.

    `targets` are the indexes of all elements to which candidates lead, in order.
    """
    block = note if page.is_block(note) else page.block_of[note]
    parent = block.parent
    for _ in range(3):
        if parent is None or parent not in page.last_index or parent.tag in ("body", "main", "article"):
            break
        if bisect_right(targets, page.last_index[parent]) - bisect_left(targets, parent.index) > 1:
            break
        parent = parent.parent
    return parent


def _has_item_number(page: PageView, candidate: LinkCandidate) -> bool:
    """Whether the note is the item of an ordered list whose number is the label of the marker."""
    note: Element | None = candidate.link.target
    while note is not None and note.tag != "li":
        note = note.parent if note.tag in ("span", "a", "p", "div", "cite") else None
    if note is None or not candidate.marker.labels:
        return False
    return page.item_numbers.get(note) == candidate.marker.labels[0].text


def _is_series(run: list[LinkCandidate]) -> bool:
    """Whether most labels of a run rise."""
    numbers = [candidate.marker.labels[0].number for candidate in run if candidate.marker.labels]
    known = [number for number in numbers if number is not None]
    return len(known) > 1 and labels.longest_rising(known) >= 0.6 * len(set(known)) and len(set(known)) > 1
