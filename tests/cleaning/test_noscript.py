"""Text in noscript is read when the page has no other text, and not seen when it has."""

from __future__ import annotations

import archiver

POSTS = "".join(
    f"<div class='post'><p>Post number {n}: my barometer fell by {n} points over night, and the milk had turned by the morning after, "
    "which my aunt in Olderby says is no accident at all, but the work of the moon.</p></div>"
    for n in ("one", "two", "three", "four", "five")
)


def page(body: str) -> bytes:
    return f"<!DOCTYPE html><html lang='en'><head><title>Milk and the moon</title></head><body>{body}</body></html>".encode()


def test_noscript_is_read_on_a_page_without_other_text() -> None:
    article = archiver.normalize(page(f"<div>Loading</div><noscript><h1>Milk and the moon</h1>{POSTS}</noscript>"))
    assert "barometer" in article.text() and "work of the moon" in article.text()
    assert [f.code for f in article.findings if f.code == "S003"] == ["S003"]


def test_noscript_is_ignored_on_a_page_with_text() -> None:
    shown = POSTS.replace("barometer", "weather glass")
    article = archiver.normalize(page(f"<h1>Milk and the moon</h1>{shown}<noscript>{POSTS}</noscript>"))
    assert "weather glass" in article.text() and "barometer" not in article.text()
    assert not [f for f in article.findings if f.code == "S003"]


def test_a_request_to_enable_scripts_is_no_article() -> None:
    try:
        archiver.normalize(page("<noscript><p>Please switch JavaScript on to see the page.</p></noscript>"))
    except archiver.NotAnArticle as error:
        assert "hardly any text" in str(error)
    else:
        raise AssertionError("a page without text became an article")
