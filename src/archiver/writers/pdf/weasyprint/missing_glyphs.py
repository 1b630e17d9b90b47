"""Characters that none of our faces has, or that mean something in one face only (an icon of the page, say).

The page shows their number: PDF/A forbids the empty box, and a reader learns more from U+13000. The tags and the text that
is copied or searched keep the character itself (ActualText; ISO 32000-1, 14.9.4).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from lxml import etree

from archiver.writers.shared.fonts import uncovered

#: What stands for such a character where there is no room for its number.
PLACE = "□"
_SHOWN_ATTRIBUTES = ("data-left", "data-right")


def spell_out(html: etree._Element) -> None:
    """Put the number for each character of the page that cannot be drawn."""
    said = [*html.itertext(), *(e.get(name, "") for e in html.iter() for name in _SHOWN_ATTRIBUTES)]
    text = "".join(said)
    rare = uncovered(text) + "".join(c for c in sorted(set(text)) if unicodedata.category(c) == "Co")
    if not rare:
        return
    pattern = re.compile(f"([{re.escape(rare)}])")
    for element in list(html.iter()):
        for name in _SHOWN_ATTRIBUTES:
            if value := element.get(name):
                element.set(name, pattern.sub(PLACE, value))
        if element.text and element.tag != "title" and pattern.search(element.text):
            first, *rest = pattern.split(element.text)
            element.text = first
            for index, (char, after) in enumerate(zip(rest[::2], rest[1::2], strict=True)):
                element.insert(index, _number(char, after))
        parent = element.getparent()
        if parent is not None and element.tail and pattern.search(element.tail):
            first, *rest = pattern.split(element.tail)
            element.tail = first
            at = parent.index(element) + 1
            for index, (char, after) in enumerate(zip(rest[::2], rest[1::2], strict=True)):
                parent.insert(at + index, _number(char, after))


def _number(char: str, after: str) -> etree._Element:
    """Its number; between two of them, which may be a word of forty, a line may break (Pango draws a zero width space as nothing)."""
    shown = etree.Element("span", {"class": "rare", "title": char})
    shown.text, shown.tail = f"U+{ord(char):04X}", after or "\u200b"
    return shown


def keep_characters(pdf: Any) -> None:
    """Say of each shown number in the pages' content which character it stands for, as its element says (pdf/weasyprint/tags.py).

    `pdf` is a document of pydyf before it is written. Programs that take text out of a PDF read the content of its pages, not its tags.
    """
    import pydyf  # type: ignore[import-untyped]

    meant: dict[bytes, dict[int, str]] = {}
    for element in pdf.objects:
        if isinstance(element, pydyf.Dictionary) and element.get("S") == "/Span" and "ActualText" in element:
            character = element["ActualText"].string
            for page, marked in _marked(element, pdf):
                meant.setdefault(page, {})[marked] = character
                character = ""  # should a line break part the number
    for page, characters in meant.items():
        for operand in _referred(pdf, _referred(pdf, page)["Contents"]).stream:
            if isinstance(operand, pydyf.Dictionary) and operand.get("MCID") in characters:
                operand["ActualText"] = pydyf.String(characters[operand["MCID"]])


def _marked(element: Any, pdf: Any) -> Iterator[tuple[bytes, int]]:
    """The pages of the marked content below an element of structure, and its numbers there."""
    for child in element["K"]:
        if isinstance(child, int):
            yield element["Pg"], child
        else:
            yield from _marked(_referred(pdf, child), pdf)


def _referred(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
