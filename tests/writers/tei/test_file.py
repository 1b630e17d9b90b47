"""TEI is valid against tei_all and against our profile; the profile refuses what Archiver never writes."""

from __future__ import annotations

import copy
import io
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import archiver
from archiver import schema
from archiver.article import Article
from archiver.errors import UsageError
from archiver.validation.tei import validate
from archiver.writers import export
from archiver.writers.tei import write
from support import external
from support.folders import ROOT
from support.random_records import random_article
from support.records import NAMES, changed, record
from support.work import growth

T = {"t": "http://www.tei-c.org/ns/1.0"}
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


SHAPES: tuple[dict[str, Any], ...] = ({}, {"notes": "inline"}, {"notes": "inline", "removed": True}, {"removed": True})


@pytest.mark.slow
@pytest.mark.parametrize(
    "grammar", [external.TEI_ALL, ROOT / "schemas" / "archiver-tei.rnc"], ids=["tei_all", "profile"]
)
def test_every_export_is_valid(tmp_path: Path, grammar: Path) -> None:
    articles = {name: record(name).article for name in NAMES} | {f"random-{n}": random_article(n) for n in range(60)}
    files = [
        export(article, "tei", tmp_path / f"{name}-{number}.xml", **options)
        for name, article in articles.items()
        for number, options in enumerate(SHAPES)
    ]
    assert external.jing(grammar, files) == []


def test_calls_and_notes_point_to_each_other() -> None:
    tei = record("everything").tei
    call = tei.xpath("//t:ref[@type='noteref'][@n='5']", namespaces=T)[0]
    note = tei.xpath("//t:back/t:div[@type='notes']/t:note[@n='5']", namespaces=T)[0]
    assert (call.get("target"), note.get("target")) == (f"#{note.get(XML_ID)}", f"#{call.get(XML_ID)}")
    assert note.get("place") == "margin"


class TestNotesInline:
    """With notes="inline" a note stands at the first call that can hold it, after an anchor that keeps the call's id and label."""

    def test_the_note_follows_its_first_call(self) -> None:
        tei = _tei("notes-everywhere", notes="inline")
        anchor, note = tei.xpath("//t:p[@xml:id='p1']/*", namespaces=T)[:2]
        assert (anchor.tag, anchor.get("n"), anchor.get(XML_ID)) == (f"{{{T['t']}}}anchor", "1", "r1")
        assert (note.get(XML_ID), note.get("target"), note.getprevious()) == ("n1", "#r1 #r1-again", anchor)
        assert tei.xpath("//t:ref[@xml:id='r1-again']/@target", namespaces=T) == ["#n1"]

    @pytest.mark.parametrize(
        ("note", "holder"),
        [
            ("n-title", "titlePart"),
            ("n2", "p"),
            ("n3", "head"),
            ("n5", "seg"),
            ("n6", "cell"),
            ("n7", "head"),
            ("n8", "term"),
            ("n-line", "l"),
            ("n-bio", "p"),
            ("n-inner", "p"),
        ],
    )
    def test_an_inline_note_is_valid_wherever_it_is_called(self, note: str, holder: str) -> None:
        found = _tei("notes-everywhere", notes="inline").xpath(f"//t:note[@xml:id='{note}']/..", namespaces=T)
        assert [etree.QName(parent).localname for parent in found] == [holder]

    def test_a_note_that_no_call_can_hold_is_at_the_end(self) -> None:
        """Only the abstract calls it; two call only each other; nothing calls it; a line of verse has no room for a list."""
        left = _tei("notes-everywhere", notes="inline").xpath(
            "//t:back/t:div[@type='notes']/t:note/@xml:id", namespaces=T
        )
        assert sorted(left) == ["n-abstract", "n-list", "n-loose", "n-ring1", "n-ring2"]

    def test_a_note_that_only_a_note_at_the_end_calls_is_inside_that_note(self) -> None:
        tei = _tei("notes-everywhere", notes="inline")
        assert tei.xpath("//t:note[@xml:id='n-of-loose']/ancestor::t:note/@xml:id", namespaces=T) == ["n-loose"]

    def test_a_long_chain_of_notes_nests_only_to_a_limit(self) -> None:
        chain = "".join(
            f'<note id="c{n}" label="c{n}" kind="footnote" status="present"><p id="cp{n}">Next.'
            f'<noteref id="cr{n}" target="c{n + 1}" label="c{n + 1}"/></p></note>'
            for n in range(300)
        )
        last = '<note id="c300" label="c300" kind="footnote" status="missing"/>'
        call = '<noteref id="cr" target="c0" label="c0"/>'
        old = '<p id="p3" role="disclaimer">'
        long = changed("lost-notes", (old, f'<p id="p4">Why?{call}</p>{old}'), ("</notes>", f"{chain}{last}</notes>"))
        tei = _exported(long.article, notes="inline")
        assert max(len(list(element.iterancestors())) for element in tei.iter("{*}note")) < 150
        assert len(tei.findall(".//{*}text//{*}note")) == 304

    @pytest.mark.parametrize("seed", range(40))
    def test_both_forms_contain_the_same_words_once(self, seed: int) -> None:
        article = random_article(seed)
        inline, end = (_exported(article, notes=shape) for shape in ("inline", "end"))
        notes = [
            {note.get(XML_ID): _own_words(note) for note in tei.iterfind(".//{*}text//{*}note")}
            for tei in (inline, end)
        ]
        assert notes[0] == notes[1]
        assert _own_words(inline.find(".//{*}body")) == _own_words(end.find(".//{*}body"))

    def test_another_form_is_refused(self) -> None:
        with pytest.raises(UsageError, match="margin"):
            _tei("bare", notes="margin")


