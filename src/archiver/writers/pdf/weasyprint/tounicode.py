"""Which letters a glyph stands for, where Pango's clusters do not tell: Arabic faces draw several letters as one cluster of glyphs.

WeasyPrint gives all letters of a cluster to its first glyph and none to the others, once for the whole document: a lam that was first met in
a cluster is then copied out of the PDF as nothing. The face itself knows more: its tables say which glyph was put in the place of which.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any


def tell(fonts: Mapping[Any, Any]) -> None:
    """Give the glyphs of clusters the letters that their face says they stand for; `fonts` are those of WeasyPrint's document, all drawn."""
    for font in fonts.values():
        _mend(font)


def _mend(font: Any) -> None:
    unsure = [glyph for glyph, text in font.to_unicode.items() if len(text) != 1]
    if not unsure or not any("\u0590" <= char <= "\u08ff" for text in font.to_unicode.values() for char in text):
        return
    letters = _letters(font.file_content, font.index)
    for glyph in unsure:
        if told := letters.get(glyph):
            font.to_unicode[glyph] = told


@lru_cache(maxsize=4)
def _letters(face: bytes, index: int) -> dict[int, str]:
    """The text of each glyph that a face maps to or makes of others, where it is the same on every way (GSUB 1, 2, 4)."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    font = TTFont(io.BytesIO(face), fontNumber=index, lazy=True)
    known: dict[str, str] = {}
    for code, glyph in font.getBestCmap().items():
        char = chr(code)  # a form for one place in a word is its letter
        known.setdefault(glyph, unicodedata.normalize("NFKC", char) if "\ufb50" <= char <= "\ufefc" else char)
    made: list[tuple[tuple[str, ...], str]] = []  # glyphs, and what stands for them or for the first of its parts
    for lookup in font["GSUB"].table.LookupList.Lookup if "GSUB" in font else ():
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            match type(table).__name__:
                case "SingleSubst":
                    made += [((old,), new) for old, new in table.mapping.items()]
                case "MultipleSubst":
                    made += [((old,), new[0]) for old, new in table.mapping.items() if new]
                case "LigatureSubst":
                    made += [
                        ((first, *lig.Component), lig.LigGlyph)
                        for first, ligs in table.ligatures.items()
                        for lig in ligs
                    ]
    waiting = made
    while waiting:
        rest = [(old, new) for old, new in waiting if new not in known]
        found = {
            new: "".join(known[part] for part in old)
            for old, new in reversed(rest)
            if all(part in known for part in old)
        }
        if not found:
            break
        known |= found
        waiting = rest
    return {font.getGlyphID(glyph): text for glyph, text in known.items()}
