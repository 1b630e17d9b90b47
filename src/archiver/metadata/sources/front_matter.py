"""Front matter: the short lines around the headline of an article, before its prose begins.

Publishing systems put bylines, dates and standfirsts there, with markup or without. The rules without markup look at
these lines only, so that a name or a date in running text is never taken for the article's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archiver.draft import Draft
from archiver.metadata.parsing.author_bios import Bio, parse_bio
from archiver.metadata.parsing.bylines import MAX_LENGTH, Byline, parse_byline
from archiver.metadata.parsing.dates import DateMatch, find_dates, may_hold_date, without_weekday
from archiver.metadata.parsing.word_lists import alternatives, words
from archiver.metadata.sources.visible_lines import split_at_elements, visible_lines
from archiver.metadata.sources.visible_markup import MarkedElements
from archiver.page import INVISIBLE, is_hidden
from archiver.trees.elements import Element

#: The numbers of elements after the headline, and before it, that can be front matter.
_ELEMENTS_AFTER, _ELEMENTS_BEFORE = 120, 25
#: The most characters of a byline in a heading besides the names: a byline word and an "and". A longer heading is a title.
_BYLINE_WORD = 8
#: A paragraph of this many characters is prose: the front matter ends before it.
_PROSE = 200


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The short elements around the headline in document order. `start` and `end` are the range of indexes in
    `Page.elements` that was read; the prose begins at `end`.
    """

    items: tuple[FrontItem, ...]
    start: int
    end: int
    #: The index of the headline, None without one.
    headline: int | None = None


