"""Draft: the neutral tree of a source, and what the passes say about its parts.

A reader makes the tree, in the vocabulary of XHTML whatever the source was. No pass ever changes it. Each pass only *says* of a
part what it is: a note, a marker, a field of the head, page chrome, a role. The record's builder then walks the tree once and puts
every word where it was said to belong, so nothing can be lost on the way: what nobody claimed and nobody removed is body if it lies
in a body root, and goes to the ledger as `outside-article` if it does not.

Who says what, in this order (pipeline.py):

    claim_notes      → draft.calls, draft.text_calls, draft.notes, draft.trimmed
    gather_metadata  → draft.head, draft.moved
    remove_chrome    → draft.removed
    find_body        → draft.body, draft.removed
    shape_blocks     → draft.roles

A later pass never takes back what an earlier one claimed: `remove` of an element that holds claimed notes leaves the notes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from lxml.etree import _Element as Element

from archiver.source import Source

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

Which = Literal["text", "tail"]
Confidence = Literal["high", "medium", "low"]
NoteKind = Literal["footnote", "endnote", "sidenote"]
NoteStatus = Literal["present", "missing", "unreferenced"]
DateType = Literal["published", "modified", "retrieved"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one text node: characters `start` to `end` of `element`'s text, or of its tail."""

    element: Element
    which: Which
    start: int
    end: int

    @property
    def text(self) -> str:
        """The characters themselves."""
        whole = (self.element.text if self.which == "text" else self.element.tail) or ""
        return whole[self.start : self.end]


@dataclass(slots=True)
class NoteDraft:
    """A note as the judge of notes settled it.

    `parts` are the elements that hold the note's text, in order, each with its whole subtree (tails excluded); `spans` the stretches of
    loose text that do (notes in `br` runs, bodies kept in a text node). `markup` is the HTML of a body that the page keeps in an
    attribute (`title`, `data-content`) and nowhere else: no words of the page, so it counts in no account of them.
    A missing note has neither parts nor spans nor markup.
    """

    label: str
    status: NoteStatus
    kind: NoteKind = "footnote"
    parts: tuple[Element, ...] = ()
    spans: tuple[Span, ...] = ()
    family: str = ""
    series: str = ""
    markup: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A marker: it calls `note` and shows `label`. `place` is the element that is the whole marker, or a stretch of text."""

    place: Element | Span
    label: str
    note: NoteDraft


@dataclass(frozen=True, slots=True)
class Removal:
    """Why an element is not in the article. `rule` is a name in lower-case-with-dashes that docs/rules.md explains."""

    rule: str


@dataclass(frozen=True, slots=True)
class Moved:
    """An element whose text went into the head: `values` are the strings of the head that came from it.

    Words of the element that are in none of the values go to the ledger under `rule`.
    """

    rule: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuthorDraft:
    """One author; `bio` is plain text."""

    name: str
    honorific: str = ""
    roles: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()
    bio: str = ""
    type: Literal["person", "organization"] = "person"


@dataclass(frozen=True, slots=True)
class DateDraft:
    """A date: `when` ISO 8601 as far as known ("" when it cannot be read), `text` as shown."""

    type: DateType
    when: str
    text: str


@dataclass(frozen=True, slots=True)
class EvidenceDraft:
    """Why a field says what it says: the rule, how sure it is, and the words it rests on."""

    field: str
    rule: str
    confidence: Confidence
    text: str


@dataclass(slots=True)
class HeadDraft:
    """The metadata as the judge of metadata settled them.

    `title_element`, when set, is the element whose inline content is the title (with its emphasis and note markers); it is listed in
    `Draft.moved` too. `title` is always the plain text.
    """

    title: str = ""
    title_element: Element | None = None
    subtitle: str = ""
    subtitle_element: Element | None = None
    authors: tuple[AuthorDraft, ...] = ()
    dates: tuple[DateDraft, ...] = ()
    publisher: str = ""
    language: str = ""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    rights: str = ""
    rights_href: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    evidence: list[EvidenceDraft] = field(default_factory=list)


@dataclass(slots=True)
class FindingDraft:
    """Something to tell the user; `code` is a key of findings.FINDINGS, `values` fill its sentence, `about` is what it refers to."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    about: NoteDraft | Call | None = None


