"""What exports look like: nothing is squeezed, cut off, run together or out of line, in any format."""

from __future__ import annotations

import base64
import io
import re
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image

from archiver.article import Article
from archiver.writers.pandoc.inlines import walk_nodes
from archiver.writers.pdf import lines
from archiver.writers.pdf.typst import data
from archiver.writers.pdf.typst import text as typst_text
from archiver.writers.pdf.weasyprint import page as pdf_page
from archiver.writers.pdf.weasyprint import renderer
from support.pdf_words import Word, words_of
from support.records import Specimen, changed

XHTML = {"h": "http://www.w3.org/1999/xhtml", "o": "http://www.idpf.org/2007/opf"}


def around(body: str, notes: str = "", language: str = "en", head: str = "") -> Specimen:
    """A record with this body."""
    return changed(
        "bare",
        ('article:1" ', f'article:1" xml:lang="{language}" '),
        ("<title/>", f"<title>A Title</title>{head}"),
        ('<p id="p1">', f'{body}<p id="p1">'),
        ("<provenance>", f"{f'<notes>{notes}</notes>' if notes else ''}<provenance>"),
    )


def printed(article: Article, folder: Path) -> list[Word]:
    out = io.BytesIO()
    renderer.write(article, out)
    return words_of(out.getvalue(), folder)


def typst_nodes(specimen: Specimen, kind: str) -> list[dict[str, Any]]:
    pytest.importorskip("typst")
    return [node for node in walk_nodes(data.article_data(specimen.article).values["blocks"]) if node["t"] == kind]


def html_of(specimen: Specimen) -> etree._Element:
    return pdf_page.page(specimen.article, frozenset())


def web_page(specimen: Specimen) -> etree._Element:
    return etree.fromstring(specimen.html)


def picture(width: int, height: int) -> str:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (90, 120, 150)).save(out, "PNG")
    return f'<figure><image src="data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}" alt="A mast"/></figure>'


def call(number: int) -> str:
    return f'<noteref id="r{number}" target="n{number}" label="{number}"/>'


def note(number: int) -> str:
    return f'<note id="n{number}" label="{number}" kind="footnote" status="present"><p id="q{number}">Said once.</p></note>'


# ---- pictures -------------------------------------------------------------------------------------


def test_a_tall_picture_is_scaled_down_without_distortion() -> None:
    (mast,) = html_of(around(picture(500, 1400))).iter("img")
    width = float(re.findall(r"width: (\d+)px", mast.get("style", ""))[0])
    assert width * 1400 / 500 == pytest.approx(165 * 96 / 25.4, rel=0.01)


def test_pictures_of_one_figure_are_all_drawn_and_stay_with_their_caption() -> None:
    figure = f"{picture(300, 200)[:-9]}{picture(300, 200)[8:-9]}<caption>Two masts</caption></figure>"
    (node,) = typst_nodes(around(figure), "Figure")
    assert [(block["t"], block["c"][0]["alone"]) for block in node["c"]] == [("Plain", True), ("Plain", True)]
    assert node["whole"]


# ---- lists ----------------------------------------------------------------------------------------


def test_long_item_numbers_have_space_before_the_text() -> None:
    def ordered(start: int, style: str) -> str:
        return f'<list type="ordered" start="{start}" style="{style}"><item>Salt</item><item>Rope</item></list>'

    many = around(ordered(1, "decimal") + ordered(998, "decimal") + ordered(97, "upper-roman"))
    rooms = [list_.get("style") for list_ in html_of(many).iter("ol")]
    assert rooms[0] is None and rooms[1] == "padding-inline-start: 2.6em"
    assert rooms[2] is not None and float(rooms[2][-5:-2]) > 4  # XCVII.
    assert [list_.get("class") for list_ in web_page(many).iterfind(".//h:ol[@start]", XHTML)] == [
        None,
        "wide",
        "wider",
    ]


