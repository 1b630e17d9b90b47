"""Layout check: reads the boxes of the laid-out pages, and checks that all words are on paper and all notes complete.

The text layer of a PDF does not show this. WeasyPrint clips content that is too long, but its text can still be copied.
It leaves out content that has no room, for example the head of a table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from archiver.article import Article
from archiver.errors import InvalidResult
from archiver.writers.shared.fonts.hyphens import HYPHEN

_TOLERANCE = 1.0  # CSS pixels
REMEDY = "Please report it with the record; `-t html` or `-t epub` give the article meanwhile."
#: Characters that the record does not have, or that nobody sees: the hyphens of broken words, and invisible ones.
_INVISIBLE = dict.fromkeys(map(ord, f"{HYPHEN}\u200b\u200e\u00ad\u2060\ufeff"))


@dataclass(slots=True)
class Survey:
    """The content of the pages."""

    #: The number of links to each note, and the number of pieces of each note, by id.
    calls: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    #: The page on which each note at the end begins.
    endnote_pages: dict[str, int] = field(default_factory=dict)
    #: The page on which each footnote begins, and the page of each note's first call.
    footnote_pages: dict[str, int] = field(default_factory=dict)
    call_pages: dict[str, int] = field(default_factory=dict)
    #: The id of the last paragraph of the text on each page.
    last_paragraphs: dict[int, str] = field(default_factory=dict)
    #: The number of characters in each note; under "" those outside all notes.
    character_counts: Counter[str] = field(default_factory=Counter)
    #: Notes with a clipped word, and notes that push other notes off the page: they belong at the end.
    truncated: set[str] = field(default_factory=set)
    #: Words outside the paper and outside all notes, as (page, word).
    outside: list[tuple[int, str]] = field(default_factory=list)
    #: The number of characters of the text that are on no page.
    lost: int = 0
    #: Whether the sentence about notes without text is on the pages.
    names_missing_notes: bool = False
    #: Table heads that were found; a head is repeated on each page.
    _heads: dict[int, int] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Whether all of the text is on the paper."""
        return not (self.truncated or self.outside or self.lost)

    @property
    def late(self) -> frozenset[str]:
        """The footnotes on a later page than their call."""
        return frozenset(note for note, page in self.footnote_pages.items() if page > self.call_pages.get(note, page))

    @property
    def crowding(self) -> frozenset[str]:
        """The last paragraphs on the pages that call late notes: WeasyPrint delays notes to keep their first lines."""
        return frozenset(
            self.last_paragraphs[page]
            for page in map(self.call_pages.__getitem__, self.late)
            if page in self.last_paragraphs
        )


def survey(pages: list[Any], html: etree._Element) -> Survey:
    """Read every box of every page, and compare the text with the HTML from which the pages were made."""
    result = Survey()
    for number, page in enumerate(pages, 1):
        body, *areas = page._page_box.children
        footnote_areas = [area for area in areas if type(area).__name__ == "FootnoteAreaBox" and area.children]
        footnote_top = min((area.position_y for area in footnote_areas), default=page.height)
        footnotes: set[str] = set()
        for area in footnote_areas:
            _read_box(area, number, page, page.height, result, footnotes)
        outside_before = len(result.outside)
        _read_box(body, number, page, footnote_top, result, set())
        if len(result.outside) > outside_before and footnotes:  # the footnotes overlap the text above them
            del result.outside[outside_before:]
            result.truncated |= footnotes
    expected = Counter[str]()
    for element in html.iterfind("body"):
        _count(element, "", expected)
    for note, characters in expected.items():
        if (lost := characters - result.character_counts[note]) > 0:
            if note:
                result.truncated.add(note)
            else:
                result.lost = lost
    return result


def _count(element: etree._Element, note: str, expected: Counter[str]) -> None:
    if element.tag == "main":
        note = element.get("id", note)
    expected[note] += _length(element.text)
    for child in element:
        _count(child, note, expected)
        expected[note] += _length(child.tail)


