"""The context of markers and lists: what shows, besides their numbers, that they are notes or are not.

A word that has several numbers is a name ("Buds2", "Buds3"). A bracket behind a single letter is an index of an array.
Brackets that close a part of a sentence, and markers that call a list one by one, are notes. Text of the article may
stand between the notes of a list.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from archiver.notes.plain.blocks import Block
from archiver.notes.plain.candidates import AFTER_BRACKET, AFTER_COMMA, AFTER_QUOTE, AFTER_WORD, SAME_WORD, PlainMarker
from archiver.notes.plain.lists import Item, NoteList

_LONE_LETTER = re.compile(r"(?<![^\W_])[a-z]$")
_WORD_END = re.compile(r"[^\W\d_]+:?$")


@dataclass(frozen=True, slots=True)
class Placed:
    """A marker with the block that holds it, the index of the leaf in the block, and its offset in the source."""

    marker: PlainMarker
    block: Block
    leaf: int
    offset: int


def with_lighter_names(found: Sequence[Placed]) -> list[Placed]:
    """Glued markers, with a lower weight for those whose word has several numbers.

    Such a word is a name: "Buds2", "Buds3".
    """
    words = [_word_before(p) for p in found]
    times = Counter(words)
    return [
        replace(p, marker=replace(p.marker, weight=SAME_WORD * p.marker.weight)) if word and times[word] > 1 else p
        for word, p in zip(words, found, strict=True)
    ]


def _opens_with_bracket(item: Item) -> bool:
    """Whether a note begins with "(1)", as text or as the number that the reader took off."""
    block = item.blocks[0]
    return f"{block.element.get('data-n') or ''}{block.texts[0]}".lstrip()[:1] in ("(", "（")


def with_confirmed_parentheses(found: list[Placed], lists: Sequence[NoteList]) -> list[Placed]:
    """Numbers in round brackets, with a higher weight for those that call a list one by one.

    Others count the parts of a sentence.

    Every item of such a list begins with "(1)", too, and the list has a heading or closes the text.
    """
    offsets = [p.offset for p in found]
    for notes in lists:
        if not all(map(_opens_with_bracket, notes.items)):
            continue
        before = found[: bisect_left(offsets, notes.start)]
        # Without a heading, each number must close a part of a sentence: "pas avant (1)." and not "we show (1) that".
        if notes.heading is None and not (notes.closes and len(before) > 1 and all(map(_closes_part, before))):
            continue
        if [p.marker.label for p in before] == [item.label for item in notes.items]:
            known = {p.offset for p in before}
            return [
                replace(p, marker=replace(p.marker, weight=AFTER_BRACKET)) if p.offset in known else p for p in found
            ]
    return found


def is_array_index(p: Placed) -> bool:
    """Whether a bracket stands right behind a single small letter: "x[1]"."""
    text, start = p.block.texts[p.leaf], p.marker.start
    return _LONE_LETTER.search(text, max(0, start - 2), start) is not None


def _closes_part(p: Placed) -> bool:
    """Whether a sentence, or a part of one, ends behind a marker."""
    text = p.block.texts[p.leaf]
    return text[p.marker.end :].lstrip(' \xa0»”’"')[:1] in tuple(".,;:!?…") or p.marker.end >= len(text.rstrip())


def _word_before(p: Placed) -> str:
    """The word that a marker is glued to; empty when it is glued to punctuation."""
    text = p.block.texts[p.leaf]
    match = _WORD_END.search(text, max(0, p.marker.start - 40), p.marker.start)
    return match[0].casefold() if match else ""


def is_called_one_by_one(notes: NoteList, before: Sequence[Placed]) -> bool:
    """Whether a list closes the text, and the markers above it are its labels one by one, each of them a clear marker.

    Notes of such a list may be as short as "Ibid.".
    """
    if not notes.closes:
        return False
    mine = [p for p in before if p.marker.label in notes.labels and p.marker.weight >= AFTER_WORD]
    called = [p.marker.label for p in mine]
    known = set(called)
    # one of five may be doubtful: "in 1911.11 Then"
    if called != [item.label for item in notes.items if item.label in known] or len(mine) < 0.8 * len(notes.items):
        return False
    return len(mine) > 1 or mine[0].marker.weight >= AFTER_QUOTE


def split_at_article_text(
    notes: NoteList, found: Sequence[Placed], offsets: Sequence[int], first_calls: Mapping[str, int]
) -> list[NoteList]:
    """A list of notes, split where text of the article stands between the notes, as below the pages of a scanned book.

    Such text is known by the first call of a later note. A paragraph behind an empty line that holds one is no part of
    the note above it. `found` are all markers in order, `offsets` their places in the source, and `first_calls` gives for each
    label the place of its first marker.
    """
    rest = {item.label: n for n, item in enumerate(notes.items)}
    calling = {
        p.block.number: rest[p.marker.label]
        for p in found[bisect_left(offsets, notes.start) : bisect_left(offsets, notes.end)]
        if p.marker.label in rest and first_calls[p.marker.label] >= notes.start and p.marker.weight >= AFTER_COMMA
    }
    parts: list[list[Item]] = [[]]
    for n, item in enumerate(notes.items):
        stop = next((k for k, block in enumerate(item.blocks) if k and block.breaks > 1), len(item.blocks))
        cut = any(calling.get(block.number, -1) > n for block in item.blocks[stop:])
        parts[-1].append(Item(item.blocks[:stop], item.reading, item.label) if cut else item)
        if cut and n + 1 < len(notes.items):
            parts.append([])
    if len(parts) == 1:
        return [notes]
    return [replace(notes, items=items, labels={item.label for item in items}) for items in parts]
