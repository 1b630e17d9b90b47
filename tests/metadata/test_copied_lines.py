"""Byline and dates of pages that were copied out of a browser: the evidence of a line, its neighbours and its place decides."""

from __future__ import annotations

import pytest

from archiver.draft import Draft, HeadDraft
from archiver.metadata import gather_metadata
from archiver.metadata.sources.plain.bylines import line_bylines, names_in_line
from archiver.metadata.sources.plain.dates import line_dates, with_order
from archiver.metadata.sources.plain.lines import fold_gaps, split_glued, text_lines
from archiver.readers import plain
from archiver.source import Source
from support.drafts import build

GERMAN = (
    "Der Hafenmeister führt zwei Bücher, und nach dem zweiten hat in all den Jahren seit dem Bau der Mole niemand gefragt.",
    "In das eine schreibt er das Wetter und in das andere die Namen der Boote, und am Ende des Winters vergleicht er beide Listen.",
    "Was er dort findet, das erzählt er nicht, obwohl ihm der Rat drei Briefe und einen Mann mit einer neuen Kamera geschickt hat.",
)
RUSSIAN = (
    "Начальник порта ведёт две книги, и о второй из них за все годы с постройки причала никто ни разу не спрашивал его вслух.",
    "В одну он записывает погоду, а в другую имена лодок, и в конце зимы он сравнивает оба списка и долго молчит об этом.",
    "Что он там находит, он не рассказывает, хотя совет прислал ему три письма и человека с новым фотоаппаратом из столицы.",
)
TITLE = "The second ledger of the harbour"
PARAGRAPHS = (
    "The harbourmaster keeps two books, and nobody has ever asked for the second of them in all the years since the pier was built.",
    "He writes down the weather in one of them and the names of the boats in the other, and at the end of a winter he compares both lists.",
    "What he finds there he does not tell, although the council has sent him three letters about it and a man with a new camera.",
    "This spring the council will vote about the pier, and the ledgers will be read aloud in the hall above the old fish market.",
)
MENU = "Skip to content\nNews\nWeather\nSport\nFerry times\nShop\n"
CARDS = "More from the coast\nThe bell of Tarn\nBy Odo Vesk\n1 February 2021\nA winter without ice\nBy Ina Marr\n3 January 2021"


def head(front: str, *, foot: str = "", before: str = "", prose: tuple[str, ...] = PARAGRAPHS) -> HeadDraft:
    """The head of a copied page: lines before the title, the title, lines after it, the prose, and lines after that."""
    return _draft("\n".join((before, f"# {TITLE}", "", front, "", "\n\n".join(prose), "", foot))).head


def _draft(text: str) -> Draft:
    draft = Draft(plain.read(Source(name="a.txt", data=text.encode(), stem="a")))
    gather_metadata(draft)
    return draft


def names(head: HeadDraft) -> list[str]:
    return [author.name for author in head.authors]


def dates(head: HeadDraft) -> dict[str, str]:
    return {date.type: date.when for date in head.dates}


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("By Mira Tolland", ["Mira Tolland"]),
        ("Mira Tolland\nPublished 5 June 2025, 14:02", ["Mira Tolland"]),
        ("Mira Tolland\nSenior Correspondent\n5 June 2025", ["Mira Tolland"]),
        ("MIRA TOLLAND   Skarn Courier-Post\nJune 5, 2025", ["MIRA TOLLAND"]),
        ("Mira Tolland@miratolland\nJune 5, 2025 5:30 AM", ["Mira Tolland"]),
        ("Mira TollandReporterJune 5, 2025", ["Mira Tolland"]),
        ("By Mira TollandJune 5, 2025", ["Mira Tolland"]),
        ("BY MIRA TOLLANDPUBLISHED: JUN 5, 2025", ["MIRA TOLLAND"]),
        ("By Mira Tolland and Odo Vesk, The Skarn Herald | June 5, 2025", ["Mira Tolland", "Odo Vesk"]),
        ("Mira Tolland and AP\nJune 5, 2025", ["Mira Tolland", "AP"]),
        ("Mira Tolland/Odo Vesk\nJune 5, 2025", ["Mira Tolland", "Odo Vesk"]),
        ("Author of the article:\nMira Tolland\nPublished Jun 05, 2025  •  4 minute read", ["Mira Tolland"]),
        (
            "By\nMira Tolland\nMira Tolland\nMira Tolland is a writer in Skarn.\nUpdated on June 5, 2025",
            ["Mira Tolland"],
        ),
        ("By TPN | 5 June 2025", ["TPN"]),
        ("Mira Tolland MS, RDN\nJune 5, 2025", ["Mira Tolland"]),
        ("Mira Tolland 7 hours ago", ["Mira Tolland"]),
        ("By  Mira Tolland  and Odo Vesk  on June 5, 2025 at 3:53PM", ["Mira Tolland", "Odo Vesk"]),
        ("byMira Tolland\nJune 5, 2025", ["Mira Tolland"]),
    ],
)
def test_forms_of_a_byline(front: str, expected: list[str]) -> None:
    assert names(head(front)) == expected


