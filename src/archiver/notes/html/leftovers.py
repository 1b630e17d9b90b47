"""What is left when the notes are taken: headings that only announced them, bodies that the page prints twice."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from lxml.etree import _Element as Element

from archiver.draft import Draft
from archiver.notes import labels
from archiver.notes.html.claims import Body, described, hinted
from archiver.notes.html.page_view import PageView

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_FLAT = re.compile(r"[\W_]+")
#: The beginning of a body with dots, and perhaps "Read more", in a tooltip.
_CUT = re.compile(r"^(.*?)\s*(?:…|\.\.\.|\[…\])\s*(?:\S{1,15}\s?){0,3}$", re.DOTALL)
#: Characters of a body below which its second printing can't be told from chance.
_TELLING = 8


def remove_headings(page: PageView, bodies: Iterable[Body]) -> None:
    """Send headings to the ledger that say "Notes" above a list of notes and have nothing else under them."""
    ranges = sorted((body.start, body.end) for body in bodies if not body.markup)
    covered = 0
    for index, (start, end) in enumerate(ranges):
        if start < covered or page.is_blank(covered, start):
            covered = max(covered, end)
            continue
        heading = _heading_above(page, start)
        if heading is not None and _only_notes_below(page, heading, ranges, index):
            page.draft.remove(heading, "notes-heading")
        covered = max(covered, end)


def _heading_above(page: PageView, start: int) -> Element | None:
    """The element right above a note whose whole text says "Notes"."""
    text = page.text
    end = start
    while end > 0 and (text[end - 1].isspace() or text[end - 1] in labels.OPENERS):
        end -= 1
    begin = text.rfind("\n", 0, end) + 1
    line = text[begin:end].strip()
    if not line or not labels.says_notes(line):
        return None
    node = page.node_at(end - 1)
    if node is None:
        return None
    element, which, _ = node
    current = element if which == "text" else element.getparent()
    best: Element | None = None
    while current is not None and current is not page.draft.page.root and current in page.begin:
        if page.text_of(current).strip() != line:
            break
        best = current
        current = current.getparent()
    if best is None or not any(page.is_line(one) or one.tag in ("b", "strong") for one in page.elements_from(best)):
        return None
    return best


def _only_notes_below(page: PageView, heading: Element, ranges: list[tuple[int, int]], index: int) -> bool:
    """Whether what follows the heading, up to the next one or the end of its section, is notes."""
    at = ranges[index][0]
    while index < len(ranges) and page.is_blank(at, ranges[index][0]):
        at = max(at, ranges[index][1])
        index += 1
    parent = heading.getparent()
    limit = page.finish[parent] if parent is not None else len(page.text)
    if at >= limit or page.is_blank(at, limit):
        return True
    following = heading.getnext()
    while following is not None:
        if isinstance(following.tag, str) and page.finish.get(following, 0) > at and page.text_of(following).strip():
            return following.tag in _HEADINGS or page.is_line(following)
        following = following.getnext()
    return True


def remove_duplicates(page: PageView, texts: Iterable[str]) -> None:
    """Send bodies to the ledger that the page prints again: tooltips beside the markers, pop-ups at its end."""
    draft = page.draft
    known = {flat: None for text in texts if len(flat := _FLAT.sub("", text)) >= _TELLING}
    if not known:
        return
    longest = max(len(flat) for flat in known) * 2 + 200
    beyond = -1
    for element in page.elements:
        order = page.order[element]
        if order <= beyond:
            continue
        if element in draft.note_parts:
            beyond = page.last[element]
            continue
        length = page.length_of(element)
        if not _TELLING <= length <= longest or not _may_be_copy(page, element):
            continue
        text = page.text_of(element)
        flat = _FLAT.sub("", text)
        is_copy = flat in known or flat.lstrip("0123456789") in known
        if not is_copy and ("…" in text or "..." in text) and (cut := _CUT.search(text)) is not None:
            begun = _FLAT.sub("", cut[1])
            is_copy = len(begun) >= _TELLING and any(one.startswith(begun) for one in known)
        if is_copy and not _holds_claims(draft, page, element):
            draft.remove(element, "note-duplicate")
            beyond = page.last[element]


def _may_be_copy(page: PageView, element: Element) -> bool:
    """Whether an element hides, or says that it is a tooltip or a note."""
    if element in page.hidden:
        return True
    said = described(page, element)
    ident = element.get("id") or ""
    return bool(said or ident) and _says_copy(f"{said} {ident}")


@lru_cache(maxsize=1 << 12)
def _says_copy(said: str) -> bool:
    return hinted(said) or re.search(r"(?i)tool-?tip|pop-?(?:up|over)|modal", said) is not None


def _holds_claims(draft: Draft, page: PageView, element: Element) -> bool:
    return any(one in draft.note_parts or one in draft.calls for one in page.elements_from(element))
