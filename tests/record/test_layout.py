"""The layout of a file: one block a line where white space means nothing; the grammars say where that is."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from archiver import record_file, schema
from archiver.article import NS, Article
from archiver.writers.tei import LAYOUT as TEI_LAYOUT
from archiver.xml_layout import Layout
from support.folders import RECORDS
from support.random_records import random_article
from support.records import record

RELAXNG = "{http://relaxng.org/ns/structure/1.0}"
#: Elements that hold no text and stand in running text all the same: ruby and its like are never broken up. `choice` is
#: TEI's pair of an abbreviation and its expansion.
IN_RUNNING_TEXT = {"ruby", "choice"}


def without_text(grammar: str) -> set[str]:
    """The elements that hold other elements and no text, by a grammar in the XML form of RELAX NG."""
    root = etree.parse(schema.schema_path(grammar)).getroot()
    definitions: dict[str, list[etree._Element]] = {}
    for definition in root.iter(f"{RELAXNG}define"):
        definitions.setdefault(definition.get("name", ""), []).append(definition)

    def holds(pattern: etree._Element, wanted: frozenset[str], seen: frozenset[str] = frozenset()) -> bool:
        for child in pattern:
            name = str(child.tag).removeprefix(RELAXNG)
            if name in wanted:
                return True
            if name == "ref" and (reference := child.get("name", "")) not in seen:
                if any(holds(d, wanted, seen | {reference}) for d in definitions[reference]):
                    return True
            elif name not in ("element", "attribute", "ref") and holds(child, wanted, seen):
                return True
        return False

    with_text, with_elements = set(), set()
    for element in root.iter(f"{RELAXNG}element"):
        if name := element.get("name", ""):
            if holds(element, frozenset(("text", "data", "value", "list", "mixed"))):
                with_text.add(name)
            if holds(element, frozenset(("element",))):
                with_elements.add(name)
    return with_elements - with_text - IN_RUNNING_TEXT


@pytest.mark.parametrize(
    ("grammar", "layout"),
    [("article.rng", record_file.LAYOUT), ("archiver-tei.rng", TEI_LAYOUT)],
    ids=["the record", "TEI"],
)
def test_the_layout_breaks_lines_where_the_grammar_has_no_text(grammar: str, layout: Layout) -> None:
    assert {etree.QName(name).localname for name in layout.with_elements} == without_text(grammar)


@pytest.mark.parametrize("seed", range(30))
def test_reading_a_record_gives_the_same_bytes(seed: int) -> None:
    first = random_article(seed).xml()
    again = Article.from_bytes(first)
    assert again.xml() == Article.from_bytes(again.xml()).xml()
    schema.require_valid(again)


@pytest.mark.parametrize("name", sorted(path.stem for path in RECORDS.glob("*.xml")))
def test_the_layout_changes_no_text(name: str) -> None:
    article = record(name).article
    plain, laid_out = article.root, etree.fromstring(article.xml())
    texts = [re.sub(r"\s+", "", "".join(root.itertext())) for root in (plain, laid_out)]
    assert texts[0] == texts[1]
    assert [e.tag for e in plain.iter("*")] == [e.tag for e in laid_out.iter("*")]


def test_running_text_is_one_line() -> None:
    article = record("everything").article
    root = etree.fromstring(article.xml())
    paragraphs = list(root.iterfind("a:body/a:p", NS))
    assert paragraphs
    for paragraph in paragraphs:
        assert "\n" not in etree.tostring(paragraph, encoding="unicode", with_tail=False)


def test_text_in_a_wrong_place_is_not_lost() -> None:
    data = record("bare").article.xml().replace(b"<body>", b"<body>stray words")
    assert b"<body>stray words" in Article.from_bytes(data).xml()
    assert schema.check(Article.from_bytes(data)) != []


def test_white_space_that_means_something_stays() -> None:
    code = '<code display="block">if a:\n    b  = 1\n\n</code>'
    formula = '<p id="p9">So <formula notation="tex">a \\quad\n b % half</formula> holds.</p>'
    data = record("bare").article.xml().replace(b"</body>", f"{code}{formula}</body>".encode())
    written = Article.from_bytes(data).xml().decode()
    assert code in written and formula in written


def test_a_record_of_a_later_version_is_refused() -> None:
    from archiver.errors import Malformed

    data = record("bare").article.xml().replace(b'version="1.1"', b'version="1.2"')
    with pytest.raises(Malformed, match=r"version 1\.2.*Update"):
        Article.from_bytes(data)


def test_the_digest_is_that_of_the_file_without_its_line() -> None:
    import hashlib

    import archiver

    article = archiver.normalize(
        b"<title>A</title><h1>A</h1>" + b"<p>Some words that are enough for an article.</p>" * 20
    )
    lines = article.xml().splitlines(keepends=True)
    rest = b"".join(line for line in lines if b"<digest value=" not in line)
    assert article.digest == f"sha256:{hashlib.sha256(rest).hexdigest()}"
    assert not article.corrected


def test_a_long_record_is_written_like_a_short_one() -> None:
    blocks = b"""    <p id="p1" xml:lang="fr">La <em>mer</em> &amp; xmlns="urn:archiver:article:1"</p>
    <table>
      <row>
        <cell>a &lt; b</cell>
        <cell>
          <p id="p2">c</p>
          <rule/>
        </cell>
      </row>
    </table>
"""

    def written(times: int) -> bytes:
        with_blocks = b"<body>\n" + blocks * times + b"  </body>"
        return Article.from_bytes(
            re.sub(rb"<body>.*</body>|<body/>", lambda _: with_blocks, record("bare").article.xml(), flags=re.DOTALL)
        ).xml()

    assert blocks * 3 in written(3)
    assert written(4000) == written(3).replace(blocks * 3, blocks * 4000)
