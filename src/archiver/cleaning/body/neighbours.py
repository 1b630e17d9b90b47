"""Features that a unit gets from the units before and after it: the longest run of prose, the heading above, lines that end articles, shared words."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate, chain, islice

from archiver.cleaning.measures import Unit
from archiver.cleaning.phrases import UNSPACED

#: The largest distance in characters; larger ones count as this one.
CAP = 3000.0
#: The number of units of prose at the beginning of an article that count as its opening.
_OPENING = 6


def longest_run(units: list[Unit]) -> tuple[int, int]:
    """The numbers of the first unit of the longest run of prose, and of the unit behind it. Units that are not prose lower the value of a run.

    This is the algorithm of Kadane for the largest sum of consecutive values.
    """
    best = (0.0, 0, 0)
    start, total = 0, 0.0
    for number, unit in enumerate(units):
        gain = float(unit.prose) if unit.prose else -(20.0 + 2.0 * unit.link + 0.3 * min(unit.chars, 300))
        if total <= 0:
            start, total = number, 0.0
        total += gain
        if total > best[0]:
            best = (total, start, number + 1)
    return best[1], best[2]


def shared_words(
    units: list[Unit], words: list[list[str]], first: int, behind: int, start: int
) -> tuple[list[float], list[float]]:
    """For each unit, the shares of its longer words that are also in other units of the longest run of prose, and of the opening.

    The run is `units[first:behind]`; the opening is the first prose from unit `start` on. `words` are those of lexicon.words_of. A unit without
    longer words has -1. Another article on the page has other words.
    """
    longer = [
        {w for w in all_words if len(w) > 4} if unit.text.isascii() or not UNSPACED.search(unit.text) else set()
        for unit, all_words in zip(units, words, strict=True)
    ]
    run = [k for k in range(first, behind) if units[k].prose]
    opening = list(islice((k for k in range(start, len(units)) if units[k].prose), _OPENING))
    return _shared(longer, run), _shared(longer, opening)


def _shared(words_of_units: list[set[str]], others: list[int]) -> list[float]:
    """For each unit, the share of its words that are also in the units whose numbers are in `others`; -1 for a unit without words."""
    counts = Counter(chain.from_iterable([words_of_units[k] for k in others]))
    known = set(counts)
    # the words of a unit that is itself among `others` count only if a second one of these has them
    repeated = {word for word, count in counts.items() if count > 1}
    own = set(others)
    return [
        len(words & (repeated if k in own else known)) / len(words) if words else -1.0
        for k, words in enumerate(words_of_units)
    ]


def under_headings(
    units: list[Unit], heading: list[bool], lines: list[float], tags: list[str]
) -> dict[str, list[float]]:
    """Features of the heading above a unit, or of a line that looks like one; its weight fades with the prose below it.

    `heading` says for each unit whether it is a heading; `lines` are the learned weights of short lines.
    """
    logits, distances, levels = [], [], []
    logit, at, level = 0.0, -50, 0.0
    for k, unit in enumerate(units):
        logits.append(logit)
        distances.append(float(min(k - at, 50)))
        levels.append(level)
        if heading[k]:
            level = float(tags[k][1])
            logit, at = lines[k], k
        elif unit.chars < 60 and unit.link == 0 and lines[k] < -1:
            logit, at = lines[k], k
        elif unit.prose > 200:
            logit *= 0.5
    return {"heading_logit": logits, "heading_distance": distances, "heading_level": levels}


def after_endings(
    units: list[Unit], lines: list[float], phrase: list[float], first: int, behind_chars: list[int]
) -> dict[str, list[float]]:
    """For each unit, the number of lines before it that end articles ("Share this"), and the distance in characters to the first of them.

    Lines count from the beginning of the longest run of prose on, which is the unit `first`. `behind_chars` are the characters before each unit.
    """
    counts, distances = [], []
    ended, at = 0.0, -1
    for k, unit in enumerate(units):
        counts.append(ended)
        distances.append(float(min(CAP, behind_chars[k] - at)) if at >= 0 else -1.0)
        if k >= first and unit.chars < 240 and not unit.prose and (lines[k] < -2.5 or phrase[k] == 1.0):
            if at < 0:
                at = behind_chars[k + 1]
            ended += 1.0
    return {"ended": counts, "end_distance": distances}


def nearest(logits: list[float]) -> list[float]:
    """For each place, the last value before it that is not 0, if it is at most five places away; else 0."""
    values: list[float] = []
    last, at = 0.0, -9
    for k, logit in enumerate(logits):
        values.append(last if k - at <= 5 else 0.0)
        if logit:
            last, at = logit, k
    return values


def window_links(units: list[Unit]) -> list[float]:
    """For each unit, the share of links in the text of the unit and of the five units on both sides."""
    totals, links = _sums_around([u.chars for u in units]), _sums_around([u.link for u in units])
    return [link / total for link, total in zip(links, totals, strict=True)]


def _sums_around(counts: list[int]) -> list[int]:
    """For each place, the sum of the values from five places before it to five places behind it."""
    sums = list(accumulate(counts, initial=0))
    upto = [*sums[6:], *sums[-1:] * min(5, len(counts))]
    before = [0] * 5 + sums[:-1]
    return [high - low for high, low in zip(upto, before, strict=False)]
