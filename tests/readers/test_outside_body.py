"""Content that the parser leaves outside of the body is read at the place where a browser shows it."""

from __future__ import annotations

import pytest
from lxml import etree

from archiver import safety
from archiver.readers import html, outside_body
from archiver.source import Source

WORDS = "The ferry crosses at noon, and nobody has ever asked why it waits there."


def gathered(html: str) -> str:
    root = safety.parse_html(html, "page.html")
    outside_body.gather(root)
    return etree.tostring(root, encoding="unicode", method="xml").removeprefix("<html>").removesuffix("</html>")


@pytest.mark.parametrize(
    ("html", "read"),
    [
        (
            "<title>T</title><article><p>One.</p></article>",
            "<head><title>T</title></head><body><article><p>One.</p></article></body>",
        ),
        (
            "<head><title>T</title><main>One.</main> two <nav>Three.</nav></head><body>four<p>Five.</p></body>",
            "<head><title>T</title></head><body><main>One.</main> two <nav>Three.</nav>four<p>Five.</p></body>",
        ),
        (
            "<html><body>One.<p>Two.</p></body><body>Three.<p>Four.</p>five</body></html>",
            "<head/><body>One.<p>Two.</p>Three.<p>Four.</p>five</body>",
        ),
        (
            "<head><title>T</title><meta name='a' content='b'></head><body><p>One.</p></body>",
            '<head><title>T</title><meta name="a" content="b"/></head><body><p>One.</p></body>',
        ),
    ],
    ids=["no body", "text and blocks in the head", "two bodies", "nothing to do"],
)
def test_all_content_is_in_the_first_body(html: str, read: str) -> None:
    assert gathered(html) == read


def test_a_page_without_body_tags_is_an_article() -> None:
    data = f"<title>The Ferry</title><article><h1>The Ferry</h1><p>{WORDS}</p></article>".encode()
    read = html.read(Source(name="page.html", data=data, stem="page"))
    assert WORDS in read.text_runs.text(read.root)
