"""Every word of a source is in the body, in a note, in the head, or in the ledger with its rule and its place."""

from __future__ import annotations

from archiver.article import Article
from archiver.description import Author
from archiver.draft import Call, Draft, HeadDraft, NoteDraft, Span
from archiver.trees.elements import Element
from support.drafts import body_xml, build, page


def find(draft: Draft, id_: str) -> Element:
    return next(e for e in draft.page.elements if e.get("id") == id_)


def ledger(article: Article) -> list[tuple[str, str]]:
    return [(removal.rule, removal.text) for removal in article.removals]


def test_a_removed_element_goes_to_the_ledger_with_its_place() -> None:
    draft = page('<p>Kept.</p><ul id="s"><li>Share</li><li>Tweet</li></ul>')
    draft.remove(find(draft, "s"), "share-bar")
    article = build(draft)
    assert article.text() == "Kept."
    (removal,) = article.removals
    assert (removal.rule, removal.text, removal.where) == ("share-bar", "Share Tweet", "/html/body/ul")


def test_soft_hyphens_do_not_split_words() -> None:
    draft = page('<h1 id="t">Leucht\xadturm</h1><p id="s">Tei\xadlen</p><p>Sand\xadbank</p>')
    draft.set_head(HeadDraft(title="Leuchtturm"))
    draft.move(find(draft, "t"), "headline", "Leuchtturm")
    draft.remove(find(draft, "s"), "share-bar")
    article = build(draft)
    assert article.text() == "Sandbank"
    assert ledger(article) == [("share-bar", "Teilen")]


def test_text_outside_the_body_goes_to_the_ledger_block_by_block() -> None:
    draft = page('<div>Top</div><main id="m"><p>Kept.</p></main><div>Loose <b>end</b><p>Foot</p></div>')
    draft.set_body([find(draft, "m")])
    assert ledger(build(draft)) == [("outside-article", "Top"), ("outside-article", "Loose end Foot")]


def test_a_claimed_note_is_kept_when_the_element_around_it_is_removed() -> None:
    draft = page('<p>Word<sup id="c">1</sup> on.</p><footer id="f">Contact <p id="n">1. The note.</p></footer>')
    note = draft.add_note(NoteDraft("1", "present", parts=(find(draft, "n"),)))
    draft.add_call(Call(find(draft, "c"), "1", note))
    draft.trim(Span(find(draft, "n"), "text", 0, 3), "note-label")
    draft.remove(find(draft, "f"), "footer")
    article = build(draft)
    assert article.text() == "Word[1] on."
    assert [(n.label, n.status, n.text, n.references) for n in article.notes] == [("1", "present", "The note.", 1)]
    assert ledger(article) == [("footer", "Contact")]


def test_a_marker_without_its_note_stays_and_gets_a_finding() -> None:
    draft = page('<p id="p">So it was.3 Then</p>')
    note = draft.add_note(NoteDraft("3", "missing"))
    draft.add_call(Call(Span(find(draft, "p"), "text", 10, 11), "3", note))
    article = build(draft)
    assert article.text() == "So it was.[3] Then"
    assert [(n.label, n.status, n.text) for n in article.notes] == [("3", "missing", "")]
    assert [f.code for f in article.findings if f.code.startswith("N")] == ["N001"]


def test_a_note_whose_marker_was_removed_becomes_unreferenced() -> None:
    draft = page('<p>Kept.</p><div id="x">Gone<sup id="c">1</sup></div><p id="n">The note.</p>')
    note = draft.add_note(NoteDraft("1", "present", parts=(find(draft, "n"),)))
    draft.add_call(Call(find(draft, "c"), "1", note))
    draft.remove(find(draft, "x"), "promo")
    article = build(draft)
    assert [(n.label, n.status) for n in article.notes] == [("1", "unreferenced")]
    assert ledger(article) == [("promo", "Gone1")]


def test_one_marker_can_hold_several_calls() -> None:
    draft = page('<p>Word<sup id="c">[1, 2]</sup>.</p><p id="a">One.</p><p id="b">Two.</p>')
    for label, part in (("1", "a"), ("2", "b")):
        note = draft.add_note(NoteDraft(label, "present", parts=(find(draft, part),)))
        draft.add_call(Call(find(draft, "c"), label, note))
    article = build(draft)
    assert article.text() == "Word[1][2]."
    assert ledger(article) == []


def test_words_of_a_byline_that_are_not_in_the_head_are_in_the_ledger() -> None:
    draft = page('<h1 id="h">A <i>Title</i></h1><p id="b">By Ann Lee, 5 min read</p><p>Text.</p>')
    draft.set_head(HeadDraft(title="A Title", title_element=find(draft, "h")))
    draft.move(find(draft, "h"), "title", "A Title")
    draft.head.authors = (Author("Ann Lee"),)
    draft.move(find(draft, "b"), "byline", "Ann Lee")
    article = build(draft)
    assert (article.title, article.authors[0].name, article.text()) == ("A Title", "Ann Lee", "Text.")
    assert ledger(article) == [("byline", "By , 5 min read")]
    assert article.root.find("{*}head/{*}title/{*}em") is not None


def test_a_marker_in_the_title_is_kept() -> None:
    draft = page('<h1 id="h">Title<sup id="c">*</sup></h1><p>Text.</p><p id="n">* Thanks.</p>')
    note = draft.add_note(NoteDraft("*", "present", parts=(find(draft, "n"),)))
    draft.add_call(Call(find(draft, "c"), "*", note))
    draft.trim(Span(find(draft, "n"), "text", 0, 1), "note-label")
    draft.set_head(HeadDraft(title="Title", title_element=find(draft, "h")))
    draft.move(find(draft, "h"), "title", "Title")
    article = build(draft)
    assert article.root.find("{*}head/{*}title/{*}noteref") is not None
    assert [(n.label, n.text, n.references) for n in article.notes] == [("*", "Thanks.", 1)]


def test_metadata_inside_removed_chrome_are_not_lost() -> None:
    draft = page('<div id="top">Menu <span id="d">Published 3 May 2020</span></div><p>Text.</p>')
    draft.move(find(draft, "d"), "date-line", "3 May 2020")
    draft.remove(find(draft, "top"), "nav")
    article = build_with_date(draft)
    assert ("nav", "Menu") in ledger(article)
    assert ("date-line", "Published") in ledger(article)


def test_a_second_element_with_the_same_value_is_in_the_ledger() -> None:
    draft = page('<p id="a">By Ann Lee</p><p>Text.</p><p id="b">Ann Lee, gardener</p>')
    draft.head.authors = (Author("Ann Lee"),)
    draft.move(find(draft, "a"), "byline", "Ann Lee")
    draft.move(find(draft, "b"), "byline", "Ann Lee")
    assert ledger(build(draft)) == [("byline", "By"), ("byline", "Ann Lee, gardener")]


def build_with_date(draft: Draft) -> Article:
    from archiver.description import Date

    draft.head.dates = (Date("published", "2020-05-03", "3 May 2020"),)
    return build(draft)


def test_equal_sources_give_equal_bytes() -> None:
    text = '<p>a <a href="http://example.org" title="t">b</a></p><table><tr><th rowspan=2 colspan=2>x</th></tr></table>'
    assert build(page(text)).xml() == build(page(text)).xml()


def test_the_helper_body_xml_returns_the_body_as_xml() -> None:
    assert body_xml(build(page("<p>x</p>"))) == "<p>x</p>"
