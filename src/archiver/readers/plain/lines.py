"""Lines of a plain text: their offsets, their indentation, and whether the text is hard-wrapped.

Nothing here changes the text: a line is a pair of offsets into it. The ink of a line is the line without white space and invisible characters
at its edges.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_LINE = re.compile("[^\n\r\u2028\u2029\x85]+")
#: Invisible characters at the edges of a line: white space, marks of direction and joining, soft hyphens.
_INKLESS = "".join(chr(c) for c in (*range(0x21), 0x85, 0xA0, 0xAD, 0x1680, *range(0x2000, 0x2010)))
_INKLESS += "\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u202f\u205f\u2060\u2066\u2067\u2068\u2069\u3000\ufeff"
_TAB = 4

#: Scripts that are written without spaces between words.
CJK = re.compile("[\u2e80-\u2fff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d]")
#: The end of a sentence, with the closing quotes, the brackets and the note marker that may follow it.
SENTENCE_END = re.compile(r"[.!?…。！？؟۔।][\"'”’»«“)\]）」』]*(?:\[\d{1,3}\]|\d{1,3}|[*†‡¹²³⁰-⁹])*$")

#: The least and the greatest width of hard-wrapped text, in columns. Narrower text is a list of short lines; wider text has one line for each paragraph.
_NARROWEST, _WIDEST = 40, 130
#: The fewest lines within a sentence that show at which column a page was wrapped.
_FEWEST_WITHIN = 6
#: The least share of full lines among these, and the largest share of wider lines in the whole text. Tables and code are wider.
_FULL_AND_WIDER = ((0.9, 0.1), (0.7, 0.02), (0.5, 0.0))


@dataclass(frozen=True, slots=True)
class Line:
    """A line with ink from `start` to `end`. `indent` is in columns; `breaks` counts the line breaks before the line (2 means one empty line)."""

    start: int
    end: int
    indent: int
    breaks: int


def scan(text: str, joints: Sequence[int] = ()) -> Iterator[Line]:
    """The lines of a text that have ink, in order. `joints` are the places in it, in order, at which a line ended within a word:
    a line begins there, too, with no white space before it.
    """
    yield from _with_joints(text, joints) if joints else _scanned(text)


def _with_joints(text: str, joints: Sequence[int]) -> Iterator[Line]:
    """The lines of a text, those with joints in them in parts."""
    following = iter([*joints, len(text) + 1])
    joint = next(following)
    for line in _scanned(text):
        start, indent, breaks = line.start, line.indent, line.breaks
        while joint < line.end:
            if joint > start:
                yield Line(start, joint, indent, breaks)
                start, breaks = joint, 1
            joint = next(following)
        yield Line(start, line.end, indent, breaks)


def is_joint(before: Line, line: Line) -> bool:
    """Whether a word goes on from one line to the next one, so that nothing may part them."""
    return before.end == line.start


def _scanned(text: str) -> Iterator[Line]:
    before = 0
    for match in _LINE.finditer(text):
        line = match[0]
        ink = line.strip(_INKLESS)
        if not ink:
            continue
        margin = len(line) - len(line.lstrip(_INKLESS))
        start = match.start() + margin
        end = start + len(ink)
        breaks = _breaks(text, before, start) if before else 2
        yield Line(start, end, _width(line[:margin]) if margin else 0, breaks)
        before = end


def strip_ink(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch from `start` to `end` without invisible characters at its edges."""
    piece = text[start:end]
    margin = len(piece) - len(piece.lstrip(_INKLESS))
    return (start + margin, start + margin + len(piece.strip(_INKLESS))) if margin < len(piece) else (end, end)


def _breaks(text: str, start: int, end: int) -> int:
    """The number of line breaks between two offsets."""
    lines = max(text.count("\n", start, end), text.count("\r", start, end))
    return lines or sum(text.count(c, start, end) for c in "\u2028\u2029\x85")


def _width(margin: str) -> int:
    """The columns of the white space before a line, with tab stops every _TAB columns."""
    width = 0
    for character in margin:
        width = width + _TAB - width % _TAB if character == "\t" else width + 2 if character == "\u3000" else width + 1
    return width


def columns(line: Line) -> int:
    """The number of columns of a line, with its indentation."""
    return line.indent + line.end - line.start


