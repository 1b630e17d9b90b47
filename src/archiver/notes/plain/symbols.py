"""Notes with symbols: "* Prices of 2021." called by "twelve crowns*", and daggers.

One symbol may serve several notes. Each time it calls the next note that begins with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archiver.notes.plain.blocks import Block
from archiver.notes.plain.candidates import AFTER_COMMA, AFTER_WORD
from archiver.notes.plain.context import Placed
from archiver.notes.plain.lists import Item, NoteList
from archiver.notes.plain.series import Scope

#: The fewest characters of a note that begins with a symbol, and of one that is a sentence.
_SHORTEST, _SHORTEST_SENTENCE = 20, 9
#: A text with more stars than this uses them for something else.
_MOST = 25


def symbol_scopes(placed: Sequence[Placed], blocks: Sequence[Block], taken: Sequence[NoteList]) -> Iterator[Scope]:
    """For each symbol a scope with its calls and the next note that begins with it, and one of calls without a note."""
    used = {block.number for notes in taken for item in notes.items for block in item.blocks}
    found: dict[str, list[Placed]] = {}
    for p in placed:
        if p.marker.form == "symbol" and p.marker.weight > 0:
            found.setdefault(p.marker.label, []).append(p)
    notes: dict[str, list[Block]] = {}
    for block in blocks:
        reading = next((r for r in block.readings if r.form == "symbol"), None)
        if reading and block.number not in used and (_is_long(block) or block.is_bare(reading)):
            notes.setdefault(reading.label, []).append(block)
    for symbol, calls in found.items():
        if len(calls) > _MOST:
            continue
        left = calls
        for block in notes.get(symbol, ()):
            mine = [p for p in left if p.offset < block.start]
            left = [p for p in left if p.offset >= block.end]
            if any(p.marker.weight >= AFTER_WORD for p in mine):
                reading = next(r for r in block.readings if r.form == "symbol")
                below = blocks[block.number + 1 : block.number + 2] if block.is_bare(reading) else ()
                item = Item([block, *below], reading, symbol)
                yield Scope(mine, NoteList([item], "symbol", labels={symbol}))
        clear = [p for p in left if p.marker.weight >= AFTER_COMMA]
        if clear and symbol not in notes and symbol[0] in found and symbol[0] not in "§¶":
            yield Scope(clear)


def _is_long(block: Block) -> bool:
    """Whether a block is long enough for a note. The legend of a form and a price are shorter."""
    shortest = _SHORTEST_SENTENCE if block.text.rstrip()[-1:] in ".!?…。" else _SHORTEST
    return block.end - block.start >= shortest
