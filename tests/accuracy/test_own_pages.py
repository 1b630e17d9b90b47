"""How well the program does on the project's own pages may not fall below tests/accuracy/floors.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from support.accuracy import body_f1, f1, field_is_right, measure, notes_f1
from support.fixtures import FOLDER, SUFFIX, Fixture, fixtures

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text("utf-8"))["own"]
NOTES = fixtures("notes")
GROUPS = {
    "pages": [*fixtures("pages"), *fixtures("samples")],
    "notes-in-html": [fixture for fixture in NOTES if fixture.media_type == "text/html"],
    "notes-in-copied-text": [fixture for fixture in NOTES if fixture.media_type == "text/plain"],
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FLOORS)
def test_no_figure_falls_below_its_floor(name: str) -> None:
    reached = measure(GROUPS[name])
    below = {figure: reached[figure] for figure, floor in FLOORS[name].items() if reached[figure] < floor}
    assert not below, f"{name}: {below} is below the floors {FLOORS[name]}"


def test_f1_counts_what_is_lacking_and_what_is_too_much() -> None:
    assert f1(0, 0, 0) == f1(3, 0, 0) == 1
    assert f1(1, 1, 0) == f1(1, 0, 1) == pytest.approx(2 / 3)
    assert f1(0, 2, 5) == 0


def test_the_record_of_another_page_scores_badly() -> None:
    hedges = Fixture(FOLDER / "samples" / f"hedge-survey{SUFFIX}")
    clocks = Fixture(FOLDER / "samples" / f"station-clocks{SUFFIX}").inspect().article
    assert body_f1(hedges, clocks) == notes_f1(hedges, clocks) == field_is_right(hedges, clocks, "title") == 0
