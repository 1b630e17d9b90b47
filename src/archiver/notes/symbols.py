"""Symbols as markers: what speaks for a star, a dagger or another sign as the call of a note, and what speaks against it.

A star may also mark a field of a form, a word between stars, a gap in a word or a pattern of file names. Each occurrence has points for and against a call
(POINTS); a line that opens with the symbol below is the strongest of them. Pages and copied texts are weighed in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Symbols that call notes.
SIGNS = "*†‡§¶◊∆Δ※±‖"
#: What speaks for a call, and what speaks against it. A call needs ENOUGH.
POINTS = {
    # where it stands: at the end of a sentence or clause nothing else puts a sign
    "after a stop": 1.0,
    # "2024,* according to", but also "a trailer.* variable"
    "after a stop in a sentence": 0.5,
    "after a closing sign": 0.9,
    "after a word": 0.8,
    # "VAT*", "$399.99*", "Windows 10*": names and numbers have signs of their own
    "after a capital or number": 0.5,
    # "53 *": a star that is set off may be a bullet, a product or a divider
    "set off": -0.6,
    # a dagger has hardly another use
    "no star": 0.4,
    # "Footnote ◊": the hidden word of a screen reader
    "named": 1.0,
    # "4* hotel"
    "behind one digit": -0.4,
    # "12 §", "Debug Mode¶": the signs of a paragraph
    "paragraph sign": -1.5,
    # "HLA-B* 5801"
    "before a number": -0.5,
    # "Email*", and the lines beside it
    "field of a form": -2.0,
    # "*really*"
    "emphasis": -2.0,
    # the text sets other words between stars, so one more star may be half of a pair
    "text with emphasis": -0.4,
    # "char*", "info_*", "/path/*"
    "code": -2.0,
    # "ΟΑΕΔ": the last letter of a Greek word
    "a letter": -2.0,
    # "f***"
    "letters left out": -2.0,
    # the text is about the sign: "*"
    "quoted": -2.0,
    # "inter* Personen": the same word has it again and again, as some words have a star for all genders
    "a word with the sign": -0.6,
    # a line below opens with the symbol
    "a line opens with it": 1.2,
}
ENOUGH = 0.45

_CODE = re.compile(r"[\\/_=<>{}|]|\(\)|^(?:char|void|int|float|double|struct|const|unsigned)$")
#: Room for an answer: "Name*: ......", "Course*: ( ) 5 km".
_BLANK = re.compile(r"\s?[:：]?\s*(?:[._…]{3,}|\(\s*\)|\[\s*\]|[☐□○])")
_GOES_ON = re.compile(r" [^\W\d_A-ZÀ-Þ]")
_STOPS, _CLOSERS = ".,;:!?…。，、；：", ")]”’\"'»%®™©）」』"
_GREEK = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")


def cues(text: str, at: int, end: int, *, named: bool = False, set_off: bool = False) -> Iterator[str]:
    """The names of the points that the place of a symbol gives. The symbol is `text[at:end]`, and `text` is its line or paragraph.

    `named` says that a hidden word stands before it ("Footnote *"), `set_off` that a space does.
    """
    label = text[at:end]
    if named:
        yield "named"
    before = text[max(0, at - 42) : at].rstrip(" \xa0")
    last = before[-1:]
    token = before.split()[-1] if before.split() else ""
    after = text[end : end + 1]
    if last in _STOPS and not _GOES_ON.match(text, end):
        yield "after a stop"
    elif last in _STOPS:
        yield "after a stop in a sentence"
    elif last in _CLOSERS:
        yield "after a closing sign"
    elif last.islower() or (last.isalpha() and last.lower() == last.upper()):
        yield "after a word"
    else:
        yield "after a capital or number"
    if set_off and not named:
        yield "set off"
    if label[0] != "*":
        yield "no star"
    if label[0] == "¶" or (label[0] == "§" and last.isdigit()):
        yield "paragraph sign"
    if label[0] == "Δ" and _GREEK.match(last):
        yield "a letter"
    if last.isdigit() and len(token.lstrip("(")) == 1 and (not after or after.isspace()):
        yield "behind one digit"
    if label[0] == "*" and text[end : end + 2][1:].isdigit():
        yield "before a number"
    if _BLANK.match(text, end):
        yield "field of a form"
    if _CODE.search(token):
        yield "code"
    if len(label) > 1 and label[0] == "*" and 0 < len(token) <= 2 and token.isalpha():
        yield "letters left out"
    if last in "\"“‘'«„" and after in "\"”’'»“" and after:
        yield "quoted"


_REQUIRED = re.compile(r"(?i)mandatory|required|pflicht|obb?[lr]igat|verplicht|wymagan|povinn|обязательн|必須|必填")


def is_legend(text: str) -> bool:
    """Whether a line that opens with a symbol says that fields of a form are required."""
    return _REQUIRED.search(" ".join(text[:200].split())[:60]) is not None


def weight(names: Iterator[str] | list[str]) -> float:
    """The sum of points."""
    return sum(POINTS[name] for name in names)
