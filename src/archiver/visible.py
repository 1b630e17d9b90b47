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


class Pieces:
    """The visible text of a tree as one row of strings, of which the text of each element is a stretch.

    It says of each element what `visible_pieces` says, but the tree is walked once, not once for each element that is asked for.
    """

    def __init__(self, elements: list[Element], order: Mapping[Element, int]) -> None:
        """`elements` are all elements of the tree in document order, the root first; `order` says where in the list each stands."""
        #: The text nodes in order, with EDGE at each edge of a block.
        self.row: list[str] = []
        self._order = order
        # where the stretch of each element begins and ends; -1 for what stands inside something that is not seen
        self._begins = [-1] * len(elements)
        self._ends = [-1] * len(elements)
        # how many elements there are in each, itself counted
        self._counts = [0] * len(elements)
        row, begins, ends, counts = self.row, self._begins, self._ends, self._counts
        root = elements[0]
        open_elements: list[Element] = []
        # their indexes, and whether they are blocks
        open_indexes: list[int] = []
        open_blocks: list[bool] = []
        unseen: set[Element] = set()
        for index, element in enumerate([*elements, None]):
            parent = element.getparent() if element is not None else None
            if parent in unseen:
                assert element is not None
                unseen.add(element)
                continue
            # what is open and does not hold this one has ended; at the end everything has
            while open_elements and open_elements[-1] is not parent:
                ended = open_elements.pop()
                if open_blocks.pop():
                    row.append(EDGE)
                own = open_indexes.pop()
                ends[own] = len(row)
                counts[own] = index - own
                if ended is not root and (tail := ended.tail):
                    row.append(tail)
            if element is None:
                break
            name = element.tag
            block = name in BLOCKS
            begins[index] = len(row)
            open_elements.append(element)
            open_indexes.append(index)
            open_blocks.append(block)
            if name in INVISIBLE:
                unseen.add(element)
                continue
            if block:
                row.append(EDGE)
            if text := element.text:
                row.append(text)

    def of(self, element: Element) -> list[str]:
        """The visible text nodes below an element, which may be one inside something that is not seen."""
        index = self._order.get(element, -1)
        if index >= 0 and (begin := self._begins[index]) >= 0:
            return self.row[begin : self._ends[index]]
        return list(visible_pieces(element, EDGE))

    def count(self, element: Element) -> int:
        """How many elements an element holds, itself counted; 0 for one inside something that is not seen."""
        return self._counts[self._order[element]] if element in self._order else 0

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
