"""Dates: read in many languages, never guessed."""

from __future__ import annotations

from datetime import date

import pytest
from babel.dates import format_date

from archiver.metadata.parsing.dates import find_dates, month_number, read_date, read_stamp


@pytest.mark.parametrize(
    ("text", "language", "when"),
    [
        ("July 10, 2023", "en", "2023-07-10"),
        ("Monday, 10th of July 2023, 14:30", "en", "2023-07-10"),
        ("Sept. 3, 2021", "en", "2021-09-03"),
        ("12. März 2021, 14:30 Uhr", "de", "2021-03-12"),
        ("1. Jänner 2020", "de", "2020-01-01"),
        ("1er juillet 2023", "fr", "2023-07-01"),
        ("10 de julio de 2023", "es", "2023-07-10"),
        ("10 lipca 2023 r.", "pl", "2023-07-10"),
        ("10. července 2023", "cs", "2023-07-10"),
        ("10. heinäkuuta 2023", "fi", "2023-07-10"),
        ("2023. július 10.", "hu", "2023-07-10"),
        ("2023 m. liepos 10 d.", "lt", "2023-07-10"),
        ("10 июля 2023 г.", "ru", "2023-07-10"),
        ("10 Ιουλίου 2023", "el", "2023-07-10"),
        ("٥ سبتمبر ٢٠٢٣", "ar", "2023-09-05"),
        ("10 जुलाई 2023", "hi", "2023-07-10"),
        ("10 กรกฎาคม 2566", "th", "2023-07-10"),
        ("10 tháng 7, 2023", "vi", "2023-07-10"),
        ("2023年7月10日", "ja", "2023-07-10"),
        ("令和5年7月10日", "ja", "2023-07-10"),
        ("民國112年7月10日", "zh", "2023-07-10"),
        ("2023년 7월 10일", "ko", "2023-07-10"),
        ("10.07.2023", "de", "2023-07-10"),
        ("10.7.23", "de", "2023-07-10"),
        ("2023-07-10T10:00:00+02:00", "", "2023-07-10"),
        ("Mon Jul 10 09:12:44 GMT 2023", "de", "2023-07-10"),
        ("Mon Jul 10 09:12:44 2023", "", "2023-07-10"),
        ("10 ביולי 2023", "he", "2023-07-10"),
        ("2023. gada 10. jūlijs", "lv", "2023-07-10"),
        ("10 กรกฎาคม พ.ศ. 2566", "th", "2023-07-10"),
        ("پیر، 10 جولائی، 2023", "ur", "2023-07-10"),
        ("2023 թ. հուլիսի 10", "hy", "2023-07-10"),
        ("2023(e)ko uztailaren 10(a)", "eu", "2023-07-10"),
        ("10\u200f/07\u200f/2023", "ar", "2023-07-10"),
    ],
)
def test_a_date_is_read_in_its_language(text: str, language: str, when: str) -> None:
    assert read_date(text, language) == when


#: Languages of newspapers. Irish has months of two words, and is left out.
LANGUAGES = (
    "en de fr es it pt nl pl cs sk sv da nb fi hu ro tr ru uk be bg sr hr bs sl mk sq el lt lv et is ca eu gl cy mt af "
    "ar fa he ur hi bn ta te gu pa mr kn ml si ne ja zh ko vi id ms fil th km lo sw zu ka hy az kk"
).split()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["full", "long", "medium"])
def test_each_day_of_a_year_is_read_as_its_language_writes_it(language: str, form: str) -> None:
    for day in (date(2024, month, number) for month in range(1, 13) for number in (4, 15, 28)):
        text = format_date(day, form, locale=language)
        assert read_date(text, language) == day.isoformat(), text


def test_no_day_is_invented_where_only_the_month_is_known() -> None:
    assert read_date("July 2023", "en") == "2023-07"
    assert read_date("luty 2015", "pl") == "2015-02"


def test_the_language_says_which_number_is_the_day() -> None:
    assert read_date("03/04/2023", "en-US") == "2023-03-04"
    assert read_date("03/04/2023", "en-GB") == "2023-04-03"
    assert read_date("03/04/2023", "fr") == "2023-04-03"


def test_where_nothing_says_which_number_is_the_day_the_year_is_all_that_is_known() -> None:
    assert read_date("03/04/2023", "en") == "2023"
    assert read_date("25/04/2023", "en") == "2023-04-25"


@pytest.mark.parametrize("text", ["2 hours ago", "yesterday", "gestern", "il y a 3 jours", "today at 10:00"])
def test_what_only_today_could_tell_is_no_date(text: str) -> None:
    assert read_date(text, "en") == ""


@pytest.mark.parametrize("text", ["31.02.2023", "version 1.2.3.4", "In 1960 about 50 may 30", "2023", "10 of them"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_date(text, "en") == ""


def test_a_year_alone_is_a_date_only_where_a_program_is_told() -> None:
    assert read_stamp("2023") == "2023"
    assert read_stamp("20230710") == "2023-07-10"
    assert read_stamp("2023/07/10") == "2023-07-10"


def test_all_dates_of_a_line_are_found_with_their_words() -> None:
    found = find_dates("Posted on 17 October 2022 by X | Updated 3 November 2022.", "en")
    assert [(d.when, d.text) for d in found] == [
        ("2022-10-17", "17 October 2022"),
        ("2022-11-03", "3 November 2022"),
    ]


def test_the_clear_beginning_of_a_month_will_do_an_unclear_one_will_not() -> None:
    assert month_number("Sept", "en") == 9
    assert month_number("Ju", "en") == 0
    assert month_number("mart", "en") == 0
