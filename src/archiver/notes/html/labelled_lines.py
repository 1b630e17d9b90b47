"""Runs of labelled lines: the form that a list of notes has when no link leads to it.

    <p><sup>1</sup> The note.</p>         kind raised
    [2] The note.<br>                     kind bracket
    * The note.                           kind symbol
    3. The note.                          kind plain
    <ol> <li>The note.</li>               kind item: the list shows the number
    <td>4</td><td>The note.</td>          kind cell

Each line of the page that begins with a label is read. Lines of one kind whose labels rise are a run.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from archiver.draft import Span
from archiver.notes import labels
from archiver.notes.html.claims import Body, markup_suggests_notes
from archiver.notes.html.page_view import PageView
from archiver.notes.labels import Label
from archiver.trees.elements import Element

Kind = Literal["raised", "bracket", "symbol", "plain", "item", "cell"]

#: The first seven letters of words that may be before the number of a note ("Footnote 3").
_NOTE_WORD_STARTS = frozenset({"footnot", "fußnote", "fussnot"})
_LINE = re.compile(r"[^\n]+")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_FIRST_REFERENCE = re.compile(r"(?:(?P<heading>[^\W\d][^\n:]{2,40}):?\s*)?(?P<one>1)[.)]\s")
_BEFORE_LABEL = labels.ARROWS + " \t\xa0\u200b\u2060\ufeff"
_SENTENCE_END = re.compile(r"[.!?;)\"”’»。][\s\xa0]*$")


@dataclass(slots=True)
class LabelledLine:
    """One line of the page that begins with a label."""

    start: int
    end: int
    label: Label
    kind: Kind
    block: Element


@dataclass(slots=True)
class Run:
    """Labelled lines of one kind in order, with rising labels."""

    lines: list[LabelledLine] = field(default_factory=list)
    #: Whether a heading or the markup says that these are notes.
    announced: bool = False
    _starts_by_block: dict[Element, list[int]] | None = None

    def starts_in(self, block: Element) -> list[int]:
        """The starts of the run's lines in a block."""
        if self._starts_by_block is None:
            self._starts_by_block = {}
            for line in self.lines:
                self._starts_by_block.setdefault(line.block, []).append(line.start)
        return self._starts_by_block[block]

    @property
    def kind(self) -> Kind:
        """The kind of the lines."""
        return self.lines[0].kind

    @property
    def start(self) -> int:
        """The start of the first line."""
        return self.lines[0].start

    @property
    def end(self) -> int:
        """The end of the last line."""
        return self.lines[-1].end

    def by_label(self) -> dict[str, LabelledLine]:
        """The lines by the key of their label; of several lines with one label, the first."""
        by_label: dict[str, LabelledLine] = {}
        for line in self.lines:
            by_label.setdefault(labels.key(line.label.text), line)
        return by_label


def runs(page: PageView) -> list[Run]:
    """All runs of labelled lines of a page, in the order of their first lines."""
    all_runs: list[Run] = []
    open_runs: dict[tuple[Kind, str], Run] = {}
    for line in lines(page):
        key = (line.kind, line.label.form)
        run = open_runs.get(key)
        if run is None or not _continues(page, run, line):
            run = open_runs[key] = Run()
            run.announced = _is_announced(page, line)
            all_runs.append(run)
        run.lines.append(line)
    return all_runs


def _continues(page: PageView, run: Run, line: LabelledLine) -> bool:
    """Whether a line is the next one of a run: its label follows, and it is near or in the same list."""
    last = run.lines[-1]
    if line.kind == "symbol":
        return line.start - last.end < 1500 and line.label.text != last.label.text
    if line.label.form == "symbol":
        return line.block.parent is last.block.parent and line.label.text != last.label.text
    before, after = last.label.number, line.label.number
    if before is None or after is None or not before < after <= before + (1 if line.kind in ("item", "cell") else 6):
        return False
    gap = line.start - last.end
    if line.kind in ("item", "cell"):
        return _list_of(page, line.block) is _list_of(page, last.block)
    are_siblings = line.block is last.block or line.block.parent is last.block.parent
    return gap < (6000 if are_siblings else 1200)


def _list_of(page: PageView, block: Element) -> Element | None:
    """The element that holds a block. A `div` that holds nothing but the block does not count."""
    parent = block.parent
    while parent is not None and parent.tag == "div" and page.length_of(parent) <= page.length_of(block) + 2:
        parent = parent.parent
    return parent


def _is_announced(page: PageView, line: LabelledLine) -> bool:
    """Whether a heading of notes stands right above a line, or the names in the markup around it suggest notes."""
    above = page.text[max(0, line.start - 120) : line.start].strip().rsplit("\n", 1)[-1]
    return labels.is_notes_heading(above) or markup_suggests_notes(page, line.block)


