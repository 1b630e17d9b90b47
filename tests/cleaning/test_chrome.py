"""Page chrome: what a rule removes by its tag, role or class, and what stays although its name looks like chrome."""

from __future__ import annotations

import pytest

from archiver.cleaning import remove_chrome
from archiver.cleaning.measures import Measures
from archiver.draft import Draft
from archiver.metadata import gather_metadata
from support.drafts import page

PROSE = "The harbour was quiet that morning, and nobody on the quay had yet read the notice. "
ARTICLE = f"<article><h1>A quiet harbour</h1>{''.join(f'<p>{PROSE * 3}</p>' for _ in range(6))}</article>"


def removed(draft: Draft) -> dict[str, str]:
    """The removed elements: id → rule."""
    remove_chrome(draft, Measures(draft))
    return {element.get("id", str(element.tag)): removal.rule for element, removal in draft.removed.items()}


@pytest.mark.parametrize(
    ("markup", "rule"),
    [
        ('<nav id="x"><a href="/">Start</a> <a href="/all">All pieces</a></nav>', "navigation"),
        ('<div id="x" role="navigation"><a href="/">Start</a></div>', "navigation"),
        ('<footer id="x">Made on the coast. <a href="/imprint">Imprint</a></footer>', "site-footer"),
        ('<div id="x" class="share-buttons"><a href="#">Send</a></div>', "share-bar"),
        ('<ul id="x" class="breadcrumbs"><li>Start</li><li>Coast</li></ul>', "breadcrumb"),
        ('<div id="x" class="Related_Posts"><a href="/b">The other quay</a></div>', "related"),
        ('<div id="x" class="cookie-notice">We count visits. <button>Fine</button></div>', "cookie-banner"),
        ('<div id="x" class="newsletter-signup">One letter a month.</div>', "subscribe"),
        (f'<section id="x" class="comments-area"><p>{PROSE * 40}</p></section>', "comments"),
        ('<p id="x" hidden>Not yet.</p>', "hidden"),
        ('<div id="x" style="display: none">Not yet.</div>', "hidden"),
        ('<span id="x" class="sr-only">opens elsewhere</span>', "screen-reader"),
    ],
)
def test_chrome_is_removed_under_its_rule(markup: str, rule: str) -> None:
    assert removed(page(ARTICLE + markup)).get("x") == rule


@pytest.mark.parametrize(
    "markup",
    [
        # whole tokens only: a theme says what the article is about, or how its page is laid out
        f'<div id="x" class="post tag-politics category-menu">{ARTICLE}</div>',
        f'<div id="x" class="has-sidebar widget-content no-comments">{ARTICLE}</div>',
        # the parser puts a whole page inside what was never closed
        f'<nav id="x"><a href="/">Start</a>{ARTICLE}',
        f'<button id="x">Menu{ARTICLE}',
        f'<form id="x" action="/page.aspx">{ARTICLE}</form>',
        # a name of chrome around everything
        f'<div id="x" class="sidebar">{ARTICLE}</div>',
        f'<div id="x" class="comments">{ARTICLE}</div>',
        # the headline stays, however short its holder is
        f'<header id="x"><h1>A quiet harbour</h1></header><p>{PROSE * 20}</p>',
    ],
)
def test_an_element_that_contains_the_article_is_kept(markup: str) -> None:
    assert "x" not in removed(page(markup))


@pytest.mark.parametrize(("around", "removed"), [("Discussion", False), ("story", True)])
def test_replies_in_a_thread_are_no_comments(around: str, removed: bool) -> None:
    replies = "".join(f'<li class="comment"><p>{PROSE} Reply {n}.</p></li>' for n in range(4))
    draft = page(f'<div class="{around}"><h1>Who reads notices?</h1>{ARTICLE}<ul class="comments">{replies}</ul></div>')
    remove_chrome(draft, Measures(draft))
    assert ("comments" in {removal.rule for removal in draft.removed.values()}) is removed


def test_a_page_of_only_comments_keeps_them() -> None:
    thread = "".join(f'<div class="comment-body"><p>{PROSE * 2}</p></div>' for _ in range(8))
    draft = page(f'<h1>Who reads notices?</h1><div id="x" class="comments">{thread}</div>')
    assert removed(draft) == {}


