"""Words that line ends broke: joined where the text proves it, else left with their hyphen."""

from __future__ import annotations

import pytest

from archiver.page import Page
from archiver.readers import plain
from archiver.source import Source
from support.drafts import build_text

#: A text that breaks words: "restoration" and "sea-wall" stand in it whole, too.
BROKEN = (
    "The restoration of the mill began in the wet spring, when the resto-\n"
    "ration of the sea-wall was not yet paid for. Old Tamsin kept the sea-\n"
    "wall keys and the sluice keys, and gave out neither without a recom-\n"
    "mendation from the vestry, whose members were at sea as often as not.\n"
    "They met on Fridays at the station, in a condition of some confusion,\n"
    "and voted by the colour of their hats; a two- or three-coloured hat\n"
    "was an abstention, and an Anglo-\n"
    "Saxon one had never been explained to the younger members of the ves-\n"
    "try. A photograph of the ceremony hangs in the station of the county.\n"
)


def read(text: str) -> Page:
    return plain.read(Source(name="t.txt", data=text.encode(), stem="t"))


def text_of(text: str) -> str:
    return " ".join(" ".join("".join(element.itertext()).split()) for element in read(text).root.children)


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_a_word_that_stands_whole_elsewhere_is_joined(ends: str) -> None:
    assert text_of(BROKEN.replace("\n", ends)).count("restoration") == 2


def test_a_word_with_a_hyphen_of_its_own_keeps_it_and_loses_the_line_end() -> None:
    text = text_of(BROKEN)
    assert text.count("sea-wall") == 2 and "sea- wall" not in text


def test_parts_that_are_no_words_are_joined_in_a_text_that_breaks_words() -> None:
    assert "without a recommendation from" in text_of(BROKEN)


def test_a_word_before_a_capital_keeps_its_hyphen() -> None:
    assert "an Anglo-Saxon one" in text_of(BROKEN) or "an Anglo- Saxon one" in text_of(BROKEN)


def test_joined_words_are_told_and_no_word_is_lost() -> None:
    article = build_text(BROKEN)
    told = {finding.code: finding.text for finding in article.findings}
    assert "restoration" in told["S008"] and "recommendation" in told["S008"] and "sea-wall" not in told["S008"]
    assert "A001" not in told


def test_a_text_that_breaks_no_words_joins_only_what_it_proves() -> None:
    text = (
        "The committee, which met on the first Monday, had agreed on a well-\n"
        "known formula which nobody on it could have explained, and least\n"
        "of all the man who had put it into the minutes of the first meeting.\n"
    )
    assert "a well-known formula" in text_of(text)
    assert "S008" not in {finding.code for finding in build_text(text).findings}


def test_a_hyphen_for_the_rest_of_a_word_stays_as_it_is() -> None:
    text = BROKEN.replace("a two- or three-coloured hat\n", "a hat of the two-\nor three-coloured kind ")
    assert "two- or three-coloured" in text_of(text)


def test_years_and_pages_with_a_hyphen_keep_it() -> None:
    text = BROKEN.replace("in a condition of some confusion,", "in the years of the storm, from 1914-").replace(
        "1914-\nand voted", "1914-\n1918, and voted"
    )
    assert "1914-1918" in text_of(text)


def test_soft_hyphens_at_line_ends_are_none_of_the_word() -> None:
    text = BROKEN.replace("resto-\n", "resto\u00ad\n")
    assert text_of(text).count("restoration") == 2


@pytest.mark.parametrize(
    "line",
    [
        "The page is kept at https://harbour.example/restora-\ntion and nobody has ever seen it there.",
        "> The restora-\n> tion began, as the harbour master wrote to his uncle in the county town.",
        "    total = resto-\n    ration;",
        "- a dash at the end of the line, which is no hyphen -\nration books were not yet known.",
    ],
)
def test_other_signs_at_line_ends_join_nothing(line: str) -> None:
    assert "restoration" not in text_of(f"{line}\n")


def test_whole_paragraphs_are_never_joined() -> None:
    first = "The ferry stopped running in the autumn, and nobody on the island was told why, or at least not the half-"
    assert text_of(f"{first}\n\nsisters of the pilot.") == f"{first} sisters of the pilot."


def test_line_ends_within_paragraphs_of_scripts_without_spaces_are_no_spaces() -> None:
    sentence = (
        "港口的记录始于一八七二年，当时没有人知道每年有多少沙子离开河口，也没有人关心它们去了哪里，直到第二本账簿出现。"
    )
    lines = [sentence[start : start + 24] for start in range(0, len(sentence), 24)]
    assert text_of("\n".join(lines) + "\n\n" + "\n".join(lines)) == f"{sentence} {sentence}"


SHORT_LINE = (
    "It had been turned by hand since 1871, by nine keepers and, in one\n"
    "winter, by a {}\n"
    "{} cook, who had never before seen the sea from so high a tower\n"
    "and never wished to again. Nobody knew why.\n\n"
    "Old Brannoch kept a list of ships in pencil on the wall behind the\n"
    "stove. He wrote the name of the Maren and nothing more that week.\n"
)


@pytest.mark.parametrize(
    ("end", "start", "whole"),
    [("well-", "known", "a well-known cook"), ("man –", "known", "a man – known cook"), ("man --", "old", "a man -- old cook"), ("Karl-", "Marr", "a Karl-Marr cook")],
)  # fmt: skip
def test_a_hyphen_or_a_dash_at_the_end_of_a_short_line_ends_no_paragraph(end: str, start: str, whole: str) -> None:
    text = text_of(SHORT_LINE.format(end, start))
    assert whole in text and "in one winter" in text
    assert len(read(SHORT_LINE.format(end, start)).root.children) == 2


def test_the_dashes_of_verse_end_its_lines() -> None:
    verse = "Under the lamp we sleep —\nunder the lamp we wake —\nunder the lamp of stars —\nnobody wants it back."
    page = read(f"{SHORT_LINE.format('good', 'young')}\n{verse}\n")
    assert len(page.root.children[-1].children) > 3


def test_one_broken_word_is_enough_where_pages_of_print_show() -> None:
    """Other texts need several: in them, a hyphen at a line end is as likely the word's own."""
    lines = "The ferry was tied up at the quay, and nobody could say who had\nthe key of the cabin, nor the smaller one of the locked wheel-\nhouse."
    prose = "The harbour office had the letter in its drawer for three weeks\nbefore the last crossing of the year, and then it rained.\n"
    pages = [f"{prose}{lines}\n", f"12\n\n{prose}", f"13\n\n{prose}", f"14\n\n{prose}"]
    assert "wheelhouse" not in text_of(lines + "\n\n" + prose)
    assert "locked wheelhouse" in text_of("\f".join(pages))
