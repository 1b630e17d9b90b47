"""Link numbers: a program that prints a page as text puts a number before each link, and a list of addresses at the end.

    The [1]ferry stopped.^[2]3                 The ferry stopped.^3

    References

       1. https://harbour.example/ferry        (left out)
       2. https://harbour.example/#note-3

lynx, ELinks and some mail programs write like this. The numbers look like the markers of notes, and the list like notes.
What tells them apart: most entries of the list are addresses, the numbers go up without a repetition, and each stands right
before a word. The marker of a note stands right behind one.

The numbers and the list are left out of the text that the reader reads. The record has them in its ledger.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from archiver.readers.plain.cuts import Cut

#: The rules of the ledger.
NUMBER_RULE, LIST_RULE = "link-number", "link-list"

_ENTRY = re.compile(r"(?:\[(\d{1,5})\]|(\d{1,5})\.)[ \t]+(\S.*)$")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{1,15}://\S|(?:[a-z][a-z0-9+.-]{1,15}:\S|www\.\S|/\S|#)\S*$", re.IGNORECASE)
_NUMBER = re.compile(r"\[(\d{1,5})\]")
#: The fewest entries of a list, and the fewest link numbers in the text.
_FEWEST = 3
#: The share of the entries that are addresses, and of the numbers of the list that stand in the text right before a word.
#: Links without words have no number in the text.
_ADDRESSES, _FOUND = 0.8, 0.2
#: The most lines without a number that follow each other in the list: headings, and the address of an entry on its own line.
_MOST_BETWEEN = 2
_LONGEST_HEADING = 60
#: How far the number of a button behind the last link may be above the number before it.
_FARTHEST = 3


def link_numbers(text: str) -> list[Cut]:
    """The stretches of a text with a link number, and the list of their addresses; [] if there is no such list."""
    found = _list(text)
    if found is None:
        return []
    start, numbers = found
    places = _numbers(text, start, numbers)
    if places is None:
        return []
    # without a space, the words before and after the number would become one
    cuts = [Cut(first, last, NUMBER_RULE, gap=int(_joins(text, first, last))) for first, last in places]
    return [*cuts, Cut(start, len(text), LIST_RULE)]


@dataclass(slots=True)
class _Part:
    """A part of the list: its start, its numbers from the last to the first, how many have an address, and the starts of
    the lines above it that may be its headings, from the nearest on.
    """

    start: int
    numbers: list[int] = field(default_factory=list)
    addresses: int = 0
    headings: list[int] = field(default_factory=list)

    @property
    def is_of_addresses(self) -> bool:
        return self.addresses >= _ADDRESSES * len(self.numbers)


def _list(text: str) -> tuple[int, set[int]] | None:
    """The list of addresses at the end of a text: its start and its numbers; None if there is none.

    It may have parts with headings: visible links, and links without words.
    """
    parts = _parts(text)
    while parts and not parts[-1].is_of_addresses:
        parts.pop()  # the notes of the page
    numbers = {number for part in parts for number in part.numbers}
    if len(numbers) < _FEWEST or not all(part.is_of_addresses for part in parts):
        return None
    start, headings = parts[-1].start, parts[-1].headings
    # a heading that is indented is that of a part, and the list has one above it
    for begin in headings[: 1 + bool(headings and text[headings[0]].isspace())]:
        if text[begin : text.find("\n", begin)].rstrip()[-1] in ".!?,;":
            break
        start = begin
    return start, numbers


def _parts(text: str) -> list[_Part]:
    """The lists of numbers at the end of a text, from the last to the first, with nothing but headings between them."""
    end = len(text)
    parts: list[_Part] = []
    has_address = False
    while end > 0 and not (parts and len(parts[-1].headings) > _MOST_BETWEEN):
        begin = text.rfind("\n", 0, end) + 1
        line = text[begin:end].strip()
        end = begin - 1
        if not line:
            continue
        entry = _ENTRY.match(line)
        if entry:
            number = int(entry[1] or entry[2])
            if not parts or parts[-1].headings:
                parts.append(_Part(begin))
            part = parts[-1]
            if part.numbers and number >= part.numbers[-1]:
                break
            # a title may stand before the address, which is then on the next line
            part.addresses += has_address or _ADDRESS.match(entry[3]) is not None
            part.numbers.append(number)
            part.start, has_address = begin, False
        elif _ADDRESS.match(line):
            has_address = True
        elif len(line) <= _LONGEST_HEADING and parts:
            parts[-1].headings.append(begin)
        else:
            break
    return parts


def _numbers(text: str, end: int, numbers: set[int]) -> list[tuple[int, int]] | None:
    """The stretches of the link numbers before `end`; None if the numbers in brackets are not those of links.

    Most are the longest series of numbers right before words that goes up. Others stand before nothing: those of pictures
    and of empty links. In columns, a number may stand before a smaller one.
    """
    highest = max(numbers)
    found = [(m.start(), m.end(), int(m[1])) for m in _NUMBER.finditer(text, 0, end) if m[1][0] != "0"]
    before_words = [place for place in found if _stands_before_word(text, place[1])]
    series = _longest_series([place for place in before_words if place[2] <= highest])
    if len(series) < max(_FEWEST, _FOUND * len(numbers)):
        return None
    known = {number for _, _, number in series}
    times = Counter(number for _, _, number in before_words)
    places = {*series, *(p for p in before_words if p[2] in numbers - known and times[p[2]] == 1)}
    known = {number for _, _, number in places}
    next_in_series = iter([*series, (end, end, highest + 1)])
    start, _, number = next(next_in_series)
    last = 0
    for place in found:
        while place[0] >= start and start < end:
            last = number
            start, _, number = next(next_in_series)
        # buttons may have numbers above that of the last address
        is_next = last < place[2] < number or (start == end and last < place[2] <= last + _FARTHEST)
        if place not in places and is_next and place[2] not in known:
            last = place[2]
            known.add(last)
            places.add(place)
    return [place[:2] for place in sorted(places)]


def _longest_series(found: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """The longest series of places whose numbers go up."""
    # patience sorting: `tops` are the smallest last numbers of the series of each length, `last` their places in `found`
    tops: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for place, (_, _, number) in enumerate(found):
        length = bisect_left(tops, number)
        before.append(last[length - 1] if length else -1)
        tops[length : length + 1] = [number]
        last[length : length + 1] = [place]
    series: list[tuple[int, int, int]] = []
    place = last[-1] if last else -1
    while place >= 0:
        series.append(found[place])
        place = before[place]
    return series[::-1]


def _stands_before_word(text: str, end: int) -> bool:
    """Whether a number that ends here stands right before something: behind the marker of a note is a space or a stop."""
    after = text[end : end + 1]
    return bool(after) and not after.isspace() and after not in ".,;:!?)"


def _joins(text: str, start: int, end: int) -> bool:
    """Whether the text before and after a number would become one word without it."""
    return text[max(0, start - 1) : start].isalnum() and text[end : end + 1].isalnum()
