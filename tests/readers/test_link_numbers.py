"""Pages printed by a terminal browser: the numbers of their links are no markers, and the list of addresses holds no notes."""

from __future__ import annotations

import pytest

from archiver.article import NS, Article
from archiver.readers import plain
from archiver.readers.plain.cuts import Cut, joined, leave_out
from archiver.readers.plain.link_numbers import LIST_RULE, NUMBER_RULE
from archiver.source import Source
from support.drafts import build_text

MENU = "   [1]The Tarn Letter\n     * [2]Home\n     * [3]Ferries\n     * [4]Letters\n\n"
TITLE = "The last ferryman of Tarn\n\n   by [5]Ines Valdarno, 5 June 2019\n\n"
FIRST = (
    "   The ferry stopped running in the autumn, and nobody on the island was\n"
    "   told why, although the [6]harbour office had the letter in its drawer\n"
    "   for three weeks before the last crossing.{first} The shop closed in the\n"
    "   winter, and the school followed it in the spring of the next year.\n\n"
)
SECOND = (
    "   Some of the boats went to the mainland, where [8]nobody wanted them,\n"
    "   and the others lay on the shore until the storm took them in March.{second}\n"
    "   What is left of them can be seen at low tide, below the old chapel.\n\n"
)
NOTES = (
    "Notes\n\n"
    "    1. Letter of the harbour office, 4 March 1998, in the parish chest. [10]^\n"
    "    2. The storm of the ninth, of which nobody kept a record. [11]^\n\n"
)
LIST = "References\n\n" + "".join(
    f"  {n:2}. https://tarn.example/{name}\n"
    for n, name in enumerate("home ferries letters all ines office note-1 boats note-2 back-1 back-2".split(), 1)
)


def printed(first: str, second: str, notes: str = NOTES, addresses: str = LIST) -> str:
    return MENU + TITLE + FIRST.format(first=first) + SECOND.format(second=second) + notes + addresses


def removed(article: Article) -> dict[str, str]:
    return {removal.rule: removal.text for removal in article.removals}


def test_link_numbers_are_no_markers_and_their_addresses_no_notes() -> None:
    article = build_text(printed("^[7]1", "^[9]2"))
    assert [(note.label, note.status, note.text) for note in article.notes] == [
        ("1", "present", "Letter of the harbour office, 4 March 1998, in the parish chest."),
        ("2", "present", "The storm of the ninth, of which nobody kept a record."),
    ]
    text = article.text(markers=False)
    assert "although the harbour office had" in text and "where nobody wanted them, and" in text
    assert "tarn.example" not in text and "[6]" not in text


def test_link_numbers_and_addresses_are_in_the_ledger_and_no_word_is_lost() -> None:
    article = build_text(printed("^[7]1", "^[9]2"))
    ledger = removed(article)
    assert ledger[NUMBER_RULE] == "[1] [2] [3] [4] [5] [6] [7] [8] [9] [10] [11]"
    assert ledger[LIST_RULE].startswith("References 1. https://tarn.example/home 2. https")
    assert (
        next(r.where for r in article.removals if r.rule == LIST_RULE)
        == f"line {printed('^[7]1', '^[9]2').partition('References')[0].count(chr(10)) + 1}"
    )
    assert "A001" not in {finding.code for finding in article.findings}


def test_places_are_those_of_the_source() -> None:
    text = printed("^[7]1", "^[9]2")
    article = build_text(text)
    assert [text[reference.offset or 0] for reference in article.noterefs] == ["^", "^"]
    paragraph = article.root.find(".//a:body//a:p", NS)
    assert paragraph is not None and text[int(paragraph.get("at", "0")) :].startswith("The ferry stopped")


def test_the_markers_of_a_page_may_have_brackets_too() -> None:
    notes = "Notes\n\n   [1] Letter of the harbour office, in the parish chest.\n   [2] The storm of the ninth.\n\n"
    article = build_text(printed("[7][1]", "[9][2]", notes))
    assert [(note.label, note.status) for note in article.notes] == [("1", "present"), ("2", "present")]


@pytest.mark.parametrize(
    "addresses",
    [
        # links with words, and links of pictures, which have no number in the text
        LIST.replace("References\n", "References\n\n   Visible links:\n")
        + "\n   Hidden links:\n  12. https://tarn.example/a.png\n  13. https://tarn.example/b.png\n",
        # a title before the address, and an address on the next line
        LIST.replace("   3. https", "   3. All letters\n      https"),
        # another heading, or none
        LIST.replace("References", "Verweise"),
        LIST.replace("References\n\n", ""),
    ],
)
def test_lists_of_addresses_differ(addresses: str) -> None:
    article = build_text(printed("^[7]1", "^[9]2", addresses=addresses))
    assert LIST_RULE in removed(article) and "tarn.example" not in article.text()
    assert [note.label for note in article.notes] == ["1", "2"]


def test_notes_that_are_addresses_stay_notes() -> None:
    """Their numbers stand behind words, not before them."""
    text = TITLE.replace("[5]", "") + FIRST.format(first="[1]").replace("[6]", "") + SECOND.format(second="[2]")
    text = text.replace("[8]", "").replace("at low tide", "at low tide[3]")
    notes = "Notes\n\n1. https://tarn.example/letter\n2. https://tarn.example/storm\n3. https://tarn.example/tide\n"
    article = build_text(text + notes)
    assert [(note.label, note.status) for note in article.notes] == [(n, "present") for n in "123"]


def test_a_text_without_a_list_of_addresses_is_read_as_it_is() -> None:
    text = printed("[7]", "[9]", "", "")
    page = plain.read(Source(name="t.txt", data=text.encode(), stem="t"))
    assert page.text == text and not page.left_out


def test_words_that_a_number_parts_stay_two_words() -> None:
    page = plain.read(Source(name="t.txt", data=printed("", "").replace("[2]Home", "Go[2]Home").encode(), stem="t"))
    assert "Go Home" in page.text and page.source_text == printed("", "").replace("[2]Home", "Go[2]Home")


def test_cuts_one_after_the_other_are_the_same_as_at_once() -> None:
    text = "> a[1]b\n> c [2]d"
    signs = [Cut(0, 2, "sign"), Cut(8, 10, "sign")]
    inner, _ = leave_out(text, signs)
    numbers = [Cut(1, 4, "number", 1), Cut(5, len(inner), "list")]
    both, pieces = leave_out(text, joined(signs, numbers))
    assert both == leave_out(inner, numbers)[0] == "a b"
    assert [piece.text for piece in pieces] == ["> ", "[1]", "\n> c [2]d"]
