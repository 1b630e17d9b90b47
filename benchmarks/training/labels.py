"""Labels for training: which units of a labelled page belong to its article.

If the true text of a page is known, each unit is labelled by alignment with it: a long unit by the share of its word 4-grams that are in the text, a
short unit by whether the text has it between its long neighbours. If only snippets are known, only the units with a snippet are labelled, and, with
less weight, the prose between two of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from archiver.cleaning.measures import Unit

_WORD = re.compile(r"\w+")
#: The fewest words of a long unit.
_LONG_UNIT_WORDS = 6


def label(units: Sequence[Unit], truth: dict[str, Any]) -> list[tuple[int, float, float]]:
    """The labels of a page: (number of the unit, 1.0 for body or 0.0, weight). Units about which the truth says nothing have no label.

    `truth` has either "text", or snippets in "with" and "without".
    """
    return _by_text(units, truth["text"]) if "text" in truth else _by_snippets(units, truth)


def _by_text(units: Sequence[Unit], text: str) -> list[tuple[int, float, float]]:
    """The labels of all units with words, by alignment with the true text."""
    words = [w.lower() for w in _WORD.findall(text)]
    places_of: dict[tuple[str, ...], list[int]] = {}
    for k in range(len(words) - 3):
        places_of.setdefault(tuple(words[k : k + 4]), []).append(k)
    words_by_unit = [[w.lower() for w in _WORD.findall(u.text)] for u in units]
    spans: list[tuple[int, int] | None] = [None] * len(units)
    share = [0.0] * len(units)
    position = 0
    for k, unit_words in enumerate(words_by_unit):
        if len(unit_words) < _LONG_UNIT_WORDS:
            continue
        grams = [tuple(unit_words[j : j + 4]) for j in range(len(unit_words) - 3)]
        matches = [g for g in grams if g in places_of]
        share[k] = len(matches) / len(grams)
        if share[k] > 0.5:
            places = places_of[matches[0]]
            start = next((p for p in places if p >= position - 20), places[-1])
            spans[k] = (start, start + len(unit_words))
            position = start
    total = max(250, sum(map(len, words_by_unit)))
    joined = f" {' '.join(words)} "
    result = []
    for k, unit_words in enumerate(words_by_unit):
        if not unit_words:
            continue
        value = (
            share[k]
            if len(unit_words) >= _LONG_UNIT_WORDS
            else 1.0
            if _stands_between(unit_words, k, spans, words, joined)
            else 0.0
        )
        weight = 0.2 + 40.0 * min(len(unit_words), 200) / total
        result.append((k, 1.0 if value > 0.5 else 0.0, weight))
    return result


def _stands_between(
    unit: list[str], k: int, spans: Sequence[tuple[int, int] | None], words: list[str], joined: str
) -> bool:
    """Whether the words of a short unit are in the true text (`words`, `joined`) between the places (`spans`) of its long neighbours."""
    if f" {' '.join(unit)} " not in joined:
        return False
    before = next((s[1] for j in range(k - 1, max(-1, k - 16), -1) if (s := spans[j])), None)
    after = next((s[0] for j in range(k + 1, min(len(spans), k + 16)) if (s := spans[j])), None)
    if before is None and after is None:
        return False
    low = before - 2 if before is not None else (after or 0) - 60
    high = after + 2 if after is not None else (before or 0) + 60
    if high < low:
        return False
    window = words[max(0, low) : max(0, min(high, low + 400))]
    return f" {' '.join(unit)} " in f" {' '.join(window)} "


def _by_snippets(units: Sequence[Unit], truth: dict[str, Any]) -> list[tuple[int, float, float]]:
    """The labels of the units with snippets, and of the prose between them."""

    def normalized(snippets: Sequence[str]) -> list[str]:
        return [" ".join(s.split()) for s in snippets]

    in_body, not_in_body = normalized(truth.get("with", ())), normalized(truth.get("without", ()))
    labels: dict[int, tuple[float, float]] = {}
    for k, unit in enumerate(units):
        if any(s in unit.text for s in not_in_body if s):
            labels[k] = (0.0, 4.0)
        if any(s in unit.text for s in in_body if s):
            labels[k] = (1.0, 4.0)
    body = [k for k, (value, _) in labels.items() if value]
    if len(body) > 1:
        for k in range(body[0], body[-1]):
            if k not in labels and units[k].prose > 120:
                labels[k] = (1.0, 0.7)
    return [(k, value, weight) for k, (value, weight) in sorted(labels.items())]
