"""Marked notes: a document says which of its notes are notes, and where they are called (page.Document). Nothing is left to guess.

Word processors, Markdown, LaTeX and the other formats of documents keep a note as a part of the text of its own kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archiver.draft import Span
from archiver.notes import labels
from archiver.notes.html.claims import Body, Claim, Marker
from archiver.notes.html.page_view import PageView
from archiver.trees.elements import Element

name = "document"


def claims(page: PageView) -> Iterator[Claim]:
    """The claims of the notes that a document marks."""
    if page.tree.document is None:
        return
    for marked in page.tree.document.notes:
        start, end = page.start_of[marked.call], page.end_of[marked.call]
        label = labels.read_one(marked.label) or labels.Label(marked.label, "symbol")
        body = Body(page.start_of[marked.note], page.end_of[marked.note], (marked.note,))
        yield Claim(
            Marker(marked.call, (label,), start, end), body, marked.label, 1.0, name, ("marked by the document",)
        )


def of_text(page: PageView, claims: Iterable[Claim]) -> list[Claim]:
    """The claims without those on what a document leaves out of its text: a comment with its mark looks like a note."""
    claims = list(claims)
    left_out = {part.element for part in page.tree.document.left_out} if page.tree.document is not None else set()
    if not left_out:
        return claims
    return [claim for claim in claims if not any(element.is_within(left_out) for element in _elements(claim))]


def _elements(claim: Claim) -> Iterator[Element]:
    """The elements of a claim: that of its marker, and those of its note."""
    if claim.call is not None:
        yield claim.call.place.element if isinstance(claim.call.place, Span) else claim.call.place
    if isinstance(claim.note, Body):
        yield from claim.note.parts
        yield from (span.element for span in claim.note.spans)
    elif claim.note is not None:
        yield claim.note
