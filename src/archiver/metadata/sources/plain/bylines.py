"""Bylines in the lines of a plain text, weighed by evidence.

A copied page shows many names: authors, photographers, people of the story, authors of other articles. No line is a
byline for its form alone. Each candidate gets the features of its form ("By" before it, a date or a role beside it), of
its neighbours (a date in the next line, the name again under an avatar), of its place (after the title, before the first
paragraph, after the last one) and of the rest of the page (a bio that begins with the name). Their weighted sum decides.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from archiver.description import Author
from archiver.languages import subtags
from archiver.metadata.parsing.bylines import is_credit, parse_byline, pen_name, split_authors
from archiver.metadata.parsing.dates import find_dates, may_hold_date, without_weekday
from archiver.metadata.parsing.folding import comparison_key
from archiver.metadata.parsing.personal_names import is_nobody, is_person_name, is_role
from archiver.metadata.parsing.word_lists import alternatives, byline_hint, byline_words, words
from archiver.metadata.sources.plain.lines import LONGEST, TextLines
from archiver.metadata.sources.plain.titles.paper_head import is_issue

#: The most words of a line that is a name with a role, a place and so on, and of one part of it that is no name.
_MOST_WORDS, _MOST_OTHER_WORDS = 24, 8
#: The most words of a part with names that are neither of a name nor of a role or place.
_MOST_UNREAD_WORDS = 3
#: The most words of a name.
_MOST_NAME_WORDS = 5
#: The most characters of a date line beside a byline.
_LONGEST_DATE_LINE = 140
#: The number of lines after an introducing line, or after a name, that are read for more names.
_MOST_NAME_LINES = 5

TIME = re.compile(
    r"\b\d{1,2}[:.h]\d{2}(?::\d{2})?\s*(?:[ap]\.?\s?m\.?)?(?:\s*\(?(?:[A-Z]{2,5}|GMT[+-]\d+|Uhr)\b\)?)?|\b\d{1,2}\s?[ap]\.?m\.?(?!\w)",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*[|•·●\t»›／~]+\s*|\s+[–—-]\s+|\s+/\s+|\s*/$")
_ADDRESS = re.compile(r"\S*@\S+|\bhttps?://\S+|\bwww\.\S+")
_HANDLE = re.compile(r"@\w|\bwww\.|https?://")
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class LineByline:
    """A candidate: its authors, the number of its line, and the numbers of further lines with names of it. `features` are
    the names and values of its evidence, `score` their weighted sum.
    """

    authors: tuple[Author, ...]
    number: int
    others: tuple[int, ...] = ()
    features: Mapping[str, float] = field(default_factory=dict)
    score: float = 0.0


#: Words after or before the name of a photographer, anywhere in a line.
_CREDIT_WORDS = frozenset(word for word in words("credit") if word.startswith(("photo", "foto", "image", "фото")))


# -- the names in a line -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Named:
    """The authors in a line, and what else the line holds."""

    authors: tuple[Author, ...]
    marked: bool = False
    #: The number of parts that are neither names nor dates, roles, addresses or reading times.
    others: int = 0
    has_role: bool = False
    has_date: bool = False


def names_in_line(text: str, language: str, site: str) -> _Named | None:
    """The authors in a line that has the form of a byline, with a byline word or without; None for any other line."""
    if len(text) > LONGEST or is_credit(text):
        return None
    has_date = may_hold_date(text) and bool(find_dates(text, language) or TIME.search(text))
    if byline_hint(subtags(language).language).search(text):
        byline = parse_byline(text.replace("\t", " | "), language, site=site)
        authors = byline.authors if byline.marked else pen_name(text, language)
        if authors:
            return _Named(_with_agency(authors, text), True, 0, _has_role(authors), has_date)
    if len(text.split()) > _MOST_WORDS:
        return None
    return _bare_names(text, language, site, has_date)


def _bare_names(text: str, language: str, site: str, has_date: bool) -> _Named | None:
    """The authors in a line without a byline word: names first, then only roles, places, dates, addresses."""
    parts = list(parts_without_dates(text, language))
    if not parts or not _CREDIT_WORDS.isdisjoint(_LETTERS.findall(text.casefold())):
        return None  # "AP Photo/Ian Walton"
    named: list[Author] = []
    others, has_role = 0, False
    for number, part in enumerate(parts):
        if is_credit(part):
            return None
        if number == 0 or (len(named) == number and len(parts) >= 3):
            authors = split_authors(part.replace("/", ", "), language, site=site)
            if authors and all(_may_be_bare(author) for author in authors):
                named.extend(authors)
                continue
            if number == 0:
                return None
        if is_role(part) and len(part.split()) <= _MOST_OTHER_WORDS:
            has_role = True
        elif len(part.split()) <= _MOST_OTHER_WORDS:
            others += 1
        else:
            return None
    first = parts[0]
    # "Jane Doe and five others wrote this text today": the names must be most of the first part
    shown = sum(len(s.split()) for a in named for s in (a.name, a.honorific, *a.roles, *a.affiliations))
    if len(first.split()) > shown + _MOST_UNREAD_WORDS:
        return None
    people = _with_agency(tuple(map(_without_degree, named)), text)
    return _Named(people, False, others, has_role or _has_role(people), has_date)


def _without_degree(author: Author) -> Author:
    """The author with a degree in capitals taken off a name in small letters: "Jane Doe MS"."""
    *name, last = author.name.split()
    if len(name) < 2 or not (last.isascii() and last.isalpha() and last.isupper() and 2 <= len(last) <= 5):
        return author
    if author.name.isupper():
        return author
    return replace(author, name=" ".join(name), honorific=f"{author.honorific}, {last}" if author.honorific else last)


def _may_be_bare(author: Author) -> bool:
    """Whether an author without a byline word has the form of a person's name and of nothing else."""
    tokens = author.name.split()
    return (
        author.type == "person"
        and len(tokens) <= _MOST_NAME_WORDS
        and not is_nobody(author.name)
        and author.name.casefold() not in words("chrome")
        and is_person_name(author.name)
        and not is_role(author.name)
        and tokens[0].casefold() not in _STARTS
    )