@pytest.mark.parametrize(
    "front",
    [
        "Photo: Mira Tolland",
        "Foto von Mira Tolland\nShare",
        "Fact checked by Mira Tolland",
        "Skarn Images",
        "Edited by Mira Tolland\nJune 5, 2025",
        "Harbour Council Letters\nOld Fish Market",
        "Share\nPrint\nFerry times",
        "Loud Winners, strange hats and a visit from the court",
        "5 June 2025",
    ],
)
def test_lines_that_name_no_author(front: str) -> None:
    assert names(head(front)) == []


@pytest.mark.parametrize(
    "front", ["Key Takeaways", "Privacy Policy", "Contact Sales", "By\nFact Checked", "Contact Us"]
)
def test_a_heading_below_the_title_is_no_author(front: str) -> None:
    assert names(head(front)) == []


def test_the_label_of_a_date_stands_at_the_start_of_its_line() -> None:
    page = text_lines(
        _draft(f"Mira Tolland\nEach date of it is known\nMira Tolland\nUpdated an hour ago\n{PARAGRAPHS[0]}"), None
    )
    assert [found.features["label_next"] for found in line_bylines(page, "en")] == [0, 1]


def test_a_table_of_contents_between_byline_and_prose_changes_nothing() -> None:
    contents = "\n".join(f"{number}. The boats of the pier {number}" for number in range(1, 30))
    assert names(head(f"What the pier is for\nMira Tolland | 5 June 2025\n\n{contents}")) == ["Mira Tolland"]


def test_a_label_that_the_copying_joined_with_its_date() -> None:
    found = head("ByMira Tolland Updated onJune 5, 2025")
    assert (names(found), dates(found)) == (["Mira Tolland"], {"modified": "2025-06-05"})


def test_the_names_after_an_introducing_line_are_read_to_their_end() -> None:
    assert names(head("Von\nJasper Rund\nBarbara Moor\n5. Juni 2025", prose=GERMAN)) == ["Jasper Rund", "Barbara Moor"]


def test_a_line_with_a_word_for_a_picture_is_no_list_of_names() -> None:
    found = head("A pier\nMIRA TOLLAND\nTPN Photo/Ivo Lantern\n5 June 2025")
    assert names(found) == ["MIRA TOLLAND"]


def test_a_name_beside_a_byline_is_the_photographer_s() -> None:
    found = head("By Mira Tolland\nIvo Lantern\n5 June 2025")
    assert names(found) == ["Mira Tolland"]


def test_the_cards_of_other_articles_give_neither_author_nor_date() -> None:
    found = head("", foot=CARDS)
    assert names(found) == []
    assert dates(found) == {}
    found = head("By Mira Tolland\n5 June 2025", foot=CARDS, before=MENU)
    assert names(found) == ["Mira Tolland"]
    assert dates(found) == {"published": "2025-06-05"}


