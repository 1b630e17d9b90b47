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


@pytest.mark.parametrize(
    ("suffix", "text", "names"),
    [
        ("tex", r"\begin{document}Words. \verbatiminput{log.txt} \lstinputlisting[language=C]{mill.c} \include{one}\end{document}", "log.txt, mill.c, one"),
        ("tex", "\\begin{document}Words.\n\\input chapter\n\\inputminted{c}{x.c} \\bibliography{refs}\\end{document}", "chapter, x.c, refs"),
        ("tex", "\\begin{document}Words. % \\input{no}\n\\begin{verbatim}\n\\input{no}\n\\end{verbatim}\\end{document}", ""),
        ("dbk", '<article xmlns="http://docbook.org/ns/docbook" xmlns:xi="http://www.w3.org/2001/XInclude"><para>Words.</para>'
                '<xi:include href="a.xml"/><!-- <xi:include href="no.xml"/> --></article>', "a.xml"),
        ("md", "Words. ![[Other note|as]] and ![[mill.png]].\n\n{{< include a.qmd >}}\n", "Other note, a.qmd"),
        ("md", "Words `![[no]]` and\n\n```\n{{< include no.qmd >}}\n```\n", ""),
        ("rst", "Words.\n\n.. csv-table:: A title\n   :header: a\n   :file: /etc/passwd\n\n.. raw:: html\n   :url: https://a.example/b\n", "/etc/passwd, https://a.example/b"),
        ("rst", "Words.\n\n.. literalinclude:: mill.py\n", "mill.py"),
    ],
)  # fmt: skip
def test_every_way_to_include_a_file_is_told(tmp_path: Path, suffix: str, text: str, names: str) -> None:
    findings = archiver.normalize(written(tmp_path / f"a.{suffix}", text)).findings
    told = [f.text for f in findings if f.code == "D004"]
    assert told == ([f"The document includes other files, which are not read: {names}."] if names else [])


def test_all_fields_at_the_head_of_restructuredtext(tmp_path: Path) -> None:
    head = "The Mill\n========\n\n:Author: Ann Tarn\n:Author: Bo Lind\n:Date: 2011-03-04\n:Organization: Mill House\n:orphan:\n\n"
    article = archiver.normalize(written(tmp_path / "a.rst", f"{head}The mill stood idle.\n"))
    assert (article.title, article.published) == ("The Mill", "2011-03-04")
    assert [a.name for a in article.authors] == ["Ann Tarn", "Bo Lind"]
    assert article.text() == "Organization\nMill House\nThe mill stood idle."
    listed = "The Mill\n========\n\n:Authors: - Ann Tarn\n          - Bo Lind\n\nThe mill stood idle.\n"
    assert [a.name for a in archiver.normalize(written(tmp_path / "b.rst", listed)).authors] == ["Ann Tarn", "Bo Lind"]


TEMPLATE = """\
#let conf(title: none, authors: (), date: none, doc) = [
  #align(center)[#text(weight: "bold")[#title]]
  #grid(columns: 2, ..authors.map(a => [#a.name]))
  #doc
]
#show: doc => conf(
  title: [The _Mill_ at Orrin, "1871"],
  authors: ((name: [Ann Tarn], email: "a@b.example"), (name: "Bo Lind", email: "")),
  date: [4 March 2011],
  doc,
)
The mill stood idle.#footnote[Vestry book.]
"""


def test_arguments_of_a_typst_template(tmp_path: Path) -> None:
    article = archiver.normalize(written(tmp_path / "a.typ", TEMPLATE))
    assert (article.title, article.published) == ("The Mill at Orrin, “1871”", "2011-03-04")
    assert [a.name for a in article.authors] == ["Ann Tarn", "Bo Lind"]
    assert article.text() == "The mill stood idle.[1]"


