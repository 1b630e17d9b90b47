"""Text as terminals and mail programs write it: wrapped pages with menus, format=flowed, quoted mail, rows of signs."""

from __future__ import annotations

import textwrap

import pytest

from archiver.page import Page
from archiver.readers import plain
from archiver.source import Source
from archiver.trees.elements import Element
from support.drafts import build_text

PROSE = (
    "The ferry stopped running in the autumn, and nobody on the island was told why, although the harbour office "
    "had the letter in its drawer for three weeks before the last crossing of the year."
)
OTHER = (
    "Some of the boats went to the mainland, where nobody wanted them, and the others lay on the shore until the "
    "storm took them in March; what is left of them can be seen at low tide, below the old chapel."
)


def read(text: str) -> Page:
    return plain.read(Source(name="t.txt", data=text.encode(), stem="t"))


def blocks(text: str) -> list[tuple[str, str]]:
    def folded(element: Element) -> str:
        return " ".join("".join(element.itertext()).split())

    return [(str(e.tag), folded(e)) for e in read(text).root.children]


def menu(count: int) -> str:
    names = ("Home", "Ferries and boats", "all letters", "The island", "news from the mainland", "Shop", "about us")
    return "".join(f"   {names[n % len(names)]}\n" for n in range(count))


@pytest.mark.parametrize("width", [60, 72, 80])
def test_a_wrapped_page_is_joined_although_most_lines_are_menus(width: int) -> None:
    paragraphs = "\n\n".join(textwrap.indent(textwrap.fill(text, width - 3), "   ") for text in (PROSE, OTHER, PROSE))
    found = blocks(f"{menu(30)}\n{paragraphs}\n\n{menu(40)}")
    assert [text for tag, text in found if len(text) > 60] == [PROSE, OTHER, PROSE]
    assert ("p", "Ferries and boats") in found


def test_a_wide_table_among_wrapped_lines_does_not_matter() -> None:
    table = "   year     boats     crossings    passengers    letters    parcels    cattle and sheep together    other goods"
    paragraphs = "\n\n".join(textwrap.fill(text, 70) for text in (PROSE, OTHER, PROSE, OTHER))
    assert ("p", OTHER) in blocks(f"{menu(30)}\n{paragraphs}\n\n{table}\n\n{menu(12)}")


def test_lines_of_a_copied_page_are_not_joined() -> None:
    """Its paragraphs are whole lines; the short lines between them end where they please."""
    lines = ["A boat | 4", "letters 2019", "of Ferries and Other Things", "news", "One More", "and Another", "The End"]
    found = blocks("\n".join(lines) + f"\n\n{PROSE}\n\n{OTHER}\n\n" + "\n".join(lines))
    assert ("p", "news") in found and ("p", PROSE) in found


def test_a_space_at_the_end_of_a_line_carries_on_a_flowed_paragraph() -> None:
    """RFC 3676. The lines have any width, and a line without the space is the last of its paragraph."""
    soft = [" \n".join(textwrap.wrap(text, width)) for text, width in ((PROSE, 66), (OTHER, 44), (PROSE, 30))]
    found = blocks("\n\n".join(soft) + "\n\nYours,\nInes\n")
    assert found == [("p", PROSE), ("p", OTHER), ("p", PROSE), ("p", "Yours,"), ("p", "Ines")]


def test_spaces_at_the_ends_of_whole_paragraphs_join_nothing() -> None:
    assert blocks(f"{PROSE} \n{OTHER} \n{PROSE} \n{OTHER} \n{PROSE} \n{OTHER} \n{PROSE}") == [
        ("p", text) for text in (PROSE, OTHER) * 3
    ] + [("p", PROSE)]


@pytest.mark.parametrize(
    "line", ["****** The last ferryman ******", "== The last ferryman ==", "--- The last ferryman ---"]
)
def test_a_line_between_two_equal_rows_of_signs_is_a_heading(line: str) -> None:
    assert blocks(f"{line}\n{PROSE}\n") == [("h2", "The last ferryman"), ("p", PROSE)]


@pytest.mark.parametrize("line", ["*** The last ferryman", "** bold ** and more", "-- a remark -- of somebody"])
def test_other_rows_of_signs_are_no_headings(line: str) -> None:
    assert all(tag != "h2" for tag, _ in blocks(f"{PROSE}\n\n{line} {OTHER}\n"))


def quoted(text: str) -> str:
    return "".join(f"> {line}\n" if line else ">\n" for line in text.split("\n"))


