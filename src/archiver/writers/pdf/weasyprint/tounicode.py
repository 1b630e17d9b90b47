"""The letters of glyphs (ToUnicode) that WeasyPrint cannot know: the hyphens of broken words, and the letters of Arabic
clusters.

The hyphen of a broken word has a glyph of its own (shared/fonts/hyphens.py) and is a soft hyphen, U+00AD, in the text
that is copied: a reading program drops it and joins the word.

Pango's clusters are ambiguous where Arabic fonts draw several letters as a cluster.

WeasyPrint gives all letters of a cluster to its first glyph and none to the others, once for the whole document. A lam
that first occurred inside a cluster is then missing in text that is copied out of the PDF. The tables of the font list
which glyph replaces which, so they give the letters.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from archiver.writers.shared.fonts.hyphens import HYPHEN


def add_letters(fonts: Mapping[Any, Any]) -> None:
    """Give the glyphs of clusters their letters, from the tables of their fonts; `fonts` are those of the document."""
    for font in fonts.values():
        for glyph, text in font.to_unicode.items():
            if text == HYPHEN:
                font.to_unicode[glyph] = "\u00ad"
        _complete(font)


def _complete(font: Any) -> None:
    ambiguous = [glyph for glyph, text in font.to_unicode.items() if len(text) != 1]
    if not ambiguous or not any("\u0590" <= char <= "\u08ff" for text in font.to_unicode.values() for char in text):
        return
    letters = _letters(font.file_content, font.index)
    for glyph in ambiguous:
        if known := letters.get(glyph):
            font.to_unicode[glyph] = known


@lru_cache(maxsize=4)
def _letters(font_file: bytes, index: int) -> dict[int, str]:
    """The text of each glyph that a font maps to, or makes from others by substitution (GSUB types 1, 2 and 4)."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    font = TTFont(io.BytesIO(font_file), fontNumber=index, lazy=True)
    text_of: dict[str, str] = {}
    for code, glyph in font.getBestCmap().items():
        char = chr(code)  # a positional form becomes its letter
        text_of.setdefault(glyph, unicodedata.normalize("NFKC", char) if "\ufb50" <= char <= "\ufefc" else char)
    #: The replaced glyphs, and the glyph (or the first of the glyphs) that replaces them.
    substitutions: list[tuple[tuple[str, ...], str]] = []
    for lookup in font["GSUB"].table.LookupList.Lookup if "GSUB" in font else ():
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            match type(table).__name__:
                case "SingleSubst":
                    substitutions += [((old,), new) for old, new in table.mapping.items()]
                case "MultipleSubst":
                    substitutions += [((old,), new[0]) for old, new in table.mapping.items() if new]
                case "LigatureSubst":
                    substitutions += [
                        ((first, *ligature.Component), ligature.LigGlyph)
                        for first, ligatures in table.ligatures.items()
                        for ligature in ligatures
                    ]
    pending = substitutions
    while pending:
        remaining = [(old, new) for old, new in pending if new not in text_of]
        new_texts = {
            new: "".join(text_of[part] for part in old)
            for old, new in reversed(remaining)
            if all(part in text_of for part in old)
        }
        if not new_texts:
            break
        text_of |= new_texts
        pending = remaining
    return {font.getGlyphID(glyph): text for glyph, text in text_of.items()}
