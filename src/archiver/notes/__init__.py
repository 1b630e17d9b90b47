"""Notes: families look at the untouched page and claim; one resolver decides.

A new way of writing footnotes is a module in html/ with `name` and `claims(page)`, and its name in FAMILIES. Plain text is read in plain/.
"""

from __future__ import annotations

from archiver.draft import Draft
from archiver.notes import numbering_checks
from archiver.notes.html import apply, inline, links, one_way, scripted, unlinked
from archiver.notes.html.claims import Family
from archiver.notes.html.page_view import PageView

#: From the surest to the weakest.
FAMILIES: tuple[Family, ...] = (links.semantic, links.reciprocal, one_way, scripted, inline, unlinked)


def claim_notes(draft: Draft) -> None:
    """Say of a draft which of its parts are notes and which are their markers."""
    if draft.page.media_type == "text/plain":
        from archiver.notes import plain

        plain.claim(draft)
    else:
        page = PageView(draft)
        apply.apply_to_draft(page, [claim for family in FAMILIES for claim in family.claims(page)])
    numbering_checks.check(draft)
