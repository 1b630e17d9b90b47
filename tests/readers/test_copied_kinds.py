"""Copied texts of particular kinds: what shows the shape of poems, recipes, chats, wikis, East Asian pages and text of PDF files without their layout."""

from __future__ import annotations

import textwrap

import pytest

import archiver
from archiver.article import Article
from archiver.page import Page
from archiver.readers import plain
from archiver.source import Source

FIRST = "The wall of the upper harbour was built in four summers by people who had never moved a stone larger than a loaf, and it held until the year of the great ice."
SECOND = "Nobody asked the fishermen, who would have told the council that a north wind eats a wall from below, and that the front of it is only there to be looked at."
THIRD = "When the lamp went the council met in the school, sat on the benches of the children for a night, and voted for another lamp, higher up and a good deal heavier."
STANZA = "I counted sacks, I counted stones,\nI counted crosses on the door,\nand every mule that left its bones\nwas written there, and nothing more."


def read(text: str) -> Page:
    return plain.read(Source(name="t.txt", data=text.encode(), stem="t"))


def article_of(text: str) -> Article:
    return archiver.normalize(text.encode(), media_type="text/plain", force=True)


def blocks(text: str) -> list[tuple[str, str]]:
    return [(str(e.tag), " ".join("".join(e.itertext()).split())) for e in read(text).root.children]


class TestEastAsianLines:
    PARAGRAPHS = (
        "港の倉庫には古い秤が三台残っていて、毎朝六時に番人がそれぞれの針を零に戻すが、真ん中の一台だけは必ず少し右に傾いたままになる。",
        "番人によれば、その秤は明治のころに鯨の歯を量ったことがあり、それ以来、正しい重さというものを信じなくなったのだという。",
        "町の人々はこの話を笑うけれども、正月の餅だけはいつもこの秤で量ることにしていて、誰もその理由を尋ねたことがない。",
    )

    @pytest.mark.parametrize("columns", [60, 76])
    def test_a_page_that_was_wrapped_by_columns_among_menus(self, columns: int) -> None:
        """w3m counts two columns for each character, and lets a line begin with any sign."""
        size = columns // 2
        wrapped = ("\n".join(textwrap.wrap(p, size)) for p in self.PARAGRAPHS)
        text = "港だより\n\n  • ホーム\n  • 歴史\n  • 写真\n\n" + "\n\n".join(wrapped) + "\n"
        assert [part for tag, part in blocks(text) if tag == "p"][1:] == list(self.PARAGRAPHS)

    def test_characters_of_two_columns_beside_others(self) -> None:
        """A line with Latin letters has more characters than the others, and as many columns."""
        lines = [
            "番人はOrrinという名の犬を飼っていて、毎朝",
            "その犬が針を見るまで倉庫の戸を開けないこと",
            "にしている。一九〇二年のCorran号の船長も、",
            "同じことをしたと日記に書き残しているが、誰",
            "も信じなかった。",
        ]
        assert blocks("\n".join(lines) + "\n") == [("p", "".join(lines))]


