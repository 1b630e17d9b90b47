"""The head of a record: what is decided when markup, data and visible lines of a page agree, and when they do not."""

from __future__ import annotations

import json

import pytest

from archiver.description import Container
from archiver.draft import Draft
from archiver.metadata import Given, gather_metadata
from archiver.readers import html
from archiver.source import Source
from support.drafts import build, page

PROSE = "<p>" + "The book has been kept in the harbour office since the first barge came in. " * 5 + "</p>"


def gathered(
    body: str, head: str = "", *, title: str = "", given: Given | None = None, url: str | None = None
) -> Draft:
    markup = f"<title>{title}</title>{head}" if title else head
    draft = page(body + PROSE, markup, url)
    gather_metadata(draft, given)
    return draft


def json_ld(**values: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **values})}</script>'


def evidence(draft: Draft, field: str) -> tuple[str, str]:
    return next((e.rule, e.confidence) for e in draft.head.evidence if e.field == field)


# -- title ---------------------------------------------------------------------------------------------


def test_the_headline_gives_the_form_and_the_data_say_which_headline() -> None:
    draft = gathered(
        "<h1 class='logo'>The Daily Grain</h1><h1>The Sand’s “Ledger”</h1>",
        "<meta property='og:title' content='The Sand&#39;s &quot;Ledger&quot; | The Daily Grain'>",
    )
    assert draft.head.title == "The Sand’s “Ledger”"
    assert evidence(draft, "title") == ("headline", "high")
    assert draft.head.title_element in draft.moved


def test_the_shown_headline_wins_over_a_title_made_for_search_engines() -> None:
    draft = gathered(
        "<h1>What the harbour remembers of its sand</h1>",
        "<meta property='og:title' content='Top 10 sand facts for 2023'>",
    )
    assert draft.head.title == "What the harbour remembers of its sand"


def test_a_short_headline_that_is_the_window_s_title_but_for_the_site() -> None:
    draft = gathered(
        "<header><h1 id='firstHeading'><span>sieve</span></h1></header><div id='siteSub'>From <strong>SandWiki</strong></div>"
        "<p>A sieve parts sand by its grain.</p>",
        "<meta property='og:site_name' content='SandWiki'>",
        title="sieve - SandWiki",
    )
    assert draft.head.title == "sieve"


def test_the_name_of_the_book_is_not_the_title_of_its_chapter() -> None:
    draft = gathered(
        "<h1 class='menu-title'>A Handbook of Sand</h1><main><h2>Grains and What They Weigh</h2><p>A grain is small.</p></main>",
        title="Grains and what they weigh - A Handbook of Sand",
    )
    assert draft.head.title == "Grains and What They Weigh"


def test_a_forum_s_thread_is_named_by_the_heading_that_ends_the_window_s_title() -> None:
    draft = gathered(
        "<div><h2><a href='./t=7'>Sand in the gears again</a></h2><p>Mine stopped at noon.</p></div>",
        title="Harbour Talk • View topic - Sand in the gears again",
    )
    assert draft.head.title == "Sand in the gears again"


def test_a_board_that_is_named_again_and_again_is_not_the_thread() -> None:
    draft = gathered(
        "<h1>Which sieve for river sand?</h1><h2>Tools and Gear</h2><p>Asking for a friend.</p><h3>Tools and Gear</h3>",
        title="Which sieve for river sand? - Tools and Gear",
    )
    assert draft.head.title == "Which sieve for river sand?"


def test_a_headline_that_leads_to_the_front_page_names_the_site() -> None:
    draft = gathered(
        "<h1><a href='/'>The Sand Pages</a></h1><p>Kept since 1998.</p>",
        "<meta property='og:title' content='Browse by subject: Sieves, Catalogues | The Sand Pages'>",
    )
    assert draft.head.title == "Browse by subject: Sieves, Catalogues"


