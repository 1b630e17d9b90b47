"""The differences between two records, as a reader thinks of them (inspection/changes.py)."""

from __future__ import annotations

import copy
import random
import re

import pytest
from lxml import etree

from archiver import record_file
from archiver.article import Article
from archiver.inspection.alignment import align
from archiver.inspection.changes import Change, compare
from archiver.inspection.word_changes import marked, word_changes
from support.records import NAMES, record
from support.work import growth

MADE = """<article xmlns="urn:archiver:article:1" version="1.1" xml:lang="en">
  <head>
    <title>The Ferry Bell</title>
    <author><name>Ida Lund</name><role>Pilot</role></author>
    <author><name>Otto Berg</name></author>
    <date type="published" when="2020-05-01">1 May 2020</date>
    <publisher>The Quay</publisher>
    <language>en</language>
  </head>
  <body>
    <p id="p1">The bell on the eastern quay was rung by hand until the winter of the great ice.<noteref id="r1" label="1" target="n1"/></p>
    <section id="s1" level="2">
      <heading>The ringers</heading>
      <p id="p2">Four women shared the work, and each of them kept a notebook with the hours.</p>
      <p id="p3">None of the notebooks agrees with another, which nobody noticed at the time.</p>
      <list type="ordered"><item>Low water</item><item>High water</item></list>
    </section>
    <section id="s2" level="2">
      <heading>The wire</heading>
      <p id="p4">A wire from the harbour office ended the ringing in a single afternoon of March.</p>
      <quote><p id="p5">We rang for the dead as well, and the wire does not.</p><cite>A ringer</cite></quote>
      <table><row><cell>Year</cell><cell>Rings</cell></row><row><cell>1881</cell><cell>7,300</cell></row></table>
    </section>
  </body>
  <notes>
    <note id="n1" kind="footnote" label="1" status="present"><p id="p6">The ice stood from January to March.</p></note>
    <note id="n2" kind="footnote" label="2" status="missing"/>
  </notes>
  <provenance>
    <source href="bell.html" media-type="text/html" sha256="0000000000000000000000000000000000000000000000000000000000000000" bytes="9"/>
    <tool name="archiver" version="0.1.0" rules="sha256:0000000000000000000000000000000000000000000000000000000000000000"/>
    <evidence for="title" rule="headline" confidence="high">The Ferry Bell</evidence>
    <removed id="x1" rule="share-bar" where="/html/body/div" chars="26">Share this with a neighbour</removed>
    <finding code="N001" severity="warning" ref="n2">The source carries no text for note 2.</finding>
  </provenance>
</article>"""


def article(text: str) -> Article:
    return Article.from_bytes(text.encode("utf-8"))


def changes(*replacements: tuple[str, str]) -> tuple[Change, ...]:
    """The changes after some of the text was replaced; each must be there once."""
    text = MADE
    for old, new in replacements:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return compare(article(MADE), article(text))


def shown(*replacements: tuple[str, str]) -> list[tuple[str, ...]]:
    """The changes as (kind, what, attribute, before, after), or with the marked words instead of the last two."""
    return [
        (c.kind, c.what, marked(c.words)) if c.words else (c.kind, c.what, c.attribute, c.before, c.after)
        for c in changes(*replacements)
    ]


def line(start: str) -> str:
    """The line of MADE that begins so, with its line feed."""
    return next(line for line in MADE.splitlines(keepends=True) if line.strip().startswith(start))


def part(pattern: str) -> str:
    """The part of MADE that fits a regular expression."""
    found = re.search(pattern, MADE, re.DOTALL)
    assert found
    return found[0]


def test_a_changed_word_is_shown_in_its_surroundings() -> None:
    ((kind, what, words),) = shown(("ended the ringing", "stopped the ringing"))
    assert (kind, what) == ("changed", "paragraph p4")
    assert words == "A wire from the harbour office [-ended-] {+stopped+} the ringing in a single afternoon of March."


