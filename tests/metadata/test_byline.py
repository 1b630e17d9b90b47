"""Bylines and author bios: who wrote the article, in many languages."""

from __future__ import annotations

import pytest

from archiver.metadata.parsing.author_bios import parse_bio
from archiver.metadata.parsing.bylines import parse_byline
from archiver.metadata.parsing.personal_names import author_of, invert, split_honorifics


def names(text: str, language: str = "en", *, expected: bool = False) -> list[str]:
    return [a.name for a in parse_byline(text, language, expected=expected).authors]


@pytest.mark.parametrize(
    ("text", "language", "authors"),
    [
        ("By Jane Doe", "en", ["Jane Doe"]),
        ("By Ana Li, Bo Ray and Cy Fox", "en", ["Ana Li", "Bo Ray", "Cy Fox"]),
        ("By A. B. Smith & D. Fox", "en", ["A. B. Smith", "D. Fox"]),
        ("Posted on 17 October 2022 by Tobias Wren | Updated 3 November 2022", "en", ["Tobias Wren"]),
        ("ByJane Doe", "en", ["Jane Doe"]),
        ("Written by\nJane Doe", "en", ["Jane Doe"]),
        ("July 12, 2023 By Sam Poe 3 Comments", "en", ["Sam Poe"]),
        ("Von Anna Weiß und Jan Groß", "de", ["Anna Weiß", "Jan Groß"]),
        ("Text: Lena Fuchs | Foto: Max Kern", "de", ["Lena Fuchs"]),
        ("Par Jean-Luc de La Fontaine", "fr", ["Jean-Luc de La Fontaine"]),
        ("Por José Ortega y Gasset", "es", ["José Ortega y Gasset"]),
        ("Di Marco Rossi e Anna Bianchi", "it", ["Marco Rossi", "Anna Bianchi"]),
        ("Autor: Jan Kowalski", "pl", ["Jan Kowalski"]),
        ("Автор: Иван Петров", "ru", ["Иван Петров"]),
        ("بقلم: سلمى الخضراوي", "ar", ["سلمى الخضراوي"]),
        ("作者：王小明", "zh", ["王小明"]),
        ("文・浜口 澄江（元司書）", "ja", ["浜口 澄江"]),
        ("来源：海港晚报 作者：王小明 编辑：李思", "zh", ["王小明"]),
        ("作者：王小明 来源：海港晚报", "zh", ["王小明"]),
        ("Source: Harbour News Author: Jane Doe", "en", ["Jane Doe"]),
    ],
)
def test_a_byline_names_its_authors(text: str, language: str, authors: list[str]) -> None:
    assert names(text, language) == authors


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("By the river we sat down and wept", "en"),
        ("Von der Leyen trifft Macron", "de"),
        ("Di notte tutti i gatti sono grigi", "it"),
        ("By admin", "en"),
        ("By Staff", "en"),
        ("Von der Redaktion", "de"),
        ("Jane Doe", "en"),
        ("Edited by hand, printed by machine", "en"),
    ],
)
def test_what_is_no_byline_names_nobody(text: str, language: str) -> None:
    assert names(text, language) == []


def test_markup_makes_a_name_a_byline_without_its_word() -> None:
    assert names("Jane Doe", expected=True) == ["Jane Doe"]
    assert names("jsmith", expected=True) == []


def test_ranks_offices_and_places_are_not_part_of_the_name() -> None:
    [author] = parse_byline("By Dr. Jane Doe, PhD, Associate Professor of History, University of Leeds", "en").authors
    assert author.name == "Jane Doe"
    assert author.honorific == "Dr., PhD"
    assert author.roles == ("Associate Professor of History",)
    assert author.affiliations == ("University of Leeds",)


def test_an_office_may_follow_the_name_without_a_comma() -> None:
    [author] = parse_byline("Harry Roe Tech Reporter", "en", expected=True).authors
    assert (author.name, author.roles) == ("Harry Roe", ("Tech Reporter",))


