"""The body of a page by where its prose stands: the smallest element that holds nearly all of it, less what is not prose inside."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from archiver.cleaning.body import candidates
from archiver.cleaning.lines import rule_of_line
from archiver.cleaning.measures import HEADINGS, Measures, Unit
from archiver.draft import Draft

#: Share of the prose of an element that one child must hold for the search to go on inside it.
_DESCEND = 0.78
#: Tags that are part of a body even when they hold no prose.
_CONTENT = frozenset(["table", "pre", "figure", "blockquote", "dl", "math"])


def find_prose(draft: Draft) -> None:
    """Set `draft.body` to the element that holds the prose, and remove what in it is links or furniture."""
    measures, units, headline = candidates(draft)
    if not units or not any(unit.prose for unit in units):
        return
    root = _root(draft, measures, units, headline)
    draft.body = [measures.elements[root]]
    _prune(draft, measures, [u for u in units if root <= u.index < measures.end[root]], root)


def _sums(units: Sequence[Unit], count: int) -> list[int]:
    """Running totals of prose over all elements, gone ones left out."""
    prose = [0] * count
    for unit in units:
        prose[unit.index] = unit.prose
    return list(accumulate(prose, initial=0))


def _root(draft: Draft, measures: Measures, units: Sequence[Unit], headline: int | None) -> int:
    total = _sums(units, len(measures.tags))

    def prose(index: int) -> int:
        return total[measures.end[index]] - total[index]

    order = draft.order
    calls = [order[e] for e in draft.calls if e in order] + [order[e] for e, _ in draft.text_calls if e in order]
    current = 0
    if headline is not None:
        # an article element around the headline that holds half of all prose is the article, whatever else the page tells
        index = headline
        while index > 0:
            index = measures.parent[index]
            if measures.tags[index] in ("article", "main") and prose(index) >= 0.5 * prose(0):
                current = index
                break
    while True:
        whole = prose(current)
        best, most = -1, 0
        index = current + 1
        while index < measures.end[current]:
            if (held := prose(index)) > most:
                best, most = index, held
            index = measures.end[index]
        if best < 0 or most < _DESCEND * whole or measures.tags[best] in ("p", "li", "blockquote", "td", "pre"):
            return current
        if any(not best <= call < measures.end[best] for call in calls if current <= call < measures.end[current]):
            return current
        current = best


def _prune(draft: Draft, measures: Measures, units: Sequence[Unit], root: int) -> None:
    """Remove blocks of links, and furniture before the first and after the last prose."""
    prose = [i for i, unit in enumerate(units) if unit.prose]
    first, last = (units[prose[0]].index, units[prose[-1]].index) if prose else (root, root)
    index = root + 1
    while index < measures.end[root]:
        rule = _rule(draft, measures, index, first, last)
        if rule:
            draft.remove(measures.elements[index], rule)
            index = measures.end[index]
        else:
            index += 1


def _rule(draft: Draft, measures: Measures, index: int, first: int, last: int) -> str | None:
    element = measures.elements[index]
    if (
        measures.is_inline(index)
        or element in draft.removed
        or draft.is_claimed(element)
        or element in draft.claimed_ancestors
    ):
        return None
    chars = measures.chars(index)
    if not chars or measures.prose(index):
        return None
    tag = measures.tags[index]
    unit = measures.first_unit(index)
    only = measures.last_unit(index) - unit == 1
    if only and (rule := rule_of_line(measures.units[unit].text)):
        return rule
    edge = index < first or index > last
    if tag in _CONTENT or tag in ("tr", "td", "th", "tbody", "thead", "caption", "figcaption"):
        return None
    if measures.density(index) > 0.6 and (chars > 60 or edge) and tag not in HEADINGS:
        return "link-list"
    return None