ARTICLE = "\n\n".join(
    ["The last ferryman of Tarn", "By Ines Valdarno", *(textwrap.fill(t, 68) for t in (PROSE, OTHER)), "What the letter said"]
    + [textwrap.fill(t, 68) for t in (OTHER, PROSE)]
)  # fmt: skip


def test_a_mail_that_quotes_an_article_is_read_as_the_article() -> None:
    mail = f"Dear Rosa,\n\nthis is what I told you about.\n\n{quoted(ARTICLE)}"
    assert [tag for tag, _ in blocks(mail)].count("blockquote") == 0
    assert ("h2", "What the letter said") in blocks(mail)
    article = build_text(mail)
    assert [a.name for a in article.authors] == ["Ines Valdarno"]
    assert PROSE in article.text() and ">" not in article.text()
    assert "A001" not in {finding.code for finding in article.findings}


def test_a_quotation_within_a_quoted_article_stays_one() -> None:
    inner = "> A boat is a promise, the ferryman said, and a promise that one man\n> keeps is a debt of all the others."
    found = blocks(quoted(f"{ARTICLE}\n\n{inner}\n\n{textwrap.fill(PROSE, 68)}"))
    assert [text for tag, text in found if tag == "blockquote"] == [inner.replace("> ", "").replace("\n", " ")]


def test_an_answer_between_quoted_lines_keeps_its_quotations() -> None:
    lines = textwrap.wrap(PROSE, 68)
    mail = "\n\n".join(f"> {lines[0]}\n> {lines[1]}\n\n{OTHER}" for _ in range(4))
    assert [tag for tag, _ in blocks(mail)].count("blockquote") == 4


def test_placeholders_of_pictures_and_buttons_are_left_out_and_stay_in_the_ledger() -> None:
    text = f"[IMG]\n\n{PROSE}\n\n(BUTTON) Subscribe\n\n[quay-1200x800.jpg]\n\n{OTHER}\n\n[IMG] The quay at dawn, [sic] as they say\n"
    assert [piece for tag, piece in blocks(text)] == [
        PROSE,
        "Subscribe",
        OTHER,
        "The quay at dawn, [sic] as they say",
    ]
    article = build_text(text)
    ledger = {removal.rule: removal.text for removal in article.removals}
    assert ledger["placeholder"] == "[IMG] (BUTTON) [quay-1200x800.jpg] [IMG]"
    assert "A001" not in {finding.code for finding in article.findings}


def test_a_text_that_speaks_of_a_placeholder_keeps_it() -> None:
    assert (
        "[IMG]"
        in build_text(f"{PROSE}\n\nThe program writes [IMG] for a picture, which nobody asked for.\n\n{OTHER}\n").text()
    )


class TestHeadsOfBooks:
    """Scanned books: no form feeds, and too few pages for a head to come again."""

    LEFT, RIGHT = "112              A HISTORY OF THE SOUND", "              THE LAST CROSSING              113"

    def text(self, left: str, right: str) -> str:
        return f"{left}\n\n{textwrap.fill(PROSE + ' ' + PROSE, 66)}\n\n{right}\n\n{textwrap.fill(OTHER + ' ' + OTHER, 66)}\n"

    def test_numbers_at_the_outer_edges_show_two_pages(self) -> None:
        assert blocks(self.text(self.LEFT, self.RIGHT)) == [("p", f"{PROSE} {PROSE}"), ("p", f"{OTHER} {OTHER}")]

    @pytest.mark.parametrize(
        ("left", "right"),
        [
            (LEFT, RIGHT.replace("113", "115")),
            (LEFT.replace("112", "113"), RIGHT.replace("113", "114")),
            ("112 A HISTORY OF THE SOUND", "THE LAST CROSSING 113"),
        ],
        ids=["not-the-next", "wrong-side", "no-gap"],
    )
    def test_other_lines_with_numbers_stay(self, left: str, right: str) -> None:
        found = " ".join(text for _, text in blocks(self.text(left, right)))
        assert "A HISTORY OF THE SOUND" in found and "THE LAST CROSSING" in found


def test_a_head_that_comes_once_beside_its_page_number_breaks_a_sentence() -> None:
    lines = textwrap.fill(f"{PROSE} {OTHER} {PROSE}", 66).splitlines()
    cut = next(n for n, line in enumerate(lines) if n > 3 and line[0].islower())
    pages = [
        "\n".join(lines[:cut]),
        "12\n\nHALM AND OST\n\n" + "\n".join(lines[cut:]),
        f"13\n\n{textwrap.fill(OTHER, 66)}",
    ]
    assert blocks("\n\n\f".join(pages)) == [("p", f"{PROSE} {OTHER} {PROSE}"), ("p", OTHER)]
