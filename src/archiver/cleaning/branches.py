"""What an element of the page hands down to those below it, or gathers from them: depth, kinds and names of ancestors, the way to
the centre of the prose and to the headline, sums of text. Each is one linear pass over the tree.
"""

from __future__ import annotations

from archiver.cleaning.lexicon import Lexicon
from archiver.cleaning.measures import Measures, Unit

BIT_ARTICLE, BIT_LIST, BIT_TABLE, BIT_ASIDE = 1, 2, 4, 8
_BITS = {
    "article": BIT_ARTICLE, "main": BIT_ARTICLE, "ul": BIT_LIST, "ol": BIT_LIST, "dl": BIT_LIST, "table": BIT_TABLE,
    "aside": BIT_ASIDE, "footer": BIT_ASIDE, "header": BIT_ASIDE, "nav": BIT_ASIDE, "form": BIT_ASIDE, "section": 0,
}  # fmt: skip


def from_headline(measures: Measures, headline: int | None) -> tuple[list[int], list[int]]:
    """For each element, how many levels up from the headline the branch to it leaves, and how many down it is from
    there.
    """
    parent = measures.parent
    count = len(parent)
    up, down = [-1] * count, [-1] * count
    if headline is None:
        return up, down
    node, level = headline, 0
    while True:
        up[node], down[node] = level, 0
        if node == 0:
            break
        node, level = parent[node], level + 1
    for i in range(1, count):
        if up[i] < 0:
            up[i], down[i] = up[parent[i]], down[parent[i]] + 1
    return up, down


def lists_around(measures: Measures) -> list[int]:
    """For each element the innermost list or table around it, 0 for none."""
    tags, parent = measures.tags, measures.parent
    found = [0] * len(tags)
    for index in range(1, len(tags)):
        found[index] = index if tags[index] in ("ul", "ol", "dl", "table") else found[parent[index]]
    return found


def downward(
    measures: Measures, lexicon: Lexicon, units: list[Unit], run: list[Unit], run_prose: int
) -> tuple[list[int], list[int], list[float], list[int]]:
    """What elements inherit: depth, the kinds of their ancestors, the learned weight of their names, and the way to
    the centre.

    The centre is the deepest element that holds more than half of the longest run's prose. The way is how many levels
    up the branch to an element leaves the centre's line (times 256), and how many levels down it is from there.
    """
    tags, classes, parent = measures.tags, measures.classes, measures.parent
    count = len(tags)
    below = [0] * count
    for unit in run:
        below[unit.index] += unit.prose
    for i in range(count - 1, 0, -1):
        if below[i]:
            below[parent[i]] += below[i]
    half = run_prose * 0.5
    centre = 0
    for i in range(count):
        if below[i] > half and (i == 0 or parent[i] == centre):
            centre = i
    line = {}
    node, level = centre, 0
    while True:
        line[node] = level
        if node == 0:
            break
        node, level = parent[node], level + 1
    depth, bits = [0] * count, [0] * count
    token_sum, way = [0.0] * count, [0] * count
    tokens = lexicon.tokens
    around = [False] * count
    for unit in units:
        i = unit.index
        while i > 0 and not around[i]:
            around[i] = True
            i = parent[i]
    for i in range(count):
        p = parent[i]
        if i:
            depth[i] = depth[p] + 1
            bits[i] = bits[p] | _BITS.get(tags[i], 0)
            # the classes of html and body speak of the page, not of its parts
            if around[i]:
                token_sum[i] = token_sum[p] + tokens(tags[i], classes[i])
        if i in line:
            way[i] = min(line[i], 40) << 8
        else:
            way[i] = way[p] if way[p] & 255 == 255 else way[p] + 1
    return depth, bits, token_sum, way


def upward(measures: Measures, units: list[Unit]) -> tuple[list[int], list[int], list[int]]:
    """Characters, link characters and prose below each element, of the units that the rules left."""
    parent = measures.parent
    count = len(parent)
    chars, link, prose = [0] * count, [0] * count, [0] * count
    for unit in units:
        i = unit.index
        chars[i] += unit.chars
        link[i] += unit.link
        prose[i] += unit.prose
    for i in range(count - 1, 0, -1):
        if chars[i]:
            p = parent[i]
            chars[p] += chars[i]
            link[p] += link[i]
            prose[p] += prose[i]
    return chars, link, prose
