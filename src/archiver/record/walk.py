"""The walk: over the marked tree of a Draft, giving each word to the flow, to a marker, or to the ledger.

One walk serves the body, each note and the title. It asks the Draft what each element was said to be (draft.py) before it asks what its tag
means (markup.py), and it never recurses: pages nest deeper than Python does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml.etree import _Element as Element

from archiver.draft import Call, Draft, NoteDraft, Span, Which
from archiver.page import BLOCKS, INVISIBLE, visible_text
from archiver.record.blocks import Exit
from archiver.record.flow import Flow, make
from archiver.record.ledger import Ledger, without_label
from archiver.record.markup import Markup
from archiver.record.vocabulary import EMBEDS


@dataclass(frozen=True, slots=True)
class Said:
    """Of which elements, and of which text nodes, anything was said at all: most are nobody's, and that one look tells."""

    elements: frozenset[Element]
    texts: frozenset[tuple[Element, Which]]

    @classmethod
    def of(cls, draft: Draft) -> Said:
        """What the passes said of a draft."""
        return cls(
            frozenset().union(draft.note_parts, draft.calls, draft.trimmed, draft.moved, draft.removed, draft.retagged),
            frozenset().union(draft.text_calls, draft.trimmed_spans, draft.note_spans),
        )


class Walk(Markup):
    """Walks parts of one Draft into one Flow.

    `within` is the note being built (None for the body): its own parts are walked, those of others are left for their own walk.
    `emitted` collects (noteref element, call) for numbering later.
    """

    def __init__(
        self,
        draft: Draft,
        flow: Flow,
        ledger: Ledger,
        *,
        within: NoteDraft | None = None,
        emitted: list[tuple[Element, Call]],
        anchors: dict[str, Element],
        said: Said,
    ) -> None:
        super().__init__(draft, flow, ledger, within=within, anchors=anchors)
        self.emitted = emitted
        self._said = said

    # -- the walk itself ---------------------------------------------------------------------------

    def element(self, root: Element, inline_only: bool = False) -> None:
        """Walk one element with its whole subtree; its tail belongs to whoever holds it."""
        into, leave = self._enter(root, inline_only)
        # on most pages nothing was said of any text node
        said = bool(self._said.texts)
        # what is open: (element, what to do when it ends, its children still to come)
        open_elements: list[tuple[Element, Exit | None, Iterator[Element]]] = []
        if into:
            if (text := root.text) or said:
                self._text(root, "text", text)
            open_elements.append((root, leave, iter(root)))
        elif leave is not None:
            leave()
        while open_elements:
            node, leave, children = open_elements[-1]
            for child in children:
                into, child_leave = self._enter(child, inline_only)
                if into:
                    if (text := child.text) or said:
                        self._text(child, "text", text)
                    if len(child):
                        open_elements.append((child, child_leave, iter(child)))
                        break
                if child_leave is not None:
                    child_leave()
                if (text := child.tail) or said:
                    self._text(child, "tail", text)
            else:
                open_elements.pop()
                if leave is not None:
                    leave()
                if node is not root and ((text := node.tail) or said):
                    self._text(node, "tail", text)

    def span(self, span: Span) -> None:
        """Walk a stretch of loose text."""
        self._pieces(span.element, span.which, span.start, span.end)

    # -- text --------------------------------------------------------------------------------------

    def _text(self, node: Element, which: Which, text: str | None) -> None:
        texts = self._said.texts
        if texts and (node, which) in texts:
            # a note that stands in the text has an empty place for a marker, perhaps where there is no text at all
            if text or (node, which) in self.draft.text_calls:
                self._pieces(node, which, 0, len(text or ""))
        elif text:
            self.flow.text(text)

    def _pieces(self, node: Element, which: Which, start: int, end: int) -> None:
        """Give a text node to the flow, with what was said of stretches of it: markers, labels, back-links, notes."""
        key = (node, which)
        draft = self.draft
        text = ((node.text if which == "text" else node.tail) or "")[:end]
        calls = draft.text_calls.get(key)
        trims = draft.trimmed_spans.get(key)
        notes = draft.note_spans.get(key)
        if not (calls or trims or notes):
            self.flow.text(text[start:])
            return
        # (start, end, what to do), the marker first where two begin together
        marks: list[tuple[int, int, int, object]] = []
        for call in calls or ():
            assert isinstance(call.place, Span)
            marks.append((call.place.start, 1, call.place.end, call))
        marks += [(a, 0, b, rule) for a, b, rule in trims or ()]
        marks += [(a, 2, b, note) for a, b, note in notes or () if note is not self.within]
        marks.sort(key=lambda m: m[:2])
        position = start
        for begin, kind, stop, what in marks:
            same_marker = isinstance(what, Call) and stop <= position and begin < position
            if begin < position and not same_marker:
                continue
            if stop > end or (stop <= start and not begin == stop == start):
                continue
            self.flow.text(text[position:begin])
            if isinstance(what, Call):
                self._marker([what], leftover=not same_marker)
            elif kind == 0:
                self._trimmed_text(text[begin:stop], str(what), node, which, begin)
            position = max(position, stop)
        self.flow.text(text[position:])

    def _trimmed_text(self, text: str, rule: str, node: Element, which: Which, at: int) -> None:
        if rule == "note-label":
            text = without_label(text, self.within.label if self.within else "")
        self.ledger.enter_text(rule, text, node, which, at)

    # -- markers -----------------------------------------------------------------------------------

    def _marker(self, calls: Iterable[Call], leftover: bool = True) -> None:
        place: Element | Span | None = None
        shown = ""
        for call in calls:
            noteref = make("noteref", label=" ".join(call.label.split()))
            if isinstance(call.place, Span):
                offset = self.draft.page.offsets.get(call.place.element)
                if offset is not None and call.place.which == "text":
                    noteref.set("at", str(offset + call.place.start))
            if place is None:
                place = call.place
                shown = place.text if isinstance(place, Span) else visible_text(place)
            shown = without_label(shown, call.label)
            self.flow.inline(noteref)
            self.emitted.append((noteref, call))
        if leftover and place is not None:
            node = place.element if isinstance(place, Span) else place
            at = place.start if isinstance(place, Span) else 0
            self.ledger.enter_text("noteref-words", shown, node, "text", at)

    # -- elements ----------------------------------------------------------------------------------

    def _enter(self, node: Element, inline_only: bool) -> tuple[bool, Exit | None]:
        """Meet an element: (whether to go inside, what to do on the way out)."""
        draft = self.draft
        if node not in self._said.elements:
            name = str(node.tag)
            return self._unseen(node, name, inline_only) if name in INVISIBLE else self.by_name(node, name, inline_only)
        note = draft.note_parts.get(node)
        if note is not None and note is not self.within:
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
            self._keep_apart(node)
            return False, None
        if node in draft.removed and note is None:
            self.ledger.enter(draft.removed[node].rule, node)
            self._keep_apart(node)
            return False, None
        name = draft.retagged.get(node) or str(node.tag)
        return self._unseen(node, name, inline_only) if name in INVISIBLE else self.by_name(node, name, inline_only)

    def _unseen(self, node: Element, name: str, inline_only: bool) -> tuple[bool, Exit | None]:
        if name in EMBEDS and not inline_only:
            self.embed(node, EMBEDS[name])
        elif name == "script":
            self.script(node)
        return False, None

    def _keep_apart(self, node: Element) -> None:
        """See to it that the words before and after something taken out do not become one."""
        current = node
        while not current.tail and current.getnext() is None:
            parent = current.getparent()
            if parent is None or parent.tag in BLOCKS:
                break
            current = parent
        if not current.tail or current.tail[0].isalnum():
            self.flow.text(" ")

    def _is_title(self, node: Element) -> bool:
        return node is self.draft.head.title_element or node is self.draft.head.subtitle_element