def test_a_window_that_opens_over_the_page_does_not_name_it() -> None:
    windows = "".join(f"<h1 class='overlay-title'>{text}</h1>" for text in ("Select a file", "Select a branch"))
    sections = "".join(f"<h1>{text}</h1>{PROSE}" for text in ("Sieving", "Washing", "Drying"))
    draft = gathered(
        windows + sections,
        "<meta property='og:title' content='How we weighed the sand of seven rivers'>",
        title="How we weighed the sand of seven rivers · Sandhub",
    )
    assert draft.head.title == "How we weighed the sand of seven rivers"


def test_the_other_end_of_the_window_s_title_is_the_site() -> None:
    draft = gathered(
        "<div class='top'><span>The Sandy Father</span></div>",
        "<meta property='og:title' content='How I built a sieve that never clogs'>",
        title="The Sandy Father - How I built a sieve that never clogs",
    )
    assert draft.head.title == "How I built a sieve that never clogs"


def test_a_host_named_backwards_is_the_site() -> None:
    draft = gathered(
        "",
        "<meta property='og:title' content='The whole checklist for sieves | Sandstone Tools'>",
        title="The whole checklist for sieves | Sandstone Tools",
        url="https://www.tools.sandstone.example/checklist",
    )
    assert draft.head.title == "The whole checklist for sieves"


def test_a_button_in_the_headline_is_no_part_of_the_title() -> None:
    draft = gathered("<h1>Counting Sand in Harbours <button>Copy link</button></h1><p>Text.</p>")
    assert draft.head.title == "Counting Sand in Harbours"


def test_markup_in_an_attribute_is_no_word_of_the_value() -> None:
    said = "&lt;p&gt;How &lt;strong&gt;sand&lt;/strong&gt; is counted.&lt;/p&gt;&lt;p&gt;Where a &lt; b.&lt;/p&gt;"
    draft = gathered("<p>Text.</p>", f'<meta property="og:description" content="{said}">')
    assert draft.head.abstract == "How sand is counted. Where a < b."


def test_marks_around_an_office_are_none_of_it() -> None:
    data = '{"@type": "Article", "author": {"@type": "Person", "name": "Jane Doe", "jobTitle": "⋅ Founder ⋅"}}'
    draft = gathered("<p>Text.</p>", f"<script type='application/ld+json'>{data}</script>")
    assert [author.roles for author in draft.head.authors] == [("Founder",)]


def test_the_site_s_name_is_cut_from_a_title_that_no_headline_shows() -> None:
    head = (
        "<meta property='og:title' content='Counting Sand – The Daily Grain'>"
        "<meta property='og:site_name' content='The Daily Grain'>"
    )
    assert gathered("", head).head.title == "Counting Sand"


def test_a_date_in_the_headline_is_not_part_of_the_title() -> None:
    draft = gathered(
        "<h1>Counting the sand of a harbour <span>Posted on July 1, 2024</span></h1>",
        "<meta property='og:title' content='Counting the sand of a harbour'>",
    )
    assert draft.head.title == "Counting the sand of a harbour"
    build(draft)


def test_a_title_set_in_big_type_is_found_by_the_window_s_title() -> None:
    draft = page(
        "<font size='+2'><b>The Quarto Paper</b></font><p>"
        "<font size='+3'><b>A Useful Village</b></font><br><font size='2'>by <b>Ela Dürr</b><br>14 April 2003</font>"
        + PROSE
        + "<p>© 2003 The Quarto Paper. All rights reserved.</p>",
        "",
    )
    title = draft.page.head.first("title") if draft.page.head is not None else None
    assert title is not None
    title.text = "The Quarto Paper - Vol. 9 - Dürr: A Useful Village"
    gather_metadata(draft)
    assert draft.head.title == "A Useful Village"
    assert [a.name for a in draft.head.authors] == ["Ela Dürr"]
    assert [d.when for d in draft.head.dates] == ["2003-04-14"]


def test_a_marked_short_line_is_the_subtitle_a_sentence_stays_in_the_text() -> None:
    short = gathered("<h1>Counting Sand in Harbours</h1><p class='subtitle'>A year with two books</p>")
    assert short.head.subtitle == "A year with two books"
    lead = gathered("<h1>Counting Sand in Harbours</h1><p class='subtitle'>We spent a year with two books.</p>")
    assert lead.head.subtitle == ""


