"""Dates in a piece of text. An ambiguous date is not guessed.

The names of months in all languages, and the order of day and month, are from CLDR, through the library Babel. It is
loaded when the first name of a month is read. Three rules:

- A date with a month only gets no day.
- "3/4/2023" gives only the year if the language has no fixed order of day and month.
- "yesterday" and "3 hours ago" are no dates, because the result must be the same tomorrow.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from archiver.languages import subtags

#: No article is older than printing; later years are mistakes.
_YEARS = range(1450, 2101)

# The eras of Japan and the Republic of China, and the number to add to their years (Reiwa 1 = 2019, Republic of China 1
# = 1912).
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867, "民國": 1911, "民国": 1911}
_BUDDHIST = 543

_ISO = re.compile(
    r"(?<![\d./-])(?P<y>[12]\d{3})-(?P<m>\d{2})(?:-(?P<d>\d{2}))?(?![\d-])"
    r"(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s?(?:Z|UTC|[+-]\d{2}:?\d{2})?)?"
)
_CJK = re.compile(
    r"(?:(?P<era>令和|平成|昭和|大正|明治|民國|民国)\s*)?(?<!\d)(?P<y>\d{1,4}|元)\s*[年년]\s*(?P<m>\d{1,2})\s*[月월]"
    r"(?:\s*(?P<d>\d{1,2})\s*[日일号號])?"
)
_YMD = re.compile(r"(?<![\d./-])(?P<y>[12]\d{3})(?P<s>[./])\s?(?P<m>\d{1,2})(?P=s)\s?(?P<d>\d{1,2})(?!\d)")
_NUMERIC = re.compile(
    # Arabic and Hebrew texts have marks of direction before the separators
    r"(?<![\d./-])(?P<a>\d{1,2})[\u200e\u200f]?(?P<s>[./-])\s?(?P<b>\d{1,2})[\u200e\u200f]?(?P=s)\s?(?P<y>[12]\d{3}|\d{2})(?![\d/-]|[.,]\d)"
)
_VIETNAMESE = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})\s+(?:tháng|thg)\s+(?P<m>\d{1,2})(?:,|\s)\s*(?:năm\s+)?(?P<y>\d{4})", re.IGNORECASE
)
# "Thu Mar 18 09:12:44 GMT 2004", as mail programs and archives of lists write it
_CTIME = re.compile(
    r"(?<![^\W_])(?P<m>[A-Za-z]{3})\s+(?P<d>\d{1,2})\s+\d{1,2}:\d{2}(?::\d{2})?\s+(?:[A-Z]{2,5}\s+|[+-]\d{4}\s+)?(?P<y>[12]\d{3})(?!\d)"
)
_TOKEN = re.compile(r"[^\s,;:،؛၊()\[\]|/·•–—\u2022\u200e\u200f-]+")
_NUMBER = re.compile(r"(?P<n>\d{1,4})(?:st|nd|rd|th|er|re|ro|do|º|ª|°|a|o|e|ος|η|-?го|日)?[.,]?$", re.IGNORECASE)
_DIGIT = re.compile(r"\d|元")
#: Words between the parts of a date.
_FILLERS = frozenset(
    "of de del d' d den der the le el di do dne dia m. m év r. r г. г року года an на"
    " gada gadā թ. թ ж. жылғы ค.ศ. พ.ศ. ta’ ta' ko aren".split()
)
#: Languages that write the year, the day and the month: "2024. gada 4. marts".
_YEAR_DAY_MONTH = ("lv", "kk")
#: What some languages write together with the name of a month: Hebrew "in" before it, the Basque genitive after it.
_BEFORE_MONTH, _AFTER_MONTH = {"he": "ב"}, {"eu": "ren"}


@dataclass(frozen=True, slots=True)
class DateMatch:
    """A date in a text: its offsets, its ISO 8601 form (a year, a month or a day), and its text."""

    start: int
    end: int
    when: str
    text: str


def read_date(text: str, language: str = "") -> str:
    """The ISO form of the first date in a short text, or "": `read_date("10 juillet 2023", "fr")` is "2023-07-10"."""
    first = next(iter(find_dates(text, language)), None)
    if first is not None:
        return first.when
    compact = text.strip()
    if len(compact) == 8 and compact.isascii() and compact.isdigit():
        return _iso(int(compact[:4]), int(compact[4:6]), int(compact[6:]))
    return ""


def read_stamp(text: str, language: str = "") -> str:
    """The ISO form of a date in embedded metadata, or "". It differs from `read_date` in one point: a year alone is a date."""
    folded = text.strip()
    if re.fullmatch(r"[12]\d{3}", folded):
        return folded
    return read_date(folded, language)


def find_dates(text: str, language: str = "") -> tuple[DateMatch, ...]:
    """All dates in a short text (its first 400 characters), in order. `language` is a BCP 47 tag. English names of
    months are read in every language.
    """
    if not may_hold_date(text):
        return ()
    return _find_dates(text[:400], language)


def may_hold_date(text: str) -> bool:
    """Whether a text has a digit, as every date has: a cheap prefilter."""
    return _DIGIT.search(text) is not None


@lru_cache(maxsize=2048)
def _find_dates(text: str, language: str) -> tuple[DateMatch, ...]:
    """`find_dates` for a text with a digit, cached."""
    ascii_text = _ascii_digits(text)
    dates: list[DateMatch] = []
    for when, start, end in (*_by_pattern(ascii_text, language), *_by_name(ascii_text, language)):
        if when and not any(start < other.end and other.start < end for other in dates):
            dates.append(DateMatch(start, end, when, text[start:end]))
    return tuple(sorted(dates, key=lambda d: d.start))


def _ascii_digits(text: str) -> str:
    """The text with the digits of all scripts as 0 to 9, character for character."""
    if text.isascii():
        return text
    return "".join(c if c.isascii() or not c.isdecimal() else str(unicodedata.decimal(c)) for c in text)


def _by_pattern(text: str, language: str) -> Iterator[tuple[str, int, int]]:
    """Dates in digits, as (ISO form, start, end)."""
    for pattern in (_ISO, _CJK, _YMD, _VIETNAMESE):
        for match in pattern.finditer(text):
            parts = match.groupdict()
            year = 1 if parts["y"] == "元" else int(parts["y"])
            year += _ERAS.get(parts.get("era") or "", 0)
            yield _iso(_common_era(year, language), int(parts["m"]), int(parts["d"] or 0)), match.start(), match.end()
    for match in _CTIME.finditer(text) if ":" in text else ():
        month = month_number(match["m"], "en")
        yield _iso(int(match["y"]), month, int(match["d"])), match.start(), match.end()
    for match in _NUMERIC.finditer(text):
        yield _numeric(match, language), match.start(), match.end()


def _numeric(match: re.Match[str], language: str) -> str:
    """The ISO form of 10.07.2023, 10/07/2023 or 7/10/23. The order of day and month follows from the separator, the size
    of the numbers or the language; without an order, only the year is known.
    """
    first, second, written = int(match["a"]), int(match["b"]), match["y"]
    if len(written) == 2 and match["s"] != ".":
        return ""
    year = int(written) if len(written) == 4 else int(written) + (1900 if int(written) >= 69 else 2000)
    year = _common_era(year, language)
    if match["s"] == "." or first > 12:
        return _iso(year, second, first)
    if second > 12:
        return _iso(year, first, second)
    if first == second:
        return _iso(year, first, second)
    order = _day_month_order(language)
    if order == "dm":
        return _iso(year, second, first)
    if order == "md":
        return _iso(year, first, second)
    return str(year) if year in _YEARS else ""


def _by_name(text: str, language: str) -> Iterator[tuple[str, int, int]]:
    """Dates with a month's name: day month year, month day year, year month day, or month and year alone."""
    tokens = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]
    fillers = _FILLERS | {"e", "a"} if language.startswith("eu") else _FILLERS
    tokens = [t for t in tokens if t[0].casefold() not in fillers]
    numbers = [_number_of(token) for token, _, _ in tokens]
    for i, (token, start, end) in enumerate(tokens):
        if numbers[i] or not token[0].isalpha():
            continue
        # only a word beside a number can be a month, and the table of months is slow to load
        around = numbers[max(0, i - 2) : i + 3]
        if not any(around):
            continue
        month = month_number(token.rstrip(".,"), language)
        if not month:
            continue
        before = numbers[i - 1] if i > 0 else 0
        after = numbers[i + 1] if i + 1 < len(tokens) else 0
        second = numbers[i + 2] if i + 2 < len(tokens) else 0
        earlier = numbers[i - 2] if i > 1 else 0
        if 1 <= before <= 31 and after > 31:
            range_start = _start_of_range(text, tokens[i - 1][1])
            day = before if range_start < 0 else 0
            begin = tokens[i - 1][1] if range_start < 0 else range_start
            yield _iso(_common_era(after, language), month, day), begin, _date_end(text, tokens[i + 1])
        elif (
            1 <= after <= 31
            and 1 <= second <= 31
            and i + 3 < len(tokens)
            and numbers[i + 3] > 31
            and text[tokens[i + 1][2] : tokens[i + 2][1]].strip() in _DASHES
        ):
            yield _iso(_common_era(numbers[i + 3], language), month, 0), start, _date_end(text, tokens[i + 3])
        elif 1 <= after <= 31 and second > 31:
            yield _iso(_common_era(second, language), month, after), start, _date_end(text, tokens[i + 2])
        elif before > 31 and 1 <= after <= 31:
            yield _iso(_common_era(before, language), month, after), tokens[i - 1][1], _date_end(text, tokens[i + 1])
        elif after > 31:
            yield _iso(_common_era(after, language), month, 0), start, _date_end(text, tokens[i + 1])
        elif 1 <= before <= 31 and earlier > 31 and subtags(language).language in _YEAR_DAY_MONTH:
            yield _iso(_common_era(earlier, language), month, before), tokens[i - 2][1], end
        elif 1 <= before <= 31 and earlier > 31:
            yield "", start, end  # "2023 10 July" is no known form of a date