@dataclass(frozen=True, slots=True)
class FrontItem:
    """A short element with its visible lines and its index in the page. `after` is true for an element after the
    headline.
    """

    element: Element
    lines: tuple[str, ...]
    index: int
    after: bool
    #: The lines, cut also where inline elements meet without white space; () where that makes no difference.
    pieces: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The lines joined by spaces."""
        return " ".join(self.lines)


def find_front_matter(draft: Draft, marked: MarkedElements, headline: Element | None) -> FrontMatter:
    """The front matter around the headline of a page, or at the top of a page without a headline."""
    headline_index = headline.index if headline is not None else -1
    headline_and_ancestors = frozenset((headline, *headline.ancestors())) if headline is not None else frozenset()
    headline_descendants = frozenset(headline.iter()) - {headline} if headline is not None else frozenset()
    items: list[FrontItem] = []
    start = max(0, headline_index - _ELEMENTS_BEFORE)
    end = min(len(draft.page.elements), headline_index + 1 + _ELEMENTS_AFTER)
    for index in range(start, end):
        element = draft.page.elements[index]
        if (
            element is headline
            or element in headline_and_ancestors
            or element in headline_descendants
            or element.tag in INVISIBLE
            or element.tag in _NOT_LINE_TAGS
        ):
            continue
        if not element.children and not (element.text and element.text.strip()):
            continue
        attributes = draft.page.attributes[index]
        if marked.in_aside(element, headline_and_ancestors) or (
            ("hidden" in attributes or "style" in attributes) and is_hidden(element)
        ):
            continue
        lines = visible_lines(draft, element, 1200 if draft.page.offsets else MAX_LENGTH)
        if lines is None:
            if index > headline_index and element.tag in ("p", "blockquote") and _is_prose(draft, element):
                end = index
                break
            continue
        size = sum(map(len, lines))
        if size > MAX_LENGTH and index > headline_index and parse_bio(" ".join(lines)) is None:
            end = index
            break
        if index > headline_index and element.tag == "p" and size >= _PROSE and parse_bio(" ".join(lines)) is None:
            end = index
            break
        if lines and len(lines) <= 12:
            pieces: tuple[str, ...] = ()
            if element.children and not draft.page.offsets and element not in draft.claimed_ancestors:
                cut = tuple(split_at_elements(element, MAX_LENGTH))
                pieces = cut if len(cut) > len(lines) else ()
            items.append(FrontItem(element, tuple(lines), index, index > headline_index, pieces))
    return FrontMatter(tuple(items), start, end, headline_index if headline is not None else None)


_NOT_LINE_TAGS = frozenset(
    "body html nav form button input label figure figcaption img table svg h4 h5 h6 pre code sup sub".split()
)


def _is_prose(draft: Draft, element: Element) -> bool:
    """Whether an element has more text than a byline."""
    return visible_lines(draft, element, MAX_LENGTH) is None


# -- the dates, authors and bios of a front item -------------------------------------------------------


def is_inside(inner: Element, outer: Element) -> bool:
    """Whether an element is a descendant of another."""
    return any(ancestor is outer for ancestor in inner.ancestors())


@dataclass(frozen=True, slots=True)
class DateLine:
    """A date in a short line, with the kind that the words before it name: "published", "modified" or ""."""

    match: DateMatch
    label: str
    element: Element


def date_lines(item_lines: tuple[str, ...] | list[str], element: Element, language: str) -> Iterator[DateLine]:
    """The dates in the lines of a short element. A line that is a sentence with a date in it gives none."""
    for line in item_lines:
        if not may_hold_date(line):
            continue
        end_of_previous = 0
        matches = find_dates(line, language)
        for index, match in enumerate(matches):
            before = line[end_of_previous : match.start]
            after = line[match.end : matches[index + 1].start if index + 1 < len(matches) else len(line)]
            end_of_previous = match.end
            label = label_of(before)
            if label == "captured":
                continue
            if _may_precede_date(before, label, language) and _may_follow_date(after):
                yield DateLine(match, label, element)


def label_of(before: str) -> str:
    """The kind of a date by the words before it: "modified", "published", "captured" (no date of the article, as after
    "founded"), or "".
    """
    if not before:
        return ""
    folded = before.casefold().rstrip(" :：-–—|•·,.、　")
    tail = folded[-60:]
    best_rank, kind = -1, ""
    for name in ("captured", "published", "modified"):
        for word in words(name):
            at = tail.rfind(word)
            if at >= 0 and (at == 0 or not (tail[at - 1].isalnum() and word[0].isascii())):
                word_end = at + len(word)
                if word_end < len(tail) and tail[word_end].isalnum() and word[-1].isascii():
                    continue
                if word_end * 100 + len(word) > best_rank:
                    best_rank, kind = word_end * 100 + len(word), name
    return kind


#: What may stand around the label of a date, and the most words of one.
_LABEL_EDGES, _MOST_LABEL_WORDS = " :：.,-–—|•·", 4


def is_label_alone(text: str) -> bool:
    """Whether a text is the label of a date and nothing else, perhaps with a word such as "on" after it."""
    label = text.casefold().strip(_LABEL_EDGES)
    labels = words("published") | words("modified") | words("captured")
    return len(label.split()) <= _MOST_LABEL_WORDS and (label in labels or label.rpartition(" ")[0] in labels)


def _may_precede_date(before: str, label: str, language: str) -> bool:
    """Whether the text before a date in its line is a label, a byline, a weekday or a place, and not the start of a
    sentence.
    """
    before = without_weekday(before, language)
    stripped = before.strip(" \t:：|•·-–—,(/　")
    if not stripped or _SOURCE_LABEL.match(stripped):
        return True
    if label:
        return len(stripped) <= 60
    if before.rstrip().endswith(("|", "•", "·", "—", "–", "/", "»", "›", " -")):
        return len(stripped) <= 160
    if len(stripped) <= 24 and (
        len(stripped.split()) == 1 or (len(stripped.split()) == 2 and before.rstrip().endswith(","))
    ):
        return True
    return parse_byline(stripped, language).marked


#: "Source: The Gull, 4 March 2024"
_SOURCE_LABEL = re.compile(rf"(?:{alternatives(words('source'))})\s*[:：]", re.IGNORECASE)


def _may_follow_date(after: str) -> bool:
    """Whether the text after a date is empty, a time or another piece of metadata, and not the rest of a sentence."""
    stripped = after.strip()
    if not stripped:
        return True
    if stripped[0] in "|•·-–—(/[:　,.@年" or stripped[0].isdigit():
        return len(stripped) <= 160
    following = stripped.split()
    return (len(following) <= 2 and len(stripped) <= 40) or (
        len(stripped) <= 160 and following[0].casefold() in _WORDS_AFTER_DATE
    )


_WORDS_AFTER_DATE = frozenset("by at in um von à a am pm uhr par por di 更新 公開 • updated o".split())


def byline_of(item: FrontItem, language: str, *, expected: bool = False, site: str = "") -> Byline:
    """The authors that a front item names. With `expected`, there is other evidence that it is a byline. `site` is the
    name of the site, which is no person.
    """
    if item.element.tag in ("h1", "h2", "h3") and not expected:
        # books and plays have "by Jane Doe" in a heading under the title; "By the river" is a title
        byline = parse_byline(item.text, language, site=site) if item.after else Byline((), False)
        name_length = sum(len(author.name) + len(author.honorific) for author in byline.authors)
        all_persons = all(author.type == "person" for author in byline.authors)
        return (
            byline
            if byline.marked and all_persons and len(item.text) - name_length <= _BYLINE_WORD
            else Byline((), False)
        )
    return parse_byline("\n".join(item.pieces or item.lines), language, expected=expected, site=site)


def bio_of(item: FrontItem, names: tuple[str, ...]) -> Bio | None:
    """The author bio that a front item holds, or None. `names` are the known authors."""
    if len(item.lines) > 1 and item.element.tag != "p":
        return None
    return parse_bio(item.text, names) if item.element.tag in ("p", "div", "td", "li") else None
