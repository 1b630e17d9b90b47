"""Markers that are no links: superscripts, "[3]" in the text, superscript digits, stars and daggers after a word.

Found here, and weighed: exponents, ordinals, prices, trade marks and the labels at the start of notes themselves are
no markers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml.etree import _Element as Element

from archiver.draft import Span
from archiver.notes import labels
from archiver.notes.html.claims import Marker, described, hinted, is_raised, leads_back, marker_at
from archiver.notes.html.links import in_navigation
from archiver.notes.html.page_view import PageView

_UNITS = frozenset("m km cm mm dm nm µm μm ft in mi yd s h kg g l ha px em hm r π pi e qm dam sq".split())
_PRICE = re.compile(r"[$€£¥₹]\s?[\d.,']+$|\d+[.,]$")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d$")
_WORD = re.compile(r"[^\W\d_]{3,}[\"'”’»)\]]*$|[.,;:!?…。、，；：！？」』）》\"'”’»)\]%™®©]\s?$")
_NO_TEXT = frozenset(
    {"code", "pre", "kbd", "samp", "math", "script", "style", "title", "button", "a", "sup", "textarea"}
)
_COMMENTS = re.compile(
    r"(?i)(?<![a-z-])(?:comments?(?:-?(?:list|area|thread|section|body|content|text))?|commentlist|disqus_thread|replies)(?![a-z-])"
)
#: The elements that a raised label is, or stands in.
_TAGS = ("sup", "a", "span", "font", "small", "button")
#: Inline CSS that sets a number high; smaller type alone says nothing.
_RAISES = re.compile(
    r"vertical-align:(?:super|text-top|top|[1-9]\d*(?:px|pt|%)|0?\.\d+em)|top:-\d*\.?\d+(?:px|pt|em|ex|rem)|bottom:0?\.\d+em"
)
_SMALL = re.compile(r"font-size:(?:0?\.\d+(?:em|rem)|[1-8]?\d%|smaller|x+-small|small|[5-9](?:pt|px))")
_SUPER = re.compile(r"(?i)(?<![a-z])(?:super|superscript|sup)(?![a-z])")
#: Longer texts without a number or sign are words, and no label.
_WORDED = 5
_COUNTS = re.compile(rf"[\d{re.escape(labels.SYMBOLS + labels.SUPERSCRIPTS + labels.CIRCLED)}]")
_TRADE_MARK = re.compile(r"\s*[®™℠©]+[\s,]*(?=[\d*†‡])")
_PEOPLE = re.compile(r"(?i)(?<![a-z])(?:authors?|byline|affiliations?|affil|aff|contrib(?:utors?|-group)?)(?![a-z])")
#: A word for note before the number, in brackets: "（注4）", "[Anm. 2]".
_SPOKEN = re.compile(
    r"[\[(（［【]\s*(?:注|註|脚注|注釈|note|footnote|endnote|fußnote|anm\.|fn\.?)\s*(\d{1,3})\s*[\])）］】]",
    re.IGNORECASE,
)
_IN_TEXT = re.compile(
    rf"(?i:{_SPOKEN.pattern})"
    rf"|\[\s*\^?(?:\d{{1,3}}|[a-z])(?:\s*[,;–—-]\s*\d{{1,3}})*\s*\]|[［〔【]\s*\d{{1,3}}\s*[］〕】]"
    rf"|(?<=\w)[{labels.CIRCLED}]|[{labels.SUPERSCRIPTS}]+(?:[⁻˒,⸴’'·][{labels.SUPERSCRIPTS}]+)*"
    r"|(?<=[^\W\d_][^\W\d_])(?:†{1,3}|‡{1,3})(?!\w)|(?<=[.,;!?”\"’)™®])(?:†{1,3}|‡{1,3})(?!\w)"
    # A star alone in the text is a remark, a rating, a wildcard, and "(2)" counts something: a line below proves them.
    r"|(?<=[^\W\d_][^\W\d_])\*{1,3}(?![\w*])|(?<=[\w.,;!?”\"’][.,;!?”\"’)™®%])\*{1,3}(?![\w*])"
    r"|(?<=[^\W\d_][^\W\d_])[§¶](?![\w§¶]|\s?\d)"
    r"|\[[*†‡]{1,3}\]"
    r"|※\s?\d{1,2}(?!\d)"
    r"|(?P<round>[(（]\d{1,3}[)）])"
    # a reference with the place in it: only the number calls, the rest is text
    r"|\[(?P<located>\d{1,3})(?=,\s*(?:[Pp]{1,2}|[SsсСn]|ff?|vol|[Bb]d|ch|art|sec|стр?|§)\.?\s?\d[^\]\[\n]{0,40}\])"
)
#: What a marker in the text begins with.
_SIGN = re.compile(f"[*†‡§¶※\\[［〔【(（{labels.CIRCLED}{labels.SUPERSCRIPTS}]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A marker that no link proves. `sure` tells good company (punctuation before it, brackets) from bad."""

    marker: Marker
    raised: bool
    sure: bool
    broken_link: bool = False
    #: A star or "(2)" in the text, which only a line below that opens alike makes a marker.
    to_prove: bool = False