def test_the_first_section_s_heading_is_no_subtitle() -> None:
    draft = gathered("<h1>Counting Sand in Harbours</h1><h2>The first of the books</h2>")
    assert draft.head.subtitle == ""


def test_a_title_that_nothing_closed_ends_where_the_page_begins() -> None:
    data = f"<html><head><title>The Sand’s Ledger\n<meta name='robots' content='index'>{PROSE * 3}</html>".encode()
    draft = Draft(html.read(Source(name="page.html", data=data, stem="page")))
    gather_metadata(draft)
    assert draft.head.title == "The Sand’s Ledger"


# -- authors -------------------------------------------------------------------------------------------


def test_data_and_byline_that_name_the_same_people_are_one_list() -> None:
    draft = gathered(
        "<h1>Counting Sand in Harbours</h1><p class='byline'>By INA VASALUND and Bo Ray</p>",
        json_ld(
            headline="Counting Sand in Harbours",
            author=[{"@type": "Person", "name": "Ina Vasalund", "jobTitle": "Editor"}],
        ),
    )
    assert [a.name for a in draft.head.authors] == ["Ina Vasalund", "Bo Ray"]
    assert draft.head.authors[0].roles == ("Editor",)
    build(draft)


def test_a_guest_s_byline_wins_over_the_account_that_posted_it() -> None:
    draft = gathered(
        "<h1>Counting Sand in Harbours</h1><p>By Ina Vasalund</p>", "<meta name='author' content='webmaster'>"
    )
    assert [a.name for a in draft.head.authors] == ["Ina Vasalund"]


def test_a_byline_that_runs_into_its_date_gives_the_name_of_the_data() -> None:
    draft = gathered(
        "<h1>Counting Sand in Harbours</h1><div>By <span>Ina Vasalund</span><span>Published: 4 March 2024</span></div>",
        json_ld(author={"@type": "Person", "name": "Ina Vasalund"}),
    )
    assert [a.name for a in draft.head.authors] == ["Ina Vasalund"]


def test_nobody_and_the_site_itself_are_no_persons() -> None:
    nobody = gathered("<h1>Counting Sand in Harbours</h1>", json_ld(author={"@type": "Person", "name": "admin"}))
    assert nobody.head.authors == ()
    site = gathered(
        "<h1>Counting Sand in Harbours</h1>",
        json_ld(author={"@type": "Person", "name": "The Daily Grain"})
        + "<meta property='og:site_name' content='The Daily Grain'>",
    )
    assert [(a.name, a.type) for a in site.head.authors] == [("The Daily Grain", "organization")]


def test_a_commenter_is_no_author() -> None:
    draft = page(
        "<h1>Counting Sand in Harbours</h1>"
        + PROSE
        + "<div class='comments'><span class='author'>Max Mutter</span><time datetime='2020-01-01'>today</time></div>"
    )
    gather_metadata(draft)
    assert draft.head.authors == ()
    assert draft.head.dates == ()


@pytest.mark.parametrize("role", ["Political Correspondent", "Lead Harbour Writer", "Breaking News Intern"])
def test_the_role_in_an_element_of_its_own_is_no_second_author(role: str) -> None:
    draft = gathered(
        "<h1>Counting Sand in Harbours</h1><div class='byline'><span class='author-name'>Ina Vasalund</span>"
        f"<div class='author-role'>{role}</div></div>"
    )
    assert [(a.name, a.roles) for a in draft.head.authors] == [("Ina Vasalund", (role,))]


def test_two_authors_in_elements_of_their_own_are_two() -> None:
    draft = gathered(
        "<h1>Counting Sand in Harbours</h1><div><span class='author-name'>Ina Vasalund</span></div>"
        "<div><span class='author-name'>Karl Roe</span></div>"
    )
    assert [a.name for a in draft.head.authors] == ["Ina Vasalund", "Karl Roe"]


