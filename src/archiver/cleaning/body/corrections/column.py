"""The column of the article: what stands among its paragraphs, or right below them, stays unless something of its own says that it is page chrome.

A list, a table, a listing, a closing line or a signature gets a low chance from the model, because page chrome consists of short lines, too. But most
page chrome has evidence of its own: links, words, class names, a text that the page has twice. So a low chance alone takes nothing out of the column:

    <div> <p>…</p> <p>…</p> <table>…</table> <p>…</p> <div><ul>…</ul></div> <p>Vellmar, in May</p> </div>        all of it stays
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Literal, NamedTuple

from archiver.cleaning.anchors import headline, hints
from archiver.cleaning.body import model
from archiver.cleaning.body.corrections.components import is_component
from archiver.cleaning.body.corrections.selection import Decision, Decisions, Selection
from archiver.cleaning.body.lexicon import LINE, words_of
from archiver.cleaning.measures import HEADINGS, Unit

#: An element holds the article if it has at least so many kept paragraphs, or at least this share of the kept prose.
_PARAGRAPHS, _MOST = 3, 0.5
#: Elements that are no running text. Their words count for little: the words of a table and of code are not those of a language.
_STRUCTURES = frozenset(["ul", "ol", "dl", "table", "pre", "math", "blockquote", "details"])
_NO_LANGUAGE = frozenset(["table", "pre", "math"])
_LISTS = frozenset(["ul", "ol", "dl"])
#: The most elements among which such an element is looked for: the block, then the elements that wrap it.
_WRAPPERS = 4
#: The largest share of links in a block, by its place, and in a list whose words do not count.
_LINKS = {"before": 0.3, "between": 0.5, "after": 0.3, "part": 0.8}
_LINKS_OF_A_LIST = 0.1
#: The least mean weight of the words of its short lines, by the place of the block, above that of a line of unknown words (lexicon.py), which each training
#: gives anew. A line beside kept lines of one block ("part") needs clearer words.
_WORDS = {"before": -0.25, "between": -0.8, "after": -0.4, "part": -1.6}
#: The least weight of the words of prose, above that of unknown words, and the least weight of the class names of an element.
_PROSE, _NAMES = -1.55, -0.5
#: Rules that also remove parts of texts of an article.
_HARMLESS = frozenset(
    ["button", "hidden", "screen-reader", "edit-link", "print-links", "line-number", "byline", "date-line", "toc"]
)
#: Texts with at most so many characters recur in an article: "Yes.", the cells of a table.
_SHORT = 20
#: Elements of a line in loose text, the ends of a sentence or a label, and the chance below which such a line is a caption.
_LINES, _ENDS, _DOUBTED = frozenset(["div", "center", "td", "small"]), ".!?:…。！？؟", 0.4
#: A text has words of prose from this number of characters on.
_LONG = 60

Place = Literal["before", "between", "after", "part"]


class ColumnBlock(NamedTuple):
    """Dropped units of a child of a column: all units of the child, or a single one if another unit of the child is kept.

    `holder` and `top` are the indexes of the column and of its child. `place` is relative to the kept units of the column; a single unit is a "part"
    if most of the text of the child is kept.
    """

    holder: int
    top: int
    numbers: range
    place: Place


def column(selection: Selection) -> Decisions:
    """Keep the blocks of the columns without evidence of page chrome. Below the last kept text, the first block with evidence ends the column."""
    decisions: Decisions = {}
    ended: set[int] = set()
    evidence = _Evidence(selection)
    for block in _blocks(selection):
        if block.place == "after" and block.holder in ended:
            continue
        if not evidence.of(block):
            decisions.update(dict.fromkeys(block.numbers, Decision(True, "in-the-column")))
        elif block.place == "after":
            ended.add(block.holder)
    return decisions


def _columns(selection: Selection, own: list[int]) -> dict[int, tuple[int, int]]:
    """By the index of an element that holds paragraphs of the article, the numbers of the first and the last kept unit in it that is no
    heading."""
    measures, units, keep = selection.measures, selection.units, selection.keep
    prose: dict[int, list[int]] = {}
    for unit, is_kept in zip(units, keep, strict=True):
        if is_kept and unit.prose:
            is_loose = measures.chars(unit.index) > unit.chars
            prose.setdefault(unit.index if is_loose else measures.parent[unit.index], []).append(unit.prose)
    most = _MOST * sum(map(sum, prose.values()))
    columns = {}
    for holder, lengths in prose.items():
        if len(lengths) >= _PARAGRAPHS or sum(lengths) >= most:
            inside = range(bisect_left(own, holder), bisect_left(own, measures.end[holder]))
            kept = [k for k in inside if keep[k] and measures.tags[own[k]] not in HEADINGS]
            columns[holder] = kept[0], kept[-1]
    return columns


def _blocks(selection: Selection) -> Iterator[ColumnBlock]:
    """The dropped blocks of all columns, in document order."""
    measures, keep = selection.measures, selection.keep
    parent, end = measures.parent, measures.end
    own = [unit.index for unit in selection.units]
    columns = _columns(selection, own)
    #: numbers of the kept units that are loose text among blocks
    loose = {k for k, u in enumerate(selection.units) if keep[k] and measures.chars(u.index) > u.chars}
    behind = 0
    #: by the child of a column: how many characters of its units are kept
    kept_in: dict[int, int] = {}
    for k, index in enumerate(own):
        if keep[k] or k < behind:
            continue
        if index in columns:  # loose text of the column, which stands anywhere in it
            yield ColumnBlock(index, index, range(k, k + 1), "between")
            continue
        top = index
        while top and parent[top] not in columns:
            top = parent[top]
        if not top:
            continue
        holder = parent[top]
        if measures.is_inline(top):  # an inline element with blocks: each of them stands in the loose text
            top = index
        behind = bisect_left(own, end[top])
        if top not in kept_in:
            kept_in[top] = sum(selection.units[j].chars for j in range(bisect_left(own, top), behind) if keep[j])
        first, last = columns[holder]
        place: Place = "before" if k < first else "after" if k > last else "between"
        if place == "after" and columns[holder][0] in loose and _text_follows(selection, index, holder):
            place = "between"
        if kept_in[top]:
            behind = k + 1
            if 2 * kept_in[top] > measures.chars(top):
                place = "part"
        yield ColumnBlock(holder, top, range(k, behind), place)


def _text_follows(selection: Selection, index: int, holder: int) -> bool:
    """Whether loose text of an element follows a block in it: `<div>text <span>text <h3>heading</h3> text</span></div>`."""
    measures = selection.measures
    while index > holder:
        element = measures.elements[index]
        if (element.tail or "").strip():
            return True
        following = element.next
        while following is not None:
            is_inline = measures.owner[following.index] == holder
            if (following.tail or "").strip() or (is_inline and (following.text or "").strip()):
                return True
            following = following.next
        index = measures.parent[index]
    return False


class _Evidence:
    """What says of a block that it is page chrome."""

    def __init__(self, selection: Selection) -> None:
        self._selection, self._measures = selection, selection.measures
        self._lexicon = model.model().lexicon
        self._unknown_line, self._unknown_prose = self._lexicon.words([]), self._lexicon.prose([])

    @cached_property
    def _repetitions(self) -> Counter[str]:
        return Counter(unit.text for unit in self._selection.units)

    @cached_property
    def _removed(self) -> list[int]:
        """The indexes of the elements that named rules removed, sorted."""
        removed = self._selection.draft.removed.items()
        return sorted(element.index for element, removal in removed if removal.rule not in _HARMLESS)

    @cached_property
    def _below_headline(self) -> int:
        """The index behind which blocks are below the headline."""
        anchor = headline(self._selection.draft, self._measures)
        return len(self._measures.tags) if anchor is None else anchor

    @cached_property
    def _names_author(self) -> dict[str, bool]:
        known = hints(self._selection.draft)
        return {unit.text: known.names_author(unit.text) > 0 for unit in self._selection.units}

    def of(self, block: ColumnBlock) -> bool:
        """Whether anything says so."""
        units = [self._selection.units[k] for k in block.numbers]
        links = sum(unit.link for unit in units) / sum(unit.chars for unit in units)
        elements = self._elements(block)
        structure = self._structure(block.top, links)
        return (
            links > _LINKS[block.place]
            or not self._selection.removed_by_words.isdisjoint(block.numbers)
            or (structure not in _NO_LANGUAGE and self._least_name(elements) < _NAMES)
            or (block.place == "after" and self._holds_chrome(block.top))
            or (not structure and (self._is_repeated(units) or self._by_words(units, _WORDS[block.place])))
            or self._is_line_in_loose_text(block, structure)
            or (block.place in ("before", "after") and any(self._names_author[unit.text] for unit in units))
            or (block.place == "before" and self._may_be_a_byline(elements))
        )

    def _is_line_in_loose_text(self, block: ColumnBlock, structure: str) -> bool:
        """Whether a block is one short line without an end of a sentence in the loose text of the column: the caption or the credit of a lost picture."""
        if structure or len(block.numbers) > 1:
            return False
        k = block.numbers[0]
        unit, measures = self._selection.units[k], self._measures
        holder = measures.owner[measures.parent[unit.index]] if unit.index else 0
        return (
            measures.tags[unit.index] in _LINES
            and unit.chars <= _LONG
            and unit.text[-1] not in _ENDS
            and self._selection.chances[k] < _DOUBTED
            and holder in self._loose
        )

    @cached_property
    def _loose(self) -> set[int]:
        """The indexes of elements whose kept text is loose prose among blocks."""
        selection, measures = self._selection, self._measures
        return {
            unit.index
            for unit, kept in zip(selection.units, selection.keep, strict=True)
            if kept and unit.prose and measures.chars(unit.index) > unit.chars
        }

    def _elements(self, block: ColumnBlock) -> Sequence[int]:
        """The indexes of the elements of a block: of a single unit, the element and its ancestors in the child of the column."""
        index = self._selection.units[block.numbers[-1]].index
        if len(block.numbers) > 1:
            return range(block.top, index + 1)
        path = [index]
        while path[-1] != block.top:
            path.append(self._measures.parent[path[-1]])
        return path[::-1]

    def _is_repeated(self, units: list[Unit]) -> bool:
        """Whether the page has most of the text of a block twice: "Advertisement", a teaser. Short lines may recur within the block."""
        inside = Counter(unit.text for unit in units if unit.chars <= _SHORT)
        repeated = sum(unit.chars for unit in units if self._repetitions[unit.text] > (inside[unit.text] or 1))
        return 2 * repeated > sum(unit.chars for unit in units)

    def _least_name(self, elements: Sequence[int]) -> float:
        """The least weight of the class names of these elements. The boxes of an article (components.py) do not count."""
        names = {self._measures.classes[index] for index in elements} - {""}
        return min((self._lexicon.tokens("div", name) for name in names if not is_component(name)), default=0.0)

    def _holds_chrome(self, top: int) -> bool:
        """Whether a named rule removed a part of a block: the form of an offer, the share bar below an article."""
        at = bisect_left(self._removed, top)
        return at < len(self._removed) and self._removed[at] < self._measures.end[top]

    def _structure(self, top: int, links: float) -> str:
        """The tag of the table, listing, formula or list with few links that a block is, or that it wraps without other text; else ""."""
        measures = self._measures
        chars = measures.chars(top)
        for index in range(top, min(top + _WRAPPERS, measures.end[top])):
            tag = measures.tags[index]
            if measures.chars(index) < chars:
                break
            if tag in _NO_LANGUAGE or (tag in _LISTS and links <= _LINKS_OF_A_LIST):
                return tag
        return ""

    def _by_words(self, units: list[Unit], least: float) -> bool:
        """Whether the words of a block are those of page chrome: of its short lines together, or of one piece of prose."""
        measures, lexicon = self._measures, self._lexicon
        units = [
            u
            for u in units
            if _NO_LANGUAGE.isdisjoint([measures.tags[u.index], measures.tags[measures.parent[u.index]]])
        ]
        lines = [unit for unit in units if unit.chars <= LINE]
        weight = sum((lexicon.words(words_of(unit.text)) - self._unknown_line) * unit.chars for unit in lines)
        return weight < least * sum(unit.chars for unit in lines) or any(
            lexicon.prose(words_of(unit.text)) - self._unknown_prose < _PROSE for unit in units if unit.chars > _LONG
        )

    def _may_be_a_byline(self, elements: Sequence[int]) -> bool:
        """Whether a block above the first kept text is above the headline, or has class names and is no list or table."""
        measures = self._measures
        if elements[0] <= self._below_headline:
            return True
        is_named = any(measures.classes[index] for index in elements)
        return is_named and not any(measures.tags[index] in _STRUCTURES for index in elements)
