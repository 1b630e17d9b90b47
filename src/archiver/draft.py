"""Draft: a Page and the results of the passes over it, from which the record is built.

The Page never changes (page.py). Each pass writes into the Draft what parts of the Page are: notes, calls, fields of the
head, page chrome, roles. Then the builder of the record walks the Page once and puts each word into its place in the
record. No word is lost. Text that no pass claimed or removed is body text if it is inside a root of the body; else it
goes to the ledger under the rule `outside-article`.

The table lists the passes in their order (pipeline.py). The maps of a Draft are read-only; only its methods change it.
A method raises RuntimeError if a later pass has begun.

    pass              results                                                 methods
    claim_notes       notes, calls, parts of notes that are not their text    add_note, add_call, trim
    find_thread       the posts of a thread, if the page is one               set_posts
    gather_metadata   the head, and the elements whose text went into it      move, set_head
    clean             removals, and the roots of the body                     correct, set_body, add_to_body, put_before_body,
                                                                              take_back_removal, go_back
    shape_blocks      the roles of blocks                                     set_role

    from claim_notes to clean                                                 remove
    from clean on     evidence beside that of the head                        add_evidence
    at any time                                                               retag, add_finding, add_option

No pass takes back a claim of an earlier pass: if an element is removed, the claimed notes inside of it stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from archiver.description import Author, Container, Contributor, Date, Evidence
from archiver.page import Page
from archiver.trees.elements import Element

Which = Literal["text", "tail"]
NoteKind = Literal["footnote", "endnote", "sidenote"]
NoteStatus = Literal["present", "missing", "unreferenced"]
#: The kinds of articles that the record tells apart. All other kinds have only the words of the source.
Genre = Literal[
    "news",
    "paper",
    "post",
    "opinion",
    "interview",
    "review",
    "report",
    "thesis",
    "chapter",
    "letter",
    "court-opinion",
    "encyclopedia-entry",
]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one text node: characters `start` to `end` of `element`'s text, or of its tail."""

    element: Element
    which: Which
    start: int
    end: int

    @property
    def text(self) -> str:
        """The characters of the stretch."""
        node_text = (self.element.text if self.which == "text" else self.element.tail) or ""
        return node_text[self.start : self.end]


