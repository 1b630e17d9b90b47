"""What the bibliographic formats say, as programs of others read it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import bibtexparser
import pymarc
import pypandoc  # type: ignore[import-untyped]
import pytest
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import archiver
from archiver.article import Article
from archiver.metadata import gather_metadata
from archiver.validation.files import validate
from archiver.writers import WRITERS
from archiver.writers.shared.work import work_of
from support.drafts import build, page
from support.folders import RECORDS

FORMATS = ("csl", "bibtex", "ris", "dc", "mods", "marcxml", "zotero")
PROSE = "<p>" + "The book has been kept in the harbour office since the first barge came in. " * 5 + "</p>"
TAGS = {
    "citation_author": "Vasalund, Ina", "citation_editor": "Sand, Ida", "citation_journal_title": "Harbour Papers", "citation_volume": "12",
    "citation_issue": "3", "citation_firstpage": "101", "citation_lastpage": "119", "citation_issn": "2049-3630", "citation_doi": "10.5555/sand.12",
    "citation_publisher": "Quay Press", "citation_publication_date": "2021/03/04", "citation_pmid": "31234567", "citation_language": "en",
    "citation_keywords": "sand, harbours", "citation_abstract": "A judge counts the sand, grain by grain & year by year.",
}  # fmt: skip


def record(tags: dict[str, str], title: str = "Counting {Sand} & Salt: 100 % of it") -> Article:
    head = "".join(f"<meta name={quoteattr(name)} content={quoteattr(value)}>" for name, value in tags.items())
    head += "<link rel='canonical' href='https://grain.example/sand?a=1&amp;b=2'>"
    draft = page(f"<h1>{title.replace('&', '&amp;').replace('<', '&lt;')}</h1>{PROSE}", head)
    gather_metadata(draft)
    return build(draft)


@pytest.fixture(scope="module")
def article() -> Article:
    return record(TAGS)


def made(article: Article, format_: str) -> bytes:
    out = io.BytesIO()
    WRITERS[format_].writer()(article, out)
    return out.getvalue()


def test_rispy_reads_the_ris(article: Article) -> None:
    [entry] = rispy.loads(made(article, "ris").decode())
    assert (entry["type_of_reference"], entry["title"]) == ("JOUR", "Counting {Sand} & Salt: 100 % of it")
    assert entry["authors"] == ["Vasalund, Ina"]
    assert (entry["secondary_title"], entry["volume"], entry["number"]) == ("Harbour Papers", "12", "3")
    assert (entry["start_page"], entry["end_page"], entry["issn"]) == ("101", "119", "2049-3630")
    assert (entry["year"], entry["date"], entry["doi"]) == ("2021", "2021/03/04/", "10.5555/sand.12")
    assert entry["keywords"] == ["sand", "harbours"]
    assert entry["urls"] == ["https://grain.example/sand?a=1&b=2"]


def test_bibtexparser_reads_the_bibtex(article: Article) -> None:
    library = bibtexparser.parse_string(made(article, "bibtex").decode())
    assert library.failed_blocks == []
    [entry] = library.entries
    fields = {field.key: field.value for field in entry.fields}
    assert (entry.entry_type, entry.key) == ("article", "vasalund2021counting")
    assert (fields["author"], fields["journal"]) == ("Vasalund, Ina", "Harbour Papers")
    assert (fields["volume"], fields["number"], fields["pages"]) == ("12", "3", "101--119")
    assert (fields["year"], fields["doi"]) == ("2021", "10.5555/sand.12")
    assert fields["title"] == r"{Counting \{Sand\} \& Salt: 100 \% of it}"


def test_pymarc_reads_the_marcxml(article: Article) -> None:
    [marc] = pymarc.parse_xml_to_array(io.BytesIO(made(article, "marcxml")))
    assert marc.title == "Counting {Sand} & Salt: 100 % of it"
    assert marc.author == "Vasalund, Ina aut"
    assert (str(marc.leader)[6:8], len(marc["008"].data)) == ("ab", 40)
    assert marc["008"].data[7:11] == "2021" and marc["008"].data[35:38] == "eng"
    host = marc["773"]
    assert (host["t"], host["g"], host["x"]) == ("Harbour Papers", "vol. 12, no. 3 (2021), p. 101–119", "2049-3630")
    assert [(f["a"], f["2"]) for f in marc.get_fields("024")] == [("10.5555/sand.12", "doi"), ("31234567", "pmid")]
    assert [f["a"] for f in marc.get_fields("653")] == ["sand", "harbours"]
    assert marc["264"]["b"] == "Quay Press" and marc["264"]["c"] == "2021-03-04"
    assert pymarc.Record(marc.as_marc()).title == marc.title  # it can be written as MARC 21 itself


def test_citeproc_cites_from_the_csl(article: Article) -> None:
    items = json.loads(made(article, "csl"))
    bibliography = CitationStylesBibliography(
        CitationStylesStyle("apa", validate=False), CiteProcJSON(items), formatter.plain
    )
    bibliography.register(Citation([CitationItem(items[0]["id"])]))
    [text] = map(str, bibliography.bibliography())
    assert (
        text
        == "Vasalund, I. (2021). Counting {Sand} & Salt: 100 % of it. Harbour Papers, 12(3), 101–119. https://doi.org/10.5555/sand.12"
    )


def test_the_csl_has_only_variables_of_csl(article: Article) -> None:
    import citeproc

    known = {name.replace("_", "-") for name in (*citeproc.VARIABLES, *citeproc.NAMES, *citeproc.DATES)} | {
        "id",
        "type",
        "contributor",
        "custom",
    }
    for item in json.loads(made(article, "csl")) + json.loads(made(archiver.load(RECORDS / "everything.xml"), "csl")):
        assert set(item) <= known


MODS = {"m": "http://www.loc.gov/mods/v3"}


def test_the_mods_names_the_host(article: Article) -> None:
    root = etree.fromstring(made(article, "mods"))
    host = "m:relatedItem[@type='host']"

    def text(path: str) -> str:
        return root.findtext(path, "", MODS)

    assert text("m:titleInfo/m:title") == "Counting {Sand} & Salt: 100 % of it"
    assert (text("m:name/m:namePart[@type='family']"), text("m:name/m:role/m:roleTerm")) == ("Vasalund", "aut")
    assert text(f"{host}/m:titleInfo/m:title") == "Harbour Papers"
    assert text(f"{host}/m:part/m:detail[@type='volume']/m:number") == "12"
    assert text(f"{host}/m:part/m:extent[@unit='pages']/m:end") == "119"
    assert text("m:identifier[@type='doi']") == "10.5555/sand.12"


def test_the_dublin_core_has_one_line_for_the_place(article: Article) -> None:
    root = etree.fromstring(made(article, "dc"))
    found = [(etree.QName(e).localname, e.text) for e in root]
    assert ("source", "Harbour Papers, 12 (3), 101–119") in found
    assert ("creator", "Vasalund, Ina") in found and ("contributor", "Sand, Ida") in found
    assert ("identifier", "https://doi.org/10.5555/sand.12") in found


def test_the_zotero_rdf_has_item_and_journal(article: Article) -> None:
    root = etree.fromstring(made(article, "zotero"))
    names = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
    assert root.findtext("bib:Article/z:itemType", "", names) == "journalArticle"
    assert root.findtext("bib:Article/bib:authors/rdf:Seq/rdf:li/foaf:Person/foaf:surname", "", names) == "Vasalund"
    assert root.findtext("bib:Journal/dc:title", "", names) == "Harbour Papers"
    assert root.findtext("bib:Journal/prism:volume", "", names) == "12"


def through_pandoc(data: bytes, from_: str, to: str) -> str:
    return str(pypandoc.convert_text(data.decode(), to, format=from_, extra_args=["--standalone"]))


def test_bibtex_and_csl_are_the_same_to_pandoc(article: Article) -> None:
    [ours] = json.loads(made(article, "csl"))
    [theirs] = json.loads(through_pandoc(made(article, "bibtex"), "bibtex", "csljson"))
    for field in (
        "id",
        "type",
        "author",
        "container-title",
        "volume",
        "issue",
        "issued",
        "DOI",
        "publisher",
        "URL",
    ):
        assert theirs[field] == ours[field], field
    assert theirs["page"].replace("-", "–") == ours["page"]
    assert theirs["title"].replace('<span class="nocase">', "").replace("</span>", "") == ours["title"]
    back = through_pandoc(made(article, "csl"), "csljson", "bibtex")
    assert bibtexparser.parse_string(back).entries[0]["journal"] == "Harbour Papers"


@pytest.mark.parametrize("format_", FORMATS)
def test_each_file_is_valid_and_has_the_same_bytes_twice(format_: str, tmp_path: Path) -> None:
    for name, article in (("a", record(TAGS)), ("b", archiver.load(RECORDS / "everything.xml"))):
        path = tmp_path / f"{name}{WRITERS[format_].suffix}"
        path.write_bytes(made(article, format_))
        [verdict] = validate([path])
        assert verdict.state == "valid" and verdict.violations == (), verdict
        assert made(article, format_) == path.read_bytes()


def test_what_is_doubtful_is_not_cited() -> None:
    draft = page(
        f"<h1>Counting Sand</h1>{PROSE}",
        "<title>Counting Sand | The Gull</title><meta name='creator' content='Bo Ray'>",
    )
    gather_metadata(draft)
    article = build(draft)
    assert article.publication == "The Gull" and [e.confidence for e in article.evidence if e.field == "container"] == [
        "low"
    ]
    assert work_of(article).container == ""
    assert b"The Gull" not in made(article, "ris")


def test_a_site_is_not_named_again_as_its_publisher() -> None:
    assert work_of(record(TAGS | {"citation_publisher": "The HARBOUR papers"})).publisher == ""
    assert work_of(record(TAGS)).publisher == "Quay Press"


def test_what_somebody_corrected_is_cited() -> None:
    draft = page(f"<h1>Counting Sand</h1>{PROSE}", "<title>Counting Sand | The Gull</title>")
    gather_metadata(draft)
    corrected = build(draft).xml().replace(b"<name>The Gull</name>", b"<name>The Tern</name>")
    assert work_of(Article.from_bytes(corrected)).container == "The Tern"


@pytest.mark.parametrize(
    ("genre", "container", "types"),
    [
        ("news", "site", ("article-newspaper", "article", "NEWS", "newspaperArticle")),
        ("", "site", ("webpage", "misc", "ELEC", "webpage")),
        ("post", "blog", ("post-weblog", "misc", "BLOG", "blogPost")),
        ("", "book", ("chapter", "incollection", "CHAP", "bookSection")),
        ("thesis", "site", ("thesis", "phdthesis", "THES", "thesis")),
    ],
)
def test_the_kinds_of_works(genre: str, container: str, types: tuple[str, str, str, str]) -> None:
    xml = record(TAGS).xml().decode()
    xml = xml.replace('<container type="journal">', f'<container type="{container}">')
    if genre:
        xml = xml.replace("<identifier", f'<genre type="{genre}">x</genre><identifier', 1)
    article = Article.from_bytes(xml.encode())
    [item] = json.loads(made(article, "csl"))
    zotero = etree.fromstring(made(article, "zotero"))
    found = (
        item["type"], made(article, "bibtex").decode().partition("@")[2].partition("{")[0], made(article, "ris").decode()[6:].partition("\r")[0],
        zotero.findtext(".//{http://www.zotero.org/namespaces/export#}itemType"),
    )  # fmt: skip
    assert found == types


HOSTILE = st.text(
    st.one_of(st.sampled_from(list('{}\\"@#%&~^_$<>=,;\n\r\t')), st.characters(codec="utf-8")), min_size=1, max_size=30
)


@settings(max_examples=40, deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE)
def test_no_text_breaks_a_format(title: str, name: str, journal: str) -> None:
    article = record({"citation_author": name, "citation_journal_title": journal, "citation_volume": name}, title)
    shown: dict[str, Any] = {}
    [entry] = rispy.loads(made(article, "ris").decode())
    shown["ris"] = entry["title"]
    library = bibtexparser.parse_string(made(article, "bibtex").decode())
    assert library.failed_blocks == [] and len(library.entries) == 1
    [marc] = pymarc.parse_xml_to_array(io.BytesIO(made(article, "marcxml")))
    shown["marc"] = marc["245"]["a"]
    shown["mods"] = etree.fromstring(made(article, "mods")).findtext("m:titleInfo/m:title", "", MODS)
    shown["csl"] = json.loads(made(article, "csl"))[0]["title"]
    assert {" ".join(text.split()) for text in shown.values()} == {work_of(article).full_title}
