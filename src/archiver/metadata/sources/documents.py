"""Metadata of documents: what a document declares for the fields of the head (page.Document.properties).

A document declares its title, its authors and its date in a place of their own, and shows them from there. So they are no guess, and no line of its text
competes with them. The properties of a file are filled in by programs, and count less than what the text shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import cast

from archiver.metadata.candidates import Candidates, Field
from archiver.metadata.fields.title import Title
from archiver.metadata.parsing.folding import comparison_key
from archiver.page import Page, Property, visible_text
from archiver.trees.elements import Element

#: The rule of what a document declares and shows.
DECLARED = "document-metadata"
#: The most characters of a paragraph that is a title only because it is bold.
_LONGEST_OPENING = 160
#: The number of first blocks among which the title is looked for that the properties of the file name.
_FIRST_BLOCKS = 6
_NUMBERED = re.compile(r"(?:\d+|[IVX]+)[.)]?\s")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
#: Titles in the properties of files that are none: names of files and of programs.
_NO_TITLE = re.compile(
    r"\.(?:docx?|dot[xm]?|rtf|odt|wpd|txt|pdf|indd|qxd|html?)$|^(?:microsoft word|powerpoint|untitled|unbenannt|sans titre|document ?\d*|dokument ?\d*)\b",
    re.IGNORECASE,
)


def gather_document(page: Page, candidates: Candidates) -> None:
    """Add what a document declares to the candidates."""
    for declared in page.document.properties if page.document is not None else ():
        candidates.add(
            cast(Field, declared.field), declared.value, declared.rule, declared.confidence, declared.element
        )


def shown(page: Page, field: str) -> Iterator[Property]:
    """What a document declares for a field and shows."""
    for declared in page.document.properties if page.document is not None else ():
        if declared.field == field and declared.element is not None:
            yield declared


def document_title(page: Page, candidates: Candidates) -> Title | None:
    """The title of a document: what it declares as its title; else the heading that opens it, if it is the only one of its rank; else a short bold
    line that opens it. A heading of a section is no title. What the properties of the file say is taken last.
    """
    for declared in shown(page, "title"):
        return Title(declared.value, declared.element, DECLARED, "high")
    blocks = list(islice(_blocks(page.root), _FIRST_BLOCKS))
    copies = list(candidates.of("title"))
    keys = {comparison_key(copy.value) for copy in copies}
    for block in blocks:
        if comparison_key(visible_text(block)) in keys:
            return Title(visible_text(block), block, "title-shown", "high" if block.tag in _HEADINGS else "medium")
    for copy in copies:
        if copy.rule == DECLARED:
            return Title(copy.value, None, DECLARED, "high")
    first = blocks[0] if blocks else None
    if first is not None and first.tag in _HEADINGS and _is_only_one(page, first):
        return Title(visible_text(first), first, "headline", "medium")
    if first is not None and first.tag == "p" and _is_title_line(first):
        return Title(visible_text(first), first, "bold-opening", "low")
    if first is not None and first.tag == "h1" and page.text and not _NUMBERED.match(visible_text(first)):
        # in light markup, a heading of the first rank is the title more often than not
        return Title(visible_text(first), first, "headline", "low")
    for copy in copies:
        if not _NO_TITLE.search(copy.value):
            return Title(copy.value, None, copy.rule, "low")
    return None


def _blocks(root: Element) -> Iterator[Element]:
    """The blocks of a document with text, outside of lists, tables and notes."""
    stack = list(reversed(root.children))
    while stack:
        block = stack.pop()
        if block.tag in ("header", "div", "section"):
            stack.extend(reversed(block.children))
        elif block.tag not in ("aside", "figure") and visible_text(block):
            yield block


def _is_only_one(page: Page, heading: Element) -> bool:
    """Whether no other heading of a document has this rank or a higher one."""
    return all(other is heading or other.tag > heading.tag for other in page.named(*_HEADINGS))


def _is_title_line(element: Element) -> bool:
    """Whether a paragraph is one short bold line; calls of notes are not looked at."""
    text = visible_text(element)
    if not 2 <= len(text) <= _LONGEST_OPENING or text[-1] in ".:;," or element.text.strip():
        return False
    children = element.children
    return any(child.tag == "strong" for child in children) and all(
        child.tag in ("strong", "sup", "br", "a") and not child.tail.strip() for child in children
    )