def candidates(page: PageView) -> list[Candidate]:
    """All unlinked markers of a page that survive the rejections, in document order."""
    found = [*_elements(page), *_in_text(page)]
    found.sort(key=lambda one: (one.marker.start, -one.marker.end))
    kept: list[Candidate] = []
    for one in found:
        if kept and one.marker.start < kept[-1].marker.end:
            continue
        kept.append(one)
    return kept


def _elements(page: PageView) -> Iterator[Candidate]:
    seen: set[Element | Span] = set()
    for element, text in page.short(30, *_TAGS):
        tag = element.tag
        if tag != "sup" and len(text) > _WORDED and _COUNTS.search(text) is None:
            continue
        link = next((one for one in page.links_from.get(element, ()) if one.via == "href"), None)
        away = link is None and bool(element.get("href"))
        if tag == "a" and away and not hinted(described(page, element)) and next(element.iter("sup"), None) is None:
            continue
        if tag != "sup" and (away or tag not in ("a", "button")) and not _looks_raised(page, element):
            if (small := _in_small_type(page, element)) is not None and small.place not in seen:
                seen.add(small.place)
                yield Candidate(small, raised=False, sure=False, to_prove=True)
            continue
        marker = marker_at(page, element)
        if not marker.shown and element.tag == "sup":
            marker = _behind_trade_mark(page, element) or marker
        if not marker.shown or (isinstance(marker.place, Span) and element.tag != "sup") or marker.place in seen:
            continue
        if (marker.shown[0].number or 0) > 1499:
            continue  # a year
        raised = is_raised(page, marker) or isinstance(marker.place, Span) or _looks_raised(page, element)
        if not (raised or marker.bracketed or (link is not None and link.target is None and hinted(link.fragment))):
            continue
        if isinstance(marker.place, Element) and any(
            one.target is not None and not _announces_notes(page, one.target) for one in page.links_within(marker.place)
        ):
            continue
        if marker.shown[0].form == "symbol" and _in_form(page, element):
            continue
        if marker.shown[0].form == "digits" and names_people(page, element):
            continue
        if _in_comments(page, element):
            continue
        if (
            _leads_away(page, element if isinstance(marker.place, Span) else marker.place)
            or leads_back(page, element)
            or in_navigation(page, element)
        ):
            continue
        before = page.line_before(marker.start)
        in_cell = marker.shown[0].form == "letter" and page.block[element].tag in ("td", "th")
        if (rejected(before, marker) and not (in_cell and before.strip())) or _in_formula(page, marker, before):
            continue
        seen.add(marker.place)
        # text behind a tab is hidden and may be the article; a series that is hidden proves no lost notes
        before = before.rstrip("\u200b\u2060\ufeff")
        sure = marker.bracketed or bool(_WORD.search(before)) or bool(before.strip() and link)
        sure = sure and element not in page.hidden
        yield Candidate(marker, raised, sure, link is not None)


