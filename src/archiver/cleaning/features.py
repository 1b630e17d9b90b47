"""What the body finder knows of each unit: numbers that hold on any site, in one order that the learned model shares.

Everything here is counted in a few linear passes over the units that named rules left: their own shape, the words of
their classes summed over all ancestors, their neighbours, the branch they hang on, and where they stand to the
headline and to the longest run of prose.
"""

from __future__ import annotations

import re
from math import log

from archiver.cleaning.anchors import Hints
from archiver.cleaning.branches import (
    BIT_ARTICLE,
    BIT_ASIDE,
    BIT_LIST,
    BIT_TABLE,
    downward,
    from_headline,
    lists_around,
    upward,
)
from archiver.cleaning.groups import groups
from archiver.cleaning.lexicon import Lexicon
from archiver.cleaning.measures import HEADINGS, Measures, Unit
from archiver.cleaning.phrases import LONGEST, Phrases, phrases

#: The names of the features, in the order of a row.
NAMES = [
    "chars",
    "link_share",
    "prose",
    "commas",
    "stops",
    "ends_sentence",
    "digits",
    "capitals",
    "colon",
    "words_logit",
    "tokens_logit",
    "tokens_outer",
    "prev_words_logit",
    "heading_logit",
    "heading_distance",
    "is_heading",
    "is_item",
    "is_cell",
    "is_paragraph",
    "is_quote",
    "is_pre",
    "is_caption",
    "run_before",
    "run_after",
    "run_inside",
    "run_fraction",
    "headline_distance",
    "headline_before",
    "signature_share",
    "signature_count",
    "parent_signature_share",
    "parent_density",
    "grand_density",
    "parent_prose_share",
    "grand_prose_share",
    "centre_up",
    "centre_down",
    "depth",
    "prev_chars",
    "next_chars",
    "prev_link",
    "next_link",
    "prev_prose",
    "next_prose",
    "in_article",
    "in_list",
    "in_table",
    "in_aside",
    "page_prose",
    "page_units",
    "duplicate",
    "page_density",
    "list_density",
    "phrase",
    "previous_gap",
    "run_share",
    "window_prose",
    "window_link",
    "heading_phrase",
    "heading_link",
    "heading_level",
    "nth",
    "ellipsis",
    "told",
    "described",
    "headline_up",
    "headline_down",
    "ended",
    "end_distance",
    "group_size",
    "group_link",
    "group_share",
    "group_chars",
    "group_prose",
    "group_linked_heads",
    "group_number",
    "next_words_logit",
    "class_rank",
    "prose_logit",
    "prev_prose_logit",
    "next_prose_logit",
    "names_author",
    "names_site",
    "prose_behind",
]

_CAP = 3000
_DIGITS = re.compile("[0-9]")


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


