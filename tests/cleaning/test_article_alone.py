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


PROSE = (
    "The ferryman kept two watches, one for the tide and one for the parson, and neither agreed with the church clock."
)


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "last",
    ["Nobody minded.", "“Enough,” he said.", "The boat stands in a garden now.", "* oars\n* a bucket\n* one watch"],
)
def test_what_closes_a_short_text_stays_whatever_its_line_ends(last: str, ends: str) -> None:
    article = build_text(f"The Ferryman\n\n{PROSE}\n\n{last}\n".replace("\n", ends))
    assert all(line.lstrip("* ") in article.text() for line in last.split("\n"))
    assert not [removal for removal in article.removals if removal.rule == "below-article"]


def test_a_table_at_the_end_stays_and_so_does_what_stands_between_it_and_the_foot_of_the_site() -> None:
    text = f"Home\nNews\nSport\n\nThe Ferryman\n\nBy Henrik Brandt\n\n{PROSE}\n\nYear\tOars\n1901\t3\n1902\t1\n\nNobody counted in 1903.\n\n© Tolsund Tidings. Imprint\n"
    article = build_text(text)
    assert article.xml().count(b"<row") == 3 and "Nobody counted" in article.text()
    assert "Imprint" not in article.text() and "Sport" not in article.text()


def test_below_words_of_page_chrome_sentences_go() -> None:
    text = f"Home\nNews\n\nThe Ferryman\n\n{PROSE}\n\n{PROSE.replace('parson', 'cook')}\n\nRead more:\nTen bridges you must see.\nThe cook who rowed.\n\nSubscribe to our newsletter\n"
    assert "Ten bridges" not in build_text(text).text()


def test_a_greeting_below_the_title_stays() -> None:
    assert "Dear neighbours," in build_text(f"The Ferry\n\nDear neighbours,\n\n{PROSE}\n\nYours,\n\nHenrik\n").text()


def test_the_signature_of_a_mail_goes_whole() -> None:
    mail = f"From: Henrik <h@ferry.example>\nTo: All\nDate: Fri, 3 May 2024 08:00:00 +0200\nSubject: The ferry\n\nDear all,\n\n{PROSE}\n\nYours,\nHenrik\n\n-- \nFerry Office\nUnsubscribe: https://ferry.example/off\n"
    text = build_text(mail).text()
    assert "Yours," in text and "Unsubscribe" not in text and "Ferry Office" not in text
