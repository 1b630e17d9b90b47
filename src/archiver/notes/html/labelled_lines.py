"""Runs of labelled lines: what a list of notes looks like when nothing links to it.

    <p><sup>1</sup> The note.</p>      [2] The note.<br>      3. The note.      <li>The note.</li>
    <td>4</td><td>The note.</td>

Each line of the page that opens with a label is looked at; lines of one kind whose labels rise make a run.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from lxml.etree import _Element as Element

from archiver.draft import Span
from archiver.notes import labels
from archiver.notes.html.claims import Body
from archiver.notes.html.extents import speaks_of_notes
from archiver.notes.html.list_numbers import item_labels
from archiver.notes.html.page_view import PageView
from archiver.notes.labels import Shown

Kind = Literal["raised", "bracket", "symbol", "plain", "item", "cell"]

#: How a word for note before its number begins.
_SPOKEN = frozenset({"footnot", "fußnote", "fussnot"})
_LINE = re.compile(r"[^\n]+")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_FIRST = re.compile(r"(?:(?P<heading>[^\W\d][^\n:]{2,40}):?\s*)?(?P<one>1)[.)]\s")
_BEFORE = labels.ARROWS + " \t\xa0\u200b\u2060\ufeff"
_STOP = re.compile(r"[.!?;)\"”’»。][\s\xa0]*$")
_NUMBER_ONLY = re.compile(r"\s*[\[(]?(\d{1,3}|[a-z]|[*†‡§¶]{1,3})[\])]?[.:)]?\s*")


@dataclass(slots=True)
class Line:
    """One line of the page that opens with a label."""

    start: int
    end: int
    shown: Shown
    kind: Kind
    block: Element


@dataclass(slots=True)
class Run:
    """Labelled lines of one kind, in order, with rising labels."""

    lines: list[Line] = field(default_factory=list)
    announced: bool = False
    _by_block: dict[Element, list[int]] | None = None

    def in_block(self, block: Element) -> list[int]:
        """Where its lines in a block start."""
        if self._by_block is None:
            self._by_block = {}
            for line in self.lines:
                self._by_block.setdefault(line.block, []).append(line.start)
        return self._by_block[block]

    @property
    def kind(self) -> Kind:
        """The kind of its lines."""
        return self.lines[0].kind

    @property
    def start(self) -> int:
        """Where it starts."""
        return self.lines[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.lines[-1].end

    def by_label(self) -> dict[str, Line]:
        """Its lines by label; the first of several."""
        found: dict[str, Line] = {}
        for line in self.lines:
            found.setdefault(labels.key(line.shown.label), line)
        return found


def runs(page: PageView) -> list[Run]:
    """All runs of a page."""
    found: list[Run] = []
    open_runs: dict[tuple[Kind, str], Run] = {}
    for line in lines(page):
        key = (line.kind, line.shown.form)
        run = open_runs.get(key)
        if run is None or not _goes_on(page, run, line):
            run = open_runs[key] = Run()
            run.announced = _announced(page, line)
            found.append(run)
        run.lines.append(line)
    return found


def _goes_on(page: PageView, run: Run, line: Line) -> bool:
    last = run.lines[-1]
    if line.kind == "symbol":
        return line.start - last.end < 1500 and line.shown.label != last.shown.label
    if line.shown.form == "symbol":
        return line.block.getparent() is last.block.getparent() and line.shown.label != last.shown.label
    before, after = last.shown.number, line.shown.number
    if before is None or after is None or not before < after <= before + (1 if line.kind in ("item", "cell") else 6):
        return False
    gap = line.start - last.end
    if line.kind in ("item", "cell"):
        return _list_of(page, line.block) is _list_of(page, last.block)
    same = line.block is last.block or line.block.getparent() is last.block.getparent()
    return gap < (6000 if same else 1200)


def _list_of(page: PageView, block: Element) -> Element | None:
    """What a block stands in, boxes apart that hold nothing else."""
    parent = block.getparent()
    while parent is not None and parent.tag == "div" and page.length_of(parent) <= page.length_of(block) + 2:
        parent = parent.getparent()
    return parent


def _announced(page: PageView, line: Line) -> bool:
    """Whether a heading that says "Notes" stands right above, or the markup around speaks of notes."""
    above = page.text[max(0, line.start - 120) : line.start].strip().rsplit("\n", 1)[-1]
    return labels.says_notes(above) or speaks_of_notes(page, line.block)


def lines(page: PageView) -> Iterator[Line]:
    """All lines of a page that open with a label, in order."""
    numbers = item_labels(page)
    items = {_first(page, item): item for item in numbers}
    raised_starts = page.raised_starts
    for match in _LINE.finditer(page.text):
        start, end = match.span()
        text = match[0]
        opened = len(text) - len(text.lstrip(_BEFORE))
        item = items.get(start + opened)
        # most lines open with a word
        first = text[opened : opened + 7]
        worded = (
            first.isalpha() and len(first) == 7 and first.lower() not in _SPOKEN and start + opened not in raised_starts
        )
        may_list = "1" in text and "2" in text
        if opened == len(text) or (worded and item is None and not may_list):
            continue
        line = None if worded else _raised(page, start + opened, end)
        if line is None and not worded and (lead := labels.LEAD.match(text[opened : opened + 40])):
            line = _labelled(page, start + opened, end, lead)
        if line is not None and item is not None and line.kind == "plain" and line.shown.form != "digits":
            line = None  # "A. Merle" in a list with numbers: the letter is an initial
        if line is None and item is None and may_list and (listed := _in_one_line(page, start + opened, end)):
            yield from listed
            continue
        if line is not None and line.block.tag in _HEADINGS:
            continue
        if (
            line is not None
            and line.kind == "plain"
            and may_list
            and (listed := _in_one_line(page, start + opened, end))
        ):
            yield from listed
            continue
        if line is not None and line.start == start + opened and not text[:opened].isspace():
            line.start = start  # an arrow before the label is the note's
        if line is not None:
            yield from _parted(page, line) if line.kind == "raised" else (line,)
            continue
        if item is not None and len(page.text_of(item).strip()) > 3:
            shown = labels.read_one(numbers[item])
            if shown is not None:
                yield Line(page.begin[item], page.finish[item], shown, "item", item)


def _first(page: PageView, element: Element) -> int:
    """The place of the first visible character in an element."""
    at, end = page.begin[element], page.finish[element]
    while at < end and page.text[at].isspace():
        at += 1
    return at


def _parted(page: PageView, line: Line) -> Iterator[Line]:
    """The notes that share one line: "¹ One note. ² Another." Each begins behind the full stop of the one before."""
    current = line
    low, high = line.start + 1, line.end
    starts = page.raised_order
    for start in starts[bisect_right(starts, low) : bisect_right(starts, high)]:
        raised = page.raised_at(start)
        if raised is None or _STOP.search(page.text, max(current.start, start - 6), start) is None:
            continue
        shown = labels.read_one(page.text_of(raised))
        if shown is None or shown.form != current.shown.form or shown.number != (current.shown.number or 0) + 1:
            continue
        yield Line(current.start, start, current.shown, "raised", current.block)
        current = Line(start, line.end, shown, "raised", line.block)
    yield current


def _in_one_line(page: PageView, start: int, end: int) -> list[Line]:
    """References one after the other on a line that a heading may open: "References: 1. One. 2. Another. 3. More."."""
    text = page.text
    opening = _FIRST.match(text, start, min(end, start + 60))
    if opening is None or (opening["heading"] and not labels.says_notes(opening["heading"])):
        return []
    at, number, places = opening.end("heading") if opening["heading"] else start, 1, []
    while True:
        match = (
            re.compile(rf"(?:^|(?<=[.;)\]\d])\s+|(?<=:)\s*)(?={number}[.)]\s)").search(text, at, end)
            if number > 1
            else None
        )
        place = match.end() if match else opening.start("one") if number == 1 else -1
        if place < 0:
            break
        places.append(place)
        at, number = place + 2, number + 1
    node = page.node_at(start)
    if len(places) < 2 or node is None:
        return []
    holder = node[0] if node[1] == "text" else node[0].getparent()
    if holder is None:
        return []
    block = holder if page.is_line(holder) else page.block[holder]
    if block.tag in _HEADINGS:
        return []
    ends = [*places[1:], end]
    return [
        Line(low, high, Shown(str(n), "digits"), "plain", block)
        for n, (low, high) in enumerate(zip(places, ends, strict=True), 1)
    ]


def _raised(page: PageView, start: int, end: int) -> Line | None:
    """A line that opens with a superscript label, whatever follows it."""
    raised = page.raised_at(start)
    if raised is None:
        return None
    shown = labels.read_one(page.text_of(raised))
    if shown is None or (shown.form == "letter" and not shown.bracketed and page.text[page.finish[raised]].isalpha()):
        return None
    block = page.block[raised]
    if not page.between(page.finish[raised], end):
        return _cell(page, start, block, shown)
    return Line(start, end, shown, "raised", block)


def _labelled(page: PageView, start: int, end: int, lead: re.Match[str]) -> Line | None:
    shown = labels.read_one(lead["label"])
    node = page.node_at(start)
    if shown is None or node is None:
        return None
    element, which, _ = node
    holder = element if which == "text" else element.getparent()
    if holder is None:
        return None
    current = holder if page.is_line(holder) else page.block[holder]
    raised = lead["label"][0] in labels.SUPERSCRIPTS
    rest = page.text[start + lead.end() : end].strip()
    if not rest:
        return _cell(page, start, current, shown)
    if len(rest) < 3:
        return None
    if raised:
        return Line(start, end, shown, "raised", current)
    if lead["open"]:
        return Line(start, end, shown, "bracket", current)
    if shown.form == "symbol":
        return Line(start, end, shown, "symbol", current)
    if shown.form == "digits":
        return Line(start, end, shown, "plain", current)
    after = lead[0].strip()
    return Line(start, end, shown, "plain", current) if after.endswith((".", ")", ":")) else None


def _cell(page: PageView, start: int, block: Element, shown: Shown) -> Line | None:
    """A cell or term that holds a label only, with the note in the next one."""
    if block.tag not in ("td", "th", "dt"):
        return _wrapped(page, start, block, shown)
    partner = block.getnext()
    while (
        block.tag == "td"
        and partner is not None
        and not (isinstance(partner.tag, str) and page.text_of(partner).strip())
    ):
        partner = partner.getnext()  # a cell that only keeps the distance
    if partner is None or not isinstance(partner.tag, str) or len(page.text_of(partner).strip()) < 4:
        return None
    if block.tag == "dt":
        return Line(start, page.finish[partner], shown, "cell", block)
    row = block.getparent()
    cells = (
        [cell for cell in row if isinstance(cell.tag, str) and page.text_of(cell).strip()] if row is not None else []
    )
    if row is None or len(cells) != 2 or cells[0] is not block:
        return None
    return Line(start, page.finish[row], shown, "cell", row)


def _wrapped(page: PageView, start: int, block: Element, shown: Shown) -> Line | None:
    """A label alone on its line, and its note below it in the same wrapper and nothing else: div of span and div."""
    for wrapper in (block, block.getparent()):
        if wrapper is None or wrapper.tag not in ("div", "li", "p", "section", "blockquote", "aside"):
            return None
        length = page.length_of(wrapper)
        if length > 3000 or not page.is_blank(page.begin[wrapper], start):
            return None
        if length > len(shown.label) + 8:
            return Line(start, page.finish[wrapper], shown, "cell", wrapper)
    # "[Footnote 1]" is a paragraph of its own, and its note the next
    partner = block.getnext()
    if page.text[start] not in labels.OPENERS or partner is None or not isinstance(partner.tag, str):
        return None
    below = page.text_of(partner).strip()
    if not page.is_line(partner) or len(below) < 4 or labels.read(below):
        return None
    return Line(start, page.finish[partner], shown, "cell", block)


def beginning(page: PageView, line: Line, run: Run) -> Element | Body:
    """Where the note of a line begins: its block, or a Body when it shares the block with other lines."""
    sharing = run.in_block(line.block)
    opens_block = page.is_blank(page.begin[line.block], line.start)
    if len(sharing) == 1 and opens_block:
        return line.block
    at = bisect_right(sharing, line.start)
    after = at < len(sharing)
    end = sharing[at] if after else line.end
    if not after and page.finish[line.block] > line.end:
        rest = page.text[line.end : min(page.finish[line.block], line.end + 700)]
        # further lines of the last note, up to an empty one
        end = (
            line.end + len(re.split(r"\n\s*\n", rest, maxsplit=1)[0])
            if len(rest.strip()) < 600 and "\n\n" in rest
            else line.end
        )
        if len(sharing) > 1 and len(rest.strip()) < 400 and "\n\n" not in rest:
            end = page.finish[line.block]
    while end > line.start and page.text[end - 1].isspace():
        end -= 1
    cover = page.cover(line.start, end, line.block)
    parts = tuple(place for place in cover if not isinstance(place, Span))
    spans = tuple(place for place in cover if isinstance(place, Span))
    return Body(line.start, end, parts, spans, label=line.shown.label)