def test_items_keep_the_numbers_of_the_source() -> None:
    labelled = (
        '<list type="ordered"><item n="3">Out of order</item><item n="9">more so</item><item n="*">a star</item></list>'
    )
    (made,) = typst_nodes(around(labelled), "LabelledList")
    assert made["labels"] == ["3.", "9.", "*"]


def test_terms_that_share_a_definition_are_on_lines_of_their_own() -> None:
    (made,) = (
        node
        for node in typst_nodes(
            around('<list type="definition"><term>Painter</term><term>Bow line</term><item>A rope.</item></list>'),
            "DefinitionList",
        )
    )
    ((terms, _),) = made["c"]
    assert [node["t"] for node in terms] == ["Text", "Break", "Text"]


# ---- tables ---------------------------------------------------------------------------------------


def test_each_part_of_a_split_table_fills_its_page() -> None:
    heads = "".join(f"<cell>Column heading number {n}</cell>" for n in range(24))
    cells = "".join(f"<cell>unbreakable_identifier_number_{n}</cell>" for n in range(24))
    parts = [
        table
        for table in html_of(around(f'<table><row role="head">{heads}</row><row>{cells}</row></table>')).iter("table")
        if "table-part" in table.get("class", "")
    ]
    assert len(parts) > 2
    for part in parts:
        widths = [float(re.findall(r"[\d.]+", col.get("style", ""))[0]) for col in part.iter("col")]
        assert len(widths) == len(part.findall("thead/tr/th")) and sum(widths) == pytest.approx(100, abs=0.1)


def test_a_first_row_of_only_head_cells_is_the_head_without_thead() -> None:
    head = '<row><cell role="head">What</cell><cell role="head">Story</cell></row>'
    rows = '<row><cell role="head">Flood</cell><cell>It came.</cell></row>'
    table = around(f"<table>{head}{rows}</table>")
    for made, ns in ((html_of(table), ""), (web_page(table), f"{{{XHTML['h']}}}")):
        (thead,) = made.iter(f"{ns}thead")
        assert list(thead.itertext()) == ["What", "Story"]
    assert [cell.get("scope") for cell in html_of(table).iter("th") if cell.text in ("What", "Flood")] == ["col", "row"]
    (node,) = (node for node in typst_nodes(table, "Table") if node["rows"])
    assert node["heads"] == 1 and node["repeat"]


def test_a_caption_is_as_wide_as_the_visible_table_and_print_shows_all_columns() -> None:
    row = f"<row>{'<cell>142.3</cell>' * 14}</row>"
    page = web_page(around(f"<table><caption>Rain</caption>{row}{row}</table>"))
    (holder,) = page.iterfind(".//h:div[@class='table broad']", XHTML)
    assert holder.get("tabindex") == "0"
    style = "".join(page.find(".//h:style", XHTML).itertext())  # type: ignore[union-attr]
    printing = style[style.index("@media print") :]
    assert ".table { overflow: visible; }" in printing and ".broad table" in printing


def test_a_very_long_word_in_a_cell_may_break() -> None:
    cells = f"<cell>{'9f86d081' * 8}</cell><cell>short</cell>"
    found = web_page(around(f"<table><row>{cells}</row></table>")).iterfind(".//h:article//h:td", XHTML)
    assert [cell.get("class") for cell in found] == ["long", None]


# ---- words and lines ------------------------------------------------------------------------------


def test_quotation_marks_of_the_markup_are_printed(tmp_path: Path) -> None:
    body = '<p id="x">He said <q>she said <q>nobody</q> left</q>.</p>'
    said = " ".join(word.text for word in printed(around(body).article, tmp_path))
    assert "He said “she said ‘nobody’ left”." in said
    german = " ".join(word.text for word in printed(around(body, language="de").article, tmp_path))
    assert "He said „she said ‚nobody‘ left“." in german


def test_a_long_word_without_a_font_breaks_between_its_code_numbers(tmp_path: Path) -> None:
    word = "".join(chr(0x13000 + n) for n in range(40))
    assert all(found.is_inside for found in printed(around(f'<p id="x">{word}</p>').article, tmp_path))
    assert len(typst_nodes(around(f'<p id="x">{word}</p>'), "Rare")) == 40


