"""The day of publication of a page: which of the many days on it is the article's, and how sure that is."""

from __future__ import annotations

import json

import pytest

from archiver.description import Date
from archiver.draft import Draft
from archiver.metadata import gather_metadata
from archiver.metadata.certainty import confidence_of, counted_certainty
from archiver.metadata.fields.page_dates import DateModel, Witness, date_model, weigh_dates
from archiver.metadata.sources.embedded_data import dates_in_scripts
from archiver.metadata.sources.page_address import days_of_address
from support.drafts import page

PROSE = "<p>" + "The keeper of the ford wrote down each cart that crossed, and the toll that it paid. " * 4 + "</p>"


def gathered(body: str, head: str = "", url: str | None = None, language: str = "") -> Draft:
    if language:
        head += f'<meta http-equiv="content-language" content="{language}">'
    draft = page(body, f"<title>The Ford at Lunt</title>{head}", url)
    gather_metadata(draft)
    return draft


def day(draft: Draft, kind: str = "published") -> str:
    return next((d.when for d in draft.head.dates if d.type == kind), "")


def prose_in(language: str) -> str:
    """Prose that reads as the language, in which the names of months are."""
    return "<p>" + _PROSE_IN.get(language, "") * 4 + "</p>" if language in _PROSE_IN else PROSE


_PROSE_IN = {
    "de": "Der Wärter der Furt schrieb jeden Karren auf, der hinüberfuhr, und den Zoll, den er zahlte. ",
    "fr": "Le gardien du gué notait chaque charrette qui passait, et le péage qu'elle payait. ",
    "hu": "A gázló őre felírt minden szekeret, amely átkelt, és a vámot, amelyet fizetett. ",
    "ja": "渡し場の番人は渡った荷車をすべて書きとめ、払われた通行料も帳面に記した。",
}
HEADLINE = "<h1>The Ford at Lunt</h1>"


# -- where the date of an article stands ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "language", "when"),
    [
        ("9 March 2016", "en", "2016-03-09"),
        ("09.03.2016, 10:14 Uhr", "de", "2016-03-09"),
        ("Publié le mercredi 9 mars 2016 à 10h14", "fr", "2016-03-09"),
        ("Am 9. März 2016 veröffentlicht", "de", "2016-03-09"),
        ("2016. március 9.", "hu", "2016-03-09"),
        ("2016年3月9日 公開", "ja", "2016-03-09"),
        ("Written by Ann Hart in Rivers on 9 March 2016 at 08:34 PM. 5 remarks", "en", "2016-03-09"),
    ],
)
def test_a_date_under_the_headline_is_the_article_s(line: str, language: str, when: str) -> None:
    assert day(gathered(f"{HEADLINE}<div class='info'>{line}</div>{prose_in(language) * 2}", language=language)) == when


def test_a_date_below_the_text_is_the_article_s_and_those_of_the_cards_after_it_are_not() -> None:
    cards = "".join(f"<li><a href='/{n}'>Another ford</a> <span>0{n}.02.2019</span></li>" for n in range(1, 7))
    draft = gathered(f"{HEADLINE}{PROSE * 3}<p>Lunt, 25.08.2015</p><h3>More</h3><ul class='related'>{cards}</ul>")
    assert day(draft) == "2015-08-25"


def test_the_address_gives_the_day_where_nothing_else_does() -> None:
    draft = gathered(HEADLINE + PROSE * 3, url="https://gull.example.org/2018/11/09/ford.html")
    assert day(draft) == "2018-11-09"
    assert next(e.rule for e in draft.head.evidence if e.field == "published") == "address-date"


def test_the_address_says_which_number_is_the_day() -> None:
    draft = gathered(
        f"{HEADLINE}<div class='dateline'>03/04/2016</div>{PROSE * 3}",
        url="https://gull.example.org/news/2016/03/04/ford",
    )
    assert day(draft) == "2016-03-04"


def test_elements_that_touch_are_no_one_number() -> None:
    times = '<time class="published" datetime="2020-01-20">20 janvier 2020</time><time class="updated" datetime="2020-02-21">21 février 2020</time>'
    draft = gathered(f"{HEADLINE}<div>{times}</div>{PROSE * 3}", language="fr")
    assert (day(draft), day(draft, "modified")) == ("2020-01-20", "2020-02-21")


# -- where it does not stand ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "other",
    [
        "<table class='infobox'><tr><th>Opened</th><td>7 May 1956</td></tr><tr><th>Closed</th><td>3 June 1971</td></tr></table>",
        "<figure><img src='f.png' alt=''><figcaption>The ford on 3 May 1998</figcaption></figure>",
        "<p>On 4 March 2004 the barge sank near Lower Skarn, and three carts with it.</p>",
        "<p>Event date: Saturday 14 June 2014</p>",
        "<p>Mira Tolland was born on 4 July 1971 and joined the paper on 1 March 1999.</p>",
        "<div id='comments'><ol><li><time datetime='2012-04-04'>April 4, 2012</time><p>Thanks.</p></li></ol></div>",
        "<footer>© 12.03.2020 The Gull</footer>",
    ],
    ids=["table", "caption", "sentence", "event", "biography", "comment", "copyright"],
)
def test_a_date_of_something_else_is_none(other: str) -> None:
    draft = gathered(f"{HEADLINE}{PROSE}{other}{PROSE * 2}")
    assert draft.head.dates == ()


def test_today_s_date_above_the_headline_is_not_that_of_publication() -> None:
    draft = gathered(
        f"<div id='top'>Monday, 1 September 2025</div>{HEADLINE}{PROSE * 3}",
        '<meta property="article:published_time" content="2016-05-30T08:00:00-03:00">',
    )
    assert day(draft) == "2016-05-30"


