"""Candidates for markers that are no links: superscripts, "[3]" and superscript digits in the text, stars, daggers.

Numbers that are no markers are rejected here: exponents, ordinals, prices, trade marks, and the labels at the start of
notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from archiver.draft import Span
from archiver.notes import labels
from archiver.notes.html.claims import Marker, is_backlink, is_raised, marker_at, refuse, suggests_notes
from archiver.notes.html.links import is_in_navigation
from archiver.notes.html.page_view import PageView
from archiver.trees.elements import Element

_UNITS = frozenset("m km cm mm dm nm µm μm ft in mi yd s h kg g l ha px em hm r π pi e qm dam sq".split())
_PRICE = re.compile(r"[$€£¥₹]\s?[\d.,']+$|\d+[.,]$")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d$")
#: The end of the text before a marker: a word, or punctuation.
_CONTEXT = re.compile(r"[^\W\d_]{3,}[\"'”’»)\]]*$|[.,;:!?…。、，；：！？」』）》\"'”’»)\]%™®©]\s?$")
#: Elements whose text holds no markers.
_NO_MARKERS = frozenset(
    {"code", "pre", "kbd", "samp", "tt", "var", "math", "script", "style", "title", "button", "a", "sup", "textarea"}
)
_COMMENT_SECTION = re.compile(
    r"(?i)(?<![a-z-])(?:comments?(?:-?(?:list|area|thread|section|body|content|text))?|commentlist|disqus_thread|replies)(?![a-z-])"
)
#: The names of elements that are, or hold, a raised label.
_TAGS = ("sup", "a", "span", "font", "small", "button")
#: Inline CSS that raises a number. Smaller type alone proves nothing.
_RAISING_STYLE = re.compile(
    r"vertical-align:(?:super|text-top|top|[1-9]\d*(?:px|pt|%)|0?\.\d+em)|top:-\d*\.?\d+(?:px|pt|em|ex|rem)|bottom:0?\.\d+em"
)
_SMALL_STYLE = re.compile(r"font-size:(?:0?\.\d+(?:em|rem)|[1-8]?\d%|smaller|x+-small|small|[5-9](?:pt|px))")
_SUPERSCRIPT_NAME = re.compile(r"(?i)(?<![a-z])(?:super|superscript|sup)(?![a-z])")
#: The most characters of a label without a number or sign. Longer texts are words.
_MAX_LETTERS = 5
_NUMBER_OR_SIGN = re.compile(rf"[\d{re.escape(labels.SYMBOLS + labels.SUPERSCRIPTS + labels.CIRCLED)}]")
_TRADE_MARK = re.compile(r"\s*[®™℠©]+[\s,]*(?=[\d*†‡])")
_AUTHOR_LINE = re.compile(
    r"(?i)(?<![a-z])(?:authors?|byline|affiliations?|affil|aff|contrib(?:utors?|-group)?)(?![a-z])"
)
#: What stands before a symbol that may be a marker.
_BEFORE_SYMBOL = r"[^\s*†‡§¶◊∆±‖#_/(\[]"
#: A word for note before the number, in brackets: "（注4）", "[Anm. 2]".
_NOTE_WORD = re.compile(
    r"[\[(（［【]\s*(?:注|註|脚注|注釈|note|footnote|endnote|fußnote|anm\.|fn\.?)\s*(\d{1,3})\s*[\])）］】]",
    re.IGNORECASE,
)
_IN_TEXT = re.compile(
    rf"(?i:{_NOTE_WORD.pattern})"
    rf"|\[\s*\^?(?:\d{{1,3}}|[a-z])(?:\s*[,;–—-]\s*\d{{1,3}})*\s*\]|[［〔【]\s*\d{{1,3}}\s*[］〕】]"
    rf"|(?<=\w)[{labels.CIRCLED}]|[{labels.SUPERSCRIPTS}]+(?:[⁻˒,⸴’'·][{labels.SUPERSCRIPTS}]+)*"
    r"|(?<=[^\W\d_][^\W\d_])(?:†{1,3}|‡{1,3})(?!\w)|(?<=[.,;!?”\"’)™®])(?:†{1,3}|‡{1,3})(?!\w)"
    # A star in the text may be a remark, a rating or a wildcard, and "(2)" may count something. They need a line below
    # that confirms them.
    rf"|(?<={_BEFORE_SYMBOL})(?:\*{{1,4}}|[§¶◊∆±‖†‡])(?=$|[\s.,;:!?)\]”’\"'–—†‡])|(?<={_BEFORE_SYMBOL}[ \xa0])\*{{1,3}}(?=$|\s)"
    r"|\[[*†‡]{1,3}\]"
    r"|※\s?\d{1,2}(?!\d)"
    r"|(?P<round>[(（]\d{1,3}[)）])"
    # A citation with a page ("[4, p. 12]"): only the number is the marker.
    r"|\[(?P<located>\d{1,3})(?=,\s*(?:[Pp]{1,2}|[SsсСn]|ff?|vol|[Bb]d|ch|art|sec|стр?|§)\.?\s?\d[^\]\[\n]{0,40}\])"
)
#: An operator of a formula behind a power, and one before the word that has the power.
_OPERATOR = re.compile(r"[ \xa0]?[=+×÷±−≈≤≥∙⋅](?=[ \xa0]?[\w(])")
_OPERAND = re.compile(r"[=×÷±−≈≤≥∙⋅+][ \xa0]?[^\W\d_]+$")
#: The characters with which a marker in the text begins.
_FIRST_SIGN = re.compile(f"[*†‡§¶※◊∆±‖\\[［〔【(（{labels.CIRCLED}{labels.SUPERSCRIPTS}]")


@dataclass(frozen=True, slots=True)
class MarkerCandidate:
    """A marker that no link proves."""

    marker: Marker
    raised: bool
    #: The text before it (a word, punctuation) or the brackets around it are those of a marker.
    in_context: bool
    broken_link: bool = False
    #: A star or "(2)" in the text: it is a marker only if a line below begins alike.
    needs_line: bool = False


def candidates(page: PageView) -> list[MarkerCandidate]:
    """All unlinked markers of a page that are not rejected, in document order."""
    found = [*_in_elements(page), *_in_text(page)]
    found.sort(key=lambda candidate: (candidate.marker.start, -candidate.marker.end))
    kept: list[MarkerCandidate] = []
    for candidate in found:
        if kept and candidate.marker.start < kept[-1].marker.end:
            continue
        kept.append(candidate)
    return kept


def _in_elements(page: PageView) -> Iterator[MarkerCandidate]:
    """The candidates that are elements: superscripts, and links, buttons or spans that look raised."""
    claimed: set[Element | Span] = set()
    for element, text in page.short_elements(30, *_TAGS):
        tag = element.tag
        if tag != "sup" and len(text) > _MAX_LETTERS and _NUMBER_OR_SIGN.search(text) is None:
            continue
        link = next((own for own in page.links_from.get(element, ()) if own.via == "href"), None)
        leads_away = link is None and bool(element.get("href"))
        if (
            tag == "a"
            and leads_away
            and not suggests_notes(page.roles_and_classes(element))
            and next(element.iter("sup"), None) is None
        ):
            continue
        if tag != "sup" and (leads_away or tag not in ("a", "button")) and not _looks_raised(page, element):
            if (small := _in_small_type(page, element)) is not None and small.place not in claimed:
                claimed.add(small.place)
                yield MarkerCandidate(small, raised=False, in_context=False, needs_line=True)
            continue
        marker = marker_at(page, element)
        if not marker.labels and element.tag == "sup":
            marker = _behind_trade_mark(page, element) or marker
        if not marker.labels or (isinstance(marker.place, Span) and element.tag != "sup") or marker.place in claimed:
            continue
        if (marker.labels[0].number or 0) > 1499:
            continue  # a year
        raised = is_raised(page, marker) or isinstance(marker.place, Span) or _looks_raised(page, element)
        if not (
            raised or marker.bracketed or (link is not None and link.target is None and suggests_notes(link.fragment))
        ):
            continue
        if isinstance(marker.place, Element) and any(
            inner.target is not None and not _is_notes_heading(page, inner.target)
            for inner in page.links_within(marker.place)
        ):
            continue
        if reason := _why_not(page, element, marker):
            refuse(page, marker, reason)
            continue
        before = page.line_before(marker.start)
        claimed.add(marker.place)
        before = before.rstrip("\u200b\u2060\ufeff")
        in_context = marker.bracketed or bool(_CONTEXT.search(before)) or bool(before.strip() and link)
        # Hidden text (behind a tab) may be the article. But a hidden series does not prove that notes were lost.
        in_context = in_context and element not in page.hidden
        yield MarkerCandidate(marker, raised, in_context, link is not None)


def _why_not(page: PageView, element: Element, marker: Marker) -> str:
    """Why an element that shows a label is no marker, in words. Empty if it may be one."""
    if marker.labels[0].form == "symbol" and _is_in_form(page, element):
        return "a field of a form"
    if marker.labels[0].form == "digits" and is_in_author_line(page, element):
        return "the number of an affiliation, in the line of the authors"
    if _is_in_comments(page, element):
        return "in the comments of readers"
    if _leads_away(page, element if isinstance(marker.place, Span) else marker.place):
        return "its link leads to another page"
    if is_backlink(page, element) or is_in_navigation(page, element):
        return "a way back, or part of a menu"
    before = page.line_before(marker.start)
    behind = page.text[marker.end : marker.end + 1]
    if marker.labels[0].form == "digits" and before[-1:].isspace() and (behind.isalpha() or behind == "§"):
        return "the number of the sentence that it stands before"
    is_in_cell = marker.labels[0].form == "letter" and page.block_of[element].tag in ("td", "th")
    reason = rejection(before, marker)
    if reason and not (is_in_cell and before.strip()):
        return reason
    return "part of a fraction or an isotope" if _is_in_formula(page, marker, before) else ""


def _in_small_type(page: PageView, element: Element) -> Marker | None:
    """The marker of a number in smaller type right after a word or punctuation: <font size="-2">1</font>.

    None for other elements.
    """
    if element.tag == "font":
        is_small = (element.get("size") or "").startswith("-")
    else:
        style = element.get("style")
        is_small = element.tag == "small" or (
            style is not None and _SMALL_STYLE.search(style.replace(" ", "").lower()) is not None
        )
    if not is_small:
        return None
    marker = marker_at(page, element)
    if len(marker.labels) != 1 or marker.labels[0].form != "digits" or isinstance(marker.place, Span):
        return None
    before = page.line_before(marker.start)
    is_glued = before[-1:].isalpha() or before[-1:] in tuple('.,;:!?…”’"»)')
    return marker if is_glued and not is_in_navigation(page, element) and not _is_in_comments(page, element) else None


def _is_notes_heading(page: PageView, target: Element) -> bool:
    """Whether a link leads to the heading of the notes, and not to one of them."""
    start = page.start_of[target]
    while start < len(page.text) and page.text[start].isspace():
        start += 1
    end = page.text.find("\n", start)
    return labels.is_notes_heading(page.text[start : end if end >= 0 else len(page.text)])


def _is_in_form(page: PageView, element: Element) -> bool:
    """Whether an element is in a form, where a star marks a required field."""
    return any(
        depth < 8 and holder.tag in ("form", "label", "fieldset")
        for depth, holder in enumerate(page.ancestors(element))
    )


def _behind_trade_mark(page: PageView, element: Element) -> Marker | None:
    """The number behind the sign of a trade mark in one superscript ("®2").

    The sign stays in the text. None when there is none.
    """
    match = _TRADE_MARK.match(element.text or "")
    if match is None or element.children:
        return None
    rest = (element.text or "")[match.end() :]
    shown = labels.read(rest)
    if not shown:
        return None
    start = page.start_of[element] + match.end()
    place = Span(element, "text", match.end(), match.end() + len(rest))
    return Marker(place, shown, start, start + len(rest))


def _is_in_formula(page: PageView, marker: Marker, before: str) -> bool:
    """Whether a raised number is the numerator of a fraction, the mass of an isotope, or a power in a formula of words ("area² = length² + width²")."""
    after = page.text[marker.end : marker.end + 1]
    if marker.bracketed or not after:
        return False
    if after in "/\u2044":
        return True
    if marker.labels[0].form == "digits" and (
        _OPERATOR.match(page.text, marker.end) or _OPERAND.search(before, max(0, len(before) - 40))
    ):
        return True
    return (not before or before[-1].isspace() or before[-1] in "(") and after.isupper()


def is_in_author_line(page: PageView, element: Element) -> bool:
    """Whether an element is in the line of authors or of their affiliations.

    A number there connects an author with an affiliation.
    """
    for depth, holder in enumerate((element, *page.ancestors(element))):
        if depth > 6 or page.length_of(holder) > 600:
            return False
        if _AUTHOR_LINE.search(page.roles_and_classes(holder)):
            return True
    return False


def _is_in_comments(page: PageView, element: Element) -> bool:
    """Whether an element is in the comments of readers. A number there may quote a marker, but it is no marker."""
    for holder in page.ancestors(element):
        if holder.tag in ("body", "main", "article"):
            return False
        if _COMMENT_SECTION.search(f"{holder.get('class') or ''} {holder.get('id') or ''}"):
            return True
    return False


def _looks_raised(page: PageView, element: Element) -> bool:
    """Whether inline CSS or the class of an element raises it, or its names suggest notes and its text is a label."""
    style = (element.get("style") or "").replace(" ", "").lower()
    if style and _RAISING_STYLE.search(style):
        return True
    names = page.roles_and_classes(element)
    if not names:
        return False
    if suggests_notes(names) and labels.read_one((element.text or "").strip()[:8]):
        return True
    return _names_superscript(element.get("class") or "")


@lru_cache(maxsize=1 << 12)
def _names_superscript(names: str) -> bool:
    return _SUPERSCRIPT_NAME.search(names) is not None


def _leads_away(page: PageView, place: Element) -> bool:
    """Whether a marker is a link to another page: a number in a row of pages, an author's affiliation."""
    for element in (
        place,
        *place.iter("a"),
        *([parent] if (parent := place.parent) is not None and parent.tag == "a" else []),
    ):
        href = element.get("href") if element.tag == "a" else None
        if (
            href
            and page.length_of(element) <= 24
            and not href.startswith(("#", "javascript:"))
            and page.local_fragment(href) is None
        ):
            return True
    return False


