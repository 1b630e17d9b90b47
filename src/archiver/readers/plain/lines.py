"""Lines of a plain text: their offsets, their indentation, and whether the text is hard-wrapped.

Nothing here changes the text: a line is a pair of offsets into it. The ink of a line is the line without white space and invisible characters
at its edges.
"""

from __future__ import annotations

import re
from collections import Counter
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
#: A character of such a script, or a sign that stands in its lines without a space.
UNSPACED = re.compile(f"(?:{CJK.pattern}|[、，。：；！？「」『』（）《》〈〉・…—])")
#: Characters that take two columns (Unicode Standard Annex 11: W and F).
_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\U0001f300-\U0001f64f\U0001f900-\U0001f9ff\U00020000-\U0003fffd]"
)
#: The end of a sentence, with the closing quotes, the brackets and the note marker that may follow it.
SENTENCE_END = re.compile(r"[.!?…。！？؟۔।][\"'”’»«“)\]）」』]*(?:\[\d{1,3}\]|\d{1,3}|[*†‡¹²³⁰-⁹])*$")

#: The end of a sentence within a line.
_SENTENCE_WITHIN = re.compile(r"[.!?…][\"'”’»“)\]]* +(?=[^\W\da-z_])|[。！？][」』）]*(?=\w)")

#: What ends a line within a sentence: the hyphen of a word, or a dash behind a word.
_HYPHEN_AT_END, _DASH_AT_END = re.compile(r"[^\W\d_][-‐\xad]$"), re.compile(r"\w[\"'”’»)]?\s?(?:[–—]|--)$")
#: From this share of the width on, a line beside a shorter one shows that they are lines of a paragraph.
_FULL_BESIDE = 0.75

#: The least and the greatest width of hard-wrapped text, in columns. Narrower text is a list of short lines; wider text has one line for each paragraph.
_NARROWEST, _WIDEST = 40, 130
#: Pages that a browser prints have lines up to this width. There, fewer lines may end with a sentence, since a line may be a paragraph.
WIDEST_IN_PRINT, _ENDS_IN_PRINT = 180, 0.25
#: The narrowest margin of a text that is set in, and the largest share of its long lines that may stand left of it.
_LEAST_MARGIN, _MOST_LEFT = 2, 0.25
#: The fewest lines within a sentence that show at which column a page was wrapped.
_FEWEST_WITHIN = 6
#: A line below this share of the width is surely the last of its paragraph; how many such lines show that nothing sets paragraphs apart.
_SHORT, _FEWEST_CLOSE = 0.7, 3
#: The fewest of them in a script without spaces, and by how many columns their lines may differ.
_FEWEST_UNSPACED, _RAGGED = 3, 4
#: The least share of full lines among these, and the largest share of wider lines in the whole text. Tables and code are wider.
_FULL_AND_WIDER = ((0.9, 0.1), (0.7, 0.02), (0.5, 0.0))


@dataclass(frozen=True, slots=True)
class Line:
    """A line with ink from `start` to `end`. `indent` is in columns; `breaks` counts the line breaks before the line (2 means one empty line); `wide` are its
    characters that take two columns, as those of East Asian scripts do.
    """

    start: int
    end: int
    indent: int
    breaks: int
    wide: int = 0


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
                yield Line(start, joint, indent, breaks, _count_wide(text[start:joint]))
                start, breaks = joint, 1
            joint = next(following)
        yield Line(start, line.end, indent, breaks, _count_wide(text[start : line.end]))


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
        yield Line(start, end, _width(line[:margin]) if margin else 0, breaks, _count_wide(ink))
        before = end


def _count_wide(text: str) -> int:
    """The number of characters that take two columns."""
    return 0 if text.isascii() else len(_WIDE.findall(text))


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
    return line.indent + line.end - line.start + line.wide


def first_word(text: str, line: Line) -> int:
    """The columns of the first word of a line, which did not fit on the line before. In scripts without spaces it is one character."""
    if CJK.match(text, line.start):
        return 2
    space = text.find(" ", line.start, line.end)
    word = text[line.start : space if space >= 0 else line.end]
    return len(word) + _count_wide(word)


def hanging_margin(text: str, lines: Sequence[Line]) -> int:
    """The column at which nearly all of a text begins, if it is set in, so that what stands left of it are headings; 0 for other texts.

    2.  The Wick

       A wick MUST be trimmed before dusk, and the keeper who
       winds the clock is to sign the book.
    """
    weights: Counter[int] = Counter()
    for line in lines:
        if line.end - line.start >= _NARROWEST and "   " not in text[line.start : line.end]:
            weights[line.indent] += line.end - line.start
    if not weights:
        return 0
    margin, most = weights.most_common(1)[0]
    left = sum(weight for indent, weight in weights.items() if indent < margin)
    return margin if margin >= _LEAST_MARGIN and left <= _MOST_LEFT * most else 0


def is_left_of_margin(lines: Sequence[Line], i: int, margin: int) -> bool:
    """Whether a line stands alone, left of the margin at which the text is set (`hanging_margin`)."""
    line = lines[i]
    return (
        line.indent + _LEAST_MARGIN <= margin and line.breaks > 1 and (i + 1 == len(lines) or lines[i + 1].breaks > 1)
    )


