"""Application of the decisions of the resolver to the Draft.

The notes are added in the order of their markers, and the calls with their places. Trimmed parts of notes, second copies
of notes, and headings that only announce notes are marked for the ledger.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from archiver.draft import Call, NoteDraft, NoteKind, NotTaken, Span
from archiver.notes import labels
from archiver.notes.doubt import DOUBTFUL, DOUBTFUL_PAIR, add_doubt
from archiver.notes.html import marked
from archiver.notes.html.claims import Claim, Place, outermost_inline
from archiver.notes.html.page_view import PageView
from archiver.notes.html.removals import remove_duplicates, remove_headings
from archiver.notes.html.resolver import ResolvedNote, Resolver
from archiver.notes.html.trimming import TrimmedNote, trim
from archiver.notes.numbering_checks import disagrees
from archiver.notes.refusals import QUOTED, Refusals

_ENDNOTE = re.compile(r"(?i)end-?note|rearnote|reference|biblio|(?<![a-z])ref-?list")
_SEPARATOR = re.compile(r"\s{0,3}[,;–—‐‑-]?\s{0,3}")
_SIDENOTE = re.compile(r"(?i)side-?note|margin-?note")

#: A call before it goes to the Draft: the start of the marker, the position of the label in the marker, the place, the
#: label, the note.
_PendingCall = tuple[int, int, Place, str, NoteDraft]


def apply_to_draft(page: PageView, claims: Iterable[Claim]) -> None:
    """Resolve all claims, and add the notes, calls, trimmed parts and removals to the page's Draft."""
    draft = page.draft
    notes = _in_order(Resolver(page, claims).resolve())
    markers = sorted({(marker.start, marker.end) for note in notes for marker, _ in note.calls})
    calls: list[_PendingCall] = []
    texts: list[str] = []
    #: By note, where its own text begins, behind its label.
    text_starts: list[int] = []
    for note in notes:
        body = note.body
        note_draft = NoteDraft(note.label, note.status, _kind(page, note), family=note.family, certainty=note.certainty)
        note_draft.cues = tuple(note.cues)
        trimmed: TrimmedNote | None = None
        if body is not None:
            note_draft.parts, note_draft.spans, note_draft.markup = body.parts, body.spans, body.markup
        # a note that the document marks prints no label
        if body is not None and not body.markup and note.family != marked.name:
            shown = {label for _, label in note.calls if label}
            trimmed = trim(page, body, shown | {note.label}, markers, any_label=bool(note.calls) and not shown)
            for place, rule in trimmed.places:
                draft.trim(place, rule)
            for label in sorted(shown):
                if disagrees(label, trimmed.printed):
                    draft.add_finding("N006", label=label, printed=trimmed.printed)
            texts.append(page.text[trimmed.start : trimmed.end])
        text_starts.append(trimmed.start if trimmed is not None else 0)
        draft.add_note(note_draft)
        for marker, label in note.calls:
            all_labels = [text for shown_label in marker.labels for text in labels.expand(shown_label)]
            position = all_labels.index(label) if label in all_labels else len(all_labels)
            calls.append((marker.start, position, marker.place, label or note.label, note_draft))
    _join_shared_superscripts(page, calls)
    _trim_brackets(page, calls)
    for _, _, place, label, note_draft in calls:
        draft.add_call(Call(place, label, note_draft))
    _add_doubts(page, notes)
    if page.refusals is not None:
        own_starts = [(note.body.start, start) for note, start in zip(notes, text_starts, strict=True) if note.body]
        _add_not_taken(page, page.refusals, [*markers, *own_starts])
    if page.tree.document is not None:
        _part_series(draft.notes, by_kind=bool(page.tree.document.notes))
    else:
        remove_duplicates(page, texts)
    remove_headings(page, [note.body for note in notes if note.body is not None and note.family != "inline"])


def _part_series(notes: Iterable[NoteDraft], *, by_kind: bool) -> None:
    """Part the notes of a document into series: footnotes and endnotes are numbered each on their own, and a chapter may count from 1 again.

    `by_kind` says whether the document itself tells footnotes from endnotes.
    """
    notes = list(notes)
    is_parted = by_kind and any(note.kind != "endnote" for note in notes)
    seen: dict[str, set[str]] = {}
    counts: dict[str, int] = {}
    for note in notes:
        name = "endnotes" if note.kind == "endnote" and is_parted else ""
        labels_so_far = seen.setdefault(name, set())
        if note.label in labels_so_far and any(c.isalnum() for c in note.label):
            labels_so_far.clear()
            counts[name] = counts.get(name, 1) + 1
        labels_so_far.add(note.label)
        note.series = name if name not in counts else f"{name or 'series'}-{counts[name]}"


