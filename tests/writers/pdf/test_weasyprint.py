"""The PDF of WeasyPrint: notes are whole and at their place, the bytes are always the same, and what the file claims is true."""

from __future__ import annotations

import io
import itertools
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
from archiver import schema
from archiver.article import Article
from archiver.errors import InvalidResult, MissingDependency, UsageError
from archiver.validation import pdf as pdf_check
from archiver.writers.pdf import tables
from archiver.writers.pdf.weasyprint import page as pdf_page
from archiver.writers.pdf.weasyprint import renderer, xmp
from archiver.writers.pdf.weasyprint.layout_check import Survey
from archiver.writers.shared.i18n import missing_sentence
from support.external import vera
from support.folders import RECORDS
from support.pdf_words import words_of

WORDS = [
    "the",
    "sea",
    "of",
    "paper",
    "and",
    "light",
    "where",
    "nobody",
    "asked",
    "for",
    "harbour",
    "ledgers",
    "between",
    "stone",
    "and",
    "quiet",
    "measures",
]
Word = tuple[int, str, float, float, float, float]


def text(number: int, start: int = 0) -> str:
    """So many words, never the same sequence for another `start`."""
    return " ".join(WORDS[(start * 7 + i * (start % 5 + 1)) % len(WORDS)] for i in range(number))


def article(body: str, notes: str = "", title: str = "A Title", language: str = "en", head: str = "") -> Article:
    """A record around a body."""
    made = Article.from_bytes(
        f'<article xmlns="urn:archiver:article:1" xml:lang="{language}" version="1.0"><head><title>{title}</title>'
        f"{head}<language>{language}</language></head><body>{body}</body>{f'<notes>{notes}</notes>' if notes else ''}"
        f'<provenance><source href="a.html" media-type="text/html" sha256="{"0" * 64}" bytes="1"/>'
        f'<tool name="archiver" version="0.1.0" rules="sha256:{"0" * 64}"/></provenance></article>'.encode()
    )
    assert not [v for v in schema.check(made) if v.severity == "error"]
    return made


def p(id: int, content: str) -> str:
    return f'<p id="p{id}">{content}</p>'


def call(id: int) -> str:
    return f'<noteref id="r{id}" target="n{id}" label="{id}"/>'


def note(id: int, content: str) -> str:
    return f'<note id="n{id}" label="{id}" kind="footnote" status="present"><p id="q{id}">{content}</p></note>'


def made(record: Article, css: Path | None = None) -> bytes:
    out = io.BytesIO()
    renderer.write(record, out, css=css)
    return out.getvalue()


@cache
def specimen(name: str) -> bytes:
    return made(Article.from_bytes((RECORDS / f"{name}.xml").read_bytes()))


def words(data: bytes, folder: Path) -> list[Word]:
    """The words of a PDF with their page and their place, in points from the top left."""
    return [word[:6] for word in words_of(data, folder)]


def page_of(found: list[Word], word: str) -> set[int]:
    return {page for page, w, *_ in found if w.startswith(word)}


def tags(data: bytes) -> list[dict[str, str]]:
    """The structure elements in the order of reading: S, and where they have them ID and Lang."""
    found: list[dict[str, str]] = []

    def walk(element: Any) -> None:
        if isinstance(element, pikepdf.Dictionary) and "/S" in element:
            found.append({key[1:]: str(element[key]) for key in ("/S", "/ID", "/Lang") if key in element})
            for kid in element.get("/K", []):
                walk(kid)

    with pikepdf.open(io.BytesIO(data)) as pdf:
        walk(pdf.Root.StructTreeRoot.K[0])
    return found


