"""Personal names with honorifics, placed as each language places them."""

from __future__ import annotations

import pytest
from lxml import etree

from archiver.description import Author
from archiver.writers.pdf.weasyprint import page
from archiver.writers.shared.personal_names import full_name, ranks
from support.records import changed


@pytest.mark.parametrize(
    ("honorific", "shown"),
    [
        ("", "Ines Varga"),
        ("Dr", "Dr Ines Varga"),
        ("Univ.-Prof. Dr.", "Univ.-Prof. Dr. Ines Varga"),
        ("Jr.", "Ines Varga Jr."),
        ("PhD", "Ines Varga, PhD"),
        ("MS, RD, FAND", "Ines Varga, MS, RD, FAND"),
        ("Ms", "Ms Ines Varga"),
        ("Prof., III, M.D.", "Prof. Ines Varga III, M.D."),
        ("PD Dr.", "PD Dr. Ines Varga"),
        ("H.E.", "H.E. Ines Varga"),
        ("Sr.", "Sr. Ines Varga"),
        ("الدكتورة", "الدكتورة Ines Varga"),
    ],
)
def test_titles_are_at_their_usual_places(honorific: str, shown: str) -> None:
    assert full_name(Author("Ines Varga", honorific)) == shown
    assert sorted(" ".join(ranks(honorific)).replace(",", "").split()) == sorted(honorific.replace(",", "").split())


@pytest.mark.parametrize("format", ["html", "text", "markdown", "latex"])
def test_every_format_has_titles_at_these_places(format: str) -> None:
    person = changed("lost-notes", ("<honorific>Prof.</honorific>", "<honorific>Prof., FRS</honorific>"))
    assert "Prof. Ines Varga, FRS" in person.made(format).decode("utf-8").replace("\N{NO-BREAK SPACE}", " ")


def test_tei_has_an_element_for_each_part() -> None:
    person = changed("lost-notes", ("<honorific>Prof.</honorific>", "<honorific>Prof., Jr., FRS</honorific>"))
    parts = [
        (etree.QName(part).localname, part.text)
        for part in person.tei.iterfind(".//{*}titleStmt/{*}author/{*}persName/*")
    ]
    assert parts == [
        ("roleName", "Prof."),
        ("forename", "Ines"),
        ("surname", "Varga"),
        ("genName", "Jr."),
        ("roleName", "FRS"),
        ("roleName", "Research Fellow"),
    ]
    assert person.tei.findtext(".//{*}docAuthor") == "Prof. Ines Varga Jr., FRS"


def test_jats_has_titles_around_the_name_or_in_it() -> None:
    ranked = ("<honorific>Prof.</honorific>", "<honorific>Prof., Jr., FRS</honorific>")
    split = changed("lost-notes", ranked).made("jats").decode("utf-8")
    assert "<prefix>Prof.</prefix>" in split
    assert "<suffix>Jr., FRS</suffix>" in split
    whole = changed("lost-notes", ranked, ("Ines Varga", "Ines")).made("jats").decode("utf-8")
    assert "<string-name>Prof. Ines Jr., FRS</string-name>" in whole


def test_the_title_page_of_the_pdf_has_titles_at_these_places() -> None:
    person = changed("lost-notes", ("<honorific>Prof.</honorific>", "<honorific>Prof., FRS</honorific>"))
    assert "Prof. Ines Varga, FRS" in "".join(page.page(person.article, frozenset()).itertext())
