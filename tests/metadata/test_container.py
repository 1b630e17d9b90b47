"""Where an article appeared: the container with volume, issue and pages, apart from the publisher; kind, section, contributors, licence."""

from __future__ import annotations

import json

import pytest

from archiver.article import Article
from archiver.description import Container, Contributor
from archiver.draft import Draft, HeadDraft
from archiver.errors import UsageError
from archiver.metadata import Given, gather_metadata
from archiver.metadata.parsing.licences import spdx_identifier
from support.drafts import build, page
from support.evidence import missing_evidence

PROSE = (
    "<h1>Counting Sand</h1><p>"
    + "The book has been kept in the harbour office since the first barge came in. " * 5
    + "</p>"
)


def tags(**contents: str) -> str:
    """Meta elements, with "_" for "." in their names: prism_volume."""
    return "".join(f"<meta name='{name.replace('__', '.')}' content='{content}'>" for name, content in contents.items())


def head_of(head: str, body: str = PROSE, url: str | None = None) -> HeadDraft:
    return draft_of(head, body, url).head


def draft_of(head: str, body: str = PROSE, url: str | None = None) -> Draft:
    draft = page(body, head, url)
    gather_metadata(draft)
    article = build(draft)
    assert missing_evidence(article) == []
    return draft


def record_of(head: str, body: str = PROSE) -> Article:
    return build(draft_of(head, body))


def json_ld(**values: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "ScholarlyArticle", "headline": "Counting Sand", **values})}</script>'


PLACE = {
    "citation_journal_title": "Harbour Papers", "citation_volume": "12", "citation_issue": "3", "citation_firstpage": "101",
    "citation_lastpage": "119", "citation_issn": "2049-3630",
}  # fmt: skip


def test_the_journal_is_the_container_and_the_publisher_is_the_publisher() -> None:
    head = head_of(
        tags(**PLACE, citation_publisher="Quay Press", citation_eissn="20493649", citation_journal_abbrev="Harb. Pap.")
    )
    assert head.container == Container(
        "journal", "Harbour Papers", "Harb. Pap.", "12", "3", "101–119", "101", "119", issns=("2049-3630", "2049-3649")
    )
    assert head.publisher == "Quay Press"


def test_a_journal_without_a_publisher_has_none() -> None:
    assert head_of(tags(**PLACE)).publisher == ""


def test_the_name_of_a_site_is_a_container_and_no_publisher() -> None:
    head = head_of("<meta property='og:site_name' content='The Gull'>")
    assert (head.container, head.publisher) == (Container("site", "The Gull"), "")


def test_a_journal_wins_over_the_platform_that_shows_it() -> None:
    head = head_of("<meta property='og:site_name' content='Harbour Journals Online'>" + tags(**PLACE))
    assert head.publication == "Harbour Papers"


def test_a_volume_of_a_journal_that_is_not_named_is_not_given_to_the_platform() -> None:
    head = head_of("<meta property='og:site_name' content='Harbour Journals Online'>" + tags(citation_volume="12"))
    assert head.container == Container("journal", volume="12")


def test_the_tags_of_other_systems_say_the_same() -> None:
    expected = Container("journal", "Harbour Papers", "", "12", "3", "101–119", "101", "119", issns=("2049-3630",))
    prism = tags(
        prism__publicationname="Harbour Papers", prism__volume="12", prism__number="3", prism__startingpage="101",
        prism__endingpage="119", prism__issn="2049-3630",
    )  # fmt: skip
    bepress = tags(**{f"bepress_{name}": value for name, value in PLACE.items()})
    eprints = tags(
        eprints__publication="Harbour Papers", eprints__volume="12", eprints__number="3", eprints__pagerange="101-119",
        eprints__issn="2049-3630",
    )  # fmt: skip
    open_journals = tags(
        DC__Source="Harbour Papers", DC__Source__Volume="12", DC__Source__Issue="3", DC__Identifier__pageNumber="101-119",
        DC__Source__ISSN="2049-3630",
    )  # fmt: skip
    assert [head_of(h).container for h in (prism, bepress, eprints, open_journals)] == [expected] * 4


def test_dublin_core_s_source_is_often_something_else() -> None:
    assert head_of(tags(DC__Source="Harb. Pap. 2021;12(3):101", DC__Source__Volume="12")).publication == ""
    assert head_of(tags(DC__Source="The Gull Agency")).container is None


