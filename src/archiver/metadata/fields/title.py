"""The title: which of the page's headlines it is, and how it is shown.

Pages say their title several times, each time a little differently: the headline that readers see, Open Graph's and
JSON-LD's copies of it, and the window's title with the site's name hung on. The headline is the best witness of the
form (its quotes, dashes and emphasis are the author's), the copies are the best witness of which headline is meant;
so each headline is held against all copies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from lxml.etree import _Element as Element

from archiver.draft import Confidence, Draft
from archiver.metadata.candidates import Candidate, Candidates
from archiver.metadata.parsing.folding import cached_key, comparison_key
from archiver.metadata.parsing.site_names import (
    SEPARATOR,
    ends_of,
    names_in_home_links,
    site_names,
    strip_site,
)
from archiver.metadata.parsing.word_lists import words
from archiver.metadata.sources.visible_lines import short_text
from archiver.metadata.sources.visible_markup import MarkedElements
from archiver.page import is_hidden

#: A headline that is longer is no headline.
_LONGEST = 400
#: Headlines looked at; a listing has hundreds.
_MOST = 60
#: Letters of a word that says "Title" before the title.
_LABEL = 12
#: So many headlines of the first rank may name a page; more are sections, or windows that open over it.
_FEW = 3

#: Sizes of type in which old pages set headlines.
_BIG = re.compile(r"\+?[2-9]$|[5-7]$")
_LONGEST_BIG = 160
_LOGO = re.compile(r"logo|brand|site-?(?:title|name)|blog-?(?:title|name)", re.IGNORECASE)
#: What a link to the headline itself shows, at its end.
_PERMALINK = "#¶§🔗"


@dataclass(frozen=True, slots=True)
class Title:
    """A settled title: its words, the headline that shows it (if the page does), the rule and how sure it is."""

    value: str
    element: Element | None
    rule: str
    confidence: Confidence
    #: The title is only a part of what the element shows.
    partial: bool = False


@dataclass(frozen=True, slots=True)
class _Headline:
    element: Element
    text: str
    key: str
    order: int
    #: The element shows more than the text: a button.
    partial: bool = False


def resolve_title(draft: Draft, found: Candidates, seen: MarkedElements) -> Title | None:
    """The title of a page, or None if it carries none."""
    copies = [c for c in found.of("title") if c.value.casefold() not in words("nothing")]
    sites = site_names(draft, found)
    if copies:
        sites |= names_in_home_links(draft, seen.headlines[:_MOST], found)
    heads = list(_headlines(draft, seen, sites))
    named = list(_named_headings(draft, seen, copies))
    if whole := _names_of_the_whole([*heads, *named], copies, seen):
        sites |= whole
        heads = sorted([*heads, *named], key=lambda head: head.order)
    best = _best(heads, copies, sites, seen)
    if named and (best is None or best[0] < 4):
        best = _best([*heads, *named], copies, sites, seen)
    if best is not None and best[0] >= 4:
        return _shown(draft, best[1], copies, sites, "headline", "high")
    if best is not None and best[0] >= 0.7 and best[1].element.tag == "h1" and _stands_alone(best, heads, seen):
        # what the page tells search engines is often another title than the one it shows
        return _shown(draft, best[1], copies, sites, "headline", "medium")
    stripped = [(c, strip_site(c.value, sites, [other.value for other in copies if other is not c])) for c in copies]
    sure = next((s for s in stripped if s[0].rule in ("citation-tag", "json-ld") and s[0].confidence == "high"), None)
    sure = sure or next((s for s in stripped if s[0].confidence != "low"), None)
    element = _named_by(draft, stripped, sites)
    if element is not None:
        return Title(short_text(draft, element), element, "title-shown", "medium")
    if sure is None and best is not None and best[0] > 0.5:
        return _shown(draft, best[1], copies, sites, "headline", "low")
    if not stripped:
        return _by_size(draft, seen)
    candidate, value = sure or stripped[0]
    return Title(_without_tail(value), None, candidate.rule, "medium" if sure else "low")


def _stands_alone(best: tuple[float, _Headline], heads: list[_Headline], seen: MarkedElements) -> bool:
    """Whether a headline of the first rank that no copy of the title knows may be the title all the same: it says more than a name,
    and is not one of many.
    """
    score, head = best
    if score >= 2:
        return True  # some copy knows it
    first = [one for one in heads if one.element.tag == "h1" and not seen.in_aside(one.element)]
    return (len(head.text.split()) >= 3 or len(head.key) >= 12) and len(first) <= _FEW


def _best(
    heads: list[_Headline], copies: list[Candidate], sites: frozenset[str], seen: MarkedElements
) -> tuple[float, _Headline] | None:
    """The headline that agrees best with the copies of the title and stands best, with its score; the first of equals."""
    scored = [(2 * _agreement(head, copies, sites) + _standing(head, heads, seen), head) for head in heads]
    return max(scored, key=lambda one: one[0], default=None)


def _names_of_the_whole(heads: list[_Headline], copies: list[Candidate], seen: MarkedElements) -> frozenset[str]:
    """Headlines that name the book, the forum or the paper: with a later one they make up the window's title, each an end of it."""
    cuts = [(copy.value, list(islice(SEPARATOR.finditer(copy.value), 8))) for copy in copies]
    pairs = {
        frozenset((cached_key(value[: cut.start()]), cached_key(value[cut.end() :])))
        for value, marks in cuts
        for cut in marks
    }
    # between the two may stand what the page does: "Forum • View topic - The bell"
    parted = {
        (cached_key(value[: first.start()]), cached_key(value[last.end() :]))
        for value, marks in cuts
        for number, first in enumerate(marks)
        for last in marks[number + 1 : number + 2]
    }
    found = set()
    for head in heads:
        for later in heads:
            if (
                later.order > head.order
                and not seen.in_aside(later.element)
                and (
                    (
                        frozenset((head.key, later.key)) in pairs
                        # the board that a thread belongs to is named again and again
                        and sum(other.key == later.key for other in heads) == 1
                    )
                    or (head.key, later.key) in parted
                )
            ):
                found.add(head.key)
    return frozenset(found)


