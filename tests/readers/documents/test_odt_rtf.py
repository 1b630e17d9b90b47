"""ODT and RTF: notes with their labels, and what pandoc reads wrongly or loses."""

from __future__ import annotations

import pytest

import archiver
from archiver.article import Article
from support.documents import made, odt_members, zipped

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

    def test_text_boxes_and_ruby_are_read(self) -> None:
        box = "<draw:frame><draw:text-box><text:p>Boxed words.</text:p></draw:text-box></draw:frame>"
        ruby = "<text:ruby><text:ruby-base>読</text:ruby-base><text:ruby-text>よみ</text:ruby-text></text:ruby>"
        article = odt(f"<text:p>Beside it.{box}</text:p><text:p>字を{ruby}む</text:p>")
        assert article.text() == "Beside it.\nBoxed words.\n字を読(よみ)む"
        assert "D003" not in [f.code for f in article.findings]

    def test_formulas_are_read(self) -> None:
        article = archiver.normalize(made("Euler: $a^2$ is it.\n", "odt"))
        assert b'<formula notation="tex">a^{2}</formula>' in article.xml()


class TestRtf:
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
