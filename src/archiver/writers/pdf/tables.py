"""Tables on the page: each gets the narrowest setting in which its longest words fit, and none leaves the paper.

From the measure of the text, over the margins, to a page on its side; then in small type; and what is still too broad
is cut into parts that stand one below the other, each with the first column again.
"""

from __future__ import annotations

import bisect
import copy
import re
from collections import Counter
from collections.abc import Callable, Mapping
from math import fsum

from lxml import etree

from archiver.writers.pdf.lines import width
from archiver.writers.pdf.paper import A4
from archiver.xmltree import drop_keeping_tail

#: A setting (also of the other engine, pdf/typst/tables.py): its class, its type size, the space between two columns. How much room it has depends on the paper.
SETTINGS = (("", 9.0, 7.0), ("wide", 8.4, 7.0), ("broad", 8.2, 7.0), ("broad dense", 7.0, 4.0))
CHARACTER = 0.54  # ems a character takes on the average in a table's longest words
LONGEST = 22  # longer words may break
_MOST_EMPTY = 3000  # cells that are added to a table
_TALL = 1500  # characters of a row that may break over pages


def fit(html: etree._Element, sturdy: bool = False, rooms: Mapping[str, float] = A4.rooms) -> None:
    """Give every table of the page its setting; `rooms` tells how wide each is on this paper, in points.

    A sturdy table repeats no head and lets no cell widen its column; one with tables or whole pages in its cells becomes
    its cells, one below the other.
    """
    for table in list(html.iter("table")):
        if table.get("class") == "facts":
            continue
        if sturdy and _holds_too_much(table):
            _unfold(table)
        else:
            _fit(table, sturdy, rooms)
    for figure in html.iter("figure"):
        if figure.find(".//table") is not None:
            figure.set("class", f"{figure.get('class', '')} holds-table".strip())


def _holds_too_much(table: etree._Element) -> bool:
    return any(
        len("".join(cell.itertext())) > _TALL
        or any(next(cell.iter(name), None) is not None for name in ("table", "main"))
        for row in _rows(table)
        for cell in row
    )


def _unfold(table: etree._Element) -> None:
    """A table's cells, one below the other: WeasyPrint loses some of what stands in a cell that breaks."""
    for row in _rows(table):
        for cell in row:
            cell.tag = "div"
            for name in ("scope", "colspan", "rowspan"):
                cell.attrib.pop(name, None)
            cell.set("class", "unfolded-cell")
        row.tag = "div"
        row.set("class", "unfolded-row")
    for part in table:
        part.tag = "div"
    table.tag = "div"
    table.set("class", "unfolded")


def _fit(table: etree._Element, sturdy: bool, rooms: Mapping[str, float]) -> None:
    rows = _rows(table)
    if sturdy:
        for head in table.findall("thead"):
            head.tag = "tbody"
    for row in rows:
        if sum(len("".join(cell.itertext())) for cell in row) > _TALL:
            row.set("class", f"{row.get('class', '')} tall".strip())
    _drop_empty_columns(rows)
    _fill_short_rows(rows)
    _align_heads(rows)
    columns, whole = _widest(rows, _longest_word), _widest(rows, _whole_cell)
    if sturdy or max(_widest(rows, _unbroken), default=0) > LONGEST:
        _fix_columns(table, columns, whole)
    if table.find("caption") is not None:
        table.set("class", f"{table.get('class', '')} captioned".strip())
    narrow = any(e.tag in ("td", "th", "li", "blockquote", "main") for e in table.iterancestors())
    for name, size, gap in SETTINGS[:1] if narrow else SETTINGS:
        if name in rooms and _needed(columns, size, gap) <= rooms[name]:
            _set(table, name, full=_needed(whole, size, gap) > 0.8 * rooms[name])
            return
    spans = any(cell.get("colspan") or cell.get("rowspan") for row in rows for cell in row)
    if narrow or spans or len(columns) < 8:
        if table.find("colgroup") is None:
            _fix_columns(table, columns, whole)
        _set(table, "dense" if narrow else "broad dense", full=True)
    else:
        _cut(table, rows, columns, whole, rooms)


def _grid(rows: list[etree._Element]) -> list[list[tuple[int, int, etree._Element]]]:
    """For each row its cells as (first column, number of columns, cell); what hangs down from above is counted."""
    hanging: dict[int, int] = {}
    grid: list[list[tuple[int, int, etree._Element]]] = []
    for row in rows:
        at, placed = 0, []
        for cell in row:
            while hanging.get(at, 0) > 0:
                at += 1
            span = int(cell.get("colspan", "1"))
            placed.append((at, span, cell))
            at += span
        hanging = {column: left - 1 for column, left in hanging.items() if left > 1}
        for first, span, cell in placed:
            if (down := int(cell.get("rowspan", "1"))) > 1:
                hanging |= dict.fromkeys(range(first, first + span), down - 1)
        grid.append(placed)
    return grid


def _align_heads(rows: list[etree._Element]) -> None:
    """A head stands over its column as the column stands: to the right over numbers that stand to the right."""
    sides: dict[int, Counter[str]] = {}
    grid = _grid(rows)
    for placed in grid:
        for first, span, cell in placed:
            if cell.tag == "td" and span == 1 and (_text(cell) or cell.get("class")):
                sides.setdefault(first, Counter())[cell.get("class", "")] += 1
    for placed in grid:
        for first, span, cell in placed:
            heads = cell.tag == "th" and cell.get("scope") == "col" and span == 1 and not cell.get("class")
            if heads and first in sides and (side := sides[first].most_common(1)[0][0]).startswith("align-"):
                cell.set("class", side)


