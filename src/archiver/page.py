"""Page: the tree that a reader made of one source, and its visible text.

A Page never changes. All passes read the same Page and write their results into the Draft (draft.py). Each element has
an index, which is its place in document order. A subtree is a range of indexes, so questions about subtrees are
comparisons of numbers.

Visible text is the text that the word account of the record counts. Text inside an invisible element does not count,
and words end at the edges of blocks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain
from types import MappingProxyType
from typing import Literal, NamedTuple

from archiver.saved.archive_addresses import ArchivedCopy
from archiver.source import Source
from archiver.trees.elements import Element
from archiver.trees.places import Places

#: Elements whose text a browser does not show. Their tail is visible.
INVISIBLE = frozenset(
    "script style noscript template svg iframe object audio video canvas select datalist textarea head".split()
)

#: Elements that start a new line on the page. A word ends at their edges.
BLOCKS = frozenset(
    "address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset figcaption figure footer form"
    " frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol optgroup option p plaintext pre search section summary table"
    " tbody td tfoot th thead tr ul xmp".split()
)

#: The sign for the edge of a block among the text runs. `str.split` treats it as white space. No text holds it, because
#: XML forbids it.
EDGE = "\x1e"
#: The signs for `br`, and for the edge of a block in the middle of a line.
BREAK, SOFT_EDGE = "\x1d", "\x1f"
_WITHIN_LINES = frozenset(["button", "legend"])
#: The blocks whose edges are ends of lines (EDGE among the text runs).
LINES = BLOCKS - _WITHIN_LINES - {"br"}
_OPENING = {**dict.fromkeys(LINES, EDGE), **dict.fromkeys(_WITHIN_LINES, SOFT_EDGE), "br": BREAK}
_CLOSING = {**_OPENING, "br": ""}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A piece of a plain text that is not in `Page.text`.

    `offset` is the place in `Page.text` where it stood, `start` its start in the source, `rule` its rule in the ledger.
    `gap` is the number of spaces that stand there instead.
    """

    offset: int
    start: int
    text: str
    rule: str
    gap: int


@dataclass(frozen=True, slots=True)
class MarkedNote:
    """A note that the format of the document marks as one: the element that calls it, the element that holds it, its label, and
    its kind ("footnote" or "endnote").
    """

    call: Element
    note: Element
    label: str
    kind: str = "footnote"


@dataclass(frozen=True, slots=True)
class Property:
    """A value that the document declares for a field of the head. `field` is a name of metadata.candidates.Field, `rule` the name of
    its evidence. `element` shows the value, if the document shows it.
    """

    field: str
    value: str
    rule: str
    confidence: Literal["high", "medium", "low"]
    element: Element | None = None


@dataclass(frozen=True, slots=True)
class NoText:
    """An element of a document that is no text of the article: a deletion, a comment. `rule` is its rule in the ledger."""

    element: Element
    rule: str


@dataclass(frozen=True, slots=True)
class Document:
    """What a document says of its own parts, so that no pass has to guess it. All of a document is its article: it has no page chrome.

    `left_out` are its parts that are no text.
    """

    notes: tuple[MarkedNote, ...] = ()
    left_out: tuple[NoText, ...] = ()
    properties: tuple[Property, ...] = ()


class PageFinding(NamedTuple):
    """What a reader tells the user about a source: a code of findings.py, and the values for the placeholders of its sentence."""

    code: str
    values: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Shift:
    """How characters moved when parts of a text were replaced: for each part the place behind it in the new text, and by how many characters the old text is
    longer up to there.
    """

    places: Sequence[int]
    surplus: Sequence[int]

    def before(self, offset: int) -> int:
        """Where a character of the new text stands in the old one. In a replaced part, it is near it."""
        number = bisect_right(self.places, offset)
        return offset + self.surplus[number - 1] if number else offset


