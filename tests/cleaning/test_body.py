"""The body finder: what it keeps of a page, and what it removes with the place where it stood."""

from __future__ import annotations

import pytest

from archiver.cleaning.cut import choose_cut
from archiver.cleaning.measures import Unit
from archiver.draft import Call, NoteDraft
from support.cleaning import PARAGRAPHS, PROSE, clean, doubt
from support.drafts import build, page


def text(markup: str, head: str = "") -> str:
    return build(clean(page(markup, head))).text(markers=False)


def test_all_paragraphs_are_kept_in_order() -> None:
    found = text(f'<div class="wrap"><div class="entry-content">{PARAGRAPHS}</div></div>')
    assert [found.index(f"Paragraph {n}") for n in "abcdef"] == sorted(found.index(f"Paragraph {n}") for n in "abcdef")


def test_text_around_the_body_is_removed() -> None:
    teasers = "".join(f'<li><a href="/{n}">Another story, number {n}</a></li>' for n in range(12))
    found = text(
        f'<div><a href="/">Start</a> <a href="/coast">Coast</a></div><div class="entry-content">{PARAGRAPHS}</div>'
        f'<div class="x9"><h3>More from us</h3><ul>{teasers}</ul></div>'
    )
    assert "Paragraph a" in found and "Another story" not in found and "Start" not in found


@pytest.mark.parametrize(
    "line",
    [
        '<p><strong>Read also:</strong> <a href="/b">The other quay</a></p>',
        '<p>Lesen Sie auch: <a href="/b">Der andere Kai</a></p>',
        '<p><a href="/b">Lire aussi : L’autre quai</a></p>',
        '<div><strong>اقرأ أيضًا:</strong> <a href="/b">الرصيف الآخر</a></div>',
        '<p>関連記事：<a href="/b">もう一つの埠頭</a></p>',
    ],
)
def test_lines_in_the_body_that_link_to_other_articles_are_removed(line: str) -> None:
    found = text(f'<div class="entry-content">{PARAGRAPHS}{line}{PARAGRAPHS}</div>')
    assert not any(
        words in found for words in ("quay</a>", "other quay", "andere Kai", "autre quai", "الآخر", "もう一つ")
    )


def test_a_paragraph_that_only_begins_like_such_a_line_is_kept() -> None:
    line = "Read more books about harbours, my aunt used to say, and you will never want for a quarrel at supper, or for sleep."
    assert line in text(f'<div class="entry-content">{PARAGRAPHS}<p>{line}</p>{PARAGRAPHS}</div>')


def test_headings_quotes_lists_and_tables_of_the_body_are_kept() -> None:
    parts = (
        "<h2>What the notice said</h2><p>Little enough, as it turned out on the second reading, and nothing in red.</p>"
        "<blockquote><p>No mooring before six, by order of the harbourmaster, and no singing.</p></blockquote>"
        "<ul><li>No mooring before six</li><li>No singing at all</li></ul>"
        "<table><tr><th>Quay</th><th>Boats</th></tr><tr><td>North</td><td>12</td></tr><tr><td>South</td><td>9</td></tr></table>"
    )
    found = text(f'<article><div class="entry-content">{PARAGRAPHS}{parts}{PARAGRAPHS}</div></article>')
    for words in ("What the notice said", "by order of the harbourmaster", "No singing at all", "North", "12", "9"):
        assert words in found


def test_a_paragraph_with_a_note_marker_is_kept() -> None:
    draft = page(
        f'<div class="entry-content">{PARAGRAPHS}</div><div class="related-links x"><p class="meta">{PROSE}<sup>1</sup></p></div>'
    )
    sup = next(e for e in draft.page.elements if e.tag == "sup")
    note = draft.add_note(NoteDraft("1", "missing"))
    draft.add_call(Call(sup, "1", note))
    clean(draft)
    assert not sup.is_within(draft.removed)
    assert sup.is_within(dict.fromkeys(draft.body))


def test_a_short_line_with_a_note_marker_is_kept() -> None:
    draft = page(f'<div class="entry-content">{PARAGRAPHS}</div><p class="meta">Prices of 2020<sup>1</sup></p>')
    sup = next(e for e in draft.page.elements if e.tag == "sup")
    draft.add_call(Call(sup, "1", draft.add_note(NoteDraft("1", "missing"))))
    clean(draft)
    assert sup.is_within(dict.fromkeys(draft.body)) and not sup.is_within(draft.removed)