#: Byline words of one word: "By TPN" is no name.
_STARTS = frozenset(word for word in byline_words("") if " " not in word)


def _has_role(authors: tuple[Author, ...]) -> bool:
    """Whether one of the authors has a role."""
    return any(author.roles for author in authors)


def parts_without_dates(text: str, language: str) -> Iterator[str]:
    """The parts of a line without dates, times, labels of dates, addresses and reading times."""
    if may_hold_date(text):
        kept, start = [], 0
        for match in find_dates(text, language):
            kept.append(without_weekday(text[start : match.start], language))
            start = match.end
        text = TIME.sub("\t", "\t".join((*kept, text[start:])))
    text = _ADDRESS.sub("\t", text)
    for part in _PARTS.split(text):
        unlabelled = _LABELS.sub("", part)
        cleaned = _AGE.sub("", unlabelled.strip(_EDGES)).strip(_EDGES)
        folded = cleaned.casefold()
        if unlabelled != part and len(cleaned.split()) == 1:
            continue  # "Article published on"
        if not cleaned or not any(c.isalpha() for c in cleaned) or folded in words("reading", "time"):
            continue
        if any(word in folded for word in _READING):
            continue
        if any(character.isdigit() for character in cleaned) and len(cleaned.split()) <= 3:
            continue
        yield cleaned


_LABELS = re.compile(
    rf"^(?:{alternatives(words('published') | words('modified'))})\b[\s:：]*|[\s:：]*(?:{alternatives(words('published') | words('modified'))})[\s:：]*(?:on|am|le|el|il|at)?$",
    re.IGNORECASE,
)
_EDGES = " ,;:.|()-–—"
#: "Jane Doe 7 hours ago", "Jane Doe 3 Comments"
_AGE = re.compile(r"\s+\d+\s+\w+(?:\s+\w+)?$")
_READING = frozenset(word for word in words("reading") if " " in word)
#: "Jane Doe and AP": an agency after "and" is an author too, and after a comma the newspaper of the author.
_AND_AGENCY = re.compile(
    rf"\s(?:{alternatives(words('and', 'agency'))})\s+(?P<name>(?:the\s+)?(?:{alternatives(words('organizations', 'names'))}))\W*$",
    re.IGNORECASE,
)


