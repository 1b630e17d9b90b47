"""Links that lead to the source itself: the marker leads to another site, and so does the note with the same number.

Written by blogs and shops. The link is of no use for the reader of a record, but it proves which note the number calls:

    … than workflows <a href="https://a.example/x">[1]</a>.  …  <ol><li>Hask, <a href="https://a.example/x">Title</a></li></ol>
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archiver.notes import labels
from archiver.notes.html.claims import Claim, Marker
from archiver.notes.html.labelled_lines import LabelledLine, lines
from archiver.notes.html.page_view import PageView, comparable
from archiver.trees.elements import Element

name = "address"

_ADDRESS = re.compile(r"https?://[^\s<>\"”’]+")
#: The most characters of such a marker.
_LONGEST = 12
#: The certainty of a claim, if the label agrees, too.
_CERTAINTY = 0.7


def claims(page: PageView) -> Iterator[Claim]:
    """Claims of links to other sites whose text is a number, on the note with that number and that address."""
    markers = list(_markers(page))
    by_address = {address: marker.labels[0].text for marker, address in markers}
    markers = [(marker, address) for marker, address in markers if by_address[address] == marker.labels[0].text]
    if not markers:
        return
    wanted = {address for _, address in markers}
    notes = _notes(page, wanted)
    found = [(marker, note) for marker, address in markers for note in notes.get((marker.labels[0].text, address), ())]
    called = {note for _, note in found}
    lists = {parent for note in called if (parent := note.parent) is not None}
    for marker, note in found:
        if marker.end < page.start_of[note]:
            yield Claim(marker, note, marker.labels[0].text, _CERTAINTY, name, ("same address",), run=_run(page, note))
    for parent in lists:
        for item in parent.children:
            if item.tag == "li" and item not in called and page.text_of(item).strip():
                number = page.item_numbers.get(item, "")
                yield Claim(None, item, number, _CERTAINTY - 0.2, name, ("in the same list",), run=_run(page, item))


def _run(page: PageView, note: Element) -> str:
    return f"addresses {page.start_of[note.parent]}" if note.parent is not None else ""


def _markers(page: PageView) -> Iterator[tuple[Marker, str]]:
    """The links to other sites that show one number, each with its address in a form that can be compared."""
    for element, text in page.short_elements(_LONGEST, "a"):
        href = element.get("href") or ""
        if not href.startswith(("http://", "https://", "//")) or element in page.hidden:
            continue
        label = labels.read_one(text)
        if label is None or label.form != "digits" or not page.line_before(page.start_of[element]).strip(" [("):
            continue
        # a number that leads to this page counts its comments
        if (address := comparable(href)) not in page.own_addresses:
            yield Marker(element, (label,), page.start_of[element], page.end_of[element]), address


def _notes(page: PageView, wanted: set[str]) -> dict[tuple[str, str], list[Element]]:
    """The numbered notes that have one of these addresses: by number and address."""
    by_block: dict[Element, list[LabelledLine]] = {}
    for line in lines(page):
        if line.label.form == "digits":
            by_block.setdefault(line.block, []).append(line)
    notes: dict[tuple[str, str], list[Element]] = {}
    for block, in_block in by_block.items():
        if len(in_block) > 1:
            continue  # its links would have to be given to its lines
        (line,) = in_block
        linked = {
            comparable(href)
            for element in page.elements[block.index : page.tree.ends[block.index]]
            if (href := element.get("href"))
        }
        # a citation may print the address without a link
        text = page.text[line.start : line.end]
        printed = {comparable(address.rstrip(".,;)")) for address in _ADDRESS.findall(text)} if "://" in text else set()
        for address in sorted(wanted & (linked | printed)):
            notes.setdefault((line.label.text, address), []).append(block)
    return notes