def lines(page: PageView) -> Iterator[LabelledLine]:
    """All lines of a page that begin with a label, in order."""
    item_numbers = page.item_numbers
    item_at = {_first_character(page, item): item for item in item_numbers}
    superscript_starts = page.superscript_starts
    for match in _LINE.finditer(page.text):
        start, end = match.span()
        text = match[0]
        indent = len(text) - len(text.lstrip(_BEFORE_LABEL))
        item = item_at.get(start + indent)
        # Most lines begin with a word of seven letters or more, so they have no label.
        opening = text[indent : indent + 7]
        begins_with_word = (
            opening.isalpha()
            and len(opening) == 7
            and opening.lower() not in _NOTE_WORD_STARTS
            and start + indent not in superscript_starts
        )
        may_hold_list = "1" in text and "2" in text
        if indent == len(text) or (begins_with_word and item is None and not may_hold_list):
            continue
        line = None if begins_with_word else _raised_line(page, start + indent, end)
        if line is None and not begins_with_word and (prefix := labels.LABEL_PREFIX.match(text[indent : indent + 40])):
            line = _prefixed_line(page, start + indent, end, prefix)
        if (
            line is not None
            and item is not None
            and line.kind in ("plain", "bracket")
            and line.label.form in ("letter", "roman")
        ):
            line = None  # "A. Merle", "(n.d.)" in a list with numbers: the letter is an initial
        if line is None and item is None and may_hold_list and (listed := _list_in_line(page, start + indent, end)):
            yield from listed
            continue
        if line is not None and (line.block.tag in _HEADINGS or labels.is_contents_row(text)):
            continue
        if (
            line is not None
            and line.kind == "plain"
            and may_hold_list
            and (listed := _list_in_line(page, start + indent, end))
        ):
            yield from listed
            continue
        if line is not None and line.start == start + indent and not text[:indent].isspace():
            line.start = start  # an arrow before the label belongs to the note
        if line is not None:
            yield from _split_line(page, line) if line.kind in ("raised", "symbol") else (line,)
            continue
        if item is not None and len(page.text_of(item).strip()) > 3:
            label = labels.read_one(item_numbers[item])
            if label is not None:
                yield LabelledLine(page.start_of[item], page.end_of[item], label, "item", item)


def _first_character(page: PageView, element: Element) -> int:
    """The place of the first visible character in an element."""
    position, end = page.start_of[element], page.end_of[element]
    while position < end and page.text[position].isspace():
        position += 1
    return position


def _split_line(page: PageView, line: LabelledLine) -> Iterator[LabelledLine]:
    """The notes that share one line: "¹ One note. ² Another." Each begins behind the full stop of the note before it."""
    current = line
    low, high = line.start + 1, line.end
    starts = page.sorted_superscript_starts
    for start in starts[bisect_right(starts, low) : bisect_right(starts, high)]:
        superscript = page.superscript_at(start)
        if superscript is None or _SENTENCE_END.search(page.text, max(current.start, start - 6), start) is None:
            continue
        label = labels.read_one(page.text_of(superscript))
        if label is None or label.form != current.label.form:
            continue
        if (
            label.text == current.label.text
            if label.form == "symbol"
            else label.number != (current.label.number or 0) + 1
        ):
            continue
        yield LabelledLine(current.start, start, current.label, current.kind, current.block)
        current = LabelledLine(start, line.end, label, "raised", line.block)
    yield current


def _list_in_line(page: PageView, start: int, end: int) -> list[LabelledLine]:
    """The references of a list in one line, which may begin with a heading: "References: 1. One. 2. Another. 3. More."."""
    text = page.text
    opening = _FIRST_REFERENCE.match(text, start, min(end, start + 60))
    if opening is None or (opening["heading"] and not labels.is_notes_heading(opening["heading"])):
        return []
    position, number, places = opening.end("heading") if opening["heading"] else start, 1, []
    while True:
        match = (
            re.compile(rf"(?:^|(?<=[.;)\]\d])\s+|(?<=:)\s*)(?={number}[.)]\s)").search(text, position, end)
            if number > 1
            else None
        )
        place = match.end() if match else opening.start("one") if number == 1 else -1
        if place < 0:
            break
        places.append(place)
        position, number = place + 2, number + 1
    node = page.node_at(start)
    if len(places) < 2 or node is None:
        return []
    holder = node[0] if node[1] == "text" else node[0].parent
    if holder is None:
        return []
    block = holder if page.is_block(holder) else page.block_of[holder]
    if block.tag in _HEADINGS:
        return []
    ends = [*places[1:], end]
    return [
        LabelledLine(low, high, Label(str(n), "digits"), "plain", block)
        for n, (low, high) in enumerate(zip(places, ends, strict=True), 1)
    ]


def _raised_line(page: PageView, start: int, end: int) -> LabelledLine | None:
    """The line that begins with a superscript label, whatever follows the label. None when it does not."""
    superscript = page.superscript_at(start)
    if superscript is None:
        return None
    label = labels.read_one(page.text_of(superscript))
    if label is None or (
        label.form == "letter" and not label.bracketed and page.text[page.end_of[superscript]].isalpha()
    ):
        return None
    block = page.block_of[superscript]
    if not page.text_between(page.end_of[superscript], end):
        return _cell_line(page, start, block, label)
    return LabelledLine(start, end, label, "raised", block)


