"""Numbers stay with their sign, and identifiers are told from words (pdf/segments.py)."""

from __future__ import annotations

import io
from html import escape
from pathlib import Path

import pytest

from archiver.article import Article
from archiver.writers import pdf
from archiver.writers.pdf.segments import is_identifier, segments
from support.pdf_words import words_of


def together(text: str) -> list[str]:
    return [part for kind, part in segments(text) if kind == "together"]


@pytest.mark.parametrize(
    "text",
    [
        "pp. 12–40",
        "P < .001",
        "§ 5",
        "§§ 12–14",
        "No. 3",
        "S. 12",
        "25 %",
        "10 km",
        "n = 14",
        "Abb. 4",
        "n° 5",
        "20 °C",
        "12 000",
        "3,5 Mio.",
        "€ 40",
    ],
)
def test_a_number_and_its_sign_are_one_piece(text: str) -> None:
    assert together(f"as one reads ({text}), and nowhere else") == [f"({text}),"]


@pytest.mark.parametrize("text", ["in 1999 a house", "the 12 men", "ten 3rd rooms", "nothing at all"])
def test_other_numbers_stay_free(text: str) -> None:
    assert together(text) == []


@pytest.mark.parametrize("text", ["§ 5 and https://example.org/a_b?c=d, pp. 3–4.", "", "no signs", "12 % 13 % 14 %"])
def test_the_segments_are_the_text(text: str) -> None:
    assert "".join(part for _, part in segments(text)) == text


@pytest.mark.parametrize(
    "token", ["https://example.org/a", "doi:10.1000/abc.def", "a_long_file_name.txt", "archive.example.org", "x" * 61]
)
def test_names_for_machines_are_identifiers(token: str) -> None:
    assert is_identifier(token)


@pytest.mark.parametrize(
    "token",
    [
        "Nord-Süd-Gefälle",
        "Covid-19-Schutzmaßnahmen",
        "Mitarbeiter:innenvertretung",
        "l’administration",
        "Binnenschifffahrtsverwaltung",
    ],
)
def test_words_are_not(token: str) -> None:
    assert not is_identifier(token)


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["typst", "weasyprint"])
def test_no_line_ends_between_a_number_and_its_sign(engine: str, tmp_path: Path) -> None:
    signs = ["pp. 12–40", "P < .001", "§ 5", "No. 3", "25 %", "10 km"]
    paragraphs = "".join(
        f'<p id="p{n}">{"x" * n} ' + " ".join(f"{escape(sign)} and so" for sign in signs * 4) + "</p>"
        for n in range(1, 14)
    )
    record = Article.from_bytes(
        '<article xmlns="urn:archiver:article:1" xml:lang="en" version="1.0"><head><title>Signs</title><language>en</language></head>'
        f'<body>{paragraphs}</body><provenance><source href="a.html" media-type="text/html" sha256="{"0" * 64}" bytes="1"/>'
        f'<tool name="archiver" version="0.1.0" rules="sha256:{"0" * 64}"/></provenance></article>'.encode()
    )
    out = io.BytesIO()
    pdf.write(record, out, engine=engine)
    found = words_of(out.getvalue(), tmp_path)
    texts = [word.text for word in found]
    for sign in signs:
        first, last = sign.split()[0], sign.split()[-1]
        places = [
            i for i, text in enumerate(texts[:-1]) if text == first and (texts[i + 1] == last or texts[i + 1] in "<")
        ]
        assert len(places) == 4 * 13
        assert all(abs(found[i].top - found[i + 1].top) < 2 for i in places)
