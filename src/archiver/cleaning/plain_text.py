"""The body of copied text: everything that is not furniture of the page it was copied from.

A copied page has no classes; it has a front zone before the first paragraph of prose, a body, and a tail. In the
front zone short lines go, but for a heading right above the prose and for a standfirst; in the tail everything goes
from the first cue on (tags, related articles, comments); in between, only lines that a phrase gives away. Disclaimers
stay, wherever they are.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from archiver.cleaning.measures import HEADINGS, Measures, Unit
from archiver.cleaning.phrases import phrases
from archiver.cleaning.roles import role_of
from archiver.draft import Draft
from archiver.xmltree import is_within

_TRAIL = re.compile(r"\S\s*(?:>|»|›|→|/)\s+\S")
_SENTENCE_END = re.compile(r"[.!?…。！？؟।][\"”»’)\]\d]*$")
_COPYRIGHT = re.compile(r"^\s*(?:©|\(c\)\s|copyright\b)", re.IGNORECASE)
_TAIL_CUES = frozenset(["related", "comments", "tags", "subscribe", "share-bar"])
_STANDFIRST = 60


def find_plain_body(draft: Draft, measures: Measures, sure: Collection[int] = ()) -> None:
    """Remove the furniture of a copied page; the body is the whole text without it. Units of the elements in `sure` stay, and with them
    what stands between them.
    """
    units = [u for u in measures.units if not _claimed(draft, u)]
    prose = [k for k, u in enumerate(units) if u.prose]
    if prose:
        stays = [k for k, unit in enumerate(units) if unit.index in sure]
        first = _front(draft, measures, units, prose, stays)
        last = _tail(draft, measures, units, prose, stays)
        _between(draft, measures, [unit for unit in units[first:last] if unit.index not in sure])
    _empty_lists(draft, measures)
    draft.set_body([draft.page.root])


def _claimed(draft: Draft, unit: Unit) -> bool:
    element = draft.page.elements[unit.index]
    return is_within(element, draft.moved) or is_within(element, draft.note_parts)


def _has_call(draft: Draft, unit: Unit) -> bool:
    element = draft.page.elements[unit.index]
    return (element, "text") in draft.text_calls or element in draft.claimed_ancestors


def _front(draft: Draft, measures: Measures, units: list[Unit], prose: list[int], stays: list[int]) -> int:
    """Clear the zone above the first paragraph; return the number of the first unit of the body."""
    title = draft.head.title_element
    title_at = draft.page.index_of.get(title, -1) if title is not None else -1
    first = next(
        (k for k in prose if units[k].index > title_at and not phrases().within(units[k].text)),
        prose[0],
    )
    if stays and stays[0] <= first:
        first, title_at = stays[0], -1  # the title stands under its text, or is that of something else
    start = first
    if first and measures.tags[units[first - 1].index] in HEADINGS and units[first - 1].index > title_at:
        start = first - 1
    shares = _share_lists(measures, units[:start])
    for unit in units[:start]:
        element = draft.page.elements[unit.index]
        parent = measures.parent[unit.index]
        rule = phrases().rule_of(unit.text) or phrases().within(unit.text)
        if rule is None and parent in shares:
            rule = "share-bar"
        if rule is None and unit.index > title_at and (_has_call(draft, unit) or _is_standfirst(unit)):
            continue
        if rule is None and len(unit.text) < 120 and _TRAIL.search(unit.text):
            rule = "breadcrumb"
        draft.remove(element, rule or "above-article")
    return start


def _is_standfirst(unit: Unit) -> bool:
    return unit.chars >= _STANDFIRST and bool(_SENTENCE_END.search(unit.text))


def _share_lists(measures: Measures, units: list[Unit]) -> set[int]:
    """Lists in which at least two items are labels of a share bar."""
    counts: dict[int, int] = {}
    for unit in units:
        if measures.tags[unit.index] == "li" and phrases().rule_of(unit.text) == "share-bar":
            parent = measures.parent[unit.index]
            counts[parent] = counts.get(parent, 0) + 1
    return {parent for parent, count in counts.items() if count >= 2}


def _tail(draft: Draft, measures: Measures, units: list[Unit], prose: list[int], stays: list[int]) -> int:
    """Clear the zone under the article; return the number behind the last unit of the body."""
    total = sum(units[k].prose for k in prose)
    after = [0] * (len(units) + 1)
    last_call = -1
    for k in range(len(units) - 1, -1, -1):
        after[k] = after[k + 1] + units[k].prose
        if last_call < 0 and _has_call(draft, units[k]):
            last_call = k
    last_note = max((draft.page.index_of[e] for e in draft.note_parts), default=-1)
    known = phrases()
    for k in range(max(prose[0] + 1, last_call + 1, stays[-1] + 1 if stays else 0), len(units)):
        if after[k] > 0.25 * total:
            continue
        unit = units[k]
        rule = known.rule_of(unit.text) or known.within(unit.text)
        if rule is None and _COPYRIGHT.match(unit.text):
            rule = "site-footer"
        behind_notes = -1 < last_note < unit.index and not unit.prose
        if (rule in _TAIL_CUES or rule == "site-footer" or behind_notes) and not role_of(unit.text):
            current = rule or "below-article"
            for rest in units[k:]:
                own = known.rule_of(rest.text) or known.within(rest.text)
                current = own or current
                if role_of(rest.text) in ("disclaimer", "correction", "editor-note", "acknowledgement"):
                    continue
                draft.remove(draft.page.elements[rest.index], current)
            return k
    return len(units)


def _between(draft: Draft, measures: Measures, units: list[Unit]) -> None:
    """Take out lines in the body that lead elsewhere."""
    known = phrases()
    shares = _share_lists(measures, units)
    for unit in units:
        if unit.prose or _has_call(draft, unit):
            continue
        if measures.tags[unit.index] in HEADINGS and known.whole(unit.text):
            continue  # "Comments" may be what a section is about; "Read also: …" is not
        rule = known.rule_of(unit.text) or known.within(unit.text)
        if rule is None and measures.parent[unit.index] in shares:
            rule = "share-bar"
        if rule is not None:
            draft.remove(draft.page.elements[unit.index], rule)


def _empty_lists(draft: Draft, measures: Measures) -> None:
    """A list all of whose items went under one rule goes under it as a whole, one entry for each item's text
    staying in order.
    """
    for element in draft.page.elements:
        if element.tag in ("ul", "ol") and len(element):
            rules = {draft.removed[item].rule if item in draft.removed else "" for item in element}
            if len(rules) == 1 and (rule := rules.pop()):
                draft.remove(element, rule)