def many_notes_and_removals(count: int) -> None:
    """The TEI of a record with so many of each, which must all be there."""
    calls = "".join(f'<p id="c{n}">Word.<noteref id="m{n}" target="q{n}" label="{n}"/></p>' for n in range(count))
    notes = "".join(
        f'<note id="q{n}" label="{n}" kind="footnote" status="present"><p id="qp{n}">Note.</p></note>'
        for n in range(count)
    )
    pieces = "".join(
        f'<removed id="z{n}" rule="share-bar" where="line {n}" chars="4">Like</removed>' for n in range(count)
    )
    many = changed(
        "bare",
        ('<p id="p1">', f'{calls}<p id="p1">'),
        ("<provenance>", f"<notes>{notes}</notes><provenance>"),
        ("</provenance>", f"{pieces}</provenance>"),
    )
    tei = _exported(many.article, notes="inline", removed=True)
    assert len(tei.findall(".//{*}anchor")) == count


@pytest.mark.slow
def test_many_notes_and_removals_take_linear_time() -> None:
    assert growth(many_notes_and_removals, 100) < 5
    many_notes_and_removals(6000)


class TestRemoved:
    """With removed=True what was left out of the source stands in standOff."""

    def test_each_removed_piece_has_its_words_its_rule_and_its_place(self) -> None:
        tei = _tei("notes-everywhere", removed=True)
        first, *_, last = tei.xpath("/t:TEI/t:standOff/t:listAnnotation/t:annotation", namespaces=T)
        assert [note.text for note in first] == ["Share Tell", "/html/body/ul[1]"]
        assert [note.get("type") for note in last] == ["removed"]  # nobody knows where it stood
        rule, source = (tei.xpath("//*[@xml:id=$id]", id=first.get(name)[1:])[0] for name in ("ana", "target"))
        assert (rule.text, source.findtext("{*}title")) == ("share-bar: 2", "bell.html")

    def test_without_removals_there_is_no_stand_off_part(self) -> None:
        assert _tei("bare", removed=True).find("{*}standOff") is None

    def test_without_the_option_there_is_no_stand_off_part(self) -> None:
        assert record("notes-everywhere").tei.find("{*}standOff") is None


def test_a_note_without_text_contains_a_gap() -> None:
    gaps = record("lost-notes").tei.xpath("//t:note[@subtype='missing']/t:gap[@reason='lost']", namespaces=T)
    assert len(gaps) == 3


def test_personal_names_are_split_only_if_that_is_safe() -> None:
    first, second, third = record("everything").tei.xpath("//t:titleStmt/t:author", namespaces=T)
    assert first.xpath("string(t:persName/t:surname)", namespaces=T) == "Holt"
    assert first.xpath("string(t:persName/t:roleName[@type='honorific'])", namespaces=T) == "Dr"
    assert second.xpath("string(t:persName/t:surname)", namespaces=T) == "van der Aa"
    assert third.xpath("string(t:orgName)", namespaces=T) == "The Quay Collective"