def test_a_person_of_the_story_is_no_author() -> None:
    front = "Ivo Lantern is a harbourmaster at the Old Pier of Skarn, where he has kept two books for all of his life."
    story = "\n\n".join((TITLE, front, "Mr Lantern " + PARAGRAPHS[1], *PARAGRAPHS))
    assert names(_draft(story).head) == []


def test_a_name_in_capitals_is_cut_where_another_line_has_it_alone() -> None:
    found = head("BY MIRA TOLLANDSTAFF WRITER\nJUNE 5, 2025 3 AM PT", foot="Mira Tolland\nFollow")
    assert names(found) == ["MIRA TOLLAND"]


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("Published 5 June 2025, 14:02", {"published": "2025-06-05"}),
        (
            "Published June 5, 2025 9:26pm Updated June 6, 2025 4:23pm",
            {"published": "2025-06-05", "modified": "2025-06-06"},
        ),
        ("12:43, 5 Jun 2025Updated 12:44, 6 Jun 2025", {"published": "2025-06-05", "modified": "2025-06-06"}),
        (
            "Updated: June 6, 2025\nPublished: June 5, 2025, 4:50 a.m.",
            {"published": "2025-06-05", "modified": "2025-06-06"},
        ),
        ("Updated June 6, 2025 10:48 AM", {"modified": "2025-06-06"}),
        ("By Mira Tolland\nPublished 3 hours ago", {}),
        ("2 minute readJune 5, 20252:26 PM GMT+2Last Updated 9 min ago", {"published": "2025-06-05"}),
        ("June 5, 2025June 5, 2025", {"published": "2025-06-05"}),
        ("Thursday, June 5, 2025 • 3 min read", {"published": "2025-06-05"}),
        ("Skarn, June 5, 2025, 3:48 Uhr", {"published": "2025-06-05"}),
        ("Mira Tolland 5 June 2025 - 14:41", {"published": "2025-06-05"}),
    ],
)
def test_forms_of_a_date(front: str, expected: dict[str, str]) -> None:
    assert dates(head(front)) == expected


@pytest.mark.parametrize(
    ("front", "prose", "author"),
    [
        ("Artikel veröffentlicht am 5. Juni 2025, 14:26 Uhr, Mira Tolland", GERMAN, "Mira Tolland"),
        ("Von Mira Tolland mit AP\nPubliziert5. Juni 2025, 12:26", GERMAN, "Mira Tolland"),
        ("Do 05.06.25 | 14:07 Uhr | Von Mira Tolland", GERMAN, "Mira Tolland"),
        ("Мира Толланд\nОпубликовано 5 июня 2025, 14:02", RUSSIAN, "Мира Толланд"),
        ("Автор: Мира Толланд\n05.06.2025 14:02", RUSSIAN, "Мира Толланд"),
    ],
)
def test_bylines_and_dates_of_other_languages(front: str, prose: tuple[str, ...], author: str) -> None:
    found = head(front, prose=prose)
    assert names(found) == [author]
    assert dates(found) == {"published": "2025-06-05"}


def test_today_above_the_menu_is_no_date_of_the_article() -> None:
    menu = "Friday, 6 June 2025\n" + "\n".join(f"Section {name}" for name in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert dates(head("By Mira Tolland", before=menu)) == {}


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("Mira Tolland\nLast updated:\n5 June 2025", {"modified": "2025-06-05"}),
        ("Mira Tolland\nUpdated on\n5 June 2025, 14:02", {"modified": "2025-06-05"}),
        (
            "Mira Tolland\nPublished\n5 June 2025\nUpdated:\n8 June 2025",
            {"published": "2025-06-05", "modified": "2025-06-08"},
        ),
        ("By Mira Tolland\nMember since:\n5 June 2025", {}),
    ],
)
def test_a_label_alone_in_the_line_before_is_that_of_the_date(front: str, expected: dict[str, str]) -> None:
    assert dates(head(front)) == expected


