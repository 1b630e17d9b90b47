"""Tables: which of them hold data, and how rows and cells are finished to satisfy the grammar of the record."""

from __future__ import annotations

import re

from lxml.etree import _Element as Element

from archiver import markup_numbers, spans
from archiver.article import XML_LANG, tag
from archiver.record.flow import make
from archiver.record.structures import as_blocks, finish_flow
from archiver.trees.changes import drop
from archiver.trees.elements import Element as Node

_ALIGN = re.compile(r"text-align\s*:\s*(left|right|center|justify)", re.IGNORECASE)


def is_layout(table: Node) -> bool:
    """Whether a table only arranges the page: its ARIA role is presentation or none, or it holds other tables, one cell
    or one column, or cells of long prose.
    """
    if table.get("role") in ("presentation", "none"):
        return True
    rows = cells = blocks = 0
    widest = 0
    data_marks = False
    stack = list(table.children)
    row_cells: dict[Node, int] = {}
    while stack:
        node = stack.pop()
        if node.tag == "tr":
            rows += 1
            row_cells[node] = 0
        elif node.tag in ("td", "th"):
            cells += 1
            parent = node.parent
            if parent is not None and parent in row_cells:
                row_cells[parent] += 1
                widest = max(widest, row_cells[parent])
            data_marks = (
                data_marks or node.tag == "th" or node.get("headers") is not None or node.get("scope") is not None
            )
        elif node.tag in ("caption", "thead"):
            data_marks = True
        elif node.tag == "table":
            if not data_marks:
                return True
            continue
        elif node.tag in ("p", "h1", "h2", "h3", "blockquote", "article", "section"):
            blocks += 1
        stack.extend(node.children)
    if data_marks:
        return False
    return cells <= 1 or widest <= 1 or blocks > 2 * cells or (rows == 1 and blocks > cells)


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
