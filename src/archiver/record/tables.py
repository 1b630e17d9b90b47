"""Tables: which of them hold data, and how their rows and cells are finished so that the grammar of the record is satisfied."""

from __future__ import annotations

import re

from lxml.etree import _Element as Element

from archiver import markup_numbers, spans
from archiver.article import XML_LANG, tag
from archiver.record.flow import make
from archiver.record.structures import as_blocks, finish_flow
from archiver.xmltree import drop

_ALIGN = re.compile(r"text-align\s*:\s*(left|right|center|justify)", re.IGNORECASE)


def is_layout(table: Element) -> bool:
    """Whether a table only arranges the page: it says so, holds other tables or one cell or one column, or its cells are long prose."""
    if table.get("role") in ("presentation", "none"):
        return True
    rows = cells = blocks = 0
    widest = 0
    data_marks = False
    stack = list(table)
    row_cells: dict[Element, int] = {}
    while stack:
        node = stack.pop()
        if node.tag == "tr":
            rows += 1
            row_cells[node] = 0
        elif node.tag in ("td", "th"):
            cells += 1
            parent = node.getparent()
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
        stack.extend(node)
    if data_marks:
        return False
    return cells <= 1 or widest <= 1 or blocks > 2 * cells or (rows == 1 and blocks > cells)


def row(node: Element) -> Element:
    """The row that a tr becomes, with the part of the table it stands in."""
    parent = node.getparent()
    role = {"thead": "head", "tfoot": "foot"}.get(str(parent.tag) if parent is not None else "")
    return make("row", role=role) if role else make("row")


def cell(node: Element, language: dict[str, str]) -> Element:
    """The cell that a td or th becomes."""
    element = make("cell", **language)
    if node.tag == "th":
        element.set("role", "head")
    if node.get("scope") in ("row", "col", "rowgroup", "colgroup"):
        element.set("scope", node.get("scope", ""))
    for name, most in (("colspan", spans.MOST_COLUMNS), ("rowspan", spans.MOST_ROWS)):
        span = markup_numbers.clamped(node.get(name), 1, most, 1) if node.get(name) else 1
        if span > 1:
            element.set(name, str(span))
    align = (node.get("align") or "").lower()
    if match := _ALIGN.search(node.get("style") or ""):
        align = match[1].lower()
    if align in ("right", "center", "justify", "left"):
        element.set("align", align)
    return element


def finish_row(element: Element) -> None:
    """A row holds cells only, and at least one."""
    for child in list(element):
        if child.tag != tag("cell"):
            wrapper = make("cell")
            child.addprevious(wrapper)
            wrapper.append(child)
            finish_flow(wrapper)
    if len(element) == 0:
        drop(element)


def finish_table(element: Element) -> None:
    """A table holds a caption and rows; spans end where the table ends; what stands between rows gets a row of its own."""
    captions = [c for c in element if c.tag == tag("caption")]
    if len(captions) == len(element):
        # captions over nothing, perhaps one that was never closed: what they hold stays
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
    for extra in captions[1:]:
        drop(extra)
        new_row, new_cell = make("row"), make("cell")
        new_cell.extend(as_blocks(extra))
        finish_flow(new_cell)
        new_row.append(new_cell)
        element.append(new_row)
    if captions and element[0] is not captions[0]:
        element.remove(captions[0])
        element.insert(0, captions[0])
    spans.cut_spans(element)


def _unfold(table: Element, captions: list[Element]) -> None:
    """Put what its captions hold in place of a table that holds nothing else."""
    for caption in captions:
        for block in as_blocks(caption):
            for name in (XML_LANG, "dir"):
                if block.tag == tag("p") and not block.get(name) and (said := caption.get(name)):
                    block.set(name, said)
            table.addprevious(block)
    drop(table)