def test_a_byline_wins_over_the_publisher_that_the_data_call_the_author() -> None:
    data = json_ld(author={"@type": "Organization", "name": "Science Quay"})
    draft = gathered("<h1>Counting Sand in Harbours</h1><p>by University of Skarn</p>", data)
    assert [a.name for a in draft.head.authors] == ["University of Skarn"]
    nobody = gathered("<h1>Counting Sand in Harbours</h1><p>Published by our news team</p>", data)
    assert [a.name for a in nobody.head.authors] == ["Science Quay"]


def test_a_link_to_the_page_of_its_person_is_a_byline() -> None:
    line = "<p>{}<a href='https://quay.example/{}/ina-vasalund/'>Ina Vasalund</a> - 4 March 2024</p>"
    assert [a.name for a in gathered("<h1>Counting Sand</h1>" + line.format("", "author")).head.authors] == [
        "Ina Vasalund"
    ]
    assert gathered("<h1>Counting Sand</h1>" + line.format("", "harbour")).head.authors == ()
    assert gathered("<h1>Counting Sand</h1>" + line.format("Reviewed by: ", "author")).head.authors == ()


@pytest.mark.parametrize(
    ("line", "expected"), [("By SkarnLabs", ["SkarnLabs"]), ("By TPN, in News", ["TPN"]), ("By the river", [])]
)
def test_a_byline_of_one_word_with_capitals(line: str, expected: list[str]) -> None:
    draft = gathered(f"<h1>Counting Sand in Harbours</h1><p>{line}</p>")
    assert [a.name for a in draft.head.authors] == expected


def test_the_marked_name_is_the_author_and_the_newspaper_beside_it_is_not() -> None:
    draft = gathered(
        "<h1>Counting Sand in Harbours</h1><div class='byline'><div><span class='author'>Ina Vasalund</span> "
        "<span class='paper'>Skarn Sentinel</span></div></div>"
    )
    assert [a.name for a in draft.head.authors] == ["Ina Vasalund"]


def test_persons_that_disagree_are_told() -> None:
    draft = gathered(
        "<h1>Counting Sand in Harbours</h1><p>By Ina Vasalund</p>",
        json_ld(author={"@type": "Person", "name": "Karl Roe"}),
    )
    assert [a.name for a in draft.head.authors] == ["Ina Vasalund"]
    assert [f.code for f in draft.findings] == ["M005"]


# -- dates ---------------------------------------------------------------------------------------------


def test_the_page_gives_the_words_and_the_day_the_data_confirm_it() -> None:
    draft = gathered(
        "<h1>Counting Sand in Harbours</h1><p>18 May 2023</p>",
        "<meta property='article:published_time' content='2023-05-17T23:30:00Z'>",
    )
    assert [(d.type, d.when, d.text) for d in draft.head.dates] == [("published", "2023-05-18", "18 May 2023")]


def test_published_and_updated_are_told_apart() -> None:
    draft = gathered("<h1>Counting Sand in Harbours</h1><p>Published 4 March 2024 | Updated 6 March 2024</p>")
    assert [(d.type, d.when) for d in draft.head.dates] == [("published", "2024-03-04"), ("modified", "2024-03-06")]


def test_a_theme_s_updated_class_on_the_date_of_publication_misleads_nobody() -> None:
    draft = gathered(
        "<h1>Counting Sand in Harbours</h1><time class='entry-date updated' datetime='2024-03-04'>March 4, 2024</time>",
        "<meta property='article:published_time' content='2024-03-04'>"
        "<meta property='article:modified_time' content='2024-09-01'>",
    )
    assert [(d.type, d.when, d.text) for d in draft.head.dates] == [
        ("published", "2024-03-04", "March 4, 2024"),
        ("modified", "2024-09-01", "2024-09-01"),
    ]


def test_the_machine_s_stamp_settles_which_number_is_the_day() -> None:
    draft = gathered("<h1>Counting Sand in Harbours</h1><time datetime='2023-04-03'>03/04/2023</time>")
    assert [(d.when, d.text) for d in draft.head.dates] == [("2023-04-03", "03/04/2023")]


