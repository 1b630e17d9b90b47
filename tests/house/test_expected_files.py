"""How fixtures are compared with their expected files, and what `--update` writes and leaves."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support import expected_toml
from support.fixtures import Fixture, differences, update

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>On Gulls</title></head><body><article><h1>On Gulls</h1>
<p>The gull is a bird of opinions, and it holds them loudly, whatever the weather says about it on that day.<sup><a id="r1" href="#n1">1</a></sup></p>
<p>On the harbour wall, where the boats come in at six, it keeps a kind of court, in which the fish are always guilty.</p>
<ol><li id="n1">It argues with bells. <a href="#r1">↩</a></li></ol></article></body></html>
"""
RIGHT = """about = "A page"

# the title is the headline
title = "On Gulls"
notes = [
  { label = "1", calls = 1, text = "It argues with bells." },
]
has = ["The gull is a … about it on that day."]
"""


def fixture(folder: Path, expected: str) -> Fixture:
    """A fixture of PAGE with this expected file."""
    (folder / "gulls.html").write_text(PAGE, "utf-8")
    (folder / "gulls.expected.toml").write_text(expected, "utf-8")
    return Fixture(folder / "gulls.expected.toml")


def wrong(folder: Path, expected: str) -> str:
    """What differs, as one text."""
    one = fixture(folder, expected)
    return "\n".join(differences(one, one.inspect().article))


def updated(folder: Path, expected: str) -> str:
    """The expected file after `--update`."""
    one = fixture(folder, expected)
    update(one, one.inspect().article)
    return one.path.read_text("utf-8")


def test_a_record_as_expected_differs_in_nothing(tmp_path: Path) -> None:
    assert wrong(tmp_path, RIGHT) == ""


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('title = "On Terns"', "title: expected 'On Terns', found 'On Gulls'"),
        ('authors = ["Ann Lee"]', "authors: expected ['Ann Lee'], found []"),
        ('calls = ["1", "1"]', "calls: expected (-), found (+)"),
        ("notes = []", "notes: expected (-), found (+)"),
        ('notes = [{ label = "1", calls = 2, text = "It argues with bells." }]', "notes: expected (-), found (+)"),
        ('notes = [{ label = "1", calls = 1, kind = "sidenote" }]', "notes: expected (-), found (+)"),
        ('missing = [{ label = "2" }]', "missing: expected (-), found (+)"),
        ('has = ["The tern"]', "not in the body: The tern"),
        ('has = ["On the harbour wall", "The gull"]', "not in its order in the body: The gull"),
        ('has_not = ["a  kind of court"]', "in the body: a  kind of court"),
        ('rules = ["share-bar"]', "the rule share-bar removed nothing"),
        ('headings = ["Notes"]', "headings: expected (-), found (+)"),
    ],
)
def test_each_key_is_compared(tmp_path: Path, line: str, says: str) -> None:
    assert wrong(tmp_path, line).startswith(says)


def test_an_unknown_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="has no key titel"):
        wrong(tmp_path, 'titel = "On Gulls"')


def test_words_left_out_must_stand_in_the_page(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="the page itself does not have"):
        wrong(tmp_path, 'has = ["The tern … on that day."]')


def test_what_is_right_is_not_written_again(tmp_path: Path) -> None:
    assert updated(tmp_path, RIGHT) == RIGHT


def test_update_corrects_values_and_keeps_comments(tmp_path: Path) -> None:
    stale = RIGHT.replace("On Gulls", "On Terns").replace("calls = 1", "calls = 3")
    assert updated(tmp_path, stale) == RIGHT


@pytest.mark.parametrize(
    "line", ["notes = []", 'has_not = ["gull"]', 'has = ["tern"]', 'fails = "terns are unknown"\ntitle = "On Terns"']
)
def test_update_leaves_what_a_person_alone_can_say(tmp_path: Path, line: str) -> None:
    assert updated(tmp_path, line) == line
    assert wrong(tmp_path, line)


def test_a_new_page_gets_an_expected_file_that_wants_a_person(tmp_path: Path) -> None:
    one = fixture(tmp_path, "")
    one.path.unlink()
    update(one, one.inspect().article)
    assert tomllib.loads(one.path.read_text("utf-8")) == {
        "about": "",
        "title": "On Gulls",
        "authors": [],
        "language": "en",
        "headings": [],
        "notes": [{"label": "1", "calls": 1, "text": "It argues with bells."}],
        "has": [
            "The gull is a bird of opinions, and it holds them loudly, whatever the weather says about it on that day.[1]",
            "On the harbour wall, where the … the fish are always guilty.",
        ],
        "has_not": [],
    }


TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@settings(deadline=None)
@given(TEXTS | st.lists(TEXTS) | st.lists(st.fixed_dictionaries({"label": TEXTS, "calls": st.integers(0, 9)})))
def test_values_are_read_back_as_they_were_written(value: object) -> None:
    text = expected_toml.replaced("# first\nkey = [\n  1,\n]\n", {"key": value}, ("key",))
    assert text.startswith("# first\n")
    assert tomllib.loads(text) == {"key": value}
