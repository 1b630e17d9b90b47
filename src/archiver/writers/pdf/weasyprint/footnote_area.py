"""The height of the footnote area from the heights of its notes: each note is measured a few times, however often asked.

WeasyPrint lays out all footnotes of a page again whenever it adds, removes or delays one of them, and it does so for
each attempt at a line: the time grows with the square of the notes on a page. But footnotes stand one below the other,
so that the area's height is a sum:

    height(n1, n2, n3) = height(n1) + step(n1, n2) + step(n2, n3)      step(a, b) = height(a, b) - height(a)

A step holds the margins between two notes, collapsed as WeasyPrint collapses them. patches.py applies this only to
known versions, and only to documents without CSS of the user, which may limit the area's height.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from math import inf
from typing import Any

#: The attribute of a LayoutContext that holds its measured notes.
_MEASURED = "archiver_measured_notes"


def update_footnote_area(context: Any, layout: Callable[..., Any], anonymous: Callable[[Any], Any]) -> bool:
    """Set the area's height for the notes of the page, and the bottom of the text above it.

    In place of LayoutContext._update_footnote_area; `layout` and `anonymous` are WeasyPrint's block_level_layout and
    create_anonymous_boxes. Returns False: an area without a greatest height never overflows.
    """
    area, notes = context.current_footnote_area, context.current_page_footnotes
    if area.height != "auto" and not context.in_column:
        context.page_bottom += area.margin_height()
    area.children = notes
    if not notes:
        area.height = 0
        if not context.in_column:
            context.page_bottom -= area.margin_height()
        return False
    measured = _Measured.of(context, layout, anonymous)
    area.height, around = measured.height(notes)
    if not context.in_column:
        context.page_bottom -= area.height + around
    return False


class _Measured:
    """The heights of single notes and of pairs of notes, for areas of one width."""

    def __init__(self, context: Any, layout: Callable[..., Any], anonymous: Callable[[Any], Any]) -> None:
        self._context, self._layout, self._anonymous = context, layout, anonymous
        #: By width and the identities of the notes. The notes are kept, so that no other box gets their identity.
        self._heights: dict[tuple[Any, ...], tuple[float, float]] = {}
        self._kept: list[Any] = []
        self._spaces: dict[float, float] = {}

    @staticmethod
    def of(context: Any, layout: Callable[..., Any], anonymous: Callable[[Any], Any]) -> _Measured:
        """The measured notes of a document, kept with its LayoutContext."""
        measured = context.__dict__.get(_MEASURED)
        if measured is None:
            measured = context.__dict__[_MEASURED] = _Measured(context, layout, anonymous)
        assert isinstance(measured, _Measured)
        return measured

    def height(self, notes: list[Any]) -> tuple[float, float]:
        """The height of an area with these notes, and that of its margins, borders and paddings."""
        height, around = self._measure(notes[0])
        for first, second in pairwise(notes):
            height += self._step(first, second)
        return height, around

    def _step(self, first: Any, second: Any) -> float:
        """What a second note adds to the height of the first."""
        width = self._context.current_footnote_area.page.width
        if not (_ends_are_paragraphs(first) and _ends_are_paragraphs(second)):
            return self._measure(first, second)[0] - self._measure(first)[0]
        if width not in self._spaces:  # paragraphs of notes have no margins, so one space is between all such notes
            space = self._measure(first, second)[0] - self._measure(first)[0] - self._measure(second)[0]
            self._spaces[width] = space
        return self._spaces[width] + self._measure(second)[0]

    def _measure(self, *notes: Any) -> tuple[float, float]:
        area = self._context.current_footnote_area
        key = (area.page.width, *map(id, notes))
        if key not in self._heights:
            kept = area.children
            area.children = list(notes)
            copy = self._anonymous(area.deepcopy())
            area.children = kept
            made = self._layout(self._context, copy, -inf, None, area.page)[0]
            self._heights[key] = made.height, made.margin_height() - made.height
            self._kept += notes
        return self._heights[key]


def _ends_are_paragraphs(note: Any) -> bool:
    return bool(note.children) and all(child.element_tag == "p" for child in (note.children[0], note.children[-1]))