@dataclass(slots=True)
class NoteDraft:
    """A note after the decision of the resolver of notes.

    `parts` are the elements with the text of the note, in order, each with its whole subtree and without its tail.
    `spans` are stretches of text that belong to the note and have no element of their own (notes between `br`
    elements). `markup` is the HTML of a note that the page has only in an attribute (`title`, `data-content`). It is no
    visible text, so no word count includes it. A missing note has no parts, spans or markup. `certainty`, from 0 to 1,
    and `cues`, in words, say why this was taken for a note. The certainty of a note that nothing calls is None.
    """

    label: str
    status: NoteStatus
    kind: NoteKind = "footnote"
    parts: tuple[Element, ...] = ()
    spans: tuple[Span, ...] = ()
    family: str = ""
    series: str = ""
    markup: str = ""
    certainty: float | None = None
    cues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """A place that calls `note` and shows `label`; in the record it becomes a noteref. `place` is the element of the
    marker, or a stretch of text.
    """

    place: Element | Span
    label: str
    note: NoteDraft


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A candidate that the pass of notes did not take, for `inspect`: a marker, or a list that might hold notes.

    `label` is what it shows; of a list, its first and last label. `place` is where it begins, `text` the words there, and
    `reason` says why it was not taken. `certainty` is what spoke for it, from 0 to 1.
    """

    kind: Literal["marker", "list"]
    label: str
    place: Element | Span
    text: str
    reason: str
    certainty: float = 0.0


#: What a post is in a thread, if the page tells.
PostKind = Literal["", "question", "answer", "comment"]


@dataclass(slots=True, eq=False)
class PostDraft:
    """One post of a thread.

    `elements` hold its text, in order; `holder` is the element around them, if the post has one, with its head and all that stands beside the text.
    Holders of other posts inside of `elements` are no part of it. `left_out` are elements beside the text, which go to the ledger. `author`, `date` and
    `heading` are strings of the page, "" where it has none; `spans` are the stretches of text that show them. `when` is the date in ISO 8601, or "".
    `number` is the number that the page shows for the post, `address` leads to it alone. `answers` is the post that it replies to.
    """

    elements: tuple[Element, ...]
    holder: Element | None = None
    author: str = ""
    date: str = ""
    when: str = ""
    heading: str = ""
    number: str = ""
    address: str = ""
    kind: PostKind = ""
    answers: PostDraft | None = None
    spans: tuple[Span, ...] = ()
    left_out: tuple[Element, ...] = ()


@dataclass(frozen=True, slots=True)
class RemovalDraft:
    """The rule that removed an element: a name in lower-case-with-dashes, which docs/reference/rules.md explains."""

    rule: str


@dataclass(frozen=True, slots=True)
class Correction:
    """The result of the corrections of the body for a block that they changed: whether it is body now, and their reasons
    in order (docs/reference/rules.md explains them).
    """

    keep: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """An element whose text went into the head: `values` are its strings there.

    Words of the element that are in none of the `values` go to the ledger under `rule`.
    """

    rule: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EvidenceDraft(Evidence):
    """Evidence as the resolver gives it. `level` is what the rule itself said, before anything was counted."""

    level: str = ""


@dataclass(slots=True)
class HeadDraft:
    """The metadata after the decision of the metadata resolver.

    `title` is plain text. `title_element` is the element of the title on the page, or None. Its inline content (emphasis,
    note markers) goes into the record. It is in `Draft.moved`, too.
    """

    title: str = ""
    title_element: Element | None = None
    subtitle: str = ""
    subtitle_element: Element | None = None
    authors: tuple[Author, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    dates: tuple[Date, ...] = ()
    container: Container | None = None
    publisher: str = ""
    language: str = ""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    department: str = ""
    #: The kind of the article, or None, and the words with which the source names it.
    genre: Genre | None = None
    genre_text: str = ""
    rights: str = ""
    rights_href: str = ""
    #: The identifier of the licence in the SPDX list, or "".
    licence: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    evidence: list[EvidenceDraft] = field(default_factory=list)

    @property
    def publication(self) -> str:
        """The name of the publication (journal, newspaper, site), or ""."""
        return self.container.name if self.container is not None else ""


@dataclass(slots=True)
class FindingDraft:
    """A finding for the user. `code` is a key of findings.FINDINGS. `values` are the values of the placeholders in its
    sentence. `about` is the note or call to which it refers.
    """

    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    about: NoteDraft | Call | None = None


class Pass(IntEnum):
    """The passes over a Draft in their order."""

    NOTES = 1
    METADATA = 2
    CLEANING = 3
    SHAPING = 4


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The removals, the roots of the body, the corrections and the number of findings at one moment (`Draft.checkpoint`)."""

    removed: Mapping[Element, RemovalDraft]
    corrected: Mapping[Element, Correction]
    body: tuple[Element, ...]
    findings: int


