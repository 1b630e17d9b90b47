"""Lists of sources: what failed in one batch is what the next run takes from its list, whatever the names are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.batch.ledger import Entry
from archiver.batch.plan import make_plan
from archiver.batch.source_lists import as_line, list_bytes, names_in
from archiver.cli.run import expand_lists
from support.ledgers import done, failed, reported


class TestReading:
    def test_blank_lines_and_comments_are_no_names(self) -> None:
        assert names_in(b"\xef\xbb\xbfgulls.html\r\n\n# later\n  terns.html  \n") == ["gulls.html", "terns.html"]

    def test_names_with_zero_bytes_stand_as_they_are(self) -> None:
        assert names_in(b" a.html \0#1.html\0two\nlines.html\0") == [" a.html ", "#1.html", "two\nlines.html"]

    def test_bytes_that_are_no_text_are_kept(self) -> None:
        assert names_in(b"caf\xe9.html\n") == ["caf\udce9.html"]


class TestWriting:
    @pytest.mark.parametrize(
        ("name", "line"),
        [
            ("gulls.html", "gulls.html"),
            ("https://example.org/#2", "https://example.org/#2"),
            ("@list", "@list"),
            ("#1.html", "./#1.html"),
            (" gulls.html", "./ gulls.html"),
            ("\ufeffgulls.html", "./\ufeffgulls.html"),
            ("gulls.html ", None),
            ("two\nlines.html", None),
            ("gulls.html\u3000", None),
        ],
    )
    def test_a_line_for_a_name(self, name: str, line: str | None) -> None:
        assert as_line(name) == line

    @given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1))
    def test_a_line_is_read_as_the_same_file(self, name: str) -> None:
        line = as_line(name)
        if line is not None:
            (read,) = names_in(list_bytes(line) + b"\n")
            assert read in (name, f"./{name}")


ODD_NAMES = [
    "a b.html",
    "#1.html",
    " first.html",
    "@all.html",
    "-n.html",
    "quo'te\".html",
    "é\u202e.html",
    b"caf\xe9.html",
    "*.html",
]
NAMES_FOR_NO_LINE = ["last.html ", "two\nlines.html", "\tboth\t"]


@pytest.mark.parametrize("names", [ODD_NAMES, ODD_NAMES + NAMES_FOR_NO_LINE], ids=["lines", "zero bytes"])
def test_failures_are_the_sources_of_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: list[str | bytes]
) -> None:
    monkeypatch.chdir(tmp_path)
    called = [os.fsdecode(name) for name in names]
    for name in called:
        Path(name).write_text("<p>", encoding="utf-8")
    reported(tmp_path / "out", *map(failed, called), done("fine.html"), Entry("later.html", "later"))
    plan = make_plan(expand_lists(("@out/failures.txt",)))
    assert sorted(task.source for task in plan) == sorted(called)
    assert not plan.failures
    assert (b"\0" in Path("out/failures.txt").read_bytes()) is (names is not ODD_NAMES)


def test_a_page_of_a_capture_is_listed_as_its_capture(tmp_path: Path) -> None:
    page = failed("mails.mbox (message 3)", file="mails.mbox")
    assert (reported(tmp_path, page) / "failures.txt").read_bytes() == b"mails.mbox\n"


def test_what_is_something_else_in_the_next_call_is_not_listed(tmp_path: Path) -> None:
    assert (reported(tmp_path, failed("-"), failed("/dev/fd/63")) / "failures.txt").read_bytes() == b""


def test_sources_in_quarantine_are_listed(tmp_path: Path) -> None:
    folder = reported(tmp_path, failed("huge.html", state="quarantined"), failed("odd.html", state="passed-over"))
    assert (folder / "failures.txt").read_bytes() == b"huge.html\n"
