"""The visible text of a page, as the account of its words takes it from the parser's tree."""

from __future__ import annotations

import random

import pytest

from archiver import record
from archiver.draft import Draft
from archiver.page import Page
from archiver.readers import html
from archiver.source import Source
from archiver.trees import browser
from archiver.trees.visible_words import EDGE, visible_text
from support import random_pages
from support.drafts import page

LONG = " ".join(f"word{n} of the log" for n in range(80))

#: What is written in a body, and the pieces of text between the edges of boxes.
PAGES = {
    "blocks and line breaks": ("<p>One <b>t</b>wo</p><ul><li>three<li>four<br>five</ul>six", "One two|three|four|five|six"),
    "what a page does not show": (
        "a<script>b</script><style>b</style><template>b</template><svg><text>b</text><foreignObject><p>b</p></foreignObject></svg><iframe>b</iframe>"
        "<object>b</object><audio>b</audio><video>b</video><canvas>b</canvas><datalist><option>b</datalist><textarea>b</textarea><noscript>b</noscript>c",
        "ac",
    ),
    "what only style hides": ("<div hidden>a</div><p style='display:none'>b</p><dialog>c</dialog><details>d<summary>e</summary></details>", "a|b|c|d|e"),
    "formulas": ("<math><mi>x</mi><figure>y</figure><mtext>z<p>u</p></mtext></math>v", "x|y|z|u|v"),
    "the choices of a select": ("<select>a<option>b<optgroup label=c><option>d</select>e", "e"),
    "blocks that a select has swallowed": ("<select><option>a<p>One.</p>two<div>three</div></option></select>four", "One.|two|three|four"),
    "blocks between choices": ("<select><option><div>a</div><option><div>b</div></select>c", "c"),
    "a field that ends a select": ("<select><option>a<input>two<b>three</select>four", "twothreefour"),
    "a choice in a formula is none": ("<select><option>a<div>two</div><math><option>x</option></math></select>b", "two|x|b"),
    "empty blocks in a select": ("<select><div></div><option>a</option></select>b", "b"),
    "a choice that stands alone": ("<option>a</option>b", "a|b"),
    "what is not shown in a select": ("<select><template><p>a</p></template><svg><foreignObject><p>b</p></foreignObject></svg><p><script>c</script></p></select>d", "d"),
    "a shadow root": (
        "<x-card><template shadowrootmode=open><h2>One</h2><slot name=n>three</slot><slot></slot></template>two<b slot=m>four</b></x-card>five",
        "One|threetwofive",
    ),
    "text after the end": ("one</body>two</html>three<html><body>four", "onetwothreefour"),
    "text between rows": ("<table>one<tr><td>two<caption>three</table>", "one|two|three"),
    "comments, sections and instructions": ("a<!-- b -->c<![CDATA[d]]><?e f?>g<svg></svg><math><![CDATA[h]]></math>", "acgh"),
    "misnested formatting": ("<b><p>one</b>two", "onetwo"),
}  # fmt: skip


def pieces(markup: str, *, noscript: bool = False) -> str:
    text = visible_text(browser.parsed(f"<!doctype html><body>{markup}"), noscript=noscript)
    return "|".join(" ".join(piece.split()) for piece in text.split(EDGE) if piece.strip())


@pytest.mark.parametrize("kind", PAGES)
def test_what_counts(kind: str) -> None:
    markup, expected = PAGES[kind]
    assert pieces(markup) == expected


def test_noscript_counts_where_it_holds_the_text() -> None:
    markup = f"<p>Loading</p><noscript><p>{LONG}</p></noscript>"
    assert pieces(markup) == "Loading"
    assert pieces(markup, noscript=True) == f"Loading|{LONG}"
    data = f"<!doctype html><title>Log</title><body>{markup}".encode()
    assert LONG in html.read(Source(name="log.html", data=data, stem="log")).visible


def test_a_word_that_the_tree_of_the_passes_has_lost_is_unaccounted() -> None:
    draft = page("<p>The ferry crosses <b>at noon</b></p><p>It waits.</p>")
    bold = next(draft.page.root.iter("b"))
    parent = bold.parent
    assert parent is not None
    parent.cut(bold.place)
    # a new page of the damaged tree, as a mistake in the conversion of the tree would leave it
    damaged = Page(
        draft.page.source, draft.page.root, media_type="text/html", encoding="utf-8", text=draft.page.text, head=draft.page.head,
        visible=draft.page.visible,
    )  # fmt: skip
    draft = Draft(damaged)
    article = record.build(draft, record.Conversion("0" * 64))
    assert record.count_words(draft, article).examples == ("at", "noon")
    assert [finding.code for finding in article.findings if finding.code == "A001"] == ["A001"]


@pytest.mark.parametrize("seed", range(60))
def test_it_is_the_text_that_the_passes_read(seed: int) -> None:
    chance = random.Random(seed)
    text = random_pages.page(chance.choices(random_pages.PIECES, k=60))
    read = html.read(Source(name="page.html", data=text.encode(), stem="page"))
    assert "".join(read.visible.replace(EDGE, " ").split()) == "".join(read.text_runs.text(read.root).split())