def first_word(text: str, line: Line) -> int:
    """The length of the first word of a line, which did not fit on the line before. In scripts without spaces it is one character."""
    if CJK.match(text, line.start):
        return 1
    space = text.find(" ", line.start, line.end)
    return (space if space >= 0 else line.end) - line.start


def wrap_width(text: str, lines: Sequence[Line]) -> int | None:
    """The column at which a text was hard-wrapped, or None if its lines are whole paragraphs or verses.

    Most wrapped lines are full: the first word of the next line would not fit on them. Few of them end with the end of a sentence.
    """
    pairs = [(a, b) for a, b in pairwise(lines) if b.breaks == 1]
    if len(pairs) < 2:
        return None
    widths = sorted(columns(a) for a, _ in pairs)
    width = widths[int(len(widths) * 0.95)]
    # a character of an East Asian script takes two columns
    is_unspaced = sum(CJK.match(text, b.start) is not None for _, b in pairs) > len(pairs) // 2
    if _NARROWEST // (2 if is_unspaced else 1) <= width <= _WIDEST:
        full = ends = 0
        for a, b in pairs:
            if columns(a) + 1 + first_word(text, b) > 0.85 * width:
                full += 1
                ends += bool(SENTENCE_END.search(text, max(a.start, a.end - 12), a.end))
        if full >= 0.6 * len(pairs) and ends <= 0.6 * full:
            return width
    return _wrap_width_of_page(text, lines, pairs)


def _wrap_width_of_page(text: str, lines: Sequence[Line], pairs: Sequence[tuple[Line, Line]]) -> int | None:
    """The column at which a page was wrapped that has menus and lists, too: there, most lines are short.

    Only lines within a sentence count: they begin with a small letter, behind a line that is no label of a menu. Nearly all of them follow a full line, and hardly
    any line of the text is wider.
    """
    within = [
        (a, b) for a, b in pairs if columns(a) >= _NARROWEST and text[b.start].islower() and not _ends_sentence(text, a)
    ]
    if len(within) < _FEWEST_WITHIN:
        return None
    widths = sorted(columns(a) for a, _ in within)
    width = widths[int(len(widths) * 0.95)]
    if not _NARROWEST <= width <= _WIDEST:
        return None
    full = sum(columns(a) + 1 + first_word(text, b) > 0.9 * width for a, b in within)
    wider = sum(columns(line) > width + _TAB and " " in text[line.start : line.end] for line in lines)
    tolerated = any(full >= a * len(within) and wider <= b * len(lines) for a, b in _FULL_AND_WIDER)
    return width if tolerated else None


def _ends_sentence(text: str, line: Line) -> bool:
    return SENTENCE_END.search(text, max(line.start, line.end - 12), line.end) is not None


def is_flowed(text: str, lines: Sequence[Line]) -> bool:
    """Whether a space at the end of a line says that the paragraph goes on (RFC 3676, format=flowed, of mail programs).

    Most lines before another line have the space, hardly any line before an empty one has it, and many of the lines after
    it begin within a sentence.
    """
    pairs = list(pairwise(lines))
    soft = [(a, b) for a, b in pairs if b.breaks == 1 and _has_soft_end(text, a)]
    close = sum(b.breaks == 1 for _, b in pairs)
    last = sum(b.breaks > 1 and _has_soft_end(text, a) for a, b in pairs)
    return (
        len(soft) >= max(_FEWEST_WITHIN, 0.5 * close)
        and last <= 0.1 * (len(pairs) - close)
        and sum(text[b.start].islower() for _, b in soft) >= 0.3 * len(soft)
    )


def _has_soft_end(text: str, line: Line) -> bool:
    return text[line.end : line.end + 2] in (" \n", " \r")


def continues(text: str, before: Line, line: Line, width: int | None, flowed: bool = False) -> bool:
    """Whether `line` continues the paragraph of the line right before it, in a text that is wrapped at `width`, or flowed."""
    if line.breaks != 1:
        return False
    if flowed:
        return _has_soft_end(text, before)
    if width is None:
        return False
    return 0.75 * width < columns(before) + 1 + first_word(text, line) and columns(before) <= 1.2 * width
