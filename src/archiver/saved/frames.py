"""Pages whose article stands in a frame: sets of frames (HTML 4, 16), and pages that are little more than a frame (`iframe`). The frame with the most text is
the article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_FRAMESET = re.compile(rb"<frameset\b", re.IGNORECASE)
_BODY = re.compile(rb"<body\b", re.IGNORECASE)
#: Elements without text, and tags.
_NO_TEXT = re.compile(rb"<(script|style|noframes)\b", re.IGNORECASE)
_TAG = re.compile(rb"<[^<>]*>")
#: A set of frames is short. How much of a frame is looked at.
_LONGEST_SET, _LOOKED_AT = 256 * 1024, 1 << 20
#: How much text a page has at most that is little more than a frame, and a frame at least that holds the article; and how much more that is.
_MOST_OF_HULL, _LEAST_OF_ARTICLE, _TIMES_HULL = 600, 1_000, 4


def is_frameset(page: bytes) -> bool:
    """Whether a page is a set of frames, without a body before them."""
    frames = _FRAMESET.search(page[:_LONGEST_SET])
    return frames is not None and _BODY.search(page, 0, frames.start()) is None


def amount_of_text(page: bytes) -> int:
    """About how many bytes of text a page has."""
    page = page[:_LOOKED_AT].lower()
    pieces: list[bytes] = []
    position = 0
    while (match := _NO_TEXT.search(page, position)) is not None:
        pieces.append(page[position : match.start()])
        position = page.find(b"</" + match[1], match.end())
        if position < 0:
            position = len(page)
    pieces.append(page[position:])
    return len(b" ".join(_TAG.sub(b" ", b"".join(pieces)).split()))


def page_with_text(page: bytes, frames: Sequence[bytes]) -> int:
    """The number of the frame that holds the article of a page; -1 for the page itself.

    An advertisement, a video or a question about cookies stands in a frame too, but then the page has a text of its own.
    """
    is_set = is_frameset(page)
    own = 0 if is_set else amount_of_text(page)
    if not frames or own > _MOST_OF_HULL:
        return -1
    amounts = [amount_of_text(frame) for frame in frames]
    largest = max(amounts)
    return amounts.index(largest) if is_set or largest >= max(_LEAST_OF_ARTICLE, _TIMES_HULL * own) else -1