def test_json_ld_climbs_from_the_issue_to_the_journal() -> None:
    journal = {"@type": "Periodical", "name": "Harbour Papers", "issn": ["2049-3630"]}
    volume = {"@type": "PublicationVolume", "volumeNumber": 12, "isPartOf": journal}
    issue = {"@type": "PublicationIssue", "issueNumber": "3", "isPartOf": volume}
    head = head_of(json_ld(isPartOf=issue, pageStart="101", pageEnd=119))
    assert head.container == Container(
        "journal", "Harbour Papers", "", "12", "3", "101–119", "101", "119", issns=("2049-3630",)
    )


@pytest.mark.parametrize(
    ("kind", "type_"), [("Newspaper", "newspaper"), ("Magazine", "magazine"), ("Blog", "blog"), ("Book", "book"), ("BookSeries", "series")]
)  # fmt: skip
def test_json_ld_names_other_containers(kind: str, type_: str) -> None:
    head = head_of(json_ld(isPartOf={"@type": kind, "name": "The Gull"}))
    assert head.container is not None
    assert (head.container.type, head.container.name) == (type_, "The Gull")


def test_what_a_paywall_sells_is_no_container() -> None:
    product = {"@type": ["CreativeWork", "Product"], "name": "Gull Plus", "productID": "gull.example:plus"}
    assert head_of(json_ld(isPartOf=product)).container is None


def test_a_ring_of_parts_ends() -> None:
    graph = {"@graph": [{"@type": "Article", "headline": "Counting Sand", "isPartOf": {"@id": "#a"}},
                        {"@id": "#a", "@type": "PublicationIssue", "issueNumber": "3", "isPartOf": {"@id": "#a"}}]}  # fmt: skip
    head = head_of(f'<script type="application/ld+json">{json.dumps(graph)}</script>')
    assert head.container == Container("journal", issue="3")


MICRODATA = (
    "<div itemscope itemtype='https://schema.org/ScholarlyArticle'>{prose}<span itemprop='isPartOf' itemscope itemtype='http://schema.org/PublicationIssue'>"
    "No. <span itemprop='issueNumber'>3</span><span itemprop='isPartOf' itemscope itemtype='http://schema.org/PublicationVolume http://schema.org/Periodical'>"
    "<span itemprop='name'>Harbour Papers</span> <span itemprop='volumeNumber'>12</span></span></span>"
    " <span itemprop='pageStart'>101</span>–<span itemprop='pageEnd'>119</span></div>"
)


def test_microdata_and_rdfa_say_it_in_the_page() -> None:
    expected = Container("journal", "Harbour Papers", "", "12", "3", "101–119", "101", "119")
    microdata = MICRODATA.format(prose=PROSE)
    rdfa = microdata.replace("itemscope", "").replace("itemprop=", "property=").replace("itemtype=", "typeof=")
    assert head_of("", microdata).container == expected
    assert head_of("", rdfa).container == expected


def test_the_volumes_of_a_list_are_not_those_of_the_article() -> None:
    cards = "".join(f"<p>Volume <span itemprop='volumeNumber'>{number}</span></p>" for number in (1, 2))
    cited = "<li itemprop='citation' itemscope>In vol. <span itemprop='volumeNumber'>7</span></li>"
    assert head_of("", PROSE + cards).container is None
    assert head_of("", PROSE + cited).container is None


COINS = (
    "<span class='Z3988' title='ctx_ver=Z39.88-2004&amp;rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Ajournal&amp;rft.genre=article&amp;rft.atitle={title}"
    "&amp;rft.jtitle=Harbour+Papers&amp;rft.volume=12&amp;rft.issue=3&amp;rft.spage=101&amp;rft.epage=119&amp;rft.issn=2049-3630"
    "&amp;rft_id=info%3Adoi%2F10.5555%2Fsand&amp;rft.date=2021-03'></span>"
)


def test_an_openurl_of_the_article_is_read_and_those_of_its_references_are_not() -> None:
    head = head_of(
        "", COINS.format(title="Other+Sand") + COINS.format(title="Counting+Sand").replace("12", "13") + PROSE
    )
    assert head.container is None  # the page declares no title that could tell them apart
    declared = "<meta property='og:title' content='Counting Sand'>"
    head = head_of(
        declared, COINS.format(title="Other+Sand") + COINS.format(title="Counting+Sand").replace("12", "13") + PROSE
    )
    assert head.container is not None and head.container.volume == "13"
    assert ("doi", "10.5555/sand") in head.identifiers
    assert head_of(declared, PROSE + COINS.format(title="Other+Sand")).container is None


