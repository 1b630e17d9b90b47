"""ODT and RTF: notes with their labels, and what pandoc reads wrongly or loses."""

from __future__ import annotations

from base64 import b64encode

import pytest

import archiver
from archiver.article import Article
from support.documents import made, odt_members, zipped
from support.pictures import png

TEXT = "<text:p>The mill at Orrin Ford stood idle for eleven winters.</text:p>"


def odt(body: str, meta: str = "") -> Article:
    return archiver.normalize(zipped(odt_members(body, meta)))


def note(kind: str, label: str, text: str, own: str = "") -> str:
    attribute = f' text:label="{own}"' if own else ""
    return (
        f'<text:note text:note-class="{kind}"><text:note-citation{attribute}>{label}</text:note-citation>'
        f"<text:note-body><text:p>{text}</text:p></text:note-body></text:note>"
    )


class TestOdt:
    def test_notes_have_the_labels_and_the_kinds_of_the_file(self) -> None:
        notes = [
            note("footnote", "7", "Vestry book."),
            note("endnote", "*", "Lent.", own="*"),
            note("endnote", "ii", "Wet."),
        ]
        article = odt(f"<text:p>One{notes[0]} two{notes[1]} three{notes[2]}.</text:p>")
        assert [(n.label, n.kind, n.text) for n in article.notes] == [
            ("7", "footnote", "Vestry book."), ("*", "endnote", "Lent."), ("ii", "endnote", "Wet."),
        ]  # fmt: skip

    def test_the_style_of_a_title_is_the_title(self) -> None:
        article = odt(
            f'<text:p text:style-name="P1">The Wheel</text:p><text:p text:style-name="Subtitle">A history</text:p>{TEXT}'
        )
        assert (article.title, article.subtitle) == ("The Wheel", "A history")
        assert article.text() == "The mill at Orrin Ford stood idle for eleven winters."

    def test_the_properties_of_the_file_come_last(self) -> None:
        meta = "<dc:title>draft3.odt</dc:title><meta:initial-creator>Ann Tarn</meta:initial-creator><meta:keyword>mill, water</meta:keyword>"
        article = odt(TEXT, meta)
        assert (article.title, [a.name for a in article.authors]) == ("", ["Ann Tarn"])
        assert article.keywords == ("mill", "water")

    def test_deleted_text_and_comments_are_in_the_ledger(self) -> None:
        changes = (
            "<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>A</dc:creator></office:change-info>"
            "<text:p>old words</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        )
        comment = "<office:annotation><dc:creator>Bo</dc:creator><text:p>Check this.</text:p></office:annotation>"
        article = odt(f"{changes}<text:p>The new ledger{comment} stays.</text:p>")
        assert [(r.rule, r.text) for r in article.removals] == [
            ("tracked-deletion", "old words"),
            ("comment", "Check this."),
        ]
        assert article.text() == "The new ledger stays." and "D001" in [f.code for f in article.findings]

    def test_insertions_stay_and_are_counted(self) -> None:
        change = '<text:tracked-changes><text:changed-region text:id="c1"><text:insertion/></text:changed-region></text:tracked-changes>'
        article = odt(
            f'{change}<text:p>The <text:change-start text:change-id="c1"/>new <text:change-end text:change-id="c1"/>ledger.</text:p>'
        )
        assert article.text() == "The new ledger."
        assert "kept in the text: 1" in next(f.text for f in article.findings if f.code == "D001")

    def test_text_boxes_and_ruby_are_read(self) -> None:
        box = "<draw:frame><draw:text-box><text:p>Boxed words.</text:p></draw:text-box></draw:frame>"
        ruby = "<text:ruby><text:ruby-base>読</text:ruby-base><text:ruby-text>よみ</text:ruby-text></text:ruby>"
        article = odt(f"<text:p>Beside it.{box}</text:p><text:p>字を{ruby}む</text:p>")
        assert article.text() == "Beside it.\nBoxed words.\n字を読(よみ)む"
        assert "D003" not in [f.code for f in article.findings]

    @pytest.mark.parametrize("style", ["Preformatted_20_Text", "Source_20_Code", "P9"])
    def test_preformatted_paragraphs_are_code(self, style: str) -> None:
        """P9 is made from one of them."""
        members = odt_members(
            f'<text:p>Before.</text:p><text:p text:style-name="{style}">lamp <text:s text:c="2"/>--on</text:p>'
            f'<text:p text:style-name="{style}"><text:span>  oil</text:span><text:line-break/>wick</text:p><text:p>After.</text:p>'
            f'<text:p text:style-name="{style}">See{note("footnote", "1", "Vestry book.")}</text:p>'
        )
        made_from = (
            '<style:style style:name="P9" style:family="paragraph" style:parent-style-name="Preformatted_20_Text"/>'
        )
        members["content.xml"] = str(members["content.xml"]).replace(
            "</office:automatic-styles>", f"{made_from}</office:automatic-styles>"
        )
        article = archiver.normalize(zipped(members))
        assert article.text() == "Before.\nlamp   --on\n  oil\nwick\nAfter.\nSee[1]"
        assert article.xml().count(b'<code display="block">') == 1 and "D003" not in [f.code for f in article.findings]

    def test_the_description_of_a_picture_is_no_text(self) -> None:
        frame = '<draw:frame><draw:image xlink:href="Pictures/1.png"/><svg:desc xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0">A mill.</svg:desc></draw:frame>'
        assert "D003" not in [f.code for f in odt(f"<text:p>Beside it.{frame}</text:p>").findings]

    def test_the_indent_of_a_note_is_no_quotation(self) -> None:
        """LibreOffice indents the text of each note, and pandoc takes indented paragraphs for quotations."""
        members = odt_members(
            f"<text:p>One{note('footnote', '1', 'Vestry book.')}.</text:p>".replace(
                "<text:note-body><text:p>", '<text:note-body><text:p text:style-name="Fn">'
            )
        )
        style = '<style:style style:name="Fn" style:family="paragraph"><style:paragraph-properties fo:margin-left="0.6cm" fo:text-indent="-0.6cm"/></style:style>'
        members["content.xml"] = (
            str(members["content.xml"])
            .replace("<office:body>", f"<office:automatic-styles>{style}</office:automatic-styles><office:body>", 1)
            .replace("xmlns:dc=", 'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:dc=', 1)
        )
        article = archiver.normalize(zipped(members))
        assert [n.text for n in article.notes] == ["Vestry book."] and b"<quote>" not in article.xml()

    def test_formulas_are_read(self) -> None:
        article = archiver.normalize(made("Euler: $a^2$ is it.\n", "odt"))
        assert b'<formula notation="tex">a^{2}</formula>' in article.xml()


def flat(body: str, head: str = "") -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{whole}:1.0"'
        for name, whole in (
            ("office", "office"),
            ("text", "text"),
            ("draw", "drawing"),
            ("style", "style"),
            ("meta", "meta"),
            ("table", "table"),
        )
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {spaces} xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">{head}<office:body><office:text>{body}</office:text></office:body></office:document>'
    ).encode()


