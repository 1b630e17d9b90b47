"""Draft: the neutral tree of a source, and what the passes say about its parts.

A reader makes the tree, in the vocabulary of XHTML whatever the source was. No pass ever changes it. Each pass only *says* of a
part what it is: a note, a marker, a field of the head, page chrome, a role. The record's builder then walks the tree once and puts
every word where it was said to belong, so nothing can be lost on the way: what nobody claimed and nobody removed is body if it lies
in a body root, and goes to the ledger as `outside-article` if it does not.

Who says what, in this order (pipeline.py):

    claim_notes      → draft.calls, draft.text_calls, draft.notes, draft.trimmed
    gather_metadata  → draft.head, draft.moved
    find_article     → draft.removed, draft.body (remove_chrome, then find_body; both again where too much went: cleaning/losses.py)
    shape_blocks     → draft.roles

A later pass never takes back what an earlier one claimed: `remove` of an element that holds claimed notes leaves the notes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from lxml.etree import _Element as Element

from archiver.source import Source
from archiver.visible import Pieces

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
    """Why an element is not in the article. `rule` is a name in lower-case-with-dashes that docs/reference/rules.md explains."""

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


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What had been said of removals, roots of the body and findings when it was made (`Draft.checkpoint`)."""

    removed: Mapping[Element, Removal]
    body: tuple[Element, ...]
    findings: int


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

    def checkpoint(self) -> Checkpoint:
        """What has been said so far of removals, roots of the body and findings, for `go_back`."""
        return Checkpoint(dict(self.removed), tuple(self.body), len(self.findings))

    def go_back(self, checkpoint: Checkpoint) -> None:
        """Take back what was said of removals, roots of the body and findings since a checkpoint."""
        self.removed = dict(checkpoint.removed)
        self.body = list(checkpoint.body)
        del self.findings[checkpoint.findings :]

    # -- what the passes ask -----------------------------------------------------------------------

    def is_claimed(self, element: Element) -> bool:
        """Whether this very element is a marker, a part of a note, or moved into the head."""
        return element in self.calls or element in self.note_parts or element in self.moved

    @cached_property
    def tags(self) -> list[str]:
        """The names of `elements`."""
        return [str(element.tag) for element in self.elements]

    @cached_property
    def attributes(self) -> list[dict[str, str]]:
        """The attributes of `elements`, each element asked once for all passes; those that have none share one empty mapping."""
        none: dict[str, str] = {}
        return [dict(said) if (said := element.items()) else none for element in self.elements]

    @cached_property
    def tagged(self) -> dict[str, list[int]]:
        """By the name of elements, the indexes of those that have it, in order."""
        found: dict[str, list[int]] = defaultdict(list)
        for index, tag in enumerate(self.tags):
            found[tag].append(index)
        return dict(found)

    @cached_property
    def having(self) -> dict[str, list[int]]:
        """By the name of an attribute, the indexes of the elements that have it, in order."""
        found: dict[str, list[int]] = defaultdict(list)
        for index, attributes in enumerate(self.attributes):
            for name in attributes:
                found[name].append(index)
        return dict(found)

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
        return Pieces(self.elements, self.tags, self.ends, self.order)

    def inside(self, element: Element, holders: Mapping[Element, object]) -> bool:
        """Whether an element or one of its ancestors is a key of `holders`."""
        current: Element | None = element
        while current is not None:
            if current in holders:
                return True
            current = current.getparent()
        return False
