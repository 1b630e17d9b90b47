"""The identity and the date of an export: computed from the record alone, never from the clock."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime

from archiver.article import NS, Article

_NAMESPACE = uuid.UUID("6f0c0b8e-8d4f-5c59-9a0e-3d1c6a0f2b71")
_UNDATED = "2000-01-01T00:00:00Z"


def identity(article: Article) -> uuid.UUID:
    """A UUID (version 5) that is the same for every export of the same source under the same title."""
    source = article.root.find("a:provenance/a:source", NS)
    sha256 = source.get("sha256", "") if source is not None else ""
    return uuid.uuid5(_NAMESPACE, f"{sha256}\n{article.title}")


def source_name(article: Article) -> str:
    """The address or file name of the source; it replaces a missing title."""
    source = article.root.find("a:provenance/a:source", NS)
    return source.get("href", "") if source is not None else ""


def modified(article: Article) -> str:
    """The modification time that EPUB requires, from the record's dates: UTC, to the second."""
    return made_at(article) or _UNDATED


def made_at(article: Article) -> str:
    """The time when the source was saved, else modified, else published: UTC, to the second; "" if unknown."""
    moments = (_moment(article.date(type_)) for type_ in ("retrieved", "modified", "published"))
    return next(filter(None, moments), "")


def _moment(when: str) -> str:
    match = re.match(r"(\d{4})(-\d\d)?(-\d\d)?(T.*)?$", when)
    if not match:
        return ""
    year, month, day, time = match.groups()
    try:
        moment = datetime.fromisoformat(f"{year}{month or '-01'}{day or '-01'}{time or ''}")
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return ""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}".rjust(20, "0")
