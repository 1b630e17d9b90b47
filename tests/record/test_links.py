"""Addresses of links: a short way makes most of them absolute, and gives the same result as urljoin."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest

from archiver.record.links import absolute, complete, joined_plain

PAGE = "https://gull.example/harbour/news.html?day=4#top"


@pytest.mark.parametrize(
    "address",
    [
        "https://tern.example",
        "http://tern.example/a//b/../c?x=1&y=2#part",
        "https://gull.example/same/site",
        "/",
        "/boats/list?sort=name",
        "/boats//twice",
    ],
)
def test_a_plain_address_gives_the_same_result_as_urljoin(address: str) -> None:
    assert joined_plain(address, PAGE) == urljoin(PAGE, address)


@pytest.mark.parametrize(
    "address",
    [
        "boats.html",
        "../boats.html",
        "/a/../boats",
        "/boats?",
        "/boats#",
        "/boats?#top",
        "/boats;",
        "//tern.example/boats",
        "http:///boats",
        "HTTPS://tern.example/",
        "https://tern.example/a b",
        "https://möwe.example/",
        "?day=5",
        "mailto:harbour@gull.example",
    ],
)
def test_all_other_addresses_are_left_to_urljoin(address: str) -> None:
    assert joined_plain(address, PAGE) == ""
    joined = urljoin(PAGE, address)
    assert complete(address, PAGE) == joined


def test_an_address_from_the_root_of_an_unknown_site_stays_unchanged() -> None:
    assert joined_plain("/boats", None) == ""
    assert absolute("/boats", None) == "/boats"


def test_an_address_in_the_page_itself_becomes_a_fragment() -> None:
    assert absolute("https://gull.example/harbour/news.html?day=4#tides", PAGE) == "#tides"


def test_a_malformed_address_or_a_script_gives_no_address() -> None:
    assert absolute("http://[tern", PAGE) == ""
    assert absolute("javascript:void(0)", PAGE) == ""
