"""The settlement: what the judge decided, said to the Draft.

Notes in the order of their markers, markers with their places, what is left out of notes, what goes as a duplicate or
an empty heading.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from archiver.draft import Call, NoteDraft, NoteKind, Span
from archiver.notes import labels
from archiver.notes.html.claims import Claim, Place, described, outermost
from archiver.notes.html.leftovers import remove_duplicates, remove_headings
from archiver.notes.html.page_view import PageView
from archiver.notes.html.resolver import ResolvedNote, Resolver
from archiver.notes.html.trimming import trim
from archiver.notes.numbering_checks import disagrees

_ENDNOTE = re.compile(r"(?i)end-?note|rearnote|reference|biblio|(?<![a-z])ref-?list")
_BETWEEN = re.compile(r"\s{0,3}[,;–—‐‑-]?\s{0,3}")
_SIDENOTE = re.compile(r"(?i)side-?note|margin-?note")


def apply_to_draft(page: PageView, claims: Iterable[Claim]) -> None:
    """Settle all claims and say it to the page's Draft."""
    draft = page.draft
    notes = in_order(Resolver(page, claims).settle())
    markers = sorted({(marker.start, marker.end) for note in notes for marker, _ in note.calls})
    calls: list[tuple[int, int, Place, str, NoteDraft]] = []
    texts: list[str] = []
    for note in notes:
        body = note.body
        one = NoteDraft(note.label, note.status, _kind(page, note), family=note.family)
        if body is not None:
            one.parts, one.spans, one.markup = body.parts, body.spans, body.markup
        if body is not None and not body.markup:
            shown = {shown for _, shown in note.calls if shown}
            trimmed = trim(page, body, shown | {note.label}, markers, loose=bool(note.calls) and not shown)
            for place, rule in trimmed.places:
                draft.trim(place, rule)
            for shown_there in sorted(shown):
                if disagrees(shown_there, trimmed.printed):
                    draft.find("N006", label=shown_there, printed=trimmed.printed)
            texts.append(page.text[trimmed.start : trimmed.end])
        draft.add_note(one)
        for marker, shown_here in note.calls:
            several = [one_label for each in marker.shown for one_label in labels.expand(each)]
            number = several.index(shown_here) if shown_here in several else len(several)
            calls.append((marker.start, number, marker.place, shown_here or note.label, one))
    _gather(page, calls)
    _trim_brackets(page, calls)
    for _, _, place, shown_there, one in calls:
        draft.add_call(Call(place, shown_there, one))
    remove_duplicates(page, texts)
    remove_headings(page, [note.body for note in notes if note.body is not None and note.family != "inline"])


def _gather(page: PageView, calls: list[tuple[int, int, Place, str, NoteDraft]]) -> None:
    """Markers that share one superscript ("1,2" of two links) get it as their place; its separators go with it."""
    calls.sort(key=lambda call: call[:2])
    places = {call[2]: call for call in calls if not isinstance(call[2], Span)}
    for index, call in enumerate(calls):
        place = call[2]
        parent = place.getparent() if not isinstance(place, Span) else None
        if parent is None or page.is_line(parent) or page.length_of(parent) > 40 or parent in places:
            continue
        shown = labels.read(page.text_of(parent))
        start, end = page.begin[parent], page.finish[parent]
        group = [other for other in calls[index : index + len(shown)] if start <= other[0] < end]
        if len(shown) > 1 and [one.label for one in shown] == [other[3] for other in group]:
            outer = outermost(page, parent)
            for offset, other in enumerate(group):
                calls[index + offset] = (page.begin[outer], offset, outer, other[3], other[4])


def _trim_brackets(page: PageView, calls: list[tuple[int, int, Place, str, NoteDraft]]) -> None:
    """Leave out brackets around links: "[" link ", " link "]"."""
    ranges = sorted(
        {(page.begin[place], page.finish[place]) for _, _, place, _, _ in calls if not isinstance(place, Span)}
    )
    index = 0
    while index < len(ranges):
        start, end = ranges[index]
        while index + 1 < len(ranges) and _BETWEEN.fullmatch(page.text, end, ranges[index + 1][0]):
            index += 1
            end = ranges[index][1]
        index += 1
        if start > 0 and page.text[start - 1 : start] in ("[", "［") and page.text[end : end + 1] in ("]", "］"):
            for low in (start - 1, end):
                for span in page.spans(low, low + 1):
                    page.draft.trim(span, "note-brackets")


def _kind(page: PageView, note: ResolvedNote) -> NoteKind:
    """What the page calls its notes; footnotes when it calls them nothing."""
    if note.body is None or not note.body.parts:
        return "footnote"
    first = note.body.parts[0]
    said = [described(page, first)]
    for depth, one in enumerate(page.ancestors(first)):
        if depth > 2 or one.tag in ("body", "main", "article"):
            break
        said.append(f"{described(page, one)} {one.get('id') or ''}")
    if (first.tag == "aside" and note.family == "inline") or _SIDENOTE.search(said[0]):
        return "sidenote"
    return "endnote" if _ENDNOTE.search(" ".join(said)) else "footnote"


def in_order(notes: list[ResolvedNote]) -> list[ResolvedNote]:
    """Called notes by their first marker; a note that nobody calls after the one that stands before it on the page."""
    called = sorted((note for note in notes if note.calls), key=lambda note: note.first)
    placed = sorted((note.body.start, index) for index, note in enumerate(called) if note.body)
    after: dict[int, list[ResolvedNote]] = {}
    for note in sorted((note for note in notes if not note.calls), key=lambda note: note.first):
        at = bisect_right(placed, (note.first, 1 << 60)) - 1
        after.setdefault(placed[at][1] if at >= 0 else -1, []).append(note)
    ordered = list(after.get(-1, ()))
    for index, note in enumerate(called):
        ordered.append(note)
        ordered.extend(after.get(index, ()))
    return ordered