_DASHES = frozenset(("-", "–", "—", "/"))
# an em dash between spaces parts two things: "No. 2 — 14 April 2003"
_RANGE = re.compile(r"(?<!\d)\d{1,2}\.?(?:\s?[–-]\s?|—)$")


def _start_of_range(text: str, start: int) -> int:
    """Where a range of days begins that ends with the day at `start`, as in "3-5 May 2024": such a date is known to the month only. -1 if there is none."""
    match = _RANGE.search(text, max(0, start - 8), start)
    return match.start() if match is not None else -1


def _date_end(text: str, token: tuple[str, int, int]) -> int:
    """The offset of the end of a date by its last token, without a full stop or comma after it."""
    end = token[2]
    while end > token[1] and text[end - 1] in ".,":
        end -= 1
    return end


def _number_of(token: str) -> int:
    """The number in a token such as "10" or "3rd"; 0 for any other token."""
    match = _NUMBER.match(token)
    return int(match["n"]) if match else 0


def _common_era(year: int, language: str) -> int:
    """A year of the common era; Thai texts count years from the death of Buddha."""
    if language.startswith("th") and year > 2400:
        return year - _BUDDHIST
    return year


def _iso(year: int, month: int, day: int) -> str:
    """ISO 8601 of a year, a month and a day (0 if not known); "" when there is no such date."""
    if year not in _YEARS or not 1 <= month <= 12:
        return ""
    if not day:
        return f"{year:04}-{month:02}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


