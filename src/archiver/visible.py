"""What a reader of a page sees: which elements are seen, which start a line, and the visible text of any of them.

It is the contract's count of words put into code: text below invisible elements is no text, and the edges of blocks part words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml.etree import _Element as Element

#: Elements whose text no reader of the page sees. What follows them (their tail) is seen.
INVISIBLE = frozenset(
    "script style noscript template svg iframe object audio video canvas select datalist textarea head".split()
)

#: Elements that start a new line on the page: text on both sides of their edges are different words.
BLOCKS = frozenset(
    "address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset figcaption figure footer form"
    " frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre search section summary table"
    " tbody td tfoot th thead tr ul".split()
)

#: The edge of a block among the pieces: white space to whoever splits or folds the text, and in no text, for XML cannot hold it.
EDGE = "\x1e"
#: The same for `br`, and for the blocks that stand in the middle of a line all the same.
BREAK, SOFT_EDGE = "\x1d", "\x1f"
_WITHIN_LINES = frozenset(["button", "legend"])
#: The blocks whose edges are ends of lines (EDGE among the pieces).
LINES = BLOCKS - _WITHIN_LINES - {"br"}
_OPENING = {**dict.fromkeys(LINES, EDGE), **dict.fromkeys(_WITHIN_LINES, SOFT_EDGE), "br": BREAK}
_CLOSING = {**_OPENING, "br": ""}


class Pieces:
    """The visible text of a tree as one row of strings, of which the text of each element is a stretch.

    It says of each element what `visible_pieces` says, but the tree is walked once, not once for each element that is asked for:
    all that anybody counts of the text of a page is counted over this row.
    """

    def __init__(
        self,
        elements: list[Element],
        tags: list[str],
        ends: list[int],
        order: Mapping[Element, int],
    ) -> None:
        """`elements` are all elements of the tree in document order, the root first, `tags` their names, `ends` the indexes behind
        their last descendants; `order` says where in the list each stands.
        """
        #: The text nodes in order, with EDGE, SOFT_EDGE or BREAK at each edge of a block.
        self.row: list[str] = []
        #: Whose each piece is: twice the index of the element for its text, one more for its tail; -1 for an edge.
        self.holders: list[int] = []
        self._order, self._after = order, ends
        #: Where in the row the stretch of each element begins and ends, edges and all, its tail apart; -1 for what stands inside
        #: something that is not seen.
        self.begins = [-1] * len(elements)
        self.ends = [-1] * len(elements)
        row, holders, row_begins = self.row, self.holders, self.begins
        open_indexes: list[int] = []
        next_end, unseen = len(elements), 0
        for index, tag in enumerate(tags):
            if index < unseen:
                continue
            while index >= next_end:
                next_end = self._close(elements, tags, open_indexes)
            row_begins[index] = len(row)
            open_indexes.append(index)
            next_end = ends[index]
            if tag in INVISIBLE:
                unseen = next_end
                continue
            if tag in _OPENING:
                row.append(_OPENING[tag])
                holders.append(-1)
            if text := elements[index].text:
                row.append(text)
                holders.append(2 * index)
        while open_indexes:
            self._close(elements, tags, open_indexes)

    def _close(self, elements: list[Element], tags: list[str], open_indexes: list[int]) -> int:
        """End the innermost open element; return the index at which the one around it ends."""
        index = open_indexes.pop()
        tag, row = tags[index], self.row
        if tag in _CLOSING and (edge := _CLOSING[tag] or (SOFT_EDGE if len(row) > self.begins[index] + 1 else "")):
            row.append(edge)
            self.holders.append(-1)
        self.ends[index] = len(row)
        if not open_indexes:
            return len(elements)
        if tail := elements[index].tail:
            row.append(tail)
            self.holders.append(2 * index + 1)
        return self._after[open_indexes[-1]]

    def of(self, element: Element) -> list[str]:
        """The visible text nodes below an element, which may be one inside something that is not seen."""
        index = self._order.get(element, -1)
        if index >= 0 and (begin := self.begins[index]) >= 0:
            return self.row[begin : self.ends[index]]
        return list(visible_pieces(element, EDGE))

    def count(self, element: Element) -> int:
        """How many elements an element holds, itself counted; 0 for one inside something that is not seen."""
        index = self._order.get(element, -1)
        return self._after[index] - index if index >= 0 and self.begins[index] >= 0 else 0

    def text(self, element: Element) -> str:
        """The visible text below an element with its white space folded, as `visible_text` gives it."""
        return " ".join("".join(self.of(element)).split())


def visible_text(element: Element) -> str:
    """The text below an element as a reader of the page sees it, white space folded; blocks are kept apart by a space."""
    return " ".join("".join(visible_pieces(element)).split())


def visible_pieces(element: Element, edge: str = " ") -> Iterator[str]:
    """The visible text nodes below an element in order, with `edge` at each edge of a block; the element's tail is not among them."""
    if element.tag in INVISIBLE:
        return
    # An explicit stack: pages nest deeper than Python recurses.
    stack: list[tuple[Element, bool]] = [(element, True)]
    while stack:
        node, entering = stack.pop()
        if entering:
            if node.tag in INVISIBLE or not isinstance(node.tag, str):
                if node is not element and node.tail:
                    yield node.tail
                continue
            if node.tag in BLOCKS:
                yield edge
            if node.text:
                yield node.text
            stack.append((node, False))
            stack.extend((child, True) for child in reversed(node))
        else:
            if node.tag in BLOCKS:
                yield edge
            if node is not element and node.tail:
                yield node.tail


def is_hidden(element: Element) -> bool:
    """Whether the page itself hides this element: the `hidden` attribute, or inline CSS."""
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    if not style:
        return False
    folded = style.lower().replace(" ", "")
    return "display:none" in folded or "visibility:hidden" in folded
