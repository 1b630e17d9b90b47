"""Captions that are captions only because they stand under a picture."""

from __future__ import annotations

import pytest

from archiver.article import NS
from support.cleaning import PARAGRAPHS, clean
from support.drafts import build, page


def captions(markup: str) -> list[str]:
    """The captions in the record of an article that has `markup` between its paragraphs."""
    article = build(clean(page(f"<article>{PARAGRAPHS}{markup}{PARAGRAPHS}</article>")))
    return ["".join(c.itertext()) for c in article.root.iterfind(".//a:figure/a:caption", NS)]


@pytest.mark.parametrize(
    "markup",
    [
        "<p><img src='quay.jpg' alt=''><br><em>The quay at dawn.</em></p>",
        "<p><a href='quay.jpg'><img src='quay.jpg' alt=''></a><br/><small>The quay at dawn.</small></p>",
        "<div><picture><img src='quay.jpg' alt=''></picture><br><br><span><i>The quay at dawn.</i></span></div>",
    ],
)
def test_small_type_under_a_picture_is_its_caption(markup: str) -> None:
    assert captions(markup) == ["The quay at dawn."]


@pytest.mark.parametrize(
    "line", ["Photo: Harbour Office", "Foto: Hafenamt", "© Hew Tarn", "Crédits photos : Office du port", "写真：港湾局"]
)
def test_a_line_under_a_picture_that_names_its_author_is_its_caption(line: str) -> None:
    assert captions(f"<p><img src='quay.jpg' alt=''></p><p>{line}</p>") == [line]


@pytest.mark.parametrize(
    "markup",
    [
        # plain text goes on after the break
        "<p><img src='quay.jpg' alt=''><br>The quay at dawn is what the painters came for.</p>",
        # emphasis within a sentence
        "<p><img src='quay.jpg' alt=''><br><em>The quay</em> at dawn.</p>",
        # no picture right above
        "<p>Photo: Harbour Office</p>",
        # a paragraph of the text that begins like a credit
        "<p><img src='quay.jpg' alt=''></p><p>Photo by photo, the office has put together a record of the harbour that reaches back "
        "to the year of the great flood, when the first box of glass plates came to the attic of the old customs house.</p>",
    ],
)
def test_text_beside_a_picture_is_no_caption(markup: str) -> None:
    assert captions(markup) == []
