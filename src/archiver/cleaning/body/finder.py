"""Finder of the body in the part of the page that the named rules left.

The model gives each unit a chance, which is the probability that the unit is body (model.py). The cut of the page is chosen: units with at least
this chance are kept. Corrections by position and structure follow (corrections/). The kept units decide the roots of the body. Each part of a
root without a kept unit is removed. The rule of the removal names its place: above the article, between its parts, or below it.
"""

from __future__ import annotations

from collections.abc import Collection

from archiver.cleaning.anchors import Hints, headline, hints
from archiver.cleaning.body import features, model
from archiver.cleaning.body.corrections import Selection, correct
from archiver.cleaning.body.data_tables import data_tables, long_tables, mean_chance
from archiver.cleaning.body.lead_image import keep_lead_image
from archiver.cleaning.branches import around, indexes_of, marked
from archiver.cleaning.cut import LOOSEST, STRICTEST, choose_cut
from archiver.cleaning.measures import Measures, Unit
from archiver.draft import Correction, Draft

#: Blocks of which a part makes no sense: the body is not split inside them.
_WHOLE = frozenset(["table", "ul", "ol", "dl", "blockquote", "figure", "pre", "details"])


def find_body(draft: Draft, measures: Measures, sure: Collection[int] = ()) -> None:
    """Set `draft.body`, and remove the parts inside of it that do not belong to the article. `sure` are indexes of elements whose units are body."""
    if draft.page.media_type == "text/plain":
        from archiver.cleaning.copied.finder import find_copied_body

        find_copied_body(draft, measures, sure)
        return
    if draft.body:
        return  # the rules for the site name it
    units, anchor = candidates(draft, measures)
    selection = select(draft, measures, units, anchor, sure)
    for k, reasons in selection.history.items():
        draft.correct(measures.elements[units[k].index], Correction(selection.keep[k], tuple(reasons)))
    if any(selection.keep):
        _Pruning(draft, measures, units, selection.keep).run()
        keep_lead_image(draft, measures)
    elif not draft.removed:
        draft.add_finding("C002")


def candidates(draft: Draft, measures: Measures) -> tuple[list[Unit], int | None]:
    """The units that no rule has removed and no earlier pass has claimed, and the index of the headline, or None."""
    gone = marked(measures, indexes_of(draft, draft.removed, draft.moved, draft.note_parts), ())
    anchor = headline(draft, measures)
    if anchor is not None and draft.head.title:
        gone[anchor] = True
    return [u for u in measures.units if not gone[u.index]], anchor


def select(
    draft: Draft, measures: Measures, units: list[Unit], anchor: int | None, sure: Collection[int] = ()
) -> Selection:
    """The Selection of the body: decisions of the model, then of the corrections.

    `anchor` is the index of the headline. `sure` are indexes of elements: their units get the chance 1.
    """
    if not units:
        return Selection(draft, measures, [], [], 0.0)
    known = hints(draft)
    chances = _chances(measures, units, anchor, known)
    # newsrooms put teasers and offers between the paragraphs, and these are whole and sure
    cut = choose_cut(units, chances, STRICTEST if known.is_news else LOOSEST)
    if sure:
        chances = [1.0 if unit.index in sure else chance for unit, chance in zip(units, chances, strict=True)]
    return correct(Selection(draft, measures, units, chances, cut))


def _chances(measures: Measures, units: list[Unit], anchor: int | None, known: Hints) -> list[float]:
    """For each unit, the chance that it is body. The inner cells of a long data table have the mean chance of its other cells."""
    learned, tables = model.model(), long_tables(data_tables(measures, units))
    left_out = {k for _, inner in tables for k in inner}
    weighed = [unit for k, unit in enumerate(units) if k not in left_out] if left_out else units
    columns = features.columns(measures, weighed, anchor, learned.lexicon, known)
    chances = learned.chances(measures, weighed, columns)
    if not left_out:
        return chances
    weighed_chances = iter(chances)
    chances = [0.0 if k in left_out else next(weighed_chances) for k in range(len(units))]
    for outer, inner in tables:
        mean = mean_chance(units, outer, chances)
        for k in inner:
            chances[k] = mean
    return chances


