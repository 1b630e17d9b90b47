"""What the body finder knows of each unit: numbers that hold on any site, in one order that the learned model shares.

Everything here is counted in a few linear passes over the units that named rules left: their own shape, the words of
their classes summed over all ancestors, their neighbours, the branch they hang on, and where they stand to the
headline and to the longest run of prose.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, islice
from math import log

from archiver.cleaning.anchors import Hints
from archiver.cleaning.body.groups import groups
from archiver.cleaning.body.lexicon import LINE, Lexicon, words_of
from archiver.cleaning.body.neighbours import (
    CAP,
    after_endings,
    longest_run,
    nearest,
    shared_words,
    under_headings,
    windows,
)
from archiver.cleaning.branches import (
    BIT_ARTICLE,
    BIT_ASIDE,
    BIT_LIST,
    BIT_TABLE,
    around,
    articles_around,
    centre,
    inherited,
    sums,
    ways,
)
from archiver.cleaning.measures import HEADINGS, Measures, Unit
from archiver.cleaning.phrases import LONGEST, Phrases, phrases

#: The names of the features, in the order of a row.
NAMES = [
    "chars",
    "link_share",
    "prose",
    "ends_sentence",
    "capitals",
    "words_logit",
    "tokens_logit",
    "tokens_outer",
    "prev_words_logit",
    "heading_logit",
    "heading_distance",
    "is_heading",
    "is_item",
    "is_paragraph",
    "is_pre",
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
    "next_link",
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
    "heading_level",
    "told",
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
    "group_linked_ends",
    "group_number",
    "next_words_logit",
    "class_rank",
    "prose_logit",
    "prev_prose_logit",
    "next_prose_logit",
    "names_author",
    "names_site",
    "prose_behind",
    "shared_words",
    "shared_opening",
    "other_article",
]

_CAPITALS = re.compile("[A-ZÀ-ÖØ-ÞĀĆČĐĘŁŃŚŠŹŻŽА-ЯΑ-Ω]")


def rows(
    measures: Measures, units: list[Unit], headline: int | None, lexicon: Lexicon, hints: Hints
) -> list[tuple[float, ...]]:
    """One row of features for each unit, in the order of NAMES."""
    if not units:
        return []
    found = columns(measures, units, headline, lexicon, hints)
    return list(zip(*[found[name] for name in NAMES], strict=True))


def columns(
    measures: Measures, units: list[Unit], headline: int | None, lexicon: Lexicon, hints: Hints
) -> dict[str, Sequence[float]]:
    """Each feature of all units (at least one), by name."""
    count = len(units)
    own = [u.index for u in units]
    parent = measures.parent
    above = [parent[i] if i else 0 for i in own]
    far = [parent[p] if p > 0 else 0 for p in above]
    found: dict[str, Sequence[float]] = {}
    first, behind = longest_run(units)
    branches = around(measures, units)
    chars_below, link_below, prose_below = sums(measures, units, branches)
    prose_total, chars_total = prose_below[0] or 1, chars_below[0]
    run_prose = sum([u.prose for u in units[first:behind]])

    # what a unit itself is
    chars = [u.chars for u in units]
    texts = [u.text for u in units]
    tags = [measures.tags[i] for i in own]
    heading = [tag in HEADINGS for tag in tags]
    logs = found["chars"] = [log(1 + c) for c in chars]
    shares = found["link_share"] = [u.link / u.chars for u in units]
    found["prose"] = [1.0 if u.prose else 0.0 for u in units]
    found["ends_sentence"] = [1.0 if t[-1] in '.!?…。！？"”»’)' else 0.0 for t in texts]
    found["capitals"] = [_capitals(t) / c if c < 400 else 0.03 for t, c in zip(texts, chars, strict=True)]
    found["is_heading"] = [1.0 if h else 0.0 for h in heading]
    found["is_item"] = [1.0 if tag in ("li", "dd", "dt") else 0.0 for tag in tags]
    found["is_paragraph"] = [1.0 if tag == "p" else 0.0 for tag in tags]
    found["is_pre"] = [1.0 if tag == "pre" else 0.0 for tag in tags]

    # what its words say
    words = [words_of(t) for t in texts]
    lines = found["words_logit"] = [lexicon.words(w) if c <= LINE else 0.0 for w, c in zip(words, chars, strict=True)]
    prose_logits = found["prose_logit"] = [
        lexicon.prose(w) if c > 60 else 0.0 for w, c in zip(words, chars, strict=True)
    ]
    found["prev_prose_logit"], found["next_prose_logit"] = nearest(prose_logits), nearest(prose_logits[::-1])[::-1]
    known = phrases()
    phrase = found["phrase"] = [_phrase(unit, w, known) for unit, w in zip(units, words, strict=True)]
    found["told"] = [hints.told(t) for t in texts] if hints.body else [-1.0] * count
    found["names_author"] = [hints.names_author(t) for t in texts] if hints.authors else [-1.0] * count
    found["names_site"] = [hints.names_site(t) for t in texts] if hints.sites else [-1.0] * count
    repeated = Counter(texts)
    found["duplicate"] = [float(min(repeated[t], 5)) for t in texts]

    # the branch it hangs on
    depth, weights, states = inherited(measures, lexicon, branches)
    kinds, lists, articles = zip(*[states[i] for i in own], strict=True)
    found["depth"] = [depth[i] for i in own]
    found["in_article"] = [1.0 if bit & BIT_ARTICLE else 0.0 for bit in kinds]
    found["in_list"] = [1.0 if bit & BIT_LIST else 0.0 for bit in kinds]
    found["in_table"] = [1.0 if bit & BIT_TABLE else 0.0 for bit in kinds]
    found["in_aside"] = [1.0 if bit & BIT_ASIDE else 0.0 for bit in kinds]
    found["tokens_logit"] = [weights[i] for i in own]
    found["tokens_outer"] = [weights[i] for i in far]
    found["parent_density"] = [link_below[i] / chars_below[i] for i in above]
    found["grand_density"] = [link_below[i] / chars_below[i] for i in far]
    found["parent_prose_share"] = [prose_below[i] / prose_total for i in above]
    found["grand_prose_share"] = [prose_below[i] / prose_total for i in far]
    holding = articles_around(measures, headline)
    found["other_article"] = [
        -1.0 if not article else 0.0 if article in holding else 1.0 if holding else 0.5 for article in articles
    ]
    found["list_density"] = [link_below[i] / chars_below[i] if i else -1.0 for i in lists]
    up, down = ways(measures, centre(measures, branches, units[first:behind], run_prose), branches)
    found["centre_up"], found["centre_down"] = [up[i] for i in own], [down[i] for i in own]
    up, down = ways(measures, headline, branches)
    found["headline_up"], found["headline_down"] = [up[i] for i in own], [down[i] for i in own]
    in_group = groups(measures, units, branches, chars_below, link_below, prose_below)
    found |= zip(_GROUP, zip(*in_group, strict=True), strict=True)

    # those of its kind
    classes = measures.classes
    kind = [(tag, classes[i] or classes[p]) for tag, i, p in zip(tags, own, above, strict=True)]
    parent_kind = [(measures.tags[p], classes[p]) for p in above]
    held: dict[tuple[str, str], int] = {}
    parents_held: dict[tuple[str, str], int] = {}
    for unit, key, parent_key in zip(units, kind, parent_kind, strict=True):
        held[key] = held.get(key, 0) + unit.prose
        parents_held[parent_key] = parents_held.get(parent_key, 0) + unit.prose
    number = {key: log(1 + n) for key, n in Counter(kind).items()}
    found["signature_share"] = [held[key] / prose_total for key in kind]
    found["signature_count"] = [number[key] for key in kind]
    found["parent_signature_share"] = [parents_held[key] / prose_total for key in parent_kind]
    ranks = {key: float(min(rank, 20)) for rank, key in enumerate(sorted(held, key=lambda key: -held[key]))}
    found["class_rank"] = [ranks[key] for key in kind]

    # its neighbours
    found["prev_chars"], found["next_chars"] = [0.0, *logs[:-1]], [*logs[1:], 0.0]
    found["next_link"] = [*shares[1:], 0.0]
    found["prev_words_logit"], found["next_words_logit"] = [0.0, *lines[:-1]], [*lines[1:], 0.0]
    found["previous_gap"] = [float(min(30, i - before)) for before, i in zip([0, *own[:-1]], own, strict=True)]
    found["window_prose"], found["window_link"] = windows(units)

    # where it stands
    behind_chars = list(accumulate(chars, initial=0))
    run_start, run_end = behind_chars[first], behind_chars[behind]
    middle = [at + c / 2 for at, c in zip(behind_chars, chars, strict=False)]
    length = run_end - run_start or 1
    found["run_before"] = [min(CAP, run_start - m) if k < first else 0.0 for k, m in enumerate(middle)]
    found["run_after"] = [min(CAP, m - run_end) if k >= behind else 0.0 for k, m in enumerate(middle)]
    found["run_inside"] = [1.0 if first <= k < behind else 0.0 for k in range(count)]
    found["run_fraction"] = [
        -1.0 if k < first else 2.0 if k >= behind else (m - run_start) / length for k, m in enumerate(middle)
    ]
    at = -1 if headline is None else bisect_left(own, headline)
    found["headline_distance"] = [-99.0 if at < 0 else max(-60.0, min(200.0, float(k - at))) for k in range(count)]
    found["headline_before"] = [1.0 if k < at else 0.0 for k in range(count)]
    seen = accumulate([u.prose for u in units], initial=0)
    found["prose_behind"] = [(prose_total - s) / prose_total for s in islice(seen, count)]
    found["shared_words"], found["shared_opening"] = shared_words(units, words, first, behind, max(at, 0))
    found |= under_headings(units, heading, lines, phrase, tags)
    found |= after_endings(units, lines, phrase, first, behind_chars)

    # what the page is
    found["page_prose"] = [log(1 + prose_total)] * count
    found["page_units"] = [log(1 + count)] * count
    found["page_density"] = [link_below[0] / chars_total] * count
    found["run_share"] = [run_prose / prose_total] * count
    return found


#: The names of what groups.py says.
_GROUP = (
    "group_size", "group_link", "group_share", "group_chars", "group_prose", "group_linked_heads", "group_linked_ends", "group_number",
)  # fmt: skip


def _capitals(text: str) -> int:
    if not text.isascii():
        return len(_CAPITALS.findall(text))
    return len(text) - len(text.encode().translate(None, b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def _phrase(unit: Unit, words: list[str], known: Phrases) -> float:
    """Whether a line is a phrase that gives page chrome away (1), or holds one (0.5)."""
    if unit.chars >= LONGEST:
        return 0.0
    if known.rule_of(unit.text, unit.density, words):
        return 1.0
    return 0.5 if known.within(unit.text, words) else 0.0
