"""Text in markup: Markdown, LaTeX, reStructuredText, Org, MediaWiki, JATS, DocBook, Typst."""

from __future__ import annotations

from pathlib import Path

import pytest

import archiver
from archiver import inspection
from archiver.article import Article
from archiver.source import Source
from support.documents import made, written

NOTES = {
    "md": "The mill stood idle.[^tar] And an inline note.^[Of *it*.]\n\n[^tar]: Vestry book.\n",
    "tex": "\\documentclass{article}\\begin{document}The mill stood idle.\\footnote{Vestry book.} And more.\\footnote{Of \\emph{it}.}\\end{document}",
    "rst": "The mill stood idle. [#tar]_ And more. [#]_\n\n.. [#tar] Vestry book.\n.. [#] Of *it*.\n",
    "org": "The mill stood idle.[fn:tar] And more.[fn:: Of /it/.]\n\n[fn:tar] Vestry book.\n",
    "mediawiki": "The mill stood idle.<ref>Vestry book.</ref> And more.<ref>Of ''it''.</ref>\n",
    "jats": '<article dtd-version="1.2"><front><article-meta><title-group><article-title>T</article-title></title-group></article-meta></front>'
    "<body><p>The mill stood idle.<fn><p>Vestry book.</p></fn> And more.<fn><p>Of <italic>it</italic>.</p></fn></p></body></article>",
    "dbk": '<article xmlns="http://docbook.org/ns/docbook"><title>T</title><para>The mill stood idle.<footnote><para>Vestry book.</para></footnote>'
    " And more.<footnote><para>Of <emphasis>it</emphasis>.</para></footnote></para></article>",
    "typ": "The mill stood idle.#footnote[Vestry book.] And more.#footnote[Of _it_.]\n",
}


def markdown(text: str) -> Article:
    return archiver.normalize(text.encode(), media_type="markdown")


@pytest.mark.parametrize("ending", NOTES)
def test_notes_are_notes_in_every_format(ending: str, tmp_path: Path) -> None:
    article = archiver.normalize(written(tmp_path / f"a.{ending}", NOTES[ending]))
    assert [(n.label, n.text, n.references) for n in article.notes] == [("1", "Vestry book.", 1), ("2", "Of it.", 1)]
    assert b"<em>it</em>" in article.xml()
    assert inspection.inspect(Source.from_file(tmp_path / f"a.{ending}")).words.unaccounted == 0


@pytest.mark.parametrize("format", ["jats", "docbook", "latex", "rst", "org", "mediawiki"])
def test_the_usual_structures_arrive(format: str, tmp_path: Path) -> None:
    source = "# One\n\nWords *and* **more** `code`.\n\n- oak\n- lead\n\n1. lift\n2. count\n\n> Quoted.\n\nTerm\n\n:   Meaning.\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n```\nprint(1)\n```\n\nAfter $x^2$ it.\n"
    path = written(tmp_path / "a", made(source, format))
    xml = archiver.normalize(path, media_type=format).xml().decode()
    for piece in (
        "<em>and</em>",
        "<strong>more</strong>",
        "<item>oak</item>",
        "<quote>",
        "Meaning.",
        ">1</cell>",
        'display="block">print(1)',
    ):
        assert piece in xml, (format, piece)


def test_yaml_is_the_head() -> None:
    article = markdown(
        "---\ntitle: The *Wheel*\nsubtitle: A history\nauthor:\n- name: Ilse Marrow\n- Tom Vey\ndate: 2011-03-04\nlang: en-GB\n"
        "abstract: How the wheel turned again.\nkeywords: [mill, water]\npublisher: Orrin Archive\ndoi: 10.1234/abc\n---\n\nThe mill stood idle.\n"
    )
    assert (article.title, article.subtitle, article.published, article.language) == (
        "The Wheel",
        "A history",
        "2011-03-04",
        "en-GB",
    )
    assert [a.name for a in article.authors] == ["Ilse Marrow", "Tom Vey"]
    assert (article.abstract, article.keywords, article.publisher) == (
        "How the wheel turned again.",
        ("mill", "water"),
        "Orrin Archive",
    )
    assert ("doi", "10.1234/abc") in article.identifiers
    assert article.text() == "The mill stood idle."


