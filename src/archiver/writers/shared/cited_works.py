"""Which `cite` of a record is a whole reference, and which is the title of a work. Only titles are set in italics."""

from __future__ import annotations

import re

from lxml import etree

from archiver.article import tag

#: The attribute of a `cite` that holds a whole reference.
WHOLE = "{urn:archiver:export:1}whole"

#: A `cite` of more characters is no title.
_LONGEST_TITLE = 100
#: A longer one is a title unless it is built like a reference.
_LONG_TITLE = 60
_BLOCKS = frozenset(tag(name) for name in ("p", "item", "cell", "line", "caption"))
_DIGIT = re.compile(r"\d")
_SIGNS = re.compile(r"[.,;(][\s)]|[.,;]$|[、。，．；（]")


def mark_whole_references(root: etree._Element) -> None:
    """Mark each `cite` of the copy of a record that holds a whole reference, with the attribute `WHOLE`."""
    for cite in root.iter(tag("cite")):
        if _is_whole_reference(cite):
            cite.set(WHOLE, "yes")


def _is_whole_reference(cite: etree._Element) -> bool:
    """Whether a `cite` holds a reference with authors, place or year, and not the title of a work alone.

    It does if a title is marked inside, or if it is very long; and if it is long or fills its block, and has the numbers and
    the signs of a reference.
    """
    if next(cite.iter(tag("em"), tag("reference")), None) is not None:
        return True
    text = " ".join("".join(cite.itertext()).split())
    if len(text) > _LONGEST_TITLE:
        return True
    if len(text) <= _LONG_TITLE and not _fills_block(cite):
        return False
    signs = len(_SIGNS.findall(text))
    return signs > 2 or (signs > 0 and _DIGIT.search(text) is not None)


def _fills_block(cite: etree._Element) -> bool:
    block = cite.getparent()
    if block is None or block.tag not in _BLOCKS or (block.text or "").strip():
        return False
    for child in block:
        if (child.tail or "").strip(" \t\r\n.,;"):
            return False
        if child is not cite and child.tag not in (tag("noteref"), tag("br")):
            return False
    return True
