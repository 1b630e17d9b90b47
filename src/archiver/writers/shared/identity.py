"""The identity and the date of an export: computed from the record alone, never from the clock."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime

from archiver.article import NS, Article

_NAMESPACE = uuid.UUID("6f0c0b8e-8d4f-5c59-9a0e-3d1c6a0f2b71")
#: The time of a copy of which no date is known, in formats that require one.
UNDATED = "2000-01-01T00:00:00Z"


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
    """The modification time that EPUB requires: UTC, to the second.

    dcterms:modified is the "date on which the resource was changed" (DCMI Metadata Terms), and the resource is this copy:
    EPUB 3.3 (5.5.5) tells two releases of a book apart by it. So it is the time of the copy (`made_at`), or that of the
    last `revision` of the record, if it is later.
    """
    revised = max((_moment(revision.when) for revision in article.revisions), default="")
    return max(made_at(article) or UNDATED, revised)


def made_at(article: Article) -> str:
    """The time of the copy: UTC, to the second; "" if unknown.

    It is the time when the source was saved, because the copy shows the page as it was then. Without it, the time of the
    conversion (`--made`) is the next that is known of the copy. The article's own dates come last: the copy is not older.
    """
    return next(filter(None, map(_moment, dates_of_copy(article))), "")


def dates_of_copy(article: Article) -> tuple[str, ...]:
    """The dates that may stand for the copy, the best first, in ISO 8601; "" for one that the record lacks."""
    return (article.retrieved, article.made, article.modified, article.published)


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
