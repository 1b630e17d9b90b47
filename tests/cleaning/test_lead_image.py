"""The lead image is kept if the page names it as its own and shows it before the text."""

from __future__ import annotations

import pytest

from archiver.draft import Draft
from support.cleaning import PARAGRAPHS, clean
from support.drafts import body_xml, build, page

NAMED = '<meta property="og:image" content="https://example.org/img/quay-at-noon-1200x630.jpg">'
SHOWN = '<figure><img src="https://example.org/img/quay-at-noon-800x420.jpg" alt="The quay"><figcaption>At noon. Photo: A. Holt</figcaption></figure>'
TEXT = f'<div class="entry-content"><h1>A quiet harbour</h1>{PARAGRAPHS}</div>'
KEPT = '<figure><image alt="The quay" src="https://example.org/img/quay-at-noon-800x420.jpg"/><caption>At noon. Photo: A. Holt</caption></figure>'


def cleaned(body: str, head: str = NAMED) -> Draft:
    return clean(page(body, head))


@pytest.mark.parametrize(
    "body",
    [
        f'<div class="hero">{SHOWN}</div>{TEXT}',
        f'<header class="site-header"><a href="/">The Estuary Review</a>{SHOWN}</header>{TEXT}',
        f'<main><div class="hero"><p>Photo essay</p>{SHOWN}</div>{TEXT}</main>',
        f"<main>{SHOWN}{TEXT}</main>",
    ],
)
def test_the_lead_image_begins_the_body_with_its_caption(body: str) -> None:
    found = body_xml(build(cleaned(body)))
    assert found.startswith(KEPT) and found.count("At noon") == 1


@pytest.mark.parametrize(
    ("body", "head"),
    [
        # it is in the body already
        (f'<div class="hero">{SHOWN}</div>{TEXT.replace("<p>", "<p><img src=https://example.org/img/quay-at-noon.jpg> ", 1)}', NAMED),
        # the page names another one, or that of the site
        (f'<div class="hero">{SHOWN}</div>{TEXT}', '<meta property="og:image" content="https://example.org/img/weir.jpg">'),
        (f'<div class="hero">{SHOWN}</div>{TEXT}'.replace("quay-at-noon", "site-logo"), NAMED.replace("quay-at-noon", "site-logo")),
        # a rule knows what it stands in, or nobody saw it
        (f'<nav><a href="/">Start</a>{SHOWN}</nav>{TEXT}', NAMED),
        (f'<div style="display:none">{SHOWN}</div>{TEXT}', NAMED),
        # it comes after the text
        (f'{TEXT}<div class="more">{SHOWN}</div>', NAMED),
    ],
)  # fmt: skip
def test_no_other_picture_is_a_lead_image(body: str, head: str) -> None:
    draft = cleaned(body, head)
    assert not any(root.tag in ("figure", "img") for root in draft.body)
    build(draft)


def test_a_lead_image_without_a_figure_is_kept_without_the_text_around_it() -> None:
    lead = '<div class="hero"><span>Photo essay</span><img src="https://example.org/img/quay-at-noon.jpg?w=900"></div>'
    article = build(cleaned(lead + TEXT))
    assert body_xml(article).startswith(
        '<figure><image src="https://example.org/img/quay-at-noon.jpg?w=900"/></figure><section'
    )
    assert any(removal.text == "Photo essay" for removal in article.removals)


def test_a_picture_between_headline_and_text_leads_although_the_metadata_do_not_name_it() -> None:
    article = f'<article><header><h1>A quiet harbour</h1>{SHOWN}</header><div class="entry-content">{PARAGRAPHS}</div></article>'
    assert "quay-at-noon-800x420.jpg" in body_xml(build(cleaned(article, "")))


@pytest.mark.parametrize(
    "figures",
    [
        SHOWN + SHOWN.replace("noon", "dawn"),
        SHOWN.replace("<img ", '<img width="80" height="80" '),
        SHOWN.replace("quay-at-noon", "author-avatar"),
        SHOWN.replace("<img", '<a href="/other-harbours"><img').replace("<figcaption", "</a><figcaption"),
    ],
)
def test_several_pictures_portraits_and_teasers_do_not_lead(figures: str) -> None:
    article = f'<article><header><h1>A quiet harbour</h1>{figures}</header><div class="entry-content">{PARAGRAPHS}</div></article>'
    draft = cleaned(article, "")
    assert not any(root.tag in ("figure", "img") for root in draft.body)
