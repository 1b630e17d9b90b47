"""What a reader of the page sees of an element, line by line, note markers left out.

Bylines and dates are told apart by the lines they stand on, which `draft.visible_text` folds into one.
"""

from __future__ import annotations

from lxml.etree import _Element as Element

from archiver.draft import Draft
from archiver.metadata.parsing.folding import fold
from archiver.page import BLOCKS, BREAK, EDGE, INVISIBLE, SOFT_EDGE

#: Elements below one that is still a line or a paragraph.
_MOST = 2000
#: Pieces of the text of an element that is looked at before all of them.
_BEGINNING = 60


def visible_lines(draft: Draft, element: Element, limit: int) -> list[str] | None:
    """The lines below an element, each folded, or None when they have more than `limit` characters (it is prose, then).

    In a plain text a line end is one; on a page only `br` and the edges of blocks are.
    """
    plain = bool(draft.page.offsets)
    if not plain and not _holds_markers(draft, element):
        pieces = draft.page.text_runs
        if 2 * pieces.count(element) > _MOST + 1:
            return None
        row = pieces.of(element)
        # what is too long is so by its beginning
        if len(row) > _BEGINNING and _lines(row[:_BEGINNING], limit) is None:
            return None
        return _lines(row, limit)
    if not len(element) and (element, "text") not in draft.text_calls and element.tag not in INVISIBLE:
        own = element.text or ""
        if len(own) > limit * 4:
            return None
        folded_lines = [folded for line in (own.split("\n") if plain else (own,)) if (folded := fold(line))]
        return folded_lines if sum(map(len, folded_lines)) <= limit else None
    found: list[str] = []
    size = seen = 0
    stack: list[tuple[Element, bool]] = [(element, True)]
    while stack:
        node, entering = stack.pop()
        text: str | None
        if entering:
            skipped = not isinstance(node.tag, str) or node.tag in INVISIBLE or node in draft.calls
            if not skipped:
                if node.tag in BLOCKS:
                    found.append("\n")
                if text := _text(draft, node):
                    size += len(text.strip())
                    found.append(text if plain else text.replace("\n", " "))
                seen += 1 + len(node)
                if size > limit or seen > _MOST:
                    return None
                stack.append((node, False))
                stack.extend((child, True) for child in reversed(node))
                continue
            text = node.tail if node is not element else None
        else:
            if node.tag in BLOCKS:
                found.append("\n")
            text = node.tail if node is not element else None
        if text:
            size += len(text.strip())
            found.append(text if plain else text.replace("\n", " "))
    lines = [folded for line in "".join(found).split("\n") if (folded := fold(line))]
    return lines if sum(map(len, lines)) <= limit else None


def _lines(row: list[str], limit: int) -> list[str] | None:
    """The lines of a stretch of `Pieces.row`, each folded, or None when they have more than `limit` characters."""
    lines: list[str] = []
    size = 0
    for line in "".join(row).replace(BREAK, EDGE).replace(SOFT_EDGE, EDGE).split(EDGE):
        if line and (folded := fold(line)):
            lines.append(folded)
            size += len(folded)
            if size > limit:
                return None
    return lines


def last_text_runs(draft: Draft, count: int) -> list[tuple[int, str]]:
    """The visible texts of the last `count` elements of a page and those behind them, each with its place among `TextRuns.owners`."""
    pieces = draft.page.text_runs
    first = max(0, len(draft.page.elements) - count)
    begin = next((begin for begin in pieces.begins[first:] if begin >= 0), len(pieces.row))
    among = zip(pieces.owners[begin:], pieces.row[begin:], strict=True)
    return [(holder, text) for holder, text in among if holder >= 2 * first]


def short_text(draft: Draft, element: Element, limit: int = 600) -> str:
    """The same as one line; "" when it is longer than `limit`."""
    lines = visible_lines(draft, element, limit)
    return " ".join(lines) if lines else ""


def _holds_markers(draft: Draft, element: Element) -> bool:
    """Whether an element is a note marker or may hold one."""
    return element in draft.claimed_ancestors or element in draft.calls or (element, "text") in draft.text_calls


def _text(draft: Draft, node: Element) -> str:
    """An element's own first text without the note markers that were found in it."""
    text = node.text or ""
    calls = draft.text_calls.get((node, "text"))
    if not calls:
        return text
    for call in sorted(calls, key=lambda c: -getattr(c.place, "start", 0)):
        if not isinstance(call.place, Element):
            text = text[: call.place.start] + text[call.place.end :]
    return text