class TestParagraphsThatNothingSetsApart:
    """`pdftotext` prints paragraphs right below each other."""

    def text(self, *, gap: str) -> str:
        return f"{gap}\n".join(
            "\n".join(textwrap.wrap(p, 66)) for p in (FIRST, SECOND, THIRD, f"{FIRST} {SECOND}", THIRD, SECOND)
        )

    def test_a_short_last_line_ends_a_paragraph(self) -> None:
        assert [text for _, text in blocks(self.text(gap=""))] == [
            FIRST, SECOND, THIRD, f"{FIRST} {SECOND}", THIRD, SECOND,
        ]  # fmt: skip

    def test_a_line_that_is_nearly_full_may_end_one(self) -> None:
        close = "It was the last of its kind, and nobody has built one since"
        text = (
            self.text(gap="")
            + f"\n{close}.\nLamps are now made of glass, and they are kept in a house on the\nquay where the children see them.\n"
        )
        assert [part for _, part in blocks(text)][-2:] == [
            f"{close}.",
            "Lamps are now made of glass, and they are kept in a house on the quay where the children see them.",
        ]  # fmt: skip

    def test_lines_as_wide_as_a_page_that_a_browser_prints(self) -> None:
        paragraphs = [f"{FIRST} {SECOND}", f"{THIRD} {FIRST} {SECOND}", f"{SECOND} {THIRD}"] * 2
        text = "\n".join("\n".join(textwrap.wrap(p, 146)) for p in paragraphs)
        assert [part for _, part in blocks(text)] == paragraphs

    def test_long_lines_that_end_with_sentences_are_paragraphs_each(self) -> None:
        text = "\n".join([FIRST, SECOND, THIRD, SECOND, FIRST, THIRD])
        assert len(blocks(text)) == 6

    def test_where_empty_lines_part_paragraphs_nothing_else_does(self) -> None:
        text = (
            self.text(gap="\n")
            + "\n\nA sentence of this paragraph ends near the end of its line.\nAnother one begins below it, and the two of them stay together.\n"
        )
        assert blocks(text)[-1][1].startswith("A sentence of this paragraph")

    def test_an_address_at_the_foot_of_each_printed_page_is_no_text(self) -> None:
        foot = "https://courier.example/walls\n\n{}/2\n\n\x0c"
        first, second = ("\n".join(textwrap.wrap(p, 60)) for p in (FIRST, SECOND))
        head, tail = second.split("\n")[:1], second.split("\n")[1:]
        text = f"{first}\n\n{head[0]}\n{foot.format(1)}" + "\n".join(tail) + f"\n\n{first}\n\n{foot.format(2)}"
        assert [part for _, part in blocks(text)] == [FIRST, SECOND, FIRST]


class TestPoems:
    def test_a_poem_alone_has_its_title_and_its_author(self) -> None:
        article = article_of(f"Doorpost\n\nOrsolya Brandt\n\n{STANZA}\n\n{STANZA.replace('sacks', 'bells')}\n")
        assert (article.title, [a.name for a in article.authors]) == ("Doorpost", ["Orsolya Brandt"])
        assert article.text().startswith("I counted sacks") and article.xml().count(b"<line>") == 8

    def test_a_poem_below_a_menu(self) -> None:
        article = article_of(
            f"Home\nPoems\nPoets\nSearch\nDoorpost\nBy Orsolya Brandt\n\n{STANZA}\n\n{STANZA}\n\nShare this poem\n"
        )
        assert (article.title, [a.name for a in article.authors]) == ("Doorpost", ["Orsolya Brandt"])
        assert "Share this poem" not in article.text()


class TestRecipes:
    LIST = "500 g flour\n10 g salt\n300 ml of warm water\na little honey\n7 g yeast"
    METHOD = "Mix the flour and the salt in a wide bowl, and let the yeast stand in the warm water with the honey for ten minutes."

    def test_quantities_are_a_list_below_their_heading(self) -> None:
        found = blocks(f"{FIRST}\n\nIngredients\n\n{self.LIST}\n\nMethod\n\n{self.METHOD}\n")
        assert [tag for tag, _ in found] == ["p", "h2", "ul", "h2", "p"]

    def test_also_where_the_heading_stands_right_above(self) -> None:
        found = blocks(f"{FIRST}\n\nIngredients\n{self.LIST}\n\nMethod\n\n{self.METHOD}\n")
        assert [tag for tag, _ in found] == ["p", "h2", "ul", "h2", "p"]

    def test_the_list_and_its_heading_stay_among_page_chrome(self) -> None:
        article = article_of(
            f"Upland Courier\nHome\nWalks\nHistory\nSalt bread from the pass\nBy Orsolya Brandt\nMarch 14, 2021\n\n{FIRST}\n\nIngredients\n\n{self.LIST}\n\n"
            f"Method\n\n{self.METHOD}\n\n{SECOND}\n\nRelated posts\nSoup for a cold evening\nSubscribe to our newsletter\n"
        )
        assert "Ingredients\n500 g flour\n10 g salt" in article.text() and "Soup" not in article.text()

    @pytest.mark.parametrize(
        "lines",
        [
            "12 likes\n3 comments\n5 shares\n7 views",
            "1 The wall stood firm\n2 The lamp was lit\n3 The men went home\n4 The night was calm",
            "1801 the wall was begun\n1804 the wall was done\n1812 the lamp was lit",
        ],
        ids=["counts", "numbered verses", "years"],
    )
    def test_other_numbers_are_no_quantities(self, lines: str) -> None:
        assert "ul" not in [tag for tag, _ in blocks(f"{FIRST}\n\n{lines}\n\n{SECOND}\n")]


