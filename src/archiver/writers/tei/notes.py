"""Inline notes in TEI: finds for each note the first of its calls that can hold it.

Calls in the text come before calls in other notes, so a note is inside another note only if nothing else calls it:

    before                                            after
    <p>… late.<noteref id="r1" target="n1"/></p>      <p>… late.<noteref id="r1" target="n1" x:holds="n1"/></p>
    <note id="n1">…</note>                            <note id="n1" x:placed="r1">…</note>

A note that no call can hold stays unmarked and goes to the end: a note that nothing calls, or that is called only in
the abstract (in the header), or only by notes that call each other in a circle.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lxml import etree

from archiver.article import NS, tag
from archiver.writers.shared.prepare import EXPORT

HOLDS, PLACED = f"{{{EXPORT}}}holds", f"{{{EXPORT}}}placed"

#: The most levels of nested elements with notes inside. XML parsers stop at 256 levels, and TEI adds some of its own.
DEEPEST = 100


class _Place(NamedTuple):
    """A call, its depth after the notes around it have been moved, and whether it is inside a line of verse."""

    call: etree._Element
    depth: int
    in_verse: bool


def place_inline(root: etree._Element) -> None:
    """Mark in a prepared record the call that holds each note (see the module's docstring)."""
    notes = {note.get("id", ""): note for note in root.iterfind("a:notes/a:note", NS)}
    _place_notes((_place(call) for call in _calls_of_text(root)), notes)
    # A note that nothing calls stays at the end, and its calls can hold other notes.
    for note in notes.values():
        if note.get("status") == "unreferenced":
            _place_notes((_place(call) for call in note.iter(tag("noteref"))), notes)


def _place_notes(calls: Iterable[_Place], notes: dict[str, etree._Element]) -> None:
    """Walk breadth-first: these calls, then the calls in the notes that they hold, and so on."""
    queue = deque(calls)
    while queue:
        place = queue.popleft()
        note = notes.get(place.call.get("target", ""))
        if note is None or note.get(PLACED) is not None or not _can_hold(place, note):
            continue
        note.set(PLACED, place.call.get("id", ""))
        place.call.set(HOLDS, note.get("id", ""))
        depth_change = place.depth + 1 - _depth(note)
        for inner in map(_place, note.iter(tag("noteref"))):
            queue.append(_Place(inner.call, inner.depth + depth_change, place.in_verse or inner.in_verse))


def _calls_of_text(root: etree._Element) -> Iterator[etree._Element]:
    """The calls in the order of the TEI text: title page, body, author bios."""
    for path in ("a:head/a:title", "a:head/a:subtitle", "a:body", "a:head/a:author/a:bio"):
        for part in root.iterfind(path, NS):
            yield from part.iter(tag("noteref"))


def _place(call: etree._Element) -> _Place:
    return _Place(call, _depth(call), any(True for _ in call.iterancestors(tag("line"))))


def _can_hold(place: _Place, note: etree._Element) -> bool:
    """Whether TEI allows the note at this place, and parsers still accept the depth.

    In a line of verse, tei_all allows only paragraphs of notes and figures (rule abstractModel-structure-p-in-l).
    """
    if place.in_verse and not all(child.tag == tag("p") for child in note):
        return False
    return place.depth + _height(note) <= DEEPEST


def _depth(element: etree._Element) -> int:
    return sum(1 for _ in element.iterancestors())


def _height(element: etree._Element) -> int:
    """The number of levels below an element."""
    deepest = level = 0
    for event, _ in etree.iterwalk(element, events=("start", "end")):
        level += 1 if event == "start" else -1
        deepest = max(deepest, level)
    return deepest
