"""Notes with symbols: "* Prices of 2021." called by "twelve crowns*", daggers, and other signs.

Whether an occurrence is a call is weighed (notes/symbols.py). One symbol may serve several notes. Each time it calls the next note that begins with it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archiver.notes import symbols
from archiver.notes.labels import words
from archiver.notes.plain.blocks import Block, Reading
from archiver.notes.plain.candidates import PlainMarker
from archiver.notes.plain.context import Placed
from archiver.notes.plain.lists import Item, NoteList
from archiver.notes.plain.series import Scope
from archiver.notes.refusals import Refusals
from archiver.notes.symbols import SIGNS

#: The fewest characters of a note.
_SHORTEST = 4
#: So many lines one after the other that open with one star are a list with bullets.
_BULLETS = 3
#: A word that has the sign so often has it as a part.
_TIMES = 3
#: A sign with so few points is surely no call; and if so large a share of a sign is none, all are none.
_NO_CALL, _MOST_FIELDS = -0.7, 0.5
#: How far from a field of a form another one may be, in blocks.
_NEAR_FIELD = 3

_BEFORE = rf"[^\s{re.escape(SIGNS)}#_/(\[]"
_MARK = re.compile(
    rf"(?:(?<={_BEFORE})|(?P<gap>(?<={_BEFORE})[ \xa0](?:(?P<word>(?i:footnote|endnote|fu(?:ß|ss)note|note))[ \xa0])?))"
    rf"(?P<label>\*{{1,4}}|†{{1,3}}|‡{{1,3}}|§{{1,2}}|[¶◊∆Δ※±‖])(?=$|[\s.,;:!?)\]”’\"'–—†‡])(?(word)|(?(gap)(?<=\*)))"
)
_OPENING_STARS = re.compile(r"(?<![\w*])(\*{1,3})(?=[\w“\"'‘«¿¡])")
_CLOSING_STARS = re.compile(r"(?<=[^\s*])(\*{1,3})(?!\w|\*)")
#: Notes that follow one another in one paragraph: "… cover of $500. † For pets aged 8+."
_NEXT_NOTE = re.compile(
    rf"(?<=[.!?)”\"…])[ \xa0]+(?P<label>\*{{1,4}}|[{re.escape(SIGNS.replace('*', ''))}]{{1,3}})[ \xa0]?(?=[^\s{re.escape(SIGNS)}.,;:)])"
)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A note that opens with a symbol: its block, its label, the offsets in the block's first text where it and its own text begin, and where it ends.

    `end` is -1 for a note that has the rest of the block.
    """

    block: Block
    label: str
    start: int
    text_start: int
    end: int = -1


def symbol_scopes(
    placed: Sequence[Placed], blocks: Sequence[Block], taken: Sequence[NoteList], refusals: Refusals | None = None
) -> Iterator[Scope]:
    """For each symbol a scope with its calls and the next note that begins with it, and one of calls without a note.

    `refusals` gets the symbols with their points; the caller knows which of them were taken.
    """
    used = {block.number for notes in taken for item in notes.items for block in item.blocks}
    entries: dict[str, list[_Entry]] = defaultdict(list)
    for entry in _entries(blocks, used):
        entries[entry.label].append(entry)
    found = _found(placed, blocks, refusals)
    for label, marks in found.items():
        if any(symbols.is_legend(entry.block.texts[0]) for entry in entries[label]):
            _refuse(marks, refusals, "a field of a form: a line below explains the sign")
            continue  # "* Required fields"
        fields = sum(p.marker.weight <= _NO_CALL for p in marks)
        if fields > 1 and fields >= _MOST_FIELDS * len(marks):
            _refuse(marks, refusals, "most such signs are no calls, so the rest are none")
            continue
        left = marks
        for entry in _without_bullets(entries[label]):
            at = entry.block.start + entry.start
            behind = bisect_left(left, at, key=lambda p: p.offset)
            calls = [_weighed(p, symbols.POINTS["a line opens with it"]) for p in left[:behind]]
            calls = [p for p in calls if p.marker.weight >= symbols.ENOUGH]
            left = [p for p in left[behind:] if p.block is not entry.block or entry.end >= 0]
            if calls:
                yield Scope(calls, NoteList([_item(entry, blocks)], "symbol", labels={label}))
        if label not in entries or not entries[label]:
            calls = [p for p in _without_words(left) if p.marker.weight >= symbols.ENOUGH]
            if calls:
                yield Scope(calls)


def _refuse(marks: Sequence[Placed], refusals: Refusals | None, reason: str) -> None:
    if refusals is not None:
        for p in marks:
            refusals.add("marker", p.marker.label, p.offset, p.offset + 1, reason, max(0.0, p.marker.weight) + 0.01)


def _weighed(p: Placed, points: float) -> Placed:
    marker = p.marker
    weight = marker.weight + points
    return Placed(PlainMarker(marker.start, marker.end, marker.label, marker.form, weight), p.block, p.leaf, p.offset)


def _without_words(marks: Sequence[Placed]) -> Iterator[Placed]:
    """The possible calls of one symbol, with less weight for those after a word that has the symbol several times."""
    tokens = [p.block.texts[p.leaf][max(0, p.marker.start - 40) : p.marker.start].split()[-1:] for p in marks]
    times = Counter(token[0].casefold() for token in tokens if token)
    for token, p in zip(tokens, marks, strict=True):
        goes_on = p.marker.end < len(p.block.texts[p.leaf].rstrip())
        repeated = goes_on and bool(token) and token[0].isalpha() and times[token[0].casefold()] >= _TIMES
        yield _weighed(p, symbols.POINTS["a word with the sign"]) if repeated else p