def rejection(before: str, marker: Marker) -> str:
    """Why the text before a superscript makes it no marker, in words: an exponent, an ordinal, a price, the start of a line. Empty if it does not.

    `before` is the text on the same line.
    """
    text = before.rstrip(" \xa0\t\r\u200b\u2060\ufeff")
    if not text.strip(labels.OPENERS):
        return "opens its line"
    if marker.bracketed:
        return ""
    first = marker.labels[0]
    if first.form in ("letter", "roman"):
        # 19e, XIXe, Mme, 1a, no, Mr
        short = re.search(r"(?:\d|(?<![^\W\d_])[MDCLXVIivxN]{1,6}|\b[A-Z][a-z]?|(?<![^\W\d_])[Nn])$", text)
        return "the end of an ordinal or an abbreviation" if short and not text.endswith((".", ",")) else ""
    if first.form == "symbol":
        return ""
    if _PRICE.search(text) and not re.search(r"\d{4}\.$|[^\d]\d{1,3}\.$", text):
        return "part of a price or a number"
    if text[-1].isdigit():
        return "" if _YEAR.search(text) else "an exponent of a number"
    word = re.search(r"[^\W\d_]+$", text)
    if word and first.form == "digits" and first.text in ("2", "3", "4", "1"):
        is_symbol = len(word[0]) <= 2 and word[0].isascii() and not re.search("[aeiouy]", word[0], re.IGNORECASE)
        is_unit = word[0].lower() in _UNITS or is_symbol or (len(word[0]) == 1 and word[0].isascii())
        return "an exponent of a unit or a symbol" if is_unit and len(word[0]) <= 3 else ""
    is_formula = re.search(r"[=+×·/^<>±]\s*$", text) or (word is not None and len(word[0]) == 1 and word[0].isascii())
    return "part of a formula" if is_formula else ""


