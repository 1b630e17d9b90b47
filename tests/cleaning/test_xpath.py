"""XPath with a limit of steps: it finds what libxml2 finds, and stops where libxml2 would run for hours."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree
from lxml.etree import _Element as Element

import archiver
from archiver.cleaning import site_rules
from archiver.cleaning.site_rules import xpath
from archiver.cli.commands import cli
from archiver.errors import UsageError
from archiver.trees.elements import Element as PageElement
from support.trees import from_lxml, from_xml

AXES = (
    "", "@", "child::", "descendant::", "descendant-or-self::", "self::", "parent::", "ancestor::", "ancestor-or-self::",
    "following-sibling::", "preceding-sibling::", "following::", "preceding::", "attribute::",
)  # fmt: skip
TESTS = ("*", "node()", "text()", "div", "p", "span", "comment()", "class", "id")
NUMBERS = (
    "1", "2", "0", "1.5", "-1", "position()", "last()", "last() - 1", "position() mod 2", "string-length()", "number(.)",
    "floor(2.5)", "ceiling(-1.5)", "round(2.5)", "1 div 0", "0 div 0", "2 * 3 - 1", "count(*)", "sum(.//@id)", "sum(*)",
)  # fmt: skip
STRINGS = (
    "'x'", "''", "@class", ".", "normalize-space(.)", "name()", "local-name(..)", "concat(@class, ' ', .)", "string(1.50)",
    "translate(., 'abc', 'AB')", "substring(., 2, 1.5)", "substring(., 0, 2)", "substring-before(., ' ')",
    "substring-after(@class, ' ')", "string(true())", "string(*)", "namespace-uri()",
)  # fmt: skip


def a_page(chance: random.Random) -> Element:
    """A small random tree of elements, attributes and loose text."""
    root = etree.Element("html")
    made = [etree.SubElement(root, "body")]
    for _ in range(chance.choice((4, 12, 25))):
        element = etree.SubElement(chance.choice(made), chance.choice(("div", "p", "span", "div")))
        if chance.random() < 0.6:
            element.set("class", chance.choice(("x", "x y", "", "12")))
        if chance.random() < 0.3:
            element.set("id", chance.choice(("3", "four")))
        element.text = chance.choice((None, "a b", " c ", "3", "-2.5"))
        element.tail = chance.choice((None, "tail", " "))
        made.append(element)
    return root


def a_path(chance: random.Random, depth: int) -> str:
    """A random path of one to three steps, with predicates nested up to a depth."""
    steps = []
    for _ in range(chance.choice((1, 1, 2, 3))):
        step = chance.choice(AXES) + chance.choice(TESTS)
        while depth and chance.random() < 0.5:
            step += f"[{a_condition(chance, depth - 1)}]"
        steps.append(chance.choice((step, step, step, step, ".", "..")))
    path = chance.choice(("", "/", "//", ".//", "//")) + chance.choice(("/", "//")).join(steps)
    if chance.random() < 0.1:
        return f"({path})[{a_condition(chance, 0)}]/{steps[0]}"
    return f"{path} | {a_path(chance, 0)}" if chance.random() < 0.1 else path


def a_condition(chance: random.Random, depth: int) -> str:
    """A random predicate, without its brackets."""

    def value() -> str:
        return chance.choice((chance.choice(STRINGS), chance.choice(NUMBERS), a_path(chance, 0), "true()"))

    match chance.randrange(5):
        case 0:
            return chance.choice(NUMBERS)
        case 1:
            return a_path(chance, depth)
        case 2:
            return f"{value()} {chance.choice(('=', '!=', '<', '<=', '>', '>='))} {value()}"
        case 3:
            return f"{chance.choice(('contains', 'starts-with'))}({chance.choice(STRINGS)}, {chance.choice(STRINGS)})"
    return f"not({a_condition(chance, 0)}) {chance.choice(('and', 'or'))} {a_condition(chance, 0)}"


def by_libxml2(root: Element, expression: str) -> list[Element | str] | None:
    """The elements and strings that libxml2 finds; None if it reports an error."""
    try:
        found = etree.XPath(expression, smart_strings=False)(root.getroottree())
    except etree.XPathError:
        return None
    return [one for one in found if isinstance(one, (etree._Element, str))] if isinstance(found, list) else []


@pytest.mark.slow
def test_random_expressions_find_the_same_as_in_libxml2() -> None:
    chance = random.Random(13)
    hits = 0
    for _ in range(150):
        root = a_page(chance)
        ours = from_lxml(root)
        page, twin = xpath.Tree(ours), dict(zip(root.iter(), ours.iter(), strict=True))
        for _ in range(15):
            expression = a_path(chance, 2)
            expected = by_libxml2(root, expression)
            assert expected is not None, expression
            found = [one if isinstance(one, str) else twin[one] for one in expected]
            assert xpath.compiled(expression).select(page, 10**9) == found, expression
            hits += bool(expected)
    assert hits > 500


@pytest.mark.parametrize(
    "expression",
    [
        "", "//", "//p[", "//p]", "p q", "//p[1", "//p[]", "$x", "foo()", "count()", "count('a')", "'a'/b", "'a' | //b", "//p[@]",
        "x:y", "//namespace::*", "//up::*", "contains(1)", "1 +", "(//p", "'a", "//p/text(1)", "document('/etc/hostname')", "//p[!]",
        "((" * 50 + "//p" + "))" * 50, "//p" + "[@class]" * 400,
    ],
)  # fmt: skip
def test_an_invalid_expression_raises_an_error(expression: str) -> None:
    with pytest.raises(xpath.XPathError):
        xpath.compiled(expression)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("substring-before(substring-after(//script, 'author\":\"'), '\"')", "Hew Tarn"),
        ("id('pen')", "Ottoline Marsh"),
        ("//p[lang('en')]", "Tides"),
        ("//b[* and not(@and)]/and", "and"),
        ("//div[2 * 1 = count(*)]/*[last()]", "Ottoline Marsh"),
    ],
)
def test_expressions_from_site_rules_give_their_values(expression: str, text: str) -> None:
    root = from_xml(
        '<html lang="en-GB"><body><script>{"author":"Hew Tarn"}</script><div><p>Tides</p><i id="pen">Ottoline Marsh</i></div>'
        "<b><and>and</and></b></body></html>"
    )
    [hit] = xpath.compiled(expression).select(xpath.Tree(root), 1000)
    assert (hit if isinstance(hit, str) else hit.text) == text


#: Each takes the square of a page's size or more, most by other means than axes.
ENDLESS = (
    "//span[following-sibling::span[following-sibling::span[following-sibling::span[last()]]]]",
    "//span[preceding-sibling::span[position() = last()]]",
    "//*[count(following::*) > count(preceding::*[count(following::*) > 3])]",
    "//*[translate(string(/), 'a', 'b') = 'x']",
    "//*[contains(concat(string(/), string(/)), string(//body))]",
    "//span[string(/) = //p]",
    "//*[normalize-space(/) = 'x']",
    "//span/following::span[2]/preceding::span[last()]",
    "//*[sum(//span) > 1]/following::*[position() = 4]/preceding::*[position() > 2]",
    "count(//span[count(../span) > 3][count(../span[count(../span) > 2]) > 4])",
)


def crowd(spans: int) -> PageElement:
    """A page with very many siblings."""
    return from_xml(f"<html><body><p>{'Some prose. ' * 40}</p>{'<span>a</span>' * spans}</body></html>")


@pytest.mark.parametrize("expression", ENDLESS)
def test_an_expensive_expression_stops_at_the_limit(expression: str) -> None:
    page = xpath.Tree(crowd(3000))
    spent = []
    for _ in range(2):
        with pytest.raises(xpath.TooCostly):
            xpath.compiled(expression).select(page, 100_000)
        spent.append(page.left)
    # stopped at once, and at the same step each time
    assert -10_000 < spent[0] < 0 and spent[0] == spent[1]


@pytest.mark.parametrize(
    "expression",
    [
        "//p[following-sibling::span]",
        "//span[preceding-sibling::p[contains(., 'prose')]]",
        "//span[following-sibling::span[following-sibling::span[following-sibling::span]]]",
        "//span[count(//p) = 1]",
        "//span[not(//h6)][. = //span]",
        "//p/following::span/preceding::p",
        "//span/ancestor::body//span/..//span",
    ],
)
def test_the_number_of_steps_grows_linearly_with_the_page(expression: str) -> None:
    taken = []
    for spans in (1000, 4000):
        page = xpath.Tree(crowd(spans))
        assert xpath.compiled(expression).select(page, 10**9)
        taken.append(10**9 - page.left)
    assert taken[1] < 5 * taken[0]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A page with very many siblings, and a rule whose expression searches all siblings of each of them."""
    prose = "".join(
        f"<p>The lock keeper wrote the level of day {day} into a book with a green back.</p>" for day in range(30)
    )
    spans = "<span>a</span>" * 900
    (tmp_path / "page.html").write_text(
        f"<html><head><title>The lock</title></head><body><article>{prose}</article>{spans}</body></html>", "utf-8"
    )
    (tmp_path / "lock.example.txt").write_text(f"strip: {ENDLESS[0]}\nbody: //article[p]\n", "utf-8")
    return tmp_path


