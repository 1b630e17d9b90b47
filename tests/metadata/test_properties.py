"""For any page, gathering metadata ends, names only elements of that page, and accounts for every word."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.metadata import Given, gather_metadata
from archiver.metadata.parsing.bylines import parse_byline
from archiver.metadata.parsing.dates import find_dates
from archiver.page import visible_text
from support.drafts import build, page
from support.evidence import missing_evidence

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


HEADS = st.sampled_from(
    [
        "<meta name='author' content='Bo Ray, Ina Vasalund'>",
        "<meta name='citation_author' content='Vasalund, Ina'>",
        "<meta property='article:published_time' content='2024-03-04T10:00:00Z'>",
        "<meta property='article:modified_time' content='2024'>",
        "<meta property='og:site_name' content='Grain'><meta name='keywords' content='sand, sand, grain'>",
        "<meta name='description' content='A judge counts the sand of Skarn, and writes each grain down.'>",
        "<meta name='citation_doi' content='10.1234/sand'><meta name='citation_issn' content='2049-3630'>",
        "<link rel='canonical' href='https://grain.example/sand'><link rel='license' href='https://creativecommons.org/licenses/by/4.0/'>",
        "<!-- saved from url=(0026)https://grain.example/sand --><meta name='language' content='sv'>",
        """<script type='application/ld+json'>{"@type": "Article", "headline": "Counting Sand", "datePublished": "2024-03-04",
        "author": [{"@type": "Person", "name": "Ina Vasalund", "jobTitle": "Judge", "affiliation": "Court of Skarn",
        "honorificPrefix": "Dr"}, {"@type": "Person", "name": "Kim Oat"}], "publisher": {"name": "Grain"}, "keywords": ["sand"]}</script>""",
        "<meta name='author' content='\u200b'><meta name='keywords' content=' , '><meta name='copyright' content='\xad'>",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(pages(), st.lists(HEADS, max_size=5))
def test_every_element_of_the_head_has_its_evidence(markup: str, head: list[str]) -> None:
    draft = page(markup, "".join(head), url="https://grain.example/sand")
    gather_metadata(draft)
    assert missing_evidence(build(draft)) == []


GIVEN = {
    "title": "Counting Sand", "subtitle": "A judge\u200b writes", "authors": ("Dr Ina Vasalund", "Kim Oat"), "date": "2024-03",
    "modified": "4 March 2024", "language": "sv", "publisher": "Grain", "rights": "CC0", "abstract": "On sand.",
    "keywords": ("sand", "grain"), "doi": "10.1234/sand", "url": "https://grain.example/other",
}  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(pages(), st.lists(HEADS, max_size=4), st.sets(st.sampled_from(sorted(GIVEN))))
def test_so_has_what_the_user_gives(markup: str, head: list[str], fields: set[str]) -> None:
    draft = page(markup, "".join(head))
    gather_metadata(draft, Given(**{field: GIVEN[field] for field in fields}))  # type: ignore[arg-type]
    article = build(draft)
    assert missing_evidence(article) == []
    given_fields = {evidence.field for evidence in article.evidence if evidence.rule == "given"}
    names = {"authors": "author", "keywords": "keyword", "date": "published"}
    assert given_fields == {names.get(field, field) for field in fields}


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80), st.sampled_from(["en", "de", "ja", "ar", "", "xx"]))
def test_any_text_can_be_asked_for_dates_and_names(text: str, language: str) -> None:
    for found in find_dates(text, language):
        assert text[found.start : found.end] == found.text
    parse_byline(text, language, expected=True)


def test_a_deep_page_is_no_trouble() -> None:
    draft = page("<div>" * 400 + "<h1>Counting Sand</h1><p>By Ina Vasalund</p>" + "</div>" * 400)
    gather_metadata(draft)
    assert draft.head.title == "Counting Sand"
