"""References in notes: what is marked, what is left, and what repeats what."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

import archiver
from archiver.article import Article, tag
from archiver.references import mark_references, unmark_references
from archiver.trees.changes import drop
from support.folders import ROOT
from support.references import SampleArticle, SampleNote, read_samples, score

NOTES = ROOT / "tests" / "references" / "notes"


def article_of(*notes: str, language: str = "en") -> Article:
    """The record of a page with these notes."""
    return archiver.normalize(SampleArticle("sample", language, [SampleNote(note, [], "") for note in notes]).page())


def marked(*notes: str) -> list[list[tuple[str, str]]]:
    """The parts of each reference in these notes, as (type, words)."""
    return [[(part.type, part.text) for part in reference.parts] for reference in article_of(*notes).references]


class TestOwnNotes:
    """The notes with their answers. They are samples of many kinds, so a new one may be missed; none may be invented."""

    @pytest.mark.slow
    @pytest.mark.parametrize("name", ["first", "blind", "second"])
    def test_what_is_marked_is_right(self, name: str) -> None:
        result = score(NOTES / f"{name}.txt")
        assert result.precision() == 1, "\n".join(result.lines)
        assert result.recall() > 0.94, "\n".join(result.lines)

    @pytest.mark.slow
    def test_no_letter_changes(self) -> None:
        for sample in read_samples(NOTES / "first.txt"):
            root = archiver.normalize(sample.page()).root
            with_marks = "".join(root.itertext())
            unmark_references(root)
            assert "".join(root.itertext()) == with_marks
            assert next(root.iter(tag("reference"), tag("part")), None) is None


class TestParts:
    def test_a_book_with_place_and_publisher(self) -> None:
        assert marked("Marian Oakley, <em>The Long Canal</em> (London: Harrow Press, 1987), 45–47.") == [
            [
                ("author", "Marian Oakley"), ("book", "The Long Canal"), ("place", "London"), ("publisher", "Harrow Press"), ("date", "1987"),
                ("pages", "45–47"),
            ]
        ]  # fmt: skip

    def test_the_form_of_catalogues_stands_beside_the_words(self) -> None:
        (reference,) = article_of(
            "Rosa Feld, “Town Votes,” <em>The Gazette</em>, 4 March 2011, doi:10.5555/ABC, ISBN 978-972-0-00001-9."
        ).references
        values = {part.type: part.value for part in reference.parts}
        assert values["date"] == "2011-03-04" and values["doi"] == "10.5555/abc"
        assert values.get("isbn", "9789720000019") == "9789720000019"

    def test_an_isbn_with_a_wrong_digit_is_none(self) -> None:
        assert marked("ISBN 978-972-0-00001-8") == []
        assert marked("ISBN 978-972-0-00001-9") == [[("isbn", "978-972-0-00001-9")]]

    def test_two_works_in_one_note(self) -> None:
        found = marked(
            "Ann Lee, <em>Gates</em> (York: Tide Press, 1990), 4; Bo Holm, <em>Weirs</em> (Leeds: Ford Books, 1991), 8."
        )
        assert [parts[0] for parts in found] == [("author", "Ann Lee"), ("author", "Bo Holm")]

    def test_a_year_alone_in_a_bracket_with_a_name_that_may_be_either(self) -> None:
        """ "(London, 1987)": the place and a publisher look alike here, so only the year is marked."""
        (parts,) = marked("Marian Oakley, <em>The Long Canal</em> (London, 1987), 45.")
        assert ("date", "1987") in parts and not {"place", "publisher"} & {type_ for type_, _ in parts}

    def test_the_cite_element_around_a_whole_reference_is_no_title(self) -> None:
        (parts,) = marked('<cite>Henley, Jon (10 October 2019). "Two Prizes". <em>The Courier</em>.</cite>')
        assert ("title", "Two Prizes") in parts and ("journal", "The Courier") in parts


class TestWhatIsLeft:
    @pytest.mark.parametrize(
        "note",
        [
            "The keeper told me in 1974 that he had never once seen the gate shut, and I have found nobody who says otherwise.",
            "National Archives, FO 371/12045, Marsh to Conway, 4 March 1921, fol. 17.",
            "Clean Rivers Act 1972, s. 4(2)(b), as amended by the Water Act 1989.",
            "London 1987 was a bad place for clocks (see the tables in chapter 3).",
            "This is what <em>The Long Canal</em> calls slow water.",
            "Smith, Jones and Brown, all of them in 1990, said no.",
            "Smith, John (2020). He is my friend. I like gates.",
            "Not to be confused with the other bridge; see above, p. 4.",
        ],
    )
    def test_words_of_the_author_stay_without_marks(self, note: str) -> None:
        assert marked(note) == []

    def test_a_sentence_keeps_its_address_alone(self) -> None:
        found = marked("I owe this to the harbour master; see https://harbour.example/tables (in part), for the sums.")
        assert found == [[("url", "https://harbour.example/tables")]]

    def test_a_short_name_is_nothing_without_the_work(self) -> None:
        assert marked("Oakley, p. 12.", "Oakley 1987, 45.") == []


class TestRepetitions:
    BOOK = "Marian Oakley, <em>The Long Canal</em> (London: Harrow Press, 1987), 45."
    OTHER = "Marian Oakley, <em>Short Rivers</em> (London: Harrow Press, 1991), 9."
    PAPER = "Peter Lindqvist, “Locks,” <em>Journal of Waterways</em> 12 (1999): 201."

    def repeats(self, *notes: str) -> tuple[str, str]:
        """What the last reference repeats, as the words of the first part of it, and the certainty."""
        references = article_of(*notes).references
        named = {reference.id: reference.texts("book") or reference.texts("title") for reference in references}
        last = references[-1]
        return "".join(named.get(last.repeats, (last.repeats,))), last.certainty

    @pytest.mark.parametrize("words", ["Ibid., 52.", "Ibid.", "Ebd., S. 52.", "Ivi, p. 52.", "Tamże, s. 3.", "Там же. С. 5.", "同上，第47页。"])  # fmt: skip
    def test_the_note_before(self, words: str) -> None:
        assert self.repeats(self.BOOK, words) == ("The Long Canal", "high")

    def test_a_chain_leads_to_its_first_link(self) -> None:
        assert self.repeats(self.BOOK, "Ibid., 3.", "Ibid., 4.") == ("The Long Canal", "high")

    def test_of_several_references_the_last_is_meant(self) -> None:
        assert self.repeats(f"{self.BOOK[:-1]}; {self.PAPER}", "Ibid.") == ("Locks", "medium")

    def test_a_note_without_a_recognised_reference_is_pointed_at_itself(self) -> None:
        assert self.repeats("A letter of the keeper, in my possession.", "Ibid.") == ("n1", "medium")

    def test_nothing_stands_before_the_first_note(self) -> None:
        (reference,) = article_of("Ibid., 4.").references
        assert (reference.repeats, reference.certainty) == ("", "")

    @pytest.mark.parametrize(
        "words",
        [
            "Oakley, op. cit., p. 88.",
            "Oakley, a. a. O., S. 88.",
            "Oakley (wie Anm. 1), S. 88.",
            "Oakley, <em>Long Canal</em>, 88.",
            "Oakley 1987, 88.",
            "M. Oakley, Long Canal, p. 88.",
        ],
    )
    def test_an_author_with_one_work(self, words: str) -> None:
        assert self.repeats(self.BOOK, self.PAPER, words) == ("The Long Canal", "high")

    def test_an_author_with_two_works(self) -> None:
        assert self.repeats(self.BOOK, self.OTHER, "Oakley, op. cit., p. 3.") == ("Short Rivers", "low")
        assert self.repeats(self.BOOK, self.OTHER, "Oakley, Long Canal, p. 3.") == ("The Long Canal", "high")


class TestLists:
    def test_the_entries_of_a_list_of_references_are_read(self) -> None:
        page = (
            "<html lang=en><title>Gates</title><article><h1>Gates</h1>"
            + "<p>The water rose for the whole of that night, and in the morning the keeper found the gate open and nobody near it.</p>" * 6
            + "<h2>References</h2><ul><li>Okafor, C. (2016). Sleep and work. <em>Annals of Rest, 9</em>(2), 114–131.</li>"
            "<li>Varga, T. (2004). <em>Night trains</em>. Lantern Books.</li></ul></article></html>"
        )  # fmt: skip
        article = archiver.normalize(page.encode())
        assert [(r.note, r.texts("author")) for r in article.references] == [
            ("", ("Okafor, C.",)),
            ("", ("Varga, T.",)),
        ]


class TestOutputs:
    NOTES = (TestRepetitions.BOOK, "Ibid., 52.", TestRepetitions.PAPER)

    def test_tei_has_them_as_bibl(self, tmp_path: Path) -> None:
        article_of(*self.NOTES).export("tei", tmp_path / "a.xml")
        text = (tmp_path / "a.xml").read_text(encoding="utf-8")
        assert '<title level="m"><hi rend="italic">The Long Canal</hi></title> (<pubPlace>London</pubPlace>' in text
        assert '<bibl corresp="#b1" cert="high">Ibid., <biblScope unit="page">52</biblScope></bibl>' in text

    def test_jats_has_them_as_mixed_citations(self, tmp_path: Path) -> None:
        article_of(*self.NOTES).export("jats", tmp_path / "a.xml")
        text = (tmp_path / "a.xml").read_text(encoding="utf-8")
        assert "<mixed-citation><string-name>Marian Oakley</string-name>, <source><italic>The Long Canal" in text

    @pytest.mark.parametrize("format", ["html", "text", "markdown", "latex"])
    def test_other_exports_are_the_same_bytes_without_the_marks(self, format: str, tmp_path: Path) -> None:
        article = Article(etree.fromstring(etree.tostring(article_of(*self.NOTES).root)))
        (digest,) = article.root.iter(tag("digest"))  # without it, both count as made by hand
        drop(digest)
        plain = Article(etree.fromstring(etree.tostring(article.root)))
        unmark_references(plain.root)
        assert next(article.root.iter(tag("part")), None) is not None
        for one, name in ((article, "with"), (plain, "without")):
            one.export(format, tmp_path / name)
        assert (tmp_path / "with").read_bytes() == (tmp_path / "without").read_bytes()

    def test_csl_of_the_works_that_are_cited(self, tmp_path: Path) -> None:
        article_of(*self.NOTES).export("csl", tmp_path / "a.json", references=True)
        book, paper = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
        assert book["type"] == "book" and book["author"] == [{"family": "Oakley", "given": "Marian"}]
        assert "page" not in book and book["issued"] == {"date-parts": [[1987]]}
        assert paper["container-title"] == "Journal of Waterways" and paper["volume"] == "12"


class TestBadInput:
    def paragraph(self, text: str) -> etree._Element:
        root = etree.Element(tag("article"))
        note = etree.SubElement(etree.SubElement(root, tag("notes")), tag("note"), id="n1", label="1")
        etree.SubElement(note, tag("p"), id="p1").text = text
        return root

    @pytest.mark.parametrize(
        "text",
        [
            "Aa Bb Cc Dd, " * 450, "(" * 5900, "“" * 5900, "A. " * 1900, "Smith, J.; " * 500, "(Aa: Bb, 1990) " * 390,
            "http://[::1/ https://a b", "10.1234/", "ISBN ISBN 1", "\ufffc" * 40, "«»“”„", "(((1990)))", "Ibid" * 1000,
        ],
    )  # fmt: skip
    def test_no_text_breaks_it_or_loses_a_letter(self, text: str) -> None:
        root = self.paragraph(text)
        mark_references(root)
        assert "".join(root.itertext()) == text

    def test_a_stretch_that_does_not_nest_gets_no_mark(self) -> None:
        root = self.paragraph("")
        (paragraph,) = root.iter(tag("p"))
        paragraph.text = "Ann Lee, "
        bold = etree.SubElement(paragraph, tag("strong"))
        bold.text, bold.tail = "“Gates,” The Gaz", "ette, 4 March 2011, p. 3."
        mark_references(root)
        assert "".join(root.itertext()) == "Ann Lee, “Gates,” The Gazette, 4 March 2011, p. 3."
        assert [part.get("type") for part in root.iter(tag("part"))] == ["author", "title", "date", "pages"]
