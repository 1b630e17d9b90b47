"""The title of a text that was copied out of a browser is decided by the whole page, not by what stands first."""

from __future__ import annotations

import json
import textwrap
from importlib import resources

import pytest

from archiver import pipeline
from archiver.draft import Draft
from archiver.metadata import gather_metadata
from archiver.metadata.sources.plain.titles.features import NAMES, columns
from archiver.metadata.sources.plain.titles.lines import lines_of
from archiver.metadata.sources.plain.titles.weights import Weights
from archiver.readers import plain
from archiver.source import Source
from support.drafts import build_text

ARTICLE = "\n\n".join(
    [
        "The ferry to Ostrand has crossed the sound every morning for ninety years, and on Monday it did not. The harbour board said that the engine was beyond repair, and that no money had been set aside for a new one.",
        'For the two hundred people of the island, the ferry is the way to school, to the doctor and to the shop. "We have had storms, and we have had ice," said the teacher, Lene Marsk, "but we have never had a Monday without a ferry."',
        "The board met on Tuesday and voted to hire a fishing boat until the spring. It takes twelve passengers and no cars. A farmer who had hoped to send his lambs to market was told to wait.",
        "An engineer from the yard at Skarn looked at the old engine on Wednesday. She found that the block had cracked in two places, and that the maker had closed its doors in 1981. A new ferry would cost four million crowns, which is more than the island pays in taxes in six years.",
    ]
)
MENU = "Home\nLatest\nPolitics\nSport\nCulture\nWeather\nCrossword\nArchive\nSubscribe"
TITLE = "Island left without its ferry after ninety years"


def draft_of(text: str) -> Draft:
    draft = Draft(plain.read(Source(name="a.txt", data=text.encode(), stem="a")))
    gather_metadata(draft)
    return draft


def title_of(text: str) -> str:
    return draft_of(text).head.title


@pytest.mark.parametrize(
    "before",
    [
        "",
        f"{MENU}\n\n",
        f"Skip to main content\nSkip to navigation\n\n{MENU}\n\n",
        "Jump directly to the content\nThe Sound Courier\nNews from both shores\n\n",
        f"{MENU}\n\nHome > News > Islands\n\n",
        "ISLANDS\n",
        f"Crossword\nToday's puzzle\n\n{MENU}\nISLANDS\n",
    ],
    ids=["nothing", "menu", "skip-links", "name-and-motto", "breadcrumbs", "kicker", "crossword"],
)
def test_what_stands_before_the_title_is_not_the_title(before: str) -> None:
    text = f"{before}{TITLE}\nThe harbour board has no money for a new engine, and the school boat is full\n\nBy Tora Quill\n4 March 2024\n\n{ARTICLE}"
    assert title_of(text) == TITLE


@pytest.mark.parametrize(
    "after",
    [
        "By\n\nTora Quill\nIslands Reporter\n\nPublished 4 March 2024, 14:02",
        f"Share this story: {TITLE}\n\nFacebook\nMail\n\nTora Quill\n4 March 2024",
        "Tora Quill\nAnders Holm\nMira Tolland\n\nMarch 4, 2024\n5 min read",
        "4 March 2024\n\nThe ferry at its pier on Monday. Photo: Anders Holm",
    ],
    ids=["byline-on-lines-of-its-own", "share-line", "reporters", "caption"],
)
def test_what_stands_between_title_and_prose_is_not_the_title(after: str) -> None:
    assert title_of(f"{MENU}\n\n{TITLE}\n\n{after}\n\n{ARTICLE}") == TITLE


def test_the_reporters_of_a_newspaper_are_not_the_title() -> None:
    reporters = "Our reporters\nTora Quill\nAnders Holm\nMira Tolland\nIngrid Vasalund"
    assert title_of(f"{reporters}\n\n{TITLE}\nBy Tora Quill\n4 March 2024\n\n{ARTICLE}\n\n{reporters}") == TITLE


def test_related_headlines_around_the_article_are_not_the_title() -> None:
    related = "Most read\nWool prices rise for the third year\nNew lighthouse keeper takes up her post\nA winter without herring"
    text = f"{MENU}\n\n{related}\n\n{TITLE}\n\nTora Quill\n4 March 2024\n\n{ARTICLE}\n\n{related}\n\n{TITLE} | The Sound Courier"
    assert title_of(text) == TITLE


def test_the_title_leaves_the_body_and_every_word_is_accounted_for() -> None:
    text = f"{MENU}\n\n{TITLE}\n\nBy Tora Quill\n4 March 2024\n\n{ARTICLE}\n"
    article = pipeline.normalize(Source(name="a.txt", data=text.encode(), stem="a"))
    assert article.title == TITLE
    assert TITLE not in article.text()
    assert not [finding for finding in article.findings if finding.code in ("A001", "M001")]


