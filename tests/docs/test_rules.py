"""Every rule that may stand in a ledger or in the evidence of a record has a line in docs/reference/rules.md or metadata.md.

Two nets. One reads the program (support/rule_names.py) and the tables of its TOML files. The other converts the samples and the small pages of
the tests, and looks at the records: it catches what the first cannot see.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import archiver
from archiver import threads
from support.rule_names import Program

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "archiver"
REFERENCE = ROOT / "docs" / "reference"
#: What has a hand in a record. Writers and validators have rules of other kinds.
FOLDERS = (
    "description.py",
    "readers",
    "notes",
    "threads",
    "metadata",
    "cleaning",
    "record",
    "pipeline.py",
    "cleaned.py",
    "draft.py",
)


@cache
def rules_of_the_code() -> frozenset[str]:
    paths = [PACKAGE / name for name in FOLDERS]
    found = Program(m for p in paths for m in (sorted(p.rglob("*.py")) if p.is_dir() else [p])).names()
    return frozenset(found | {threads.RULE})  # it stands in a table of the pipeline, by field


@cache
def reasons_of_corrections() -> frozenset[str]:
    """The reasons that corrections of the body give; `archiver inspect` prints them."""
    return frozenset(Program((PACKAGE / "cleaning" / "body").rglob("*.py")).names("reason"))


@cache
def rules_of_the_tables() -> frozenset[str]:
    """The tables of cues are named after rules; a line of embedded.toml is [field, rule, confidence]."""
    cues = PACKAGE / "cleaning" / "rules"
    embedded = _read(PACKAGE / "metadata" / "embedded.toml")
    lines = [line for table in embedded.values() for line in _lists(table)]
    return frozenset([*_read(cues / "classes.toml"), *_read(cues / "phrases.toml"), *(line[1] for line in lines)])


def _read(path: Path) -> dict[str, object]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _lists(table: object) -> Iterator[list[str]]:
    if isinstance(table, list) and len(table) == 3 and all(isinstance(one, str) for one in table):
        yield table
    else:
        for one in table.values() if isinstance(table, dict) else table if isinstance(table, list) else ():
            yield from _lists(one)


def explained(*pages: str, word: str = "rule") -> set[str]:
    """The names in code type below `word` in the tables of some pages: in columns whose head is `| rule |`, `| rules |`, say."""
    names: set[str] = set()
    for page in pages:
        for table in re.findall(r"(?:^\|.*\n)+", (REFERENCE / page).read_text(encoding="utf-8"), re.MULTILINE):
            head, _, *rows = (re.split(r"(?<!\\)\|", line.strip("|\n")) for line in table.splitlines())
            for column, title in enumerate(head):
                if title.strip().startswith(word):
                    names.update(name for row in rows for name in re.findall(r"`([a-z0-9-]+)`", row[column]))
    return names


def test_every_rule_of_the_program_is_explained() -> None:
    known = rules_of_the_code() | rules_of_the_tables()
    assert len(known) > 80, "the program was not read"
    missing = known - explained("rules.md", "metadata.md")
    assert not missing, (
        f"a line for each in docs/reference/rules.md (cleaning, notes) or metadata.md: {sorted(missing)}"
    )


def test_every_rule_that_is_explained_is_one() -> None:
    gone = explained("rules.md", "metadata.md") - rules_of_the_code() - rules_of_the_tables()
    assert not gone, f"these are in no code and no table any more: {sorted(gone)}"


def test_every_reason_of_a_correction_is_explained() -> None:
    assert len(reasons_of_corrections()) > 10, "the program was not read"
    assert explained("rules.md", word="reason") == reasons_of_corrections()


@pytest.mark.slow
def test_every_rule_in_a_record_is_explained() -> None:
    pages = [*sorted((ROOT / "sources").glob("*.*")), *sorted((ROOT / "tests").rglob("*.html"))]
    articles = [archiver.normalize(page, force=True) for page in pages if page.suffix in (".html", ".txt")]
    rules = {removal.rule for article in articles for removal in article.removals}
    evidence = {why.rule for article in articles for why in article.evidence}
    assert len(rules) > 20 and len(evidence) > 20
    assert not (rules | evidence) - explained("rules.md", "metadata.md")


def test_a_new_rule_is_seen_wherever_it_is_named(tmp_path: Path) -> None:
    """The shapes in which the program names rules; names beside them are left alone."""
    module = tmp_path / "new.py"
    module.write_text(
        "def remove(element, rule): ...\n"
        "_BY_TAG = {'nav': ('by-tag', 0.1)}\n"
        "def rule(tag):\n    said = _BY_TAG.get(tag)\n    return said[0]\n"
        "def clean(draft, element, promo):\n"
        "    draft.remove(element, 'direct')\n"
        "    draft.remove(element, 'first-branch' if promo else 'second-branch')\n"
        "    moves = {}\n"
        "    moves[element] = ('in-a-tuple', ['no-rule'])\n"
        "    rule, values = moves[element]\n"
        "    for place, rule in trims(): ...\n"
        "    wrapped(element, 'through-a-function')\n"
        "def trims():\n    places = []\n    places.append(('no-place', 'in-a-list'))\n    return places\n"
        "def wrapped(element, name):\n    remove(element, name)\n",
        encoding="utf-8",
    )
    assert Program([module]).names() == {
        "by-tag", "direct", "first-branch", "second-branch", "in-a-tuple", "in-a-list", "through-a-function"
    }  # fmt: skip
