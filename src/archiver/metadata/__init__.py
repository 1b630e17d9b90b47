"""Metadata: what an article is called, who wrote it, when, where and in which language.

The modules of sources/ read the page and add candidates. Each module of fields/ decides one field. parsing/ reads dates
and names out of a piece of text. resolver.py calls them in order and fills `draft.head`, with the evidence of each
field. overrides.py holds the metadata that the user gives. The word lists are in words.toml, marks.toml, languages.toml
and embedded.toml.
"""

from __future__ import annotations

from collections.abc import Mapping

from archiver.draft import Draft
from archiver.metadata.overrides import Given

__all__ = ["Given", "gather_metadata"]


def gather_metadata(draft: Draft, given: Given | None = None, given_by: Mapping[str, str] | None = None) -> None:
    """Set `draft.head`, and move the elements that went into it. A given value wins over the candidates of the page.

    `given_by` maps a field of `given` to the site rule that gave it: {"title": "site-rules:example.com.txt:3"}. The
    user gave the other fields.
    """
    from archiver.metadata.candidates import Candidates
    from archiver.metadata.resolver import resolve
    from archiver.metadata.sources.meta_tags import gather_embedded
    from archiver.metadata.sources.visible_markup import find_marked_elements

    candidates = Candidates()
    gather_embedded(draft.page, candidates)
    resolve(draft, candidates, find_marked_elements(draft.page), given or Given(), given_by or {})