def _in_small_type(page: PageView, element: Element) -> Marker | None:
    """The number that smaller type alone sets off from the word or the stop before it: <font size="-2">1</font>."""
    if element.tag == "font":
        size = (element.get("size") or "").startswith("-")
    else:
        style = element.get("style")
        size = element.tag == "small" or (
            style is not None and _SMALL.search(style.replace(" ", "").lower()) is not None
        )
    if not size:
        return None
    marker = marker_at(page, element)
    if len(marker.shown) != 1 or marker.shown[0].form != "digits" or isinstance(marker.place, Span):
        return None
    before = page.line_before(marker.start)
    glued = before[-1:].isalpha() or before[-1:] in tuple('.,;:!?…”’"»)')
    return marker if glued and not in_navigation(page, element) and not _in_comments(page, element) else None


def _announces_notes(page: PageView, target: Element) -> bool:
    """Whether a link leads to the heading of the notes and not to one of them."""
    start = page.begin[target]
    while start < len(page.text) and page.text[start].isspace():
        start += 1
    end = page.text.find("\n", start)
    return labels.says_notes(page.text[start : end if end >= 0 else len(page.text)])


def _in_form(page: PageView, element: Element) -> bool:
    """Whether a star only says that a field must be filled in."""
    return any(
        depth < 8 and one.tag in ("form", "label", "fieldset") for depth, one in enumerate(page.ancestors(element))
    )


def _behind_trade_mark(page: PageView, element: Element) -> Marker | None:
    """The number behind a trade mark's sign in one superscript: the sign stays in the text."""
    match = _TRADE_MARK.match(element.text or "")
    if match is None or len(element):
        return None
    rest = (element.text or "")[match.end() :]
    shown = labels.read(rest)
    if not shown:
        return None
    start = page.begin[element] + match.end()
    place = Span(element, "text", match.end(), match.end() + len(rest))
    return Marker(place, shown, start, start + len(rest))


def _in_formula(page: PageView, marker: Marker, before: str) -> bool:
    """Whether a raised number is the upper part of a fraction, or the mass of an isotope."""
    after = page.text[marker.end : marker.end + 1]
    if marker.bracketed or not after:
        return False
    if after in "/\u2044":
        return True
    return (not before or before[-1].isspace() or before[-1] in "(") and after.isupper()


def names_people(page: PageView, element: Element) -> bool:
    """Whether a number stands in the line of authors or of their affiliations, and joins these."""
    for depth, one in enumerate((element, *page.ancestors(element))):
        if depth > 6 or page.length_of(one) > 600:
            return False
        if _PEOPLE.search(described(page, one)):
            return True
    return False


def _in_comments(page: PageView, element: Element) -> bool:
    """Whether a number stands in what readers wrote below: it may quote a marker, and is none."""
    for one in page.ancestors(element):
        if one.tag in ("body", "main", "article"):
            return False
        if _COMMENTS.search(f"{one.get('class') or ''} {one.get('id') or ''}"):
            return True
    return False


def _looks_raised(page: PageView, element: Element) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    if style and _RAISES.search(style):
        return True
    said = described(page, element)
    if not said:
        return False
    if hinted(said) and labels.read_one((element.text or "").strip()[:8]):
        return True
    return _names_raised(element.get("class") or "")


@lru_cache(maxsize=1 << 12)
def _names_raised(names: str) -> bool:
    return _SUPER.search(names) is not None


def _leads_away(page: PageView, place: Element) -> bool:
    """Whether the marker is a link to another page: a number in a row of pages, an author's affiliation."""
    for one in (
        place,
        *place.iter("a"),
        *([parent] if (parent := place.getparent()) is not None and parent.tag == "a" else []),
    ):
        href = one.get("href") if one.tag == "a" else None
        if (
            href
            and page.length_of(one) <= 24
            and not href.startswith(("#", "javascript:"))
            and page.local_fragment(href) is None
        ):
            return True
    return False


