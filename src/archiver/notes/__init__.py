"""Notes: families look at the untouched page and claim; one judge settles.

A new way of writing footnotes is a module here with `name` and `claims(page)`, and its name in FAMILIES.
"""

from __future__ import annotations

from archiver.draft import Draft
from archiver.notes import fragment, inline, numbering, reciprocal, scripted, semantic, settlement, unlinked
from archiver.notes.claim import Family
from archiver.notes.page import Page

#: From the surest to the weakest.
FAMILIES: tuple[Family, ...] = (semantic, reciprocal, fragment, scripted, inline, unlinked)


def claim_notes(draft: Draft) -> None:
    """Say of a draft which of its parts are notes and which are their markers."""
    if draft.media_type == "text/plain":
        from archiver.notes import plaintext

        plaintext.claim(draft)
    else:
        page = Page(draft)
        settlement.settle(page, [claim for family in FAMILIES for claim in family.claims(page)])
    numbering.check(draft)