def test_a_post_with_its_address_has_no_empty_attribution() -> None:
    post = '<quote role="post" href="https://example.org/1"><p id="x">Out. <link href="https://example.org/1">Now</link></p></quote>'
    assert [p.get("class") for p in html_of(around(post)).iterfind(".//blockquote/p")] == [None]


def test_a_sign_before_a_term_is_close_to_it() -> None:
    minus = "<m:mo>−</m:mo>"
    # a formula with a letter that the font of formulas lacks is not drawn
    rows = f"<m:mrow>{minus}<m:mi>б</m:mi>{minus}<m:mi>c</m:mi><m:mtext>時</m:mtext></m:mrow>"
    math = f'<p id="x"><formula notation="mathml"><m:math xmlns:m="http://www.w3.org/1998/Math/MathML">{rows}</m:math></formula></p>'
    (formula,) = html_of(around(math)).iterfind(".//span[@class='formula']")
    assert "".join(formula.itertext()) == "−б − c時"


def test_a_long_heading_is_broken_into_even_lines() -> None:
    assert lines.even_share(30, 55) == 1.0
    assert 0.5 < lines.even_share(60, 55) < 0.75
    long = '<section id="s"><heading>The harbour office kept its lamps lit until the ferry had come</heading></section>'
    (heading,) = (node for node in typst_nodes(around(long), "Header") if node["share"] < 1)
    assert heading["level"] == 1


def test_each_line_of_verse_is_a_line_and_an_empty_line_separates_stanzas() -> None:
    verse = "<verse><stanza><line>The lamp is out,</line><line>the ferry gone.</line></stanza><stanza><line>So.</line></stanza></verse>"
    (made,) = typst_nodes(around(verse), "LineBlock")
    assert [bool(line) for line in made["c"]] == [True, True, False, True]


def test_two_calls_in_a_row_are_separated() -> None:
    specimen = around(f'<p id="x">So{call(1)}{call(2)} and so{call(3)}.</p>', note(1) + note(2) + note(3))
    assert len(typst_nodes(specimen, "Gap")) == 1


def test_very_long_words_fill_their_lines_and_keep_marks_with_their_letters() -> None:
    lettering = typst_text.Lettering("")
    pieces = lettering.pieces("x" * 60, 24)
    assert "".join(pieces) == "x" * 60 and max(map(len, pieces)) == 5
    accented = lettering.pieces("e\u0301" * 40, 24)
    assert not any(piece.startswith("\u0301") for piece in accented)
    thai = "ท่าเรือเปิดตอนสี่โมงเช้าและปิดเมื่อชั้นวางว่าง"
    assert lettering.pieces(thai, 24) == [thai]  # breaks of its own, where its words end


def test_typst_does_not_repeat_the_title_block() -> None:
    author = "<author><name>Maren Oke</name><affiliation>Rope Institute</affiliation></author>"
    specimen = changed("bare", ("<title/>", f"<title/>{author}"))
    pytest.importorskip("typst")
    values = data.article_data(specimen.article).values
    assert values["people"][0]["about"] == [{"t": "Text", "c": ["Rope Institute"]}]
    assert "Rope Institute" not in str(values["blocks"])


# ---- right to left --------------------------------------------------------------------------------


def test_code_runs_from_left_to_right_in_an_arabic_article() -> None:
    body = '<code display="block">rope --length 12 # حبل</code><p id="x">كتب <code>rope</code></p>'
    page = web_page(around(body, language="ar"))
    assert [code.get("dir") for code in page.iterfind(".//h:pre", XHTML)] == ["ltr"]
    assert [code.get("dir") for code in page.iterfind(".//h:p/h:code", XHTML)] == ["ltr"]
    assert [code.get("dir") for code in web_page(around(body)).iterfind(".//h:pre", XHTML)] == [None]