@pytest.mark.parametrize(
    ("imported", "used"),
    [
        ('#import "@preview/boxes:1.0.0": note, warn as alarm', "#note(width: 2)[Beware of the wheel.]"),
        ('#import "@preview/boxes:1.0.0": (\n  note,\n  warn as alarm,\n)', "#alarm[Beware of the wheel.]"),
        ('#import "@preview/boxes:1.0.0"', "#boxes.note[Beware of the wheel.]"),
        ('#import "lib/boxes.typ" as b', '#b.note("Beware of the wheel.")'),
        ('#import "boxes.typ": *', "#note(title: [Beware])[of the wheel.]"),
        ('#let f = { import "boxes.typ": note; note[Beware of the wheel.] }', "#f"),
        ('#include "boxes.typ"', "Beware of the wheel."),
    ],
)
def test_what_a_typst_document_imports_is_named_and_its_own_text_is_read(
    imported: str, used: str, tmp_path: Path
) -> None:
    """pandoc in its sandbox reaches no file, and refuses all of such a document."""
    article = archiver.normalize(
        written(tmp_path / "a.typ", f"{imported}\n\nThe mill stood idle.#footnote[Vestry book.]\n\n{used}\n")
    )
    assert " ".join(article.text().split()) == "The mill stood idle.[1] Beware of the wheel."
    assert [note.text for note in article.notes] == ["Vestry book."]
    told = next(finding.text for finding in article.findings if finding.code == "D004")
    assert "boxes" in told


def test_the_template_of_a_package_says_title_and_authors(tmp_path: Path) -> None:
    source = '#import "@preview/paper:0.1.3": paper\n#show: paper.with(\n  title: [The Wheel], authors: ("Ann Tarn",), abstract: [Of a mill.],\n)\n\nThe mill stood idle.\n'
    article = archiver.normalize(written(tmp_path / "a.typ", source))
    assert (article.title, [a.name for a in article.authors]) == ("The Wheel", ["Ann Tarn"])
    assert "Of a mill." in article.text() and "The mill stood idle." in article.text()


@pytest.mark.parametrize(
    "rule",
    [
        "#show link: this => {\n  if true { text(this) } else { this }\n}",
        "#show link: set text(fill: blue) if false",
        "#show raw: set text(size: 8pt) if true",
        "#show heading.where(level: 1): it => text(blue)[#it.body]",
        "#let conf(doc) = {\n  show link: this => text(this)\n  show raw: set text(8pt) if true\n  doc\n}\n#show: conf",
    ],
)
def test_rules_for_looks_take_no_text_of_a_typst_document_away(rule: str, tmp_path: Path) -> None:
    """pandoc runs such a rule, and loses all links, or all code."""
    source = (
        f'{rule}\n\n= The Wheel\n\nSee #link("https://mill.example/")[the vestry book].\n\n```\nturn --wheel\n```\n'
    )
    article = archiver.normalize(written(tmp_path / "a.typ", source))
    assert article.text() == "See the vestry book.\nturn --wheel" and article.title == "The Wheel"


def test_typst_that_is_shown_as_text_stays(tmp_path: Path) -> None:
    source = 'Write this:\n\n```typ\n#import "boxes.typ": note\n#show link: set text(blue)\n```\n'
    article = archiver.normalize(written(tmp_path / "a.typ", source))
    assert '#import "boxes.typ": note\n#show link: set text(blue)' in article.text()
    assert "D004" not in [f.code for f in article.findings]


def test_what_a_latex_macro_measures_in_a_box_is_read(tmp_path: Path) -> None:
    """pandoc writes pictures so, and its reader loses what stands in a box."""
    macro = (
        "\\newsavebox\\pandoc@box\n\\newcommand*\\pandocbounded[1]{%\n  \\sbox\\pandoc@box{#1}%\n  \\ifdim\\wd\\pandoc@box>\\linewidth x\\else\\usebox{\\pandoc@box}\\fi%\n}\n"
        "\\newcommand{\\both}[1]{#1 and #1}\n"
    )
    body = "The mill.\n\n\\pandocbounded{The wheel in its bed.}\n\n\\both{oak}\n"
    article = archiver.normalize(
        written(
            tmp_path / "a.tex", f"\\documentclass{{article}}\n{macro}\\begin{{document}}\n{body}\\end{{document}}\n"
        )
    )
    assert article.text() == "The mill.\nThe wheel in its bed.\noak and oak"
    assert not article.removals


def test_an_error_of_typst_itself_is_still_one(tmp_path: Path) -> None:
    with pytest.raises(archiver.Malformed, match="cannot be read"):
        archiver.normalize(written(tmp_path / "a.typ", '#import "a.typ": *\n#let f(x) = \n'))


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
