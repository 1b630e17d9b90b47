"""Markdown, DOCX, ODT, JATS, LaTeX: what a program reads in them, with all notes."""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import archiver
from archiver.article import Article
from archiver.errors import InvalidResult, MissingDependency
from archiver.writers import WRITERS, pandoc
from archiver.writers.shared.table_grid import free_columns, grid
from support.random_records import random_article
from support.records import NAMES, changed, record

FORMATS = ("markdown", "docx", "odt", "jats", "latex")
READERS = {"markdown": "markdown", "docx": "docx", "odt": "odt", "jats": "jats", "latex": "latex"}


@cache
def read_back(name: str, format: str) -> Any:
    """The document that pandoc reads in what was made of a specimen."""
    import pypandoc  # type: ignore[import-untyped]

    made = record(name).made(format)
    program = pypandoc.get_pandoc_path()
    done = subprocess.run([program, "-f", READERS[format], "-t", "json"], input=made, capture_output=True, check=True)
    return json.loads(done.stdout)


def nodes(tree: Any, kind: str) -> Iterator[Any]:
    """All nodes of a kind, also those inside notes."""
    if isinstance(tree, dict):
        if tree.get("t") == kind:
            yield tree.get("c")
        for inner in tree.values():
            yield from nodes(inner, kind)
    elif isinstance(tree, list):
        for inner in tree:
            yield from nodes(inner, kind)


def text(tree: Any) -> str:
    """The words of a document, without what separates them."""
    said = [c if isinstance(c, str) else c[1] for kind in ("Str", "Code", "CodeBlock") for c in nodes(tree, kind)]
    return " ".join(said)


# ---- notes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["docx", "odt", "markdown"])
def test_each_note_is_once_at_its_first_call(format: str) -> None:
    # eight notes are called in the text, two of them without text; a ninth is called by nothing
    notes = list(nodes(read_back("everything", format), "Note"))
    assert len(notes) == 8
    said = [text(note) for note in notes]
    assert sum("two paragraphs" in note for note in said) == 1
    assert sum("source carried no text" in note for note in said) == 2
    assert "Nothing in the text calls" not in " ".join(said)
    assert "Nothing in the text calls" in text(read_back("everything", format))


@pytest.mark.parametrize("format", ["docx", "markdown"])
def test_later_calls_link_to_the_first(format: str) -> None:
    links = [link for link in nodes(read_back("everything", format), "Link") if link[2][0].startswith("#")]
    labels = [text(link[1]) for link in links]
    assert labels.count("2") == 2, "one in the text, one in note 1"
    assert labels.count("a") == 1


def test_word_shows_the_labels_of_the_source() -> None:
    with zipfile.ZipFile(io.BytesIO(record("everything").made("docx"))) as archive:
        document = etree.fromstring(archive.read("word/document.xml"))
        notes = etree.fromstring(archive.read("word/footnotes.xml"))
    w = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    calls = document.xpath("//w:footnoteReference[@w:customMarkFollows]/following-sibling::w:t/text()", namespaces=w)
    assert calls == ["*", "1", "2", "3", "4", "5", "a", "6"]
    assert not notes.xpath("//w:footnoteRef", namespaces=w)
    assert "archivernote" not in "".join(notes.itertext())


def test_word_numbers_the_notes_itself_if_the_labels_are_numbers() -> None:
    with zipfile.ZipFile(io.BytesIO(record("lost-notes").made("docx"))) as archive:
        document, notes = archive.read("word/document.xml"), archive.read("word/footnotes.xml")
    assert document.count(b"footnoteReference w:id") == 3
    assert b"customMarkFollows" not in document
    assert notes.count(b"The source carried no text") == 3


def test_open_document_shows_the_labels_of_the_source() -> None:
    with zipfile.ZipFile(io.BytesIO(record("everything").made("odt"))) as archive:
        content = archive.read("content.xml").decode()
    assert re.findall(r'note-citation text:label="(.*?)"', content) == ["*", "1", "2", "3", "4", "5", "a", "6"]
    assert "A blue square that stands for the sea</svg:title>" in content


def test_jats_has_every_call_and_every_note() -> None:
    root = etree.fromstring(record("everything").made("jats"))
    notes = {note.get("id"): note.findtext("label") for note in root.iter("fn")}
    assert list(notes.values()) == ["1", "2", "3", "4", "5", "a", "6"]
    calls = root.findall(".//xref[@ref-type='fn']")
    assert len(calls) == 11
    for call in calls:
        assert notes.get(call.get("rid", ""), "*") == "".join(call.itertext()), "a call shows the label of its note"
    ids = {e.get("id") for e in root.iter(etree.Element)}
    assert [x.get("rid") for x in root.iter("xref") if x.get("rid") not in ids] == []
    assert [line.text for line in root.iter("verse-line")][:1] == ["The water came, the water went,"]
    assert root.findtext("front/article-meta/contrib-group/contrib/name/surname") == "Holt"
    assert root.find("front/article-meta/pub-date").get("iso-8601-date") == "2021-03-04"  # type: ignore[union-attr]
    assert [b.get("content-type") for b in root.iter("boxed-text")][:1] == ["lead"]


