"""Notes of plain text: markers that count up over the whole text, compared with the list of notes if there is one.

    … security grouping.1 Subsequent …        call 1 → note 1
    … the first in Asia.3 First revealed …    call 3 → note 3
    1. Press conference, 21 June.             note 1, present
    (nothing)                                 note 3, missing

candidates.py finds what may be a marker; blocks.py and lists.py find what may be a note; chain.py, context.py and
series.py decide. symbols.py and markdown.py find notes with symbols and notes of Markdown. This module writes the
result to the Draft.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from archiver.draft import Call, Draft, NoteDraft, NoteStatus, Span
from archiver.notes.doubt import DOUBTFUL, add_doubt
from archiver.notes.labels import CLOSERS, OPENERS, in_digits_of, is_backlink_text
from archiver.notes.plain import not_taken
from archiver.notes.plain.blocks import Block, blocks_of, roman_place
from archiver.notes.plain.candidates import DOUBTFUL_LINE, OWN_LINE, ROUND_LETTERS, PlainMarker, markers
from archiver.notes.plain.context import Placed
from archiver.notes.plain.lists import Item, NoteList, numbered_lists, unnumbered_lists
from archiver.notes.plain.markdown import markdown_scopes
from archiver.notes.plain.series import Reasons, Scope, Series, fitting_list, numbered_series
from archiver.notes.plain.symbols import symbol_scopes
from archiver.notes.refusals import Refusals
from archiver.text import ordinal
from archiver.trees.elements import Element

__all__ = ["claim"]

FAMILY = "plaintext"
#: The most labels between the ends of a range. A longer range is none of notes.
_LONGEST_RANGE = 30
#: A text of so many characters before a number on a line of its own is more than a label.
_LONG_LINE = 40
#: By form of a series, the form of its markers, where the two differ.
_MARKER_FORM = {"roman": "letters"}


def claim(draft: Draft, refusals: Refusals | None = None) -> None:
    """Add the notes of a plain text and their calls to its draft; with `refusals`, also the candidates that were not taken."""
    blocks = blocks_of(draft)
    placed = sorted(_placed(blocks, draft), key=lambda p: p.offset)
    lists = numbered_lists(blocks)
    reasons = Reasons() if refusals is not None else None
    series = numbered_series(placed, lists, blocks, reasons)
    taken = [scope.notes for scope in series.scopes if scope.notes]
    scopes = [
        *_tidied(series),
        *_lettered(placed, lists, taken, blocks),
        *symbol_scopes(placed, blocks, taken, refusals),
        *markdown_scopes(blocks, draft),
    ]
    writer = _DraftWriter(draft)
    for scope in scopes:
        writer.add(scope)
    if refusals is not None and reasons is not None:
        not_taken.add(draft, refusals, reasons, placed, lists, scopes, blocks)


def _placed(blocks: Sequence[Block], draft: Draft) -> Iterator[Placed]:
    """All possible markers of a text. A label at the start of a block is no marker."""
    for block in blocks:
        is_code = block.element.tag == "pre" or block.text.startswith((">>>", "$ "))
        for n, text in enumerate(block.texts):
            start = max([0, block.back_start, *(r.end for r in block.readings if r.form != "space")]) if n == 0 else 0
            for marker in markers(text, start, is_code):
                yield Placed(marker, block, n, block.starts[n] + marker.start)
        if (line := _own_line(block, blocks)) is not None:
            yield line


def _own_line(block: Block, blocks: Sequence[Block]) -> Placed | None:
    """The marker that a block consists of, if it is a number on a line of its own behind a text."""
    reading = next((r for r in block.readings if r.form == "alone"), None)
    if reading is None or block.number == 0:
        return None
    before = blocks[block.number - 1]
    size, text = before.end - before.start, before.text.rstrip()
    is_text = size > _LONG_LINE or (size > _LONG_LINE // 2 and text[-1:] in ".!?…。！？")
    weight = OWN_LINE if is_text else DOUBTFUL_LINE
    return Placed(PlainMarker(0, reading.end, reading.label, "line", weight), block, 0, block.start)


def _tidied(series: Series) -> Iterator[Scope]:
    """The scopes of a series without calls of a note inside that same note. Without a list, a range is one marker."""
    for scope in series.scopes:
        if scope.notes is None:
            scope.calls = list(_ranges_as_written(scope.calls))
        else:
            own = {block.number: item.label for item in scope.notes.items for block in item.blocks}
            scope.calls = [p for p in scope.calls if own.get(p.block.number) != p.marker.label]
        yield scope


def _ranges_as_written(calls: Sequence[Placed]) -> Iterator[Placed]:
    """The calls, with "3" and "5" of "[3–5]" joined to one marker "3–5". Only a list of notes would need them apart."""
    n = 0
    while n < len(calls):
        first = calls[n]
        n += 1
        if (
            first.marker.through
            and n < len(calls)
            and calls[n].marker.start == first.marker.end
            and calls[n].leaf == first.leaf
        ):
            text = first.block.texts[first.leaf]
            last = calls[n].marker
            label = text[first.marker.start : last.end].strip(OPENERS + CLOSERS + " ,;")
            marker = replace(first.marker, end=last.end, label=label, through="")
            yield replace(first, marker=marker)
            n += 1
        else:
            yield first


def _lettered(
    placed: Sequence[Placed], lists: Sequence[NoteList], taken: Sequence[NoteList], blocks: Sequence[Block]
) -> Iterator[Scope]:
    """Notes beside the numbered ones: [a], [b] …, [i], [ii] … and [note 1], [note 2] …, with a list that is still free."""
    used = {block.number for notes in taken for item in notes.items for block in item.blocks}
    for form in ("roman", "letters", "named"):
        found = [
            p
            for p in placed
            if p.marker.form == _MARKER_FORM.get(form, form) and _place_in_series(p.marker.label, form)
        ]
        calls = _counted_up(found, form)
        if form == "roman" and len(calls) < 2:
            continue  # "[i]" alone may be a letter
        if not calls:
            continue
        free = [n for n in lists if not used & {b.number for item in n.items for b in item.blocks}]
        size = max(_place_in_series(p.marker.label, form) for p in calls)
        notes = next((n for n in free if n.form == form and n.labels >= {p.marker.label for p in calls}), None)
        labels = {_place_in_series(p.marker.label, form): p.marker.label for p in calls}
        if notes is None:
            same = [n for n in free if len(n.items) == size and n.sure and n.start > calls[0].offset]
            notes = same[0] if same else None
            if notes is None:
                unnumbered = [
                    n for n in unnumbered_lists(blocks) if not used & {b.number for i in n.items for b in i.blocks}
                ]
                notes = fitting_list([_place_in_series(p.marker.label, form) for p in calls], calls, unnumbered)
                if notes is not None and len(notes.items) != size:
                    notes = None
            for n, item in enumerate(notes.items if notes else (), 1):
                item.label = labels.get(n, _like(calls[0].marker.label, n, form))
        if notes is not None:
            used |= {block.number for item in notes.items for block in item.blocks}
        is_clear = max(p.marker.weight for p in calls) > ROUND_LETTERS
        if notes is not None or (is_clear and (len(labels) > 1 or form == "named")):
            yield Scope(calls, notes)
            placed = [p for p in placed if p not in calls]


def _counted_up(found: Sequence[Placed], form: str) -> list[Placed]:
    """Markers whose labels come in order, each first time right after the one before; others are words in brackets."""
    highest, calls = 0, []
    for p in found:
        number = _place_in_series(p.marker.label, form)
        if number <= highest + 1:
            highest = max(highest, number)
            calls.append(p)
    return calls


def _place_in_series(label: str, form: str) -> int:
    if form == "roman":
        return roman_place(label)
    last = label.split()[-1]
    if last.isdecimal():
        return int(last)
    return ord(last) - 96 if len(last) == 1 and last.isascii() and last.islower() else 0


def _like(label: str, number: int, form: str) -> str:
    """A label like `label` for another number."""
    if form == "roman":
        return ordinal(number, "I" if label.isupper() else "i")
    word, _, last = label.rpartition(" ")
    return f"{word} {number}" if last.isdecimal() else chr(96 + number)


class _DraftWriter:
    """Writes notes and calls to a draft."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.headings: set[Element] = set()

    def add(self, scope: Scope) -> None:
        """Add one scope: the notes in the order of their list, with missing notes among them, then the calls."""
        called = {label for p in scope.calls for label in self._labels(p)}
        if scope.certainty < DOUBTFUL:
            add_doubt(self.draft, (p.marker.label for p in scope.calls), answered=scope.notes is not None)
        notes: dict[str, NoteDraft] = {}
        ordered: list[NoteDraft] = []
        for item in scope.notes.items if scope.notes else ():
            note = self._note(item, "present" if item.label in called else "unreferenced")
            notes.setdefault(item.label, note)
            ordered.append(note)
        for p in scope.calls:
            for label in self._labels(p):
                if label not in notes:
                    notes[label] = NoteDraft(label, "missing", family=FAMILY)
                    ordered.insert(_place_among(label, ordered), notes[label])
        certainty, cues = scope.certainty, scope.cues  # once: they look at all calls
        for note in ordered:
            if scope.calls:
                note.certainty = certainty if note.status != "unreferenced" else None
                note.cues = cues
            self.draft.add_note(note)
        for p in scope.calls:
            self._call(p, notes)
        if scope.notes and scope.notes.heading:
            heading = scope.notes.heading.element
            if heading not in self.headings:
                self.headings.add(heading)
                self.draft.remove(heading, "notes-heading")

    def _note(self, item: Item, status: NoteStatus) -> NoteDraft:
        if item.stretch is not None:
            return self._stretch(item, status)
        parts: list[Element] = []
        for block in item.blocks:
            if not any(ancestor in parts for ancestor in block.element.ancestors()):
                parts.append(block.element)
            if block.is_heading:
                self.draft.retag(block.element, "p")
        first, last = item.blocks[0], item.blocks[-1]
        label_end = item.reading.end if item.reading else 0
        if label_end:
            # The list shows the label already, if it has numbers.
            rule = "note-duplicate" if first.outside else "note-label"
            self.draft.trim(Span(first.leaves[0], "text", 0, label_end), rule)
        if first.back_start > label_end:
            self.draft.trim(Span(first.leaves[0], "text", label_end, first.back_start), "note-backlink")
        leaf = last.leaves[-1]
        services, end = last.services_start, last.back_end if last.back_end >= 0 else len(last.texts[-1])
        if services > label_end or (services == 0 and (first is not last or len(last.leaves) > 1)):
            self.draft.trim(Span(leaf, "text", services, end), "note-service-link")
        if item.reading and item.reading.form == "enclosed" and (ink := last.texts[-1].rstrip()).endswith("]"):
            self.draft.trim(Span(leaf, "text", len(ink) - 1, len(ink)), "note-label")
        for block in item.blocks[1:]:
            whole = block.leaves[0]
            if len(block.leaves) == 1 and is_backlink_text(block.text):
                self.draft.trim(Span(whole, "text", 0, len(whole.text or "")), "note-backlink")
            elif block is not last and block.services_start == 0 and len(block.leaves) == 1:
                self.draft.trim(Span(whole, "text", 0, len(whole.text or "")), "note-service-link")
        if last.back_end >= 0:
            self.draft.trim(Span(leaf, "text", last.back_end, len(leaf.text or "")), "note-backlink")
        return NoteDraft(item.label, status, parts=tuple(parts), family=FAMILY)

    def _stretch(self, item: Item, status: NoteStatus) -> NoteDraft:
        """A note that has only a part of a block."""
        assert item.stretch is not None and item.reading is not None
        leaf, (start, end) = item.blocks[0].leaves[0], item.stretch
        self.draft.trim(Span(leaf, "text", start, item.reading.end), "note-label")
        return NoteDraft(item.label, status, spans=(Span(leaf, "text", start, end),), family=FAMILY)

    def _labels(self, p: Placed) -> list[str]:
        """The labels that a marker calls: of a range, its start and all labels before its end.

        The end is a marker of its own.
        """
        marker = p.marker
        if not marker.through:
            return [marker.label]
        between = range(marker.value + 1, int(marker.through))
        return [marker.label, *(in_digits_of(marker.label, n) for n in between if len(between) <= _LONGEST_RANGE)]

    def _call(self, p: Placed, notes: dict[str, NoteDraft]) -> None:
        leaf = p.block.leaves[p.leaf]
        marker = p.marker
        labels = self._labels(p)
        split = marker.end - 1 if len(labels) > 1 else marker.end
        for n, label in enumerate(labels):
            span = Span(leaf, "text", split, marker.end) if n else Span(leaf, "text", marker.start, split)
            self.draft.add_call(Call(span, label, notes[label]))


def _place_among(label: str, ordered: Sequence[NoteDraft]) -> int:
    """Where a missing note goes: before the first one with a higher number."""
    if label.isdecimal():
        for n, note in enumerate(ordered):
            if note.label.isdecimal() and int(note.label) > int(label):
                return n
    return len(ordered)
