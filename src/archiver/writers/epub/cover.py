"""The cover of a book: an SVG with title, author and publication, which any reading system can scale."""

from __future__ import annotations

import unicodedata
from hashlib import sha256
from math import fsum

from lxml import etree

from archiver.text import is_wide

SVG = "http://www.w3.org/2000/svg"
_WIDTH, _HEIGHT, _MARGIN = 1200, 1800, 120
# Dark background colours: white text on them has a contrast of at least 7 to 1.
_BACKGROUNDS = ("#2f3e46", "#3d405b", "#4a3b47", "#2d4739", "#52392f", "#1f3a5f", "#4b2e39", "#37432b")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def cover(title: str, authors: str, publication: str, language: str, right_to_left: bool) -> bytes:
    """The cover as SVG; equal arguments give equal bytes."""
    background = _BACKGROUNDS[sha256(title.encode("utf-8")).digest()[0] % len(_BACKGROUNDS)]
    svg = etree.Element(f"{{{SVG}}}svg", nsmap={None: SVG})
    svg.set("viewBox", f"0 0 {_WIDTH} {_HEIGHT}")
    svg.set("width", str(_WIDTH))
    svg.set("height", str(_HEIGHT))
    if language:
        svg.set(_XML_LANG, language)
    name = etree.SubElement(svg, f"{{{SVG}}}title")
    name.text = title
    etree.SubElement(svg, f"{{{SVG}}}rect", width=str(_WIDTH), height=str(_HEIGHT), fill=background)
    start = _WIDTH - _MARGIN if right_to_left else _MARGIN
    size, lines = _fit(title)
    text_style = {"x": str(start), "fill": "#ffffff"}
    if right_to_left:
        text_style["direction"] = "rtl"
    _lines(svg, wrap(publication, 44), 44, 180, {**text_style, "font-family": "sans-serif", "opacity": "0.8"}, limit=2)
    _lines(svg, lines, size, 420, {**text_style, "font-family": "serif"}, limit=len(lines))
    left = start - 160 if right_to_left else start
    etree.SubElement(svg, f"{{{SVG}}}rect", x=str(left), y=str(_HEIGHT - 400), width="160", height="4", fill="#ffffff")
    _lines(svg, wrap(authors, 52), 52, _HEIGHT - 300, {**text_style, "font-family": "sans-serif"}, limit=3)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(svg, encoding="UTF-8") + b"\n"


def _fit(title: str) -> tuple[int, list[str]]:
    """The largest font size at which the title leaves room for the author, and its lines; a longer title is cut."""
    for size in (128, 108, 92, 78, 66, 56):
        lines = wrap(title, size)
        if len(lines) * size * 1.2 <= 900:
            return size, lines
    first_lines = lines[: int(900 / (size * 1.2))]
    return size, [*first_lines[:-1], first_lines[-1][:-1] + "…"]


def _lines(svg: etree._Element, lines: list[str], size: int, top: int, style: dict[str, str], limit: int) -> None:
    for number, line in enumerate(lines[:limit]):
        text = etree.SubElement(svg, f"{{{SVG}}}text", style)
        text.set("y", str(top + round(number * size * 1.2)))
        text.set("font-size", str(size))
        text.text = line + ("…" if number == limit - 1 and len(lines) > limit else "")


def wrap(text: str, size: int) -> list[str]:
    """Lines that fit between the margins at this size. East Asian text breaks anywhere, other text at spaces."""
    width = (_WIDTH - 2 * _MARGIN) / size
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and measure(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> list[str]:
    """The unbreakable pieces: words with the space after them, single ideographs, parts of overlong words."""
    pieces: list[str] = []
    for word in text.split():
        piece = ""
        for char in word:
            if piece and (is_wide(char) or is_wide(piece[-1]) or measure(piece) > 6):
                pieces.append(piece)
                piece = ""
            piece += char
        pieces.append(piece + " ")
    return pieces


def measure(text: str) -> float:
    """The approximate width of a text in ems, for any font."""
    return fsum(
        1.0 if is_wide(c) else 0.0 if unicodedata.combining(c) else _LATIN_WIDTHS.get(c, 0.58 if c.islower() else 0.7)
        for c in text
    )


_LATIN_WIDTHS = dict.fromkeys("iljtfr.,:;'’!|I ()[]", 0.34) | dict.fromkeys("mwMW—", 0.95)
