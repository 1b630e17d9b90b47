"""Marked notes: a document says which of its notes are notes, and where they are called (page.Document). Nothing is left to guess.

Word processors, Markdown, LaTeX and the other formats of documents keep a note as a part of the text of its own kind.
"""

from __future__ import annotations

from collections.abc import Iterator

from archiver.notes import labels
from archiver.notes.html.claims import Body, Claim, Marker
from archiver.notes.html.page_view import PageView

name = "document"


def claims(page: PageView) -> Iterator[Claim]:
    """The claims of the notes that a document marks."""
    if page.tree.document is None:
        return
    for marked in page.tree.document.notes:
        start, end = page.start_of[marked.call], page.end_of[marked.call]
        label = labels.read_one(marked.label) or labels.Label(marked.label, "symbol")
        body = Body(page.start_of[marked.note], page.end_of[marked.note], (marked.note,))
        yield Claim(Marker(marked.call, (label,), start, end), body, marked.label, 1.0, name, ("marked by the document",))
