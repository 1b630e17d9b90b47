"""What stands on the laid out pages, read from the boxes: every word is there and on the paper, no note is cut or lost.

A PDF's text layer tells little of this: WeasyPrint cuts what is too long, and its text can still be copied; and it leaves
out what it finds no room for, a table's head for one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from archiver.article import Article
from archiver.errors import InvalidResult

_TOLERANCE = 1.0  # CSS pixels
REMEDY = "Please report it with the record; `-t html` or `-t epub` give the article meanwhile."
#: Characters that are drawn as nothing or not at all.
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200e\u00ad\u2060\ufeff"))


@dataclass(slots=True)
class Survey:
    """What was found on the pages."""

    #: links to notes, by their id; notes, by theirs
    calls: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    #: the page on which a note at the end begins
    pages: dict[str, int] = field(default_factory=dict)
    #: the page on which a note at the foot begins, and that on which a note is called first
    feet: dict[str, int] = field(default_factory=dict)
    called: dict[str, int] = field(default_factory=dict)
    #: the last paragraph of the text that stands on each page, by its id
    last: dict[int, str] = field(default_factory=dict)
    #: how many characters stand in each note, and under "" outside of all
    written: Counter[str] = field(default_factory=Counter)
    #: the notes of which a word is cut, or that push others off: they belong at the end
    cut: set[str] = field(default_factory=set)
    #: (page, word) outside of the paper, and not in a note
    outside: list[tuple[int, str]] = field(default_factory=list)
    #: characters of the text that are on no page
    lost: int = 0
    #: whether the sentence about notes without text stands there
    says_missing: bool = False
    #: heads of tables that were seen; a head is repeated on each page
    _heads: dict[int, int] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether all of the text is on the paper."""
        return not (self.cut or self.outside or self.lost)

    @property
    def late(self) -> frozenset[str]:
        """The notes at the foot of a page after the one that calls them."""
        return frozenset(note for note, page in self.feet.items() if page > self.called.get(note, page))

    @property
    def greedy(self) -> frozenset[str]:
        """The paragraphs at the end of the pages that call these notes: WeasyPrint puts notes off to keep their first lines together."""
        return frozenset(self.last[page] for page in map(self.called.__getitem__, self.late) if page in self.last)


def survey(pages: list[Any], html: etree._Element) -> Survey:
    """Look at every box of every page, and compare with the HTML that the pages were made from."""
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
        if len(found.outside) > sunk and here:  # the notes rise into the text above them
            del found.outside[sunk:]
            found.cut |= here
    wanted = Counter[str]()
    for element in html.iterfind("body"):
        _count(element, "", wanted)
    for note, characters in wanted.items():
        if (short := characters - found.written[note]) > 0:
            if note:
                found.cut.add(note)
            else:
                found.lost = short
    return found


def _count(element: etree._Element, note: str, wanted: Counter[str]) -> None:
    if element.tag == "main":
        note = element.get("id", note)
    wanted[note] += _length(element.text)
    for child in element:
        _count(child, note, wanted)
        wanted[note] += _length(child.tail)


def _length(text: str | None) -> int:
    """How many characters are drawn: spaces come and go at the ends of lines."""
    return len("".join(text.translate(_UNSEEN).split())) if text else 0


def _look(box: Any, number: int, page: Any, floor: float, found: Survey, here: set[str], note: str = "") -> None:
    box = getattr(box, "_box", box)
    element = box.element
    if element is not None and box.element_tag == element.tag:
        if element.tag == "main":
            note = element.get("id") or note
            if element.get("id"):
                found.notes[note] += 1
                if element.get("class", "").startswith("note"):
                    here.add(note)
                    found.feet.setdefault(note, number)
                else:
                    found.pages.setdefault(note, number)
        elif element.tag == "a" and element.get("id"):
            found.calls[element.get("id")] += 1
            found.called.setdefault(element.get("href", "").removeprefix("#"), number)
        elif element.get("id") == "notes-missing":
            found.says_missing = True
        elif element.tag == "p" and not note and element.get("id"):
            found.last[number] = element.get("id")
        elif element.tag == "thead" and found._heads.setdefault(id(element), id(box)) != id(box):
            return
    text = getattr(box, "text", None)
    if text is None:
        for child in _children(box):
            _look(child, number, page, floor, found, here, note)
        return
    if "::" not in (box.element_tag or ""):
        found.written[note] += _length(text)
    top, bottom = box.position_y, box.position_y + box.height
    inside = (
        box.position_x >= -_TOLERANCE
        and box.position_x + _printed_width(box, text) <= page.width + _TOLERANCE
        and top >= -_TOLERANCE
        and bottom <= page.height + _TOLERANCE
    )
    if text.strip() and not (inside and bottom <= floor + _TOLERANCE + _leading(box)):
        if note and not inside:
            found.cut.add(note)
        else:
            found.outside.append((number, text.strip()))


def _printed_width(box: Any, text: str) -> float:
    """The width of a box without the tabs at its end: a line of code breaks after them, and they may reach out of the paper, where nothing is printed.

    Tabs stand in code alone, whose letters are of one width; a tab is four of them (print.css).
    """
    if not text.endswith("\t"):
        return float(box.width)
    return float(box.width) * len(text.rstrip().expandtabs(4)) / len(text.expandtabs(4))


def _leading(box: Any) -> float:
    """Superscripts and large faces have boxes taller than their line."""
    return float(box.style["font_size"]) * 0.5


def _children(box: Any) -> Iterator[Any]:
    yield from getattr(box, "children", ())


def require_whole(article: Article, found: Survey) -> None:
    """Raise InvalidResult when a call, a note or a word of the record is not on the pages, or not on the paper."""
    if lost := [c.label for c in article.noterefs if not found.calls[c.id]]:
        raise InvalidResult(f"The PDF lost the marker {lost[0]!r} ({len(lost)} in all).", REMEDY)
    present = [n for n in article.notes if n.status != "missing"]
    if missing := [n.label for n in present if not found.notes[n.id]]:
        raise InvalidResult(f"The PDF lost the note {missing[0]!r} ({len(missing)} in all).", REMEDY)
    if len(present) < len(article.notes) and not found.says_missing:
        raise InvalidResult("The PDF does not say which notes the source had no text for.", REMEDY)
    if found.cut:
        raise InvalidResult(f"The PDF cuts the note {sorted(found.cut)[0]}.", REMEDY)
    if found.lost:
        raise InvalidResult(f"The PDF lost {found.lost} characters of the text.", REMEDY)
    if found.outside:
        page, word = found.outside[0]
        raise InvalidResult(f"The PDF prints {word[:40]!r} outside of the paper (page {page}).", REMEDY)