def test_of_two_dates_side_by_side_the_later_one_is_that_of_a_change() -> None:
    both = {"published": "2025-04-24", "modified": "2025-05-21"}
    assert dates(head("May 21, 2025 April 24, 2025 by Mira Tolland")) == both
    assert dates(head("April 24, 2025 9:00 AM May 21, 2025 6:02 PM by Mira Tolland")) == both


def test_a_day_that_comments_repeat_is_no_date_of_the_article() -> None:
    form = "Share this\nThe bell of Tarn\nA winter without ice\nSubscribe\n2 comments\n"
    comments = f"{form}Odo Vesk July 2, 2025 at 6:26 pm\nSo it is.\nIna Marr July 2, 2025 at 8:30 pm\nIt is not."
    assert dates(head("A pier and its books", foot=comments)) == {}
    assert dates(head("Mira Tolland\n5 June 2025", foot=comments)) == {"published": "2025-06-05"}


def test_a_label_makes_a_date_below_the_prose_that_of_the_article() -> None:
    assert dates(head("A pier and its books", foot="Published: 5 June 2025, 14:02")) == {"published": "2025-06-05"}


def test_a_date_with_full_stops_is_no_time_of_day() -> None:
    page = text_lines(_draft("\n\n".join((f"# {TITLE}", "09.10.2024", "09.10.2024, 14:30", *PARAGRAPHS))), None)
    assert [found.features["time"] for found in line_dates(page, "en", None)] == [0, 1]


def test_the_dates_of_a_sentence_and_of_a_caption_are_no_dates_of_the_article() -> None:
    caption = "Photo: The old pier on 4 May 1921"
    sentence = "A man looks at the pier of Skarn that the winter storm broke on 4 May 1921 and that nobody has mended"
    assert dates(head(f"By Mira Tolland\n{caption}\n{sentence}")) == {}


def test_byline_and_date_leave_the_body() -> None:
    draft = _draft("\n".join((TITLE, "", "Mira Tolland", "Published 5 June 2025, 14:02", "", "\n\n".join(PARAGRAPHS))))
    text = build(draft).text()
    assert "Mira Tolland" not in text
    assert "5 June 2025" not in text
    assert "keeps two books" in text


def test_the_order_of_day_and_month_comes_from_the_page() -> None:
    def order(*lines: str) -> str:
        return with_order(
            text_lines(Draft(plain.read(Source(name="a", data="\n\n".join(lines).encode(), stem="a"))), None), "en"
        )

    assert order("3/4/2024", "13/4/2024") == "en-GB"
    assert order("3/4/2024", "4/13/2024") == "en-US"
    assert order("3/4/2024", "13/4/2024", "4/13/2024") == "en"
    assert order("3/4/2024") == "en"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("By Mira TollandDecember 22, 2023", ["By Mira Tolland", "December 22, 2023"]),
        ("NEWS AGENCY3 MINUTE READ", ["NEWS AGENCY", "3 MINUTE READ"]),
        ("DEC 23, 202310:30 AM", ["DEC 23, 2023", "10:30 AM"]),
        ("Ina McAdam, LaToya DiCarlo", ["Ina McAdam, LaToya DiCarlo"]),
        ("ina@skarn.example", ["ina@skarn.example"]),
        ("Ina Marr   The Skarn Courier", ["Ina Marr", "The Skarn Courier"]),
    ],
)
def test_where_the_copying_joined_two_pieces(text: str, parts: list[str]) -> None:
    assert split_glued(fold_gaps(text)).split("\t") == parts


def test_a_long_line_is_no_byline() -> None:
    assert names_in_line("By Mira Tolland " + "and nobody has asked " * 40, "en", "") is None


def test_a_line_that_ends_with_the_title_is_no_subtitle() -> None:
    title = "The Keeper Who Wrote Down the River"
    lines = [f"Water :{title}", title, f"Water :{title}", "By Ann Lee", "12 May 2021", *PARAGRAPHS]
    draft = Draft(plain.read(Source(name="a.txt", data="\n\n".join(lines).encode(), stem="a")))
    gather_metadata(draft)
    assert draft.head.title == title
    assert draft.head.subtitle == ""
