"""RFCs, Internet drafts and reports like them: head, table of contents, pages, headings left of the text, figures."""

from __future__ import annotations

import pytest

from archiver.article import Article
from support.drafts import build_text

HEAD = """
Network Working Group                                          I. Marr
Request for Comments: 9999                            Corran Institute
Category: Informational                                  V. Holt, Ed.
                                                          Stell Office
                                                            April 2023


                  The Transport of Lamps over Water
                         and Other Liquids

"""
CONTENTS = """Table of Contents

   1. Introduction ....................................................1
      1.1. Terms ......................................................1
   2. The Wick ........................................................2
   Acknowledgements ...................................................2

"""
FIRST = """1.  Introduction

   The lamp at Corran Head was lit for the last time on a night without
   wind, and nobody in the village went to bed before it was out, as the
   log of the harbour shows [LOG].

1.1.  Terms

   A lamp is what burns, and the keeper who winds the clock every four
"""
FOOT = "\n\n\nMarr & Holt                  Informational                     [Page {}]\n"
RUNNING = "\nRFC 9999                   Transport of Lamps                April 2023\n\n\n"
SECOND = """   hours is what does not.

2.  The Wick

   A wick MUST be trimmed before dusk.  This is the lamp:

           ___
          /   \\\\
          |   |=====>
          \\\\___/

                     Figure 1: A lamp

3.  References

   [LOG]     Voss, P., "Winds of the Sound", Corran, 1932.

   [STONES]  Tarn, O., "Stones of the Sound", Corran, 1934.
"""


def memo(page_break: str = "\x0c\n") -> Article:
    return build_text(
        HEAD + CONTENTS + FIRST + FOOT.format(1) + page_break + RUNNING + SECOND.replace("\\\\", "\\") + FOOT.format(2)
    )


@pytest.mark.parametrize("page_break", ["\x0c\n", "", "\n"], ids=["form feed", "none", "empty line"])
def test_the_feet_and_heads_of_pages_go_and_the_paragraph_is_whole(page_break: str) -> None:
    article = memo(page_break)
    text = article.text()
    assert "keeper who winds the clock every four hours is what does not." in " ".join(text.split())
    assert "[Page" not in text and "Transport of Lamps  " not in text
    gone = " ".join(removal.text for removal in article.removals if removal.rule == "running-head")
    assert "[Page 1]" in gone and "[Page 2]" in gone and "RFC 9999" in gone


def test_the_head_of_two_columns_is_read() -> None:
    article = memo()
    assert article.title == "The Transport of Lamps over Water and Other Liquids"
    assert [author.name for author in article.authors] == ["I. Marr", "V. Holt"]
    assert article.published == "2023-04"
    assert {removal.text for removal in article.removals if removal.rule == "memo-head"} == {
        "Network Working Group",
        "Request for Comments: 9999",
        "Category: Informational",
    }
    assert b"Corran Institute" in article.xml() and b"Stell Office" in article.xml()


def test_a_table_of_contents_is_a_list_and_its_numbers_are_no_notes() -> None:
    article = memo()
    assert b"<note " not in article.xml()
    text = article.text()
    assert "...." not in text and "The Wick" in text and "Acknowledgements" in text
    assert any(removal.rule == "contents-number" for removal in article.removals)


def test_what_stands_left_of_the_text_is_a_heading_of_its_rank() -> None:
    xml = memo().xml().decode()
    for heading in ("1.  Introduction", "1.1.  Terms", "2.  The Wick", "3.  References", "Table of Contents"):
        assert heading.replace("  ", " ") in " ".join(xml.split())
    root = memo().root
    sections = list(root.iter("{*}section"))
    ranks = {" ".join("".join(s[0].itertext()).split()): s.get("level") for s in sections}
    assert (ranks["1. Introduction"], ranks["1.1. Terms"]) == ("2", "3")
    assert "Figure 1: A lamp" not in ranks


def test_a_figure_stays_line_by_line_and_references_are_paragraphs() -> None:
    text = memo().text()
    assert "|   |=====>" in text
    assert '[LOG] Voss, P., "Winds of the Sound", Corran, 1932.' in " ".join(text.split())


def test_no_word_is_lost() -> None:
    assert not [finding for finding in memo().findings if finding.code == "A001"]


BITS = """The fields of the message stand in this order, and the reserved one is zero, since nobody has thought of a use for it:

    0                   1
    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5
   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
   |    Type     |     Height      |
   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

Whoever reads it from the left reads it right, as the keeper said, and he had read it from both sides for forty years.
"""


def test_the_bits_of_a_message_keep_the_numbers_above_them() -> None:
    assert "0                   1\n    0 1 2 3" in build_text(BITS).text()


TABLE = """Boat              Owner             Colour
Maren             I. Marr           white
Solveig           the dentist       green
Tyra              nobody            red
"""
PROSE = (
    "The boats of the Sound are counted each spring, by a man who cannot swim, from a chair that stands on the quay."
)


def test_columns_that_only_gaps_show_are_a_table() -> None:
    xml = build_text(f"The Count of Boats\n\n{PROSE}\n\n{TABLE}\n{PROSE.replace('boats', 'oars')}\n").xml()
    assert xml.count(b"<row") == 4 and b"the dentist" in xml


@pytest.mark.parametrize(
    "block",
    [
        "1.   Oil\n2.   Wicks\n3.   Rope\n",
        "He said  that it  was late\nand then  he  went to  bed\nand slept  until the lamp  was out\n",
        "Dear friend,  it is\nlate and I  go\nhome  now\n",
    ],
    ids=["list", "wide spaces", "uneven"],
)
def test_other_gaps_are_no_table(block: str) -> None:
    assert b"<row" not in build_text(f"The Count of Boats\n\n{PROSE}\n\n{block}\n{PROSE}\n").xml()


def test_two_columns_of_names_at_the_head_of_a_text_are_no_memo() -> None:
    article = build_text(
        f"Maren                                          white\nTyra                                             red\n\n{PROSE}\n"
    )
    assert b"memo-head" not in article.xml()
