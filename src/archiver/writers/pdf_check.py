"""What stands on the laid out pages, read from the boxes: no word off the paper, no note cut or lost.

A PDF's text layer tells nothing of this: WeasyPrint cuts what is too long, and its text can still be copied.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from archiver.article import Article
from archiver.errors import InvalidResult

_TOLERANCE = 1.0  # CSS pixels
_REMEDY = "Please report it with the record; `-t html` or `-t epub` give the article meanwhile."


@dataclass(slots=True)
class Survey:
    """What was found on the pages."""

    #: links to notes, by their id; notes, by theirs
    calls: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    #: the notes of which a word is cut, or that push others off: they belong at the end
    cut: set[str] = field(default_factory=set)
    #: (page, word) outside of the paper, and not in a note
    outside: list[tuple[int, str]] = field(default_factory=list)
    #: whether the sentence about notes without text stands there
    says_missing: bool = False


def survey(pages: list[Any]) -> Survey:
    """Look at every box of every page."""
    found = Survey()
    for number, page in enumerate(pages, 1):
        body, *areas = page._page_box.children
        feet = [area for area in areas if type(area).__name__ == "FootnoteAreaBox" and area.children]
        floor = min((foot.position_y for foot in feet), default=page.height)
        here: set[str] = set()
        for foot in feet:
            _look(foot, number, page, page.height, found, here)
        sunk = len(found.outside)
        _look(body, number, page, floor, found, set())
        for margin in areas:
            if margin not in feet:
                _look(margin, number, page, page.height, found, set())
        if len(found.outside) > sunk and here:  # the notes rise into the text above them
            del found.outside[sunk:]
            found.cut |= here
    return found


def _look(box: Any, number: int, page: Any, floor: float, found: Survey, here: set[str], note: str = "") -> None:
    box = getattr(box, "_box", box)
    element = box.element
    if element is not None and box.element_tag == element.tag:
        role = element.get("class", "")
        if element.tag == "main":
            note = element.get("id") or note
            if element.get("id"):
                found.notes[note] += 1
                if role.startswith("note"):
                    here.add(note)
        elif element.tag == "a" and element.get("id"):
            found.calls[element.get("id")] += 1
        elif element.get("id") == "notes-missing":
            found.says_missing = True
    text = getattr(box, "text", None)
    if text is not None:
        top, bottom = box.position_y, box.position_y + box.height
        inside = (
            box.position_x >= -_TOLERANCE
            and box.position_x + box.width <= page.width + _TOLERANCE
            and top >= -_TOLERANCE
            and bottom <= page.height + _TOLERANCE
        )
        if text.strip() and not (inside and bottom <= floor + _TOLERANCE + _leading(box)):
            if note and not inside:
                found.cut.add(note)
            else:
                found.outside.append((number, text.strip()))
        return
    for child in _children(box):
        _look(child, number, page, floor, found, here, note)


def _leading(box: Any) -> float:
    """Superscripts and large faces have boxes taller than their line."""
    return float(box.style["font_size"]) * 0.5


def _children(box: Any) -> Iterator[Any]:
    yield from getattr(box, "children", ())


def require_whole(article: Article, found: Survey) -> None:
    """Raise InvalidResult when a call or a note of the record is not on the pages, or a word is not on the paper."""
    if lost := [c.label for c in article.noterefs if not found.calls[c.id]]:
        raise InvalidResult(f"The PDF lost the marker {lost[0]!r} ({len(lost)} in all).", _REMEDY)
    present = [n for n in article.notes if n.status != "missing"]
    if missing := [n.label for n in present if not found.notes[n.id]]:
        raise InvalidResult(f"The PDF lost the note {missing[0]!r} ({len(missing)} in all).", _REMEDY)
    if len(present) < len(article.notes) and not found.says_missing:
        raise InvalidResult("The PDF does not say which notes the source had no text for.", _REMEDY)
    if found.cut:
        raise InvalidResult(f"The PDF cuts the note {sorted(found.cut)[0]}.", _REMEDY)
    if found.outside:
        page, word = found.outside[0]
        raise InvalidResult(f"The PDF prints {word[:40]!r} outside of the paper (page {page}).", _REMEDY)
