"""Running heads: the authors and the title at the head of each page, shortened so that each fits its share of one line.

A head is cut behind a word; where words have no space between them, or are very long, behind a letter. Typst measures the shorter forms
itself (stylesheets/article.typ); for WeasyPrint, which cannot, the widths are those of the font's own glyphs.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from archiver.article import Article
from archiver.text import is_wide
from archiver.writers.pdf.paper import Paper
from archiver.writers.shared.fonts import bundled_fonts

#: Type size in points, and the shares of the line, as print.css and article.typ have them.
_SIZE = 8.5
_SHARES = (0.38, 0.62)
#: Space between both heads, in points.
_GAP = 9.0
#: The faces of print.css for both heads; in a page from right to left both are upright.
_FACES = ("Archiver-Serif-Small-SourceSerif4-400.ttf", "Archiver-Serif-Small-SourceSerif4-Italic-400-Italic.ttf")
#: The width in ems of a letter that the face lacks: no letter of an alphabet is broader on average.
_OTHER_LETTER = 0.75
#: No head that fits has as many characters.
_MOST = 160
_LONG_WORD = 14
_POINTS = 72 / 25.4


def authors_or_publisher(article: Article) -> str:
    """The authors, or else the publication, for the running head."""
    names = [a.name for a in article.authors]
    if len(names) > 2:
        return f"{names[0]} …"
    return " · ".join(names) or article.publication


def fitted_heads(left: str, right: str, paper: Paper, right_to_left: bool = False) -> tuple[str, str]:
    """Both running heads as they fit their shares of the line in WeasyPrint."""
    measure = (paper.size[0] - 2 * paper.margins[2]) * _POINTS
    return (
        _fitted(left, _FACES[0], measure * _SHARES[0] - _GAP),
        _fitted(right, _FACES[not right_to_left], measure * _SHARES[1]),
    )


def _fitted(text: str, face: str, width: float) -> str:
    return fitting(text, lambda form: _width(form, face) <= width)


def fitting(text: str, fits: Callable[[str], bool]) -> str:
    """The longest of the `shorter_forms` that fits; the shortest if none does.

    >>> fitting("The Town That Ran Eleven Minutes Late", lambda form: len(form) < 20)
    'The Town That Ran…'
    """
    forms = shorter_forms(text)
    return next((form for form in forms if fits(form)), forms[-1])


@lru_cache(maxsize=64)
def shorter_forms(text: str) -> tuple[str, ...]:
    """A head and its shorter forms, each with an ellipsis, the longest first."""
    forms = [text] if len(text) <= _MOST else []
    for end in range(min(len(text) - 1, _MOST), 0, -1):
        if _may_end(text, end) and (kept := text[:end].rstrip(" ,;:–—-·…")):
            forms.append(f"{kept}…")
    return tuple(dict.fromkeys(forms)) or (text,)


def _may_end(text: str, end: int) -> bool:
    """Whether a head may be cut before the character at `end`."""
    before, after = text[end - 1], text[end]
    if after == " " or (is_wide(before) and is_wide(after)):
        return True
    word = len(text[:end].rpartition(" ")[2])
    return word >= _LONG_WORD and unicodedata.category(after)[0] not in "MC" and unicodedata.category(before)[0] != "C"


def _width(text: str, face: str) -> float:
    """The width of a text in points."""
    import uharfbuzz as hb  # type: ignore[import-untyped]

    font = _font(face)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    ems = 0.0
    for glyph, position in zip(buffer.glyph_infos or (), buffer.glyph_positions or (), strict=True):
        if glyph.codepoint:
            ems += position.x_advance / font.face.upem
        else:
            ems += _ems_elsewhere(text[glyph.cluster])
    return ems * _SIZE


def _ems_elsewhere(char: str) -> float:
    """The most that a character takes in the fonts that stand in for the face."""
    if is_wide(char):
        return 1.0
    return 0.0 if unicodedata.category(char) in ("Mn", "Me", "Cf") else _OTHER_LETTER


@cache
def _font(face: str) -> Any:
    import uharfbuzz as hb

    return hb.Font(hb.Face(hb.Blob.from_file_path(str(bundled_fonts() / face))))