def test_a_line_above_the_limit_is_not_carried_out(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_rules, "MOST_STEPS", 100_000)
    article = archiver.normalize(site / "page.html", url="https://lock.example/a", site_rules=site)
    [finding] = [f for f in article.findings if f.code == "C003"]
    assert finding.text == (
        "Line 1 of the site rules lock.example.txt was not carried out: refused: it takes more than 100,000 steps on this page."
    )
    assert "green back" in article.text() and not any(r.rule.endswith(":1") for r in article.removals)
    ran = CliRunner().invoke(cli, ["rules", "test", str(site / "lock.example.txt"), str(site / "page.html")])
    assert isinstance(ran.exception, UsageError) and "more than 100,000 steps" in ran.output.splitlines()[0]
    assert "1 hit" in ran.output.splitlines()[1]


def test_all_lines_together_have_a_limit(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (site / "lock.example.txt").write_text("strip: //span[text() = 'b']\n" * 9 + "body: //article\n", "utf-8")
    monkeypatch.setattr(site_rules, "MOST_STEPS_IN_ALL", 20_000)
    article = archiver.normalize(site / "page.html", url="https://lock.example/a", site_rules=site)
    refused = [f.text for f in article.findings if f.code == "C003"]
    assert 2 < len(refused) < 8 and "it and the lines before it take more than 20,000 steps" in refused[-1]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        (f"//p[{'9' * 400}]", []),
        (f"string({'9' * 400})", ["Infinity"]),
        ("string(sum(//i))", ["Infinity"]),
        ("string(sum(//b))", ["NaN"]),
        ("string(1 div -0)", ["-Infinity"]),
        ("string(-1 div -0)", ["Infinity"]),
        ("string(number('٣'))", ["NaN"]),
    ],
)
def test_very_large_and_signed_numbers_follow_xpath_1(expression: str, value: list[str]) -> None:
    root = etree.Element("html")
    for tag, digits in (("i", 308), ("i", 308), ("i", 308), ("b", 350)):
        etree.SubElement(root, tag).text = "9" * digits
    etree.SubElement(root, "b").text = "-" + "9" * 350
    assert xpath.compiled(expression).select(xpath.Tree(from_lxml(root)), 10_000) == value
    assert root.xpath(expression) in (value, value[0] if value else value)


def test_only_ascii_digits_are_numbers() -> None:
    with pytest.raises(xpath.XPathError):
        xpath.compiled("//p[٣]")