def _join_shared_superscripts(page: PageView, calls: list[_PendingCall]) -> None:
    """Give markers that share one superscript this superscript as their place, so that its separators belong to them.

    <sup><a>1</a>, <a>2</a></sup>      both calls have the place <sup>
    """
    calls.sort(key=lambda call: call[:2])
    places = {call[2]: call for call in calls if not isinstance(call[2], Span)}
    for index, call in enumerate(calls):
        place = call[2]
        parent = place.parent if not isinstance(place, Span) else None
        if parent is None or page.is_block(parent) or page.length_of(parent) > 40 or parent in places:
            continue
        shown = labels.read(page.text_of(parent))
        start, end = page.start_of[parent], page.end_of[parent]
        group = [other for other in calls[index : index + len(shown)] if start <= other[0] < end]
        if len(shown) > 1 and [label.text for label in shown] == [other[3] for other in group]:
            outer = outermost_inline(page, parent)
            for offset, other in enumerate(group):
                calls[index + offset] = (page.start_of[outer], offset, outer, other[3], other[4])


def _trim_brackets(page: PageView, calls: list[_PendingCall]) -> None:
    """Trim brackets around links: "[" link ", " link "]"."""
    ranges = sorted(
        {(page.start_of[place], page.end_of[place]) for _, _, place, _, _ in calls if not isinstance(place, Span)}
    )
    index = 0
    while index < len(ranges):
        start, end = ranges[index]
        while index + 1 < len(ranges) and _SEPARATOR.fullmatch(page.text, end, ranges[index + 1][0]):
            index += 1
            end = ranges[index][1]
        index += 1
        if start > 0 and page.text[start - 1 : start] in ("[", "［") and page.text[end : end + 1] in ("]", "］"):
            for bracket in (start - 1, end):
                for span in page.spans(bracket, bracket + 1):
                    page.draft.trim(span, "note-brackets")


def _add_doubts(page: PageView, notes: list[ResolvedNote]) -> None:
    """Add a finding for each list whose notes are doubtful, and for doubtful markers without notes."""
    doubtful: dict[tuple[str, bool], list[str]] = {}
    for note in notes:
        limit = DOUBTFUL_PAIR if note.body is not None and note.family == "unlinked" else DOUBTFUL
        if note.certainty is not None and note.certainty < limit:
            doubtful.setdefault((note.run, note.body is not None), []).append(note.label)
    for (_, answered), shown in doubtful.items():
        add_doubt(page.draft, shown, answered=answered)


def _add_not_taken(page: PageView, refusals: Refusals, taken: list[tuple[int, int]]) -> None:
    """Add the candidates that were not taken to the Draft. `taken` are the places of markers, and of labels of notes."""
    for refusal in refusals.left(taken):
        node = page.node_at(refusal.start)
        if node is None:
            continue
        element, which, offset = node
        place = Span(element, which, offset, offset)
        begin = refusal.start if refusal.kind == "list" else page.text.rfind("\n", 0, refusal.start) + 1
        text = page.text_between(max(begin, refusal.start - QUOTED), refusal.end + QUOTED)
        page.draft.add_not_taken(
            NotTaken(refusal.kind, refusal.label, place, " ".join(text.split()), refusal.reason, refusal.certainty)
        )


def _kind(page: PageView, note: ResolvedNote) -> NoteKind:
    """The kind of a note by the names in its markup. A footnote if they name no kind."""
    if note.body is None or not note.body.parts:
        return "footnote"
    first = note.body.parts[0]
    names = [page.roles_and_classes(first)]
    for depth, holder in enumerate(page.ancestors(first)):
        if depth > 2 or holder.tag in ("body", "main", "article"):
            break
        names.append(f"{page.roles_and_classes(holder)} {holder.get('id') or ''}")
    if (first.tag == "aside" and note.family == "inline") or _SIDENOTE.search(names[0]):
        return "sidenote"
    return "endnote" if _ENDNOTE.search(" ".join(names)) else "footnote"


def _in_order(notes: list[ResolvedNote]) -> list[ResolvedNote]:
    """The notes in the order of the record.

    Called notes are sorted by their first marker. Any other note comes after the called note before it on the page.
    """
    called = sorted((note for note in notes if note.calls), key=lambda note: note.first)
    starts = sorted((note.body.start, index) for index, note in enumerate(called) if note.body)
    after: dict[int, list[ResolvedNote]] = {}
    for note in sorted((note for note in notes if not note.calls), key=lambda note: note.first):
        position = bisect_right(starts, (note.first, 1 << 60)) - 1
        after.setdefault(starts[position][1] if position >= 0 else -1, []).append(note)
    ordered = list(after.get(-1, ()))
    for index, note in enumerate(called):
        ordered.append(note)
        ordered.extend(after.get(index, ()))
    return ordered
