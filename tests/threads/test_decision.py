"""What is known before the texts of a group are read never rules out a thread, and rules out most other groups."""

from __future__ import annotations

from pathlib import Path

import pytest

from archiver.cleaning.anchors import headline
from archiver.cleaning.measures import Measures
from archiver.draft import Draft
from archiver.readers import html
from archiver.source import Source
from archiver.threads import find_thread
from archiver.threads.decision import can_be_posts, enough, weigh
from archiver.threads.evidence import most_evidence, page_evidence, site_evidence
from archiver.threads.groups import groups
from archiver.threads.heads import find_heads
from archiver.threads.opening import find_opening, region_above
from archiver.threads.pieces import Pieces

HERE = Path(__file__).parent
PAGES = sorted([*(HERE / "pages").glob("*.html"), *(HERE / "no_threads").glob("*.html")])


def draft_of(path: Path) -> Draft:
    return Draft(html.read(Source(name=path.name, data=path.read_bytes(), stem=path.stem)))


def outcomes(draft: Draft) -> list[tuple[bool, bool]]:
    """For each group of a page, whether it can be the posts of a thread, and whether its texts say that it is heavy enough."""
    measures = Measures(draft)
    site, anchor = site_evidence(draft, measures), headline(draft, measures)
    found = []
    for group in groups(measures):
        first = group.members[0].index
        page = page_evidence(site, measures, first)
        assert page.weight <= most_evidence(site, measures).weight
        region = region_above(measures, first, anchor)
        can_be = can_be_posts(group, measures, page, measures.prose_between(*region) if region is not None else 0)
        heads = find_heads(group, Pieces(group, draft.page.text_runs, measures), measures, "en")
        opening = find_opening(draft, measures, group, heads, region, "en")
        found.append((can_be, weigh(group, heads, measures, page, opening) >= enough(page)))
    return found


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_no_group_that_is_heavy_enough_is_ruled_out(path: Path) -> None:
    assert all(can_be for can_be, is_heavy in outcomes(draft_of(path)) if is_heavy)


@pytest.mark.parametrize("name", ["reviews", "teasers"])
def test_the_groups_of_reviews_and_of_teasers_need_not_be_read(name: str) -> None:
    found = outcomes(draft_of(HERE / "no_threads" / f"{name}.html"))
    assert found
    assert not any(can_be for can_be, _ in found)


POST = "<div class='post'><a class='author' href='/u/{0}'>{0}</a> <time datetime='2021-03-0{1}T10:00'>{1} March</time><p>{2}</p></div>"
TEXT = "The old pump on our boat ran dry twice this week, and nobody at the quay could say why it does so."


@pytest.mark.parametrize(("declared", "posts"), [("QAPage", 3), ("NewsArticle", 0)])
def test_what_the_page_says_of_itself_comes_first(declared: str, posts: int) -> None:
    body = "".join(POST.format(name, day, TEXT) for day, name in enumerate(("Mira", "Joost", "Mira"), 1))
    kind = f'<meta property="og:type" content="article"><script type="application/ld+json">{{"@type": "{declared}"}}</script>'
    markup = f"<html><head><title>The pump</title>{kind}</head><body><main class='list'>{body}</main></body></html>"
    draft = Draft(html.read(Source(name="pump.html", data=markup.encode(), stem="pump")))
    find_thread(draft, Measures(draft))
    assert len(draft.posts) == posts