def _headlines(draft: Draft, seen: MarkedElements, sites: frozenset[str]) -> Iterable[_Headline]:
    for element in seen.headlines[:_MOST]:
        whole = short_text(draft, element, _LONGEST).rstrip(_PERMALINK).rstrip()
        text = _without_buttons(draft, element, whole)
        key = cached_key(text)
        if key and text.casefold() not in words("nothing") and not is_hidden(element):
            yield _Headline(element, text, key, draft.page.index_of[element], partial=text != whole)


def _named_headings(draft: Draft, seen: MarkedElements, copies: list[Candidate]) -> Iterable[_Headline]:
    """Headings of lower rank that say what the window's title says, or one end of it: on pages of books and forums the first rank
    is the name of the whole.
    """
    keys = {cached_key(end) for copy in copies for end in (copy.value, *ends_of(copy.value))}
    known = set(seen.headlines)
    for element in islice(draft.page.root.iter("h2", "h3"), _MOST):
        text = short_text(draft, element, _LONGEST).rstrip(_PERMALINK).rstrip()
        if len(key := cached_key(text)) >= 8 and key in keys and element not in known and not is_hidden(element):
            yield _Headline(element, text, key, draft.page.index_of[element])


def _without_buttons(draft: Draft, element: Element, text: str) -> str:
    """What a headline says without the buttons at its end."""
    for button in reversed(list(element.iter("button"))):
        if said := short_text(draft, button, _LONGEST):
            text = text.removesuffix(said).strip()
    return text


def _agreement(head: _Headline, copies: list[Candidate], sites: frozenset[str]) -> float:
    """How well a headline agrees with the copy that it agrees with best: 3 the same, 2.5 the same but for the
    site's name, 2 nearly.
    """
    if head.key in sites and not any(c.rule != "page-title" and cached_key(c.value) == head.key for c in copies):
        return -3
    best = 0.0
    for copy in copies:
        key = cached_key(copy.value)
        if key == head.key:
            score = 3.0
        elif head.element.tag == "h1" and head.key in key and cached_key(strip_site(copy.value, sites)) == head.key:
            score = 2.5  # however short it is
        elif (
            head.key in key
            and len(head.key) >= (4 if head.element.tag == "h1" else 8)
            and head.key in _end_keys(copy.value)
        ):
            # of a paper's name and an article's, the article's is the longer
            score = 2.4 + 0.5 * len(head.key) / len(key)
        elif (
            len(head.key) >= 12
            and len(key) >= 12
            and (
                (head.key in key and len(head.key) > 0.5 * len(key))
                or (key in head.key and len(key) > 0.5 * len(head.key))
            )
        ):
            score = 2.3
        elif _overlap(head.text, copy.value) >= 0.6:
            score = 2.0
        else:
            continue
        best = max(best, score + (0.2 if copy.confidence == "high" else 0.0))
    return best


@lru_cache(maxsize=256)
def _end_keys(text: str) -> frozenset[str]:
    return frozenset(map(cached_key, ends_of(text)))


def _overlap(one: str, other: str) -> float:
    """The share of words that two texts have in common, of the words of both."""
    first, second = _words(one), _words(other)
    if len(first) < 3 or len(second) < 3:
        return 0.0
    return len(first & second) / len(first | second)


@lru_cache(maxsize=256)
def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold()))


def _standing(head: _Headline, heads: list[_Headline], seen: MarkedElements) -> float:
    """What speaks for a headline by itself: its element, its marks, its being the first."""
    element = head.element
    score = 0.5 if element.tag == "h1" else 0.0
    if element.get("itemprop") == "headline" or "title" in (element.get("class") or "").lower():
        score += 0.2
    if head is heads[0]:
        score += 0.1
    if len(head.text.split()) >= 3 or len(head.key) >= 12:
        score += 0.3 if len(head.text) <= 180 else -0.2
    if seen.in_aside(element):
        score -= 0.7
    if _LOGO.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
        score -= 1.0
    if any(
        cached_key(other.text) == head.key and other.element in element.iterancestors()
        for other in heads
        if other is not head
    ):
        score += 0.05  # the inner of two that say the same
    return score