def _in_text(page: PageView) -> Iterator[MarkerCandidate]:
    """The candidates in running text: brackets, superscript digits, stars and daggers, numbers in circles."""
    searched_to = 0
    # the text of an element may be long, and lxml copies it for each access
    read: tuple[Element, str] | None = None
    value = ""
    for sign in _FIRST_SIGN.finditer(page.text):
        if sign.start() < searched_to or (match := _IN_TEXT.match(page.text, sign.start())) is None:
            continue
        searched_to = match.end()
        node = page.node_at(match.start())
        if node is None:
            continue
        element, which, offset = node
        holder = element if which == "text" else element.parent
        if (element, which) != read:
            read, value = (element, which), (element.text if which == "text" else element.tail) or ""
        if holder in page.hidden:
            continue
        if holder is not None and offset + len(match[0]) > len(value) and match[0][0] == "[":
            # "[" and "]" are outside of the element that holds the number
            inner = page.inline_at(match.start() + 1)
            if inner is not None and inner.tag != "a" and not _is_in_unread_element(page, inner):
                shown = labels.read(match[0])
                if shown and page.text_of(inner).strip() == shown[0].text:
                    marker = Marker(inner, shown, page.start_of[inner], page.end_of[inner])
                    yield MarkerCandidate(marker, raised=False, in_context=True)
            continue
        if (
            holder is None
            or offset + len(match[0]) > len(value)
            or holder.tag in _NO_MARKERS
            or _is_in_unread_element(page, holder)
        ):
            continue
        if match["located"]:
            shown = labels.read(f"[{match['located']}]")
            place = Span(element, which, offset + 1, offset + len(match[0]))
            if page.line_before(match.start()).strip() and not _is_in_comments(page, holder):
                marker = Marker(place, shown, match.start("located"), match.end())
                yield MarkerCandidate(marker, raised=False, in_context=False)
            continue
        with_word = _NOTE_WORD.fullmatch(match[0])
        shown = labels.read(f"[{with_word[1]}]" if with_word else match[0].strip())
        if not shown:
            continue
        # The space before a number in round brackets belongs to the marker.
        space = 1 if match["round"] and offset and value[offset - 1].isspace() else 0
        place = Span(element, which, offset - space, offset + len(match[0]))
        marker = Marker(place, shown, match.start() - space, match.end())
        if _is_in_comments(page, holder):
            refuse(page, marker, "in the comments of readers")
            continue
        if match["round"] or (match[0].strip("[]")[0] in "*†‡§¶※◊∆±‖" and (match[0][0] in "[*§¶※◊∆±‖")):
            if not _is_in_form(page, holder) and page.line_before(match.start()).strip():
                yield MarkerCandidate(marker, raised=False, in_context=False, needs_line=True)
            continue
        before = page.line_before(match.start())
        raised = match[0][0] in labels.SUPERSCRIPTS
        if raised and (reason := rejection(before, marker)):
            refuse(page, marker, reason)
            continue
        if not before.strip():
            continue
        yield MarkerCandidate(marker, raised, marker.bracketed and shown[0].form == "digits")


def _is_in_unread_element(page: PageView, holder: Element) -> bool:
    """Whether an element is or is inside code, a link or mathematics, where no markers are searched for."""
    current: Element | None = holder
    for _ in range(4):
        if current is None or page.is_block(current):
            return current is not None and current.tag == "pre"
        if current.tag in _NO_MARKERS:
            return True
        current = current.parent
    return False
