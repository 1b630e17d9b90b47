"""The second PDF engine: the same promises as the first, judged the same way."""

from __future__ import annotations

import builtins
import io
import json
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest

import archiver
from archiver.article import Article
from archiver.cli import cli
from archiver.errors import InvalidResult, MissingDependency, UsageError
from archiver.writers import pdf_typst, typst_data
from archiver.writers.pdf_paper import Paper
from judges import vera
from random_records import random_article
from specimens import changed, record

pytest.importorskip("typst")

NAMES = ("everything", "bare", "japanese", "arabic", "lost-notes", "hostile", "pdf-places")
FILLER = "the sea of paper and light where nobody asked for harbour ledgers between stone and quiet measures"


def made(article: Article) -> bytes:
    out = io.BytesIO()
    pdf_typst.write(article, out)
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


def words(data: bytes, folder: Path) -> list[tuple[int, str, float, float, float, float]]:
    """The words of a PDF with their page and place, in points from the top left."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed (Debian: poppler-utils)")
    file = folder / "words.pdf"
    file.write_bytes(data)
    done = subprocess.run(["pdftotext", "-bbox", file, "-"], capture_output=True, check=True)
    found = []
    page = 0
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        page += line.strip().startswith("<page ")
        if place := re.search(r'xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*)</word>', line):
            x1, y1, x2, y2 = map(float, place.groups()[:4])
            found.append((page, place[5], x1, y1, x2, y2))
    return found


def test_what_the_file_claims_is_true(tmp_path: Path) -> None:
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


def test_the_record_is_inside_and_the_head_is_metadata() -> None:
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
        assert count(pdf.Root.StructTreeRoot.K, "/Note") == 8


def test_the_same_record_gives_the_same_bytes(tmp_path: Path) -> None:
    script = (
        "import io, sys; from pathlib import Path; from archiver.article import Article; from archiver.writers import pdf_typst;"
        "out = io.BytesIO(); pdf_typst.write(Article.from_bytes(Path(sys.argv[1]).read_bytes()), out);"
        "sys.stdout.buffer.write(out.getvalue())"
    )
    file = Path(__file__).parent / "records" / "everything.xml"
    elsewhere = {**os.environ, "TZ": "Pacific/Auckland", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "7"}
    again = subprocess.run(
        [sys.executable, "-c", script, file], capture_output=True, check=True, cwd=tmp_path, env=elsewhere
    ).stdout
    assert again == specimen("everything")


def test_long_and_many_notes_are_whole_on_their_pages(tmp_path: Path) -> None:
    long = " ".join(f"Long{n}x {FILLER}" for n in range(120))
    inside = f'<list type="unordered"><item>Itemx {FILLER}</item></list><quote><p id="q1">Quotex {FILLER}</p></quote>'
    body = f'<p id="a">Beginx{call(1)} {FILLER}</p><p id="b">{" ".join(f"w{n}{call(n)}" for n in range(2, 42))}</p>'
    body += f"<table><caption>Capx{call(42)}</caption><row><cell>Cellx{call(43)}</cell></row></table>"
    body += f'<section id="s"><heading>Headx{call(44)}</heading></section>'
    notes = note(1, f'<p id="l">{long}</p>{inside}')
    notes += "".join(note(n, f'<p id="m{n}">Foot{n}x {FILLER} End{n}x</p>') for n in range(2, 45))
    found = words(made(article(body, notes)), tmp_path)
    said = " ".join(word for _, word, *_ in found)  # a label stands close to its note
    wanted = (
        {f"Long{n}x" for n in range(120)}
        | {f"{w}{n}x" for n in range(2, 45) for w in ("Foot", "End")}
        | {"Itemx", "Quotex"}
    )
    assert [word for word in wanted if word not in said] == []
    assert all(x1 >= 0 and x2 <= 596 and y1 >= 0 and y2 <= 822 for _, _, x1, y1, x2, y2 in found)


def test_long_words_addresses_and_code_stay_on_the_paper(tmp_path: Path) -> None:
    address = "https://a.example/" + "abcdef0123456789" * 12
    body = f'<p id="x"><link href="{address}">{address}</link></p><code display="block">{"y" * 300}</code>'
    body += "<table><row>" + "".join(f"<cell>{'z' * 30}{n}</cell>" for n in range(9)) + "</row></table>"
    found = words(made(article(body)), tmp_path)
    assert all(x1 >= 0 and x2 <= 596 for _, _, x1, _, x2, _ in found)
    text = "".join(word for _, word, *_ in found)
    assert "y" * 300 in text and address.replace("https://", "") in text, "nothing is added where words break"


def test_an_article_is_data_and_never_markup(tmp_path: Path) -> None:
    hostile = '#panic("x") #read("/etc/passwd") $x^2$ *bold* @ref &lt;label&gt; \\u{41} // comment /* more */ = heading'
    found = words(made(article(f'<p id="x">{hostile}</p>')), tmp_path)
    text = " ".join(word for _, word, *_ in found)
    assert "#panic(&quot;x&quot;)" in text and "/etc/passwd" in text and "*bold*" in text


def test_characters_without_a_face_show_their_number() -> None:
    values = typst_data.article_data(article('<p id="x">\U000f1234 here</p>')).values
    assert "U+F1234 here" in str(values["blocks"])


@pytest.mark.parametrize("name", NAMES)
def test_text_can_be_taken_out_again(name: str, tmp_path: Path) -> None:
    def letters(text: str) -> set[str]:
        return set(re.findall(r"[a-zA-Z]{4,}", text))

    root = record(name).article.root
    for formula in root.findall(".//{*}formula"):
        assert formula is not None
    said = " ".join(
        t for part in (root.find("{*}body"), root.find("{*}notes")) if part is not None for t in part.itertext()
    )
    found = letters(" ".join(word for _, word, *_ in words(specimen(name), tmp_path)))
    joined = "".join(sorted(found))
    assert {w for w in letters(said) - found if w not in joined} == set()


def test_a_note_that_is_on_no_page_stops_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = typst_data.article_data

    def losing(article: Article, paper: Paper) -> typst_data.Data:
        data = whole(article, paper)
        data.values["blocks"] = [b for b in data.values["blocks"] if "Note" not in str(b)]
        return data

    monkeypatch.setattr(pdf_typst, "article_data", losing)
    with pytest.raises(InvalidResult, match="and the record has 3 and 3"):
        made(record("lost-notes").article)


def test_without_typst_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = builtins.__import__

    def without(name: str, *rest: Any, **named: Any) -> Any:
        if name == "typst":
            raise ImportError(name)
        return whole(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingDependency, match=r"pip install 'archiver\[typst\]'") as caught:
        made(record("bare").article)
    assert caught.value.exit_code == 6


def test_the_engine_is_chosen_by_name(tmp_path: Path) -> None:
    from click.testing import CliRunner

    file = Path(__file__).parent / "records" / "lost-notes.xml"
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
def test_what_typst_stumbled_over(body: str) -> None:
    notes = note(1, f'<p id="n"><ins>Mended {FILLER}</ins></p>') if call(1) in body else ""
    assert made(article(body, notes))


def test_a_note_that_only_a_title_without_words_calls() -> None:
    silent = changed(
        "bare",
        ("<title/>", f"<title>\u00ad{call(1)}</title>"),
        ("<provenance>", f"<notes>{note(1, '<p>Why there is no title.</p>')}</notes><provenance>"),
    )
    assert made(silent.article)


def test_what_hangs_on_where_lines_end_is_tried_on_shorter_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    import typst

    once, margins = pdf_typst._compiled, []

    def stumbling(*rest: Any) -> tuple[bytes, int, int]:
        margins.append(json.loads((rest[2] / "article.json").read_text())["paper"]["margins"][2])
        if len(margins) < 3:
            raise typst.TypstError("internal error: tags weren't properly closed", "")
        return once(*rest)

    monkeypatch.setattr(pdf_typst, "_compiled", stumbling)
    assert made(record("bare").article)
    assert margins[0] < margins[1] < margins[2]