class TestFlatOdt:
    def test_it_is_read_like_an_odt(self) -> None:
        picture = (
            "<draw:frame><draw:image><office:binary-data>"
            + b64encode(png(4, 3)).decode()
            + "</office:binary-data></draw:image></draw:frame>"
        )
        body = f'<text:p text:style-name="Title">The Wheel</text:p>{TEXT}<text:p>And so on{note("endnote", "ii", "Wet.")}.{picture}</text:p>'
        article = archiver.normalize(
            flat(body, "<office:meta><meta:initial-creator>Ann Tarn</meta:initial-creator></office:meta>")
        )
        assert (article.title, [a.name for a in article.authors]) == ("The Wheel", ["Ann Tarn"])
        assert [(n.label, n.kind, n.text) for n in article.notes] == [("ii", "endnote", "Wet.")]
        assert len(list(article.root.iter("{*}image"))) == 1 and not [f for f in article.findings if f.code[0] in "DA"]

    def test_deleted_text_that_stands_where_it_stood_is_in_the_ledger(self) -> None:
        """LibreOffice writes it so into flat files; in an ODT it is in the list of the changes."""
        region = '<text:changed-region xml:id="{0}" text:id="{0}"><text:{1}/></text:changed-region>'
        listed = region.format("c1", "deletion") + region.format("c2", "deletion") + region.format("c3", "insertion")
        change = '<text:change-{0} text:change-id="{1}"/>'
        body = (
            f"<text:tracked-changes>{listed}</text:tracked-changes><text:p>It stood {change.format('start', 'c1')}quite <text:span>idle</text:span>"
            f"{note('footnote', '1', 'Vestry.')} {change.format('end', 'c1')}{change.format('start', 'c3')}still{change.format('end', 'c3')}"
            f" for years{change.format('start', 'c2')}, as one says.</text:p><text:p>Also this{change.format('end', 'c2')}.</text:p>"
        )
        article = archiver.normalize(flat(body))
        assert article.text() == "It stood still for years\n." and not article.notes
        assert [(r.rule, r.text) for r in article.removals] == [
            ("tracked-deletion", "quite idle1 Vestry."),
            ("tracked-deletion", ", as one says. Also this"),
        ]
        assert "deletions 2" in next(f.text for f in article.findings if f.code == "D001")

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (flat(TEXT).replace(b"opendocument.text", b"opendocument.spreadsheet"), "it is a spreadsheet"),
            (flat(TEXT)[:-30], "damaged or cut off"),
            (
                flat(TEXT).replace(b"<office:document ", b'<!DOCTYPE a [<!ENTITY x "y">]><office:document ', 1),
                "XML entities",
            ),
        ],
        ids=["spreadsheet", "cut off", "entities"],
    )
    def test_what_cannot_be_read_is_refused(self, data: bytes, words: str) -> None:
        with pytest.raises(archiver.ArchiverError, match=words) as refused:
            archiver.normalize(data, media_type="odt" if "entities" in words else None)
        assert refused.value.exit_code == 3