class Draft:
    """A Page and the results of the passes over it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._pass = Pass.NOTES
        self._notes: list[NoteDraft] = []
        self._calls: dict[Element, list[Call]] = {}
        self._text_calls: dict[tuple[Element, Which], list[Call]] = {}
        self._trimmed: dict[Element, str] = {}
        self._trimmed_spans: dict[tuple[Element, Which], list[tuple[int, int, str]]] = {}
        self._note_parts: dict[Element, NoteDraft] = {}
        self._note_spans: dict[tuple[Element, Which], list[tuple[int, int, NoteDraft]]] = {}
        self._not_taken: list[NotTaken] = []
        self._posts: list[PostDraft] = []
        self._topic: Element | None = None
        self._post_spans: dict[tuple[Element, Which], list[tuple[int, int]]] = {}
        self._head = HeadDraft()
        self._moved: dict[Element, Moved] = {}
        self._removed: dict[Element, RemovalDraft] = {}
        self._corrected: dict[Element, Correction] = {}
        self._body: list[Element] = []
        self._roles: dict[Element, str] = {}
        self._retagged: dict[Element, str] = {}
        self._findings: list[FindingDraft] = [FindingDraft(code, values) for code, values in page.findings]
        self._options: list[tuple[str, str]] = []

        #: Calls whose place is a whole element, and those whose place is a stretch of text.
        self.calls: Mapping[Element, Sequence[Call]] = MappingProxyType(self._calls)
        self.text_calls: Mapping[tuple[Element, Which], Sequence[Call]] = MappingProxyType(self._text_calls)
        #: Parts of notes that are not their text, such as backlinks and labels, each with its rule in the ledger. A label
        #: with the rule "note-label" is not in the ledger, because the record keeps it as an attribute.
        self.trimmed: Mapping[Element, str] = MappingProxyType(self._trimmed)
        self.trimmed_spans: Mapping[tuple[Element, Which], Sequence[tuple[int, int, str]]]
        self.trimmed_spans = MappingProxyType(self._trimmed_spans)
        #: Elements and stretches of text that are claimed as the text of a note.
        self.note_parts: Mapping[Element, NoteDraft] = MappingProxyType(self._note_parts)
        self.note_spans: Mapping[tuple[Element, Which], Sequence[tuple[int, int, NoteDraft]]]
        self.note_spans = MappingProxyType(self._note_spans)
        #: Stretches of text that the record has in the heads of posts.
        self.post_spans: Mapping[tuple[Element, Which], Sequence[tuple[int, int]]]
        self.post_spans = MappingProxyType(self._post_spans)
        self.moved: Mapping[Element, Moved] = MappingProxyType(self._moved)
        self.removed: Mapping[Element, RemovalDraft] = MappingProxyType(self._removed)
        #: Blocks of which the corrections of the body changed the decision, for `inspect`.
        self.corrected: Mapping[Element, Correction] = MappingProxyType(self._corrected)
        #: Roles of blocks in the record's vocabulary (disclaimer, bio, lead …).
        self.roles: Mapping[Element, str] = MappingProxyType(self._roles)
        #: Elements that the builder reads as another element: {element: "h2"} for a paragraph that is a heading.
        self.retagged: Mapping[Element, str] = MappingProxyType(self._retagged)

    @property
    def notes(self) -> Sequence[NoteDraft]:
        """The notes in the order in which they were added."""
        return self._notes

    @property
    def topic(self) -> Element | None:
        """The heading with the subject of the thread, if it is not the headline of the page."""
        return self._topic

    @property
    def posts(self) -> Sequence[PostDraft]:
        """The posts of the thread in their order; none if the page is no thread."""
        return self._posts

    @property
    def not_taken(self) -> Sequence[NotTaken]:
        """The candidates for notes that were not taken, in the order of the text. Empty if nobody asked for them."""
        return self._not_taken

    @property
    def head(self) -> HeadDraft:
        """The metadata; empty before `set_head`."""
        return self._head

    @property
    def body(self) -> Sequence[Element]:
        """The roots of the body, in the order of the record."""
        return self._body

    @property
    def findings(self) -> Sequence[FindingDraft]:
        """The findings for the user, in the order in which they were added."""
        return self._findings

    @property
    def options(self) -> Sequence[tuple[str, str]]:
        """The options of the call that changed the result: the name of each, and its value as text."""
        return self._options

    def _enter(self, wanted: Pass) -> None:
        """Begin a pass, or go on with it. Raises RuntimeError if a later pass has begun: this is an error in the program."""
        self._require_open(wanted)
        self._pass = wanted

    def _require_open(self, wanted: Pass) -> None:
        """Raise RuntimeError if a later pass than this one has begun."""
        if wanted < self._pass:
            raise RuntimeError(f"The pass {wanted.name} is over: {self._pass.name} has begun.")

    # -- claim_notes -------------------------------------------------------------------------------

    def add_note(self, note: NoteDraft) -> NoteDraft:
        """Add a resolved note, and claim its parts, so that no later pass can remove them. Returns the note."""
        self._enter(Pass.NOTES)
        self._notes.append(note)
        for part in note.parts:
            self._note_parts[part] = note
        for span in note.spans:
            self._note_spans.setdefault((span.element, span.which), []).append((span.start, span.end, note))
        return note

    def add_call(self, call: Call) -> Call:
        """Add a resolved call. Several calls of one element ("3–5") keep their order. Returns the call."""
        self._enter(Pass.NOTES)
        if isinstance(call.place, Span):
            self._text_calls.setdefault((call.place.element, call.place.which), []).append(call)
        else:
            self._calls.setdefault(call.place, []).append(call)
        return call

    def add_not_taken(self, candidate: NotTaken) -> None:
        """Add a candidate that was not taken."""
        self._enter(Pass.NOTES)
        self._not_taken.append(candidate)

    def trim(self, place: Element | Span, rule: str) -> None:
        """Mark a part of a note as not its text: its label (rule "note-label"), a backlink (rule "note-backlink") …"""
        self._enter(Pass.NOTES)
        if isinstance(place, Span):
            self._trimmed_spans.setdefault((place.element, place.which), []).append((place.start, place.end, rule))
        else:
            self._trimmed[place] = rule

    # -- find_thread -------------------------------------------------------------------------------

    def set_posts(self, posts: Iterable[PostDraft], topic: Element | None = None) -> None:
        """Set the posts of the thread that the page is. `topic` is the heading with its subject, if that is not the headline of the page."""
        self._enter(Pass.NOTES)
        self._posts[:] = posts
        self._topic = topic
        self._post_spans.clear()
        for span in [span for post in self._posts for span in post.spans]:
            self._post_spans.setdefault((span.element, span.which), []).append((span.start, span.end))

    # -- gather_metadata ---------------------------------------------------------------------------

    def move(self, element: Element, rule: str, *values: str) -> None:
        """Mark an element as moved: its text went into the head as `values`. Its other words go to the ledger under
        `rule`.
        """
        self._enter(Pass.METADATA)
        earlier = self._moved.get(element)
        self._moved[element] = Moved(rule, (*earlier.values, *values) if earlier else values)

    def set_head(self, head: HeadDraft) -> None:
        """Set the resolved metadata."""
        self._enter(Pass.METADATA)
        self._head = head

    # -- clean -------------------------------------------------------------------------------------

    def remove(self, element: Element, rule: str) -> None:
        """Remove an element: its text goes to the ledger under `rule`. The first rule wins. Claimed notes inside stay."""
        self._require_open(Pass.CLEANING)
        self._removed.setdefault(element, RemovalDraft(rule))

    def take_back_removal(self, element: Element) -> None:
        """Take back the removal of an element."""
        self._enter(Pass.CLEANING)
        self._removed.pop(element, None)

    def correct(self, element: Element, correction: Correction) -> None:
        """Store the result of the corrections for a block that they changed."""
        self._enter(Pass.CLEANING)
        self._corrected[element] = correction

    def set_body(self, roots: Iterable[Element]) -> None:
        """Set the roots of the body. They replace the earlier ones."""
        self._enter(Pass.CLEANING)
        self._body[:] = roots

    def add_to_body(self, root: Element) -> None:
        """Add a root of the body after the others."""
        self._enter(Pass.CLEANING)
        self._body.append(root)

    def put_before_body(self, roots: Iterable[Element]) -> None:
        """Add roots of the body before the others."""
        self._enter(Pass.CLEANING)
        self._body[:0] = roots

    def checkpoint(self) -> Checkpoint:
        """The removals, roots of the body, corrections and findings as they are now, for `go_back`."""
        return Checkpoint(dict(self._removed), dict(self._corrected), tuple(self._body), len(self._findings))

    def go_back(self, checkpoint: Checkpoint) -> None:
        """Undo the changes of removals, roots of the body, corrections and findings since a checkpoint."""
        self._enter(Pass.CLEANING)
        self._removed.clear()
        self._removed.update(checkpoint.removed)
        self._corrected.clear()
        self._corrected.update(checkpoint.corrected)
        self._body[:] = checkpoint.body
        del self._findings[checkpoint.findings :]

    # -- shape_blocks ------------------------------------------------------------------------------

    def set_role(self, element: Element, role: str) -> None:
        """Set the role of a block, in the record's vocabulary. The first role wins."""
        self._enter(Pass.SHAPING)
        self._roles.setdefault(element, role)

    # -- at any time -------------------------------------------------------------------------------

    def retag(self, element: Element, tag: str) -> None:
        """Let the builder read an element as an element with another name. The first name wins."""
        self._retagged.setdefault(element, tag)

    def add_finding(self, code: str, about: NoteDraft | Call | None = None, **values: object) -> None:
        """Add a finding for the user. `values` fill the sentence of its code in findings.FINDINGS."""
        self._findings.append(FindingDraft(code, values, about))

    def add_option(self, name: str, value: str) -> None:
        """Add an option of the call that changed the result, for the provenance of the record."""
        self._options.append((name, value))

    def add_evidence(self, *evidence: EvidenceDraft) -> None:
        """Add evidence to that of the head: for a change of the markup, or for the place of the body. The head is set before."""
        self._enter(max(self._pass, Pass.CLEANING))
        self._head.evidence.extend(evidence)

    # -- questions of the passes -------------------------------------------------------------------

    def is_claimed(self, element: Element) -> bool:
        """Whether this element itself is a call, a part of a note, or moved into the head."""
        return element in self._calls or element in self._note_parts or element in self._moved

    @property
    def claimed_or_called(self) -> frozenset[Element]:
        """The elements that are calls or parts of notes, so far."""
        return frozenset([*self._calls, *self._note_parts])

    @cached_property
    def claimed_ancestors(self) -> frozenset[Element]:
        """The elements that have a part of a note or a call among their descendants. The first use ends the pass of notes."""
        self._enter(max(self._pass, Pass.METADATA))
        holders: set[Element] = set()
        places = [*self._calls, *self._note_parts, *(e for e, _ in self._text_calls), *(e for e, _ in self._note_spans)]
        for element in places:
            parent = element.parent
            while parent is not None and parent not in holders:
                holders.add(parent)
                parent = parent.parent
        return frozenset(holders)
