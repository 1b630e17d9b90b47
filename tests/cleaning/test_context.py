"""The second look at a page: what the first scores say of units that are alike, or stand together."""

from __future__ import annotations

import json
from importlib import resources

import pytest

from archiver.cleaning.anchors import declares_news
from archiver.cleaning.body import context
from archiver.cleaning.body.model import Model, chances_of
from archiver.cleaning.cut import choose_cut
from archiver.cleaning.measures import Measures, Unit
from support.drafts import page

#: A column of three paragraphs, and two teasers beside it. Each text has four words.
MARKUP = (
    "<div class='text'><p class='par'>The quay is old.</p><h2>What it is made of</h2><p class='par'>Oak, iron and stone.</p><p class='par'>Nobody minds, they say.</p></div>"
    "<div class='more'><p class='teaser'>A new quay, soon.</p><p class='teaser'>Boats for sale here.</p></div>"
)


def columns(scores: list[float]) -> dict[str, list[float]]:
    measures = Measures(page(MARKUP))
    assert len(measures.units) == len(scores)
    found = context.columns(measures, measures.units, scores, chances_of(scores))
    return {name: list(column) for name, column in found.items()}


def test_there_is_a_column_for_each_name() -> None:
    found = columns([3.0, 0.0, 3.0, 3.0, -3.0, -3.0])
    assert sorted(found) == sorted(context.NAMES)
    assert all(len(column) == 6 for column in found.values())


def test_a_doubted_paragraph_has_the_chance_of_its_like_ones() -> None:
    found = columns([4.0, 0.0, -1.0, 4.0, -4.0, -4.0])
    assert found["kind_chance"][2] == found["kind_chance"][0] > 0.7
    assert found["kind_chance"][4] < 0.1


def test_a_unit_has_the_chance_of_its_column_and_of_its_section() -> None:
    found = columns([4.0, 4.0, 4.0, -4.0, -4.0, -4.0])
    assert found["parent_chance"][3] > 0.7 > 0.1 > found["parent_chance"][4]
    assert found["section_chance"][0] > found["section_chance"][2], "the heading begins a section, with the last ones"


def test_the_neighbours_of_the_first_and_the_last_unit_have_the_lowest_score() -> None:
    found = columns([9.0, 0.0, 1.0, 1.0, -1.0, -9.0])
    assert found["score"] == [6.0, 0.0, 1.0, 1.0, -1.0, -6.0]
    assert found["previous_score"] == [-6.0, *found["score"][:-1]]
    assert found["next_score"] == [*found["score"][1:], -6.0]


def test_the_only_unit_of_a_page_has_a_row() -> None:
    measures = Measures(page("<p>The quay is old.</p>"))
    found = context.columns(measures, measures.units, [1.0], [0.75])
    assert found["second_next_score"] == [-6.0] and found["window_chance"] == [0.75] and found["page_best"] == [0.75]


def test_a_file_that_was_learned_for_other_features_is_refused() -> None:
    data = json.loads((resources.files("archiver.cleaning.rules") / "learned.json").read_text("utf-8"))
    with pytest.raises(ValueError, match="other features"):
        Model(data | {"context": context.NAMES[1:]})


@pytest.mark.parametrize(
    ("head", "is_news"),
    [
        ('<script type="application/ld+json">{"@type": "NewsArticle"}</script>', True),
        ('<script type="application/ld+json">{"@type":["Thing", "ReportageNewsArticle"]}</script>', True),
        ('<script type="application/ld+json">{"@type": "BlogPosting", "name": "NewsArticle"}</script>', False),
        ("", False),
    ],
)
def test_a_page_may_declare_to_be_news(head: str, is_news: bool) -> None:
    assert declares_news(page("<p>The quay is old.</p>", head).page) is is_news


def test_a_page_may_declare_to_be_news_in_microdata() -> None:
    assert declares_news(page("<div itemscope itemtype='https://schema.org/NewsArticle'><p>Fog.</p></div>").page)


def test_the_cut_of_news_is_stricter() -> None:
    units = [Unit(n, "word " * 100, 500, 0, 500, False) for n in range(3)]
    assert choose_cut(units, [0.95, 0.4, 0.02]) == 0.4
    assert choose_cut(units, [0.95, 0.4, 0.02], lowest=0.6) == 0.6
    assert choose_cut(units, [0.1, 0.09, 0.08]) == 0.2