def test_long_surroundings_are_cut() -> None:
    before, after = (("one " * 40 + middle + " two" * 40,) for middle in ("three", "four"))
    assert marked(word_changes(before, after)) == f"…{' one' * 8} [-three-] {{+four+}}{' two' * 8} …"


def test_changed_characters_of_a_script_without_spaces_are_single() -> None:
    assert marked(word_changes(("町の鐘は夜に鳴る。",), ("町の鐘は朝に鳴る。",))) == "町の鐘は[-夜-] {+朝+}に鳴る。"


def test_markup_is_shown_where_it_changed_only() -> None:
    em, no_em, br = "\x01<em>", "\x01</em>", "\x01<br/>"
    assert marked(word_changes(("a ", em, "b", no_em, " c"), ("a ", em, "b", no_em, " d"))) == "a b [-c-] {+d+}"
    assert marked(word_changes(("a", br, "b c"), ("a", br, "b d"))) == "a b [-c-] {+d+}"
    assert (
        marked(word_changes((em, "a", no_em, " b"), ("a ", em, "b", no_em))) == "[-<em>-]a[-</em>-] {+<em>+}b{+</em>+}"
    )


def test_white_space_alone_is_a_change_too() -> None:
    assert marked(word_changes(("a b",), ("ab",))) == "[-a b-] {+ab+}"
    assert marked(word_changes(("a .",), ("a.",))) == "a[- -]."


@pytest.mark.parametrize(
    "replacement, change",
    [
        (("Ida Lund", "Ida Lundh"), ("changed", "author", "Ida [-Lund-] {+Lundh+}")),
        (("<role>Pilot</role>", "<role>Writer</role>"), ("changed", "role of an author", "[-Pilot-] {+Writer+}")),
        (("The Ferry Bell</title>", "The Bell</title>"), ("changed", "title", "The [-Ferry-] Bell")),
        (('when="2020-05-01"', 'when="2020-05-02"'), ("changed", "date (published)", "when", "2020-05-01", "2020-05-02")),
        (("The Quay", "Harbour News"), ("changed", "publisher", "[-The Quay-] {+Harbour News+}")),
        (("January to March", "January to April"), ("changed", "paragraph p6 in note 1", "The ice stood from January to [-March-] {+April+}.")),
        (('label="1" status', 'label="1a" status'), ("changed", "note 1a", "label", "1", "1a")),
        (('<p id="p2"', '<p id="p2" role="lead"'), ("changed", "paragraph p2", "role", "", "lead")),
        (('<list type="ordered"', '<list type="unordered"'), ("changed", "list", "type", "ordered", "unordered")),
        (('target="n1"', 'target="n2"'), ("changed", "paragraph p1", "target", "note 1", "note 2")),
        ((">Low water", ">Slack water"), ("changed", "list item", "[-Low-] {+Slack+} water")),
        ((">7,300", ">7,400"), ("changed", "table cell", "[-7,300-] {+7,400+}")),
        (("each of them", "<em>each</em> of them"), ("changed", "paragraph p2", "Four women shared the work, and {+<em>+}each{+</em>+} of them kept a notebook with the hours.")),
        (("<heading>The wire</heading>", '<p id="q">The wire</p>'), ("changed", "paragraph q", "element", "heading", "p")),
        (('xml:lang="en"', 'xml:lang="en-GB"'), ("changed", "the article", "xml:lang", "en", "en-GB")),
        (('confidence="high"', 'confidence="low"'), ("changed", "evidence for title", "confidence", "high", "low")),
        (('bytes="9"', 'bytes="10"'), ("changed", "source", "bytes", "9", "10")),
        ((part("<finding.*?</finding>"), ""), ("deleted", "finding N001", "", "The source carries no text for note 2.", "")),
        (('<p id="p3">', '<p id="new">A new one.</p><p id="p3">'), ("added", "paragraph new", "", "", "A new one.")),
        ((line('<p id="p3"'), ""), ("deleted", "paragraph p3", "", "None of the notebooks agrees with another, which nobody noticed at the time.", "")),
        ((part(r"<author><name>Otto.*?</author>"), ""), ("deleted", "author", "", "Otto Berg", "")),
        (("<item>Low", "<item>Ebb</item><item>Low"), ("added", "list item", "", "", "Ebb")),
        ((part(r"<row><cell>1881.*?</row>"), ""), ("deleted", "table row", "", "1881\n7,300", "")),
    ],
)  # fmt: skip
def test_each_correction_is_one_change(replacement: tuple[str, str], change: tuple[str, ...]) -> None:
    assert shown(replacement) == [change]


