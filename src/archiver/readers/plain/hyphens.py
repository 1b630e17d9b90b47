"""Hyphens at the ends of lines: a word that a program or a printer broke is one word again.

    the restora-                       the restoration
    tion of a well-                    of a well-known mill
    known mill

Whether the hyphen goes tells the text itself: "restoration" stands elsewhere in it, or "well-known" does; or "restora" and
"tion" are no words of it, and its words end with "tion". The last needs a text that breaks words at all: many of its full
lines end with a hyphen, or it has pages of print. Where the text does not tell, the hyphen stays, and only the line end goes, since it was never a space.

Scripts without spaces break their lines anywhere; there, too, the line end goes where a paragraph goes on.

A hyphen that stands for the rest of a word stays as it is: "two- and three-year-old".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from archiver.readers.plain.cuts import Cut
from archiver.readers.plain.lines import (
    UNSPACED,
    Line,
    columns,
    continues,
    first_word,
    goes_on_behind_dash,
    scan,
    wrap_width,
)

#: The rules of the ledger, which has no entry for them: neither a hyphen nor a line end has words. A soft hyphen at a line
#: end is no sign that anybody should ask for.
JOINED_RULE, LINE_END_RULE = "line-end-hyphen", "line-end"

_WORD = re.compile(r"[^\W\d_]+(?:[-‐'’][^\W\d_]+)*")
_BROKEN = re.compile(r"(?<![\w/.@:\\=#&-])([^\W\d_]+(?:[-‐'’][^\W\d_]+)*|\d{1,4})([-‐\xad¬])$")
_REST = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d{1,4}(?!\d)")
#: A hyphen that stands for the rest of a word, in the middle of a line: "two- and".
_SUSPENDED = re.compile(r"[^\W\d_][-‐] ([^\W\d_]+)")
_AT_LINE_END = re.compile(r"[-‐\xad¬][ \t]*[\r\n]")
_CODE = re.compile(r"[={}<>|\t]|;[ \t]*(?:\r?\n|$)")
#: The usual words behind such a hyphen. Other words are learned from the text.
_AND = frozenset("and or to und oder bzw bis sowie et ou en of och eller og e o y i a".split())
#: Signs that stand for a broken word and for nothing else.
_SURE = "\xad¬"
#: The shortest line that may break a word, and the share of the width that a full line has.
_SHORTEST, _FULL = 25, 0.7
#: A text breaks words if so many of its lines do, and this share of them.
_FEWEST, _SHARE = 3, 0.02
#: The fewest letters of each part of a broken word, together.
_LETTERS = 4
#: A longer word is no word.
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class _Break:
    """A word at a line end: its two parts, where its hyphen stands, where the next line starts, and whether the line is full.

    No program breaks a word on a line that is not full: the hyphen is then the word's own, unless the text proves the contrary.
    """

    left: str
    right: str
    sign: str
    hyphen: int
    start: int
    is_full: bool = True


def line_end_hyphens(text: str, width: int | None = None, *, is_printed: bool = False) -> list[Cut]:
    """The stretches of a text that are left out to make broken words whole: hyphens with line ends, or line ends alone. `width` is the column at
    which the text is wrapped, if that is known. `is_printed` says that the text has pages of print: then it breaks words, however few.
    """
    has_hyphens = _AT_LINE_END.search(text) is not None
    if not has_hyphens and not UNSPACED.search(text):
        return []
    lines = list(scan(text))
    if width is None:
        width = wrap_width(text, lines)
    cuts = _between_unspaced(text, lines, width)
    return (
        sorted([*cuts, *_of_broken_words(text, lines, width, is_printed)], key=lambda cut: cut.start)
        if has_hyphens
        else cuts
    )


def _between_unspaced(text: str, lines: Sequence[Line], width: int | None) -> list[Cut]:
    """The line ends within paragraphs of scripts that put no space between words: the line end was never one, either."""
    return [
        Cut(line.end, after.start, LINE_END_RULE)
        for line, after in pairwise(lines)
        if UNSPACED.match(text, line.end - 1)
        and UNSPACED.match(text, after.start)
        and continues(text, line, after, width)
        and not text[line.end : after.start].strip(" \t\r\n")
    ]


def _of_broken_words(text: str, lines: Sequence[Line], width: int | None, is_printed: bool) -> list[Cut]:
    """The hyphens of broken words, and the line ends behind them."""
    breaks = list(_breaks(text, lines, width))
    if not breaks:
        return []
    vocabulary = _Vocabulary(text, breaks)
    follows = _AND | {match[1].casefold() for match in _SUSPENDED.finditer(text)}
    proofs = sum(vocabulary.proof(found) > 0 for found in breaks)
    full = sum(columns(line) >= _FULL * (width or 2 * _SHORTEST) for line in lines)
    fewest = 1 if is_printed else _FEWEST
    is_broken = width is not None and len(breaks) >= fewest and (len(breaks) >= _SHARE * full or proofs >= _FEWEST)
    cuts = []
    for found in breaks:
        if found.right.casefold() in follows and found.sign not in _SURE and vocabulary.proof(found) <= 0:
            continue
        if found.sign in _SURE or _is_one_word(vocabulary, found, is_broken and found.is_full):
            cuts.append(Cut(found.hyphen, found.start, JOINED_RULE))
        elif width is not None:
            cuts.append(Cut(found.hyphen + 1, found.start, LINE_END_RULE))
    return cuts


def _breaks(text: str, lines: Sequence[Line], width: int | None) -> list[_Break]:
    """The words of a text that a line end breaks, behind a hyphen."""
    found = []
    for i, (line, after) in enumerate(pairwise(lines), 1):
        end = line.end
        if text[end : end + 1] == "\xad":
            end += 1  # a soft hyphen at the end of a line is none of its ink
        if after.breaks != 1 or text[end - 1] not in "-‐\xad¬":
            continue
        is_full = line.end - line.start >= _SHORTEST and (
            width is None or columns(line) + first_word(text, after) >= _FULL * width
        )
        if not is_full and not goes_on_behind_dash(text, lines, i, width):
            continue
        if text[line.start] in ">|#" or _CODE.search(text, line.start, after.end):
            continue
        left = _BROKEN.search(text[max(line.start, end - 80) : end])
        right = _REST.match(text, after.start, after.end)
        if left is None or right is None or left[1][-1].isdigit() != right[0][0].isdigit():
            continue
        if left.start() == 0 and line.end - line.start < 80:
            continue  # the line is one word
        found.append(_Break(left[1], right[0], left[2], end - 1, after.start, is_full))
    return found


class _Vocabulary:
    """The words of a text, without the parts of the words that its lines break."""

    def __init__(self, text: str, breaks: Sequence[_Break]) -> None:
        self._times = Counter(_folded(word) for word in _WORD.findall(text))
        for found in breaks:
            self._times[_folded(found.left)] -= 1
            if rest := _WORD.match(found.right):
                self._times[_folded(rest[0])] -= 1
        words = [word for word, times in self._times.items() if times > 0]
        self._parts = {part for word in words if "-" in word for part in word.split("-")}
        whole = [word for word in words if "-" not in word and len(word) <= _LONGEST]
        self._starts = {word[:end] for word in whole for end in range(1, len(word) - 1)}
        self._ends = {word[start:] for word in whole for start in range(2, len(word))}

    def proof(self, found: _Break) -> int:
        """How much more often the word stands elsewhere in one piece than with its hyphen."""
        left, right = _folded(found.left), _folded(found.right)
        return self._times[left + right] - self._times[f"{left}-{right}"]

    def is_fragment(self, found: _Break) -> bool:
        """Whether the parts of a word are no words of the text, but what its words begin or end with."""
        left, right = _folded(found.left), _folded(found.right)
        left_is_word, right_is_word = (self._times[part] > 0 or part in self._parts for part in (left, right))
        begins, ends = left in self._starts, right in self._ends
        # measured on broken texts: of the words that this joins, two in a hundred have a hyphen of their own
        if right_is_word:
            return ends and not left_is_word
        return begins or ends or not left_is_word


def _folded(word: str) -> str:
    return word.casefold().replace("‐", "-")


def _is_one_word(vocabulary: _Vocabulary, found: _Break, is_broken: bool) -> bool:
    """Whether the hyphen of a break is none of the word."""
    if found.left[-1].isdigit() or len(found.left) + len(found.right) < _LETTERS:
        return False
    if not found.right[0].islower() and not (found.left + found.right).isupper():
        return False  # "Anglo-Saxon"
    if proof := vocabulary.proof(found):
        return proof > 0
    return is_broken and "-" not in _folded(found.left) and vocabulary.is_fragment(found)
