"""Given metadata: the fields that the user sets on the command line or in a metadata file. They win over all metadata
of the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date

from archiver import addresses
from archiver.errors import UsageError
from archiver.languages import canonical_tag
from archiver.metadata.parsing.dates import find_dates


@dataclass(frozen=True, slots=True)
class Given:
    """Metadata from the user. An empty field was not given.

    `date` and `modified` are dates in ISO 8601 (a year, a month or a day), or dates with the name of the month. `language`
    is a BCP 47 tag. The constructor checks nothing: see `checked`.
    """

    title: str = ""
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    modified: str = ""
    language: str = ""
    publisher: str = ""
    rights: str = ""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    doi: str = ""
    url: str = ""
    container: str = ""
    container_type: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    issn: str = ""
    isbn: str = ""
    section: str = ""
    editors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()

    @classmethod
    def from_mapping(cls, values: Mapping[str, object]) -> Given:
        """Given metadata from keys and values as in a metadata file (`KEYS`). A list may be one string.

        Raises ValueError with the first unknown key, so that a misspelt key is not lost.
        """
        arguments: dict[str, object] = {}
        for key, value in values.items():
            name = field_name(key)
            if name is None:
                raise ValueError(key)
            arguments[name] = _texts(value) if name in LISTS else "" if value is None else str(value).strip()
        return cls(**arguments)  # type: ignore[arg-type]

    def named_values(self) -> Iterator[tuple[str, str]]:
        """The fields that were given, each with its value as text, in the order of the class, by the names that the
        provenance has for them. A list gives one for each value, and its name is in the singular.
        """
        for field in fields(self):
            value = getattr(self, field.name)
            for text in value if isinstance(value, tuple) else (value,):
                if text:
                    yield _IN_PROVENANCE.get(field.name, field.name), text

    def checked(self, name_of: Callable[[str], str]) -> Given:
        """The same metadata with language and DOI in canonical form, and the address without user name and password. `name_of` returns the user's name for a field, for
        messages: "--date" for "date".

        Raises UsageError, with the right form, for a value that is no language, date, DOI, address or statement of
        rights.
        """

        def refuse(field: str, value: str, reason: str, remedy: str) -> UsageError:
            quoted = value if len(value) <= 80 else f"{value[:79]}…"
            return UsageError(f"{name_of(field)} {quoted!r}: {reason}.", remedy)

        language, doi = self.language, self.doi
        if language:
            try:
                language = canonical_tag(language)
            except ValueError as error:
                raise refuse("language", language, str(error), "Write a BCP 47 tag: en, pt-BR, zh-Hant.") from error
        for field in ("date", "modified"):
            text = getattr(self, field)
            if text and not iso_date(text) and not _is_spelled_out(text, language):
                remedy = "Write it as 2023-07-10, or 2023-07 or 2023 where no more is known; a time may follow: 2023-07-10T14:30+02:00."
                raise refuse(field, text, "it is no date", remedy)
        if doi:
            match = _DOI.fullmatch(doi)
            if match is None:
                raise refuse("doi", doi, "it is no DOI", "Write it as 10.1234/abc.")
            doi = match[1]
        if self.container_type and self.container_type.lower() not in CONTAINER_TYPES:
            kinds = ", ".join(CONTAINER_TYPES)
            raise refuse(
                "container_type", self.container_type, "it is no kind of publication", f"Write one of these: {kinds}."
            )
        if self.issn and not _ISSN.fullmatch(self.issn.strip()):
            raise refuse("issn", self.issn, "it is no ISSN", "Write it as 2049-3630.")
        if self.url and not addresses.is_complete(self.url):
            raise refuse("url", self.url, "it is no address", "Write all of it: https://example.org/essay.")
        if addresses.is_active(self.rights):
            raise refuse(
                "rights", self.rights, "it is no statement of rights", "Write its words, or the address of a licence."
            )
        # a title of invisible characters would replace the page's title by nothing
        title, subtitle = (text if has_visible_character(text) else "" for text in (self.title, self.subtitle))
        # a password in an address must not stand in a record
        url = addresses.without_user(self.url)
        return replace(self, title=title, subtitle=subtitle, language=language, doi=doi, url=url)


#: The fields that take more than one value, each with the name of one value.
_SINGULAR = {"authors": "author", "keywords": "keyword", "editors": "editor", "translators": "translator"}
LISTS = frozenset(_SINGULAR)
#: The option `url` of the provenance is `--url`: it says where the source came from, and links are resolved against it. An
#: address in a metadata file is a field of the article.
GIVEN_URL = "given-url"
_IN_PROVENANCE = {**_SINGULAR, "url": GIVEN_URL}
_ALIASES = {
    "author": "authors",
    "keyword": "keywords",
    "tags": "keywords",
    "lang": "language",
    "published": "date",
    "license": "rights",
    "licence": "rights",
    "description": "abstract",
    "source": "url",
    "journal": "container",
    "publication": "container",
    "editor": "editors",
    "translator": "translators",
}
_NAMES = frozenset(field.name for field in fields(Given))
#: Every name that a metadata file may use.
KEYS = (*sorted(_NAMES), *sorted(_ALIASES))

#: The kinds of publications.
CONTAINER_TYPES = ("journal", "newspaper", "magazine", "proceedings", "book", "series", "blog", "site")
_ISSN = re.compile(r"\d{4}-?\d{3}[\dXx]", re.ASCII)
_ISO = re.compile(
    r"(?P<y>\d{4})(?:-(?P<m>\d\d)(?:-(?P<d>\d\d)"
    r"(?:[T ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?\s?(?P<offset>Z|[+-](?P<zone>\d\d)(?::?(?P<rest>\d\d))?)?)?)?)?",
    re.ASCII,
)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}(?:\.\d+)*/\S+)", re.ASCII | re.IGNORECASE)


def field_name(key: str) -> str | None:
    """The field that a key of a metadata file names; None for an unknown key."""
    name = key.strip().lower().replace("-", "_")
    name = _ALIASES.get(name, name)
    return name if name in _NAMES else None


def iso_date(text: str) -> str:
    """The date of a text in ISO 8601: a year, a month, a day, or a day with a time, which is left out:
    iso_date("20230710") is "2023-07-10".

    "" for any other text, and for a day that does not exist.
    """
    match = _iso_match(text)
    return "-".join(filter(None, (match["y"], match["m"], match["d"]))) if match is not None else ""


def iso_moment(text: str) -> str:
    """The date of a text in ISO 8601, as `iso_date`, or its moment to the second:
    iso_moment("2026-11-30 12:00+0100") is "2026-11-30T12:00:00+01:00".

    "" for any other text, for a time without a zone, and for what no xsd:dateTime can be (a leap second, a zone of more
    than 14 hours).
    """
    match = _iso_match(text)
    if match is None:
        return ""
    day = "-".join(filter(None, (match["y"], match["m"], match["d"])))
    if match["hour"] is None:
        return day
    zone = f"{match['zone']}:{match['rest'] or '00'}" if match["zone"] else ""
    if not match["offset"] or zone > "14:00" or match["second"] == "60":
        return ""
    time = f"{match['hour']}:{match['minute']}:{match['second'] or '00'}"
    return f"{day}T{time}{match['offset'][0]}{zone}"


def _iso_match(text: str) -> re.Match[str] | None:
    """The match of `_ISO` for a date, perhaps with a time, that exists; else None."""
    folded = text.strip()
    compact = _COMPACT.fullmatch(folded)
    match = _ISO.fullmatch("-".join(compact.groups()) if compact else folded)
    if match is None:
        return None
    parts = {name: int(part) for name, part in match.groupdict().items() if part is not None and name != "offset"}
    try:
        date(parts["y"], parts.get("m", 1), parts.get("d", 1))
    except ValueError:
        return None
    most = {"hour": 23, "minute": 59, "second": 60, "zone": 14, "rest": 59}
    return None if any(parts.get(name, 0) > limit for name, limit in most.items()) else match


def has_visible_character(text: str) -> bool:
    """Whether a text has a character that is printable and no white space."""
    return any(letter.isprintable() and not letter.isspace() for letter in text)


def _is_spelled_out(text: str, language: str) -> bool:
    """Whether a text is exactly one date with the month's name, so that day and month cannot be confused."""
    folded = text.strip().rstrip(".")
    dates = find_dates(folded, language)
    is_one_date = len(dates) == 1 and bool(dates[0].when) and (dates[0].start, dates[0].end) == (0, len(folded))
    # three Latin letters: the "T" and the "Z" of a time are no name of a month
    return is_one_date and re.search(r"[A-Za-z]{3}|[^\W\d_a-zA-Z]", folded) is not None


def _texts(value: object) -> tuple[str, ...]:
    """One value or a list of values as texts, without the empty ones."""
    items = value if isinstance(value, list | tuple) else [value]
    return tuple(text for item in items if item is not None and (text := str(item).strip()))
