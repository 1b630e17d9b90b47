"""DOCX: notes with the labels that Word shows, tracked changes and comments, and what pandoc alone would lose."""

from __future__ import annotations

from pathlib import Path

import pytest

import archiver
from archiver import inspection
from archiver.article import Article
from archiver.source import Source
from support.documents import W, docx, docx_members, made, run, written, zipped


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


FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


def field(instruction: str, result: str) -> str:
    code = f"<w:r><w:instrText> {instruction} </w:instrText></w:r>" if "<" not in instruction else instruction
    return FIELD.format("begin") + code + FIELD.format("separate") + result + FIELD.format("end")


def alternatives(choice: str, fallback: str) -> str:
    return f'<mc:AlternateContent><mc:Choice Requires="wps">{choice}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>'


SHAPES = {
    "smart tag": (paragraph(run("In "), f'<w:smartTag w:element="place"><w:smartTag w:element="City">{run("Orrin Ford")}</w:smartTag></w:smartTag>'), "In Orrin Ford"),
    "content control": (f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph(run('By '), '<w:sdt><w:sdtContent>', run('Ann.'), '</w:sdtContent></w:sdt>')}</w:sdtContent></w:sdt>", "By Ann."),
    "XML of a customer": (
        '<w:customXml w:element="x"><w:customXmlPr/>' + paragraph('<w:customXml w:element="y">', TEXT, "</w:customXml>") + "</w:customXml>",
        "The mill at Orrin Ford stood idle for eleven winters.",
    ),
    "direction": (paragraph(f'<w:bdo w:val="rtl">{run("One ")}</w:bdo><w:dir w:val="ltr">{run("two.")}</w:dir>'), "One two."),
    "alternative run": (paragraph(f"<w:r>{alternatives('<w:t>Chosen.</w:t>', '<w:t>Fallback.</w:t>')}</w:r>"), "Chosen."),
    "alternative paragraph": (alternatives(paragraph(run("Chosen.")), paragraph(run("Fallback."))), "Chosen."),
    "tab to a place": (paragraph("<w:r><w:t>Left</w:t><w:ptab w:alignment='right'/><w:t>right.</w:t></w:r>"), "Left right."),
    "link as a field": (paragraph(run("See "), field('HYPERLINK "https://a.example/x"', run("the wall")), run(".")), "See the wall."),
    "reference as a field": (paragraph(run("See page "), field("PAGEREF _Toc1 \\h", run("12")), run(".")), "See page 12."),
    "field in a field": (paragraph(field(f"<w:r><w:instrText>IF </w:instrText></w:r>{field('DATE', run('unseen'))}", run("Shown.")), TEXT), "Shown.The mill at Orrin Ford stood idle for eleven winters."),
    "old text box": (paragraph(TEXT, f'<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>{paragraph(run("Boxed."))}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>'),
                     "The mill at Orrin Ford stood idle for eleven winters.\nBoxed."),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes_that_word_writes(shape: str) -> None:
    body, text = SHAPES[shape]
    article = article_of(body)
    assert (article.text(), [code for code in codes(article) if code[0] in "DA"]) == (text, [])


def test_a_comment_on_a_place_is_in_the_ledger() -> None:
    """LibreOffice writes no stretch of text for it, and pandoc then leaves it out."""
    members = docx_members(paragraph(TEXT, '<w:r><w:commentReference w:id="0"/></w:r>'))
    members["word/comments.xml"] = (
        f'<w:comments {W}><w:comment w:id="0" w:author="Bo">{paragraph(run("Check this."))}</w:comment></w:comments>'
    )
    members["word/_rels/document.xml.rels"] = str(members["word/_rels/document.xml.rels"]).replace(
        "</Relationships>",
        '<Relationship Id="c" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="comments.xml"/></Relationships>',
    )
    article = archiver.normalize(zipped(members))
    assert [(r.rule, r.text) for r in article.removals] == [("comment", "Check this.")] and "D001" in codes(article)


def test_another_document_inside_is_told() -> None:
    members = docx_members(f"{paragraph(TEXT)}<w:altChunk r:id='web'/>")
    members["word/_rels/document.xml.rels"] = str(members["word/_rels/document.xml.rels"]).replace(
        "https://example.org/mill", "chunks/part.htm"
    )
    article = archiver.normalize(zipped(members))
    assert [f.text for f in article.findings if f.code == "D004"] == [
        "The document includes other files, which are not read: part.htm."
    ]


def test_words_of_an_old_word_art_are_told() -> None:
    art = '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="Regatta"/></v:shape></w:pict></w:r>'
    assert [f.text[-12:] for f in article_of(paragraph(TEXT, art)).findings if f.code == "D003"] == ["1 (Regatta)."]


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


def test_bulleted_lists_that_nothing_parts_are_one() -> None:
    """LibreOffice gives each item of a nested list a list of its own."""
    from archiver.readers.documents.docx import join_lists

    def items(*texts: str) -> dict[str, object]:
        return {"t": "BulletList", "c": [[{"t": "Plain", "c": [{"t": "Str", "c": text}]}] for text in texts]}

    inner = [{"t": "Plain", "c": []}, items("black"), items("white"), items("red")]
    document = {"blocks": [{"t": "BulletList", "c": [inner]}, {"t": "Para", "c": []}, items("rye")]}
    join_lists(document)
    assert document["blocks"] == [
        {"t": "BulletList", "c": [[{"t": "Plain", "c": []}, items("black", "white", "red")]]}, {"t": "Para", "c": []}, items("rye"),
    ]  # fmt: skip
