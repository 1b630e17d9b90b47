"""The references of a record, as data."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.etree import _Element as Element

from archiver.record_file import NAMESPACE

__all__ = ["Reference", "ReferencePart", "references_in"]


@dataclass(frozen=True, slots=True)
class ReferencePart:
    """What a reference says of a work, in the words of the note.

    `type` is author, editor, title (of an article, a chapter, a page), book, journal (or newspaper, or site), publisher, place,
    date, accessed, volume, issue, pages, doi, isbn or url. `value` is what the words mean where catalogues have a form for it
    (ISO 8601, a DOI without its address), else "".
    """

    type: str
    text: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to a work, in a note or in a list of references (`note` is "" there).

    `text` are its words from the first to the last that says something of the work. `repeats` is the id of the reference that it
    says again ("Ibid."), or of the note if none was recognised in that, and `certainty` how sure this is: high, medium or low.
    """

    text: str
    parts: tuple[ReferencePart, ...]
    id: str = ""
    note: str = ""
    repeats: str = ""
    certainty: str = ""

    def texts(self, type: str) -> tuple[str, ...]:
        """The words of all parts of one type."""
        return tuple(part.text for part in self.parts if part.type == type)


def references_in(root: Element) -> tuple[Reference, ...]:
    """The references in the body and in the notes of a record, in their order."""
    return tuple(
        _reference(element)
        for region in root.iterchildren(_tag("body"), _tag("notes"))
        for element in region.iter(_tag("reference"))
    )


def _reference(element: Element) -> Reference:
    parts = element.iter(_tag("part"))
    return Reference(
        text=_words(element),
        parts=tuple(ReferencePart(part.get("type", ""), _words(part), part.get("value", "")) for part in parts),
        id=element.get("id", ""),
        note=next((note.get("id", "") for note in element.iterancestors(_tag("note"))), ""),
        repeats=element.get("repeats", ""),
        certainty=element.get("certainty", ""),
    )


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _words(element: Element) -> str:
    """The text of an element on one line."""
    return " ".join("".join(element.itertext()).split())
