"""Tables that are drawn with characters: with bars, plus signs and dashes, with box characters, with rows of dashes alone.

    +------+-------+      | Year | Boats |      Year | Boats      ┌──────┬───────┐      Year   Boats
    | Year | Boats |      |------|------:|     ------+------      │ Year │ Boats │      ------ -------
    +======+=======+      | 1870 | 3     |      1870 | 3          ├──────┼───────┤      1870   3
    | 1870 | 3     |                                              │ 1870 │ 3     │
    +------+-------+                                              └──────┴───────┘

These are the tables of reStructuredText and of databases, of Markdown, of w3m and other browsers, and of pandoc; html2text
underlines the rows. Where nothing but gaps shows the columns, they must stand below each other in all lines. A drawing
that is no even table, such as one with cells over several columns, stays as it is, line by line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from archiver.readers.plain.lines import Line, strip_ink
from archiver.text import is_wide

#: A cell: its stretches of the text, one for each of its lines.
Cell = list[tuple[int, int]]
Rows = list[list[Cell]]

_CORNERS = "+┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝╒╤╕╞╪╡╘╧╛╓╥╖╟╫╢╙╨╜┏┳┓┣╋┫┗┻┛┠┯┷┿┨╭╮╰╯"
_BARS = "|│┃║┆┇┊┋¦"
_DASHES = "-=─━═┄┅┈┉╌╍"
#: A line of a frame: corners and dashes; Markdown puts bars and colons into it.
_FRAME = re.compile(
    rf"[{re.escape(_CORNERS + _BARS)}]?[\s:]*[{_DASHES}]{{2,}}[{re.escape(_CORNERS + _BARS + _DASHES)}\s:]*$"
)
#: The row of dashes of Markdown and of databases below the heads of the columns.
_RULE = re.compile(r"[|+]?\s*:?-{2,}:?\s*(?:[|+]\s*:?-{2,}:?\s*)*[|+]?$")
#: A row of dashes whose gaps are those between the columns.
_COLUMNS = re.compile(r"-{2,}(?:[ \xa0]+-{2,})+$")
_FULL_RULE = re.compile(r"-{6,}$")
#: The upper edge of a table of html2text.
_UNDERSCORES = re.compile(r"_{6,}$")
_SPLIT = re.compile(rf"[{_BARS}]")
_RULER = re.compile(r"\d{1,3}(?: +\d{1,3})+")
_GAP = re.compile(r"\S[ \xa0]{2,}\S")
#: What no row of a table without lines has: a tab, signs of code, the label of a note.
_NO_ROW = re.compile(r"[\t={};|]|^[\[>#]")
_LABEL = re.compile(r"[(\[]?(?:\d{1,3}|[^\W\d_]|[ivxlc]{1,5}|\W)[.)\]]*")
#: The most lines of a table whose columns only gaps show, the share of its cells that are filled, and the most words of nearly all cells.
_MOST_BY_GAPS, _FILLED, _WORDS_OF_CELL = 300, 0.75, 5
#: The fewest lines with bars at both ends that are a table without a frame, and the most lines of a table.
_FEWEST, _MOST = 3, 5000
#: The most frames of a table in which each line is a row: above the heads, below them, and at the end.
_FRAMES_OF_LINES = 3


def drawn_tables(text: str, lines: Sequence[Line]) -> Iterator[tuple[int, tuple[int, Rows]]]:
    """The drawings in a text: for the first line of each, how many lines it has, and its rows; no rows if it is no even table."""
    i = ruled = 0
    while i < len(lines):
        count, rows = _drawn_table(text, lines, i)
        if count and ruled:
            yield i - ruled, (count + ruled, [])
        elif count:
            yield i, (count, rows)
        # lines of numbers right above a drawing count its columns, as above the bits of a message
        is_ruler = not count and _RULER.fullmatch(text, lines[i].start, lines[i].end) is not None
        i += count or 1
        ruled = ruled + 1 if is_ruler and i < len(lines) and lines[i].breaks == 1 else 0


def _drawn_table(text: str, lines: Sequence[Line], i: int) -> tuple[int, Rows]:
    """How many lines from the line `i` on are a drawing, and its rows; (0, []) if no drawing begins there."""
    first = text[lines[i].start]
    if first in _CORNERS or first in _BARS or first in _DASHES or first == "_":
        count = _framed(text, lines, i)
        if count:
            return count, _rows_of_frame(text, lines[i : i + count])
    if first != "-" and "|" in text[lines[i].start : lines[i].end] and _is_rule_below(text, lines, i):
        count = _piped(text, lines, i)
        if count > 2:
            return count, _rows_of_pipes(text, lines[i : i + count])
    count, rows = _by_dashes(text, lines, i)
    return (count, rows) if count else _by_gaps(text, lines, i)


# -- frames ----------------------------------------------------------------------------------------


def _framed(text: str, lines: Sequence[Line], i: int) -> int:
    """The number of lines of a drawing with a frame, or with bars at both ends of each line."""
    j = i
    # a drawing has hardly more than two lines of a frame in a row
    frames = barred = in_row = 0
    while j < min(len(lines), i + _MOST) and (j == i or lines[j].breaks == 1):
        line = lines[j]
        first, last = text[line.start], text[line.end - 1]
        if j == i and _UNDERSCORES.match(text, line.start, line.end):
            pass
        elif _FRAME.match(text, line.start, line.end) and any(
            c in _CORNERS + _BARS for c in text[line.start : line.end]
        ):
            frames, in_row = frames + 1, in_row + 1
            if in_row > _FEWEST:
                break
        elif (
            (first in _BARS or first in _CORNERS) and (last in _BARS or last in _CORNERS) and line.end - line.start > 1
        ):
            barred, in_row = barred + 1, 0
        else:
            break
        j += 1
    if barred and ((frames and j - i > 2) or barred >= _FEWEST):
        return j - i
    return 0


def _rows_of_frame(text: str, lines: Sequence[Line]) -> Rows:
    """The rows of a drawing with bars at both ends of each line; [] if they are not even."""
    groups: list[list[list[tuple[int, int]]]] = [[]]
    frames = 0
    for line in lines:
        if _UNDERSCORES.match(text, line.start, line.end):
            continue
        if _FRAME.match(text, line.start, line.end):
            frames += 1
            groups.append([])
            continue
        if text[line.start] not in _BARS or text[line.end - 1] not in _BARS:
            return []  # the frame of a cell over several rows
        groups[-1].append(_between_bars(text, line.start + 1, line.end - 1))
    width = {len(cells) for group in groups for cells in group}
    if len(width) != 1 or max(width) < 2:
        return []
    is_grid = frames > _FRAMES_OF_LINES
    is_underlined = any(text[end - 1] == "_" for cells in groups[0] for _, end in cells)
    rows: Rows = []
    for group in filter(None, groups):
        for n, cells in enumerate(group):
            # only frames between all rows, or underlined rows, tell which lines are one row; else an empty first cell does
            stretches = [_without_underscores(text, cell) for cell in cells] if is_underlined else cells
            # the last line of an underlined row has no spaces
            goes_on = is_underlined and n > 0 and " " in text[group[n - 1][0][0] : group[n - 1][-1][1]]
            if n and (goes_on if is_underlined else is_grid or cells[0][0] == cells[0][1]):
                _append(rows[-1], stretches)
            else:
                rows.append([[cell] if cell[0] < cell[1] else [] for cell in stretches])
    return rows if len(rows) > 1 else []


def _between_bars(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The cells between two offsets, without white space at their edges. A bar behind a backslash is none (Markdown)."""
    edges = [start, *(m.end() for m in _SPLIT.finditer(text, start, end) if text[m.start() - 1] != "\\"), end + 1]
    return [strip_ink(text, a, b - 1) for a, b in pairwise(edges)]


