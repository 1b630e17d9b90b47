"""Tables on the page: each gets the narrowest setting in which its longest words fit, and none leaves the paper.

The settings widen from the measure of the text over the margins to a landscape page, then to small type. A table that
is still too wide is split into tables one below the other, each with the first column repeated.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from math import fsum

from lxml import etree

from archiver import spans
from archiver.trees.changes import drop_keeping_tail
from archiver.writers.pdf.lines import width
from archiver.writers.pdf.paper import A4
from archiver.writers.shared.number_columns import number_columns
from archiver.writers.shared.table_grid import place_cells

#: The settings (also for pdf/typst/tables.py): class, type size and column gap in points. The width depends on the
#: paper.
SETTINGS = (("", 9.0, 7.0), ("wide", 8.4, 7.0), ("broad", 8.2, 7.0), ("broad dense", 7.0, 4.0))
CHARACTER_WIDTH = 0.54  # average width in ems of a character in a table's longest words
LONGEST_WORD = 22  # longer words may break
_MOST_EMPTY = 3000  # the most cells that are added to a table
_SMALL = 18  # rows of a table that is not divided between pages
_LINE = 80  # characters of a line over the measure
_LONG_ROW = 1500  # a row with more characters may break over pages


def fit(html: etree._Element, robust: bool = False, table_widths: Mapping[str, float] = A4.table_widths) -> None:
    """Give every table of the page its setting; `table_widths` has the width of each setting on this paper, in points.

    In a `robust` layout a table repeats no head, and no cell widens its column. A table with tables or very long text
    in its cells becomes a sequence of blocks, one for each cell.
    """
    for table in list(html.iter("table")):
        if table.get("class") == "facts":
            continue
        if robust and _breaks_badly(table):
            _unfold(table)
        else:
            _fit(table, robust, table_widths)
    for figure in html.iter("figure"):
        if figure.find(".//table") is not None:
            figure.set("class", f"{figure.get('class', '')} holds-table".strip())


def _breaks_badly(table: etree._Element) -> bool:
    return any(
        len("".join(cell.itertext())) > _LONG_ROW
        or any(next(cell.iter(name), None) is not None for name in ("table", "main"))
        for row in _rows(table)
        for cell in row
    )


def _unfold(table: etree._Element) -> None:
    """Turn a table's cells into blocks one below the other: WeasyPrint loses text when it breaks a cell."""
    for row in _rows(table):
        for cell in row:
            cell.tag = "div"
            for name in ("scope", "colspan", "rowspan"):
                cell.attrib.pop(name, None)
            cell.set("class", "unfolded-cell")
        row.tag = "div"
        row.set("class", "unfolded-row")
    for section in table:
        section.tag = "div"
    table.tag = "div"
    table.set("class", "unfolded")


def _fit(table: etree._Element, robust: bool, table_widths: Mapping[str, float]) -> None:
    rows = _rows(table)
    if robust:
        for head in table.findall("thead"):
            head.tag = "tbody"
    for row in rows:
        if sum(len("".join(cell.itertext())) for cell in row) > _LONG_ROW:
            row.set("class", f"{row.get('class', '')} tall".strip())
    _drop_empty_columns(rows)
    _fill_short_rows(rows)
    _range_numbers(rows)
    _align_heads(rows)
    columns, cell_widths = _widest(rows, _longest_word), _widest(rows, _cell_width)
    if robust or max(_widest(rows, _longest_unbroken), default=0) > LONGEST_WORD:
        _fix_columns(table, columns, cell_widths)
    if table.find("caption") is not None:
        table.set("class", f"{table.get('class', '')} captioned".strip())
    if _is_small(rows):
        table.set("class", f"{table.get('class', '')} whole".strip())
    nested = any(e.tag in ("td", "th", "li", "blockquote", "main") for e in table.iterancestors())
    for name, size, gap in SETTINGS[:1] if nested else SETTINGS:
        if name in table_widths and _needed(columns, size, gap) <= table_widths[name]:
            _apply_setting(table, name, full=_needed(cell_widths, size, gap) > 0.8 * table_widths[name])
            return
    if nested or len(columns) < 8:
        if table.find("colgroup") is None:
            _fix_columns(table, columns, cell_widths)
        _apply_setting(table, "dense" if nested else "broad dense", full=True)
    else:
        _split(table, rows, columns, cell_widths, table_widths)


def _grid(rows: list[etree._Element]) -> list[list[tuple[int, int, etree._Element]]]:
    """The cells of each row as (first column, number of columns, cell), after cells that reach down from above."""
    claims = [[(int(cell.get("colspan", "1")), int(cell.get("rowspan", "1"))) for cell in row] for row in rows]
    placed = place_cells(claims, cut_at_cells=False)
    return [
        [(first, span, cell) for (first, span), cell in zip(places, row, strict=True)]
        for places, row in zip(placed, rows, strict=True)
    ]