def wrap_width(text: str, lines: Sequence[Line]) -> int | None:
    """The column at which a text was hard-wrapped, or None if its lines are whole paragraphs or verses.

    Most wrapped lines are full: the first word of the next line would not fit on them. Few of them end with the end of a sentence.
    """
    pairs = [(a, b) for a, b in pairwise(lines) if b.breaks == 1]
    if len(pairs) < 2:
        return None
    widths = sorted((columns(a), a.wide) for a, _ in pairs)
    width, wide = widths[int(len(widths) * 0.95)]
    # some programs count characters, others columns
    if _NARROWEST <= width <= WIDEST_IN_PRINT + wide:
        full = ends = 0
        for a, b in pairs:
            if columns(a) + 1 + first_word(text, b) > 0.85 * width:
                full += 1
                ends += bool(SENTENCE_END.search(text, max(a.start, a.end - 12), a.end))
        if full >= 0.6 * len(pairs) and ends <= (0.6 if width <= _WIDEST + wide else _ENDS_IN_PRINT) * full:
            return width
    return _wrap_width_of_page(text, lines, pairs) or _wrap_width_of_unspaced(text, lines, pairs)


def _wrap_width_of_unspaced(text: str, lines: Sequence[Line], pairs: Sequence[tuple[Line, Line]]) -> int | None:
    """The column at which a page in a script without spaces was wrapped. It has no small letters; but its lines may end behind any character, so all those that
    end within a sentence end at the same column, but for a sign that may begin no line.
    """
    within = [
        (a, b)
        for a, b in pairs
        if columns(a) >= _NARROWEST
        and UNSPACED.match(text, a.end - 1)
        and UNSPACED.match(text, b.start)
        and not _ends_sentence(text, a)
    ]
    if len(within) < _FEWEST_UNSPACED:
        return None
    width = max(columns(a) for a, _ in within)
    full = sum(columns(a) >= width - _RAGGED for a, _ in within)
    wider = sum(columns(line) > width + _RAGGED and not _is_drawn(text, line) for line in lines)
    return width if full >= 0.9 * len(within) and wider <= 0.02 * len(lines) else None


def _is_drawn(text: str, line: Line) -> bool:
    """Whether a line is one of a drawn table."""
    return text[line.start] in "│┌├└|+╔║╠╚"


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


def least_full(text: str, lines: Sequence[Line], width: int | None) -> int:
    """How far a line and the first word of the next one reach at least, in columns, if the line ends a sentence and its paragraph goes on all the same. 0 for a
    text that sets its paragraphs apart, by empty lines or by first lines that are set in.

    `pdftotext` prints paragraphs right below each other. The last line of a paragraph has any length; so the short ones tell how many there are of each length. Lines
    within a sentence surely go on: they tell how uneven full lines are, and the sentences within lines how many lines end with one by chance. From the length on at
    which these are more, a line is taken for one of them.
    """
    if width is None:
        return 0
    reaches: Counter[int] = Counter()
    close = apart = going_on = 0
    for a, b in pairwise(lines):
        is_end = _ends_sentence(text, a)
        first = text[b.start]
        if b.breaks > 1:
            apart += is_end
        elif not is_end:
            going_on += columns(a) >= _SHORT * width
            if columns(a) >= _SHORT * width and (first.islower() or CJK.match(first)):
                reaches[columns(a) + 1 + first_word(text, b)] += 1
        elif columns(a) < _SHORT * width and not first.islower():
            if b.indent > a.indent + 1:
                return 0
            close += 1
    known = reaches.total()
    if close < _FEWEST_CLOSE or close < apart or known < _FEWEST_WITHIN:
        return 0
    last_of_length = close / (_SHORT * width)
    ends_by_chance = going_on * _sentences_within(text, lines)
    for reach in range(min(reaches), max(reaches) + 1):
        near = sum(reaches[k] for k in range(reach - 2, reach + 3)) / 5
        if ends_by_chance * near / known >= last_of_length:
            return reach
    return max(reaches) + 1


def _sentences_within(text: str, lines: Sequence[Line]) -> float:
    """How often a sentence ends at a place in a line at which the line might end, too: between two words, or between two characters of a script without spaces."""
    ends = places = 0
    for line in lines:
        ends += len(_SENTENCE_WITHIN.findall(text, line.start, line.end))
        places += text.count(" ", line.start, line.end) or line.wide
    return ends / places if places else 0.0


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


def continues(text: str, before: Line, line: Line, width: int | None, flowed: bool = False, least: int = 0) -> bool:
    """Whether `line` continues the paragraph of the line right before it, in a text that is wrapped at `width`, or flowed. `least` is what `least_full` gives."""
    if line.breaks != 1:
        return False
    if flowed:
        return _has_soft_end(text, before)
    if width is None:
        return False
    if (
        columns(before) + 1 + first_word(text, line) < least
        and not text[line.start].islower()
        and _ends_sentence(text, before)
    ):
        return False
    return 0.75 * width < columns(before) + 1 + first_word(text, line) and columns(before) <= 1.2 * width


def goes_on_behind_dash(text: str, lines: Sequence[Line], i: int, width: int | None) -> bool:
    """Whether the line `i` continues the line before it although that is short: it ends with a hyphen or a dash within a sentence.

        winter, by a well-
        known cook, who had never before seen the sea from so high a tower

    One of the lines around the gap is full; the lines of a poem are not.
    """
    before, line = lines[i - 1], lines[i]
    if width is None or line.breaks != 1 or columns(before) > 1.2 * width:
        return False
    first = text[line.start]
    tail = max(before.start, before.end - 4)
    # scan() takes a soft hyphen from the end of a line, as it has no ink
    end = before.end + (text[before.end : before.end + 1] == "\xad")
    is_broken_word = first.isalpha() and _HYPHEN_AT_END.search(text[tail:end]) is not None
    if not is_broken_word and not (first.islower() and _DASH_AT_END.search(text[tail : before.end])):
        return False
    beside = [line, *(lines[i - 2 : i - 1] if i > 1 and before.breaks == 1 else ())]
    return any(columns(other) >= _FULL_BESIDE * width for other in beside)
