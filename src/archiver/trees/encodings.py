"""Encodings as browsers know them: the decoders of the Encoding Standard (WHATWG), detection by content, and the likely language of a text.

All are those of turbohtml. Its detector is the one of Firefox: it counts how usual the pairs of letters are in the languages of each encoding, and the
top-level domain of a page shifts the balance (https://github.com/hsivonen/chardetng). Names are those of the standard, in lower case.
"""

from __future__ import annotations

import re
from functools import cache

from turbohtml.detect import Detection, detect_all, detect_language

from archiver.languages import canonical_tag

#: The detector reads a declaration in the first 1,024 bytes. Whoever calls it has done so, and the declaration was wrong.
_NOTHING_DECLARED = b" " * 1024
_TOP_LEVEL_DOMAIN = re.compile("[a-z0-9-]+")


def detected(data: bytes, country: str = "", language: str | None = None) -> list[str]:
    """The encodings that bytes may be in, the likeliest first. What is declared in the bytes is not looked at.

    `country` is the top-level domain of the page ("pl", "jp"), or "". `language` is the English name of a language that the text is probably in; an encoding
    for this language goes first, if the text may be in it at all.
    """
    options = Detection(tld=country if _TOP_LEVEL_DOMAIN.fullmatch(country) else None, language=language)
    found = detect_all(_NOTHING_DECLARED + data, options)
    return [match.encoding.lower() for match in found if match.encoding]


def decoded(data: bytes, encoding: str) -> str:
    """The text of bytes in an encoding of the standard. Bytes that stand for nothing become U+FFFD.

    Raises LookupError for a name that is not in the standard.
    """
    return data.decode(f"whatwg-{encoding}", "replace")


def likely_language(text: str) -> tuple[str, float]:
    """The language that a text without markup is in, as a BCP 47 tag, and how sure that is, from 0 to 1; ("", 0.0) if its script says nothing.

    It is quick, and knows some eighty languages by their groups of three letters. Names and titles are too short for it.
    """
    match = detect_language(text)
    return (_tag(match.language), match.confidence) if match.language else ("", 0.0)


@cache
def _tag(code: str) -> str:
    """The tag for a code of ISO 639-3. For some languages, the tag in use is that of a group: "zh" for Mandarin, "no" for Bokmål."""
    group = {"arb": "ar", "cmn": "zh", "nob": "no", "pes": "fa"}.get(code)
    return group or canonical_tag(code)
