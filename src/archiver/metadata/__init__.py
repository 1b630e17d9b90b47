"""Metadata: what an article is called, who wrote it, when, where and in which language.

Gatherers look at the Draft and propose (embedded.py, jsonld.py, visible.py, front.py); judge.py settles and fills
`draft.head`, each field with its evidence. The word lists are in words.toml and embedded.toml.
"""

from __future__ import annotations

from archiver.draft import Draft
from archiver.metadata.given import Given

__all__ = ["Given", "gather_metadata"]


def gather_metadata(draft: Draft, given: Given | None = None) -> None:
    """Fill `draft.head` and say which elements went into it; what the user gave wins over what was found."""
    from archiver.metadata.candidates import Candidates
    from archiver.metadata.embedded import gather_embedded
    from archiver.metadata.judge import settle
    from archiver.metadata.visible import look

    found = Candidates()
    gather_embedded(draft, found)
    settle(draft, found, look(draft), given or Given())
