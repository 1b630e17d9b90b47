"""Metadata at the very end of a page, and in the link to the site's front page."""

from __future__ import annotations

from archiver.draft import Draft
from archiver.metadata import gather_metadata
from support.drafts import page

PROSE = (
    "<p>The tide tables were kept by hand, with care, until the last keeper left them in a drawer of the harbour office.</p>"
    * 3
)


def gathered(body: str, url: str | None = None) -> Draft:
    draft = page(f"<h1>Tide Tables</h1>{body}", url=url)
    gather_metadata(draft)
    return draft


def test_the_last_change_in_the_last_lines_of_a_page() -> None:
    draft = gathered(f"{PROSE}<footer><p>This page was last edited on 9 January 2024, at 20:41.</p></footer>")
    assert [(d.type, d.when) for d in draft.head.dates if d.type == "modified"] == [("modified", "2024-01-09")]


def test_a_change_that_the_prose_tells_of_is_none_of_the_page() -> None:
    draft = gathered(
        f"{PROSE}<p>For all we know the tables themselves, so the office says, were last edited on 9 January 1924 by Ann Lee.</p>"
    )
    assert [d for d in draft.head.dates if d.type == "modified"] == []


def test_the_link_home_names_the_publication_when_its_words_are_the_host() -> None:
    body = f'<a href="/">The Gull</a>{PROSE}'
    assert gathered(body, url="https://thegull.example.org/a").head.publication == "The Gull"
    assert gathered(body, url="https://harbour.example.org/a").head.publication == ""