def test_a_date_in_a_sentence_is_the_text_s() -> None:
    draft = gathered("<h1>Counting Sand in Harbours</h1><p>On 4 March 2024 the barge sank near Lower Skarn.</p>")
    assert draft.head.dates == ()


def test_a_copy_from_the_wayback_machine_knows_its_day_and_its_origin() -> None:
    draft = gathered(
        "<h1>Counting Sand in Harbours</h1>",
        url="https://web.archive.org/web/20200102030405/https://grain.example/sand",
    )
    assert [(d.type, d.when) for d in draft.head.dates] == [("retrieved", "2020-01-02")]
    assert draft.head.identifiers == (
        ("url", "https://grain.example/sand"),
        ("archived-url", "https://web.archive.org/web/20200102030405/https://grain.example/sand"),
    )


# -- the rest ------------------------------------------------------------------------------------------


def test_a_graph_is_read_through_its_pointers() -> None:
    graph = {
        "@graph": [
            {
                "@type": "WebPage",
                "@id": "#p",
                "name": "Counting Sand in Harbours - Grain",
                "datePublished": "2001-01-01",
            },
            {
                "@type": ["Article", "BlogPosting"],
                "headline": "Counting Sand in Harbours",
                "author": {"@id": "#ina"},
                "publisher": {"@id": "#grain"},
                "datePublished": "2024-03-04T08:00:00+01:00",
                "keywords": ["sand", "law"],
            },
            {"@type": "Person", "@id": "#ina", "name": "Ina Vasalund"},
            {"@type": "Organization", "@id": "#grain", "name": "The Daily Grain"},
        ]
    }
    draft = gathered("", f'<script type="application/ld+json">{json.dumps(graph)}</script>')
    head = draft.head
    assert (head.title, head.publisher, head.keywords) == (
        "Counting Sand in Harbours",
        "The Daily Grain",
        ("sand", "law"),
    )
    assert [a.name for a in head.authors] == ["Ina Vasalund"]
    assert [d.when for d in head.dates] == ["2024-03-04"]


def test_broken_json_ld_is_left_alone() -> None:
    for script in (
        '{"@type": "Article", ',
        "[" * 5000,
        "null",
        '{"@graph": 7}',
        '{"@type": "Article", "headline": {"a": []}}',
    ):
        draft = gathered("<h1>Counting Sand in Harbours</h1>", f'<script type="application/ld+json">{script}</script>')
        assert draft.head.title == "Counting Sand in Harbours"


def test_scholarly_tags() -> None:
    draft = gathered(
        "<h1>Counting Sand in Harbours</h1>",
        "<meta name='citation_author' content='Vasalund, Ina'><meta name='citation_author' content='Ray, Bo'>"
        "<meta name='citation_doi' content='https://doi.org/10.5555/grain.1'>"
        "<meta name='citation_journal_title' content='Harbour Papers'><meta name='citation_issn' content='1234-567X'>",
    )
    assert [a.name for a in draft.head.authors] == ["Ina Vasalund", "Bo Ray"]
    assert draft.head.container == Container("journal", "Harbour Papers", issns=("1234-567X",))
    assert draft.head.publisher == ""
    assert draft.head.identifiers == (("doi", "10.5555/grain.1"),)


def test_a_licence_is_named_and_a_picture_s_credit_is_none() -> None:
    licensed = gathered("", "<link rel='license' href='https://creativecommons.org/licenses/by-sa/4.0/'>")
    assert licensed.head.rights == "CC BY-SA 4.0"
    assert licensed.head.rights_href == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert gathered("<h1>Counting Sand in Harbours</h1><p>© private</p>").head.rights == ""


def test_a_claim_behind_an_element_is_read_with_what_stands_before_it() -> None:
    assert (
        gathered("<footer><a href='/'>The Harbour Office</a> © 2024</footer>").head.rights
        == "The Harbour Office © 2024"
    )


