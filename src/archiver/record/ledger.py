"""The ledger: every part of the source that is not in the article, with its rule and its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from archiver.draft import Draft, Which
from archiver.page import BLOCKS, INVISIBLE, LeftOut
from archiver.text import unhyphenated, writable
from archiver.trees.elements import Element

_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class RemovalEntry:
    """One removal. `order` is the sort key for its place in the source."""

    order: tuple[int, int]
    rule: str
    where: str
    text: str


class RemovalLedger:
    """Collects the removals, and names their places."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._entries: list[RemovalEntry] = []
        self._lines: list[int] | None = None
        self._values_used: set[str] = set()

    def entries(self) -> list[RemovalEntry]:
        """All removals in the order of the source."""
        return sorted(self._entries, key=lambda entry: entry.order)

    def enter_text(
        self,
        rule: str,
        text: str,
        element: Element,
        which: Which = "text",
        at: int = 0,
        *,
        within: Element | None = None,
    ) -> None:
        """Enter a text. A text without a letter or digit gets no entry. `within` is the element that holds all of the text, if it is not the one that the
        text node is in.
        """
        folded = writable(" ".join(unhyphenated(text).split()))
        if not _LETTER_OR_DIGIT.search(folded):
            return
        order = max(element.index, 0)
        # a tail comes after everything inside its element
        position = order if which == "text" else self._last_inside(element)
        holder = within if within is not None else element.parent if which == "tail" else element
        place = self.place(element if holder is None or element in self._draft.page.offsets else holder, at)
        self._entries.append(RemovalEntry((position, at + (1 if which == "tail" else 0)), rule, place, folded))

    def enter(self, rule: str, element: Element) -> None:
        """Enter an element with all its visible text, except for what was claimed inside."""
        self.enter_text(rule, "".join(self.unclaimed_pieces(element)), element)

    def enter_left_out(self) -> None:
        """Enter the pieces of a plain text that its reader left out: those of one rule as one text."""
        page = self._draft.page
        by_rule: dict[str, list[LeftOut]] = {}
        for piece in page.left_out:
            by_rule.setdefault(piece.rule, []).append(piece)
        for rule, pieces in by_rule.items():
            text = writable(" ".join(" ".join(unhyphenated(piece.text).split()) for piece in pieces))
            if not _LETTER_OR_DIGIT.search(text):
                continue
            at = pieces[0].offset
            before = (index for index, e in enumerate(page.elements) if page.offsets.get(e, -1) <= at)
            self._entries.append(
                RemovalEntry((max(before, default=0), at), rule, f"line {self._source_line(pieces[0].start)}", text)
            )

    def enter_moved(self, element: Element) -> None:
        """Enter the words of a moved element that are in none of the values that the head took from it."""
        moved = self._draft.moved[element]
        text = " ".join(unhyphenated("".join(self.unclaimed_pieces(element))).split())
        for value in moved.values:
            # The head holds a value once, so a second element with the same value is not covered by it.
            if value not in self._values_used:
                self._values_used.add(value)
                text = without(text, value)
        self.enter_text(moved.rule, text, element)

    def unclaimed_pieces(self, element: Element) -> list[str]:
        """The visible text nodes below an element, without the note parts, moved elements and body roots inside it.

        Words of a moved element inside that the head's values lack are entered under the rule of that element.
        """
        draft = self._draft
        if element not in self._not_plain:
            return draft.page.text_runs.of(element)
        body = self._body_roots
        texts: list[str] = []
        stack: list[tuple[Element, bool]] = [(element, True)]
        while stack:
            node, entering = stack.pop()
            if not entering:
                if node.tag in BLOCKS:
                    texts.append(" ")
                if node is not element and node.tail:
                    texts.append(self.outside_notes(node, "tail"))
                continue
            visible = node.tag not in INVISIBLE and isinstance(node.tag, str)
            if not visible or (
                node is not element and (node in draft.note_parts or node in draft.moved or node in body)
            ):
                if visible:
                    # the text before and after it was never one word
                    texts.append(" ")
                    if node in draft.moved:
                        self.enter_moved(node)
                if node is not element and node.tail:
                    texts.append(self.outside_notes(node, "tail"))
                continue
            if node.tag in BLOCKS:
                texts.append(" ")
            if number := draft.page.item_number(node):
                texts.append(f"{number} ")
            if node.text:
                texts.append(self.outside_notes(node, "text"))
            stack.append((node, False))
            stack.extend((child, True) for child in reversed(node.children))
        return texts

    def outside_notes(self, element: Element, which: Which) -> str:
        """A text node without the spans that notes and the heads of posts claimed."""
        text = (element.text if which == "text" else element.tail) or ""
        key = (element, which)
        spans = [span[:2] for span in self._draft.note_spans.get(key, ())] + list(self._draft.post_spans.get(key, ()))
        if not spans:
            return text
        texts, position = [], 0
        for start, end in sorted(spans):
            texts.append(text[position:start])
            position = max(position, end)
        return " ".join([*texts, text[position:]])

    @cached_property
    def _body_roots(self) -> frozenset[Element]:
        return frozenset(self._draft.body)

    @cached_property
    def _not_plain(self) -> frozenset[Element]:
        """Elements that are or contain a node with a place or text of its own: their text in the ledger is not simply
        their visible text.
        """
        draft = self._draft
        page = draft.page
        numbered_items = [e for e in page.elements if page.item_number(e)] if page.offsets else []
        elements: set[Element] = set()
        spans = (element for element, _ in (*draft.note_spans, *draft.post_spans))
        for holder in (*draft.note_parts, *draft.moved, *draft.body, *spans, *numbered_items):
            node: Element | None = holder
            while node is not None and node not in elements:
                elements.add(node)
                node = node.parent
        return frozenset(elements)

    def _last_inside(self, element: Element) -> int:
        last = element
        while last.children:
            last = last.children[-1]
        return last.index if last.index >= 0 else max(element.index, 0)

    # -- places ------------------------------------------------------------------------------------

    def place(self, element: Element, at: int = 0) -> str:
        """The place of an element: a path such as /html/body/div[2]/p[1] (trees/places.py); for plain text the line on which its
        text starts. What a note has in an attribute is in no element of the page, so it has the place of the body.
        """
        page = self._draft.page
        offset = page.offsets.get(element)
        if offset is not None:
            return f"line {self._line(offset + at)}"
        return page.places.path(element if element.index >= 0 else page.root)

    def _line(self, offset: int) -> int:
        return self._source_line(self._draft.page.source_offset(offset))

    def _source_line(self, offset: int) -> int:
        if self._lines is None:
            text = self._draft.page.source_text
            self._lines = [i for i, c in enumerate(text) if c == "\n" or (c == "\r" and text[i + 1 : i + 2] != "\n")]
        return bisect_right(self._lines, offset - 1) + 1


def without(text: str, value: str) -> str:
    """The text without the first occurrence of a value, ignoring case and white space."""
    folded = " ".join(value.split())
    if not folded:
        return text
    at = text.find(folded)
    if at < 0 and len(text.casefold()) == len(text):
        at = text.casefold().find(folded.casefold())
    return f"{text[:at]} {text[at + len(folded) :]}" if at >= 0 else text


def without_label(text: str, label: str) -> str:
    """The text of a marker, or of the start of a note, without its label."""
    return without(" ".join(text.split()), label)
