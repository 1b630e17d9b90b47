"""The tree of a page is the one that a browser builds."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from lxml import etree

from archiver.readers import html
from archiver.source import Source
from archiver.trees import browser
from support import random_pages
from support.drafts import build, page
from support.trees import to_xml

WORDS = "The ferry crosses at noon, and nobody has ever asked why it waits there."

#: What is written in a page, and the children of its html element.
TREES = {
    "no body": (
        "<title>T</title><article><p>One.</p></article>",
        "<head><title>T</title></head><body><article><p>One.</p></article></body>",
    ),
    "text and blocks in the head": (
        "<head><title>T</title><main>One.</main> two</head><body>three<p>Four.</p></body>",
        "<head><title>T</title></head><body><main>One.</main> twothree<p>Four.</p></body>",
    ),
    "two bodies": (
        "<html><body>One.<p>Two.</p></body><body>Three.<p>Four.</p>five</body></html>",
        "<head/><body>One.<p>Two.</p>Three.<p>Four.</p>five</body>",
    ),
    "text after the end": ("<body><p>One.</p></body>two</html>three", "<head/><body><p>One.</p>twothree</body>"),
    "two documents in one": (
        "<html><body><p>One.</p></body></html><html><head><title>T</title></head><body><p>Two.</p></body></html>",
        "<head/><body><p>One.</p><title>T</title><p>Two.</p></body>",
    ),
    "a table without tbody": (
        "<table><tr><td>One",
        "<head/><body><table><tbody><tr><td>One</td></tr></tbody></table></body>",
    ),
    "a caption never closed": (
        "<table><caption>One<tr><td>Two</td></tr></table><p>Three",
        "<head/><body><table><caption>One</caption><tbody><tr><td>Two</td></tr></tbody></table><p>Three</p></body>",
    ),
    "text between the rows": (
        "<table><tr><td>One</td></tr>two</table>",
        "<head/><body>two<table><tbody><tr><td>One</td></tr></tbody></table></body>",
    ),
    "bold around a paragraph": (
        "<b><p>one</b>two",
        "<head/><body><b/><p><b>one</b>two</p></body>",
    ),
    "a paragraph in a drawing": (
        "<svg><path d='M0 0'/><p>One.</p>two</svg>three",
        '<head/><body><svg><path d="M0 0"/></svg><p>One.</p>twothree</body>',
    ),
    "HTML where a drawing may hold it": (
        "<svg viewBox='0 0 1 1'><foreignObject><p>One</p></foreignObject><text>two</text></svg>",
        '<head/><body><svg viewBox="0 0 1 1"><foreignobject><p>One</p></foreignobject><text>two</text></svg></body>',
    ),
    "a formula with a paragraph": (
        "<math><mrow><p>One",
        "<head/><body><math><mrow/></math><p>One</p></body>",
    ),
    "a block of HTML that is none in a formula": (
        "<math><figure>one</figure></math><figure>two",
        "<head/><body><math><math:figure>one</math:figure></math><figure>two</figure></body>",
    ),
    "a link in a link": (
        "<a href=1>one<a href=2>two",
        '<head/><body><a href="1">one</a><a href="2">two</a></body>',
    ),
    "a shadow root": (
        "<div><template shadowrootmode=open><h2>One</h2><slot></slot>three</template>two</div>",
        "<head/><body><div><h2>One</h2>twothree</div></body>",
    ),
    "a template": (
        "<template><p>One</p></template>",
        "<head><template><p>One</p></template></head><body/>",
    ),
    "names that XML does not have": (
        "<o:p @click=go v-on:x=y>One</o:p><p {{a}} {b}c=2 {}=3 b=1>two",
        '<head/><body><o:p @click="go" v-on:x="y">One</o:p><p {{a}}="" {b}c="2" {}="3" b="1">two</p></body>',
    ),
    "characters that XML does not have": ("<p title='a&#1;b'>one&#1;two", '<head/><body><p title="a b">one two</p></body>'),
    "comments and instructions": ("<p>one<!-- no --><?no no?>two", "<head/><body><p>onetwo</p></body>"),
    "nothing": ("", "<head/><body/>"),
    "noscript": ("<body><noscript><p>One</p></noscript>", "<head/><body><noscript><p>One</p></noscript></body>"),
    "frames": ("<frameset><frame src=a></frameset>", '<head/><frameset><frame src="a"/></frameset>'),
}  # fmt: skip


@pytest.mark.parametrize("case", TREES)
def test_the_tree(case: str) -> None:
    written, tree = TREES[case]
    text = to_xml(browser.parse(written))
    assert text.removeprefix("<html>").removesuffix("</html>") == tree


def test_a_page_without_body_tags_is_an_article() -> None:
    data = f"<title>The Ferry</title><article><h1>The Ferry</h1><p>{WORDS}</p></article>".encode()
    read = html.read(Source(name="page.html", data=data, stem="page"))
    assert WORDS in read.text_runs.text(read.root)


@pytest.mark.parametrize("tag", ["<div>", "<svg>", "<ul><li>", "<table><tr><td>"])
def test_deep_pages_are_as_deep_as_in_a_browser(tag: str) -> None:
    root = browser.parse(tag * 100_000 + "One")
    assert max(len(list(element.ancestors())) for element in root.iter()) <= 512
    assert "".join(root.itertext()) == "One"


def test_a_tag_may_have_thousands_of_attributes() -> None:
    [paragraph] = browser.parse("<p " + " ".join(f"a{n}=1" for n in range(5000)) + ">One").iter("p")
    assert len(paragraph.attributes) == 5000 and paragraph.text == "One"


@pytest.mark.parametrize("sign", [chr(code) for code in (*range(1, 128), 0xA0, 0xE9, 0x3000, 0xFFFE)])
def test_any_sign_in_a_name_is_read(sign: str) -> None:
    draft = page(f"<p>one<a{sign}b c{sign}d='e{sign}f'>two</a{sign}b>three")
    assert "two" in draft.page.text_runs.text(draft.page.root)
    build(draft)


@pytest.mark.parametrize("code", [*range(1, 160), 0xD800, 0xFDD0, 0xFFFE, 0xFFFF, 0x110000])
@pytest.mark.parametrize("form", ["&#{};", "&#{} ", "&#0{};", "&#x{:x};", "&#X00{:X};", "&#x{:x}"])
def test_any_reference_gives_what_xml_can_hold(code: int, form: str) -> None:
    root = browser.parse(f"<p title='a{form.format(code)}'>b{form.format(code)}")
    element = etree.Element("p")
    for part in root.iter("p"):
        element.text, element.tail = part.text, part.tail
        element.set("title", part.attributes["title"])


def test_many_pieces_of_text_are_joined_in_order() -> None:
    root = browser.parse("<p>" + "".join(f"{n} <!-- -->" for n in range(50_000)))
    assert "".join(root.itertext()) == "".join(f"{n} " for n in range(50_000))


@pytest.mark.parametrize("seed", range(40))
def test_elements_know_their_neighbours(seed: int) -> None:
    chance = random.Random(seed)
    root = browser.parse(random_pages.page(chance.choices(random_pages.PIECES, k=60)))
    for element in root.iter():
        assert all(child.parent is element for child in element.children)
        assert [child.place for child in element.children] == list(range(len(element.children)))
        for before, after in pairwise(element.children):
            assert before.next is after and after.previous is before
        if element.children:
            assert element.children[0].previous is None and element.children[-1].next is None
