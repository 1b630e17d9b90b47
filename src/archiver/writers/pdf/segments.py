"""Segments of a text by how its lines may break: words, identifiers, and numbers that stay with their sign.

    "see https://example.org/a_b, pp. 12–40"
     text ─┘  identifier ─┘       └─ together

- An identifier (an address, a DOI, the name of a file) breaks after its punctuation, without a hyphen: a hyphen would
  be read as a part of it.
- A number stays on one line with the sign or the short abbreviation before it and with the unit behind it: "§ 5",
  "No. 3", "P < .001", "25 %". No space is replaced: both engines keep the run together by their own means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

Kind = Literal["text", "identifier", "together"]

_SPACE = r"[ \u00a0\u202f]"
_NUMBER = r"[+−±-]?(?:\d+(?:[.,:’'/]\d+)*|[.,]\d+)"
_RANGE = rf"{_NUMBER}(?:[–—-]{_NUMBER})?"
#: Three digits behind a space continue a number: 12 000.
_GROUPED = rf"(?:\d{{1,3}}(?:{_SPACE}\d{{3}})+(?![\w])(?:[.,]\d+)?|{_RANGE})"
_SIGNS = r"§§|[§¶№#€$£¥±≈~<>=≤≥≠×@†]"
#: An abbreviation: it ends with a full stop, or is one of a few letters that stand for pages.
_SHORT = r"(?:[^\W\d_]{1,5}\.|pp?|ff?|n°)"
#: The units of the International System and those in use with it, with their usual prefixes; signs; abbreviations.
_UNITS = (
    r"(?:%|‰|°[CFKN]?|℃|€|\$|£|¥|[kMGTPmµμncdh]?(?:m[²³23]?|g|l|L|s|A|K|mol|cd|Hz|N|Pa|J|W|Wh|C|V|F|Ω|S|T|H|B|eV|bar|t|ha|Bq|Gy|Sv|bit|pt|px)"
    r"|min|h|d|dB|ppm|km/h|m/s|rpm|mmHg|kcal|cal|[^\W\d_]{1,4}\.)"
)
_TOGETHER = re.compile(
    rf"(?<![\w§./–-])[(\[{{„“‚‘«‹¿¡]*(?:"
    rf"(?:[^\W\d_]{{1,3}}{_SPACE})?(?:{_SIGNS}){_SPACE}{_GROUPED}(?:{_SPACE}{_UNITS}(?![\w]))?"
    rf"|{_SHORT}{_SPACE}{_RANGE}[a-z]?"
    rf"|{_GROUPED}{_SPACE}{_UNITS}"
    rf"|\d{{1,3}}(?:{_SPACE}\d{{3}})+|\d+[–—]\d+"
    rf")(?![\w])[)\]}}.,;:!?»”“’‘…]*"
)
_MOST_TOGETHER = 24
#: A run of more letters is a word of no language.
_LONGEST_RUN = re.compile(r"\w{61}")
_TOKEN = re.compile(r"[^\s\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]{13,}")
_AROUND = "()[]{}<>«»“”„‘’'\"‚‹›.,;:!?…¡¿–—*"


def segments(text: str) -> Iterator[tuple[Kind, str]]:
    """The text in segments, in order; joined they are the text."""
    position = 0
    for start, end, kind in _found(text):
        if start > position:
            yield "text", text[position:start]
        yield kind, text[start:end]
        position = end
    if position < len(text):
        yield "text", text[position:]


def _found(text: str) -> list[tuple[int, int, Kind]]:
    found: list[tuple[int, int, Kind]] = [
        (*_core(match), "identifier") for match in _TOKEN.finditer(text) if is_identifier(match[0])
    ]
    if any(char.isdigit() for char in text):
        taken = [(start, end) for start, end, _ in found]
        for match in _TOGETHER.finditer(text):
            start, end = match.span()
            if end - start <= _MOST_TOGETHER and not any(start < b and a < end for a, b in taken):
                found.append((start, end, "together"))
    return sorted(found)


def _core(match: re.Match[str]) -> tuple[int, int]:
    """Where an identifier stands, without the punctuation around it."""
    token = match[0]
    start = match.start() + len(token) - len(token.lstrip(_AROUND))
    return start, match.end() - (len(token) - len(token.rstrip(_AROUND)))


def is_identifier(token: str) -> bool:
    """Whether a run of characters without spaces is a name for machines and not one or more words.

    Words have letters, hyphens, apostrophes, dashes, and one slash or colon at most between two of them.
    """
    token = token.strip(_AROUND)
    if len(token) < 13:
        return False
    if _LONGEST_RUN.search(token):
        return True
    if any(char in "@_=&#\\|+%~" for char in token) or "//" in token or token.count("/") > 1:
        return True
    if re.fullmatch(r"(?:[^\W\d_]+|\d+)(?:[-–—:/](?:[^\W\d_]+|\d+))*", token):
        return False
    if any(char.isdigit() for char in token):
        return any(char.isalpha() for char in token) or any(char in "./" for char in token)
    return re.search(r"\w\.\w", token) is not None
