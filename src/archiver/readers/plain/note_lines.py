"""Lines that open the entries of a list of notes. Neither joining wrapped lines nor verse may hide where an entry begins.

    [1] County archive.      ¹ County archive.      * Prices of 2021.
    [2] The engineer.        ² The engineer.        ** Islands take one day more.

A label counts if another line has the next label of its form: [1] and [2], or * and ** or †. Numbers with a point are read as lists (list_labels.py),
but not in quoted mail, where they count here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from archiver.readers.plain.lines import SENTENCE_END, Line

SUPERSCRIPT_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
#: Raised letters, in the order of the alphabet: they open affiliations and notes of tables.
_RAISED_LETTERS = "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐ"
#: The forms of labels, each with its number.
_FORMS = (
    re.compile(r"[\[［〔【](\d{1,3})[\]］〕】]:?\s?(?=\S)"),
    re.compile(rf"([{SUPERSCRIPT_DIGITS}]{{1,3}})[.):]?\s?(?=[^\s{SUPERSCRIPT_DIGITS}])"),
    re.compile(rf"([{_RAISED_LETTERS}])\s?(?=[^\s{_RAISED_LETTERS}])"),
    re.compile(r"[(（](\d{1,3})[)）]\s?(?=\S)"),
    re.compile(r"(\d{1,3})[)）]\s(?=\S)"),
)
#: A bare number. It counts only where a sentence ends before it, since a wrapped line may begin with any number.
_BARE = re.compile(r"(\d{1,3})\s(?=[^\W\d_a-z])")
#: The same in quoted mail: "> 1. County archive."
_POINT = re.compile(r"(\d{1,3})\.\s(?=\S)")
_FIRST_SIGNS = "[［〔【(（0123456789*†‡§¶◊∆※" + SUPERSCRIPT_DIGITS + _RAISED_LETTERS
_SYMBOLS = re.compile(r"(\*{1,4}|[†‡§¶◊∆※]{1,3})(?=\s?[^\s*†‡§¶◊∆※)\]}/=<>])")
_DIGITS = str.maketrans(SUPERSCRIPT_DIGITS, "0123456789")
#: The most lines from one label to the next one.
_REACH = 12
#: So many bare numbers that count up from 1 need no end of a sentence before them.
_COUNTED_UP = 3
#: What a line between an article and its notes consists of.
_RULE = re.compile(r"[\W_]+")


def note_lines(text: str, lines: Sequence[Line], *, quoted: bool = False) -> frozenset[int]:
    """The starts of the lines that open an entry of a list of notes. `quoted` says that they stand in quoted mail."""
    forms = (*_FORMS, _POINT) if quoted else _FORMS
    found: set[int] = set()
    # by form and number, the last line with this label
    last: dict[tuple[int, int], int] = {}
    signs: list[tuple[int, str]] = []
    bare: list[tuple[int, int]] = []
    for i, line in enumerate(lines):
        if text[line.start] not in _FIRST_SIGNS:
            continue
        if (symbol := _SYMBOLS.match(text, line.start, line.end)) is not None:
            signs.append((i, symbol[1]))
            continue
        for form, pattern in enumerate(forms):
            if (match := pattern.match(text, line.start, line.end)) is None:
                continue
            number = _RAISED_LETTERS.find(match[1]) + 1 or int(match[1].translate(_DIGITS))
            before = last.get((form, number - 1))
            if before is not None and i - before <= _REACH:
                found |= {before, i}
            last[form, number] = i
            break
        else:
            if (match := _BARE.match(text, line.start, line.end)) is not None:
                number = int(match[1])
                bare.append((i, number))
                if _begins_anew(text, lines, i):
                    before = last.get((-1, number - 1))
                    if before is not None and i - before <= _REACH:
                        found |= {before, i}
                    last[-1, number] = i
    found.update(_counted_up(text, lines, bare))
    for (i, sign), (k, other) in pairwise(signs):
        # a star on each line is a bullet
        if other != sign and k - i <= _REACH:
            found |= {i, k}
    return frozenset(lines[i].start for i in found)


def _begins_anew(text: str, lines: Sequence[Line], i: int) -> bool:
    """Whether a line goes on with no sentence: a sentence, an empty line or a rule is before it."""
    if i == 0 or lines[i].breaks > 1:
        return True
    before = lines[i - 1]
    return (
        SENTENCE_END.search(text, max(before.start, lines[i].start - 16), before.end) is not None
        or _RULE.fullmatch(text, before.start, before.end) is not None
    )


def _counted_up(text: str, lines: Sequence[Line], bare: Sequence[tuple[int, int]]) -> Iterator[int]:
    """The lines of bare numbers that count up from 1, several and one after the other: a list of notes whose lines are wrapped.

    1 Holt, Tide Books, with
    a map
    2 County archive
    3 Ibid
    """
    run: list[int] = []
    for i, number in [*bare, (-1, -1)]:
        if run and number == len(run) + 1 and i - run[-1] <= _REACH:
            run.append(i)
            continue
        if len(run) >= _COUNTED_UP:
            yield from run
        run = [i] if number == 1 and _begins_anew(text, lines, i) else []
