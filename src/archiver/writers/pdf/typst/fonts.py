"""The faces that Typst sets a text in, one after the other, and languages as it takes them."""

from __future__ import annotations

import re

from archiver.languages import script, subtags

#: Faces for the text, first to last; those for the text's own language go before the other East Asian ones.
TEXT_FACE = "Source Serif 4"
_TEXT = (TEXT_FACE, "Noto Serif", "Frank Ruhl Libre", "Amiri")
EAST_ASIAN = {"zh": "Noto Serif SC", "zh-hant": "Noto Serif TC", "ja": "Noto Serif JP", "ko": "Noto Serif KR"}
#: Scripts of every install, and those that an extra brings (typefaces.EXTRAS). Typst passes over a face that is not there.
_WORLD = tuple(f"Noto Sans {script}" for script in "Devanagari Khmer Tamil Telugu Thai".split())
_WIDE_WORLD = tuple(
    f"Noto Sans {script}"
    for script in "Armenian Bengali Ethiopic Georgian Gujarati Gurmukhi Kannada Lao Malayalam Myanmar Oriya Sinhala".split()
)
_LAST = ("STIX Two Math", "Noto Sans Symbols", "Noto Emoji", "Noto Sans")


def faces_for(language: str) -> list[str]:
    """The faces for text in a language, as Typst asks them one after the other."""
    own = EAST_ASIAN.get(_face_key(language))
    others = [face for face in EAST_ASIAN.values() if face != own]
    return [*_TEXT, *([own] if own else []), *_WORLD, *others, *_WIDE_WORLD, *_LAST]


def _face_key(language: str) -> str:
    primary = subtags(language).language
    if primary == "zh" and script(language) == "Hant":
        return "zh-hant"
    return primary if primary in EAST_ASIAN else "default"


def language_of(language: str) -> dict[str, str | None]:
    """A BCP 47 tag as Typst takes it."""
    first, _, region = subtags(language)
    known = re.fullmatch(r"[a-z]{2,3}", first)
    return {
        "lang": first if known else "und",
        "region": region if region.isalpha() else None,
        "script": script(language),
        "face": _face_key(language),
    }
