"""Where each note of a TEI file stands when notes are wanted inline: at the first of its calls that can hold it.

Calls in the text come before calls in other notes, so that a note stands inside another only where nothing else calls it:

    before                                            after
    <p>… late.<noteref id="r1" target="n1"/></p>      <p>… late.<noteref id="r1" target="n1" x:holds="n1"/></p>
    <note id="n1">…</note>                            <note id="n1" x:placed="r1">…</note>

What no call can hold stays unmarked and goes to the end: notes that nothing calls, or only the abstract in the header, or only
each other in a ring.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lxml import etree

from archiver.article import NS, tag
from archiver.writers.shared.prepare import EXPORT

HOLDS, PLACED = f"{{{EXPORT}}}holds", f"{{{EXPORT}}}placed"

#: Elements that may stand in one another once notes do. Parsers of XML stop at 256 levels, and TEI adds some of its own.
DEEPEST = 100


class _Place(NamedTuple):
    """A call, how deep it will stand once the notes around it have their places, and whether a line of verse is around it."""

    call: etree._Element
    depth: int
    in_verse: bool


def place_inline(root: etree._Element) -> None:
    """Mark, in a prepared record, the call that holds each note (see above)."""
    notes = {note.get("id", ""): note for note in root.iterfind("a:notes/a:note", NS)}
    _settle((_place(call) for call in _calls_of_text(root)), notes)
    # What stands at the end for want of a call can hold others in its turn.
    for note in notes.values():
        if note.get("status") == "unreferenced":
            _settle((_place(call) for call in note.iter(tag("noteref"))), notes)


def _settle(calls: Iterable[_Place], notes: dict[str, etree._Element]) -> None:
    """Walk by breadth: these calls, then those in the notes that they hold, and so on."""
    waiting = deque(calls)
    while waiting:
        place = waiting.popleft()
        note = notes.get(place.call.get("target", ""))
        if note is None or note.get(PLACED) is not None or not _can_hold(place, note):
            continue
        note.set(PLACED, place.call.get("id", ""))
        place.call.set(HOLDS, note.get("id", ""))
        moved = place.depth + 1 - _depth(note)
        for inner in map(_place, note.iter(tag("noteref"))):
            waiting.append(_Place(inner.call, inner.depth + moved, place.in_verse or inner.in_verse))


def _calls_of_text(root: etree._Element) -> Iterator[etree._Element]:
    """The calls in the order of TEI's text: title page, body, lives of the authors."""
    for path in ("a:head/a:title", "a:head/a:subtitle", "a:body", "a:head/a:author/a:bio"):
        for part in root.iterfind(path, NS):
            yield from part.iter(tag("noteref"))


def _place(call: etree._Element) -> _Place:
    return _Place(call, _depth(call), any(True for _ in call.iterancestors(tag("line"))))


def _can_hold(place: _Place, note: etree._Element) -> bool:
    """Whether TEI allows the note to stand there, and parsers will still read it.

    Below a line of verse, tei_all has paragraphs of notes and figures only (its rule abstractModel-structure-p-in-l).
    """
    if place.in_verse and not all(child.tag == tag("p") for child in note):
        return False
    return place.depth + _height(note) <= DEEPEST


def _depth(element: etree._Element) -> int:
    return sum(1 for _ in element.iterancestors())


def _height(element: etree._Element) -> int:
    """How many levels an element has below itself."""
    deepest = level = 0
    for event, _ in etree.iterwalk(element, events=("start", "end")):
        level += 1 if event == "start" else -1
        deepest = max(deepest, level)
    return deepest
