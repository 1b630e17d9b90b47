"""The first page of a paper or a report as text: the issue of its journal above the title, the authors below it, running heads on the pages behind."""

from __future__ import annotations

import textwrap

import pytest

from archiver.draft import Draft, HeadDraft
from archiver.metadata import gather_metadata
from archiver.readers import plain
from archiver.source import Source

PARAGRAPHS = (
    "Nobody on the lane had counted the cats before the census came, and nobody has agreed with the number since. The clerk wrote forty, the sweep sixty, and the widow at the corner would not let either of them in.",
    "A second count was held in the spring. It was done at night with lanterns, which the cats took for an entertainment, so that some of them were counted twice and others came from the next parish to see it.",
    "The parish then asked the school to help. Each child was given a square of the map and a pencil, and told to draw what sat in it; the drawings hang in the hall and are the only reliable figures there are.",
)


def head_of(front: str, pages: tuple[str, ...] = PARAGRAPHS) -> HeadDraft:
    text = "\n\n".join((front, *pages))
    draft = Draft(plain.read(Source(name="a.txt", data=text.encode(), stem="a")))
    gather_metadata(draft)
    return draft.head


def authors(head: HeadDraft) -> list[str]:
    return [author.name.title() for author in head.authors]


@pytest.mark.parametrize(
    "issue",
    [
        "Annals of Small Counting, Vol. 7, No. 3",
        "Annals of Small Counting 7 (1998), pp. 12–19",
        "Blätter für kleine Zahlen, Jg. 7, Heft 3, S. 12-19",
        "Annales des petits nombres, tome 7, n° 3",
    ],
)
def test_the_issue_of_a_journal_is_no_title(issue: str) -> None:
    front = f"{issue}\n\nOn the Census of Cats in a Narrow Street\n\nAGNES TRILL AND BORIS HOLM\n\nInstitute of Lanes, Corran"
    head = head_of(front)
    assert head.title == "On the Census of Cats in a Narrow Street"
    assert authors(head) == ["Agnes Trill", "Boris Holm"]


def test_a_volume_in_a_title_is_part_of_it() -> None:
    assert head_of("The Collected Counts, Vol. 3\n\nBy Agnes Trill").title == "The Collected Counts, Vol. 3"


def test_a_list_of_authors_below_a_short_title_is_no_title() -> None:
    pages = tuple(textwrap.fill(paragraph, 72) for paragraph in PARAGRAPHS)
    head = head_of("The Cat Papers\n\nAgnes Trill; Boris Holm\n\n1998-05-06", pages)
    assert (head.title, authors(head)) == ("The Cat Papers", ["Agnes Trill", "Boris Holm"])


def test_running_heads_tell_title_and_authors() -> None:
    """Left pages have the authors, right pages the title: each comes only once, beside the number of its page."""
    first, second, third = (textwrap.fill(paragraph, 72) for paragraph in PARAGRAPHS)
    half = len(second.splitlines()) // 2
    above, below = "\n".join(second.splitlines()[:half]), "\n".join(second.splitlines()[half:])
    text = (
        f"THE CENSUS OF A LANE\nAGNES TRILL AND BORIS HOLM\n\n{first}\n{above}\n\f12\n\nTRILL AND HOLM\n\n{below}\n"
        f"\fTHE CENSUS OF A LANE\n\n13\n\n{third}\n\f14\n\n{first}\n"
    )
    head = head_of(text, ())
    assert (head.title, authors(head)) == ("THE CENSUS OF A LANE", ["Agnes Trill", "Boris Holm"])
