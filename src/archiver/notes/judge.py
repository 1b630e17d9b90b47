"""The one judge: takes all claims of all families and settles which markers call which notes.

1. The surest claim on a marker wins; claims on the same place lose, unless they are the other labels of the same marker.
2. Notes reach as far as bodies.py finds; two notes don't overlap; a note does not hold its own marker.
3. Items of a list that nobody calls are unreferenced notes; markers whose note is nowhere are calls of missing ones.
4. What the page prints twice (tooltip and list) is kept once; the other goes to the ledger.
5. Labels are those shown; labels and back-links inside notes are trimmed; a heading that only says "Notes" goes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from archiver.draft import Call, NoteDraft, Span
from archiver.notes import label
from archiver.notes.bodies import Extents, speaks_of_notes
from archiver.notes.claim import Body, Claim, Marker, Place
from archiver.notes.leftovers import remove_duplicates, remove_headings
from archiver.notes.lists import item_labels
from archiver.notes.page import Page
from archiver.notes.trimming import trim

#: Below this a claim is not believed.
ENOUGH = 0.45


@dataclass(slots=True)
class Settled:
    """One note with its markers, as the judge settled it."""

    body: Body | None
    family: str
    certainty: float
    calls: list[tuple[Marker, str]] = field(default_factory=list)
    label: str = ""
    status: str = "present"

    @property
    def first(self) -> int:
        """Where its first marker stands, or the note itself when nothing calls it."""
        return min((marker.start for marker, _ in self.calls), default=self.body.start if self.body else 0)


class Judge:
    """Holds what is taken while claims are settled."""

    def __init__(self, page: Page, claims: Iterable[Claim]) -> None:
        self.page = page
        believed = [claim for claim in claims if claim.certainty >= ENOUGH]
        # surest first; of equals the one that stands first
        self.claims = sorted(believed, key=lambda claim: (-claim.certainty, claim.call.start if claim.call else 0))
        self.extents = Extents(
            page,
            [claim.note for claim in believed if claim.note is not None and not isinstance(claim.note, Body)],
            [(claim.call.start, claim.call.end) for claim in believed if claim.call],
        )
        self.notes: dict[object, Settled] = {}
        self._call_ranges: list[tuple[int, int, str]] = []
        self._labels_at: dict[tuple[int, int], set[str]] = {}
        self._bodies: list[tuple[int, int, object]] = []

    # -- accepting ---------------------------------------------------------------------------------

    def settle(self) -> list[Settled]:
        """All notes with their markers."""
        for claim in self.claims:
            if claim.call is not None and claim.family != "unlinked":
                self._accept(claim)
        linked = sum(len(note.calls) for note in self.notes.values() if note.body)
        for claim in self.claims:
            if claim.call is not None and claim.family == "unlinked" and not (linked >= 2 and self._is_foreign(claim)):
                self._accept(claim)
        self._drop_markers_in_leads()
        self._part_shared()
        self._add_unreferenced()
        found = [note for note in self.notes.values() if note.calls or note.status == "unreferenced"]
        self._name(found)
        return found

    def _is_foreign(self, claim: Claim) -> bool:
        """On a page with linked notes, whether an unlinked number is something else (an affiliation, an exponent): not so in tables."""
        marker = claim.call
        if claim.note is None or marker is None:
            return True
        place = marker.place.element if isinstance(marker.place, Span) else marker.place
        return not any(one.tag == "table" for one in self.page.ancestors(place))

    def _accept(self, claim: Claim) -> None:
        marker = claim.call
        assert marker is not None
        if not self._is_free(marker, claim):
            return
        body: Body | None = None
        key: object
        if claim.note is None:
            key = ("missing", claim.label)
        else:
            body = claim.note if isinstance(claim.note, Body) else self.extents.body(claim.note)
            if body is None:
                return
            inside = body.start <= marker.start and marker.end <= body.end and not body.markup
            if inside and not (body.parts and body.start == marker.start == marker.end):
                return
            key = body.markup + str(marker.start) if body.markup else (body.start, body.end)
            if key in self.notes and claim.family == "inline":
                return
            if key not in self.notes and not body.markup:
                if self._overlaps(body):
                    return
                insort(self._bodies, (body.start, body.end, id(body)))  # type: ignore[arg-type]
        note = self.notes.setdefault(
            key, Settled(body, claim.family, claim.certainty, status="missing" if body is None else "present")
        )
        note.calls.append((marker, claim.label))
        insort(self._call_ranges, (marker.start, marker.end, claim.family))
        self._labels_at.setdefault((marker.start, marker.end), set()).add(claim.label)

    def _is_free(self, marker: Marker, claim: Claim) -> bool:
        """Whether no other claim has this place, or the same marker shows several labels and this is another one."""
        at = bisect_left(self._call_ranges, (marker.start, -1, ""))
        nearby = self._call_ranges[max(0, at - 3) : at + 3]
        for start, end, family in nearby:
            if (start, end) == (marker.start, marker.end):
                if start == end and len(marker.shown) == 0:
                    return False
                if (
                    claim.label in self._labels_at[(start, end)]
                    or family != claim.family
                    or (len(marker.shown) < 2
                    and not (marker.shown and marker.shown[0].through))
                ):
                    return False
            elif start < marker.end and marker.start < end:
                return False
        return True

    def _overlaps(self, body: Body) -> bool:
        at = bisect_left(self._bodies, (body.start, -1, 0))
        return any(start < body.end and body.start < end for start, end, _ in self._bodies[max(0, at - 1) : at + 1])

    def _drop_markers_in_leads(self) -> None:
        """A "marker" at the very start of a note is its label or a link back."""
        for note in self.notes.values():
            kept = []
            for marker, shown in note.calls:
                holder = self._body_at(marker.start)
                if (
                    holder
                    and marker.start < marker.end
                    and not self.page.text[holder[0] : marker.start].strip(" \n\t\r[(^*\xa0")
                ):
                    continue
                kept.append((marker, shown))
            note.calls = kept

    def _body_at(self, place: int) -> tuple[int, int] | None:
        at = bisect_right(self._bodies, (place, 1 << 60, 0)) - 1
        if at >= 0 and self._bodies[at][0] <= place < self._bodies[at][1]:
            return self._bodies[at][:2]
        return None

    # -- broken and missing ------------------------------------------------------------------------

    def _part_shared(self) -> None:
        """Markers with different labels that share one broken address go to the notes of the run that print those labels."""
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
                body = Body(self.page.begin[element], self.page.finish[element], (element,), run=note.body.run)
                key = (body.start, body.end)
                if key not in self.notes:
                    if self._overlaps(body):
                        continue
                    insort(self._bodies, (body.start, body.end, id(body)))  # type: ignore[arg-type]
                    self.notes[key] = Settled(body, note.family, note.certainty)
                self.notes[key].calls.append((marker, shown))
                note.calls.remove((marker, shown))

    def _labelled_siblings(self, part: Element) -> Iterator[tuple[Element, str]]:
        parent = part.getparent()
        for sibling in parent if parent is not None else ():
            if sibling.tag == part.tag:
                text = self.page.text_of(sibling).strip()[:40]
                match = label.LEAD.match(text)
                shown = label.read_one(match["label"]) if match else None
                yield sibling, shown.label if shown else item_labels(self.page).get(sibling, "")

    def _add_unreferenced(self) -> None:
        """Items of note lists that nobody calls."""
        lists: dict[Element, list[Settled]] = {}
        for note in self.notes.values():
            if note.body and note.body.parts and note.calls and note.body.parts[0].tag == "li":
                parent = note.body.parts[0].getparent()
                if parent is not None:
                    lists.setdefault(parent, []).append(note)
        for parent, notes in lists.items():
            items = [child for child in parent if child.tag == "li" and self.page.text_of(child).strip()]
            if len(notes) * 2 < len(items) and not speaks_of_notes(self.page, items[0]):
                continue
            for item in items:
                body = Body(
                    self.page.begin[item],
                    self.page.finish[item],
                    (item,),
                    run=notes[0].body.run if notes[0].body else "",
                )
                key = (body.start, body.end)
                if key not in self.notes and not self._overlaps(body):
                    insort(self._bodies, (body.start, body.end, id(body)))  # type: ignore[arg-type]
                    self.notes[key] = Settled(body, notes[0].family, notes[0].certainty, status="unreferenced")
        for claim in self.claims:
            if (
                claim.call is None
                and claim.note is not None
                and any(note.family == claim.family and note.calls for note in self.notes.values())
            ):
                body_ = claim.note if isinstance(claim.note, Body) else self.extents.body(claim.note)
                if body_ is None or (body_.start, body_.end) in self.notes or self._overlaps(body_):
                    continue
                insort(self._bodies, (body_.start, body_.end, id(body_)))  # type: ignore[arg-type]
                self.notes[(body_.start, body_.end)] = Settled(
                    body_, claim.family, claim.certainty, status="unreferenced", label=claim.label
                )

    # -- labels ------------------------------------------------------------------------------------

    def _name(self, notes: list[Settled]) -> None:
        """Give each note the label that the source shows, or its number in the order of markers when the page draws it itself."""
        generated = 0
        for note in sorted(notes, key=lambda note: note.first):
            shown = [one for _, one in sorted(note.calls, key=lambda call: call[0].start) if one]
            if shown:
                note.label = shown[0]
                continue
            listed = item_labels(self.page).get(note.body.parts[0], "") if note.body and note.body.parts else ""
            printed = note.label or self._printed(note)
            if printed or listed:
                note.label = printed or listed
            else:
                generated += 1
                note.label = str(generated)

    def _printed(self, note: Settled) -> str:
        if note.body is None or note.body.markup:
            return ""
        raised = self.page.raised_at(note.body.start)
        if raised is not None and (mark := label.read_one(self.page.text_of(raised))) is not None:
            return mark.label
        match = label.LEAD.match(self.page.text[note.body.start : note.body.start + 60].strip())
        shown = label.read_one(match["label"]) if match else None
        return shown.label if shown and (shown.form in ("digits", "symbol") or (match and match["open"])) else ""


def settle(page: Page, claims: Iterable[Claim]) -> None:
    """Settle all claims and say it to the page's Draft."""
    judge = Judge(page, claims)
    notes = judge.settle()
    _say(page, notes)


