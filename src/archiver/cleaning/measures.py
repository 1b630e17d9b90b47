"""Measures of a page: counts of text that all rules of cleaning use, made in one pass over the tree.

They describe the page in two ways. The first is a tree of indexes: each element has an index (its place in document order), the index of its
parent, and the index after its last descendant. So a subtree is a range of indexes, and a sum over it is the difference of two running totals. The
second is a sequence of *units*: a unit is the text of one block (a paragraph, a list item, the loose text of a div) without the blocks inside of
it, but with the text of its inline elements. Cleaning keeps or removes units.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from archiver.cleaning.panels import Panels
from archiver.draft import Draft
from archiver.page import BLOCKS, INVISIBLE, is_hidden
from archiver.trees.class_names import hyphenated
from archiver.trees.elements import Element

HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
#: The fewest characters of prose, and the fewest in East Asian scripts, which need a third of the characters for the same text.
PROSE_LENGTH = 80
_SHORTEST_PROSE = 28
#: The characters at the beginning of a hidden text that are searched for in the text that the page shows.
_PROBE = 60
_ENDS = '.!?…。！？؟।"”»’)'
_WIDE = re.compile("[，。、：；！？「」・]")

#: Flags of elements.
_INVISIBLE, _LINK, _HIDDEN = 1, 2, 4
_PICTURES = frozenset(["img", "picture", "video", "iframe", "svg", "amp-img", "object"])
#: Parts of class names that mean a caption, in lower case with "-" for "_".
_CAPTIONS = (
    "caption", "cutline", "bildunterschrift", "bildnachweis", "bildtext", "photo-credit", "photocredit", "image-credit", "imagecredit",
    "img-credit", "picture-credit", "foto-credit", "didascalia",
)  # fmt: skip
_LONGEST_CAPTION = 400


@dataclass(slots=True)
class Unit:
    """The text of one block, without the blocks inside of it.

    `index` is the index of the block. `chars` is the length of `text`, `link` the number of its characters in links. `prose` is the number of its
    characters outside of links if the unit is prose, else 0. `hidden` is True if the page hides the block.
    """

    index: int
    text: str
    chars: int
    link: int
    prose: int
    hidden: bool

    @property
    def density(self) -> float:
        """The share of the text that is links."""
        return self.link / self.chars if self.chars else 0.0


class Measures:
    """The counts of one page. Lists have one entry for each of `draft.page.elements`. `units` are in document order, without hidden units."""

    def __init__(self, draft: Draft) -> None:
        elements = self.elements = draft.page.elements
        count = len(elements)
        self.tags: list[str] = draft.page.tags
        #: by index, the class tokens of an element, then its id after "#", then its microdata property after "@"
        self.classes: list[str] = []
        #: the ARIA roles of the elements that have one, by index, and the indexes of elements that are hidden by their own attributes
        self.roles: dict[int, str] = {}
        self.hiding: list[int] = []
        self.parent: list[int] = draft.page.parents
        self.flags: list[int] = []
        #: by index, the index of the block to which the text directly inside an element belongs
        self.owner: list[int] = []
        self._opened = _opened_by_click(draft)
        self.end: list[int] = draft.page.ends
        self._read(draft)

        self.units: list[Unit] = []
        hidden: list[Unit] = []
        for unit in self._all_units(draft):
            (hidden if unit.hidden else self.units).append(unit)
        #: whether the page hides the article until a script shows it; then hidden elements count like visible ones
        self.hides_all = _hidden_prose(hidden, self.units) > sum(u.prose for u in self.units)
        if self.hides_all:
            self.units = sorted([*self.units, *hidden], key=lambda unit: unit.index)
            hidden = []
        #: the units that the page hides, in document order
        self.hidden_units = hidden
        self.prose_total = sum(u.prose for u in self.units)
        self.chars_total = sum(u.chars for u in self.units)
        chars, link, prose = ([0] * count for _ in range(3))
        for unit in self.units:
            chars[unit.index], link[unit.index], prose[unit.index] = unit.chars, unit.link, unit.prose
        self._chars = list(accumulate(chars, initial=0))
        self._link = list(accumulate(link, initial=0))
        self._prose = list(accumulate(prose, initial=0))

    # -- sums over a subtree -----------------------------------------------------------------------

    def chars(self, index: int) -> int:
        """Visible characters below an element. The text of inline elements counts for their block, so an inline element without blocks has 0."""
        return self._chars[self.end[index]] - self._chars[index]

    def link(self, index: int) -> int:
        """Characters of links below an element."""
        return self._link[self.end[index]] - self._link[index]

    def prose(self, index: int) -> int:
        """Characters of prose units below an element."""
        return self._prose[self.end[index]] - self._prose[index]

    def prose_between(self, first: int, behind: int) -> int:
        """Characters of prose in the elements from the index `first` up to, and without, the index `behind`."""
        return self._prose[behind] - self._prose[first] if behind > first else 0

    def units_between(self, first: int, behind: int) -> list[Unit]:
        """The units of the elements from the index `first` up to, and without, the index `behind`, in document order."""
        return self.units[self._unit_at[first] : self._unit_at[behind]]

    @cached_property
    def _unit_at(self) -> list[int]:
        """By index, the number of units before an element."""
        has_unit = [0] * len(self.tags)
        for unit in self.units:
            has_unit[unit.index] = 1
        return list(accumulate(has_unit, initial=0))

    def density(self, index: int) -> float:
        """The share of the text below an element that is links."""
        chars = self.chars(index)
        return self.link(index) / chars if chars else 0.0

    def is_seen(self, index: int) -> bool:
        """Whether an element is visible on the page."""
        flags = self.flags[index]
        return not flags & _INVISIBLE and (self.hides_all or not flags & _HIDDEN)

    def is_hidden(self, index: int) -> bool:
        """Whether the page hides an element or one of its ancestors."""
        return bool(self.flags[index] & _HIDDEN)

    def is_inline(self, index: int) -> bool:
        """Whether an element is part of another block's unit."""
        return self.owner[index] != index

    @cached_property
    def captions(self) -> dict[int, int]:
        """The captions that only a class names ("img-caption", "photo_credit"): by the index of the caption, the index of its figure.

        The figure is an element around the caption that also holds a picture, and hardly any other text.
        """
        figures: dict[int, int] = {}
        named = _caption_names(set(self.classes))
        if not named:
            return figures
        pictures = [index for index, tag in enumerate(self.tags) if tag in _PICTURES]
        for index, names in enumerate(self.classes):
            if names not in named:
                continue
            if 0 < self.chars(index) <= _LONGEST_CAPTION and self.parent[index] not in figures:
                figure = self._figure(index, pictures)
                if figure is not None:
                    figures[index] = figure
            if self.tags[index] in ("p", "dd", "div") and "wp-caption-text" in names.split():
                figures.setdefault(index, self.parent[index])
        return figures

    def _figure(self, index: int, pictures: list[int]) -> int | None:
        """The index of the element around a caption and its picture, if it holds little other text; else None."""
        around = index
        for _ in range(3):
            around = self.parent[around]
            if around <= 0 or self.chars(index) < 0.6 * self.chars(around):
                return None
            # a picture in the caption itself is an icon
            beside = pictures[bisect_left(pictures, around) : bisect_left(pictures, self.end[around])]
            if any(not index <= picture < self.end[index] for picture in beside):
                return around
        return None

    # -- the pass itself ---------------------------------------------------------------------------

    def _read(self, draft: Draft) -> None:
        """Fill the lists and maps of elements."""
        elements, opened, roles = self.elements, self._opened, self.roles
        classes, flags, owner = self.classes, self.flags, self.owner
        panels = Panels(draft.page)
        for index, (tag, parent, attributes) in enumerate(
            zip(self.tags, self.parent, draft.page.attributes, strict=True)
        ):
            flag = flags[parent] if index else 0
            owner.append(index if not index or tag in BLOCKS else owner[parent])
            if flag & _INVISIBLE:
                classes.append("")
                flags.append(flag)
                continue
            names = ""
            if attributes:
                names = attributes.get("class", "")
                if ident := attributes.get("id"):
                    names = f"{names} #{ident}"
                if itemprop := attributes.get("itemprop"):
                    names = f"{names} @{itemprop}"
                if role := attributes.get("role"):
                    roles[index] = role
                if (
                    ("hidden" in attributes or "style" in attributes)
                    and is_hidden(elements[index])
                    and elements[index] not in opened
                    and elements[index] not in panels
                ):
                    flag |= _HIDDEN
                    self.hiding.append(index)
            classes.append(names)
            if tag in INVISIBLE and index:
                flag |= _INVISIBLE
            elif tag == "a" and not _is_anchor(elements[index].attributes):
                flag |= _LINK
            flags.append(flag)

    def _all_units(self, draft: Draft) -> list[Unit]:
        """All units, also hidden ones, in document order."""
        parents, flags, owner, tags = self.parent, self.flags, self.owner, self.tags
        pieces: dict[int, list[str]] = {}
        links: dict[int, int] = {}
        for text, holder in zip(draft.page.text_runs.row, draft.page.text_runs.owners, strict=True):
            if holder >= 0 and not text.isspace():
                index = parents[holder >> 1] if holder & 1 else holder >> 1
                block = owner[index]
                if block in pieces:
                    pieces[block].append(text)
                else:
                    pieces[block] = [text]
                if flags[index] & _LINK:
                    links[block] = links.get(block, 0) + len(text.strip())
        units = []
        for index in sorted(pieces):
            text = " ".join("".join(pieces[index]).split())
            chars = len(text)
            link = min(chars, links.get(index, 0))
            prose = 0
            # a shorter text is no prose in any script
            if chars >= _SHORTEST_PROSE and link * 3 < chars and tags[index] not in HEADINGS:
                prose = _prose(text, chars, link)
            units.append(Unit(index, text, chars, link, prose, bool(flags[index] & _HIDDEN)))
        return units