def _with_agency(authors: tuple[Author, ...], text: str) -> tuple[Author, ...]:
    """The authors, with the agency that the line names after "and"."""
    match = _AND_AGENCY.search(text.split("\t")[0])
    if not authors or match is None or any(author.name == match["name"] for author in authors):
        return authors
    last = replace(authors[-1], affiliations=tuple(a for a in authors[-1].affiliations if a != match["name"]))
    return (*authors[:-1], last, Author(name=match["name"], type="organization"))


# -- candidates ----------------------------------------------------------------------------------------


def find_line_byline(page: TextLines, language: str, site: str = "") -> LineByline | None:
    """The byline of the article, or None if no candidate has enough evidence."""
    best = max(line_bylines(page, language, site), key=lambda byline: (byline.score, -byline.number), default=None)
    if best is None:
        return None
    has_word = best.features.get("marked") or best.features.get("introduced")
    return best if best.score >= (_LEAST_SCORE if has_word else _LEAST_BARE_SCORE) else None


def line_bylines(page: TextLines, language: str, site: str = "") -> list[LineByline]:
    """The candidates of a page, in the order of their lines, with their features and scores."""
    candidates: list[LineByline] = []
    named = {number: names_in_line(page.lines[number].text, language, site) for number in page.zone}
    known = {author.name.casefold() for here in named.values() if here is not None for author in here.authors}
    for number in page.zone:
        here = named[number]
        introduced = _is_introduced(page, number, language)
        if here is None and introduced:
            here = _introduced_names(page.lines[number].text, language, site)
        if here is None or not here.authors:
            continue
        authors: tuple[Author, ...] = here.authors
        others: tuple[int, ...] = ()
        if introduced or here.has_role:
            authors, others = _with_next_names(page, number, here, named)
        features = _features(page, number, here, introduced, named, authors, language)
        authors = tuple(_cut_at_known_name(author, known) for author in authors)
        score = sum(_WEIGHTS.get(name, 0.0) * value for name, value in features.items())
        candidates.append(LineByline(authors, number, others, features, score))
    return candidates


def _cut_at_known_name(author: Author, known: Collection[str]) -> Author:
    """The author with a name in capitals cut where the copying joined it with the next word, if another line has the name
    alone: "JANE DOESTAFF WRITER" and "Jane Doe".
    """
    folded = author.name.casefold()
    if not author.name.isupper() or len(folded) != len(author.name):
        return author
    names = [name for name in known if len(name.split()) > 1 and folded.startswith(name) and name != folded]
    shortest = min(names, key=len, default=folded)
    glued = folded[len(shortest) :][:1].isalpha()
    return replace(author, name=author.name[: len(shortest)]) if glued else author


def _is_introduced(page: TextLines, number: int, language: str) -> bool:
    """Whether the line before is a byline word alone, or a line such as "Author of the article:"."""
    if number == 0 or len(page.lines[number].text.split()) > _MOST_WORDS:
        return False
    before = page.folded[number - 1].strip(" :：.-–—|")
    alone = before in byline_words(subtags(language).language) and before not in words("byline_line", "not_alone")
    return alone or before in words("byline_line")


def _introduced_names(text: str, language: str, site: str) -> _Named | None:
    """The authors in a line after an introducing line. There a name needs no other evidence."""
    byline = parse_byline(text.replace("\t", " | "), language, expected=True, site=site)
    if byline.authors:
        return _Named(byline.authors, True, 0, _has_role(byline.authors))
    return None