def test_in_markdown_a_label_that_is_no_number_is_in_the_note() -> None:
    made = record("everything").made("markdown").decode()
    assert "quay owned a watch, and nobody was late.[^2]" in made
    assert "\n[^2]: **\\[1\\]** Holt" in made
    assert "[^1]: *The source carried no text for this note.*" in record("lost-notes").made("markdown").decode()


@pytest.mark.parametrize("format", FORMATS)
def test_an_export_that_lost_a_note_is_refused(format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pandoc.call_pandoc

    def losing(source: str, *how: str) -> bytes:
        def without(tree: Any) -> Any:
            if isinstance(tree, list):
                return [without(inner) for inner in tree if not (isinstance(inner, dict) and inner.get("t") == "Note")]
            return {k: without(v) for k, v in tree.items()} if isinstance(tree, dict) else tree

        return whole(json.dumps(without(json.loads(source))), *how)

    monkeypatch.setattr(pandoc, "call_pandoc", losing)
    with pytest.raises(InvalidResult, match="and the record has 3 and 3"):
        archiver.export(record("lost-notes").article, format, tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


# ---- everything else ------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", ["everything", "japanese", "arabic", "hostile"])
def test_no_word_is_lost(name: str, format: str) -> None:
    def words(said: str) -> Counter[str]:
        # one by one where no spaces part them
        return Counter(re.findall(r"[\u3040-\u9fff]|[^\W\d_\u3040-\u9fff]{2,}", said))

    root = etree.fromstring(record(name).article.xml())
    for formula in list(root.iter("{*}formula")):
        formula.clear(keep_tail=True)
    said = [
        text for part in (root.find("{*}body"), root.find("{*}notes")) if part is not None for text in part.itertext()
    ]
    assert not words(" ".join(said)) - words(everything_said(name, format))


def everything_said(name: str, format: str) -> str:
    """All text of a file, as its XML or pandoc reads it."""
    made = record(name).made(format)
    if format in ("docx", "odt"):
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            parts = [
                archive.read(n) for n in archive.namelist() if n.endswith(("document.xml", "notes.xml", "content.xml"))
            ]
    elif format == "jats":
        parts = [made]
    elif format == "latex":  # pandoc reads neither notes of captions nor all code in it
        return made.decode()
    else:
        return text(read_back(name, format))
    return " ".join(text for part in parts for text in etree.fromstring(part).itertext())


def test_the_head_is_metadata() -> None:
    meta = read_back("everything", "markdown")["meta"]
    assert [text(author) for author in meta["author"]["c"]] == [
        "Dr Maren Holt",
        "Ludwig van der Aa",
        "The Quay Collective",
    ]
    assert text(meta["date"]) == "2021-03-04"
    assert text(meta["lang"]) == "en"
    assert text(meta["rights"]) == "CC0 1.0"
    assert "estuary.example/tides" in text(meta["source"])


def test_tables_keep_their_spans_and_heads() -> None:
    table = next(table for table in nodes(read_back("everything", "docx"), "Table") if table[3][1])
    head = table[3][1]
    assert [[(cell[2], cell[3]) for cell in row[1]] for row in head] == [[(2, 1), (1, 2)], [(1, 1), (1, 1)]]


def test_formulas_become_tex() -> None:
    formulas = [c[1] for c in nodes(read_back("everything", "markdown"), "Math")]
    assert "h = a\\cos\\frac{\\omega t}{2}" in formulas
    annotated = changed(
        "everything",
        (
            "<m:math><m:mi>h</m:mi>",
            '<m:math><m:semantics><m:mi>h</m:mi><m:annotation encoding="application/x-tex">h_0</m:annotation></m:semantics>',
        ),
    )
    assert "$h_0$" in annotated.made("markdown").decode(), "the source's own TeX is taken"


@pytest.mark.slow
def test_pictures_are_embedded_and_nothing_is_fetched() -> None:
    with zipfile.ZipFile(io.BytesIO(record("everything").made("docx"))) as archive:
        assert len([name for name in archive.namelist() if name.startswith("word/media/")]) == 2
    for format in FORMATS:
        images = [image[2][0] for image in nodes(read_back("everything", format), "Image")]
        assert [address for address in images if address.startswith("http")] == []


@pytest.mark.parametrize("format", ["docx", "odt"])
def test_the_record_dates_the_file(format: str) -> None:
    place = {"docx": "docProps/core.xml", "odt": "meta.xml"}[format]

    def metadata(made: bytes) -> str:
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            return archive.read(place).decode()

    assert metadata(record("everything").made(format)).count("2024-02-29T08:15:00Z") == 2
    assert "1970" not in metadata(record("bare").made(format))


def test_nothing_in_an_article_becomes_a_command_or_markup() -> None:
    hostile = changed("bare", ('<p id="p1">', '<p id="p1">\\input{secret} ```{=html} [^1]: &lt;/p&gt; $x$ ]]&gt; '))
    assert "\\input{secret}" not in hostile.made("latex").decode()
    assert "]]>" in "".join(etree.fromstring(hostile.made("jats")).itertext())
    alternative = changed(
        "everything", ('alt="A blue square that stands for the sea"', 'alt="&lt;/alt-text&gt;&lt;x/&gt;"')
    )
    root = etree.fromstring(alternative.made("jats"))
    assert next(e.text for e in root.iter("alt-text")) == "</alt-text><x/>"


@pytest.mark.slow
@pytest.mark.parametrize("format", FORMATS)
def test_strange_records_keep_their_notes(format: str) -> None:
    for seed in range(2000, 2015):
        out = io.BytesIO()
        WRITERS[format].writer()(random_article(seed), out)
        assert out.getvalue()


def test_a_deep_record_is_written(tmp_path: Path) -> None:
    depth = 80
    body = "<quote>" * depth + '<p id="deep">Down here.</p>' + "</quote>" * depth
    article = changed("bare", ('<p id="p1">', f'{body}<p id="p1">')).article
    assert b"Down here." in archiver.export(article, "jats", tmp_path / "deep.xml").read_bytes()


def test_without_pandoc_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import pypandoc

    def absent(*_: object, **__: object) -> str:
        raise OSError("No pandoc was found")

    monkeypatch.setattr(pypandoc, "get_pandoc_path", absent)
    article = Article.from_bytes(record("bare").article.xml())
    with pytest.raises(MissingDependency, match="pip install pypandoc_binary") as caught:
        pandoc.write_markdown(article, io.BytesIO())
    assert caught.value.exit_code == 6


def test_files_have_the_usual_endings() -> None:
    assert {WRITERS[f].suffix for f in FORMATS} == {".md", ".docx", ".odt", ".jats.xml", ".tex"}
    assert set(NAMES) >= {"everything", "hostile"}


def test_tables_with_uneven_rows_and_large_spans_are_written() -> None:
    table = (
        '<table><row><cell rowspan="900">tall</cell><cell colspan="700">broad</cell></row><row><cell>one</cell></row>'
        "<row><cell>two</cell><cell>three</cell><cell>four</cell></row></table>"
    )
    article = changed("bare", ('<p id="p1">', f'{table}<p id="p1">')).article
    made = grid(next(article.root.iter("{*}table")))
    assert made.columns == 4
    assert [[(c.column, c.colspan, c.rowspan) for c in row] for row in made.body] == [
        [(0, 1, 3), (1, 3, 1)],
        [(1, 1, 1)],
        [(1, 1, 1), (2, 1, 1), (3, 1, 1)],
    ]
    assert free_columns(made.body, made.columns) == [0, 2, 0]
    for format in FORMATS:
        out = io.BytesIO()
        WRITERS[format].writer()(article, out)
        assert out.getvalue()


def test_a_call_before_a_colon_is_counted() -> None:
    specimen = changed("lost-notes", ('at="153"/> It', 'at="153"/>: it'))
    assert "[^1]: it has" in specimen.made("markdown").decode()


def test_links_to_places_that_a_format_lacks_become_text() -> None:
    table = '<table><row><cell id="there">Here</cell></row></table>'
    specimen = changed("bare", ('<p id="p1">', f'{table}<p id="p1"><link href="#there">over there</link> '))
    root = etree.fromstring(specimen.made("jats"))
    ids = {e.get("id") for e in root.iter(etree.Element)}
    assert [x.get("rid") for x in root.iter("xref") if x.get("rid") not in ids] == []
    assert "over there" in "".join(root.itertext())


def test_odt_begins_at_the_right_for_right_to_left_languages() -> None:
    def styles(name: str) -> bytes:
        with zipfile.ZipFile(io.BytesIO(record(name).made("odt"))) as archive:
            return archive.read("styles.xml")

    assert b'writing-mode="rl-tb"' in styles("arabic")
    assert b'writing-mode="rl-tb"' not in styles("lost-notes")