@pytest.mark.parametrize(
    ("name", "forename", "surname"),
    [
        ("Odile T. Marsh", "Odile T.", "Marsh"),
        ("J.-P. K. Brandt", "J.-P. K.", "Brandt"),
        ("Anna Maria Lind", "Anna Maria", "Lind"),
        ("Ruben Ford Jr.", "Ruben", "Ford"),
        ("Ford Jr.", "", ""),
    ],
)
def test_initials_belong_to_the_forename(name: str, forename: str, surname: str) -> None:
    person = changed("notes-everywhere", ("<name>Odile T. Marsh</name>", f"<name>{name}</name>")).tei.find(
        ".//{*}persName"
    )
    assert person is not None
    assert (person.findtext("{*}forename", ""), person.findtext("{*}surname", "")) == (forename, surname)


@pytest.mark.parametrize(
    ("rights", "status"),
    [
        ("<rights>© 1998 The Lake Almanac. All rights reserved.</rights>", "restricted"),
        ("<rights>Alle Rechte vorbehalten.</rights>", "restricted"),
        ('<rights href="https://creativecommons.org/licenses/by/4.0/"/>', "free"),
        ("<rights>Free under CC BY (http://creativecommons.org/licenses/by/4.0/), with thanks.</rights>", "free"),
        ('<rights href="//creativecommons.org/licenses/by-sa/3.0/">Some rights</rights>', "free"),
        ("<rights>© The Lake Almanac</rights>", "unknown"),
        ("", "unknown"),
    ],
)
def test_the_terms_of_use_have_the_values_of_tei(rights: str, status: str) -> None:
    old = "<rights>© 1998 The Lake Almanac. All rights reserved.</rights>"
    terms = changed("notes-everywhere", (old, rights)).tei.find(".//{*}availability")
    assert terms is not None
    assert terms.get("status") == status
    assert "".join(terms.itertext()).strip()


def test_a_complete_reference_becomes_bibl_and_the_title_of_a_work_becomes_title() -> None:
    cited = '<cite>Holt, <em>Tides</em>, 1987.</cite> <cite>The Book of Tides</cite> <lang xml:lang="fr"><cite>Dupin, <em>Marées</em></cite></lang>'
    tei = changed("bare", ("One paragraph", cited)).tei
    found = [etree.QName(part).localname for part in tei.iterfind(".//{*}body/{*}p//*")]
    assert found == ["bibl", "hi", "title", "foreign", "title", "hi"]  # words in another language hold phrases only


def test_languages_have_their_names() -> None:
    found = {use.get("ident"): use.text for use in record("everything").tei.iterfind(".//{*}langUsage/{*}language")}
    assert found["en"] == "English"
    assert record("japanese").tei.findtext(".//{*}langUsage/{*}language") == "Japanese"


def test_the_header_counts_the_removed_pieces() -> None:
    items = record("everything").tei.xpath("//t:editorialDecl//t:item/text()", namespaces=T)
    assert items == ["related-links: 1", "share-bar: 2"]


# ---- who made the record, and who corrected it -----------------------------------------------------


def _changes(tei: etree._Element) -> list[tuple[str, str, str]]:
    """When, by whom and what, for each change of the header; the last first."""
    names = {f"#{agent.get(XML_ID)}": agent.findtext("{*}name") or "" for agent in tei.iterfind(".//{*}respStmt")}
    return [
        (change.get("when", ""), names[change.get("who", "")] if change.get("who") else "", change.text or "")
        for change in tei.iterfind(".//{*}revisionDesc/{*}change")
    ]


def test_the_header_lists_conversion_corrections_and_encoding_with_the_last_first() -> None:
    assert _changes(record("everything").tei) == [
        ("", "", "Encoded in TEI P5 from the archival record."),
        ("", "", "Took a stray comma out."),
        ("2024-04", "Port Archive & Library", "Named the <quay> as the harbour office writes it."),
        ("2024-03-05", "Maren Holt", "Put the second reading right in the table of the tides."),
        ("", "", "Corrected by hand after the conversion: the digest of the record no longer fits."),
        ("2024-03-01T09:30:00+01:00", "Port Archive & Library", "Converted from the source to the archival record by archiver 0.1.0."),
    ]  # fmt: skip