class _Pruning:
    """Turns the decisions about units into roots of the body and removals."""

    def __init__(self, draft: Draft, measures: Measures, units: list[Unit], keep: list[bool]) -> None:
        self.draft, self.measures = draft, measures
        self.units, self.keep = units, keep
        count = len(measures.tags)
        parent = measures.parent
        #: by element, how many kept and dropped units are below it
        self.kept, self.dropped = [0] * count, [0] * count
        #: by element, whether it is the block of a kept unit
        self.is_kept = [False] * count
        #: elements whose own loose text was dropped while blocks inside are kept
        loose = [0] * count
        own_dropped: list[int] = []
        for unit, is_kept in zip(units, keep, strict=True):
            (self.kept if is_kept else self.dropped)[unit.index] += 1
            self.is_kept[unit.index] = is_kept
            if not is_kept:
                own_dropped.append(unit.index)
        branches = around(measures, units)[:0:-1]
        for index in branches:
            self.kept[parent[index]] += self.kept[index]
            self.dropped[parent[index]] += self.dropped[index]
        self.loose_inline: list[int] = []
        for index in own_dropped:
            if not self.kept[index]:
                continue
            if _has_loose_text(draft, index):
                loose[index] = 1
            self.loose_inline.append(index)
        # a block that is not split keeps its loose text
        for index in branches:
            if loose[index] and measures.tags[index] not in _WHOLE:
                loose[parent[index]] = 1
        self.split = loose

    def run(self) -> None:
        """Set the roots of the body, and remove what is dropped inside them."""
        draft, measures = self.draft, self.measures
        elements, end = measures.elements, measures.end
        root = self._common()
        first = next(u.index for u, k in zip(self.units, self.keep, strict=True) if k)
        last = next(u.index for u, k in zip(reversed(self.units), reversed(self.keep), strict=True) if k)
        stack = [root]
        while stack:
            index = stack.pop()
            if self.split[index] and measures.tags[index] not in _WHOLE:
                stack.extend(reversed([i for i in self._children(index) if self.kept[i]]))
            else:
                draft.add_to_body(elements[index])
        for top in [e.index for e in draft.body]:
            index = top + 1
            while index < end[top]:
                if self.dropped[index] and not self.kept[index] and not self._holds_kept_text(index):
                    draft.remove(elements[index], self._rule(index, first, last))
                    index = end[index]
                else:
                    index += 1
        for index in self.loose_inline:
            self._remove_inline(index, first, last)

    def _holds_kept_text(self, index: int) -> bool:
        """Whether an inline element holds blocks, and text of a kept block around it: `<div><span>text <div>block</div> text</span></div>`."""
        measures = self.measures
        if not measures.is_inline(index) or not self.is_kept[measures.owner[index]]:
            return False
        return any(
            _has_loose_text(self.draft, inside)
            for inside in range(index, measures.end[index])
            if measures.owner[inside] == measures.owner[index]
        )

    def _common(self) -> int:
        """The deepest element that holds all kept units."""
        total, index = self.kept[0], 0
        while True:
            inner = next((i for i in self._children(index) if self.kept[i] == total), None)
            # a table that holds the whole article in one cell lays out the page
            if inner is None or (self.measures.tags[index] in _WHOLE and self.measures.tags[index] != "table"):
                return self._table(index) if self.measures.tags[index] in ("tr", "tbody", "thead", "tfoot") else index
            index = inner

    def _table(self, index: int) -> int:
        while self.measures.tags[index] != "table" and index:
            index = self.measures.parent[index]
        return index

    def _children(self, index: int) -> list[int]:
        end, stop = self.measures.end, self.measures.end[index]
        children, child = [], index + 1
        while child < stop:
            children.append(child)
            child = end[child]
        return children

    def _remove_inline(self, index: int, first: int, last: int) -> None:
        """Remove the inline elements of a block whose own text was dropped."""
        measures, draft = self.measures, self.draft
        for child in self._children(index):
            if not self.kept[child] and measures.is_inline(child) and measures.is_seen(child):
                element = measures.elements[child]
                if (
                    not draft.is_claimed(element)
                    and element not in draft.claimed_ancestors
                    and (element.text or element.children)
                ):
                    draft.remove(element, self._rule(child, first, last))

    def _rule(self, index: int, first: int, last: int) -> str:
        return "above-article" if index < first else "below-article" if index > last else "beside-article"


def _has_loose_text(draft: Draft, index: int) -> bool:
    """Whether an element has text outside of its child elements."""
    element = draft.page.elements[index]
    return bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element.children)
