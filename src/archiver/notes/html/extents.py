"""Extents of notes: this module finds the end of each note. The beginnings of all notes are known before.

A note begins at the target of a link: a list item, an empty anchor in it, the number at its start, a cell, a `dt`.

    <p id="n1">1. One.</p> <p>More.</p>         the block, with further paragraphs up to the next beginning
    <p id="n2">2. Two.</p>
    <p><a id="n3">3</a> Three.<br>              several notes in one block: the text up to the next beginning
       <a id="n4">4</a> Four.</p>
    <td><a id="n5">5</a></td> <td>Five.</td>    the row
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from archiver.draft import Span
from archiver.notes import labels
from archiver.notes.html.claims import WHOLE_PAGE, Body
from archiver.notes.html.page_view import PageView
from archiver.trees.elements import Element

#: Elements that hold one whole note: a note that begins at the start of one fills it.
_NOTE_CONTAINERS = frozenset({"li", "dd", "aside", "tr", "details"})
#: Elements that end a note.
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "hr", "header", "nav", "footer"])
_ONLY_SIGNS = re.compile(rf"[\s{re.escape(labels.ARROWS + labels.OPENERS + labels.CLOSERS)}.:;,|•·\-–—]*")
_SIGNS = labels.ARROWS + labels.OPENERS + labels.CLOSERS + " \n\t\r\xa0.:;,|"
#: The most characters of one note. A longer stretch is no note.
MAX_NOTE = 40_000
#: The most blocks after its first one that a note may have.
_MAX_FOLLOWING = 8


class Extents:
    """Finds the body of the note that begins at an element. It knows all beginnings and all markers of the page."""

    def __init__(self, page: PageView, beginnings: Iterable[Element], calls: Iterable[tuple[int, int]]) -> None:
        """`calls` are the (start, end) of the markers in the text of the page."""
        self.page = page
        self.starts = sorted({self._first_character(element) for element in beginnings})
        self.call_starts = sorted(start for start, _ in calls)
        self._bodies: dict[Element, Body | None] = {}

    def _first_character(self, element: Element) -> int:
        """The place of the first visible character at or after the start of an element."""
        text, position = self.page.text, self.page.start_of[element]
        while position < len(text) and text[position].isspace():
            position += 1
        return position

    def _count(self, element: Element) -> int:
        """The number of notes that begin in an element."""
        return bisect_left(self.starts, self.page.end_of[element]) - bisect_left(
            self.starts, self.page.start_of[element]
        )

    def body(self, beginning: Element) -> Body | None:
        """The body of the note that begins at an element. None when no note begins there, or several do."""
        if beginning not in self._bodies:
            self._bodies[beginning] = self._find_body(beginning)
        return self._bodies[beginning]

    def _find_body(self, beginning: Element) -> Body | None:
        page = self.page
        if self._count(beginning) > 1 or beginning.tag in WHOLE_PAGE:
            return None
        if page.is_block(beginning) and beginning.tag not in _HEADINGS:
            return self._block_body(beginning)
        holder = page.block_of[beginning]
        start = self._first_character(beginning)
        # Typora and others put the id on the backlink at the end of the note.
        at_end = page.is_blank(page.end_of[beginning], page.end_of[holder]) and (
            start >= page.end_of[holder] or labels.is_arrow(page.text_of(beginning))
        )
        if (
            (at_end or self._is_label_or_signs(page.start_of[holder], start))
            and self._count(holder) == 1
            and holder.tag not in WHOLE_PAGE
        ):
            return self._block_body(holder)
        own_text = page.text_of(beginning)
        if not self._is_only_label(own_text) and not page.is_blank(page.end_of[beginning], page.end_of[holder]):
            # a tooltip in the sentence: the element is the note
            return Body(page.start_of[beginning], page.end_of[beginning], (beginning,), run=self._run(holder))
        return self._text_body(beginning, holder, start)

    # -- a block or several ------------------------------------------------------------------------

    def _block_body(self, block: Element) -> Body | None:
        """The note that begins with a block: the block, and the blocks after it that belong to the note."""
        page = self.page
        block = self._highest_block(block)
        if block.tag in ("td", "th"):
            parent = block.parent
            if parent is not None and self._count(parent) <= 1:
                block = parent
        if block.tag == "table":
            rows = [element for element in self.page.subtree(block) if element.tag == "tr"]
            block = rows[0] if len(rows) == 1 else block
        parts = [block]
        following = self._following(block)
        if block.tag == "dt" or self._is_only_label(page.text_of(block)):
            takes_all = self._next_note_follows(following) or (block.tag != "dt" and self._closes_list(block))
            parts.extend(following[: _MAX_FOLLOWING if takes_all else 1])
        elif (
            block.tag not in _NOTE_CONTAINERS
            and following
            and (self._closes_list(block) or self._goes_on_in(block, following))
        ):
            parts.extend(following)
        start, end = page.start_of[parts[0]], page.end_of[parts[-1]]
        if end - start > MAX_NOTE or page.is_blank(start, end):
            return None
        return Body(start, end, tuple(parts), run=self._run(block))

    def _highest_block(self, block: Element) -> Element:
        """The highest ancestor of a block in which only this note begins, with nothing before it.

        The block itself when there is none.
        """
        page = self.page
        current = block
        while current.tag not in _NOTE_CONTAINERS:
            parent = current.parent
            if (
                parent is None
                or parent.tag in WHOLE_PAGE
                or parent.tag in ("ol", "ul", "dl", "table", "tbody", "section", "footer")
            ):
                break
            if self._count(parent) != 1 or not self._is_label_or_signs(page.start_of[parent], page.start_of[current]):
                break
            grandparent = parent.parent
            is_only_note = grandparent is None or self._count(grandparent) <= 1
            if (
                is_only_note
                and parent.tag not in _NOTE_CONTAINERS
                and not re.search("(?i)foot-?note|endnote", page.roles_and_classes(parent))
            ):
                break
            if parent.tag in ("div", "blockquote", "p") and page.length_of(parent) > MAX_NOTE:
                break
            current = parent
        return current

    def _following(self, block: Element) -> list[Element]:
        """The siblings after a block that may belong to its note: up to the next beginning, heading, rule or marker."""
        page = self.page
        siblings: list[Element] = []
        sibling = block.next
        while sibling is not None and len(siblings) <= _MAX_FOLLOWING:
            if not isinstance(sibling.tag, str) or not page.is_block(sibling):
                if (
                    isinstance(sibling.tag, str) and page.text_between(page.start_of[sibling], page.end_of[sibling])
                ) or (sibling.tail or "").strip():
                    break
                sibling = sibling.next
                continue
            if self._count(sibling) or sibling.tag in _HEADINGS or (block.tag == "dt" and sibling.tag == "dt"):
                break
            if self._has_call(page.start_of[sibling], page.end_of[sibling]) or not page.text_of(sibling).strip():
                break
            siblings.append(sibling)
            sibling = sibling.next
        return siblings

    def _next_note_follows(self, following: list[Element]) -> bool:
        """Whether the next note begins right after these siblings, so that they are between two notes."""
        if not following or len(following) > _MAX_FOLLOWING:
            return False
        after = following[-1].next
        while after is not None and (not isinstance(after.tag, str) or not self.page.text_of(after).strip()):
            after = after.next
        return after is not None and isinstance(after.tag, str) and self._count(after) > 0

    def _goes_on_in(self, block: Element, following: list[Element]) -> bool:
        """Whether the blocks after a note are further paragraphs of it, because the next note begins right after them.

        Not if the note is a `div` with paragraphs inside: then its paragraphs are all in the `div`, and text between two
        such notes belongs to the article (Zola, mdBook).
        """
        if block.tag == "div" and any(
            self.page.is_block(child) and self.page.text_of(child).strip()
            for child in block.children
            if isinstance(child.tag, str)
        ):
            return False
        return self._next_note_follows(following)

    def _closes_list(self, block: Element) -> bool:
        """Whether the class of a block's parent is that of a list of notes.

        Then the content after the block belongs to the last note.
        """
        parent = block.parent
        if parent is None or parent.tag in WHOLE_PAGE:
            return False
        return re.search("(?i)foot-?notes?|end-?notes?|rearnote", self.page.roles_and_classes(parent)) is not None

    def _has_call(self, start: int, end: int) -> bool:
        """Whether there is a marker between two places."""
        index = bisect_left(self.call_starts, start)
        return index < len(self.call_starts) and self.call_starts[index] < end

    def _is_signs(self, start: int, end: int) -> bool:
        """Whether there are only signs between two places: arrows, brackets, punctuation, as before a note."""
        return end - start < 80 and _ONLY_SIGNS.fullmatch(self.page.text, start, end) is not None

    def _is_label_or_signs(self, start: int, end: int) -> bool:
        """Whether there are only signs between two places, or the label of a note: "1." before its anchor."""
        return self._is_signs(start, end) or (
            end - start < 40 and labels.read_one(self.page.text[start:end].strip(_SIGNS)) is not None
        )

    def _is_only_label(self, text: str) -> bool:
        """Whether the text of a block is empty, a label or an arrow.

        Then the text of the note comes after the block.
        """
        stripped = text.strip()
        return len(stripped) < 24 and (not stripped or bool(labels.read(stripped)) or labels.is_arrow(stripped))

    # -- text without a block of its own -----------------------------------------------------------

    def _text_body(self, beginning: Element, holder: Element, start: int) -> Body | None:
        """A note that is with other notes in one block (`holder`), or that is between blocks. None if no text is found."""
        page = self.page
        index = bisect_right(self.starts, start)
        limit = min(self.starts[index], page.end_of[holder]) if index < len(self.starts) else page.end_of[holder]
        # An opening bracket or a label before the beginning on its line belongs to the note.
        line = page.line_before(start)
        if len(line) < 12 and (_ONLY_SIGNS.fullmatch(line) or labels.read(line)):
            start -= len(line)
        end = limit
        if index >= len(self.starts) or self.starts[index] >= page.end_of[holder]:
            # The last note of its block ends with its line. A line that has only the label does not count.
            newline = page.text.find("\n", start, limit)
            while newline != -1 and self._is_only_label(page.text[start:newline]):
                newline = page.text.find("\n", newline + 1, limit)
            end = newline if newline != -1 else limit
        else:
            # Any other note ends where the line of the next note begins.
            newline = page.text.rfind("\n", start, limit)
            if newline > start and len(page.text[newline : min(limit, newline + 80)].strip()) < 12:
                end = newline
        if end - start > MAX_NOTE:
            return None
        if self._is_only_label(page.text[start:end]):
            return self._next_block_body(beginning, holder)
        if end - start > MAX_NOTE or not page.text_between(start, end):
            return None
        cover = page.cover(start, end, holder)
        parts = tuple(place for place in cover if not isinstance(place, Span))
        spans = tuple(place for place in cover if isinstance(place, Span))
        return Body(start, end, parts, spans, run=self._run(holder))

    def _next_block_body(self, beginning: Element, holder: Element) -> Body | None:
        """The note of an anchor that is alone between blocks: it is the next block. None if the next block is no note."""
        page = self.page
        current: Element | None = beginning
        while current is not None and current is not holder:
            sibling = current.next
            while sibling is not None:
                if isinstance(sibling.tag, str) and page.is_block(sibling) and page.text_of(sibling).strip():
                    if sibling.tag in _HEADINGS or self._count(sibling) > 1:
                        return None
                    return Body(page.start_of[sibling], page.end_of[sibling], (sibling,), run=self._run(sibling))
                if isinstance(sibling.tag, str) and sibling.tag != "br" and page.text_of(sibling).strip():
                    return None
                sibling = sibling.next
            current = current.parent
        return None

    def _run(self, block: Element) -> str:
        """The key of the list that holds a note: the index of the parent."""
        parent = block.parent
        return str(max(parent.index, 0)) if parent is not None else ""
