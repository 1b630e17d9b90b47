"""The model judges line by line; corrections set right by structure what it gets wrong."""

from __future__ import annotations

import pytest

from archiver.cleaning.body.corrections import CORRECTIONS, Selection, correct
from archiver.cleaning.body.corrections.selection import CorrectionFunction
from archiver.cleaning.body.finder import candidates
from archiver.cleaning.measures import Measures
from archiver.draft import Call, NoteDraft
from support.cleaning import PARAGRAPHS, PROSE, clean
from support.drafts import build, page


def kept(markup: str, chance: dict[str, float]) -> list[str]:
    """The texts that are kept with a cut of 0.5. Units that begin with a key of `chance` get its score, all others 0.9."""
    draft = page(markup)
    measures = Measures(draft)
    units, _ = candidates(draft, measures)
    chances = [next((c for start, c in chance.items() if u.text.startswith(start)), 0.9) for u in units]
    return [
        u.text for u, k in zip(units, correct(Selection(draft, measures, units, chances, 0.5)).keep, strict=True) if k
    ]


def test_a_list_is_kept_or_removed_as_one() -> None:
    items = "<ul><li>A rope of hemp</li><li>A lantern, and oil for it</li><li>Salt</li></ul>"
    assert "Salt" in kept(f"<p>{PROSE}</p>{items}<p>{PROSE}</p>", {"Salt": 0.2})
    assert "Salt" not in kept(f"<p>{PROSE}</p>{items}<p>{PROSE}</p>", {"Salt": 0.6, "A rope": 0.1, "A lantern": 0.1})


def test_code_between_kept_paragraphs_is_kept() -> None:
    code = "<pre>let boat = moor(quay);</pre>"
    assert "let boat = moor(quay);" in kept(f"<p>{PROSE}</p>{code}<p>{PROSE}</p>", {"let": 0.1})
    assert "let boat = moor(quay);" not in kept(f"<p>{PROSE}</p>{code}", {"let": 0.1})


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
    assert "Neap(day)" in kept(f"<p>{PROSE}</p>{neap}", {"Neap": 0.2})
    box = "<dl><dt>Member since</dt><dd>2014</dd></dl><dl><dt>Place</dt><dd>Penwick, on the lower quay</dd></dl>"
    found = kept(f"<p>{PROSE}</p>{box}", {"2014": 0.1, "Member": 0.6, "Penwick": 0.1, "Place": 0.6})
    assert "Place" not in found and "Penwick, on the lower quay" not in found


def test_a_list_after_the_text_is_kept_if_it_is_beside_the_paragraphs() -> None:
    chance = {"A rope": 0.1, "Salt": 0.1}
    items = "<div><ul><li>A rope of hemp</li><li>Salt</li></ul></div>"
    assert "Salt" in kept(f"<main><p>{PROSE}</p><p>{PROSE}</p>{items}</main>", chance)
    elsewhere = f"<main><div><p>{PROSE}</p><p>{PROSE}</p></div>{items}</main>"
    assert "Salt" not in kept(elsewhere, chance)
    links = items.replace("A rope of hemp", "<a href='/rope'>A rope of hemp</a>")
    assert "Salt" not in kept(f"<main><p>{PROSE}</p><p>{PROSE}</p>{links}</main>", chance)
    with_text = items.replace("</ul>", "</ul>Two in stock")
    assert "Salt" not in kept(f"<main><p>{PROSE}</p><p>{PROSE}</p>{with_text}</main>", chance | {"Two": 0.1})


def test_a_table_under_a_removed_line_is_removed() -> None:
    table = "<table><tr><td>Rope</td><td>9 d.</td></tr></table>"
    chance = {"Rope": 0.1, "9 d.": 0.1, "Our offers": 0.1}
    assert "Rope" in kept(f"<main><p>{PROSE}</p><p>{PROSE}</p>{table}</main>", chance)
    assert "Rope" not in kept(f"<main><p>{PROSE}</p><p>{PROSE}</p><p>Our offers</p>{table}</main>", chance)


