"""`cite` round the title of a work is set in italics, and round a whole reference it isn't: in both PDFs, EPUB, HTML and DOCX."""

from __future__ import annotations

import io
import json

import pytest
from lxml import etree

import archiver
from archiver.article import Article
from archiver.writers.pdf.typst import data
from support.records import changed

#: What stands in a paragraph, and whether all words in `cite` are a title.
CITED = {
    "She read <cite>The Long Ledger of the Weir</cite> aloud.": True,
    "She read <cite>The Strange Account of the Keeper of the Weir and of His Eleven Daughters</cite>.": True,
    "<cite>The Long Ledger of the Weir</cite>": True,
    "<cite>1998</cite>": True,
    "As in <cite>Vey 1998</cite>.": True,
    "<cite>Vey, Tamsin. The Mill at Orrin Ford. Lunt, 1998.</cite>": False,
    "<cite>Vey 1998, 44.</cite>": False,
    "See <cite>Vey, Tamsin. The Mill at Orrin Ford and Its Eleven Winters. Lunt: Lunt University Press</cite>.": False,
    "See <cite>Vey, <em>The Mill</em>, 1998</cite>.": False,
}


def article(body: str) -> Article:
    return changed("bare", ("One paragraph and nothing else.", body)).article


def exported(body: str, format: str, **options: str) -> bytes:
    out = io.BytesIO()
    archiver.export(article(body), format, out, **options)
    return out.getvalue()


def faces(pdf: bytes) -> set[str]:
    """The names of the fonts of a PDF, without their subset tags."""
    pikepdf = pytest.importorskip("pikepdf")
    with pikepdf.open(io.BytesIO(pdf)) as file:
        objects = [thing for thing in file.objects if isinstance(thing, pikepdf.Dictionary) and "/BaseFont" in thing]
        return {str(thing["/BaseFont"]).partition("+")[2] for thing in objects}


@pytest.mark.parametrize("body", CITED)
def test_a_title_is_told_from_a_reference(body: str) -> None:
    html = etree.fromstring(exported(body, "html"))
    (shown,) = html.findall(".//{*}p/{*}cite")
    assert (shown.get("class") is None) == CITED[body]


@pytest.mark.slow
def test_a_reference_is_upright_in_the_pdf_of_weasyprint() -> None:
    pytest.importorskip("weasyprint")
    bodies = ("Vey 1998, 44.", "<cite>Vey 1998, 44.</cite>", "<cite>Vey</cite> 1998, 44.")
    plain, reference, title = (faces(exported(body, "pdf", engine="weasyprint")) for body in bodies)
    assert reference == plain < title


def test_a_reference_is_upright_in_the_pdf_of_typst() -> None:
    pytest.importorskip("typst")
    bodies = ("Vey 1998, 44.", "<cite>Vey 1998, 44.</cite>", "<cite>Vey</cite> 1998, 44.")
    plain, reference, title = (data.article_data(article(body)).values["blocks"] for body in bodies)
    assert reference == plain
    assert '"Emph"' in json.dumps(title)
