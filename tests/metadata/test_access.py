"""Whether a page holds all of its article."""

from __future__ import annotations

import json

import pytest

from archiver.metadata import gather_metadata
from support.drafts import page

PROSE = "<p>" + "The keeper of the ford wrote down each cart that crossed, and the toll that it paid. " * 4 + "</p>"
NOT_FREE = (
    f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "isAccessibleForFree": False})}</script>'
)


def reason(body: str, head: str = "") -> str:
    draft = page(f"<h1>The Ford at Lunt</h1>{body}", head)
    gather_metadata(draft)
    return next((str(f.values["reason"]) for f in draft.findings if f.code == "M006"), "")


@pytest.mark.parametrize("line", ["Page 1 of 3", "Seite 2 von 4", "Página 1 de 2", "Strona 1 z 5"])
def test_a_line_that_counts_pages_says_that_this_is_one_of_them(line: str) -> None:
    assert line in reason(f"{PROSE}<p>{line}</p>")


def test_a_page_of_one_is_whole() -> None:
    assert reason(f"{PROSE}<p>Page 1 of 1</p>") == ""


def test_a_row_of_page_numbers_with_a_next_page_is_a_part_of_an_article() -> None:
    pages = "Pages: <span>1</span> <a href='/ford/2/'>2</a> <a href='/ford/3/'>3</a>"
    assert reason(f"{PROSE}<div>{pages}</div><a href='/ford/2/' rel='next'>Next page</a>")


def test_the_next_article_of_a_blog_is_no_next_page() -> None:
    assert reason(f"{PROSE}<a href='/2019/05/a-mill-4/' rel='next'>A mill</a>") == ""


def test_a_paywall_needs_two_pieces_of_evidence() -> None:
    assert reason(PROSE, NOT_FREE) == ""
    assert reason(f"{PROSE}<div>Subscribe to continue reading</div>") == ""
    assert reason(f"{PROSE}<div>Subscribe to continue reading</div>", NOT_FREE)


def test_text_that_is_there_behind_a_paywall_is_no_cut() -> None:
    data = {
        "@type": "NewsArticle",
        "isAccessibleForFree": False,
        "hasPart": {"isAccessibleForFree": False, "cssSelector": ".paid"},
    }
    head = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    assert reason(f"{PROSE}<div class='paid'>{PROSE * 3}</div><div>Already a subscriber?</div>", head) == ""