@pytest.mark.parametrize(
    ("lines", "type_", "removed_by"),
    [
        (14, "article", "comments"),
        (14, "website", None),  # a page that does not state to be an article may be a thread
        (2, "article", None),  # two lines are no article
    ],
)
def test_comments_below_an_article_in_short_lines_go(lines: int, type_: str, removed_by: str | None) -> None:
    verse = "".join(f"<p>The boat goes out and the boat comes in {n}</p>" for n in range(lines))
    thread = "".join(f'<div class="comment-body"><p>{PROSE * 2}</p></div>' for _ in range(8))
    draft = page(
        f'<h1>Who reads notices?</h1><div>{verse}</div><div id="x" class="comments">{thread}</div>',
        f'<meta property="og:type" content="{type_}">',
    )
    assert removed(draft).get("x") == removed_by


@pytest.mark.parametrize("name", ["share", "rating", "tags"])
def test_a_class_of_a_cell_names_its_column(name: str) -> None:
    rows = f'<tr><th>Fuel</th><th id="x" class="{name}">Wood</th></tr><tr><td>Oil</td><td>54 %</td></tr>'
    assert "x" not in removed(page(f"{ARTICLE}<table>{rows}</table>"))
    assert "x" in removed(page(f'{ARTICLE}<div id="x" class="{name}">Wood</div>'))
    # a row of its own may hold the controls of the table
    controls = f'<tr><td colspan="2" id="x" class="{name}">Wood</td></tr>'
    assert "x" in removed(
        page(f"{ARTICLE}<table><tr><td>Oil</td><td>54 %</td></tr><tr><td>Peat</td></tr>{controls}</table>")
    )


def test_an_article_that_the_page_hides_is_kept() -> None:
    """Scripts fade articles in, so a hidden article is not necessarily chrome."""
    assert "x" not in removed(page(f'<div id="x" style="visibility:hidden">{ARTICLE}</div><p>Loading.</p>'))


def test_edit_links_are_removed_from_headings() -> None:
    heading = '<h2>Moorings <span id="x">[<a href="/edit">edit</a>]</span></h2>'
    assert removed(page(ARTICLE + heading)) == {"x": "edit-link"}


def test_a_heading_with_the_text_edit_is_kept() -> None:
    assert removed(page(f"{ARTICLE}<h2>Edit</h2>")) == {}


def test_a_heading_that_links_to_itself_is_no_edit_link() -> None:
    taken = removed(
        page(
            ARTICLE + '<h2><a id="whole" class="heading-anchor" href="#weir">The weir in summer</a></h2>'
            '<h2>The weir in winter <a id="sign" class="heading-anchor" href="#winter">¶</a></h2><h2><a id="bare" class="heading-anchor" href="#x">#</a></h2>'
        )
    )
    assert "whole" not in taken
    assert taken["sign"] == taken["bare"] == "edit-link"


def test_a_formula_that_is_hidden_behind_its_picture_is_kept() -> None:
    taken = removed(
        page(
            f'{ARTICLE}<p>So <span id="x" style="display: none;"><math><mi>h</mi></math></span><img src="h.svg" alt="h"></p>'
        )
    )
    assert not {"x", "math", "mi"} & taken.keys()


def test_the_button_of_an_accordion_is_kept_as_its_heading() -> None:
    taken = removed(
        page(
            ARTICLE
            + '<h3><button id="whole" aria-expanded="false">Who keeps the weir?</button></h3><p>The miller does.</p>'
            '<h3>The weir <button id="part">Copy link</button></h3>'
        )
    )
    assert "whole" not in taken
    assert taken["part"] == "button"


def test_the_next_article_on_an_endless_page_is_removed() -> None:
    following = f'<article id="next"><h1>Another harbour</h1><p>{PROSE * 3}</p></article>'
    draft = page(ARTICLE.replace("A quiet harbour", "A page") + following)
    gather_metadata(draft)
    assert removed(draft)["next"] == "related"
    # what stands under a lesser headline may answer the first
    draft = page(ARTICLE.replace("A quiet harbour", "A page") + following.replace("h1", "h3"))
    gather_metadata(draft)
    assert "next" not in removed(draft)
