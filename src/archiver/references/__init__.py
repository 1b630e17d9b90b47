"""References: what notes, and the list of references of an article, say of the works that they cite.

    <p>Marian Oakley, <em>The Long Canal</em> (London: Harrow Press, 1987), 45.</p>
    becomes
    <p><reference id="b1"><part type="author">Marian Oakley</part>, <part type="book"><em>The Long Canal</em></part>
    (<part type="place">London</part>: <part type="publisher">Harrow Press</part>, <part type="date">1987</part>),
    <part type="pages">45</part></reference>.</p>

The stage marks stretches of text and changes no character. What is doubtful gets no mark: a note in sentences keeps its addresses,
DOIs and ISBNs, and no more. A reference that repeats an earlier one says which (`repeats`), and how certain that is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from lxml.etree import _Element as Element

from archiver.article import NS, XML_LANG, tag
from archiver.references import citations, east_asian, identifiers, placing
from archiver.references.marks import Citation, Part
from archiver.references.repetitions import Works
from archiver.references.text import FlatText
from archiver.references.words import listed

__all__ = ["mark_references", "unmark_references"]

#: A paragraph with more characters than this is no note with references alone, and is not read.
_LONGEST = 6000
_P, _ITEM, _SECTION, _HEADING, _LIST = tag("p"), tag("item"), tag("section"), tag("heading"), tag("list")
_BLOCKS = frozenset(map(tag, ("p", "list", "quote", "figure", "table", "verse", "rule", "embed", "formula")))
#: Parts that stand inside of a link that shows just them.
_INNER = frozenset(("doi", "isbn", "url"))


def mark_references(root: Element) -> None:
    """Mark the references in the notes and in the lists of references of a record, in place. Ids count from b1."""
    notes = root.findall("a:notes/a:note", NS)
    lists = [entry for section in _reference_lists(root) for entry in section]
    if not notes and not lists:
        return
    _Marker(root.get(XML_LANG, "")).mark(notes, lists)


def unmark_references(root: Element) -> None:
    """Take the marks of references out of a tree, in place; its text stays."""
    placing.unwrapped(root)


class _Marker:
    """Marks the references of one article."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._works = Works(language)
        self._count = 0

    def mark(self, notes: list[Element], entries: list[Element]) -> None:
        """Mark the entries of lists of references first: notes cite them in short."""
        for entry in entries:
            self._mark_paragraph(entry, None)
        for note in notes:
            series = note.get("series", "")
            self._works.begin_note(note.get("id", ""), series)
            for paragraph in _paragraphs(note):
                self._mark_paragraph(paragraph, note)

    def _mark_paragraph(self, paragraph: Element, note: Element | None) -> None:
        if next(paragraph.iter(tag("reference")), None) is not None:
            return
        flat = FlatText.of(paragraph)
        if not 4 <= len(flat.text) <= _LONGEST and flat.text.strip() not in listed("ibid_east_asian"):
            return
        known = identifiers.identifiers(flat)
        read = citations.CitationReader(flat, known, self._language).read()
        if east_asian.has_east_asian(flat.text):
            read = _without_overlaps([*east_asian.citations_in(flat.text), *read])
        taken: list[tuple[Citation, dict[str, str]]] = []
        for citation in read:
            attributes = self._attributes(citation, flat.text, note)
            if attributes is not None:
                is_article = attributes.get("repeats") in self._works.articles
                taken.append((_of_article(citation) if is_article else citation, attributes))
        taken += [(single, {}) for single in _singles(known, [citation for citation, _ in taken])]
        # from the last to the first: the places of the others stay
        for citation, attributes in sorted(taken, key=lambda one: -one[0].start):
            _place(paragraph, citation, attributes)

    def _attributes(self, citation: Citation, text: str, note: Element | None) -> dict[str, str] | None:
        """The attributes of a reference; None for what counts only as a repetition and repeats nothing."""
        series = note.get("series", "") if note is not None else ""
        repeated = self._works.repeated(citation, text, series) if note is not None else None
        if repeated is not None:
            work, certainty = repeated
            self._works.cite(work, series)
            return {"certainty": certainty, "repeats": work}
        if citation.only_again:
            return None
        if citation.again is not None and not any(part.type in ("title", "book") for part in citation.parts):
            return {}
        self._count += 1
        id_ = f"b{self._count}"
        label = note.get("label", "") if note is not None else ""
        self._works.add(id_, citation, text, note.get("id", "") if note is not None else "", label, series)
        if note is not None:
            self._works.cite(id_, series)
        return {"id": id_}


def _of_article(citation: Citation) -> Citation:
    """A short reference without quotation marks to an article: the title in it is not that of a book."""
    if any(part.type == "title" for part in citation.parts):
        return citation
    return replace(citation, parts=tuple(replace(p, type="title") if p.type == "book" else p for p in citation.parts))


def _place(paragraph: Element, citation: Citation, attributes: dict[str, str]) -> None:
    element = placing.wrap(paragraph, citation.start, citation.end, "reference", attributes)
    if element is None:
        return
    for part in sorted(citation.parts, key=lambda part: (part.start, -part.end)):
        marks = {"type": part.type, **({"value": part.value} if part.value else {})}
        start, end = part.start - citation.start, part.end - citation.start
        placing.wrap(element, start, end, "part", marks, inner=part.type in _INNER)


def _singles(known: list[Part], taken: list[Citation]) -> Iterator[Citation]:
    """A reference for each identifier that stands in no other one."""
    covered = [(citation.start, citation.end) for citation in taken]
    for part in known:
        if any(start < part.end and part.start < end for start, end in covered):
            continue
        covered.append((part.start, part.end))
        inside = tuple(p for p in known if part.start <= p.start and p.end <= part.end)
        yield Citation(part.start, part.end, inside)


def _without_overlaps(found: list[Citation]) -> list[Citation]:
    kept: list[Citation] = []
    for citation in found:
        if not any(other.start < citation.end and citation.start < other.end for other in kept):
            kept.append(citation)
    return sorted(kept, key=lambda citation: citation.start)


def _paragraphs(holder: Element) -> Iterator[Element]:
    """The elements with running text in a note."""
    for element in holder.iter(_P, _ITEM):
        if element.tag == _P or not any(child.tag in _BLOCKS for child in element):
            yield element


# -- lists of references ---------------------------------------------------------------------------


@cache
def _list_headings() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in listed("list_headings"))
    return re.compile(rf"(?:\d+\.?\s|[IVX]+\.\s)?(?:{words})[\s:.]*", re.IGNORECASE)


def _reference_lists(root: Element) -> Iterator[list[Element]]:
    """The entries of each section whose heading says that it is a list of references."""
    for section in root.iterfind("a:body//a:section", NS):
        heading = section.find("a:heading", NS)
        if heading is None:
            continue
        words = " ".join("".join(heading.itertext()).split())
        if len(words) <= 60 and _list_headings().fullmatch(words):
            yield [entry for child in section if child.tag in (_P, _LIST) for entry in _paragraphs_of_list(child)]


def _paragraphs_of_list(child: Element) -> Iterator[Element]:
    if child.tag == _P:
        yield child
    else:
        yield from _paragraphs(child)
