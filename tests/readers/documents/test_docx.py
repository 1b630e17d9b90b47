"""DOCX: notes with the labels that Word shows, tracked changes and comments, and what pandoc alone would lose."""

from __future__ import annotations

from pathlib import Path

import pytest

import archiver
from archiver import inspection
from archiver.article import Article
from archiver.source import Source
from support.documents import docx, made, run, written


def article_of(body: str, **parts: object) -> Article:
    return archiver.normalize(docx(body, **parts))


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def call(kind: str, number: int, mark: str = "") -> str:
    custom = f'w:customMarkFollows="1" w:id="{number}"/><w:t>{mark}</w:t>' if mark else f'w:id="{number}"/>'
    return f"<w:r><w:{kind}Reference {custom}</w:r>"


def codes(article: Article) -> list[str]:
    return [finding.code for finding in article.findings]


TEXT = run("The mill at Orrin Ford stood idle for eleven winters.")


class TestNotes:
    def test_footnotes_and_endnotes_are_numbered_as_word_shows_them(self) -> None:
        article = article_of(
            paragraph(
                TEXT, call("footnote", 2), run(" And"), call("endnote", 2), run(" so"), call("footnote", 3), run(" on.")
            ),
            footnotes={2: "Vestry book.", 3: "Second book."},
            endnotes={2: "The ledger came back wet."},
        )
        assert [(n.label, n.kind, n.text) for n in article.notes] == [
            ("1", "footnote", "Vestry book."),
            ("i", "endnote", "The ledger came back wet."),
            ("2", "footnote", "Second book."),
        ]
        assert [reference.label for reference in article.noterefs] == ["1", "i", "2"]

    def test_a_mark_of_the_author_is_the_label_and_no_text(self) -> None:
        article = article_of(
            paragraph(TEXT, call("footnote", 2, "*"), run(" And"), call("footnote", 3), run(" so.")),
            footnotes={2: "* Lent in 1962.", 3: "1962 was wet."},
        )
        assert [(n.label, n.text) for n in article.notes] == [("*", "Lent in 1962."), ("1", "1962 was wet.")]
        assert article.text(markers=False).endswith("eleven winters. And so.")

    def test_the_settings_of_the_document_say_how_notes_are_numbered(self) -> None:
        article = article_of(
            paragraph(TEXT, call("footnote", 2), call("footnote", 3)),
            footnotes={2: "One.", 3: "Two."},
            settings='<w:footnotePr><w:numFmt w:val="upperLetter"/><w:numStart w:val="3"/></w:footnotePr>',
        )
        assert [n.label for n in article.notes] == ["C", "D"]

    def test_a_section_may_count_anew(self) -> None:
        section = '<w:p><w:pPr><w:sectPr><w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr></w:sectPr></w:pPr></w:p>'
        last = '<w:sectPr><w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr></w:sectPr>'
        article = article_of(
            paragraph(TEXT, call("footnote", 2)) + section + paragraph(TEXT, call("footnote", 3)) + last,
            footnotes={2: "One.", 3: "Another one."},
        )
        assert [(n.label, n.text) for n in article.notes] == [("1", "One."), ("1", "Another one.")]
        assert "N005" not in codes(article)

    def test_a_note_keeps_its_number_at_its_start(self) -> None:
        """Nothing prints a label in front of it, so nothing is taken off."""
        article = article_of(paragraph(TEXT, call("footnote", 2)), footnotes={2: "1 May was the day."})
        assert article.notes[0].text == "1 May was the day."


class TestChanges:
    BODY = paragraph(
        run("See "),
        '<w:ins w:id="1" w:author="A">' + run("the new") + "</w:ins>",
        '<w:del w:id="2" w:author="A"><w:r><w:delText>the old</w:delText></w:r></w:del>',
        run(" ledger of the mill."),
    )

    def test_insertions_are_text_and_deletions_in_the_ledger(self) -> None:
        article = article_of(self.BODY)
        assert "See the new ledger of the mill." in " ".join(article.text().split())
        assert [(r.rule, r.text) for r in article.removals] == [("tracked-deletion", "the old")]
        assert "D001" in codes(article)

    def test_comments_are_in_the_ledger_and_no_notes(self, tmp_path: Path) -> None:
        source = 'The mill [Check this.]{.comment-start id="0" author="temp" date="2011-03-04T09:12:00Z"}stood idle[]{.comment-end id="0"}.'
        article = archiver.normalize(written(tmp_path / "a.docx", made(source, "docx")))
        assert [(r.rule, r.text) for r in article.removals] == [("comment", "Check this.")]
        assert article.notes == () and article.text() == "The mill stood idle."

    def test_hidden_text_is_in_the_ledger(self) -> None:
        article = article_of(paragraph(TEXT, run("Nobody sees this.", "<w:vanish/>")))
        assert [(r.rule, r.text) for r in article.removals] == [("hidden", "Nobody sees this.")]