def _range_numbers(rows: list[etree._Element]) -> None:
    """Range the cells of columns of numbers on the right, and on the decimal sign, where the record says no alignment."""
    cells = [
        (first, cell)
        for places in _grid(rows)
        for first, span, cell in places
        if cell.tag == "td" and span == 1 and not _alignment(cell)
    ]
    columns = number_columns((first, _without_calls(cell)) for first, cell in cells)
    for first, cell in cells:
        if first in columns:
            cell.set("class", f"{cell.get('class', '')} {columns[first].classes(_without_calls(cell))}".strip())


def _is_number(cell: etree._Element) -> bool:
    return "number" in cell.get("class", "").split()


def _alignment(cell: etree._Element) -> str:
    return next((name for name in cell.get("class", "").split() if name.startswith("align-")), "")


def _align_heads(rows: list[etree._Element]) -> None:
    """Align head cells like their columns: to the right over numbers that are aligned to the right.

    A head over several columns stands in their middle, with a rule below.
    """
    sides: dict[int, Counter[str]] = {}
    grid = _grid(rows)
    for places in grid:
        for first, span, cell in places:
            if cell.tag == "td" and span == 1 and (_text(cell) or cell.get("class")):
                sides.setdefault(first, Counter())["numbers" if _is_number(cell) else _alignment(cell)] += 1
    last_head = sum(1 for row in rows if next(row.iterancestors("thead", "table")).tag == "thead") - 1
    for number, places in enumerate(grid):
        for first, span, cell in places:
            if cell.tag != "th" or cell.get("scope") != "col" or _alignment(cell):
                continue
            side = sides[first].most_common(1)[0][0] if span == 1 and first in sides else ""
            if name := "spanning" if span > 1 and number < last_head else side:
                cell.set("class", f"{cell.get('class', '')} {name}".strip())


def _drop_empty_columns(rows: list[etree._Element]) -> None:
    """Count only columns in which a cell begins: a cell over a thousand columns may be a single column."""
    if not any(cell.get("colspan") for row in rows for cell in row):
        return
    grid = _grid(rows)
    starts = sorted({first for places in grid for first, _, _ in places})
    for places in grid:
        for first, span, cell in places:
            begun = spans.columns_begun(starts, first, first + span)
            cell.attrib.pop("colspan", None)
            if begun > 1:
                cell.set("colspan", str(begun))


def _fill_short_rows(rows: list[etree._Element]) -> None:
    """Add empty cells to short rows: PDF/UA requires that all rows of a table have the same number of columns."""
    covered = [0] * len(rows)
    for number, places in enumerate(_grid(rows)):
        for _, span, cell in places:
            for below in range(number, min(number + int(cell.get("rowspan", "1")), len(rows))):
                covered[below] += span
    columns = max(covered, default=0)
    if columns * len(rows) - sum(covered) <= _MOST_EMPTY:
        for row, count in zip(rows, covered, strict=True):
            for _ in range(columns - count):
                etree.SubElement(row, "td")


def _is_small(rows: list[etree._Element]) -> bool:
    """Whether a table surely takes less than half of a page, so that it may wait for the next one."""
    if any(next(row.iter("img", "table", "pre", "main"), None) is not None for row in rows):
        return False
    return is_small([[(span, width(_text(cell))) for _, span, cell in places] for places in _grid(rows)])


