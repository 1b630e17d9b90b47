"""Tables: which of them hold data, and how rows and cells are finished to satisfy the grammar of the record."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from archiver import markup_numbers, spans
from archiver.article import XML_LANG, tag
from archiver.record.flow import make
from archiver.record.structures import as_blocks, finish_flow
from archiver.trees.changes import drop
from archiver.trees.elements import Element as Node

#: The most characters of a cell, on the average, in a table whose cells hold several paragraphs.
_SHORT_CELL = 200
_ALIGN = re.compile(r"text-align\s*:\s*(left|right|center|justify)", re.IGNORECASE)


def is_layout(table: Node) -> bool:
    """Whether a table only arranges the page: it holds other tables, one cell or one column, or cells of long prose. Its ARIA role (presentation, none)
    says so too, unless it has heads beside its data: editors of content systems write the role for all tables.
    """
    grid = _Grid.of(table)
    if grid.holds_table:
        return not grid.is_marked
    if table.get("role") in ("presentation", "none"):
        return not (grid.heads and grid.heads < grid.cells and len(grid.rows) > 1 and grid.widest > 1)
    if grid.is_marked:
        return False
    if grid.cells <= 1 or grid.widest <= 1 or (len(grid.rows) == 1 and grid.blocks > grid.cells):
        return True
    return grid.blocks > 2 * grid.cells and not grid.is_even_and_short


@dataclass(slots=True)
class _Grid:
    """What a table is made of: the cells of each row, how many of all cells are heads, and the blocks of text inside of cells."""

    rows: dict[Node, int] = field(default_factory=dict)
    cells: int = 0
    heads: int = 0
    blocks: int = 0
    widest: int = 0
    characters: int = 0
    #: whether it has heads, a caption or a head of its own
    is_marked: bool = False
    holds_table: bool = False

    @classmethod
    def of(cls, table: Node) -> _Grid:
        """The grid of a table, without that of a table inside. What stands behind the first such table is not counted, unless the table is marked."""
        grid = cls()
        stack = list(table.children)
        while stack:
            node = stack.pop()
            if node.tag == "table":
                grid.holds_table = True
                if not grid.is_marked:
                    return grid
                continue
            grid._add(node)
            stack.extend(node.children)
        return grid

    def _add(self, node: Node) -> None:
        self.characters += len(node.text.strip()) + len(node.tail.strip())
        if node.tag == "tr":
            self.rows[node] = 0
        elif node.tag in ("td", "th"):
            self.cells += 1
            self.heads += node.tag == "th"
            parent = node.parent
            if parent is not None and parent in self.rows:
                self.rows[parent] += 1
                self.widest = max(self.widest, self.rows[parent])
            if node.tag == "th" or node.get("headers") is not None or node.get("scope") is not None:
                self.is_marked = True
        elif node.tag in ("caption", "thead"):
            self.is_marked = True
        elif node.tag in ("p", "h1", "h2", "h3", "blockquote", "article", "section"):
            self.blocks += 1

    @property
    def is_even_and_short(self) -> bool:
        """Whether all rows have the same number of cells, and the cells are short: a comparison whose cells have several lines each."""
        counts = set(self.rows.values())
        return len(self.rows) > 1 and len(counts) == 1 and self.characters <= _SHORT_CELL * self.cells


def row(node: Node) -> Element:
    """The row for a tr, with the part of the table that contains it."""
    parent = node.parent
    role = {"thead": "head", "tfoot": "foot"}.get(str(parent.tag) if parent is not None else "")
    return make("row", role=role) if role else make("row")


def cell(node: Node, language: dict[str, str]) -> Element:
    """The cell for a td or th."""
    element = make("cell", **language)
    if node.tag == "th":
        element.set("role", "head")
    if node.get("scope") in ("row", "col", "rowgroup", "colgroup"):
        element.set("scope", node.get("scope", ""))
    for name, max_span in (("colspan", spans.MOST_COLUMNS), ("rowspan", spans.MOST_ROWS)):
        span = markup_numbers.clamped(node.get(name), 1, max_span, 1) if node.get(name) else 1
        if span > 1:
            element.set(name, str(span))
    align = (node.get("align") or "").lower()
    if match := _ALIGN.search(node.get("style") or ""):
        align = match[1].lower()
    if align in ("right", "center", "justify", "left"):
        element.set("align", align)
    return element


def finish_row(element: Element) -> None:
    """Finish a row, so that it holds only cells, and at least one."""
    for child in list(element):
        if child.tag != tag("cell"):
            wrapper = make("cell")
            child.addprevious(wrapper)
            wrapper.append(child)
            finish_flow(wrapper)
    if len(element) == 0:
        drop(element)


def finish_table(element: Element) -> None:
    """Finish a table, so that it holds a caption and rows. Spans end with the table, and content between rows gets a
    row of its own.
    """
    captions = [c for c in element if c.tag == tag("caption")]
    if len(captions) == len(element):
        # Only captions, perhaps one that was never closed: their content stays.
        _unfold(element, captions)
        return
    for child in list(element):
        if child.tag in (tag("row"), tag("caption")):
            continue
        new_row, new_cell = make("row"), make("cell")
        child.addprevious(new_row)
        new_row.append(new_cell)
        new_cell.append(child)
        finish_flow(new_cell)
    for extra_caption in captions[1:]:
        drop(extra_caption)
        new_row, new_cell = make("row"), make("cell")
        new_cell.extend(as_blocks(extra_caption))
        finish_flow(new_cell)
        new_row.append(new_cell)
        element.append(new_row)
    if captions and element[0] is not captions[0]:
        element.remove(captions[0])
        element.insert(0, captions[0])
    spans.cut_spans(element)


def _unfold(table: Element, captions: list[Element]) -> None:
    """Replace a table that holds only captions by their content."""
    for caption in captions:
        for block in as_blocks(caption):
            for name in (XML_LANG, "dir"):
                if block.tag == tag("p") and not block.get(name) and (value := caption.get(name)):
                    block.set(name, value)
            table.addprevious(block)
    drop(table)
