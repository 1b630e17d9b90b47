"""Lists of notes in plain text: runs of blocks whose labels count up, and lists that lost their labels.

    1. Smith, Title.        [1] Smith, Title.       Notes
    2. Jones, Title.        [2] Jones, Title.
                                                    Smith, Title. ↩
    1Smith, Title.          1                       Jones, Title. ↩
    22025 figures.          Smith, Title.

Whether a list holds notes is decided in series.py, by its markers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from archiver.notes import labels
from archiver.notes.plain.blocks import Block, Reading
from archiver.notes.plain.candidates import CJK

#: The class of a paragraph at the foot of a printed page that begins with a label (readers/plain/printed_pages.py).
PAGE_NOTE = "page-note"
#: The most blocks from a note to the next one: its other paragraphs.
_REACH = 12
#: The most characters between a note and the next one.
_LONGEST = 12_000
#: How far the number of a note may be above that of the note before it.
_SKIP = 3
#: The note of a list of one note has more characters than this.
_SHORTEST = 12
#: A block of at least this many characters is running text.
_PROSE = 100
#: A paragraph of a note has at least so many characters.
_SHORT_PARAGRAPH = 50
#: From so many notes on, a list in the order of the alphabet is a bibliography.
_ALPHABETICAL = 6
#: The most headings of notes that are examined, counted from the end of the text.
_MOST_HEADINGS = 20


@dataclass(slots=True)
class Item:
    """A note in a list: its blocks, its label, and the reading that gave the label (None for a lost label)."""

    blocks: list[Block]
    reading: Reading | None
    label: str
    #: Where it begins and ends in its only block, if that block holds other notes, too.
    stretch: tuple[int, int] | None = None


@dataclass(slots=True)
class NoteList:
    """A run of blocks that may be notes.

    `heading` is the block that announces it, `arrows` the number of items with backlinks.
    """

    items: list[Item]
    form: str
    heading: Block | None = None
    arrows: int = 0
    labels: set[str] = field(default_factory=set)
    #: Whether no running text follows it.
    closes: bool = False
    #: Whether its notes stand on lines one after the other, and an empty line ends it.
    compact: bool = False

    @property
    def start(self) -> int:
        """Where it starts in the source."""
        return self.items[0].blocks[0].start

    @property
    def end(self) -> int:
        """Where it ends in the source."""
        return self.items[-1].blocks[-1].end

    @property
    def reads_like_notes(self) -> bool:
        """Whether most of its items read like notes."""
        return 5 * sum(map(_reads_like_a_note, self.items)) >= 4 * len(self.items)

    def has_about(self, wanted: int) -> bool:
        """Whether its first `wanted` items read like notes (one in five may fall short), and it ends not long after."""
        near = self.items[wanted : wanted + max(2, wanted // 4) + 1]
        start = self.items[:wanted]
        fit = (
            len(start) == wanted
            and _reads_like_a_note(start[0])
            and 5 * sum(map(_reads_like_a_note, start)) >= 4 * wanted
        )
        return fit and not (len(near) > max(2, wanted // 4) and all(map(_reads_like_a_note, near)))

    @property
    def sure(self) -> bool:
        """Whether a heading, arrows, or the feet of pages show that these are notes."""
        return self.heading is not None or 2 * self.arrows > len(self.items) or self.at_feet

    @property
    def at_feet(self) -> bool:
        """Whether all of them stood at the feet of printed pages, as the reader of plain text tells."""
        return all(item.blocks[0].element.get("class") == PAGE_NOTE for item in self.items)


def _reads_like_a_note(item: Item) -> bool:
    """Whether an item reads like a note (a sentence, a source, an address): it is long, or it has an end."""
    text = (
        item.blocks[0].text if len(item.blocks[0].text) > _SHORTEST else " ".join(block.text for block in item.blocks)
    )
    text = text.strip()
    size = len(text) * (3 if CJK.search(text) else 1)
    return size >= 60 or (size >= 20 and (text[-1] in '.!?…。)]”"»’' or "http" in text or text[-1].isdigit()))


def numbered_lists(blocks: Sequence[Block]) -> list[NoteList]:
    """All runs of blocks whose labels count up by one (or skip a few), in the order of the text.

    A block may be in several runs.
    """
    open_: dict[tuple[str, int], list[tuple[Block, Reading]]] = {}
    runs: list[list[tuple[Block, Reading]]] = []
    last_heading = -1
    for block in blocks:
        extended: list[Reading] = []
        for reading in block.readings:
            for value in range(reading.value - 1, reading.value - 1 - _SKIP, -1):
                run = open_.get((reading.form, value))
                if run is not None and (reading.form == "enclosed" or _near(run[-1][0], block, last_heading)):
                    del open_[reading.form, value]
                    run.append((block, reading))
                    open_[reading.form, reading.value] = run
                    extended.append(reading)
                    break
        for reading in block.readings:
            if reading.value > 0 and reading not in extended and not (extended and reading.form == "glued"):
                run = [(block, reading)]
                runs.append(run)
                open_[reading.form, reading.value] = run
        if block.is_heading and not block.readings:
            last_heading = block.number
    lists = [_note_list(run, blocks) for run in runs if len(run) > 1 or _may_stand_alone(run[0])]
    prose = [block.start for block in blocks if block.end - block.start >= _PROSE and not block.readings]
    for found in lists:
        found.closes = not prose or found.end > prose[-1]
    return sorted(lists, key=lambda found: (found.start, -len(found.items)))


def _near(before: Block, block: Block, last_heading: int) -> bool:
    return (
        block.number - before.number <= _REACH and block.start - before.end <= _LONGEST and last_heading < before.number
    )


def _may_stand_alone(member: tuple[Block, Reading]) -> bool:
    block, reading = member
    text = block.text
    after = text[reading.end : reading.end + 1]
    if (
        after.isdigit()
        or (reading.form == "glued" and CJK.match(after))
        or (block.is_heading and not block.is_bare(reading) and block.back_start < 0 and block.back_end < 0)
    ):
        return False
    if reading.value == 1 and block.is_bare(reading) and reading.form == "alone":
        return True
    marked = (
        block.back_start >= 0 or block.back_end >= 0 or reading.form in ("brackets", "annotated", "starred", "enclosed")
    )
    return marked or (reading.value == 1 and (len(text) - reading.end > _SHORTEST))


def _note_list(run: Sequence[tuple[Block, Reading]], blocks: Sequence[Block]) -> NoteList:
    items = []
    for n, (block, reading) in enumerate(run):
        stop = run[n + 1][0].number if n + 1 < len(run) else _last_end(block, reading, run, blocks)
        if reading.form == "enclosed":
            stop = _closing(block, blocks)
        items.append(Item(list(blocks[block.number : stop]), reading, reading.label))
    found = NoteList(items, run[0][1].form, _heading_before(run[0][0], blocks))
    return _finished(found)


def _finished(found: NoteList) -> NoteList:
    found.arrows = sum(item.blocks[0].back_start >= 0 or item.blocks[-1].back_end >= 0 for item in found.items)
    found.labels = {item.label for item in found.items}
    return found


_ADDRESS = re.compile(r"\s*(?:https?://|www\.)", re.IGNORECASE)
#: The most characters of a line in which the word for a source and its colon are looked for.
_LONGEST_WORD = 20
#: From this number of notes on, a list shows how long its notes are.
_MANY = 3


def _last_end(block: Block, reading: Reading, run: Sequence[tuple[Block, Reading]], blocks: Sequence[Block]) -> int:
    """Where the last note of a list ends: with its block, or with the next when its label stands alone.

    It goes on to the next wide gap in a list whose notes are parted by wider gaps than their paragraphs.
    """
    stop = block.number + 1
    if block.is_bare(reading) and stop < len(blocks):
        stop += 1
        # the only note of a text may have several paragraphs: as long ones as the first
        while len(run) == 1 and stop < len(blocks) and stop - block.number < 5 and _is_paragraph(blocks[stop]):
            stop += 1
    inner = [b.breaks for (a, _), (z, _) in pairwise(run) for b in blocks[a.number + 1 : z.number]]
    if len(run) > 1:
        parted = min(later.breaks for later, _ in run[1:])
        if inner and parted > max(inner):
            while stop < len(blocks) and stop - block.number < _REACH and 0 < blocks[stop].breaks < parted:
                stop += 1
    # where each of several notes is one line, the last one is too; two are enough if a link back opens each, as wikis have it
    has_links = len(run) > 1 and all(note.back_start >= 0 for note, _ in run)
    are_lines = (len(run) >= _MANY or has_links) and not inner
    while stop < len(blocks) and stop - block.number < 4 and _goes_on(blocks[stop], next_line=not are_lines):
        stop += 1
    return stop


def _is_paragraph(block: Block) -> bool:
    """Whether a block is running text: long enough, with the end of a sentence, and no heading."""
    text = block.text.rstrip()
    return not block.is_heading and not block.readings and len(text) >= _SHORT_PARAGRAPH and text[-1] in '.!?…。”"»’)'


def _closing(block: Block, blocks: Sequence[Block]) -> int:
    """Where a note ends whose bracket opens with it: with the block that closes the bracket, or with its first one."""
    depth = 0
    for other in blocks[block.number : block.number + _REACH]:
        depth += other.text.count("[") - other.text.count("]")
        if depth <= 0:
            return other.number + 1
    return block.number + 1


def _goes_on(block: Block, *, next_line: bool) -> bool:
    """Whether a block continues the note before it: it is on the next line, or begins with a sign that begins no text.

    Without `next_line`, only an address or the line of a source goes on there.
    """
    if block.text[:1] in ".,;)":
        return True
    is_next = block.breaks == 1 and not block.readings and not block.is_heading
    return is_next and (next_line or _ADDRESS.match(block.text) is not None or _names_source(block.text))


def _names_source(text: str) -> bool:
    """Whether a line begins with "Source:" or the like."""
    word, colon, _ = text[:_LONGEST_WORD].replace("：", ":").partition(":")
    return bool(colon) and word.strip().casefold() in labels.words("source_lines")


def _heading_before(block: Block, blocks: Sequence[Block]) -> Block | None:
    """The block that announces a list, right before it or with one short line (a sub-heading) between."""
    for before in blocks[max(0, block.number - 2) : block.number][::-1]:
        if before.announces:
            return before
        if before.end - before.start > 60:
            break
    return None


def unnumbered_lists(blocks: Sequence[Block]) -> Iterator[NoteList]:
    """Lists whose labels are lost: blocks with links back, and what follows a heading that announces notes."""
    i = 0
    while i < len(blocks):
        if blocks[i].readings or (blocks[i].back_start < 0 and blocks[i].back_end < 0):
            i += 1
            continue
        run, last = [], i
        at_start = blocks[i].back_start >= 0
        j = i
        while j < len(blocks) and j - last <= _REACH and not blocks[j].announces:
            if (blocks[j].back_start if at_start else blocks[j].back_end) >= 0:
                run.append(j)
                last = j
            j += 1
        yield _marked_list(blocks, run, at_start)
        i = last + 1
    for block in [b for b in blocks if b.announces][-_MOST_HEADINGS:]:
        if block.number + 1 < len(blocks):
            yield from _announced(block, blocks)


def _marked_list(blocks: Sequence[Block], run: Sequence[int], at_start: bool) -> NoteList:
    items = []
    if at_start:
        are_lines = len(run) >= _MANY and all(later - at == 1 for at, later in pairwise(run))
        for n, at in enumerate(run):
            stop = run[n + 1] if n + 1 < len(run) else at + 1
            if n + 1 == len(run) and _only_back(blocks[at]) and stop < len(blocks):
                stop += 1
                while stop < len(blocks) and blocks[stop].breaks < _widest(blocks, run):
                    stop += 1
            while (
                n + 1 == len(run)
                and stop < len(blocks)
                and stop - at < 4
                and _goes_on(blocks[stop], next_line=not are_lines)
            ):
                stop += 1
            items.append(Item(list(blocks[at:stop]), None, ""))
    else:
        start = run[0]
        for at in run:
            items.append(Item(list(blocks[start : at + 1]), None, ""))
            start = at + 1
    return _finished(NoteList(items, "unnumbered", _heading_before(items[0].blocks[0], blocks)))


def _only_back(block: Block) -> bool:
    return len(block.leaves) == 1 and block.back_start >= len(block.texts[0].rstrip())


def _widest(blocks: Sequence[Block], run: Sequence[int]) -> int:
    return max((blocks[at].breaks for at in run[1:]), default=3)


def _announced(heading: Block, blocks: Sequence[Block]) -> Iterator[NoteList]:
    """The lists that may follow a heading: its section split at the wider gaps, if there are any, and at each block."""
    first = heading.number + 1
    if blocks[first].end - blocks[first].start < _SHORTEST and blocks[first].text.isalpha():
        first += 1  # a sub-heading
    elif blocks[first].is_heading:
        return  # an empty list, and the next section
    stop = first
    while stop < len(blocks) and not blocks[stop].announces and stop - first < 1000:
        stop += 1
    section = blocks[first:stop]
    if not section:
        return
    wide = max(block.breaks for block in section[:8])
    if wide >= 4:
        items: list[Item] = []
        for n, block in enumerate(section):
            if n == 0 or block.breaks >= wide:
                items.append(Item([block], None, ""))
            else:
                items[-1].blocks.append(block)
        yield _finished(NoteList(items, "unnumbered", heading))
    close = next((n for n, block in enumerate(section) if n and block.breaks > 1), len(section))
    if 1 < close < len(section):
        items = [Item([block], None, "") for block in section[:close]]
        yield _finished(NoteList(items, "unnumbered", heading, compact=True))
    if not _is_bibliography(section):
        yield _finished(NoteList([Item([block], None, "") for block in section], "unnumbered", heading))


def _is_bibliography(section: Sequence[Block]) -> bool:
    """Whether entries are in the order of the alphabet: such a list is none of notes."""
    names = [block.text.split()[0].casefold() for block in section if block.text.strip()]
    return len(names) >= _ALPHABETICAL and names == sorted(names) and len(set(names)) > len(names) // 2
