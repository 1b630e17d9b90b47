"""The head of an RFC, of an Internet draft, of a report, in two columns, whose cells the reader has marked (readers/plain/memo_head.py).

    Network Working Group                              I. Marr          → author
    Request for Comments: 9999                Corran Institute          → her affiliation
    Category: Informational                         April 2023          → date of publication

The cells of the other column stay as they are. A name belongs to the first line below it that is no name, as RFC 7322 (4.1.1, 4.1.2) has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from archiver.description import Author
from archiver.metadata.parsing.dates import find_dates
from archiver.metadata.parsing.personal_names import author_of, is_organization
from archiver.metadata.sources.plain.bylines import LineByline
from archiver.metadata.sources.plain.dates import LineDate
from archiver.metadata.sources.plain.lines import TextLines
from archiver.metadata.sources.plain.titles.memo import CLASS

#: "I. Marr", "I. Marr, Ed.", "J. van der Berg", "Isolde Marr".
_NAME = re.compile(
    r"(?P<name>(?:[^\W\d_]\.[ -]?){1,4}(?:[^\W\d_][\w’'-]* ){0,3}[^\W\d_][\w’'-]+|[^\W\d_]+(?: [^\W\d_][\w.’'-]*){1,3})"
    r"(?:,? \(?(?P<role>Ed(?:itor|\.)|Hrsg\.|éd\.)\)?)?"
)
_INITIAL = re.compile(r"[^\W\d_]\.")
_LABEL = re.compile(r"[^\W\d_][^:]{2,40}:")
_EXPIRES = re.compile(r"expires|valid|läuft ab|expire", re.IGNORECASE)


def memo_byline(page: TextLines, language: str) -> LineByline | None:
    """The authors in the head of a memo; None for a text without such a head, or without names in it."""
    authors: list[Author] = []
    numbers: list[int] = []
    first_waiting = 0
    cells = [
        (number, text) for number, text in _cells(page) if not _LABEL.match(text) and not find_dates(text, language)
    ]
    has_initials = any(_INITIAL.match(text) for _, text in cells)
    for number, text in cells:
        # where one name has initials, all have: "Orrin Systems" is none
        is_name = not has_initials or _INITIAL.match(text)
        if is_name and (person := _person(text)) is not None:
            authors.append(person)
            numbers.append(number)
        elif first_waiting < len(authors):
            # all names since the last affiliation share the one below them
            authors[first_waiting:] = [replace(author, affiliations=(text,)) for author in authors[first_waiting:]]
            numbers.append(number)
            first_waiting = len(authors)
    return LineByline(tuple(authors), numbers[0], tuple(numbers[1:]), {"marked": 1.0}) if authors else None


def memo_date(page: TextLines, language: str) -> LineDate | None:
    """The date in the head of a memo; None for a text without such a head, or without a date in it."""
    for number, text in _cells(page):
        dates = find_dates(text, language)
        if dates and not _EXPIRES.search(text):
            return LineDate(dates[0], "published", number)
    return None


def _cells(page: TextLines) -> Iterator[tuple[int, str]]:
    """The cells of the head of a memo, each with the number of its line."""
    for number, line in enumerate(page.lines):
        if line.element.get("class") != CLASS:
            break
        yield number, line.text


def _person(text: str) -> Author | None:
    """The author whose name a cell is; None for any other cell."""
    match = _NAME.fullmatch(text)
    if match is None or is_organization(text):
        return None
    if not _INITIAL.match(match["name"]) and author_of(match["name"]) is None:
        return None
    roles = (match["role"],) if match["role"] else ()
    return Author(name=match["name"], roles=roles)
