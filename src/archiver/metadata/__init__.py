"""Metadata of an article: title, authors, dates, publisher, language and so on.

sources/          the places on a page that hold metadata: each module reads one of them and adds candidates
fields/           the decisions: each module decides one field (publication.py decides several small ones)
parsing/          functions that read dates, names and bylines from a piece of text
resolver.py       calls the modules of fields/ in order, and fills `draft.head` with values and evidence
overrides.py      `Given`, the metadata that the user gives; metadata_file.py reads them from a file
*.toml            word lists: words, marks (class names), languages, embedded (names of meta elements)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from archiver.draft import Draft
from archiver.metadata.overrides import GIVEN_URL, Given

if TYPE_CHECKING:
    from archiver.metadata.candidates import Candidates
    from archiver.page import Page

__all__ = ["GIVEN_URL", "Given", "gather_candidates", "gather_metadata"]


def gather_metadata(draft: Draft, given: Given | None = None, given_by: Mapping[str, str] | None = None) -> None:
    """Set `draft.head`, and move the elements whose text went into it. A given value wins over the candidates of the page.

    `given_by` has the fields of `given` that come from a site rule, with its name: {"title": "site-rules:example.com.txt:3"}.
    All other fields of `given` come from the user.
    """
    from archiver.metadata.resolver import resolve
    from archiver.metadata.sources.visible_markup import find_marked_elements

    candidates = gather_candidates(draft.page)
    resolve(draft, candidates, find_marked_elements(draft.page), given or Given(), given_by or {})


def gather_candidates(page: Page) -> Candidates:
    """What all sources besides the visible text propose for the fields of a page."""
    from archiver.metadata.candidates import Candidates
    from archiver.metadata.sources.captures import gather_capture
    from archiver.metadata.sources.coins import gather_coins
    from archiver.metadata.sources.documents import gather_document
    from archiver.metadata.sources.items import gather_items
    from archiver.metadata.sources.meta_tags import gather_embedded

    candidates = Candidates()
    gather_capture(page, candidates)
    gather_embedded(page, candidates)
    gather_document(page, candidates)
    gather_coins(page, candidates)
    gather_items(page, candidates)
    return candidates
