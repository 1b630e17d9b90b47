"""Accordions: `<h3><button>Question</button></h3><div>Answer</div>`, and `summary` in `details`.

Most buttons are page chrome. But the button of an accordion holds the text of a heading (WAI-ARIA's accordion pattern, Bootstrap, GOV.UK).
"""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter

from archiver.cleaning.body.corrections.selection import Decision, Decisions, Selection
from archiver.cleaning.measures import HEADINGS, Measures
from archiver.page import visible_text

#: The most units below a button that are its panel.
_NEAR = 6


def is_heading_button(measures: Measures, index: int) -> bool:
    """Whether a button holds the whole text of a heading, so that its words are words of the article."""
    parent = measures.parent[index]
    for _ in range(2):
        if measures.tags[parent] in HEADINGS:
            return measures.chars(parent) == measures.chars(index) > 0
        parent = measures.parent[parent]
    return False


#: Attributes of a button that opens a panel, and the fewest spaces in the words of one that is a heading: "Menu" opens a menu.
_OPENING = ("aria-expanded", "aria-controls", "data-bs-target", "data-target")
_SPACES = 2


def opens_a_panel(measures: Measures, index: int) -> bool:
    """Whether a button outside of forms and menus opens a panel, and says so in several words: the question of an accordion."""
    element = measures.elements[index]
    if not any(element.get(name) for name in _OPENING) or element.get("aria-haspopup"):
        return False
    if visible_text(element).count(" ") < _SPACES:
        return False
    while index > 0:
        index = measures.parent[index]
        if measures.tags[index] in ("nav", "header", "footer", "form", "menu", "dialog"):
            return False
    return True


def accordions(selection: Selection) -> Decisions:
    """Keep a button or a summary if a unit of the panel that it opens is kept, else drop it."""
    measures, units, keep = selection.measures, selection.units, selection.keep.copy()
    tags, parent, end = measures.tags, measures.parent, measures.end
    decisions: Decisions = {}
    if "button" not in tags and "summary" not in tags and "button" not in measures.roles.values():
        return decisions
    for k, unit in enumerate(units):
        tag = tags[unit.index]
        if tag == "summary":
            stop = end[parent[unit.index]]
            opened = list(range(k + 1, bisect_left(units, stop, k + 1, key=attrgetter("index"))))
        elif tag == "button" or measures.roles.get(unit.index) == "button":
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
