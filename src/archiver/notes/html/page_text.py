"""PageText: the visible text of a page as one string, and the places at which each element begins and ends in it.

    <p>One <b>two</b>.</p><p>Three.</p>        text: "\\n\\nOne two.\\n\\nThree.\\n\\n"

    text_of(b) is "two", start_of[b] is 6, end_of[b] is 9

A *place* is an offset in the string. Edges of blocks and `br` are line ends in it. So the questions of note families are
comparisons of numbers, which are fast on pages of any size: which text is before this link in its paragraph, is this
element inside that one, is there text between these places.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import accumulate

from archiver import markup_numbers
from archiver.draft import Span, Which
from archiver.page import BREAK, EDGE, LINES, SOFT_EDGE, Page, is_hidden
from archiver.text import ordinal
from archiver.trees.elements import Element

_VISIBLE = re.compile(r"\S")
#: The highest number of an item of an ordered list.
_MAX_ITEM_NUMBER = 99_999_999


class PageText:
    """The visible text of a Page, and the places of its elements.

    Most pages have no notes. So data that take long to compute for all elements are computed on first use. Data that
    every family needs are in lists by the index of the element.
    """

    def __init__(self, page: Page) -> None:
        self.tree = page
        self.elements = page.elements
        runs, tags = page.text_runs, page.tags
        row = [run if run != SOFT_EDGE else "" for run in runs.row] if SOFT_EDGE in runs.row else runs.row
        #: The place at which each text run begins.
        self._run_starts = run_starts = list(accumulate(map(len, row), initial=0))
        #: By the index of an element, the places at which its text begins and ends. An element inside an invisible one
        #: has an empty text at the place where that one begins.
        self.text_starts = [
            run_starts[first + 1] if tag in LINES else run_starts[first]
            for first, tag in zip(runs.begins, tags, strict=True)
        ]
        self.text_ends = [
            run_starts[behind - 1] if tag in LINES else run_starts[behind]
            for behind, tag in zip(runs.ends, tags, strict=True)
        ]
        if -1 in runs.begins:
            starts, ends, parents = self.text_starts, self.text_ends, page.parents
            for index in [index for index, first in enumerate(runs.begins) if first < 0]:
                starts[index] = ends[index] = starts[parents[index]]
        self.text = self._with_line_ends("".join(row))

    @cached_property
    def start_of(self) -> dict[Element, int]:
        """The place at which the text of an element begins (`text_starts` by element)."""
        return dict(zip(self.elements, self.text_starts, strict=True))

    @cached_property
    def end_of(self) -> dict[Element, int]:
        """The place at which the text of an element ends (`text_ends` by element)."""
        return dict(zip(self.elements, self.text_ends, strict=True))

    @cached_property
    def last_index(self) -> dict[Element, int]:
        """By element, the index of its last descendant, or its own index when it has none."""
        return {element: end - 1 for element, end in zip(self.elements, self.tree.ends, strict=True)}

    @cached_property
    def block_of(self) -> dict[Element, Element]:
        """By element, the block that it is, or the nearest block around it.

        For what is inside an invisible element, the block around that.
        """
        elements = self.elements
        blocks: list[Element] = []
        for element, tag, first, parent in zip(
            elements, self.tree.tags, self.tree.text_runs.begins, self.tree.parents, strict=True
        ):
            blocks.append(element if parent < 0 or (tag in LINES and first >= 0) else blocks[parent])
        return dict(zip(elements, blocks, strict=True))

    @cached_property
    def hidden(self) -> frozenset[Element]:
        """The elements that the page hides or that are never visible, with their descendants."""
        elements, ends = self.elements, self.tree.ends
        hidden: set[Element] = set()
        for element, _ in self.with_attribute("style", "hidden"):
            if element not in hidden and is_hidden(element):
                index = element.index
                hidden.update(elements[index : ends[index]])
        if -1 in self.tree.text_runs.begins:
            hidden.update(
                element for element, first in zip(elements, self.tree.text_runs.begins, strict=True) if first < 0
            )
        return frozenset(hidden)

    def _with_line_ends(self, joined: str) -> str:
        """The joined text runs with a line end at each edge and `br`. Line ends of the source are kept in `pre` only."""
        pieces: list[str] = []
        position = 0
        for element in self.tagged("pre"):
            index = element.index
            start, end = self.text_starts[index], self.text_ends[index]
            if start >= position:
                pieces += (_without_line_ends(joined[position:start]), joined[start:end])
                position = end
        pieces.append(_without_line_ends(joined[position:]))
        return "".join(pieces).replace(EDGE, "\n").replace(BREAK, "\n")

    # -- text ----------------------------------------------------------------------------------------

    def text_of(self, element: Element) -> str:
        """The visible text of an element and its descendants, with line ends."""
        index = element.index
        return self.text[self.text_starts[index] : self.text_ends[index]]

    def text_between(self, start: int, end: int) -> str:
        """The visible text between two places, stripped."""
        return self.text[start:end].strip()

    def is_blank(self, start: int, end: int) -> bool:
        """Whether there is only white space between two places."""
        return start >= end or _VISIBLE.search(self.text, start, end) is None

    def length_of(self, element: Element) -> int:
        """The length of an element's visible text in characters, white space counted as it is in the source."""
        index = element.index
        return self.text_ends[index] - self.text_starts[index]

    def before_in_block(self, element: Element) -> str:
        """The text before an element in its block, at most 200 characters."""
        start = self.start_of[element]
        return self.text[max(self.start_of[self.block_of[element]], start - 200) : start]

    def line_before(self, position: int) -> str:
        """The text before a place on its line, at most 200 characters."""
        low = max(0, position - 200)
        return self.text[max(low, self.text.rfind("\n", low, position) + 1) : position]

    def line_at(self, position: int) -> str:
        """The line of a place, at most 400 characters before and behind it."""
        end = self.text.find("\n", position, position + 400)
        return self.line_before(position)[-400:] + self.text[position : end if end >= 0 else position + 400]

    # -- tree ----------------------------------------------------------------------------------------

    def contains(self, outer: Element, inner: Element) -> bool:
        """Whether `inner` is `outer` or a descendant of it."""
        index = outer.index
        return index <= inner.index < self.tree.ends[index]

    def is_block(self, element: Element) -> bool:
        """Whether an element starts a new line on the page."""
        return element.tag in LINES

    def ancestors(self, element: Element) -> Iterator[Element]:
        """The ancestors of an element, nearest first, up to the root (the body element)."""
        root = self.tree.root
        current = element
        while current is not root:
            parent = current.parent
            if parent is None:
                return
            yield parent
            current = parent

    def subtree(self, element: Element) -> Iterator[Element]:
        """An element and its descendants in document order."""
        index = element.index
        for position in range(index, self.tree.ends[index]):
            yield self.elements[position]

    # -- from places to elements ---------------------------------------------------------------------

    @cached_property
    def _node_starts(self) -> list[int]:
        """The places at which text nodes begin. Edges of blocks are no text nodes."""
        owners = self.tree.text_runs.owners
        return [place for place, owner in zip(self._run_starts, owners, strict=False) if owner >= 0]

    @cached_property
    def _node_owners(self) -> list[int]:
        """The owners of the text nodes of `_node_starts`, as in `TextRuns.owners`."""
        return [owner for owner in self.tree.text_runs.owners if owner >= 0]

    def _node(self, index: int) -> tuple[Element, Which]:
        owner = self._node_owners[index]
        return self.elements[owner >> 1], "tail" if owner & 1 else "text"

    def node_at(self, position: int) -> tuple[Element, Which, int] | None:
        """The text node that holds the character at a place, and the offset of the character in it.

        None before the first text node.
        """
        index = bisect_right(self._node_starts, position) - 1
        if index < 0:
            return None
        element, which = self._node(index)
        return element, which, position - self._node_starts[index]

    def inline_at(self, position: int, superscript: bool = False) -> Element | None:
        """The outermost short inline element whose text begins at a place.

        With `superscript`, the outermost one that is a superscript.
        """
        node = self.node_at(position)
        if node is None:
            return None
        element, which, _ = node
        current = element if which == "text" else element.parent
        outermost: Element | None = None
        while (
            current is not None
            and current in self.start_of
            and not self.is_block(current)
            and self.length_of(current) <= 16
        ):
            if self.text[self.start_of[current] : position].strip():
                break
            if (
                not superscript
                or current.tag == "sup"
                or "super" in f"{current.get('class') or ''} {current.get('style') or ''}"
            ):
                outermost = current
            current = current.parent
        return outermost

    def superscript_at(self, position: int) -> Element | None:
        """The superscript whose text begins at a place, when it is short."""
        if position not in self.superscript_starts:
            return None
        return self.inline_at(position, superscript=True)

    def spans(self, start: int, end: int) -> list[Span]:
        """The stretches of text nodes that make up the text between two places."""
        spans: list[Span] = []
        index = max(0, bisect_right(self._node_starts, start) - 1)
        while index < len(self._node_starts) and self._node_starts[index] < end:
            element, which = self._node(index)
            value = (element.text if which == "text" else element.tail) or ""
            low = max(0, start - self._node_starts[index])
            high = min(len(value), end - self._node_starts[index])
            if low < high:
                spans.append(Span(element, which, low, high))
            index += 1
        return spans

    def cover(self, start: int, end: int, within: Element | None = None) -> list[Element | Span]:
        """The text between two places as elements and spans.

        These are the outermost elements below `within` that lie between the places, and spans for the text outside of
        them.
        """
        cover: list[Element | Span] = []
        for span in self.spans(start, end):
            holder = span.element if span.which == "text" else span.element.parent
            outermost: Element | None = None
            while holder is not None and holder is not within and holder is not self.tree.root:
                if not (start <= self.start_of[holder] and self.end_of[holder] <= end):
                    break
                outermost = holder
                holder = holder.parent
            if outermost is None:
                cover.append(span)
            elif not cover or cover[-1] is not outermost:
                cover.append(outermost)
        return cover

    def place_before(self, element: Element) -> Span:
        """The point right before an element, as an empty Span in the text node before it."""
        previous = element.previous
        if previous is not None:
            end = len(previous.tail or "")
            return Span(previous, "tail", end, end)
        parent = element.parent
        assert parent is not None
        end = len(parent.text or "")
        return Span(parent, "text", end, end)

    # -- names and attributes ------------------------------------------------------------------------

    def tagged(self, *tags: str) -> list[Element]:
        """The elements with one of these names, in document order."""
        return self.tree.named(*tags)

    def short_elements(self, max_length: int, *tags: str) -> Iterator[tuple[Element, str]]:
        """The elements with one of these names whose text has 1 to `max_length` characters, in document order.

        Each comes with its stripped text.
        """
        starts, ends = self.text_starts, self.text_ends
        for index in _indexes(self.tree.by_tag, tags):
            if 0 < ends[index] - starts[index] <= max_length:
                yield self.elements[index], self.text[starts[index] : ends[index]].strip()

    def with_attribute(self, *names: str) -> list[tuple[Element, dict[str, str]]]:
        """The elements that have one of these attributes, each with all its attributes, in document order."""
        elements, attributes = self.elements, self.tree.attributes
        return [(elements[index], attributes[index]) for index in _indexes(self.tree.by_attribute, names)]

    @cached_property
    def data_names(self) -> frozenset[str]:
        """The names of the `data-…` attributes that the page uses."""
        return frozenset(name for name in self.tree.by_attribute if name.startswith("data-"))

    @cached_property
    def data_attributes(self) -> list[tuple[Element, list[tuple[str, str]]]]:
        """The elements with `data-…` attributes whose values may be an id, a number or a short text.

        Each comes with those of its attributes that have 1 to 120 characters.
        """
        names, elements = self.data_names, []
        for element, attributes in self.with_attribute(*names):
            data = [(name, value) for name, value in attributes.items() if name in names and 0 < len(value) <= 120]
            if data:
                elements.append((element, data))
        return elements

    @cached_property
    def superscript_starts(self) -> frozenset[int]:
        """The places at which the text of superscripts begins."""
        superscripts = [
            *self.tagged("sup"),
            *(
                element
                for element, attributes in self.with_attribute("class", "style")
                if "super" in attributes.get("class", "") or "super" in attributes.get("style", "")
            ),
        ]
        return frozenset(self.text_starts[element.index] for element in superscripts)

    @cached_property
    def sorted_superscript_starts(self) -> list[int]:
        """`superscript_starts` in order."""
        return sorted(self.superscript_starts)

    # -- numbers that the text does not hold ---------------------------------------------------------

    @cached_property
    def item_numbers(self) -> dict[Element, str]:
        """By item of an ordered list, the number that a browser shows before it ("4", "iv", "d")."""
        numbers: dict[Element, str] = {}
        for element in self.elements:
            if element.tag == "ol":
                numbers.update(_item_numbers(element))
        return numbers


