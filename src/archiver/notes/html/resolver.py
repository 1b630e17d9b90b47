"""The one judge: takes all claims of all families and settles which markers call which notes.

1. The surest claim on a marker wins; claims on the same place lose, unless they are the other labels of the same
marker.
2. Notes reach as far as extents.py finds; two notes don't overlap; a note does not hold its own marker.
3. Linked notes come before unlinked ones, and unlinked ones before missing ones.
4. Items of a list that nobody calls are unreferenced notes.
5. Labels are those shown.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from archiver.draft import NoteStatus, Span
from archiver.notes import labels as label
from archiver.notes.html.claims import Body, Claim, Marker
from archiver.notes.html.extents import Extents, speaks_of_notes
from archiver.notes.html.list_numbers import item_labels
from archiver.notes.html.page_view import PageView

#: Below this a claim is not believed.
ENOUGH = 0.45
#: From here on a link to an empty note is a marker whose note was lost.
SURE = 0.6
#: Links that are answered, or say in so many words what they are.
VERY_SURE = 0.85

Key = tuple[object, ...]


@dataclass(slots=True)
class ResolvedNote:
    """One note with its markers, as the judge settled it."""

    body: Body | None
    family: str
    status: NoteStatus = "present"
    calls: list[tuple[Marker, str]] = field(default_factory=list)
    label: str = ""
    run: str = ""

    @property
    def first(self) -> int:
        """Where its first marker stands, or the note itself when nothing calls it."""
        return min((marker.start for marker, _ in self.calls), default=self.body.start if self.body else 0)


class Resolver:
    """Holds what is taken while claims are settled."""

    def __init__(self, page: PageView, claims: Iterable[Claim]) -> None:
        self.page = page
        believed = [claim for claim in claims if claim.certainty >= ENOUGH]
        # surest first; of equals the one that stands first
        self.claims = sorted(believed, key=lambda claim: (-claim.certainty, claim.call.start if claim.call else 0))
        self.extents = Extents(
            page,
            [claim.note for claim in believed if claim.note is not None and not isinstance(claim.note, Body)],
            [(claim.call.start, claim.call.end) for claim in believed if claim.call],
        )
        self.notes: dict[Key, ResolvedNote] = {}
        # the places that are taken, in order: markers (start, end, family), bodies (start, end)
        self._markers: list[tuple[int, int, str]] = []
        self._labels_at: dict[tuple[int, int], set[str]] = {}
        self._sure_labels: set[str] = set()
        self._bodies: list[tuple[int, int]] = []

    def settle(self) -> list[ResolvedNote]:
        """All notes with their markers."""
        called = [claim for claim in self.claims if claim.call is not None]
        for claim in called:
            if claim.family != "unlinked" and claim.note is not None:
                self._accept(claim)
        linked = sum(len(note.calls) for note in self.notes.values())
        for claim in called:
            if claim.family == "unlinked" and claim.note is not None and (linked < 2 or self._is_at_home(claim)):
                self._accept(claim)
        for claim in called:
            if claim.family != "unlinked" or linked < 2 or "broken link" in claim.evidence:
                self._accept_missing(claim)
        self._drop_markers_in_leads()
        self._drop_second_buttons()
        self._part_shared()
        self._spread_several()
        self._add_list_items()
        self._add_lines()
        found = [note for note in self.notes.values() if note.calls or note.status == "unreferenced"]
        self._name(found)
        return found

    # -- accepting ---------------------------------------------------------------------------------

    def _is_at_home(self, claim: Claim) -> bool:
        """Whether an unlinked marker counts on a page with linked notes: in tables, and where a link is broken.

        Other numbers there are something else: affiliations, exponents.
        """
        marker = claim.call
        assert marker is not None
        place = marker.place.element if isinstance(marker.place, Span) else marker.place
        return "broken link" in claim.evidence or any(one.tag == "table" for one in self.page.ancestors(place))

    def _accept(self, claim: Claim) -> None:
        marker = claim.call
        assert marker is not None and claim.note is not None
        if not self._is_free(marker, claim) or self._is_taken_for_sure(claim):
            return
        body = claim.note if isinstance(claim.note, Body) else self.extents.body(claim.note)
        if body is None:
            return
        inside = body.start <= marker.start and marker.end <= body.end and not body.markup
        if inside and not (body.parts and body.start == marker.start == marker.end):
            return
        key: Key = (body.markup, marker.start) if body.markup else (body.start, body.end)
        if key in self.notes and claim.family == "inline":
            return
        if key not in self.notes and not body.markup and (over := self._overlapped(body)) is not None:
            taken = self.notes.get(over)
            if (
                taken is None
                or not claim.label
                or claim.label not in {shown for _, shown in taken.calls} | {self._printed(taken.body)}
            ):
                return
            key = over
        self._take(key, body, claim)

    def _is_taken_for_sure(self, claim: Claim) -> bool:
        """Whether a weak link shows a label that surer links have given to another note: the number of an equation."""
        if claim.family != "fragment" or claim.certainty >= SURE:
            return False
        return claim.label in self._sure_labels

    def _take(self, key: Key, body: Body | None, claim: Claim) -> None:
        marker = claim.call
        assert marker is not None
        if key not in self.notes:
            status: NoteStatus = "missing" if body is None else "present"
            self.notes[key] = ResolvedNote(body, claim.family, status, run=claim.run)
            if body is not None and not body.markup:
                insort(self._bodies, (body.start, body.end))
        self.notes[key].calls.append((marker, claim.label))
        insort(self._markers, (marker.start, marker.end, claim.family))
        if claim.certainty >= VERY_SURE:
            self._sure_labels.add(claim.label)
        self._labels_at.setdefault((marker.start, marker.end), set()).add(claim.label)

    def _accept_missing(self, claim: Claim) -> None:
        """Take a marker whose note is nowhere, or is an element without any text."""
        marker, note = claim.call, claim.note
        assert marker is not None
        if isinstance(note, Body) or not claim.label or not self._is_free(marker, claim):
            return
        if note is not None:
            empty = self.page.is_line(note) and self.extents.body(note) is None
            if (
                claim.certainty < SURE
                or not empty
                or not self.page.is_blank(self.page.begin[note], self.page.finish[note])
            ):
                return
        self._take(("missing", claim.label), None, claim)

    def _is_free(self, marker: Marker, claim: Claim) -> bool:
        """Whether no other claim has this place, or the same marker shows several labels and this is another one."""
        at = bisect_left(self._markers, (marker.start, -1, ""))
        if claim.family == "inline" and at:
            # the number that the note beside a marker repeats
            start, end, _ = self._markers[at - 1]
            near = marker.start < marker.end and end <= marker.start <= end + 2
            if near and claim.label in self._labels_at[(start, end)]:
                return False
        for start, end, family in self._markers[max(0, at - 3) : at + 3]:
            if (start, end) == (marker.start, marker.end):
                several = len(marker.shown) > 1 or (bool(marker.shown) and bool(marker.shown[0].through))
                if not several or family != claim.family or claim.label in self._labels_at[(start, end)]:
                    return False
            elif start < marker.end and marker.start < end:
                return False
        return True

    def _overlapped(self, body: Body) -> Key | None:
        """The body that shares text with this one."""
        at = bisect_left(self._bodies, (body.start, -1))
        for start, end in self._bodies[max(0, at - 1) : at + 1]:
            if start < body.end and body.start < end:
                return (start, end)
        return None

    def _drop_markers_in_leads(self) -> None:
        """A "marker" at the very start of a note is its label or a link back."""
        for note in self.notes.values():
            kept = []
            for marker, shown in note.calls:
                holder = self._body_at(marker.start)
                lead = self.page.text[holder : min(marker.start, holder + 40)] if holder is not None else "text"
                if marker.start == marker.end or lead.strip(" \n\t\r[(^*\xa0"):
                    kept.append((marker, shown))
            note.calls = kept

    def _drop_second_buttons(self) -> None:
        """A button without a label right behind a marker of the same note is that marker's: it opens what that one leads to."""
        ends: dict[int, ResolvedNote] = {
            marker.end: note for note in self.notes.values() for marker, _ in note.calls if marker.shown
        }
        for note in self.notes.values():
            kept = []
            for marker, shown in note.calls:
                near = [ends[at] for at in range(marker.start - 2, marker.start + 1) if at in ends]
                mine = any(other is note or (note.body is not None and note.body.markup) for other in near)
                if marker.shown or not mine:
                    kept.append((marker, shown))
            note.calls = kept

    def _body_at(self, place: int) -> int | None:
        """Where the body starts that a place is in."""
        at = bisect_right(self._bodies, (place, 1 << 60)) - 1
        return self._bodies[at][0] if at >= 0 and self._bodies[at][0] <= place < self._bodies[at][1] else None

    # -- what no marker leads to -------------------------------------------------------------------

    def _add(
        self, body: Body, family: str, status: NoteStatus, printed: str = "", run: str = ""
    ) -> ResolvedNote | None:
        """Take a body that is still free."""
        if (body.start, body.end) in self.notes or self._overlapped(body) is not None:
            return None
        insort(self._bodies, (body.start, body.end))
        note = self.notes[(body.start, body.end)] = ResolvedNote(body, family, status, label=printed, run=run)
        return note

    def _part_shared(self) -> None:
        """Markers with different labels that share one broken address go to the notes that print those labels."""
        for note in list(self.notes.values()):
            if note.body is None or not note.body.parts or len({shown for _, shown in note.calls}) < 2:
                continue
            first = note.body.parts[0]
            siblings = {shown: element for element, shown in self._labelled_siblings(first)}
            mine = next((shown for shown, element in siblings.items() if element is first), "")
            if not mine or mine not in {shown for _, shown in note.calls}:
                continue
            for marker, shown in list(note.calls):
                element = siblings.get(shown)
                if shown == mine or element is None:
                    continue
                body = self._whole(element)
                other = self.notes.get((body.start, body.end)) or self._add(body, note.family, "present")
                if other is not None:
                    other.calls.append((marker, shown))
                    note.calls.remove((marker, shown))

    def _spread_several(self) -> None:
        """A marker that shows several labels and links to the first note only ("1–3") calls the others of that list too."""
        for note in list(self.notes.values()):
            if note.body is None or not note.body.parts:
                continue
            siblings: dict[str, Element] | None = None
            for marker, shown in list(note.calls):
                labels = [one for each in marker.shown for one in label.expand(each)]
                if len(labels) < 2 or shown != labels[0] or len(self._labels_at[(marker.start, marker.end)]) > 1:
                    continue
                if siblings is None:
                    siblings = {printed: part for part, printed in self._labelled_siblings(note.body.parts[0])}
                for other in labels[1:]:
                    part = siblings.get(other)
                    if part is None:
                        continue
                    body = self._whole(part)
                    known = self._overlapped(body)
                    called = self.notes[known] if known is not None else self._add(body, note.family, "present")
                    if called is not None:
                        called.status = "present"
                        called.calls.append((marker, other))

    def _whole(self, element: Element) -> Body:
        return Body(self.page.begin[element], self.page.finish[element], (element,))

    def _labelled_siblings(self, part: Element) -> Iterator[tuple[Element, str]]:
        parent = part.getparent()
        for sibling in parent if parent is not None else ():
            if sibling.tag == part.tag and sibling in self.page.begin:
                printed = self._printed(self._whole(sibling))
                yield sibling, printed or item_labels(self.page).get(sibling, "")

    def _add_list_items(self) -> None:
        """Items of note lists that nobody calls."""
        lists: dict[Element, list[ResolvedNote]] = {}
        for note in self.notes.values():
            if note.body and note.body.parts and note.calls and note.body.parts[0].tag == "li":
                parent = note.body.parts[0].getparent()
                if parent is not None:
                    lists.setdefault(parent, []).append(note)
        for parent, notes in lists.items():
            items = [child for child in parent if child.tag == "li" and self.page.text_of(child).strip()]
            if len(notes) * 2 >= len(items) or speaks_of_notes(self.page, items[0]):
                for item in items:
                    self._add(self._whole(item), notes[0].family, "unreferenced")

    def _add_lines(self) -> None:
        """Labelled lines that nobody calls, in runs of which others are called."""
        live = {note.run for note in self.notes.values() if note.run and note.calls}
        for claim in self.claims:
            if claim.call is None and claim.note is not None and claim.run in live:
                body = claim.note if isinstance(claim.note, Body) else self.extents.body(claim.note)
                if body is not None:
                    self._add(body, claim.family, "unreferenced", claim.label, claim.run)

    # -- labels ------------------------------------------------------------------------------------

    def _name(self, notes: list[ResolvedNote]) -> None:
        """Give each note the label that the source shows, or a number of its own when the page draws them itself."""
        generated = 0
        signs = self._signs(notes)
        for note in sorted(notes, key=lambda note: note.first):
            shown = [one for _, one in sorted(note.calls, key=lambda call: call[0].start) if one]
            if not shown:
                listed = item_labels(self.page).get(note.body.parts[0], "") if note.body and note.body.parts else ""
                shown = [one for one in (note.label, signs.get(id(note), ""), self._printed(note.body), listed) if one]
            if not shown:
                generated += 1
                shown = [str(generated)]
            note.label = shown[0]

    def _signs(self, notes: list[ResolvedNote]) -> dict[int, str]:
        """The signs that stand for notes in the margin ("⊕"), where the page counts others beside them."""
        signs: dict[int, str] = {}
        counted = False
        for note in notes:
            for marker, shown in note.calls[:1]:
                text = self.page.between(marker.start, marker.end)
                if not shown and len(text) == 1 and not text.isalnum():
                    signs[id(note)] = text
                counted |= not shown and not text
        return signs if counted else {}

    def _printed(self, body: Body | None) -> str:
        """The label that a note prints at its start."""
        if body is None or body.markup:
            return ""
        start = body.start
        while start < body.end and self.page.text[start].isspace():
            start += 1
        raised = self.page.raised_at(start)
        if raised is not None and (mark := label.read_one(self.page.text_of(raised))) is not None:
            return mark.label
        match = label.LEAD.match(self.page.text, start, min(body.end, start + 60))
        shown = label.read_one(match["label"]) if match else None
        return shown.label if shown and (shown.form in ("digits", "symbol") or (match and match["open"])) else ""