# ---- notes ----------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_note_is_at_the_foot_of_the_page_of_its_call(tmp_path: Path) -> None:
    body = "".join(p(i, f"Call{i}x {text(70, i)}.{call(i)}") for i in range(30))
    found = words(made(article(body, "".join(note(i, f"Foot{i}x {text(12, i)}") for i in range(30)))), tmp_path)
    near = sum(
        page_of(found, f"Foot{i}x") <= page_of(found, f"Call{i}x") | {max(page_of(found, f"Call{i}x")) + 1}
        for i in range(30)
    )
    assert near == 30
    for i in range(30):
        (foot,) = [w for w in found if w[1] == f"Foot{i}x"]
        below = [w for w in found if w[0] == foot[0] and w[1].startswith("Call") and w[3] > foot[3]]
        assert not below, "no line of the text stands under a note"


@pytest.mark.slow
def test_forty_notes_on_five_lines_are_all_complete(tmp_path: Path) -> None:
    body = p(1, " ".join(text(4, i) + call(i) for i in range(40))) + p(2, text(400))
    found = words(made(article(body, "".join(note(i, f"{text(20, i)} End{i}x") for i in range(40)))), tmp_path)
    assert all(len(page_of(found, f"End{i}x")) == 1 for i in range(40))
    assert all(x1 >= 0 and x2 <= 596 and y1 >= 0 and y2 <= 842 for _, _, x1, y1, x2, y2 in found)


def test_a_note_longer_than_a_page_is_at_the_end_with_a_reference(tmp_path: Path) -> None:
    body = p(1, f"{text(60)}.{call(1)} {text(200)}")
    found = words(made(article(body, note(1, f"Startx {text(3000)} Stopx"))), tmp_path)
    (start,), (stop,) = page_of(found, "Startx"), page_of(found, "Stopx")
    assert stop > start
    (at,) = [i for i, w in enumerate(found) if w[:2] == (1, "→")]
    assert [w[1] for w in found[at : at + 3]] == ["→", "Notes,", str(start)]
    assert max(y2 for *_, y2 in found) < 842


def test_notes_that_only_a_long_note_calls_are_at_the_end() -> None:
    record = article(
        p(1, f"x{call(1)}"),
        note(1, text(600) + call(2))
        + note(2, "short" + call(3))
        + note(3, "short")
        + note(4, call(5)).replace('"present"', '"unreferenced"')
        + note(5, "unreached"),
    )
    assert pdf_page.notes_for_the_end(record) == {"n1", "n2", "n3", "n5"}


def test_notes_can_be_called_anywhere_and_contain_any_block(tmp_path: Path) -> None:
    found = words(specimen("pdf-places"), tmp_path)
    said = {w for _, w, *_ in found}
    numbers = [
        "astar",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fifteen",
        "sixteen",
    ]
    assert [n for n in numbers if not any(w.startswith(f"Note{n}") for w in said)] == []
    assert {"iii", "a", "*"} <= said, "labels are the source's"


def test_calls_link_to_notes_and_labels_link_back() -> None:
    with pikepdf.open(io.BytesIO(specimen("pdf-places"))) as pdf:
        names = pdf.Root.Names.Dests.Names
        places = {str(names[i]) for i in range(0, len(names), 2)}
        links = [a for page in pdf.pages for a in page.get("/Annots", [])]
        targets = [str(a.Dest) for a in links if "/Dest" in a]
        purposes = {str(a.Dest): str(a.Contents) for a in links if "/Dest" in a}
    assert set(targets) <= places
    assert targets.count("n2") == 2, "both calls of note 2"
    assert {"r1", "r2", "r3", "r12"} <= set(targets), "the labels of notes lead to their first call"
    assert purposes["n3"] == "Note iii"
    assert purposes["r3"] == "Back to the text"
    assert "notes-missing" in targets


def test_notes_without_text_are_named_in_one_sentence() -> None:
    with pikepdf.open(io.BytesIO(specimen("lost-notes"))) as pdf:
        targets = [str(a.Dest) for page in pdf.pages for a in page.get("/Annots", []) if "/Dest" in a]
    assert targets.count("notes-missing") == 3
    record = Article.from_bytes((RECORDS / "lost-notes.xml").read_bytes())
    words_en = {"missing": "Gone.", "missing-many": "These are gone."}
    assert missing_sentence(record, words_en) == "These are gone: 1–3."


