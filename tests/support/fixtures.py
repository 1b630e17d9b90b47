"""Fixtures: a page, `NAME.html` or `NAME.txt`, and beside it `NAME.expected.toml`, what its record has to say.

tests/fixtures/README.md explains the form. `differences` compares a record with an expected file; `update` writes the file anew.
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import html
from lxml.etree import _Element as Element

from archiver import inspection
from archiver.article import Article, Note
from archiver.inspection import Inspection
from archiver.source import Source
from support import expected_toml
from support.evidence import missing_evidence

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests" / "fixtures"
SUFFIX = ".expected.toml"

#: Fields of the head, in the order of an expected file.
HEAD = ("title", "subtitle", "authors", "published", "modified", "language", "publisher")
#: All keys, in the order of an expected file. `--update` writes those of the second line; people write the others.
KEYS = (
    *("about", "fails", "source", "url"),
    *(*HEAD, "headings", "pictures", "calls", "notes", "missing"),
    *("items", "cells", "has", "has_not", "rules"),
)
#: What stands for the words between two stretches of one paragraph.
_GAP = " … "


@dataclass(frozen=True)
class Fixture:
    """A page and what is expected of its record. `path` is that of the expected file."""

    path: Path

    @property
    def id(self) -> str:
        """GROUP/NAME."""
        return self.path.relative_to(FOLDER).as_posix().removesuffix(SUFFIX)

    @cached_property
    def expected(self) -> dict[str, Any]:
        """What the expected file says; nothing if there is none yet. Raises ValueError for a key that does not exist."""
        if not self.path.exists():
            return {}
        expected = tomllib.loads(self.path.read_text("utf-8"))
        if unknown := sorted(expected.keys() - set(KEYS)):
            raise ValueError(f"{self.path.name}: an expected file has no key {', '.join(unknown)}")
        return expected

    @property
    def fails(self) -> str:
        """Why the record is not as expected today; "" if it is."""
        return str(self.expected.get("fails", ""))

    @cached_property
    def page_path(self) -> Path:
        """The page beside the expected file, or the file that `source` names from the root of the project."""
        if "source" in self.expected:
            return ROOT / str(self.expected["source"])
        stem = str(self.path).removesuffix(SUFFIX)
        return next(path for path in (Path(f"{stem}.html"), Path(f"{stem}.txt")) if path.exists())

    @cached_property
    def page(self) -> bytes:
        """The bytes of the page."""
        return self.page_path.read_bytes()

    @property
    def source(self) -> Source:
        """The page as the program takes it."""
        path = self.page_path
        return Source(name=path.name, data=self.page, stem=path.stem, url=self.expected.get("url"))

    @property
    def media_type(self) -> str:
        """The media type of the page, by its name."""
        return "text/plain" if self.page_path.suffix == ".txt" else "text/html"

    def inspect(self) -> Inspection:
        """The page taken the whole way. Raises what `inspection.inspect` raises."""
        return inspection.inspect(self.source, media_type=self.media_type)

    @cached_property
    def page_text(self) -> str:
        """All text of a page in UTF-8, its white space folded."""
        if self.page_path.suffix == ".txt":
            return folded(self.page.decode("utf-8"))
        return folded(str(html.document_fromstring(self.page, html.HTMLParser(encoding="utf-8")).text_content()))

    def stretch(self, text: str) -> str:
        """A stretch of `has` in full: what the page has in place of ` … `. Raises ValueError if the page has no such words."""
        text = folded(text)
        if _GAP not in text or text in self.page_text:
            return text
        start = end = 0
        for number, part in enumerate(text.split(_GAP)):
            place = self.page_text.find(part, end)
            if place < 0:
                raise ValueError(f"{self.path.name}: the page itself does not have {text!r}")
            start, end = start if number else place, place + len(part)
        return self.page_text[start:end]


def fixtures(group: str = "") -> list[Fixture]:
    """All fixtures of a group (a folder below tests/fixtures), or of all groups; a page without an expected file is one too."""
    found: set[Path] = set()
    for path in (FOLDER / group).rglob("*"):
        if path.name.endswith(SUFFIX):
            found.add(path)
        elif path.suffix in (".html", ".txt"):
            found.add(path.with_suffix(SUFFIX))
    return [Fixture(path) for path in sorted(found)]


# -- what is wrong with a record ---------------------------------------------------------------------


def defects(found: Inspection) -> list[str]:
    """What is wrong with a record by itself: its schema, the count of its words, the states of its notes, the evidence
    for its head.
    """
    words = found.words
    wrong = [f"not valid: {violation.message}" for violation in found.violations if violation.severity == "error"]
    if words.unaccounted or words.source != words.kept + words.removed:
        wrong.append(f"{words.unaccounted} words are neither kept nor removed: {', '.join(words.examples)}")
    wrong += [
        f"note {note.label} is {note.status}, and {note.references} markers call it"
        for note in found.article.notes
        if (note.status == "unreferenced") != (note.references == 0)
    ]
    return wrong + missing_evidence(found.article)


def differences(fixture: Fixture, article: Article) -> list[str]:
    """In what a record differs from what is expected, a line each; nothing, at best."""
    return [
        *_of_the_head(fixture.expected, article),
        *_of_the_notes(fixture.expected, article),
        *_of_the_body(fixture, article),
    ]


def _of_the_head(expected: dict[str, Any], article: Article) -> Iterator[str]:
    for field in HEAD:
        if field in expected and (found := head_field(article, field)) != expected[field]:
            yield f"{field}: expected {expected[field]!r}, found {found!r}"


def _of_the_notes(expected: dict[str, Any], article: Article) -> Iterator[str]:
    for key in ("headings", "pictures", "calls"):
        if key in expected:
            yield from _compared(key, expected[key], _read(article, key))
    for key in ("notes", "missing"):
        # who writes down the notes says also that no other one is called
        if key in expected or (key == "missing" and "notes" in expected):
            wanted = expected.get(key, [])
            found = _notes(article, key)
            rows = [
                _row(note, wanted[n].keys() if n < len(wanted) else ("label", "calls")) for n, note in enumerate(found)
            ]
            yield from _compared(key, wanted, rows)


def _of_the_body(fixture: Fixture, article: Article) -> Iterator[str]:
    expected = fixture.expected
    body = folded(article.text())
    end = 0
    for text in expected.get("has", ()):
        whole = fixture.stretch(text)
        place = body.find(whole, end)
        if place < 0:
            yield f"{'not in its order' if whole in body else 'not'} in the body: {text}"
        else:
            end = place + len(whole)
    for key, found in (("items", _items(article)), ("cells", _rows(article))):
        rest = iter(found)
        yield from (
            f"{key}: not there, or not in its order: {row!r}" for row in expected.get(key, ()) if row not in rest
        )
    letters = without_spaces(article.text(markers=False))
    for text in expected.get("has_not", ()):
        if without_spaces(text) in letters:
            yield f"in the body: {text}"
    fired = {removal.rule for removal in article.removals}
    for rule in expected.get("rules", ()):
        if rule not in fired:
            yield f"the rule {rule} removed nothing"


def _compared(key: str, expected: list[Any], found: list[Any]) -> Iterator[str]:
    if expected != found:
        rows = difflib.unified_diff([repr(row) for row in expected], [repr(row) for row in found], n=0, lineterm="")
        yield f"{key}: expected (-), found (+)"
        yield from (f"  {row}" for row in rows if not row.startswith(("---", "+++", "@@")))


# -- what a record says ------------------------------------------------------------------------------


def head_field(article: Article, field: str) -> str | list[str]:
    """A field of the head as an expected file writes it; authors by their names."""
    if field == "authors":
        return [author.name for author in article.authors]
    return article.date(field) if field in ("published", "modified") else str(getattr(article, field))


def _read(article: Article, key: str) -> list[str]:
    if key == "calls":
        return [call.label for call in article.noterefs]
    if key == "pictures":
        return [picture.get("src", "") for picture in article.root.iterfind(".//{*}body//{*}image")]
    return [folded("".join(heading.itertext())) for heading in article.root.iterfind(".//{*}body//{*}heading")]


def _items(article: Article) -> list[str]:
    """The texts of the items of all lists, without those of lists inside them."""
    return [_text_with_edges(item) for item in article.root.iterfind(".//{*}body//{*}item")]


def _rows(article: Article) -> list[list[str]]:
    """The texts of the cells of all rows."""
    rows = article.root.iterfind(".//{*}body//{*}row")
    return [[_text_with_edges(cell) for cell in row.iterfind("{*}cell")] for row in rows]


def _text_with_edges(element: Element) -> str:
    """The text of an element, with a space where a block in it ends."""
    blocks = element.findall("{*}p")
    return folded(" ".join("".join(block.itertext()) for block in blocks) if blocks else "".join(element.itertext()))


def _notes(article: Article, key: str) -> list[Note]:
    return [note for note in article.notes if (note.status == "missing") == (key == "missing")]


def _row(note: Note, keys: Any) -> dict[str, Any]:
    """A note as an expected file writes it, with those of its columns that the file has."""
    row = {"label": note.label, "calls": note.references, "kind": note.kind, "text": folded(note.text)}
    return {key: row[key] for key in row if key in keys}


def folded(text: str) -> str:
    """A text whose white space is single spaces."""
    return " ".join(text.split())


def without_spaces(text: str) -> str:
    """A text without white space and signs of no width, so that it does not matter where lines and words part."""
    return re.sub(r"[\s\u200b\u200c\u00ad]+", "", unicodedata.normalize("NFKC", text))


# -- expected files, written -------------------------------------------------------------------------


def update(fixture: Fixture, article: Article) -> None:
    """Write what the record says into the expected file of a fixture.

    What a person alone can say stays: that something must not be there (an empty value), the keys of the last line of KEYS, and all of a
    file that says `fails`.
    """
    if fixture.fails:
        return
    if fixture.path.exists():
        old = fixture.path.read_text("utf-8")
        new = expected_toml.replaced(old, _values(fixture.expected, article), KEYS)
    else:
        old, new = "", expected_toml.replaced("", _first_values(fixture, article), KEYS)
    if new != old:
        # a file appears whole or not at all, also if another process reads it now
        aside = fixture.path.with_suffix(f".{os.getpid()}")
        aside.write_text(new, "utf-8", newline="\n")
        aside.replace(fixture.path)


def _values(expected: dict[str, Any], article: Article) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, wanted in expected.items():
        if key in HEAD and wanted:
            values[key] = head_field(article, key)
        elif key in ("headings", "pictures", "calls") and wanted:
            values[key] = _read(article, key)
        elif key in ("notes", "missing") and wanted:
            columns = {"label", "calls", "text"} if key == "notes" else {"label", "calls"}
            columns.update(*(row.keys() for row in wanted))
            values[key] = [_row(note, columns) for note in _notes(article, key)]
    if values.get("notes") and "missing" not in expected and _notes(article, "missing"):
        values["missing"] = [_row(note, ("label", "calls")) for note in _notes(article, "missing")]
    return values


def _first_values(fixture: Fixture, article: Article) -> dict[str, Any]:
    """All that a new expected file says, for a person to read and to correct."""
    values: dict[str, Any] = {"about": ""}
    values |= {field: found for field in HEAD if (found := head_field(article, field)) or field == "authors"}
    values["headings"] = _read(article, "headings")
    values["notes"] = [_row(note, ("label", "calls", "text")) for note in _notes(article, "notes")]
    if missing := _notes(article, "missing"):
        values["missing"] = [_row(note, ("label", "calls")) for note in missing]
    lines = article.text().splitlines()
    values["has"] = [shortened(fixture, line) for line in dict.fromkeys(lines[:1] + lines[-1:])]
    values["has_not"] = []
    return values


def shortened(fixture: Fixture, text: str) -> str:
    """A stretch of the body as `has` writes it: of a long one only its first and last words, if the page has the words between."""
    words = folded(text).split(" ")
    short = _GAP.join((" ".join(words[:6]), " ".join(words[-5:])))
    try:
        return short if len(words) > 16 and fixture.stretch(short) == folded(text) else folded(text)
    except ValueError:
        return folded(text)
