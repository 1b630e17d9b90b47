"""The second PDF engine: it keeps the same promises as the first, and is checked in the same way."""

from __future__ import annotations

import builtins
import copy
import io
import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest

import archiver
from archiver.article import Article
from archiver.cli.commands import cli
from archiver.errors import InvalidResult, MissingDependency, UsageError
from archiver.writers.pdf.paper import Paper
from archiver.writers.pdf.typst import data as typst_data
from archiver.writers.pdf.typst import nodes, renderer
from support.external import vera
from support.folders import RECORDS
from support.pdf_words import words_of
from support.random_records import random_article
from support.records import changed, record

pytest.importorskip("typst")

NAMES = ("everything", "bare", "japanese", "arabic", "lost-notes", "hostile", "pdf-places")
FILLER = "the sea of paper and light where nobody asked for harbour ledgers between stone and quiet measures"


def made(article: Article) -> bytes:
    out = io.BytesIO()
    renderer.write(article, out)
    return out.getvalue()


@cache
def specimen(name: str) -> bytes:
    return made(record(name).article)


def article(body: str, notes: str = "") -> Article:
    """A record around a body."""
    return changed(
        "bare", ('<p id="p1">', f'{body}<p id="p1">'), ("<provenance>", f"<notes>{notes}</notes><provenance>")
    ).article


def note(number: int, content: str) -> str:
    return f'<note id="n{number}" label="{number}" kind="footnote" status="present">{content}</note>'


def call(number: int, again: str = "") -> str:
    return f'<noteref id="r{number}{again}" target="n{number}" label="{number}"/>'


@pytest.mark.slow
def test_the_claims_of_the_file_are_true(tmp_path: Path) -> None:
    files = []
    for name in NAMES:
        (tmp_path / f"{name}.pdf").write_bytes(specimen(name))
        files.append(tmp_path / f"{name}.pdf")
    for seed in range(2000, 2008):
        (tmp_path / f"{seed}.pdf").write_bytes(made(random_article(seed)))
        files.append(tmp_path / f"{seed}.pdf")
    verdicts = vera(files)
    assert len(verdicts) == 2 * len(files)
    assert [v for v in verdicts if not v["compliant"]] == []


def test_the_record_is_attached_and_the_head_is_metadata() -> None:
    with pikepdf.open(io.BytesIO(specimen("everything"))) as pdf:
        (attached,) = pdf.attachments.items()
        assert attached[0] == "record.xml"
        assert attached[1].obj.AFRelationship == "/Source"
        assert attached[1].get_file().read_bytes() == record("everything").article.xml()
        metadata = pdf.open_metadata()
        assert metadata["dc:title"] == record("everything").article.title
        assert metadata["dc:creator"][0].startswith("Maren Holt")
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20240229")
        titles = [item.title for item in pdf.open_outline().root]
    assert titles[0].startswith("What the ledgers say")


def test_calls_and_notes_are_tagged_and_linked() -> None:
    def count(element: Any, kind: str) -> int:
        if isinstance(element, pikepdf.Array):
            return sum(count(kid, kind) for kid in element)
        if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
            return 0
        return (str(element.S) == kind) + (count(element.K, kind) if "/K" in element else 0)

    with pikepdf.open(io.BytesIO(specimen("everything"))) as pdf:
        assert count(pdf.Root.StructTreeRoot.K, "/Note") == 6  # two more were not saved


def test_the_same_record_gives_the_same_bytes(tmp_path: Path) -> None:
    script = (
        "import io, sys; from pathlib import Path; from archiver.article import Article; from archiver.writers.pdf.typst import renderer as pdf_typst;"
        "out = io.BytesIO(); pdf_typst.write(Article.from_bytes(Path(sys.argv[1]).read_bytes()), out);"
        "sys.stdout.buffer.write(out.getvalue())"
    )
    file = RECORDS / "everything.xml"
    elsewhere = {**os.environ, "TZ": "Pacific/Auckland", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "7"}
    again = subprocess.run(
        [sys.executable, "-c", script, file], capture_output=True, check=True, cwd=tmp_path, env=elsewhere
    ).stdout
    assert again == specimen("everything")


def test_an_article_is_data_and_never_markup(tmp_path: Path) -> None:
    hostile = '#panic("x") #read("/etc/passwd") $x^2$ *bold* @ref &lt;label&gt; \\u{41} // comment /* more */ = heading'
    found = words_of(made(article(f'<p id="x">{hostile}</p>')), tmp_path)
    text = " ".join(word.text for word in found)
    assert '#panic("x")' in text and "/etc/passwd" in text and "*bold*" in text


def test_characters_without_a_font_show_their_number() -> None:
    values = typst_data.article_data(article('<p id="x">\U000f1234 here</p>')).values
    assert {"t": "Rare", "c": "U+F1234"} in values["blocks"][0]["c"]


@pytest.mark.parametrize("name", NAMES)
def test_text_can_be_extracted(name: str, tmp_path: Path) -> None:
    def letters(text: str) -> set[str]:
        return set(re.findall(r"[a-zA-Z]{4,}", text))

    root = copy.deepcopy(record(name).article.root)
    for formula in root.findall(".//{*}formula"):
        formula.clear(keep_tail=True)  # its signs are set, and the words of its TeX are not
    said = " ".join(
        t for part in (root.find("{*}body"), root.find("{*}notes")) if part is not None for t in part.itertext()
    )
    found = letters(" ".join(word.text for word in words_of(specimen(name), tmp_path)))
    joined = "".join(sorted(found))
    assert {w for w in letters(said) - found if w not in joined} == set()


