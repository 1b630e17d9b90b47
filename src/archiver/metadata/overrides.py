"""Given: what the user said of an article, on the command line or in a metadata file. It wins over all that was
found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date

from archiver import addresses
from archiver.errors import UsageError
from archiver.languages import canonical_tag
from archiver.metadata.parsing.dates import find_dates


@dataclass(frozen=True, slots=True)
class Given:
    """Metadata from the user; what is empty was not said. `date` and `modified` are dates in ISO 8601 as far as they are known, or with the
    month's name, `language` a tag of BCP 47. Nothing is checked when one is made: see `checked`.
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

    @classmethod
    def from_mapping(cls, values: Mapping[str, object]) -> Given:
        """From a metadata file's keys, which are the names above; also `author`, `keyword` and `lang`, and one string
        for a list.

        Raises ValueError with the first key that is none of these, so that a misspelt key does not vanish.
        """
        taken: dict[str, object] = {}
        for key, value in values.items():
            name = field_name(key)
            if name is None:
                raise ValueError(key)
            taken[name] = _many(value) if name in LISTS else "" if value is None else str(value).strip()
        return cls(**taken)  # type: ignore[arg-type]

    def checked(self, name_of: Callable[[str], str]) -> Given:
        """The same with its language, DOI and address in their plain forms. `name_of` says what the user calls a field: "--date", say.

        Raises UsageError, with the form that is right, for a language, a date, a DOI, an address or a statement of rights that is none.
        """

        def refuse(field: str, value: str, why: str, remedy: str) -> UsageError:
            shown = value if len(value) <= 80 else f"{value[:79]}…"
            return UsageError(f"{name_of(field)} {shown!r}: {why}.", remedy)

        language, doi = self.language, self.doi
        if language:
            try:
                language = canonical_tag(language)
            except ValueError as error:
                raise refuse("language", language, str(error), "Write a BCP 47 tag: en, pt-BR, zh-Hant.") from error
        for field in ("date", "modified"):
            said = getattr(self, field)
            if said and not iso_date(said) and not _is_spelled_out(said, language):
                remedy = "Write it as 2023-07-10, or 2023-07 or 2023 where no more is known; a time may follow: 2023-07-10T14:30+02:00."
                raise refuse(field, said, "it is no date", remedy)
        if doi:
            found = _DOI.fullmatch(doi)
            if found is None:
                raise refuse("doi", doi, "it is no DOI", "Write it as 10.1234/abc.")
            doi = found[1]
        if self.url and not addresses.is_complete(self.url):
            raise refuse("url", self.url, "it is no address", "Write all of it: https://example.org/essay.")
        if addresses.is_active(self.rights):
            raise refuse(
                "rights", self.rights, "it is no statement of rights", "Write its words, or the address of a licence."
            )
        # a title of characters that nobody sees would put nothing in the place of what was found
        title, subtitle = (text if _is_seen(text) else "" for text in (self.title, self.subtitle))
        return replace(self, title=title, subtitle=subtitle, language=language, doi=doi)


#: The fields that take more than one value.
LISTS = frozenset(["authors", "keywords"])
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
}
_NAMES = frozenset(field.name for field in fields(Given))
#: Every name that a metadata file may use.
KEYS = (*sorted(_NAMES), *sorted(_ALIASES))

_ISO = re.compile(
    r"(?P<y>\d{4})(?:-(?P<m>\d\d)(?:-(?P<d>\d\d)"
    r"(?:[T ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?\s?(?:Z|[+-](?P<zone>\d\d)(?::?(?P<rest>\d\d))?)?)?)?)?",
    re.ASCII,
)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}(?:\.\d+)*/\S+)", re.ASCII | re.IGNORECASE)


def field_name(key: str) -> str | None:
    """The field that a key of a metadata file means; None when there is none."""
    name = key.strip().lower().replace("-", "_")
    name = _ALIASES.get(name, name)
    return name if name in _NAMES else None


def iso_date(text: str) -> str:
    """The date of a text that is one in ISO 8601, as much of it as there is: a year, a month, a day, a day with a time (which is left out).
    "" for anything else, and for a day that no calendar has.
    """
    folded = text.strip()
    compact = _COMPACT.fullmatch(folded)
    found = _ISO.fullmatch("-".join(compact.groups()) if compact else folded)
    if found is None:
        return ""
    parts = {name: int(part) for name, part in found.groupdict().items() if part is not None}
    try:
        date(parts["y"], parts.get("m", 1), parts.get("d", 1))
    except ValueError:
        return ""
    most = {"hour": 23, "minute": 59, "second": 60, "zone": 14, "rest": 59}
    if any(parts.get(name, 0) > limit for name, limit in most.items()):
        return ""
    return "-".join(filter(None, (found["y"], found["m"], found["d"])))


def _is_seen(text: str) -> bool:
    return any(letter.isprintable() and not letter.isspace() for letter in text)


def _is_spelled_out(text: str, language: str) -> bool:
    """Whether a text is one date and nothing else, with the month's name, so that nobody has to guess which number is which."""
    folded = text.strip().rstrip(".")
    found = find_dates(folded, language)
    whole = len(found) == 1 and bool(found[0].when) and (found[0].start, found[0].end) == (0, len(folded))
    # the T of a time, and the Z, name no month
    return whole and re.search(r"[A-Za-z]{3}|[^\W\d_a-zA-Z]", folded) is not None


def _many(value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list | tuple) else [value]
    return tuple(text for item in listed if item is not None and (text := str(item).strip()))
