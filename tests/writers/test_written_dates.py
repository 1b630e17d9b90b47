"""Dates as readers of a language write them."""

from __future__ import annotations

import pytest

from archiver.writers.shared.written_dates import written_date


@pytest.mark.parametrize(
    ("when", "text", "language", "shown"),
    [
        ("2024-05-07", "7.5.24", "de", "7. Mai 2024"),
        ("2024-05-07", "MAY 7, 2024", "en-US", "May 7, 2024"),
        ("2024-05-07", "2024-05-07T06:30:00", "en-GB", "7 May 2024"),
        ("2024-05-07", "7th May 2024", "en", "7 May 2024"),  # English without a country keeps its order
        ("2024-05-07", "2024/05/07", "ja", "2024年5月7日"),
        ("2024-05", "05/2024", "fr", "mai 2024"),
        ("2024", "2024", "pl", "2024"),
    ],
)
def test_one_form_for_each_language(when: str, text: str, language: str, shown: str) -> None:
    assert written_date(when, text, language) == shown


@pytest.mark.parametrize(
    ("when", "text", "language"),
    [
        ("2024-05-07", "۱۸ اردیبهشت ۱۴۰۳", "fa"),  # another calendar
        ("", "last Tuesday", "en"),
        ("-0043-03-15", "the Ides of March", "en"),
        ("2024-05-07", "07.05.2024", "und"),
    ],
)
def test_the_text_of_the_source_stays(when: str, text: str, language: str) -> None:
    assert written_date(when, text, language) == text


def test_no_time_without_a_text() -> None:
    assert written_date("2024-05-07T06:30:00Z", "", "und") == "2024-05-07"
