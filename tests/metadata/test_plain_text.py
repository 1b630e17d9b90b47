"""Metadata of plain texts copied out of a browser: the title stands among menus and breadcrumbs, bylines and dates in lines and list items."""

from __future__ import annotations

from archiver.draft import Draft
from archiver.metadata import gather_metadata
from archiver.readers import plain
from archiver.source import Source
from support.drafts import build

PROSE = "The harbourmaster of Lower Skarn keeps two books, and nobody has ever asked for the second of them. " * 4


def gathered(front: str) -> Draft:
    draft = Draft(plain.read(Source(name="a.txt", data=f"{front}\n\n{PROSE}\n\n{PROSE}\n".encode(), stem="a")))
    gather_metadata(draft)
    return draft


def test_a_copied_page_with_a_life_and_a_date_among_the_share_labels() -> None:
    draft = gathered(
        "You are here\n\nCoasts–Law Ties: A Difficult Ledger\n\n"
        "Dr Mira Tolland is a Research Analyst in the Lowland Centre at the Aster Institute (AI), Skarn."
        " Click here for detailed profile.\n  • Share\n  • Tweet\n  • Print\n  • July 10, 2023"
    )
    head = draft.head
    assert head.title == "Coasts–Law Ties: A Difficult Ledger"
    [author] = head.authors
    assert (author.name, author.honorific, author.roles) == ("Mira Tolland", "Dr", ("Research Analyst",))
    assert author.affiliations == ("Lowland Centre at the Aster Institute (AI), Skarn",)
    assert [(d.type, d.when) for d in head.dates] == [("published", "2023-07-10")]
    assert head.language == "en"
    article = build(draft)
    assert [r.text for r in article.removals if r.rule == "profile-link"] == ["Click here for detailed profile."]
    assert "July 10" not in article.text()


def test_the_title_follows_the_trail_and_the_paper_s_name_does_not() -> None:
    draft = gathered(
        "Skip to main content\nMenu   Search   Sign in\n\nTHE SLOW GAZETTE\nEssays on machines and people\n\n"
        "Home / Essays / Timekeeping\n\nThe Town That Ran Late\n\n"
        "Posted on 17 October 2022 by Tobias Wren | Updated 3 November 2022"
    )
    head = draft.head
    assert head.title == "The Town That Ran Late"
    assert [a.name for a in head.authors] == ["Tobias Wren"]
    assert [(d.type, d.when) for d in head.dates] == [("published", "2022-10-17"), ("modified", "2022-11-03")]


def test_a_text_that_opens_with_its_prose_has_no_title() -> None:
    draft = Draft(plain.read(Source(name="a.txt", data=f"{PROSE}\n\n{PROSE}\n".encode(), stem="a")))
    gather_metadata(draft)
    assert draft.head.title == ""


def test_a_date_in_a_bullet_beside_the_reading_time() -> None:
    draft = gathered("A Ledger of Sand\n\nBy Ina Vasalund\n\n  • Facebook\n  • 4 March 2024 | 7 min read\n  • Print")
    assert [(d.when, d.text) for d in draft.head.dates] == [("2024-03-04", "4 March 2024")]
    assert "7 min read" not in build(draft).text()
