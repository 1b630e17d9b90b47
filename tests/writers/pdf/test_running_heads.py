"""Running heads: each fits its share of one line, in both engines."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from archiver import Article
from archiver.writers import pdf
from archiver.writers.pdf.paper import A4, paper
from archiver.writers.pdf.running_heads import fitted_heads, fitting, shorter_forms
from support.pdf_words import words_of
from support.records import changed

TITLES = {
    "capitals": "WHAT WILLIAM WOMERSLEY WOULD HAVE MADE OF OUR WARM WINTER WEATHER AND OF MUCH ELSE",
    "narrow": "Little ills till illicit lilies fill still hills in filial villas, until it is still",
    "japanese": "駅の時計が十一分遅れていた町で人々は何を信じてどのように暮らしていたのかを記録から読み解くための長い試み",
    "one word": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsgründung",
    "devanagari": "उस नगर की कहानी जहाँ स्टेशन की घड़ी ग्यारह मिनट पीछे चलती थी और किसी को इससे कोई परेशानी नहीं थी",
}

AUTHOR = "MAXIMILIANA HUBERT-THURLOW DE QUINCEY-KNOX"
#: The margin at the top of a page, in points.
_TOP = 82


def test_a_head_ends_with_a_word() -> None:
    assert fitting("Tide tables: a history, in part", lambda form: len(form) <= 24) == "Tide tables: a history…"
    assert fitting("Short", lambda form: len(form) <= 24) == "Short"
    assert "Tide tables…" in shorter_forms("Tide tables: a history")


def test_a_head_without_spaces_ends_with_a_letter() -> None:
    assert fitting("駅の時計が遅れた町", lambda form: len(form) <= 5) == "駅の時計…"
    assert "Donaudampfschifffahrt…" in (forms := shorter_forms("Donaudampfschifffahrte\u0301gesellschaft"))
    assert "Donaudampfschifffahrte…" not in forms, "no letter loses its accent"


def test_broad_letters_are_cut_sooner_than_narrow_ones() -> None:
    broad, narrow = (fitted_heads("", TITLES[kind], A4)[1] for kind in ("capitals", "narrow"))
    assert len(broad) < len(narrow) < len(TITLES["narrow"])
    assert len(fitted_heads("", TITLES["capitals"], paper("a4", large=True))[1]) < len(broad), (
        "a page of large print has a shorter line"
    )


def test_a_head_that_fits_stays_whole() -> None:
    assert fitted_heads("T. Wren-Hallam", "The Town That Ran Eleven Minutes Late", A4) == (
        "T. Wren-Hallam",
        "The Town That Ran Eleven Minutes Late",
    )


def article(title: str, author: str) -> Article:
    """A record of two pages with this title."""
    text = "<p>" + "nobody had asked the lamp keeper why the stairs were counted " * 90 + "</p>"
    return changed(
        "bare",
        ('<p id="p1">', f'{text}<p id="p1">'),
        ("<head>", f"<head><title>{title}</title><author><name>{author}</name></author>"),
    ).article


@pytest.mark.slow
@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
@pytest.mark.parametrize("engine", ["weasyprint", "typst"])
def test_both_heads_stand_on_one_line_within_the_text(engine: str, title: str, large: bool, tmp_path: Path) -> None:
    if engine == "typst":
        pytest.importorskip("typst")
    out = io.BytesIO()
    pdf.write(article(title, AUTHOR), out, engine=engine, large_print=large)
    head = [word for word in words_of(out.getvalue(), tmp_path) if word.page == 2 and word.bottom < _TOP]
    left = [word for word in head if word.text.rstrip("…") in AUTHOR.split()]
    right = [word for word in head if word not in left]
    line = 12.5 * (1.55 if large else 1)
    assert left
    assert right
    assert right[-1].text.endswith("…")
    assert max(word.bottom for word in head) - min(word.top for word in head) < 1.7 * line, "one line"
    assert max(word.right for word in left) < min(word.left for word in right), "the heads stand apart"
    assert max(word.right for word in right) <= head[0].width - min(word.left for word in left) + 1, (
        "within the measure"
    )
