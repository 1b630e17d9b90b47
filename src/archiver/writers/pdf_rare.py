"""Characters that none of our faces has, or that mean something in one face only (an icon of the page, say).

The page shows their number: PDF/A forbids the empty box, and a reader learns more from U+13000. The tags keep the
character itself (ActualText).
"""

from __future__ import annotations

import re
import unicodedata

from lxml import etree

from archiver.writers.typefaces import uncovered

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