@pytest.mark.parametrize(
    "text",
    [
        ARTICLE,
        f"Skip to main content\n\n{ARTICLE}",
        f"Share\nPrint\n4 March 2024\n\n{ARTICLE}",
        f"By Tora Quill\n\n{ARTICLE}",
    ],
    ids=["prose", "skip-link", "share-bar", "byline"],
)
def test_no_title_rather_than_a_wrong_one(text: str) -> None:
    article = pipeline.normalize(Source(name="a.txt", data=text.encode(), stem="a"))
    assert article.title == ""
    assert "M001" in {finding.code for finding in article.findings}


@pytest.mark.parametrize(
    "marked", ["# Of Ferries", "Of Ferries\n==========", "Ferry notes, third series\n\n# Of Ferries"]
)
def test_a_heading_that_the_author_marked_is_the_title(marked: str) -> None:
    draft = draft_of(f"{marked}\n\n{ARTICLE}")
    assert draft.head.title == "Of Ferries"
    assert [(e.rule, e.confidence) for e in draft.head.evidence if e.field == "title"] == [("marked-heading", "high")]


def test_a_comment_in_code_is_no_title() -> None:
    assert title_of(f"{TITLE}\n\nBy Tora Quill\n\n{ARTICLE}\n\n# restart the pump\n\n$ pump --restart now\n") == TITLE


def test_an_underlined_heading_below_other_lines_is_that_of_a_section() -> None:
    assert title_of(f"{TITLE}\n\nBy Tora Quill\n\nThe engine\n==========\n\n{ARTICLE}") == TITLE


def test_a_short_name_of_a_text_is_its_title_and_its_first_sentence_is_not() -> None:
    assert title_of(f"A ferry\n\nIt ran for ninety years, and then it did not.\n\n{ARTICLE}") == "A ferry"


@pytest.mark.parametrize("marker", ["", "”", "◊", "*", "2"])
def test_a_full_stop_speaks_against_a_title_also_before_a_note_marker(marker: str) -> None:
    sentence = f"Fares rise on the first of May for all who cross.{marker}"
    assert title_of(f"{TITLE}\n\n{sentence}\n\n{ARTICLE}") == TITLE


def test_only_the_first_lines_of_a_long_text_are_weighed() -> None:
    draft = Draft(plain.read(Source(name="a.txt", data=b"A line of a list\n\n" * 4100, stem="a")))
    lines = lines_of(draft, "en")
    assert len(lines) == 4100
    assert sum(line.candidate for line in lines) == 4000


def test_each_feature_has_a_value_for_each_line() -> None:
    draft = draft_of(f"{TITLE}\n\n{ARTICLE}")
    lines = lines_of(draft, "en")
    table = columns(draft, lines)
    assert sorted(table) == sorted(NAMES)
    assert {len(column) for column in table.values()} == {len(lines)}


def test_weights_for_other_features_are_refused() -> None:
    data = json.loads((resources.files("archiver.metadata.sources.plain.titles") / "titles.json").read_text("utf-8"))
    with pytest.raises(ValueError, match="other features"):
        Weights({**data, "features": data["features"][1:]})


MAILS = {
    "English": ("From: The Gull <gull@harbour.example>\nSent: Friday, May 3, 2024 8:00 AM\nTo: Reader\nSubject: Fwd: The keeper of the second ledger", "The keeper of the second ledger"),
    "German": ("Von: Die Möwe\nGesendet: 3. Mai 2024\nAn: Leserin\nBetreff: WG: Das zweite Buch des Hafenmeisters", "Das zweite Buch des Hafenmeisters"),
    "bold labels, in another order": ("*Subject: *The keeper of the second ledger\n*Date: *3 May 2024\n*From: *The Gull", "The keeper of the second ledger"),
    "Japanese": ("差出人: かもめ\n件名: 港の二冊目の帳簿\n日付: 2024年5月3日", "港の二冊目の帳簿"),
}  # fmt: skip


@pytest.mark.parametrize("case", MAILS)
def test_the_subject_of_a_mail_is_its_title(case: str) -> None:
    head, subject = MAILS[case]
    draft = draft_of(f"{head}\n\nDear readers,\n\n{ARTICLE}\n")
    assert draft.head.title == subject
    assert "mail-subject" in {evidence.rule for evidence in draft.head.evidence}


def test_a_line_that_names_a_subject_is_no_head_of_a_mail() -> None:
    draft = draft_of(f"{TITLE}\n\nSubject: ferries\n\n{ARTICLE}\n")
    assert "mail-subject" not in {evidence.rule for evidence in draft.head.evidence}


