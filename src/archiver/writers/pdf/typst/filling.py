"""Filling pages: where neither form of the colophon has room behind the text, all pages get a line more, or a few less.

The template sets the colophon into the rest of the last page: in rows, or in one paragraph of smaller type where there is no
room for rows. Where there is none for the paragraph either, a page with nothing else on it would follow. A typesetter then
sets the pages of a book one line longer, so that it fits after all, or shorter, so that some lines of the text come with it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

#: From one line of text to the next, in points on paper that is not enlarged.
_LINE = 15.0
#: The lines of text that come to the last page with the colophon.
_COMPANY = 5
_POINT = 25.4 / 72  # in millimetres


def bottom_margins(pages: int, found: dict[str, Any], bottom: float, zoom: float) -> Iterator[float]:
    """The bottom margins to try in turn, in millimetres, where the colophon had no room.

    `pages` is the number of pages without it. `found` is what the template says of the last one: its free height ("room") and
    the height of the smaller colophon ("needs"), both in points. `bottom` is the margin of that layout.
    """
    line = _LINE * zoom
    if found["needs"] - found["room"] <= pages * line:
        yield bottom - line * _POINT
    lines = math.ceil((_COMPANY * line + found["room"]) / (pages * line))
    yield bottom + lines * line * _POINT
    yield bottom + (lines + 1) * line * _POINT
