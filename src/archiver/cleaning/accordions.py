"""Headings that open a panel: accordions of the kind `<h3><button>Question</button></h3><div>Answer</div>`, and `summary` in `details`.

Buttons operate the page, but these are the only place where the heading stands (WAI-ARIA's accordion pattern, Bootstrap, GOV.UK).
"""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter

from archiver.cleaning.measures import HEADINGS, Measures, Unit

#: Units looked at under a button for what it opens.
_NEAR = 6


def names_a_panel(measures: Measures, index: int) -> bool:
    """Whether a button is all that its heading holds, so that its words are the heading's."""
    parent = measures.parent[index]
    for _ in range(2):
        if measures.tags[parent] in HEADINGS:
            return measures.chars(parent) == measures.chars(index) > 0
        parent = measures.parent[parent]
    return False


def judge_panels(measures: Measures, units: list[Unit], keep: list[bool]) -> None:
    """A button that is a heading, and a summary, go with what they open."""
    tags, parent, end = measures.tags, measures.parent, measures.end
    if "button" not in tags and "summary" not in tags:
        return
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
