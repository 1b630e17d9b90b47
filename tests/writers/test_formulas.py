"""Formulas are set as mathematics: in PDF by both engines, in EPUB and HTML. What cannot be set shows its source."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from lxml import etree

from archiver import pandoc
from archiver.batch.convert import formula_findings
from archiver.writers.formulas import translation
from archiver.writers.pandoc.inlines import walk_nodes
from archiver.writers.pdf.typst import data as typst_data
from archiver.writers.pdf.typst import renderer as typst
from archiver.writers.pdf.weasyprint import page as print_page
from archiver.writers.pdf.weasyprint import renderer as weasyprint
from support.pdf_words import words_of
from support.records import Specimen, changed

MATH = "{http://www.w3.org/1998/Math/MathML}"
LONG = " + ".join(f"a_{{{n}}}" for n in range(1, 60))


def with_formulas(*sources: str, display: bool = False) -> Specimen:
    """A record with a paragraph, or a line of its own, for each TeX formula."""
    escaped = [source.replace("&", "&amp;").replace("<", "&lt;") for source in sources]
    if display:
        body = "".join(f'<formula display="block" notation="tex">{source}</formula>' for source in escaped)
    else:
        body = "".join(
            f'<p id="f{n}">So <formula notation="tex">{source}</formula> holds.</p>' for n, source in enumerate(escaped)
        )
    return changed("bare", ("<title/>", "<title>A Title</title>"), ('<p id="p1">', f'{body}<p id="p1">'))


def set_by_typst(specimen: Specimen) -> list[dict[str, Any]]:
    blocks = typst_data.article_data(specimen.article).values["blocks"]
    return [node for node in walk_nodes(blocks) if node["t"] == "Formula"]


TYPST = {
    r"\frac{a}{b + 1}": "frac(a, b + 1)",
    r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}": 'mat(delim: "(", 1, 2; 3, 4)',
    r"\begin{cases} 1 & x \\ 2 & y \end{cases}": 'cases(delim: "{", 1 & x, 2 & y)',
    r"\text{where } x": 'upright("where ") x',
    r"\label{first} x": "x",
}


@pytest.mark.parametrize("tex", TYPST)
def test_typst_gets_its_own_mathematics(tex: str) -> None:
    (formula,) = set_by_typst(with_formulas(tex))
    assert (formula["typst"], formula["alt"], formula["display"]) == (TYPST[tex], tex, False)


@pytest.mark.parametrize(("tag", "number"), [(r"\tag{3}", "(3)"), (r"\tag*{A}", "A")])
def test_an_equation_keeps_its_number(tag: str, number: str, tmp_path: Path) -> None:
    specimen = with_formulas(f"x = y {tag}", display=True)
    (formula,) = set_by_typst(specimen)
    assert (formula["typst"], formula["number"]) == ("x = y", number)
    page = print_page.page(specimen.article, frozenset())
    assert page.xpath("string(//div[@class = 'formula numbered']/span)") == number
    assert etree.fromstring(specimen.html).xpath("string(//*[@class = 'equation-number'])").strip() == number


UNKNOWN = [r"\notacommand{x}", r"\input{/etc/passwd}", r"\frac{a}", r"\ce{H2O}"]


@pytest.mark.parametrize("tex", UNKNOWN)
def test_a_formula_that_cannot_be_set_shows_its_source_and_is_reported(tex: str) -> None:
    specimen = with_formulas(tex, "x")
    assert [formula["typst"] for formula in set_by_typst(specimen)] == ["x"]
    page = print_page.page(specimen.article, frozenset())
    assert page.xpath("//span[@class = 'formula']/code/text()") == [tex]
    assert etree.fromstring(specimen.html).xpath("//*[@class = 'tex']/text()") == [tex]
    ((code, severity, text),) = formula_findings(specimen.article, ["pdf"])
    assert (code, severity) == ("W003", "info") and tex in text


def test_nothing_is_reported_where_all_formulas_are_set() -> None:
    assert formula_findings(with_formulas("x", r"\frac{a}{b}").article, ["pdf"]) == ()


CODE = [r'\text{#panic("x")}', r"\text{$#panic()$}", r"\#panic()", r'\text{"#panic()"}', r"\text{\# x}"]


@pytest.mark.parametrize("tex", CODE)
def test_a_formula_is_never_code(tex: str) -> None:
    out = io.BytesIO()
    typst.write(with_formulas(tex).article, out)
    assert out.getvalue().startswith(b"%PDF")


def test_a_formula_that_typst_refuses_costs_only_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(translation, "typst_mathematics", lambda markup: markup.strip("$").replace("zeta", "no such"))
    out = io.BytesIO()
    typst.write(with_formulas(r"\zeta", "x").article, out)
    assert r"\zeta" in " ".join(word.text for word in words_of(out.getvalue(), tmp_path))


def test_an_article_calls_pandoc_once_for_all_its_formulas(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    run = pandoc.run

    def counted(*arguments: Any) -> bytes:
        calls.append(1)
        return run(*arguments)

    monkeypatch.setattr(pandoc, "run", counted)
    with_formulas(*(f"x_{{{n}}} + 1" for n in range(40))).html  # noqa: B018 - it is written when it is asked for
    assert calls == [1]
    changed("bare", ("<title/>", "<title>Another</title>")).html  # noqa: B018
    assert calls == [1]


def test_web_pages_and_books_have_mathml_with_the_tex() -> None:
    specimen = with_formulas(r"\text{if } x < 1")
    for root in (etree.fromstring(specimen.html), _text_of_book(specimen)):
        (math,) = root.iter(f"{MATH}math")
        assert math.get("alttext") == r"\text{if } x < 1"
        assert math.findtext(f".//{MATH}mtext") == "if\N{NO-BREAK SPACE}"
        assert math.findtext(f"{MATH}semantics/{MATH}annotation") == r"\text{if } x < 1"


def _text_of_book(specimen: Specimen) -> etree._Element:
    assert b'properties="mathml"' in specimen.book["EPUB/package.opf"]
    return etree.fromstring(specimen.book["EPUB/text-1.xhtml"])


def test_weasyprint_draws_formulas_and_tags_them_with_their_source() -> None:
    specimen = with_formulas(r"\frac{a}{b}")
    (image,) = print_page.page(specimen.article, frozenset()).iter("img")
    assert image.get("alt") == r"\frac{a}{b}" and image.get("src", "").startswith("data:image/svg+xml;base64,")
    assert re.fullmatch(r"width: \d\.\d+em; vertical-align: -0\.\d+em", image.get("style", ""))
    out = io.BytesIO()
    weasyprint.write(specimen.article, out)
    with pikepdf.open(out) as pdf:
        formulas = [
            object
            for object in pdf.objects
            if isinstance(object, pikepdf.Dictionary) and object.get("/S") == "/Formula"
        ]
        assert [str(formula.Alt) for formula in formulas] == [r"\frac{a}{b}"]


def test_a_wide_formula_breaks_before_its_signs_and_stays_on_the_page(tmp_path: Path) -> None:
    specimen = with_formulas(LONG, display=True)
    assert len(list(print_page.page(specimen.article, frozenset()).iter("img"))) == 59
    out = io.BytesIO()
    typst.write(specimen.article, out)
    letters = [word for word in words_of(out.getvalue(), tmp_path) if "𝑎" in word.text]
    assert len(letters) >= 59 and all(word.is_inside for word in letters)


def test_brackets_are_not_parted() -> None:
    specimen = with_formulas(f"y = ({LONG})", display=True)
    assert len(list(print_page.page(specimen.article, frozenset()).iter("img"))) == 2


def test_a_formula_with_a_letter_outside_the_font_stays_on_one_line() -> None:
    math = '<m:math xmlns:m="http://www.w3.org/1998/Math/MathML"><m:mi>x</m:mi><m:mo>=</m:mo><m:mtext>時</m:mtext></m:math>'
    specimen = changed("bare", ('<p id="p1">', f'<p id="x"><formula notation="mathml">{math}</formula></p><p id="p1">'))
    page = print_page.page(specimen.article, frozenset())
    assert page.xpath("string(//span[@class = 'formula'])") == "x = 時"
