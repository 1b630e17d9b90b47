"""Two columns side by side, as programs print the pages of a journal with their layout (`pdftotext -layout`).

    The sluice was built in the        In the spring of 2019 the          The sluice was built in the year of the
    year of the flood. It has two      water rose by a hand, and    →     flood. It has two doors.
    doors.                             the meadow took it.
                                                                          In the spring of 2019 the water rose by …

Read line by line, they are salad. So each column is read down, the left one first, where the shape proves that there are two: the right parts of
many lines begin at one place behind a gap, both parts are wide, and in both of them sentences run on from line to line. In a table they do not.
What looks so and does not prove it is left as it stands. Both are told in a finding.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import median

from archiver.page import Shift
from archiver.readers.plain.cuts import Cut
from archiver.readers.plain.hyphens import line_end_hyphens
from archiver.readers.plain.lines import CJK, SENTENCE_END

_LINE = re.compile(r"[^\n\r\x0c]*(?:\r\n|\n|\r|(?=\x0c)|$)")
_GAP = re.compile(r"(?<=\S)[ \xa0]{2,}(?=\S)")
#: How far right the gap lies at least and at most, and how far the first line of a paragraph is set in.
_NEAREST, _FARTHEST, _SET_IN = 22, 110, 5
#: The fewest lines of two parts, and their share of the lines of a stretch.
_FEWEST, _SHARE = 6, 0.5
#: The usual width of a part, and the share of its lines that begin within a sentence: proven, or only alike.
_WIDE, _PROVEN, _ALIKE = 20, 0.3, 0.12
#: The fewest words of a part, but for scripts without spaces, and the fewest lines that are told though nothing is proven.
_FEWEST_WORDS, _FEWEST_ALIKE = 3, 10
#: From this share of the width of its column on, a line is full.
_FULL = 0.7
#: The most lines of a stretch: no page has more.
_LONGEST_STRETCH = 400
#: The most lines that are looked at.
_MOST_LINES = 400_000


@dataclass(frozen=True, slots=True)
class InColumns:
    """A text with its columns one below the other: how its characters moved, the cuts of hyphens in it, in how many places columns were read
    down, and in how many they only look so.
    """

    text: str
    shift: Shift
    cuts: Sequence[Cut]
    proven: int
    alike: int


@dataclass(frozen=True, slots=True)
class _Row:
    """A line: where it starts and ends, with its line break behind `end`, and its gaps, as (end of the left part, start of the right one)."""

    start: int
    end: int
    stop: int
    gaps: tuple[tuple[int, int], ...]
    first: int
    opens_page: bool


def in_columns(text: str) -> InColumns | None:
    """The text with its columns in the order in which they are read; None for a text without columns."""
    if text.count("   ") < _FEWEST:
        return None
    rows = list(_rows(text))
    if len(rows) > _MOST_LINES:
        return None
    pieces: list[tuple[int, int, str]] = []
    cuts: list[tuple[int, Cut]] = []
    proven = alike = position = behind = 0
    for first, last, column in _stretches(text, rows):
        parts = _parts(text, rows[first:last], column)
        shares = [_share_within(text, part) for part in parts]
        if min(shares) < _PROVEN:
            lines = sum(left is not None and right is not None for left, right in zip(*parts, strict=True))
            alike += lines >= _FEWEST_ALIKE and min(shares) >= _ALIKE
            continue
        proven += 1
        pieces += _beside(text, rows[behind:first], position)
        following = [_first_of(text, parts[1]), ""]
        for part, after in zip(parts, following, strict=True):
            found = list(_read_down(text, part, after))
            size = sum(end - start + len(behind) for start, end, behind in pieces)
            own = "".join(text[start:end] + behind for start, end, behind in found)
            cuts += [(size, cut) for cut in line_end_hyphens(own, _width(part))]
            pieces += _joined(own, found, cuts, size)
        position, behind = rows[last - 1].stop, last
    if not pieces:
        return InColumns(text, Shift((), ()), (), 0, alike) if alike else None
    pieces += _beside(text, rows[behind:], position)
    starts = list(accumulate((end - start + len(behind) for start, end, behind in pieces), initial=0))
    moved = "".join(text[start:end] + behind for start, end, behind in pieces)
    shift = Shift(starts[:-1], [start - new for (start, _, _), new in zip(pieces, starts, strict=False)])
    return InColumns(
        moved,
        shift,
        [Cut(size + cut.start, size + cut.end, cut.rule, cut.gap) for size, cut in cuts],
        proven,
        alike,
    )


def _rows(text: str) -> Iterator[_Row]:
    for match in _LINE.finditer(text):
        if match.start() == match.end():
            continue  # the end of the text, or a form feed
        line = match[0].rstrip()
        first = len(line) - len(line.lstrip(" \xa0"))
        gaps = tuple(gap.span() for gap in _GAP.finditer(text, match.start(), match.start() + len(line)))
        opens_page = text[match.start() - 1 : match.start()] == "\x0c"
        yield _Row(match.start(), match.start() + len(line), match.end(), gaps, first, opens_page)


def _stretches(text: str, rows: Sequence[_Row]) -> Iterator[tuple[int, int, int]]:
    """The stretches of lines that stand in two columns, as (first row, row behind the last, where the right column begins). None goes over the end of
    a page.
    """
    i = behind = 0
    while i < len(rows):
        column = _column(rows, i) if rows[i].gaps else 0
        end = i
        last = min(len(rows), i + _LONGEST_STRETCH)
        while column and end < last and _fits(rows[end], column) and (end == i or not rows[end].opens_page):
            end += 1
        both = [k for k in range(i, end) if _gap_at(rows[k], column) is not None]
        filled = sum(rows[k].end > rows[k].start for k in range(i, end))
        if len(both) >= _FEWEST and len(both) >= _SHARE * filled:
            first, last = _edges(text, rows, behind, both, end, column)
            yield first, last, column
            i = behind = last
        else:
            i += 1


def _column(rows: Sequence[_Row], i: int) -> int:
    """The place at which the right parts of the next lines begin; 0 if they begin anywhere."""
    starts: Counter[int] = Counter()
    for row in rows[i : i + 4 * _FEWEST]:
        starts.update({right - row.start for _, right in row.gaps if _NEAREST <= right - row.start <= _FARTHEST})
        if not row.gaps and row.first >= _NEAREST:
            starts[row.first] += 1
    if not starts:
        return 0
    column, times = max(starts.items(), key=lambda item: (item[1], -item[0]))
    return column if times >= _FEWEST - 2 else 0


def _gap_at(row: _Row, column: int) -> tuple[int, int] | None:
    """The gap of a line before its right part; None for a line without one."""
    return next((gap for gap in row.gaps if 0 <= gap[1] - row.start - column <= _SET_IN), None)


def _fits(row: _Row, column: int) -> bool:
    """Whether a line stands in the two columns: it is empty, or has a gap before the right one, or stands in one of them alone."""
    if row.end == row.start or _gap_at(row, column) is not None:
        return True
    return row.end - row.start < column or (row.first >= column and row.first <= column + _SET_IN)


def _edges(text: str, rows: Sequence[_Row], behind: int, both: Sequence[int], end: int, column: int) -> tuple[int, int]:
    """The first row of a stretch, and the one behind its last. `behind` is the first row that may belong to it, `end` the row behind the last.

    A line alone in the right column belongs to it; one alone in the left only if no empty line parts it from others: it may be as wide as the page.
    """
    start, stop = both[0], both[-1] + 1
    for k in range(stop, end):
        if _is_right(text, rows[k], column):
            stop = k + 1
    while stop < end and rows[stop].end > rows[stop].start:
        stop += 1
    while start > behind and not rows[start].opens_page:
        above = rows[start - 1]
        is_filled = above.end > above.start
        if not (is_filled and _fits(above, column)) and not (
            start - 2 >= behind and _is_right(text, rows[start - 2], column)
        ):
            break
        start -= 1
    return start, stop


def _is_right(text: str, row: _Row, column: int) -> bool:
    """Whether a line stands in the right column alone, and is no number of the page."""
    return column <= row.first <= column + _SET_IN and not text[row.start : row.end].strip().isdecimal()


#: A column: the stretches of its lines; None where a line has none.
_Part = list[tuple[int, int] | None]


def _parts(text: str, rows: Sequence[_Row], column: int) -> tuple[_Part, _Part]:
    left: _Part = []
    right: _Part = []
    for row in rows:
        gap = _gap_at(row, column)
        if gap is not None:
            left.append((row.start, gap[0]))
            right.append((gap[1], row.end))
        elif row.end == row.start:
            left.append(None)
            right.append(None)
        elif row.first >= column:
            left.append(None)
            right.append((row.start + row.first, row.end))
        else:
            left.append((row.start, row.end))
            right.append(None)
    return left, right


def _share_within(text: str, part: _Part) -> float:
    """The share of the lines of a column that go on with a sentence of the line before; 0 for a narrow column."""
    stretches = [stretch for stretch in part if stretch is not None]
    if len(stretches) < _FEWEST or median(b - a for a, b in stretches) < _WIDE:
        return 0.0
    if median(len(text[a:b].split()) for a, b in stretches) < _FEWEST_WORDS and not CJK.search(
        text[slice(*stretches[0])]
    ):
        return 0.0
    within = pairs = 0
    for before, after in pairwise(part):
        if before is None or after is None:
            continue
        pairs += 1
        first = text[after[0] : after[1]].lstrip()[:1]
        is_unspaced = CJK.match(first) is not None
        within += (first.islower() or is_unspaced) and SENTENCE_END.search(
            text, max(before[0], before[1] - 12), before[1]
        ) is None
    return within / pairs if pairs else 0.0


def _width(part: _Part) -> int:
    """The width of a column."""
    widths = sorted(b - a for a, b in filter(None, part))
    return widths[int(len(widths) * 0.95)]


def _first_of(text: str, part: _Part) -> str:
    """The first line of a column."""
    start, end = next(stretch for stretch in part if stretch is not None)
    return text[start:end]


def _goes_on(line: str, following: str) -> bool:
    """Whether a line continues the sentence of the line before it."""
    return following.lstrip()[:1].islower() and SENTENCE_END.search(line[-12:]) is None


def _beside(text: str, rows: Sequence[_Row], start: int) -> Iterator[tuple[int, int, str]]:
    """The lines of a stretch that is as wide as the page, from `start` on. A line break within a sentence becomes a space, as in the columns: among
    lines of all widths, nothing else could tell it.
    """
    longest = max((row.end - row.start for row in rows), default=0)
    for row, after in pairwise(rows):
        line, following = text[row.start : row.end], text[after.start : after.end]
        if (
            len(line) >= _FULL * longest
            and not row.gaps
            and not after.opens_page
            and _goes_on(line, following)
            and line[-1] not in "-‐\xad"
        ):
            yield start, row.end, " "
            start = after.start + after.first
    if rows:
        end = rows[-1].stop
        # form feeds stand between the rows
        yield start, end + (text[end : end + 1] == "\x0c"), ""


def _read_down(text: str, part: _Part, following_part: str) -> Iterator[tuple[int, int, str]]:
    """The lines of a column, each with what follows it: a line break, or two where a paragraph ends. `following_part` is the first line of the next
    column.
    """
    width = _width(part)
    stretches = [(k, stretch) for k, stretch in enumerate(part) if stretch is not None]
    for (k, (start, end)), (n, (after, after_end)) in pairwise(stretches):
        line, following = text[start:end], text[after:after_end]
        is_full = len(line) + 1 + len(following.split(maxsplit=1)[0]) > _FULL * width
        goes_on = _goes_on(line, following)
        set_in = len(following) - len(following.lstrip()) > len(line) - len(line.lstrip()) + 1
        parted = n - k > 1 or not is_full or (set_in and SENTENCE_END.search(line[-12:]) is not None)
        yield start, end, "\n" if goes_on or not parted else "\n\n"
    start, end = stretches[-1][1]
    # a full line that ends no sentence goes on at the head of the next column, also with a name
    is_full = end - start > _FULL * width and SENTENCE_END.search(text, max(start, end - 12), end) is None
    yield start, end, "\n" if following_part and (is_full or _goes_on(text[start:end], following_part)) else "\n\n"


def _joined(
    own: str, found: Sequence[tuple[int, int, str]], cuts: Sequence[tuple[int, Cut]], size: int
) -> list[tuple[int, int, str]]:
    """The lines of a column with a space for each line break within a paragraph, but for those that a cut takes."""
    taken = {place for base, cut in cuts if base == size for place in range(cut.start, cut.end)}
    result = []
    position = 0
    for start, end, behind in found:
        position += end - start
        result.append((start, end, " " if behind == "\n" and position not in taken else behind))
        position += len(behind)
    return result
