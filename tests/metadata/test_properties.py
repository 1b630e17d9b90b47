"""For any page, gathering metadata ends, names only elements of that page, and accounts for every word."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.metadata import gather_metadata
from archiver.metadata.parsing.bylines import parse_byline
from archiver.metadata.parsing.dates import find_dates
from archiver.page import visible_text
from support.drafts import build, page

PIECES = st.sampled_from(
    [
        "By Ina Vasalund",
        "4 March 2024",
        "Updated 6 March 2024",
        "Counting Sand",
        "<b>Bo Ray</b>",
        "<br>",
        " | ",
        "7 min read",
        "©",
        "٢٠٢٣",
        "© 2024 Grain",
        "<time datetime='2024-03-04'>today</time>",
        "Dr Ina Vasalund is a judge at the Court of Skarn.",
        "\xa0",
    ]
)
BLOCKS = st.sampled_from(
    ["h1", "h2", "p", "div", "li", "span class='author'", "p class='byline'", "div class='date'", "nav"]
)


@st.composite
def pages(draw: st.DrawFn) -> str:
    blocks = draw(st.lists(st.tuples(BLOCKS, st.lists(PIECES, max_size=5)), max_size=8))
    return "".join(f"<{tag}>{''.join(pieces)}</{tag.split()[0]}>" for tag, pieces in blocks)


@settings(max_examples=60, deadline=None)
@given(pages())
def test_every_value_stands_in_its_element_and_no_word_is_lost(markup: str) -> None:
    draft = page(markup)
    gather_metadata(draft)
    for element, moved in draft.moved.items():
        assert all(value in visible_text(element) for value in moved.values)
    build(draft)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80), st.sampled_from(["en", "de", "ja", "ar", "", "xx"]))
def test_any_text_can_be_asked_for_dates_and_names(text: str, language: str) -> None:
    for found in find_dates(text, language):
        assert text[found.start : found.end] == found.text
    parse_byline(text, language, expected=True)


def test_a_deep_page_is_no_trouble() -> None:
    draft = page("<div>" * 1500 + "<h1>Counting Sand</h1><p>By Ina Vasalund</p>" + "</div>" * 1500)
    gather_metadata(draft)
    assert draft.head.title == "Counting Sand"