def test_a_note_that_is_on_no_page_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = typst_data.article_data

    def losing(article: Article, paper: Paper) -> typst_data.Data:
        data = whole(article, paper)
        data.values["blocks"] = [b for b in data.values["blocks"] if "Note" not in str(b)]
        return data

    monkeypatch.setattr(renderer, "article_data", losing)
    with pytest.raises(InvalidResult, match="and the record has 20 and 18"):
        made(record("notes-everywhere").article)


def test_without_typst_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = builtins.__import__

    def without(name: str, *rest: Any, **named: Any) -> Any:
        if name == "typst":
            raise ImportError(name)
        return whole(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingDependency, match="pip install typst") as caught:
        made(record("bare").article)
    assert caught.value.exit_code == 6


def test_the_engine_is_chosen_by_name(tmp_path: Path) -> None:
    from click.testing import CliRunner

    file = RECORDS / "lost-notes.xml"
    chosen = ["export", str(file), "-t", "pdf", "-o", str(tmp_path), "--pdf-engine", "typst"]
    assert CliRunner().invoke(cli, chosen).exit_code == 0
    assert b"Typst" in (tmp_path / "lost-notes.pdf").read_bytes()
    with pytest.raises(UsageError, match="no PDF engine"):
        archiver.export(record("bare").article, "pdf", tmp_path / "x.pdf", engine="tex")
    with pytest.raises(UsageError, match="takes no CSS"):
        archiver.export(record("bare").article, "pdf", tmp_path / "x.pdf", engine="typst", css=file)


@pytest.mark.parametrize(
    "body",
    [
        '<p id="x">Sail <link href="https://a.example/">far\u00ad</link></p>',
        '<p id="x">Sail\u00ad <link href="https://a.example/">\u05e9\u05dc\u05d5\u05dd\u00ad</link>\u00ad</p>',
        '<p id="x">A byte order mark\ufeff in the middle.</p>',
        '<p id="x">See <link href="#dash">there</link>.</p><section id="dash"><heading>—</heading></section>',
        f'<p id="x"><del>Old {FILLER}{call(1)}</del> and <ins>new <del>or not</del></ins></p>',
    ],
    ids=["soft-hyphen", "right-to-left", "byte-order-mark", "heading-of-a-dash", "lines-in-lines"],
)
def test_records_that_typst_failed_on_are_written(body: str) -> None:
    notes = note(1, f'<p id="n"><ins>Mended {FILLER}</ins></p>') if call(1) in body else ""
    assert made(article(body, notes))


def test_a_note_that_only_a_title_without_text_calls_is_written() -> None:
    silent = changed(
        "bare",
        ("<title/>", f"<title>\u00ad{call(1)}</title>"),
        ("<provenance>", f"<notes>{note(1, '<p>Why there is no title.</p>')}</notes><provenance>"),
    )
    assert made(silent.article)


def test_failures_that_depend_on_line_breaks_are_retried_with_shorter_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    import typst

    compiler, margins = typst.Compiler, []

    def stumbling(document: Path, **how: Any) -> Any:
        if (data := document.with_name("article.json")).is_file():
            margins.append(json.loads(data.read_text())["paper"]["margins"][2])
            if len(margins) < 3:
                raise typst.TypstError("internal error: tags weren't properly closed", "")
        return compiler(document, **how)

    monkeypatch.setattr(typst, "Compiler", stumbling)
    assert made(record("bare").article)
    assert margins[0] < margins[1] < margins[2]


def test_missing_notes_are_named_once(tmp_path: Path) -> None:
    text = " ".join(word.text for word in words_of(specimen("lost-notes"), tmp_path))
    assert text.count("The source carried no text") == 1
    with pikepdf.open(io.BytesIO(specimen("lost-notes"))) as pdf:
        links = [a for page in pdf.pages for a in page.get("/Annots", []) if a.Subtype == "/Link"]
        assert len(links) == 3


def test_a_table_is_split_only_if_small_type_does_not_help() -> None:
    def tables(columns: int) -> list[nodes.Values]:
        cells = "".join(f"<cell>12345{n}</cell>" for n in range(columns))
        body = f'<p id="x"><link href="#t">See</link></p><table id="t"><caption>Of numbers{call(1)}</caption><row>{cells}</row></table>'
        made = typst_data.article_data(article(body, note(1, "<p>Here.</p>"))).values["blocks"]
        return list(nodes.nodes_of_kind(made, "Table"))

    assert [(t["setting"], t["size"]) for t in tables(4)] == [("", 9.0)]
    assert [t["setting"] for t in tables(11)] == ["wide"]
    assert [t["setting"] for t in tables(16)] == ["broad"]
    second, first = tables(30)
    assert (first["id"], second["id"], second["caption"]) == ("t", "", [])
    assert first["body"][0]["c"] == second["body"][0]["c"], "each part begins with the first column"