class TestRtf:
    def test_a_style_of_characters_is_not_that_of_all_text(self) -> None:
        styles = rb"{\stylesheet{\s0\ql Normal;}{\*\cs16\snext16\loch\super Footnote Anchor;}}"
        article = archiver.normalize(rb"{\rtf1\ansi" + styles + rb"\pard\plain \s0 The mill stood idle.\par}")
        assert b"<sup>" not in article.xml() and article.text() == "The mill stood idle."

    def test_styles_of_headings_and_of_the_title(self) -> None:
        """LibreOffice names a heading by its style alone, and the title too."""
        styles = rb"{\stylesheet{\s0\ql Normal;}{\s1\sbasedon0\ql\fs40 Heading 1;}{\s100\qc Title;}{\s102\qc Author;}}"
        article = archiver.normalize(
            rb"{\rtf1\ansi"
            + styles
            + rb"{\info{\title draft 3}{\author Owner}}\pard\plain \s100\qc{The Wh\'e9el}\par \pard\plain \s102{Ann Tarn}\par "
            rb"\pard\plain \s0 The mill stood idle.\par \pard\plain \s1 The keeper\par \pard\plain \s0 Asleep.\par}"
        )
        assert (article.title, [a.name for a in article.authors]) == ("The Whéel", ["Ann Tarn"])
        assert (
            article.text() == "The mill stood idle.\nThe keeper\nAsleep."
            and b"<heading>The keeper</heading>" in article.xml()
        )

    def test_footnotes_of_libreoffice_and_of_word(self) -> None:
        for group in (rb"{\*\footnote \chftn Vestry book.}", rb"{\footnote \chftn Vestry book.}"):
            article = archiver.normalize(rb"{\rtf1\ansi The mill stood idle." + group + rb" And so on.\par}")
            assert [(n.label, n.text) for n in article.notes] == [("1", "Vestry book.")], group

    @pytest.mark.parametrize(
        ("source", "text"),
        [
            (rb"{\rtf1\ansi \u8220" b'"quoted' rb"\u8221\'94 end\par}", "“quoted” end"),
            (rb"{\rtf1\ansi\ansicpg1251 \'cf\'f0\'e8\'e2\'e5\'f2\par}", "Привет"),
            (rb"{\rtf1\ansi{\fonttbl{\f0\fcharset161 Greek;}}\f0 \'e1\'e2{\plain caf\'e9}\par}", "αβcafé"),
            (rb"{\rtf1\ansi{\fonttbl{\f0\fcharset128 Mincho;}}\f0 \'93\'fa\'96\'7b\par}", "日本"),
            (rb"{\rtf1\ansi{\fonttbl{\f0\fcharset128 Mincho;}}\f0 \'93\'fa\'96{\par}}", None),
        ],
        ids=["character behind a Unicode character", "code page", "font", "two bytes", "half a character"],
    )
    def test_letters(self, source: bytes, text: str | None) -> None:
        article = archiver.normalize(source)
        assert text is None or article.text() == text

    def test_the_properties_of_the_file(self) -> None:
        article = archiver.normalize(
            rb"{\rtf1\ansi{\info{\title The Wheel}{\author Ann Tarn}}The mill stood idle.\par}"
        )
        assert (article.title, [a.name for a in article.authors]) == ("The Wheel", ["Ann Tarn"])

    def test_a_table_before_a_note_stays_in_the_text(self) -> None:
        """pandoc keeps the rows of a table until a paragraph ends: without help, the table would be in the next note."""
        row = rb"\trowd\cellx2000\cellx4000\pard\intbl %b\cell %b\cell\row "
        note = rb"{\super\chftn{\*\footnote\pard\plain{\super\chftn} %b}}"
        article = archiver.normalize(
            rb"{\rtf1\ansi One" + note % b"First." + rb" and more.\par " + row % (b"Year", b"Ships")
            + row % (b"1871" + note % b"In the cell.", b"212") + rb"\pard\plain Two" + note % rb"Third.\par With a second paragraph."
            + rb", {\b bold" + note % b"Fourth." + rb"}.\par }"
        )  # fmt: skip
        assert [(n.label, n.text) for n in article.notes] == [
            ("1", "First."), ("2", "In the cell."), ("3", "Third.\nWith a second paragraph."), ("4", "Fourth."),
        ]  # fmt: skip
        assert article.text() == "One[1] and more.\nYear Ships\n1871[2] 212\nTwo[3], bold[4]."

    def test_a_document_that_has_the_sign_for_a_moved_note_keeps_it(self) -> None:
        row = rb"\trowd\cellx2000\pard\intbl Year\cell\row "
        article = archiver.normalize(rb"{\rtf1\ansi " + row + rb"\pard Tw\u-1840 ?o{\footnote A note.}.\par}")
        assert (article.text(), [n.text for n in article.notes]) == ("Year\nTw\uf8d0o[1].", ["A note."])

    def test_deleted_text_and_comments_are_in_the_ledger(self) -> None:
        comment = rb"{\*\atnid A}{\*\atnauthor Bo}\chatn{\*\annotation{\*\atndate 667234944}\pard\plain Check this.\par Twice.}"
        article = archiver.normalize(
            rb"{\rtf1\ansi{\*\revtbl{Unknown;}{Bo;}}\pard\plain The {\deleted\revauthdel1 ol\'e9 \u8220?ledger\u8221? }{\revised\revauth1 new }stays"
            + comment
            + rb".\par \deleted Gone, {\i all} of it.\par And this.\deleted0 Not this.\par}"
        )
        assert article.text() == "The new stays.\nNot this."
        assert [(r.rule, r.text) for r in article.removals] == [
            ("tracked-deletion", "olé “ledger”"),
            ("comment", "Check this. Twice."),
            ("tracked-deletion", "Gone, all of it. And this."),
        ]
        told = next(f.text for f in article.findings if f.code == "D001")
        assert "kept in the text: 1" in told and "deletions 2, comments 1" in told

    def test_a_deleted_note_is_in_the_ledger(self) -> None:
        article = archiver.normalize(
            rb"{\rtf1\ansi The mill{\deleted {\super\chftn{\footnote\chftn\pard\plain\deleted Vestry book.}}} stood idle.\par}"
        )
        assert article.text() == "The mill stood idle."
        assert [(r.rule, r.text) for r in article.removals] == [("tracked-deletion", "Vestry book.")]
