"""Components of an article in boxes of their own, which a class names: recipe cards, callouts, admonitions, standfirsts (rules/parts.toml).

Judged line by line they look like boxes beside the text: short lines, no prose. Their class says what they are.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache, lru_cache

from archiver.class_names import hyphenated
from archiver.cleaning.anchors import headline
from archiver.cleaning.body.corrections.judged import Decision, Decisions, Judged, changes
from archiver.cleaning.rules import load

#: How far from kept text a component may stand, in units.
_NEAR = 6
#: Lines of links are offers, in any box.
_MOSTLY_LINKS = 0.5
#: A box whose lines need such a chance may be something else than its class says.
_DOUBTED = 0.05
#: Characters of a standfirst, and what it ends with.
_SHORTEST_STANDFIRST = 25
_SENTENCE_ENDS = ".!?…。！？؟।։"


def components(judged: Judged) -> Decisions:
    """The lines of a component between or right after kept text stay, except links and lines that a phrase removed."""
    measures, units, chances, keep = judged.measures, judged.units, judged.chances, judged.keep.copy()
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
        if inside[0] in judged.struck and least >= _DOUBTED:
            continue  # it opens as an advertisement or an offer does; a recipe card may open with "Print"
        for k in inside:
            if k not in judged.struck and chances[k] >= least and units[k].density <= _MOSTLY_LINKS:
                keep[k] = True
    return changes(judged, keep, "component")


@lru_cache(maxsize=20_000)
def _least(classes: str) -> float:
    """The chance that a line in an element of these classes needs to stay; 0 for elements that are no component."""
    named = _named()
    tokens = hyphenated(classes).replace("#", "").split()
    return next((named[token] for token in tokens if token in named), 0.0)


@cache
def _standfirsts() -> tuple[frozenset[str], float]:
    table = load("parts.toml")["lead"]
    return frozenset(table["tokens"]), float(table["least"])


@cache
def _named() -> dict[str, float]:
    tables = load("parts.toml")
    return {token: tables[name]["least"] for name in ("recipe", "callout") for token in tables[name]["tokens"]}


def standfirst(judged: Judged) -> Decisions:
    """The standfirst that a class names stays, between the headline and the first kept text: systems have a field of its own for it."""
    measures, units, chances, keep = judged.measures, judged.units, judged.chances, judged.keep.copy()
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
            anchor = headline(judged.draft, measures)
            below = measures.end[anchor] if anchor is not None else len(measures.tags)
            first = next((j for j, other in enumerate(units) if keep[j] and other.index >= below), 0)
        if unit.index >= below and first - _NEAR <= k < first:
            keep[k] = True
            decisions[k] = Decision(True, "standfirst")
    return decisions
