"""Parts of an article that stand in boxes of their own: recipe cards, callouts, admonitions (rules/parts.toml).

Judged line by line they look like boxes beside the text: short lines, no prose. Their class says what they are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container
from functools import cache, lru_cache

from archiver.class_names import hyphenated
from archiver.cleaning.anchors import headline
from archiver.cleaning.measures import Measures, Unit
from archiver.cleaning.rules import load
from archiver.draft import Draft

#: How far from kept text such a part may stand, in units.
_NEAR = 6
#: Lines of links are offers, in whatever box.
_MOSTLY_LINKS = 0.5
#: Boxes whose lines need such a chance may be something else than their class says.
_DOUBTED = 0.05
#: Characters of a lead, and what it ends with.
_SHORTEST_LEAD = 25
_SENTENCE_ENDS = ".!?…。！？؟।։"


def keep_parts(
    measures: Measures, units: list[Unit], chances: list[float], keep: list[bool], struck: Container[int]
) -> None:
    """Keep the lines of such parts between or right after kept text, but for those that are links or were `struck` for their words."""
    parts = {name: least for name in set(measures.classes) if name and (least := _least(name))}
    if not parts:
        return
    end = measures.end
    own = [unit.index for unit in units]
    for box, name in enumerate(measures.classes):
        if name not in parts:
            continue
        least = parts[name]
        inside = range(bisect_left(own, box), bisect_left(own, end[box]))
        if not inside or all(keep[k] for k in inside):
            continue
        before = keep[max(0, inside[0] - _NEAR) : inside[0]]
        if not any(before) and not any(keep[k] for k in inside):
            continue
        if inside[0] in struck and least >= _DOUBTED:
            continue  # it opens as an advertisement or an offer does; a recipe's card with "Print"
        for k in inside:
            if k not in struck and chances[k] >= least and units[k].density <= _MOSTLY_LINKS:
                keep[k] = True


@lru_cache(maxsize=20_000)
def _least(classes: str) -> float:
    """The chance that a line in an element of these classes needs, 0 for elements that are no such part."""
    named = _named()
    tokens = hyphenated(classes).replace("#", "").split()
    return next((named[token] for token in tokens if token in named), 0.0)


@cache
def _leads() -> tuple[frozenset[str], float]:
    table = load("parts.toml")["lead"]
    return frozenset(table["tokens"]), float(table["least"])


@cache
def _named() -> dict[str, float]:
    tables = load("parts.toml")
    return {token: tables[name]["least"] for name in ("recipe", "callout") for token in tables[name]["tokens"]}


def keep_lead(draft: Draft, measures: Measures, units: list[Unit], chances: list[float], keep: list[bool]) -> None:
    """Keep the lead that a class names, between the headline and the first kept text: systems set it in a field of its own."""
    tokens, least = _leads()
    below, first = -1, 0
    for k, unit in enumerate(units):
        if keep[k] or chances[k] < least or unit.chars < _SHORTEST_LEAD or unit.text[-1] not in _SENTENCE_ENDS:
            continue
        names = f"{measures.classes[unit.index]} {measures.classes[measures.parent[unit.index]]}"
        if unit.density > 0.1 or tokens.isdisjoint(hyphenated(names).split()):
            continue
        if below < 0:
            anchor = headline(draft, measures)
            below = measures.end[anchor] if anchor is not None else len(measures.tags)
            first = next((j for j, other in enumerate(units) if keep[j] and other.index >= below), 0)
        if unit.index >= below and first - _NEAR <= k < first:
            keep[k] = True