def test_a_missing_note_that_gets_its_text_is_the_same_note() -> None:
    assert shown(('label="2" status="missing"/>', 'label="2" status="present"><p id="q">Sic.</p></note>')) == [
        ("changed", "note 2", "status", "missing", "present"),
        ("added", "paragraph q in note 2", "", "", "Sic."),
    ]


def test_a_moved_paragraph_is_one_move() -> None:
    moved = line('<p id="p2"')
    (change,) = changes((moved, ""), (line('<p id="p4"'), line('<p id="p4"') + moved))
    assert (change.kind, change.what) == ("moved", "paragraph p2")
    assert change.before == "in section “The ringers”, after “The ringers”"
    assert change.after == "in section “The wire”, after “A wire from the harbour office ended the ringin…”"
    assert change.text.startswith("Four women")


def test_a_paragraph_that_was_moved_and_changed_is_both() -> None:
    moved = line('<p id="p2"')
    found = shown((moved, ""), (line('<p id="p4"'), line('<p id="p4"') + moved.replace("Four", "Five")))
    assert [change[:2] for change in found] == [("moved", "paragraph p2"), ("changed", "paragraph p2")]
    assert found[1][2].startswith("[-Four-] {+Five+} women")


def test_a_moved_section_is_one_move() -> None:
    section = part(r' *<section id="s1".*?</section>\n')
    (change,) = changes((section, ""), ("  </body>", section + "  </body>"))
    assert (change.kind, change.what, change.id) == ("moved", "section “The ringers”", "s1")
    assert "High water" in change.text


def test_a_moved_author_is_one_move() -> None:
    author = line("<author><name>Ida")
    assert [(c.kind, c.what) for c in changes((author, ""), ("    <date", author + "    <date"))] == [
        ("moved", "author")
    ]


def test_a_moved_note_without_a_text_is_a_move() -> None:
    note = line('<note id="n2"')
    (change,) = changes((note, ""), ('    <note id="n1"', note + '    <note id="n1"'))
    assert (change.kind, change.what, change.after) == ("moved", "note 1", "in the notes, after note 2")


def test_a_deleted_section_is_one_deletion() -> None:
    (change,) = changes((part(r' *<section id="s1".*?</section>\n'), ""))
    assert (change.kind, change.what) == ("deleted", "section “The ringers”")
    assert change.before.splitlines()[0] == "The ringers" and change.before.splitlines()[-1] == "High water"
    assert change.place.startswith("in the body, after “The bell on the eastern quay")


def test_a_quotation_around_a_paragraph_is_one_addition() -> None:
    paragraph = part(r'<p id="p3".*?</p>')
    (change,) = changes((paragraph, f"<quote>{paragraph}</quote>"))
    assert (change.kind, change.what) == ("added", "quotation around paragraph p3")


def test_a_quotation_that_takes_in_its_neighbour_is_a_move_into_it() -> None:
    paragraph = part(r'<p id="p4".*?</p>')
    (change,) = changes((line('<p id="p4"'), ""), ("<quote>", f"<quote>{paragraph}"))
    assert (change.kind, change.what, change.after) == ("moved", "paragraph p4", "at the start of quotation")


def test_a_removed_piece_that_is_taken_back_is_a_move() -> None:
    (change,) = changes(
        (line("<removed"), ""), ("  <body>\n", '  <body>\n<p id="back">Share this with a neighbour</p>\n')
    )
    assert (change.kind, change.what, change.before) == ("moved", "paragraph back", "what was removed")


