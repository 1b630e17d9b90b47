"""Who is an author and who has another part: names of one word, labels that look like names, credits, ORCID and affiliation."""

from __future__ import annotations

import json

import pytest

from archiver.draft import Draft
from archiver.metadata import Given, gather_metadata
from archiver.metadata.candidates import orcid_in
from archiver.metadata.parsing.credits import credits_of
from archiver.personal_names import split_name
from archiver.readers import html
from archiver.source import Source

PROSE = (
    "<p>" + "The ferry left the harbour at dawn with nine people on board, and nobody on the quay waved. " * 4 + "</p>"
)
ORCID = "0000-0002-1825-0097"


def gathered(front: str, head: str = "", after: str = "", language: str = "en") -> Draft:
    page = f"<html lang={language}><head>{head}</head><body><article><h1>Nine people on a ferry</h1>{front}{PROSE * 3}{after}</article></body></html>"
    draft = Draft(html.read(Source(name="p.html", data=page.encode(), stem="p")))
    gather_metadata(draft, Given(language=language))
    return draft


def authors(draft: Draft) -> list[str]:
    return [author.name for author in draft.head.authors]


def contributors(draft: Draft) -> list[tuple[str, str]]:
    return [(person.role, person.name) for person in draft.head.contributors]


def test_a_word_is_a_name_where_several_signs_agree() -> None:
    wordpress = '<span class="author vcard"><a class="url fn n" href="/author/tamsin/">Tamsin</a></span>'
    drupal = '<div class="submitted">Saved by <span class="username">salt_road</span> on 4 May 2021</div>'
    assert authors(gathered(wordpress)) == ["Tamsin"]
    assert authors(gathered(drupal)) == ["salt_road"]


@pytest.mark.parametrize(
    "text", ["admin", "wordpressadmin", "red.", "All posts", "Wellness Writer", "New Zealand", "Other Apps"]
)
def test_accounts_roles_countries_and_buttons_are_no_persons(text: str) -> None:
    assert authors(gathered(f'<div class="byline"><a class="author" href="/author/x">{text}</a></div>')) == []


def test_a_bare_word_without_signs_is_no_name() -> None:
    assert authors(gathered("<p>Tamsin</p>")) == []


def test_a_desk_is_an_organization() -> None:
    draft = gathered(
        '<span class="byline">Von <a class="author" href="/author/redaktion">Redaktion</a></span>', language="de"
    )
    assert [(a.name, a.type) for a in draft.head.authors] == [("Redaktion", "organization")]


def test_the_owner_of_the_site_in_a_meta_tag_is_no_author() -> None:
    assert authors(gathered("", '<meta name="author" content="Harbour Media GmbH">')) == []


def test_a_guest_post_is_by_the_guest() -> None:
    front = "<p>Posted by Bob Stone on May 4, 2021</p><p>This is a guest post by Lena Ashdown.</p>"
    assert authors(gathered(front)) == ["Lena Ashdown"]


def test_a_byline_below_the_text() -> None:
    assert authors(gathered("", after="<p><em>Von Leo Harms</em></p>", language="de")) == ["Leo Harms"]


def test_a_sentence_with_a_byline_word_is_no_byline() -> None:
    front = "<p>Author Ida Sand, from Skarn, said she began to read when she was a small child in the old harbour.</p>"
    assert authors(gathered(front)) == []


def test_words_that_touch_are_cut_where_elements_meet() -> None:
    front = '<div class="byline"><a href="/about/ida">Ida Sand</a><span>CEO</span></div>'
    assert authors(gathered(front)) == ["Ida Sand"]


@pytest.mark.parametrize(
    ("front", "language", "author", "credit"),
    [
        ("<p>Von Rike Anders (Text) und Pia Lenz (Fotos)</p>", "de", "Rike Anders", ("photographer", "Pia Lenz")),
        (
            "<p>Par Maud Kerven</p><p>Traduit de l’anglais par Yann Le Goff</p>",
            "fr",
            "Maud Kerven",
            ("translator", "Yann Le Goff"),
        ),
        ("<p>文：西野 はるか　写真：大竹 翔</p>", "ja", "西野 はるか", ("photographer", "大竹 翔")),
        ("<p>作者：林晓彤　译者：周建</p>", "zh", "林晓彤", ("translator", "周建")),
        ("<p>By Corin Vale, as told to Bree Hollis</p>", "en", "Corin Vale", ("interviewer", "Bree Hollis")),
    ],
)
def test_other_parts_stand_apart(front: str, language: str, author: str, credit: tuple[str, str]) -> None:
    draft = gathered(front, language=language)
    assert authors(draft) == [author]
    assert contributors(draft) == [credit]


def test_a_caption_is_no_credit() -> None:
    assert credits_of("Photo: the old harbour in winter") == ()


@pytest.mark.parametrize(
    ("name", "language", "parts"),
    [
        ("Maud van der Holt", "nl", ("van der Holt", "Maud", "")),
        ("Lucía Fernández Ortega", "es", ("Fernández Ortega", "Lucía", "")),
        ("Nguyễn Thị Minh Châu", "en", ("Nguyễn", "Thị Minh Châu", "")),
        ("Kovács Eszter", "hu", ("Kovács", "Eszter", "")),
        ("Stephen Ward", "hu", ("", "", "")),
        ("Sigrún Jónsdóttir", "is", ("", "", "")),
        ("欧阳晓彤", "zh", ("欧阳", "晓彤", "")),
        ("Ruben Ford Jr.", "en", ("Ford", "Ruben", "Jr.")),
        ("Tamsin", "en", ("", "", "")),
    ],
)
def test_the_parts_of_a_name(name: str, language: str, parts: tuple[str, str, str]) -> None:
    assert split_name(name, language) == parts


def test_an_orcid_needs_its_check_digit() -> None:
    assert orcid_in(f"https://orcid.org/{ORCID}") == ORCID
    assert orcid_in("https://orcid.org/0000-0002-1825-0098") == ""


def test_affiliation_and_orcid_follow_their_author_in_highwire_tags() -> None:
    head = "".join(
        f'<meta name="{name}" content="{content}">'
        for name, content in (
            ("citation_author", "Quist, Mara"),
            ("citation_author_institution", "Institute of Ice"),
            ("citation_author_orcid", ORCID),
            ("citation_author", "Pell, Jonas"),
        )
    )
    first, second = gathered("", head).head.authors
    assert (first.family, first.given, first.affiliations, first.orcid) == (
        "Quist",
        "Mara",
        ("Institute of Ice",),
        ORCID,
    )
    assert (second.name, second.affiliations, second.orcid) == ("Jonas Pell", (), "")


def test_an_orcid_in_json_ld() -> None:
    person = {"@type": "Person", "name": "Mara Quist", "sameAs": ["https://x.example", f"https://orcid.org/{ORCID}"]}
    data = json.dumps({"@type": "Article", "headline": "Nine people on a ferry", "author": person})
    (author,) = gathered("", f'<script type="application/ld+json">{data}</script>').head.authors
    assert author.orcid == ORCID