def test_text_after_a_latin_link_in_hebrew_continues_from_right_to_left() -> None:
    body = '<p id="x">קישור <link href="https://example.org/">example.org</link>, <link href="https://example.org/he">עברית</link>.</p>'
    links = [node for node in typst_nodes(around(body, language="he"), "Link") if "example.org" in node["to"]]
    assert {link["to"]: link["ltr"] for link in links} == {
        "https://example.org/": True,
        "https://example.org/he": False,
    }


def test_words_of_another_direction_are_isolated() -> None:
    body = '<p id="x"><lang xml:lang="en">Two lamps.</lang> و<link href="https://example.org/">example.org</link>.</p>'
    page = web_page(around(body, language="ar"))
    assert page.xpath("//h:p/h:span[@lang='en']/@dir", namespaces=XHTML) == ["ltr"]
    assert page.xpath("//h:p/h:a/@dir", namespaces=XHTML) == ["auto"]
    latin = web_page(around('<p id="x"><lang xml:lang="he">שלום</lang> <lang xml:lang="fr">oui</lang></p>'))
    assert latin.xpath("//h:p/h:span/@dir", namespaces=XHTML) == ["rtl"]


# ---- books ----------------------------------------------------------------------------------------


def test_a_book_begins_with_its_cover() -> None:
    book = around("").book
    package = etree.fromstring(book["EPUB/package.opf"])
    first = package.find(".//o:itemref", XHTML)
    assert first is not None and first.get("idref") == "cover-page" and first.get("linear") is None
    (picture,) = etree.fromstring(book["EPUB/cover.xhtml"]).iterfind(".//h:img", XHTML)
    title = around("").article.title
    assert (picture.get("src"), picture.get("alt"), picture.get("role")) == ("cover.svg", title, "doc-cover")
    landmarks = etree.fromstring(book["EPUB/nav.xhtml"]).xpath("//h:nav[2]//h:a/@href", namespaces=XHTML)
    assert landmarks[0] == "cover.xhtml"


def test_abstract_and_keywords_are_in_the_title_block_with_their_labels() -> None:
    specimen = around("", head="<abstract>Short.</abstract><keyword>salt</keyword><keyword>rope</keyword>")
    text = etree.fromstring(specimen.book["EPUB/text-1.xhtml"])
    for page in (web_page(specimen), text):
        said = [" ".join("".join(e.itertext()).split()) for e in page.iterfind(".//h:header//h:p", XHTML)]
        assert "Abstract Short." in said and "Keywords salt, rope" in said


# ---- word processors and LaTeX --------------------------------------------------------------------


def test_two_calls_in_a_row_are_separated_in_documents() -> None:
    specimen = around(f'<p id="x">So{call(1)}{call(2)} and so{call(3)}.</p>', note(1) + note(2) + note(3))
    latex = specimen.made("latex").decode()
    assert latex.count(r"\textsuperscript{\,}") == 1
    with zipfile.ZipFile(io.BytesIO(specimen.made("docx"))) as package:
        document = package.read("word/document.xml").decode()
    assert document.count("\u202f") == 1 and document.count("<w:footnoteReference ") == 3


def test_rows_of_a_table_have_as_many_columns_as_the_longest() -> None:
    uneven = '<table><row><cell>a</cell><cell rowspan="2">b</cell></row><row><cell>c</cell></row><row><cell>d</cell></row></table>'
    rows = html_of(around(uneven)).xpath("//div[@class='text']//tr")
    assert [len(row) for row in rows] == [2, 1, 2]


def test_arabic_letters_can_be_copied_if_the_font_draws_several_as_one(tmp_path: Path) -> None:
    said = "الحبل الجيد في الميناء والملح والمعلم علما حتى لم يكن له مثيل لجأ إليه"
    copied = "".join(word.text for word in printed(around(f'<p id="x">{said}</p>', language="ar").article, tmp_path))
    letters = Counter(unicodedata.normalize("NFKC", copied))
    assert all(letters[letter] >= count for letter, count in Counter(said).items() if letter.isalpha())
