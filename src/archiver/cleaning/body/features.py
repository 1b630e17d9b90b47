"""Features of units for the learned model: numbers that mean the same on any site, in the order in which the model was trained.

All features are counted in a few linear passes over the units that the named rules left on the page. They describe the unit itself, its words, its ancestors
(ancestors.py), its group of siblings (groups.py), its neighbours (neighbours.py), its position relative to the headline and to the longest run
of prose, and the page. docs/reference/rules.md names the sources of the training data.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, islice
from math import log

from archiver.cleaning.anchors import Hints
from archiver.cleaning.body.ancestors import (
    BIT_ARTICLE,
    BIT_ASIDE,
    BIT_LIST,
    BIT_TABLE,
    articles_around,
    centre,
    distances,
    inherited,
    sums,
)
from archiver.cleaning.body.groups import groups
from archiver.cleaning.body.lexicon import LINE, Lexicon, with_one_string_a_word, words_of
from archiver.cleaning.body.neighbours import (
    CAP,
    after_endings,
    longest_run,
    nearest,
    shared_words,
    under_headings,
    window_links,
)
from archiver.cleaning.branches import around
from archiver.cleaning.measures import HEADINGS, Measures, Unit
from archiver.cleaning.phrases import LONGEST, Phrases, phrases
from archiver.weighing.sequences import MANY, packed

#: The names of the features, in the order of a row. learned.json has the same list, so a change needs a new training. `told` is the share of the unit
#: that is in the article text of the structured data (anchors.Hints.body_share).
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
    "is_pre",
    "run_before",
    "run_inside",
    "run_fraction",
    "headline_distance",
    "headline_before",
    "signature_share",
    "signature_count",
    "parent_signature_share",
    "parent_density",
    "grand_density",
    "grand_prose_share",
    "centre_up",
    "centre_down",
    "depth",
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
    "window_link",
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
    "next_words_logit",
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
    """One row of features for each unit, in the order of NAMES. The parameters are those of `columns`; without units there are no rows."""
    if not units:
        return []
    features = columns(measures, units, headline, lexicon, hints)
    return list(zip(*[features[name] for name in NAMES], strict=True))


def columns(
    measures: Measures, units: list[Unit], headline: int | None, lexicon: Lexicon, hints: Hints
) -> dict[str, Sequence[float]]:
    """The columns of the table of features: by the name of a feature, its values for all units.

    `units` are the units that the named rules left, at least one, in document order; `headline` is the index of the headline (anchors.headline).
    """
    count = len(units)
    own = [u.index for u in units]
    parent = measures.parent
    parents = [parent[i] if i else 0 for i in own]
    grandparents = [parent[p] if p > 0 else 0 for p in parents]
    features: dict[str, Sequence[float]] = {}
    first, behind = longest_run(units)
    branches = around(measures, units)
    chars_below, link_below, prose_below = sums(measures, units, branches)
    prose_total, chars_total = prose_below[0] or 1, chars_below[0]
    run_prose = sum([u.prose for u in units[first:behind]])

    # the unit itself
    chars = [u.chars for u in units]
    texts = [u.text for u in units]
    tags = [measures.tags[i] for i in own]
    heading = [tag in HEADINGS for tag in tags]
    features["chars"] = [log(1 + c) for c in chars]
    shares = features["link_share"] = [u.link / u.chars for u in units]
    features["prose"] = [1.0 if u.prose else 0.0 for u in units]
    features["ends_sentence"] = [1.0 if t[-1] in '.!?…。！？"”»’)' else 0.0 for t in texts]
    features["capitals"] = [_capitals(t) / c if c < 400 else 0.03 for t, c in zip(texts, chars, strict=True)]
    features["is_heading"] = [1.0 if h else 0.0 for h in heading]
    features["is_pre"] = [1.0 if tag == "pre" else 0.0 for tag in tags]

    # its words
    is_long = count >= MANY
    words = with_one_string_a_word(map(words_of, texts)) if is_long else [words_of(t) for t in texts]
    lines = features["words_logit"] = [
        lexicon.words(w) if c <= LINE else 0.0 for w, c in zip(words, chars, strict=True)
    ]
    prose_logits = features["prose_logit"] = [
        lexicon.prose(w) if c > 60 else 0.0 for w, c in zip(words, chars, strict=True)
    ]
    features["prev_prose_logit"], features["next_prose_logit"] = (
        nearest(prose_logits),
        nearest(prose_logits[::-1])[::-1],
    )
    phrase_rules = phrases()
    phrase = features["phrase"] = [_phrase(unit, w, phrase_rules) for unit, w in zip(units, words, strict=True)]
    features["told"] = [hints.body_share(t) for t in texts] if hints.body else [-1.0] * count
    features["names_author"] = [hints.names_author(t) for t in texts] if hints.authors else [-1.0] * count
    features["names_site"] = [hints.names_site(t) for t in texts] if hints.sites else [-1.0] * count
    repeated = Counter(texts)
    features["duplicate"] = [float(min(repeated[t], 5)) for t in texts]

    # its ancestors
    depth, weights, states = inherited(measures, lexicon, branches)
    bits, lists, articles = zip(*[states[i] for i in own], strict=True)
    features["depth"] = [depth[i] for i in own]
    features["in_article"] = [1.0 if bit & BIT_ARTICLE else 0.0 for bit in bits]
    features["in_list"] = [1.0 if bit & BIT_LIST else 0.0 for bit in bits]
    features["in_table"] = [1.0 if bit & BIT_TABLE else 0.0 for bit in bits]
    features["in_aside"] = [1.0 if bit & BIT_ASIDE else 0.0 for bit in bits]
    features["tokens_logit"] = [weights[i] for i in own]
    features["tokens_outer"] = [weights[i] for i in grandparents]
    features["parent_density"] = [link_below[i] / chars_below[i] for i in parents]
    features["grand_density"] = [link_below[i] / chars_below[i] for i in grandparents]
    features["grand_prose_share"] = [prose_below[i] / prose_total for i in grandparents]
    headline_articles = articles_around(measures, headline)
    features["other_article"] = [
        -1.0 if not article else 0.0 if article in headline_articles else 1.0 if headline_articles else 0.5
        for article in articles
    ]
    features["list_density"] = [link_below[i] / chars_below[i] if i else -1.0 for i in lists]
    up, down = distances(measures, centre(measures, branches, units[first:behind], run_prose), branches)
    features["centre_up"], features["centre_down"] = [up[i] for i in own], [down[i] for i in own]
    up, down = distances(measures, headline, branches)
    features["headline_up"], features["headline_down"] = [up[i] for i in own], [down[i] for i in own]
    in_group = groups(measures, units, branches, chars_below, link_below, prose_below)
    features |= zip(_GROUP, zip(*in_group, strict=True), strict=True)
    if is_long:
        _pack(features)

    # units of the same kind: with the same tag, and the same class or class of the parent
    classes = measures.classes
    kind = [(tag, classes[i] or classes[p]) for tag, i, p in zip(tags, own, parents, strict=True)]
    parent_kind = [(measures.tags[p], classes[p]) for p in parents]
    prose_of_kind: dict[tuple[str, str], int] = {}
    prose_of_parent_kind: dict[tuple[str, str], int] = {}
    for unit, key, parent_key in zip(units, kind, parent_kind, strict=True):
        prose_of_kind[key] = prose_of_kind.get(key, 0) + unit.prose
        prose_of_parent_kind[parent_key] = prose_of_parent_kind.get(parent_key, 0) + unit.prose
    logs_of_counts = {key: log(1 + n) for key, n in Counter(kind).items()}
    features["signature_share"] = [prose_of_kind[key] / prose_total for key in kind]
    features["signature_count"] = [logs_of_counts[key] for key in kind]
    features["parent_signature_share"] = [prose_of_parent_kind[key] / prose_total for key in parent_kind]

    # its neighbours
    features["next_link"] = [*shares[1:], 0.0]
    features["prev_words_logit"], features["next_words_logit"] = [0.0, *lines[:-1]], [*lines[1:], 0.0]
    features["previous_gap"] = [float(min(30, i - before)) for before, i in zip([0, *own[:-1]], own, strict=True)]
    features["window_link"] = window_links(units)
    if is_long:
        _pack(features)

    # its position
    behind_chars = list(accumulate(chars, initial=0))
    run_start, run_end = behind_chars[first], behind_chars[behind]
    middle = [at + c / 2 for at, c in zip(behind_chars, chars, strict=False)]
    length = run_end - run_start or 1
    features["run_before"] = [min(CAP, run_start - m) if k < first else 0.0 for k, m in enumerate(middle)]
    features["run_inside"] = [1.0 if first <= k < behind else 0.0 for k in range(count)]
    features["run_fraction"] = [
        -1.0 if k < first else 2.0 if k >= behind else (m - run_start) / length for k, m in enumerate(middle)
    ]
    at = -1 if headline is None else bisect_left(own, headline)
    features["headline_distance"] = [-99.0 if at < 0 else max(-60.0, min(200.0, float(k - at))) for k in range(count)]
    features["headline_before"] = [1.0 if k < at else 0.0 for k in range(count)]
    prose_before = accumulate([u.prose for u in units], initial=0)
    features["prose_behind"] = [(prose_total - before) / prose_total for before in islice(prose_before, count)]
    features["shared_words"], features["shared_opening"] = shared_words(units, words, first, behind, max(at, 0))
    features |= under_headings(units, heading, lines, tags)
    features |= after_endings(units, lines, phrase, first, behind_chars)

    # the page
    features["page_prose"] = [log(1 + prose_total)] * count
    features["page_units"] = [log(1 + count)] * count
    features["page_density"] = [link_below[0] / chars_total] * count
    features["run_share"] = [run_prose / prose_total] * count
    if is_long:
        _pack(features)
    return features


#: The names of the values of groups.groups, in their order.
_GROUP = (
    "group_size", "group_link", "group_share", "group_chars", "group_prose", "group_linked_heads", "group_linked_ends",
)  # fmt: skip


def _pack(features: dict[str, Sequence[float]]) -> None:
    """Pack the columns of a long page."""
    for name, column in features.items():
        if isinstance(column, list | tuple):
            features[name] = packed(column)


def _capitals(text: str) -> int:
    """The number of capital letters in a text."""
    if not text.isascii():
        return len(_CAPITALS.findall(text))
    return len(text) - len(text.encode().translate(None, b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def _phrase(unit: Unit, words: list[str], phrase_rules: Phrases) -> float:
    """1 if a line is, or begins with, a phrase of page chrome; 0.5 if it contains one; else 0."""
    if unit.chars >= LONGEST:
        return 0.0
    if phrase_rules.rule_of(unit.text, unit.density, words):
        return 1.0
    return 0.5 if phrase_rules.within(unit.text, words) else 0.0
