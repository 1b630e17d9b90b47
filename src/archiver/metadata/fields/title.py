"""The title: one of the visible headlines, chosen by comparison with the declared copies of the title.

A page has several copies of its title, with small differences: the visible headline, the copies in Open Graph and
JSON-LD, and the title of the window, which also has the name of the site. The headline has the right form, with the
quotes, dashes and emphasis of the author. The declared copies show which headline is the title. So each headline is
compared with all copies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from archiver.description import Confidence
from archiver.draft import Draft
from archiver.metadata.candidates import Candidate, Candidates
from archiver.metadata.parsing.folding import cached_key, comparison_key
from archiver.metadata.parsing.site_names import (
    SEPARATOR,
    ends_of,
    names_in_front_page_links,
    names_in_home_links,
    site_names,
    strip_site,
)
from archiver.metadata.parsing.word_lists import words
from archiver.metadata.sources.visible_lines import short_text
from archiver.metadata.sources.visible_markup import MarkedElements
from archiver.page import Page, is_hidden
from archiver.trees.elements import Element
from archiver.trees.heading_numbers import with_space

#: The most characters of a headline.
_LONGEST = 400
#: The number of headlines that are read; a listing has hundreds.
_MOST_HEADLINES = 60
#: The most letters of a label such as "Title:" in a headline.
_LONGEST_LABEL = 12
#: With more `h1` headlines than this, they are sections or dialogs, and none of them is the title.
_MOST_FIRST_RANK = 3

#: The values of `size` of `font` in which old pages set headlines.
_BIG_SIZE = re.compile(r"\+?[2-9]$|[5-7]$")
_LONGEST_IN_BIG_TYPE = 160
#: What programs set around the name of a file when they make a title of it.
_FILE_TITLE = re.compile(r"^Microsoft (?:Office )?(?:Word|PowerPoint|Excel) - |(?<=\w)\.(?:docx?|pptx?|rtf|odt|wpd)$")
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)
#: The words of class names of a kicker: the short line above a headline.
_KICKER = re.compile(
    r"kicker|overline|topline|over-?title|roofline|dachzeile|spitzmarke|eyebrow|pre-?title|sub-?head|subtitle|label|categ|rubri|topic|date|cintillo|antetitulo|occhiello|chapeau",
    re.IGNORECASE,
)
_HIDDEN_CLASS = re.compile(
    r"(?:^|[\s_-])(?:hidden|visually-?hidden|sr-only|aural|screen-reader|invisible)", re.IGNORECASE
)
_LOGO = re.compile(r"logo|brand|site-?(?:title|name)|blog-?(?:title|name)", re.IGNORECASE)
#: The text of a permalink at the end of a headline.
_PERMALINK_MARKS = "#¶§🔗"


#: What each further place that agrees with a headline adds to their agreement.
_FOR_EACH_AGREEING = 0.25


@dataclass(frozen=True, slots=True)
class Title:
    """The resolved title: its text, the element that shows it (or None), the rule and the confidence."""

    value: str
    element: Element | None
    rule: str
    confidence: Confidence
    #: True if the title is only a part of the element's text.
    partial: bool = False


@dataclass(frozen=True, slots=True)
class _Headline:
    """A visible headline: its element, its text, the comparison key of the text, and its index in the page."""

    element: Element
    text: str
    key: str
    index: int
    #: True if the element holds more than `text`: a button.
    partial: bool = False


def resolve_title(draft: Draft, candidates: Candidates, marked: MarkedElements) -> Title | None:
    """The title of a page, or None if it has none."""
    copies = _copies(candidates)
    sites = site_names(candidates)
    if copies:
        sites |= names_in_home_links(draft, marked.headlines[:_MOST_HEADLINES], candidates)
        sites |= names_in_front_page_links(draft, [copy.value for copy in copies])
    headlines = list(_headlines(draft, marked, sites))
    lower_headings = list(_lower_headings(draft, marked, copies))
    if book_names := _container_names([*headlines, *lower_headings], copies, marked):
        sites |= book_names
        headlines = sorted([*headlines, *lower_headings], key=lambda headline: headline.index)
    best = _best_headline(headlines, copies, sites, marked)
    if lower_headings and (best is None or best[0] < 4):
        best = _best_headline([*headlines, *lower_headings], copies, sites, marked)
    if best is not None and best[0] >= 4:
        return _title_in_headline(draft, best[1], copies, sites, "headline", "high")
    if (
        best is not None
        and best[0] >= 0.7
        and best[1].element.tag == "h1"
        and _may_be_undeclared_title(best, headlines, marked)
    ):
        # the title for search engines is often not the visible one
        return _title_in_headline(draft, best[1], copies, sites, "headline", "medium")
    stripped = [(c, strip_site(c.value, sites, [other.value for other in copies if other is not c])) for c in copies]
    trusted = next(
        (s for s in stripped if s[0].rule in ("citation-tag", "json-ld") and s[0].confidence == "high"), None
    )
    trusted = trusted or next((s for s in stripped if s[0].confidence != "low"), None)
    element = _element_with_title(draft.page, stripped, sites)
    if element is not None:
        return Title(short_text(draft, element), element, "title-shown", "medium")
    if trusted is None and best is not None and best[0] > 0.5:
        return _title_in_headline(draft, best[1], copies, sites, "headline", "low")
    if not stripped:
        return _title_by_size(draft, marked)
    candidate, value = trusted or stripped[0]
    return Title(_without_site_suffix(value), None, candidate.rule, "medium" if trusted else "low")


def _copies(candidates: Candidates) -> list[Candidate]:
    """The declared copies of the title: without those that are no title of anything, and, if others are left, without those that are the name or the host
    of the site.
    """
    copies = [
        replace(c, value=_FILE_TITLE.sub("", c.value)) if _FILE_TITLE.search(c.value) else c
        for c in candidates.of("title")
        if c.value.casefold() not in words("nothing")
    ]
    declared_sites = {cached_key(c.value) for c in candidates.of("site")}
    titles = [c for c in copies if cached_key(c.value) not in declared_sites and not _HOST.fullmatch(c.value)]
    return titles or copies


def _may_be_undeclared_title(best: tuple[float, _Headline], headlines: list[_Headline], marked: MarkedElements) -> bool:
    """Whether the best headline, an `h1`, can be the title without certain agreement with a copy: it is longer than a name,
    and not one of many. `best` is (score, headline).
    """
    score, headline = best
    if score >= 2:
        return True  # a copy agrees with it
    first_rank = [h for h in headlines if h.element.tag == "h1" and not marked.in_aside(h.element)]
    return (len(headline.text.split()) >= 3 or len(headline.key) >= 12) and len(first_rank) <= _MOST_FIRST_RANK


def _best_headline(
    headlines: list[_Headline], copies: list[Candidate], sites: frozenset[str], marked: MarkedElements
) -> tuple[float, _Headline] | None:
    """The headline with the highest score, as (score, headline), the first of equals. The score is twice its agreement
    with the copies plus its prominence.
    """
    scored = [
        (2 * _agreement(headline, copies, sites) + _prominence(headline, headlines, marked), headline)
        for headline in headlines
    ]
    return max(scored, key=lambda pair: pair[0], default=None)


def _container_names(headlines: list[_Headline], copies: list[Candidate], marked: MarkedElements) -> frozenset[str]:
    """The keys of headlines that name the book, forum or newspaper: such a headline and a later one are the two ends of
    the window's title.
    """
    separated = [(copy.value, list(islice(SEPARATOR.finditer(copy.value), 8))) for copy in copies]
    pairs = {
        frozenset((cached_key(value[: separator.start()]), cached_key(value[separator.end() :])))
        for value, separators in separated
        for separator in separators
    }
    # a third part may be between the two: "Forum • View topic - The bell"
    outer_ends = {
        (cached_key(value[: first.start()]), cached_key(value[last.end() :]))
        for value, separators in separated
        for number, first in enumerate(separators)
        for last in separators[number + 1 : number + 2]
    }
    names = set()
    for headline in headlines:
        for later in headlines:
            if (
                later.index > headline.index
                and not marked.in_aside(later.element)
                and (
                    (
                        frozenset((headline.key, later.key)) in pairs
                        # the board of a thread has more than one headline with its name
                        and sum(other.key == later.key for other in headlines) == 1
                    )
                    or (headline.key, later.key) in outer_ends
                )
            ):
                names.add(headline.key)
    return frozenset(names)


def _headlines(draft: Draft, marked: MarkedElements, sites: frozenset[str]) -> Iterable[_Headline]:
    """The headlines of a page that are visible and have a text."""
    for element in marked.headlines[:_MOST_HEADLINES]:
        full_text = with_space(element, short_text(draft, element, _LONGEST).rstrip(_PERMALINK_MARKS).rstrip())
        text = _without_buttons(draft, element, full_text)
        key = cached_key(text)
        if key and text.casefold() not in words("nothing") and not is_hidden(element):
            yield _Headline(element, text, key, element.index, partial=text != full_text)


def _lower_headings(draft: Draft, marked: MarkedElements, copies: list[Candidate]) -> Iterable[_Headline]:
    """The `h2` and `h3` headings that agree with a copy or one end of it. On pages of books and forums the `h1` is the
    name of the book or forum.
    """
    keys = {cached_key(end) for copy in copies for end in (copy.value, *ends_of(copy.value))}
    known = set(marked.headlines)
    for element in draft.page.named("h2", "h3")[:_MOST_HEADLINES]:
        text = short_text(draft, element, _LONGEST).rstrip(_PERMALINK_MARKS).rstrip()
        if len(key := cached_key(text)) >= 8 and key in keys and element not in known and not is_hidden(element):
            yield _Headline(element, text, key, element.index)


def _without_buttons(draft: Draft, element: Element, text: str) -> str:
    """The text of a headline without the labels of the buttons at its end."""
    for button in reversed(list(element.iter("button"))):
        if label := short_text(draft, button, _LONGEST):
            text = text.removesuffix(label).strip()
    return text


def _agreement(headline: _Headline, copies: list[Candidate], sites: frozenset[str]) -> float:
    """The agreement of a headline with the copy that is nearest to it: 3 for the same text, 2.3 to 2.9 for the same
    without the site's name or for most of it, 2 for most words the same, -3 for the name of the site.
    """
    if headline.key in sites and not any(
        c.rule != "page-title" and cached_key(c.value) == headline.key for c in copies
    ):
        return -3
    best = 0.0
    agreeing: set[str] = set()
    for copy in copies:
        key = cached_key(copy.value)
        if key == headline.key:
            score = 3.0
        elif (
            headline.element.tag == "h1"
            and headline.key in key
            and cached_key(strip_site(copy.value, sites)) == headline.key
        ):
            score = 2.5  # also for a short headline
        elif (
            headline.key in key
            and len(headline.key) >= (4 if headline.element.tag == "h1" else 8)
            and headline.key in _end_keys(copy.value)
        ):
            # the article's title is longer than the newspaper's name
            score = 2.4 + 0.5 * len(headline.key) / len(key)
        elif (
            len(headline.key) >= 12
            and len(key) >= 12
            and (
                (headline.key in key and len(headline.key) > 0.5 * len(key))
                or (key in headline.key and len(key) > 0.5 * len(headline.key))
            )
        ):
            score = 2.3
        elif _overlap(headline.text, copy.value) >= 0.6:
            score = 2.0
        else:
            continue
        agreeing.add(copy.rule)
        best = max(best, score + (0.2 if copy.confidence == "high" else 0.0))
    return best + _FOR_EACH_AGREEING * max(0, len(agreeing) - 1)


@lru_cache(maxsize=256)
def _end_keys(text: str) -> frozenset[str]:
    """The comparison keys of `ends_of` a text."""
    return frozenset(map(cached_key, ends_of(text)))


def _overlap(one: str, other: str) -> float:
    """The share of words that two texts have in common, of the words of both."""
    first, second = _word_set(one), _word_set(other)
    if len(first) < 3 or len(second) < 3:
        return 0.0
    return len(first & second) / len(first | second)


@lru_cache(maxsize=256)
def _word_set(text: str) -> frozenset[str]:
    """The words of a text in lower case."""
    return frozenset(re.findall(r"\w+", text.casefold()))


def _prominence(headline: _Headline, headlines: list[_Headline], marked: MarkedElements) -> float:
    """The score of a headline without the copies: by its element, its marks, its length and its place."""
    element = headline.element
    score = 0.5 if element.tag == "h1" else 0.0
    if element.get("itemprop") == "headline" or "title" in (element.get("class") or "").lower():
        score += 0.2
    if headline is headlines[0]:
        score += 0.1
    if len(headline.text.split()) >= 3 or len(headline.key) >= 12:
        score += 0.3 if len(headline.text) <= 180 else -0.2
    if marked.in_aside(element):
        score -= 0.7
    if _HIDDEN_CLASS.search(element.get("class") or ""):
        score -= 0.3  # a headline for screen readers often names the site
    if _LOGO.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
        score -= 1.0
    if any(
        cached_key(other.text) == headline.key and other.element in element.ancestors()
        for other in headlines
        if other is not headline
    ):
        score += 0.05  # of two nested headlines with the same text the inner one
    return score


def _title_in_headline(
    draft: Draft, headline: _Headline, copies: list[Candidate], sites: frozenset[str], rule: str, confidence: Confidence
) -> Title:
    """The title in a headline: its whole text, or only the part that the copies have, if the headline also holds a kicker,
    a label or a date.
    """
    element, text = headline.element, headline.text
    if rest := _without_kicker(draft, headline, copies, sites):
        return Title(rest, element, rule, confidence, partial=True)
    bare = strip_site(text, sites)
    name = text[len(bare) :] if text.startswith(bare) else text[: -len(bare)] if bare and text.endswith(bare) else ""
    if cached_key(name) in sites and len(cached_key(bare)) >= 8:
        # some systems set the name of the site or of the space before the title also in the headline
        return Title(bare, element, rule, confidence, partial=True)
    keys = {cached_key(strip_site(c.value, sites, ())) for c in copies} - {""}
    if headline.key not in keys and element.children:
        for inner in islice(element.iter(), 1, None):
            if (
                isinstance(inner.tag, str)
                and (inner_text := short_text(draft, inner, _LONGEST))
                and cached_key(inner_text) in keys
            ):
                return Title(inner_text, inner, rule, confidence)
        # a label may be before the title in the same headline: "Title: The Bell"
        for key in keys:
            label_length = len(headline.key) - len(key)
            if (
                len(key) >= max(8, len(headline.key) // 2)
                and 0 < label_length <= _LONGEST_LABEL
                and headline.key.endswith(key)
            ):
                label_text = _first_letters(text, label_length)
                if text[len(label_text) :].lstrip()[:1] in (":", "：") or label_text.endswith((":", "：")):
                    title_text = text[len(label_text) :].lstrip(" :：")
                    return Title(title_text, element, rule, confidence, partial=True)
        # a date or a source may follow the title in the same headline
        keys |= {cached_key(end) for c in copies for end in ends_of(c.value)}
        for key in sorted(keys, key=len, reverse=True):
            if len(key) >= max(8, len(headline.key) // 2) and headline.key.startswith(key) and headline.key != key:
                return Title(_first_letters(text, len(key)), element, rule, confidence, partial=True)
    return Title(text, element, rule, confidence, partial=headline.partial)


def _without_kicker(draft: Draft, headline: _Headline, copies: list[Candidate], sites: frozenset[str]) -> str:
    """The text of a headline after a kicker or a date in an element of its own at its start; "" if there is none.

    That the rest is the title is known from a copy. If a copy also has the kicker, the kicker needs a class that says so.
    """
    first = next(
        (
            e
            for e in headline.element.iter()
            if e is not headline.element and e.tag in _KICKER_TAGS and short_text(draft, e, _LONGEST)
        ),
        None,
    )
    if first is None or headline.partial:
        return ""
    kicker = short_text(draft, first, _LONGEST)
    if not headline.text.startswith(kicker) or kicker == headline.text:
        return ""
    rest = headline.text[len(kicker) :].lstrip(" :：-–—|•·")
    key = cached_key(rest)
    if len(key) < 8 or not _may_follow_kicker(headline.text, kicker):
        return ""
    keys = {cached_key(strip_site(c.value, sites)) for c in copies} | {cached_key(c.value) for c in copies}
    ends = {cached_key(end) for c in copies for end in ends_of(c.value)} | {
        cached_key(strip_site(end, sites)) for c in copies for end in ends_of(c.value)
    }
    if headline.key in keys and not _KICKER.search(first.get("class") or ""):
        return ""
    return rest if key in keys or key in ends else ""


def _may_follow_kicker(text: str, kicker: str) -> bool:
    """Whether the kicker is shorter than what follows it."""
    return 2 * len(kicker) < len(text) + 40


#: Elements in a headline that may hold a kicker.
_KICKER_TAGS = frozenset(("span", "small", "div", "strong", "b", "em", "i", "time", "p"))


def _first_letters(text: str, count: int) -> str:
    """The beginning of a text with `count` letters and digits, and with the closing punctuation after them."""
    end = 0
    while count and end < len(text):
        count -= len(comparison_key(text[end]))
        end += 1
    while end < len(text) and text[end] in "?!.…\"'”’»)":
        end += 1
    return text[:end]


def _title_by_size(draft: Draft, marked: MarkedElements) -> Title | None:
    """The title of a page without headline and copies: its first heading, or its first line in big type, as in the
    frames of old pages.
    """
    for element in draft.page.named("h1", "h2", "h3", "h4", "font", "big")[:_MOST_HEADLINES]:
        if element.tag == "font" and not _BIG_SIZE.match(element.get("size") or ""):
            continue
        text = short_text(draft, element, _LONGEST_IN_BIG_TYPE)
        if text and len(cached_key(text)) >= 3 and not is_hidden(element) and not marked.in_aside(element):
            return Title(text, element, "headline" if element.tag in ("h1", "h2", "h3", "h4") else "title-shown", "low")
    return None


def _without_site_suffix(title: str) -> str:
    """A title that no headline shows, without a short name after its last bar, which is the site's: "The bell rings |
    The Gull".
    """
    left, bar, right = title.rpartition(" | ")
    return left.strip() if bar and len(right.split()) <= 3 and len(left.split()) >= 2 else title


def _element_with_title(page: Page, stripped: list[tuple[Candidate, str]], sites: frozenset[str]) -> Element | None:
    """The element whose text is one of these titles, for pages with the headline in a plain `div` or in big type. None
    if there is none.
    """
    keys: set[str] = set()
    for candidate, value in stripped:
        keys.add(cached_key(value))
        if candidate.rule == "page-title":
            ends = {cached_key(end) for end in ends_of(candidate.value)}
            # if another copy is one end of the window's title, the other end is the site's name
            if ends.isdisjoint(cached_key(other.value) for other, _ in stripped if other is not candidate):
                keys.update(key for key in ends if len(key) >= 8)
    keys -= {"", *sites}
    window_keys = {cached_key(candidate.value) for candidate, _ in stripped if candidate.rule == "page-title"}
    element_of: dict[str, Element] = {}
    copyright_text = ""
    for element in page.elements:
        text = element.text
        if not text or len(text) > _LONGEST:
            continue
        if "©" in text or "opyright" in text:
            copyright_text += comparison_key(text)
        if (
            len(text) >= 8
            and not element.children
            and _may_show_title(element)
            and (key := comparison_key(text)) in keys
        ):
            parent = element.parent
            if parent is None or parent.tag not in ("a", "li"):
                element_of.setdefault(key, element)
    # the title of the window also has the newspaper's name; this is shorter than the title, or is in a copyright line
    if not element_of:
        return None
    best = max(element_of, key=lambda k: (k not in copyright_text, len(k)))
    # the whole title of the window, shown for a link to share, has one of its ends on the page too, and that end is most of it
    shorter = [k for k in element_of if k in best and 2 * len(k) > len(best) and k != best]
    return element_of[max(shorter, key=len)] if shorter and best in window_keys else element_of[best]


def _may_show_title(element: Element) -> bool:
    """Whether an element may show a title. A link may if it has a class of a title."""
    return element.tag not in _NEVER_TITLE_TAGS or (
        element.tag == "a" and "title" in (element.get("class") or "").lower()
    )


#: Elements that are no title, whatever their text.
_NEVER_TITLE_TAGS = frozenset(
    ["script", "style", "noscript", "template", "li", "option", "button", "label", "title", "figcaption", "a"]
)