def rows(
    measures: Measures, units: list[Unit], headline: int | None, lexicon: Lexicon, hints: Hints
) -> list[list[float]]:
    """One row of features for each unit, in the order of NAMES."""
    if not units:
        return []
    tags, classes, parent = measures.tags, measures.classes, measures.parent
    first, behind = longest_run(units)
    prose_total = sum(u.prose for u in units) or 1
    chars_total = sum(u.chars for u in units) or 1
    run_prose = sum(u.prose for u in units[first:behind])
    reached = sum(u.chars for u in units[:first])
    run_start, run_end = reached, reached + sum(u.chars for u in units[first:behind])

    # sums over the tree of what the rules left
    depth, bits, token_sum, centre_level = downward(measures, lexicon, units, units[first:behind], run_prose)
    chars_below, link_below, prose_below = upward(measures, units)

    signatures: dict[tuple[str, str], list[int]] = {}
    parents: dict[tuple[str, str], int] = {}
    texts: dict[str, int] = {}
    for unit in units:
        i, p = unit.index, parent[unit.index] if unit.index else 0
        entry = signatures.setdefault((tags[i], classes[i] or classes[p]), [0, 0])
        entry[0] += unit.prose
        entry[1] += 1
        key = (tags[p], classes[p])
        parents[key] = parents.get(key, 0) + unit.prose
        texts[unit.text] = texts.get(unit.text, 0) + 1

    headline_at = -1
    if headline is not None:
        headline_at = next((k for k, u in enumerate(units) if u.index >= headline), len(units))
    page_prose, page_units = log(1 + prose_total), log(1 + len(units))
    page_density = sum(u.link for u in units) / chars_total
    words_logits = [lexicon.words(u.text) if u.chars <= 240 else 0.0 for u in units]

    prose_logits = [lexicon.prose(u.text) if u.chars > 60 else 0.0 for u in units]
    prose_before, prose_after = _nearest(prose_logits), _nearest(prose_logits[::-1])[::-1]
    up, down = from_headline(measures, headline)
    group_of = groups(measures, units, prose_total)
    nth: dict[str, int] = {}
    ranks = _ranks(signatures)
    ended, ended_at = 0.0, -1
    heading_link, heading_level = 0.0, 0.0
    window = _windows(units)
    # of each unit, with nothing on both sides of the first and the last
    logs = [0.0, *(log(1 + u.chars) for u in units), 0.0]
    shares = [0.0, *(u.link / u.chars for u in units), 0.0]
    prosaic = [0.0, *(1.0 if u.prose else 0.0 for u in units), 0.0]
    list_of = lists_around(measures)
    known = phrases()
    table: list[list[float]] = []
    heading_logit, heading_at, heading_phrase = 0.0, -50, 0.0
    position = prose_seen = 0
    count = len(units)
    for k, unit in enumerate(units):
        i = unit.index
        p = parent[i] if i else 0
        g = parent[p] if p > 0 else 0
        tag = tags[i]
        text, chars = unit.text, unit.chars
        is_heading = tag in HEADINGS
        before = units[k - 1] if k else None
        after = units[k + 1] if k + 1 < count else None
        signature = signatures[(tag, classes[i] or classes[p])]
        bit = bits[i]
        inside = first <= k < behind
        around = list_of[i]
        phrase = _phrase(unit, known)
        middle = position + chars / 2
        nth[text] = nth.get(text, 0) + 1
        ascii_only = text.isascii()
        row = [
            logs[k + 1],
            shares[k + 1],
            prosaic[k + 1],
            (text.count(",") + (0 if ascii_only else text.count("、") + text.count("，"))) * 100 / chars,
            (text.count(". ") + text.count("? ") + text.count("! ") + (0 if ascii_only else text.count("。")))
            * 100
            / chars,
            1.0 if text[-1] in '.!?…。！？"”»’)' else 0.0,
            len(_DIGITS.findall(text)) / chars if chars < 400 else 0.0,
            _capitals(text) if chars < 400 else 0.1,
            1.0 if text[-1] == ":" else 0.0,
            words_logits[k],
            token_sum[i],
            token_sum[g],
            words_logits[k - 1] if k else 0.0,
            heading_logit,
            min(k - heading_at, 50),
            1.0 if is_heading else 0.0,
            1.0 if tag in ("li", "dd", "dt") else 0.0,
            1.0 if tag in ("td", "th", "caption") else 0.0,
            1.0 if tag == "p" else 0.0,
            1.0 if tag == "blockquote" or tags[p] == "blockquote" else 0.0,
            1.0 if tag == "pre" else 0.0,
            1.0 if tag == "figcaption" or tags[p] in ("figure", "figcaption") else 0.0,
            0.0 if k >= first else min(_CAP, run_start - middle),
            0.0 if k < behind else min(_CAP, middle - run_end),
            1.0 if inside else 0.0,
            (middle - run_start) / max(1, run_end - run_start) if inside else (-1.0 if k < first else 2.0),
            -99.0 if headline_at < 0 else max(-60.0, min(200.0, k - headline_at)),
            1.0 if headline_at >= 0 and k < headline_at else 0.0,
            signature[0] / prose_total,
            log(1 + signature[1]),
            parents[(tags[p], classes[p])] / prose_total,
            link_below[p] / max(1, chars_below[p]),
            link_below[g] / max(1, chars_below[g]),
            prose_below[p] / prose_total,
            prose_below[g] / prose_total,
            float(centre_level[i] >> 8),
            float(centre_level[i] & 255),
            float(depth[i]),
            logs[k],
            logs[k + 2],
            shares[k],
            shares[k + 2],
            prosaic[k],
            prosaic[k + 2],
            1.0 if bit & BIT_ARTICLE else 0.0,
            1.0 if bit & BIT_LIST else 0.0,
            1.0 if bit & BIT_TABLE else 0.0,
            1.0 if bit & BIT_ASIDE else 0.0,
            page_prose,
            page_units,
            float(min(texts[text], 5)),
            page_density,
            link_below[around] / max(1, chars_below[around]) if around else -1.0,
            phrase,
            float(min(30, units[k].index - (before.index if before else 0))),
            run_prose / prose_total,
            *window[k],
            heading_phrase if k - heading_at < 30 else 0.0,
            heading_link,
            heading_level,
            float(min(nth[text], 5)),
            1.0 if text.endswith(_ELLIPSIS) else 0.0,
            hints.told(text) if hints.body else -1.0,
            hints.described(text) if hints.description else 0.0,
            float(up[i]),
            float(down[i]),
            ended,
            min(_CAP, position - ended_at) if ended_at >= 0 else -1.0,
            *group_of[k],
            words_logits[k + 1] if after else 0.0,
            ranks[(tag, classes[i] or classes[p])],
            prose_logits[k],
            prose_before[k],
            prose_after[k],
            hints.names_author(text) if hints.authors else -1.0,
            hints.names_site(text) if hints.sites else -1.0,
            (prose_total - prose_seen) / prose_total,
        ]
        table.append(row)
        position += chars
        prose_seen += unit.prose
        if k >= first and chars < 240 and not unit.prose and (words_logits[k] < -2.5 or phrase == 1.0):
            if ended_at < 0:
                ended_at = position
            ended += 1.0
        if is_heading:
            heading_link, heading_level = shares[k + 1], float(tag[1])
        if is_heading or (chars < 60 and unit.link == 0 and words_logits[k] < -1):
            heading_logit, heading_at, heading_phrase = words_logits[k], k, phrase
        elif unit.prose > 200:
            heading_logit *= 0.5
            heading_phrase *= 0.5
    return table


