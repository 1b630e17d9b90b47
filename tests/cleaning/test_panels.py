"""Folded panels are text of the article; menus, dialogs and hidden copies are not."""

from __future__ import annotations

import pytest

from archiver.cleaning.measures import Measures
from archiver.cleaning.panels import Panels
from archiver.page import is_hidden
from support.cleaning import PARAGRAPHS, clean
from support.drafts import build, page

ANSWER = (
    "The boat was painted red, because red was the cheapest colour in the year of the great flood, and it stayed red."
)
TABS = '<ul role="tablist"><li><a role="tab" href="#low">Low tide</a></li><li><a role="tab" href="#high">High tide</a></li></ul>'


def panels(markup: str) -> list[str]:
    """The texts of the hidden elements that are panels."""
    draft = page(markup)
    known = Panels(draft.page)
    return ["".join(e.itertext()).strip() for e in draft.page.elements if is_hidden(e) and e in known]


@pytest.mark.parametrize(
    "markup",
    [
        '<h3><button aria-expanded="false">Why red?</button></h3><div hidden>{}</div>',
        '<button aria-controls="a">Why red?</button><p>Well.</p><div id="a" hidden>{}</div>',
        '<a data-bs-target="#a" role="button">Why red?</a><br><div id="a" style="display: none">{}</div>',
        '<div role="button"><span>Why red?</span></div><div style="display:none">{}</div>',
        f'{TABS}<div id="low">Low.</div><div id="high" style="display:none">{{}}</div>',
        '<div role="tabpanel" hidden>{}</div>',
    ],
)
def test_a_folded_panel_is_known_by_what_opens_it(markup: str) -> None:
    assert panels(markup.format(ANSWER)) == [ANSWER]


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Why red?</p><div hidden>{}</div>",
        '<nav><button aria-expanded="false">Quays</button><div hidden>{}</div></nav>',
        '<button aria-controls="a">Quays</button><nav id="a" hidden>{}</nav>',
        '<button data-target="#a">Write to us</button><div id="a" role="dialog" hidden>{}</div>',
        '<button data-target="#a">Write to us</button><div id="a" aria-modal="true" hidden>{}</div>',
        '<div hidden><h3><button aria-expanded="false">Why red?</button></h3><div hidden>{}</div></div>',
        '<header><button aria-controls="a">Quays</button></header><div id="a" hidden>{}</div>',
    ],
)
def test_other_hidden_elements_are_no_panels(markup: str) -> None:
    assert panels(markup.format(ANSWER)) == []


def test_the_text_of_a_folded_accordion_is_in_the_article() -> None:
    folded = f'<h3><button aria-expanded="false">Why red?</button></h3><div hidden><p>{ANSWER}</p></div>'
    article = build(
        clean(page(f"<h1>Boats</h1><div>{PARAGRAPHS}{folded}{PARAGRAPHS.replace('Paragraph', 'Part')}</div>"))
    )
    assert ANSWER in article.text() and "Why red?" in article.text()


def test_a_page_that_hides_its_article_shows_it() -> None:
    assert Measures(page(f"<div style='display:none'>{PARAGRAPHS}</div><p>Please wait.</p>")).hides_all


def test_a_hidden_copy_of_what_the_page_shows_is_not_the_article() -> None:
    copies = f"<div style='display:none'>{PARAGRAPHS}{PARAGRAPHS}</div>"
    assert not Measures(page(f"{copies}<div>{PARAGRAPHS}</div>")).hides_all
