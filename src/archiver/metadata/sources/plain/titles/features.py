"""What is measured of each line of a plain text that may be its title: the line, its neighbours, its place, and where its
words come again.

No feature names a language or a site. The word lists of the metadata are features among the others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from math import fsum, log1p

from archiver.draft import Draft
from archiver.metadata.sources.plain.titles.lines import TitleLine
from archiver.weighing.sequences import distances, running_sums, share
from archiver.weighing.stretches import main_stretch

#: Farther lines are all equally far.
_FAR = 12
_VERY_FAR = 60
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_END = re.compile(r"[.!?…。！？؟।][\"”»’)\]]*\d{0,3}$")
_SEPARATED = re.compile(r"\s[|•·/›>»–—-]\s|\t|[|｜»›]")
_GLUED = re.compile(r"[a-zà-ÿ0-9][A-ZÀ-Ý][a-zà-ÿ]")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_WORDS_OF_ADDRESS = re.compile(r"[^\W\d_]{2,}")
#: The number of words by which a line is found inside of another one, and how many lines with the same first words are looked for.
_GRAM, _MOST_WITH_SAME_START = 3, 8
#: A longer line of prose is a paragraph. And the number of shorter lines after which a line is searched no further.
_SHORT_LINE, _MOST_HELD = 80, 40
#: The fewest characters of a line that another one holds, and how many lines off that other line may be.
_SHORTEST_HELD, _NEAR = 10, 8
_KINDS = ("date", "byline", "name", "reading", "chrome", "bio", "role", "trail")

Column = Sequence[float | bool | int]

#: The names of the features, in the order of a row. titles.json has the same list, so a change needs a new training.
NAMES = [
    "length", "words", "ends", "asks", "colon", "inner_colon", "ellipsis", "sentences", "commas", "lower_start",
    "digit_start", "sign_start", "upper", "titled", "digits", "marks", "mean_word", "separated", "glued", "year",
    "address", "quoted", "heading", "item", "cell", "span", "is_prose", "is_date", "is_name",
    "is_role", "is_trail", "length_1b", "length_1a", "length_2b", "length_2a", "length_3b",
    "length_3a", "date_before", "date_after", "byline_before", "byline_after", "name_before", "name_after",
    "reading_before", "reading_after", "chrome_before", "chrome_after", "bio_before", "bio_after", "role_before",
    "role_after", "trail_before", "trail_after", "heading_before", "heading_after", "blanks_before", "blanks_after", "like_before", "like_after",
    "mean_before", "mean_after", "prose_before", "prose_after", "long_after", "window_4a", "window_4b",
    "window_12a", "window_12b", "window_30a", "window_30b", "line", "place", "lines", "total", "share_before",
    "to_stretch", "inside", "share_inside", "stretch_share", "same", "same_before", "within", "begins",
    "ends_other", "in_prose", "holds", "in_near", "holds_near", "in_address", "in_stretch", "matched", "use",
    "in_next", "rare", "use_to_best", "matched_to_best", "in_stretch_to_best", "within_to_best", "same_to_best",
    "window_12a_to_best", "longest_4", "longest_10",
]  # fmt: skip


def columns(draft: Draft, lines: Sequence[TitleLine]) -> dict[str, Column]:
    """Each feature, for the lines up to the last one that may be a title, or for more. Only the values of lines that may be
    a title mean anything.
    """
    result: dict[str, Column] = {}
    # the lines that the features of a candidate look at
    last_candidate = max((k for k, line in enumerate(lines) if line.candidate), default=-1)
    near = lines[: last_candidate + 1 + _VERY_FAR]
    _itself(result.__setitem__, near)
    _neighbours(result.__setitem__, draft, near)
    first, last = main_stretch([line.prose for line in lines], [len(line.text) for line in lines])
    _place(result.__setitem__, lines, first, last)
    _repetition(result.__setitem__, draft, lines)
    _overlap(result.__setitem__, lines, first, last)
    _relative(result, near)
    return result


def _itself(each: Callable[[str, Column], None], lines: Sequence[TitleLine]) -> None:
    """The line alone."""
    texts = [line.text if line.candidate else "" for line in lines]
    each("length", [log1p(len(line.text)) for line in lines])
    each("words", [min(len(line.words), 60) for line in lines])
    each("ends", [_END.search(t[-8:]) is not None for t in texts])
    each("asks", [t[-1:] in "?？؟" for t in texts])
    each("colon", [t[-1:] in (":", "：", ",") for t in texts])
    each("inner_colon", [": " in t[:-1] or "：" in t[:-1] for t in texts])
    each("ellipsis", [t.endswith(("…", "...")) for t in texts])
    each("sentences", [min(t.count(". ") + t.count("。"), 6) for t in texts])
    each("commas", [min(t.count(",") + t.count("、"), 8) for t in texts])
    each("lower_start", [t[:1].islower() for t in texts])
    each("digit_start", [t[:1].isdigit() for t in texts])
    each("sign_start", [not t[:1].isalnum() for t in texts])
    each("upper", [share(sum(map(str.isupper, t)), sum(map(str.isalpha, t))) for t in texts])
    each("titled", [share(sum(w[:1].isupper() for w in t.split()), len(t.split())) for t in texts])
    each("digits", [share(sum(map(str.isdigit, t)), len(t)) for t in texts])
    each("marks", [share(sum(not (c.isalnum() or c.isspace()) for c in t), len(t)) for t in texts])
    each("mean_word", [share(sum(map(len, line.words)), len(line.words)) if line.candidate else 0 for line in lines])
    each("separated", [min(len(_SEPARATED.findall(t)), 9) for t in texts])
    each("glued", [min(len(_GLUED.findall(t)), 9) for t in texts])
    each("year", [_YEAR.search(t) is not None for t in texts])
    each("address", ["http" in t or "@" in t or "www." in t for t in texts])
    each("quoted", [t[:1] in "\"“”„«»‘'「『" for t in texts])
    tags = [line.element.tag for line in lines]
    each("heading", [6 - int(tag[1]) if tag in _HEADINGS else 0 for tag in tags])
    each("item", [tag == "li" for tag in tags])
    each("cell", [tag in ("td", "th") for tag in tags])
    each("span", [tag == "span" for tag in tags])
    each("is_prose", [line.prose > 0 for line in lines])
    for kind in ("date", "name", "role", "trail"):
        each(f"is_{kind}", [getattr(line, kind) for line in lines])


def _neighbours(each: Callable[[str, Column], None], draft: Draft, lines: Sequence[TitleLine]) -> None:
    """The lines before and after it."""
    count = len(lines)
    logs = [log1p(len(line.text)) for line in lines]

    def shifted(values: Sequence[float], by: int) -> list[float]:
        return [values[k + by] if 0 <= k + by < count else -1.0 for k in range(count)]

    for by in (1, 2, 3):
        each(f"length_{by}b", shifted(logs, -by))
        each(f"length_{by}a", shifted(logs, by))
    for kind in _KINDS:
        flags = [getattr(line, kind) for line in lines]
        each(f"{kind}_before", distances(flags, _FAR))
        each(f"{kind}_after", distances(flags[::-1], _FAR)[::-1])
    headings = [line.element.tag in _HEADINGS for line in lines]
    each("heading_before", distances(headings, _FAR))
    each("heading_after", distances(headings[::-1], _FAR)[::-1])
    blanks = _blanks(draft, lines)
    each("blanks_before", blanks[:-1])
    each("blanks_after", blanks[1:])
    shapes = [_shape(line) for line in lines]
    like = [shapes[k] == shapes[k + 1] for k in range(count - 1)]
    each("like_before", [False, *like][:count])
    each("like_after", [*like, False][:count])
    # a run of short lines is a menu; a line in it that is much longer than its neighbours is none of it
    sums = running_sums(logs)
    each("mean_before", [share(sums[k] - sums[max(0, k - 6)], min(k, 6)) for k in range(count)])
    each("mean_after", [share(sums[min(count, k + 7)] - sums[k + 1], min(count - k - 1, 6)) for k in range(count)])
    is_prose = [line.prose > 0 for line in lines]
    each("prose_before", distances(is_prose, _VERY_FAR))
    each("prose_after", distances(is_prose[::-1], _VERY_FAR)[::-1])
    long = [line.prose > 250 for line in lines]
    each("long_after", distances(long[::-1], _VERY_FAR)[::-1])
    prose = running_sums([min(line.prose, 1500) for line in lines])
    for width in (4, 12, 30):
        each(f"window_{width}a", [prose[min(count, k + width + 1)] - prose[k + 1] for k in range(count)])
        each(f"window_{width}b", [prose[k] - prose[max(0, k - width)] for k in range(count)])


def _place(each: Callable[[str, Column], None], lines: Sequence[TitleLine], first: int, last: int) -> None:
    """Its place in the text, and beside the main stretch of prose."""
    count = len(lines)
    prose = running_sums([line.prose for line in lines])
    total = prose[-1] or 1
    each("line", [min(k, 400) for k in range(count)])
    each("place", [k / max(1, count - 1) for k in range(count)])
    each("lines", [log1p(count)] * count)
    each("total", [log1p(prose[-1])] * count)
    each("share_before", [prose[k] / total for k in range(count)])
    each("to_stretch", [max(-_VERY_FAR, min(_VERY_FAR, first - k)) for k in range(count)])
    each("inside", [first <= k < last for k in range(count)])
    inner = max(1, prose[last] - prose[first])
    each("share_inside", [min(1.0, max(0.0, (prose[k] - prose[first]) / inner)) for k in range(count)])
    each("stretch_share", [(prose[last] - prose[first]) / total] * count)


def _repetition(each: Callable[[str, Column], None], draft: Draft, lines: Sequence[TitleLine]) -> None:
    """Where the whole line comes again: as a line, in a longer short line, in prose, in an address."""
    keys = [line.words for line in lines]
    same = Counter(keys)
    seen: Counter[tuple[str, ...]] = Counter()
    order = []
    for key in keys:
        order.append(seen[key])
        seen[key] += 1
    each("same", [min(same[key], 8) for key in keys])
    each("same_before", [min(n, 8) for n in order])
    for name, counts in zip(
        ("within", "begins", "ends_other", "in_prose", "holds"), _inside_others(lines, keys), strict=True
    ):
        each(name, counts)
    each("in_near", _held_by_near(lines))
    each("holds_near", _held_by_near(lines, reverse=True))
    slugs = [set(_WORDS_OF_ADDRESS.findall(address.casefold())) for address in _addresses(draft)]
    known = Counter(word for slug in slugs for word in slug)
    each("in_address", [_in_address(line, slugs, known) for line in lines])


def _inside_others(lines: Sequence[TitleLine], keys: Sequence[tuple[str, ...]]) -> tuple[list[int], ...]:
    """For each line of some words: how many longer short lines hold it, begin and end with it, and how many lines of prose
    hold it; then for each line, how many of the shorter lines it holds.
    """
    count = len(lines)
    starts: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    found: dict[tuple[str, ...], list[int]] = {}
    for line, key in zip(lines, keys, strict=True):
        if line.candidate and len(key) >= _GRAM and key not in found:
            same_start = starts.setdefault(key[:_GRAM], [])
            if len(same_start) < _MOST_WITH_SAME_START:
                same_start.append(key)
                found[key] = [0, 0, 0, 0]
    holds = [0] * count
    for k, key in enumerate(keys):
        in_prose = lines[k].prose > 2 * _SHORT_LINE
        for at in range(len(key) - _GRAM + 1):
            for other in starts.get(key[at : at + _GRAM], ()):
                end = at + len(other)
                if end - at < len(key) and end <= len(key) and key[end - 1] == other[-1] and key[at:end] == other:
                    counts = found[other]
                    if in_prose:
                        counts[3] += 1
                    else:
                        counts[0] += 1
                        counts[1] += at == 0
                        counts[2] += end == len(key)
                    holds[k] += 1
            if holds[k] >= _MOST_HELD:
                break
    of_line = [found.get(key, (0, 0, 0, 0)) for key in keys]
    return (*([min(counts[n], 6) for counts in of_line] for n in range(4)), [min(n, 6) for n in holds])


def _held_by_near(lines: Sequence[TitleLine], *, reverse: bool = False) -> list[int]:
    """For each line, whether a longer line near it ends (2) or begins (1) with its text: breadcrumbs, or a line that the
    copying glued to it. With `reverse`, whether the line itself is such a longer line.
    """
    texts = [line.text.casefold() if line.candidate else "" for line in lines]
    result = [0] * len(lines)
    for k, text in enumerate(texts):
        if len(text) < _SHORTEST_HELD:
            continue
        for other in range(max(0, k - _NEAR), min(len(texts), k + _NEAR + 1)):
            longer = texts[other]
            if len(longer) > len(text):
                value = 2 if longer.endswith(text) else 1 if longer.startswith(text) else 0
                at = other if reverse else k
                result[at] = max(result[at], value)
    return result


def _addresses(draft: Draft) -> list[str]:
    """The addresses of the page itself and in its text, the first hundred."""
    found = [match[0] for _, match in zip(range(100), _ADDRESS.finditer(draft.page.text), strict=False)]
    return [draft.page.base_url or "", *found]


def _in_address(line: TitleLine, slugs: Sequence[set[str]], known: Counter[str]) -> float:
    """The greatest share of the words of a line that one address holds."""
    own = {word for word in line.words if len(word) > 2}
    if not line.candidate or len(own) < 3 or sum(word in known for word in own) < 3:
        return 0.0
    return max(len(own & slug) / len(own) for slug in slugs)


def _overlap(each: Callable[[str, Column], None], lines: Sequence[TitleLine], first: int, last: int) -> None:
    """How many of the words of a line come again in prose: in the main stretch, and in the next prose after the line."""
    stems = [_stems(line.words) for line in lines]
    uses = Counter(stem for k in range(first, last) if lines[k].prose for stem in stems[k])
    spread = Counter(stem for own in stems for stem in set(own))
    following = _following_prose(lines, stems)
    in_stretch: list[float] = []
    weight: list[float] = []
    next_prose: list[float] = []
    rare: list[float] = []
    matched: list[float] = []
    for k, own_stems in enumerate(stems):
        own = set(own_stems[:40])
        if not own or not lines[k].candidate:
            for values in (in_stretch, weight, next_prose, rare, matched):
                values.append(-1.0)
            continue
        mine = 1 if first <= k < last and lines[k].prose else 0
        counts = [uses[stem] - mine for stem in own]
        hits = [n for n in counts if n > 0]
        in_stretch.append(len(hits) / len(own))
        matched.append(float(min(len(hits), 12)))
        weight.append(fsum(log1p(n) for n in hits) / len(own))
        next_prose.append(sum(stem in following[k] for stem in own) / len(own))
        rare.append(fsum(1 / spread[stem] for stem in own) / len(own))
    each("in_stretch", in_stretch)
    each("matched", matched)
    each("use", weight)
    each("in_next", next_prose)
    each("rare", rare)


def _stems(words: Sequence[str]) -> list[str]:
    """The beginnings of the long words of a line, and the pairs of characters of scripts without spaces."""
    result = [word[:6] for word in words if len(word) > 3]
    result += [a + b for a, b in pairwise(words) if len(a) == 1 and len(b) == 1 and not a.isascii()]
    return result


def _following_prose(lines: Sequence[TitleLine], stems: Sequence[list[str]]) -> list[set[str]]:
    """For each line the stems of the next three lines of prose after it."""
    result: list[set[str]] = []
    current: set[str] = set()
    three: list[int] = []
    for k in range(len(lines) - 1, -1, -1):
        result.append(current)
        if lines[k].prose:
            three = [k, *three][:3]
            current = {stem for at in three for stem in stems[at]}
    return result[::-1]


def _relative(result: dict[str, Column], lines: Sequence[TitleLine]) -> None:
    """Some features beside the best line of the page that may be a title. `lines` are all lines that may be one."""
    able = [k for k, line in enumerate(lines) if line.candidate and len(line.words) >= 2 and not line.prose]
    for name in ("use", "matched", "in_stretch", "within", "same", "window_12a"):
        values = result[name]
        best = max((values[k] for k in able), default=0.0)
        result[f"{name}_to_best"] = [v - best for v in values]
    # the longest line among its neighbours
    lengths = [0.0 if line.prose else log1p(len(line.text)) for line in lines]
    for width in (4, 10):
        result[f"longest_{width}"] = [
            lengths[k] - max(lengths[max(0, k - width) : k] + lengths[k + 1 : k + 1 + width], default=0.0)
            for k in range(len(lines))
        ]


def _shape(line: TitleLine) -> tuple[int, bool, bool, bool]:
    """The shape of a line by which the lines of a menu or of a list of cards are alike."""
    text = line.text
    return min(len(line.words), 40) // 3, text[:1].isupper(), text[:1].isdigit(), _END.search(text[-8:]) is not None


def _blanks(draft: Draft, lines: Sequence[TitleLine]) -> list[int]:
    """The line breaks before each line, and after the last one, at most 6."""
    text, offsets = draft.page.text, draft.page.offsets
    breaks, end = [], 0
    for line in lines:
        start = offsets[line.element]
        breaks.append(min(text.count("\n", end, start), 6))
        end = start + len(line.element.text or "")
    breaks.append(min(text.count("\n", end), 6))
    return breaks
