"""Given: what the user said of an article, on the command line or in a metadata file. It wins over all that was
found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Given:
    """Metadata from the user; what is empty was not said. `date` is the date of publication, in any form that can
    be read.
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
        known = {f.name for f in fields(cls)}
        taken: dict[str, object] = {}
        for key, value in values.items():
            name = _ALIASES.get(key.lower().replace("-", "_"), key.lower().replace("-", "_"))
            if name not in known:
                raise ValueError(key)
            taken[name] = (
                _many(value) if name in ("authors", "keywords") else "" if value is None else str(value).strip()
            )
        return cls(**taken)  # type: ignore[arg-type]


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


def _many(value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list | tuple) else [value]
    return tuple(text for item in listed if item is not None and (text := str(item).strip()))
