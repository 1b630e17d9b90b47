"""Small drawings (SVG) that take endless time to draw: they are counted before anything draws them, left out of every export, and reported."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

import archiver
from archiver import images, safety
from archiver.article import Article
from archiver.images import drawings
from archiver.writers import export
from support.pdf_words import words_of
from support.records import changed

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" viewBox="0 0 400 300">'
#: Ten times ten times ten … and what stands for it.
MANY = "".join(f'<g id="m{n + 1}">{f"<use href={chr(34)}#m{n}{chr(34)}/>" * 10}</g>' for n in range(7))
GROUPS = f'<defs><rect id="m0" width="1" height="1"/>{MANY}</defs>'
SQUARES = '<rect width="9" height="9"/>' * 300


def uri(svg: str | bytes) -> str:
    data = svg.encode() if isinstance(svg, str) else svg
    return f"data:image/svg+xml;base64,{base64.b64encode(data).decode()}"


def drawing(content: str) -> str:
    return f"{OPEN}{content}</svg>"


def parts(content: str) -> int:
    return drawings.cost(safety.parse_xml(drawing(content).encode(), "the drawing"), lambda href: 0).parts


HOSTILE = {
    "uses of uses": f'{GROUPS}<use href="#m7"/>',
    "the same by the older name": f"{GROUPS}<use href='#m7'/>".replace("href", "x:href"),
    "symbols": f'<symbol id="s">{SQUARES}</symbol>' + '<use href="#s"/>' * 300,
    "patterns": f'<pattern id="p" width="9" height="9">{SQUARES}</pattern>'
    + '<rect width="9" height="9" fill="url(#p)"/>' * 300,
    "patterns by style": f'<pattern id="p" width="9" height="9">{SQUARES}</pattern>'
    + '<rect width="9" height="9" style="stroke: url( \'#p\' )"/>' * 300,
    "patterns by a style sheet": f'<style>.f{{fill:url(#p)}}</style><pattern id="p" width="9" height="9">{SQUARES}</pattern>'
    + '<circle class="e f" r="9"/>' * 300,
    "patterns by inheritance": f'<pattern id="p" width="9" height="9">{SQUARES}</pattern><g fill="url(#p)">{SQUARES}</g>',
    "patterns of too many tiles": '<pattern id="p" width=".0001" height=".0001" patternUnits="userSpaceOnUse"/><rect fill="url(#p)"/>',
    "markers": f'<marker id="k">{SQUARES}</marker><path marker-mid="url(#k)" d="M0 0{" L1 2" * 200}"/>',
    "masks": f'<mask id="k">{SQUARES}</mask>' + '<rect width="9" height="9" mask="url(#k)"/>' * 300,
    "clipping paths": f'<clipPath id="k">{SQUARES}</clipPath>'
    + '<rect width="9" height="9" clip-path="url(#k)"/>' * 300,
    "filters": '<filter id="f"><feTurbulence numOctaves="1000000000"/></filter><rect filter="url(#f)"/>',
    "many filters": '<filter id="f"><feGaussianBlur/></filter>' + '<rect filter="url(#f)"/>' * 300,
    "an image of a filter": f'{GROUPS}<filter id="f"><feImage href="#m7"/></filter><rect filter="url(#f)"/>',
    "colours": f'<linearGradient id="c">{"<stop/>" * 300}</linearGradient>' + '<rect fill="url(#c)"/>' * 300,
    "dashes": '<path stroke-dasharray=".000001" d="M0 0 L400 0"/>',
    "a long path": f'<path d="M0 0{" L1 2" * 500_000}"/>',
    "shapes": SQUARES * 80,
    "rules of a style sheet": f"<style>{'.a b {fill:red}' * 3000}</style>{SQUARES * 20}",
    "itself": '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>',
    "a colour of itself": '<linearGradient id="a" href="#b"/><linearGradient id="b" href="#a"/><rect fill="url(#a)"/>',
    "a pattern of itself": '<pattern id="a"><rect fill="url(#a)"/></pattern><rect fill="url(#a)"/>',
    "a ladder": "".join(f'<g id="l{n + 1}"><use href="#l{n}"/></g>' for n in range(300)) + '<rect id="l0"/>',
}


@pytest.mark.slow
@pytest.mark.parametrize("how", HOSTILE)
def test_what_unfolds_without_an_end_is_refused(how: str) -> None:
    source = uri(drawing(HOSTILE[how]))
    assert images.picture(source) is None
    [reason] = images.gallery([source]).refused.values()
    assert reason.startswith("its drawing ")


@pytest.mark.slow
@pytest.mark.parametrize(
    "content",
    [
        '<defs><linearGradient id="c"><stop/><stop/></linearGradient></defs>'
        + '<rect class="a" fill="url(#c)"/>' * 2000,
        '<style>.a{fill:url(#c);clip-path:url(#k)} *{stroke:url(#c)}</style><clipPath id="k"><rect width="400" height="300"/></clipPath>'
        '<linearGradient id="c"><stop/></linearGradient><g class="a">'
        + "<path d='M0 0 L40 40 L40 0 Z'/>" * 500
        + "</g>",
        '<marker id="k"><path d="M0 0 L4 4"/></marker>' + '<path marker-end="url(#k)" d="M0 0 L40 40"/>' * 300,
        '<symbol id="s"><rect/><circle/></symbol>' + '<use href="#s"/>' * 2000 + '<use href="#not-there"/>',
        f"<defs>{SQUARES * 80}</defs><rect/>",
        '<filter id="f"><feGaussianBlur stdDeviation="4"/><feOffset dx="2"/></filter>'
        + '<rect filter="url(#f)"/>' * 20,
        f'<path stroke-dasharray="4 2" d="M0 0{" L1.25 2.75" * 20_000}"/>',
    ],
)
def test_what_charts_and_maps_are_made_of_is_drawn(content: str) -> None:
    assert images.picture(uri(drawing(content))) is not None


def test_parts_are_those_that_are_drawn() -> None:
    assert parts("<rect/>") == 2
    assert parts("<defs><rect/></defs>") == 1
    assert parts('<g id="g"><rect/><rect/></g><use href="#g"/>') == 1 + 3 + 1 + 3
    # the first of two elements of one id is the one referred to
    assert parts('<g id="g"><rect/></g><g id="g"/><use href="#g"/>') == 1 + 2 + 1 + 1 + 2
    assert parts(f'{GROUPS}<use href="#m7"/>') > 10**7
    # only what it counts to is cut off, so that counting itself stays short
    deep = "".join(f'<g id="m{n + 1}">{f"<use href={chr(34)}#m{n}{chr(34)}/>" * 10}</g>' for n in range(7, 300))
    assert parts(f'{GROUPS}<defs>{deep}</defs><use href="#m300"/>') == drawings.ENDLESS


@pytest.mark.slow
def test_many_that_are_cheap_alone_have_a_limit_together() -> None:
    def of(squares: int, named: str) -> str:
        return uri(drawing(f"<!--{named}-->{'<rect/>' * squares}"))

    dear, cheap = [of(9000, f"dear {n}") for n in range(8)], [of(10, f"cheap {n}") for n in range(30)]
    one_way, other_way = images.gallery([*dear, *cheap]), images.gallery([*cheap, *dear])
    assert set(cheap) <= set(one_way.shown) and 0 < len(set(dear) & set(one_way.shown)) < 8
    assert len(one_way.refused) == len(other_way.refused) and set(cheap) <= set(other_way.shown)
    # the same drawing again and again is drawn again and again
    assert images.gallery([dear[0]] * 30).refused


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"\0" * ((width // 8 + 1) * min(height, 99))))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "data",
    [
        png(40_000, 40_000),
        b"GIF89a" + struct.pack("<HH", 65535, 65535) + b"\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;",
        drawing(f'<image href="{uri(png(7000, 7000)).replace("svg+xml", "png")}"/>' * 40).encode(),
    ],
    ids=["PNG", "GIF", "PNG in a drawing"],
)
def test_few_bytes_of_many_pixels_are_no_picture(data: bytes) -> None:
    source = uri(data)
    assert len(data) < 1_000_000 and images.picture(source) is None and source in images.gallery([source]).refused
    assert images.picture(uri(png(40, 40))) is not None


PAGE = """<html lang="en"><head><title>The lock</title></head><body><article><h1>The lock at the mill</h1>{prose}
<p><img src="{src}" alt="A plan of the lock"></p>{prose}</article></body></html>"""
PROSE = (
    "<p>The lock at the old mill is opened by hand each morning, and the woman who opens it has done so for years.</p>"
    * 4
)


@pytest.fixture(scope="module")
def hostile() -> Article:
    src = uri(drawing(f'{GROUPS}<use href="#m7"/>'))
    return archiver.normalize(PAGE.format(src=src, prose=PROSE).encode(), force=True)


def test_the_record_keeps_it_and_says_so(hostile: Article) -> None:
    [finding] = [f for f in hostile.findings if f.code == "R001"]
    assert "A plan of the lock" in finding.text and "more than 20,000 parts" in finding.text
    [image] = hostile.root.iter("{*}image")
    assert image.get("src", "").startswith("data:image/svg")


@pytest.mark.parametrize("format", ["html", "epub", "tei", "markdown", "latex", "docx", "odt", "jats", "text"])
def test_every_export_shows_its_words(hostile: Article, format: str, tmp_path: Path) -> None:
    data = export(hostile, format, tmp_path / "lock").read_bytes()
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [name for name in archive.namelist() if name.endswith(".svg")]
            assert names in ([], ["EPUB/cover.svg"])
            data = b"".join(archive.read(name) for name in archive.namelist())
    # TEI has its words as text or as a description
    assert b"base64" not in data and b"plan of the lock" in b" ".join(data.split()).replace(b"~", b" ")


@pytest.mark.parametrize("engine", ["weasyprint", "typst"])
def test_neither_engine_of_pdf_draws_it(hostile: Article, engine: str, tmp_path: Path) -> None:
    path = export(hostile, "pdf", tmp_path / "lock.pdf", engine=engine)
    assert "A plan of the lock" in " ".join(word.text for word in words_of(path.read_bytes(), tmp_path))


def test_a_record_changed_by_hand_is_counted_again(tmp_path: Path) -> None:
    src = uri(drawing(HOSTILE["symbols"]))
    article = changed("bare", ('<p id="p1">', f'<p id="p0"><image src="{src}" alt="A plan"/></p><p id="p1">')).article
    assert b"<img" not in export(article, "html", tmp_path / "page.html").read_bytes()
    export(article, "pdf", tmp_path / "page.pdf")


def test_a_picture_that_typst_can_t_read_costs_that_picture_only(tmp_path: Path) -> None:
    latin = drawing('<text y="20">café</text>').replace("<svg", '<?xml version="1.0" encoding="ISO-8859-1"?><svg', 1)
    pictures = "".join(
        f'<p id="p0{n}"><image src="{uri(data)}" alt="{alt}"/></p>'
        for n, (data, alt) in enumerate(
            [(latin.encode("latin-1"), "The sign"), (drawing("<rect/>").encode(), "A square")]
        )
    )
    article = changed("bare", ('<p id="p1">', f'{pictures}<p id="p1">')).article
    made = export(article, "pdf", tmp_path / "page.pdf", engine="typst").read_bytes()
    shown = " ".join(word.text for word in words_of(made, tmp_path))
    assert "The sign" in shown and "A square" not in shown