def is_small(rows: Sequence[Sequence[tuple[int, int]]]) -> bool:
    """Whether rows of cells, each given as its span and its width in characters, take less than half of a page."""
    columns = max((sum(span for span, _ in row) for row in rows), default=1)
    lines = sum(max((-(-wide * columns // (span * _LINE)) for span, wide in row), default=1) for row in rows)
    return len(rows) <= _SMALL and lines <= 1.5 * _SMALL


def _apply_setting(table: etree._Element, name: str, full: bool) -> None:
    """Set the classes of a setting; a table on a landscape page is wrapped in a block."""
    landscape = name.startswith("broad")
    classes = [table.get("class", ""), name.removeprefix("broad").strip(), "full" if full and name != "wide" else ""]
    if class_value := " ".join(c for c in classes if c):
        table.set("class", class_value)
    if landscape:
        wrapper = etree.Element("div", {"class": "broad"})
        wrapper.tail, table.tail = table.tail, None
        parent = table.getparent()
        assert parent is not None
        parent.replace(table, wrapper)
        wrapper.append(table)


def _needed(columns: list[int], size: float, gap: float) -> float:
    return fsum(max(columns_width, 1) * CHARACTER_WIDTH * size + gap for columns_width in columns)


def _fix_columns(table: etree._Element, columns: list[int], cell_widths: list[int]) -> None:
    """Give the columns fixed shares of the width, so that words in them may break.

    WeasyPrint is very slow when it has to measure such columns itself.
    """
    shares = [max(word, 2) + min(cell, 60) / 3 for word, cell in zip(columns, cell_widths, strict=True)]
    group = etree.Element("colgroup")
    for share in shares:
        etree.SubElement(group, "col", {"style": f"width: {share / fsum(shares):.2%}"})
    table.insert(1 if table.find("caption") is not None else 0, group)
    table.set("class", f"{table.get('class', '')} fixed full".strip())


def _rows(table: etree._Element) -> list[etree._Element]:
    """The rows of a table, without those of tables inside it."""
    return [*table.iterfind("thead/tr"), *table.iterfind("tbody/tr")]


def _longest_unbroken(cell: etree._Element) -> int:
    return max(map(width, re.split(r"[\s/–—-]+", _text(cell))), default=0)


def _longest_word(cell: etree._Element) -> int:
    if _is_number(cell):  # a number and its unit do not part
        return min(width(_text(cell)), LONGEST_WORD)
    return min(_longest_unbroken(cell), LONGEST_WORD)


def _cell_width(cell: etree._Element) -> int:
    return min(width(_text(cell)), 80)


def _widest(rows: list[etree._Element], measure: Callable[[etree._Element], int]) -> list[int]:
    """The widest cell of each column, in characters as `measure` counts them; a spanning cell is divided equally."""
    columns: list[int] = []
    for places in _grid(rows):
        for first, span, cell in places:
            columns.extend([0] * (first + span - len(columns)))
            share = -(-measure(cell) // span)
            for column in range(first, first + span):
                columns[column] = max(columns[column], share)
    return columns


def _text(cell: etree._Element) -> str:
    """The text of a cell, without the notes in it."""
    if cell.find(".//main") is None:
        return " ".join(t for t in cell.itertext() if t.strip())
    pieces = [cell.text or ""]
    for child in cell:
        pieces += ["" if child.tag == "main" else _text(child), child.tail or ""]
    return " ".join(t for t in pieces if t.strip())


def _without_calls(cell: etree._Element) -> str:
    """The text of a cell, without the notes and the calls in it."""
    pieces = [cell.text or ""]
    for child in cell.iterchildren(etree.Element):
        is_call = child.tag == "main" or child.get("class", "").startswith("call")
        pieces += ["" if is_call else _without_calls(child), child.tail or ""]
    return "".join(pieces)


def column_groups(widths: list[float], available: float) -> list[list[int]]:
    """Divide the columns of a table, without the first, into groups that fit beside the first column.

    `widths` are the widths of all columns and `available` that of the page, in points. A group has at least one column.
    """
    groups = _filled(widths, available - widths[0])
    # As many groups, but with equal shares of the columns: no small rest on the last one.
    share = fsum(widths[1:]) / len(groups)
    while share < available - widths[0]:
        if len(equal := _filled(widths, share)) <= len(groups):
            return equal
        share += min(widths[1:])
    return groups


def _filled(widths: list[float], room: float) -> list[list[int]]:
    groups: list[list[int]] = [[]]
    remaining = room
    for column in range(1, len(widths)):
        if groups[-1] and remaining < widths[column]:
            groups.append([])
            remaining = room
        groups[-1].append(column)
        remaining -= widths[column]
    return groups


def _split(
    table: etree._Element,
    rows: list[etree._Element],
    columns: list[int],
    cells: list[int],
    table_widths: Mapping[str, float],
) -> None:
    """Split a table into groups of columns; every group begins with the first column.

    A cell over columns of several groups stands in each of them.
    """
    name, size, gap = SETTINGS[2]
    widths = [max(c, 3) * CHARACTER_WIDTH * size + gap for c in columns]
    wrapper = etree.Element("div", {"class": "broad"})
    for number, group in enumerate(column_groups(widths, table_widths[name])):
        piece = _column_group(table, rows, [0, *group], is_first=number == 0)
        if (shares := piece.find("colgroup")) is not None:  # the shares of all columns
            piece.remove(shares)
            _fix_columns(piece, *([values[column] for column in (0, *group)] for values in (columns, cells)))
        wrapper.append(piece)
    wrapper.tail = table.tail
    parent = table.getparent()
    assert parent is not None
    parent.replace(table, wrapper)


def _column_group(table: etree._Element, rows: list[etree._Element], keep: list[int], is_first: bool) -> etree._Element:
    piece = copy.deepcopy(table)
    piece.tail = None
    piece.set("class", f"{piece.get('class', '')} table-part full".strip())
    if not is_first:
        for caption in piece.findall("caption"):
            piece.remove(caption)
        piece.attrib.pop("id", None)
    kept = set(keep)
    for places in _grid(_rows(piece)):
        for first, span, cell in places:
            columns = kept.intersection(range(first, first + span))
            if not columns:
                drop_keeping_tail(cell)
                continue
            cell.attrib.pop("colspan", None)
            if len(columns) > 1:
                cell.set("colspan", str(len(columns)))
            if not is_first and (first == 0 or first < keep[1]):
                _without_identity(cell)
    return piece


def _without_identity(cell: etree._Element) -> None:
    """Remove notes and ids from a repeated cell, so that it calls no note again and is no link target."""
    for element in list(cell.iter()):
        element.attrib.pop("id", None)
        if element.tag == "main":
            drop_keeping_tail(element)