def _shown(
    draft: Draft, head: _Headline, copies: list[Candidate], sites: frozenset[str], rule: str, confidence: Confidence
) -> Title:
    """The title in a headline: all of it, or the part of it that the copies name, where a kicker or a date shares
    the headline.
    """
    element, text = head.element, head.text
    keys = {cached_key(strip_site(c.value, sites, ())) for c in copies} - {""}
    if head.key not in keys and len(element):
        for inner in element.iterdescendants():
            if isinstance(inner.tag, str) and (part := short_text(draft, inner, _LONGEST)) and cached_key(part) in keys:
                return Title(part, inner, rule, confidence)
        # a label may stand before the title in the same headline: "Title: The Bell"
        for key in keys:
            label = len(head.key) - len(key)
            if len(key) >= max(8, len(head.key) // 2) and 0 < label <= _LABEL and head.key.endswith(key):
                lead = _first_letters(text, label)
                if text[len(lead) :].lstrip()[:1] in (":", "：") or lead.endswith((":", "：")):
                    rest = text[len(lead) :].lstrip(" :：")
                    return Title(rest, element, rule, confidence, partial=True)
        # a date or a source may follow the title in the same headline
        keys |= {cached_key(end) for c in copies for end in ends_of(c.value)}
        for key in sorted(keys, key=len, reverse=True):
            if len(key) >= max(8, len(head.key) // 2) and head.key.startswith(key) and head.key != key:
                return Title(_first_letters(text, len(key)), element, rule, confidence, partial=True)
    return Title(text, element, rule, confidence, partial=head.partial)


def _first_letters(text: str, count: int) -> str:
    """The beginning of a text that holds so many letters and digits, with the closing marks after them."""
    end = 0
    while count and end < len(text):
        count -= len(comparison_key(text[end]))
        end += 1
    while end < len(text) and text[end] in "?!.…\"'”’»)":
        end += 1
    return text[:end]


def _by_size(draft: Draft, seen: MarkedElements) -> Title | None:
    """The title of a page that names none at all: its first heading, or its first line in big type, as in the frames of old pages."""
    for element in islice(draft.page.root.iter("h1", "h2", "h3", "h4", "font", "big"), _MOST):
        if element.tag == "font" and not _BIG.match(element.get("size") or ""):
            continue
        text = short_text(draft, element, _LONGEST_BIG)
        if text and len(cached_key(text)) >= 3 and not is_hidden(element) and not seen.in_aside(element):
            return Title(text, element, "headline" if element.tag in ("h1", "h2", "h3", "h4") else "title-shown", "low")
    return None


def _without_tail(title: str) -> str:
    """A title that no headline shows, without the short name behind its last bar, which is the site's even if
    nothing else says so.
    """
    left, bar, right = title.rpartition(" | ")
    return left.strip() if bar and len(right.split()) <= 3 and len(left.split()) >= 2 else title


def _named_by(draft: Draft, stripped: list[tuple[Candidate, str]], sites: frozenset[str]) -> Element | None:
    """The element that shows one of these titles alone, on pages that set their headline in plain divs or in big
    type.
    """
    keys: set[str] = set()
    for candidate, value in stripped:
        keys.add(cached_key(value))
        if candidate.rule == "page-title":
            ends = {cached_key(end) for end in ends_of(candidate.value)}
            # where another copy is one end of the window's title, the other end is the site's name
            if ends.isdisjoint(cached_key(other.value) for other, _ in stripped if other is not candidate):
                keys.update(key for key in ends if len(key) >= 8)
    keys -= {"", *sites}
    shown: dict[str, Element] = {}
    claims = ""
    for element in draft.page.elements:
        text = element.text
        if not text or len(text) > _LONGEST:
            continue
        if "©" in text or "opyright" in text:
            claims += comparison_key(text)
        if len(text) >= 8 and not len(element) and _may_show(element) and (key := comparison_key(text)) in keys:
            parent = element.getparent()
            if parent is None or parent.tag not in ("a", "li"):
                shown.setdefault(key, element)
    # the paper's name stands in its window's title too; it is the shorter, or the one that claims copyright
    return shown[max(shown, key=lambda k: (k not in claims, len(k)))] if shown else None


def _may_show(element: Element) -> bool:
    """Whether an element may show a title; links do where their class says so."""
    return element.tag not in _NO_TITLE or (element.tag == "a" and "title" in (element.get("class") or "").lower())


_NO_TITLE = frozenset(
    ["script", "style", "noscript", "template", "li", "option", "button", "label", "title", "figcaption", "a"]
)
