"""The features of the lines of a copied page: what is measured of each line, its neighbours and its place.

No feature names a language or a site. The phrases of rules/ and the learned weights of words are features among others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence, Set
from math import fsum, log1p

from archiver.cleaning.body.lexicon import Lexicon, words_of
from archiver.cleaning.line_gaps import gaps_before
from archiver.cleaning.measures import HEADINGS, Measures, Unit
from archiver.cleaning.phrases import phrases
from archiver.draft import Draft
from archiver.weighing.sequences import distances, running_sums, share
from archiver.weighing.stretches import main_stretch

_DIGITS = re.compile(r"\d+")
_SENTENCE = re.compile(r"[.!?…。！？؟।](?:[\"”»’)\]\d]|\s|$)")
_END = re.compile(r"[.!?…。！？؟।][\"”»’)\]]*\d{0,3}$")
_ELLIPSIS = re.compile(r"(?:…|\.\.\.)\W*$")
#: Two words that the copying glued: "GutscheineNike", "12:30Sport".
_GLUED = re.compile(r"[a-zà-ÿ0-9][A-ZÀ-Ý][a-zà-ÿ]")
_SEPARATED = re.compile(r"\s[|·•/›>»–—-]\s|\t")
_TIME = re.compile(r"\b\d{1,2}[:.h]\d{2}\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MARKS = re.compile(r"[^\w\s]")
#: The characters at the beginning of a line of which shares are measured, and those of which words are counted.
_HEAD, _COUNTED = 120, 1500
#: The number of lines of prose of which the opening of an article consists.
_OPENING = 12
#: The farthest distance that is told from others, in lines.
_FAR = 60
#: The rules of phrases that are features of their own.
_RULES = (
    "related",
    "comments",
    "tags",
    "subscribe",
    "share-bar",
    "site-footer",
    "breadcrumb",
)

Column = Sequence[float | bool | int]

NAMES = [
    "length", "words", "prose", "sentences", "ends", "ends_colon", "ellipsis", "lower_start", "digit_start", "upper", "titled", "digits", "marks",
    "commas", "glued", "separated", "address", "time", "year", "quote_start", "paren_start", "mean_word",
    "heading", "item", "cell", "quote",
    "blanks_before", "blanks_after", "indent",
    "same", "pattern", "same_first", "in_title", "title_overlap", "coherence",
    "opening", "opening_window", "title_window", "coherence_window",
    "length_1b", "length_2b", "length_3b", "length_1a", "length_2a", "length_3a", "prose_1b", "prose_1a", "prose_2b", "prose_2a", "like_before", "like_after",
    "short_run", "short_run_place", "to_prose_before", "to_prose_after", "prose_before", "prose_after", "window_5", "window_15", "words_window",
    "place", "chars_place", "lines", "prose_share", "median_prose", "relative_length",
    "inside", "from_start", "from_end", "stretch_share", "after_title", "to_title",
    "phrase", "within", "cue_before", "cue_distance", "cues_window", *(f"is_{rule}" for rule in _RULES),
    "word_weight", "prose_weight", "word_weight_before", "word_weight_after", "weight_window", "note", "call", "moved",
]  # fmt: skip


def rows(draft: Draft, measures: Measures, units: Sequence[Unit], lexicon: Lexicon) -> list[tuple[float, ...]]:
    """The features of each line, in the order of NAMES."""
    table = columns(draft, measures, units, lexicon)
    return list(zip(*(table[name] for name in NAMES), strict=True))


def columns(draft: Draft, measures: Measures, units: Sequence[Unit], lexicon: Lexicon) -> dict[str, Column]:
    """Each feature for all lines."""
    count = len(units)
    texts = [unit.text for unit in units]
    words = [words_of(text[:_COUNTED]) for text in texts]
    lengths = [unit.chars for unit in units]
    logs = [log1p(n) for n in lengths]
    prose = [unit.prose for unit in units]
    tags = [measures.tags[unit.index] for unit in units]
    result: dict[str, Column] = {}
    each = result.__setitem__

    # -- the line itself
    each("length", logs)
    each("words", [len(w) for w in words])
    each("prose", [log1p(n) for n in prose])
    each("sentences", [min(len(_SENTENCE.findall(t[:_COUNTED])), 12) for t in texts])
    each("ends", [_END.search(t[-8:]) is not None for t in texts])
    each("ends_colon", [t.rstrip()[-1:] in (":", "：") for t in texts])
    each("ellipsis", [_ELLIPSIS.search(t[-6:]) is not None for t in texts])
    each("lower_start", [t[:1].islower() for t in texts])
    each("digit_start", [t[:1].isdigit() for t in texts])
    heads = [text[:_HEAD] for text in texts]
    each("upper", [share(sum(map(str.isupper, h)), len(h)) for h in heads])
    each("titled", [share(sum(w[:1].isupper() for w in ws), len(ws)) for h in heads for ws in (h.split(),)])
    each("digits", [share(sum(map(str.isdigit, h)), len(h)) for h in heads])
    each("marks", [share(len(_MARKS.findall(h)), len(h)) for h in heads])
    each("commas", [min(sum(map(t.count, ",，、")), 20) for t in texts])
    each("glued", [min(len(_GLUED.findall(t[:1000])), 20) for t in texts])
    each("separated", [min(len(_SEPARATED.findall(t[:1000])), 20) for t in texts])
    each("address", ["http" in t or "@" in t or "www." in t for t in texts])
    each("time", [_TIME.search(h) is not None for h in heads])
    each("year", [_YEAR.search(h) is not None for h in heads])
    each("quote_start", [t[:1] in "\"“”„«»‘'「『" for t in texts])
    each("paren_start", [t[:1] in "([（" for t in texts])
    each("mean_word", [share(sum(map(len, w[:60])), len(w[:60])) for w in words])
    each("heading", [tag in HEADINGS for tag in tags])
    each("item", [tag == "li" for tag in tags])
    each("cell", [tag == "td" for tag in tags])
    each("quote", [tag in ("blockquote", "pre") for tag in tags])

    # -- blank lines around it
    blanks, indents = gaps_before(draft, units)
    each("blanks_before", blanks[:-1])
    each("blanks_after", blanks[1:])
    each("indent", indents)

    # -- repetition
    folded = [" ".join(w) for w in words]
    patterns = [_DIGITS.sub("0", t.casefold()) for t in texts]
    same, alike, firsts = Counter(folded), Counter(patterns), Counter(w[0] if w else "" for w in words)
    each("same", [min(same[f], 10) for f in folded])
    each("pattern", [min(alike[p], 10) for p in patterns])
    each("same_first", [min(firsts[w[0] if w else ""], 10) for w in words])
    words_of_title = words_of(draft.head.title)
    title, title_words = " ".join(words_of_title), set(words_of_title)
    each("in_title", [bool(f) and f == title for f in folded])
    each("title_overlap", [share(sum(w in title_words for w in set(ws)), len(set(ws))) for ws in words])

    # -- the stretch with the most prose, and how much a line speaks of the same things
    first, last = main_stretch(prose, lengths)
    vocabulary = Counter(w for ws, p in zip(words[first:last], prose[first:last], strict=True) if p for w in set(ws))
    known = {w for w, n in vocabulary.items() if len(w) > 3}
    own = {w: n for w, n in vocabulary.items() if n == 1}
    coherence = []
    for k, ws in enumerate(words):
        seen = {w for w in ws[:80] if len(w) > 3}
        inside = bool(first <= k < last and prose[k])
        coherence.append(
            share(sum(w in known and not (inside and w in own) for w in seen), len(seen)) if seen else -1.0
        )
    each("coherence", coherence)
    _coherence(each, words, prose, first, title_words, coherence)

    # -- neighbours
    def shifted(values: Sequence[float], by: int) -> list[float]:
        return [values[k + by] if 0 <= k + by < count else -1.0 for k in range(count)]

    for by in (1, 2, 3):
        each(f"length_{by}b", shifted(logs, -by))
        each(f"length_{by}a", shifted(logs, by))
    for by in (1, 2):
        each(f"prose_{by}b", shifted(result["prose"], -by))
        each(f"prose_{by}a", shifted(result["prose"], by))
    shapes = [_shape(t) for t in texts]
    like = [shapes[k] == shapes[k + 1] for k in range(count - 1)]
    each("like_before", [False, *like][:count])
    each("like_after", [*like, False][:count])
    runs, run_places = _runs([not p for p in prose])
    each("short_run", [min(n, _FAR) for n in runs])
    each("short_run_place", run_places)
    is_prose = [p > 0 for p in prose]
    each("to_prose_before", distances(is_prose, _FAR))
    each("to_prose_after", distances(is_prose[::-1], _FAR)[::-1])
    before = running_sums(prose)
    total = before[-1] or 1
    each("prose_before", [before[k] / total for k in range(count)])
    each("prose_after", [1 - before[k + 1] / total for k in range(count)])
    chars_before = running_sums(lengths)
    for width in (5, 15):
        each(f"window_{width}", [
            share(before[min(count, k + width + 1)] - before[max(0, k - width)], chars_before[min(count, k + width + 1)] - chars_before[max(0, k - width)])
            for k in range(count)
        ])  # fmt: skip
    counts_before = running_sums([min(len(w), 100) for w in words])
    each("words_window", [(counts_before[min(count, k + 4)] - counts_before[max(0, k - 3)]) / 7 for k in range(count)])

    # -- its place
    each("place", [k / max(1, count - 1) for k in range(count)])
    each("chars_place", [chars_before[k] / max(1, chars_before[-1]) for k in range(count)])
    each("lines", [log1p(count)] * count)
    each("prose_share", [total / max(1, chars_before[-1])] * count)
    middle = sorted(p for p in prose if p)
    median = middle[len(middle) // 2] if middle else 100
    each("median_prose", [log1p(median)] * count)
    each("relative_length", [min(n / median, 5.0) for n in lengths])
    each("inside", [first <= k < last for k in range(count)])
    each("from_start", [max(-_FAR, min(_FAR, k - first)) for k in range(count)])
    each("from_end", [max(-_FAR, min(_FAR, last - 1 - k)) for k in range(count)])
    each("stretch_share", [(before[last] - before[first]) / total] * count)
    title_element = draft.head.title_element
    title_at = title_element.index if title_element is not None else -1
    title_line = next((k for k, unit in enumerate(units) if unit.index >= title_at), -1) if title_at >= 0 else -1
    each("after_title", [-1.0 if title_line < 0 else float(k > title_line) for k in range(count)])
    each("to_title", [-_FAR if title_line < 0 else max(-_FAR, min(_FAR, k - title_line)) for k in range(count)])

    # -- words
    cues = phrases()
    rules = [cues.rule_of(t, words=w) for t, w in zip(texts, words, strict=True)]
    within = [cues.within(t, w) for t, w in zip(texts, words, strict=True)]
    each("phrase", [r is not None for r in rules])
    each("within", [r is not None for r in within])
    for rule in _RULES:
        each(f"is_{rule}", [rule in (r, w) for r, w in zip(rules, within, strict=True)])
    is_cue = [r is not None or w is not None for r, w in zip(rules, within, strict=True)]
    behind_start = [cue and k >= first for k, cue in enumerate(is_cue)]
    cues_before = running_sums(behind_start)
    each("cue_before", [min(cues_before[k], 10) for k in range(count)])
    each("cue_distance", distances(behind_start, _FAR))
    all_cues = running_sums(is_cue)
    each("cues_window", [all_cues[min(count, k + 6)] - all_cues[max(0, k - 5)] for k in range(count)])
    weights = [lexicon.words(w[:60]) if n <= 200 else 0.0 for w, n in zip(words, lengths, strict=True)]
    each("word_weight", weights)
    each("prose_weight", [lexicon.prose(w[:60]) if p else 0.0 for w, p in zip(words, prose, strict=True)])
    each("word_weight_before", shifted(weights, -1))
    each("word_weight_after", shifted(weights, 1))
    sums = running_sums(weights)
    each("weight_window", [sums[min(count, k + 4)] - sums[max(0, k - 3)] for k in range(count)])

    # -- what the passes before have claimed
    elements = draft.page.elements
    each("note", [elements[unit.index] in draft.note_parts for unit in units])
    each(
        "call",
        [
            (elements[unit.index], "text") in draft.text_calls or elements[unit.index] in draft.claimed_ancestors
            for unit in units
        ],
    )
    each("moved", [elements[unit.index] in draft.moved for unit in units])
    return result


def _coherence(
    each: Callable[[str, Column], None],
    words: Sequence[Sequence[str]],
    prose: Sequence[int],
    first: int,
    title_words: Set[str],
    coherence: Sequence[float],
) -> None:
    """How much the lines around each line speak of what the title and the opening of the article speak of."""
    count = len(words)
    spread = Counter(w for ws in words for w in {w for w in ws if len(w) > 3})
    opening_lines = [k for k in range(first, count) if prose[k]][:_OPENING]
    opening = Counter(w for k in opening_lines for w in set(words[k]) if len(w) > 3)
    own = set(opening_lines)
    found: list[float] = []
    all_words: list[float] = []
    in_title: list[float] = []
    for k, ws in enumerate(words):
        seen = {w for w in ws[:80] if len(w) > 3}
        less = k in own
        # a word counts less the more lines have it
        weights = [(1 / spread[w], opening[w] > less) for w in seen]
        found.append(fsum(weight for weight, hit in weights if hit))
        all_words.append(fsum(weight for weight, _ in weights))
        in_title.append(float(sum(w in title_words for w in seen)))
    each("opening", [share(a, b) if b else -1.0 for a, b in zip(found, all_words, strict=True)])
    found_before, all_before = running_sums(found), running_sums(all_words)
    title_before = running_sums(in_title)
    has, of = running_sums([max(c, 0.0) for c in coherence]), running_sums([c >= 0 for c in coherence])
    window: list[float] = []
    near_title: list[float] = []
    coherent: list[float] = []
    for k in range(count):
        low, high = max(0, k - 5), min(count, k + 6)
        window.append(share(found_before[high] - found_before[low], all_before[high] - all_before[low]))
        near_title.append(min(title_before[high] - title_before[low], 30.0))
        coherent.append(share(has[high] - has[low], of[high] - of[low]))
    each("opening_window", window)
    each("title_window", near_title)
    each("coherence_window", coherent)


def _shape(text: str) -> tuple[int, bool, bool, bool]:
    """The shape of a line by which lines of a menu or of a list of cards are alike."""
    return min(len(text.split()), 40) // 3, text[:1].isupper(), text[:1].isdigit(), _END.search(text[-8:]) is not None


def _runs(flags: Sequence[bool]) -> tuple[list[int], list[float]]:
    """For each flag, the length of the run of flags in which it stands (0 outside), and its place in it, from 0 to 1."""
    lengths, places = [0] * len(flags), [-1.0] * len(flags)
    start = 0
    while start < len(flags):
        if not flags[start]:
            start += 1
            continue
        end = start
        while end < len(flags) and flags[end]:
            end += 1
        for k in range(start, end):
            lengths[k], places[k] = end - start, (k - start) / max(1, end - start - 1)
        start = end
    return lengths, places
