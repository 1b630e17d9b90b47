"""The model judges line by line; corrections set right by structure what it gets wrong."""

from __future__ import annotations

import pytest

from archiver.cleaning.body.corrections import CORRECTIONS, Selection, correct
from archiver.cleaning.body.corrections.selection import CorrectionFunction
from archiver.cleaning.body.finder import candidates
from archiver.cleaning.chrome import remove_chrome
from archiver.cleaning.measures import Measures
from archiver.draft import Call, NoteDraft
from support.cleaning import PARAGRAPHS, PROSE, clean
from support.drafts import build, page

#: Two paragraphs in an element of their own: what stands beside it is not in the column of the article.
COLUMN = f"<div><p>{PROSE}</p><p>{PROSE}</p></div>"


def kept(markup: str, chance: dict[str, float]) -> list[str]:
    """The texts that are kept with a cut of 0.5. Units that begin with a key of `chance` get its score, all others 0.9."""
    draft = page(markup)
    measures = Measures(draft)
    remove_chrome(draft, measures)
    units, _ = candidates(draft, measures)
    chances = [next((c for start, c in chance.items() if u.text.startswith(start)), 0.9) for u in units]
    return [
        u.text for u, k in zip(units, correct(Selection(draft, measures, units, chances, 0.5)).keep, strict=True) if k
    ]


def test_a_list_is_kept_or_removed_as_one() -> None:
    items = "<ul><li>A rope of hemp</li><li>A lantern, and oil for it</li><li>Salt</li></ul>"
    assert "Salt" in kept(f"{COLUMN}{items}", {"Salt": 0.2})
    assert "Salt" not in kept(f"{COLUMN}{items}", {"Salt": 0.6, "A rope": 0.1, "A lantern": 0.1})


def test_code_between_kept_paragraphs_is_kept() -> None:
    code = "<pre>let boat = moor(quay);</pre>"
    assert "let boat = moor(quay);" in kept(f"{COLUMN}{code}{COLUMN}", {"let": 0.1})
    assert "let boat = moor(quay);" not in kept(f"{COLUMN}{code}", {"let": 0.1})


def test_a_paragraph_in_two_views_of_the_page_is_kept_once() -> None:
    long = f"{PROSE}{PROSE}".strip()
    hidden_copy = f"<div class='for-print'><div><p>{long}</p></div></div>"
    shown = f"<div><div><p>{long}</p><p>Nobody minds.</p></div></div>"
    assert kept(f"{hidden_copy}<h1>The quay</h1>{shown}", {}).count(long) == 1
    refrain = f"<div><p>{long}</p><p>Nobody minds.</p><p>{long}</p></div>"
    assert kept(refrain, {}).count(long) == 2
    quoted = f"<div><div><blockquote>{long}</blockquote></div></div>{shown}"
    assert kept(quoted, {}).count(long) == 2


def test_a_caption_that_only_its_class_names_is_a_caption() -> None:
    picture = '<div class="c-media"><img src="quay.jpg" alt="The quay"><div class="c-media__caption">The quay at dawn.</div></div>'
    article = build(clean(page(f'<div class="entry-content">{PARAGRAPHS}{picture}{PARAGRAPHS}</div>')))
    assert "The quay at dawn." in article.text(captions=True)
    assert "The quay at dawn." not in article.text(captions=False)
    assert b"<caption>" in article.xml()


def test_an_element_with_a_caption_class_around_the_text_is_no_caption() -> None:
    article = build(clean(page(f'<div class="caption-box"><img src="quay.jpg" alt="">{PARAGRAPHS}</div>')))
    assert "Paragraph c" in article.text(captions=False)


def test_a_term_and_its_definition_are_kept_or_removed_together() -> None:
    neap = "<dl><dt>Neap(day)</dt><dd>The smallest range of the month, on the day after the half moon.</dd></dl>"
    assert "Neap(day)" in kept(f"{COLUMN}{neap}", {"Neap": 0.2})
    box = "<dl><div><dt>Member since</dt><dd>2014</dd></div><div><dt>Place</dt><dd>Penwick, on the lower quay</dd></div></dl>"
    found = kept(f"{COLUMN}{box}", {"2014": 0.1, "Member": 0.6, "Penwick": 0.1, "Place": 0.6})
    assert "Place" not in found and "Penwick, on the lower quay" not in found