def test_a_description_that_repeats_the_text_is_no_abstract() -> None:
    own = "<meta name='description' content='Two harbours and what their books say of the sand'>"
    assert gathered("<h1>Counting Sand</h1>", own).head.abstract == "Two harbours and what their books say of the sand"
    cut = "<meta name='description' content='The book has been kept in the harbour office since the first barge'>"
    assert gathered("<h1>Counting Sand</h1>", cut).head.abstract == ""


def test_what_the_user_gives_wins() -> None:
    given = Given(title="Sand", authors=("Ina Vasalund", "Bo Ray"), date="May 2001", language="de_AT", rights="CC0")
    draft = gathered("<h1>Counting Sand in Harbours</h1><p>By Karl Roe</p><p>4 March 2024</p>", given=given)
    head = draft.head
    assert (head.title, head.language, head.rights) == ("Sand", "de-AT", "CC0")
    assert [a.name for a in head.authors] == ["Ina Vasalund", "Bo Ray"]
    assert [(d.when, d.text) for d in head.dates] == [("2001-05", "May 2001")]
    assert evidence(draft, "title") == ("given", "high")
    build(draft)


def test_a_misspelt_key_of_a_metadata_file_is_told() -> None:
    assert Given.from_mapping({"author": "Ina Vasalund", "Keywords": ["a", 1]}).authors == ("Ina Vasalund",)
    try:
        Given.from_mapping({"titel": "x"})
    except ValueError as error:
        assert str(error) == "titel"
    else:
        raise AssertionError


def test_every_word_of_a_moved_line_is_accounted_for() -> None:
    draft = gathered(
        "<header><h1>Counting Sand in Harbours</h1><div class='meta'><span class='byline'>by <a>Ina Vasalund</a></span>"
        " <time datetime='2024-03-04'>4 March 2024</time> <span>6 min read</span></div></header>"
    )
    article = build(draft)
    assert article.title == "Counting Sand in Harbours"
    assert "by" in [r.text for r in article.removals if r.rule == "byline"]
    assert "4 March 2024" not in article.text()


def test_the_forum_is_not_the_thread_though_words_stand_between_them() -> None:
    draft = gathered(
        "<h1>Harbour Talk</h1><h2><a href='./t=7'>Sand in the gears - again</a></h2><p>Mine stopped at noon.</p>",
        title="Harbour Talk • View topic - Sand in the gears - again",
    )
    assert draft.head.title == "Sand in the gears - again"
    assert draft.head.publication == "Harbour Talk"


def test_a_label_before_the_title_in_its_headline_is_no_part_of_it() -> None:
    draft = gathered(
        "<h1><span>Title:</span>A Sieve for River Sand</h1><p>We sieve.</p>",
        "<meta name='citation_title' content='A Sieve for River Sand'>",
    )
    assert draft.head.title == "A Sieve for River Sand"


@pytest.mark.parametrize(
    ("headline", "window"),
    [
        ("<small>Harbours</small><br> The ledger of the ford", "The ledger of the ford"),
        (
            "<span class='kicker'>Harbours</span> <span>The ledger of the ford</span>",
            "Harbours - The ledger of the ford",
        ),
        ("<span class='date'>27.01.2022</span>The ledger of the ford", "Toll office - The ledger of the ford"),
    ],
    ids=["the window's title has none", "its class says so", "a date"],
)
def test_a_kicker_in_the_headline_is_no_part_of_the_title(headline: str, window: str) -> None:
    draft = gathered(f"<h1>{headline}</h1>", title=window)
    assert draft.head.title == "The ledger of the ford"


def test_the_beginning_of_a_headline_without_a_mark_is_a_part_of_it() -> None:
    draft = gathered("<h1><em>Ledgers</em> of the lower ford</h1>", title="Ledgers of the lower ford")
    assert draft.head.title == "Ledgers of the lower ford"


def test_a_closing_quote_stays_with_the_title() -> None:
    draft = gathered("<h1>The keeper: «Count the carts»</h1>", title="The keeper: «Count the carts»")
    assert draft.head.title == "The keeper: «Count the carts»"


def test_portals_set_channel_and_site_behind_the_title_without_spaces() -> None:
    draft = gathered("<div>渡口的账簿与看守人</div>", title="渡口的账簿与看守人_文化频道_河口网")
    assert draft.head.title == "渡口的账簿与看守人"


