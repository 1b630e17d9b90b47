"""Entities: an XML document that declares some is refused, because they can expand to gigabytes."""

from __future__ import annotations

import re

from archiver.errors import Forbidden
from archiver.source import Source

_ENTITIES = re.compile(r"<!DOCTYPE[^>\[]*\[[^\]]*<!ENTITY", re.IGNORECASE)
#: The number of first characters in which the declaration is looked for.
_WITHIN = 65536


def require_no_entities(source: Source, text: str) -> None:
    """Raise Forbidden for a document that declares XML entities. `text` is the decoded source."""
    if _ENTITIES.search(text[:_WITHIN]):
        raise Forbidden(f"{source.name}: refused: it declares XML entities.", "Remove the <!DOCTYPE … [ … ]> part.")