def _with_next_names(
    page: TextLines, number: int, here: _Named, named: Mapping[int, _Named | None]
) -> tuple[tuple[Author, ...], tuple[int, ...]]:
    """The authors of a line and of the lines after it, if each of these is a name of the same form; with the numbers of
    these lines.
    """
    authors, others = list(here.authors), []
    keys = {comparison_key(author.name) for author in authors}
    for following in range(number + 1, min(number + _MOST_NAME_LINES, len(page.lines))):
        other = named.get(following)
        if other is None or other.marked or other.has_date or other.others or other.has_role != here.has_role:
            break
        new = [author for author in other.authors if comparison_key(author.name) not in keys]
        if not new or here.others or here.has_date:
            break
        authors.extend(new)
        others.append(following)
        keys.update(comparison_key(author.name) for author in new)
    return tuple(authors), tuple(others)


def _features(
    page: TextLines,
    number: int,
    here: _Named,
    introduced: bool,
    named: Mapping[int, _Named | None],
    authors: tuple[Author, ...],
    language: str,
) -> dict[str, float]:
    """The evidence for and against a candidate, by the names of `_WEIGHTS`."""
    name = authors[0].name
    has_word = here.marked or introduced
    people = [author.name for author in authors if author.type == "person"]
    tokens = [word.casefold() for person in people for word in _LETTERS.findall(person)]
    small = [
        _is_small(token, page.small_words) for token in tokens if len(token) > 1 and token not in words("particles")
    ]
    has_case = name.lower() != name.upper()
    neighbours = _neighbours(page, number, name, has_word, named, language)
    has_support = has_word or here.has_date or here.has_role or any(neighbours[name] for name in _SUPPORT)
    place = _place(page, number, has_word, has_support)
    if "foot" in place:
        # below the prose, the cards of other articles have a name and a date too
        neighbours.update(date_next=0.0, date_near=0.0, label_next=0.0)
    return {
        "one": 1.0,
        "marked": float(here.marked and not introduced),
        "introduced": float(introduced),
        "date_here": float(here.has_date and "foot" not in place),
        "role_here": float(here.has_role),
        "others": float(here.others),
        "small": sum(small) / max(1, len(small)),
        "caseless": float(not has_case),
        "capitals": float(name.isupper() and has_case),
        "several": float(len(authors) > 1),
        "prose": float(page.lines[number].prose > 0),
        **neighbours,
        **place,
        **_rest_of_page(page, number, name.casefold()),
        "running_head": float(bool(people) and all(_family_name(person) in page.head_words for person in people)),
    }


def _family_name(name: str) -> str:
    """The last word of a name, in small letters."""
    words_of_name: list[str] = _LETTERS.findall(name.casefold())
    return words_of_name[-1] if words_of_name else ""


def _neighbours(
    page: TextLines, number: int, name: str, has_word: bool, named: Mapping[int, _Named | None], language: str
) -> dict[str, float]:
    """The evidence of the lines before and after a candidate."""
    before = page.lines[number - 1].text if number else ""
    after = [line.text for line in page.lines[number + 1 : number + 4]]
    following = after[0] if after else ""
    dates = [_is_date_line(text, language) for text in after]
    around = [
        other
        for k in (number - 2, number - 1, number + 1, number + 2)
        if k != page.title and (other := named.get(k)) is not None  # a title may look like a name
    ]
    key = comparison_key(name)
    return {
        "date_next": float(dates[:1] == [True]),
        "date_near": float(any(dates[1:]) and not dates[0]),
        "date_before": float(_is_date_line(before, language)),
        "label_next": float(len(following) <= _LONGEST_DATE_LINE and _STARTS_WITH_LABEL.match(following) is not None),
        "role_next": float(not has_word and len(following.split()) <= _MOST_OTHER_WORDS and is_role(following)),
        "address_next": float(len(following) <= 80 and _HANDLE.search(following) is not None),
        "again_next": float(any(comparison_key(text) == key for text in after[:2])),
        "run": float(sum(not other.marked and comparison_key(other.authors[0].name) != key for other in around)),
        "beside_marked": float(not has_word and any(other.marked for other in around)),
        "credit_before": float(0 < len(before.split()) <= 4 and is_credit(before)),
    }


#: Lines beside a name that say that it is a byline.
_SUPPORT = ("date_next", "date_near", "date_before", "role_next", "address_next")


