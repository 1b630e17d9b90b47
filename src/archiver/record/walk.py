"""The walk over the page: each word goes to the flow, to a note marker, or to the ledger.

The same class walks the body, each note and the title. For each element, it first looks up what the passes have marked
in the Draft (draft.py), and only then what its tag means (markup.py). It does not recurse, since pages nest deeper than
Python's stack.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml.etree import _Element as Element

from archiver.draft import Call, Draft, NoteDraft, Span, Which
from archiver.page import BLOCKS, INVISIBLE, visible_text
from archiver.record.blocks import Exit
from archiver.record.flow import Flow, make
from archiver.record.ledger import RemovalLedger, without_label
from archiver.record.markup import Markup
from archiver.record.picture_twins import Twins, find_twins
from archiver.record.vocabulary import EMBEDS
from archiver.trees.elements import Element as Node


@dataclass(frozen=True, slots=True)
class MarkedNodes:
    """The elements and text nodes that any pass has marked. Most nodes are not marked: one look-up here saves many."""

    elements: frozenset[Node]
    texts: frozenset[tuple[Node, Which]]
    #: The pictures that the page holds twice.
    twins: Twins

    @classmethod
    def of(cls, draft: Draft) -> MarkedNodes:
        """The marked nodes of a draft."""
        return cls(
            frozenset().union(
                draft.note_parts,
                draft.calls,
                draft.trimmed,
                draft.moved,
                draft.removed,
                draft.retagged,
                (post.holder for post in draft.posts if post.holder is not None),
                (element for post in draft.posts for element in post.elements),
            ),
            frozenset().union(draft.text_calls, draft.trimmed_spans, draft.note_spans, draft.post_spans),
            find_twins(draft.page),
        )


class Walk(Markup):
    """Walks parts of a Draft into a Flow.

    `within` is the note that is built (None for the body): its own parts are walked, and those of other notes are
    skipped. `emitted` collects (noteref element, call), which are numbered later.
    """

    def __init__(
        self,
        draft: Draft,
        flow: Flow,
        ledger: RemovalLedger,
        *,
        within: NoteDraft | None = None,
        emitted: list[tuple[Element, Call]],
        anchors: dict[str, Element],
        marked: MarkedNodes,
    ) -> None:
        super().__init__(draft, flow, ledger, within=within, anchors=anchors, twins=marked.twins)
        self.emitted = emitted
        self._marked = marked
        self._root: Node | None = None
        #: elements of posts, which are walked one after the other
        self._posts = frozenset(
            element for post in draft.posts for element in (*post.elements, *filter(None, (post.holder,)))
        )

    # -- the walk itself ---------------------------------------------------------------------------

    def element(self, root: Node, inline_only: bool = False) -> None:
        """Walk an element with its whole subtree, without its tail. Other posts inside of it are left out."""
        self._root = root
        go_inside, leave = self._enter(root, inline_only)
        # on most pages, no text node is marked
        has_marked_texts = bool(self._marked.texts)
        # open elements: (element, what to do at its end, the children still to come)
        open_elements: list[tuple[Node, Exit | None, Iterator[Node]]] = []
        if go_inside:
            if (text := root.text) or has_marked_texts:
                self._text(root, "text", text)
            open_elements.append((root, leave, iter(root.children)))
        elif leave is not None:
            leave()
        while open_elements:
            node, leave, children = open_elements[-1]
            for child in children:
                go_inside, child_leave = self._enter(child, inline_only)
                if go_inside:
                    if (text := child.text) or has_marked_texts:
                        self._text(child, "text", text)
                    if child.children:
                        open_elements.append((child, child_leave, iter(child.children)))
                        break
                if child_leave is not None:
                    child_leave()
                if (text := child.tail) or has_marked_texts:
                    self._text(child, "tail", text)
            else:
                open_elements.pop()
                if leave is not None:
                    leave()
                if node is not root and ((text := node.tail) or has_marked_texts):
                    self._text(node, "tail", text)

    def span(self, span: Span) -> None:
        """Walk a span of a text node."""
        self._text_with_marks(span.element, span.which, span.start, span.end)

    # -- text --------------------------------------------------------------------------------------

    def _text(self, node: Node, which: Which, text: str | None) -> None:
        texts = self._marked.texts
        if texts and (node, which) in texts:
            # A note inside the text has an empty span for its marker, which may be where there is no text at all.
            if text or (node, which) in self.draft.text_calls:
                self._text_with_marks(node, which, 0, len(text or ""))
        elif text:
            self.flow.text(text)

    def _text_with_marks(self, node: Node, which: Which, start: int, end: int) -> None:
        """Add a text node to the flow, with the marks on it: note markers, labels, backlinks, notes."""
        key = (node, which)
        draft = self.draft
        text = ((node.text if which == "text" else node.tail) or "")[:end]
        calls = draft.text_calls.get(key)
        trims = draft.trimmed_spans.get(key)
        notes = draft.note_spans.get(key)
        heads = draft.post_spans.get(key)
        if not (calls or trims or notes or heads):
            self.flow.text(text[start:])
            return
        # (start, kind, end, object): of two marks at the same start, the trimmed text comes first, then the marker,
        # then the note
        marks: list[tuple[int, int, int, object]] = []
        for call in calls or ():
            assert isinstance(call.place, Span)
            marks.append((call.place.start, 1, call.place.end, call))
        marks += [(a, 0, b, rule) for a, b, rule in trims or ()]
        marks += [(a, 2, b, None) for a, b in heads or ()]
        marks += [(a, 2, b, note) for a, b, note in notes or () if note is not self.within]
        marks.sort(key=lambda m: m[:2])
        position = start
        for mark_start, kind, mark_end, item in marks:
            same_marker = isinstance(item, Call) and mark_end <= position and mark_start < position
            if mark_start < position and not same_marker:
                continue
            if mark_end > end or (mark_end <= start and not mark_start == mark_end == start):
                continue
            self.flow.text(text[position:mark_start])
            if isinstance(item, Call):
                self._marker([item], text[mark_start:mark_end], with_rest=not same_marker)
            elif kind == 0:
                self._trimmed_text(text[mark_start:mark_end], str(item), node, which, mark_start)
            position = max(position, mark_end)
        self.flow.text(text[position:])

    def _trimmed_text(self, text: str, rule: str, node: Node, which: Which, at: int) -> None:
        if rule == "note-label":
            text = without_label(text, self.within.label if self.within else "")
        self.ledger.enter_text(rule, text, node, which, at)

    # -- markers -----------------------------------------------------------------------------------

    def _marker(self, calls: Iterable[Call], written: str | None = None, *, with_rest: bool = True) -> None:
        """Add the calls of a marker, and enter what else the marker says into the ledger. `written` is the text of the marker, if it is known: to ask
        a long text node for each of its markers takes quadratic time.
        """
        place: Node | Span | None = None
        marker_text = ""
        for call in calls:
            noteref = make("noteref", label=" ".join(call.label.split()))
            if isinstance(call.place, Span):
                offset = self.draft.page.offsets.get(call.place.element)
                if offset is not None and call.place.which == "text":
                    noteref.set("at", str(self.draft.page.decoded_offset(offset + call.place.start)))
            if place is None:
                place = call.place
                if written is not None:
                    marker_text = written
                else:
                    marker_text = place.text if isinstance(place, Span) else visible_text(place)
            marker_text = without_label(marker_text, call.label)
            self.flow.inline(noteref)
            self.emitted.append((noteref, call))
        if with_rest and place is not None:
            if isinstance(place, Span):
                self.ledger.enter_text("noteref-words", marker_text, place.element, place.which, place.start)
            else:
                self.ledger.enter_text("noteref-words", marker_text, place)

    # -- elements ----------------------------------------------------------------------------------

    def _enter(self, node: Node, inline_only: bool) -> tuple[bool, Exit | None]:
        """Handle an element: (whether to go inside, what to do at its end)."""
        draft = self.draft
        if node in self._posts and node is not self._root:
            if node not in draft.body:
                self.ledger.enter("beside-post", node)
            return False, None
        if node not in self._marked.elements:
            name = node.tag
            return (
                self._invisible(node, name, inline_only) if name in INVISIBLE else self.by_name(node, name, inline_only)
            )
        note = draft.note_parts.get(node)
        if note is not None and note is not self.within:
            self._separate_words(node)
            return False, None
        if calls := draft.calls.get(node):
            self._marker(calls)
            return False, None
        if node in draft.trimmed:
            rule = draft.trimmed[node]
            text = "".join(self.ledger.unclaimed_pieces(node))
            if rule == "note-label":
                text = without_label(text, self.within.label if self.within else "")
            self.ledger.enter_text(rule, text, node)
            return False, None
        if node in draft.moved and not (inline_only and self._is_title(node)):
            self.ledger.enter_moved(node)
            self._separate_words(node)
            return False, None
        if node in draft.removed and note is None:
            self.ledger.enter(draft.removed[node].rule, node)
            self._separate_words(node)
            return False, None
        name = draft.retagged.get(node) or node.tag
        return self._invisible(node, name, inline_only) if name in INVISIBLE else self.by_name(node, name, inline_only)

    def _invisible(self, node: Node, name: str, inline_only: bool) -> tuple[bool, Exit | None]:
        if name in EMBEDS and not inline_only:
            self.embed(node, EMBEDS[name])
        elif name == "script":
            self.script(node)
        elif name == "noscript" and node in self.twins.alone:
            self.picture(self.twins.alone[node], inline_only)
        return False, None

    def _separate_words(self, node: Node) -> None:
        """Keep the words before and after an element apart that is left out."""
        current = node
        while not current.tail and current.next is None:
            parent = current.parent
            if parent is None or parent.tag in BLOCKS:
                break
            current = parent
        following = current.tail
        if not following and (behind := current.next) is not None and behind.tag not in INVISIBLE:
            following = behind.text
        if not following or following[0].isalnum():
            self.flow.text(" ")

    def _is_title(self, node: Node) -> bool:
        return node is self.draft.head.title_element or node is self.draft.head.subtitle_element