def _length(text: str | None) -> int:
    """The number of visible characters; spaces are not counted, because they disappear at line ends."""
    return len("".join(text.translate(_INVISIBLE).split())) if text else 0


def _read_box(
    box: Any, number: int, page: Any, footnote_top: float, survey: Survey, footnotes: set[str], note: str = ""
) -> None:
    box = getattr(box, "_box", box)
    element = box.element
    if element is not None and box.element_tag == element.tag:
        if element.tag == "main":
            note = element.get("id") or note
            if element.get("id"):
                survey.notes[note] += 1
                if element.get("class", "").startswith("note"):
                    footnotes.add(note)
                    survey.footnote_pages.setdefault(note, number)
                else:
                    survey.endnote_pages.setdefault(note, number)
        elif element.tag == "a" and element.get("id"):
            survey.calls[element.get("id")] += 1
            survey.call_pages.setdefault(element.get("href", "").removeprefix("#"), number)
        elif element.get("id") == "notes-missing":
            survey.names_missing_notes = True
        elif element.tag == "p" and not note and element.get("id"):
            survey.last_paragraphs[number] = element.get("id")
        elif element.tag == "thead" and survey._heads.setdefault(id(element), id(box)) != id(box):
            return
    text = getattr(box, "text", None)
    if text is None:
        for child in _children(box):
            _read_box(child, number, page, footnote_top, survey, footnotes, note)
        return
    if "::" not in (box.element_tag or ""):
        survey.character_counts[note] += _length(text)
    top, bottom = box.position_y, box.position_y + box.height
    inside = (
        box.position_x >= -_TOLERANCE
        and box.position_x + _printed_width(box, text) <= page.width + _TOLERANCE
        and top >= -_TOLERANCE
        and bottom <= page.height + _TOLERANCE
    )
    if text.strip() and not (inside and bottom <= footnote_top + _TOLERANCE + _leading(box)):
        if note and not inside:
            survey.truncated.add(note)
        else:
            survey.outside.append((number, text.strip()))


def _printed_width(box: Any, text: str) -> float:
    """The width of a box without the tabs at its end.

    A line of code breaks after tabs, and they may reach out of the paper, where nothing is printed. Tabs occur only in
    code, which is monospaced; a tab has the width of four characters (print.css).
    """
    if not text.endswith("\t"):
        return float(box.width)
    return float(box.width) * len(text.rstrip().expandtabs(4)) / len(text.expandtabs(4))


def _leading(box: Any) -> float:
    """The tolerance for superscripts and large fonts, whose boxes are taller than their line."""
    return float(box.style["font_size"]) * 0.5


def _children(box: Any) -> Iterator[Any]:
    yield from getattr(box, "children", ())


def require_complete(article: Article, survey: Survey) -> None:
    """Raise InvalidResult if a call, a note or a word of the record is not on the pages, or not on the paper."""
    if lost_calls := [c.label for c in article.noterefs if not survey.calls[c.id]]:
        raise InvalidResult(f"The PDF lost the marker {lost_calls[0]!r} ({len(lost_calls)} in all).", REMEDY)
    present = [n for n in article.notes if n.status != "missing"]
    if missing := [n.label for n in present if not survey.notes[n.id]]:
        raise InvalidResult(f"The PDF lost the note {missing[0]!r} ({len(missing)} in all).", REMEDY)
    if len(present) < len(article.notes) and not survey.names_missing_notes:
        raise InvalidResult("The PDF does not say which notes the source had no text for.", REMEDY)
    if survey.truncated:
        raise InvalidResult(f"The PDF cuts the note {sorted(survey.truncated)[0]}.", REMEDY)
    if survey.lost:
        raise InvalidResult(f"The PDF lost {survey.lost} characters of the text.", REMEDY)
    if survey.outside:
        page, word = survey.outside[0]
        raise InvalidResult(f"The PDF prints {word[:40]!r} outside of the paper (page {page}).", REMEDY)
