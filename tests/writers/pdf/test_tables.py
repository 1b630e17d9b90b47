"""Tables on the pages of both engines, read back from the PDF as words with their places."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from archiver.article import Article
from archiver.writers import WRITERS
from support.external import vera
from support.pdf_words import Word, words_of

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("engine", ["weasyprint", "typst"])]

NUMBERS = [["Predictor", "B", "Ships"], ["Intercept", "12.304", "1,204"], ["Age", "−0.42", "7"], ["Tide", "3", "998"]]


def article(body: str, notes: str = "") -> Article:
    return Article.from_bytes(
        f'<article xmlns="urn:archiver:article:1" xml:lang="en" version="1.0"><head><title>Of tables</title>'
        f"<language>en</language></head><body>{body}</body>{f'<notes>{notes}</notes>' if notes else ''}"
        f'<provenance><source href="a.html" media-type="text/html" sha256="{"0" * 64}" bytes="1"/>'
        f'<tool name="archiver" version="0.1.0" rules="sha256:{"0" * 64}"/></provenance></article>'.encode()
    )


def table(rows: list[list[str]], heads: int = 1) -> str:
    """A table of the record whose first rows are its head; a cell may be a whole `<cell …>`."""
    made = []
    for number, row in enumerate(rows):
        role = ' role="head"' if number < heads else ""
        cells = (cell if cell.startswith("<cell") else f"<cell{role}>{cell}</cell>" for cell in row)
        made.append(f"<row{role}>{''.join(cells)}</row>")
    return f'<table id="t">{"".join(made)}</table>'


def paragraphs(number: int) -> str:
    return "".join(
        f'<p id="p{n}">{"Nobody on the quay could say why the ferry stopped. " * 9}</p>' for n in range(number)
    )


def made(engine: str, body: str, notes: str = "") -> bytes:
    out = io.BytesIO()
    WRITERS["pdf"].writer()(article(body, notes), out, engine=engine)
    return out.getvalue()


def named(found: list[Word], text: str) -> Word:
    return next(word for word in found if word.text == text)


def elements(data: bytes, role: str) -> list[Any]:
    """The structure elements with this role: their attributes, as dictionaries."""
    found: list[Any] = []

    def walk(element: Any) -> None:
        if isinstance(element, pikepdf.Dictionary) and "/S" in element:
            if str(element.S) == f"/{role}":
                attributes: Any = element.get("/A", {})
                parts = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
                found.append({key: str(value) for part in parts for key, value in dict(part).items()})
            kids: Any = element.get("/K", [])
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                walk(kid)

    with pikepdf.open(io.BytesIO(data)) as pdf:
        walk(pdf.Root.StructTreeRoot.K[0])
    return found


def test_numbers_stand_with_their_decimal_sign_and_heads_with_their_numbers(engine: str, tmp_path: Path) -> None:
    found = words_of(made(engine, table(NUMBERS)), tmp_path)
    digit = (named(found, "12.304").right - named(found, "12.304").left) / 5.55
    assert named(found, "−0.42").right == pytest.approx(named(found, "12.304").right - digit, abs=0.6)
    assert named(found, "3").right == pytest.approx(named(found, "12.304").right - 3.55 * digit, abs=0.6)
    assert named(found, "7").right == pytest.approx(named(found, "1,204").right, abs=0.1)
    assert named(found, "Ships").right == pytest.approx(named(found, "998").right, abs=0.1)


def test_a_number_and_its_unit_stay_on_one_line(engine: str, tmp_path: Path) -> None:
    long = "a long description of a land that fills its line and asks for more room than there is " * 2
    rows = [["Land", "People", "Text"], ["Hill", "29,9 Mio.", long], ["Dale", "7,1 Mio.", long]]
    found = words_of(made(engine, table(rows)), tmp_path)
    number = named(found, "29,9")
    unit = next(word for word in found if word.text == "Mio." and abs(word.left - number.right) < 6)
    assert unit.top == pytest.approx(number.top, abs=1)


def test_a_small_table_is_whole_on_one_page(engine: str, tmp_path: Path) -> None:
    rows = [["Year", "Event"], *([f"row{n}", "The harbour froze"] for n in range(14))]
    for before in (6, 7, 8):
        found = words_of(made(engine, paragraphs(before) + table(rows)), tmp_path)
        assert len({word.page for word in found if word.text.startswith("row")}) == 1


def test_a_head_with_a_link_and_a_call_is_on_every_page_of_its_table(engine: str, tmp_path: Path) -> None:
    head = [
        "Year",
        '<link href="https://example.org/s">Vessels</link>',
        'Remark<noteref id="r1" target="n1" label="1"/>',
    ]
    rows = [head, *([f"row{n}", str(n * 37 % 1000), "nothing to say of it"] for n in range(150))]
    note = '<note id="n1" label="1" kind="footnote" status="present"><p id="q1">Counted twice.</p></note>'
    data = made(engine, table(rows), note)
    found = words_of(data, tmp_path)
    pages = {word.page for word in found if word.text.startswith("row")}
    assert len(pages) > 2
    assert {word.page for word in found if word.text == "Vessels"} == pages
    assert [word.page for word in found if word.text == "Counted"] == [1]


def test_heads_over_several_columns_are_heads_in_the_tags(engine: str) -> None:
    top = ['<cell role="head" rowspan="2">Pier</cell>', '<cell role="head" colspan="2">Morning</cell>', "Night"]
    data = made(engine, table([top, ["First", "Second", "Last"], ["North", "06:10", "08:40", "23:05"]], heads=2))
    heads = [head for head in elements(data, "TH") if head["/Scope"] == "/Column"]  # the colophon has heads of rows
    assert len(heads) == 6
    assert {"/ColSpan": "2"}.items() <= next(head for head in heads if "/ColSpan" in head).items()
    assert next(head for head in heads if "/RowSpan" in head)["/RowSpan"] == "2"


def test_a_table_of_thirty_columns_is_divided_and_repeats_its_first_column(engine: str, tmp_path: Path) -> None:
    spanning = [
        "Country",
        '<cell role="head" colspan="14">Before</cell>',
        '<cell role="head" colspan="15">After</cell>',
    ]
    years = ["", *(str(1990 + n) for n in range(29))]
    rows = [spanning, years, *([name, *(f"{1000000 + n:,}" for n in range(29))] for name in ("Norway", "Iceland"))]
    found = words_of(made(engine, table(rows, heads=2)), tmp_path)
    assert all(word.is_inside for word in found)
    counts = [sum(word.text == name for word in found) for name in ("Norway", "Iceland", "Country")]
    assert counts[0] > 1
    assert counts == counts[:1] * 3
    assert {word.text for word in found} >= {str(1990 + n) for n in range(29)}
    assert len({word.page for word in found if word.text == "Norway"}) == 1, "all parts are on one turned page"
    norway = named(found, "Norway")
    assert norway.width > norway.height


def test_tables_keep_to_pdf_a_and_pdf_ua(engine: str, tmp_path: Path) -> None:
    head = ["Year", '<link href="https://example.org/s">Ships</link>', 'Remark<noteref id="r1" target="n1" label="1"/>']
    rows = [head, *([f"row{n}", f"{n * 3.7:.2f}", "nothing to say"] for n in range(90))]
    note = '<note id="n1" label="1" kind="footnote" status="present"><p id="q1">Counted twice.</p></note>'
    top = ['<cell role="head" rowspan="2">Pier</cell>', '<cell role="head" colspan="2">Morning</cell>', "Night"]
    small = table([top, ["First", "Second", "Last"], ["North", "1.5", "08:40", "2"]], heads=2).replace('"t"', '"u"')
    file = tmp_path / "tables.pdf"
    file.write_bytes(made(engine, table(rows) + small, note))
    assert all(verdict["compliant"] for verdict in vera([file]))
    assert file.read_bytes() == made(engine, table(rows) + small, note)
