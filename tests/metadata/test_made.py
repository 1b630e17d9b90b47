"""Who has a record made, and when: what is taken, what is refused, and that no clock is asked."""

from __future__ import annotations

import datetime
import zoneinfo
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import archiver
from archiver.cli.commands import cli
from archiver.errors import UsageError
from archiver.metadata.made import checked_agent, checked_made, moment_of_epoch

PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>The Tide Table</title></head><body><article><h1>The Tide Table</h1>
{"<p>The clerk copied the table by hand each winter, and posted it on the door of the customs house.</p>" * 6}</article></body></html>"""


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2026", "2026"),
        ("2026-11", "2026-11"),
        (" 2026-11-30 ", "2026-11-30"),
        ("20261130", "2026-11-30"),
        ("2026-11-30T12:00Z", "2026-11-30T12:00:00Z"),
        ("2026-11-30 12:00:09.75 +01", "2026-11-30T12:00:09+01:00"),
        ("2026-11-30T12:00-0330", "2026-11-30T12:00:00-03:30"),
        ("", ""),
    ],
)
def test_a_date_is_taken_as_far_as_it_is_known(text: str, when: str) -> None:
    assert checked_made(text, "--made") == when


@pytest.mark.parametrize(
    "text",
    ["3/4/2026", "30 November 2026", "now", " ", "2026-13", "2026-02-30", "2026-11-30T12:00", "2026-11-30T25:00Z",
     "2016-12-31T23:59:60Z", "2026-11-30T12:00+14:30", "2026-11-30Z", "0000", "-2026", "1796040000"],
)  # fmt: skip
def test_what_is_no_date_of_a_conversion_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"--made .*: it is neither a date nor a moment.*Write it as 2026-11-30"):
        checked_made(text, "--made")


@pytest.mark.parametrize(
    ("seconds", "moment"),
    [
        ("1796040000", "2026-11-30T12:00:00Z"),
        ("0", "1970-01-01T00:00:00Z"),
        ("-1", "1969-12-31T23:59:59Z"),
        ("-60000000000", "0068-09-03T13:20:00Z"),
    ],
)
def test_seconds_since_1970_are_a_moment_in_utc(seconds: str, moment: str) -> None:
    assert moment_of_epoch(seconds, "SOURCE_DATE_EPOCH") == moment


@pytest.mark.parametrize(
    "text", ["", " ", "now", "1796040000.5", "1e9", "0x10", "+5", "１７９６", "999999999999", "9" * 5000]
)
def test_what_is_no_number_of_seconds_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
        moment_of_epoch(text, "SOURCE_DATE_EPOCH")


def test_an_agent_has_a_name_that_can_be_seen() -> None:
    assert checked_agent("Port\u00a0 Archive,\tDesk\x07 2\n", "--agent") == "Port Archive, Desk 2"
    assert checked_agent("", "--agent") == ""
    for text in (" ", "\t\n", "\u200b", "\u00ad \x07"):
        with pytest.raises(UsageError, match=r"--agent .*: it is no name"):
            checked_agent(text, "--agent")


# ---- on the command line and from Python -----------------------------------------------------------


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "tide.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def normalized(page: Path, *arguments: str, epoch: str | None = None) -> Result:
    return CliRunner(env={"SOURCE_DATE_EPOCH": epoch}).invoke(
        cli, ["normalize", str(page), *arguments], standalone_mode=False
    )


def test_the_provenance_says_who_had_the_record_made_and_when(page: Path) -> None:
    article = archiver.load(normalized(page, "--agent", "Port Archive", "--made", "2026-11-30", epoch="0").stdout_bytes)
    assert (article.agent, article.made) == ("Port Archive", "2026-11-30")
    assert article.tool.options == ()  # they change nothing else


def test_without_a_date_the_environment_gives_the_moment(page: Path) -> None:
    article = archiver.load(normalized(page, epoch="1796040000").stdout_bytes)
    assert (article.agent, article.made) == ("", "2026-11-30T12:00:00Z")
    ran = normalized(page, epoch="today")
    assert isinstance(ran.exception, UsageError) and "SOURCE_DATE_EPOCH='today'" in str(ran.exception)


def test_without_both_there_is_no_date(page: Path) -> None:
    assert b"<made" not in normalized(page).stdout_bytes


def test_convert_writes_the_same_record(page: Path, tmp_path: Path) -> None:
    arguments = ["--agent", "Port Archive", "--made", "2026-11-30T12:00Z"]
    ran = CliRunner().invoke(
        cli, ["convert", str(page), "-t", "xml", "-o", f"{tmp_path}/out/", *arguments], standalone_mode=False
    )
    assert ran.exception is None and ran.return_value == 0, ran.output
    assert (tmp_path / "out" / "tide.xml").read_bytes() == normalized(page, *arguments).stdout_bytes


def test_the_library_reads_no_environment(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796040000")
    assert archiver.normalize(page).made == ""


@pytest.mark.parametrize(
    ("made", "when"),
    [
        ("2026-11", "2026-11"),
        (datetime.date(2026, 11, 30), "2026-11-30"),
        (datetime.datetime(2026, 11, 30, 12, 0, 5, 99, tzinfo=datetime.UTC), "2026-11-30T12:00:05+00:00"),
        (datetime.datetime(2026, 7, 1, 12, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin")), "2026-07-01T12:00:00+02:00"),
        (None, ""),
        ("", ""),
    ],
)
def test_python_gives_a_text_or_a_date(page: Path, made: str | datetime.date | None, when: str) -> None:
    article = archiver.normalize(page, agent="Port Archive", made=made)
    assert (article.agent, article.made) == ("Port Archive", when)


@pytest.mark.parametrize("made", [datetime.datetime(2026, 11, 30, 12), "yesterday", 1796040000])
def test_python_is_refused_what_is_no_date(page: Path, made: object) -> None:
    with pytest.raises(UsageError, match="made"):
        archiver.normalize(page, made=made)  # type: ignore[arg-type]


def test_python_is_refused_what_is_no_name(page: Path) -> None:
    for agent in (" ", 7):
        with pytest.raises(UsageError, match="agent"):
            archiver.normalize(page, agent=agent)  # type: ignore[arg-type]
