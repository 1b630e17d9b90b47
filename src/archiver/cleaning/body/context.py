"""Features of the second look at a page: what the first scores say of the other units.

The first trees weigh each unit by itself. A page repeats its forms, though: most of the paragraphs of an article share a tag and a class, and so do the teasers below it.
So a unit whose like ones are body is likely body, too, and the second trees read the first scores of the units of its kind, around it and under its heading.
This is stacking (Wolpert 1992) in the form of relational features. All features are counted in a few linear passes.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import accumulate
from math import fsum, log

from archiver.cleaning.body.groups import comparable_classes
from archiver.cleaning.branches import around
from archiver.cleaning.cut import words_in
from archiver.cleaning.measures import HEADINGS, Measures, Unit
from archiver.weighing.sequences import MANY, packed

#: The names of the features, in the order of a row, behind those of features.NAMES. A change needs a new training.
#: `…_chance` are mean first chances, weighted by words: in the units around, in the element around and in the next one, in units with the same
#: tag and class, in units with the same tag in elements of the same kind, in the part of the column, and under the same heading.
NAMES = [
    "score",
    "previous_score",
    "next_score",
    "second_next_score",
    "window_chance",
    "parent_chance",
    "grand_chance",
    "kind_chance",
    "place_chance",
    "part_chance",
    "section_chance",
    "page_body",
    "page_doubt",
    "page_best",
]

#: Scores count at most as this one, and beside the page as its negative.
_MOST = 6.0
#: The number of units before and after a unit that are its window.
_WINDOW = 4
#: The column is the deepest element with more than this share of the expected body.
_COLUMN = 0.7


def columns(
    measures: Measures, units: Sequence[Unit], scores: Sequence[float], chances: Sequence[float]
) -> dict[str, Sequence[float]]:
    """The columns of features, by name. `scores` are the first scores of the units, and `chances` the probabilities of these."""
    count = len(units)
    tags, classes, parent = measures.tags, measures.classes, measures.parent
    own = [unit.index for unit in units]
    parents = [parent[i] if i else 0 for i in own]
    words = [words_in(unit) for unit in units]
    body = [chance * size for chance, size in zip(chances, words, strict=True)]
    features: dict[str, Sequence[float]] = {}

    limited = [max(-_MOST, min(_MOST, score)) for score in scores]
    features["score"] = limited
    features["previous_score"] = [-_MOST, *limited[:-1]]
    features["next_score"] = [*limited[1:], -_MOST]
    features["second_next_score"] = [*limited[2:], -_MOST, -_MOST][:count]
    body_before, words_before = list(accumulate(body, initial=0.0)), list(accumulate(words, initial=0.0))
    ends = [(max(0, k - _WINDOW), min(count, k + _WINDOW + 1)) for k in range(count)]
    features["window_chance"] = [
        (body_before[last] - body_before[first]) / (words_before[last] - words_before[first]) for first, last in ends
    ]

    branches = around(measures, list(units))
    body_below, words_below = [0.0] * len(parent), [0.0] * len(parent)
    for i, expected, size in zip(own, body, words, strict=True):
        body_below[i] += expected
        words_below[i] += size
    for i in reversed(branches):
        if i:
            body_below[parent[i]] += body_below[i]
            words_below[parent[i]] += words_below[i]
    features["parent_chance"] = [body_below[p] / words_below[p] for p in parents]
    grandparents = [parent[p] if p > 0 else 0 for p in parents]
    features["grand_chance"] = [body_below[g] / words_below[g] for g in grandparents]
    parts = _parts(parent, branches, body_below)
    features["part_chance"] = [
        body_below[part] / words_below[part] if part else -1.0 for part in (parts.get(i, 0) for i in own)
    ]

    kinds = [(tags[i], classes[i] or classes[p]) for i, p in zip(own, parents, strict=True)]
    features["kind_chance"] = _means(kinds, body, words)
    places = [(tags[p], comparable_classes(classes[p]), tags[i]) for i, p in zip(own, parents, strict=True)]
    features["place_chance"] = _means(places, body, words)
    sections = list(accumulate([1 if tags[i] in HEADINGS else 0 for i in own]))
    features["section_chance"] = _means(sections, body, words)

    features["page_body"] = [log(1 + body_before[-1])] * count
    doubt = fsum(min(chance, 1 - chance) * size for chance, size in zip(chances, words, strict=True))
    features["page_doubt"] = [doubt / words_before[-1]] * count
    features["page_best"] = [max(chances)] * count
    if count >= MANY:
        features = {name: packed(column) for name, column in features.items()}
    return features


def _means(keys: Sequence[Hashable], body: Sequence[float], words: Sequence[float]) -> list[float]:
    """For each unit, the mean chance of all units with the same key."""
    totals: dict[Hashable, list[float]] = {}
    for key, expected, size in zip(keys, body, words, strict=True):
        total = totals.setdefault(key, [0.0, 0.0])
        total[0] += expected
        total[1] += size
    means = {key: expected / size for key, (expected, size) in totals.items()}
    return [means[key] for key in keys]


def _parts(parent: Sequence[int], branches: Sequence[int], body: Sequence[float]) -> dict[int, int]:
    """By the index of an element inside the column, the index of the child of the column that holds it."""
    column = 0
    for i in branches:
        if i and parent[i] == column and body[i] > _COLUMN * body[0]:
            column = i
    parts: dict[int, int] = {}
    for i in branches:
        if i and parent[i] == column:
            parts[i] = i
        elif parent[i] in parts:
            parts[i] = parts[parent[i]]
    return parts
