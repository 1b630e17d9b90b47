"""Fonts and languages for Typst: the order of fonts for a language, and language tags in Typst's form."""

from __future__ import annotations

import re

from archiver.languages import script, subtags

#: Fonts for the text in order; the font for the text's own language comes before other East Asian ones.
TEXT_FONT = "Source Serif 4"
_TEXT = (TEXT_FONT, "Noto Serif", "Frank Ruhl Libre", "Amiri")
EAST_ASIAN = {"zh": "Noto Serif SC", "zh-hant": "Noto Serif TC", "ja": "Noto Serif JP", "ko": "Noto Serif KR"}
#: Scripts that every installation has, then those of an extra (shared/fonts.EXTRAS). Typst skips missing fonts.
_SCRIPTS = tuple(f"Noto Sans {script}" for script in "Devanagari Khmer Tamil Telugu Thai".split())
_EXTRA_SCRIPTS = tuple(
    f"Noto Sans {script}"
    for script in "Armenian Bengali Ethiopic Georgian Gujarati Gurmukhi Kannada Lao Malayalam Myanmar Oriya Sinhala".split()
)
#: The font of formulas.
MATHEMATICS = "STIX Two Math"
_LAST = (MATHEMATICS, "Noto Sans Symbols", "Noto Emoji", "Noto Sans")


#: The languages in which Typst 0.15 breaks words (it has the rules of hypher).
_HYPHENATED = frozenset(
    "af be bg ca cs da de el en es et fi fr gl hr hu is it ka ku la lt mn nb nl nn no pl pt ru sk sl sq sr sv tk tr uk".split()
)


def typst_hyphenates(language: str) -> bool:
    """Whether Typst has rules for breaking the words of a language."""
    return subtags(language).language in _HYPHENATED


def fonts_for(language: str) -> list[str]:
    """The fonts for text in a language, in the order in which Typst tries them."""
    preferred = EAST_ASIAN.get(_font_key(language))
    others = [font for font in EAST_ASIAN.values() if font != preferred]
    return [*_TEXT, *([preferred] if preferred else []), *_SCRIPTS, *others, *_EXTRA_SCRIPTS, *_LAST]


def _font_key(language: str) -> str:
    primary = subtags(language).language
    if primary == "zh" and script(language) == "Hant":
        return "zh-hant"
    return primary if primary in EAST_ASIAN else "default"


def typst_language(language: str) -> dict[str, str | None]:
    """A BCP 47 tag as the template takes it: language, region, script, and the key for the fonts."""
    first, _, region = subtags(language)
    known = re.fullmatch(r"[a-z]{2,3}", first)
    return {
        "lang": first if known else "und",
        "region": region if region.isalpha() else None,
        "script": script(language),
        "face": _font_key(language),
    }
