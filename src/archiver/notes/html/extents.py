"""How far a note reaches, once it is known where each one begins.

A note begins at an element that something points to: the list item itself, an empty anchor in it, the number at its
start, a cell, a `dt`. It is the block that holds this beginning and no other one; or, where several notes share a
block (lines ended by `br`), the text up to the next beginning. Paragraphs that follow before the next note begins
belong to it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from lxml.etree import _Element as Element

from archiver.notes import labels
from archiver.notes.html.claims import Body, described, hinted
from archiver.notes.html.page_view import PageView

#: Elements that hold one note as a whole: a note that begins at their start fills them.
_WHOLE = frozenset({"li", "dd", "aside", "tr", "details"})
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "hr", "header", "nav", "footer"])
_TOO_BIG = frozenset({"body", "main", "article", "html"})
_JUNK = re.compile(rf"[\s{re.escape(labels.ARROWS + labels.OPENERS + labels.CLOSERS)}.:;,|•·\-–—]*")
_SIGNS = labels.ARROWS + labels.OPENERS + labels.CLOSERS + " \n\t\r\xa0.:;,|"
#: Characters of one note; what is longer is no note.
MAX_NOTE = 40_000
_MAX_FOLLOWING = 8


class Extents:
    """Finds bodies for beginnings; knows all beginnings and all markers of the page."""

    def __init__(self, page: PageView, beginnings: Iterable[Element], calls: Iterable[tuple[int, int]]) -> None:
        """`calls` are the places of the markers in the page's text."""
        self.page = page
        self.starts = sorted({self._first(element) for element in beginnings})
        self.call_starts = sorted(start for start, _ in calls)
        self._done: dict[Element, Body | None] = {}

    def _first(self, element: Element) -> int:
        """The place of the first visible character at or after a beginning."""
        text, at = self.page.text, self.page.begin[element]
        while at < len(text) and text[at].isspace():
            at += 1
        return at

    def _count(self, element: Element) -> int:
        """How many beginnings stand in an element."""
        return bisect_left(self.starts, self.page.finish[element]) - bisect_left(self.starts, self.page.begin[element])

    def body(self, beginning: Element) -> Body | None:
        """The body that begins at an element, or None when there is none."""
        if beginning not in self._done:
            self._done[beginning] = self._find(beginning)
        return self._done[beginning]

    def _find(self, beginning: Element) -> Body | None:
        page = self.page
        if self._count(beginning) > 1 or beginning.tag in _TOO_BIG:
            return None
        if page.is_line(beginning) and beginning.tag not in _HEADINGS:
            return self._block(beginning)
        holder = page.block[beginning]
        start = self._first(beginning)
        # Typora and others set the anchor on the way back
        at_end = page.is_blank(page.finish[beginning], page.finish[holder]) and (
            start >= page.finish[holder] or labels.is_arrow(page.text_of(beginning))
        )
        if (
            (at_end or self._opens(page.begin[holder], start))
            and self._count(holder) == 1
            and holder.tag not in _TOO_BIG
        ):
            return self._block(holder)
        own = page.text_of(beginning)
        if not self._is_bare(own) and not page.is_blank(page.finish[beginning], page.finish[holder]):
            # a tooltip in the sentence: the element is the note
            return Body(page.begin[beginning], page.finish[beginning], (beginning,), run=self._run(holder))
        return self._loose(beginning, holder, start)

    # -- a block or several ------------------------------------------------------------------------

    def _block(self, block: Element) -> Body | None:
        page = self.page
        block = self._climb(block)
        if block.tag in ("td", "th"):
            parent = block.getparent()
            if parent is not None and self._count(parent) <= 1:
                block = parent
        if block.tag == "table":
            rows = [one for one in self.page.elements_from(block) if one.tag == "tr"]
            block = rows[0] if len(rows) == 1 else block
        parts = [block]
        following = self._following(block)
        if block.tag == "dt" or self._is_bare(page.text_of(block)):
            whole = self._next_is_near(following) or (block.tag != "dt" and self._closes_list(block))
            taken = following[: _MAX_FOLLOWING if whole else 1]
            parts.extend(taken)
        elif (
            block.tag not in _WHOLE and following and (self._closes_list(block) or self._is_followed(block, following))
        ):
            parts.extend(following)
        start, end = page.begin[parts[0]], page.finish[parts[-1]]
        if end - start > MAX_NOTE or page.is_blank(start, end):
            return None
        return Body(start, end, tuple(parts), run=self._run(block))

    def _climb(self, block: Element) -> Element:
        """The block that is one note of a run: as high as it holds one beginning, with nothing before it."""
        page = self.page
        current = block
        while current.tag not in _WHOLE:
            parent = current.getparent()
            if (
                parent is None
                or parent.tag in _TOO_BIG
                or parent.tag in ("ol", "ul", "dl", "table", "tbody", "section", "footer")
            ):
                break
            if self._count(parent) != 1 or not self._opens(page.begin[parent], page.begin[current]):
                break
            grandparent = parent.getparent()
            alone = grandparent is None or self._count(grandparent) <= 1
            if alone and parent.tag not in _WHOLE and not re.search("(?i)foot-?note|endnote", described(page, parent)):
                break
            if parent.tag in ("div", "blockquote", "p") and page.length_of(parent) > MAX_NOTE:
                break
            current = parent
        return current

    def _following(self, block: Element) -> list[Element]:
        """The siblings after a block that may belong to its note: up to the next beginning, heading, rule or marker."""
        page = self.page
        found: list[Element] = []
        sibling = block.getnext()
        while sibling is not None and len(found) <= _MAX_FOLLOWING:
            if not isinstance(sibling.tag, str) or not page.is_line(sibling):
                if (isinstance(sibling.tag, str) and page.between(page.begin[sibling], page.finish[sibling])) or (
                    sibling.tail or ""
                ).strip():
                    break
                sibling = sibling.getnext()
                continue
            if self._count(sibling) or sibling.tag in _HEADINGS or (block.tag == "dt" and sibling.tag == "dt"):
                break
            if self._has_call(page.begin[sibling], page.finish[sibling]) or not page.text_of(sibling).strip():
                break
            found.append(sibling)
            sibling = sibling.getnext()
        return found

    def _next_is_near(self, following: list[Element]) -> bool:
        """Whether the next note begins right after these siblings, so that they stand between two notes."""
        if not following or len(following) > _MAX_FOLLOWING:
            return False
        after = following[-1].getnext()
        while after is not None and (not isinstance(after.tag, str) or not self.page.text_of(after).strip()):
            after = after.getnext()
        return after is not None and isinstance(after.tag, str) and self._count(after) > 0

    def _is_followed(self, block: Element, following: list[Element]) -> bool:
        """Whether the blocks after a note are further paragraphs of it, for the next one begins right behind them.

        A box that holds paragraphs of its own is closed: what stands between two of them is the article (Zola, mdBook).
        """
        if block.tag == "div" and any(
            self.page.is_line(child) and self.page.text_of(child).strip()
            for child in block
            if isinstance(child.tag, str)
        ):
            return False
        return self._next_is_near(following)

    def _closes_list(self, block: Element) -> bool:
        """Whether a block is the last note in an element that says it holds notes and nothing else."""
        parent = block.getparent()
        if parent is None or parent.tag in _TOO_BIG:
            return False
        return re.search("(?i)foot-?notes?|end-?notes?|rearnote", described(self.page, parent)) is not None

    def _has_call(self, start: int, end: int) -> bool:
        at = bisect_left(self.call_starts, start)
        return at < len(self.call_starts) and self.call_starts[at] < end

    def _is_junk(self, start: int, end: int) -> bool:
        """Whether there is nothing between two places but signs that stand before a note."""
        return end - start < 80 and _JUNK.fullmatch(self.page.text, start, end) is not None

    def _opens(self, start: int, end: int) -> bool:
        """Whether there is nothing between two places but signs, or the label of a note: "1." before its anchor."""
        return self._is_junk(start, end) or (
            end - start < 40 and labels.read_one(self.page.text[start:end].strip(_SIGNS)) is not None
        )

    def _is_bare(self, text: str) -> bool:
        """Whether a block holds a label only, and its text must come after it."""
        stripped = text.strip()
        return len(stripped) < 24 and (not stripped or bool(labels.read(stripped)) or labels.is_arrow(stripped))

    # -- loose text --------------------------------------------------------------------------------

    def _loose(self, beginning: Element, holder: Element, start: int) -> Body | None:
        """A note that shares its block with others, or that stands between blocks."""
        page = self.page
        at = bisect_right(self.starts, start)
        limit = min(self.starts[at], page.finish[holder]) if at < len(self.starts) else page.finish[holder]
        # take along what stands before the beginning on its line: an opening bracket, a label
        line = page.line_before(start)
        if len(line) < 12 and (_JUNK.fullmatch(line) or labels.read(line)):
            start -= len(line)
        end = limit
        if at >= len(self.starts) or self.starts[at] >= page.finish[holder]:
            # the last of its block: up to the end of its line, or of its paragraph when the lines before are longer
            # than one
            newline = page.text.find("\n", start, limit)
            while newline != -1 and self._is_bare(page.text[start:newline]):
                newline = page.text.find("\n", newline + 1, limit)
            end = newline if newline != -1 else limit
        else:
            # the next one's line begins at a line end
            newline = page.text.rfind("\n", start, limit)
            if newline > start and len(page.text[newline : min(limit, newline + 80)].strip()) < 12:
                end = newline
        if end - start > MAX_NOTE:
            return None
        if self._is_bare(page.text[start:end]):
            return self._after(beginning, holder)
        if end - start > MAX_NOTE or not page.between(start, end):
            return None
        cover = page.cover(start, end, holder)
        parts = tuple(place for place in cover if not hasattr(place, "which"))
        spans = tuple(place for place in cover if hasattr(place, "which"))
        return Body(start, end, parts, spans, run=self._run(holder))  # type: ignore[arg-type]

    def _after(self, beginning: Element, holder: Element) -> Body | None:
        """An anchor alone between blocks: the note is the next block."""
        current: Element | None = beginning
        while current is not None and current is not holder:
            sibling = current.getnext()
            while sibling is not None:
                if isinstance(sibling.tag, str) and self.page.is_line(sibling) and self.page.text_of(sibling).strip():
                    if sibling.tag in _HEADINGS or self._count(sibling) > 1:
                        return None
                    return Body(self.page.begin[sibling], self.page.finish[sibling], (sibling,), run=self._run(sibling))
                if isinstance(sibling.tag, str) and sibling.tag != "br" and self.page.text_of(sibling).strip():
                    return None
                sibling = sibling.getnext()
            current = current.getparent()
        return None

    def _run(self, block: Element) -> str:
        """The list that a note stands in, as a key."""
        parent = block.getparent()
        return str(self.page.order.get(parent, 0)) if parent is not None else ""


def speaks_of_notes(page: PageView, element: Element) -> bool:
    """Whether an element or one of its near ancestors says in roles, classes or ids that it is or holds notes."""
    for depth, one in enumerate((element, *page.ancestors(element))):
        if depth > 4 or one.tag in _TOO_BIG:
            return False
        if hinted(described(page, one)) or hinted(one.get("id") or ""):
            return True
    return False