def test_an_agency_is_an_organization() -> None:
    [author] = parse_byline("By Reuters", "en").authors
    assert (author.name, author.type) == ("Reuters", "organization")


def test_addresses_and_handles_are_no_names() -> None:
    assert author_of("https://social.example/jane") is None
    assert author_of("jane@mail.example") is None
    author = author_of("noreply@blogs.example (Jane Doe)")
    assert author is not None and author.name == "Jane Doe"


def test_several_honorifics() -> None:
    assert split_honorifics("Prof. Dr. Dr. h.c. Hans Meier") == ("Prof. Dr. Dr. h.c.", "Hans Meier", "")
    assert split_honorifics("M. Night Shyamalan") == ("", "M. Night Shyamalan", "")


def test_bibliographic_names_are_turned_round() -> None:
    assert invert("Doe, Jane") == "Jane Doe"
    assert invert("Jane Doe, PhD") == "Jane Doe, PhD"


def test_a_life_gives_rank_role_and_place_and_leaves_the_link() -> None:
    bio = parse_bio(
        "Dr Mira Tolland is a Research Analyst in the Lowland Centre at the Aster Institute for Coast Studies (AICS),"
        " Skarn. Click here for detailed profile."
    )
    assert bio is not None
    assert (bio.author.name, bio.author.honorific) == ("Mira Tolland", "Dr")
    assert bio.author.roles == ("Research Analyst",)
    assert bio.author.affiliations == ("Lowland Centre at the Aster Institute for Coast Studies (AICS), Skarn",)
    assert bio.text.endswith("Skarn.")
    assert bio.profile_link == "Click here for detailed profile."


def test_a_life_in_german() -> None:
    bio = parse_bio("Prof. Hans Meier ist Professor für Geschichte an der Universität Leipzig.")
    assert bio is not None
    assert (bio.author.name, bio.author.affiliations) == ("Hans Meier", ("Universität Leipzig",))


@pytest.mark.parametrize(
    "text",
    [
        "Japan is a country in Asia.",
        "There is a rule that every walker in hedge country is told sooner or later.",
        "The Coast Institute is a body of scholars in Skarn.",
    ],
)
def test_what_opens_with_no_person_is_no_life(text: str) -> None:
    assert parse_bio(text) is None


def test_a_first_name_opens_a_life_if_the_author_is_known() -> None:
    text = "Mira surveys field boundaries. Mira is a surveyor at the Coast Institute."
    assert parse_bio("Mira is a surveyor at the Coast Institute.") is None
    bio = parse_bio(text.partition(". ")[2], ("Mira Tolland",))
    assert bio is not None and bio.author.name == "Mira Tolland"


@pytest.mark.parametrize(
    ("text", "language", "authors"),
    [
        ("한서윤 기자", "ko", ["한서윤"]),
        ("시민기자", "ko", []),
        ("사회부 기자", "ko", []),
        ("記者許澄安／溪口報導", "zh", ["許澄安"]),
        ("كتبت: سلمى الحداد الثلاثاء 14 فبراير 2023", "ar", ["سلمى الحداد"]),
        ("लेखक: कविता रस्तोगी प्रकाशित: 8 जुलाई 2023", "hi", ["कविता रस्तोगी"]),
        ("Haber: Nermin AksoyluGiriş: 03.07.2024", "tr", ["Nermin Aksoylu"]),
    ],
)
def test_offices_days_and_labels_are_no_part_of_a_name(text: str, language: str, authors: list[str]) -> None:
    assert names(text, language) == authors


def test_a_sentence_is_no_life() -> None:
    for text in (
        "Die Linde ist voll, auf der Treppe stehen Leute mit Thermoskannen.",
        "This Page was out of reach yesterday, and we were at the Fair in Marl.",
        "Gold Label was the first blend of the house, born in 1956 and handed on in the Family.",
    ):
        assert parse_bio(text) is None
