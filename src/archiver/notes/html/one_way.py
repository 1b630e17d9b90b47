"""One-way links: markers point at a run of notes that do not point back.

Written by reference lists of journals (`<a href="#ref12">12</a>` to `<li id="ref12">`), newsletters, hand-made pages.

    text<sup><a href="#note1">1</a></sup>  …  <p id="note1">1. The note.</p>

A link to a place on the page proves little by itself: tables of contents, "skip to" links and page numbers are such
links too. So a link counts when its note prints or holds the place of the same label, or when names and shapes speak
of notes, and better in a run.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator

from lxml.etree import _Element as Element

from archiver.draft import Span
from archiver.notes import labels
from archiver.notes.html.claims import Claim, described, hinted, is_raised, leads_back, marker_at
from archiver.notes.html.links import Pair, has_call_role, in_navigation, pairs, pops_up
from archiver.notes.html.list_numbers import item_labels
from archiver.notes.html.page_view import PageView

name = "fragment"


def claims(page: PageView) -> Iterator[Claim]:
    """Unanswered links to runs of blocks that look like notes."""
    runs: dict[Element | None, list[Pair]] = defaultdict(list)
    targets = sorted({page.order[pair.link.target] for pair in pairs(page) if pair.link.target is not None})
    for pair in pairs(page):
        if pair.marker.shown or pair.role:
            assert pair.link.target is not None
            runs[_list_of(page, pair.link.target, targets)].append(pair)
    for run in runs.values():
        agreeing = sum(pair.printed or _holds_place(page, pair) for pair in run)
        series = _is_series(run)
        for pair in run:
            if pair.reciprocal or _points_up(page, pair):
                continue
            score = pair.certainty()
            if series and len(run) > 1:
                score += 0.15
            if agreeing > 1 and agreeing >= 0.6 * len(run):
                score += 0.2
            elif _holds_place(page, pair):
                score += 0.15
            if pair.raised and pops_up(pair.link):
                score += 0.2
            yield pair.claim(name, min(score, 0.85))
    yield from _broken(page)


def _points_up(page: PageView, pair: Pair) -> bool:
    """Whether a link leads to an earlier paragraph by its number: "see paragraph 3" in a judgment."""
    assert pair.link.target is not None
    if pair.role or pair.note_role or pair.raised or pair.hint:
        return False
    return page.order[pair.link.target] < page.order[pair.link.source]


def _broken(page: PageView) -> Iterator[Claim]:
    """Markers whose links lead to a note that is not on the page."""
    for source, fragment in _lost(page):
        if page.length_of(source) > 40 or in_navigation(page, source) or leads_back(page, source):
            continue
        marker = marker_at(page, source)
        if len(marker.shown) != 1 or marker.shown[0].through:
            continue
        said = (
            f"{source.get('id') or ''} {source.get('name') or ''} {(source.get('href') or '').partition('#')[0][-40:]}"
        )
        spoken = hinted(fragment) or hinted(described(page, source)) or hinted(said)
        if not spoken and not isinstance(marker.place, Span):
            spoken = hinted(described(page, marker.place)) or marker.place.get("data-fn") is not None
        if has_call_role(page, source) or (spoken and (is_raised(page, marker) or marker.bracketed)):
            yield Claim(marker, None, marker.shown[0].label, 0.5, name, ("broken link",))


def _lost(page: PageView) -> Iterator[tuple[Element, str]]:
    """Links to a fragment that is not on this page, or is on another one: a page of notes."""
    for link in page.links:
        if link.target is None and link.via == "href":
            yield link.source, link.fragment
    here = {link.source for link in page.links if link.via == "href"}
    for element, href in page.hashed:
        if element.tag == "a" and not href.startswith("#") and element not in here:
            yield element, href.partition("#")[2]


def _list_of(page: PageView, note: Element, targets: list[int]) -> Element | None:
    """The element that holds a note and others: its parent, or what is around it when each note has boxes of its own."""
    block = note if page.is_line(note) else page.block[note]
    parent = block.getparent()
    for _ in range(3):
        if parent is None or parent not in page.last or parent.tag in ("body", "main", "article"):
            break
        if bisect_right(targets, page.last[parent]) - bisect_left(targets, page.order[parent]) > 1:
            break
        parent = parent.getparent()
    return parent


def _holds_place(page: PageView, pair: Pair) -> bool:
    """Whether the note is the item of an ordered list whose number is the label shown."""
    note: Element | None = pair.link.target
    while note is not None and note.tag != "li":
        note = note.getparent() if note.tag in ("span", "a", "p", "div", "cite") else None
    if note is None or not pair.marker.shown:
        return False
    return item_labels(page).get(note) == pair.marker.shown[0].label


def _is_series(run: list[Pair]) -> bool:
    numbers = [pair.marker.shown[0].number for pair in run if pair.marker.shown]
    known = [number for number in numbers if number is not None]
    return len(known) > 1 and labels.rising(known) >= 0.6 * len(set(known)) and len(set(known)) > 1
