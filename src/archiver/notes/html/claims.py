"""Claims of the families of notes ("this marker calls that note"), and the tests by which they recognise markers.

    text<sup><a href="#n3">3</a></sup>  …  <li id="n3">The note. <a href="#r3">↩</a></li>
        └────────── marker ──────────┘     └────────── body, with a backlink ───────────┘

A marker is found by its link or superscript. It includes the inline elements around these that have no other text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from archiver.draft import Span
from archiver.notes import labels
from archiver.notes.html.page_view import PageView, split_camel_case
from archiver.notes.labels import Label
from archiver.trees.elements import Element

Place = Element | Span


@dataclass(frozen=True, slots=True)
class Marker:
    """One marker: the element or stretch of text that shows it, its labels, its start and end in the page's text.

    It has no labels when a script or the style of the page draws them.
    """

    place: Place
    labels: tuple[Label, ...]
    start: int
    end: int

    @property
    def bracketed(self) -> bool:
        """Whether the source has brackets around the label."""
        return bool(self.labels) and self.labels[0].bracketed


@dataclass(frozen=True, slots=True)
class Body:
    """The body of one note: the elements and loose text between two places, or the markup of an attribute."""

    start: int
    end: int
    parts: tuple[Element, ...] = ()
    spans: tuple[Span, ...] = ()
    markup: str = ""
    #: The label that the note itself prints at its start.
    label: str = ""
    #: The key of the run of notes (the list) that this note belongs to.
    run: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """The claim that one marker (`call`) calls one note.

    `note` is the element where the note begins; extents.py finds its end later. It is a Body if the family knows the
    whole note, and None if the note is not on the page. `call` is None for a note that no marker calls.
    """

    call: Marker | None
    note: Element | Body | None
    label: str
    certainty: float
    family: str
    evidence: tuple[str, ...] = field(default=())
    #: The key of the list that holds the note, if the family knows lists. Notes of the list that no marker calls are
    #: notes all the same.
    run: str = ""


def refuse(page: PageView, marker: Marker, reason: str, certainty: float = 0.0) -> None:
    """Say why a marker is not taken, if somebody asks for it and the marker shows a label."""
    if page.refusals is not None and marker.labels:
        first = marker.labels[0]
        label = f"{first.text}–{first.through}" if first.through else first.text
        page.refusals.add("marker", label, marker.start, marker.end, reason, certainty)


class Family(Protocol):
    """One way of writing notes on the web. A family reads the page and makes claims; it changes nothing."""

    @property
    def name(self) -> str:
        """The family's name, for the record and for `inspect`."""

    def claims(self, page: PageView) -> Iterator[Claim]:
        """The claims of the family on a page."""


_SPACE_AND_BRACKETS = re.compile(r"[\s\[\]()（）［］〔〕【】{}\u200b\ufeff]+")
_NOTE_WORD = re.compile(
    r"foot[-_ ]?note|end[-_ ]?note|side[-_ ]?note|margin[-_ ]?note|note[-_ ]?ref|fnref|cite[-_]ref|biblioref"
    r"|voetnoot|fussnote|fußnote"
    r"|(?<![a-z])(?:fn|fns|ftn|ftnt|edn|note|notes|nb|nh|cite|citation|ref|refs|reference|references|annotation|bib|sdfootnote)(?![a-z])",
    re.IGNORECASE,
)
#: Each match of _NOTE_WORD contains one of these.
_NOTE_SYLLABLE = re.compile("note|noot|ref|fn|ftn|edn|nb|nh|cit|bib|annotation")
_BACKLINK_WORD = re.compile(
    r"back[-_ ]?(?:link|ref)|reverse[-_ ]?foot|fn[-_]?back|to[-_]top|jump[-_]?back|doc-backlink|return", re.IGNORECASE
)
#: Elements that hold the whole page or the whole article.
WHOLE_PAGE = frozenset({"body", "main", "article", "html"})


# -- names in the markup -------------------------------------------------------------------------------


def suggests_notes(name: str) -> bool:
    """Whether a class, id or fragment contains a word for notes or references: "footnote", "fn-3", "cite_ref"."""
    return bool(name) and _suggests_notes(name)


