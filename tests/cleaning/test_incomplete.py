"""C005: what shows that a source holds only a part of the article."""

from __future__ import annotations

import json

import pytest

import archiver
from archiver.errors import NotAnArticle

TEXT = [
    f"In chapter {n} the lighthouse keeper counts {word} again, writes the sum into the book with the red spine, and wonders who will ever read a page of it. "
    for n, word in enumerate(["the ships", "the gulls", "the stairs", "the barrels", "the letters", "the storms", "the candles"])
]  # fmt: skip
WHOLE = "".join(f"<p>{text}</p>" for text in TEXT)


def reasons(body: str, head: str = "") -> list[str]:
    """The reasons in the findings C005 of a page."""
    markup = f"<!DOCTYPE html><html lang='en'><head><title>The keeper</title>{head}</head><body><h1>The keeper</h1>{body}</body></html>"
    article = archiver.normalize(markup.encode(), media_type="text/html", force=True)
    return [finding.text for finding in article.findings if finding.code == "C005"]


def data(**values: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "Article", **values})}</script>'


def test_a_whole_article_has_no_such_finding() -> None:
    assert reasons(WHOLE) == []
    assert reasons(WHOLE, data(wordCount=190, isAccessibleForFree=True)) == []
    assert reasons(f"{WHOLE}<script>var page = {json.dumps({'text': ' '.join(TEXT)})};</script>") == []


def test_text_in_a_template_and_in_the_state_of_a_script() -> None:
    first = f"<p>{TEXT[0]}</p>"
    assert "in scripts" in reasons(f'{first}<script type="text/template">{WHOLE}</script>')[0]
    state = json.dumps({"props": {"body": WHOLE}})
    assert "in scripts" in reasons(f'{first}<script id="__NEXT_DATA__" type="application/json">{state}</script>')[0]


def test_a_page_with_all_its_text_in_scripts_is_refused_with_the_reason() -> None:
    state = json.dumps({"body": WHOLE})
    markup = f'<html><head><title>The keeper</title></head><body><h1>The keeper</h1><script type="application/json">{state}</script></body></html>'
    with pytest.raises(NotAnArticle, match="in scripts"):
        archiver.normalize(markup.encode(), media_type="text/html")


def test_the_announced_number_of_words() -> None:
    assert "announces 2400 words" in reasons(WHOLE, data(wordCount="2400"))[0]


def test_text_that_is_not_free_and_ends_openly() -> None:
    cut = WHOLE.replace("<p>In chapter 6", "<p>In chapter six …</p><p hidden>")
    assert reasons(
        f"{cut}<p>And then the lamp went out, so that nobody on the water could say where the land began, and the keeper went up to …</p>",
        data(isAccessibleForFree=False),
    )


@pytest.mark.parametrize(
    "links",
    [
        '<p>Pages: 1 <a href="/keeper/2/">2</a> <a href="/keeper/3/">3</a></p>',
        '<p><a rel="next" href="/keeper?page=2">Next page</a></p>',
    ],
)
def test_further_pages(links: str) -> None:
    assert "goes on at" in reasons(WHOLE + links)[0]


def test_the_next_article_of_a_blog_is_no_further_page() -> None:
    assert reasons(f'{WHOLE}<a rel="next" href="/another-story/">Another story</a>') == []