def _without_underscores(text: str, cell: tuple[int, int]) -> tuple[int, int]:
    """A cell without the underscores at its end that underline its row (html2text)."""
    start, end = cell
    while end > start and text[end - 1] in "_ ":
        end -= 1
    return start, end


def _append(row: list[Cell], cells: Sequence[tuple[int, int]]) -> None:
    for cell, (start, end) in zip(row, cells, strict=True):
        if start < end:
            cell.append((start, end))


# -- pipes without a frame -------------------------------------------------------------------------


def _is_rule_below(text: str, lines: Sequence[Line], i: int) -> bool:
    if i + 1 >= len(lines) or lines[i + 1].breaks != 1:
        return False
    below = lines[i + 1]
    rule = _RULE.match(text, below.start, below.end)
    return rule is not None and ("|" in rule[0] or "+" in rule[0])


def _piped(text: str, lines: Sequence[Line], i: int) -> int:
    """The number of lines of a table of Markdown or of a database: heads, a row of dashes, lines with as many bars."""
    frame = _outer_bars(text, lines[i])
    bars = len(_inner_cells(text, lines[i], frame))
    j = i + 2
    while j < len(lines) and lines[j].breaks == 1 and len(_inner_cells(text, lines[j], frame)) == bars:
        j += 1
    if j < len(lines) and lines[j].breaks == 1 and "|" in text[lines[j].start : lines[j].end]:
        return 0
    return j - i


