"""Odd but legal markup: words and note calls stay at their place, and the record is valid."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest

import archiver
from archiver import record
from archiver.draft import Call, Draft, NoteDraft
from support.drafts import body_xml, build, page

#: Blocks of all kinds, and what each becomes outside of verse.
BLOCKS = {
    "code": "<pre>by hand</pre>",
    "film": "<iframe src='https://film.example/embed/1'></iframe>",
    "list": "<ul><li>by</li><li>hand</li></ul>",
    "definitions": "<dl><dt>by</dt><dd>hand</dd></dl>",
    "table": "<table><tr><th>by</th><th>hand</th></tr><tr><td>a</td><td>b</td></tr></table>",
    "quotation": "<blockquote><p>by hand</p></blockquote>",
    "picture": "<figure><img src='https://a.example/b.png'><figcaption>by hand</figcaption></figure>",
    "rule": "<hr>",
    "formula": "<math display='block'><mi>x</mi></math>",
    "heading": "<h2>by hand</h2>",
    "verse": "<div class='verse'>by<br>hand</div>",
    "caption": "<table><caption>by hand</caption></table>",
}


# -- verse -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "opened",
    [
        "<div class='poem'>",
        "<p class='verse'>",
        "<pre class='poem'>",
        "<div class='poem'><p>",
        "<div class='poem'><a href='https://a.example/'>",
    ],
)
@pytest.mark.parametrize("kind", BLOCKS)
def test_a_block_in_verse_stays_at_its_place_between_two_verses(kind: str, opened: str) -> None:
    article = build(page(f"<p>Before.</p>{opened}Open<br>the gate{BLOCKS[kind]}slowly<br>then</div><p>After.</p>"))
    text = article.text()
    assert (
        text.index("Before.")
        < text.index("Open")
        < text.index("the gate")
        < text.index("slowly")
        < text.index("After.")
    )
    if "hand" in BLOCKS[kind]:
        assert text.index("the gate") < text.index("hand") < text.index("slowly")


def test_code_splits_a_verse() -> None:
    draft = page("<div class='poem'>Open<br>the gate<pre>by hand</pre><p>slowly<br>then</p></div>")
    assert body_xml(build(draft)) == (
        "<verse><stanza><line>Open</line><line>the gate</line></stanza></verse>"
        '<code display="block">by hand</code>'
        "<verse><stanza><line>slowly</line><line>then</line></stanza></verse>"
    )


def test_verse_within_verse_becomes_one_verse() -> None:
    draft = page("<pre class='poem'>Open\nthe gate<div class='verse'>slowly<br>then</div></pre>")
    assert body_xml(build(draft)).count("<verse>") == 1


def test_poems_in_a_row_stay_separate() -> None:
    poem = "<p class='verse'>one<br>two</p>"
    assert body_xml(build(page(poem * 3 + "<p>and</p>" + poem))).count("<verse>") == 4


# -- captions --------------------------------------------------------------------------------------


def test_a_caption_of_a_table_without_rows_becomes_a_paragraph() -> None:
    draft = page("<p>One.</p><table><caption lang='fr'>Les niveaux</caption><thead></thead></table><p>Two.</p>")
    assert body_xml(build(draft)) == '<p>One.</p><p xml:lang="fr">Les niveaux</p><p>Two.</p>'


def test_the_blocks_in_an_unclosed_caption_return_to_the_body() -> None:
    draft = page("<p>One.</p><table><caption>Levels<p>Two.</p><h2>Three</h2><p>Four.</p>")
    xml = body_xml(build(draft))
    assert "<p>One.</p><p>Levels</p><p>Two.</p>" in xml and "Three" in xml and "<p>Four.</p>" in xml


@pytest.mark.parametrize(
    "inside",
    [
        "<caption>Levels {}</caption>",
        "<caption>Levels {}",
        "<caption>a</caption><caption>Levels {}</caption>",
        "<tr></tr><caption>Levels {}</caption>",
    ],
)
def test_a_call_in_the_caption_of_a_table_without_rows_is_kept(inside: str) -> None:
    draft = page(f"<p>One.</p><table>{inside.format('<sup>1</sup>')}</table><div>Read by hand.</div>")
    article = _called(draft)
    assert article.noterefs[0].label == "1"
    assert [(n.status, n.references) for n in article.notes] == [("present", 1)]


def test_several_captions_keep_their_words_in_order() -> None:
    draft = page("<table><caption>one</caption><caption>two</caption><caption>three</caption></table>")
    assert body_xml(build(draft)) == "<p>one</p><p>two</p><p>three</p>"


# -- calls in elements that hold none -----------------------------------------------------------


@pytest.mark.parametrize(
    "inside",
    [
        "<ruby>水{}<rt>みず</rt></ruby>",
        "<ruby>水<rt>みず{}</rt></ruby>",
        "<math><mrow><mi>x</mi><mtext>see{}</mtext></mrow></math>",
        "<dl><dt>gate{}</dt></dl>",
        "<figure><figcaption>gate{}</figcaption></figure>",
        "<button>gate{}</button>",
        "<details><summary>gate{}</summary></details>",
        "<pre>gate{}</pre>",
        "<h2>gate{}</h2>",
        "<div class='poem'>gate{}<br>two</div>",
    ],
)
def test_a_call_is_kept_in_elements_that_cannot_hold_one(inside: str) -> None:
    article = _called(page(f"<p>One.</p>{inside.format('<sup>1</sup>')}<p>Two.</p><div>Read by hand.</div>"))
    assert [(n.status, n.references) for n in article.notes] == [("present", 1)]


def _called(draft: Draft) -> archiver.Article:
    """The record of a page: its only sup is a call, and its last div is the note."""
    (marker,) = draft.page.root.iter("sup")
    note = draft.add_note(NoteDraft("1", "present", parts=(list(draft.page.root.iter("div"))[-1],)))
    draft.add_call(Call(marker, "1", note))
    return build(draft)


# -- attributes of readers -------------------------------------------------------------------------


def test_an_attribute_of_a_page_is_no_number_of_an_item() -> None:
    draft = page("<ul><li data-n=4>One</li></ul><p data-n=5>Two</p><main>Three</main>")
    article = build(draft)
    assert article.root.find(".//{*}item[@n]") is None
    draft = page("<p data-n=5>Two</p><main>Three</main>")
    draft.set_body(list(draft.page.root.iter("main")))
    assert [removal.text for removal in build(draft).removals] == ["Two"]


# -- words stay apart --------------------------------------------------------------------------------


def test_the_words_around_a_note_that_stands_in_the_text_stay_apart() -> None:
    draft = page("<p>It rose<span id=n>By hand.</span>slowly<span id=m>At noon</span>.</p>")
    for label, part in zip("12", list(draft.page.root.iter("span")), strict=True):
        draft.add_note(NoteDraft(label, "present", parts=(part,)))
    assert build(draft).text() == "It rose slowly."


def test_the_words_of_blocks_in_ruby_stay_apart() -> None:
    draft = page("<b>One</b><ruby><p>two</p><rt>three</rt></ruby>four")
    assert " ".join(build(draft).text().split()) == "One two threefour"


def test_a_line_break_in_ruby_parts_words() -> None:
    assert "<base>2 1. tar</base>" in body_xml(build(page("<p>x <ruby><sup>2</sup><br>1. tar<rt>y</rt></ruby></p>")))


def test_words_in_the_parentheses_of_ruby_are_kept() -> None:
    draft = page(
        "<p>One <ruby>two<rt>three</rt><rp> four</rp></ruby> <ruby>水<rp>(</rp><rt>みず</rt><rp>)</rp></ruby></p>"
    )
    article = build(draft)
    assert article.text().startswith("One twothree four")
    assert len(list(article.root.iter("{*}ruby"))) == 1


def test_the_words_of_blocks_in_a_formula_stay_apart() -> None:
    draft = page("<p>One</p><math><mtext>two<p>three</p>four</mtext></math>")
    assert "two three four" in " ".join("".join(build(draft).root.itertext()).split())


# -- growth ----------------------------------------------------------------------------------------

GROWING: dict[str, Callable[[int], str]] = {
    "items without a list": lambda n: "<li>She said it was high." * n,
    "items without a list, with line breaks": lambda n: "<li>She said<br>it was high.<br>" * n,
    "items without a list in one div": lambda n: f"<div>{'<li>She said it was high.</li>' * n}</div>",
    "items each in a div": lambda n: "<div><li>She said it was high.</li></div>" * n,
    "definitions": lambda n: f"<dl>{'<dt>Noon</dt><dd>She said it was high.</dd>' * n}</dl>",
    "poems": lambda n: "<p class='verse'>one<br>two</p>" * n,
    "captions": lambda n: "<figcaption>one</figcaption>" * n,
    "spans": lambda n: f"<table>{'<tr><td colspan=1000 rowspan=65534>one word here</td></tr>' * n}</table>",
    "a srcset of one long word": lambda n: f"<p>a</p><img src='a.png' srcset='{'a' * 50 * n} b c d'>",
}


@pytest.mark.parametrize("kind", GROWING)
def test_the_work_grows_linearly_with_the_page(kind: str) -> None:
    def lines_run(n: int) -> int:
        draft = page(GROWING[kind](n))
        count = 0

        def trace(frame: FrameType, event: str, argument: object) -> object:
            nonlocal count
            count += event == "line"
            return trace

        before = sys.gettrace()
        sys.settrace(trace)  # type: ignore[arg-type]
        try:
            record.build(draft, record.Conversion("0" * 64))
        finally:
            sys.settrace(before)
        return count

    lines_run(10)  # what is read once in a process
    # four times the page: about four times the work, where the square of it would be sixteen times
    assert lines_run(400) < 6 * lines_run(100)