def test_html_in_markdown_is_read_like_html() -> None:
    article = markdown(
        "Water is H<sub>2</sub>O.<!-- secret --> A<br>b.\n\n<table>\n<tr><td>one</td>\n<td>\n\n- in a cell\n\n</td></tr>\n</table>\n\n"
        "<details>\n<summary>More</summary>\n\nInner *text*.\n\n</details>\n\n<script>alert('gone')</script>\n"
    )
    xml = article.xml().decode()
    assert "H<sub>2</sub>O. A<br/>b." in xml and "<cell>one</cell>" in xml and "<item>in a cell</item>" in xml
    assert "Inner <em>text</em>." in xml and "secret" not in xml and "gone" not in xml


def test_markdown_as_people_write_it() -> None:
    article = markdown("# Mill\nRight below.\n- oak\n- lead\n> Quoted.\n\n日本語の\n文章です。\n")
    assert article.title == "Mill" and article.text().splitlines() == [
        "Right below.",
        "oak",
        "lead",
        "Quoted.",
        "日本語の文章です。",
    ]


def test_line_blocks_are_verse_and_formulas_are_tex() -> None:
    xml = markdown("| line of verse\n| and another\n\nEuler: $e^{i}$.\n\n$$\nx\n$$\n").xml().decode()
    assert "<line>line of verse</line>" in xml and '<formula notation="tex">e^{i}</formula>' in xml
    assert '<formula display="block" notation="tex">x</formula>' in xml


def test_dollars_of_money_are_no_formula() -> None:
    assert markdown("It cost $5 in May and $10 in June, MathJax or not.").text().startswith("It cost $5 in May and $10")


def test_a_text_of_one_line_is_an_article() -> None:
    assert markdown("Gone fishing.").text() == "Gone fishing."


def test_commands_like_the_name_of_the_program_are_no_options() -> None:
    """pandoc's runtime reads options between +RTS and -RTS: only on its own command line."""
    assert markdown("+RTS -M1k -RTS").text() == "+RTS -M1k -RTS"


def test_files_that_a_document_includes_are_told_and_not_read(tmp_path: Path) -> None:
    written(tmp_path / "secret.tex", "Hidden words.")
    source = "\\documentclass{article}\\begin{document}Words here.\\input{secret.tex}\\end{document}"
    article = archiver.normalize(written(tmp_path / "a.tex", source))
    assert "Hidden" not in article.text() and [f.code for f in article.findings][:1] == ["D004"]
    article = archiver.normalize(written(tmp_path / "a.rst", "Words here.\n\n.. include:: /etc/passwd\n"))
    assert article.text() == "Words here." and [f.code for f in article.findings][:1] == ["D004"]


def test_what_pandoc_does_not_read_is_in_the_ledger(tmp_path: Path) -> None:
    article = archiver.normalize(written(tmp_path / "a.wiki", "{{Infobox mill|name=Orrin}}\n\nThe mill stood idle.\n"))
    assert article.text() == "The mill stood idle."
    assert [(r.rule, r.text) for r in article.removals] == [("raw-markup", "{{Infobox mill|name=Orrin}}")]


def test_metadata_of_a_jats_article(tmp_path: Path) -> None:
    source = (
        '<?xml version="1.0"?><article dtd-version="1.2" xml:lang="en"><front><journal-meta><journal-title-group><journal-title>Mill Studies</journal-title>'
        "</journal-title-group></journal-meta><article-meta><article-id pub-id-type='doi'>10.1234/mill</article-id><title-group><article-title>The Wheel"
        "</article-title></title-group><contrib-group><contrib contrib-type='author'><name><surname>Marrow</surname><given-names>Ilse</given-names></name>"
        "</contrib></contrib-group><pub-date pub-type='epub'><day>4</day><month>3</month><year>2011</year></pub-date><kwd-group><kwd>mill</kwd></kwd-group>"
        "</article-meta></front><body><p>The mill stood idle.</p></body></article>"
    )
    article = archiver.normalize(written(tmp_path / "a.xml", source))
    assert (article.title, article.publisher, article.published) == ("The Wheel", "Mill Studies", "2011-03-04")
    assert [a.name for a in article.authors] == ["Ilse Marrow"] and ("doi", "10.1234/mill") in article.identifiers
    assert (
        article.keywords == ("mill",)
        and article.source is not None
        and article.source.media_type == "application/jats+xml"
    )


def test_a_picture_beside_a_text_is_embedded(tmp_path: Path) -> None:
    from support.pictures import noise

    written(tmp_path / "mill.png", noise(40, 30))
    article = archiver.normalize(written(tmp_path / "a.md", "The mill.\n\n![A mill](mill.png)\n"))
    assert b'src="data:image/png;base64,' in article.xml()


def test_the_provenance_names_pandoc(tmp_path: Path) -> None:
    assert b'parser="pandoc ' in markdown("The mill.").xml()
