"""What a unit gets from those before and behind it: the longest run of prose, the heading above, lines that end articles, words that others say too."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate, chain, islice

from archiver.cleaning.measures import Unit
from archiver.cleaning.phrases import UNSPACED

#: No distance counts for more than so many characters.
CAP = 3000.0
#: Pieces of prose that open an article.
_OPENING = 6


def longest_run(units: list[Unit]) -> tuple[int, int]:
    """The stretch of units (first, behind the last) that holds most prose with least between: what is no prose
    costs.
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
    """For each unit, the share of its longer words that the rest of the longest run of prose says, too, and that the opening says, the
    first prose from `start` on. Another article speaks of other things. -1 where there are no such words.
    """
    longer = [
        {w for w in said if len(w) > 4} if unit.text.isascii() or not UNSPACED.search(unit.text) else set()
        for unit, said in zip(units, words, strict=True)
    ]
    run = [k for k in range(first, behind) if units[k].prose]
    opening = list(islice((k for k in range(start, len(units)) if units[k].prose), _OPENING))
    return _shared(longer, run), _shared(longer, opening)


def _shared(said: list[set[str]], by: list[int]) -> list[float]:
    counts = Counter(chain.from_iterable([said[k] for k in by]))
    known = set(counts)
    # a piece's own word is shared if another piece has it, too
    repeated = {word for word, count in counts.items() if count > 1}
    own = set(by)
    return [
        len(words & (repeated if k in own else known)) / len(words) if words else -1.0 for k, words in enumerate(said)
    ]


def under_headings(
    units: list[Unit],
    heading: list[bool],
    lines: list[float],
    phrase: list[float],
    tags: list[str],
) -> dict[str, list[float]]:
    """What the heading above says, or a line that looks like one, fading with the prose under it."""
    logits, distances, said, levels = [], [], [], []
    logit, at, phrase_at, level = 0.0, -50, 0.0, 0.0
    for k, unit in enumerate(units):
        distance = k - at
        logits.append(logit)
        distances.append(float(min(distance, 50)))
        said.append(phrase_at if distance < 30 else 0.0)
        levels.append(level)
        if heading[k]:
            level = float(tags[k][1])
            logit, at, phrase_at = lines[k], k, phrase[k]
        elif unit.chars < 60 and unit.link == 0 and lines[k] < -1:
            logit, at, phrase_at = lines[k], k, phrase[k]
        elif unit.prose > 200:
            logit *= 0.5
            phrase_at *= 0.5
    return {
        "heading_logit": logits, "heading_distance": distances, "heading_phrase": said, "heading_level": levels,
    }  # fmt: skip


def after_endings(
    units: list[Unit], lines: list[float], phrase: list[float], first: int, behind_chars: list[int]
) -> dict[str, list[float]]:
    """How many lines that end articles came before, since the longest run of prose began, and how far back the first of them is."""
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
    """For each place the last value before it that is not nothing, within five places."""
    found: list[float] = []
    last, at = 0.0, -9
    for k, logit in enumerate(logits):
        found.append(last if k - at <= 5 else 0.0)
        if logit:
            last, at = logit, k
    return found


def windows(units: list[Unit]) -> tuple[list[float], list[float]]:
    """For each unit, the share of prose and of links among the five units on both sides."""
    chars, prose, link = ([u.chars for u in units], [u.prose for u in units], [u.link for u in units])
    whole = _around(chars)
    return (
        [part / all_ for part, all_ in zip(_around(prose), whole, strict=True)],
        [part / all_ for part, all_ in zip(_around(link), whole, strict=True)],
    )


def _around(counts: list[int]) -> list[int]:
    """For each place the sum from five places before it to five behind it."""
    sums = list(accumulate(counts, initial=0))
    upto = [*sums[6:], *sums[-1:] * min(5, len(counts))]
    before = [0] * 5 + sums[:-1]
    return [high - low for high, low in zip(upto, before, strict=False)]
