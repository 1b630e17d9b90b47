"""Text of printed pages: running heads, page numbers and form feeds go, paragraphs and notes stay whole."""

from __future__ import annotations

import textwrap

import pytest

from archiver.page import Page
from archiver.readers import plain
from archiver.source import Source
from support.drafts import build_text

#: Paragraphs that have no line in common, however they are wrapped.
PARAGRAPHS = (
    "The lamp of Stell was mended by a carpenter who had come for something else, and who charged for the oil that he "
    "spilled; his bill hangs in the harbour office, beside the bill for the frame of his bill, which is the longer one.",
    "When a steamer captain asked for twenty more paces of slip, the parish gave him twelve and a promise. He kept both "
    "in mind for the rest of his life, they say, and never once put in at the island, not even in the storm of the long January.",
    "Every Friday somebody empties the tin. Nobody has been chosen for it, so the younger schoolmaster used to count "
    "the coins on Thursdays in order to know how many would be missing, and wrote the difference on the back of a hymn.",
    "A bell that cracks at night is not heard to crack. That is why two stories are told of the morning on which the "
    "sexton pulled the rope and got a sound like a bucket; in one of them he laughs, and in the other he goes on pulling.",
    "Iron was dear then, and the chain was forged from what the smith of Lunt could find: gates, two anchors, a stove. "
    "The links differ in thickness by as much as a finger, which is why children are shown it, and why it has never broken.",
    "Flour came out of the mill grey in the first week, warm in the second, and late in the third. The baker took all of it, "
    "baked eighty loaves before nine, and sold them under the name of the wheel, as a kind of apology to his customers.",
    "Of the ferry only the oars are left. A dentist from the county town bought the boat itself for his garden, where it "
    "held roses until they were stolen; the thief left the money for them on a thwart, counted out in foreign coppers.",
    "Two painters and a dog have the keeper's cottage now. They complain of the damp each spring, as tenants will, and return "
    "each summer with larger pictures of the same four rocks, of which the parish owns nine and has asked for no more.",
)


def read(text: str) -> Page:
    return plain.read(Source(name="t.txt", data=text.encode(), stem="t"))


def blocks(text: str) -> list[str]:
    return [" ".join("".join(element.itertext()).split()) for element in read(text).root.children]


def rules(text: str) -> set[str]:
    return {piece.rule for piece in read(text).left_out}


def lines_of_print(width: int = 46, indent: str = "") -> list[str]:
    lines = []
    for paragraph in PARAGRAPHS:
        lines += [*textwrap.wrap(paragraph, width, initial_indent=indent, subsequent_indent=indent), ""]
    return lines[:-1]


def pages(lines: list[str], size: int) -> list[list[str]]:
    return [lines[start : start + size] for start in range(0, len(lines), size)]


#: Nine lines to a page, so that pages end within paragraphs and within sentences.
PAGES = pages(lines_of_print(), 9)


def with_feet(page: int, lines: list[str]) -> list[str]:
    return [*lines, "", f"{page:>34}"]


# -- with form feeds ---------------------------------------------------------------------------------


def test_page_numbers_and_heads_beside_form_feeds_go_and_paragraphs_are_whole() -> None:
    head = "Ines Valdarno                          The Harbour of Stell"
    text = "\n\x0c".join(
        "\n".join(with_feet(n, [*([head, "", ""] if n > 1 else []), *page])) for n, page in enumerate(PAGES, 1)
    )
    assert blocks(f"The Harbour of Stell\n\n{text}") == ["The Harbour of Stell", *PARAGRAPHS]
    assert rules(f"The Harbour of Stell\n\n{text}") == {"page-number", "running-head"}


def test_the_title_on_the_first_page_is_no_running_head_although_the_other_pages_repeat_it() -> None:
    text = "\n\x0cThe Harbour of Stell\n\n".join("\n".join(page) for page in PAGES)
    assert blocks(f"The Harbour of Stell\n\n{text}")[0] == "The Harbour of Stell"


def test_an_rfc_is_read_without_its_heads_and_feet() -> None:
    body = pages(lines_of_print(46, "   "), 9)
    feet = [f"Marrow      Informational      [Page {n}]" for n in range(1, len(body) + 1)]
    head = "RFC 9999        Stell        May 2024"
    text = f"\n\x0c{head}\n\n\n".join("\n".join([*page, "", "", foot]) for page, foot in zip(body, feet, strict=True))
    for source in (text, text.replace("\x0c", "")):
        assert blocks(source) == list(PARAGRAPHS)
    article = build_text(text)
    assert [removal.rule for removal in article.removals] == ["running-head"]
    assert "A001" not in {finding.code for finding in article.findings}


def test_a_form_feed_alone_parts_nothing_and_needs_no_entry_in_the_ledger() -> None:
    text = "\n\x0c".join("\n".join(page) for page in PAGES)
    assert blocks(text) == list(PARAGRAPHS)
    assert build_text(text).removals == ()


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252"])
def test_offsets_of_markers_are_those_of_the_source(ends: str, encoding: str) -> None:
    """A noteref says where its marker stands in the decoded source, whatever was left out before it."""
    marked = [[*page[:-1], f"{page[-1]} café.7"] if n == 3 else page for n, page in enumerate(PAGES)]
    text = "\n\x0c".join("\n".join(with_feet(n, page)) for n, page in enumerate(marked, 1))
    source = (text + "\n\nNotes\n\n7. A letter of the pilot to his uncle, undated.\n").replace("\n", ends)
    page = plain.read(Source(name="t.txt", data=source.encode(encoding), stem="t"), encoding.removesuffix("-sig"))
    place = page.text.index("café.7") + 5
    assert source[page.source_offset(place)] == "7"
    assert page.source_text == source.replace("\x0c", " ")