def _hidden_prose(hidden: list[Unit], seen: list[Unit]) -> int:
    """The characters of the hidden prose that the page does not also show: a copy of the article in structured data says nothing new."""
    total = sum(u.prose for u in hidden)
    if total <= sum(u.prose for u in seen):
        return total
    shown = "\n".join(u.text for u in seen)
    return sum(u.prose for u in hidden if u.text[:_PROBE] not in shown)


def _is_anchor(attributes: Mapping[str, str]) -> bool:
    """Whether an `a` is only the target of links: it has a name and leads nowhere. One that is never closed holds all that follows (Evernote, pdftohtml)."""
    return (
        "href" not in attributes and "name" in attributes and "onclick" not in attributes and "role" not in attributes
    )


def _prose(text: str, chars: int, link: int) -> int:
    """The number of characters of a text that are prose: all characters outside of links, or 0 if the text is no prose."""
    wide = not text.isascii() and _WIDE.search(text) is not None
    if (chars >= PROSE_LENGTH or wide) and (wide or text.count(" ") > 8):
        stops = text.count(". ") + text.count(", ") + (text[-1] in _ENDS) + wide
        if stops or chars > 2 * PROSE_LENGTH:
            return chars - link
    return 0


def _opened_by_click(draft: Draft) -> set[Element]:
    """Hidden elements that a reader opens with a click, such as accordions.

    They are found by the calls of notes in them: all calls of a note are hidden. These elements count as visible, because no other place calls
    the note.
    """
    places: dict[int, list[list[Element]]] = {}
    called_visibly: set[int] = set()
    calls = [(element, call.note) for element, of_element in draft.calls.items() for call in of_element]
    calls += [(element, call.note) for (element, _), of_text in draft.text_calls.items() for call in of_text]
    for element, note in calls:
        hiding = [] if note.status == "missing" else [e for e in (element, *element.ancestors()) if is_hidden(e)]
        if hiding:
            places.setdefault(id(note), []).append(hiding)
        else:
            called_visibly.add(id(note))
    return {
        element
        for note, hidings in places.items()
        if note not in called_visibly
        for hiding in hidings
        for element in hiding
    }


def _caption_names(names: set[str]) -> set[str]:
    """The class attributes among `names` that mean a caption."""
    # one search in all names first, because few pages have any
    all_names = hyphenated("\n".join(names))
    parts = [part for part in _CAPTIONS if part in all_names]
    return {name for name in names if _has_part(name, parts)} if parts else set()


def _has_part(name: str, parts: list[str]) -> bool:
    lower = hyphenated(name)
    return any(part in lower for part in parts)


def is_caption(measures: Measures, index: int) -> bool:
    """Whether a block is the caption of a figure, or the child of a caption."""
    parent = measures.parent[index] if index else 0
    if measures.tags[index] == "figcaption" or measures.tags[parent] == "figcaption":
        return True
    return index in measures.captions or parent in measures.captions
