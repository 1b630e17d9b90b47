"""The EPUB is valid, readers can show its notes as pop-ups, and what it says of itself is true."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from archiver.article import Article
from archiver.writers import epub, export
from archiver.writers.epub import SPLIT_ABOVE
from archiver.writers.epub.cover import cover, measure, wrap
from support import external
from support.folders import RECORDS
from support.random_records import random_article
from support.records import NAMES, Specimen, changed, record

N = {
    "h": "http://www.w3.org/1999/xhtml",
    "o": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "epub": "http://www.idpf.org/2007/ops",
}
PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs="


@pytest.mark.slow
def test_epubcheck_finds_no_violation(tmp_path: Path) -> None:
    books = [export(record(name).article, "epub", tmp_path / f"{name}.epub") for name in NAMES]
    books += [export(random_article(seed), "epub", tmp_path / f"random-{seed}.epub") for seed in range(40)]
    books.append(export(_long().article, "epub", tmp_path / "long.epub"))
    assert {book.name: said for book, said in external.epubcheck(books).items() if said} == {}


def test_the_media_type_comes_first_and_uncompressed() -> None:
    with zipfile.ZipFile(io.BytesIO(record("bare").made("epub"))) as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


def test_each_note_is_one_aside_with_label_text_and_backlink() -> None:
    text = _page(record("everything"), "text-1.xhtml")
    note = text.xpath("//h:aside[@id='n0'][@epub:type='footnote'][@role='doc-footnote']", namespaces=N)[0]
    assert "".join(note.itertext()).split() == [
        "*",
        "First",
        "given",
        "as",
        "a",
        "talk",
        "in",
        "the",
        "old",
        "customs",
        "house.",
        "↩︎",
    ]
    assert text.xpath("//h:a[@id='r0']/@epub:type", namespaces=N) == ["noteref"]


def test_an_uncalled_note_is_no_footnote_because_some_readers_hide_footnotes() -> None:
    text = _page(record("everything"), "text-1.xhtml")
    assert text.xpath("//*[@id='n8']/@epub:type", namespaces=N) == []
    assert "A note that nothing calls." in "".join(text.itertext())


def test_a_long_article_is_split_and_each_note_is_in_the_file_of_its_first_call() -> None:
    book = _long()
    pages = {name: _page(book, name) for name in ("text-1.xhtml", "text-2.xhtml", "text-3.xhtml")}
    notes = {name: page.xpath("//h:aside/@id", namespaces=N) for name, page in pages.items()}
    assert notes == {"text-1.xhtml": ["n1", "n4"], "text-2.xhtml": ["n2"], "text-3.xhtml": ["n3"]}
    assert pages["text-3.xhtml"].xpath("//h:a[@id='again']/@href", namespaces=N) == ["text-1.xhtml#n1"]
    back = pages["text-1.xhtml"].xpath("//h:aside[@id='n1']//h:a[@role='doc-backlink']/@href", namespaces=N)
    assert back == ["#r1", "text-3.xhtml#again"]


@pytest.mark.slow
def test_an_article_without_sections_is_split_between_its_blocks(tmp_path: Path) -> None:
    flat = "".join(f'<p id="p{n}">{"word " * 2000}</p>' for n in range(1, 25))
    book = changed("bare", ('<p id="p1">One paragraph and nothing else.</p>', flat))
    sizes = [len(data) for name, data in sorted(book.book.items()) if "/text-" in name]
    assert len(sizes) == 4
    assert max(sizes) < SPLIT_ABOVE * 1.1
    assert external.epubcheck([export(book.article, "epub", tmp_path / "flat.epub")]) == {tmp_path / "flat.epub": []}


@pytest.mark.slow
def test_a_long_section_is_split_between_its_own_sections(tmp_path: Path) -> None:
    """It stays one entry of the contents with its parts below, and headings keep their level; formulas are declared where they are."""
    formula = '<formula notation="mathml"><m:math xmlns:m="http://www.w3.org/1998/Math/MathML"><m:mi>x</m:mi></m:math></formula>'
    parts = "".join(
        f'<section id="s{n}"><heading>Part {n}</heading><p id="p{n}">{"word " * 7000}'
        f'<noteref id="r{n}" target="n{n}" label="{n}"/>{formula if n == 2 else ""}</p></section>'
        for n in (1, 2, 3)
    )
    whole = f'<section id="s" xml:lang="cy"><heading>All</heading><p id="p0">First.</p>{parts}<p id="p9">Last.</p></section>'
    notes = "".join(
        f'<note id="n{n}" label="{n}" kind="footnote" status="present"><p id="np{n}">See <link href="#p9">the end</link>.</p></note>'
        for n in (1, 2, 3)
    )
    book = changed(
        "bare",
        ('<p id="p1">One paragraph and nothing else.</p>', whole),
        ("<provenance>", f"<notes>{notes}</notes><provenance>"),
    )
    pages = [_page(book, f"text-{n}.xhtml") for n in (1, 2, 3)]
    assert [page.xpath("//h:h3/text()", namespaces=N) for page in pages] == [["Part 1"], ["Part 2"], ["Part 3"]]
    assert [page.xpath("//h:aside/@id", namespaces=N) for page in pages] == [["n1"], ["n2"], ["n3"]]
    assert pages[2].xpath("//h:p[@id='p9']/@xml:lang", namespaces=N) == ["cy"]
    assert pages[0].xpath("//h:aside//h:a[not(@role)]/@href", namespaces=N) == ["text-3.xhtml#p9"]
    (outer,) = _page(book, "nav.xhtml").xpath("//h:nav[@id='toc']//h:li[h:a='All']", namespaces=N)
    assert outer.xpath("h:ol/h:li/h:a/@href", namespaces=N) == ["text-1.xhtml#s1", "text-2.xhtml#s2", "text-3.xhtml#s3"]
    assert external.epubcheck([export(book.article, "epub", tmp_path / "long.epub")]) == {tmp_path / "long.epub": []}


@pytest.mark.slow
def test_a_split_book_has_the_same_words_in_the_same_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [record(name).article for name in NAMES] + [random_article(seed) for seed in range(40)]
    whole = [_text(Specimen(article)) for article in articles]
    monkeypatch.setattr(epub, "SPLIT_ABOVE", 40)
    monkeypatch.setattr(epub, "SMALL", 5)
    divided = [Specimen(article) for article in articles]
    assert [_text(book) for book in divided] == whole
    assert max(len([name for name in book.book if "/text-" in name]) for book in divided) > 10
    # where Java cannot compile each book costs a start of it: epubcheck sees some of them
    some = divided[:: max(1, len(divided) // 12)]
    books = [export(book.article, "epub", tmp_path / f"{number}.epub") for number, book in enumerate(some)]
    assert {book.name: said for book, said in external.epubcheck(books).items() if said} == {}


def test_accessibility_is_claimed_only_if_it_is_true() -> None:
    assert _metadata(record("bare"), "schema:accessMode") == ["textual"]
    assert "alternativeText" not in _metadata(record("bare"), "schema:accessibilityFeature")
    described = _metadata(record("everything"), "schema:accessibilityFeature")
    assert {"alternativeText", "MathML", "structuralNavigation"} <= set(described)
    undescribed = changed("everything", (' alt="A blue square that stands for the sea"', ""))
    assert "alternativeText" not in _metadata(undescribed, "schema:accessibilityFeature")
    assert _metadata(undescribed, "schema:accessModeSufficient") == ["textual,visual"]


def test_decorative_pictures_do_not_count_as_described() -> None:
    decoration = changed("notes-everywhere", ('src="bell.png" alt="A bell"', f'src="{PIXEL}" alt=""'))
    described = changed("notes-everywhere", ('src="bell.png"', f'src="{PIXEL}"'))
    assert "alternativeText" in _metadata(described, "schema:accessibilityFeature")
    assert "alternativeText" not in _metadata(decoration, "schema:accessibilityFeature")
    assert "decoration" in _metadata(decoration, "schema:accessibilitySummary")[0]


def test_the_package_names_language_persons_and_direction() -> None:
    package = _page(record("everything"), "package.opf")
    assert package.xpath("//dc:creator/text()", namespaces=N) == [
        "Maren Holt",
        "Ludwig van der Aa",
        "The Quay Collective",
    ]
    assert package.xpath("//o:meta[@property='file-as']/text()", namespaces=N) == [
        "Holt, Maren",
        "van der Aa, Ludwig",
    ]
    assert package.xpath("//o:meta[@property='dcterms:modified']/text()", namespaces=N) == ["2024-04-01T00:00:00Z"]
    assert _page(record("bare"), "package.opf").xpath("//dc:language/text()", namespaces=N) == ["und"]
    assert _page(record("arabic"), "package.opf").xpath("//@page-progression-direction") == ["rtl"]


def test_the_table_of_contents_nests_like_the_sections() -> None:
    nav = _page(record("everything"), "nav.xhtml")
    deepest = nav.xpath("//h:nav[@id='toc']/h:ol/h:li/h:ol/h:li/h:ol/h:li/h:a/text()", namespaces=N)
    assert deepest == ["Smaller still"]


def test_cover_lines_fit_between_the_margins() -> None:
    for title in ("A short one", "https://example.org/" + "x" * 300, "図書館" * 30, "word " * 80):
        assert all(measure(line) * 66 <= 960 for line in wrap(title, 66))
        assert etree.fromstring(cover(title, "Author", "", "en", False)) is not None


def _text(book: Specimen) -> str:
    """The letters of the body, in the order of the files."""
    parts = sum("/text-" in name for name in book.book)
    bodies = [_page(book, f"text-{part}.xhtml").find("{*}body") for part in range(1, parts + 1)]
    words = []
    for body in bodies:
        assert body is not None
        for notes in body.xpath("h:section[@class='notes']", namespaces=N):
            body.remove(notes)
        words += "".join(body.itertext()).split()
    return "".join(words)


def _page(book: Specimen, name: str) -> etree._Element:
    return etree.fromstring(book.book[f"EPUB/{name}"])


def _metadata(book: Specimen, name: str) -> list[str]:
    found = _page(book, "package.opf").xpath("//o:meta[@property=$name]/text()", namespaces=N, name=name)
    return [str(value) for value in found]


def _long() -> Specimen:
    """Three sections of 30,000 characters; note 1 is called in the first and the last, note 4 only by note 1."""
    again = '<noteref id="again" target="n1" label="1"/>'
    inner = '<noteref id="r4" target="n4" label="4"/>'
    sections = "".join(
        f'<section id="s{n}"><heading>Part {n}</heading><p id="p{n}">' + "word " * 6000
        + f'<noteref id="r{n}" target="n{n}" label="{n}"/>' + (again if n == 3 else "") + "</p></section>"
        for n in (1, 2, 3)
    )  # fmt: skip
    notes = "".join(
        f'<note id="n{n}" label="{n}" kind="footnote" status="present"><p id="np{n}">Note {n}.'
        + (inner if n == 1 else "") + "</p></note>"
        for n in (1, 2, 3, 4)
    )  # fmt: skip
    bare = (RECORDS / "bare.xml").read_text(encoding="utf-8")
    whole = bare.replace('<p id="p1">One paragraph and nothing else.</p>', sections)
    whole = whole.replace("<provenance>", f"<notes>{notes}</notes><provenance>")
    return Specimen(Article.from_bytes(whole.encode("utf-8")))


def test_pages_become_dark_in_dark_mode() -> None:
    css = record("bare").book["EPUB/epub.css"].decode()
    assert "color-scheme: light dark" in css
    assert not [line for line in css.splitlines() if "color: #" in line or "background: #" in line], (
        "readers choose the colours"
    )