def test_a_note_marker_alone_in_its_paragraph_is_kept() -> None:
    draft = page(f'<div class="entry-content">{PARAGRAPHS}<p><a href="#n1">[1]</a></p>{PARAGRAPHS}</div>')
    link = next(e for e in draft.page.elements if e.tag == "a")
    draft.add_call(Call(link, "1", draft.add_note(NoteDraft("1", "missing"))))
    clean(draft)
    assert link.is_within(dict.fromkeys(draft.body)) and not link.is_within(draft.removed)


@pytest.mark.parametrize("called_before", [False, True], ids=["only there", "in seen text too"])
def test_a_hidden_panel_is_kept_if_only_its_marker_calls_a_note(called_before: bool) -> None:
    folded = '<div id="panel" style="display: none"><p>The harbour was deepened twice.<sup>1</sup></p></div>'
    seen = "<p>The harbour is old.<sup>1</sup></p>" if called_before else ""
    note = '<p class="n">From the annals of the port.</p>'
    draft = page(f'<div class="entry-content">{PARAGRAPHS}{seen}{folded}{PARAGRAPHS}{note}</div>')
    part = next(e for e in draft.page.elements if e.get("class") == "n")
    known = draft.add_note(NoteDraft("1", "present", parts=(part,)))
    for sup in [e for e in draft.page.elements if e.tag == "sup"]:
        draft.add_call(Call(sup, "1", known))
    clean(draft)
    text = next(e for e in draft.page.elements if (e.text or "").startswith("The harbour was deepened"))
    in_body = text.is_within(dict.fromkeys(draft.body)) and not text.is_within(draft.removed)
    assert in_body is not called_before


def test_loose_text_stays_when_its_inline_element_also_holds_removed_blocks() -> None:
    loose = f"{PROSE}<div class='share-bar'>Share this</div>{PROSE}<div class='share-bar'>Send this</div>"
    found = text(f"<h1>The quay</h1><div class='entry-content'><span>{PROSE}<br>{loose}</span></div>")
    assert found.count(PROSE.strip()) == 3 and "Share this" not in found


def test_every_word_is_accounted_for() -> None:
    """The helper `build` counts the words. The page has loose text, inline chrome and a body in several parts."""
    build(
        clean(
            page(
                f"Loose words at the top <b>bold ones</b><div>{PARAGRAPHS}<span>12 May</span> <a href='/x'>Tom</a></div>"
                f"between<div>{PARAGRAPHS}</div>and at the end <p><a href='/n'>Next</a></p>"
            )
        )
    )


def test_the_cut_keeps_the_units_with_the_best_expected_score() -> None:
    units = [
        Unit(1, "word " * 100, 500, 0, 500, False),
        Unit(2, "word " * 100, 500, 0, 500, False),
        Unit(3, "word", 4, 0, 0, False),
    ]
    assert choose_cut(units, [0.95, 0.9, 0.02]) == 0.6
    assert choose_cut(units, [0.95, 0.5, 0.02]) == 0.5


class TestArticleCheck:
    """A page without an article is refused with a reason; a short article is not refused."""

    def test_an_article_passes(self) -> None:
        assert doubt(page(f'<div class="entry-content">{PARAGRAPHS}</div>')) is None

    def test_a_short_article_passes(self) -> None:
        assert doubt(page(f"<article><h1>Notice</h1><p>{PROSE * 2}</p></article>")) is None

    def test_a_page_without_text_is_refused(self) -> None:
        assert doubt(page("<p>Loading</p>"))

    def test_an_index_page_is_refused(self) -> None:
        links = "".join(f'<li><a href="/{n}">A story about the harbour, number {n}</a></li>' for n in range(40))
        assert doubt(page(f"<h1>All stories</h1><ul>{links}</ul>"))

    def test_an_error_page_is_refused(self) -> None:
        body = "<h1>404 Not Found</h1><p>We could not find that page. It may have moved, or it was never here, so please try the search.</p>"
        assert doubt(page(body))

    def test_a_login_page_is_refused(self) -> None:
        form = '<form><label>Name</label><input name="n"><label>Password</label><input type="password"><button>Enter</button></form>'
        assert doubt(page(f"<h1>Members</h1><p>Please log in to go on reading.</p>{form}"))