class TestWikis:
    @pytest.mark.parametrize("words", ["edit", "modifier | modifier le code", "編集", "Quelltext bearbeiten"])
    def test_the_links_that_edit_a_section_are_no_words_of_its_heading(self, words: str) -> None:
        page = read(f"Wall\n\n{FIRST}\n\nHistory[{words}]\n\n{SECOND}\n\nLamp[{words}]\n\n{THIRD}\n")
        assert [e.text for e in page.elements if e.tag == "h2"] == ["Wall", "History", "Lamp"]
        assert [piece.text for piece in page.left_out] == [f"[{words}]"] * 2

    @pytest.mark.parametrize(
        "line",
        [
            "He was asked again. [laughs]",
            "It was so.[citation needed]",
            "Some say so [who?]",
            "The wall[2]",
            "History[edit]",
        ],
    )
    def test_other_brackets_stay(self, line: str) -> None:
        # the last one stands alone
        lines = [line, line.replace("so", "thus")] if line != "History[edit]" else [line]
        assert not read("\n\n".join([FIRST, *lines, SECOND])).left_out


class TestChats:
    @pytest.mark.parametrize("form", ["{} 6:0{} PM", "{}, [14/03/2021 18:0{}]", "{}  18:0{}"])
    def test_who_speaks_is_neither_a_title_nor_a_heading(self, form: str) -> None:
        said = [(form.format(name, n), text) for n, (name, text) in enumerate((("Orsolya Brandt", FIRST), ("Ruben Tal", SECOND), ("Orsolya Brandt", THIRD)))]  # fmt: skip
        article = article_of("\n\n".join(f"{who}\n{text}" for who, text in said) + "\n")
        assert article.title == "" and b"<heading>" not in article.xml()
        assert all(text in article.text() for text in (FIRST, SECOND, THIRD))


class TestMails:
    @pytest.mark.parametrize(
        "head",
        [
            "From: Orsolya Brandt <ob@courier.example>\nTo: walkers@lists.example\nSubject: What we found\nDate: 14 March 2021 09:12",
            "Von: Orsolya Brandt [mailto:ob@courier.example]\nGesendet: Sonntag, 14. März 2021 09:12\nAn: Wanderer\nBetreff: What we found",
            "Date: 14 March 2021\nFrom: Orsolya Brandt\nTo: Ruben Tal\nSubject: What we found",
        ],
    )
    def test_the_sender_of_a_pasted_mail_is_its_author(self, head: str) -> None:
        article = article_of(f"{head}\n\nDear all,\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}\n\nBest wishes,\nOrsolya\n")
        assert (article.title, [a.name for a in article.authors]) == ("What we found", ["Orsolya Brandt"])

    def test_an_address_is_no_name(self) -> None:
        head = "From: ob@courier.example\nTo: walkers@lists.example\nSubject: What we found\nDate: 14 March 2021"
        assert not article_of(f"{head}\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}\n").authors

    def test_a_byline_in_the_text_is_better(self) -> None:
        head = "From: The Courier <news@courier.example>\nTo: Ruben Tal\nSubject: Fwd: The Wall\nDate: 14 March 2021"
        article = article_of(f"{head}\n\nThe Wall\n\nBy Orsolya Brandt\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}\n")
        assert [a.name for a in article.authors] == ["Orsolya Brandt"]

    @pytest.mark.parametrize(
        "offer",
        [
            "You are receiving this email because you signed up on our website.",
            "Upland Notes is a reader-supported publication. To receive new posts and support my work, consider becoming a free or paid subscriber.",
        ],
    )
    def test_the_offers_of_a_newsletter_are_no_text(self, offer: str) -> None:
        article = article_of(
            f"The Wall\nBy Orsolya Brandt\nMarch 14, 2021\n\n{FIRST}\n\n{SECOND}\n\n{offer}\n\n{THIRD}\n"
        )
        assert offer not in article.text() and offer in {r.text for r in article.removals}


def test_emphasis_of_markdown_is_no_part_of_a_byline() -> None:
    article = article_of(f"# The Salt\n\n**By Inés Carvajal** | 9 January 2020\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}\n")
    assert ([a.name for a in article.authors], article.published) == (["Inés Carvajal"], "2020-01-09")