def test_a_deleted_note_is_deleted_and_its_marker_points_at_nothing() -> None:
    found = shown((line('<note id="n1"'), ""))
    assert found == [
        ("changed", "paragraph p1", "target", "note 1", "#n1 (not there)"),
        ("deleted", "note 1", "", "The ice stood from January to March.", ""),
    ]


def test_ids_comments_attribute_order_and_layout_are_no_differences() -> None:
    renamed = MADE.replace('"n1"', '"note-one"').replace('id="p3"', 'id="z"').replace('id="r1"', 'id="marker"')
    renamed = renamed.replace('id="s1" level="2"', 'level="2" id="first"').replace("<body>", "<!-- read -->\n<body>")
    assert compare(article(MADE), article(re.sub(r"\n *", "\n\n\t", renamed))) == ()


def test_tool_date_digest_revision_and_the_name_of_the_source_are_not_compared() -> None:
    assert (
        changes(
            ('version="0.1.0"', 'version="0.2.0"'),
            ('href="bell.html"', 'href="saved.html"'),
            (
                '    <evidence for="title"',
                '<made when="2026-01-01"/><revision agent="Ann">Read again.</revision><evidence for="title"',
            ),
        )
        == ()
    )


def test_long_addresses_are_shortened_and_stay_different() -> None:
    picture = '<figure><image src="data:image/png;base64,{}"/></figure>'
    before, after = (
        MADE.replace("  </body>", picture.format(letter * 900) + "</body>").encode() for letter in ("A", "B")
    )
    (change,) = compare(Article.from_bytes(before), Article.from_bytes(after))
    assert (change.kind, change.what) == ("changed", "picture") and len(change.before) < 200


@pytest.mark.parametrize("name", NAMES)
def test_no_correction_is_overlooked(name: str) -> None:
    """A text, an attribute or an element that is changed anywhere in what is compared gives a change, in both directions."""
    made = Article.from_bytes(record(name).article.xml())
    chance = random.Random(name)
    left_out = {"tool", "option", "made", "digest", "revision", "source", "article", "noteref"}
    for _ in range(40):
        root = copy.deepcopy(made.root)
        elements = [e for e in root.iter("*") if etree.QName(e).localname not in left_out]
        element = chance.choice(elements)
        edit = chance.choice(("text", "tail", "delete", "double", "attribute"))
        if edit == "text":
            element.text = f"{element.text or ''} zebra"
        elif edit == "tail":
            element.tail = f"{element.tail or ''} zebra"
        elif edit == "delete":
            parent = element.getparent()
            assert parent is not None
            parent.remove(element)
        elif edit == "double":
            element.addnext(copy.deepcopy(element))
        elif names := [n for n, _ in element.items() if n not in ("id", "ref")]:
            element.set(chance.choice(names), "zebra")
        else:
            continue
        corrected = Article.from_bytes(record_file.to_bytes(root))
        for found in (compare(made, corrected), compare(corrected, made)):
            assert found, (edit, element.tag)
            assert all({part.state for part in change.words} - {"kept"} for change in found if change.words)
        assert compare(corrected, corrected) == ()


def test_alignment_keeps_the_order_and_finds_the_longest_one() -> None:
    assert align("abcdef", "xabdefy") == [(0, 1), (1, 2), (3, 3), (4, 4), (5, 5)]
    assert align("abc", "cab") == [(0, 1), (1, 2)]
    assert align("aabb", "abab") == [(0, 0), (2, 1), (3, 3)]
    assert align("", "abc") == [] == align("abc", "xyz")


def long_record(size: int, seed: int) -> Article:
    words = random.Random(seed)
    paragraphs = "".join(
        f"<p id='p{n}'>{' '.join(f'w{words.randrange(900)}' for _ in range(12))}</p>" for n in range(size)
    )
    return article(re.sub(r"<body>.*</body>", f"<body>{paragraphs}</body>", MADE, flags=re.DOTALL))


@pytest.mark.slow
def test_the_work_is_in_proportion_to_the_size_also_when_nothing_is_alike() -> None:
    assert growth(lambda size: compare(long_record(size, 1), long_record(size, 2)), 150) < 6