def _outer_bars(text: str, line: Line) -> tuple[bool, bool]:
    """Whether a line has bars at its start and at its end. An empty last cell without a bar behind it has one before it."""
    return text[line.start] == "|", text[line.end - 1] == "|"


def _inner_cells(text: str, line: Line, frame: tuple[bool, bool]) -> list[tuple[int, int]]:
    start = line.start + (frame[0] and text[line.start] == "|")
    end = line.end - (frame[1] and text[line.end - 1] == "|")
    return _between_bars(text, start, end) if start < end else []


def _rows_of_pipes(text: str, lines: Sequence[Line]) -> Rows:
    frame = _outer_bars(text, lines[0])
    rows = [_inner_cells(text, line, frame) for n, line in enumerate(lines) if n != 1]
    return [[[cell] if cell[0] < cell[1] else [] for cell in row] for row in rows]


# -- rows of dashes --------------------------------------------------------------------------------


def _by_dashes(text: str, lines: Sequence[Line], i: int) -> tuple[int, Rows]:
    """A table of pandoc, whose columns only rows of dashes show."""
    opens = _FULL_RULE.match(text, lines[i].start, lines[i].end) is not None
    at = next(
        (k for k in range(i + opens, min(i + 6, len(lines))) if _COLUMNS.match(text, lines[k].start, lines[k].end)), -1
    )
    if at < 0 or (not opens and at > i + 1) or (at > i and any(line.breaks != 1 for line in lines[i + 1 : at + 1])):
        return 0, []
    columns = _columns(text, lines[at])
    j = at + 1
    is_closed = False
    while j < min(len(lines), at + _MOST):
        line = lines[j]
        if _FULL_RULE.match(text, line.start, line.end) or _COLUMNS.match(text, line.start, line.end):
            is_closed = True
            break
        if not opens and at > i and line.breaks > 1:
            break  # only a table between two rules has rows with empty lines between
        if line.breaks > 2 or line.indent < columns[0][0] - 1:
            break
        j += 1
    if (opens or at == i) and not is_closed:
        return 0, []
    count = j + is_closed - i
    if j == at + 1 or (opens and at == i + 1 and not is_closed):
        return 0, []
    if any(_crosses(text, line, columns) for line in [*lines[i + opens : at], *lines[at + 1 : j]]):
        return 0, []
    rows: Rows = []
    heads = lines[i + opens : at]
    for n, line in enumerate(heads):
        _add_line(text, rows, line, columns, n == 0)
    has_gaps = (opens or at == i) and any(line.breaks > 1 for line in lines[at + 2 : j])
    for n, line in enumerate(lines[at + 1 : j]):
        _add_line(text, rows, line, columns, n == 0 or not (opens and has_gaps) or line.breaks > 1)
    return (count, rows) if len(rows) > 1 and all(map(any, rows)) else (count, [])