def _item_numbers(ordered_list: Element) -> dict[Element, str]:
    """The numbers of the items of one `ol` in a browser (HTML Standard, 4.4.5 The ol element).

    They depend on `start`, `value`, `reversed` and the kind of number. Class, style and MediaWiki's `data-mw-group` may
    also name the kind of number.
    """
    items = [child for child in ordered_list.children if child.tag == "li"]
    step = -1 if ordered_list.get("reversed") is not None else 1
    number = _integer(ordered_list.get("start"), len(items) if step < 0 else 1)
    names = " ".join(ordered_list.get(name) or "" for name in ("style", "class", "data-mw-group")).lower()
    kind = ordered_list.get("type") or ("a" if "lower-alpha" in names else "i" if "lower-roman" in names else "1")
    numbers: dict[Element, str] = {}
    for item in items:
        number = _integer(item.get("value"), number)
        numbers[item] = ordinal(number, kind)
        number += step
    return numbers


def _integer(value: str | None, default: int) -> int:
    number = markup_numbers.integer_within(value, -_MAX_ITEM_NUMBER, _MAX_ITEM_NUMBER)
    return default if number is None else number


def _indexes(by_name: Mapping[str, list[int]], names: Iterable[str]) -> list[int]:
    """The indexes that `by_name` has under one of these names, in order."""
    lists = [indexes for name in names if (indexes := by_name.get(name))]
    if len(lists) < 2:
        return lists[0] if lists else []
    return sorted({index for indexes in lists for index in indexes})


def _without_line_ends(text: str) -> str:
    """The text with a space for each line end and tab, so that all offsets stay."""
    for sign in "\n\t\r\f\v":
        if sign in text:
            text = text.replace(sign, " ")
    return text
