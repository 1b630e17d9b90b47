"""What the ledger of a batch keeps of an article."""

from __future__ import annotations

import pytest

from archiver.batch.summary import word_count


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It is — a well-kept lamp, isn’t it?", 7),
        ("Die Nr. 7 der »Lampe«", 5),
        ("港の灯台を見た。", 7),
        ("第2章 lamp", 4),
        ("", 0),
        ("— * * * —", 0),
    ],
)
def test_words_are_counted_as_word_processors_count_them(text: str, words: int) -> None:
    assert word_count(text) == words
