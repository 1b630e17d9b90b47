"""One file a pattern: cases/PATTERN.html opens with who writes notes so and what is to be found.

A line `label | calls | text` is a note, `missing | label | calls` a marker without one, `none` a page without notes;
`body:` is the text of the page without notes, markers in brackets; `removed:` names a rule that has to send something
to the ledger.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from archiver.draft import Draft
from archiver.notes import claim_notes
from archiver.notes.preview import body_text, note_text
from archiver.readers import html
from archiver.source import Source

CASES = sorted((Path(__file__).parent / "cases").glob("*.html"))


@dataclass
class Expected:
    """What the comment at the top of a case says."""

    notes: list[tuple[str, int, str]] = field(default_factory=list)
    missing: list[tuple[str, int]] = field(default_factory=list)
    body: str = ""
    removed: list[str] = field(default_factory=list)


def read_expected(text: str) -> Expected:
    """Read the comment at the top of a case."""
    comment = text.split("-->", 1)[0].removeprefix("<!--")
    expected = Expected()
    for line in comment.splitlines():
        fields = [part.strip() for part in line.split(" | ")]
        if line.startswith("body:"):
            expected.body = line.removeprefix("body:").strip()
        elif line.startswith("removed:"):
            expected.removed.append(line.removeprefix("removed:").strip())
        elif len(fields) == 3 and fields[0] == "missing":
            expected.missing.append((fields[1], int(fields[2])))
        elif len(fields) == 3:
            expected.notes.append((fields[0], int(fields[1]), fields[2]))
    return expected


def claimed(text: str, name: str = "case") -> Draft:
    """The draft of a page with its notes claimed."""
    draft = Draft(html.read(Source(name=name, data=text.encode(), stem=name)))
    claim_notes(draft)
    return draft


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    text = path.read_text("utf-8")
    expected = read_expected(text)
    draft = claimed(text, path.name)
    calls = Counter(id(call.note) for some in (*draft.calls.values(), *draft.text_calls.values()) for call in some)
    found = [(note.label, calls[id(note)], note_text(draft, note)) for note in draft.notes if note.status != "missing"]
    assert sorted(found) == sorted(expected.notes)
    assert sorted((note.label, calls[id(note)]) for note in draft.notes if note.status == "missing") == sorted(
        expected.missing
    )
    assert all((note.status == "unreferenced") == (calls[id(note)] == 0) for note in draft.notes)
    if expected.body:
        assert body_text(draft).startswith(expected.body)
    rules = {removal.rule for removal in draft.removed.values()}
    assert rules >= set(expected.removed)


def test_every_case_says_who_writes_it_so() -> None:
    assert all("Written by: " in path.read_text("utf-8") for path in CASES)