# -- gaps ------------------------------------------------------------------------------------------


def _by_gaps(text: str, lines: Sequence[Line], i: int) -> tuple[int, Rows]:
    """A table whose columns only gaps of spaces show: they stand below each other in all lines of a block."""
    if (i > 0 and lines[i].breaks == 1) or _GAP.search(text, lines[i].start, lines[i].end) is None:
        return 0, []
    j = i + 1
    while j < min(len(lines), i + _MOST_BY_GAPS) and lines[j].breaks == 1:
        j += 1
    block = lines[i:j]
    if len(block) < _FEWEST or any(
        _NO_ROW.search(text, line.start, line.end) or _GAP.search(text, line.start, line.end) is None for line in block
    ):
        return 0, []
    columns = _filled_columns(text, block)
    rows: Rows = []
    for line in block:
        _add_line(text, rows, line, columns, True)
    cells = [cell for row in rows for cell in row]
    filled = [cell[0] for cell in cells if cell]
    if len(columns) < 2 or len(filled) < _FILLED * len(cells) or any(sum(map(bool, row)) < 2 for row in rows):
        return 0, []
    # labels of a list, and columns of prose
    if all(not row[0] or _LABEL.fullmatch(text, *row[0][0]) for row in rows):
        return 0, []
    words = sorted(len(text[start:end].split()) for start, end in filled)
    return (len(block), rows) if words[len(words) * 9 // 10] <= _WORDS_OF_CELL else (0, [])


def _filled_columns(text: str, block: Sequence[Line]) -> list[tuple[int, int]]:
    """Where the columns of a block start and end: between them, two places or more are empty in all lines."""
    filled: set[int] = set()
    for line in block:
        at = line.indent
        for c in text[line.start : line.end]:
            width = 2 if c > "\u1100" and is_wide(c) else 1
            if not c.isspace():
                filled.update(range(at, at + width))
            at += width
    places = sorted(filled)
    starts = [places[0], *(b for a, b in pairwise(places) if b - a > 2)]
    return [(start, end) for start, end in pairwise([*starts, places[-1] + 1])]


# -- columns ---------------------------------------------------------------------------------------


def _columns(text: str, line: Line) -> list[tuple[int, int]]:
    """Where each column of a row of dashes starts and ends, counted from the start of the line."""
    return [(line.indent + m.start(), line.indent + m.end()) for m in re.finditer("-+", text[line.start : line.end])]


def _crosses(text: str, line: Line, columns: Sequence[tuple[int, int]]) -> bool:
    """Whether a word of a line stands in two columns, so that these are none of its own."""
    offsets = _offsets(text, line, [start for start, _ in columns[1:]])
    return any(line.start < offset < line.end and not text[offset - 1].isspace() for offset in offsets)


def _add_line(text: str, rows: Rows, line: Line, columns: Sequence[tuple[int, int]], is_new: bool) -> None:
    """Add a line to the rows of a table: as a new row, or to the cells of the last one."""
    if is_new:
        rows.append([[] for _ in columns])
    offsets = list(_offsets(text, line, [start for start, _ in columns[1:]]))
    for cell, (start, end) in zip(rows[-1], pairwise([line.start, *offsets, line.end]), strict=True):
        start, end = strip_ink(text, start, end)
        if start < end:
            cell.append((start, end))


def _offsets(text: str, line: Line, columns: Sequence[int]) -> Iterator[int]:
    """Where some columns start in a line. Some characters are two columns wide."""
    at, offset = line.indent, line.start
    for column in columns:
        while offset < line.end and at < column:
            at += 2 if text[offset] > "\u1100" and is_wide(text[offset]) else 1
            offset += 1
        yield offset
