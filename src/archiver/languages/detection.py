"""The language that a text reads as.

The signs of Chinese, Japanese and Korean tell it by themselves. For all other scripts, CLD3 does: a small neural network over groups of letters, which Chromium
made for its offer to translate pages. It knows some hundred languages, its model is part of its library, and it is deterministic
(docs/decisions/language-detection.md).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from threading import Lock
from typing import Protocol

from archiver.languages import canonical_tag, script

_ASCII_LETTER = re.compile("[A-Za-z]")
_LETTER = re.compile(r"[^\W\d_]")
_KANA, _HANGUL = re.compile("[\u3041-\u30ff]"), re.compile("[\uac00-\ud7a3]")
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
#: A text with this share of East Asian signs among its letters is East Asian: a foreign word has as many letters as a whole sentence there has signs.
_EAST_ASIAN = 0.1
#: A Japanese text has this share of kana among them, and a Chinese one has none.
_JAPANESE = 0.05
#: Scripts by the first word of the Unicode names of their letters, and the languages of those that hardly any other language uses.
_SCRIPTS = {
    "ARABIC": "Arab", "ARMENIAN": "Armn", "BENGALI": "Beng", "CYRILLIC": "Cyrl", "DEVANAGARI": "Deva", "ETHIOPIC": "Ethi", "GEORGIAN": "Geor", "GREEK": "Grek",
    "GUJARATI": "Gujr", "GURMUKHI": "Guru", "HEBREW": "Hebr", "KANNADA": "Knda", "KHMER": "Khmr", "LAO": "Laoo", "MALAYALAM": "Mlym", "MYANMAR": "Mymr",
    "SINHALA": "Sinh", "TAMIL": "Taml", "TELUGU": "Telu", "THAI": "Thai",
}  # fmt: skip
_OF_SCRIPT = {
    "Armn": "hy", "Geor": "ka", "Grek": "el", "Gujr": "gu", "Guru": "pa", "Hebr": "he", "Knda": "kn", "Khmr": "km", "Laoo": "lo", "Mlym": "ml", "Mymr": "my",
    "Sinh": "si", "Taml": "ta", "Telu": "te", "Thai": "th",
}  # fmt: skip
#: The score of a language that only the script tells.
_BY_SCRIPT = 0.9
#: The number of characters whose script is looked up.
_ENOUGH = 400
#: The highest score of a language of another script that is written in Latin letters ("hi-Latn"): lists of names and product codes read so, too.
_TRANSLITERATED = 0.8

#: CLD3 keeps state while it reads.
_ONE_AT_A_TIME = Lock()


def detect(text: str) -> tuple[str, float]:
    """The language of a text as a BCP 47 tag, and how sure that is, from 0 to 1; ("", 0.0) for a text without letters.

    A score of 0.85 is hardly ever wrong for texts of 150 characters and more.
    """
    letters = len(_LETTER.findall(text))
    if not letters:
        return "", 0.0
    if tag := _by_script(text, letters):
        return tag, 1.0
    # half a surrogate pair is no text for the library
    readable = text.encode("utf-8", "replace").decode("utf-8")
    with _ONE_AT_A_TIME:
        found = _identifier().FindLanguage(text=readable)
    if found.language == "und":
        return "", 0.0
    tag = _tag(found.language)
    score = min(float(found.probability), 1.0)
    written = _script(text, letters)
    if written and not tag.endswith("-Latn") and script(tag) not in ("", written):
        # a slip: no Hebrew text is Ukrainian
        return (_OF_SCRIPT[written], _BY_SCRIPT) if written in _OF_SCRIPT else (tag, score / 2)
    return tag, min(score, _TRANSLITERATED) if tag.endswith("-Latn") else score


def _by_script(text: str, letters: int) -> str:
    """The language of a text in East Asian signs, or ""."""
    if text.isascii():
        return ""
    kana, han, hangul = len(_KANA.findall(text)), len(_HAN.findall(text)), len(_HANGUL.findall(text))
    if kana + han + hangul < _EAST_ASIAN * letters:
        return ""
    if hangul > kana + han:
        return "ko"
    return "ja" if kana >= _JAPANESE * (kana + han) else "zh"


def _script(text: str, letters: int) -> str:
    """The script (ISO 15924) of most letters of a text, if it is not Latin and one of the scripts that are known here; else ""."""
    if text.isascii() or 2 * len(_ASCII_LETTER.findall(text)) > letters:
        return ""
    names = Counter(unicodedata.name(letter, "").partition(" ")[0] for letter in _LETTER.findall(text[:_ENOUGH]))
    name, count = names.most_common(1)[0] if names else ("", 0)
    return _SCRIPTS.get(name, "") if 2 * count > names.total() else ""


class _Found(Protocol):
    """The part of CLD3's result that is used here."""

    language: str
    probability: float


class _Identifier(Protocol):
    """The part of CLD3 that is used here."""

    def FindLanguage(self, text: str) -> _Found: ...  # noqa: N802 - the library's name


@cache
def _identifier() -> _Identifier:
    import gcld3  # type: ignore[import-untyped]

    identifier: _Identifier = gcld3.NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=8192)
    return identifier


@cache
def _tag(code: str) -> str:
    """CLD3's code as a BCP 47 tag: its "iw" is "he"."""
    return canonical_tag(code)
