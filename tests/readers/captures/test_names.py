"""Names of exports of captured pages: host and path."""

from __future__ import annotations

import pytest

from archiver.readers.captures.names import stem_of, stem_of_member


@pytest.mark.parametrize(
    ("address", "stem"),
    [
        ("https://www.example.org/2021/05/mill.html", "www.example.org/2021/05/mill"),
        ("https://www.example.org/", "www.example.org/index"),
        ("https://www.example.org", "www.example.org/index"),
        ("https://www.example.org/news/", "www.example.org/news/index"),
        ("http://example.org:8080/a.php?id=7&page=2", "example.org-8080/a-id=7&page=2"),
        ("https://example.org/v1.2", "example.org/v1.2"),
        ("https://example.org/M%C3%BChle%20am%20Bach", "example.org/Mühle-am-Bach"),
        ("https://example.org/..%2F..%2Fetc/passwd", "example.org/etc/passwd"),
        ("https://example.org/../../etc/passwd", "example.org/etc/passwd"),
        ("https://example.org/.htaccess", "example.org/htaccess"),
        ("https://example.org/con%00trol", "example.org/con-trol"),
    ],
)
def test_host_and_path_become_folders(address: str, stem: str) -> None:
    assert str(stem_of(address)) == stem


def test_what_has_no_host_has_no_name() -> None:
    assert stem_of("file:///home/a.html") is None
    assert stem_of("cid:frame@example") is None


def test_a_long_name_is_cut_and_stays_its_own() -> None:
    first, second = (stem_of(f"https://example.org/{'a' * 300}{n}") for n in (1, 2))
    assert first is not None and second is not None and first != second
    assert max(len(part.encode()) for part in first.parts) <= 120
    deep = stem_of("https://example.org/" + "x/" * 400 + "y")
    assert deep is not None and len(deep.parts) < 20


@pytest.mark.parametrize(
    ("member", "stem"),
    [("pages/one.html", "pages/one"), ("../../one.html", "one"), ("C:\\pages\\two.htm", "C/pages/two"), ("/", "page")],
)
def test_members_of_archives_stay_below_the_folder(member: str, stem: str) -> None:
    assert str(stem_of_member(member)) == stem
