"""Notes whose markers are links: the links that may be markers, and the two most certain families, semantic and reciprocal.

Both ends of a link are examined. At its source: does it show a label, is it raised, is there text before it? At its
target: does a note begin there, does it print the same label, is it in a list, does a link in it lead back to the
marker? A `LinkCandidate` holds the answers; one_way.py and scripted.py use them, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import fsum

from archiver.draft import Span
from archiver.notes import labels
from archiver.notes.html.claims import (
    Claim,
    Marker,
    has_backlink_role,
    is_backlink,
    is_raised,
    marker_at,
    markup_suggests_notes,
    refuse,
    suggests_notes,
)
from archiver.notes.html.page_view import Link, PageView
from archiver.page import is_hidden
from archiver.trees.elements import Element

_SIGNS = labels.ARROWS + labels.OPENERS + labels.CLOSERS + " \n\t\r\xa0.:;,^*"
#: Elements that are no notes, although links may lead to them.
_NO_NOTES = frozenset(
    {"h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "main", "body", "nav", "form", "header", "table"}
)
#: A word before a number that makes it a reference in the text: "section 5", "see Fig. 2".
_REFERENCE_WORD = re.compile(
    r"(?i)(?:§|\b(?:sections?|secs?\.|art(?:icles?|\.)|paragraphs?|paras?\.|chapters?|ch\.|figures?|figs?\.|tables?|steps?|equations?|eqs?\.|rules?|parts?"
    r"|abschnitt|absatz|abs\.|kapitel|kap\.|artikel|abb\.|abbildung|tabelle|tab\.|figura|tabla|capítulo|sección|section|chapitre|tableau))[\s\xa0]*\(?$"
)
_MODAL = re.compile(r"(?i)(?<![a-z])(?:modal|popover|tooltip|pop-?up)(?![a-z])")
_AFFILIATION = re.compile(r"(?i)(?<![a-z0-9])aff(?:il(?:iations?)?)?(?![a-z])")
_PICTURES = frozenset({"figure", "img", "picture"})
_TITLES = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_NAVIGATION = re.compile(
    r"(?i)\b(?:toc|nav|navigation|navbar|menu|pagination|pager|breadcrumbs?|tab-list|tablist|doc-toc|sidebar-nav)\b"
)
_CALL_ROLE = re.compile(r"(?i)doc-noteref|(?<![\w-])noteref(?![\w-])|footnote-?ref\b")
#: The role of a citation. An author's name and a year in a sentence may have it, too, so it counts only with a label.
_CITATION_ROLE = re.compile(r"(?i)doc-biblioref|(?<![\w-])biblioref(?![\w-])")
#: The label of a series with its own name: F1 and C22 in statute books, 2* for an editor's notes.
_SERIES_LABEL = re.compile(r"[A-Z]\d{1,3}|\[?\d{1,3}\*\]?")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d[a-z]?")
_NOTE_ROLE = re.compile(
    r"(?i)doc-biblioentry|doc-(?:foot|end)notes?|(?<![\w-])(?:footnotes?|endnotes?|rearnotes?)(?![\w-])"
)


#: What each feature adds to the certainty of a link.
POINTS = {
    # the markup says it
    "role": 0.5,
    # so does the markup of the target; but some pages name every list like this
    "note_role": 0.2,
    # hardly anything but notes leads there and back
    "reciprocal": 0.4,
    # numbers of sections and figures are printed by their targets, too, so this alone is not enough
    "printed": 0.25,
    # "ref", "cite": a word in an address may mean anything
    "hint": 0.15,
    # nothing but notes, exponents and ordinals is raised
    "raised": 0.15,
    "listed": 0.1,
    # a link at the start of its line opens an item of a list
    "inside": 0.1,
}
#: The features of a link in the words of `inspect`.
_WORDS = {
    "role": "named a marker",
    "note_role": "named a note",
    "reciprocal": "link back",
    "raised": "raised marker",
    "hint": "address or class of notes",
    "printed": "note prints the label",
    "listed": "in a list",
    "inside": "behind text",
}


@dataclass(frozen=True, slots=True)
class LinkCandidate:
    """A link that may be a marker, with the features that support this."""

    link: Link
    marker: Marker
    #: The markup names the link a marker (`doc-noteref`, `data-footnote-ref` …).
    role: bool
    #: The markup names the target a note or a part of a list of notes.
    note_role: bool
    #: A link in the note leads back to the marker.
    reciprocal: bool
    raised: bool
    #: A class, id or fragment contains a word for notes.
    hint: bool
    #: The note prints the label of the marker.
    printed: bool
    #: The note is in a list, a table or an aside.
    listed: bool
    #: There is text before the marker on its line or in its block.
    inside: bool

    @property
    def label(self) -> str:
        """The label that the marker shows; "" when a script or the style of the page draws it."""
        return self.marker.labels[0].text if self.marker.labels else ""

    def certainty(self) -> float:
        """How certain it is that the link is a marker and its target a note, from 0 to 1."""
        return min(1.0, fsum(POINTS[name] for name in self._features()))

    def _features(self) -> Iterator[str]:
        """The names of the features that are present. Brackets are as good as a raised label."""
        return (name for name in POINTS if getattr(self, name) or (name == "raised" and self.marker.bracketed))

    def evidence(self) -> tuple[str, ...]:
        """The features that are present, in words."""
        return tuple(words for name, words in _WORDS.items() if getattr(self, name))

    def claim(self, family: str, certainty: float | None = None, more: Iterable[str] = ()) -> Claim:
        """The claim of a family that this link is a marker. Its certainty is `certainty()` if none is given. `more` are further cues, in words."""
        return Claim(
            self.marker,
            self.link.target,
            self.label,
            self.certainty() if certainty is None else certainty,
            family,
            (*self.evidence(), *more),
        )


def link_candidates(page: PageView) -> list[LinkCandidate]:
    """All links of a page that may be markers, in document order. Backlinks are not among them."""
    return page.once(_find_candidates)


def has_call_role(page: PageView, element: Element) -> bool:
    """Whether a role, class or attribute of an element names it a marker."""
    return (
        _CALL_ROLE.search(page.roles_and_classes(element)) is not None or element.get("data-footnote-ref") is not None
    )


def has_note_role(page: PageView, element: Element) -> bool:
    """Whether a role or class of an element, or of a near ancestor, names it a note or a list of notes."""
    for depth, holder in enumerate((element, *page.ancestors(element))):
        if depth > 3 or holder.tag in ("body", "main", "article"):
            return False
        # `rel="footnote"` is the mark of a link to a note, and not of a note
        names = (
            page.roles_and_classes(holder)
            if holder.get("rel") is None
            else f"{holder.get('class') or ''} {holder.get('role') or ''}"
        )
        if holder.get("data-footnotes") is not None or _NOTE_ROLE.search(names):
            return True
    return False


def _find_candidates(page: PageView) -> list[LinkCandidate]:
    candidates: dict[Link, LinkCandidate] = {}
    for link in page.links:
        if link.target is None:
            continue
        if _leads_to_marker(page, link):
            link = _reversed(page, link) or link
            if link.target is None or link in candidates or _leads_to_marker(page, link):
                continue
        candidate = _candidate(page, link)
        if candidate is not None:
            candidates[link] = candidate
    # A cross-reference ("note 2") to a note that has a proper marker, too, is no marker.
    cross_references = {link for link, candidate in candidates.items() if _is_cross_reference(page, candidate)}
    with_marker = {link.target for link in candidates if link not in cross_references}
    candidates = {
        link: candidate
        for link, candidate in candidates.items()
        if link.target not in with_marker or link not in cross_references
    }
    # If two links lead to each other, one of them is the backlink. The target of a backlink may be the block of the
    # marker, and then the backlink need not be reciprocal itself.
    backlinks: set[Link] = set()
    for link, candidate in candidates.items():
        back = backlink_of(page, link, candidate.marker) if candidate.reciprocal else None
        other = candidates.get(back) if back is not None else None
        if other is not None and other is not candidate:
            backlinks.add(other.link if _is_marker_of_two(page, candidate, other) else link)
    return [candidate for link, candidate in candidates.items() if link not in backlinks]


def _leads_to_marker(page: PageView, link: Link) -> bool:
    """Whether the target of a link is a marker and no note: a label in running text, with text before it on its line."""
    target = link.target
    assert target is not None
    if page.is_block(target) or page.length_of(target) > 16 or target.tag != "a":
        return False
    if not labels.read(page.text_of(target)) or (target not in page.links_from and not target.get("href")):
        return False
    before = page.line_before(page.start_of[target]).strip()
    return len(before) > 12 and len(page.line_before(page.start_of[link.source]).strip(_SIGNS)) == 0


def _reversed(page: PageView, link: Link) -> Link | None:
    """The link from a marker to its note, made from the backlink, if the own link of the marker has no target; else None."""
    source, marker = link.source, link.target
    assert marker is not None
    if any(own.target is not None for own in page.links_from.get(marker, ())):
        return None
    label = labels.read_one(page.text_of(source))
    if label is None or label != labels.read_one(page.text_of(marker)):
        return None
    return Link(marker, source, link.fragment)


def _is_cross_reference(page: PageView, candidate: LinkCandidate) -> bool:
    """Whether a link is words of a sentence ("note 2"), neither raised nor in brackets."""
    marker = candidate.marker
    if candidate.raised or candidate.role or not marker.labels or marker.bracketed:
        return False
    text = labels.clean(page.text_of(candidate.link.source))
    return text[:1].isalpha() and " " in text and page.line_before(marker.start)[-1:] not in ("(", "[")


def _candidate(page: PageView, link: Link) -> LinkCandidate | None:
    """The features of a link, or None when it can be no marker."""
    source, target = link.source, link.target
    assert target is not None
    if target.tag in _PICTURES and not suggests_notes(page.roles_and_classes(target)):
        return None
    if target.tag in _NO_NOTES and not (
        target.tag == "table" and suggests_notes(page.roles_and_classes(target)) and page.length_of(target) < 4000
    ):
        return None
    if page.contains(target, source) or is_backlink(page, source):
        return None
    if _AFFILIATION.search(link.fragment) or _AFFILIATION.search(page.roles_and_classes(target)):
        return None  # the number behind an author leads to an address
    role = has_call_role(page, source)
    marker = marker_at(page, source)
    if not isinstance(marker.place, Span) and not role:
        around = (marker.place, marker.place.parent)
        role = any(has_call_role(page, element) for element in around if element is not None)
    text = page.text_of(source).strip()
    if marker.labels and not role:
        role = _CITATION_ROLE.search(page.roles_and_classes(source)) is not None
    if not marker.labels and _SERIES_LABEL.fullmatch(text) and prints_label(page, target, text.strip("[]")):
        marker = Marker(marker.place, (labels.Label(text.strip("[]"), "digits"),), marker.start, marker.end)
        if backlink_of(page, link, marker) is None:
            return None
    if not marker.labels:
        named = suggests_notes(page.roles_and_classes(source)) or role or source.tag in ("d-cite", "dt-cite")
        if (not named or (text and not role)) and not _is_worded_marker(page, link, marker):
            return None
        if text:
            marker = Marker(Span(source, "tail", 0, 0), (), page.end_of[source], page.end_of[source])
    if is_in_navigation(page, source):
        refuse(page, marker, "in a menu, a table of contents or a row of page numbers")
        return None
    if labels.is_contents_row(page.line_at(marker.start)):
        refuse(page, marker, "a row of a table of contents")
        return None
    if _is_year(page, marker, target):
        refuse(page, marker, "the year of a work")
        return None
    note_role = has_note_role(page, target)
    label = marker.labels[0] if marker.labels else None
    hint = (
        suggests_notes(link.fragment)
        or suggests_notes(page.roles_and_classes(source))
        or markup_suggests_notes(page, target)
    )
    raised = is_raised(page, marker)
    backlink = backlink_of(page, link, marker)
    is_capital = label is not None and label.form in ("letter", "roman") and label.text.isupper()
    confirmed = (
        backlink is not None and label is not None and (marker.bracketed or prints_label(page, target, label.text))
    )
    if is_capital and not (role or note_role or raised or confirmed):
        refuse(page, marker, "a capital letter, with nothing that says note")
        return None
    if has_backlink_role(page, source) and (backlink is None or not has_backlink_role(page, backlink.source)):
        return None
    if not (role or note_role or raised or marker.bracketed) and _REFERENCE_WORD.search(page.line_before(marker.start)):
        refuse(page, marker, "the number of a section, figure or equation: a word for it stands before it")
        return None
    inside = bool(page.line_before(marker.start).strip(" \t\r[(")) or bool(
        page.before_in_block(_marker_element(marker)).strip()
    )
    if not inside and page.block_of[source].tag in _TITLES:
        refuse(page, marker, "the number of a section, linked to the contents")
        return None
    return LinkCandidate(
        link, marker, role, note_role, backlink is not None, raised, hint,
        printed=label is not None and prints_label(page, target, label.text),
        listed=_is_listed(target), inside=inside,
    )  # fmt: skip


def _is_worded_marker(page: PageView, link: Link, marker: Marker) -> bool:
    """Whether a link without a label leads to a list item below that has a backlink to just this link.

    Such a link is words of the sentence, or an empty anchor that the page's style numbers: Kitty Giraudel's accessible
    footnotes, and the plugin for Eleventy that follows them.
    """
    source, target = link.source, link.target
    if target is None or target.tag != "li" or link.via != "href" or target.index < source.index:
        return False
    block, own_length = page.block_of[source], page.length_of(source)
    if block.tag in ("li", *_TITLES) or own_length > 200 or page.length_of(block) - own_length < 12:
        return False
    back = backlink_of(page, link, marker)
    return back is not None and back.target in (source, source.parent) and is_backlink(page, back.source)


def _is_year(page: PageView, marker: Marker, target: Element) -> bool:
    """Whether a link shows the year of a work: "Tarn (2003)". A note with that number would print it."""
    if len(marker.labels) != 1 or not _YEAR.fullmatch(marker.labels[0].text):
        return False
    return not prints_label(page, target, marker.labels[0].text)


def is_popup_target(link: Link) -> bool:
    """Whether the page shows the target of a link only on demand: a tooltip, a popover, a modal, a hidden element."""
    target = link.target
    return target is not None and (
        target.tag == "dialog"
        or target.get("role") in ("tooltip", "dialog", "note")
        or target.get("popover") is not None
        or target.get("aria-hidden") == "true"
        or is_hidden(target)
        or _MODAL.search(target.get("class") or "") is not None
    )


def is_in_navigation(page: PageView, element: Element) -> bool:
    """Whether an element is in a table of contents, a menu or a row of page numbers."""
    for depth, holder in enumerate(page.ancestors(element)):
        if depth > 40:
            return False
        if holder.tag == "nav" or (
            depth < 6
            and _NAVIGATION.search(page.roles_and_classes(holder))
            and holder.tag not in ("body", "main", "article")
        ):
            return True
    return False


def prints_label(page: PageView, note: Element, label: str) -> bool:
    """Whether a note prints this label at its beginning, or in the table cell or `dt` before it."""
    start = page.start_of[note]
    text = page.text[start : start + 60]
    before = page.line_before(start)
    if len(before) < 12:
        text = before + text
    match = re.match(rf"[\s{re.escape(labels.OPENERS)}^*]*([^\s{re.escape(labels.CLOSERS)}.:)]{{1,8}})", text)
    if match is None:
        return False
    printed = labels.read_one(match[1]) or labels.read_one(match[1].strip("*"))
    if printed is not None and labels.same(printed.text, label):
        return True
    block = page.block_of[note]
    cell = block.previous if block.tag in ("td", "dd") else None
    if cell is not None and isinstance(cell.tag, str) and page.length_of(cell) < 16:
        printed = labels.read_one(page.text_of(cell))
        if printed is not None and labels.same(printed.text, label):
            return True
    # "F1" in an element of its own, with the text right behind it
    while start < page.end_of[note] and page.text[start].isspace():
        start += 1
    first = page.inline_at(start)
    if first is not None and page.text_of(first).strip(_SIGNS) == label:
        return True
    prefix = labels.LABEL_PREFIX.match(text.lstrip())
    if prefix is not None and labels.same(prefix["label"], label):
        return True
    return text.strip().startswith(label) and not text.strip()[len(label) : len(label) + 1].isalnum()


def _is_listed(note: Element) -> bool:
    """Whether a note, its parent or its grandparent is an item, a row or an aside."""
    current: Element | None = note
    for _ in range(3):
        if current is None:
            return False
        if current.tag in ("li", "dd", "dt", "tr", "aside"):
            return True
        current = current.parent
    return False


def _is_marker_of_two(page: PageView, candidate: LinkCandidate, other: LinkCandidate) -> bool:
    """Whether the first of two links that lead to each other is the marker, and the second the backlink."""
    own_score, other_score = _marker_score(page, candidate), _marker_score(page, other)
    if own_score != other_score:
        return own_score > other_score
    return candidate.link.source.index < other.link.source.index


def _marker_score(page: PageView, candidate: LinkCandidate) -> float:
    """A score for the role and the place of a link: higher for markers, lower for backlinks. It is for comparison only."""
    score = 2.0 * candidate.role + 1.0 * candidate.note_role
    before = page.line_before(candidate.marker.start).strip(" \t\r\n" + labels.OPENERS)
    score += 1.0 * bool(before)
    source = candidate.link.source
    if has_note_role(page, source) and not candidate.role:
        score -= 1.5
    return score


# -- backlinks -------------------------------------------------------------------------------------


def backlink_of(page: PageView, link: Link, marker: Marker) -> Link | None:
    """The link in the note that leads back to the marker. None if there is none.

    Its target need not be the marker itself: some generators link to the superscript, to an empty anchor before the
    marker, or to the paragraph.
    """
    note = link.target
    assert note is not None
    element = _marker_element(marker)
    near: list[Element] = [*page.subtree(element)][:12]
    sibling = element.previous
    while sibling is not None and page.end_of.get(sibling, 0) >= marker.start - 4 and len(near) < 20:
        near.append(sibling)
        if page.length_of(sibling) < 40:
            near.extend(sibling.children[:8])
        if (sibling.tail or "").strip():
            break
        sibling = sibling.previous
    following = element.next
    if (
        following is not None
        and isinstance(following.tag, str)
        and not (element.tail or "").strip()
        and page.length_of(following) < 3
    ):
        near.append(following)
    for parent in page.ancestors(element):
        near.append(parent)
        if page.is_block(parent):
            break
    by_target = page.once(_links_by_target)
    holder = page.block_of[note]
    for target in near:
        for back in by_target.get(target, ())[:60]:
            if back.source is link.source:
                continue
            if page.contains(note, back.source) or (
                holder.tag not in ("body", "main", "article") and page.contains(holder, back.source)
            ):
                return back
            if abs(page.start_of[back.source] - page.start_of[note]) < 8:
                return back
            above = holder.parent
            if above is not None and above.tag in ("li", "tr", "dl", "aside") and page.contains(above, back.source):
                return back
            if (
                holder.tag in ("body", "main", "article", "div", "td", "section")
                and 0 <= page.start_of[back.source] - page.start_of[note] < 3000
            ):
                return back
    return None


def _marker_element(marker: Marker) -> Element:
    """The element of a marker, or the element whose text or tail holds it."""
    return marker.place.element if isinstance(marker.place, Span) else marker.place


def _links_by_target(page: PageView) -> dict[Element, list[Link]]:
    """The links of a page by the element to which they lead."""
    by_target: dict[Element, list[Link]] = {}
    for link in page.links:
        if link.target is not None:
            by_target.setdefault(link.target, []).append(link)
    return by_target


# -- the families ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LinkFamily:
    """A family of notes whose markers are links (claims.Family)."""

    name: str
    claims: Callable[[PageView], Iterator[Claim]]


def _semantic(page: PageView) -> Iterator[Claim]:
    for candidate in link_candidates(page):
        if candidate.role or (candidate.note_role and candidate.marker.labels):
            yield candidate.claim("semantic", max(candidate.certainty(), 0.9 if candidate.role else 0.6))


def _reciprocal(page: PageView) -> Iterator[Claim]:
    for candidate in link_candidates(page):
        if candidate.reciprocal and candidate.link.via == "href":
            yield candidate.claim("reciprocal", max(candidate.certainty(), 0.7))


#: Roles in the markup name markers and notes.
#:
#: Written by EPUB and DPUB-ARIA tools (`role="doc-noteref"`, `epub:type="noteref"`), GitHub and remark
#: (`data-footnote-ref`), HTMLBook (`data-type="noteref"`), docutils 0.18 and later, Hugo, CKEditor.
#:
#:     <a href="#n3" role="doc-noteref">3</a>  …  <li id="n3" role="doc-endnote">…</li>
semantic = LinkFamily("semantic", _semantic)

#: The marker links to the note, and a link in the note leads back to the marker. The link in the running text is the
#: marker; the other one is the backlink.
#:
#: Written by nearly every generator of linked notes: MediaWiki, pandoc, kramdown, Python-Markdown, texinfo, Word,
#: LibreOffice and Google Docs exports, Substack, WordPress plugins, SPIP, tDiary, Project Gutenberg.
#:
#:     text<a id="r3" href="#n3">3</a>  …  <p id="n3"><a href="#r3">3</a> The note.</p>
reciprocal = LinkFamily("reciprocal", _reciprocal)
