"""Every word of a thread is in the record: in a head, in a text, or in the ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from archiver import pipeline, record
from archiver.source import Source

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_no_word_is_lost(path: Path) -> None:
    draft = pipeline.prepare(Source(name=path.name, data=path.read_bytes(), stem=path.stem))
    assert draft.posts
    count = record.count_words(draft, record.build(draft, pipeline.conversion()))
    assert (count.unaccounted, count.examples) == (0, ())


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_name_over_a_post_is_in_no_removed_piece_of_the_same_post(path: Path) -> None:
    draft = pipeline.prepare(Source(name=path.name, data=path.read_bytes(), stem=path.stem))
    for post in draft.posts:
        if post.author:
            assert any(post.author in " ".join(span.text.split()) for span in post.spans) or path.stem == "chat"
