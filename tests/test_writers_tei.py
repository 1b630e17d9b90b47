"""TEI: valid against tei_all and our profile, which refuses what we would never write."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

import judges
from archiver import schema
from archiver.writers import export
from random_records import random_article
from specimens import NAMES, record

ROOT = Path(__file__).parent.parent
T = {"t": "http://www.tei-c.org/ns/1.0"}
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


@pytest.mark.parametrize("grammar", [judges.TEI_ALL, ROOT / "schemas" / "archiver-tei.rnc"], ids=["tei_all", "profile"])
def test_every_export_is_valid(tmp_path: Path, grammar: Path) -> None:
    files = [export(record(name).article, "tei", tmp_path / f"{name}.xml") for name in NAMES]
    files += [export(random_article(seed), "tei", tmp_path / f"random-{seed}.xml") for seed in range(60)]
    assert judges.jing(grammar, files) == []


def test_calls_and_notes_point_at_each_other() -> None:
    tei = record("everything").tei
    call = tei.xpath("//t:ref[@type='noteref'][@n='5']", namespaces=T)[0]
    note = tei.xpath("//t:back/t:div[@type='notes']/t:note[@n='5']", namespaces=T)[0]
    assert (call.get("target"), note.get("target")) == (f"#{note.get(XML_ID)}", f"#{call.get(XML_ID)}")
    assert note.get("place") == "margin"


def test_a_note_without_text_holds_a_gap() -> None:
    gaps = record("lost-notes").tei.xpath("//t:note[@subtype='missing']/t:gap[@reason='lost']", namespaces=T)
    assert len(gaps) == 3


def test_persons_are_split_only_where_that_is_safe() -> None:
    first, second, third = record("everything").tei.xpath("//t:titleStmt/t:author", namespaces=T)
    assert first.xpath("string(t:persName/t:surname)", namespaces=T) == "Holt"
    assert first.xpath("string(t:persName/t:roleName[@type='honorific'])", namespaces=T) == "Dr"
    assert second.xpath("string(t:persName/t:name)", namespaces=T) == "Ludwig van der Aa"
    assert third.xpath("string(t:orgName)", namespaces=T) == "The Quay Collective"


def test_the_header_accounts_for_what_was_left_out() -> None:
    items = record("everything").tei.xpath("//t:editorialDecl//t:item/text()", namespaces=T)
    assert items == ["related-links: 1", "share-bar: 2"]


def test_blocks_after_a_section_get_a_division_of_their_own() -> None:
    last = record("everything").tei.xpath("//t:body/t:div[last()]", namespaces=T)[0]
    assert last.get("type") == "continuation"
    assert [p.get("rend") for p in last] == ["correction", "disclaimer"]


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
def test_the_profile_refuses(what: str) -> None:
    text = record("everything").made("tei").decode("utf-8")
    old, new = BROKEN[what]
    assert old in text
    if new == "<!--":
        text = re.sub(r"<appInfo>.*?</appInfo>", "", text)
    elif "emph" in new:
        text = text.replace("<hi ", "<emph ").replace("</hi>", "</emph>")
    else:
        text = text.replace(old, new)
    assert schema.grammar_breaches(etree.fromstring(text.encode("utf-8")), "archiver-tei.rng", "")


def test_the_odd_names_the_elements_of_the_profile_and_no_others() -> None:
    profile = (ROOT / "schemas" / "archiver-tei.rnc").read_text(encoding="utf-8")
    odd = etree.parse(ROOT / "schemas" / "archiver-tei.odd")
    named = " ".join(map(str, odd.xpath("//t:moduleRef/@include", namespaces=T))).split()
    assert sorted(named) == sorted(set(re.findall(r"\belement (\w+) \{", profile)))
    assert judges.jing(judges.TEI_ALL, [ROOT / "schemas" / "archiver-tei.odd"]) == []