class TestWhatPandocWouldLose:
    def test_a_text_box_stands_behind_its_paragraph(self) -> None:
        box = f"<w:txbxContent>{paragraph(run('Boxed words.'))}</w:txbxContent>"
        drawing = (
            "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
            f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
        article = article_of(paragraph(drawing, run("Beside the box.")))
        assert article.text() == "Beside the box.\nBoxed words."

    def test_the_result_of_a_field_is_text(self) -> None:
        field = f'<w:fldSimple w:instr=" SEQ Figure ">{run("7")}</w:fldSimple>'
        assert article_of(paragraph(run("Figure "), field, run(". The wheel"))).text() == "Figure 7. The wheel"

    def test_ruby_stands_behind_its_base(self) -> None:
        ruby = f"<w:r><w:ruby><w:rt>{run('よみ')}</w:rt><w:rubyBase>{run('読')}</w:rubyBase></w:ruby></w:r>"
        article = article_of(paragraph(run("字を"), ruby, run("む")))
        assert article.text() == "字を読(よみ)む" and "D003" not in codes(article)

    def test_words_that_nobody_read_are_told(self) -> None:
        lost = "<w:p><w:unknown><w:r><w:t>Orphaned words</w:t></w:r></w:unknown></w:p>"
        article = article_of(paragraph(TEXT) + lost)
        assert "Orphaned" not in article.text() and "D003" in codes(article)

    def test_nothing_is_told_where_all_was_read(self) -> None:
        assert "D003" not in codes(article_of(paragraph(TEXT)))


def test_styles_of_a_title_go_into_the_head(tmp_path: Path) -> None:
    source = "---\ntitle: The Wheel\nsubtitle: A history\nauthor: [Ilse Marrow, Tom Vey]\ndate: 4 March 2011\n---\n\n# The purchase\n\nThe mill stood idle."
    article = archiver.normalize(written(tmp_path / "a.docx", made(source, "docx")))
    assert (article.title, article.subtitle) == ("The Wheel", "A history")
    assert [author.name for author in article.authors] == ["Ilse Marrow", "Tom Vey"]
    assert article.published == "2011-03-04"
    assert article.text() == "The purchase\nThe mill stood idle."


def test_the_first_section_is_no_title() -> None:
    def heading(text: str) -> str:
        return f'<w:p><w:pPr><w:outlineLvl w:val="0"/><w:pStyle w:val="Heading1"/></w:pPr>{run(text)}</w:p>'

    bold = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>The Wheel at Orrin Ford</w:t></w:r></w:p>"
    article = article_of(bold + heading("The purchase") + paragraph(TEXT) + heading("The ledger") + paragraph(TEXT))
    assert article.title == "The Wheel at Orrin Ford"


def test_a_table_keeps_spans_and_heads(tmp_path: Path) -> None:
    table = "+---+---+\n| A | B |\n+===+===+\n| both  |\n+---+---+\n| 1 | 2 |\n+---+---+\n"
    article = archiver.normalize(written(tmp_path / "a.docx", made(f"Text before it.\n\n{table}", "docx")))
    assert b'<cell role="head">A</cell>' in article.xml() and b'<cell colspan="2">both</cell>' in article.xml()


def test_a_link_to_the_web_stays_and_nothing_is_fetched() -> None:
    article = article_of(paragraph(TEXT, f'<w:hyperlink r:id="web">{run("the mill")}</w:hyperlink>'))
    assert b'<link href="https://example.org/mill">the mill</link>' in article.xml()


@pytest.mark.parametrize("format", ["docx", "odt", "epub", "rtf"])
def test_every_word_arrives_and_the_bytes_are_the_same(format: str) -> None:
    source = "---\ntitle: The Wheel\n---\n\n# One\n\nThe *mill*[^1] stood `idle`.\n\n- oak\n- lead\n\n> Quoted.\n\n| line of verse\n| and another\n\n[^1]: Vestry **book**.\n\n    Second paragraph.\n"
    data = made(source, format)
    words = inspection.inspect(Source.from_bytes(data)).words
    assert words.unaccounted == 0 and words.source > 10
    first = archiver.normalize(data)
    assert first.xml() == archiver.normalize(data).xml()
    assert first.notes[0].text.startswith("Vestry book.")
