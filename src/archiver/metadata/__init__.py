"""Metadata: what an article is called, who wrote it, when, where and in which language.

sources/ look at the Draft and propose candidates, fields/ decide one field each, parsing/ reads dates and names out of a piece of text, and
resolver.py calls them in their order and fills `draft.head`, each field with its evidence. overrides.py is what the user gave. The word lists
are in words.toml, marks.toml and embedded.toml.
"""

from __future__ import annotations

from collections.abc import Mapping

from archiver.draft import Draft
from archiver.metadata.overrides import Given

__all__ = ["Given", "gather_metadata"]


def gather_metadata(draft: Draft, given: Given | None = None, given_by: Mapping[str, str] | None = None) -> None:
    """Set `draft.head` and say which elements went into it. What was given wins over what was found.

    `given_by` names the rules for a site that gave a field of `given`: {"title": "site-rules:example.com.txt:3"}. The user gave the other fields.
    """
    from archiver.metadata.candidates import Candidates
    from archiver.metadata.resolver import resolve
    from archiver.metadata.sources.meta_tags import gather_embedded
    from archiver.metadata.sources.visible_markup import look

    found = Candidates()
    gather_embedded(draft, found)
    resolve(draft, found, look(draft), given or Given(), given_by or {})
