"""The survey: the visible text of the whole body as one string, and where in it each element begins and ends.

So "what stands before this link in its paragraph", "is this inside that" and "is there anything left" are questions
about numbers, answered at once, on pages of any size. Blocks and `br` are line ends in that string.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import accumulate

from lxml.etree import _Element as Element

from archiver.draft import Draft, Span, Which
from archiver.page import BREAK, EDGE, LINES, SOFT_EDGE, is_hidden

_VISIBLE = re.compile(r"\S")


class Survey:
    """The text of a Draft's tree, and the places of its elements.

    Most pages have no notes, and of their elements few are asked for: what is dear to know of all is worked out when somebody asks, and
    what all families ask for are lists by the index of an element.
    """

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.elements = draft.page.elements
        self.order = draft.page.index_of
        pieces, tags = draft.page.text_runs, draft.page.tags
        row = [piece if piece != SOFT_EDGE else "" for piece in pieces.row] if SOFT_EDGE in pieces.row else pieces.row
        #: where in the text each piece of the row begins
        self._places = places = list(accumulate(map(len, row), initial=0))
        #: By the index of an element, where in the text it begins and ends. What stands inside something that nobody sees is an empty
        #: stretch where that begins.
        self.begins = [
            places[first + 1] if tag in LINES else places[first] for first, tag in zip(pieces.begins, tags, strict=True)
        ]
        self.finishes = [
            places[behind - 1] if tag in LINES else places[behind]
            for behind, tag in zip(pieces.ends, tags, strict=True)
        ]
        if -1 in pieces.begins:
            begins, finishes, parents = self.begins, self.finishes, draft.page.parents
            for index in [index for index, first in enumerate(pieces.begins) if first < 0]:
                begins[index] = finishes[index] = begins[parents[index]]
        self.text = self._lined("".join(row))

    @cached_property
    def begin(self) -> dict[Element, int]:
        """`begins` by element."""
        return dict(zip(self.elements, self.begins, strict=True))

    @cached_property
    def finish(self) -> dict[Element, int]:
        """`finishes` by element."""
        return dict(zip(self.elements, self.finishes, strict=True))

    @cached_property
    def last(self) -> dict[Element, int]:
        """By element, the index of its last descendant, or its own."""
        return {element: end - 1 for element, end in zip(self.elements, self.draft.page.ends, strict=True)}

    @cached_property
    def block(self) -> dict[Element, Element]:
        """By element, the nearest block that it is or is in; all that is inside something unseen has the block around that."""
        elements = self.elements
        blocks: list[Element] = []
        for element, tag, first, parent in zip(
            elements, self.draft.page.tags, self.draft.page.text_runs.begins, self.draft.page.parents, strict=True
        ):
            blocks.append(element if parent < 0 or (tag in LINES and first >= 0) else blocks[parent])
        return dict(zip(elements, blocks, strict=True))

    @cached_property
    def hidden(self) -> frozenset[Element]:
        """The elements that the page hides or nobody sees, with all below them."""
        elements, ends = self.elements, self.draft.page.ends
        found: set[Element] = set()
        for element, _ in self.having("style", "hidden"):
            if element not in found and is_hidden(element):
                index = self.order[element]
                found.update(elements[index : ends[index]])
        if -1 in self.draft.page.text_runs.begins:
            found.update(
                element for element, first in zip(elements, self.draft.page.text_runs.begins, strict=True) if first < 0
            )
        return frozenset(found)

    def _lined(self, joined: str) -> str:
        """The joined pieces with line ends where lines of the page end, and nowhere else but in `pre`."""
        parts: list[str] = []
        position = 0
        for element in self.tagged("pre"):
            index = self.order[element]
            start, end = self.begins[index], self.finishes[index]
            if start >= position:
                # line ends of the source are no line ends of the page, except here
                parts += (_folded(joined[position:start]), joined[start:end])
                position = end
        parts.append(_folded(joined[position:]))
        return "".join(parts).replace(EDGE, "\n").replace(BREAK, "\n")

    # -- questions ---------------------------------------------------------------------------------

    def text_of(self, element: Element) -> str:
        """The visible text below an element, line ends and all."""
        index = self.order[element]
        return self.text[self.begins[index] : self.finishes[index]]

    def between(self, start: int, end: int) -> str:
        """The visible text between two places, stripped."""
        return self.text[start:end].strip()

    def is_blank(self, start: int, end: int) -> bool:
        """Whether nothing visible stands between two places."""
        return start >= end or _VISIBLE.search(self.text, start, end) is None

    def length_of(self, element: Element) -> int:
        """How much visible text is below an element, about."""
        index = self.order[element]
        return self.finishes[index] - self.begins[index]

    def contains(self, outer: Element, inner: Element) -> bool:
        """Whether `inner` is `outer` or below it."""
        index = self.order[outer]
        return index <= self.order[inner] < self.draft.page.ends[index]

    def before_in_block(self, element: Element) -> str:
        """What stands before an element in its block, in the same block, up to 200 characters."""
        start = self.begin[element]
        return self.text[max(self.begin[self.block[element]], start - 200) : start]

    def opening_at(self, position: int, raised: bool = False) -> Element | None:
        """The outermost short inline element whose text begins at a place; with `raised`, a superscript."""
        node = self.node_at(position)
        if node is None:
            return None
        element, which, _ = node
        current = element if which == "text" else element.getparent()
        found: Element | None = None
        while (
            current is not None
            and current in self.begin
            and not self.is_line(current)
            and self.length_of(current) <= 16
        ):
            if self.text[self.begin[current] : position].strip():
                break
            if (
                not raised
                or current.tag == "sup"
                or "super" in f"{current.get('class') or ''} {current.get('style') or ''}"
            ):
                found = current
            current = current.getparent()
        return found

    def raised_at(self, position: int) -> Element | None:
        """The superscript whose text begins at a place, when it is short."""
        if position not in self.raised_starts:
            return None
        return self.opening_at(position, raised=True)

    def line_before(self, position: int) -> str:
        """What stands before a place on its line, up to 200 characters."""
        low = max(0, position - 200)
        return self.text[max(low, self.text.rfind("\n", low, position) + 1) : position]

    def is_line(self, element: Element) -> bool:
        """Whether an element starts a new line on the page."""
        return element.tag in LINES

    def ancestors(self, element: Element) -> Iterator[Element]:
        """The ancestors of an element below and with the body, nearest first."""
        root = self.draft.page.root
        current = element
        while current is not root:
            parent = current.getparent()
            if parent is None:
                return
            yield parent
            current = parent

    def elements_from(self, element: Element) -> Iterator[Element]:
        """An element and all below it, in order."""
        index = self.order[element]
        for at in range(index, self.draft.page.ends[index]):
            yield self.elements[at]

    @cached_property
    def _starts(self) -> list[int]:
        """Where the text nodes begin; edges are none."""
        holders = self.draft.page.text_runs.owners
        return [place for place, holder in zip(self._places, holders, strict=False) if holder >= 0]

    @cached_property
    def _holders(self) -> list[int]:
        """Whose the text nodes are, as in `TextRuns.owners`."""
        return [holder for holder in self.draft.page.text_runs.owners if holder >= 0]

    # -- places ------------------------------------------------------------------------------------

    def node_at(self, position: int) -> tuple[Element, Which, int] | None:
        """The text node that holds the character at a place, and which of its characters that is."""
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            return None
        element, which = self._node(index)
        return element, which, position - self._starts[index]

    def _node(self, index: int) -> tuple[Element, Which]:
        holder = self._holders[index]
        return self.elements[holder >> 1], "tail" if holder & 1 else "text"

    def spans(self, start: int, end: int) -> list[Span]:
        """The stretches of text nodes that make up the text between two places."""
        found: list[Span] = []
        index = max(0, bisect_right(self._starts, start) - 1)
        while index < len(self._starts) and self._starts[index] < end:
            element, which = self._node(index)
            value = (element.text if which == "text" else element.tail) or ""
            low = max(0, start - self._starts[index])
            high = min(len(value), end - self._starts[index])
            if low < high:
                found.append(Span(element, which, low, high))
            index += 1
        return found

    def cover(self, start: int, end: int, within: Element | None = None) -> list[Element | Span]:
        """The outermost elements below `within` that lie between two places, and spans for the text outside them."""
        found: list[Element | Span] = []
        for span in self.spans(start, end):
            holder = span.element if span.which == "text" else span.element.getparent()
            best: Element | None = None
            while holder is not None and holder is not within and holder is not self.draft.page.root:
                if not (start <= self.begin[holder] and self.finish[holder] <= end):
                    break
                best = holder
                holder = holder.getparent()
            if best is None:
                found.append(span)
            elif not found or found[-1] is not best:
                found.append(best)
        return found

    def here(self, element: Element) -> Span:
        """The place right before an element, as an empty stretch of the text before it."""
        previous = element.getprevious()
        if previous is not None:
            at = len(previous.tail or "")
            return Span(previous, "tail", at, at)
        parent = element.getparent()
        assert parent is not None
        at = len(parent.text or "")
        return Span(parent, "text", at, at)

    # -- names and attributes ----------------------------------------------------------------------

    def tagged(self, *tags: str) -> list[Element]:
        """The elements of these names, in document order."""
        return [self.elements[index] for index in _indexes(self.draft.page.by_tag, tags)]

    def short(self, most: int, *tags: str) -> Iterator[tuple[Element, str]]:
        """The elements of these names that have visible text, and at most so much, with this text stripped, in document order."""
        begins, finishes = self.begins, self.finishes
        for index in _indexes(self.draft.page.by_tag, tags):
            if 0 < finishes[index] - begins[index] <= most:
                yield self.elements[index], self.text[begins[index] : finishes[index]].strip()

    def having(self, *names: str) -> list[tuple[Element, dict[str, str]]]:
        """The elements that have one of these attributes, with all that they have, in document order."""
        elements, attributes = self.elements, self.draft.page.attributes
        return [(elements[index], attributes[index]) for index in _indexes(self.draft.page.by_attribute, names)]

    @cached_property
    def data_names(self) -> frozenset[str]:
        """The names of `data-…` attributes that the page uses."""
        return frozenset(name for name in self.draft.page.by_attribute if name.startswith("data-"))

    @cached_property
    def data_attributes(self) -> list[tuple[Element, list[tuple[str, str]]]]:
        """The elements with `data-…` attributes, with those that may be an id, a number or a short text."""
        names, found = self.data_names, []
        for element, attributes in self.having(*names):
            data = [(key, value) for key, value in attributes.items() if key in names and 0 < len(value) <= 120]
            if data:
                found.append((element, data))
        return found

    @cached_property
    def raised_starts(self) -> frozenset[int]:
        """Where the text of superscripts begins."""
        raised = [
            *self.tagged("sup"),
            *(
                element
                for element, said in self.having("class", "style")
                if "super" in said.get("class", "") or "super" in said.get("style", "")
            ),
        ]
        return frozenset(self.begins[self.order[element]] for element in raised)

    @cached_property
    def raised_order(self) -> list[int]:
        """`raised_starts`, in order."""
        return sorted(self.raised_starts)


def _indexes(known: Mapping[str, list[int]], names: Iterable[str]) -> list[int]:
    """The indexes that are known under one of these names, in order."""
    found = [indexes for name in names if (indexes := known.get(name))]
    if len(found) < 2:
        return found[0] if found else []
    return sorted({index for indexes in found for index in indexes})


def _folded(text: str) -> str:
    """Text whose line ends and tabs are spaces, character for character."""
    for sign in "\n\t\r\f\v":
        if sign in text:
            text = text.replace(sign, " ")
    return text
