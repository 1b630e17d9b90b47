"""What speaks for a link being the marker of a note: the features that the linked families share.

A link is looked at from both ends. Its own end: does it show a label, is it raised, does text stand before it? The
other end: does a note begin there, does it print the same label, does it stand in a list, does something in it point
back?
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml.etree import _Element as Element

from archiver.draft import Span
from archiver.notes import labels
from archiver.notes.html.backlinks import answer_of, marker_element
from archiver.notes.html.claims import Claim, Marker, described, hinted, is_raised, leads_back, marker_at, says_way_back
from archiver.notes.html.extents import speaks_of_notes
from archiver.notes.html.page_view import Link, PageView
from archiver.page import is_hidden

_SIGNS = labels.ARROWS + labels.OPENERS + labels.CLOSERS + " \n\t\r\xa0.:;,^*"
_HEADINGS = frozenset(
    {"h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "main", "body", "nav", "form", "header", "table"}
)
#: Words before a number that make it a part of the text: "section 5", "see Fig. 2".
_REFERS = re.compile(
    r"(?i)(?:§|\b(?:sections?|secs?\.|art(?:icles?|\.)|paragraphs?|paras?\.|chapters?|ch\.|figures?|figs?\.|tables?|steps?|equations?|eqs?\.|rules?|parts?"
    r"|abschnitt|absatz|abs\.|kapitel|kap\.|artikel|abb\.|abbildung|tabelle|tab\.|figura|tabla|capítulo|sección|section|chapitre|tableau))[\s\xa0]*\(?$"
)
_MODAL = re.compile(r"(?i)(?<![a-z])(?:modal|popover|tooltip|pop-?up)(?![a-z])")
_PICTURES = frozenset({"figure", "img", "picture"})
_TITLES = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_NAVIGATION = re.compile(
    r"(?i)\b(?:toc|nav|navigation|navbar|menu|pagination|pager|breadcrumbs?|tab-list|tablist|doc-toc|sidebar-nav)\b"
)
_CALL_ROLE = re.compile(r"(?i)doc-noteref|(?<![\w-])noteref(?![\w-])|footnote-?ref\b")
#: An author's name and a year have this role too, and are words of the sentence: it counts with a label only.
_CITATION_ROLE = re.compile(r"(?i)doc-biblioref|(?<![\w-])biblioref(?![\w-])")
#: A label that is no number alone, of a series with a name: F1, C22 in statute books, 2* of an editor's notes.
_SERIES = re.compile(r"[A-Z]\d{1,3}|\[?\d{1,3}\*\]?")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d[a-z]?")
_NOTE_ROLE = re.compile(
    r"(?i)doc-biblioentry|doc-(?:foot|end)notes?|(?<![\w-])(?:footnotes?|endnotes?|rearnotes?)(?![\w-])"
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A link that may be a marker, with what speaks for it."""

    link: Link
    marker: Marker
    role: bool
    note_role: bool
    reciprocal: bool
    raised: bool
    hint: bool
    printed: bool
    listed: bool
    inside: bool

    @property
    def label(self) -> str:
        """The label shown, "" when the page draws it itself."""
        return self.marker.shown[0].label if self.marker.shown else ""

    def certainty(self) -> float:
        """How sure it is that this is a marker and its note, between 0 and 1."""
        score = 0.5 * self.role + 0.2 * self.note_role + 0.4 * self.reciprocal + 0.15 * self.hint + 0.25 * self.printed
        score += 0.1 * self.listed + 0.15 * (self.raised or self.marker.bracketed) + 0.1 * self.inside
        return min(1.0, score)

    def evidence(self) -> tuple[str, ...]:
        """The features that are there, by name."""
        names = ("role", "note_role", "reciprocal", "raised", "hint", "printed", "listed", "inside")
        return tuple(name.replace("_", " ") for name in names if getattr(self, name))

    def claim(self, family: str, certainty: float | None = None) -> Claim:
        """The pair as a claim."""
        return Claim(
            self.marker,
            self.link.target,
            self.label,
            self.certainty() if certainty is None else certainty,
            family,
            self.evidence(),
        )