def _place(page: TextLines, number: int, has_word: bool, has_support: bool) -> dict[str, float]:
    """The evidence of the place of a candidate: far or near the title, the first paragraph and the last one."""
    after_title = number - page.title if page.title >= 0 else 0
    result = {
        "title_next": float(after_title == 1),
        "title_near": float(after_title in (2, 3)),
        "below_issue": float(1 <= after_title <= 3 and page.title > 0 and is_issue(page.lines[page.title - 1].text)),
        "before_title_far": min(max(0, -after_title), 20) / 10,
    }
    if page.is_foot(number):
        result["foot"] = 1.0
        result["foot_bare"] = float(not has_word)
        result["foot_far"] = min(max(0, number - page.last), 25) / 10
    else:
        result["prose_before"] = float(min(page.prose_before[number], 6))
        # below a title and its byline, a long table of contents before the first paragraph tells nothing
        is_next = has_support and 0 < after_title <= 3
        result["first_far"] = 0.0 if is_next else min(max(0, page.first - number), 30) / 10
    return result


def _rest_of_page(page: TextLines, number: int, name: str) -> dict[str, float]:
    """The evidence of other lines that have the name of a candidate, which is in small letters."""
    bio = in_prose = False
    alone = 0
    for k, text in enumerate(page.folded):
        if name not in text:
            continue
        begins = text.startswith(name)
        bio = bio or (begins and len(text) > len(name) + 30)
        in_prose = in_prose or (not begins and page.first <= k < page.last and len(text) > 120)
        alone += abs(k - number) > 2 and len(text) <= len(name) + 24
    return {"bio": float(bio), "in_prose": float(in_prose), "alone_again": float(min(alone, 2))}


def _is_small(token: str, small_words: frozenset[str]) -> bool:
    """Whether a page has a word in small letters, perhaps with another end ("articles" for "Article"), or it is a word of
    page chrome.
    """
    if token in words("chrome") or token in words("reading") or token in words("heading"):
        return True
    return token in small_words or (
        len(token) >= 6 and (f"{token}s" in small_words or token.removesuffix("s") in small_words)
    )


_STARTS_WITH_LABEL = re.compile(alternatives(words("published") | words("modified")), re.IGNORECASE)


def _is_date_line(text: str, language: str) -> bool:
    """Whether a short line holds a date or a time, and few other words."""
    if len(text) > _LONGEST_DATE_LINE or not may_hold_date(text):
        return False
    words_of_line = len(text.split())
    return bool((find_dates(text, language) and words_of_line <= 16) or (TIME.search(text) and words_of_line <= 6))


#: A candidate with a lower score is no byline. A name without a byline word needs more, because headings and labels of
#: menus have its form.
_LEAST_SCORE, _LEAST_BARE_SCORE = -0.5, 0.1
#: The weights of the features: those of a logistic regression on copied pages, rounded by hand.
_WEIGHTS: Mapping[str, float] = {
    "one": -1.9,
    # the form of the line
    "introduced": 4.4,
    "marked": 3.2,
    "date_here": 0.9,
    "role_here": 1.2,
    "others": -0.4,
    "several": -0.5,
    "capitals": -0.5,
    "caseless": -1.5,
    "small": -5.2,
    "prose": -1.0,
    # its neighbours
    "role_next": 2.8,
    "date_next": 2.2,
    "date_near": 0.8,
    "date_before": 0.4,
    "label_next": 0.8,
    "address_next": 2.0,
    "again_next": 0.2,
    "run": -0.6,
    "beside_marked": -2.0,
    "credit_before": -0.5,
    # its place
    "title_next": 3.0,
    "title_near": 1.9,
    "before_title_far": -0.8,
    "prose_before": -0.5,
    "first_far": -0.8,
    "foot": -2.4,
    "foot_bare": 1.5,
    "foot_far": -1.0,
    # the rest of the page
    "bio": 1.5,
    "alone_again": 0.9,
    "in_prose": -1.3,
    # set by hand: copied pages have neither running heads nor the issue of a journal above the title
    "running_head": 2.0,
    "below_issue": 1.5,
}
