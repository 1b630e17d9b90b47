"""Lines that open the entries of a list of notes. Neither joining wrapped lines nor verse may hide where an entry begins.

    [1] County archive.      ¹ County archive.      * Prices of 2021.
    [2] The engineer.        ² The engineer.        ** Islands take one day more.

A label counts if another line has the next label of its form: [1] and [2], or * and ** or †. Numbers with a point are read as lists (list_labels.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from archiver.readers.plain.lines import SENTENCE_END, Line

SUPERSCRIPT_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
#: The forms of labels, each with its number.
_FORMS = (
    re.compile(r"[\[［〔【](\d{1,3})[\]］〕】]:?\s?(?=\S)"),
    re.compile(rf"([{SUPERSCRIPT_DIGITS}]{{1,3}})[.):]?\s?(?=[^\s{SUPERSCRIPT_DIGITS}])"),
    re.compile(r"[(（](\d{1,3})[)）]\s?(?=\S)"),
    re.compile(r"(\d{1,3})[)）]\s(?=\S)"),
)
#: A bare number. It counts only where a sentence ends before it, since a wrapped line may begin with any number.
_BARE = re.compile(r"(\d{1,3})\s(?=[^\W\d_a-z])")
_FIRST_SIGNS = "[［〔【(（0123456789*†‡§¶◊∆※" + SUPERSCRIPT_DIGITS
_SYMBOLS = re.compile(r"(\*{1,4}|[†‡§¶◊∆※]{1,3})(?=\s?[^\s*†‡§¶◊∆※)\]}/=<>])")
_DIGITS = str.maketrans(SUPERSCRIPT_DIGITS, "0123456789")
#: The most lines from one label to the next one.
_REACH = 12


def note_lines(text: str, lines: Sequence[Line]) -> frozenset[int]:
    """The starts of the lines that open an entry of a list of notes."""
    found: set[int] = set()
    # by form and number, the last line with this label
    last: dict[tuple[int, int], int] = {}
    signs: list[tuple[int, str]] = []
    for i, line in enumerate(lines):
        if text[line.start] not in _FIRST_SIGNS:
            continue
        if (symbol := _SYMBOLS.match(text, line.start, line.end)) is not None:
            signs.append((i, symbol[1]))
            continue
        for form, pattern in enumerate(_FORMS):
            if (match := pattern.match(text, line.start, line.end)) is None:
                continue
            number = int(match[1].translate(_DIGITS))
            before = last.get((form, number - 1))
            if before is not None and i - before <= _REACH:
                found |= {before, i}
            last[form, number] = i
            break
        else:
            if (match := _BARE.match(text, line.start, line.end)) is not None and (
                line.breaks > 1
                or i == 0
                or SENTENCE_END.search(text, max(lines[i - 1].start, line.start - 16), lines[i - 1].end)
            ):
                number = int(match[1])
                before = last.get((-1, number - 1))
                if before is not None and i - before <= _REACH:
                    found |= {before, i}
                last[-1, number] = i
    for (i, sign), (k, other) in pairwise(signs):
        # a star on each line is a bullet
        if other != sign and k - i <= _REACH:
            found |= {i, k}
    return frozenset(lines[i].start for i in found)
