"""Texts without notes: tables of sports, statutes, verses, forms, code, chemistry and more, in fifteen languages. Hardly any may get a marker."""

from __future__ import annotations

import tomllib
from pathlib import Path

from archiver.draft import Draft
from archiver.notes import claim_notes
from archiver.readers import plain
from archiver.source import Source

TEXTS: dict[str, str] = tomllib.loads(Path(__file__).with_name("without_notes.toml").read_text("utf-8"))
#: The largest share of texts that may get markers.
MOST = 0.01


def test_hardly_any_text_without_notes_gets_markers() -> None:
    assert len(TEXTS) >= 190
    wrong = {}
    for name, text in TEXTS.items():
        draft = Draft(plain.read(Source(name=name, data=text.encode(), stem=name)))
        claim_notes(draft)
        if draft.notes:
            wrong[name] = [note.label for note in draft.notes]
    assert len(wrong) <= MOST * len(TEXTS), wrong
