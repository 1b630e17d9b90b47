"""The body of plain text that was copied from a page: the text without the chrome of the page.

Copied text has no classes. It has lines above the first paragraph of prose, a body, and lines below the body. Above the prose, all lines are
removed, except a heading right above the prose and a standfirst. Below the body, everything is removed from the first cue on (tags, related
articles, comments). In the body, only lines with a phrase of page chrome are removed. Disclaimers always stay.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from archiver.cleaning.block_roles import role_of
from archiver.cleaning.measures import HEADINGS, Measures, Unit
from archiver.cleaning.phrases import phrases
from archiver.draft import Draft
from archiver.xmltree import is_within

#: A breadcrumb: "Home > News".
_TRAIL = re.compile(r"\S\s*(?:>|»|›|→|/)\s+\S")
_SENTENCE_END = re.compile(r"[.!?…。！？؟।][\"”»’)\]\d]*$")
_COPYRIGHT = re.compile(r"^\s*(?:©|\(c\)\s|copyright\b)", re.IGNORECASE)
#: Rules of lines that begin the end of a page.
_TAIL_CUES = frozenset(["related", "comments", "tags", "subscribe", "share-bar"])
#: The fewest characters of a standfirst.
_SHORTEST_STANDFIRST = 60


def find_plain_body(draft: Draft, measures: Measures, sure: Collection[int] = ()) -> None:
    """Remove the chrome of a copied page, and make the root of the page the root of the body.

    `sure` are indexes of elements whose units are surely body: these units stay, and so does everything between them.
    """
    units = [u for u in measures.units if not _is_claimed(draft, u)]
    prose = [k for k, u in enumerate(units) if u.prose]
    if prose:
        kept = [k for k, unit in enumerate(units) if unit.index in sure]
        first = _remove_above(draft, measures, units, prose, kept)
        last = _remove_below(draft, measures, units, prose, kept)
        _remove_between(draft, measures, [unit for unit in units[first:last] if unit.index not in sure])
    _remove_empty_lists(draft)
    draft.set_body([draft.page.root])


def _is_claimed(draft: Draft, unit: Unit) -> bool:
    """Whether a unit went into the head or into a note."""
    element = draft.page.elements[unit.index]
    return is_within(element, draft.moved) or is_within(element, draft.note_parts)


def _has_call(draft: Draft, unit: Unit) -> bool:
    """Whether a unit holds a note call."""
    element = draft.page.elements[unit.index]
    return (element, "text") in draft.text_calls or element in draft.claimed_ancestors


def _remove_above(draft: Draft, measures: Measures, units: list[Unit], prose: list[int], kept: list[int]) -> int:
    """Remove lines above the first paragraph of prose; return the number of the first unit of the body.

    `prose` and `kept` are numbers of units: those that are prose, and those that must stay.
    """
    title = draft.head.title_element
    title_at = draft.page.index_of.get(title, -1) if title is not None else -1
    first = next(
        (k for k in prose if units[k].index > title_at and not phrases().within(units[k].text)),
        prose[0],
    )
    if kept and kept[0] <= first:
        first, title_at = kept[0], -1  # the title stands below its text, or belongs to something else
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
    """Whether a line is long enough for a standfirst and ends with the end of a sentence."""
    return unit.chars >= _SHORTEST_STANDFIRST and bool(_SENTENCE_END.search(unit.text))


def _share_lists(measures: Measures, units: list[Unit]) -> set[int]:
    """The indexes of lists in which at least two items are labels of a share bar."""
    counts: dict[int, int] = {}
    for unit in units:
        if measures.tags[unit.index] == "li" and phrases().rule_of(unit.text) == "share-bar":
            parent = measures.parent[unit.index]
            counts[parent] = counts.get(parent, 0) + 1
    return {parent for parent, count in counts.items() if count >= 2}


def _remove_below(draft: Draft, measures: Measures, units: list[Unit], prose: list[int], kept: list[int]) -> int:
    """Remove lines below the article; return the number behind the last unit of the body. `prose` and `kept` as in `_remove_above`."""
    total = sum(units[k].prose for k in prose)
    prose_from = [0] * (len(units) + 1)
    last_call = -1
    for k in range(len(units) - 1, -1, -1):
        prose_from[k] = prose_from[k + 1] + units[k].prose
        if last_call < 0 and _has_call(draft, units[k]):
            last_call = k
    last_note = max((draft.page.index_of[e] for e in draft.note_parts), default=-1)
    cues = phrases()
    for k in range(max(prose[0] + 1, last_call + 1, kept[-1] + 1 if kept else 0), len(units)):
        if prose_from[k] > 0.25 * total:
            continue
        unit = units[k]
        rule = cues.rule_of(unit.text) or cues.within(unit.text)
        if rule is None and _COPYRIGHT.match(unit.text):
            rule = "site-footer"
        behind_notes = -1 < last_note < unit.index and not unit.prose
        if (rule in _TAIL_CUES or rule == "site-footer" or behind_notes) and not role_of(unit.text):
            current = rule or "below-article"
            for rest in units[k:]:
                # a line without a cue of its own belongs to the part of the page that the last cue began
                current = cues.rule_of(rest.text) or cues.within(rest.text) or current
                if role_of(rest.text) in ("disclaimer", "correction", "editor-note", "acknowledgement"):
                    continue
                draft.remove(draft.page.elements[rest.index], current)
            return k
    return len(units)


def _remove_between(draft: Draft, measures: Measures, units: list[Unit]) -> None:
    """Remove lines in the body that are page chrome by their words."""
    cues = phrases()
    shares = _share_lists(measures, units)
    for unit in units:
        if unit.prose or _has_call(draft, unit):
            continue
        if measures.tags[unit.index] in HEADINGS and cues.whole(unit.text):
            continue  # "Comments" may be the subject of a section; "Read also: …" is not
        rule = cues.rule_of(unit.text) or cues.within(unit.text)
        if rule is None and measures.parent[unit.index] in shares:
            rule = "share-bar"
        if rule is not None:
            draft.remove(draft.page.elements[unit.index], rule)


def _remove_empty_lists(draft: Draft) -> None:
    """Remove each list whose items were all removed under one rule. The list is removed under the same rule."""
    for element in draft.page.elements:
        if element.tag in ("ul", "ol") and len(element):
            rules = {draft.removed[item].rule if item in draft.removed else "" for item in element}
            if len(rules) == 1 and (rule := rules.pop()):
                draft.remove(element, rule)