@pytest.mark.parametrize(
    "block",
    [
        "<p>He never said why.</p>",
        "<ul><li>A rope of hemp</li><li>Salt</li></ul>",
        "<ol><li>Untie the boat.</li><li>Row.</li></ol>",
        "<dl><dt>Thole</dt><dd>A pin for an oar</dd></dl>",
        "<table><tr><th>Year</th><th>Boats</th></tr><tr><td>1871</td><td>12</td></tr></table>",
        "<pre>boat.moor(quay)</pre>",
        "<blockquote><p>Row first.</p><p>— Old Tarn</p></blockquote>",
        "<div class='step'><div>1</div><div>Untie the boat.</div></div>",
        "<details><summary>Why red?</summary><p>It was the cheapest.</p></details>",
        "<figure><table><tr><td>eel</td><td>12</td></tr></table><figcaption>Fish in the weir</figcaption></figure>",
        "<p>P.S. The boat is still there.</p>",
        "<p>Isolde Marr, Penwick, in May</p>",
    ],
)
@pytest.mark.parametrize(
    "wrapper", ["{}", "<div>{}</div>", "<section><div>{}</div></section>", "<div class='x-outer'>{}</div>"]
)
def test_a_block_in_the_column_stays_whatever_the_model_says(block: str, wrapper: str) -> None:
    doubted = wrapper.format(block)
    markup = f"<main><p>{PROSE}</p>{{}}<p>{PROSE * 2}</p><p>{PROSE * 3}</p>{{}}</main>"
    chances = {PROSE[:20]: 0.9, "": 0.1}
    words = kept(f"<main>{doubted}</main>", {})
    assert words
    for among, below in ((doubted, ""), ("", doubted)):
        found = kept(markup.format(among, below), chances)
        assert [text for text in found if not text.startswith(PROSE.strip())] == words


@pytest.mark.parametrize(
    "block",
    [
        "<p><a href='/b'>The other quay</a></p>",
        "<div class='newsletter-promo'><p>Every Monday in your post.</p></div>",
        "<p>Subscribe to our newsletter and share this page with your friends!</p>",
        "<p>ROPES</p><p>ROPES</p>",
    ],
    ids=["links", "class", "words", "twice"],
)
def test_a_block_in_the_column_goes_if_something_of_its_own_says_so(block: str) -> None:
    markup = f"<main><p>{PROSE}</p><p>{PROSE * 2}</p>{block}<p>{PROSE * 3}</p></main>"
    assert all(text.startswith(PROSE.strip()) for text in kept(markup, {PROSE[:20]: 0.9, "": 0.1}))


def test_the_class_names_of_a_table_say_nothing() -> None:
    table = "<table class='{}'><tr><th>Year</th><th>Boats</th></tr><tr><td>1871</td><td>12</td></tr></table>"
    markup = f"<main><p>{PROSE}</p>{table.format('newsletter-promo')}<p>{PROSE * 2}</p></main>"
    assert "Boats" in kept(markup, {PROSE[:20]: 0.9, "": 0.1})


def test_the_first_page_chrome_below_the_text_ends_the_column() -> None:
    closing, share, after = "<p>Nobody minds.</p>", "<p><a href='/s'>Share</a></p>", "<p>A gull is a bird.</p>"
    found = kept(f"<main><p>{PROSE}</p><p>{PROSE * 2}</p>{closing}{share}{after}</main>", {PROSE[:20]: 0.9, "": 0.1})
    assert "Nobody minds." in found and "A gull is a bird." not in found


def test_a_block_with_a_removed_form_is_no_part_of_the_column() -> None:
    box = "<div><p>Boats and tides, each week.</p>{}</div>"
    chance = {"Boats": 0.1}
    form = "<form><input name='mail'> Send me that</form>"
    assert "Boats and tides, each week." in kept(f"<p>{PROSE}</p><p>{PROSE}</p>{box.format('')}", chance)
    assert "Boats and tides, each week." not in kept(f"<p>{PROSE}</p><p>{PROSE}</p>{box.format(form)}", chance)


def test_a_block_beside_the_column_keeps_its_own_decision() -> None:
    assert "Salt" not in kept(f"{COLUMN}<div><ul><li>A rope</li><li>Salt</li></ul></div>", {"A rope": 0.1, "Salt": 0.1})