class Page:
    """The tree of a source. Its elements are those of XHTML, also for plain text. They are in document order; the root
    is first.
    """

    def __init__(
        self,
        source: Source,
        root: Element,
        *,
        media_type: str,
        encoding: str,
        text: str,
        head: Element | None = None,
        offsets: Mapping[Element, int] | None = None,
        left_out: Sequence[LeftOut] = (),
        base_url: str | None = None,
        findings: Sequence[PageFinding] = (),
        parser: str = "",
        elements: list[Element] | None = None,
        visible: str = "",
        places: Places | None = None,
        shifts: Sequence[Shift] = (),
        archived: ArchivedCopy | None = None,
        document: Document | None = None,
    ) -> None:
        """`root` is the body element, `head` the head of an HTML page, and `text` the decoded source. `findings`
        are those that the reader adds. `parser` is the program that read the markup, with its version; ""
        for a text without markup. `elements` are those of the tree in document order, if the reader has them. `visible` is the visible text of a
        page, for the account of its words: from the parser's tree and not from `root` (trees/visible_words.py). `places` tells
        where the elements are in a browser. `archived` is what is known of a page that was saved from a web archive. `document` is what a document
        says of its own parts; None for pages and texts. `shifts` say how characters moved when letters of a text were mended.

        `offsets` is for plain text only: by element, the start of its text in `text`. The text of the element is
        exactly the stretch of `text` from there on. `left_out` are the pieces of the source that `text` lacks, in their
        order.
        """
        self.source = source
        self.root = root
        self.media_type = media_type
        self.encoding = encoding
        self.text = text
        self.head = head
        self.offsets: Mapping[Element, int] = offsets or {}
        self.left_out = tuple(left_out)
        self.base_url = base_url
        self.findings = tuple(findings)
        self.parser = parser
        self.visible = visible
        self._shifts = tuple(shifts)
        self.places = places or Places()
        self.archived = archived
        self.document = document
        #: All elements in document order.
        self.elements: list[Element] = list(root.iter()) if elements is None else elements
        for index, element in enumerate(self.elements):
            element.index = index

    def decoded_offset(self, offset: int) -> int:
        """Where a character of `text` stands in the source as its encoding decodes it, before letters in it were mended."""
        position = self.source_offset(offset)
        for shift in reversed(self._shifts):
            position = shift.before(position)
        return position

    def source_offset(self, offset: int) -> int:
        """Where a character of `text` stands in `source_text`."""
        behind = bisect_right(self._left_out_offsets, offset)
        return offset + self._left_out_before[behind]

    @cached_property
    def _left_out_offsets(self) -> list[int]:
        """For each piece that was left out, the place in `text` from which on it lies before."""
        return [piece.offset + piece.gap for piece in self.left_out]

    @cached_property
    def _left_out_before(self) -> list[int]:
        """By number of pieces, how many characters the source has more than `text` up to there."""
        return list(accumulate((len(piece.text) - piece.gap for piece in self.left_out), initial=0))

    @cached_property
    def source_text(self) -> str:
        """The whole decoded source: `text`, with the pieces that were left out in their places."""
        pieces, position = [], 0
        for piece in self.left_out:
            pieces += [self.text[position : piece.offset], piece.text]
            position = piece.offset + piece.gap
        return "".join([*pieces, self.text[position:]])

    @cached_property
    def tags(self) -> list[str]:
        """By index, the name of the element."""
        return [element.tag for element in self.elements]

    @cached_property
    def attributes(self) -> list[dict[str, str]]:
        """By index, the attributes of the element. Elements without attributes share one empty dict."""
        return [element.attributes for element in self.elements]

    @cached_property
    def by_tag(self) -> dict[str, list[int]]:
        """The indexes of the elements with a name, by name, in order."""
        indexes: dict[str, list[int]] = defaultdict(list)
        for index, tag in enumerate(self.tags):
            indexes[tag].append(index)
        return dict(indexes)

    def named(self, *tags: str) -> list[Element]:
        """The elements with one of these names, in order. Quicker than to look at all elements."""
        found = [self.by_tag[tag] for tag in tags if tag in self.by_tag]
        indexes = found[0] if len(found) == 1 else sorted(chain.from_iterable(found))
        return [self.elements[index] for index in indexes]

    @cached_property
    def by_attribute(self) -> dict[str, list[int]]:
        """The indexes of the elements with an attribute, by its name, in order."""
        indexes: dict[str, list[int]] = defaultdict(list)
        for index, attributes in enumerate(self.attributes):
            for name in attributes:
                indexes[name].append(index)
        return dict(indexes)

    @cached_property
    def parents(self) -> list[int]:
        """By index, the index of the parent; -1 for the root."""
        return [-1, *(element.parent.index for element in self.elements[1:])]  # type: ignore[union-attr]

    @cached_property
    def ends(self) -> list[int]:
        """By index, the index behind the last descendant."""
        ends = list(range(1, len(self.elements) + 1))
        parents = self.parents
        for index in range(len(ends) - 1, 0, -1):
            parent = parents[index]
            if ends[index] > ends[parent]:
                ends[parent] = ends[index]
        return ends

    def item_number(self, element: Element) -> str:
        """The number of an item of a plain text, which its reader keeps as an attribute; "" for other elements. In HTML, the attribute may mean anything."""
        return element.get("data-n", "") if self.offsets else ""

    def common_ancestor(self, one: Element, other: Element) -> Element:
        """The innermost element that holds both elements, or is one of them and holds the other."""
        index, other_index = one.index, other.index
        while not index <= other_index < self.ends[index]:
            index = self.parents[index]
        return self.elements[index]

    @cached_property
    def text_runs(self) -> TextRuns:
        """The visible text nodes of the whole tree."""
        return TextRuns(self)


