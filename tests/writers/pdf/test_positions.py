"""No word stands outside of its page: long notes, broad tables, long words."""

from __future__ import annotations

import importlib.util
import io
from functools import cache
from pathlib import Path

import pytest

from archiver.article import Article
from archiver.writers import pdf
from archiver.writers.pdf.weasyprint.layout_check import Survey
from support.folders import RECORDS
from support.pdf_words import words_of
from support.records import changed

ENGINES = [
    "weasyprint",
    pytest.param("typst", marks=pytest.mark.skipif(not importlib.util.find_spec("typst"), reason="no typst")),
]
PAPERS = [("a4", False), ("letter", True)]
FILLER = "nobody had asked the lamp keeper why the stairs were counted twice each evening before the ferry came in"


def call(number: int) -> str:
    return f'<noteref id="r{number}" target="n{number}" label="{number}"/>'


def note(number: int, content: str) -> str:
    return f'<note id="n{number}" label="{number}" kind="footnote" status="present">{content}</note>'


def plain(number: int) -> str:
    return note(number, f'<p id="m{number}">Foot{number}x {FILLER} End{number}x</p>')


def article(body: str, notes: str = "") -> Article:
    """A record around a body."""
    return changed(
        "bare", ('<p id="p1">', f'{body}<p id="p1">'), ("<provenance>", f"<notes>{notes}</notes><provenance>")
    ).article


@cache
def article_of_notes() -> Article:
    """Notes longer than a page, forty called on one page, called in a table, its caption, a heading, a figure, a quote and a list;
    lists, quotes, code and tables in notes."""
    long = " ".join(f"Long{n}x {FILLER}" for n in range(120))
    inside = '<list type="ordered"><item>Itemx</item><item><p id="i2">Deepx</p><list type="unordered"><item>Deeperx</item></list></item></list>'
    inside += f'<quote><p id="k1">Quotex {FILLER}</p><cite>Citex</cite></quote><code display="block">Codex</code>'
    inside += "<table><row><cell>Cellinx</cell><cell>Besidex</cell></row></table>"
    body = f'<p id="a">Beginx{call(1)} {FILLER}</p>'
    body += f'<p id="b">{" ".join(f"w{n}{call(n)}" for n in range(2, 42))}</p>'
    body += f"<table><caption>Capx{call(42)}</caption><row><cell>Cellx{call(43)}</cell><cell>y</cell></row></table>"
    body += f'<section id="s"><heading>Headx{call(44)}</heading><quote><p id="c">Saidx{call(45)}</p></quote>'
    body += f'<list type="unordered"><item>Pointx{call(46)}</item></list>'
    body += f'<figure><code display="block">Drawnx</code><caption>Shownx{call(47)}</caption></figure></section>'
    notes = note(1, f'<p id="l">{long}</p>{inside}') + "".join(map(plain, range(2, 47)))
    return article(body, notes + note(47, inside.replace('"i2"', '"i3"').replace('"k1"', '"k2"')))


def made(record: Article, engine: str, name: str, large: bool) -> bytes:
    out = io.BytesIO()
    pdf.write(record, out, engine=engine, page=name, large_print=large)
    return out.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize(("name", "large"), PAPERS, ids=["a4", "large-letter"])
@pytest.mark.parametrize("engine", ENGINES)
def test_every_word_of_every_note_is_on_the_paper(engine: str, name: str, large: bool, tmp_path: Path) -> None:
    found = words_of(made(article_of_notes(), engine, name, large), tmp_path)
    said = " ".join(word.text for word in found)  # a label stands close to its note
    wanted = [f"Long{n}x" for n in range(120)] + [f"{w}{n}x" for n in range(2, 47) for w in ("Foot", "End")]
    wanted += "Itemx Deepx Deeperx Quotex Citex Codex Cellinx Besidex Beginx Capx Cellx Headx Saidx Pointx Drawnx Shownx".split()
    assert [word for word in wanted if word not in said] == []
    assert [word for word in found if not word.is_inside] == []


@pytest.mark.parametrize("engine", ENGINES)
def test_content_that_is_too_wide_is_on_the_paper(engine: str, tmp_path: Path) -> None:
    address = "https://a.example/" + "abcdef0123456789" * 12
    body = f'<p id="x"><link href="{address}">{address}</link></p><code display="block">{"y" * 300}</code>'
    body += "<table><row>" + "".join(f"<cell>{'z' * 30}{n}</cell>" for n in range(9)) + "</row></table>"
    body += (
        "<table>"
        + "".join("<row>" + "".join(f"<cell>c{r}r{n}</cell>" for n in range(60)) + "</row>" for r in range(3))
        + "</table>"
    )
    found = words_of(made(article(body), engine, "a4", False), tmp_path)
    assert [word for word in found if not word.is_inside] == []
    text = "".join(word.text for word in found)
    assert all(f"c{r}r{n}" in text for r in range(3) for n in range(60))
    assert "y" * 300 in text and address.replace("https://", "") in text, "nothing is added where words break"


@pytest.mark.parametrize("engine", ENGINES)
def test_a_wide_table_turns_only_its_own_page(engine: str, tmp_path: Path) -> None:
    row = "".join(f"<cell>observation{n}</cell>" for n in range(12))
    body = f'<p id="x">Beforex {FILLER}</p><table>{"".join(f"<row>{row}</row>" for _ in range(4))}</table><p id="y">Afterx {FILLER}</p>'
    lying = {
        word.text: word.width > word.height for word in words_of(made(article(body), engine, "a4", False), tmp_path)
    }
    assert (lying["Beforex"], lying["observation7"], lying["Afterx"]) == (False, True, False)


def _tolls(words: int) -> Article:
    """Three pages of toll houses, the length of the first paragraph given; one note is called on the second page."""
    line = "The carters paid in kind, a measure of salt for every axle, and the keeper wrote each into a long book. "
    call = '<noteref id="r1" target="n1" label="1"/>'
    texts = [line * 9 + "axle " * words, line * 9, line * 8, line * 4 + f"So says the roll.{call}"]
    texts += [line * 4 + f"Toll {k}." for k in range(4)]
    body = "".join(f'<p id="p{k}">{text}</p>' for k, text in enumerate(texts, 1))
    note = '<note id="n1" label="1" kind="endnote" status="present"><p id="p20">Roll 4, leaf 2.</p></note>'
    bare = (RECORDS / "bare.xml").read_text("utf-8")
    start, end = bare.index("<body>"), bare.index("</body>") + len("</body>")
    return Article.from_bytes(f"{bare[:start]}<body>{body}</body><notes>{note}</notes>{bare[end:]}".encode())


@pytest.mark.slow
def test_a_note_is_on_the_page_of_its_call(surveys: list[Survey]) -> None:
    """WeasyPrint by itself puts a note off to the next page when that makes room for the first lines of another paragraph."""
    put_off = []
    for words in range(0, 240, 4):
        surveys.clear()
        made(_tolls(words), "weasyprint", "a4", False)
        assert surveys[-1].is_complete and not surveys[-1].late
        if surveys[0].late:
            put_off.append(words)
    assert put_off
