"""Line breaks: calls stay with their word and numbers with their sign, addresses break after punctuation, headings are
balanced."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable

from lxml import etree

from archiver.text import is_wide
from archiver.writers.pdf.hyphenation import has_patterns
from archiver.writers.pdf.segments import segments

_ADDRESS = re.compile(r"\s*(?:https?://|ftp://|www\.|doi:|10\.\d{4,}/)\S+\s*", re.IGNORECASE)
_BREAK_POINTS = re.compile(r"(?<=[/?&=#_.,;:+~%-])(?=[^/?&=#_.,;:+~%-])")
#: The parts of a piece of an address: of a very long one, some characters each. Combining marks stay with their letter.
_LONG_PIECE = re.compile(r"\A.{1,40}\Z|.{1,8}[\u0300-\u036f\u200d]*", re.DOTALL)
#: Characters of a title that fit on one line, by the class for its size in print.css.
_TITLE_LINE = {"": 34, "long": 43, "longer": 56}
#: Indented blocks, and the number of levels from which they are indented no further.
_INDENTED = ("ul", "ol", "dl", "blockquote")
_MOST_LEVELS = 7
_SHORT_CODE = 14  # code with fewer line breaks stays on one page
#: A longer base, in ems, may break, so that its reading can't stand above it.
_LONGEST_BASE = 12
#: Short elements before a call that stay with it on one line.
_SHORT_ELEMENTS = frozenset({"em", "strong", "a", "q", "cite"})
#: The soft hyphens of a source follow other rules than ours, and some stand between words.
_SOFT_HYPHEN = "\u00ad"
#: Elements, and classes of elements, whose text stays as it is.
_NO_SEGMENTS = frozenset({"code", "pre", "sup", "sub", "title", "svg", "style", "abbr"})
_NO_SEGMENT_CLASSES = frozenset({"url", "glue", "rare", "digest"})
_CELLS = ("td", "th")
#: A longer identifier may break, in the text and in a cell.
_LONG, _LONG_IN_CELL = 24, 12
_HEADING_LINE = {"h2": 52, "h3": 62}


#: Ideographic spaces at the start of a paragraph are the indent of its first line. Fixed spaces beside that of the page would
#: be a second one, and justified lines stretch them.
_INDENT = re.compile(r"\u3000{1,4}(?!\u3000)")


def without_indent(text: str) -> tuple[int, str]:
    """How many ems the first line of a paragraph is indented by ideographic spaces of its own, and its text without them."""
    indent = _INDENT.match(text)
    return (indent.end(), text[indent.end() :]) if indent else (0, text)


def set_lines(html: etree._Element) -> None:
    """Set classes, styles and break opportunities in the tree of a page."""
    for heading in html.iter("h1", "h2", "h3"):
        _balance(heading)
    for element in html.iter(etree.Element):
        if element.text and _SOFT_HYPHEN in element.text:
            element.text = element.text.replace(_SOFT_HYPHEN, "")
        if element.tail and _SOFT_HYPHEN in element.tail:
            element.tail = element.tail.replace(_SOFT_HYPHEN, "")
        if (language := element.get("lang")) is not None and not has_patterns(language):
            element.set("data-hyphens", "long-words")
    for paragraph in html.iter("p"):
        ems, text = without_indent(paragraph.text or "")
        if ems:
            paragraph.text = text
            paragraph.set("style", f"{paragraph.get('style', '')}; text-indent: {ems}em".lstrip("; "))
    for ruby in html.iterfind(".//span[@class='ruby']"):
        _set_reading(ruby)
    right_to_left = html.get("dir") == "rtl"
    _let_addresses_break(html, right_to_left)
    if (body := html.find("body")) is not None:
        _set_segments(body, right_to_left)
    for call in [s for s in html.iter("sup") if s.get("class", "").startswith("call")]:
        _keep_with_word(call)
    for code in html.iter("pre"):
        if "".join(code.itertext()).count("\n") < _SHORT_CODE:
            code.set("class", f"{code.get('class', '')} short".strip())
    for block in html.iter(*_INDENTED):
        if sum(1 for _ in block.iterancestors(*_INDENTED)) >= _MOST_LEVELS:
            block.set("class", f"{block.get('class', '')} flat".strip())


def is_above(base: str, reading: str) -> bool:
    """Whether the reading of a base fits above it; else it stands behind it in parentheses."""
    ems, reading_ems = width(base) / 2, width(reading) / 4
    return 0 < ems <= _LONGEST_BASE and 0 < reading_ems <= 2 * ems + 2


def _set_reading(ruby: etree._Element) -> None:
    """Set the reading of a base above it. A call, a picture or a mark inside needs the line."""
    if len(ruby) != 2 or len(ruby[0]) or len(ruby[1]):
        return
    base, reading = ruby[0].text or "", (ruby[1].text or "")[1:-1]
    if is_above(base, reading):
        ruby[1].text = reading
        ruby.set("class", "ruby above")
        # an empty line over that of the base: the last line gives the box its baseline
        foot = etree.SubElement(ruby, "span", {"class": "ruby-foot"})
        etree.SubElement(foot, "span")
    elif not reading:
        ruby.remove(ruby[1])


def width(text: str) -> int:
    """The width of `text` in narrow characters; East Asian wide characters count two."""
    return sum(2 if is_wide(c) else 1 for c in text)


def _balance(heading: etree._Element) -> None:
    """Balance the lines of a heading, so that no word is alone on the last one; a very long title gets smaller type."""
    length = width(heading.get("data-plain", ""))
    if heading.tag == "h1":
        if length > 110 and heading.get("class") is None:
            heading.set("class", "longer" if length > 240 else "long")
        line = _TITLE_LINE.get(heading.get("class", ""), 45)
        if length > 1.5 * len(heading.get("data-plain", "")):  # wide characters take a little more than two narrow ones
            line = line * 6 // 7
    else:
        line = _HEADING_LINE[str(heading.tag)]
    if (share := even_share(length, line)) < 1:
        heading.set("style", f"width: {share:.1%}")


def even_share(length: int, line: int) -> float:
    """The share of the measure at which a heading has lines of equal length; `line` characters fit into the measure."""
    lines = math.ceil(length / line)
    return round(min(1.0, (length / lines) / line * 1.13 + 2 / line), 3) if 1 < lines <= 4 else 1.0


def _keep_with_word(call: etree._Element) -> None:
    """Keep a call on the line of the word before it."""
    parent = call.getparent()
    assert parent is not None
    if parent.get("class") == "glue":
        return
    previous = call.getprevious()
    text = (parent.text if previous is None else previous.tail) or ""
    before, word = last_word(text)
    holder = etree.Element("span", {"class": "glue"})
    position = parent.index(call)
    if word:
        if previous is None:
            parent.text = before
        else:
            previous.tail = before
        holder.text = word
    elif not text and previous is not None and previous.get("class") == "glue":
        holder = previous  # a second call directly after the first
    elif (
        not text and previous is not None and previous.tag in _SHORT_ELEMENTS and len("".join(previous.itertext())) < 24
    ):
        holder.append(previous)
        position -= 1
    else:
        return
    holder.append(call)
    holder.tail, call.tail = call.tail, None
    if holder is not previous:
        parent.insert(position, holder)


def last_word(text: str) -> tuple[str, str]:
    """`text` before and from its last word; an East Asian character is a word."""
    match = re.search(r"\S{1,24}\Z", text)
    if not match:
        return text, ""
    start = match.start()
    wide_positions = [i for i in range(start, len(text)) if is_wide(text[i])]
    wide_letters = [i for i in wide_positions if unicodedata.category(text[i])[0] in "LN"]
    if wide_positions:
        start = wide_letters[-1] if wide_letters else wide_positions[-1]
    elif start and not text[start - 1].isspace():
        return text, ""  # a very long word may break anywhere
    return text[:start], text[start:]


def _let_addresses_break(html: etree._Element, right_to_left: bool) -> None:
    """Allow line breaks in addresses, after punctuation.

    Pango draws a zero width space as nothing, so none gets into the text of the PDF. In right-to-left text, each line
    of an address gets a left-to-right mark, or its punctuation would move to the other side.
    """
    for element in html.iter("a", "span"):
        text = element.text
        if text and not len(element) and len(text) > 24 and _ADDRESS.fullmatch(text):
            element.set("class", "url")
            element.text = _breakable(text.strip(), right_to_left)


def _breakable(address: str, right_to_left: bool) -> str:
    pieces = [part for piece in _merge_short(_BREAK_POINTS.split(address)) for part in _LONG_PIECE.findall(piece)]
    broken = "\u200b".join(pieces)
    return re.sub(r"(?<=\W)(?=\w|\Z)|^", "\u200e", broken) if right_to_left else broken


def _set_segments(body: etree._Element, right_to_left: bool) -> None:
    """Put identifiers, and numbers with their sign, into spans of their own (segments.py)."""
    for element in list(body.iter(etree.Element)):
        parent = element.getparent()
        if element.text and _has_segments(element):
            element.text, spans = _spans(element.text, _in_cell(element), right_to_left)
            element[:0] = spans
        if element is not body and parent is not None and element.tail and _has_segments(parent):
            element.tail, spans = _spans(element.tail, _in_cell(parent), right_to_left)
            at = parent.index(element) + 1
            parent[at:at] = spans


def _has_segments(element: etree._Element) -> bool:
    return element.tag not in _NO_SEGMENTS and element.get("class") not in _NO_SEGMENT_CLASSES


def _in_cell(element: etree._Element) -> bool:
    return element.tag in _CELLS or next(element.iterancestors(*_CELLS), None) is not None


def _spans(text: str, cell: bool, right_to_left: bool) -> tuple[str, list[etree._Element]]:
    """The text before the first span, and the spans with the text behind each."""
    first, made = "", list[etree._Element]()
    for kind, segment in segments(text):
        if kind == "text" or (kind == "together" and cell):
            if made:
                made[-1].tail = (made[-1].tail or "") + segment
            else:
                first += segment
            continue
        span = etree.Element("span", {"class": "url" if kind == "identifier" else "glue"})
        if kind == "identifier" and len(segment) > (_LONG_IN_CELL if cell else _LONG):
            segment = _breakable(segment, right_to_left)
        span.text = segment
        made.append(span)
    return first, made


def _merge_short(pieces: Iterable[str]) -> list[str]:
    """Merge pieces of an address that would be too short for a line of their own."""
    merged: list[str] = []
    for piece in pieces:
        if merged and (len(merged[-1]) < 6 or len(piece) < 4):
            merged[-1] += piece
        else:
            merged.append(piece)
    return merged
