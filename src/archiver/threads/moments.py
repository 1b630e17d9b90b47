"""The moments at which posts were written: from attributes of an element (`datetime`, `title`, seconds since 1970), or from its text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from archiver.cleaning.measures import Measures
from archiver.metadata.parsing.dates import find_dates, without_weekday
from archiver.page import visible_text
from archiver.threads.words import listed

_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?(?:\.\d+)?\s?(Z|[+-]\d{2}:?\d{2})?)?")
_CLOCK = re.compile(
    r"(?<![\d:.])([01]?\d|2[0-3])[:.h]([0-5]\d)(?::([0-5]\d))?(?:\s?([ap])\.?m\b\.?)?(?![\d:])", re.IGNORECASE
)
_EPOCH = re.compile(r"\d{10}(\d{3})?")
_DIGIT = re.compile(r"\d")
#: Attributes with a moment, the most exact first.
_ATTRIBUTES = (
    "datetime",
    "data-time",
    "data-timestamp",
    "data-datetime",
    "data-date",
    "data-utime",
    "title",
    "content",
    "ts",
    "data-value",
)
#: The most characters of a text that is a date and little else.
LONGEST = 80
#: The first and the last second that are read as seconds since 1970: 1995 and 2040.
_FIRST, _LAST = 788_918_400, 2_208_988_800


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment. `when` is in ISO 8601, "" if it is relative ("3 hours ago") or only a time of day. `text` is what the page shows."""

    when: str
    text: str
    #: offsets of the date in the text of its run
    start: int = 0
    end: int = 0
    is_exact: bool = False


def moment_of(measures: Measures, holder: int, member: int, text: str, language: str) -> Moment | None:
    """The moment that a piece of text shows, or None. `holder` is the index of the element of the text; no element around `member` is looked at."""
    shown = text_moment(text, language)
    if shown is not None and shown.is_exact:
        return shown
    if len(text) > LONGEST and shown is None:
        return None
    index = holder
    for _ in range(3):
        attributes = measures.elements[index].attributes
        for name in _ATTRIBUTES:
            if (value := attributes.get(name)) and (when := stamp(value, language)):
                if shown is None and (
                    not _is_label(text) or (index != holder and not _is_label(visible_text(measures.elements[index])))
                ):
                    continue
                if shown is not None:
                    return Moment(when, shown.text, shown.start, shown.end, len(when) > 10)
                return Moment(when, text, 0, len(text), len(when) > 10)
        if index == member:
            break
        index = measures.parent[index]
    return shown


def _is_label(text: str) -> bool:
    """Whether a text can be the label of a moment: "2 d", "3 hours ago"."""
    return len(text) <= 30 and any(map(str.isdigit, text))


@lru_cache(maxsize=8192)
def stamp(value: str, language: str) -> str:
    """The moment in an attribute in ISO 8601, or ""."""
    value = value.strip()
    if len(value) > 60:
        return ""
    if _EPOCH.fullmatch(value):
        seconds = int(value[:10])
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if _FIRST < seconds < _LAST else ""
    if match := _ISO.match(value):
        return _iso(match)
    shown = text_moment(value, language)
    return shown.when if shown is not None else ""


def _iso(match: re.Match[str]) -> str:
    day, clock, seconds, zone = match.groups()
    try:
        datetime.fromisoformat(day)
    except ValueError:
        return ""
    if not clock:
        return str(day)
    if zone and zone != "Z" and ":" not in zone:
        zone = f"{zone[:3]}:{zone[3:]}"
    try:
        datetime.fromisoformat(f"{day}T{clock}{seconds or ':00'}")
    except ValueError:
        return str(day)
    return f"{day}T{clock}{seconds or ':00'}{zone or ''}"


@lru_cache(maxsize=16384)
def text_moment(text: str, language: str) -> Moment | None:
    """The first moment in a short text: a date, perhaps with a time of day; a relative one; or a time of day alone."""
    if len(text) > 200 or not _DIGIT.search(text):
        folded = text.casefold().strip(" ,.")
        return Moment("", text, 0, len(text)) if folded in _RELATIVE_ALONE else None
    found = next((d for d in find_dates(text, language) if len(d.when) >= 7 or len(text) < 24), None)
    others = text if found is None else f"{text[: found.start]}{' ' * (found.end - found.start)}{text[found.end :]}"
    clock = (
        _CLOCK.search(others) or _CLOCK.search(text)
        if found is None or not found.text[-1:].isdigit()
        else _CLOCK.search(others)
    )
    if found is not None:
        start, end, when = found.start, found.end, found.when
        if len(when) == 10 and (iso := _ISO.match(text[start:])) and iso[2]:
            return Moment(_iso(iso), text[start : start + iso.end()], start, start + iso.end(), True)
        if clock is not None and _is_near(text, found.start, found.end, clock):
            if len(when) == 10:
                when = f"{when}T{_hours(clock)}"
            start, end = min(start, clock.start()), max(end, clock.end())
        before = without_weekday(text[:start], language)
        if len(before.rstrip()) < len(text[:start].rstrip(" ,.")):
            start = len(before) + len(text[len(before) : start]) - len(text[len(before) : start].lstrip(" ,"))
        return Moment(when, text[start:end], start, end, len(when) > 10)
    words = text.casefold()
    if len(text) <= 40 and any(word in words for word in listed("line", "ago")):
        return Moment("", text, 0, len(text))
    if clock is not None and len(text) <= 24:
        return Moment("", text[clock.start() : clock.end()], clock.start(), clock.end())
    return None


_RELATIVE_ALONE = frozenset(
    ["yesterday", "today", "just now", "gestern", "heute", "hier", "ayer", "hoy", "ieri", "oggi"]
)


def _is_near(text: str, start: int, end: int, clock: re.Match[str]) -> bool:
    """Whether a time of day belongs to a date: little stands between them, or it is inside of it ("Thu Mar 18 09:12 2004")."""
    between = text[end : clock.start()] if clock.start() >= end else text[clock.end() : start]
    return len(between) <= 12


def _hours(clock: re.Match[str]) -> str:
    hours, minutes, seconds, half = clock.groups()
    number = int(hours)
    if half and number <= 12:
        number = number % 12 + (12 if half.lower() == "p" else 0)
    return f"{number:02}:{minutes}:{seconds or '00'}"