def _say(page: Page, notes: list[Settled]) -> None:
    draft = page.draft
    ranges = sorted({(marker.start, marker.end) for note in notes for marker, _ in note.calls})
    drafts: list[tuple[Settled, NoteDraft]] = []
    texts: list[str] = []
    for note in _in_order(notes):
        body = note.body
        kind = "sidenote" if note.family == "inline" else "endnote"
        one = NoteDraft(
            label=note.label, status=note.status, kind=kind,  # type: ignore[arg-type]
            parts=body.parts if body else (), spans=body.spans if body else (), family=note.family,
            markup=body.markup if body else "",
        )  # fmt: skip
        if body is not None and not body.markup:
            wanted = {shown for _, shown in note.calls} | {note.label}
            trimmed = trim(
                page, body, wanted, ranges, loose=bool(note.calls) and not any(shown for _, shown in note.calls)
            )
            for place, rule in trimmed.places:
                draft.trim(place, rule)
            texts.append(page.text[trimmed.start : trimmed.end])
        drafts.append((note, draft.add_note(one)))
    calls: list[tuple[int, int, Place, str, NoteDraft]] = []
    for note, one in drafts:
        for number, (marker, shown) in enumerate(note.calls):
            calls.append((marker.start, number, marker.place, shown or note.label, one))
    for _, _, place, shown, one in sorted(calls, key=lambda call: call[:2]):
        draft.add_call(Call(place, shown, one))
    remove_duplicates(page, texts)
    remove_headings(page, [note.body for note in notes if note.body is not None and note.family != "inline"])
    for note, one in drafts:
        if one.status == "missing":
            draft.find("N001", one, label=one.label)
        elif one.status == "unreferenced":
            draft.find("N002", one, label=one.label)


def _in_order(notes: list[Settled]) -> list[Settled]:
    """Called notes by their first marker; a note that nobody calls after the one that stands before it on the page."""
    called = sorted((note for note in notes if note.calls), key=lambda note: note.first)
    after: dict[int, list[Settled]] = {}
    placed = sorted((note.body.start, index) for index, note in enumerate(called) if note.body)
    for note in sorted((note for note in notes if not note.calls), key=lambda note: note.first):
        at = bisect_right(placed, (note.first, 1 << 60)) - 1
        after.setdefault(placed[at][1] if at >= 0 else -1, []).append(note)
    ordered = list(after.get(-1, ()))
    for index, note in enumerate(called):
        ordered.append(note)
        ordered.extend(after.get(index, ()))
    return ordered


__all__ = ["ENOUGH", "Judge", "Settled", "Span", "settle"]
