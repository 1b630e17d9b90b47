"""The survey: the visible text of the whole body as one string, and where in it each element begins and ends.

So "what stands before this link in its paragraph", "is this inside that" and "is there anything left" are questions
about numbers, answered at once, on pages of any size. Blocks and `br` are line ends in that string.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from lxml.etree import _Element as Element

from archiver.draft import Draft, Span, Which
from archiver.visible import BLOCKS, INVISIBLE, is_hidden

# Blocks for our purpose: `button` and `caption` words of visible.BLOCKS stay; a button may be a marker inside running
# text.
_LINES = BLOCKS - {"button", "legend", "br"}
_VISIBLE = re.compile(r"\S")


class Survey:
    """The text of a Draft's tree, and the places of its elements."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.elements = draft.elements
        self.order = draft.order
        self.begin: dict[Element, int] = {}
        self.finish: dict[Element, int] = {}
        self.last: dict[Element, int] = {}
        self.block: dict[Element, Element] = {}
        self.hidden: set[Element] = set()
        self._starts: list[int] = []
        self._nodes: list[tuple[Element, Which]] = []
        self.text = self._survey()

    def _survey(self) -> str:
        """Walk once; fill the maps; return the text."""
        elements, root = self.elements, self.draft.root
        tags, parents, ends = self.draft.tags, self.draft.parents, self.draft.ends
        begin, finish, blocks, hidden = self.begin, self.finish, self.block, self.hidden
        starts, nodes = self._starts, self._nodes
        concealed = {
            element for element, said in self.attributes if ("style" in said or "hidden" in said) and is_hidden(element)
        }
        pieces: list[str] = []
        length = 0
        #: the outermost `pre` that is open, and the element whose descendants nobody sees
        pre, unseen = -1, 0
        open_elements: list[int] = []
        for index in range(len(elements) + 1):
            node = elements[index] if index < len(elements) else root
            parent = parents[index] if index < len(elements) else -1
            while open_elements and open_elements[-1] != parent:
                done = open_elements.pop()
                closing = elements[done]
                finish[closing] = length
                if done == pre:
                    pre = -1
                if tags[done] in _LINES:
                    pieces.append("\n")
                    length += 1
                if done and (tail := closing.tail):
                    starts.append(length)
                    nodes.append((closing, "tail"))
                    # line ends of the source are no line ends of the page, except in `pre`
                    pieces.append(tail if pre >= 0 or tail.isprintable() else _folded(tail))
                    length += len(tail)
            if index == len(elements):
                break
            self.last[node] = ends[index] - 1
            if index < unseen:
                begin[node] = finish[node] = begin[elements[parent]]
                blocks[node] = blocks[elements[parent]]
                hidden.add(node)
                continue
            tag = tags[index]
            if tag in _LINES:
                pieces.append("\n")
                length += 1
                blocks[node] = node
            else:
                blocks[node] = blocks[elements[parent]] if index else root
            begin[node] = length
            if node in concealed or (index and elements[parent] in hidden):
                hidden.add(node)
            open_elements.append(index)
            if tag == "pre" and pre < 0:
                pre = index
            if tag in INVISIBLE:
                unseen = ends[index]
                continue
            if tag == "br":
                pieces.append("\n")
                length += 1
            if text := node.text:
                starts.append(length)
                nodes.append((node, "text"))
                pieces.append(text if pre >= 0 or text.isprintable() else _folded(text))
                length += len(text)
        return "".join(pieces)

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
        return element.tag in _LINES

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
        element, which = self._nodes[index]
        return element, which, position - self._starts[index]

    def spans(self, start: int, end: int) -> list[Span]:
        """The stretches of text nodes that make up the text between two places."""
        found: list[Span] = []
        index = max(0, bisect_right(self._starts, start) - 1)
        while index < len(self._starts) and self._starts[index] < end:
            element, which = self._nodes[index]
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

    # -- attributes --------------------------------------------------------------------------------

    @cached_property
    def attributes(self) -> list[tuple[Element, dict[str, str]]]:
        """The elements that have attributes, with these; each element is asked once for all families."""
        return [(element, dict(items)) for element in self.elements if (items := element.attrib.items())]

    @cached_property
    def data_attributes(self) -> list[tuple[Element, list[tuple[str, str]]]]:
        """The elements with `data-…` attributes, with those that may be an id, a number or a short text."""
        found = []
        for element, attributes in self.attributes:
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
