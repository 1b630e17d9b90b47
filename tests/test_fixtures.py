"""Every fixture goes the whole way, and its record says what is expected (tests/fixtures/README.md)."""

from __future__ import annotations

import pytest

from archiver.errors import ArchiverError
from support.fixtures import ROOT, Fixture, defects, differences, fixtures, update

ALL = fixtures()


@pytest.mark.parametrize("fixture", ALL, ids=lambda fixture: str(fixture.id))
def test_the_record_is_as_expected(fixture: Fixture, pytestconfig: pytest.Config) -> None:
    try:
        found = fixture.inspect()
    except ArchiverError as error:
        wrong = [f"{type(error).__name__}: {error}"]
    else:
        # these hold for any record, also for one that is not yet as expected
        assert defects(found) == []
        if pytestconfig.getoption("update"):
            update(fixture, found.article)
            fixture = Fixture(fixture.path)
        wrong = differences(fixture, found.article)
    if fixture.fails and wrong:
        pytest.xfail(fixture.fails)
    if fixture.fails:
        wrong = ["the record is as expected now: take the line `fails` out"]
    elif not fixture.path.exists():
        wrong = ["there is no expected file; --update writes one"]
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


def test_every_fixture_says_what_it_shows_and_what_it_expects() -> None:
    for fixture in ALL:
        assert fixture.expected.get("about"), f"{fixture.id} does not say what it shows"
        assert fixture.expected.keys() - {"about", "fails", "source", "url"}, f"{fixture.id} expects nothing"


def test_every_sample_has_a_fixture() -> None:
    samples = {path.name for path in (ROOT / "sources").iterdir() if path.suffix in (".txt", ".html")}
    assert len(samples) >= 7
    assert samples == {fixture.page_path.name for fixture in fixtures("samples")}