def rejected(before: str, marker: Marker) -> bool:
    """Whether what stands before a superscript makes it an exponent, an ordinal, a price or the start of a line."""
    text = before.rstrip(" \xa0\t\r\u200b\u2060\ufeff")
    if not text.strip(labels.OPENERS):
        return True
    if marker.bracketed:
        return False
    first = marker.shown[0]
    if first.form in ("letter", "roman"):
        # 19e, XIXe, Mme, 1a, no, Mr
        return bool(
            re.search(r"(?:\d|(?<![^\W\d_])[MDCLXVIivxN]{1,6}|\b[A-Z][a-z]?|(?<![^\W\d_])[Nn])$", text)
        ) and not text.endswith((".", ","))
    if first.form == "symbol":
        return False
    if _PRICE.search(text) and not re.search(r"\d{4}\.$|[^\d]\d{1,3}\.$", text):
        return True
    if text[-1].isdigit():
        return not _YEAR.search(text)
    word = re.search(r"[^\W\d_]+$", text)
    if word and first.form == "digits" and first.label in ("2", "3", "4", "1"):
        short = len(word[0]) <= 2 and word[0].isascii() and not re.search("[aeiouy]", word[0], re.IGNORECASE)
        unit = word[0].lower() in _UNITS or short or (len(word[0]) == 1 and word[0].isascii())
        return unit and len(word[0]) <= 3
    return bool(re.search(r"[=+×·/^<>±]\s*$", text)) or (word is not None and len(word[0]) == 1 and word[0].isascii())


def _in_text(page: PageView) -> Iterator[Candidate]:
    done = 0
    for sign in _SIGN.finditer(page.text):
        if sign.start() < done or (match := _IN_TEXT.match(page.text, sign.start())) is None:
            continue
        done = match.end()
        node = page.node_at(match.start())
        if node is None:
            continue
        element, which, at = node
        holder = element if which == "text" else element.getparent()
        value = (element.text if which == "text" else element.tail) or ""
        if holder in page.hidden:
            continue
        if holder is not None and at + len(match[0]) > len(value) and match[0][0] == "[":
            # "[" and "]" stand outside the element that holds the number
            inner = page.opening_at(match.start() + 1)
            if inner is not None and inner.tag != "a" and not _inside(page, inner):
                shown = labels.read(match[0])
                if shown and page.text_of(inner).strip() == shown[0].label:
                    marker = Marker(inner, shown, page.begin[inner], page.finish[inner])
                    yield Candidate(marker, raised=False, sure=True)
            continue
        if holder is None or at + len(match[0]) > len(value) or holder.tag in _NO_TEXT or _inside(page, holder):
            continue
        if match["located"]:
            shown = labels.read(f"[{match['located']}]")
            place = Span(element, which, at + 1, at + len(match[0]))
            if page.line_before(match.start()).strip() and not _in_comments(page, holder):
                marker = Marker(place, shown, match.start("located"), match.end())
                yield Candidate(marker, raised=False, sure=False)
            continue
        spoken = _SPOKEN.fullmatch(match[0])
        shown = labels.read(f"[{spoken[1]}]" if spoken else match[0].strip())
        if not shown:
            continue
        # the space before a number in round brackets is the marker's
        space = 1 if match["round"] and at and value[at - 1].isspace() else 0
        marker = Marker(Span(element, which, at - space, at + len(match[0])), shown, match.start() - space, match.end())
        if _in_comments(page, holder):
            continue
        if match["round"] or (match[0].strip("[]")[0] in "*†‡§¶※" and (match[0][0] in "[*§¶※")):
            if not _in_form(page, holder) and page.line_before(match.start()).strip():
                yield Candidate(marker, raised=False, sure=False, to_prove=True)
            continue
        before = page.line_before(match.start())
        raised = match[0][0] in labels.SUPERSCRIPTS
        if raised and rejected(before, marker):
            continue
        if not before.strip():
            continue
        yield Candidate(marker, raised, marker.bracketed and shown[0].form == "digits")


def _inside(page: PageView, holder: Element) -> bool:
    """Whether text stands inside code, a link or mathematics."""
    current: Element | None = holder
    for _ in range(4):
        if current is None or page.is_line(current):
            return current is not None and current.tag == "pre"
        if current.tag in _NO_TEXT:
            return True
        current = current.getparent()
    return False