def pairs(page: PageView) -> list[Pair]:
    """All links of a page that may be markers, in document order."""
    return page.once(_find)


def has_call_role(page: PageView, element: Element) -> bool:
    """Whether the markup itself says that this is a marker."""
    return _CALL_ROLE.search(described(page, element)) is not None or element.get("data-footnote-ref") is not None


def has_note_role(page: PageView, element: Element) -> bool:
    """Whether the markup itself says that an element is a note, or is in a list of notes."""
    for depth, one in enumerate((element, *page.ancestors(element))):
        if depth > 3 or one.tag in ("body", "main", "article"):
            return False
        # `rel="footnote"` says that a link leads to a note
        said = described(page, one) if one.get("rel") is None else f"{one.get('class') or ''} {one.get('role') or ''}"
        if one.get("data-footnotes") is not None or _NOTE_ROLE.search(said):
            return True
    return False


def _find(page: PageView) -> list[Pair]:
    found: dict[Link, Pair] = {}
    for link in page.links:
        if link.target is None:
            continue
        if _is_marker_in_text(page, link):
            link = _turned(page, link) or link
            if link.target is None or link in found or _is_marker_in_text(page, link):
                continue
        pair = _look(page, link)
        if pair is not None:
            found[link] = pair
    proper = {pair.link.target for pair in found.values() if not _is_worded(page, pair)}
    found = {link: one for link, one in found.items() if link.target not in proper or not _is_worded(page, one)}
    # Of two links that answer each other one is the marker. The way back need not be answered itself: the id of the
    # note is often on its block.
    ways_back: set[Link] = set()
    for link, pair in found.items():
        back = answer_of(page, link, pair.marker) if pair.reciprocal else None
        other = found.get(back) if back is not None else None
        if other is not None and other is not pair:
            ways_back.add(other.link if _goes_forth(page, pair, other) else link)
    return [pair for link, pair in found.items() if link not in ways_back]


def _is_marker_in_text(page: PageView, link: Link) -> bool:
    """Whether the target of a link is no note but a marker: a label in running text, with text before it on its line."""
    target = link.target
    assert target is not None
    if page.is_line(target) or page.length_of(target) > 16 or target.tag != "a":
        return False
    if not labels.read(page.text_of(target)) or (target not in page.links_from and not target.get("href")):
        return False
    before = page.line_before(page.begin[target]).strip()
    return len(before) > 12 and len(page.line_before(page.begin[link.source]).strip(_SIGNS)) == 0


def _turned(page: PageView, link: Link) -> Link | None:
    """The way to a note from its marker, told by the note's link back alone: the marker's own link leads nowhere."""
    source, marker = link.source, link.target
    assert marker is not None
    if any(one.target is not None for one in page.links_from.get(marker, ())):
        return None
    shown = labels.read_one(page.text_of(source))
    if shown is None or shown != labels.read_one(page.text_of(marker)):
        return None
    return Link(marker, source, link.fragment)


def _is_worded(page: PageView, pair: Pair) -> bool:
    """Whether a link says "note 2" in the words of a sentence, neither raised nor in brackets: a cross-reference."""
    if pair.raised or pair.role or not pair.marker.shown or pair.marker.bracketed:
        return False
    text = labels.clean(page.text_of(pair.link.source))
    return text[:1].isalpha() and " " in text and page.line_before(pair.marker.start)[-1:] not in ("(", "[")


