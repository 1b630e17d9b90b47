"""Labels for training: which units of a labelled page belong to its article.

Pages with a full text label every unit by alignment. A long unit is labelled by the share of its word 4-grams that the
text contains; a short one by whether it stands in the text between its long neighbours. Pages with snippets label only
the units that contain one, and, with a low weight, similar prose between two of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from archiver.cleaning.measures import Unit

_WORD = re.compile(r"\w+")
_LONG_UNIT_WORDS = 6


def label(units: Sequence[Unit], truth: dict[str, Any]) -> list[tuple[int, float, float]]:
    """(number of the unit, 1 for body or 0, weight) for each unit that the truth covers."""
    return _by_text(units, truth["text"]) if "text" in truth else _by_snippets(units, truth)


def _by_text(units: Sequence[Unit], text: str) -> list[tuple[int, float, float]]:
    words = [w.lower() for w in _WORD.findall(text)]
    positions: dict[tuple[str, ...], list[int]] = {}
    for k in range(len(words) - 3):
        positions.setdefault(tuple(words[k : k + 4]), []).append(k)
    words_by_unit = [[w.lower() for w in _WORD.findall(u.text)] for u in units]
    spans: list[tuple[int, int] | None] = [None] * len(units)
    share = [0.0] * len(units)
    position = 0
    for k, unit_words in enumerate(words_by_unit):
        if len(unit_words) < _LONG_UNIT_WORDS:
            continue
        grams = [tuple(unit_words[j : j + 4]) for j in range(len(unit_words) - 3)]
        matches = [g for g in grams if g in positions]
        share[k] = len(matches) / len(grams)
        if share[k] > 0.5:
            places = positions[matches[0]]
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
    def flat(snippets: Sequence[str]) -> list[str]:
        return [" ".join(s.split()) for s in snippets]

    wanted, unwanted = flat(truth.get("with", ())), flat(truth.get("without", ()))
    labels: dict[int, tuple[float, float]] = {}
    for k, unit in enumerate(units):
        if any(s in unit.text for s in unwanted if s):
            labels[k] = (0.0, 4.0)
        if any(s in unit.text for s in wanted if s):
            labels[k] = (1.0, 4.0)
    good = [k for k, (value, _) in labels.items() if value]
    if len(good) > 1:
        for k in range(good[0], good[-1]):
            if k not in labels and units[k].prose > 120:
                labels[k] = (1.0, 0.7)
    return [(k, value, weight) for k, (value, weight) in sorted(labels.items())]
