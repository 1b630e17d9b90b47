"""Many notes, very long words and deep lists: nothing is lost, and notes at the end are said to be there."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from lxml import etree

from archiver.article import Article
from archiver.writers import WRITERS
from archiver.writers.pdf.typst import end_notes
from archiver.writers.pdf.weasyprint.long_words import let_long_words_break
from archiver.writers.shared.i18n import labels_of
from archiver.writers.shared.remarks import Remark, listening
from support.pdf_words import words_of

SPACE = "\u200b"


def article(body: str, notes: str = "") -> Article:
    return Article.from_bytes(
        f'<article xmlns="urn:archiver:article:1" xml:lang="en" version="1.0"><head><title>Of notes</title>'
        f"<language>en</language></head><body>{body}</body>{f'<notes>{notes}</notes>' if notes else ''}"
        f'<provenance><source href="a.html" media-type="text/html" sha256="{"0" * 64}" bytes="1"/>'
        f'<tool name="archiver" version="0.1.0" rules="sha256:{"0" * 64}"/></provenance></article>'.encode()
    )


def call(n: int) -> str:
    return f'<noteref id="r{n}" target="n{n}" label="{n}"/>'


def notes(last: int, status: str = "present") -> str:
    return "".join(
        f'<note id="n{n}" label="{n}" kind="footnote" status="{status}"><p id="q{n}">note{n} says so.</p></note>'
        for n in range(1, last + 1)
    )


def made(record: Article, engine: str) -> tuple[bytes, list[Remark]]:
    out = io.BytesIO()
    with listening() as remarks:
        WRITERS["pdf"].writer()(record, out, engine=engine)
    return out.getvalue(), remarks


@pytest.mark.slow
def test_sixty_notes_of_one_paragraph_are_at_the_feet_of_their_pages(tmp_path: Path) -> None:
    text = " ".join(f"Nobody on the quay could say why word{n}{call(n)}" for n in range(1, 61))
    data, remarks = made(article(f'<p id="p1">{text}</p>', notes(60)), "weasyprint")
    found = words_of(data, tmp_path)
    place = {word.text: word for word in found}
    for n in range(1, 61):
        at = next(
            word for word in found if word.text.startswith(f"word{n}") and word.text[len(f"word{n}") :] in ("", str(n))
        )
        assert place[f"note{n}"].page - at.page in (0, 1)
    tops = {page: [w.top for w in found if w.page == page and w.text.startswith("note")] for page in (1, 2)}
    assert all(tops[page] == sorted(tops[page]) for page in tops)
    assert not remarks


@pytest.mark.slow
def test_notes_of_a_long_table_go_to_the_end_with_typst_and_that_is_said(tmp_path: Path) -> None:
    rows = "".join(f"<row><cell>{n}</cell><cell>year{n}{call(n) if n < 40 else ''}</cell></row>" for n in range(1, 101))
    body = f'<table id="t"><row role="head"><cell>No.</cell><cell>Year</cell></row>{rows}</table><p id="p">A sentence.{call(40)}</p>'
    data, remarks = made(article(body, notes(40)), "typst")
    assert [(code, "39 notes" in text, "1–39" in text) for code, _, text in remarks] == [("W004", True, True)]
    found = words_of(data, tmp_path)
    text = " ".join(word.text for word in found)
    assert "Notes at the end" in text
    assert "1–39" in text
    starts = [text.index(f"note{n} says") for n in range(1, 40)]
    assert starts == sorted(starts)
    assert starts[0] > text.index("A sentence.")
    pages = {word.text[:6]: word for word in found if word.text.startswith(("senten", "note40"))}
    foot, called = pages["note40"], pages["senten"]
    assert foot.page == called.page and foot.top > called.top, "a note of the text stays at the foot of its page"


def test_only_the_notes_of_long_blocks_go_to_the_end() -> None:
    def moved(rows: int, called: int) -> str:
        made_rows = "".join(f"<row><cell>a{call(n) if n <= called else ''}</cell></row>" for n in range(1, rows + 1))
        record = article(f'<table id="t">{made_rows}</table><p id="p">b{call(called + 1)}</p>', notes(called + 1))
        return labels_of(record, end_notes.notes_for_the_end(record))

    assert moved(20, 20) == ""
    assert moved(1000, 2) == ""
    assert moved(1000, 4) == "1–4"


def test_nobody_has_to_listen_to_remarks() -> None:
    with listening() as outer, listening() as inner:
        pass
    assert (outer, inner) == ([], [])


@pytest.mark.slow
def test_notes_without_a_call_stand_in_their_order(tmp_path: Path) -> None:
    long = "A very long note that fills the foot of a page. " * 60
    record = article(
        f'<p id="p1">One{call(1)} two{call(3)}</p>',
        '<note id="n1" label="1" kind="footnote" status="present"><p id="q1">note1 says.</p></note>'
        '<note id="n2" label="2" kind="footnote" status="unreferenced"><p id="q2">note2 says.</p></note>'
        f'<note id="n3" label="3" kind="footnote" status="present"><p id="q3">note3 says. {long}</p></note>'
        '<note id="n4" label="4" kind="footnote" status="unreferenced"><p id="q4">note4 says.</p></note>',
    )
    data, remarks = made(record, "weasyprint")
    text = " ".join(word.text for word in words_of(data, tmp_path))
    assert text.index("note2") < text.index("note3") < text.index("note4")
    assert "Notes at the end 3" in text
    assert not remarks, "a long note at the end is the rule, and needs no message"


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["ordered", "unordered"])
def test_typst_sets_lists_that_are_twenty_deep(kind: str, tmp_path: Path) -> None:
    body = ""
    for level in range(25, 0, -1):
        body = f'<list id="l{level}" type="{kind}"><item id="i{level}"><p id="p{level}">Level{level}</p>{body}</item></list>'
    data, _ = made(article(body), "typst")
    found = [word for word in words_of(data, tmp_path) if word.text.startswith("Level")]
    assert [word.text for word in found] == [f"Level{n}" for n in range(1, 26)]
    assert [word.left for word in found] == sorted(word.left for word in found)


@pytest.mark.slow
def test_a_very_long_word_is_extracted_as_it_is(tmp_path: Path) -> None:
    word = "".join(chr(ord("a") + (n * n + n // 7) % 26) for n in range(900))
    data, _ = made(article(f'<p id="p">Before {word} after.</p>'), "weasyprint")
    text = "".join(w.text for w in words_of(data, tmp_path))
    assert word in text


def test_only_very_long_words_get_places_to_break() -> None:
    html = etree.fromstring(f"<html><body><p>short {'x' * 150} <b>b</b> {'y' * 250} z</p></body></html>")
    let_long_words_break(html)
    assert "".join(html.itertext()).replace(SPACE, "") == f"short {'x' * 150} b {'y' * 250} z"
    (span,) = html.iter("span")
    assert re.fullmatch(f"(y{{4}}{SPACE})+y+", span.text or "")
    assert span.tail == " z"


def test_a_combining_mark_stays_with_its_letter() -> None:
    word = "e\u0301" * 220
    html = etree.fromstring(f"<html><body><p>{word}</p></body></html>")
    let_long_words_break(html)
    assert f"{SPACE}\u0301" not in "".join(html.itertext())
