"""The survey: the visible text of the whole body as one string, and where in it each element begins and ends.

So "what stands before this link in its paragraph", "is this inside that" and "is there anything left" are questions
about numbers, answered at once, on pages of any size. Blocks and `br` are line ends in that string.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate

from lxml.etree import _Element as Element

from archiver.draft import Draft, Span, Which
from archiver.visible import BREAK, EDGE, LINES, SOFT_EDGE, is_hidden

_VISIBLE = re.compile(r"\S")
#: Attributes that elements have for their looks or their own address, and never to point at a note.
INERT = frozenset({"class", "id", "style", "src", "rel", "title", "alt", "target", "type", "width", "height", "lang"})
COMMON = INERT | {"href"}


class Survey:
    """The text of a Draft's tree, and the places of its elements."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.elements = draft.elements
        self.order = draft.order
        pieces = draft.pieces
        tags, ends, elements = draft.tags, draft.ends, draft.elements
        row = [piece if piece != SOFT_EDGE else "" for piece in pieces.row] if SOFT_EDGE in pieces.row else pieces.row
        #: where in the text each piece of the row begins
        places = list(accumulate(map(len, row), initial=0))
        self._starts = [place for place, holder in zip(places, pieces.holders, strict=False) if holder >= 0]
        self._holders = [holder for holder in pieces.holders if holder >= 0]
        self.last: dict[Element, int] = {element: end - 1 for element, end in zip(elements, ends, strict=True)}
        self.hidden: set[Element] = set()
        for index, said in enumerate(draft.attributes):
            if (
                ("style" in said or "hidden" in said)
                and elements[index] not in self.hidden
                and is_hidden(elements[index])
            ):
                self.hidden.update(elements[index : ends[index]])
        begin: list[int] = []
        finish: list[int] = []
        blocks: list[Element] = []
        for index, (tag, first, behind, parent) in enumerate(
            zip(tags, pieces.begins, pieces.ends, draft.parents, strict=True)
        ):
            if first < 0:  # inside something that nobody sees
                begin.append(begin[parent])
                finish.append(begin[parent])
                blocks.append(blocks[parent])
                self.hidden.add(elements[index])
            elif tag in LINES:
                begin.append(places[first + 1])
                finish.append(places[behind - 1])
                blocks.append(elements[index])
            else:
                begin.append(places[first])
                finish.append(places[behind])
                blocks.append(blocks[parent] if index else draft.root)
        self.begin: dict[Element, int] = dict(zip(elements, begin, strict=True))
        self.finish: dict[Element, int] = dict(zip(elements, finish, strict=True))
        self.block: dict[Element, Element] = dict(zip(elements, blocks, strict=True))
        self.text = self._lined("".join(row))

    def _lined(self, joined: str) -> str:
        """The joined pieces with line ends where lines of the page end, and nowhere else but in `pre`."""
        parts: list[str] = []
        position = 0
        for index, tag in enumerate(self.draft.tags):
            if tag == "pre" and self.begin[self.elements[index]] >= position:
                start, end = self.begin[self.elements[index]], self.finish[self.elements[index]]
                # line ends of the source are no line ends of the page, except here
                parts += (_folded(joined[position:start]), joined[start:end])
                position = end
        parts.append(_folded(joined[position:]))
        return "".join(parts).replace(EDGE, "\n").replace(BREAK, "\n")

    # -- questions ---------------------------------------------------------------------------------

    def text_of(self, element: Element) -> str:
        """The visible text below an element, line ends and all."""
        return self.text[self.begin[element] : self.finish[element]]

    def between(self, start: int, end: int) -> str:
        """The visible text between two places, stripped."""
        return self.text[start:end].strip()

    def is_blank(self, start: int, end: int) -> bool:
        """Whether nothing visible stands between two places."""
        return start >= end or _VISIBLE.search(self.text, start, end) is None

    def length_of(self, element: Element) -> int:
        """How much visible text is below an element, about."""
        return self.finish[element] - self.begin[element]

    def contains(self, outer: Element, inner: Element) -> bool:
        """Whether `inner` is `outer` or below it."""
        return self.order[outer] <= self.order[inner] <= self.last[outer]

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
        root = self.draft.root
        current = element
        while current is not root:
            parent = current.getparent()
            if parent is None:
                return
            yield parent
            current = parent

    def elements_from(self, element: Element) -> Iterator[Element]:
        """An element and all below it, in order."""
        for index in range(self.order[element], self.last[element] + 1):
            yield self.elements[index]

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
            while holder is not None and holder is not within and holder is not self.draft.root:
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

    def tagged(self, *tags: str) -> list[Element]:
        """The elements of these names, in document order."""
        if len(tags) == 1:
            return self._by_tag.get(tags[0], [])
        found = [element for name in tags for element in self._by_tag.get(name, ())]
        return sorted(found, key=self.order.__getitem__)

    @cached_property
    def _by_tag(self) -> dict[str, list[Element]]:
        found: dict[str, list[Element]] = {}
        for element, name in zip(self.elements, self.draft.tags, strict=True):
            found.setdefault(name, []).append(element)
        return found

    # -- attributes --------------------------------------------------------------------------------

    @cached_property
    def attributes(self) -> list[tuple[Element, dict[str, str]]]:
        """The elements that have attributes, with these."""
        return [(element, said) for element, said in zip(self.elements, self.draft.attributes, strict=True) if said]

    @cached_property
    def unusual(self) -> list[tuple[Element, dict[str, str]]]:
        """The elements with attributes that not every element of every page has."""
        return [(element, said) for element, said in self.attributes if not COMMON.issuperset(said)]

    @cached_property
    def data_attributes(self) -> list[tuple[Element, list[tuple[str, str]]]]:
        """The elements with `data-…` attributes, with those that may be an id, a number or a short text."""
        found = []
        for element, attributes in self.unusual:
            data = [
                (key, value) for key, value in attributes.items() if key.startswith("data-") and 0 < len(value) <= 120
            ]
            if data:
                found.append((element, data))
        return found

    @cached_property
    def raised_starts(self) -> frozenset[int]:
        """Where the text of superscripts begins."""
        found = {self.begin[element] for element in self.elements if element.tag == "sup"}
        for element, attributes in self.attributes:
            if "super" in attributes.get("class", "") or "super" in attributes.get("style", ""):
                found.add(self.begin[element])
        return frozenset(found)

    @cached_property
    def raised_order(self) -> list[int]:
        """`raised_starts`, in order."""
        return sorted(self.raised_starts)


def _folded(text: str) -> str:
    """Text whose line ends and tabs are spaces, character for character."""
    for sign in "\n\t\r\f\v":
        if sign in text:
            text = text.replace(sign, " ")
    return text