def _item(entry: _Entry, blocks: Sequence[Block]) -> Item:
    block = entry.block
    reading = Reading(entry.label, 0, "symbol", entry.text_start)
    if entry.start or entry.end >= 0:
        stop = entry.end if entry.end >= 0 else len(block.texts[0])
        return Item([block], reading, entry.label, (entry.start, stop))
    below = blocks[block.number + 1 : block.number + 2] if block.is_bare(reading) else ()
    return Item([block, *below], reading, entry.label)


# -- notes -----------------------------------------------------------------------------------------


def _entries(blocks: Sequence[Block], used: set[int]) -> Iterator[_Entry]:
    """The notes that open with a symbol, in order."""
    for block in blocks:
        if block.number in used:
            continue
        reading = next((r for r in block.readings if r.form == "symbol"), None)
        if reading is None:
            continue
        if not block.is_bare(reading) and len(block.text) - reading.end < _SHORTEST:
            continue
        starts = [(0, reading.end, reading.label)]
        if len(block.leaves) == 1:
            starts += [(m.start("label"), m.end(), m["label"]) for m in _NEXT_NOTE.finditer(block.texts[0])]
        for n, (start, text_start, label) in enumerate(starts):
            end = starts[n + 1][0] if n + 1 < len(starts) else -1
            yield _Entry(block, label, start, text_start, end)


def _without_bullets(entries: Sequence[_Entry]) -> list[_Entry]:
    """The entries of one symbol without those that are items of a list with bullets: several, one right after the other."""
    kept: list[_Entry] = []
    run: list[_Entry] = []
    for entry in [*entries, None]:
        if entry is not None and run and entry.block.number - run[-1].block.number <= 1:
            run.append(entry)
            continue
        if len(run) < _BULLETS or run[0].label != "*":
            kept += run
        run = [entry] if entry is not None else []
    return kept


# -- calls -----------------------------------------------------------------------------------------


def _found(
    placed: Sequence[Placed], blocks: Sequence[Block], refusals: Refusals | None = None
) -> dict[str, list[Placed]]:
    """All possible calls by their symbol, in order, each with its points as weight."""
    found: dict[str, list[Placed]] = defaultdict(list)
    for p in placed:
        if p.marker.form == "symbol":
            found[p.marker.label].append(p)
    fields = [block.number for block in blocks if _is_field(block)]
    pairs = {block.number: _pairs(block) for block in blocks if "*" in block.text}
    has_emphasis = any(pairs.values())
    for block in blocks:
        if block.element.tag == "pre" or SYMBOL_FREE.isdisjoint(block.text):
            continue
        near = bisect_left(fields, block.number - _NEAR_FIELD)
        by_field = near < len(fields) and fields[near] <= block.number + _NEAR_FIELD
        for n, text in enumerate(block.texts):
            first = max((r.end for r in block.readings if r.form == "symbol"), default=0) if n == 0 else 0
            for match in _MARK.finditer(text, first):
                at = match.start("label")
                named, set_off = bool(match["word"]), bool(match["gap"])
                names = list(symbols.cues(text, at, match.end(), named=named, set_off=set_off))
                if at in pairs.get(block.number, {}).get(n, ()):
                    names.append("emphasis")
                elif has_emphasis and match["label"][0] == "*":
                    names.append("text with emphasis")
                if by_field and len(text) < 60 and not text.rstrip("* ").endswith((".", "!", "?")):
                    names.append("field of a form")
                start = match.start("gap") if match["word"] else at
                marker = PlainMarker(start, match.end(), match["label"], "symbol", symbols.weight(names))
                mark = Placed(marker, block, n, _offset(block, n) + start)
                found[marker.label].append(mark)
                if refusals is not None:
                    reason = f"{marker.weight:.1f} of {symbols.ENOUGH} points: {', '.join(names)}"
                    _refuse([mark], refusals, reason)
    return {label: sorted(marks, key=lambda p: p.offset) for label, marks in found.items()}


#: The signs, for a quick test of whole blocks.
SYMBOL_FREE = frozenset(SIGNS)


def _offset(block: Block, leaf: int) -> int:
    return block.starts[leaf]


def _is_field(block: Block) -> bool:
    """Whether a block is the label of a field of a form: "Name*", "Email: *"."""
    text = block.text
    if len(text) > 40 or "*" not in text:
        return False
    bare = text.strip(" *:\xa0").casefold()
    return bare in words("form_fields") or bare.split("(")[0].strip() in words("form_fields")


def _pairs(block: Block) -> dict[int, set[int]]:
    """By leaf, the places of stars that close a stretch between stars: emphasis, as in Markdown."""
    result: dict[int, set[int]] = {}
    for n, text in enumerate(block.texts):
        if "*" not in text:
            continue
        opened = [(m.start(1), m[1]) for m in _OPENING_STARS.finditer(text)]
        closing = [(m.start(1), m[1]) for m in _CLOSING_STARS.finditer(text)]
        places: set[int] = set()
        k = 0
        waiting: list[tuple[int, str]] = []
        for at, stars in closing:
            while k < len(opened) and opened[k][0] < at:
                waiting.append(opened[k])
                k += 1
            if waiting and waiting[-1][1] == stars:
                waiting.pop()
                places.add(at)
        if places:
            result[n] = places
    return result
