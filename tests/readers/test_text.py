"""The reader of plain text: it finds what a person sees in a copied text, and loses no word of any text."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archiver.errors import TooLarge
from archiver.page import Page
from archiver.readers import plain as text_reader
from archiver.source import Source
from archiver.trees.elements import Element

PROSE = (
    "The ferry stopped running in the autumn, and nobody on the island was told why, although the harbour office "
    "had the letter in its drawer for three weeks before the last crossing."
)
LONG = " ".join([PROSE] * 2)


def read(text: str) -> Page:
    return text_reader.read(Source(name="t.txt", data=text.encode("utf-8", "surrogatepass"), stem="t"))


def outline(page: Page) -> list[tuple[str, str]]:
    """Blocks of the body as (tag, text), lists as (tag, item texts)."""
    return [(str(child.tag), " ".join("".join(child.itertext()).split())) for child in page.root.children]


def items(page: Page) -> list[str]:
    return [" ".join((e.get("data-n", "") + " " + (e.text or "")).split()) for e in page.elements if e.tag == "li"]


def tags(text: str) -> list[str]:
    return [str(child.tag) for child in read(text).root.children]


def one(page: Page, tag: str) -> Element:
    (found,) = [e for e in page.elements if e.tag == tag]
    return found


# -- paragraphs ------------------------------------------------------------------------------------


def test_empty_lines_part_paragraphs() -> None:
    assert outline(read(f"{PROSE}\n\n{LONG}\n")) == [("p", PROSE), ("p", LONG)]


def test_without_empty_lines_each_line_is_a_paragraph() -> None:
    assert tags(f"{PROSE}\n{LONG}\n{PROSE}") == ["p", "p", "p"]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_hard_wrapped_lines_make_one_paragraph_whatever_ends_them(ends: str) -> None:
    lines = [
        "When the second bridge was opened the old ferry lost its licence, and",
        "the ferryman, who had never learned to read, went on rowing across at",
        "night with the lamp covered, until somebody in the town hall took pity",
        "on him and hung a lantern over the landing stage.",
    ]
    text = ends.join(lines) + ends * 2 + ends.join(lines)
    assert outline(read(text)) == [("p", " ".join(lines))] * 2


def test_wrapped_lines_are_joined_under_indentation_and_first_lines_may_be_set_in() -> None:
    first = [
        "    The archive keeps its maps in the cellar, where the river comes in",
        "    twice a year and takes a few away.",
    ]
    second = [
        "      Nobody has counted what is missing, since the list of them was in",
        "    the same cellar and went with the first flood.",
    ]
    third = [
        "      The librarian says that the river has the better collection now, a",
        "    joke that he has told to every minister of culture.",
    ]
    assert tags("\n".join([*first, *second, *third])) == ["p", "p", "p"]


def test_a_hyphen_at_a_line_end_stays_and_the_line_end_goes() -> None:
    text = (
        "The committee, which met on the first Monday, had agreed on a well-\n"
        "known formula which nobody on it could have explained, and least\n"
        "of all the man who had put it into the minutes of the first meeting.\n"
    )
    assert "a well-known formula" in (one(read(text), "p").text or "")


def test_a_tab_parts_what_stood_side_by_side() -> None:
    assert outline(read("By Ida Rask\tIda Rask keeps bees.\n\n" + PROSE))[:2] == [
        ("p", "By Ida Rask"),
        ("p", "Ida Rask keeps bees."),
    ]


# -- headings --------------------------------------------------------------------------------------


def test_a_short_line_set_apart_before_prose_is_a_heading() -> None:
    assert outline(read(f"{PROSE}\n\nWhy the boats stopped\n\n{PROSE}"))[1] == ("h2", "Why the boats stopped")


@pytest.mark.parametrize(
    "line",
    [
        "He said nothing.",  # a sentence
        "and so it went on",  # goes on with a sentence
        "Home > News > Islands",  # a breadcrumb
        "https://example.org/ferry",
        "By Ida Rask",  # a byline
        "Copper, zinc, tin, lead",  # an enumeration
        "12.50 14.75 18.20",
    ],
)
def test_other_short_lines_are_no_headings(line: str) -> None:
    assert tags(f"{PROSE}\n\n{line}\n\n{PROSE}")[1] == "p"


def test_a_line_that_no_prose_follows_is_no_heading() -> None:
    assert tags(f"{PROSE}\n\nShare this\n\nPrint this") == ["p", "p", "p"]


def test_levels_are_the_sources_own() -> None:
    text = f"# Boats\n\n{PROSE}\n\n## Oars ##\n\n{PROSE}\n\nSails\n=====\n\n{PROSE}\n\nRopes\n-----\n\n{PROSE}"
    assert [b for b in outline(read(text)) if b[0] != "p"] == [
        ("h1", "Boats"),
        ("h2", "Oars"),
        ("h2", "Sails"),
        ("h3", "Ropes"),
    ]


def test_numbered_headings_are_no_list() -> None:
    text = f"1. The quay\n\n{PROSE}\n\n{PROSE}\n\n2. The lamp\n\n{PROSE}"
    assert [b for b in outline(read(text)) if b[0] != "p"] == [("h2", "1. The quay"), ("h2", "2. The lamp")]


def test_headings_in_chinese() -> None:
    prose = (
        "港口的记录始于一八七二年，当时没有人知道每年有多少沙子离开河口，也没有人关心它们去了哪里，直到第二本账簿出现。"
    )
    assert outline(read(f"{prose}\n\n第二本账簿\n\n{prose}"))[1] == ("h2", "第二本账簿")


# -- lists -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("bullet", ["•", "-", "*", "–", "·", "▪"])
def test_bullets_make_a_list(bullet: str) -> None:
    page = read(f"{PROSE}\n\n{bullet} oars\n{bullet} ropes\n{bullet} lamps\n\n{PROSE}")
    assert tags(page.text) == ["p", "ul", "p"] and items(page) == ["oars", "ropes", "lamps"]


def test_the_letter_o_as_a_bullet_is_kept_as_a_label() -> None:
    assert items(read("o oars\no ropes\n")) == ["o oars", "o ropes"]


def test_numbers_are_labels_as_written() -> None:
    assert items(read(f"{PROSE}\n\n1. row\n2. rest\n\n(a) bail\n(b) swim\n")) == [
        "1. row",
        "2. rest",
        "(a) bail",
        "(b) swim",
    ]


@pytest.mark.parametrize(
    "line", ["- Yes, said the ferryman, and rowed on.", "1. Mai 1873", "2010. That was the year of the flood."]
)
def test_one_label_alone_is_no_list(line: str) -> None:
    assert tags(f"{PROSE}\n\n{line}\n\n{PROSE}")[1] in ("p", "h2")


def test_a_flattened_share_bar_leaves_the_body_out_of_its_last_bullet() -> None:
    text = f"  • Share\n  • Print\n  • 4 May 2021\n\n    {LONG}\n\n    {PROSE}\n\n    Under the pier\n\n    {LONG}\n"
    page = read(text)
    assert items(page) == ["Share", "Print", "4 May 2021"]
    assert tags(text) == ["ul", "p", "p", "h2", "p"]


def test_paragraphs_between_two_items_belong_to_the_first() -> None:
    text = f"1. {PROSE}\n\n   {PROSE}\n\n2. {PROSE}\n"
    page = read(text)
    assert [[e.tag for e in li.children] for li in page.elements if li.tag == "li"] == [["p", "p"], []]


def test_a_bullet_alone_on_its_line_takes_the_next_paragraph() -> None:
    assert items(read("1. \n\nrow\n\n\n\n2. \n\nrest\n")) == ["1. row", "2. rest"]


def test_lists_nest_by_indentation() -> None:
    page = read("• boats\n    • oars\n    • ropes\n• lamps\n")
    outer = page.root.children[0]
    assert [li.text for li in outer.children] == ["boats", "lamps"] and [
        li.text for li in outer.children[0].children[0].children
    ] == ["oars", "ropes"]


# -- the rest --------------------------------------------------------------------------------------


def test_verse_keeps_its_lines() -> None:
    stanza = (
        "The tide came in, the tide went out,\nand nobody was wiser;\n"
        "the keeper turned the lamp about\nand wrote to the adviser."
    )
    text = f"{PROSE}\n\n{stanza}\n\n{PROSE}"
    verse = read(text).root.children[1]
    assert (verse.tag, verse.get("class"), [e.tag for e in verse.children]) == (
        "p",
        "verse",
        ["span", "br", "span", "br", "span", "br", "span"],
    )


def test_a_menu_is_no_verse() -> None:
    assert tags("Home\nNews\nSport\nIslands\n\n" + PROSE) == ["p"] * 5


def test_rows_with_tabs_make_a_table() -> None:
    table = read(f"{PROSE}\n\nYear\tBoats\tCrew\n1870\t3\t11\n1880\t5\t19\n\n{PROSE}").root.children[1]
    assert table.tag == "table" and [[td.text for td in tr.children] for tr in table.children] == [
        ["Year", "Boats", "Crew"],
        ["1870", "3", "11"],
        ["1880", "5", "19"],
    ]


def test_a_cell_of_a_copied_table_may_have_lines_of_its_own() -> None:
    rows = "Year\tPilot\tMate\n1870\tAnn Lee;\nJon Roe\tOla Berg\n1880\tSif Holm\tNils Arup;\nEva Lund"
    table = read(f"{PROSE}\n\n{rows}\n\n{PROSE}").root.children[1]
    assert table.tag == "table" and [
        [" ".join("".join(td.itertext()).split()) for td in tr.children] for tr in table.children
    ] == [
        ["Year", "Pilot", "Mate"],
        ["1870", "Ann Lee; Jon Roe", "Ola Berg"],
        ["1880", "Sif Holm", "Nils Arup; Eva Lund"],
    ]


def test_names_parted_by_semicolons_are_no_code() -> None:
    assert "pre" not in tags(f"{PROSE}\n\nAnn Lee (2);\nJon Roe;\nOla Berg\n\n{PROSE}")
    assert "pre" in tags(f"{PROSE}\n\nint row = 3;\nboat.move(row);\nreturn;\n\n{PROSE}")


def test_lines_of_code_stay_together() -> None:
    code = "def row(boat):\n    boat.oars = 2\n    return boat.move()"
    assert read(f"{PROSE}\n\n{code}\n\n{PROSE}").root.children[1].text == code


def test_quoted_mail_is_a_quotation() -> None:
    quote = read(f"{PROSE}\n\n> The lamp was out\n> when we came in.\n\n{PROSE}").root.children[1]
    assert (
        quote.tag == "blockquote" and " ".join("".join(quote.itertext()).split()) == "The lamp was out when we came in."
    )


def test_a_set_in_paragraph_between_others_is_a_quotation() -> None:
    assert tags(f"{LONG}\n\n{LONG}\n\n    {PROSE}\n\n{LONG}") == ["p", "p", "blockquote", "p"]


def test_right_to_left_text_is_read_like_any_other() -> None:
    prose = (
        "توقفت العبّارة في الخريف ولم يُخبر أحد في الجزيرة عن السبب، "
        "مع أن الرسالة كانت في درج مكتب الميناء منذ ثلاثة أسابيع كاملة."
    )
    assert outline(read(f"{prose}\n\nلماذا توقفت القوارب\n\n{prose}"))[1] == ("h2", "لماذا توقفت القوارب")


def test_too_many_lines_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_reader, "MAX_LINES", 3)
    with pytest.raises(TooLarge):
        read("a\nb\nc\nd\n")


# -- no word lost ----------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *("\n", "\n\n", "\r\n", "\r", "\n\n\n\n", "\t", "  ", "    ", "\u00a0", "\u2028", "\x0c", "\u200e", "\ufeff"),
        *(
            "• ",
            "- ",
            "* ",
            "o ",
            "1. ",
            "2. ",
            "3.",
            "a) ",
            "b) ",
            "ii. ",
            "(1) ",
            "# ",
            "> ",
            "```",
            "```py",
            "=====",
            "----",
            "***",
        ),
        *(
            "word",
            "Word two.",
            "東京。",
            "שלום",
            "x = 1;",
            "[1]",
            "²",
            "__",
            "- ",
            "A heading here",
            PROSE,
            "\ud800",
            "\x00",
        ),
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=12), max_size=40).map("".join)
#: What printed pages, hyphens and drawn tables are made of.
PRINTED = st.lists(
    st.sampled_from(
        [
            *(
                "\n\x0c",
                "\x0c",
                "\n",
                "\n",
                "\n\n",
                "\r\n",
                "THE MILLS 101\n",
                "THE MILLS 102\n\n",
                "\n103\n",
                "1 A note.\n",
                "2 Another note\n",
            ),
            *(
                "word.1 And",
                "word 2",
                "resto-\n",
                "ration",
                "restoration ",
                "\xad\n",
                "well-\n",
                "| a | b |\n",
                "|---|---|\n",
                "+--+--+\n",
            ),
            *(
                "--- ---\n",
                "a   b\n",
                "┌─┬─┐\n",
                "│a│b│\n",
                "___\n",
                "------\n",
                "東京の\n",
                "> ",
                "    ",
                "[3]",
                "[12]link ",
                f"{PROSE}\n",
            ),
            *(
                "The ferry stopped running in the autumn, and nobody on the island was\n",
                "told why, although the harbour office had the letter in its drawer for\n",
            ),
        ]
    ),
    max_size=60,
).map("".join)


@pytest.mark.slow
@given(TEXTS | PRINTED)
@example("1. \n\na\n\n2. \n\n3. \n\nb")
@example("o \no ")
@example("one\t\ttwo")
@settings(max_examples=400, deadline=None)
def test_every_word_is_in_the_tree_and_every_offset_is_true(text: str) -> None:
    page = read(text)
    kept: Counter[str] = Counter()
    for element in page.elements:
        kept.update(re.findall(r"\w", (element.text or "") + element.get("data-n", "")))
        assert not (element.tail or "").strip()
        if element.text:
            start = page.offsets[element]
            assert page.text[start : start + len(element.text)] == element.text
    assert kept == Counter(re.findall(r"\w", page.text))


@given(TEXTS | PRINTED)
@settings(max_examples=100, deadline=None)
def test_elements_come_in_the_order_of_the_source(text: str) -> None:
    page = read(text)
    leaves = [e for e in page.elements if e in page.offsets]
    # the notes at the feet of printed pages come last
    first_note = next((n for n, e in enumerate(leaves) if e.get("class") == "page-note"), len(leaves))
    for part in (leaves[:first_note], leaves[first_note:]):
        starts = [page.offsets[e] for e in part]
        assert starts == sorted(starts)


def test_a_line_that_lists_its_sources_is_a_heading_and_entries() -> None:
    line = "References: 1. Merle A. Oils. Coast Papers. 1999;3:1-9. 2. Tarn B. Tastes. Varn; 2003. 3. Fenn C. More tastes. 2005."
    page = read(f"Cod oil helps.\n\n{line}\n")
    texts = [element.text for element in page.elements if element.text and element.text.strip()]
    assert texts[-4:] == [
        "References:",
        "1. Merle A. Oils. Coast Papers. 1999;3:1-9.",
        "2. Tarn B. Tastes. Varn; 2003.",
        "3. Fenn C. More tastes. 2005.",
    ]


def test_a_sentence_with_numbers_after_a_colon_stays_one() -> None:
    line = "There are two rules: 1. be kind and 2. be brief."
    page = read(f"Cod oil helps.\n\n{line}\n")
    assert line in [element.text for element in page.elements]
