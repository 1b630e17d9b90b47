"""Blocks of a plain text as notes see them: paragraphs and list items with the labels that they may begin with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from archiver.draft import Draft
from archiver.notes.labels import (
    ARROWS,
    CIRCLED,
    RAISED_LETTERS,
    SUPERSCRIPTS,
    backlink_words_at_end,
    form_of,
    in_digits_of,
    is_contents_row,
    is_notes_heading,
    position,
    services_at_end,
)
from archiver.notes.symbols import SIGNS
from archiver.trees.elements import Element

_SUPER = str.maketrans(SUPERSCRIPTS, "0123456789")
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_ARROW = f"[{re.escape(ARROWS)}]"

_NUMBERED = (
    # Project Gutenberg closes the bracket behind the note
    ("enclosed", re.compile(r"\[(?i:footnote|endnote|fu(?:ß|ss)note|note)\s+(\d{1,4})\s*[:.]\s+")),
    ("circled", re.compile(rf"([{CIRCLED}])\s*")),
    (
        "brackets",
        re.compile(r"[\[［〔【](?:(?i:footnote|endnote|fu(?:ß|ss)note)\s+)?(\d{1,4})[\]］〕】]:?\s*|\\(\d{1,3})\\\s*"),
    ),
    ("annotated", re.compile(r"[（(\[]?\s*(?:[注註]|脚注|※)\s*(\d{1,3})\s*[）)\]]?[:：.、\s]*")),
    ("starred", re.compile(r"\*(\d{1,3})(?:[.):]\s*|\s+)")),
    ("superscript", re.compile(rf"([{SUPERSCRIPTS}]{{1,3}})(?![{SUPERSCRIPTS}])[.):]?\s*")),
    ("parentheses", re.compile(r"[(（](\d{1,3})[)）]\s*")),
    ("point", re.compile(r"(\d{1,4})[.):](?:\s+|$|(?=[^\d\s]))")),
    ("space", re.compile(r"(\d{1,3})\s+(?=\S)")),
    ("alone", re.compile(r"(\d{1,3})$")),
    ("glued", re.compile(r"(\d{1,3})(?=[^\W\d_]|[\"“‘«(])")),
)
_GLUED_TO_DIGITS = re.compile(r"\d{2,7}(?=\s?[^\W\d_])")
_LETTERED = re.compile(r"(?:[\[(]([a-z]|[ivx]{2,5}|[IVX]{1,5})[\])]|([a-z]|[ivx]{2,5}|[IVX]{1,5})[.)])\s*(?=\S|$)")
_NAMED = re.compile(r"[\[(]?((?:note|nb|fn|anm\.?|nota)\s*\d{1,3})[\])]?[:.]?\s+", re.IGNORECASE)
_OTHER_SIGNS = SIGNS[1:]
_SYMBOLIC = re.compile(
    rf"[\[(](\*{{1,4}}|[{_OTHER_SIGNS}]{{1,3}})[\])](?:\s+|$)|(\*{{1,4}}|[{_OTHER_SIGNS}#]{{1,3}})[.:)]?\s*(?=[^\s{re.escape(SIGNS)}#])(?<!Δ(?=[\u0370-\u03ff]))"
)
#: Backlinks at the start of a note: "^", "↑ a b c", "↑ 1.0 1.1", "(1,2,3)".
_AND = r"(?:(?:and|et|und|y|e|i|и|en|och|og)[\s\u2009]+)?"
_LETTERS_BACK = rf"(?:[\s\u2009]*a[\s\u2009,]+{_AND}b(?:[\s\u2009,]+{_AND}[c-z]\b)*(?=[\s\u2009]|$))?"
_BACK_START = re.compile(
    rf"\s*(?:(?:{_ARROW}\s*)+(?:(?i:jump\s+up(?:\s+to)?):?\s*)?(?:\d+[.,]\d+\s+)*(?:1\s+2(?:\s+[3-9])*(?=\s))?{_LETTERS_BACK}|\((?:\d+,\s?)+\d+\)"
    # several backlinks without an arrow: "a b c The note"
    rf"|a[\s\u2009,]+b(?:[\s\u2009,]+[c-z]\b)*(?=\s+[^\W\d_a-z]|\s+[“\"(])"
    rf"|(?i:jump\s+(?:up|to)):?\s*(?:(?i:to):?\s*)?(?:{_ARROW}\s*)*{_LETTERS_BACK})\s*"
)
#: What a wiki says at the start of a note, in some languages, before the arrow or the letters of its calls.
_JUMP_WORDS = re.compile(
    rf"\s*(?:{_ARROW}\s*)?(?i:hochspringen(?:\s+nach)?|nach\s+oben\s+springen|revenir\s+plus\s+haut(?:\s+en)?|aller\s+à|saltar\s+a|volver\s+a|salta\s+a|vai\s+a|ir\s+para|"
    rf"skocz\s+do|skočit\s+nahoru|hoppa\s+upp|перейти(?:\s+обратно|\s+вгору)?|ugrás\s+fel|omhoog)\s*[:：]?\s*(?:{_ARROW}\s*)*"
    rf"(?:a[\s\u2009]*(?:,|et|i|y|e|und|en|och|и)?[\s\u2009]*b(?:[\s\u2009,]+(?:(?:et|i|y|e|und|en|och|и)[\s\u2009]+)?[c-z]\b)*(?=[\s\u2009]|$))?\s*"
)
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ."
_ARROWS_FIRST = re.compile(rf"(?:{_ARROW}[\ufe0e\ufe0f]?\s*)+(?=\d{{1,3}}[.)\]]\s)")
_BACK_END = re.compile(rf"(?:\s*[\[(]?(?:{_ARROW}[\ufe0e\ufe0f]?|\bback\b\s*{_ARROW})\d*[\])]?)+\s*$")


@dataclass(frozen=True, slots=True)
class Reading:
    """A way to read the start of a block as a note's label: `end` is where the note's text starts in its first leaf."""

    label: str
    value: int
    form: str
    end: int


@dataclass(slots=True)
class Block:
    """A paragraph, list item or heading, with the leaves (elements without children) that hold its text."""

    element: Element
    #: Its index among the blocks of the text.
    number: int
    #: Its start and end in the text as it is read: in the source, but behind the text before it.
    start: int
    end: int
    #: The line ends between the block before it and this one.
    breaks: int = 2
    leaves: list[Element] = field(default_factory=list)
    #: The texts of the leaves. lxml makes a new string each time it is asked for a text, which is slow for long ones.
    texts: list[str] = field(default_factory=list)
    readings: tuple[Reading, ...] = ()
    #: The end of the backlinks at the start of the block, after the label; -1 if there are none.
    back_start: int = -1
    #: The start of the backlinks at the end of the last leaf; -1 if there are none.
    back_end: int = -1
    #: The starts of the leaves, counted like `start`.
    starts: list[int] = field(default_factory=list)
    #: Whether the label of an item is not in its text, but in `data-n`.
    outside: bool = False

    @property
    def services_start(self) -> int:
        """The start of the names of catalogues at the end of the last leaf; -1 if there are none."""
        return services_at_end(self.texts[-1], self.back_end if self.back_end >= 0 else None)

    @property
    def is_heading(self) -> bool:
        """Whether the reader took it for a heading."""
        return self.element.tag in _HEADINGS

    @property
    def text(self) -> str:
        """The text of its leaves."""
        return " ".join(self.texts)

    def is_bare(self, reading: Reading) -> bool:
        """Whether the block holds only a label, and perhaps backlinks."""
        text = self.texts[0]
        return len(self.leaves) == 1 and max(reading.end, self.back_start) >= len(text.rstrip())

    @property
    def announces(self) -> bool:
        """Whether it only announces notes: "Notes", "References [edit]"."""
        return len(self.leaves) == 1 and self.end - self.start < 60 and is_notes_heading(_EDIT.sub("", self.text))


_EDIT = re.compile(r"\s*[\[(][^\W\d]+(?:\s*\|\s*[^\W\d]+(?:\s[^\W\d]+)?)?[\])]\s*$")


def blocks_of(draft: Draft) -> list[Block]:
    """All blocks of a draft in the order of the text, with their readings."""
    found: list[Block] = []
    place = 0
    source_end = 0
    for leaf in draft.page.elements:
        source_start, text = draft.page.offsets.get(leaf), leaf.text
        if source_start is None or not text:
            continue
        element = _holder(leaf)
        # the notes at the feet of pages are read behind all other text
        start = source_start if source_start >= place else place + 2
        place = end = start + len(text)
        if found and found[-1].element is element:
            found[-1].leaves.append(leaf)
            found[-1].texts.append(text)
            found[-1].starts.append(start)
            found[-1].end = end
        else:
            between = draft.page.text[source_end:source_start] if found and source_end <= source_start else "\n\n"
            found.append(
                Block(
                    element,
                    len(found),
                    start,
                    end,
                    max(between.count("\n"), between.count("\r")),
                    [leaf],
                    [text],
                    starts=[start],
                )
            )
        source_end = source_start + len(text)
    for block in found:
        _read(block)
    return found


def _holder(leaf: Element) -> Element:
    """The block that a leaf is part of."""
    parent = leaf.parent
    if parent is None or leaf.tag == "li":
        return leaf
    if parent.tag in ("li", "p", "tr"):
        return parent
    return leaf


def _read(block: Block) -> None:
    text = block.texts[0]
    block.readings = tuple(_readings(block, text))
    label_end = block.readings[0].end if block.readings else 0
    back = _JUMP_WORDS.match(text, label_end) or _BACK_START.match(text, label_end)
    if back and (back[0].strip()[:1] not in ("^", "△", "▲") or back.end() < len(text) or len(back[0].strip()) <= 2):
        block.back_start = back.end()
    if back is None and label_end and _ARROWS_FIRST.match(text):
        block.back_start = label_end
    last = block.texts[-1]
    ending = _BACK_END.search(last, max(0, len(last) - 60))
    if ending and (len(block.leaves) > 1 or ending.start() > max(block.back_start, 0)):
        block.back_end = ending.start()
    elif block.readings and (words_start := backlink_words_at_end(last)) > max(block.back_start, label_end, 0):
        block.back_end = words_start


#: The class of an entry of a table of contents, of which the reader left the number of the page out.
_CONTENTS = "contents"


def _readings(block: Block, text: str) -> Iterator[Reading]:
    if is_contents_row(text) or block.element.get("class") == _CONTENTS:
        return
    number = block.element.get("data-n")
    if number is not None and number != "o":
        block.outside = True
        label = number.strip("().．")
        # The list shows the number, and the note prints it again.
        again = re.match(
            rf"[\[(]?{re.escape(label)}(?:[\])][.:]?|[.:](?!\d))\s*|{_ARROW}\s*{re.escape(label)}[.)]?\s+", text
        )
        end = again.end() if again and label.isdecimal() else 0
        if label.isdecimal():
            yield Reading(label, int(label), "point", end)
        else:
            yield from _counted(label, 0)
        return
    if block.is_heading and text[:1].isalpha():
        return
    arrow = _ARROWS_FIRST.match(text)
    for form, pattern in _NUMBERED:
        if match := pattern.match(text, arrow.end() if arrow else 0):
            digits = (match[match.lastindex or 1]).translate(_SUPER)
            if form == "circled":
                yield Reading(digits, CIRCLED.index(digits) + 1, form, match.end())
            elif digits[0] != "0":
                yield Reading(in_digits_of(digits, int(digits)), int(digits), form, match.end())
            if form != "space":
                break
    if match := _GLUED_TO_DIGITS.match(text):
        # "12025 …" is 1 and a year; "32 …" may be 3 and a number. Only its neighbours can tell.
        digits = match[0]
        for length in range(1, min(3, len(digits) - 1) + 1):
            if digits[0] != "0" and digits[length] != "0":
                yield Reading(digits[:length], int(digits[:length]), "glued", length)
    if match := _LETTERED.match(text):
        yield from _counted(match[1] or match[2], match.end())
    elif text[:1] in RAISED_LETTERS and len(text) > 1 and text[1] not in RAISED_LETTERS:
        yield from _counted(RAISED_LETTERS[text[0]], 1 + text[1].isspace())
    elif match := _NAMED.match(text):
        value = int(match[1].split()[-1].lstrip(_LETTERS))
        yield Reading(" ".join(match[1].split()), value, "named", match.end())
        yield Reading(str(value), value, "annotated", match.end())
    elif match := _SYMBOLIC.match(text):
        yield Reading(match[1] or match[2], 0, "symbol", match.end())


def _counted(label: str, end: int) -> Iterator[Reading]:
    """A letter, and the roman number that it may be."""
    yield Reading(label, _letter(label), "letters", end)
    if value := roman_place(label):
        yield Reading(label, value, "roman", end)


#: Capitals that are letters in a list of letters, and numbers in one of Roman numbers.
_CAPITAL_NUMBERS = {"I": 1, "V": 5, "X": 10}


def roman_place(label: str) -> int:
    """The place of a label among Roman numbers; 0 if it is none."""
    if label in _CAPITAL_NUMBERS:
        return _CAPITAL_NUMBERS[label]
    return (position(label, "roman") or 0) if form_of(label) == "roman" else 0


def _letter(label: str) -> int:
    return ord(label[0]) - 96 if len(label) == 1 and label.isascii() and label.islower() else 0
