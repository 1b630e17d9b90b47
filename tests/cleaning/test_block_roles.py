"""Roles of blocks, and paragraphs that are really headings or captions."""

from __future__ import annotations

import pytest

from archiver.draft import Draft
from archiver.page import visible_text
from support.cleaning import PARAGRAPHS, clean
from support.drafts import page


def roles(body: str) -> dict[str, str]:
    draft = clean(page(f'<div class="entry-content">{body}</div>'))
    return {visible_text(e)[:12]: role for e, role in draft.roles.items()}


def retagged(body: str) -> list[tuple[str, str]]:
    draft: Draft = clean(page(f'<div class="entry-content">{body}</div>'))
    return [(visible_text(e), tag) for e, tag in draft.retagged.items()]


@pytest.mark.parametrize(
    ("words", "role"),
    [
        (
            "The views expressed here are those of the author and of nobody else in the harbour, as she likes to say.",
            "disclaimer",
        ),
        (
            "Correction: an earlier version of this article gave the wrong hour for the reading of the notice.",
            "correction",
        ),
        (
            "Anmerkung der Redaktion: Die Namen der Boote wurden geändert, denn auch Boote haben Verwandte.",
            "editor-note",
        ),
        ("編集部注：船の名前は変えてあります。船にも親戚がいるからです。ご了承ください。港の皆さまへ。", "editor-note"),
    ],
)
def test_words_give_a_role_at_the_ends_of_the_article(words: str, role: str) -> None:
    assert roles(f"{PARAGRAPHS}<p>{words}</p>") == {words[:12]: role}


def test_words_in_the_middle_of_the_article_give_no_role() -> None:
    words = "The views expressed here are those of the author and of nobody else in the harbour, as she likes to say."
    assert roles(f"{PARAGRAPHS}{PARAGRAPHS}<p>{words}</p>{PARAGRAPHS}{PARAGRAPHS}") == {}


def test_a_class_gives_a_role_but_not_to_the_whole_article() -> None:
    assert roles(
        f'<p class="standfirst">Nobody had read it, and all were against it, which is how it is here.</p>{PARAGRAPHS}'
    ) == {"Nobody had r": "lead"}
    assert roles(f'<div class="intro">{PARAGRAPHS}</div>') == {}


def test_strong_lines_become_headings() -> None:
    body = f"{PARAGRAPHS}<p><strong>What it said</strong></p>{PARAGRAPHS}<p><b>What we did</b></p>{PARAGRAPHS}"
    assert retagged(body) == [("What it said", "h2"), ("What we did", "h2")]


@pytest.mark.parametrize(
    "body",
    [
        # one alone, a sentence, part of a paragraph, beside real headings
        f"{PARAGRAPHS}<p><strong>What it said</strong></p>{PARAGRAPHS}",
        f"{PARAGRAPHS}<p><strong>It said no.</strong></p>{PARAGRAPHS}<p><strong>We said yes.</strong></p>{PARAGRAPHS}",
        f"{PARAGRAPHS}<p><strong>What</strong> it said</p>{PARAGRAPHS}<p><strong>What</strong> we did</p>{PARAGRAPHS}",
        f"<h2>One</h2>{PARAGRAPHS}<h2>Two</h2>{PARAGRAPHS}<p><b>What it said</b></p>{PARAGRAPHS}<p><b>What</b></p>{PARAGRAPHS}",
    ],
)
def test_other_strong_words_do_not_become_headings(body: str) -> None:
    assert retagged(body) == []


def test_bold_lines_between_breaks_become_headings() -> None:
    prose = "Nobody on the quay had yet read the notice, and it was noon before anybody did. " * 4
    body = f"{prose}<br><br><b>What it said</b><br><br>{prose}<br><br><font><b>What we did</b></font><br><br>{prose}"
    assert retagged(body) == [("What it said", "h2"), ("What we did", "h2")]


def test_a_paragraph_with_a_caption_class_becomes_a_caption() -> None:
    picture = '<div class="wp-caption"><img src="a.jpg" alt=""><p class="wp-caption-text">The quay at noon</p></div>'
    assert ("The quay at noon", "figcaption") in retagged(PARAGRAPHS + picture + PARAGRAPHS)


def test_a_note_in_loose_text_gives_its_container_no_role() -> None:
    body = f"<div>{PARAGRAPHS}Editor's note: this page was changed on Monday.</div>"
    assert "editor-note" not in clean(page(body)).roles.values()