def _look(page: PageView, link: Link) -> Pair | None:
    source, target = link.source, link.target
    assert target is not None
    if target.tag in _PICTURES and not hinted(described(page, target)):
        return None
    if target.tag in _HEADINGS and not (
        target.tag == "table" and hinted(described(page, target)) and page.length_of(target) < 4000
    ):
        return None
    if page.contains(target, source) or leads_back(page, source):
        return None
    role = has_call_role(page, source)
    marker = marker_at(page, source)
    if not isinstance(marker.place, Span) and not role:
        role = any(has_call_role(page, one) for one in (marker.place, marker.place.getparent()) if one is not None)
    text = page.text_of(source).strip()
    if marker.shown and not role:
        role = _CITATION_ROLE.search(described(page, source)) is not None
    if not marker.shown and _SERIES.fullmatch(text) and prints(page, target, text.strip("[]")):
        marker = Marker(marker.place, (labels.Shown(text.strip("[]"), "digits"),), marker.start, marker.end)
        if answer_of(page, link, marker) is None:
            return None
    if not marker.shown:
        spoken = hinted(described(page, source)) or role or source.tag in ("d-cite", "dt-cite")
        if (not spoken or (text and not role)) and not _is_answered_in_list(page, link, marker):
            return None
        if text:
            at = Span(source, "tail", 0, 0)
            marker = Marker(at, (), page.finish[source], page.finish[source])
    if in_navigation(page, source) or _is_year(page, marker, target):
        return None
    note_role = has_note_role(page, target)
    shown = marker.shown[0] if marker.shown else None
    hint = hinted(link.fragment) or hinted(described(page, source)) or speaks_of_notes(page, target)
    raised = is_raised(page, marker)
    answer = answer_of(page, link, marker)
    is_capital = shown is not None and shown.form in ("letter", "roman") and shown.label.isupper()
    told = answer is not None and shown is not None and (marker.bracketed or prints(page, target, shown.label))
    if is_capital and not (role or note_role or raised or told):
        return None
    if says_way_back(page, source) and (answer is None or not says_way_back(page, answer.source)):
        return None
    if not (role or note_role or raised or marker.bracketed) and _REFERS.search(page.line_before(marker.start)):
        return None
    inside = bool(page.line_before(marker.start).strip(" \t\r[(")) or bool(
        page.before_in_block(marker_element(marker)).strip()
    )
    if not inside and page.block[source].tag in _TITLES:
        return None  # the number of a section, linked to the contents
    return Pair(
        link, marker, role, note_role, answer is not None, raised, hint,
        printed=shown is not None and prints(page, target, shown.label),
        listed=_listed(target), inside=inside,
    )  # fmt: skip


def _is_answered_in_list(page: PageView, link: Link, marker: Marker) -> bool:
    """Whether words of a sentence, or an anchor that the page's style numbers, lead to an item below that has a way back to just them.

    Kitty Giraudel's accessible footnotes, and eleventy's plugin after them.
    """
    source, target = link.source, link.target
    if target is None or target.tag != "li" or link.via != "href" or page.order[target] < page.order[source]:
        return False
    block, own = page.block[source], page.length_of(source)
    if block.tag in ("li", *_TITLES) or own > 200 or page.length_of(block) - own < 12:
        return False
    back = answer_of(page, link, marker)
    return back is not None and back.target in (source, source.getparent()) and leads_back(page, back.source)


def _is_year(page: PageView, marker: Marker, target: Element) -> bool:
    """Whether a link shows the year of a work in a list of references: "Tarn (2003)"; a note of that number prints it."""
    if len(marker.shown) != 1 or not _YEAR.fullmatch(marker.shown[0].label):
        return False
    return not prints(page, target, marker.shown[0].label)


def pops_up(link: Link) -> bool:
    """Whether a link's target says that it shows on demand: a tooltip, a popover, a modal, something hidden."""
    target = link.target
    return target is not None and (
        target.tag == "dialog"
        or target.get("role") in ("tooltip", "dialog", "note")
        or target.get("popover") is not None
        or target.get("aria-hidden") == "true"
        or is_hidden(target)
        or _MODAL.search(target.get("class") or "") is not None
    )


def in_navigation(page: PageView, element: Element) -> bool:
    """Whether an element stands in a table of contents, a menu or a row of page numbers."""
    for depth, one in enumerate(page.ancestors(element)):
        if depth > 40:
            return False
        if one.tag == "nav" or (
            depth < 6 and _NAVIGATION.search(described(page, one)) and one.tag not in ("body", "main", "article")
        ):
            return True
    return False


