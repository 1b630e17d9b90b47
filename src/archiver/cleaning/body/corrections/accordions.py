"""Accordions: `<h3><button>Question</button></h3><div>Answer</div>`, and `summary` in `details`.

A button operates the page, but the button of an accordion is the only place where its heading stands (WAI-ARIA's accordion pattern, Bootstrap,
GOV.UK).
"""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter

from archiver.cleaning.body.corrections.judged import Decision, Decisions, Judged
from archiver.cleaning.measures import HEADINGS, Measures

#: How many units under a button may be what it opens.
_NEAR = 6


def names_a_panel(measures: Measures, index: int) -> bool:
    """Whether a button is all that its heading holds, so that its words are the heading's."""
    parent = measures.parent[index]
    for _ in range(2):
        if measures.tags[parent] in HEADINGS:
            return measures.chars(parent) == measures.chars(index) > 0
        parent = measures.parent[parent]
    return False


def accordions(judged: Judged) -> Decisions:
    """The button that is a heading, and a summary, go with what they open."""
    measures, units, keep = judged.measures, judged.units, judged.keep.copy()
    tags, parent, end = measures.tags, measures.parent, measures.end
    decisions: Decisions = {}
    if "button" not in tags and "summary" not in tags:
        return decisions
    for k, unit in enumerate(units):
        tag = tags[unit.index]
        if tag == "summary":
            stop = end[parent[unit.index]]
            opened = list(range(k + 1, bisect_left(units, stop, k + 1, key=attrgetter("index"))))
        elif tag == "button":
            opened = []
            for j in range(k + 1, min(len(units), k + 1 + _NEAR)):
                if tags[units[j].index] in HEADINGS or tags[units[j].index] == "button":
                    break
                opened.append(j)
        else:
            continue
        if opened:
            keep[k] = any(keep[j] for j in opened)
            decisions[k] = Decision(keep[k], "accordion")
    return decisions
