"""pyproject.toml declares what the code uses: the fonts of the table of fonts, and the packages that messages name."""

from __future__ import annotations

import re
import tomllib

import pytest

from archiver.writers.shared import fonts
from support.folders import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PLAIN: list[str] = PROJECT["dependencies"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]


def pinned(requirements: list[str]) -> dict[str, str]:
    return {name: version for name, _, version in (line.partition("==") for line in requirements) if version}


def test_every_font_is_pinned_where_the_table_says_that_it_comes_from() -> None:
    places: dict[str, set[str]] = {"": set(), "scripts": set(), "cjk": set()}
    for family in fonts.FAMILIES:
        places[family.extra].add(family.distribution)
    assert places[""] == set(pinned(PLAIN))
    assert (
        places["scripts"] == set(pinned(EXTRAS["scripts"])) == {line.partition("==")[0] for line in EXTRAS["scripts"]}
    )
    assert places["cjk"] == set(pinned(EXTRAS["cjk"])) == {line.partition("==")[0] for line in EXTRAS["cjk"]}


@pytest.mark.parametrize("requirement", [*PLAIN, *(line for extra in EXTRAS.values() for line in extra)])
def test_every_dependency_has_a_bound_below(requirement: str) -> None:
    assert re.search(r"[>=]=\s*\d", requirement)


def test_weasyprint_has_no_bound_above() -> None:
    (bound,) = (line for line in PLAIN if line.startswith("weasyprint"))
    assert "<" not in bound and "==" not in bound


def test_text_fonts_come_with_every_install() -> None:
    assert not [family.name for family in fonts.FAMILIES if family.needed and family.extra]


def test_messages_name_the_distribution() -> None:
    """`pip install archiver` gets another program from the public index."""
    wrong = re.compile(r"pip3? install[^\n`]*?['\" ]archiver(\[|['\"` ]|$)", re.MULTILINE)
    files = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("src/**/*.py"), ROOT / "Makefile"]
    found = [str(path.relative_to(ROOT)) for path in files if wrong.search(path.read_text(encoding="utf-8"))]
    assert PROJECT["name"] == "article-archiver" and not found


def test_a_batch_knows_of_each_dependency_whether_it_shapes_results() -> None:
    """batch/libraries.py: another version of those that do makes a batch convert its sources again."""
    from archiver.batch import libraries

    told = [*libraries.READING, *libraries.PDF, *libraries.WITHOUT_EFFECT]
    families = {family.distribution for family in fonts.FAMILIES}
    assert sorted(told) == sorted({re.split(r"[<>=;\s]", line)[0] for line in PLAIN} - families)
