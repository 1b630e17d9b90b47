"""Visible lines: the visible text of an element, line by line, without note markers.

Often only the line ends separate a byline from a date. `page.visible_text` loses the line ends.
"""

from __future__ import annotations

from archiver.draft import Draft, Span
from archiver.metadata.parsing.folding import fold
from archiver.page import BLOCKS, BREAK, EDGE, INVISIBLE, SOFT_EDGE, Page
from archiver.trees.elements import Element

#: An element with more descendants is more than a line or a paragraph.
_MOST_ELEMENTS = 2000
#: The number of text runs that are measured before all of them are.
_FIRST_RUNS = 60


def visible_lines(draft: Draft, element: Element, limit: int) -> list[str] | None:
    """The visible lines of an element, each folded. None if they have more than `limit` characters together, because then
    the element is prose.

    Lines end at `br` and at the edges of blocks; in a plain text, they also end at its own line ends. Calls of notes are
    left out.
    """
    is_plain_text = bool(draft.page.offsets)
    if not is_plain_text and not _may_hold_calls(draft, element):
        runs = draft.page.text_runs
        if 2 * runs.count(element) > _MOST_ELEMENTS + 1:
            return None
        row = runs.of(element)
        # in most long elements, the first runs already have too many characters
        if len(row) > _FIRST_RUNS and _folded_lines(row[:_FIRST_RUNS], limit) is None:
            return None
        return _folded_lines(row, limit)
    if not element.children and (element, "text") not in draft.text_calls and element.tag not in INVISIBLE:
        own_text = element.text or ""
        if len(own_text) > limit * 4:
            return None
        folded_lines = [
            folded for line in (own_text.split("\n") if is_plain_text else (own_text,)) if (folded := fold(line))
        ]
        return folded_lines if sum(map(len, folded_lines)) <= limit else None
    texts: list[str] = []
    size = count = 0
    stack: list[tuple[Element, bool]] = [(element, True)]
    while stack:
        node, entering = stack.pop()
        text: str | None
        if entering:
            skipped = not isinstance(node.tag, str) or node.tag in INVISIBLE or node in draft.calls
            if not skipped:
                if node.tag in BLOCKS:
                    texts.append("\n")
                if text := text_without_calls(draft, node):
                    size += len(text.strip())
                    texts.append(text if is_plain_text else text.replace("\n", " "))
                count += 1 + len(node.children)
                if size > limit or count > _MOST_ELEMENTS:
                    return None
                stack.append((node, False))
                stack.extend((child, True) for child in reversed(node.children))
                continue
            text = node.tail if node is not element else None
        else:
            if node.tag in BLOCKS:
                texts.append("\n")
            text = node.tail if node is not element else None
        if text:
            size += len(text.strip())
            texts.append(text if is_plain_text else text.replace("\n", " "))
    lines = [folded for line in "".join(texts).split("\n") if (folded := fold(line))]
    return lines if sum(map(len, lines)) <= limit else None


def _folded_lines(runs: list[str], limit: int) -> list[str] | None:
    """The lines of a stretch of `TextRuns.row`, each folded, or None when they have more than `limit` characters."""
    lines: list[str] = []
    size = 0
    for line in "".join(runs).replace(BREAK, EDGE).replace(SOFT_EDGE, EDGE).split(EDGE):
        if line and (folded := fold(line)):
            lines.append(folded)
            size += len(folded)
            if size > limit:
                return None
    return lines


def split_at_elements(element: Element, limit: int) -> list[str]:
    """The visible text of a short element, cut also where an inline element begins or ends without white space between two words:
    `<a>Gina Trapani</a><span>CEO</span>` gives "Gina Trapani" and "CEO". A drop capital is no word. [] if the text is longer than `limit`.
    """
    pieces: list[str] = []
    size = 0

    def add(text: str, is_edge: bool) -> None:
        nonlocal size
        if not text:
            return
        size += len(text)
        last = pieces[-1] if pieces else ""
        if is_edge and len(last.strip()) > 2 and last[-1:].isalnum() and text[:1].isalpha() and len(text.strip()) > 1:
            pieces.append("\n")
        pieces.append(text)

    stack: list[tuple[Element, bool]] = [(element, True)]
    while stack and size <= limit:
        node, entering = stack.pop()
        if entering:
            if not isinstance(node.tag, str) or node.tag in INVISIBLE:
                if node is not element:
                    add(node.tail or "", True)
                continue
            if node.tag in BLOCKS:
                pieces.append("\n")
            add((node.text or "").replace("\n", " "), node is not element)
            stack.append((node, False))
            stack.extend((child, True) for child in reversed(node.children))
        else:
            if node.tag in BLOCKS:
                pieces.append("\n")
            if node is not element:
                add((node.tail or "").replace("\n", " "), True)
    if size > limit:
        return []
    return [folded for line in "".join(pieces).split("\n") if (folded := fold(line))]


def last_text_runs(page: Page, count: int) -> list[tuple[int, str]]:
    """The visible text runs of the last `count` elements of a page, tails included, each as (owner, text); see
    `TextRuns.owners`.
    """
    runs = page.text_runs
    first = max(0, len(page.elements) - count)
    row_begin = next((row_begin for row_begin in runs.begins[first:] if row_begin >= 0), len(runs.row))
    owned = zip(runs.owners[row_begin:], runs.row[row_begin:], strict=True)
    return [(owner, text) for owner, text in owned if owner >= 2 * first]


def short_text(draft: Draft, element: Element, limit: int = 600) -> str:
    """The visible lines of an element joined by spaces; "" when they have more than `limit` characters."""
    lines = visible_lines(draft, element, limit)
    return " ".join(lines) if lines else ""


def _may_hold_calls(draft: Draft, element: Element) -> bool:
    """Whether an element is a call of a note or may hold one."""
    return element in draft.claimed_ancestors or element in draft.calls or (element, "text") in draft.text_calls


def text_without_calls(draft: Draft, node: Element) -> str:
    """The text of a node before its first child, without the calls of notes in it."""
    text = node.text or ""
    calls = draft.text_calls.get((node, "text"))
    if not calls:
        return text
    pieces, position = [], 0
    for place in sorted((call.place for call in calls if isinstance(call.place, Span)), key=lambda place: place.start):
        pieces.append(text[position : place.start])
        position = max(position, place.end)
    return "".join([*pieces, text[position:]])