def test_a_byline_above_the_text_is_no_part_of_the_column() -> None:
    markup = f"<h1>The quay</h1>{{}}<p>{PROSE}</p><p>{PROSE * 2}</p>"
    line = "<p{}>Hew Tarn, at the lower lock</p>"
    chance = {"Hew": 0.1}
    assert any(text.startswith("Hew") for text in kept(markup.format(line.format("")), chance))
    assert not any(text.startswith("Hew") for text in kept(markup.format(line.format(" class='c-top'")), chance))
    above = markup.replace("<h1>The quay</h1>{}", "{}<h1>The quay</h1>")
    assert not any(text.startswith("Hew") for text in kept(above.format(line.format("")), chance))


@pytest.mark.parametrize("word", ["Share", "Print", "Subscribe"])
def test_a_head_cell_with_the_word_of_a_button_stays_in_its_table(word: str) -> None:
    rows = f"<tr><th>Fuel</th><th>{word}</th></tr><tr><td>Wood</td><td>54 %</td></tr>"
    table = f"<table>{rows}</table>"
    assert word in kept(f"<main><p>{PROSE}</p>{table}<p>{PROSE}</p></main>", {})
    # the same word as a line, and in a table that goes
    assert word not in kept(f"<main><p>{PROSE}</p><p>{word}</p><p>{PROSE}</p></main>", {})
    gone = dict.fromkeys(("Fuel", "Wood", "54", word), 0.01)
    assert word not in kept(f"<main><p>{PROSE}</p>{table}<p>{PROSE}</p></main>", gone)


def test_the_blocks_of_one_link_stay_together() -> None:
    link = f'<a href="/mill"><h2>The spur wheel</h2><p>{PROSE}</p></a>'
    assert "The spur wheel" in kept(f"{COLUMN}{link}{COLUMN}", {"The spur": 0.1})
    apart = f'<a href="/mill"><h2>The spur wheel</h2></a><a href="/quay"><p>{PROSE}</p></a>'
    assert "The spur wheel" not in kept(f"{COLUMN}{apart}{COLUMN}", {"The spur": 0.1})
    # cards
    assert "The spur wheel" not in kept(f"{COLUMN}{link * 3}{COLUMN}", {"The spur": 0.1})
    # most of it goes
    teaser = '<a href="/mill"><h2>The spur wheel</h2><p>Eel</p></a>'
    assert "The spur wheel" not in kept(f"{COLUMN}{teaser}{COLUMN}", {"The spur": 0.1})


def test_a_table_under_a_removed_line_is_removed() -> None:
    table = "<table><tr><td>Rope</td><td>9 d.</td></tr></table>"
    chance = {"Rope": 0.1, "9 d.": 0.1, "Our offers": 0.1}
    assert "Rope" in kept(f"<main><p>{PROSE}</p><p>{PROSE}</p>{table}</main>", chance)
    offers = "<p><a href='/offers'>Our offers</a></p>"
    assert "Rope" not in kept(f"<main><p>{PROSE}</p><p>{PROSE}</p>{offers}{table}</main>", chance)


def test_an_embedded_post_between_kept_texts_is_kept() -> None:
    post = '<figure><blockquote class="twitter-tweet"><p>The lock is open.</p>— Lock (@lock) <a href="https://x.example/1">May 3</a></blockquote></figure>'
    chance = {"The lock is open": 0.1, "— Lock": 0.1}
    assert "The lock is open." in kept(f"{COLUMN}{post}{COLUMN}", chance)
    assert "The lock is open." not in kept(f"{COLUMN}{post}", chance)


def test_captions_of_a_row_of_figures_are_kept() -> None:
    row = "".join(
        f'<figure><img src="{n}.jpg"><figcaption>View {n} of the quay</figcaption></figure>' for n in range(9)
    )
    found = kept(f"<p>{PROSE}</p>{row}<p>{PROSE}</p>", {"View": 0.1})
    assert len([t for t in found if t.startswith("View")]) == 9


def test_error_messages_of_programs_are_removed() -> None:
    message = "<p><b>Warning</b>: Undefined variable $tide in <b>/var/www/locks/page.php</b> on line <b>12</b></p>"
    assert not any("Undefined" in t for t in kept(f"<p>{PROSE}</p>{message}<p>{PROSE}</p>", {}))
    told = f"<p>Warning: the tide comes in sooner than the table says. {PROSE}</p>"
    assert any(t.startswith("Warning") for t in kept(f"<p>{PROSE}</p>{told}", {}))