class Draft:
    """The tree of one source with everything that the passes said of it."""

    def __init__(
        self,
        source: Source,
        root: Element,
        *,
        media_type: str,
        encoding: str,
        text: str,
        page_head: Element | None = None,
        offsets: Mapping[Element, int] | None = None,
        base_url: str | None = None,
    ) -> None:
        """`root` is the body element; `page_head` an HTML page's head; `text` the whole decoded source.

        `offsets`, on plain text only: where the text of an element starts, in characters of `text`. Its text is that very stretch.
        """
        self.source = source
        self.root = root
        self.media_type = media_type
        self.encoding = encoding
        self.text = text
        self.page_head = page_head
        self.offsets: Mapping[Element, int] = offsets or {}
        self.base_url = base_url
        #: All elements in document order. It also keeps their Python faces alive, so that they can be keys of the maps below.
        self.elements: list[Element] = list(root.iter("*"))
        self.order: dict[Element, int] = {e: i for i, e in enumerate(self.elements)}

        self.notes: list[NoteDraft] = []
        self.calls: dict[Element, list[Call]] = {}
        self.text_calls: dict[tuple[Element, Which], list[Call]] = {}
        #: Parts of notes that are not their text: back-links, labels at the start. Value: the ledger's rule.
        #: A label that the record keeps as an attribute has the rule "note-label" and stays out of the ledger.
        self.trimmed: dict[Element, str] = {}
        self.trimmed_spans: dict[tuple[Element, Which], list[tuple[int, int, str]]] = {}
        self.note_parts: dict[Element, NoteDraft] = {}
        self.note_spans: dict[tuple[Element, Which], list[tuple[int, int, NoteDraft]]] = {}

        self.head = HeadDraft()
        self.moved: dict[Element, Moved] = {}

        self.removed: dict[Element, Removal] = {}
        self.body: list[Element] = []
        #: Roles of blocks in the record's vocabulary (disclaimer, bio, lead ...), by element.
        self.roles: dict[Element, str] = {}
        #: Elements that are to be taken for another: {element: "h2"} for a paragraph that is a heading, {element: "p"} ...
        self.retagged: dict[Element, str] = {}

        self.findings: list[FindingDraft] = []

    # -- what the passes say -----------------------------------------------------------------------

    def add_note(self, note: NoteDraft) -> NoteDraft:
        """Take a settled note, and claim its parts so that no later pass can remove them."""
        self.notes.append(note)
        for part in note.parts:
            self.note_parts[part] = note
        for span in note.spans:
            self.note_spans.setdefault((span.element, span.which), []).append((span.start, span.end, note))
        return note

    def add_call(self, call: Call) -> Call:
        """Take a settled marker. Several calls of one element ("3–5") are kept in their order."""
        if isinstance(call.place, Span):
            self.text_calls.setdefault((call.place.element, call.place.which), []).append(call)
        else:
            self.calls.setdefault(call.place, []).append(call)
        return call

    def trim(self, place: Element | Span, rule: str) -> None:
        """Say that this part of a note is not its text: its label ("note-label"), a back-link ("note-backlink") ..."""
        if isinstance(place, Span):
            self.trimmed_spans.setdefault((place.element, place.which), []).append((place.start, place.end, rule))
        else:
            self.trimmed[place] = rule

    def remove(self, element: Element, rule: str) -> None:
        """Send an element to the ledger under `rule`. The first rule to say so wins; claimed notes inside stay."""
        self.removed.setdefault(element, Removal(rule))

    def move(self, element: Element, rule: str, *values: str) -> None:
        """Say that the text of an element went into the head as `values`; its other words go to the ledger under `rule`."""
        before = self.moved.get(element)
        self.moved[element] = Moved(rule, (*before.values, *values) if before else values)

    def find(self, code: str, about: NoteDraft | Call | None = None, **values: object) -> None:
        """Note a finding for the user."""
        self.findings.append(FindingDraft(code, values, about))

    # -- what the passes ask -----------------------------------------------------------------------

    def is_claimed(self, element: Element) -> bool:
        """Whether this very element is a marker, a part of a note, or moved into the head."""
        return element in self.calls or element in self.note_parts or element in self.moved

    @cached_property
    def tags(self) -> list[str]:
        """The names of `elements`."""
        return [str(element.tag) for element in self.elements]

    @cached_property
    def parents(self) -> list[int]:
        """By the index of an element that of its parent; -1 for the root."""
        order = self.order
        return [-1, *(order[element.getparent()] for element in self.elements[1:])]  # type: ignore[index]

    @cached_property
    def ends(self) -> list[int]:
        """By the index of an element the index behind its last descendant."""
        ends = list(range(1, len(self.elements) + 1))
        parents = self.parents
        for index in range(len(ends) - 1, 0, -1):
            parent = parents[index]
            if ends[index] > ends[parent]:
                ends[parent] = ends[index]
        return ends

    @cached_property
    def claimed_ancestors(self) -> frozenset[Element]:
        """Elements that hold a claimed note part or a marker somewhere below. Ask only after notes are settled."""
        found: set[Element] = set()
        places = [*self.calls, *self.note_parts, *(e for e, _ in self.text_calls), *(e for e, _ in self.note_spans)]
        for element in places:
            parent = element.getparent()
            while parent is not None and parent not in found:
                found.add(parent)
                parent = parent.getparent()
        return frozenset(found)

    @cached_property
    def pieces(self) -> Pieces:
        """The visible text nodes of the whole tree, read once: the tree never changes."""
        return Pieces(self.elements, self.order)

    def inside(self, element: Element, holders: Mapping[Element, object]) -> bool:
        """Whether an element or one of its ancestors is a key of `holders`."""
        current: Element | None = element
        while current is not None:
            if current in holders:
                return True
            current = current.getparent()
        return False


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
