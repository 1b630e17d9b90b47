"""Notes of a page: families make claims ("this marker calls that note"), and one resolver decides between the claims.

A family is one way of writing notes in HTML. To add one, write a module in html/ with `name` and `claims(page)`, and
put it into FAMILIES.

    html/                notes of HTML pages: families, resolver
    plain/               notes of plain text
    labels.py            labels of notes ("1", "iv", "*"): how they are read and compared
    doubt.py             the finding on notes that are doubtful
    numbering_checks.py  findings on the numbers of notes
    refusals.py          candidates that were not taken, for `inspect`
"""

from __future__ import annotations

from archiver.draft import Draft
from archiver.notes import numbering_checks
from archiver.notes.html import (
    apply,
    by_address,
    inline,
    links,
    marked,
    one_way,
    scripted,
    unlinked,
    ways_back,
    whole_list,
)
from archiver.notes.html.claims import Family
from archiver.notes.html.page_view import PageView
from archiver.notes.refusals import Refusals

__all__ = ["FAMILIES", "claim_notes"]

#: The families of HTML notes, from the most to the least certain.
FAMILIES: tuple[Family, ...] = (
    marked,
    links.semantic,
    links.reciprocal,
    one_way,
    scripted,
    whole_list,
    ways_back,
    by_address,
    inline,
    unlinked,
)


def claim_notes(draft: Draft, *, explain: bool = False) -> None:
    """Add the notes of a page and their calls to its Draft, and findings on their numbers. This is the first pass.

    With `explain`, add also the candidates that were not taken (`Draft.not_taken`). This changes nothing else.
    """
    refusals = Refusals() if explain else None
    if draft.page.media_type == "text/plain":
        from archiver.notes import plain

        plain.claim(draft, refusals)
    else:
        page = PageView(draft, refusals)
        claims = (claim for family in FAMILIES for claim in family.claims(page))
        apply.apply_to_draft(page, marked.of_text(page, claims))
    numbering_checks.check(draft)
