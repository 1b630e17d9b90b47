"""Glyphs that tell the hyphen of a broken word from the hyphen of the text.

Source Serif and Source Sans draw U+002D, U+00AD and U+2010 with one glyph. A PDF says of a glyph, once for the whole
font, which character it is (ToUnicode), so the text that is copied out of it could not tell a hyphen that belongs to
the word from one that a line end made. Each gets a glyph of its own, with the same outline:

    U+002D  "hyphen.line"   in set text replaced by the font's own glyph, through the feature `ccmp`. Typst takes the
                            hyphen of a broken word by its character, without features, and so draws this one.
    U+2010  "hyphen.2010"
    HYPHEN  "hyphen.soft"   the character that print.css names as `hyphenate-character`. Pango draws U+00AD as nothing,
                            so it is one for private use, which reaches no other glyph: the characters for private use
                            of an article are spelled out (pdf/weasyprint/missing_glyphs.py).
"""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

#: The character for the hyphens of broken words; also in stylesheets/print.css.
HYPHEN = "\ue0ad"
_OWN, _LINE, _SOFT, _U2010 = "hyphen", "hyphen.line", "hyphen.soft", "hyphen.2010"
_FEATURE = "ccmp"


def tell_hyphens_apart(path: Path) -> None:
    """Give the TrueType font at `path` the three glyphs. A font that has no glyph "hyphen" stays as it is."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(path, recalcBBoxes=False, recalcTimestamp=False, lazy=True) as font:
        if "glyf" not in font or _OWN not in font.getGlyphOrder():
            return
        for name, code in ((_LINE, ord("-")), (_SOFT, ord(HYPHEN)), (_U2010, 0x2010)):
            _add_copy(font, name)
            for table in font["cmap"].tables:
                if table.isUnicode():
                    table.cmap[code] = name
        _substitute(font)
        data = path.with_suffix(".new")
        font.save(data, reorderTables=None)
    data.replace(path)


def _add_copy(font: Any, name: str) -> None:
    glyphs = font["glyf"]
    glyphs.glyphOrder = [*font.getGlyphOrder(), name]
    font.setGlyphOrder(glyphs.glyphOrder)
    glyphs.glyphs[name] = copy.deepcopy(glyphs[_OWN])
    font["hmtx"].metrics[name] = font["hmtx"].metrics[_OWN]


def _substitute(font: Any) -> None:
    """Let the feature `ccmp`, which is always on, replace "hyphen.line" in set text, in all scripts and languages."""
    from fontTools.ttLib.tables import otTables  # type: ignore[import-untyped]

    table = font["GSUB"].table
    substitution = otTables.SingleSubst()
    substitution.mapping = {_LINE: _OWN}
    lookup = otTables.Lookup()
    lookup.LookupType, lookup.LookupFlag, lookup.SubTable, lookup.SubTableCount = 1, 0, [substitution], 1
    number = len(table.LookupList.Lookup)
    table.LookupList.Lookup.append(lookup)
    records = table.FeatureList.FeatureRecord
    for record in records:
        if record.FeatureTag == _FEATURE:
            record.Feature.LookupListIndex.append(number)
    record = otTables.FeatureRecord()
    record.FeatureTag, record.Feature = _FEATURE, otTables.Feature()
    record.Feature.FeatureParams, record.Feature.LookupListIndex = None, [number]
    added = len(records)
    records.append(record)
    for script in table.ScriptList.ScriptRecord:
        systems = [system.LangSys for system in script.Script.LangSysRecord]
        for system in (script.Script.DefaultLangSys, *systems):
            if system and not any(records[i].FeatureTag == _FEATURE for i in system.FeatureIndex):
                system.FeatureIndex.append(added)
