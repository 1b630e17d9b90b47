"""Dates in the lines of a plain text, weighed by evidence.

A copied page shows many dates: of publication, of the last change, today's above the menu, those of the cards of other
articles, and those of the story. Each candidate gets the features of its form (a label, a time of day, few other words in
the line), of its neighbours (the byline, other dates in a list) and of its place. Their weighted sum decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from archiver.languages import subtags
from archiver.metadata.parsing.bylines import is_credit
from archiver.metadata.parsing.dates import DateMatch, find_dates, may_hold_date, without_weekday
from archiver.metadata.sources.front_matter import is_label_alone, label_of
from archiver.metadata.sources.plain.bylines import TIME, LineByline, names_in_line, parts_without_dates
from archiver.metadata.sources.plain.lines import LONGEST, TextLines

#: The most words of a date line besides the date, without a label before the date and with one.
_MOST_WORDS, _MOST_WORDS_WITH_LABEL = 6, 14
#: The number of characters before a date in which its label is.
_LABEL_CHARACTERS = 40
#: The number of lines before and after a date in which other dates are counted.
_AROUND = 6
#: A date at most so many lines after the last paragraph is next to it.
_NEXT_TO_PROSE = 4
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})[/.-](\d{1,2})[/.-](?:[12]\d{3})(?![\d/-])")
_MOST_NUMERIC_LINES = 5000


@dataclass(frozen=True, slots=True)
class LineDate:
    """A candidate: the date, its kind ("published", "modified" or ""), and the number of its line. `features` are the names
    and values of its evidence, `score` their weighted sum.
    """

    match: DateMatch
    kind: str
    number: int
    features: Mapping[str, float] = field(default_factory=dict)
    score: float = 0.0


def with_order(page: TextLines, language: str) -> str:
    """The language with a country if only the page shows whether the day or the month comes first: "4/13/2024" on an
    English page makes it "en-US", "13/4/2024" "en-GB".
    """
    if language != "en":
        return language
    orders: Counter[str] = Counter()
    for line in page.lines[:_MOST_NUMERIC_LINES]:
        if may_hold_date(line.text):
            for match in _NUMERIC.finditer(line.text[:LONGEST]):
                first, second = int(match[1]), int(match[2])
                if first > 12 >= second:
                    orders["en-GB"] += 1
                elif second > 12 >= first:
                    orders["en-US"] += 1
    return next(iter(orders)) if len(orders) == 1 else language


def find_line_dates(page: TextLines, language: str, byline: LineByline | None) -> list[LineDate]:
    """The date of publication and that of the last change, each only if it has enough evidence."""
    candidates = [c for c in line_dates(page, language, byline) if c.score >= _LEAST_SCORE]
    published = [c for c in candidates if c.kind != "modified"]
    modified = [c for c in candidates if c.kind == "modified"]
    chosen = [max(group, key=lambda date: (date.score, -date.number)) for group in (published, modified) if group]
    if len(chosen) == 2 and chosen[1].match.when < chosen[0].match.when[: len(chosen[1].match.when)]:
        return chosen[:1]  # a change before the publication is one of another article
    return chosen


def line_dates(page: TextLines, language: str, byline: LineByline | None) -> list[LineDate]:
    """The candidates of a page, in the order of their lines, with their features and scores. `byline` is that of the
    article, or None.
    """
    language = with_order(page, language)
    found: list[tuple[int, DateMatch, str, int]] = []
    for number in page.zone:
        text = page.lines[number].text
        if len(text) <= LONGEST and may_hold_date(text):
            found.extend((number, match, kind, rest) for match, kind, rest in _dates_of_line(text, language))
    found = _with_label_lines(page, _with_pairs(page, found))
    # below the prose, the comments and cards of one day repeat it
    days = Counter(match.when for number, match, _, _ in found if not page.is_foot(number))
    first_in_foot = min((number for number, *_ in found if number >= page.last), default=-1)
    candidates = []
    for number, match, kind, rest in found:
        near = {other.when for k, other, _, _ in found if abs(k - number) <= _AROUND}
        features = _features(page, number, match, kind, rest, byline)
        features["time"] = float(_has_time(page.lines[number].text, language))
        features["run"] = min(len(near) - 1.0, 4.0)
        if page.is_foot(number):
            features["foot_first"] = float(number == first_in_foot and number - page.last <= _NEXT_TO_PROSE)
            features["foot_labelled"] = float(kind != "")
        else:
            features["repeated"] = float(days[match.when] > 1)
        score = sum(_WEIGHTS.get(name, 0.0) * value for name, value in features.items())
        candidates.append(LineDate(match, kind, number, features, score))
    return candidates


#: A date in a line: the number of the line, the date, its kind, and the number of other words in the line.
_Found = tuple[int, DateMatch, str, int]


def _with_label_lines(page: TextLines, found: list[_Found]) -> list[_Found]:
    """The dates; one without a label at the start of its line has the kind of a label that is the whole line before.

    "Last updated:" and in the next line "19 August 2025" is a date of change.
    """
    result = []
    for number, match, kind, rest in found:
        if not kind and number and not any(c.isalnum() for c in page.lines[number].text[: match.start]):
            before = page.folded[number - 1]
            kind = label_of(before) if is_label_alone(before) else ""
        if kind != "captured":
            result.append((number, match, kind, rest))
    return result


def _with_pairs(page: TextLines, found: list[_Found]) -> list[_Found]:
    """The dates; of two different days without labels that stand side by side in a line, the later one is that of a
    change: "21 May 2025 24 April 2025", in any order.
    """
    result = list(found)
    for k, ((number, match, kind, rest), (other_number, other, other_kind, _)) in enumerate(pairwise(found)):
        between = TIME.sub(" ", page.lines[number].text[match.end : other.start])
        is_pair = number == other_number and not (kind or other_kind) and not any(c.isalpha() for c in between)
        if is_pair and len(match.when) == len(other.when) == 10 and match.when != other.when:
            later = k if match.when > other.when else k + 1
            result[later] = (number, result[later][1], "modified", rest)
    return result


def _has_time(text: str, language: str) -> bool:
    """Whether a line has a time of day besides its dates. "09.10.2024" has none."""
    start, pieces = 0, []
    for match in find_dates(text, language):
        pieces.append(text[start : match.start])
        start = match.end
    return any(TIME.search(piece) for piece in (*pieces, text[start:]))


def _dates_of_line(text: str, language: str) -> list[tuple[DateMatch, str, int]]:
    """The dates of a line, each with its kind and the number of the line's other words; none of a sentence."""
    matches = find_dates(text, language)
    if not matches or is_credit(text):
        return []
    named = names_in_line(text, subtags(language).language, "")
    rest = 0 if named is not None else sum(len(part.split()) for part in parts_without_dates(text, language))
    result = []
    end = 0
    for match in matches:
        before = without_weekday(text[max(end, match.start - 160) : match.start], language)
        kind = label_of(before[-_LABEL_CHARACTERS:])
        end = match.end
        if kind == "captured" or rest > (_MOST_WORDS_WITH_LABEL if kind else _MOST_WORDS):
            continue
        result.append((match, kind, rest))
    return result


