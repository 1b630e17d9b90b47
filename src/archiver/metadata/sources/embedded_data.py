"""Dates of publication in the data that scripts of a page hold: the state of an application, the layer of an analytics service,
and JSON-LD that no parser reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from archiver.metadata.parsing.dates import read_stamp
from archiver.page import Page

_PUBLISHED = re.compile(
    r"""["']?\b(?:date_?published|published_?(?:at|on|date|time)|publish_?(?:date|time|at)|publication_?date|pub_?date|first_?published(?:_?(?:at|date))?|original_?publish_?date)"""
    r"""["']?\s*:\s*["'](?P<value>[^"'<>\n]{8,40})["']""",
    re.IGNORECASE,
)
#: One of these stands in every such key, in one of these cases.
_HINTS = ("ubli", "UBLI", "ub_date", "ubDate", "ubdate", "PubDate")
_PART_OF_KEY = re.compile(r"[pP](?:[uU][bB](?:[lL][iI]|_?[dD]))")
#: The most characters of a key before that part, and of a key and its value behind it.
_BEFORE_PART, _BEHIND_PART = 12, 120
_QUOTED = re.compile(r"[\"'](?P<value>[^\"'<>\n]{6,40})[\"']")
_ESCAPED_QUOTE = '\\"'
#: The most characters of a script that only writes a date into the page.
_LONGEST_WRITER = 200
#: The most places that are read, and the most days among them that say something: more belong to a list of articles.
_MOST_PLACES, _MOST_DAYS = 200, 8


def dates_in_scripts(scripts: Iterable[str]) -> tuple[str, ...]:
    """The days after a key such as "datePublished" in scripts, in ISO 8601, in order and each once. Empty if there are too many."""
    days: dict[str, None] = {}
    count = 0
    for script in scripts:
        if not any(hint in script for hint in _HINTS):
            continue
        for text in (script, script.replace(_ESCAPED_QUOTE, '"')) if _ESCAPED_QUOTE in script else (script,):
            for match in _matches(text):
                count += 1
                if count > _MOST_PLACES or len(days) > _MOST_DAYS:
                    return ()
                if len(day := read_stamp(match["value"])[:10]) == 10:
                    days[day] = None
    return tuple(days)


def _matches(script: str) -> Iterator[re.Match[str]]:
    """The places of such keys. Only what stands around the part that all of them have is searched: scripts are long."""
    end = 0
    for found in _PART_OF_KEY.finditer(script):
        if found.start() < end:
            continue
        match = _PUBLISHED.search(script, max(end, found.start() - _BEFORE_PART), found.end() + _BEHIND_PART)
        if match is not None and match.start() <= found.start():
            end = match.end()
            yield match


def scripts_of(page: Page) -> list[str]:
    """The texts of all scripts of a page."""
    head = page.head.iter("script") if page.head is not None else ()
    return list(dict.fromkeys(script.text for script in chain(head, page.named("script")) if script.text))


def dates_written_by_scripts(page: Page) -> tuple[str, ...]:
    """The days that short scripts between the lines of the body write there: `showDate("2020/04/17 01:43:09")`."""
    days: dict[str, None] = {}
    for script in page.named("script"):
        text = script.text
        if text and len(text) <= _LONGEST_WRITER:
            read = {day for match in _QUOTED.finditer(text) if len(day := read_stamp(match["value"])[:10]) == 10}
            if len(read) == 1:
                days[read.pop()] = None
    return tuple(days) if len(days) <= 2 else ()
