"""The features of the lines of a plain text by which captions, headings and list items are told from paragraphs.

No feature names a site. The words of rules/captions.toml are features among others. The lines around a line count, whether
or not they are body; `before` and `after` in the name of a feature mean the line before and the line after.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, pairwise
from math import log1p

from archiver.cleaning.body.lexicon import with_one_string_a_word
from archiver.cleaning.captions import credit_words
from archiver.cleaning.line_gaps import gaps_before
from archiver.cleaning.measures import HEADINGS, Measures, Unit
from archiver.cleaning.rules import load
from archiver.draft import Draft
from archiver.weighing.sequences import MANY, packed, share

#: The characters at the end of a line in which a credit or the name of an agency is looked for, and the most characters of
#: a line whose words are looked at.
_TAIL, _LONGEST = 70, 240
#: The number of lines before and after a line of the body that are looked at.
NEAR = 3
#: The characters at the beginning of a line of which shares are measured.
_HEAD = 100
#: A larger distance is not told from this one.
_FAR = 12
_END = re.compile(r"[.!?…。！？؟।][\"”»’)\]]*(?:\[?\d{1,3}\]?)?$")
_SENTENCE = re.compile(r"[.!?…。！？؟।][\"”»’)\]]*\s+(?=\S)")
#: What separates a caption from the name of its photographer.
_SEPARATOR = re.compile(r"[|/©(（\[]|\s[–—-]\s|[.!?…。]\s*")
_WORD = re.compile(r"\w+")
_ADDRESS = re.compile(r"https?:|www\.|\w@\w")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")

_SHAPES = ("length", "words", "prose", "ends", "colon", "question", "short")

NAMES = [
    *_SHAPES, *(f"{name}_before" for name in _SHAPES), *(f"{name}_after" for name in _SHAPES),
    "breaks", "breaks_before", "breaks_after", "indent",
    "lower_start", "digit_start", "quote_start", "bracket_start", "bracket_end", "upper", "titled", "commas", "sentences", "address", "year", "digits",
    "heading", "heading_before", "heading_after", "item_before", "kept_before", "kept_after", "lines",
    "credit_start", "credit_within", "credit_after", "source_end", "shown", "tail_words", "tail_titled", "separators",
    "same", "same_tail", "like_before", "like_after", "like_run", "run", "run_place", "run_left", "run_ends", "run_after", "run_colon",
    "median_prose", "relative_length", "spaced", "close_headings", "spaced_headings", "from_first", "to_last", "to_prose", "title_overlap", "overlap_after",
]  # fmt: skip


def near_body(units: Sequence[Unit], inside: Sequence[bool]) -> tuple[list[Unit], list[bool]]:
    """The units of the body with NEAR units before and after each of them, and for each of these whether it is body.

    `inside` says by the index of an element what is body. The other lines of a copied page are menus and cards of hundreds of lines.
    """
    kept = [inside[unit.index] for unit in units]
    before = [0, *accumulate(kept)]
    near = [k for k in range(len(units)) if before[min(len(units), k + NEAR + 1)] > before[max(0, k - NEAR)]]
    return [units[k] for k in near], [kept[k] for k in near]


def rows(draft: Draft, measures: Measures, units: Sequence[Unit], kept: Sequence[bool]) -> list[tuple[float, ...]]:
    """The features of each unit, in the order of NAMES. `units` and `kept` are the result of near_body."""
    table = columns(draft, measures, units, kept)
    return list(zip(*(table[name] for name in NAMES), strict=True))


def columns(
    draft: Draft, measures: Measures, units: Sequence[Unit], kept: Sequence[bool]
) -> dict[str, Sequence[float]]:
    """Each feature for the units near the body of a plain text. `units` and `kept` are the result of near_body."""
    count = len(units)
    texts = [unit.text for unit in units]
    heads = [text[:_LONGEST] for text in texts]
    ink = [text[:_HEAD] for text in texts]
    found = (_WORD.findall(head.casefold()) for head in heads)
    words = with_one_string_a_word(found) if count >= MANY else list(found)
    result: dict[str, Sequence[float]] = {}

    def each(name: str, values: Sequence[float]) -> None:
        result[name] = packed(values) if count >= MANY else values

    def neighbours(name: str) -> None:
        values = result[name]
        each(f"{name}_before", [-1.0, *values[:-1]])
        each(f"{name}_after", [*values[1:], -1.0])

    # -- the line and its neighbours
    ends = [_END.search(text[-8:]) is not None for text in texts]
    each("length", [log1p(unit.chars) for unit in units])
    each("words", [min(len(w), 60) for w in words])
    each("prose", [unit.prose > 0 for unit in units])
    each("ends", ends)
    each("colon", [text[-1:] in (":", "：") for text in texts])
    each("question", [text[-1:] in ("?", "？", "؟", "!", "！") for text in texts])
    each("short", [unit.chars <= 110 for unit in units])
    tags = [measures.tags[unit.index] for unit in units]
    each("heading", [tag in HEADINGS for tag in tags])
    for name in (*_SHAPES, "heading"):
        neighbours(name)
    each("item_before", [False, *(tag == "li" for tag in tags[:-1])][:count])
    each("kept_before", [False, *kept[:-1]][:count])
    each("kept_after", [*kept[1:], False][-count:] if count else [])
    breaks, indents = gaps_before(draft, units)
    each("breaks", breaks[:-1])
    each("breaks_before", [0, *breaks[:-2]][:count])
    each("breaks_after", breaks[1:])
    each("indent", indents)
    elements = draft.page.elements
    each("lines", [min((elements[unit.index].text or "").count("\n"), 9) for unit in units])

    # -- its form
    each("lower_start", [text[:1].islower() for text in texts])
    each("digit_start", [text[:1].isdigit() for text in texts])
    each("quote_start", [text[:1] in "\"“”„«»‘'「『" for text in texts])
    each("bracket_start", [text[:1] in "([（" for text in texts])
    each("bracket_end", [text[-1:] in ")]）" for text in texts])
    each("upper", [share(sum(map(str.isupper, head)), len(head)) for head in ink])
    each("titled", [_titled(head) for head in ink])
    each("commas", [min(head.count(",") + head.count("、") + head.count("，"), 9) for head in heads])
    each("sentences", [min(len(_SENTENCE.findall(head)), 9) for head in heads])
    each("address", [_ADDRESS.search(head) is not None for head in heads])
    each("year", [_YEAR.search(head) is not None for head in heads])
    each("digits", [share(sum(map(str.isdigit, head)), len(head)) for head in ink])

    # -- words of captions
    folded = [
        text.casefold() if len(text) <= _LONGEST else f"{text[: _LONGEST - _TAIL]} {text[-_TAIL:]}".casefold()
        for text in texts
    ]
    each("credit_start", [text.startswith(credit_words()) for text in folded])
    each("credit_within", [_credit_within(text) for text in folded])
    each("credit_after", [*(text.startswith(credit_words()) for text in folded[1:]), False][-count:] if count else [])
    each("source_end", [_names_source(text) for text in folded])
    each("shown", _holding(folded, _shown_words()))
    tails = [_tail(text) for text in texts]
    each("tail_words", [min(len(tail.split()), 12) for tail in tails])
    each("tail_titled", [_titled(tail) for tail in tails])
    each("separators", [min(len(re.findall(r"[|/©]", text[-_TAIL:])), 5) for text in texts])

    # -- repetition and runs
    keys = [" ".join(w) for w in words]
    same, tail_counts = Counter(keys), Counter(tail.casefold() for tail in tails)
    each("same", [min(same[key], 5) for key in keys])
    each("same_tail", [min(tail_counts[tail.casefold()], 5) if tail else 0 for tail in tails])
    shapes = [_shape(text, end) for text, end in zip(texts, ends, strict=True)]
    like = [k > 0 and breaks[k] == 1 and shapes[k] == shapes[k - 1] for k in range(count)]
    each("like_before", like)
    each("like_after", [*like[1:], False][-count:] if count else [])
    each("like_run", _run_lengths(like))
    runs = [0, *(k for k in range(1, count) if breaks[k] > 1 or not kept[k] or not kept[k - 1]), count]
    columns_of_runs: dict[str, list[float]] = {name: [] for name in ("run", "place", "left", "ends", "after", "colon")}
    for first, last in pairwise(runs):
        size = last - first
        colon = first > 0 and texts[first - 1][-1:] in (":", "：")
        ends_share = share(sum(ends[first:last]), size)
        for k in range(first, last):
            columns_of_runs["run"].append(min(size, _FAR))
            columns_of_runs["place"].append(min(k - first, _FAR))
            columns_of_runs["left"].append(min(last - 1 - k, _FAR))
            columns_of_runs["ends"].append(ends_share)
            columns_of_runs["after"].append(units[last - 1].prose > 0)
            columns_of_runs["colon"].append(colon or texts[first][-1:] in (":", "："))
    each("run", columns_of_runs["run"])
    for name in ("place", "left", "ends", "after", "colon"):
        each(f"run_{name}", columns_of_runs[name])

    # -- the page
    middle = sorted(unit.chars for unit, is_kept in zip(units, kept, strict=True) if is_kept and unit.prose)
    median = middle[len(middle) // 2] if middle else 100
    each("median_prose", [log1p(median)] * count)
    each("relative_length", [min(unit.chars / median, 5.0) for unit in units])
    inside = [k for k in range(count) if kept[k]]
    each("spaced", [share(sum(breaks[k] > 1 for k in inside), len(inside))] * count)
    candidates = [
        k for k in inside[:-1] if units[k].chars <= 110 and not ends[k] and breaks[k] > 1 and units[k + 1].prose
    ]
    close = sum(breaks[k + 1] == 1 for k in candidates)
    each("close_headings", [min(close, 9)] * count)
    each("spaced_headings", [min(len(candidates) - close, 9)] * count)
    first, last = (inside[0], inside[-1]) if inside else (0, 0)
    each("from_first", [min(k - first, _FAR) for k in range(count)])
    each("to_last", [min(last - k, _FAR) for k in range(count)])
    each("to_prose", _to_prose([unit.prose > 0 for unit in units]))
    title = set(_WORD.findall(draft.head.title.casefold()))
    each("title_overlap", [share(len(title.intersection(w)), len(set(w))) for w in words])
    each("overlap_after", [_overlap(words[k], words[k + 1] if k + 1 < count else []) for k in range(count)])
    return result


@cache
def _credit_pattern() -> re.Pattern[str]:
    marked = (word for word in credit_words() if not word[-1].isalpha() or " " in word.strip())
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(map(re.escape, marked))})")


@cache
def _source_pattern() -> re.Pattern[str]:
    names = sorted(
        {name for names in load("captions.toml")["source"].values() for name in names}, key=lambda n: (-len(n), n)
    )
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, names))})[^\w]*$")


@cache
def _shown_words() -> tuple[str, ...]:
    return tuple(sorted({word for words in load("captions.toml")["shown"].values() for word in words}))


def _holding(texts: Sequence[str], words: Sequence[str]) -> list[bool]:
    """For each text, whether it holds one of the words. One search for each word in all texts is faster than one in each text."""
    joined = "\n".join(texts)
    starts = [0, *accumulate(len(text) + 1 for text in texts)]
    found = [False] * len(texts)
    for word in words:
        at = joined.find(word)
        while at >= 0:
            number = bisect_right(starts, at) - 1
            found[number] = True
            at = joined.find(word, starts[number + 1])
    return found


def _credit_within(text: str) -> float:
    """The number of characters from the last credit word within a line to its end; -1 if there is none near the end."""
    at = -1
    for match in _credit_pattern().finditer(text, max(1, len(text) - _TAIL)):
        at = match.start()
    return float(len(text) - at) if at >= 0 else -1.0


def _names_source(text: str) -> bool:
    """Whether a line ends with the name of an agency or the like."""
    return _source_pattern().search(text[-_TAIL:]) is not None


def _tail(text: str) -> str:
    """What stands after the last separator or sentence end of a line, if the line itself has no sentence end; else ""."""
    if _END.search(text[-8:]):
        return ""
    low = max(0, len(text) - _TAIL)
    at = low
    for match in _SEPARATOR.finditer(text, low):
        at = match.end()
    return text[at:].strip(" )]）") if at > low else ""


def _titled(text: str) -> float:
    """The share of words that begin with a capital."""
    words = text.split()
    return share(sum(word.lstrip("(\"“'‘«„")[:1].isupper() for word in words), len(words))


def _shape(text: str, ends: bool) -> tuple[bool, bool, bool, int]:
    """The shape by which the items of a list are alike."""
    return ends, text[:1].isupper(), text[:1].isdigit(), min(len(text) // 80, 4)


def _run_lengths(like: Sequence[bool]) -> list[int]:
    """For each line, the number of lines of the run of alike lines in which it stands, at most _FAR."""
    lengths = [1] * len(like)
    start = 0
    for k in range(1, len(like) + 1):
        if k == len(like) or not like[k]:
            lengths[start:k] = [min(k - start, _FAR)] * (k - start)
            start = k
    return lengths


def _to_prose(prose: Sequence[bool]) -> list[int]:
    """For each line, the distance to the next prose after it, at most _FAR."""
    result, distance = [], _FAR
    for is_prose in reversed(prose):
        result.append(distance)
        distance = 1 if is_prose else min(distance + 1, _FAR)
    return result[::-1]


def _overlap(words: Sequence[str], following: Sequence[str]) -> float:
    """The share of the longer words of a line that the next line has too."""
    own = {word for word in words if len(word) > 4}
    return share(len(own.intersection(following)), len(own))