def test_a_link_to_the_front_page_tells_the_site_s_name_in_the_headline() -> None:
    draft = gathered(
        "<a href='index.html'>Parish Pages</a><h1>Parish Pages : How the sluice is run</h1>",
        title="Parish Pages : How the sluice is run",
    )
    assert draft.head.title == "How the sluice is run"


def test_a_title_that_is_the_host_s_name_gives_way() -> None:
    source = f'<title>The ledger of the ford</title><meta name="DC.title" content="fords.example">{PROSE}'
    draft = Draft(html.read(Source(name="x", data=source.encode(), stem="x")))
    gather_metadata(draft)
    assert draft.head.title == "The ledger of the ford"


def test_what_most_copies_say_outweighs_one_that_names_the_line_below() -> None:
    draft = gathered(
        "<h1 class='story-title'>The ledger of the ford</h1><h1>… carters complain of the toll</h1>",
        '<meta itemprop="headline" content="… carters complain of the toll"><meta property="og:title" content="The ledger of the ford - The Gull">'
        + json_ld(name="The ledger of the ford - The Gull"),
        title="The ledger of the ford - The Gull",
    )
    assert draft.head.title == "The ledger of the ford"


def test_the_name_of_a_program_before_the_name_of_a_file_is_no_title() -> None:
    source = f"<title>Microsoft Word - toll report v7.doc</title>{PROSE}"
    draft = Draft(html.read(Source(name="x", data=source.encode(), stem="x")))
    gather_metadata(draft)
    assert draft.head.title == "toll report v7"


def test_a_page_without_any_title_is_called_by_its_big_type() -> None:
    markup = "<html><body><center><font size='6'>The Sand Ledger</font></center><br>It is a long ledger.</body></html>"
    draft = Draft(html.read(Source(name="frame.html", data=markup.encode(), stem="frame")))
    gather_metadata(draft)
    assert draft.head.title == "The Sand Ledger"


@pytest.mark.parametrize(
    ("window", "name"),
    [
        ("A page | Rivers | The Sand Post", "The Sand Post"),
        ("A page « The Sand Post", "The Sand Post"),
        ("A page - Sand Post - All the news from the river bed", "Sand Post"),
        ("The Sand Post » A page", "The Sand Post"),
        ("A page", ""),
    ],
)
def test_the_window_s_title_names_the_site(window: str, name: str) -> None:
    assert gathered("<h1>A page</h1><p>Sand.</p>", title=window).head.publication == name


def test_a_theme_marks_the_site_s_name() -> None:
    draft = gathered("<p class='site-title'><a href='/'>The Sand Pages</a></p><h1>A page</h1><p>Sand.</p>")
    assert draft.head.publication == "The Sand Pages"


def test_the_foot_of_the_article_has_its_author() -> None:
    foot = "<footer class='post-footer'>Posted by <span class='fn'>Jane Doe</span></footer>"
    article = (
        f"<div class='post hentry'><h3 class='post-title'>A page</h3><div>{'Sand runs, and so it goes. ' * 20}</div>"
    )
    assert [a.name for a in gathered(f"{article}{foot}</div>").head.authors] == ["Jane Doe"]
    # that of a card beside it is another's
    assert gathered(f"{article}</div><footer>Site by <span class='fn'>Jane Doe</span></footer>").head.authors == ()


def test_names_beside_mail_and_at_the_right_margin_sign_a_text() -> None:
    mail = "<h1>A page</h1><b>Jane Doe</b> <a href='mailto:x'>jane at sand.example</a><br><pre>Sand.</pre>"
    assert [a.name for a in gathered(mail).head.authors] == ["Jane Doe"]
    right = "<h1>A page</h1><p>Sand runs.</p><p style='text-align:right'><strong>{}</strong></p>"
    assert [a.name for a in gathered(right.format("Jane Doe")).head.authors] == ["Jane Doe"]
    assert gathered(right.format("<a href='/'>Next Page</a>")).head.authors == ()
