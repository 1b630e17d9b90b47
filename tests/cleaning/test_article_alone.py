"""A copied text that is an article and nothing else keeps its short paragraphs, headings and lists; a mail keeps its greetings."""

from __future__ import annotations

import pytest

from support.drafts import build_text

LONG = (
    "The tin is emptied on Fridays by whoever remembers, and the money buys paint. A visitor from the ministry counted "
    "eleven coins, asked for receipts, and wrote a report of forty pages that nobody in the county town has read."
)
#: Three sections with the same heading twice, and short paragraphs above the only long one.
SHORT = [
    "The Lamp at Stell",
    "We came in at dawn.",
    "The pilot was asleep, and so was his dog.",
    "Weather",
    "Fog until ten. Wind from the west, then none.",
    "Catch",
    "Forty boxes of herring.",
    "Weather",
    LONG,
    "Rain all day.",
]


def test_a_heading_that_comes_twice_takes_nothing_above_it_away() -> None:
    article = build_text("\n\n".join(SHORT))
    assert article.title != "Weather"
    assert article.text().split("\n")[-len(SHORT) + 1 :] == SHORT[1:]


def test_with_page_chrome_the_weights_decide() -> None:
    text = "\n\n".join([*SHORT, "Subscribe to our newsletter", "Share this on Facebook", "© 2024 The Estuary Courier"])
    assert "newsletter" not in build_text(text).text()


def test_a_list_of_short_items_between_paragraphs_stays_whole() -> None:
    lines = f"Home\nNews\nSport\n\nThe Tin\n\nBy Ilse Marrow\n\n{LONG}\n\n{LONG.replace('tin', 'box')}\n\n* red lead\n* two brushes\n* rope\n\n{LONG.replace('tin', 'jar')}\n\nPrivacy\n"
    text = build_text(lines).text()
    assert all(item in text for item in ("red lead", "two brushes", "rope")) and "Privacy" not in text


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_mail_is_body_from_its_head_to_its_signature(ends: str) -> None:
    mail = (
        f"From: The Tin <tin@example.org>\nSent: Friday, May 3, 2024 8:00 AM\nTo: Reader\nSubject: The Tin, issue 12\n\n"
        f"Dear readers,\n\n{LONG}\n\n{LONG.replace('tin', 'box')}\n\nYours,\nIlse\n\n-- \nThe Tin, 4 Slip Road\nUnsubscribe: https://mail.example.org/u\n"
    )
    text = build_text(mail.replace("\n", ends)).text()
    assert "Dear readers," in text and "Yours," in text
    assert "Slip Road" not in text and "Unsubscribe" not in text and "Sent:" not in text