# -- names of months and days, and their order, from CLDR ----------------------------------------------

# Names of months that newspapers use and CLDR does not list.
_EXTRA_MONTHS = {
    "de": {"jänner": 1, "feber": 2, "mrz": 3, "maerz": 3},
    "en": {"sept": 9},
    "es": {"setiembre": 9, "set": 9},
    "fr": {"fevrier": 2, "aout": 8, "decembre": 12},
}


@lru_cache(maxsize=4096)
def month_number(name: str, language: str) -> int:
    """The number of a month by its name in a language or in English; 0 for any other word. The first letters are enough
    if there are at least three of them, and only one month begins with them.
    """
    folded = _folded_name(name)
    if len(folded) < 2:
        return 0
    own = subtags(language).language or "en"
    if own in _BEFORE_MONTH or own in _AFTER_MONTH:
        bare = folded.removeprefix(_BEFORE_MONTH.get(own, "")).removesuffix(_AFTER_MONTH.get(own, ""))
        if number := _months(own).get(bare):
            return number
    for tag in dict.fromkeys((own, "en")):
        table = _months(tag)
        if number := table.get(folded):
            return number
        if len(folded) >= 3:
            numbers = {number for listed, number in table.items() if listed.startswith(folded)}
            if len(numbers) == 1:
                return numbers.pop()
    return 0


