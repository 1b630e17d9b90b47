"""Metadata of documents: what a document declares for the fields of the head (page.Document.properties).

A document declares its title, its authors and its date in a place of their own, and shows them from there. So they are no guess, and no line of its text
competes with them. The properties of a file are filled in by programs, and count less than what the text shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from archiver.metadata.candidates import Candidates, Field
from archiver.metadata.fields.title import Title
from archiver.page import Page, Property, visible_text
from archiver.trees.elements import Element

#: The rule of what a document declares and shows.
DECLARED = "document-metadata"
#: The most characters of a paragraph that is a title only because it is bold.
_LONGEST_OPENING = 160


def gather_document(page: Page, candidates: Candidates) -> None:
    """Add what a document declares to the candidates."""
    for declared in page.document.properties if page.document is not None else ():
        candidates.add(cast(Field, declared.field), declared.value, declared.rule, declared.confidence, declared.element)


def shown(page: Page, field: str) -> Iterator[Property]:
    """What a document declares for a field and shows."""
    for declared in page.document.properties if page.document is not None else ():
        if declared.field == field and declared.element is not None:
            yield declared


def declared_title(page: Page) -> Title | None:
    """The title that a document declares and shows; None without one."""
    for declared in shown(page, "title"):
        return Title(declared.value, declared.element, DECLARED, "high")
    return None


def bold_opening(page: Page) -> Title | None:
    """The first block of a document without headings for a title, if it is a short bold line: people set titles so."""
    first = page.root.children[0] if page.document is not None and page.root.children else None
    if first is None or first.tag != "p" or not _is_bold(first):
        return None
    text = visible_text(first)
    if not 2 <= len(text) <= _LONGEST_OPENING or text[-1] in ".:;,":
        return None
    return Title(text, first, "bold-opening", "low")


def _is_bold(element: Element) -> bool:
    """Whether all text of an element is bold; calls of notes are not looked at."""
    has_bold = False
    if element.text.strip():
        return False
    for child in element.children:
        if child.tail.strip():
            return False
        if child.tag == "strong":
            has_bold = True
        elif child.tag not in ("sup", "br", "a"):
            return False
    return has_bold