def test_a_file_that_lost_a_note_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_page, "notes_for_the_end", lambda _: frozenset())
    whole = pdf_page.page

    def losing(*arguments: Any) -> Any:
        html = whole(*arguments)
        for element in html.xpath("//main"):
            element.getparent().remove(element)
        return html

    monkeypatch.setattr(pdf_page, "page", losing)
    out = io.BytesIO()
    with pytest.raises(InvalidResult, match="lost the note '1'"):
        renderer.write(article(p(1, f"x{call(1)}"), note(1, "y")), out)
    assert out.getvalue() == b""


def test_a_note_that_moves_to_the_end_moves_the_notes_that_only_it_calls() -> None:
    record = article(p(1, f"x{call(1)}"), note(1, f"short{call(2)}") + note(2, "short"))
    assert pdf_page.notes_for_the_end(record) == set()
    assert pdf_page.notes_for_the_end(record, {"n1"}) == {"n1", "n2"}


def test_the_head_of_a_table_that_fits_no_page_is_not_lost(tmp_path: Path) -> None:
    head = f'<row role="head"><cell>{text(900)} Headx</cell></row>'
    found = words(made(article(f"<table>{head}<row><cell>Bodyx</cell></row></table>")), tmp_path)
    assert page_of(found, "Headx") and page_of(found, "Bodyx")


def test_content_that_the_engine_fails_on_gets_a_robust_layout_or_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pdf_page.page
    tried: list[bool] = []

    def failing(record: Article, at_end: Any, sturdy: bool, *rest: Any) -> Any:
        tried.append(sturdy)
        if not sturdy:
            raise TypeError("not handled yet")
        return whole(record, at_end, sturdy, *rest)

    monkeypatch.setattr(pdf_page, "page", failing)
    assert made(article(p(1, f"x{call(1)}"), note(1, "y"))).startswith(b"%PDF-1.7")
    assert tried == [False, True]
    monkeypatch.setattr(pdf_page, "page", lambda *_: [][0])
    with pytest.raises(InvalidResult, match="could not be laid out"):
        made(article(p(1, "x")))