def prints(page: PageView, note: Element, shown: str) -> bool:
    """Whether the text at the beginning of a note opens with this label."""
    start = page.begin[note]
    text = page.text[start : start + 60]
    before = page.line_before(start)
    if len(before) < 12:
        text = before + text
    match = re.match(rf"[\s{re.escape(labels.OPENERS)}^*]*([^\s{re.escape(labels.CLOSERS)}.:)]{{1,8}})", text)
    if match is None:
        return False
    one = labels.read_one(match[1]) or labels.read_one(match[1].strip("*"))
    if one is not None and labels.same(one.label, shown):
        return True
    block = page.block[note]
    cell = block.getprevious() if block.tag in ("td", "dd") else None
    if cell is not None and isinstance(cell.tag, str) and page.length_of(cell) < 16:
        one = labels.read_one(page.text_of(cell))
        if one is not None and labels.same(one.label, shown):
            return True
    # "F1" in an element of its own, with the text right behind it
    while start < page.finish[note] and page.text[start].isspace():
        start += 1
    own = page.opening_at(start)
    if own is not None and page.text_of(own).strip(_SIGNS) == shown:
        return True
    lead = labels.LEAD.match(text.lstrip())
    if lead is not None and labels.same(lead["label"], shown):
        return True
    return text.strip().startswith(shown) and not text.strip()[len(shown) : len(shown) + 1].isalnum()


def _listed(note: Element) -> bool:
    current: Element | None = note
    for _ in range(3):
        if current is None:
            return False
        if current.tag in ("li", "dd", "dt", "tr", "aside"):
            return True
        current = current.getparent()
    return False


def _goes_forth(page: PageView, pair: Pair, other: Pair) -> bool:
    """Of two links that point at each other, whether the first is the marker and the second the way back."""
    mine, theirs = _leaning(page, pair), _leaning(page, other)
    if mine != theirs:
        return mine > theirs
    return page.order[pair.link.source] < page.order[other.link.source]


def _leaning(page: PageView, pair: Pair) -> float:
    """How much the place of a link is that of a marker."""
    score = 2.0 * pair.role + 1.0 * pair.note_role
    before = page.line_before(pair.marker.start).strip(" \t\r\n" + labels.OPENERS)
    score += 1.0 * bool(before)
    source = pair.link.source
    if has_note_role(page, source) and not pair.role:
        score -= 1.5
    return score


# -- the families ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LinkFamily:
    """A family of notes whose markers are links (claims.Family)."""

    name: str
    claims: Callable[[PageView], Iterator[Claim]]


def _semantic(page: PageView) -> Iterator[Claim]:
    for pair in pairs(page):
        if pair.role or (pair.note_role and pair.marker.shown):
            yield pair.claim("semantic", max(pair.certainty(), 0.9 if pair.role else 0.6))


def _reciprocal(page: PageView) -> Iterator[Claim]:
    for pair in pairs(page):
        if pair.reciprocal and pair.link.via == "href":
            yield pair.claim("reciprocal", max(pair.certainty(), 0.7))


#: The page says itself, by a role, what is a marker and what a note.
#:
#: Written by EPUB and DPUB-ARIA tools (`role="doc-noteref"`, `epub:type="noteref"`), GitHub and remark (`data-footnote-ref`), HTMLBook
#: (`data-type="noteref"`), docutils 0.18 and later, Hugo, CKEditor.
#:
#:     <a href="#n3" role="doc-noteref">3</a>  …  <li id="n3" role="doc-endnote">…</li>
semantic = LinkFamily("semantic", _semantic)

#: The marker points at the note, and something in the note points back at the marker: each in the direction that runs from text to note.
#:
#: Written by nearly every generator of linked notes: MediaWiki, pandoc, kramdown, Python-Markdown, texinfo, Word, LibreOffice and Google Docs
#: exports, Substack, WordPress plugins, SPIP, tDiary, Project Gutenberg.
#:
#:     text<a id="r3" href="#n3">3</a>  …  <p id="n3"><a href="#r3">3</a> The note.</p>
reciprocal = LinkFamily("reciprocal", _reciprocal)