def test_a_heading_right_above_kept_text_is_kept() -> None:
    found = kept(f"<section><h3>Tides</h3><p>{PROSE}</p></section><p>{PROSE}</p>", {"Tides": 0.2})
    assert "Tides" in found
    linked = f"<section><h3><a href='/t'>Tides</a></h3><p>{PROSE}</p></section><p>{PROSE}</p>"
    assert "Tides" not in kept(linked, {"Tides": 0.2})


def test_a_heading_below_the_last_text_is_removed() -> None:
    empty = "<h2>Reader offers</h2><p><a href='/r'>Ropes at half price.</a></p>"
    chance = {"Reader offers": 0.7, "Ropes": 0.1}
    assert "Reader offers" not in kept(f"<h2>The quay</h2><p>{PROSE}</p>{empty}", chance)
    assert "Reader offers" in kept(f"<h2>The quay</h2><p>{PROSE}</p>{empty}<p>{PROSE}</p>", chance)


def test_a_heading_in_loose_text_has_text_below_it() -> None:
    assert "Tides" in kept(f"<div>{PROSE} <h3>Tides</h3> {PROSE}</div>", {})


def test_a_page_of_headings_keeps_them() -> None:
    listed = "".join(f"<h3>Boat number {n}</h3><p>More {n}</p>" for n in range(6))
    assert kept(listed, {"Boat": 0.7, "More": 0.1}) == [f"Boat number {n}" for n in range(6)]


def test_the_same_place_in_similar_siblings_is_kept_or_removed_everywhere() -> None:
    cards = "".join(
        f'<div class="card"><h3>Boat {n}</h3><p>{PROSE}</p><p class="berth">Berth {n} of the quay</p></div>'
        for n in range(5)
    )
    most = kept(f"<p>{PROSE}</p><div>{cards}</div>", {"Berth 3": 0.2})
    assert "Berth 3 of the quay" in most
    few = kept(f"<p>{PROSE}</p><div>{cards}</div>", {"Berth 3": 0.6, "Berth": 0.1})
    assert "Berth 3 of the quay" not in few


def test_a_heading_that_a_phrase_removed_is_not_restored() -> None:
    found = kept(f"<p>{PROSE}</p><h3>Advertisement</h3><p>{PROSE}</p>", {"Advertisement": 0.6})
    assert "Advertisement" not in found


def test_a_line_that_offers_other_articles_is_removed_without_a_known_phrase() -> None:
    line = "Diese drei Texte könnten dich auch interessieren:"
    assert line not in kept(f"<p>{PROSE}</p><p>{line}</p>", {"Diese": 0.7})


def test_a_line_that_a_rule_removed_is_not_restored_with_its_heading() -> None:
    offer = "<h3>Where to read on about the harbour</h3><p>Log in to comment</p>"
    found = kept(f"<h3>Before</h3><p>{PROSE}</p>{offer}", {"Where": 0.95, "Log in": 0.6})
    assert "Log in to comment" not in found


def test_a_heading_directly_above_a_paragraph_is_not_removed_by_its_phrase() -> None:
    assert "Related" in kept(f"<p>{PROSE}</p><h2>Related</h2><p>{PROSE}</p>", {})
    assert "Related" not in kept(
        f"<p>{PROSE}</p><h2>Related</h2><ul><li><a href='/x'>Nets</a></li></ul><p>{PROSE}</p>", {}
    )


def test_a_summary_is_kept_or_removed_with_its_details() -> None:
    asked = f"{COLUMN}<details><summary>May I land?</summary><p>At high water.</p></details>"
    assert "May I land?" in kept(asked, {"May I": 0.1})
    assert "May I land?" not in kept(asked, {"At high": 0.1})


def test_an_element_with_the_role_of_a_button_is_kept_with_its_panel() -> None:
    asked = f"{COLUMN}<div role='button'><a>May I land?</a></div><div>{PROSE}</div>"
    assert "May I land?" in kept(asked, {"May I": 0.1})


def test_a_recipe_card_is_part_of_the_article() -> None:
    card = '<div class="wprm-recipe-container"><h3>Fog Bread</h3><ul><li>400 g water</li></ul><p>{}</p></div>'
    found = kept(f"<p>{PROSE}</p>{card.format('Newsletter')}", {"Fog": 0.1, "400": 0.1})
    assert "400 g water" in found
    assert "Newsletter" not in found
    printed = card.format("Bake.").replace("<h3>", "<p>Print</p><h3>")
    assert "400 g water" in kept(f"<p>{PROSE}</p>{printed}", {"Fog": 0.1, "400": 0.1})
    # in a column of its own it is another recipe
    assert "400 g water" not in kept(card.format("Bake."), {"Fog": 0.1, "400": 0.1, "Bake": 0.1})


