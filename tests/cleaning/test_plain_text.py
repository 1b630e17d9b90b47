"""Copied text: page chrome above, between and below the article is removed; the article and its disclaimer stay."""

from __future__ import annotations

from archiver import metadata, notes, readers
from archiver.draft import Draft
from archiver.page import visible_text
from archiver.source import Source
from support import cleaning

PROSE = (
    "The harbour was quiet that morning, and nobody on the quay had yet read the notice. By noon, everyone had an opinion "
    "about it, and some had two, which they kept for different company."
)


def clean(text: str) -> Draft:
    draft = Draft(readers.read(Source(name="a.txt", data=text.encode(), stem="a"), "text"))
    notes.claim_notes(draft)
    metadata.gather_metadata(draft)
    return cleaning.clean(draft)


def removed(draft: Draft) -> dict[str, str]:
    return {visible_text(e): r.rule for e, r in draft.removed.items() if not e.children}


COPY = f"""You are here

A Quiet Harbour

\u2022 Share
\u2022 Tweet
\u2022 Email
\u2022 Print
\u2022 May 12, 2021

{PROSE}

{PROSE} Again.

Read also: The other quay

{PROSE} And again.

{PROSE} And for the last time.

The views expressed are those of the author and do not necessarily reflect those of the harbour office.

Tags: harbour, notices

Related articles

The other quay

A history of knots
"""


def test_page_chrome_is_removed_under_its_rules() -> None:
    rules = removed(clean(COPY))
    assert rules["You are here"] == "breadcrumb"
    assert {rules.get(label) for label in ("Share", "Tweet", "Email", "Print")} == {"share-bar"}
    assert rules["Read also: The other quay"] == "related"
    assert rules["Tags: harbour, notices"] == "tags"
    assert rules["A history of knots"] == "related"


def test_prose_and_disclaimer_are_kept() -> None:
    draft = clean(COPY)
    kept = [visible_text(e) for e in draft.page.elements if e.tag == "p" and not e.is_within(draft.removed)]
    assert sum(text.startswith("The harbour was quiet") for text in kept) == 4
    assert [visible_text(e)[:9] for e, role in draft.roles.items() if role == "disclaimer"] == ["The views"]


def test_a_text_without_chrome_loses_nothing() -> None:
    assert removed(clean(f"{PROSE}\n\n{PROSE} Again.\n")) == {}


def test_a_table_between_paragraphs_stays_whole() -> None:
    rows = "\n".join(
        f"{n}\t{name}\t{100 - n}.{n}" for n, name in enumerate(("Orrin", "Stell", "Lunt", "Vey", "Kell"), 1)
    )
    draft = clean(
        f"A Quiet Harbour\n\n{PROSE}\n\nRank\tHarbour\tPoints\n{rows}\n\n{PROSE} Again.\n\n{PROSE} And again.\n"
    )
    cells = [cell for cell in draft.page.elements if cell.tag == "td"]
    assert len(cells) == 18
    assert not [visible_text(cell) for cell in cells if cell.is_within(draft.removed)]


def test_a_drawn_table_between_prose_stays_with_the_line_above_it() -> None:
    """No browser draws its menus with bars."""
    table = "┌──────┬──────┐\n│Home  │ News │\n├──────┼──────┤\n│Sport │    1 │\n└──────┴──────┘"
    draft = clean(f"A Quiet Harbour\n\n{PROSE}\n\n{PROSE}\n\nWhat was read\n\n{table}\n\n{PROSE}\n\n{PROSE}\n")
    assert not {"Home", "News", "Sport", "1", "What was read"}.intersection(removed(draft))
