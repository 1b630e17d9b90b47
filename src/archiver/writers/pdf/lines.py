"""Where lines break: calls stay with their word, addresses break at their joints, headings fall into even lines."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable

from lxml import etree

_ADDRESS = re.compile(r"\s*(?:https?://|ftp://|www\.|doi:|10\.\d{4,}/)\S+\s*", re.IGNORECASE)
_ADDRESS_JOINTS = re.compile(r"(?<=[/?&=#_.,;:+~%-])(?=[^/?&=#_.,;:+~%-])")
#: Characters of a title on one line, by the class that print.css sizes it with.
_TITLE_LINE = {"": 34, "long": 43, "longer": 56}
#: Blocks that stand further in than what is around them, and how many of them may stand in one another.
_INDENTED = ("ul", "ol", "dl", "blockquote")
_DEEPEST = 7
_SHORT_CODE = 14  # lines that stay on one page
#: What a call stays with as a whole when it is short.
_SHORT = frozenset({"em", "strong", "a", "q", "cite"})
_HEADING_LINE = {"h2": 52, "h3": 62}


def set_lines(html: etree._Element) -> None:
    """Prepare a page's tree for its lines."""
    for heading in html.iter("h1", "h2", "h3"):
        _balance(heading)
    for call in [s for s in html.iter("sup") if s.get("class", "").startswith("call")]:
        _glue(call)
    _let_addresses_break(html, right_to_left=html.get("dir") == "rtl")
    for code in html.iter("pre"):
        if "".join(code.itertext()).count("\n") < _SHORT_CODE:
            code.set("class", f"{code.get('class', '')} short".strip())
    for block in html.iter(*_INDENTED):
        if sum(1 for _ in block.iterancestors(*_INDENTED)) >= _DEEPEST:
            block.set("class", f"{block.get('class', '')} flat".strip())


def width(text: str) -> int:
    """How many narrow characters `text` is wide: East Asian ones count two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _balance(heading: etree._Element) -> None:
    """Even lines instead of a full one and a lone word; a very long title is set smaller."""
    length = width(heading.get("data-plain", ""))
    if heading.tag == "h1":
        if length > 110 and heading.get("class") is None:
            heading.set("class", "longer" if length > 240 else "long")
        line = _TITLE_LINE.get(heading.get("class", ""), 45)
        if length > 1.5 * len(heading.get("data-plain", "")):  # East Asian characters are a little wider than two
            line = line * 6 // 7
    else:
        line = _HEADING_LINE[str(heading.tag)]
    if (share := even_share(length, line)) < 1:
        heading.set("style", f"width: {share:.1%}")


def even_share(length: int, line: int) -> float:
    """Of the measure, where `line` characters have room, what a heading of some characters takes to fall into even lines."""
    lines = math.ceil(length / line)
    return round(min(1.0, (length / lines) / line * 1.13 + 2 / line), 3) if 1 < lines <= 4 else 1.0


def _glue(call: etree._Element) -> None:
    """Keep a call on the line of the word that it follows."""
    parent = call.getparent()
    assert parent is not None
    if parent.get("class") == "glue":
        return
    previous = call.getprevious()
    text = (parent.text if previous is None else previous.tail) or ""
    head, word = _last_word(text)
    holder = etree.Element("span", {"class": "glue"})
    at = parent.index(call)
    if word:
        if previous is None:
            parent.text = head
        else:
            previous.tail = head
        holder.text = word
    elif not text and previous is not None and previous.get("class") == "glue":
        holder = previous  # a second call right after the first
    elif not text and previous is not None and previous.tag in _SHORT and len("".join(previous.itertext())) < 24:
        holder.append(previous)
        at -= 1
    else:
        return
    holder.append(call)
    holder.tail, call.tail = call.tail, None
    if holder is not previous:
        parent.insert(at, holder)


def _last_word(text: str) -> tuple[str, str]:
    """`text` parted before its last word; an East Asian character is a word."""
    match = re.search(r"\S{1,24}\Z", text)
    if not match:
        return text, ""
    start = match.start()
    wide = [i for i in range(start, len(text)) if unicodedata.east_asian_width(text[i]) in "WF"]
    letters = [i for i in wide if unicodedata.category(text[i])[0] in "LN"]
    if wide:
        start = letters[-1] if letters else wide[-1]
    elif start and not text[start - 1].isspace():
        return text, ""  # a very long word may break anywhere
    return text[:start], text[start:]


def _let_addresses_break(html: etree._Element, right_to_left: bool) -> None:
    """Addresses break after their joints. Pango draws a zero width space as nothing: none gets into the PDF's text.

    Each line of an address in a text that runs from right to left says that it does not: else its signs would change sides.
    """
    for element in html.iter("a", "span"):
        text = element.text
        if text and not len(element) and len(text) > 24 and _ADDRESS.fullmatch(text):
            element.set("class", "url")
            element.text = "\u200b".join(_joined(_ADDRESS_JOINTS.split(text.strip())))
            if right_to_left:
                element.text = re.sub(r"(?<=\W)(?=\w|\Z)|^", "\u200e", element.text)


def _joined(pieces: Iterable[str]) -> list[str]:
    """Pieces of an address, none so short that a line of it would look lost."""
    joined: list[str] = []
    for piece in pieces:
        if joined and (len(joined[-1]) < 6 or len(piece) < 4):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined
