"""The dates that a page shows, each with what its line, its element and its place say about it.

Every visible line with a date is read, wherever it is: a date of publication stands under the headline, below the text, in a
side column or in a table of old pages. Nothing is decided here. The evidence has names such as "foot", "list" or
"label-published"; fields/page_dates.py weighs them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cache

from archiver.draft import Draft
from archiver.metadata.parsing.dates import find_dates, may_hold_date, read_stamp, without_weekday
from archiver.metadata.parsing.folding import fold
from archiver.metadata.parsing.word_lists import byline_hint, words
from archiver.metadata.sources.front_matter import date_lines, is_label_alone, label_of
from archiver.metadata.sources.visible_markup import MarkedElements, words_of_names
from archiver.page import BREAK, EDGE, SOFT_EDGE, Page, is_hidden
from archiver.trees.elements import Element

#: The most lines with a date that are read, and the most characters of such a line.
_MOST_LINES, _LONGEST_LINE = 600, 300
#: A line of this many characters is prose.
_PROSE = 160
#: The most lines between the headline and a date under it, and between the last prose and a date below it.
_NEAR_HEADLINE, _NEAR_PROSE = 12, 5
#: The most time elements without a date in their text that are read.
_MOST_STAMPS = 60
#: How many elements around a date are looked at.
_MOST_LEVELS = 12

# a year in four digits of any script, a date with a year in two digits, or a year of an East Asian era
_MAY_BE_DATE = re.compile(r"\d{4}|\d[./-]\s?\d{1,2}[./-]\s?\d\d|元年|[和成]\s?\d{1,2}\s?年|民[國国]\s?\d")
_TIME_OF_DAY = re.compile(r"(?<![\d:.])\d{1,2}[:.h]\d{2}(?![\d.])|\d\s?(?:Uhr|am|pm|a\.m|p\.m)", re.IGNORECASE)
_SIGN_OF_COPYRIGHT = re.compile(r"©|\(c\)|copyright|all rights", re.IGNORECASE)

#: Words of class names of the lines that hold byline and date, and a date in numbers.
_OF_META = re.compile(r"meta|byline|author|info|submitted|posted|date|time", re.IGNORECASE)
_OPENING_DATE = re.compile(r"\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{1,4}$")

#: The evidence of the elements around a date, by tag.
_AROUND = {
    "table": "table",
    "th": "table-head",
    "figure": "caption",
    "figcaption": "caption",
    "caption": "caption",
    "li": "list",
    "dl": "definitions",
    "a": "link",
    "nav": "nav",
    "footer": "footer",
    "aside": "aside-tag",
    "article": "article-tag",
    "blockquote": "quote",
    "header": "header-tag",
    "main": "main-tag",
    "address": "address",
    "form": "form",
    "time": "time-tag",
    "h1": "heading",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "h5": "heading",
    "h6": "heading",
}  # fmt: skip
#: The evidence of the words in the class names and ids around a date: prefix of a word → evidence.
_NAMED = (
    ("comment", "comment"),
    ("kommentar", "comment"),
    ("reply", "comment"),
    ("respond", "comment"),
    ("disqus", "comment"),
    ("related", "related"),
    ("teaser", "related"),
    ("recommend", "related"),
    ("recent", "related"),
    ("latest", "related"),
    ("popular", "related"),
    ("trending", "related"),
    ("promobox", "related"),
    ("card", "related"),
    ("sidebar", "sidebar"),
    ("widget", "sidebar"),
    ("event", "event"),
    ("calendar", "event"),
    ("infobox", "infobox"),
    ("caption", "caption-name"),
    ("bio", "bio"),
    ("profile", "bio"),
    ("user", "user"),
    ("member", "user"),
    ("breadcrumb", "crumbs"),
    ("byline", "byline-name"),
    ("author", "byline-name"),
    ("meta", "meta-name"),
    ("info", "meta-name"),
    ("article", "article-name"),
    ("entry", "article-name"),
    ("post", "article-name"),
    ("content", "article-name"),
    ("footer", "footer"),
    ("archive", "archive-name"),
    ("current", "today"),
    ("today", "today"),
    ("weather", "today"),
    ("topbar", "today"),
)


@dataclass(frozen=True, slots=True)
class ShownDate:
    """A date on the page: its ISO form, its text, the element that shows it, its kind ("published", "modified" or "") by
    a label or a mark, and the names of its evidence. `labelled` is true if visible words say the kind. `line` is the whole line.
    """

    when: str
    text: str
    element: Element
    kind: str
    evidence: frozenset[str]
    labelled: bool = False
    hidden: bool = False
    line: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """A visible line, folded, with the (owner, start in the raw text) of its runs."""

    text: str
    raw: str
    starts: tuple[int, ...]
    owners: tuple[int, ...]


@dataclass(slots=True)
class _Places:
    """Where the article is among the lines: the number of the headline's line (-1 if there is none), and the numbers of the first
    and last lines of prose.
    """

    headline: int = -1
    first: int = -1
    last: int = -1
    prose: list[int] = field(default_factory=list)


def find_shown_dates(
    draft: Draft, marked: MarkedElements, headline: Element | None, language: str
) -> tuple[ShownDate, ...]:
    """All dates in the short visible lines of a page, and those of the attributes of its time elements."""
    page = draft.page
    lines = _lines(page)
    language = _with_order(lines, language, page.source.url or "")
    around = frozenset((headline, *headline.ancestors())) if headline is not None else frozenset()
    places = _places(page, lines, headline)
    found: list[tuple[int, ShownDate]] = []
    contexts: dict[Element, frozenset[str]] = {}
    count = 0
    for number, line in enumerate(lines):
        if len(line.text) > _LONGEST_LINE or not _MAY_BE_DATE.search(line.text):
            continue
        count += 1
        if count > _MOST_LINES:
            break
        before = lines[number - 1].text if number else ""
        place = _place(number, places)
        for shown in _dates_of(page, line, before, language, marked, around, contexts):
            if not _may_be_of_today(shown.evidence | place):
                found.append((number, replace(shown, evidence=shown.evidence | place)))
    found.extend(_stamps(draft, marked, around, lines, places, language, contexts, {s.element for _, s in found}))
    return _with_company(found)


_SLASHED = re.compile(r"(?<![\d./-])(\d{1,2})[/.-](\d{1,2})[/.-][12]\d{3}(?![\d/-])")
_REGION_IN_ADDRESS = re.compile(
    r"/en[-_](?P<region>[a-z]{2})(?:/|$)|\.(?P<domain>uk|au|nz|ie|za|in|sg|hk)(?:[/:]|$)", re.IGNORECASE
)


def _with_order(lines: list[_Line], language: str, url: str) -> str:
    """English without a country as that of a country, if the other dates of the page or its address show which of day and month comes first."""
    if language != "en":
        return language
    orders = set()
    for line in lines[:4000]:
        if len(line.text) <= _LONGEST_LINE:
            for match in _SLASHED.finditer(line.text):
                first, second = int(match[1]), int(match[2])
                if first > 12 >= second:
                    orders.add("en-GB")
                elif second > 12 >= first:
                    orders.add("en-US")
    if len(orders) == 1:
        return orders.pop()
    found = _REGION_IN_ADDRESS.search(url) if not orders else None
    if found is None:
        return language
    region = (found["region"] or found["domain"]).upper()
    return f"en-{'GB' if region == 'UK' else region}"


def _lines(page: Page) -> list[_Line]:
    """The visible lines of a page that hold more than white space."""
    lines: list[_Line] = []
    texts: list[str] = []
    owners: list[int] = []
    runs = page.text_runs
    for owner, text in zip(runs.owners, runs.row, strict=True):
        if owner >= 0:
            texts.append(text)
            owners.append(owner)
        elif text in (EDGE, BREAK, SOFT_EDGE) and texts:
            _add_line(lines, texts, owners)
            texts, owners = [], []
    if texts:
        _add_line(lines, texts, owners)
    return lines


def _add_line(lines: list[_Line], texts: list[str], owners: list[int]) -> None:
    """Add the line of some text runs, if it is not empty."""
    texts = _apart(texts)
    raw = "".join(texts)
    if len(raw) < 4:
        if raw.strip():
            lines.append(_Line(raw.strip(), raw, (0,), (owners[0],)))
        return
    text = fold(raw)
    if text:
        starts, position = [], 0
        for piece in texts:
            starts.append(position)
            position += len(piece)
        lines.append(_Line(text, raw, tuple(starts), tuple(owners)))


#: "2020" and the next element's "20", "Redaktion" and "12.05.2020": a script puts space between such elements.
_TOUCHING = re.compile(r"\d\x00\d|\d{4}\x00[^\W\d_]|[^\W\d_]\x00\d")


def _apart(texts: list[str]) -> list[str]:
    """The runs of a line with a space where two of them would make one word with a number in it."""
    result: list[str] = []
    for text in texts:
        if result and text and result[-1] and _TOUCHING.search(f"{result[-1][-4:]}\0{text[0]}"):
            text = f" {text}"
        result.append(text)
    return result


def _owner(page: Page, line: _Line, date_text: str) -> Element:
    """The innermost element that shows all of a date's text."""
    words = date_text.split()
    at = max(line.raw.find(words[0]), 0)
    owner = line.owners[bisect_right(line.starts, at) - 1]
    element = page.elements[owner // 2]
    if owner & 1 and element.parent is not None:
        element = element.parent
    for _ in range(4):
        row = _short_row(page, element)
        if row is None or date_text in fold(row) or element.parent is None:
            break
        element = element.parent
    return element


#: An element with more text runs is no line.
_MOST_RUNS = 60


def _short_row(page: Page, element: Element) -> str | None:
    """The visible text of an element; None if it has too many runs to be a line."""
    runs = page.text_runs
    begin, end = runs.begins[element.index], runs.ends[element.index]
    return "".join(runs.row[begin:end]) if begin >= 0 and end - begin <= _MOST_RUNS else None


def _places(page: Page, lines: list[_Line], headline: Element | None) -> _Places:
    """Where headline and prose are among the lines."""
    places = _Places()
    if headline is not None:
        first, end = headline.index, page.ends[headline.index]
        places.headline = next((n for n, line in enumerate(lines) if first <= line.owners[0] // 2 < end), -1)
    places.prose = [
        n for n, line in enumerate(lines) if n > places.headline and len(line.text) >= _PROSE and not _is_small(line)
    ]
    if places.prose:
        places.first = places.prose[0]
        places.last = _end_of_prose(places.prose)
    return places


def _is_small(line: _Line) -> bool:
    """Whether a long line is the small print of a page."""
    return _SIGN_OF_COPYRIGHT.search(line.text) is not None


def _end_of_prose(prose: list[int]) -> int:
    """The last line of the longest stretch of prose: a wide gap ends a stretch."""
    best_count, best_end, count, previous = 0, prose[-1], 0, -1
    for number in prose:
        count = count + 1 if previous >= 0 and number - previous <= 25 else 1
        previous = number
        if count >= best_count:
            best_count, best_end = count, number
    return best_end


def _place(number: int, places: _Places) -> frozenset[str]:
    """The evidence of the place of a line."""
    head, result = places.headline, set()
    if head >= 0:
        if number == head:
            result.add("in-headline")
        elif number > head:
            result.add("after-headline")
            if number - head <= 3:
                result.add("next-to-headline")
            elif number - head <= _NEAR_HEADLINE:
                result.add("near-headline")
        elif head - number <= 4:
            result.add("above-headline")
        else:
            result.add("far-above-headline")
    else:
        result.add("no-headline")
    if places.first >= 0:
        if number < places.first and number > head:
            result.add("before-prose")
        elif places.first <= number <= places.last:
            result.add("in-prose")
        elif number > places.last:
            result.add("foot-near" if number - places.last <= _NEAR_PROSE else "foot-far")
    if number < 6 and head > 12:
        result.add("top-of-page")
    return frozenset(result)


def _dates_of(
    page: Page,
    line: _Line,
    before: str,
    language: str,
    marked: MarkedElements,
    around: frozenset[Element],
    contexts: dict[Element, frozenset[str]],
) -> list[ShownDate]:
    """The dates of a line."""
    result: list[ShownDate] = []
    matches = find_dates(line.text, language)
    rest = _word_count(line.text) - sum(_word_count(m.text) for m in matches)
    in_form = {m.match.start: m.label for m in date_lines([line.text], page.root, language)}
    end = 0
    for number, match in enumerate(matches):
        leading = without_weekday(line.text[max(end, match.start - 120) : match.start], language)
        label = label_of(leading[-48:])
        if not label and not any(c.isalnum() for c in leading) and number == 0 and is_label_alone(before):
            label = label_of(before)
        if not label and number == len(matches) - 1:
            label = _label_behind(line.text[match.end : match.end + _LABEL_BEHIND])
        end = match.end
        if label == "captured":
            continue
        element = _owner(page, line, match.text)
        evidence = {"shown", f"precision-{len(match.when)}"}
        evidence.add("clean" if match.start in in_form or (label and is_label_alone(before)) else "sentence")
        evidence.add(f"rest-{'none' if rest == 0 else 'few' if rest <= 4 else 'some' if rest <= 10 else 'many'}")
        if any(earlier.kind != "modified" for earlier in result):
            evidence.add("later-in-line")
        if _is_alone_in(page, element, match.text):
            evidence.add("own-element")
        if _SIGN_OF_COPYRIGHT.search(line.text):
            evidence.add("copyright")
        if _TIME_OF_DAY.search(line.text[: match.start]) or _TIME_OF_DAY.search(line.text[match.end :]):
            evidence.add("time-of-day")
        mark = _mark(element, marked)
        context = _context(page, element, marked, around, contexts)
        stamp = read_stamp(element.get("datetime") or "", language)
        when = stamp if stamp.startswith(match.when) else match.when
        kind = label or ("" if mark == "date" else mark)
        evidence |= _kind_evidence(label, mark)
        if _OF_META.search(
            f"{element.get('class') or ''} {element.parent.get('class') or '' if element.parent else ''}"
        ):
            evidence.add("own-meta")
        if byline_hint(language.partition("-")[0]).search(line.text):
            evidence.add("beside-byline")
        if _BEFORE_LAST.search(line.text[: match.start]) and not any(c.isalnum() for c in line.text[match.end :]):
            evidence.add("closes-line")
        if match.start == 0 and _OPENING_DATE.match(match.text) and number == 0:
            evidence.add("opens-line")
        if _is_of_something_else(evidence | context):
            continue
        hidden = is_hidden_here(element)
        if hidden:
            evidence.add("hidden")
        result.append(
            ShownDate(when, match.text, element, kind, frozenset(evidence) | context, bool(label), hidden, line.text)
        )
    return result


#: Within so many characters after a date stands the verb of its label, as in "am 3. Dezember 2011 veröffentlicht"; a verb in Latin letters has so many of them.
_LABEL_BEHIND, _LEAST_VERB = 32, 6


def _label_behind(after: str) -> str:
    """The kind of a date by the words after it: German, Turkish and East Asian lines have the verb behind the date."""
    folded = after.casefold()
    return next((kind for kind in ("published", "modified") if _verbs(kind).search(folded)), "")


@cache
def _verbs(kind: str) -> re.Pattern[str]:
    """The words for a kind of date that are long enough to be verbs."""
    verbs = sorted(word for word in words(kind) if len(word) >= _LEAST_VERB or word[0] >= "\u0600")
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, verbs))})")


#: The evidence with which a date is never one of the article: of a comment, a picture, a line of copyright, an infobox.
_NEVER = frozenset(("comment", "caption", "copyright", "infobox", "captured-around"))


#: What stands before a date that is the last part of a line: "The Harbour Review, Vol. 3 — 4 March 2024".
_BEFORE_LAST = re.compile(r"[—–|·•]\s*$")
_NO_SENTENCE = frozenset(("rest-none", "rest-few", "own-element", "opens-line"))


def _is_of_something_else(evidence: set[str] | frozenset[str]) -> bool:
    """Whether a date belongs to something else than the article, whatever other witnesses say: to the things above, to a sentence
    without a label, to a cell of a table of data.
    """
    if not _NEVER.isdisjoint(evidence):
        return True
    if "label-published" in evidence or "label-modified" in evidence:
        return False
    is_in_sentence = {"sentence", "bare"} <= evidence and not _NO_SENTENCE & evidence
    if is_in_sentence:
        # a line about the article may be long: "Written by Ann Hart in Harbours on 4 March 2024 at 08:34 PM. 5 Comments"
        about = {"time-of-day", "own-meta", "beside-byline", "closes-line"} & evidence
        is_in_sentence = len(about) < (2 if "rest-many" in evidence else 1)
    return "data-table" in evidence or is_in_sentence


def _word_count(text: str) -> int:
    """The number of words, with two letters of an East Asian script as a word."""
    dense = sum(1 for c in text if "\u3040" <= c <= "\u9fff")
    return len(text.split()) + dense // 2


def _is_alone_in(page: Page, element: Element, date_text: str) -> bool:
    """Whether an element shows a date, and hardly anything else: a time, a weekday."""
    row = _short_row(page, element)
    return row is not None and len(fold(row)) <= len(date_text) + 14


def is_hidden_here(element: Element) -> bool:
    """Whether an element or one around it is hidden."""
    return is_hidden(element) or any(is_hidden(ancestor) for ancestor in element.ancestors())


def _may_be_of_today(evidence: frozenset[str]) -> bool:
    """Whether a date above the headline, without a label or mark and in no part of the page that also holds the headline, may be that of the visit."""
    return (
        "bare" in evidence
        and not {"above-headline", "far-above-headline"}.isdisjoint(evidence)
        and {"headline-box", "with-headline", "in-article"}.isdisjoint(evidence)
    )


def _kind_evidence(label: str, mark: str) -> set[str]:
    """The evidence of a label and of a mark."""
    result = set()
    if label:
        result.add(f"label-{label}")
    if mark:
        result.add(f"mark-{mark}")
        if not label:
            result.add(f"only-mark-{mark}")
    if not label and not mark:
        result.add("bare")
    return result


def _mark(element: Element, marked: MarkedElements) -> str:
    """The date mark of an element or of one of the two around it, else ""."""
    current: Element | None = element
    for _ in range(3):
        if current is None:
            break
        if mark := marked.dates.get(current):
            # a time element says only that it is a date; its parent may say which
            parent = current.parent
            if mark == "date" and parent is not None and marked.dates.get(parent) in ("published", "modified"):
                return marked.dates[parent]
            return mark
        current = current.parent
    return ""


#: An element with the headline and a date and at most so many characters is the head of the article.
_LONGEST_HEAD = 800


def _share_with_headline(element: Element, page: Page) -> str:
    """The evidence of the smallest element that holds both the date and the headline."""
    runs = page.text_runs
    row = runs.row[runs.begins[element.index] : runs.ends[element.index]]
    length = 0
    for text in row:
        length += len(text.strip())
        if length > _LONGEST_HEAD:
            return "in-article" if element.tag == "article" else "with-headline"
    return "headline-box"


def _context(
    page: Page,
    element: Element,
    marked: MarkedElements,
    around: frozenset[Element],
    contexts: dict[Element, frozenset[str]],
) -> frozenset[str]:
    """The evidence of the elements around a date, up to those that also hold the headline."""
    if (known := contexts.get(element)) is not None:
        return known
    result: set[str] = set()
    current: Element | None = element
    for _ in range(_MOST_LEVELS):
        if current is None or current in around:
            if current is not None and current.tag not in ("body", "html"):
                result.add(_share_with_headline(current, page))
            break
        if current.tag in _AROUND:
            result.add(_AROUND[current.tag])
            if current.tag == "table" and _is_data_table(current, contexts):
                result.add("data-table")
        names = f"{current.get('class') or ''} {current.get('id') or ''}"
        if not names.isspace():
            for word in words_of_names(names):
                for prefix, name in _NAMED:
                    if word.startswith(prefix):
                        result.add(name)
        current = current.parent
    if marked.in_aside(element, around):
        result.add("aside")
    contexts[element] = frozenset(result)
    return contexts[element]


def _is_data_table(table: Element, contexts: dict[Element, frozenset[str]]) -> bool:
    """`_holds_data`, once for each table."""
    if table not in contexts:
        contexts[table] = frozenset(("data-table",)) if _holds_data(table) else frozenset()
    return bool(contexts[table])


def _holds_data(table: Element) -> bool:
    """Whether a table has a heading cell, or two rows with two short cells each; other tables are for the layout of the page."""
    rows = 0
    for row in table.iter("tr"):
        cells = [cell for cell in row.children if cell.tag in ("td", "th")]
        if any(cell.tag == "th" for cell in cells):
            return True
        rows += len(cells) >= 2 and all(len(list(cell.iter())) <= 6 for cell in cells)
        if rows >= 2:
            return True
    return False


def _stamps(
    draft: Draft,
    marked: MarkedElements,
    around: frozenset[Element],
    lines: list[_Line],
    places: _Places,
    language: str,
    contexts: dict[Element, frozenset[str]],
    known: set[Element],
) -> list[tuple[int, ShownDate]]:
    """The dates in attributes of elements whose text shows none: `datetime` of "2 hours ago", the `content` of microdata, the `title` of a short date."""
    result: list[tuple[int, ShownDate]] = []
    page = draft.page
    indexes = [line.owners[0] // 2 for line in lines]
    for element in page.elements:
        attributes = page.attributes[element.index]
        stamp = attributes.get("datetime") or (
            attributes.get("content") or attributes.get("title") if element in marked.dates else ""
        )
        if not stamp or element in known or element.tag in ("ins", "del", "meta") or not may_hold_date(stamp):
            continue
        when = read_stamp(stamp, language)
        text = page.text_runs.text(element)
        if not when or len(text) > 120 or ((read := find_dates(text, language)) and read[0].when[:10] == when[:10]):
            continue
        number = max(bisect_right(indexes, element.index) - 1, 0)
        before = lines[number].text if lines else ""
        label = label_of(text) or label_of(before[-48:] if len(before) < 60 else "")
        if label == "captured":
            continue
        mark = _mark(element, marked)
        evidence = {"shown", "stamp", f"precision-{len(when)}", "clean"} | _kind_evidence(label, mark)
        kind = label or ("" if mark == "date" else mark)
        full = frozenset(evidence) | _context(page, element, marked, around, contexts) | _place(number, places)
        if _is_of_something_else(full):
            continue
        result.append((number, ShownDate(when, "", element, kind, full, bool(label), True, stamp)))
        if len(result) >= _MOST_STAMPS:
            break
    return result


def _with_company(found: list[tuple[int, ShownDate]]) -> tuple[ShownDate, ...]:
    """The dates with the evidence of the other ones: dates in a row of like elements belong to a list, and the first clean date after the headline is more often
    the article's than the next.
    """
    found = sorted(found, key=lambda pair: pair[0])
    looks = Counter(_look(shown.element) for _, shown in found)
    days: Counter[str] = Counter(shown.when[:10] for _, shown in found)
    result = []
    after = [
        (n, shown.kind)
        for n, shown in found
        if {"after-headline", "clean"} <= shown.evidence and "aside" not in shown.evidence
    ]
    # of a publication and a change, in any order, the publication is the first
    first_after = next((n for n, kind in after if kind != "modified"), after[0][0] if after else -1)
    first_foot = next((n for n, s in found if "foot-near" in s.evidence and "clean" in s.evidence), -1)
    different: dict[str, set[str]] = {}
    for _, shown in found:
        different.setdefault(_look(shown.element), set()).add(shown.when[:10])
    for number, shown in found:
        extra = set()
        look = _look(shown.element)
        others = len(different[look])
        if looks[look] > 1 and others > 1:
            extra.add("listed-2" if others == 2 else "listed-3" if others <= 4 else "listed-many")
        if number == first_after and (shown.kind != "modified" or all(kind == "modified" for _, kind in after)):
            extra.add("first-after-headline")
        if number == first_foot:
            extra.add("first-at-foot")
        if days[shown.when[:10]] > 1:
            extra.add("repeated")
        if len(days) == 1:
            extra.add("only-day")
        result.append(replace(shown, evidence=shown.evidence | extra) if extra else shown)
    return tuple(result)


def _look(element: Element) -> str:
    """The tag and classes of an element and of the one around it: dates of a list look alike."""
    parent = element.parent
    around = f"{parent.tag}.{parent.get('class') or ''}" if parent is not None else ""
    return f"{around}>{element.tag}.{element.get('class') or ''}"