def test_an_agent_stands_once_with_all_that_it_did() -> None:
    agents = record("everything").tei.findall(".//{*}titleStmt/{*}respStmt")
    assert [[part.text for part in agent] for agent in agents] == [
        ["had the source converted to the archival record", "corrected the archival record by hand", "Port Archive & Library"],
        ["corrected the archival record by hand", "Maren Holt"],
    ]  # fmt: skip


def test_the_header_names_rules_weights_parser_and_options() -> None:
    told = [(d.get("type"), d.text) for d in record("everything").tei.iterfind(".//{*}application/{*}desc")]
    assert [kind for kind, _ in told] == ["rules", "model", "parser", "option", "option"]
    assert told[-1] == ("option", "Option: title = Tides & Timetables: how a harbour learnt to wait")


SENTENCE = "The bell buoy rang all night, and the keeper wrote each stroke into the book of the lower light. "
FRESH = (
    f"<html lang='en'><body><article><h1>The Bell</h1>{f'<p>{SENTENCE * 3}</p>' * 4}</article></body></html>".encode()
)


@pytest.mark.parametrize(
    ("data", "changes", "correction"),
    [
        (archiver.normalize(FRESH).xml(), 2, "The words are those of the source; nothing was corrected."),
        (archiver.normalize(FRESH).xml().replace(b"bell buoy", b"whistle buoy", 1), 3, "The program corrected nothing. After it, "),
        (record("bare").article.xml(), 2, "The program corrected nothing. The record has no digest"),
    ],
    ids=["a fresh record", "a corrected record", "a record without a digest"],
)  # fmt: skip
def test_the_header_claims_of_corrections_what_the_record_shows(data: bytes, changes: int, correction: str) -> None:
    tei = _exported(Article.from_bytes(data))
    assert len(_changes(tei)) == changes
    assert (tei.findtext(".//{*}correction/{*}p") or "").startswith(correction)
    assert not any(when or who for when, who, _ in _changes(tei))  # nobody gave a date or a name
    assert tei.find(".//{*}respStmt") is None


def test_the_date_of_the_conversion_is_that_of_the_copy_if_nothing_says_when_the_source_was_saved() -> None:
    date = ".//{*}publicationStmt/{*}date"
    made = _exported(archiver.normalize(FRESH, made="2026-11-30T23:30-05:00")).find(date)
    assert made is not None and made.get("when") == "2026-11-30"
    assert _exported(archiver.normalize(FRESH)).find(date) is None
    saved = record("everything").tei.find(date)
    assert saved is not None and saved.get("when") == "2024-02-29"


@pytest.mark.parametrize("options", SHAPES, ids=str)
@pytest.mark.parametrize("name", ["everything", "bare", "notes-everywhere", "lost-notes"])
def test_no_text_of_the_header_has_a_line_break(name: str, options: dict[str, Any]) -> None:
    header = _tei(name, **options).find("{*}teiHeader")
    assert header is not None
    texts = [str(text) for text in header.itertext()]
    assert [text for text in texts if text.strip() and "\n" in text] == []


def test_blocks_after_a_section_get_a_division_of_their_own() -> None:
    last = record("everything").tei.xpath("//t:body/t:div[last()]", namespaces=T)[0]
    assert last.get("type") == "continuation"
    assert [p.get("rend") for p in last] == ["correction", "disclaimer"]


def _tei(name: str, **options: Any) -> etree._Element:
    return _exported(record(name).article, **options)


def _exported(article: Article, **options: Any) -> etree._Element:
    out = io.BytesIO()
    write(article, out, **options)
    return etree.fromstring(out.getvalue())


def _own_words(element: etree._Element | None) -> str:
    """The text of an element without that of notes in it, the labels of their calls, and white space: the layout of the
    file differs with the place of the notes.
    """
    assert element is not None
    alone = copy.deepcopy(element)
    for other in list(alone.iter("{*}note", "{*}ref")):
        if other is not alone and (etree.QName(other).localname == "note" or other.get("type") == "noteref"):
            while len(other):
                del other[0]
            other.text = None
    alone.tail = None
    return "".join("".join(alone.itertext()).split())