def test_lines_that_happen_to_begin_pages_stay() -> None:
    text = "\n\x0c".join(PARAGRAPHS)
    assert blocks(text) == list(PARAGRAPHS)
    numbered = "\n\x0c".join(
        f"Table {n}. Of the {word}\n\n{PARAGRAPHS[n]}" for n, word in enumerate(("lamp", "slip", "tin"))
    )
    assert [block for block in blocks(numbered) if block.startswith("Table")] == [
        "Table 0. Of the lamp",
        "Table 1. Of the slip",
        "Table 2. Of the tin",
    ]


# -- without form feeds ------------------------------------------------------------------------------


def test_heads_of_left_and_right_pages_of_a_scanned_book_go() -> None:
    heads = [
        f"{n}            THE HARBOUR OF STELL" if n % 2 else f"LAMPS AND SLIPS            {n}"
        for n in range(101, 101 + len(PAGES))
    ]
    text = "\n".join(
        "\n".join(["", head, "", *page] if n else page) for n, (head, page) in enumerate(zip(heads, PAGES, strict=True))
    )
    assert blocks(text) == list(PARAGRAPHS)


def test_page_numbers_alone_go_where_pages_break_sentences() -> None:
    text = "\n".join("\n".join(["", f"- {n} -", "", *page] if n > 1 else page) for n, page in enumerate(PAGES, 1))
    assert blocks(text) == list(PARAGRAPHS)


@pytest.mark.parametrize("heading", ["Chapter {}", "{}", "Day {} at sea", "Week {}: of the boats", "Part {}"])
def test_headings_that_count_up_stay(heading: str) -> None:
    text = "\n\n".join(f"{heading.format(n)}\n\n{paragraph}" for n, paragraph in enumerate(PARAGRAPHS, 1))
    assert not rules(text)


def test_lines_of_a_form_that_comes_again_stay() -> None:
    text = "\n\n".join(
        f"{n}. Log of the ferry\n\nWind from the west, as ever\n\n{paragraph}"
        for n, paragraph in enumerate(PARAGRAPHS, 1)
    )
    assert not rules(text)


def test_a_refrain_and_a_repeated_text_stay() -> None:
    refrain = "Row, brothers, row\nthe tide is low\nand nobody knows\nwhere we shall go"
    assert not rules("\n\n".join(f"{paragraph}\n\n{refrain}" for paragraph in PARAGRAPHS))
    assert not rules("\n".join([*lines_of_print(), ""] * 4))


# -- notes at the feet of pages ----------------------------------------------------------------------


def test_notes_at_page_feet_are_notes_and_the_paragraph_that_they_break_is_whole() -> None:
    text = (
        "The Harbour of Stell\n\nInes Valdarno\n\n"
        "The lamp was lit by hand until the storm of the long January.1 After\n"
        "that a battery did the work, and the keeper's cottage was let to the\n"
        "\n"
        "1 Harbour book, folio 12, in the hand of the second keeper.\n"
        "\n"
        "                                  1\n"
        "\x0cInes Valdarno                         The Harbour of Stell\n"
        "\n"
        "painters.2 They complain about the damp and come back every year, as\n"
        "if the damp were what they paid for. Nobody has asked them.3\n"
        "\n"
        "2 Letter of 4 May to the county.\n"
        "3 The author did, once.\n"
        "\n"
        "                                  2\n"
    )
    article = build_text(text)
    assert [(note.label, note.status, note.text) for note in article.notes] == [
        ("1", "present", "Harbour book, folio 12, in the hand of the second keeper."),
        ("2", "present", "Letter of 4 May to the county."),
        ("3", "present", "The author did, once."),
    ]
    assert "the keeper's cottage was let to the painters." in article.text(markers=False)
    assert [text[ref.offset] for ref in article.noterefs if ref.offset is not None] == ["1", "2", "3"]
    assert "A001" not in {finding.code for finding in article.findings}


def test_a_line_with_a_number_at_a_page_foot_is_no_note_if_nothing_calls_it() -> None:
    text = (
        "\n\x0c".join("\n".join(page) for page in PAGES[:2])
        + "\n\x0c4 boats lay in the harbour, and the oars of all of them were gone.\n"
    )
    assert build_text(text).notes == ()


# -- titles on several lines -------------------------------------------------------------------------


def test_a_title_in_large_letters_that_goes_on_with_a_small_letter_is_one_line() -> None:
    text = "The harbour that forgot\nits own name\nInes Valdarno\n\n" + "\n".join(PAGES[0])
    assert blocks(f"{text}\n\x0c")[:2] == ["The harbour that forgot its own name", "Ines Valdarno"]
    assert "The harbour that forgot its own name" not in blocks(text), (
        "without a form feed, nothing tells that it was printed"
    )