@pytest.mark.slow
def test_a_note_that_would_be_truncated_goes_to_the_end(surveys: list[Survey], monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where nobody knew before the pages were laid out that it is long."""
    record = article(p(1, f"{text(20)}{call(1)}"), note(1, text(3000)))
    by_length = pdf_page.notes_for_the_end

    def unforeseen(article: Article, found: Any = ()) -> frozenset[str]:
        return by_length(article, found) if found else frozenset()

    monkeypatch.setattr(pdf_page, "notes_for_the_end", unforeseen)
    made(record)
    assert surveys[0].truncated == {"n1"} and surveys[-1].is_complete


# ---- pages ----------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    "record",
    [
        article(p(1, text(20)), title="W" * 300),
        article(p(1, text(20)), title=text(70)),
        article(
            p(1, "x" * 400)
            + p(2, f'<link href="https://example.org/{"y" * 300}">https://example.org/{"y" * 300}</link>')
        ),
        article("", title=""),
        article(
            "<table>"
            + "".join("<row>" + "".join(f"<cell>{i * j}</cell>" for i in range(60)) + "</row>" for j in range(9))
            + "</table>"
        ),
        article(f"<table><row><cell>{text(2500)}</cell><cell>{text(9)}</cell></row></table>"),
        article(f'<code display="block">{"z" * 900}\n{"z" * 90}</code>'),
        article("".join(f'<list type="unordered"><item>{p(i, "deep")}' for i in range(60)) + "</item></list>" * 60),
        article("<quote>" * 110 + p(1, "deep") + "</quote>" * 110),
    ],
    ids=[
        "title-of-one-word",
        "long-title",
        "address-without-joint",
        "empty",
        "sixty-columns",
        "tall-cell",
        "code",
        "deep-list",
        "deep-quote",
    ],
)
def test_no_word_is_outside_the_paper(record: Article, tmp_path: Path) -> None:
    data = made(record)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        sizes = [tuple(map(float, page.mediabox[2:])) for page in pdf.pages]
    for page, word, x1, y1, x2, y2 in words(data, tmp_path):
        width, height = sizes[page - 1]
        assert x1 >= 0 and y1 >= 0 and x2 <= width and y2 <= height, (page, word)


def test_a_call_stays_on_the_line_of_its_word(tmp_path: Path) -> None:
    body = "".join(p(i, f"{text(9 + i)} harbours.{call(i)} {text(20)}") for i in range(24))
    found = words(made(article(body, "".join(note(i, "n") for i in range(24)))), tmp_path)
    pairs = [(a, b) for a, b in itertools.pairwise(found) if a[1] == "harbours."]
    assert len(pairs) == 24
    for (_, _, _, top, right, _), (_, label, left, raised, _, _) in pairs:
        assert label.isdecimal() and abs(top - raised) < 8 and abs(left - right) < 3


def test_long_addresses_break_and_are_copied_complete(tmp_path: Path) -> None:
    address = "https://example.org/reports/2021/annual-report/chapters/harbours?language=en&edition=second"
    data = made(article(p(1, f'<link href="{address.replace("&", "&amp;")}">{address.replace("&", "&amp;")}</link>')))
    joined = "".join(w for _, w, *_ in words(data, tmp_path))
    assert address in joined
    assert "\u200b" not in joined


def test_wide_tables_are_split_into_parts_with_the_first_column() -> None:
    from lxml import etree

    cells = "".join(f"<td>{'m' * 12}{i}</td>" for i in range(40))
    html = etree.fromstring(f"<html><body><table><tbody><tr>{cells}</tr></tbody></table></body></html>")
    tables.fit(html)
    parts = html.findall(".//table")
    assert len(parts) > 2
    assert {part.findtext(".//td") for part in parts} == {"m" * 12 + "0"}
    assert sum(len(part.findall(".//td")) - 1 for part in parts) == 39


def test_pictures_that_cannot_be_drawn_are_replaced_by_their_text(tmp_path: Path) -> None:
    figures = (
        '<figure><image src="data:image/png;base64,AAAA" alt="Brokenx"/></figure>'
        '<figure><image src="https://example.org/b.png" alt="Remotex"/></figure>'
        '<figure><image src="file:///etc/hostname" alt="Localx"/></figure>'
    )
    found = " ".join(w for _, w, *_ in words(made(article(figures)), tmp_path))
    assert "[Image: Brokenx] [Image: Remotex · example.org/b.png] [Image: Localx · hostname]" in found


def test_links_lead_only_to_the_web() -> None:
    body = p(
        1,
        " ".join(
            f'<link href="{h}">x</link>'
            for h in (
                "javascript:alert(1)",
                "file:///etc/passwd",
                "JaVaScRiPt:1",
                "data:text/html,x",
                "https://example.org/ok",
            )
        ),
    )
    with pikepdf.open(io.BytesIO(made(article(body)))) as pdf:
        leads = [str(a.A.URI) for page in pdf.pages for a in page.get("/Annots", []) if "/A" in a]
    assert leads == ["https://example.org/ok"]


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    drawing = (
        "%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'%3E%3Cimage href='http://example.org/x.png'/%3E"
    )
    svg = f"data:image/svg+xml,{drawing}%3C/svg%3E"
    made(article(f'<figure><image src="{svg}" alt="a"/><image src="http://example.org/y.png" alt="b"/></figure>'))


def test_the_user_can_add_css(tmp_path: Path) -> None:
    own = tmp_path / "own.css"
    own.write_text("@page { size: letter }")
    with pikepdf.open(io.BytesIO(made(article(p(1, "x")), css=own))) as pdf:
        assert [float(n) for n in pdf.pages[0].mediabox[2:]] == [612, 792]
    with pytest.raises(UsageError, match="no such file"):
        made(article(p(1, "x")), css=tmp_path / "none.css")


def test_headings_make_the_outline_without_the_calls_in_them() -> None:
    with pikepdf.open(io.BytesIO(specimen("pdf-places"))) as pdf, pdf.open_outline() as outline:
        (title,) = [item for item in outline.root if item.title == "Where a Note May Stand"]
        assert [child.title for child in title.children][:2] == ["In a heading", "Notes"]


# ---- the file -------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_same_record_gives_the_same_bytes_anywhere(tmp_path: Path) -> None:
    code = (
        "import sys, hashlib, io; from archiver.article import Article; from archiver.writers.pdf.weasyprint import renderer as pdf_weasyprint\n"
        "out = io.BytesIO(); pdf_weasyprint.write(Article.from_bytes(open(sys.argv[1], 'rb').read()), out)\n"
        "print(hashlib.sha256(out.getvalue()).hexdigest())"
    )
    record = str((RECORDS / "pdf-places.xml").resolve())
    source = str(Path(archiver.__file__).parents[1])
    settings = (
        {"TZ": "Asia/Tokyo", "SOURCE_DATE_EPOCH": "1"},
        {"TZ": "America/Lima", "LC_ALL": "C", "PYTHONHASHSEED": "7"},
    )
    digests = set()
    for number, setting in enumerate(settings):
        folder = tmp_path / str(number)
        folder.mkdir()
        environment = {**os.environ, "PYTHONPATH": source, **setting}
        done = subprocess.run(
            [sys.executable, "-c", code, record],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        digests.add(done.stdout.strip())
    assert len(digests) == 1


def test_the_record_is_attached_with_its_relationship_and_its_date() -> None:
    record = Article.from_bytes((RECORDS / "pdf-places.xml").read_bytes())
    with pikepdf.open(io.BytesIO(made(record))) as pdf:
        (specification,) = pdf.attachments.values()
        assert specification.get_file().read_bytes() == record.xml()
        assert specification.obj.AFRelationship == "/Source"
        assert specification.obj.EF.F.Subtype == "/application/xml"
        assert str(specification.obj.EF.F.Params.ModDate) == "D:20220501"
        assert str(pdf.docinfo["/CreationDate"]) == "D:20220501"


def test_the_file_has_dublin_core_metadata() -> None:
    with pikepdf.open(io.BytesIO(specimen("pdf-places"))) as pdf, pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "Where a Note May Stand"
        assert metadata["dc:creator"] == ["Ada Field"]
        assert metadata["dc:date"] == ["2022-05-01"]
        assert metadata["dc:language"] == {"en"}
        assert metadata["pdfaid:part"] == "3"
        assert metadata["pdfuaid:part"] == "1"


def test_without_a_date_the_file_has_none() -> None:
    record = article(p(1, "x"))
    assert xmp.made_on(record) == ""
    with pikepdf.open(io.BytesIO(made(record))) as pdf:
        assert "/CreationDate" not in pdf.docinfo


@pytest.mark.slow
def test_tags_name_notes_calls_labels_and_languages() -> None:
    elements = tags(specimen("pdf-places"))
    roles = [e["S"] for e in elements]
    notes = [e for e in elements if e["S"] == "/Note"]
    assert len(notes) == len({e["ID"] for e in notes}) == 16
    assert roles.count("/Reference") == 17
    assert roles.count("/Lbl") >= 16
    everything = tags(specimen("everything"))
    assert {"fr", "de", "ar"} <= {e["Lang"] for e in everything if "Lang" in e}


def test_a_paragraph_or_table_over_two_pages_has_one_tag() -> None:
    rows = "".join(f"<row><cell>{i}</cell><cell>{text(5, i)}</cell></row>" for i in range(90))
    head = '<row role="head"><cell>No.</cell><cell>Words</cell></row>'
    data = made(article(p(1, text(1200)) + f"<table>{head}{rows}</table>"))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) > 3
    roles = [e["S"] for e in tags(data)]
    assert roles.count("/THead") == 1
    assert roles.count("/Table") == 2  # this one and the colophon's
    assert roles.count("/P") == 1


def test_a_table_of_only_head_cells_has_them_in_its_body() -> None:
    roles = [e["S"] for e in tags(made(article('<table><row role="head"><cell>a</cell></row></table>')))]
    assert "/THead" not in roles
    assert roles.count("/TH") == 1 + roles.count("/TD"), "and those of the colophon"


@pytest.mark.slow
def test_verapdf_passes_pdf_a_3a_and_pdf_ua_1(tmp_path: Path) -> None:
    paths = []
    for record in sorted(RECORDS.glob("*.xml")):
        path = tmp_path / f"{record.stem}.pdf"
        path.write_bytes(specimen(record.stem))
        paths.append(path)
    verdicts = vera(paths)
    assert [(Path(v["file"]).stem, v["profile"], v["failed"]) for v in verdicts if not v["compliant"]] == []
    assert {v["profile"] for v in verdicts} == {"3a", "ua1"}
    assert len(verdicts) == 2 * len(paths)


@pytest.mark.slow
def test_characters_without_a_font_show_their_number(tmp_path: Path) -> None:
    data = made(article(p(1, "Before \U00013000 between \ue123 after."), title="\U00013000 in a title"))
    copied = [w for _, w, *_ in words(data, tmp_path)]
    assert {"\U00013000", "\ue123", "after."} <= set(copied) and not [w for w in copied if w.startswith("U+")]
    assert [v["failed"] for v in vera([tmp_path / "words.pdf"])] == [[], []]
    with pikepdf.open(tmp_path / "words.pdf") as pdf:
        for page in pdf.pages:  # what is drawn, without what is said to be meant by it
            drawn = re.sub(rb"/ActualText *<[0-9a-fA-F]*>", b"", page.Contents.read_bytes())
            page.Contents = pdf.make_stream(drawn)
        pdf.save(tmp_path / "drawn.pdf")
    shown = {w for _, w, *_ in words((tmp_path / "drawn.pdf").read_bytes(), tmp_path)}
    assert {"U+13000", "U+E123", "after."} <= shown


def test_soft_hyphens_of_the_source_do_not_split_words(tmp_path: Path) -> None:
    found = words(
        made(article(p(1, "Schi\u00adff\u00adfahrts\u00adgesell\u00adschaft " * 12), language="und")), tmp_path
    )
    assert {w for _, w, *_ in found if w.startswith("Sch")} == {"Schifffahrtsgesellschaft"}


def test_our_own_check_of_pdfs_finds_what_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(specimen("pdf-places"))
    assert all(v.ok for v in pdf_check.validate([path]))
    with pikepdf.open(path) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure":
                del thing["/Alt"]
        del pdf.Root["/Lang"]
        broken = tmp_path / "b.pdf"
        pdf.save(broken)
    assert not all(v.ok for v in pdf_check.validate([broken]))
    (tmp_path / "c.pdf").write_bytes(b"no PDF")
    assert [v.violations[0].rule for v in pdf_check.validate([tmp_path / "c.pdf"])] == ["readable"]


def test_without_pango_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import builtins

    real = builtins.__import__

    def no_pango(name: str, *rest: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", no_pango)
    with pytest.raises(MissingDependency, match="apt-get install libpango") as caught:
        made(article(p(1, "x")))
    assert caught.value.exit_code == 6


@pytest.mark.parametrize(
    "line", ["key\t{}value", "\t\t\t{}end", "x" * 58 + "\t{}y"], ids=["column", "indented", "long"]
)
def test_tabs_may_reach_out_of_the_paper(line: str, tmp_path: Path) -> None:
    """Code whose columns are apart by many tabs: the line breaks after them, and no word is outside."""
    import archiver

    prose = "<p>The ferryman kept a slate by the door and wrote on it what the river had done in the night.</p>" * 6
    code = line.format("\t" * 60)
    page = f"<article><h1>Ferries</h1>{prose}<pre><code>one\n{code}\nend</code></pre></article>"
    made = io.BytesIO()
    renderer.write(archiver.normalize(page.encode()), made)
    found = {word.text for word in words_of(made.getvalue(), tmp_path)}
    assert {word for word in code.split() if len(word) < 50} <= found