@pytest.mark.parametrize(
    "reading_time",
    [
        *("4–5 minutes", "7 minutes", "1 minute", "4-5 Minuten", "4 - 5 minutos", "4 a 5 minutos", "4~5분", "4–5 分"),
        *("4–5 минут", "3–4 dakika", "4-5 دقائق", "4–5 λεπτά", "8–10 min"),
    ],
)
def test_a_reader_view_names_host_title_and_reading_time_whatever_its_language(reading_time: str) -> None:
    for author in ("Tora Quill\n", ""):
        head = draft_of(f"courier.example.org\nThe engine\n{author}{reading_time}\n\n{ARTICLE}").head
        assert (head.title, head.publication) == ("The engine", "courier.example.org")
        assert "reader-view" in {evidence.rule for evidence in head.evidence}


@pytest.mark.parametrize(
    "head",
    [
        "courier.example.org\nNews\nSport\nCulture\nWeather\nArchive",
        "The engine\nTora Quill\n4–5 minutes",
        "courier.example.org\n4–5 minutes",
    ],
)
def test_other_heads_are_no_reader_view(head: str) -> None:
    assert "reader-view" not in {evidence.rule for evidence in draft_of(f"{head}\n\n{ARTICLE}").head.evidence}


def printed(text: str, margin: int = 3, width: int = 72) -> str:
    """The text as a program prints a page: its paragraphs wrapped, and set in."""
    lead = " " * margin
    return "\n\n".join(
        textwrap.fill(paragraph, width, initial_indent=lead, subsequent_indent=lead) for paragraph in text.split("\n\n")
    )


@pytest.mark.parametrize("heading", [f"{TITLE:^72}", TITLE], ids=["in the middle of the page", "left of the text"])
def test_a_program_that_prints_pages_sets_the_title_off(heading: str) -> None:
    text = f"   Home\n   News\n   Sport\n\n{heading}\n\n   The harbour board has no money, and the school boat is full\n\n   By Tora Quill\n\n{printed(ARTICLE)}\n"
    assert title_of(text) == TITLE


def test_the_running_head_of_printed_pages_tells_the_title() -> None:
    lines = printed(ARTICLE, 0, 60).split("\n")
    first, second, third = ("\n".join(lines[start : start + 8]) for start in (0, 8, 16))
    head = "Tora Quill                      The Sound without its Ferry"
    text = (
        f"The Sound without\nits Ferry\nA report from both of its shores\nTora Quill\n\n{first}\n\n{1:>30}\n\x0c{head}\n\n{second}\n\n{2:>30}\n"
        f"\x0c{head}\n\n{third}\n\n{3:>30}\n"
    )
    assert title_of(text) == "The Sound without its Ferry"


@pytest.mark.parametrize(
    ("title", "prose"),
    [
        (
            "海角的燈塔",
            "一八七一年燈塔第一次點亮的時候，村裡沒有人在它熄滅之前睡覺。老水手們說燈光太黃，而大海不喜歡黃色。",
        ),
        (
            "岬の灯台",
            "一八七一年に灯台が初めてともされたとき、村では火が消えるまで誰も眠らなかった。老いた船乗りたちは、光が黄色すぎると言った。",
        ),
        (
            "곶의 등대",
            "1871년에 등대가 처음 켜졌을 때, 마을에서는 불이 꺼지기 전에 아무도 잠들지 않았다. 늙은 뱃사람들은 빛이 너무 노랗다고 말했다.",
        ),
        (
            "המגדלור שבכף",
            "כאשר הדליקו את המגדלור לראשונה, איש בכפר לא הלך לישון לפני שכבה. המלחים הזקנים אמרו שהאור צהוב מדי, והים אינו אוהב צהוב.",
        ),
        (
            "คนแจวเรือ",
            "คนแจวเรือแห่งทอลซุนด์มีนาฬิกาสองเรือน เรือนหนึ่งไว้ดูน้ำขึ้นน้ำลง อีกเรือนไว้ดูเวลาของบาทหลวง และไม่มีเรือนใดตรงกับนาฬิกาโบสถ์เลย",
        ),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_short_title_alone_at_the_head_is_the_title_in_any_script(title: str, prose: str, ends: str) -> None:
    article = build_text(f"{title}\n\n{prose}\n".replace("\n", ends))
    assert article.title == title and prose in article.text()


@pytest.mark.parametrize("first", ["It began in the rain.", "Dear reader,", "12 May 2024", "Under the lamp —"])
def test_other_first_lines_are_no_title(first: str) -> None:
    prose = "The lamp at Corran Head was lit for the last time on a night without wind, and nobody went to bed before it was out."
    assert not build_text(f"{first}\n\n{prose}\n").title