@lru_cache(maxsize=1 << 14)
def _suggests_notes(name: str) -> bool:
    # Most names contain no such word, and the short pattern rejects them ten times as fast. It is for ASCII only, because
    # the lower case of other letters may be longer.
    if name.isascii() and _NOTE_SYLLABLE.search(name.lower()) is None:
        return False
    return _NOTE_WORD.search(split_camel_case(name)) is not None


def markup_suggests_notes(page: PageView, element: Element) -> bool:
    """Whether roles, classes or ids of an element or of one of its near ancestors contain a word for notes."""
    for depth, holder in enumerate((element, *page.ancestors(element))):
        if depth > 4 or holder.tag in WHOLE_PAGE:
            return False
        if suggests_notes(page.roles_and_classes(holder)) or suggests_notes(holder.get("id") or ""):
            return True
    return False


# -- markers -------------------------------------------------------------------------------------------


def _bare_text(text: str) -> str:
    """A text without white space and brackets. In this form, the texts of nested elements are compared."""
    return _SPACE_AND_BRACKETS.sub("", text)


def outermost_inline(page: PageView, element: Element) -> Element:
    """The outermost inline element around `element` with the same text, brackets apart: the `sup` around a link."""
    bare = _bare_text(page.text_of(element))
    if not bare:
        return element
    current = element
    for parent in page.ancestors(element):
        if page.is_block(parent) or page.length_of(parent) > page.length_of(element) + 16:
            break
        inner = _bare_text(page.text_of(parent))
        if inner != bare and not (inner == bare * 2 and _has_hidden_copy(page, parent)):
            break
        current = parent
    return current


def _has_hidden_copy(page: PageView, element: Element) -> bool:
    """Whether something in an element with the same label twice is hidden, or is a button that a script added."""
    return any(inner in page.hidden or inner.tag == "button" for inner in page.subtree(element))


def marker_at(page: PageView, element: Element) -> Marker:
    """The marker of an element (a link, a superscript), with the inline elements and brackets around it."""
    outer = outermost_inline(page, element)
    text = page.text_of(outer) if page.length_of(outer) <= 80 else ""
    if _bare_text(text) == _bare_text(page.text_of(element)) * 2:
        text = page.text_of(element)
    shown = labels.read(text)
    index = outer.index
    start, end = page.text_starts[index], page.text_ends[index]
    if not shown and start > 0 and page.text[start - 1] == "[" and page.text[end : end + 1] == "]":
        shown = labels.read(f"[{text.strip()}]")  # the key of a bibliography: "[" link "]"
    return Marker(outer, shown, start, end)


def is_raised(page: PageView, marker: Marker) -> bool:
    """Whether a marker is raised above the line: by a `sup` around it or inside it, or by inline CSS."""
    if not isinstance(marker.place, Span):
        element = marker.place
        near = [*page.subtree(element)][:8]
        for parent in page.ancestors(element):
            if page.is_block(parent) or len(near) > 12:
                break
            near.append(parent)
        for other in near:
            style = (other.get("style") or "").replace(" ", "").lower()
            if other.tag == "sup" or "super" in style.replace("superior", ""):
                return True
    return False


# -- backlinks -----------------------------------------------------------------------------------------


def has_backlink_role(page: PageView, element: Element) -> bool:
    """Whether the role or the class of a link contains a word for backlinks."""
    return _BACKLINK_WORD.search(page.roles_and_classes(element)) is not None


def is_backlink(page: PageView, element: Element) -> bool:
    """Whether a link leads from a note back to the text, by its attributes, role, class or text."""
    if "noteref" in page.roles_and_classes(element):
        return False
    text = page.text_of(element) if page.length_of(element) <= 100 else ""
    if any("backref" in str(name) for name in element.attributes):
        return True
    # Org mode gives the role of a backlink to markers, too. A label behind text is a marker.
    if has_backlink_role(page, element) and not (
        labels.read(text) and page.line_before(page.start_of[element]).strip(" \xa0" + labels.OPENERS)
    ):
        return True
    if labels.is_backlink_text(text):
        return True
    if not text.strip() or len(text.strip()) <= 2:
        title = element.get("aria-label") or element.get("title") or ""
        return bool(re.match(r"(?i)(?:jump|back|return|go back|zur[üu]ck|retour|volver)\b", title)) and not labels.read(
            text
        )
    return False