def test_cards_above_an_article_have_their_own_dates() -> None:
    cards = "<div class='cards'><div><a href='/x'>A pier</a> <time datetime='2024-02-02'>2 February 2024</time></div><div><a href='/y'>A book</a> <time datetime='2024-01-09'>9 January 2024</time></div></div>"
    assert (
        day(gathered(f"{cards}<article>{HEADLINE}<p class='meta'>21 May 2015</p>{PROSE * 3}</article>")) == "2015-05-21"
    )


def test_a_page_cannot_be_published_after_it_was_saved() -> None:
    draft = gathered(
        f"{HEADLINE}<p>23 November 2014</p>{PROSE * 3}",
        url="https://web.archive.org/web/20110203040506/http://gull.example.org/light.html",
    )
    assert day(draft) == ""


def test_days_of_a_range_are_known_to_the_month() -> None:
    assert day(gathered(f"{HEADLINE}<p class='date'>3-5 May 2024</p>{PROSE * 3}")) == "2024-05"


# -- which of several --------------------------------------------------------------------------------


def test_a_change_beside_a_publication_is_no_publication() -> None:
    line = "<p><time class='updated' datetime='2021-12-10'>10 December 2021</time> <time class='published' datetime='2019-04-09'>9 April 2019</time></p>"
    draft = gathered(f"{HEADLINE}{line}{PROSE * 3}")
    assert (day(draft), day(draft, "modified")) == ("2019-04-09", "2021-12-10")


def test_a_lone_change_under_the_headline_stands_for_the_publication_and_says_so() -> None:
    draft = gathered(f"{HEADLINE}<p>Updated: 16 May 2020</p>{PROSE * 3}")
    rule, confidence = next((e.rule, e.confidence) for e in draft.head.evidence if e.field == "published")
    assert (day(draft), day(draft, "modified")) == ("2020-05-16", "2020-05-16")
    assert rule == "last-change"
    assert confidence != "high"


def test_dates_in_the_data_of_scripts_count_where_nothing_is_declared() -> None:
    data = json.dumps({"story": {"publishedAt": "2020-10-26T09:00:00Z", "title": "The Ford"}})
    assert day(gathered(f"{HEADLINE}{PROSE * 3}<script>window.state = {data}</script>")) == "2020-10-26"


def test_a_list_of_dates_in_the_data_of_scripts_says_nothing() -> None:
    assert dates_in_scripts([f'"datePublished": "2020-01-{n:02}"' for n in range(1, 20)]) == ()


@pytest.mark.parametrize(
    ("url", "days"),
    [
        ("https://a.example/2018/11/09/ford", ("2018-11-09",)),
        ("https://a.example/news/20181109-ford", ("2018-11-09",)),
        ("https://a.example/2018-11/09/c_112559.htm", ("2018-11-09",)),
        ("https://a.example/2018/nov/9/ford", ("2018-11-09",)),
        ("https://a.example/news/09-11-2018", ("2018-11-09",)),
        ("https://a.example/2018/11/ford", ("2018-11",)),
        ("https://a.example/article/2018110912", ()),
        ("https://2018-11-09.example/ford", ()),
        ("https://a.example/2018/13/41/ford", ()),
    ],
)
def test_days_of_an_address(url: str, days: tuple[str, ...]) -> None:
    assert days_of_address([url]) == days


def test_a_meta_element_of_a_system_of_its_own_is_read_by_the_words_of_its_name() -> None:
    draft = gathered(
        HEADLINE + PROSE * 3,
        '<meta name="xyz:firstPublishDate" content="2017-02-14"><meta name="xyz:lastUpdate" content="2017-03-01">',
    )
    assert (day(draft), day(draft, "modified")) == ("2017-02-14", "2017-03-01")


# -- how sure ------------------------------------------------------------------------------------------


def test_evidence_that_agrees_is_surer_than_evidence_alone() -> None:
    declared = '<meta property="article:published_time" content="2016-05-30T08:00:00+02:00">'
    both = gathered(f"{HEADLINE}<time class='published' datetime='2016-05-30'>30 May 2016</time>{PROSE * 3}", declared)
    alone = gathered(f"{HEADLINE}{PROSE}<p>30 May 2016</p>{PROSE * 3}")
    certainties = [next((e.certainty for e in d.head.evidence if e.field == "published"), 0.0) for d in (both, alone)]
    assert certainties[0] is not None
    assert certainties[1] is not None
    assert certainties[0] > certainties[1]
    assert Date("published", "2016-05-30", "30 May 2016") in both.head.dates


def test_a_certainty_lies_on_the_line_between_two_steps() -> None:
    model = DateModel({"weights": {}, "least": 0.3, "steps": {"shown": [(0.5, 0.4), (1.0, 0.8)]}})
    assert model.calibrated(0.75, "shown") == pytest.approx(0.6)
    assert model.calibrated(1.0, "shown") == pytest.approx(0.8)


def test_witnesses_add_up_whatever_their_order() -> None:
    evidence = sorted(date_model().weights)[:12]
    rows = [Witness(f"2020-01-{n + 1:02}", frozenset(evidence[n : n + 4])) for n in range(6)]
    there, back = weigh_dates(rows), weigh_dates(rows[::-1])
    assert (there and (there.day, there.certainty)) == (back and (back.day, back.certainty))


def test_the_words_for_a_certainty() -> None:
    assert [confidence_of(c) for c in (0.95, 0.9, 0.7, 0.4)] == ["high", "high", "medium", "low"]
    counted = counted_certainty("title", "headline", "high")
    assert counted is not None
    assert counted > 0.85
    assert counted_certainty("title", "no-such-rule", "high") is None
