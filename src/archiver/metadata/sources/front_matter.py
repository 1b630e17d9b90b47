"""The front of an article: the short lines around its headline, before its prose begins.

Where publishing systems put bylines, dates and standfirsts, in markup or without any. All further rules look at these
lines only, so that a name or a date in running text is never taken for the article's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element as Element

from archiver.draft import Draft
from archiver.metadata.parsing.author_bios import Bio, parse_bio
from archiver.metadata.parsing.bylines import MAX_LENGTH, Byline, parse_byline
from archiver.metadata.parsing.dates import DateMatch, find_dates, may_hold_date, without_weekday
from archiver.metadata.parsing.word_lists import alternatives, words
from archiver.metadata.sources.visible_lines import visible_lines
from archiver.metadata.sources.visible_markup import MarkedElements
from archiver.page import INVISIBLE, is_hidden

#: Elements looked at after the headline and before it.
_AFTER, _BEFORE = 120, 25
#: Characters of the word before a name, and of an "and".
_BYLINE_WORD = 8
#: From this length on a paragraph is prose, and the front ends.
_PROSE = 200


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The short elements of the front in document order, and where the prose begins (an index in `Draft.elements`)."""

    items: tuple[FrontItem, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FrontItem:
    """A short element with its lines. `after` says that it stands after the headline."""

    element: Element
    lines: tuple[str, ...]
    order: int
    after: bool

    @property
    def text(self) -> str:
        """Its lines as one."""
        return " ".join(self.lines)


def find_front_matter(draft: Draft, seen: MarkedElements, headline: Element | None) -> FrontMatter:
    """The front of a page around its headline, or at the top of the source when it shows none."""
    at = draft.page.index_of.get(headline, -1) if headline is not None else -1
    beside = frozenset((headline, *headline.iterancestors())) if headline is not None else frozenset()
    inside = frozenset(headline.iterdescendants()) if headline is not None else frozenset()
    items: list[FrontItem] = []
    start = max(0, at - _BEFORE)
    end = min(len(draft.page.elements), at + 1 + _AFTER)
    for index in range(start, end):
        element = draft.page.elements[index]
        if (
            element is headline
            or element in beside
            or element in inside
            or element.tag in INVISIBLE
            or element.tag in _NO_LINE
        ):
            continue
        if not len(element) and not (element.text and element.text.strip()):
            continue
        said = draft.page.attributes[index]
        if seen.in_aside(element, beside) or (("hidden" in said or "style" in said) and is_hidden(element)):
            continue
        lines = visible_lines(draft, element, 1200 if draft.page.offsets else MAX_LENGTH)
        if lines is None:
            if index > at and element.tag in ("p", "blockquote") and _is_prose(draft, element):
                end = index
                break
            continue
        size = sum(map(len, lines))
        if size > MAX_LENGTH and index > at and parse_bio(" ".join(lines)) is None:
            end = index
            break
        if index > at and element.tag == "p" and size >= _PROSE and parse_bio(" ".join(lines)) is None:
            end = index
            break
        if lines and len(lines) <= 12:
            items.append(FrontItem(element, tuple(lines), index, index > at))
    return FrontMatter(tuple(items), start, end)


_NO_LINE = frozenset(
    [
        "body",
        "html",
        "nav",
        "form",
        "button",
        "input",
        "label",
        "figure",
        "figcaption",
        "img",
        "table",
        "svg",
        "h4",
        "h5",
        "h6",
        "pre",
        "code",
        "sup",
        "sub",
    ]
)


def _is_prose(draft: Draft, element: Element) -> bool:
    return visible_lines(draft, element, MAX_LENGTH) is None


# -- what a front item says ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DateLine:
    """A date in a line of its own or of metadata, with what the words before it call it ("", "published",
    "modified").
    """

    found: DateMatch
    label: str
    element: Element


def date_lines(item_lines: tuple[str, ...] | list[str], element: Element, language: str) -> Iterator[DateLine]:
    """The dates of a short element whose lines hold dates and not sentences with dates in them."""
    for line in item_lines:
        if not may_hold_date(line):
            continue
        at = 0
        found = find_dates(line, language)
        for index, date in enumerate(found):
            before = line[at : date.start]
            after = line[date.end : found[index + 1].start if index + 1 < len(found) else len(line)]
            at = date.end
            label = label_of(before)
            if label == "captured":
                continue
            if _fits(before, label, language) and _ends_well(after):
                yield DateLine(date, label, element)


def label_of(before: str) -> str:
    """What the words before a date call it: "modified", "published", "captured" for no date of the article, or ""."""
    if not before:
        return ""
    folded = before.casefold().rstrip(" :：-–—|•·,.、　")
    tail = folded[-60:]
    best, kind = -1, ""
    for name in ("captured", "published", "modified"):
        for word in words(name):
            at = tail.rfind(word)
            if at >= 0 and (at == 0 or not (tail[at - 1].isalnum() and word[0].isascii())):
                stop = at + len(word)
                if stop < len(tail) and tail[stop].isalnum() and word[-1].isascii():
                    continue
                if stop * 100 + len(word) > best:
                    best, kind = stop * 100 + len(word), name
    return kind


def _fits(before: str, label: str, language: str) -> bool:
    """Whether what stands before a date in its line is a label, a byline, a weekday or a place; not the start of a
    sentence.
    """
    before = without_weekday(before, language)
    stripped = before.strip(" \t:：|•·-–—,(/　")
    if not stripped or _SOURCE.match(stripped):
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
_SOURCE = re.compile(rf"(?:{alternatives(words('source'))})\s*[:：]", re.IGNORECASE)


def _ends_well(after: str) -> bool:
    """Whether what stands after a date is its end, a time, or another piece of metadata; not the rest of a sentence."""
    stripped = after.strip()
    if not stripped:
        return True
    if stripped[0] in "|•·-–—(/[:　,.@年" or stripped[0].isdigit():
        return len(stripped) <= 160
    parts = stripped.split()
    return (len(parts) <= 2 and len(stripped) <= 40) or (len(stripped) <= 160 and parts[0].casefold() in _AFTER_DATE)


_AFTER_DATE = frozenset(
    [
        "by",
        "at",
        "in",
        "um",
        "von",
        "à",
        "a",
        "am",
        "pm",
        "uhr",
        "par",
        "por",
        "di",
        "更新",
        "公開",
        "um",
        "•",
        "updated",
        "o",
    ]
)


def byline_of(item: FrontItem, language: str, *, expected: bool = False, site: str = "") -> Byline:
    """The authors that a front item names."""
    if item.element.tag in ("h1", "h2", "h3") and not expected:
        # "by Jane Doe" as books and plays have it under their titles, and not "By the river"
        byline = parse_byline(item.text, language, site=site) if item.after else Byline((), False)
        said = sum(len(author.name) + len(author.honorific) for author in byline.authors)
        people = all(author.type == "person" for author in byline.authors)
        return byline if byline.marked and people and len(item.text) - said <= _BYLINE_WORD else Byline((), False)
    return parse_byline("\n".join(item.lines), language, expected=expected, site=site)


def bio_of(item: FrontItem, names: tuple[str, ...]) -> Bio | None:
    """The life of an author that a paragraph of the front gives; other elements hold no lives."""
    if len(item.lines) > 1 and item.element.tag != "p":
        return None
    return parse_bio(item.text, names) if item.element.tag in ("p", "div", "td", "li") else None