BROKEN = {
    "a pointer into a script": ('target="https://estuary.example/archive"', 'target="javascript:x"'),
    "a note without a label": ('<note n="1"', "<note"),
    "a missing note with a text": ('subtype="present"', 'subtype="missing"'),
    "an element that we never write": ("<hi rend=", "<emph rend="),
    "another rendering": ('rend="italic"', 'rend="purple"'),
    "a header without its tool": ("<appInfo>", "<!--"),
    "a hash that is none": ('<idno type="SHA-256">0f', '<idno type="SHA-256">xx'),
}


@pytest.mark.parametrize("what", BROKEN)
def test_the_profile_refuses_other_markup(what: str) -> None:
    text = record("everything").made("tei").decode("utf-8")
    old, new = BROKEN[what]
    assert old in text
    if new == "<!--":
        text = re.sub(r"<appInfo>.*?</appInfo>", "", text, flags=re.DOTALL)
    elif "emph" in new:
        text = text.replace("<hi ", "<emph ").replace("</hi>", "</emph>")
    else:
        text = text.replace(old, new)
    assert schema.grammar_violations(etree.fromstring(text.encode("utf-8")), "archiver-tei.rng", "")


@pytest.mark.slow
def test_the_odd_names_the_elements_of_the_profile_and_no_others() -> None:
    profile = (ROOT / "schemas" / "archiver-tei.rnc").read_text(encoding="utf-8")
    odd = etree.parse(ROOT / "schemas" / "archiver-tei.odd")
    named = " ".join(map(str, odd.xpath("//t:moduleRef/@include", namespaces=T))).split()
    assert sorted(named) == sorted(set(re.findall(r"\belement (\w+) \{", profile)))
    assert external.jing(external.TEI_ALL, [ROOT / "schemas" / "archiver-tei.odd"]) == []


RULES = {
    "a call of a note that is not there": ('target="#n3" n="3"', 'target="#n33" n="3"', "call-has-note"),
    "a note that names another call": ('target="#r3"', 'target="#r4"', "call-has-note"),
    "a note that names a call too many": ('target="#r3"', 'target="#r3 #r4"', "note-has-calls"),
    "a call of a note that says it has none": ('target="#n3" n="3"', 'target="#n-loose" n="3"', "call-has-note"),
    "a removed piece under no rule": ('ana="#archiver._rule-share-bar"', 'ana="#p1"', "removed-has-rule"),
    "a removed piece of another file": ('target="#archiver._source"', 'target="#p1"', "removed-has-source"),
    "a change by somebody of whom the header says nothing": (
        'who="#archiver._agent1"',
        'who="#p1"',
        "change-has-agent",
    ),
    "a removed piece too few": ('<item n="2" ', '<item n="3" ', "removed-all-there"),
}


@pytest.mark.parametrize("what", RULES)
def test_validate_checks_the_targets_of_references(what: str, tmp_path: Path) -> None:
    signed = changed("notes-everywhere", ('<removed id="x1"', '<made agent="Ann Lee"/><removed id="x1"'))
    file = export(signed.article, "tei", tmp_path / "bell.tei.xml", removed=True)
    assert [verdict.violations for verdict in validate([file])] == [()]
    old, new, rule = RULES[what]
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    (verdict,) = validate([file])
    assert rule in [breach.rule for breach in verdict.violations]


def test_an_id_is_unique() -> None:
    """In a file, the parser itself says so."""
    tei = _tei("notes-everywhere")
    tei.xpath("//t:p[@xml:id='p2']", namespaces=T)[0].set(XML_ID, "p1")
    assert {breach.rule for breach in schema.rule_violations(tei, "archiver-tei.sch")} == {"id-unique"}


def test_an_anchor_and_its_note_stay_together(tmp_path: Path) -> None:
    file = export(record("notes-everywhere").article, "tei", tmp_path / "bell.tei.xml", notes="inline")
    assert [verdict.violations for verdict in validate([file])] == [()]
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('target="#r1 #r1-again"', 'target="#r2 #r1-again"'), encoding="utf-8")
    (verdict,) = validate([file])
    assert "anchor-has-note" in [breach.rule for breach in verdict.violations]
