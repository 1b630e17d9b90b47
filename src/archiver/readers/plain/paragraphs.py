"""Units of a plain text: stretches of the text, each of which becomes one element, in their order.

The lines of hard-wrapped paragraphs are joined. This module recognises the units that single lines show: list items, quoted mail, code (between
fences, or by its form), rows of tables, verse, rules. Headings and indented quotations depend on the units around them: see shapes.py.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from archiver.readers.plain.contents import entries
from archiver.readers.plain.drawn_tables import Rows, drawn_tables
from archiver.readers.plain.lines import (
    CJK,
    SENTENCE_END,
    Line,
    continues,
    goes_on_behind_dash,
    hanging_margin,
    is_flowed,
    is_joint,
    is_left_of_margin,
    least_full,
    strip_ink,
    wrap_width,
)
from archiver.readers.plain.list_labels import ListLabel, labels
from archiver.readers.plain.memo_head import MemoHead, memo_head
from archiver.readers.plain.note_lines import note_lines
from archiver.readers.plain.printed_pages import PrintedPages

UnitKind = Literal["paragraph", "item", "heading", "quote", "code", "table", "verse", "rule"]

_RULE = re.compile(r"(?:[-=*~·–—⁂]\s*){3,}$|⁂$")
_UNDERLINE = re.compile(r"(={3,}|-{3,}|~{3,})$")
_MARKDOWN = re.compile(r"(#{1,6})[ \t]+(?=\S)")
#: A heading between two equal rows of signs: "== Title ==", "*** Title ***", "--- Title ---".
_ENCLOSED = re.compile(r"(?P<row>(?P<sign>[=*#~+-])(?P=sign){1,7})[ \t]+(?P<title>[^\s=*#~+-].{0,150}?)[ \t]+(?P=row)$")
_FENCE = re.compile(r"(```+|~~~+)\s*([\w+.#-]*)\s*$")
_CODE = re.compile(
    # a semicolon at the end of words is punctuation, or separates the names in a table cell
    r"(?:.*[{}]$|(?=.*(?:[={}\[\]<>]|\w\())[^\t]*;$|(?:def|class|import|from|return|function|var|let|const|public|private|static|package|using|elif|else:)\b.*[({:;=].*"
    r"|#include\b.*|#!/.*|(?:\$|>>>|\.\.\.) .*|[\w.\[\]]+ ?[-+*/]?= ?\S.*|[\w.]+\(.*\)$|</?\w+[^>]*>.*|//.*"
    r"|\(\w[^ ]* .*)"
)
#: A few words and a colon before the first number of a list that is written on one line.
_LISTING = re.compile(r"(?P<heading>[^\W\d_][^\n:.;]{2,40}:)[ \xa0]*(?=1[.)][ \xa0]\S)")
_SHORTEST_ENTRY = 12
_NEXT_ENTRY = re.compile(r"(?<=[.;)\]\d/])[ \xa0]+(?=(\d{1,6})[.)][ \xa0]\S)")
#: The strokes of drawn figures, how many of them a figure has at least, their least share, and the most lines of a figure.
_STROKES, _LEAST_STROKES, _STROKES_SHARE, _MOST_OF_DRAWING = frozenset("-=_|/\\+<>^~#│─┌┐└┘├┤┬┴┼╱╲→←↑↓"), 8, 0.4, 60
#: How often a table whose cells have several lines is looked for among lines without an empty one between.
_MOST_TRIES = 8
_VERSE_LINE = 64
#: A quantity of something: "500 g flour", "1½ cups of milk", "2-3 eggs"; the fewest of a list, their share of its lines, and the longest.
_QUANTITY = re.compile(
    r"(?:ca\.? |about |~ ?)?(\d{1,3}|[½¼¾⅓⅔⅛])(?:[.,/]\d{1,3})?[ \xa0]?[½¼¾⅓⅔⅛]?(?:[ \xa0]?[-–][ \xa0]?\d{1,3})?[ \xa0]?(?:x |× )?[^\W\d_]",
    re.IGNORECASE,
)
_FEWEST_QUANTITIES, _SHARE_OF_QUANTITIES, _LONGEST_QUANTITY = 3, 0.6, 90
#: The family of the labels of such a list, which has none.
QUANTITIES = "quantities"
#: The beginning of a line in a list of notes: a number in brackets or in a circle, a backlink, or a bare number.
_NOTE_LINE = re.compile(
    r"(?:[\[［〔【](?P<inner>\d{1,3})[\]］〕】]|(?P<circled>[①-⑳])|(?P<back>[\^↑])|(?P<bare>\d{1,3})[.)]?[ \xa0])"
)


@dataclass(slots=True)
class TextUnit:
    """A stretch of the text from `start` to `end`, and its kind. `lines` are its lines without their edges, `rows` the cells of a table by row; a cell is a list of its lines.

    `indent` is in columns; `breaks` counts the line breaks before the unit (2 means one empty line); `level` is that of a heading.
    """

    kind: UnitKind
    start: int
    end: int
    indent: int
    breaks: int
    lines: list[tuple[int, int]] = field(default_factory=list)
    label: ListLabel | None = None
    level: int = 2
    rows: Rows = field(default_factory=list)
    #: The other parts of a paragraph between which a page ends with notes.
    rest: list[tuple[int, int]] = field(default_factory=list)
    is_page_note: bool = False
    #: Whether it is a cell of the head of a memo (memo_head.py), and whether it stands alone, left of the margin of the text.
    is_memo_head: bool = False
    is_left: bool = False


def units(text: str, lines: Sequence[Line], pages: PrintedPages, contents: Sequence[int] = ()) -> list[TextUnit]:
    """The units of a text, in order. `pages` tells which lines surely open a note, or continue a title, `contents` where the entries of a
    table of contents end.
    """
    drawings = dict(drawn_tables(text, lines))
    drawn = {n for i, (count, _) in drawings.items() for n in range(i, i + count)}
    running = [line for n, line in enumerate(lines) if n not in drawn] if drawn else lines
    width, flowed = wrap_width(text, running), is_flowed(text, running)
    least = 0 if flowed else least_full(text, running, width)
    label_of, opening = labels(text, lines), note_lines(text, lines).union(pages.note_starts)
    continued = frozenset(pages.continued)
    listed = entries(text, lines, contents)
    all_units: list[TextUnit] = []
    i = 0
    if (head := memo_head(text, lines)) is not None:
        all_units, i = _memo_units(lines, head), head.title.stop
        width = head.width
    margin = hanging_margin(text, lines)
    while i < len(lines):
        step, new = _drawn(text, lines, i, drawings)
        if not step and i in listed:
            step, new = _entry(text, lines, i, *listed[i])
        if not step:
            step, new = _special(text, lines, i, label_of)
        if not step:
            step, new = _prose(text, lines, i, label_of, opening, continued, drawings, width, flowed, least)
            new[0].is_left = bool(margin) and step == 1 and is_left_of_margin(lines, i, margin)
        all_units.extend(new)
        i += step
    return list(_with_verse(text, _with_code(text, _with_tables(text, all_units)), opening))


def with_page_notes(all_units: list[TextUnit], pages: PrintedPages) -> list[TextUnit]:
    """The units with the notes at the feet of pages behind all others, as one list. The second part of a paragraph that they broke
    moves to its first part.
    """
    if not pages.feet:
        return all_units
    starts = [unit.start for unit in all_units]
    holders = list(range(len(all_units)))
    for resumption in pages.resumptions:
        first, second = bisect_right(starts, resumption.end) - 1, bisect_left(starts, resumption.start)
        if not 0 <= first < second < len(starts) or starts[second] != resumption.start:
            continue
        holder, rest = all_units[holders[first]], all_units[second]
        if all_units[first].kind == rest.kind == "paragraph" and resumption.end < all_units[first].end:
            holder.rest.append((rest.start, rest.end))
            holders[second] = holders[first]
    labelled = set(pages.note_starts)
    feet = [start for start, _ in pages.feet]
    above: list[TextUnit] = []
    notes: list[TextUnit] = []
    for n, unit in enumerate(all_units):
        if holders[n] == n:
            foot = bisect_right(feet, unit.start) - 1
            if foot < 0 or unit.start >= pages.feet[foot][1]:
                above.append(unit)
                continue
            if unit.kind == "item" and unit.label is not None and unit.label.kind == "number":
                # the label of a note, or of a list in one, which has no element for it
                unit.kind, unit.start = "paragraph", unit.label.start
                unit.lines = [(unit.start, unit.end)]
            unit.is_page_note = unit.kind == "paragraph" and unit.start in labelled
            notes.append(unit)
    return above + notes


def _unit(kind: UnitKind, lines: Sequence[Line], start: int | None = None) -> TextUnit:
    first = lines[0]
    begin = first.start if start is None else start
    stretches = [(line.start, line.end) for line in lines]
    stretches[0] = (begin, first.end)
    return TextUnit(kind, begin, lines[-1].end, min(line.indent for line in lines), first.breaks, stretches)


def _drawn(
    text: str, lines: Sequence[Line], i: int, drawings: Mapping[int, tuple[int, Rows]]
) -> tuple[int, list[TextUnit]]:
    """The table or the drawing that begins with a line: (number of lines used, units); (0, []) if none does."""
    count, rows = drawings.get(i, (0, []))
    if not count:
        return 0, []
    unit = _unit("table" if rows else "code", lines[i : i + count], None if rows else _line_start(text, lines[i]))
    unit.rows = rows
    return count, [unit]


def _memo_units(lines: Sequence[Line], head: MemoHead) -> list[TextUnit]:
    """The units of the head of a memo: each cell alone, and the title."""
    found = [TextUnit("paragraph", start, end, 0, 2, [(start, end)], is_memo_head=True) for start, end in head.cells]
    return [*found, _unit("paragraph", [lines[n] for n in head.title])] if head.title else found


def _entry(text: str, lines: Sequence[Line], i: int, count: int, label: ListLabel) -> tuple[int, list[TextUnit]]:
    """The entry of a table of contents as a list item: (number of lines used, units)."""
    unit = _unit("item", lines[i : i + count], label.end)
    unit.label, unit.indent = label, lines[i].indent
    return count, [unit]


def _special(text: str, lines: Sequence[Line], i: int, label_of: dict[int, ListLabel]) -> tuple[int, list[TextUnit]]:
    """The units that the signs at the start of a line make: (number of lines used, units); (0, []) for a line without signs."""
    line = lines[i]
    first = text[line.start]
    if first in "`~" and (fence := _FENCE.match(text, line.start, line.end)):
        return _fenced(text, lines, i, fence)
    if first in "-=*~·–—⁂" and _RULE.match(text, line.start, line.end):
        return 1, [TextUnit("rule", line.end, line.end, line.indent, line.breaks)]
    if first == "#" and (mark := _MARKDOWN.match(text, line.start, line.end)):
        end = len(text[line.start : line.end].rstrip("# \t")) + line.start
        if end > mark.end() and line.end - line.start <= 200:
            unit = _unit("heading", [line], mark.end())
            unit.end, unit.level = end, len(mark[1])
            unit.lines = [(unit.start, end)]
            return 1, [unit]
    if first in "=*#~+-" and (enclosed := _ENCLOSED.match(text, line.start, line.end)):
        unit = _unit("heading", [line], enclosed.start("title"))
        unit.end = enclosed.end("title")
        unit.lines = [(unit.start, unit.end)]
        return 1, [unit]
    if first == ">" and _is_bare_sign(text, line):
        taken = i + 1
        while taken < len(lines) and lines[taken].breaks == 1 and _is_bare_sign(text, lines[taken]):
            taken += 1
        if taken - i > 1:
            return taken - i, []
    if first == ">" and text[line.end - 1] not in "<>":
        taken = i + 1
        while taken < len(lines) and lines[taken].breaks == 1 and text[lines[taken].start] == ">":
            taken += 1
        if taken - i > 1 or line.end - line.start > 60:
            return taken - i, _quoted(text, lines[i:taken])
    if i + 1 < len(lines) and lines[i + 1].breaks == 1 and i not in label_of and line.end - line.start <= 120:
        rule = _UNDERLINE.match(text, lines[i + 1].start, lines[i + 1].end)
        if (
            rule
            and line.breaks > 1
            and abs(len(rule[1]) - (line.end - line.start)) <= max(4, (line.end - line.start) // 3)
        ):
            unit = _unit("heading", [line])
            unit.level = 2 if rule[1][0] == "=" else 3
            return 2, [unit]
    return 0, []


def _is_bare_sign(text: str, line: Line) -> bool:
    """Whether a line has only signs of quotation: an empty line in quoted mail. A single one may be a step of breadcrumbs."""
    return text[line.start] == ">" and not text[line.start : line.end].strip("> \t")


def _fenced(text: str, lines: Sequence[Line], i: int, fence: re.Match[str]) -> tuple[int, list[TextUnit]]:
    """Code between two fences. If the first fence names a language, it has a word, and the fences stay in the text."""
    for j in range(i + 1, min(len(lines), i + 400)):
        close = _FENCE.match(text, lines[j].start, lines[j].end)
        if close and close[1][0] == fence[1][0] and not close[2]:
            if j == i + 1 and not fence[2]:
                return 2, []
            inside = lines[i : j + 1] if fence[2] else lines[i + 1 : j]
            return j + 1 - i, [_unit("code", inside, None if fence[2] else _line_start(text, inside[0]))]
    return 0, []


def _line_start(text: str, line: Line) -> int:
    """The start of a line with its indentation, which matters in code."""
    return _start_with_margin(text, line.start)


def _start_with_margin(text: str, start: int) -> int:
    while start > 0 and text[start - 1] in " \t":
        start -= 1
    return start


def _quoted(text: str, lines: Sequence[Line]) -> list[TextUnit]:
    """The paragraphs of quoted mail. A line with only the quotation sign separates them, and so does one that opens a note."""
    bare = [replace(line, start=_behind_signs(text, line)) for line in lines]
    opening = note_lines(text, [line for line in bare if line.start < line.end], quoted=True)
    paragraphs: list[TextUnit] = []
    for line in bare:
        if line.start == line.end:
            paragraphs.append(TextUnit("quote", line.start, line.end, line.indent, 2))
            continue
        if paragraphs and paragraphs[-1].lines and line.start not in opening:
            paragraphs[-1].lines.append((line.start, line.end))
            paragraphs[-1].end = line.end
        else:
            paragraphs.append(
                TextUnit("quote", line.start, line.end, line.indent, line.breaks, [(line.start, line.end)])
            )
    return [unit for unit in paragraphs if unit.lines]


def _behind_signs(text: str, line: Line) -> int:
    """Where the text of a quoted line begins."""
    start = line.start
    while start < line.end and text[start] in "> \t":
        start += 1
    return start


def _prose(
    text: str,
    lines: Sequence[Line],
    i: int,
    label_of: dict[int, ListLabel],
    opening: frozenset[int],
    continued: frozenset[int],
    drawings: Mapping[int, object],
    width: int | None,
    flowed: bool,
    least: int,
) -> tuple[int, list[TextUnit]]:
    """A paragraph or a list item: a line and its continuation lines in hard-wrapped text."""
    line, label = lines[i], label_of.get(i)
    taken = i + 1
    while taken < len(lines) and (
        is_joint(lines[taken - 1], lines[taken])
        or lines[taken].start in continued
        or (
            taken not in label_of
            and taken not in drawings
            and lines[taken].start not in opening
            and _continues(text, lines, i, taken, width, flowed, least)
        )
    ):
        taken += 1
    if label is None:
        paragraph = _unit("paragraph", lines[i:taken])
        return taken - i, _listed(text, paragraph) if taken == i + 1 else [paragraph]
    unit = _unit("item", lines[i:taken], min(label.end, line.end))
    unit.label, unit.indent = label, line.indent
    if unit.start >= line.end:
        unit.start, unit.lines = (lines[i + 1].start if taken > i + 1 else unit.end), unit.lines[1:]
    return taken - i, [unit]


def _listed(text: str, paragraph: TextUnit) -> list[TextUnit]:
    """Split a line that holds a heading and a numbered list into paragraphs. The numbers stay in the text.

    "References: 1. Merle. 2. Tarn."    becomes    "References:", "1. Merle.", "2. Tarn."

    Publishers of health pages and of press releases write their sources like this.
    """
    opening = _LISTING.match(text, paragraph.start, paragraph.end)
    if opening is None:
        return [paragraph]
    starts = [opening.end()]
    for number in _NEXT_ENTRY.finditer(text, starts[0] + _SHORTEST_ENTRY, paragraph.end):
        if number.start() >= starts[-1] + _SHORTEST_ENTRY and number[1] == str(len(starts) + 1):
            starts.append(number.end())
    if len(starts) < 2:
        return [paragraph]
    parts = [(paragraph.start, opening.end("heading")), *zip(starts, [*starts[1:], paragraph.end], strict=True)]
    paragraphs: list[TextUnit] = []
    for n, (low, high) in enumerate(parts):
        start, end = strip_ink(text, low, high)
        paragraphs.append(
            TextUnit("paragraph", start, end, paragraph.indent, paragraph.breaks if n == 0 else 1, [(start, end)])
        )
    return paragraphs


def _continues(
    text: str, lines: Sequence[Line], first: int, i: int, width: int | None, flowed: bool, least: int
) -> bool:
    before, line = lines[i - 1], lines[i]
    if (
        not (continues(text, before, line, width, flowed, least) or goes_on_behind_dash(text, lines, i, width))
        or text[line.start] in "#>"
        or "\t" in text[line.start : line.end]
    ):
        return False
    if text[line.start] in "-=*~·–—⁂" and _RULE.match(text, line.start, line.end):
        return False  # a rule that closes the notes of a page
    if text.startswith("[^", line.start):
        return False  # a note of Markdown
    # an indented line after the end of a sentence begins a paragraph, even if no empty line does
    opens = i - 1 > first and line.indent > before.indent + 1 and before.indent <= lines[first].indent
    return not (opens and SENTENCE_END.search(text, max(before.start, before.end - 12), before.end))


def _with_tables(text: str, all_units: Sequence[TextUnit]) -> Iterator[TextUnit]:
    """Join consecutive rows to tables. A line with a few tabs that belongs to no table is split into paragraphs."""
    i = 0
    # where the lines end among which such a table was looked for, and how often
    stretch_end = tries = 0
    while i < len(all_units):
        rows: list[list[tuple[int, int]]] = []
        j = i
        while j < len(all_units) and (row := _row(text, all_units[j])):
            rows.append(row)
            j += 1
        if len(rows) >= 2 and (i >= stretch_end or tries < _MOST_TRIES):
            tries = 1 if i >= stretch_end else tries + 1
            count, joined = _joined_rows(text, all_units, i)
            stretch_end = i + count
            if joined:
                table, last = all_units[i], all_units[stretch_end - 1]
                yield TextUnit("table", table.start, last.end, table.indent, table.breaks, rows=_cells(joined))
                i = stretch_end
                continue
        if len(rows) >= 2 and _even(rows):
            table = all_units[i]
            yield TextUnit("table", table.start, all_units[j - 1].end, table.indent, table.breaks, rows=_cells(rows))
            i = j
            continue
        for unit, row in zip(all_units[i : max(j, i + 1)], rows or [[]], strict=False):
            if 2 <= len(row) <= 4 and unit.kind == "paragraph":
                for n, (start, end) in enumerate(cell for cell in row if cell[0] < cell[1]):
                    yield TextUnit("paragraph", start, end, unit.indent, 2 if n else unit.breaks, [(start, end)])
            else:
                yield unit
        i = max(j, i + 1)


def _cells(rows: Sequence[Sequence[tuple[int, int]]]) -> Rows:
    """Rows whose cells are each one stretch of the text, as a table has them."""
    return [[[cell] if cell[0] < cell[1] else [] for cell in row] for row in rows]


def _joined_rows(text: str, all_units: Sequence[TextUnit], first: int) -> tuple[int, list[list[tuple[int, int]]]]:
    """The number of lines from the unit `first` on without an empty one between, and the rows of the table that they are, if its cells have several
    lines, as browsers copy them; no rows if it is no such table.

    A line continues the cell in which the line before it ended. It is such a table if each row then has as many cells as the widest line.
    """
    lines: list[list[tuple[int, int]]] = []
    for number in range(first, len(all_units)):
        unit = all_units[number]
        if unit.kind != "paragraph" or len(unit.lines) != 1 or (lines and unit.breaks > 1):
            break
        lines.append(_row(text, unit) or [(unit.start, unit.end)])
    width = max((len(line) for line in lines), default=0)
    if width < 3 or not any(1 < len(line) < width for line in lines):
        return len(lines), []
    rows: list[list[tuple[int, int]]] = []
    for line in lines:
        if not rows or (len(rows[-1]) == width and len(line) > 1):
            rows.append(list(line))
            continue
        start, end = rows[-1][-1]
        start_of_line, end_of_line = line[0]
        rows[-1][-1] = (start if start < end else start_of_line, end_of_line if start_of_line < end_of_line else end)
        rows[-1] += line[1:]
        if len(rows[-1]) > width:
            return len(lines), []
    return len(lines), rows if len(rows) > 1 and all(len(row) == width for row in rows) else []


def _row(text: str, unit: TextUnit) -> list[tuple[int, int]]:
    """The cells of a row, which is a line without a label and with a tab; [] for other units."""
    if unit.kind != "paragraph" or len(unit.lines) != 1 or "\t" not in text[unit.start : unit.end]:
        return []
    cells, start = [], unit.start
    while start <= unit.end:
        tab = text.find("\t", start, unit.end)
        stop = unit.end if tab < 0 else tab
        cells.append(strip_ink(text, start, stop))
        start = stop + 1
    return cells


def _even(rows: Sequence[Sequence[object]]) -> bool:
    """Whether most rows have about the same number of cells."""
    counts = sorted(len(row) for row in rows)
    middle = counts[len(counts) // 2]
    return middle >= 2 and sum(abs(n - middle) <= 1 for n in counts) >= 0.6 * len(counts)


def _with_code(text: str, all_units: Iterator[TextUnit]) -> Iterator[TextUnit]:
    """Join the lines of a block to code if most of them look like code. Their indentation stays."""
    for block in _blocks(all_units):
        lines = [stretch for unit in block for stretch in unit.lines]
        if len(lines) >= 2 and all(unit.kind == "paragraph" for unit in block):
            alike = sum(bool(_CODE.match(text, start, min(end, start + 400))) for start, end in lines)
            is_code = alike >= max(2, 0.6 * len(lines))
            if is_code or _is_drawing(text, lines):
                # the margin of the first line is part of a figure
                start = block[0].start if is_code else _start_with_margin(text, block[0].start)
                yield TextUnit("code", start, block[-1].end, block[0].indent, block[0].breaks, lines)
                continue
        yield from block


def _is_drawing(text: str, lines: Sequence[tuple[int, int]]) -> bool:
    """Whether lines are a figure that is drawn with characters: strokes and arrows, with few words between them."""
    if len(lines) > _MOST_OF_DRAWING:
        return False
    ink = [c for start, end in lines for c in text[start : min(end, start + 200)] if not c.isspace()]
    strokes = sum(c in _STROKES for c in ink)
    words = sum(c.isalnum() for c in ink)
    return (
        strokes >= _LEAST_STROKES
        and strokes >= _STROKES_SHARE * len(ink)
        and words + strokes >= 0.9 * len(ink)
        and all(any(c in _STROKES for c in text[start:end]) for start, end in lines)
        and len({text[start:end].strip() for start, end in lines}) > 1
    )


def _with_verse(text: str, all_units: Iterator[TextUnit], opening: frozenset[int]) -> Iterator[TextUnit]:
    """Join three or more short lines of a block to verse if they read like running text. Lines that are quantities are items of a list."""
    for block in _blocks(all_units):
        if (first := _first_quantity(text, block)) >= 0:
            for unit in block[first:]:
                unit.kind, unit.label = "item", ListLabel("bullet", "", QUANTITIES, 0, unit.start, unit.start)
            yield from block
        elif len(block) >= 3 and opening.isdisjoint(unit.start for unit in block) and _is_verse(text, block):
            lines = [(unit.start, unit.end) for unit in block]
            yield TextUnit("verse", block[0].start, block[-1].end, block[0].indent, block[0].breaks, lines)
        else:
            yield from block


def _first_quantity(text: str, block: Sequence[TextUnit]) -> int:
    """The number of the first line of a block from which on it is a list of quantities, as of a recipe, below a heading or without; -1 for any other block.

    500 g flour
    10 g salt
    a little milk

    Most lines begin with a number and a word, no line is a sentence, and the numbers do not count: neither notes nor verses of a song are meant. "12 likes" and
    "3 shares" have too few words.
    """
    if len(block) < _FEWEST_QUANTITIES or any(unit.kind != "paragraph" or len(unit.lines) != 1 for unit in block):
        return -1
    lines = [text[unit.start : unit.end] for unit in block]
    quantities = [_QUANTITY.match(line) for line in lines]
    first = 0 if quantities[0] else 1
    found = [match for match in quantities[first:] if match is not None]
    if len(found) < max(_FEWEST_QUANTITIES, _SHARE_OF_QUANTITIES * (len(block) - first)):
        return -1
    if any(len(line) > _LONGEST_QUANTITY or SENTENCE_END.search(line) for line in lines[first:]):
        return -1
    if sum(len(line.split()) for line in lines[first:]) <= 2 * len(lines[first:]):
        return -1
    numbers = [match[1] for match in found]
    is_count = all(a.isdecimal() and b.isdecimal() and int(b) == int(a) + 1 for a, b in pairwise(numbers))
    return -1 if is_count else first


def _is_verse(text: str, block: Sequence[TextUnit]) -> bool:
    words = capitals = 0
    if _are_notes(text, block):
        return False
    if any(text[unit.start : unit.end].isdecimal() for unit in block[1:]):
        return False  # a number on a line of its own belongs to the text before it
    for unit in block:
        line = text[unit.start : unit.end]
        cjk = bool(CJK.search(line))
        if unit.kind != "paragraph" or len(unit.lines) != 1 or len(line) > (24 if cjk else _VERSE_LINE):
            return False
        if re.search(r"[|@»]|https?:|\d{4}", line) or line.endswith(":"):
            return False
        words += len(line) // 2 if cjk else len(line.split())
        capitals += sum(word[0].isupper() for word in line.split()[1:])
    # lines of a menu have few words, and titles in a list have capitals inside
    return words >= 3 * len(block) and 2 * capitals <= words - len(block)


def _are_notes(text: str, block: Sequence[TextUnit]) -> bool:
    """Whether lines begin like notes: with consecutive numbers, or each with a backlink.

    The first line may be without a number. Bare numbers before all lines may be verse numbers, so then most lines must end a sentence.
    """
    opened = [_NOTE_LINE.match(text, unit.start, unit.end) for unit in block]
    lines = opened if opened[0] else opened[1:]
    if any(text.startswith("[^", unit.start) for unit in block):
        return True
    if len(lines) < 2 or None in lines:
        return False
    if opened[0] and opened[0]["bare"] and sum(text[unit.end - 1] in ".!?…" for unit in block) < 0.8 * len(block):
        return False
    kinds = {match.lastgroup for match in lines if match}
    numbers = [_number(match) for match in lines if match]
    counted = all(b == a + 1 for a, b in pairwise(numbers))
    return len(kinds) == 1 and (kinds == {"back"} or counted)


def _number(match: re.Match[str]) -> int:
    circled = match["circled"]
    return ord(circled) - ord("①") + 1 if circled else int(match["inner"] or match["bare"] or 0)


def _blocks(all_units: Iterator[TextUnit]) -> Iterator[list[TextUnit]]:
    """The blocks of units that empty lines separate."""
    block: list[TextUnit] = []
    for unit in all_units:
        if block and unit.breaks > 1:
            yield block
            block = []
        block.append(unit)
    if block:
        yield block
