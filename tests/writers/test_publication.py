"""Where an article appeared, and how to cite it, in the exports: title block, colophon, and metadata for programs."""

from __future__ import annotations

import io
import json
import zipfile
from functools import cache
from pathlib import Path

import extruct
import pikepdf
import pytest
from lxml import etree

import archiver
from archiver.article import Article
from archiver.writers import WRITERS
from archiver.writers.shared.reference import publication_line, reference
from support import external
from support.folders import RECORDS

REFERENCE = (
    "Holt, Maren; van der Aa, Ludwig; The Quay Collective. Tides & Timetables: how a harbour learnt to wait: Three centuries of marégraphie"
    " on one quay. The Estuary Review, 2021-03-04, 12 (3), 101–119. Harbour University Press. ISSN 2049-3649. https://doi.org/10.5555/estuary.2021.7"
)


def everything() -> Article:
    return archiver.load(RECORDS / "everything.xml")


@cache
def made(format_: str) -> bytes:
    out = io.BytesIO()
    WRITERS[format_].writer()(everything(), out)
    return out.getvalue()


def shown(format_: str) -> str:
    """All text of an export in one line."""
    data = made(format_)
    if format_ in ("epub", "docx", "odt"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [n for n in sorted(archive.namelist()) if n.endswith(("xhtml", "document.xml", "content.xml"))]
            data = b"<x>" + b"".join(etree.tostring(etree.fromstring(archive.read(n))) for n in names) + b"</x>"
        return " ".join("".join(etree.fromstring(data).itertext()).split())
    if format_ == "html":
        return " ".join("".join(etree.HTML(data).itertext()).split())
    return " ".join(data.decode().split())


def test_the_reference_of_a_record() -> None:
    assert reference(everything()) == REFERENCE
    assert publication_line(everything()) == "The Estuary Review 12 (3), 101–119"


@pytest.mark.parametrize("format_", ["html", "epub", "text", "docx", "odt"])
def test_readers_see_publication_place_and_reference(format_: str) -> None:
    text = shown(format_)
    assert "The Estuary Review 12 (3), 101–119" in text
    assert "Cite as" in text and REFERENCE in text
    assert "Archived at" in text and "31234567" in text


def test_a_record_without_a_title_has_no_reference() -> None:
    xml = everything().xml().decode()
    start, end = xml.index("<title>"), xml.index("</title>")
    assert reference(Article.from_bytes(f"{xml[:start]}<title>{xml[end:]}".replace('id="r0"', "").encode())) == ""


def test_html_names_the_reference_for_collectors() -> None:
    head = etree.HTML(made("html")).find("head")
    assert head is not None
    tags = [
        (m.get("name"), m.get("content")) for m in head.iter("meta") if (m.get("name") or "").startswith("citation_")
    ]
    assert ("citation_author", "Holt, Maren") in tags and ("citation_journal_title", "The Estuary Review") in tags
    assert ("citation_publication_date", "2021/03/04") in tags and ("citation_lastpage", "119") in tags


def test_extruct_reads_the_json_ld() -> None:
    [data] = extruct.extract(made("html").decode(), syntaxes=["json-ld"])["json-ld"]
    assert (data["@type"], data["pageStart"], data["publisher"]["name"]) == (
        "ScholarlyArticle",
        "101",
        "Harbour University Press",
    )
    volume = data["isPartOf"]["isPartOf"]
    assert (data["isPartOf"]["issueNumber"], volume["volumeNumber"], volume["isPartOf"]["name"]) == (
        "3",
        "12",
        "The Estuary Review",
    )
    assert [person["name"] for person in data["author"]] == ["Maren Holt", "Ludwig van der Aa", "The Quay Collective"]
    assert data["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"


def test_no_text_ends_the_data_in_html() -> None:
    hostile = "</script><script>alert(1)</script>]]>\u2028&lt;!--"
    xml = (
        everything()
        .xml()
        .decode()
        .replace("<name>The Estuary Review</name>", f"<name>{hostile.replace('<', '&lt;').replace('>', '&gt;')}</name>")
    )
    out = io.BytesIO()
    WRITERS["html"].writer()(Article.from_bytes(xml.encode()), out)
    for parsed in (etree.HTML(out.getvalue()), etree.fromstring(out.getvalue())):
        [script] = [e for e in parsed.iter(etree.Element) if etree.QName(e).localname == "script"]
        volume = json.loads(script.text or "")["isPartOf"]["isPartOf"]
        assert volume["isPartOf"]["name"].startswith("</script><script>alert(1)</script>]]>")


def test_the_epub_says_it_in_its_package() -> None:
    with zipfile.ZipFile(io.BytesIO(made("epub"))) as archive:
        package = etree.fromstring(archive.read("EPUB/package.opf"))
    found = {m.get("property"): m.text for m in package.iter("{*}meta") if m.get("refines") is None}
    assert (found["dcterms:isPartOf"], found["prism:volume"], found["prism:pageRange"]) == (
        "The Estuary Review",
        "12",
        "101–119",
    )
    assert found["dcterms:bibliographicCitation"] == REFERENCE
    assert [e.text for e in package.iter("{*}contributor")] == ["Ida Sandvik", "Quay Editors & Sons"]
    assert [e.text for e in package.iter("{*}publisher")] == ["Harbour University Press"]


@pytest.mark.slow
def test_the_pdf_has_prism_in_its_metadata_and_stays_valid(tmp_path: Path) -> None:
    path = tmp_path / "everything.pdf"
    path.write_bytes(made("pdf"))
    with pikepdf.open(path) as pdf, pdf.open_metadata() as metadata:
        prism = "{http://prismstandard.org/namespaces/basic/3.0/}"
        assert metadata[f"{prism}publicationName"] == "The Estuary Review"
        assert (metadata[f"{prism}volume"], metadata[f"{prism}pageRange"]) == ("12", "101–119")
    assert all(verdict["compliant"] for verdict in external.vera([path]))


def test_tei_and_jats_hold_the_place() -> None:
    tei = etree.fromstring(made("tei"))
    names = {"t": "http://www.tei-c.org/ns/1.0"}
    monogr = "t:teiHeader/t:fileDesc/t:sourceDesc/t:biblStruct/t:monogr"
    assert tei.findtext(f"{monogr}/t:title", "", names) == "The Estuary Review"
    assert [(e.get("unit"), e.text) for e in tei.iterfind(f"{monogr}/t:imprint/t:biblScope", names)] == [
        ("volume", "12"), ("issue", "3"), ("page", "101–119"), ("article", "e7"),
    ]  # fmt: skip
    meta = etree.fromstring(made("jats")).find("front/article-meta")
    assert meta is not None
    assert [(meta.findtext(name)) for name in ("volume", "issue", "fpage", "lpage")] == ["12", "3", "101", "119"]