def _drop_empty_columns(rows: list[etree._Element]) -> None:
    """Spans count columns in which no cell begins: a cell over a thousand of them is one column."""
    if not any(cell.get("colspan") for row in rows for cell in row):
        return
    grid = _grid(rows)
    starts = sorted({first for placed in grid for first, _, _ in placed})
    for placed in grid:
        for first, span, cell in placed:
            real = bisect.bisect_left(starts, first + span) - bisect.bisect_left(starts, first)
            cell.attrib.pop("colspan", None)
            if real > 1:
                cell.set("colspan", str(real))


def _fill_short_rows(rows: list[etree._Element]) -> None:
    """Rows of one table have as many columns, or PDF/UA takes it for none: a short one gets empty cells at its end."""
    covered = [0] * len(rows)
    for number, placed in enumerate(_grid(rows)):
        for _, span, cell in placed:
            for below in range(number, min(number + int(cell.get("rowspan", "1")), len(rows))):
                covered[below] += span
    columns = max(covered, default=0)
    if columns * len(rows) - sum(covered) <= _MOST_EMPTY:
        for row, count in zip(rows, covered, strict=True):
            for _ in range(columns - count):
                etree.SubElement(row, "td")


def _set(table: etree._Element, name: str, full: bool) -> None:
    """The setting's class on the table; a page on its side goes around it."""
    on_its_side = name.startswith("broad")
    classes = [table.get("class", ""), name.removeprefix("broad").strip(), "full" if full and name != "wide" else ""]
    if joined := " ".join(c for c in classes if c):
        table.set("class", joined)
    if on_its_side:
        whole = etree.Element("div", {"class": "broad"})
        whole.tail, table.tail = table.tail, None
        parent = table.getparent()
        assert parent is not None
        parent.replace(table, whole)
        whole.append(table)


def _needed(columns: list[int], size: float, gap: float) -> float:
    return fsum(max(columns_width, 1) * CHARACTER * size + gap for columns_width in columns)


def _fix_columns(table: etree._Element, columns: list[int], whole: list[int]) -> None:
    """Give the columns fixed shares of the width: words may break in them, which WeasyPrint measures only at great cost
    where it is to find the shares itself."""
    shares = [max(word, 2) + min(cell, 60) / 3 for word, cell in zip(columns, whole, strict=True)]
    group = etree.Element("colgroup")
    for share in shares:
        etree.SubElement(group, "col", {"style": f"width: {share / fsum(shares):.2%}"})
    table.insert(1 if table.find("caption") is not None else 0, group)
    table.set("class", f"{table.get('class', '')} fixed full".strip())


def _rows(table: etree._Element) -> list[etree._Element]:
    """The rows of a table, and not those of tables in it."""
    return [*table.iterfind("thead/tr"), *table.iterfind("tbody/tr")]


def _unbroken(cell: etree._Element) -> int:
    return max(map(width, re.split(r"[\s/–—-]+", _text(cell))), default=0)


def _longest_word(cell: etree._Element) -> int:
    return min(_unbroken(cell), LONGEST)


def _whole_cell(cell: etree._Element) -> int:
    return min(width(_text(cell)), 80)


def _widest(rows: list[etree._Element], measure: Callable[[etree._Element], int]) -> list[int]:
    """For every column the widest of what `measure` says of its cells, in characters; a span shares its own out."""
    columns: list[int] = []
    for placed in _grid(rows):
        for first, span, cell in placed:
            columns.extend([0] * (first + span - len(columns)))
            each = -(-measure(cell) // span)
            for column in range(first, first + span):
                columns[column] = max(columns[column], each)
    return columns


def _text(cell: etree._Element) -> str:
    """The words of a cell, without the notes that stand in it."""
    if cell.find(".//main") is None:
        return " ".join(t for t in cell.itertext() if t.strip())
    said = [cell.text or ""]
    for child in cell:
        said += ["" if child.tag == "main" else _text(child), child.tail or ""]
    return " ".join(t for t in said if t.strip())


def _cut(
    table: etree._Element, rows: list[etree._Element], columns: list[int], cells: list[int], rooms: Mapping[str, float]
) -> None:
    """Part a table without spans into groups of columns; every part begins with the first column."""
    name, size, gap = SETTINGS[2]
    whole_width = rooms[name]
    widths = [max(c, 3) * CHARACTER * size + gap for c in columns]
    groups: list[list[int]] = [[]]
    room = whole_width - widths[0]
    for column in range(1, len(columns)):
        if groups[-1] and room < widths[column]:
            groups.append([])
            room = whole_width - widths[0]
        groups[-1].append(column)
        room -= widths[column]
    whole = etree.Element("div", {"class": "broad"})
    for number, group in enumerate(groups):
        part = _part(table, rows, [0, *group], first=number == 0)
        if (shares := part.find("colgroup")) is not None:  # they are those of all columns
            part.remove(shares)
            _fix_columns(part, *([of[column] for column in (0, *group)] for of in (columns, cells)))
        whole.append(part)
    whole.tail = table.tail
    parent = table.getparent()
    assert parent is not None
    parent.replace(table, whole)


def _part(table: etree._Element, rows: list[etree._Element], keep: list[int], first: bool) -> etree._Element:
    part = copy.deepcopy(table)
    part.tail = None
    part.set("class", f"{part.get('class', '')} table-part full".strip())
    if not first:
        for caption in part.findall("caption"):
            part.remove(caption)
        part.attrib.pop("id", None)
    for row in _rows(part):
        cells = list(row)
        for index, cell in enumerate(cells):
            if index not in keep:
                row.remove(cell)
            elif index == 0 and not first:
                _without_identity(cell)
    return part


def _without_identity(cell: etree._Element) -> None:
    """A repeated cell calls no notes anew and is no target."""
    for element in list(cell.iter()):
        element.attrib.pop("id", None)
        if element.tag == "main":
            drop_keeping_tail(element)
