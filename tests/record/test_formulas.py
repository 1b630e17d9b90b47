"""Each formula is kept once: as MathML where the page has it, else as TeX."""

from __future__ import annotations

import pytest

from support.drafts import body_xml, build, page
from support.work import growth

MATH = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>h</mi></math>'
KEPT = f'<formula notation="mathml">{MATH}</formula>'
SETTER = '<script src="https://cdn.example.org/MathJax.js"></script>'
CASES = {
    "KaTeX: MathML and glyphs": (
        f'<p>So <span class="katex"><span class="katex-mathml">{MATH}</span><span class="katex-html" aria-hidden="true"><span>h</span></span></span> is.</p>',
        f"<p>So {KEPT} is.</p>",
    ),
    "MathJax 2: glyphs, MathML and the script they came from": (
        f'<p>So <span class="MathJax"><nobr aria-hidden="true">h</nobr><span class="MJX_Assistive_MathML">{MATH}</span></span>'
        '<script type="math/tex">h</script> is.</p>',
        f"<p>So {KEPT} is.</p>",
    ),
    "MathJax 2 before it ran": (
        '<p>So <script type="math/tex">h = a</script> is.</p><script type="math/tex; mode=display">a = h</script>',
        '<p>So <formula notation="tex">h = a</formula> is.</p><formula display="block" notation="tex">a = h</formula>',
    ),
    "an icon that is hidden from machines": ('<p>So <span aria-hidden="true">h</span> is.</p>', "<p>So h is.</p>"),
    "MediaWiki: a picture for old browsers": (
        f'<p>So <span><span>{MATH}</span><img src="https://example.org/h.svg" class="mwe-math-fallback-image-inline" alt="h"></span> is.</p>',
        f"<p>So {KEPT} is.</p>",
    ),
    "letters that the page's markup parts": (
        '<p>So <math><mrow> <msup><mi>A</mi> <mi>H</mi></msup>\n  <mo>=</mo> <mi>A</mi> </mrow></math> is.</p>',
        '<p>So <formula notation="mathml"><math xmlns="http://www.w3.org/1998/Math/MathML"><mrow><msup><mi>A</mi> <mi>H</mi></msup> <mo>=</mo>'
        " <mi>A</mi> </mrow></math></formula> is.</p>",
    ),
    "an indented line of its own": (
        f"<p>So:</p><dl><dd><span>{MATH}</span>.</dd><dd>{MATH}</dd></dl><p>Done.</p>",
        f"<p>So:</p><p>{KEPT}.</p><p>{KEPT}</p><p>Done.</p>",
    ),
    "delimiters": (
        rf"{SETTER}<p>So \(h = a\) is, and <em>\(b\)</em>.</p><p>\[ h = \frac{{a}}{{b}} \]</p><ul><li>$$c$$</li></ul>",
        r'<p>So <formula notation="tex">h = a</formula> is, and <em><formula notation="tex">b</formula></em>.</p>'
        r'<formula display="block" notation="tex">h = \frac{a}{b}</formula>'
        '<list type="unordered"><item><formula notation="tex">c</formula></item></list>',
    ),
    "delimiters on a page that sets no formulas": (r"<p>Write \(h\) or $$ for it.</p>", r"<p>Write \(h\) or $$ for it.</p>"),
    "delimiters in code": (rf"{SETTER}<p>Write <code>\(h\)</code>.</p>", r"<p>Write <code>\(h\)</code>.</p>"),
    "dollars, as the page says": (
        f"{SETTER}<script>MathJax = {{tex: {{inlineMath: [['$', '$']]}}}}</script><p>So $h+1$ is, at $5 or $6 a head.</p>",
        '<p>So <formula notation="tex">h+1</formula> is, at $5 or $6 a head.</p>',
    ),
    "dollars, of which the page says nothing": (f"{SETTER}<p>From $5 to 6$ a head.</p>", "<p>From $5 to 6$ a head.</p>"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_formula_becomes(case: str) -> None:
    source, expected = CASES[case]
    assert body_xml(build(page(source))) == expected


DOLLARS = "<script>MathJax = {tex: {inlineMath: [['$', '$']]}}</script>"


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        (r"\( a \( b \)", ["b"]),
        (r"\[ a \[ b \]", ["b"]),
        (r"\( a \[ b \]", ["b"]),
        ("$$ a $$ b $$ c", ["a"]),
        (f"${'a' * 300}$ and ${'b' * 301}$", ["a" * 300]),
    ],
)
def test_a_formula_contains_no_delimiter_and_between_dollar_signs_is_short(text: str, formulas: list[str]) -> None:
    """So no text is searched twice for the end of a formula. A dollar sign both opens and closes a formula."""
    found = build(page(f"{DOLLARS}<p>{text}</p>")).root.iterfind(".//{*}formula")
    assert [formula.text for formula in found] == formulas


@pytest.mark.parametrize("unit", [r"\( ", r"\[ a", "$$ a ", "$ ", r"\(a\) "])
def test_many_formulas_and_unclosed_delimiters_take_linear_time(unit: str) -> None:
    assert growth(lambda count: build(page(f"{DOLLARS}<p>{unit * count}</p>")), 500) < 5


@pytest.mark.parametrize("text", [r"\( " * 20_000, r"\[ a" * 20_000, "$$ a " * 20_001, "$ " * 20_000])
def test_unclosed_delimiters_stay_text(text: str) -> None:
    article = build(page(f"{DOLLARS}<p>{text}</p>"))
    assert len(article.text().split()) + 2 * len(article.root.findall(".//{*}formula")) == len(text.split())