def test_places_that_say_nothing() -> None:
    head = head_of(
        tags(
            citation_journal_title="Harbour Papers",
            citation_volume="null",
            citation_issue="N/A",
            citation_firstpage="undefined",
        )
    )
    assert head.container == Container("journal", "Harbour Papers")


@pytest.mark.parametrize(
    ("contents", "expected"),
    [
        ({"citation_firstpage": "101-119"}, ("101–119", "101", "119")),
        ({"citation_firstpage": "e12"}, ("e12", "e12", "")),
        ({"citation_firstpage": "7", "citation_lastpage": "7"}, ("7", "7", "7")),
        ({"citation_pages": "S4 – S9"}, ("S4–S9", "S4", "S9")),
        ({"citation_pages": "12, 14, 20"}, ("12, 14, 20", "", "")),
    ],
)
def test_pages(contents: dict[str, str], expected: tuple[str, str, str]) -> None:
    container = head_of(tags(citation_journal_title="Harbour Papers", **contents)).container
    assert container is not None
    assert (container.pages, container.first_page, container.last_page) == expected


def test_the_isbn_of_a_book_belongs_to_the_book_and_else_to_the_work_itself() -> None:
    chapter = head_of(tags(citation_inbook_title="The Book of Sand", citation_isbn="9780306406157"))
    assert chapter.container == Container("book", "The Book of Sand", isbns=("9780306406157",))
    assert chapter.identifiers == ()
    assert head_of(tags(citation_isbn="9780306406157")).identifiers == (("isbn", "9780306406157"),)


@pytest.mark.parametrize(
    ("name", "content", "identifier"),
    [
        ("citation_pmid", "31234567", ("pmid", "31234567")),
        ("citation_pmid", "none", None),
        ("citation_pmcid", "6543210", ("pmcid", "PMC6543210")),
        ("citation_arxiv_id", "arXiv:2101.01234v2", ("arxiv", "2101.01234v2")),
        ("DC.identifier", "https://hdl.handle.net/20.500.1234/56", ("handle", "20.500.1234/56")),
        ("citation_arxiv_id", "2101", None),
    ],
)
def test_identifiers_of_repositories(name: str, content: str, identifier: tuple[str, str] | None) -> None:
    assert head_of(f"<meta name='{name}' content='{content}'>").identifiers == ((identifier,) if identifier else ())


def test_an_archived_copy_keeps_its_own_address() -> None:
    copy = "https://web.archive.org/web/20200102030405/https://grain.example/sand"
    assert head_of("", url=copy).identifiers == (("url", "https://grain.example/sand"), ("archived-url", copy))


@pytest.mark.parametrize(
    ("head", "genre"),
    [
        ('<script type="application/ld+json">{"@type": "OpinionNewsArticle", "headline": "Counting Sand"}</script>', ("opinion", "OpinionNewsArticle")),
        ("<meta name='citation_article_type' content='Research Article'>", ("paper", "Research Article")),
        ("<meta name='citation_article_type' content='Field note'>", (None, "Field note")),
        ("<meta name='DC.type' content='Text'>", (None, "")),
    ],
)  # fmt: skip
def test_the_kind_of_the_article(head: str, genre: tuple[str | None, str]) -> None:
    found = head_of(head)
    assert (found.genre, found.genre_text) == genre


def test_the_section_of_the_publication() -> None:
    assert head_of("<meta property='article:section' content='Opinion'>").department == "Opinion"
    assert head_of("<meta property='article:section' content='Uncategorized'>").department == ""


def test_contributors_stand_apart_from_the_authors() -> None:
    people = json_ld(
        author={"name": "Bo Ray"}, editor=[{"name": "Ida Sand"}], translator={"@type": "Organization", "name": "Quay Translators"},
        contributor=[{"name": "Bo Ray"}, {"name": "Kim Oat"}],
    )  # fmt: skip
    assert head_of(people).contributors == (
        Contributor("editor", "Ida Sand", family="Sand", given="Ida"),
        Contributor("translator", "Quay Translators", "organization"),
        Contributor("contributor", "Kim Oat", family="Oat", given="Kim"),
    )


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("https://creativecommons.org/licenses/by-nc-sa/4.0/deed.de", "CC-BY-NC-SA-4.0"),
        ("http://creativecommons.org/licenses/by-sa/3.0/de/", "CC-BY-SA-3.0-DE"),
        ("http://creativecommons.org/licenses/by-nc/2.5/se/", "CC-BY-NC-2.5"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ("This work is licensed under a Creative Commons Attribution-NonCommercial 4.0 International License.", "CC-BY-NC-4.0"),
        ("Text: CC BY-SA 4.0", "CC-BY-SA-4.0"),
        ("Text CC BY 4.0, pictures CC BY-NC 4.0", ""),
        ("https://www.gnu.org/licenses/fdl-1.3.html", "GFDL-1.3-or-later"),
        ("© 2024 Grain. All rights reserved.", ""),
        ("https://creativecommons.org/licenses/by/9.9/", ""),
    ],
)  # fmt: skip
def test_licences_have_their_identifiers(text: str, identifier: str) -> None:
    assert spdx_identifier(text) == identifier