def _features(
    page: TextLines,
    number: int,
    match: DateMatch,
    kind: str,
    rest: int,
    byline: LineByline | None,
) -> dict[str, float]:
    """The evidence for and against a candidate."""
    line = page.lines[number]
    result = {
        "one": 1.0,
        "labelled": float(kind != ""),
        "day": float(len(match.when) == 10),
        "rest": min(rest, 10.0),
        "prose": float(line.prose > 0),
    }
    if byline is not None:
        distance = number - byline.number
        result["byline_here"] = float(distance == 0)
        result["byline_before"] = float(1 <= distance <= 2)
        result["byline_after"] = float(-2 <= distance <= -1)
        result["byline_near"] = float(3 <= abs(distance) <= 5)
        result["byline_far"] = float(abs(distance) > 5)
    title, first = page.title, page.first
    if title >= 0 and number > title:
        result["title_next"] = float(number - title <= 2)
    elif title >= 0:
        result["before_title"] = 1.0
        result["before_title_far"] = min(title - number, 20) / 10
    if page.is_foot(number):
        result["foot"] = 1.0
        result["foot_far"] = min(max(0, number - page.last), 25) / 10
    else:
        result["prose_before"] = float(min(page.prose_before[number], 6))
        result["first_near"] = float(0 <= first - number <= 6)
    result["top"] = float(number < 4 and first - number > 12)
    return result


#: A candidate with a lower score is no date of the article.
_LEAST_SCORE = 0.75
#: The weights of the features: those of a logistic regression on copied pages, rounded by hand.
_WEIGHTS: Mapping[str, float] = {
    "one": -0.5,
    # the form of the line
    "day": 2.6,
    "time": 0.8,
    "labelled": 0.7,
    "rest": -0.2,
    "prose": -0.3,
    # its neighbours
    "byline_here": 1.2,
    "byline_before": 0.9,
    "byline_after": 0.6,
    "byline_near": -0.5,
    "byline_far": 0.2,
    "repeated": 1.9,
    "run": -1.2,
    # its place
    "title_next": 1.0,
    "before_title": 0.5,
    "before_title_far": -1.5,
    "first_near": 0.1,
    "prose_before": -0.7,
    "foot": -2.0,
    "foot_far": -0.6,
    "foot_first": 0.4,
    "foot_labelled": -0.7,
    "top": -0.2,
}
