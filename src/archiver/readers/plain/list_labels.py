"""Labels at the start of lines: bullets and numbers. This module decides which of them belong to a list.

A dash may also begin direct speech, and a number may be a year. So most labels count only with a neighbour. This is a label of the same family,
with the same indentation and the next number, and nothing is between the two except the text of the first item.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from archiver.readers.plain.lines import Line, hanging_margin, is_left_of_margin
from archiver.text import roman_value

Kind = Literal["bullet", "number"]

_BULLET = re.compile("([•‣⁃◦▪▫●○■□◆◇►▸∙·*+–-]|o(?=[ \t\u00a0]))(?:[ \t\u00a0]+|$)")
_NUMBER = re.compile(r"(\(?(?:(\d{1,3})|([a-z])|([ivxl]{2,6}))[.)]|\d{1,3}\uff0e)(?:[ \t\u00a0]+|$)")
#: Bullets that are hardly ever anything else. All other labels need a neighbour.
_SURE = frozenset("•‣⁃▪▫●■◦")
#: The most lines between a label and the next label of its list.
_REACH = 40
#: The most characters of an item that is recognised only by the labels before and after it.
_LONGEST_ITEM = 6000
#: Deeper indentation counts as this number of columns.
_DEEPEST = 60
_ROMAN = frozenset("ivxl")


@dataclass(frozen=True, slots=True)
class ListLabel:
    """A label at the start of a line. Labels of different families are never in one list. The text of the item starts at `end`."""

    kind: Kind
    written: str
    family: str
    value: int
    start: int
    end: int


def label_at(text: str, line: Line) -> tuple[ListLabel, ...]:
    """The possible readings of the start of a line: no label, one, or two ("i." is a letter and a Roman numeral)."""
    if match := _BULLET.match(text, line.start, line.end):
        return (ListLabel("bullet", match[1], match[1], 0, line.start, match.end()),)
    if not (match := _NUMBER.match(text, line.start, line.end)):
        return ()
    written, number, letter, roman = match.groups()
    frame = ("(" if written[0] == "(" else "") + written[-1]
    label_readings = []
    if letter:
        label_readings.append(("a" + frame, ord(letter) - 96))
    if roman or (letter and letter in _ROMAN):
        label_readings.append(("i" + frame, roman_value(roman or letter)))
    if not label_readings:
        label_readings.append(("1" + frame, int(number or written[:-1])))
    return tuple(
        ListLabel("number", written, family, value, line.start, match.end()) for family, value in label_readings
    )


def labels(text: str, lines: Sequence[Line]) -> dict[int, ListLabel]:
    """The labels that belong to lists, by the number of their line."""
    by_line: dict[int, ListLabel] = {}
    # the last label with its line, by kind, family and indentation
    last_labels: dict[tuple[str, str, int], tuple[int, ListLabel]] = {}
    # by indentation, the last paragraph without a label; an item ends before it, unless the paragraph is indented deeper
    paragraphs = [-1] * (_DEEPEST + 1)
    margin = hanging_margin(text, lines)
    for i, line in enumerate(lines):
        depth = min(line.indent, _DEEPEST)
        # "2.  The Wick" left of all text is the heading of its section
        readings = () if margin and is_left_of_margin(lines, i, margin) else label_at(text, line)
        if not readings and line.breaks > 1:
            paragraphs[depth] = i
        for label in readings:
            before = last_labels.get((label.kind, label.family, depth))
            last_labels[label.kind, label.family, depth] = (i, label)
            if label.written in _SURE:
                by_line[i] = label
            elif before is not None:
                j, previous = before
                step = label.value - previous.value == (label.kind == "number")
                if (
                    step
                    and i - j <= _REACH
                    and not _separated(lines, j, i, previous, label, max(paragraphs[: depth + 1]))
                ):
                    by_line[j], by_line[i] = previous, label
    return by_line


def _separated(lines: Sequence[Line], first: int, last: int, a: ListLabel, b: ListLabel, paragraph: int) -> bool:
    """Whether a paragraph between two labels separates them, so that they are not neighbours in one list.

    The paragraph after a label that is alone on its line is the text of the item. If the next label is alone on its line, too, all paragraphs between
    the two labels are the text of the item.
    """
    if paragraph <= first:
        return False
    if a.end < lines[first].end:
        return True
    if b.end >= lines[last].end:
        return lines[last].start - lines[first].end > _LONGEST_ITEM
    return paragraph > first + 1