def test_the_record_says_all_of_it_and_python_reads_it() -> None:
    article = record_of(
        tags(**PLACE, citation_publisher="Quay Press", citation_editor="Sand, Ida", citation_pmid="31234567")
        + "<link rel='license' href='https://creativecommons.org/licenses/by/4.0/'><meta property='article:section' content='Research'>"
    )
    container = article.container
    assert (container.type, container.name, container.volume, container.issue) == (
        "journal",
        "Harbour Papers",
        "12",
        "3",
    )
    assert (container.pages, container.first_page, container.last_page) == ("101–119", "101", "119")
    assert (article.publication, article.publisher) == ("Harbour Papers", "Quay Press")
    assert [(c.role, c.name) for c in article.contributors] == [("editor", "Ida Sand")]
    assert (article.department, article.licence) == ("Research", "CC-BY-4.0")
    assert ("pmid", "31234567") in article.identifiers


def test_where_no_publisher_is_stated_python_gives_the_publication() -> None:
    article = record_of("<meta property='og:site_name' content='The Gull'>")
    assert article.root.find("{*}head/{*}publisher") is None
    assert article.publisher == article.publication == "The Gull"


def test_a_page_that_was_saved_from_the_wayback_machine_names_the_copy() -> None:
    toolbar = (
        "<!-- BEGIN WAYBACK TOOLBAR INSERT --><div id='wm-ipp-base'>x</div><!-- END WAYBACK TOOLBAR INSERT -->"
        "<a href='https://web.archive.org/web/20200102030405/https://grain.example/other'>other</a>"
    )
    link = "<link rel='canonical' href='https://web.archive.org/web/20200102030405/https://grain.example/sand'>"
    identifiers = dict(head_of(link, toolbar + PROSE).identifiers)
    assert identifiers["archived-url"] == "https://web.archive.org/web/20200102030405/https://grain.example/sand"


def test_what_the_user_gives_of_the_publication_wins() -> None:
    draft = page(PROSE, tags(**PLACE, citation_editor="Sand, Ida"))
    given = Given.from_mapping(
        {
            "journal": "The Tern",
            "volume": "13",
            "pages": "5-9",
            "issn": "20493649",
            "editors": ["Kim Oat"],
            "section": "Letters",
        }
    )
    gather_metadata(draft, given.checked(str))
    head = draft.head
    assert head.container == Container("journal", "The Tern", "", "13", "3", "5–9", "5", "9", issns=("2049-3649",))
    assert (
        head.contributors == (Contributor("editor", "Kim Oat", family="Oat", given="Kim"),)
        and head.department == "Letters"
    )
    assert {e.field for e in head.evidence if e.rule == "given"} == {
        "container",
        "volume",
        "pages",
        "issn",
        "editor",
        "department",
    }
    assert missing_evidence(build(draft)) == []


def test_a_publication_that_only_the_user_names() -> None:
    draft = page(PROSE)
    gather_metadata(draft, Given(container="The Gull", container_type="Newspaper"))
    assert draft.head.container == Container("newspaper", "The Gull")


@pytest.mark.parametrize("wrong", [Given(container_type="paper"), Given(issn="1234")])
def test_what_is_no_kind_of_publication_and_no_issn_is_refused(wrong: Given) -> None:
    with pytest.raises(UsageError):
        wrong.checked(str)


def test_a_guess_that_the_publisher_confirms_is_none() -> None:
    publisher = '<script type="application/ld+json">{"@type": "Article", "headline": "Counting Sand", "publisher": {"name": "The Gull"}}</script>'
    for window in ("Counting Sand | The Gull", "Counting Sand | News from Skarn – the Gull"):
        draft = page(PROSE, f"<title>{window}</title>{publisher}")
        gather_metadata(draft)
        assert draft.head.publication == "The Gull"
        assert [e.confidence for e in draft.head.evidence if e.field == "container"] == ["medium"]
    alone = page(PROSE, "<title>Counting Sand | The Gull</title>")
    gather_metadata(alone)
    assert [e.confidence for e in alone.head.evidence if e.field == "container"] == ["low"]