def _nearest(logits: list[float]) -> list[float]:
    """For each place the last value before it that is not nothing, within five places."""
    found: list[float] = []
    last, at = 0.0, -9
    for k, logit in enumerate(logits):
        found.append(last if k - at <= 5 else 0.0)
        if logit:
            last, at = logit, k
    return found


#: How the beginning of another article ends.
_ELLIPSIS = ("…", "...", "[…]", "[...]", "(…)", "(...)")


def _ranks(signatures: dict[tuple[str, str], list[int]]) -> dict[tuple[str, str], float]:
    """The place of each signature by the prose that its units hold, 0 the first."""
    ordered = sorted(signatures, key=lambda s: -signatures[s][0])
    return {signature: float(min(rank, 20)) for rank, signature in enumerate(ordered)}


def _phrase(unit: Unit, known: Phrases) -> float:
    """Whether a line is a phrase that gives page chrome away (1), or holds one (0.5)."""
    if unit.chars >= LONGEST:
        return 0.0
    if known.rule_of(unit.text, unit.density):
        return 1.0
    return 0.5 if known.within(unit.text) else 0.0


def _capitals(text: str) -> float:
    words = text.split()
    return len([w for w in words if w[0].isupper()]) / len(words)


def _windows(units: list[Unit]) -> list[tuple[float, float]]:
    """For each unit, the share of prose and of links among the five units on both sides."""
    chars, prose, link = [0], [0], [0]
    for unit in units:
        chars.append(chars[-1] + unit.chars)
        prose.append(prose[-1] + unit.prose)
        link.append(link[-1] + unit.link)
    count = len(units)
    found = []
    for k in range(count):
        a, b = max(0, k - 5), min(count, k + 6)
        total = chars[b] - chars[a] or 1
        found.append(((prose[b] - prose[a]) / total, (link[b] - link[a]) / total))
    return found
