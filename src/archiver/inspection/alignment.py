"""Alignment: which items of one sequence are which items of another. Patience diff (B. Cohen): items that occur once on
both sides are matched first, in the longest common order, and what stands between them is aligned in the same way.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher

#: The most pairs of items in a window that difflib may compare. It needs quadratic time.
_MAX_PAIRS = 40_000
#: How often a window may be divided before it is aligned without looking back.
_MAX_DEPTH = 60
#: How many items such an alignment may skip at once.
_MAX_SKIPPED = 64


def align(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Pairs of positions of equal items, rising on both sides. Items without a partner are in no pair.

    It takes time in proportion to the length, as long as most items are rare.
    """
    pairs: list[tuple[int, int]] = []
    windows = [(0, len(a), 0, len(b), 0)]
    while windows:
        a_start, a_end, b_start, b_end, depth = windows.pop()
        while a_start < a_end and b_start < b_end and a[a_start] == b[b_start]:
            pairs.append((a_start, b_start))
            a_start, b_start = a_start + 1, b_start + 1
        while a_start < a_end and b_start < b_end and a[a_end - 1] == b[b_end - 1]:
            a_end, b_end = a_end - 1, b_end - 1
            pairs.append((a_end, b_end))
        if a_start == a_end or b_start == b_end:
            continue
        anchors = _anchors(a, b, range(a_start, a_end), range(b_start, b_end)) if depth < _MAX_DEPTH else []
        if anchors:
            pairs += anchors
            for (a_left, b_left), (a_right, b_right) in zip(
                [(a_start - 1, b_start - 1), *anchors], [*anchors, (a_end, b_end)], strict=True
            ):
                windows.append((a_left + 1, a_right, b_left + 1, b_right, depth + 1))
        elif (a_end - a_start) * (b_end - b_start) <= _MAX_PAIRS:
            matcher = SequenceMatcher(None, a[a_start:a_end], b[b_start:b_end], autojunk=False)
            for block in matcher.get_matching_blocks():
                pairs += [(a_start + block.a + n, b_start + block.b + n) for n in range(block.size)]
        else:
            pairs += _in_order(a, b, range(a_start, a_end), range(b_start, b_end))
    return sorted(pairs)


def _anchors(a: Sequence[Hashable], b: Sequence[Hashable], a_range: range, b_range: range) -> list[tuple[int, int]]:
    """The longest rising series of pairs of items that occur once in each of two ranges."""
    a_counts, b_counts = Counter(a[n] for n in a_range), Counter(b[n] for n in b_range)
    b_places = {b[n]: n for n in b_range if b_counts[b[n]] == 1}
    candidates = [(n, b_places[a[n]]) for n in a_range if a_counts[a[n]] == 1 and a[n] in b_places]
    return longest_rising(candidates)


def longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest series of pairs, sorted by their first number, in which the second number rises too."""
    tops: list[int] = []
    top_pairs: list[int] = []
    before: list[int] = []
    for number, (_, second) in enumerate(pairs):
        pile = bisect_left(tops, second)
        before.append(top_pairs[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(second)
            top_pairs.append(number)
        else:
            tops[pile], top_pairs[pile] = second, number
    series: list[tuple[int, int]] = []
    number = top_pairs[-1] if top_pairs else -1
    while number >= 0:
        series.append(pairs[number])
        number = before[number]
    return series[::-1]


def _in_order(a: Sequence[Hashable], b: Sequence[Hashable], a_range: range, b_range: range) -> list[tuple[int, int]]:
    """Pairs of equal items, each the next one behind the pair before it; no more than a few items are skipped."""
    places: dict[Hashable, deque[int]] = {}
    for n in b_range:
        places.setdefault(b[n], deque()).append(n)
    pairs = []
    next_b = b_range.start
    for n in a_range:
        waiting = places.get(a[n])
        while waiting and waiting[0] < next_b:
            waiting.popleft()
        if waiting and waiting[0] - next_b <= _MAX_SKIPPED:
            pairs.append((n, waiting[0]))
            next_b = waiting[0] + 1
    return pairs
