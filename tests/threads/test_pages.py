"""Threads of eighteen kinds of markup, nine of programs that many sites use and nine of nobody, and pages that only look like threads.

pages/expected.toml has the right answers: each post with its author, its moment, its text, whom it answers and whom it quotes.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import archiver
from archiver.article import NS, Article

PAGES = Path(__file__).parent / "pages"
NO_THREADS = sorted((Path(__file__).parent / "no_threads").glob("*.html"))
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((PAGES / "expected.toml").read_text("utf-8"))
NAMES = sorted(EXPECTED)


@cache
def thread(name: str) -> Article:
    """The record of a page of a thread."""
    return archiver.normalize(PAGES / f"{name}.html")


def quoted(article: Article) -> list[list[str]]:
    """For each post, whom its quotations quote; "?" for a quotation that names nobody."""
    return [
        [
            "".join(cite.itertext()) if (cite := quote.find("a:cite", NS)) is not None else "?"
            for quote in post.iterfind(".//a:quote", NS)
        ]
        for post in article.root.iterfind("a:body/a:post", NS)
    ]


def test_every_page_has_its_right_answers() -> None:
    assert {path.stem for path in PAGES.glob("*.html")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_each_post_has_its_author_and_its_moment(name: str) -> None:
    wanted = EXPECTED[name]["posts"]
    posts = thread(name).posts
    assert [post.author for post in posts] == [post["author"] for post in wanted]
    assert [post.when[: len(right["when"])] for post, right in zip(posts, wanted, strict=True)] == [
        p["when"] for p in wanted
    ]


@pytest.mark.parametrize("name", NAMES)
def test_each_post_has_its_text_and_nothing_else(name: str) -> None:
    article = thread(name)
    for number, right in enumerate(EXPECTED[name]["posts"]):
        post = article.root.findall("a:body/a:post", NS)[number]
        post = etree.fromstring(etree.tostring(post))  # the record stays as it is
        for quote in post.findall(".//a:quote", NS):
            for cite in quote.findall("a:cite", NS):
                quote.remove(cite)
        lines = [
            " ".join("".join(block.itertext()).split()) for block in post if etree.QName(block).localname != "head"
        ]
        text = " ".join(lines)
        assert text.startswith(right["begins"]), text
        assert text.endswith(right["ends"]), text
    body = article.text()
    for gone in EXPECTED[name].get("gone", ()):
        assert gone not in body


@pytest.mark.parametrize("name", NAMES)
def test_each_answer_names_its_post(name: str) -> None:
    posts = thread(name).posts
    numbers = {post.id: number for number, post in enumerate(posts, 1)}
    assert [numbers.get(post.answers) for post in posts] == [post.get("answers") for post in EXPECTED[name]["posts"]]


@pytest.mark.parametrize("name", NAMES)
def test_quotations_say_whom_they_quote(name: str) -> None:
    for found, right in zip(quoted(thread(name)), EXPECTED[name]["posts"], strict=True):
        wanted = right.get("quotes", [])
        assert len(found) == len(wanted)
        assert all(one in cite if one != "?" else cite == "?" for cite, one in zip(found, wanted, strict=True)), found


@pytest.mark.parametrize("name", NAMES)
def test_the_title_is_the_subject_and_the_author_the_first(name: str) -> None:
    article = thread(name)
    assert article.title == EXPECTED[name]["title"]
    first = article.posts[0]
    assert [author.name for author in article.authors] in ([first.author], [first.author.rstrip(".")])
    assert article.published == first.when[:10]


@pytest.mark.parametrize("path", NO_THREADS, ids=lambda path: path.stem)
def test_what_only_looks_like_a_thread_is_none(path: Path) -> None:
    assert archiver.normalize(path, force=True).posts == ()


def test_comments_below_an_article_stay_out_of_it_and_in_the_ledger() -> None:
    article = archiver.normalize(next(path for path in NO_THREADS if path.stem == "article-with-comments"))
    assert "storm" not in article.text()
    assert any("in a storm" in removal.text and removal.rule == "comments" for removal in article.removals)
