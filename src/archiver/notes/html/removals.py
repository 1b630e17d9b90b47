"""Removal of headings that only announce notes, and of second copies of notes.

    <h2>Notes</h2> <ol>…the notes…</ol>                                              the heading: rule notes-heading
    word<sup>1</sup><span class="tooltip">The note.</span>  …  <li>The note.</li>    the tooltip: rule note-duplicate

A second copy that holds a note or a marker itself stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from archiver.draft import Draft
from archiver.notes import labels
from archiver.notes.html.claims import Body, suggests_notes
from archiver.notes.html.page_view import PageView
from archiver.trees.elements import Element

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: All characters except letters and digits. They are left out when texts are compared.
NOT_LETTERS = re.compile(r"[\W_]+")
#: The beginning of a note that a tooltip shows, with dots and perhaps "Read more".
CUT_SHORT = re.compile(r"^(.*?)\s*(?:…|\.\.\.|\[…\])\s*(?:\S{1,15}\s?){0,3}$", re.DOTALL)
#: The fewest letters of a note whose copies are looked for. Shorter texts occur twice by chance.
_MIN_LETTERS = 8


def remove_headings(page: PageView, bodies: Iterable[Body]) -> None:
    """Remove each heading such as "Notes" above a list of notes, if only notes are under it."""
    ranges = sorted((body.start, body.end) for body in bodies if not body.markup)
    covered = 0
    for index, (start, end) in enumerate(ranges):
        if start < covered or page.is_blank(covered, start):
            covered = max(covered, end)
            continue
        heading = _heading_above(page, start)
        if heading is not None and _has_only_notes_below(page, heading, ranges, index):
            page.draft.remove(heading, "notes-heading")
        covered = max(covered, end)


def _heading_above(page: PageView, start: int) -> Element | None:
    """The element right above a note whose whole text is that of a heading of notes. None when there is none."""
    text = page.text
    line_end = start
    while line_end > 0 and (text[line_end - 1].isspace() or text[line_end - 1] in labels.OPENERS):
        line_end -= 1
    line_start = text.rfind("\n", 0, line_end) + 1
    line = text[line_start:line_end].strip()
    if not line or not labels.is_notes_heading(line):
        return None
    node = page.node_at(line_end - 1)
    if node is None:
        return None
    element, which, _ = node
    current = element if which == "text" else element.parent
    outermost: Element | None = None
    while current is not None and current is not page.tree.root and current in page.start_of:
        if page.text_of(current).strip() != line:
            break
        outermost = current
        current = current.parent
    if outermost is None or not any(
        page.is_block(inner) or inner.tag in ("b", "strong") for inner in page.subtree(outermost)
    ):
        return None
    return outermost


def _has_only_notes_below(page: PageView, heading: Element, ranges: list[tuple[int, int]], index: int) -> bool:
    """Whether only notes follow a heading, up to the next one or the end of its section.

    `ranges` are the places of the notes in order; the note at `index` is the first one under the heading.
    """
    position = ranges[index][0]
    while index < len(ranges) and page.is_blank(position, ranges[index][0]):
        position = max(position, ranges[index][1])
        index += 1
    parent = heading.parent
    limit = page.end_of[parent] if parent is not None else len(page.text)
    if position >= limit or page.is_blank(position, limit):
        return True
    following = heading.next
    while following is not None:
        if (
            isinstance(following.tag, str)
            and page.end_of.get(following, 0) > position
            and page.text_of(following).strip()
        ):
            return following.tag in _HEADINGS or page.is_block(following)
        following = following.next
    return True


def remove_duplicates(page: PageView, texts: Iterable[str]) -> None:
    """Remove further copies of notes: tooltips beside the markers, pop-ups at the end of the page.

    `texts` are those of the notes.
    """
    draft = page.draft
    known = {letters: None for text in texts if len(letters := NOT_LETTERS.sub("", text)) >= _MIN_LETTERS}
    if not known:
        return
    longest = max(len(letters) for letters in known) * 2 + 200
    skipped_to = -1
    for element in page.elements:
        index = element.index
        if index <= skipped_to:
            continue
        if element in draft.note_parts:
            skipped_to = page.last_index[element]
            continue
        length = page.length_of(element)
        if not _MIN_LETTERS <= length <= longest or not _may_be_copy(page, element):
            continue
        text = page.text_of(element)
        letters = NOT_LETTERS.sub("", text)
        is_copy = letters in known or letters.lstrip("0123456789") in known
        if not is_copy and ("…" in text or "..." in text) and (truncated := CUT_SHORT.search(text)) is not None:
            start = NOT_LETTERS.sub("", truncated[1])
            is_copy = len(start) >= _MIN_LETTERS and any(other.startswith(start) for other in known)
        if is_copy and not _holds_claims(draft, page, element):
            draft.remove(element, "note-duplicate")
            skipped_to = page.last_index[element]


def _may_be_copy(page: PageView, element: Element) -> bool:
    """Whether an element is hidden, or its names say that it is a tooltip or a note."""
    if element in page.hidden:
        return True
    names = page.roles_and_classes(element)
    identifier = element.get("id") or ""
    return bool(names or identifier) and _names_copy(f"{names} {identifier}")


@lru_cache(maxsize=1 << 12)
def _names_copy(names: str) -> bool:
    return suggests_notes(names) or re.search(r"(?i)tool-?tip|pop-?(?:up|over)|modal", names) is not None


def _holds_claims(draft: Draft, page: PageView, element: Element) -> bool:
    """Whether a note or a marker is in an element."""
    return any(inner in draft.note_parts or inner in draft.calls for inner in page.subtree(element))
