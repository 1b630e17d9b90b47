"""What a family says: this marker calls that note, so sure, for this reason. And what a marker is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from lxml.etree import _Element as Element

from archiver.draft import Span
from archiver.notes import labels
from archiver.notes.html.page_view import PageView, told
from archiver.notes.labels import Shown

Place = Element | Span


@dataclass(frozen=True, slots=True)
class Marker:
    """One marker as displayed: its place, the labels it shows (none when the page draws them), and where it stands."""

    place: Place
    shown: tuple[Shown, ...]
    start: int
    end: int

    @property
    def bracketed(self) -> bool:
        """Whether the page itself sets brackets around the label."""
        return bool(self.shown) and self.shown[0].bracketed


@dataclass(frozen=True, slots=True)
class Body:
    """The body of one note, found: elements and loose text between two places, or markup from an attribute."""

    start: int
    end: int
    parts: tuple[Element, ...] = ()
    spans: tuple[Span, ...] = ()
    markup: str = ""
    #: What the note itself prints at its start.
    label: str = ""
    #: Other notes of its list, called or not, belong to the same run.
    run: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One marker calls one note.

    `note` is the element where the note begins (how far it reaches is settled later, when all beginnings are known),
    or a whole Body when the family knows it, or None for a marker whose note is nowhere on the page.
    """

    call: Marker | None
    note: Element | Body | None
    label: str
    certainty: float
    family: str
    evidence: tuple[str, ...] = field(default=())
    #: The list that the note stands in, when the family knows lists: what nobody calls in it is a note all the same.
    run: str = ""


class Family(Protocol):
    """One way the web writes notes. It looks and claims; it never changes the tree."""

    @property
    def name(self) -> str:
        """The family's name, for the record and for `inspect`."""

    def claims(self, page: PageView) -> Iterator[Claim]:
        """What the family sees on a page."""


_CORE = re.compile(r"[\s\[\]()（）［］〔〕【】{}\u200b\ufeff]+")
_HINT = re.compile(
    r"foot[-_ ]?note|end[-_ ]?note|side[-_ ]?note|margin[-_ ]?note|note[-_ ]?ref|fnref|cite[-_]ref|biblioref"
    r"|voetnoot|fussnote|fußnote"
    r"|(?<![a-z])(?:fn|fns|ftn|ftnt|edn|note|notes|nb|nh|cite|citation|ref|refs|reference|references|annotation|bib|sdfootnote)(?![a-z])",
    re.IGNORECASE,
)
#: In each match of _HINT stands one of these.
_NEEDED = re.compile("note|noot|ref|fn|ftn|edn|nb|nh|cit|bib|annotation")
_BACK = re.compile(
    r"back[-_ ]?(?:link|ref)|reverse[-_ ]?foot|fn[-_]?back|to[-_]top|jump[-_]?back|doc-backlink|return", re.IGNORECASE
)


def core(text: str) -> str:
    """A text without white space and brackets, for comparing what two nested elements show."""
    return _CORE.sub("", text)


def described(page: PageView, element: Element) -> str:
    """All that the markup says about an element's purpose: roles, types and classes, camel case taken apart."""
    return page.purpose_of(element)


def hinted(text: str) -> bool:
    """Whether a class, id or fragment speaks of notes."""
    return bool(text) and _hints(text)


@lru_cache(maxsize=1 << 14)
def _hints(text: str) -> bool:
    # Most names say nothing of the kind, which is told ten times as quickly so; signs beside ASCII have cases of their own.
    if text.isascii() and _NEEDED.search(text.lower()) is None:
        return False
    return _HINT.search(told(text)) is not None


def outermost(page: PageView, element: Element) -> Element:
    """The outermost inline element whose visible text is just this element's, brackets aside."""
    shown = core(page.text_of(element))
    if not shown:
        return element
    current = element
    for parent in page.ancestors(element):
        if page.is_line(parent) or page.length_of(parent) > page.length_of(element) + 16:
            break
        inner = core(page.text_of(parent))
        if inner != shown and not (inner == shown * 2 and _shows_one(page, parent)):
            break
        current = parent
    return current


def _shows_one(page: PageView, element: Element) -> bool:
    """Whether of two like labels in an element one is hidden, or a button that a script put there."""
    return any(one in page.hidden or one.tag == "button" for one in page.elements_from(element))


def marker_at(page: PageView, element: Element) -> Marker:
    """The marker that this link (or superscript) is, with what is displayed around it."""
    outer = outermost(page, element)
    text = page.text_of(outer) if page.length_of(outer) <= 80 else ""
    if core(text) == core(page.text_of(element)) * 2:
        text = page.text_of(element)
    shown = labels.read(text)
    at = page.order[outer]
    start, end = page.begins[at], page.finishes[at]
    if not shown and start > 0 and page.text[start - 1] == "[" and page.text[end : end + 1] == "]":
        shown = labels.read(f"[{text.strip()}]")  # the key of a bibliography: "[" link "]"
    return Marker(outer, shown, start, end)


def says_way_back(page: PageView, element: Element) -> bool:
    """Whether a link's role or class says that it leads back."""
    return _BACK.search(described(page, element)) is not None


def leads_back(page: PageView, element: Element) -> bool:
    """Whether a link says of itself that it leads from a note back to the text."""
    if "noteref" in described(page, element):
        return False
    text = page.text_of(element) if page.length_of(element) <= 100 else ""
    if any("backref" in str(name) for name in element.attrib):
        return True
    # Org mode gives the role of a way back to markers too: a label in the running text is a marker.
    if says_way_back(page, element) and not (
        labels.read(text) and page.line_before(page.begin[element]).strip(" \xa0" + labels.OPENERS)
    ):
        return True
    if labels.says_back(text):
        return True
    if not text.strip() or len(text.strip()) <= 2:
        said = element.get("aria-label") or element.get("title") or ""
        return bool(re.match(r"(?i)(?:jump|back|return|go back|zur[üu]ck|retour|volver)\b", said)) and not labels.read(
            text
        )
    return False


def is_raised(page: PageView, marker: Marker) -> bool:
    """Whether a marker stands above the line: `sup` around or inside, or CSS that says so."""
    if not isinstance(marker.place, Span):
        element = marker.place
        near = [*page.elements_from(element)][:8]
        for parent in page.ancestors(element):
            if page.is_line(parent) or len(near) > 12:
                break
            near.append(parent)
        for one in near:
            if one.tag == "sup" or "super" in (one.get("style") or "").replace(" ", "").lower().replace("superior", ""):
                return True
    return False
