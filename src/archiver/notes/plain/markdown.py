"""Notes of Markdown that was kept as its source: "claim.[^1]", and a line "[^1]: The note." below.

pandoc, MultiMarkdown, kramdown, GitHub, Obsidian and Hugo read them alike. Further paragraphs of a note are indented.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archiver.draft import Draft
from archiver.notes.plain.blocks import Block, Reading
from archiver.notes.plain.candidates import PlainMarker
from archiver.notes.plain.context import Placed
from archiver.notes.plain.lists import Item, NoteList
from archiver.notes.plain.series import Scope

_CALL = re.compile(r"\[\^([^\]\[\s^]{1,40})\](?!:)")
_NOTE = re.compile(r"\[\^([^\]\[\s^]{1,40})\]:\s*")
#: The most blocks of one note.
_MOST = 12


def markdown_scopes(blocks: Sequence[Block], draft: Draft) -> Iterator[Scope]:
    """The calls that are written as in Markdown, with their notes, where a text has such notes."""
    items = list(_items(blocks, draft))
    if not items:
        return
    inside = {item.blocks[0].number: item.reading.end for item in items if item.reading}
    calls = [
        Placed(
            PlainMarker(match.start(), match.end(), match[1], "markdown", 1.0),
            block,
            n,
            draft.page.offsets[leaf] + match.start(),
        )
        for block in blocks
        if block.element.tag != "pre"
        for n, leaf in enumerate(block.leaves)
        for match in _CALL.finditer(block.texts[n], 0 if n else inside.get(block.number, 0))
    ]
    yield Scope(calls, NoteList(items, "markdown", labels={item.label for item in items}))


def _items(blocks: Sequence[Block], draft: Draft) -> Iterator[Item]:
    known: set[str] = set()
    for block in blocks:
        opening = _NOTE.match(block.texts[0])
        if opening is None or opening[1] in known or block.element.tag == "pre":
            continue
        known.add(opening[1])
        stop = block.number + 1
        while stop < len(blocks) and stop - block.number < _MOST and _goes_on(blocks[stop], draft):
            stop += 1
        reading = Reading(opening[1], 0, "markdown", opening.end())
        yield Item(list(blocks[block.number : stop]), reading, opening[1])


def _goes_on(block: Block, draft: Draft) -> bool:
    """Whether a block continues the note above it: it is on the next line, or indented."""
    if _NOTE.match(block.texts[0]):
        return False
    indent = draft.page.text[max(0, block.start - 2) : block.start]
    return block.breaks == 1 or ((len(indent) == 2 and not indent.strip(" \t")) or indent.endswith("\t"))
