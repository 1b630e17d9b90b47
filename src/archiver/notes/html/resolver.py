"""The resolver of notes: it reads the claims of all families and decides which markers call which notes.

1. If several claims have the same marker, the most certain one wins. A marker with several labels ("1, 2") may keep one
   claim for each label.
2. extents.py finds the end of a note. Two notes do not overlap. A note does not hold its own marker.
3. Linked notes come before unlinked ones, and unlinked ones before missing ones.
4. Items of a list of notes that no marker calls are unreferenced notes.
5. The label of a note is the label in the source.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from archiver.draft import NoteStatus, Span
from archiver.notes import labels
from archiver.notes.html.claims import Body, Claim, Marker, markup_suggests_notes, refuse
from archiver.notes.html.extents import Extents
from archiver.notes.html.page_view import PageView
from archiver.notes.html.removals import CUT_SHORT, NOT_LETTERS
from archiver.trees.elements import Element

#: Claims that are less certain are dropped.
MIN_CERTAINTY = 0.45
#: From this certainty on, a link to an element without text is a marker whose note was lost.
SURE = 0.6
#: From this certainty on, a link has a backlink, or its markup names it a marker.
VERY_SURE = 0.85

#: The fewest letters of a beginning that is compared.
_SHORTEST_BEGINNING = 12

Key = tuple[object, ...]


@dataclass(slots=True)
class ResolvedNote:
    """One note with its markers, after the decision of the resolver."""

    body: Body | None
    family: str
    status: NoteStatus = "present"
    #: The markers of the note, each with the label that it shows for this note.
    calls: list[tuple[Marker, str]] = field(default_factory=list)
    label: str = ""
    run: str = ""
    #: The highest certainty of the claims that made it. None for a note that no marker calls.
    certainty: float | None = None
    #: What speaks for it, in words, without repetition.
    cues: list[str] = field(default_factory=list)

    @property
    def first(self) -> int:
        """The place of the first marker, or of the note itself when no marker calls it."""
        return min((marker.start for marker, _ in self.calls), default=self.body.start if self.body else 0)


def _without_beginnings(page: PageView, claims: list[Claim]) -> list[Claim]:
    """The claims without those on a note that is only the beginning of another note that the same marker calls: a box shows it cut short
    ("The chest is shown … Read more"), and the whole note is below.
    """
    by_marker: dict[tuple[int, int], list[Claim]] = {}
    for claim in claims:
        if claim.call is not None and claim.note is not None:
            by_marker.setdefault((claim.call.start, claim.call.end), []).append(claim)
    dropped: set[int] = set()
    for same in by_marker.values():
        if len({id(claim.note) for claim in same}) < 2:
            continue
        texts = [_note_text(page, claim) for claim in same]
        for claim, text in zip(same, texts, strict=True):
            if (cut := CUT_SHORT.search(text)) is None:
                continue
            start = NOT_LETTERS.sub("", cut[1])
            if len(start) >= _SHORTEST_BEGINNING and any(
                start in letters and not letters.startswith(NOT_LETTERS.sub("", text))
                for letters in (NOT_LETTERS.sub("", other[: len(text) + 200]) for other in texts if other is not text)
            ):
                dropped.add(id(claim))
    return [claim for claim in claims if id(claim) not in dropped]


def _note_text(page: PageView, claim: Claim) -> str:
    note = claim.note
    if isinstance(note, Body):
        return note.markup or page.text_between(note.start, note.end)
    return page.text_of(note) if note is not None else ""


class Resolver:
    """The decisions between the claims on one page, and the places in the text that accepted claims use."""

    def __init__(self, page: PageView, claims: Iterable[Claim]) -> None:
        self.page = page
        certain = []
        for claim in claims:
            if claim.certainty >= MIN_CERTAINTY:
                certain.append(claim)
            elif page.refusals is not None and claim.call is not None:
                self._refuse(claim, f"too little speaks for it: {', '.join(claim.evidence) or 'nothing but the link'}")
        certain = _without_beginnings(page, certain)
        # the most certain claims first; among equally certain ones, in the order of their markers
        self.claims = sorted(certain, key=lambda claim: (-claim.certainty, claim.call.start if claim.call else 0))
        self.extents = Extents(
            page,
            [claim.note for claim in certain if claim.note is not None and not isinstance(claim.note, Body)],
            [(claim.call.start, claim.call.end) for claim in certain if claim.call],
        )
        self.notes: dict[Key, ResolvedNote] = {}
        #: The places of accepted claims, in order: markers as (start, end, family), bodies as (start, end).
        self._markers: list[tuple[int, int, str]] = []
        self._bodies: list[tuple[int, int]] = []
        self._labels_at: dict[tuple[int, int], set[str]] = {}
        self._sure_labels: set[str] = set()

    def resolve(self) -> list[ResolvedNote]:
        """All notes with their markers, in no particular order."""
        called = [claim for claim in self.claims if claim.call is not None]
        for claim in called:
            if claim.family != "unlinked" and claim.note is not None:
                self._accept(claim)
        linked = sum(len(note.calls) for note in self.notes.values())
        for claim in called:
            if claim.family == "unlinked" and claim.note is not None:
                if linked < 2 or self._counts_beside_links(claim):
                    self._accept(claim)
                else:
                    self._refuse(claim, "no link, on a page with linked notes")
        for claim in called:
            if claim.family != "unlinked" or linked < 2 or "broken link" in claim.evidence:
                self._accept_missing(claim)
            else:
                self._refuse(claim, "no link, on a page with linked notes")
        self._drop_markers_in_label_prefixes()
        self._drop_second_buttons()
        self._split_shared_notes()
        self._call_rest_of_ranges()
        self._add_list_items()
        self._add_lines()
        notes = [note for note in self.notes.values() if note.calls or note.status == "unreferenced"]
        self._set_labels(notes)
        return notes

    def _refuse(self, claim: Claim, reason: str) -> None:
        if self.page.refusals is not None and claim.call is not None:
            refuse(self.page, claim.call, reason, claim.certainty)

    # -- accepting ---------------------------------------------------------------------------------

    def _counts_beside_links(self, claim: Claim) -> bool:
        """Whether an unlinked marker counts on a page with linked notes: signs, in tables, and where a link is broken.

        Other unlinked numbers on such pages are affiliations or exponents.
        """
        marker = claim.call
        assert marker is not None
        place = marker.place.element if isinstance(marker.place, Span) else marker.place
        if any(label.form == "symbol" for label in marker.labels):
            return True
        return "broken link" in claim.evidence or any(holder.tag == "table" for holder in self.page.ancestors(place))

    def _accept(self, claim: Claim) -> None:
        """Take the claim of a marker on a note that is on the page, if both places are free."""
        marker = claim.call
        assert marker is not None and claim.note is not None
        if not self._is_free(marker, claim):
            return
        if self._contradicts_sure_link(claim):
            self._refuse(claim, "a note with this label has a surer marker")
            return
        body = claim.note if isinstance(claim.note, Body) else self.extents.body(claim.note)
        if body is None:
            self._refuse(claim, "its link leads to no text that may be a note")
            return
        inside = body.start <= marker.start and marker.end <= body.end and not body.markup
        if inside and not (body.parts and body.start == marker.start == marker.end):
            self._refuse(claim, "it stands in the text that it calls")
            return
        key: Key = (body.markup, marker.start) if body.markup else (body.start, body.end)
        if key in self.notes and claim.family == "inline":
            return
        if key not in self.notes and not body.markup and (overlapped := self._overlapped(body)) is not None:
            taken = self.notes.get(overlapped)
            if (
                taken is None
                or not claim.label
                or claim.label not in {label for _, label in taken.calls} | {self._printed_label(taken.body)}
            ):
                self._refuse(claim, "the text that it calls is a note with another label")
                return
            key = overlapped
        self._add_call(key, body, claim)

    def _contradicts_sure_link(self, claim: Claim) -> bool:
        """Whether a weak link has a label that more certain links already use for a note.

        Such a link may lead to the equation with that number.
        """
        if claim.family != "fragment" or claim.certainty >= SURE:
            return False
        return claim.label in self._sure_labels

    def _add_call(self, key: Key, body: Body | None, claim: Claim) -> None:
        """Add the marker of a claim to the note with this key. The note is made if there is none."""
        marker = claim.call
        assert marker is not None
        if key not in self.notes:
            status: NoteStatus = "missing" if body is None else "present"
            self.notes[key] = ResolvedNote(body, claim.family, status, run=claim.run)
            if body is not None and not body.markup:
                insort(self._bodies, (body.start, body.end))
        note = self.notes[key]
        note.calls.append((marker, claim.label))
        note.certainty = max(claim.certainty, note.certainty or 0.0)
        note.cues += [cue for cue in claim.evidence if cue not in note.cues]
        insort(self._markers, (marker.start, marker.end, claim.family))
        if claim.certainty >= VERY_SURE:
            self._sure_labels.add(claim.label)
        self._labels_at.setdefault((marker.start, marker.end), set()).add(claim.label)

    def _accept_missing(self, claim: Claim) -> None:
        """Take a marker whose note is not on the page, or is an element without text."""
        marker, note = claim.call, claim.note
        assert marker is not None
        if isinstance(note, Body) or not claim.label or not self._is_free(marker, claim):
            return
        if note is not None:
            empty = self.page.is_block(note) and self.extents.body(note) is None
            if (
                claim.certainty < SURE
                or not empty
                or not self.page.is_blank(self.page.start_of[note], self.page.end_of[note])
            ):
                self._refuse(claim, "its link leads to no text that may be a note")
                return
        self._add_call(("missing", claim.label), None, claim)

    def _is_free(self, marker: Marker, claim: Claim) -> bool:
        """Whether no accepted claim uses this place, or the claim is for another label of the same marker."""
        index = bisect_left(self._markers, (marker.start, -1, ""))
        if claim.family == "inline" and index:
            # A note in the sentence may repeat the number of its marker. That number is no marker of its own.
            start, end, _ = self._markers[index - 1]
            is_near = marker.start < marker.end and end <= marker.start <= end + 2
            if is_near and claim.label in self._labels_at[(start, end)]:
                return False
        for start, end, family in self._markers[max(0, index - 3) : index + 3]:
            if (start, end) == (marker.start, marker.end):
                several = len(marker.labels) > 1 or (bool(marker.labels) and bool(marker.labels[0].through))
                if not several or family != claim.family or claim.label in self._labels_at[(start, end)]:
                    return False
            elif start < marker.end and marker.start < end:
                return False
        return True

    def _overlapped(self, body: Body) -> Key | None:
        """The key of an accepted body that shares text with this one."""
        index = bisect_left(self._bodies, (body.start, -1))
        for start, end in self._bodies[max(0, index - 1) : index + 1]:
            if start < body.end and body.start < end:
                return (start, end)
        return None

    # -- correcting --------------------------------------------------------------------------------

    def _drop_markers_in_label_prefixes(self) -> None:
        """Drop markers at the very start of a note: such a "marker" is the label of the note or a backlink."""
        for note in self.notes.values():
            kept = []
            for marker, label in note.calls:
                start = self._body_start(marker.start)
                before = self.page.text[start : min(marker.start, start + 40)] if start is not None else "text"
                if marker.start == marker.end or before.strip(" \n\t\r[(^*\xa0"):
                    kept.append((marker, label))
            note.calls = kept

    def _drop_second_buttons(self) -> None:
        """Drop buttons without a label right behind a marker of the same note: they open the note of that marker."""
        ends: dict[int, ResolvedNote] = {
            marker.end: note for note in self.notes.values() for marker, _ in note.calls if marker.labels
        }
        for note in self.notes.values():
            kept = []
            for marker, label in note.calls:
                before = [ends[place] for place in range(marker.start - 2, marker.start + 1) if place in ends]
                repeats = any(other is note or (note.body is not None and note.body.markup) for other in before)
                if marker.labels or not repeats:
                    kept.append((marker, label))
            note.calls = kept

    def _body_start(self, place: int) -> int | None:
        """The start of the accepted body that a place is in. None when it is in no body."""
        index = bisect_right(self._bodies, (place, 1 << 60)) - 1
        return (
            self._bodies[index][0] if index >= 0 and self._bodies[index][0] <= place < self._bodies[index][1] else None
        )

    def _split_shared_notes(self) -> None:
        """Where markers with different labels share one wrong address, give each to the sibling that prints its label.

        <a href="#n1">1</a> … <a href="#n1">2</a>      <li id="n1">[1] One.</li> <li id="n2">[2] Two.</li>
        """
        for note in list(self.notes.values()):
            if note.body is None or not note.body.parts or len({label for _, label in note.calls}) < 2:
                continue
            first = note.body.parts[0]
            siblings = {label: element for element, label in self._labelled_siblings(first)}
            own_label = next((label for label, element in siblings.items() if element is first), "")
            if not own_label or own_label not in {label for _, label in note.calls}:
                continue
            for marker, label in list(note.calls):
                element = siblings.get(label)
                if label == own_label or element is None:
                    continue
                body = self._element_body(element)
                other = self.notes.get((body.start, body.end)) or self._add_note(body, note.family, "present")
                if other is not None:
                    other.calls.append((marker, label))
                    other.certainty = max(other.certainty or 0.0, note.certainty or 0.0)
                    note.calls.remove((marker, label))

    def _call_rest_of_ranges(self) -> None:
        """Let a marker with several labels ("1–3") that links only to the first note call the other notes of the list, too."""
        for note in list(self.notes.values()):
            if note.body is None or not note.body.parts:
                continue
            siblings: dict[str, Element] | None = None
            for marker, shown in list(note.calls):
                all_labels = [text for label in marker.labels for text in labels.expand(label)]
                if (
                    len(all_labels) < 2
                    or shown != all_labels[0]
                    or len(self._labels_at[(marker.start, marker.end)]) > 1
                ):
                    continue
                if siblings is None:
                    siblings = {label: part for part, label in self._labelled_siblings(note.body.parts[0])}
                for other_label in all_labels[1:]:
                    part = siblings.get(other_label)
                    if part is None:
                        continue
                    body = self._element_body(part)
                    overlapped = self._overlapped(body)
                    other = (
                        self.notes[overlapped]
                        if overlapped is not None
                        else self._add_note(body, note.family, "present")
                    )
                    if other is not None:
                        other.status = "present"
                        other.calls.append((marker, other_label))

    def _element_body(self, element: Element) -> Body:
        return Body(self.page.start_of[element], self.page.end_of[element], (element,))

    def _labelled_siblings(self, part: Element) -> Iterator[tuple[Element, str]]:
        """The siblings of an element with the same name, itself included.

        Each comes with the label that it prints, or its item number.
        """
        parent = part.parent
        for sibling in parent.children if parent is not None else ():
            if sibling.tag == part.tag and sibling in self.page.start_of:
                printed = self._printed_label(self._element_body(sibling))
                yield sibling, printed or self.page.item_numbers.get(sibling, "")

    # -- notes that no marker calls ----------------------------------------------------------------

    def _add_note(
        self, body: Body, family: str, status: NoteStatus, label: str = "", run: str = ""
    ) -> ResolvedNote | None:
        """Add a note without markers. None when its place is taken."""
        if (body.start, body.end) in self.notes or self._overlapped(body) is not None:
            return None
        insort(self._bodies, (body.start, body.end))
        note = ResolvedNote(body, family, status, label=label, run=run, cues=["in a list of notes"])
        self.notes[(body.start, body.end)] = note
        return note

    def _add_list_items(self) -> None:
        """Add the items of note lists that no marker calls."""
        lists: dict[Element, list[ResolvedNote]] = {}
        for note in self.notes.values():
            # an item that opens with a symbol is a note, but its list need not be one of notes
            is_numbered = not any(label.form == "symbol" for marker, _ in note.calls for label in marker.labels)
            if is_numbered and note.body and note.body.parts and note.calls and note.body.parts[0].tag == "li":
                parent = note.body.parts[0].parent
                if parent is not None:
                    lists.setdefault(parent, []).append(note)
        for parent, notes in lists.items():
            items = [child for child in parent.children if child.tag == "li" and self.page.text_of(child).strip()]
            if len(notes) * 2 >= len(items) or markup_suggests_notes(self.page, items[0]):
                for item in items:
                    self._add_note(self._element_body(item), notes[0].family, "unreferenced")

    def _add_lines(self) -> None:
        """Add the labelled lines that no marker calls, of runs in which other lines are called."""
        called_runs = {note.run for note in self.notes.values() if note.run and note.calls}
        for claim in self.claims:
            if claim.call is None and claim.note is not None and claim.run in called_runs:
                body = claim.note if isinstance(claim.note, Body) else self.extents.body(claim.note)
                if body is not None:
                    self._add_note(body, claim.family, "unreferenced", claim.label, claim.run)

    # -- labels ------------------------------------------------------------------------------------

    def _set_labels(self, notes: list[ResolvedNote]) -> None:
        """Give each note the label that the source shows.

        If a script or the style of the page draws the label, so that the source has none, the note gets a counted number.
        """
        generated = 0
        signs = self._margin_signs(notes)
        for note in sorted(notes, key=lambda note: note.first):
            shown = [label for _, label in sorted(note.calls, key=lambda call: call[0].start) if label]
            if not shown:
                number = self.page.item_numbers.get(note.body.parts[0], "") if note.body and note.body.parts else ""
                known = (note.label, signs.get(id(note), ""), self._printed_label(note.body), number)
                shown = [label for label in known if label]
            if not shown:
                generated += 1
                shown = [str(generated)]
            note.label = shown[0]

    def _margin_signs(self, notes: list[ResolvedNote]) -> dict[int, str]:
        """By the id() of a note, the sign that is its marker in the margin ("⊕").

        Empty if no other note of the page has a number that the style draws.
        """
        signs: dict[int, str] = {}
        has_drawn_labels = False
        for note in notes:
            for marker, label in note.calls[:1]:
                text = self.page.text_between(marker.start, marker.end)
                if not label and len(text) == 1 and not text.isalnum():
                    signs[id(note)] = text
                has_drawn_labels |= not label and not text
        return signs if has_drawn_labels else {}

    def _printed_label(self, body: Body | None) -> str:
        """The label that a note prints at its start; "" when it prints none."""
        if body is None or body.markup:
            return ""
        start = body.start
        while start < body.end and self.page.text[start].isspace():
            start += 1
        superscript = self.page.superscript_at(start)
        if superscript is not None and (raised := labels.read_one(self.page.text_of(superscript))) is not None:
            return raised.text
        match = labels.LABEL_PREFIX.match(self.page.text, start, min(body.end, start + 60))
        label = labels.read_one(match["label"]) if match else None
        return label.text if label and (label.form in ("digits", "symbol") or (match and match["open"])) else ""
