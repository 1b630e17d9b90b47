"""Missing glyphs: characters that no bundled font has, or that have a meaning only in one font (icons of a site).

The page shows the code number of such a character: PDF/A forbids an empty box, and U+13000 tells a reader more. The
tags, and text that is copied or searched, keep the character itself (ActualText; ISO 32000-1, 14.9.4).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from lxml import etree

from archiver.writers.shared.fonts import uncovered

#: The substitute for such a character where there is no space for its number.
SUBSTITUTE = "□"
_VISIBLE_ATTRIBUTES = ("data-left", "data-right")


def spell_out(html: etree._Element) -> None:
    """Replace each character of the page that cannot be drawn by its code number."""
    pieces = [*html.itertext(), *(e.get(name, "") for e in html.iter() for name in _VISIBLE_ATTRIBUTES)]
    text = "".join(pieces)
    rare = uncovered(text) + "".join(c for c in sorted(set(text)) if unicodedata.category(c) == "Co")
    if not rare:
        return
    pattern = re.compile(f"([{re.escape(rare)}])")
    for element in list(html.iter()):
        for name in _VISIBLE_ATTRIBUTES:
            if value := element.get(name):
                element.set(name, pattern.sub(SUBSTITUTE, value))
        if element.text and element.tag != "title" and pattern.search(element.text):
            first, *rest = pattern.split(element.text)
            element.text = first
            for index, (char, after) in enumerate(zip(rest[::2], rest[1::2], strict=True)):
                element.insert(index, _number(char, after))
        parent = element.getparent()
        if parent is not None and element.tail and pattern.search(element.tail):
            first, *rest = pattern.split(element.tail)
            element.tail = first
            position = parent.index(element) + 1
            for index, (char, after) in enumerate(zip(rest[::2], rest[1::2], strict=True)):
                parent.insert(position + index, _number(char, after))


def _number(char: str, after: str) -> etree._Element:
    """A span with the code number; a line may break between two of them (a zero width space is invisible in Pango)."""
    span = etree.Element("span", {"class": "rare", "title": char})
    span.text, span.tail = f"U+{ord(char):04X}", after or "\u200b"
    return span


def keep_characters(pdf: Any) -> None:
    """Add ActualText to the code numbers in the page contents: the character from their tag (tags.py).

    `pdf` is a pydyf document before it is written. Programs that extract text read the contents of pages, not the tags.
    """
    import pydyf  # type: ignore[import-untyped]

    characters_of_page: dict[bytes, dict[int, str]] = {}
    for element in pdf.objects:
        if isinstance(element, pydyf.Dictionary) and element.get("S") == "/Span" and "ActualText" in element:
            character = element["ActualText"].string
            for page, marked in _marked(element, pdf):
                characters_of_page.setdefault(page, {})[marked] = character
                character = ""  # the rest of a number that a line break splits
    for page, characters in characters_of_page.items():
        for operand in _object(pdf, _object(pdf, page)["Contents"]).stream:
            if isinstance(operand, pydyf.Dictionary) and operand.get("MCID") in characters:
                operand["ActualText"] = pydyf.String(characters[operand["MCID"]])


def _marked(element: Any, pdf: Any) -> Iterator[tuple[bytes, int]]:
    """The marked content below a structure element, as (page, number of the content on it)."""
    for child in element["K"]:
        if isinstance(child, int):
            yield element["Pg"], child
        else:
            yield from _marked(_object(pdf, child), pdf)


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