def test_an_embedded_post_between_kept_texts_is_kept() -> None:
    post = '<figure><blockquote class="twitter-tweet"><p>The lock is open.</p>— Lock (@lock) <a href="https://x.example/1">May 3</a></blockquote></figure>'
    chance = {"The lock is open": 0.1, "— Lock": 0.1}
    assert "The lock is open." in kept(f"<p>{PROSE}</p>{post}<p>{PROSE}</p>", chance)
    assert "The lock is open." not in kept(f"<p>{PROSE}</p>{post}", chance)


def test_prose_between_kept_siblings_is_kept() -> None:
    doubted = f"<p>Hew Tarn (born 1960). {PROSE}</p>"
    chance = {"Hew": 0.2}
    assert any(t.startswith("Hew") for t in kept(f"<h2>2. Hew Tarn</h2>{doubted}<p>{PROSE}</p>", chance))
    assert not any(t.startswith("Hew") for t in kept(f"<h2>2. Hew Tarn</h2><div>{doubted}</div><p>{PROSE}</p>", chance))


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


def test_a_heading_above_a_kept_heading_is_kept() -> None:
    page_ = f"<p>{PROSE}</p><h2>Tracks</h2><h3>Tarn, Weir</h3><div>Listen</div><p>{PROSE}</p>"
    found = kept(page_, {"Tracks": 0.7, "Tarn": 0.45, "Listen": 0.1})
    assert "Tracks" in found and "Tarn, Weir" in found and "Listen" not in found


def test_the_heading_of_a_card_is_kept_with_its_prose() -> None:
    card = "<div><h3>{0}</h3><ul><li>On the quay</li><li>$</li></ul><p>{1}</p></div>"
    cards = "".join(card.format(name, PROSE * 2) for name in ("Anna", "Maren", "Olive"))
    chance = {"Anna": 0.2, "Maren": 0.2, "Olive": 0.2, "On the": 0.1, "$": 0.1}
    assert {"Anna", "Maren", "Olive"} <= set(kept(cards, chance))
    box = f"<p>{PROSE * 2}</p><div><h3>Our letter</h3><p>Sign up.</p></div><p>{PROSE * 2}</p>"
    assert "Our letter" not in kept(box, {"Our": 0.2, "Sign": 0.1})


def test_a_heading_is_removed_with_its_text() -> None:
    empty = "<h2>Reader offers</h2><p>Ropes at half price.</p>"
    chance = {"Reader offers": 0.7, "Ropes": 0.1}
    assert "Reader offers" not in kept(f"<h2>The quay</h2><p>{PROSE}</p>{empty}<h2>The sea</h2><p>{PROSE}</p>", chance)
    # one that the model is sure of stays, whatever stood under it
    assert "Reader offers" in kept(f"<h2>The quay</h2><p>{PROSE}</p>{empty}", chance | {"Reader offers": 0.95})


def test_a_short_text_is_kept_with_its_kept_heading() -> None:
    doubted = "<h3>Where to land at high water</h3><p>At the steps.</p>"
    found = kept(f"<p>{PROSE}</p>{doubted}<h3>Tides</h3><p>{PROSE}</p>", {"Where": 0.8, "At the steps": 0.4})
    assert "At the steps." in found
    links = doubted.replace("At the steps.", "<a href='/steps'>At the steps.</a>")
    assert "At the steps." not in kept(f"<h3>Before</h3><p>{PROSE}</p>{links}", {"Where": 0.8, "At the steps": 0.4})


def test_headings_without_text_are_kept_if_they_are_the_list_of_the_page() -> None:
    listed = "".join(f"<h3>Boat number {n}</h3><p>More {n}</p>" for n in range(6))
    found = kept(f"<p>{PROSE}</p>{listed}", {"Boat": 0.7, "More": 0.1})
    assert [line for line in found if line.startswith("Boat")] == [f"Boat number {n}" for n in range(6)]


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
    asked = f"<p>{PROSE}</p><details><summary>May I land?</summary><p>At high water.</p></details>"
    assert "May I land?" in kept(asked, {"May I": 0.1})
    assert "May I land?" not in kept(asked, {"At high": 0.1})


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
    assert selection.keep == [True, True, True] and selection.history == {1: ["paragraph-between-paragraphs"]}


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