class TextRuns:
    """The visible text of a page as one list of strings, `row`. The text of each element is a slice of this list.

    It is the same text as from `visible_pieces`, but the tree is walked only once for all elements.
    """

    def __init__(self, page: Page) -> None:
        #: The text nodes in order, with EDGE, SOFT_EDGE or BREAK at each edge of a block.
        self.row: list[str] = []
        #: Owner of each text run: `2 * index` for the text of an element, `2 * index + 1` for its tail, -1 for the edge
        #: of a block.
        self.owners: list[int] = []
        self._after = page.ends
        #: By index, the start and the end of the element's slice of `row`, with its edges and without its tail; -1 for an
        #: element inside an invisible one.
        self.begins = [-1] * len(page.elements)
        self.ends = [-1] * len(page.elements)
        self._walk(page.root)

    def _walk(self, root: Element) -> None:
        """Fill the lists."""
        # this loop goes over all elements of a page, so it calls no functions of ours
        row, owners, begins, ends = self.row, self.owners, self.begins, self.ends
        open_elements: list[tuple[Element | None, Iterator[Element]]] = []
        parent: Element | None = None
        children = iter([root])
        while True:
            for node in children:
                index, tag = node.index, node.tag
                begins[index] = start = len(row)
                if tag not in INVISIBLE:
                    if tag in _OPENING:
                        row.append(_OPENING[tag])
                        owners.append(-1)
                    if text := node.text:
                        row.append(text)
                        owners.append(2 * index)
                    if node.children:
                        open_elements.append((parent, children))
                        parent, children = node, iter(node.children)
                        break
                    if tag in _CLOSING and (edge := _CLOSING[tag] or (SOFT_EDGE if len(row) > start + 1 else "")):
                        row.append(edge)
                        owners.append(-1)
                ends[index] = len(row)
                if node is not root and (tail := node.tail):
                    row.append(tail)
                    owners.append(2 * index + 1)
            else:
                if parent is None:
                    return
                index, tag = parent.index, parent.tag
                if tag in _CLOSING and (edge := _CLOSING[tag] or (SOFT_EDGE if len(row) > begins[index] + 1 else "")):
                    row.append(edge)
                    owners.append(-1)
                ends[index] = len(row)
                if parent is not root and (tail := parent.tail):
                    row.append(tail)
                    owners.append(2 * index + 1)
                parent, children = open_elements.pop()

    def of(self, element: Element) -> list[str]:
        """The visible text nodes inside an element. They are also given for an element inside an invisible one."""
        index = element.index
        if index >= 0 and (begin := self.begins[index]) >= 0:
            return self.row[begin : self.ends[index]]
        return list(visible_pieces(element, EDGE))

    def count(self, element: Element) -> int:
        """The number of elements in the subtree of an element, itself included; 0 for an element inside an invisible one."""
        index = element.index
        return self._after[index] - index if index >= 0 and self.begins[index] >= 0 else 0

    def text(self, element: Element) -> str:
        """The visible text inside an element with its white space folded, the same as `visible_text`."""
        return " ".join("".join(self.of(element)).split())


def visible_text(element: Element) -> str:
    """The visible text inside an element, with its white space folded and a space between blocks."""
    return " ".join("".join(visible_pieces(element)).split())


def visible_pieces(element: Element, edge: str = " ") -> Iterator[str]:
    """The visible text nodes inside an element in order, with `edge` at each edge of a block. The tail of the element is
    left out.
    """
    if element.tag in INVISIBLE:
        return
    # an explicit stack, because pages nest deeper than Python recurses
    stack: list[tuple[Element, bool]] = [(element, True)]
    while stack:
        node, entering = stack.pop()
        if entering:
            if node.tag in INVISIBLE:
                if node is not element and node.tail:
                    yield node.tail
                continue
            if node.tag in BLOCKS:
                yield edge
            if node.text:
                yield node.text
            stack.append((node, False))
            stack.extend((child, True) for child in reversed(node.children))
        else:
            if node.tag in BLOCKS:
                yield edge
            if node is not element and node.tail:
                yield node.tail


def is_hidden(element: Element) -> bool:
    """Whether the `hidden` attribute or inline CSS hides this element."""
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    if not style:
        return False
    folded = style.lower().replace(" ", "")
    return "display:none" in folded or "visibility:hidden" in folded
