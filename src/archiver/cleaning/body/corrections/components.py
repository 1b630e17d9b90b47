"""Components of an article in boxes of their own, which a class names: recipe cards, callouts, admonitions, standfirsts (rules/parts.toml).

The model often drops their lines, because they are short and no prose. The class of the box is better evidence.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache, lru_cache

from archiver.cleaning.anchors import headline
from archiver.cleaning.body.corrections.selection import Decision, Decisions, Selection, changes
from archiver.cleaning.rules import load
from archiver.trees.class_names import hyphenated

#: The number of units before a component among which one must be kept.
_NEAR = 6
#: Lines with a larger share of links are offers, also in a component.
_MOSTLY_LINKS = 0.5
#: Sites use the classes of some components for other boxes, too. The lines of these components need at least this chance (rules/parts.toml).
_DOUBTED = 0.05
#: The fewest characters of a standfirst, and the characters with which it may end.
_SHORTEST_STANDFIRST = 25
_SENTENCE_ENDS = ".!?…。！？؟।։"


def components(selection: Selection) -> Decisions:
    """Keep the lines of a component between or right after kept text, except links and lines that were removed for their words."""
    measures, units, chances, keep = selection.measures, selection.units, selection.chances, selection.keep.copy()
    least_of = {name: least for name in set(measures.classes) if name and (least := _least(name))}
    if not least_of:
        return {}
    end = measures.end
    own = [unit.index for unit in units]
    for box, name in enumerate(measures.classes):
        if name not in least_of:
            continue
        least = least_of[name]
        inside = range(bisect_left(own, box), bisect_left(own, end[box]))
        if not inside or all(keep[k] for k in inside):
            continue
        before = keep[max(0, inside[0] - _NEAR) : inside[0]]
        if not any(before) and not any(keep[k] for k in inside):
            continue
        if inside[0] in selection.removed_by_words and least >= _DOUBTED:
            continue  # its first line is a phrase of an advertisement; only in sure components, "Print" may be the first line
        for k in inside:
            if k not in selection.removed_by_words and chances[k] >= least and units[k].density <= _MOSTLY_LINKS:
                keep[k] = True
    return changes(selection, keep, "component")


@lru_cache(maxsize=20_000)
def _least(classes: str) -> float:
    """The least chance with which a line in an element of these classes is kept; 0 if the classes name no component."""
    named = _named()
    tokens = hyphenated(classes).replace("#", "").split()
    return next((named[token] for token in tokens if token in named), 0.0)


def is_component(classes: str) -> bool:
    """Whether the classes of an element name a component."""
    return _least(classes) > 0


@cache
def _standfirsts() -> tuple[frozenset[str], float]:
    """The class tokens of standfirsts, and the least chance of a standfirst (the table `lead` of parts.toml)."""
    table = load("parts.toml")["lead"]
    return frozenset(table["tokens"]), float(table["least"])


@cache
def _named() -> dict[str, float]:
    """By class token of a component, the least chance of its lines."""
    tables = load("parts.toml")
    return {
        token: tables[name]["least"] for name in ("recipe", "callout", "listing") for token in tables[name]["tokens"]
    }


def standfirst(selection: Selection) -> Decisions:
    """Keep a standfirst that a class names, between the headline and the first kept text.

    Publishing systems store the standfirst in a separate field, so its element has a class of its own.
    """
    measures, units, chances, keep = selection.measures, selection.units, selection.chances, selection.keep.copy()
    decisions: Decisions = {}
    tokens, least = _standfirsts()
    below, first = -1, 0
    for k, unit in enumerate(units):
        if keep[k] or chances[k] < least or unit.chars < _SHORTEST_STANDFIRST or unit.text[-1] not in _SENTENCE_ENDS:
            continue
        names = f"{measures.classes[unit.index]} {measures.classes[measures.parent[unit.index]]}"
        if unit.density > 0.1 or tokens.isdisjoint(hyphenated(names).split()):
            continue
        if below < 0:
            anchor = headline(selection.draft, measures)
            below = measures.end[anchor] if anchor is not None else len(measures.tags)
            first = next((j for j, other in enumerate(units) if keep[j] and other.index >= below), 0)
        if unit.index >= below and first - _NEAR <= k < first:
            keep[k] = True
            decisions[k] = Decision(True, "standfirst")
    return decisions