def _prefixed_line(page: PageView, start: int, end: int, prefix: re.Match[str]) -> LabelledLine | None:
    """The line that begins with this label prefix. None when the text after it is too short, or the label is a word."""
    label = labels.read_one(prefix["label"])
    node = page.node_at(start)
    if label is None or node is None:
        return None
    element, which, _ = node
    holder = element if which == "text" else element.parent
    if holder is None:
        return None
    block = holder if page.is_block(holder) else page.block_of[holder]
    is_superscript = prefix["label"][0] in labels.SUPERSCRIPTS
    rest = page.text[start + prefix.end() : end].strip()
    if not rest:
        return _cell_line(page, start, block, label)
    if len(rest) < 3:
        return None
    if is_superscript:
        return LabelledLine(start, end, label, "raised", block)
    if prefix["open"]:
        return LabelledLine(start, end, label, "bracket", block)
    if label.form == "symbol":
        return LabelledLine(start, end, label, "symbol", block)
    if label.form == "digits":
        return LabelledLine(start, end, label, "plain", block)
    return LabelledLine(start, end, label, "plain", block) if prefix[0].strip().endswith((".", ")", ":")) else None


def _cell_line(page: PageView, start: int, block: Element, label: Label) -> LabelledLine | None:
    """The line of a cell or term that holds only a label, with the note in the next cell.

    None when there is no such note.
    """
    if block.tag not in ("td", "th", "dt"):
        return _label_above_note(page, start, block, label)
    partner = block.next
    while (
        block.tag == "td"
        and partner is not None
        and not (isinstance(partner.tag, str) and page.text_of(partner).strip())
    ):
        partner = partner.next  # an empty cell that only makes a gap
    if partner is None or not isinstance(partner.tag, str) or len(page.text_of(partner).strip()) < 4:
        return None
    if block.tag == "dt":
        return LabelledLine(start, page.end_of[partner], label, "cell", block)
    row = block.parent
    cells = [cell for cell in row.children if page.text_of(cell).strip()] if row is not None else []
    if row is None or len(cells) != 2 or cells[0] is not block:
        return None
    return LabelledLine(start, page.end_of[row], label, "cell", row)


def _label_above_note(page: PageView, start: int, block: Element, label: Label) -> LabelledLine | None:
    """The line of a label that stands alone, with its note below it and nothing else in the same wrapper.

    <div> <span>1</span> <div>The note.</div> </div>
    """
    for wrapper in (block, block.parent):
        if wrapper is None or wrapper.tag not in ("div", "li", "p", "section", "blockquote", "aside"):
            return None
        length = page.length_of(wrapper)
        if length > 3000 or not page.is_blank(page.start_of[wrapper], start):
            return None
        if length > len(label.text) + 8:
            return LabelledLine(start, page.end_of[wrapper], label, "cell", wrapper)
    # "[Footnote 1]" is a paragraph of its own, and its note the next one
    partner = block.next
    if page.text[start] not in labels.OPENERS or partner is None or not isinstance(partner.tag, str):
        return None
    note_text = page.text_of(partner).strip()
    if not page.is_block(partner) or len(note_text) < 4 or labels.read(note_text):
        return None
    return LabelledLine(start, page.end_of[partner], label, "cell", block)


def beginning(page: PageView, line: LabelledLine, run: Run) -> Element | Body:
    """Where the note of a line begins: its block, or a Body when it shares the block with other lines."""
    starts = run.starts_in(line.block)
    opens_block = page.is_blank(page.start_of[line.block], line.start)
    # a note of another kind may begin in the middle of the line
    is_cut = line.end < page.end_of[line.block] and not page.text[line.end].isspace()
    if len(starts) == 1 and opens_block and not is_cut:
        return line.block
    index = bisect_right(starts, line.start)
    has_next = index < len(starts)
    end = starts[index] if has_next else line.end
    if not has_next and page.end_of[line.block] > line.end:
        rest = page.text[line.end : min(page.end_of[line.block], line.end + 700)]
        # further lines of the last note, up to an empty one
        end = (
            line.end + len(re.split(r"\n\s*\n", rest, maxsplit=1)[0])
            if len(rest.strip()) < 600 and "\n\n" in rest
            else line.end
        )
        if len(starts) > 1 and len(rest.strip()) < 400 and "\n\n" not in rest:
            end = page.end_of[line.block]
    while end > line.start and page.text[end - 1].isspace():
        end -= 1
    cover = page.cover(line.start, end, line.block)
    parts = tuple(place for place in cover if not isinstance(place, Span))
    spans = tuple(place for place in cover if isinstance(place, Span))
    return Body(line.start, end, parts, spans, label=line.label.text)
