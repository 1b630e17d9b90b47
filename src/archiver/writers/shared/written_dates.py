"""Dates as readers of a language write them: "15 November 2023", "15. November 2023", "2023年11月15日" (Unicode CLDR, by Babel).

Sites write the dates of one article in several ways ("12.12.2025", "2025-12-12T07:50", "DECEMBER 12, 2025"). Pages for readers
show all of them in one form; metadata keep ISO 8601, and the record keeps what the source shows.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import Any

from archiver.article import Article
from archiver.languages import subtags

_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?")
#: A day before the name of a month: the order of a date in English that is not American.
_DAY_FIRST = re.compile(r"\s*(?:\w+,\s*)?\d{1,2}(?:st|nd|rd|th)?\.?\s+(?:of\s+)?[^\W\d]{3,}", re.IGNORECASE)


def article_date(article: Article, type_: str) -> str:
    """The first date of a type ("published", "modified", "retrieved") as readers see it, or ""."""
    return next((written_date(d.when, d.text, article.language) for d in article.dates if d.type == type_), "")


def written_dates(article: Article) -> list[str]:
    """All dates of the article as readers see them."""
    return [written_date(d.when, d.text, article.language) for d in article.dates]


def written_date(when: str, text: str, language: str) -> str:
    """A date in the long form of a language, as precise as `when` (ISO 8601); `text` is what the source shows.

    The text stays where there is no such form: for a date or a language that is not known, and for another calendar than the
    Gregorian one.
    """
    text = " ".join(text.split())
    match = _ISO.fullmatch(when)
    if match is None or match[1] == "0000" or _is_of_another_calendar(text, int(match[1])):
        return text or when.partition("T")[0]
    if language.lower() == "en" and _DAY_FIRST.match(text):
        language = "en-GB"
    locale = _locale(language)
    if locale is None:
        return text or when.partition("T")[0]
    from babel.dates import format_date, format_skeleton

    year, month, day = match.groups()
    try:
        value = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return text or when
    if day:
        return str(format_date(value, "long", locale=locale))
    return str(format_skeleton("yMMMM" if month else "y", value, locale=locale))


def _is_of_another_calendar(text: str, year: int) -> bool:
    """Whether a text names a year of four digits, and not the one of the Gregorian calendar."""
    years = {
        int("".join(str(unicodedata.digit(c)) for c in digits)) for digits in re.findall(r"(?<!\d)\d{4}(?!\d)", text)
    }
    return bool(years) and year not in years


@lru_cache(maxsize=64)
def _locale(language: str) -> Any:
    """Babel's locale for a language tag, else for its language alone, else None."""
    from babel import Locale, UnknownLocaleError

    for tag in dict.fromkeys((language, subtags(language).language)):
        try:
            return Locale.parse(tag, sep="-") if tag and tag != "und" else None
        except (UnknownLocaleError, ValueError, TypeError):
            continue
    return None