@lru_cache(maxsize=32)
def _months(language: str) -> dict[str, int]:
    """The numbers of the months of a language by their folded names, long and short."""
    locale = _locale(language)
    table = {_folded_name(name): number for name, number in _EXTRA_MONTHS.get(language, {}).items()}
    if locale is None:
        return table
    for form in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in locale.months[form][width].items():
                folded = _folded_name(str(name))
                if folded and not any(c.isdigit() for c in folded):
                    table.setdefault(folded, int(number))
    return table


def without_weekday(text: str, language: str) -> str:
    """The text before a date without the day of the week at its end: "By Jane Doe, Tuesday" becomes "By Jane Doe"."""
    stripped = text.rstrip(" ,;:،、(（\t")
    last = re.split(r"[\s(（|·•–—-]", stripped)[-1]
    if len(last) < 2 or _folded_name(last) not in _weekdays(subtags(language).language or "en"):
        return text
    return stripped[: len(stripped) - len(last)].rstrip(" ,;:،、(（\t")


@lru_cache(maxsize=32)
def _weekdays(language: str) -> frozenset[str]:
    """The names of the days in a language and in English, long and short."""
    names: set[str] = set()
    for tag in {language, "en"}:
        if (locale := _locale(tag)) is not None:
            forms = [
                locale.days[form][width] for form in ("format", "stand-alone") for width in ("wide", "abbreviated")
            ]
            names.update(_folded_name(str(name)) for days in forms for name in days.values())
    return frozenset(name for name in names if len(name) > 1)


@lru_cache(maxsize=64)
def _day_month_order(language: str) -> str:
    """The order of day and month in short dates of a language: "dm" or "md". "" when it is not known: English without a
    country.
    """
    if not language or language == "en":
        return ""
    locale = _locale(language)
    if locale is None:
        return ""
    pattern = str(locale.date_formats["short"].pattern)
    return (
        "md"
        if pattern.find("M") < pattern.find("d") and not pattern.lower().startswith("y")
        else "dm"
        if "d" in pattern
        else ""
    )


@lru_cache(maxsize=64)
def _locale(language: str):  # type: ignore[no-untyped-def]
    """Babel's locale for a tag, else for its language alone, else None."""
    from babel import Locale, UnknownLocaleError

    for tag in dict.fromkeys((language, subtags(language).language)):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError, TypeError):
            continue
    return None


def _folded_name(name: str) -> str:
    """A name in lower case without full stops and, in Latin and Greek letters, without accents."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    if not decomposed or not (decomposed[0] < "\u0400"):
        return unicodedata.normalize("NFKC", name.casefold()).rstrip(".॰")
    return "".join(c for c in decomposed if not unicodedata.combining(c)).rstrip(".")
