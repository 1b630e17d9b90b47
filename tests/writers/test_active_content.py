"""No export holds active content: it runs, reads, writes, defines and fetches nothing that a page wrote."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pypandoc  # type: ignore[import-untyped]
import pytest
from lxml import etree

import archiver
from archiver import schema
from archiver.article import Article, tag
from archiver.draft import HeadDraft
from archiver.record.flow import make
from archiver.record.head import build_head
from archiver.writers import WRITERS
from archiver.writers.formulas.tex import safe_formula
from support.records import changed, record

#: Commands that would act, and how else they are written.
ALIVE = (
    r"\input{/etc/hostname}", r"\include{x}", r"\openin5=x", r"\openout5=x", r"\read5 to \x", r"\write5{x}", r"\write18{ls}",
    r"\immediate\write18{ls}", r"\catcode`\@=11", r"\def\x{\x\x}\x", r"\let\x\input", r"\csname input\endcsname{x}", r"\loop\iftrue\repeat",
    r"\newcommand{\x}{\x}\x", r"\renewcommand\frac{}", r"\special{x}", r"\directlua{os.exit()}", "^^5cinput{x}", r"\usepackage{x}",
    r"\jobname", r"\everypar{\input x}", r"\afterassignment\input", r"\lowercase{\INPUT x}", r"\expandafter\input", r"\verb|x|",
    r"\includegraphics{x}", r"\lstinputlisting{x}", r"\text{\input{x}}", r"\href{javascript:alert(1)}{x}", r"\url{x}", r"\require{x}",
    r"\begin{filecontents}{x}\end{filecontents}", r"\begin{verbatim}x\end{verbatim}", r"\unknown{x}", r"x \é", r"\gdef\a{b}", r"\the\year",
    # what would end the formula, or swallow what follows it
    "x$ y", r"x\) \(y", r"x\] y", "x}", "{x", "x % y", "#1", "x\\", r"\begin{matrix} x", r"\end{matrix}", r"\begin{matrix}x\end{pmatrix}",
    r"\text{$x}", r"\text{x}$y$", "x & y", "{" * 100 + "}" * 100, "x" * 50_000, "x\x7fy",
)  # fmt: skip

FORMULAS = (
    r"\frac{a}{b} + \sqrt[3]{x_1^2}", r"\begin{aligned} a &= b \\ c &= d \end{aligned}", r"\mathbb{R}^n \to \mathcal{H}",
    r"\left\{ x \in X \,\middle|\, x > 0 \right\}", r"\operatorname*{arg\,max}_{\theta} \log p(x \mid \theta)", r"\lim_{n\to\infty} a_n",
    r"\begin{cases} 1 & \text{if } x \ge 0 \\ 0 & \text{otherwise} \end{cases}", r"50\,\%", r"\pmatrix{a & b \cr c & d}",
    r"{\displaystyle \int _{0}^{1}f(x)\,dx}", r"\underbrace{a+b}_{\text{sum}}", r"e^{i\pi} + 1 = 0 \tag{1}", r"\ce{H2O}", "x < y",
    r"\begin{array}{c|c} a & b \\ \hline c & d \end{array}", r"\color{red}{x}", r"\overset{!}{=}", r"\mathrm{d}x", r"f'(x) \neq \hat{f}",
    r"\begin{align*} x &\coloneqq y \end{align*}", r"\langle\psi|\phi\rangle", r"\text{caf\'e}", "é + ü", "a^{b^{c}}", r"\Bigl( x \Bigr)",
)  # fmt: skip


@pytest.mark.parametrize("tex", ALIVE)
def test_active_tex_is_no_formula(tex: str) -> None:
    assert safe_formula(tex) is None
    assert safe_formula(rf"\frac{{a}}{{b}} + {tex}") is None


@pytest.mark.parametrize("tex", FORMULAS)
def test_formulas_as_pages_write_them_are_allowed(tex: str) -> None:
    assert safe_formula(tex) == tex


def test_a_formula_can_contain_text_with_a_formula() -> None:
    assert safe_formula(r"\text{if $x>0$, \(y\) and \textbf{$z$}}") == r"\text{if \(x>0\), \(y\) and \textbf{\(z\)}}"


def test_markdown_sees_no_markup_in_a_formula() -> None:
    assert safe_formula("a<script>b") == "a< script>b"
    assert safe_formula("[x](javascript:y)") == "[x] (javascript:y)"


def made(article: Article, format: str) -> bytes:
    out = io.BytesIO()
    WRITERS[format].writer()(article, out)
    return out.getvalue()


def with_formula(content: str) -> Article:
    return changed("bare", ('<p id="p1">', f'<p id="p0">Thus {content} holds.</p><p id="p1">')).article


M = "http://www.w3.org/1998/Math/MathML"


@pytest.mark.parametrize("format", ["latex", "markdown"])
@pytest.mark.parametrize(
    "content",
    [
        r'<formula notation="tex">\input{/etc/hostname}</formula>',
        f'<formula notation="mathml"><math xmlns="{M}"><semantics><mi>y</mi>'
        r'<annotation encoding="application/x-tex">\input{/etc/hostname}</annotation></semantics></math></formula>',
        rf'<formula notation="mathml"><math xmlns="{M}"><mi>\input{{/etc/hostname}}</mi></math></formula>',
        rf'<formula notation="mathml" alt="\input{{/etc/hostname}}"><math xmlns="{M}"><mtext>\input{{/etc/hostname}}</mtext></math></formula>',
        r"\(\input{/etc/hostname}\) $\input{/etc/hostname}$",
        r"<code>\input{/etc/hostname}</code>",
    ],
)
def test_no_command_of_a_page_is_executed(format: str, content: str) -> None:
    article = with_formula(content)
    text = made(article, format).decode()
    if format == "latex":
        assert not re.search(r"\\input\b", text)
    else:
        read = json.loads(pypandoc.convert_text(text, "json", format="markdown"))
        assert not any(
            re.search(r"\\input\b", str(one["c"])) for one in nodes(read) if one["t"] in ("Math", "RawInline")
        )
    if "annotation" not in content:
        assert "hostname" in text


def nodes(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        if "t" in tree:
            yield tree
        for inner in tree.values():
            yield from nodes(inner)
    elif isinstance(tree, list):
        for inner in tree:
            yield from nodes(inner)


def test_a_formula_with_an_active_annotation_is_kept_without_the_annotation() -> None:
    article = with_formula(
        f'<formula notation="mathml"><math xmlns="{M}"><semantics><mfrac><mi>a</mi><mi>b</mi></mfrac>'
        r'<annotation encoding="application/x-tex">\input{x}</annotation></semantics></math></formula>'
    )
    assert r"\frac{a}{b}" in made(article, "latex").decode()


def test_the_preamble_has_packages_and_definitions_for_used_commands() -> None:
    text = made(with_formula(r'<formula notation="tex">\cancel{x} \lt \bm{y}</formula>'), "latex").decode()
    before = text[: text.index(r"\begin{document}")]
    assert (
        r"\usepackage{cancel}" in before and r"\providecommand{\lt}{<}" in before and r"\providecommand{\bm}" in before
    )
    assert "mathtools" not in before


@pytest.mark.parametrize("ending", [r"\end{verbatim}", r"\end{Highlighting}", r"\end {Verbatim}"])
@pytest.mark.parametrize("where", ["body", "note"])
def test_a_listing_ends_where_the_listing_of_the_page_ends(ending: str, where: str) -> None:
    code = f'<code display="block">  one\n{ending}\\input{{secret}}\n  two</code>'
    if where == "body":
        article = changed("bare", ('<p id="p1">', f'{code}<p id="p1">')).article
    else:
        article = changed(
            "bare",
            ('<p id="p1">', '<p id="p0">A<noteref id="r1" target="n1" label="1"/></p><p id="p1">'),
            (
                "<provenance>",
                f'<notes><note id="n1" label="1" kind="footnote" status="present">{code}</note></notes><provenance>',
            ),
        ).article
    text = made(article, "latex").decode()
    assert not re.search(r"\\input\b", text) and "secret" in text


POISON = (
    '<script>alert(1)</script> <img src="x" onerror="alert(2)"> [l](javascript:alert(3)) <javascript:alert(4)> ![i](http://evil.example/p.png) '
    r"\input{/etc/x} ^^5cinput{x} $\input{y}$ \(\input{z}\) ```{=html} `x`{=html} \end{verbatim}\input{v} <!-- --> ]]> %c #read(1) {{x}}"
)


def poisoned(name: str) -> Article:
    """A record whose every text and attribute for people begins with what would act, and whose every address leads to a script."""
    root = etree.fromstring(record(name).article.xml())
    for element in root.iter(etree.Element):
        kind = etree.QName(element).localname
        if kind in ("language", "source", "tool", "digest") or str(element.tag).startswith(f"{{{M}}}"):
            continue
        for key, value in element.attrib.items():
            if key in ("alt", "title", "label", "language", "n"):
                element.set(key, f"{POISON} {value}")
            elif key in ("href", "src") and not value.startswith("data:"):
                element.set(key, "http://evil.example/a.png" if kind == "image" else f"javascript:alert(5)//{value}")
        element.text = f"{POISON} {element.text}" if (element.text or "").strip() else element.text
        element.tail = f" {POISON}{element.tail}" if (element.tail or "").strip() else element.tail
    return Article(root)


ALIVE_ELEMENTS = ("script", "iframe", "embed", "applet", "foreignObject", "base", "form", "instrText")
FOLLOWED = ("http://", "https://", "mailto:", "tel:", "#", "data:image/")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["everything", "notes-everywhere"])
@pytest.mark.parametrize("reader", ["gfm", "commonmark_x"])
def test_markdown_is_text_for_every_reader(name: str, reader: str) -> None:
    text = made(poisoned(name), "markdown").decode()
    for found in nodes(json.loads(pypandoc.convert_text(text, "json", format=reader))):
        assert found["t"] not in ("RawInline", "RawBlock"), found
        if found["t"] in ("Link", "Image"):
            assert found["c"][2][0].startswith("data:image/" if found["t"] == "Image" else FOLLOWED), found["c"][2]
        assert found["t"] != "Math" or "input" not in found["c"][1].replace(r"\backslash input", "")


@pytest.mark.parametrize("name", ["everything", "notes-everywhere", "hostile"])
def test_latex_contains_no_command_of_the_page(name: str) -> None:
    text = made(poisoned(name), "latex").decode()
    outside = re.sub(r"(?s)\\begin\{verbatim\}.*?\\end\{verbatim\}", "", text)
    assert not re.search(r"(?<!\\)(?:\\\\)*(?:\\(?:input|write)\b|\^\^)", outside[outside.index(r"\begin{document}") :])


@pytest.mark.slow
@pytest.mark.parametrize("format", ["html", "epub", "tei", "jats", "docx", "odt"])
@pytest.mark.parametrize("name", ["everything", "hostile"])
def test_exports_run_nothing_and_load_nothing(name: str, format: str) -> None:
    data = made(poisoned(name), format)
    files = {"page": data}
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {
                name: archive.read(name)
                for name in archive.namelist()
                if name.endswith((".xml", ".xhtml", ".rels", ".opf"))
            }
    for content in files.values():
        root = etree.fromstring(content, etree.HTMLParser() if format == "html" else None)
        for element in root.iter(etree.Element):
            is_data = element.get("type") == "application/ld+json"
            assert is_data or etree.QName(element).localname not in ALIVE_ELEMENTS
            for key, value in element.attrib.items():
                key = str(key).rpartition("}")[2].lower()
                assert not re.match(r"\s*(javascript:|vbscript:|file:|data:text)", str(value), re.IGNORECASE), (
                    element.tag,
                    key,
                )
                assert not (format in ("html", "epub") and key.startswith("on")), key
                assert key != "src" or str(value).startswith(("data:image/", "images/", "cover.svg")), value


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        " JavaScript:x",
        "java\tscript:x",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/x",
        "x-y:z",
    ],
)
def test_a_script_is_no_licence(href: str) -> None:
    head = build_head(HeadDraft(rights="All rights", rights_href=href), make("title"), None)
    [rights] = head.iter(tag("rights"))
    assert rights.get("href") is None and rights.text == "All rights"
    assert build_head(HeadDraft(rights_href=href), make("title"), None).find(tag("rights")) is None


@pytest.mark.parametrize(
    "href", ["https://creativecommons.org/licenses/by/4.0/", "/terms?a:b", "//a.example/x", "urn:x:y", "LICENCE"]
)
def test_an_address_may_be_a_licence(href: str) -> None:
    head = build_head(HeadDraft(rights_href=href), make("title"), None)
    [rights] = head.iter(tag("rights"))
    assert rights.get("href") == href


def test_a_script_as_licence_of_a_page_is_removed() -> None:
    prose = (
        "<p>The lock at the old mill is opened by hand each morning, and the woman who opens it has done so for years.</p>"
        * 5
    )
    page = f'<html><head><title>T</title><link rel="license" href="javascript:alert(1)"></head><body><article><h1>T</h1>{prose}</article></body></html>'
    article = archiver.normalize(page.encode(), force=True)
    assert article.root.find(f".//{tag('rights')}") is None


def test_the_schema_warns_of_links_that_no_export_follows() -> None:
    def warnings(href: str) -> list[str]:
        article = changed("bare", ('<p id="p1">', f'<p id="p0"><link href="{href}">x</link></p><p id="p1">')).article
        return [violation.rule for violation in schema.rule_violations(article.root, "article.sch")]

    assert "link-scheme" in warnings("javascript:alert(1)") and "link-scheme" in warnings("DATA:text/html,x")
    for href in ("https://a.example/x", "MAILTO:a@b.example", "#p1", "page.html?a:b", "/a:b", "//a.example:80/"):
        assert "link-scheme" not in warnings(href)