def test_a_callout_that_begins_as_an_advertisement_is_removed() -> None:
    callout = f"<p>{PROSE}</p><div class='callout'><p>{{}}</p><p>Mind the bar.</p></div><p>{PROSE}</p>"
    assert "Mind the bar." in kept(callout.format("Two things:"), {"Mind": 0.2, "Two": 0.2})
    assert "Mind the bar." not in kept(callout.format("Advertisement"), {"Mind": 0.2, "Adv": 0.2})


def test_a_standfirst_in_an_element_of_its_own_is_kept() -> None:
    lead = "A short line that says it all."
    markup = f"<h1>A page</h1><div class='documentDescription'>{lead}</div><div><p>{PROSE}</p></div>"
    assert lead in kept(markup, {"A short": 0.3})
    assert lead not in kept(markup.replace("documentDescription", "ad"), {"A short": 0.3})


def test_a_correction_gives_its_reason() -> None:
    draft = page(f"<p>{PROSE}</p><p>{PROSE * 2}</p><p>{PROSE * 3}</p>")
    measures = Measures(draft)
    units, _ = candidates(draft, measures)
    selection = correct(Selection(draft, measures, units, [0.9, 0.1, 0.9], 0.5))
    assert selection.keep == [True, True, True] and selection.history == {1: ["in-the-column"]}


@pytest.mark.parametrize("correction", CORRECTIONS, ids=lambda correction: correction.__name__)
def test_a_correction_does_not_change_the_selection(correction: CorrectionFunction) -> None:
    draft = page(f"<h2>Boats</h2><ul><li>Salt</li><li>A rope</li></ul><p>{PROSE}</p><pre>moor()</pre><p>{PROSE}</p>")
    measures = Measures(draft)
    units, _ = candidates(draft, measures)
    selection = Selection(draft, measures, units, [n % 2 * 0.8 for n in range(len(units))], 0.5)
    before = list(selection.keep)
    correction(selection)
    assert selection.keep == before and not selection.history and not draft.corrected


def test_a_line_that_was_removed_for_its_words_stays_if_it_calls_a_note() -> None:
    draft = page(f'<p>{PROSE}</p><p>Read also: the keepers<sup id="c">1</sup> of the lower lock</p><p>{PROSE}</p>')
    [sup] = draft.page.root.iter("sup")
    draft.add_call(Call(sup, "1", draft.add_note(NoteDraft("1", "missing"))))
    measures = Measures(draft)
    units, _ = candidates(draft, measures)
    selection = correct(Selection(draft, measures, units, [0.9, 0.6, 0.9], 0.5))
    assert selection.removed_by_words == {1} and selection.keep == [True, True, True]
    assert selection.history == {1: ["phrase", "calls-a-note"]}


def sources(*hosts: str) -> str:
    items = "".join(f'<li><a href="https://{host}/{n}">Tide table {n}</a></li>' for n, host in enumerate(hosts))
    return f"<h3>Sources and links</h3><ul>{items}</ul>"


@pytest.mark.parametrize(
    ("hosts", "stays"),
    [
        (("tides.example", "harbour.example", "weir.example"), True),
        # what a site puts below its articles leads to its own pages, to one other site, or to networks
        (("quay.example", "quay.example", "tides.example"), False),
        (("tides.example", "tides.example", "tides.example"), False),
        (("tides.example", "www.facebook.com", "harbour.example"), False),
        (("tides.example", "harbour.example"), False),
    ],
)
def test_a_list_of_sources_right_below_the_text_is_kept(hosts: tuple[str, ...], stays: bool) -> None:
    article = f"<div><p>{PROSE}</p><p>{PROSE}</p><p>{PROSE}</p>{sources(*hosts)}</div>"
    draft = page(article, '<link rel="canonical" href="https://quay.example/moor">')
    measures = Measures(draft)
    units, _ = candidates(draft, measures)
    chances = [0.1 if u.text.startswith(("Tide table", "Sources")) else 0.9 for u in units]
    selection = correct(Selection(draft, measures, units, chances, 0.5))
    texts = [u.text for u, k in zip(units, selection.keep, strict=True) if k]
    assert ("Tide table 0" in texts) is stays
    assert ("Sources and links" in texts) is stays
