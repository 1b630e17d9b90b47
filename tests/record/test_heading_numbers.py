"""Numbers of headings: a number in an element of its own keeps a space before its title."""

from __future__ import annotations

import pytest

import archiver
from support.drafts import body_xml, build, page

#: What stands in a heading, and its text in the record.
HEADINGS = {
    '<span class="secnum">15.1</span><span>An Instruction</span>': "15.1 An Instruction",
    '<span class="secno">15.2</span>A Second Instruction': "15.2 A Second Instruction",
    '<span style="margin-right: 1em">7</span>Seventh': "7 Seventh",
    '<a href="https://a.example/4"><span>IV.</span></a>THE WEIR': '<link href="https://a.example/4">IV.</link> THE WEIR',
    "<b>1.1</b>はじめに": "<strong>1.1</strong> はじめに",
    '<span class="n">3.</span>“Water”': "3. “Water”",
    # a space of the source is not doubled
    '<bdi class="secno">15.5. </bdi>Fifth': "15.5. Fifth",
    '<span class="num">15.4</span>\n<span>Fourth</span>': "15.4 Fourth",
    # one word, though in two elements
    "<span>2</span>nd <span>H</span>arbour": "2nd Harbour",
    "<span>3</span>D Charts": "3D Charts",
    "<span>2.5</span>M Boats": "2.5M Boats",
    "<span>1.5</span>x as Long": "1.5x as Long",
    "<span>3</span>月の水": "3月の水",
    "H<sub>2</sub>O": "H<sub>2</sub>O",
    "<span>1998</span>–2001": "1998–2001",
}


@pytest.mark.parametrize("source", HEADINGS)
def test_number_in_its_own_element(source: str) -> None:
    article = build(page(f"<h2>{source}</h2><p>A day.</p>"))
    assert body_xml(article) == f'<section level="2"><heading>{HEADINGS[source]}</heading><p>A day.</p></section>'


def test_a_title_with_its_number_in_an_element() -> None:
    day = (
        "The keeper of the weir wrote down the height of the water each day, and the book was kept in the lock house. "
    )
    source = f"<article><h1><span>15.1</span><span>An Instruction</span></h1><p>{day * 4}</p></article>"
    assert archiver.normalize(source.encode()).title == "15.1 An Instruction"
