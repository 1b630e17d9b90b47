"""The text of a paragraph as one string, with the stretches that are set apart in it.

<p>Oakley, <em>The Long Canal</em>, 45</p>    gives    "Oakley, The Long Canal, 45" with em from 8 to 22
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from archiver.article import tag

BR, Q, LINK = tag("br"), tag("q"), tag("link")
EM, CITE = tag("em"), tag("cite")
#: Elements whose text is no part of a sentence: one character stands for each that no pattern takes for a part of a reference.
OPAQUE = frozenset(map(tag, ("formula", "code", "ruby", "image", "reference", "noteref")))
OBJECT = "\ufffc"
#: Italics over this share of a text set nothing apart in it.
_MOST_OF_IT = 0.9
_LONGEST_TITLE = 150


@dataclass
class FlatText:
    """The text of an element. Each of the lists has (start, end) in characters of `text`; `links` have the address, too."""

    text: str = ""
    italics: list[tuple[int, int]] = field(default_factory=list)
    quotations: list[tuple[int, int]] = field(default_factory=list)
    links: list[tuple[int, int, str]] = field(default_factory=list)

    @classmethod
    def of(cls, element: Element) -> FlatText:
        """The text of an element."""
        flat = cls()
        flat.text = flat._add(element, 0)
        # a note that is in italics as a whole sets nothing apart
        flat.italics = [span for span in flat.italics if span[1] - span[0] < _MOST_OF_IT * len(flat.text.strip())]
        return flat

    def _add(self, element: Element, start: int) -> str:
        pieces = [element.text or ""]
        at = start + len(pieces[0])
        for child in element:
            inner = width_of(child) or self._add(child, at)
            end = at + len(inner)
            if child.tag == LINK:
                self.links.append((at, end, child.get("href", "")))
            elif child.tag == Q:
                self.quotations.append((at, end))
            elif child.tag == EM or (child.tag == CITE and _is_title(child, inner)):
                self.italics.append((at, end))
            pieces += (inner, child.tail or "")
            at = end + len(pieces[-1])
        return "".join(pieces)


def width_of(element: Element) -> str:
    """What stands for an element that is not read, "" for one that is."""
    if element.tag == BR:
        return "\n"
    return OBJECT if element.tag in OPAQUE or not isinstance(element.tag, str) else ""


def _is_title(cite: Element, words: str) -> bool:
    """Whether a `cite` element is a title. Wikipedia puts the whole reference into it."""
    return (
        len(words) <= _LONGEST_TITLE
        and next(cite.iter(EM, Q), None) is None
        and not any(sign in words for sign in '“„«"(;')
    )
