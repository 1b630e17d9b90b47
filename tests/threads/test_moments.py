"""The moments of posts, from texts and attributes."""

from __future__ import annotations

import pytest

from archiver.threads.moments import stamp, text_moment


@pytest.mark.parametrize(
    ("text", "language", "when", "shown"),
    [
        ("Sat Mar 01, 2014 10:00 am", "en", "2014-03-01T10:00:00", "Sat Mar 01, 2014 10:00 am"),
        ("on March 3rd, 2019 at 11:05 pm", "en", "2019-03-03T23:05:00", "March 3rd, 2019 at 11:05 pm"),
        ("12. Oktober 2022, 19:04 Uhr", "de", "2022-10-12T19:04:00", "12. Oktober 2022, 19:04"),
        ("8 février 2015 à 09h32", "fr", "2015-02-08T09:32:00", "8 février 2015 à 09h32"),
        ("2024-08-03 11:02:20", "", "2024-08-03T11:02:20", "2024-08-03 11:02:20"),
        ("21.08.2021", "", "2021-08-21", "21.08.2021"),
        ("3 hours ago", "en", "", "3 hours ago"),
        ("10:11", "en", "", "10:11"),
    ],
)
def test_a_moment_in_a_text(text: str, language: str, when: str, shown: str) -> None:
    moment = text_moment(text, language)
    assert moment is not None
    assert (moment.when, moment.text) == (when, shown)


@pytest.mark.parametrize("text", ["312 posts", "#14", "Senior Member", "version 2.1.0"])
def test_no_moment(text: str) -> None:
    assert text_moment(text, "en") is None


def test_attributes_are_read_as_seconds_or_as_dates() -> None:
    assert stamp("1394010000", "") == "2014-03-05T09:00:00Z"
    assert stamp("2014-03-05T09:00:00+0100", "") == "2014-03-05T09:00:00+01:00"
    assert stamp("21.08.2021 08:02:10", "") == "2021-08-21T08:02:10"
    assert stamp("thread title", "") == ""
