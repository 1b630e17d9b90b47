"""Ruby annotation as pairs of base and reading (HTML Standard, 4.5.10; `rb` and `rtc` as in the HTML Ruby Markup Extensions).

<ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby>                        漢 (かん), 字 (じ)
<ruby><rb>漢<rb>字<rt>かん<rt>じ</ruby>                          the same: the first reading belongs to the first base
<ruby>New York<rt>NYC</rt></ruby>                                New York (NYC)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import zip_longest

from lxml.etree import _Element as Element

from archiver.page import BLOCKS, INVISIBLE, visible_text
from archiver.record.flow import make
from archiver.trees.elements import Element as Node

_BLOCKS = sorted(BLOCKS - {"br"})
_WORD = re.compile(r"[^\W_]")
#: What stands in a base: texts and pictures.
_Base = list[str | Element]


def ruby(node: Node, picture: Callable[[Node], Element | None]) -> Element | None:
    """The ruby element of the record for one of HTML; None when there is no reading, and when there are blocks in it or words in its parentheses (`rp`): these
    are text of their own. `picture` makes the image for an `img`, or None.
    """
    if next(node.iter(*_BLOCKS), None) is not None or any(_WORD.search(visible_text(rp)) for rp in node.iter("rp")):
        return None
    result = make("ruby")
    bases: list[_Base] = [[]]
    readings: list[str] = []

    def end_pairs() -> None:
        filled = [base for base in bases if any(not isinstance(piece, str) or piece.strip() for piece in base)]
        if len(readings) == 1 < len(filled):
            filled = [[piece for base in bases for piece in base]]  # one reading for all of them
        for base, reading in zip_longest(filled, readings):
            _append_pair(result, base or [], reading or "")
        bases[:], readings[:] = [[]], []

    bases[-1].append(node.text or "")
    for child in node.children:
        if child.tag in ("rt", "rtc"):
            readings.append(visible_text(child))
        elif child.tag == "rb":
            if readings:
                end_pairs()
            bases += [list(_content(child, picture)), []]
        elif child.tag != "rp":
            if readings:
                end_pairs()
            bases[-1] += _content(child, picture)
        if tail := child.tail:
            if readings and tail.strip():
                end_pairs()
            bases[-1].append(tail)
    has_readings = bool(readings or len(result))
    end_pairs()
    return result if has_readings else None


def _content(node: Node, picture: Callable[[Node], Element | None]) -> Iterator[str | Element]:
    """The texts and pictures of a part of a base, in order."""
    if node.tag in ("img", "image"):
        # the pictures of rare characters may have the size of a dot in a saved page: then the alternative text is all there is
        image = picture(node)
        yield image if image is not None else node.get("alt", "")
        return
    if node.tag in INVISIBLE:
        return
    if node.tag == "br":
        yield " "
        return
    if next(node.iter("img", "image"), None) is None:
        yield visible_text(node)
        return
    yield node.text or ""
    for child in node.children:
        yield from _content(child, picture)
        yield child.tail or ""


def _append_pair(result: Element, pieces: _Base, reading: str) -> None:
    base = make("base")
    last: Element | None = None
    text = ""

    def end_text() -> None:
        nonlocal text
        if last is None:
            base.text = _folded(text).lstrip() or None
        else:
            last.tail = _folded(text) or None
        text = ""

    for piece in pieces:
        if isinstance(piece, str):
            text += piece
        else:
            end_text()
            base.append(piece)
            last = piece
    end_text()
    if last is None:
        base.text = (base.text or "").rstrip() or None
    elif last.tail:
        last.tail = last.tail.rstrip() or None
    result.append(base)
    element = make("reading")
    element.text = reading
    result.append(element)


def _folded(text: str) -> str:
    """The text with its white space folded; a space at an edge stays."""
    return re.sub(r"\s+", " ", text)
