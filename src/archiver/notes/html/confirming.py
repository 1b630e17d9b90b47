"""Markers that need a line: a star in the text ("word*"), "(2)", "※1", a number in smaller type. Each may be something else as well.

A sign is weighed by what stands around it (notes/symbols.py), and a line below must open with it. Numbers are weighed as a whole series, with
the run of lines that they call one by one:

    … the auction (1). … until the river froze (2).        (1) County archive, box twelve.  (2) Talk with the writer.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate
from math import fsum

from archiver.draft import Span
from archiver.notes import symbols
from archiver.notes.html.claims import refuse
from archiver.notes.html.labelled_lines import Run
from archiver.notes.html.links import link_candidates
from archiver.notes.html.marker_candidates import MarkerCandidate
from archiver.notes.html.page_view import PageView

#: What speaks for numbers that call the lines of a run one by one, each at least once and in order, and what speaks against them.
POINTS = {
    "smaller type": 0.3,
    "under a heading of notes": 0.3,
    # one number may be there by chance
    "several": 0.2,
    "three or more": 0.1,
    # "the auction (1)." and not "(1) a boat, (2) a lamp", which counts the parts of a sentence
    "each closes a part of a sentence": 0.2,
    # a page writes its markers in one way; what it writes in another one mostly counts things
    "other markers on the page": -0.3,
}
ENOUGH = 0.5
#: So many numbers are a series.
CALLED_ONE_BY_ONE = 3
#: The most stars in brackets. A page with more uses them for something else.
_MAX_STARS = 6
#: The fewest characters of a note that a symbol opens.
_MIN_REMARK = 4
#: From this certainty on, a link proves that the page has linked notes.
_SURE_LINK = 0.55


def confirmed(page: PageView, found: list[MarkerCandidate], all_runs: list[Run]) -> list[MarkerCandidate]:
    """The markers without those that need a line below them and have none that begins alike."""
    doubtful = [candidate for candidate in found if candidate.needs_line]
    if not doubtful:
        return found
    taken = _confirmed_symbols(page, doubtful, all_runs)
    has_others = any(not candidate.needs_line and (candidate.raised or candidate.in_context) for candidate in found)
    has_others = has_others or any(
        link.certainty() >= _SURE_LINK and link.marker.labels for link in link_candidates(page)
    )
    if not has_others:
        taken |= _confirmed_stars_in_brackets(doubtful, all_runs)
    taken |= _confirmed_remarks(page, doubtful, all_runs)
    for series in (
        _Series(page, [c for c in doubtful if not isinstance(c.marker.place, Span)]),
        _Series(page, [c for c in doubtful if c.marker.bracketed and c.marker.labels[0].form != "symbol"]),
    ):
        end = 0  # how many of the first markers call a run of lines
        for run in all_runs if series.candidates else ():
            count = series.count_before(run.start)
            if count > end and series.calls([line.label.text for line in run.lines], count):
                points = fsum(POINTS[name] for name in _cues(series, count, run, has_others))
                end = count if points >= ENOUGH else end
        taken.update(map(id, series.candidates[:end]))
    return [candidate for candidate in found if not candidate.needs_line or id(candidate) in taken]


def _cues(series: _Series, count: int, run: Run, has_others: bool) -> Iterator[str]:
    """The names of the points of the first `count` markers of a series, which stand above a run."""
    first = series.candidates[0].marker
    if not first.bracketed:
        yield "smaller type"
    if run.announced:
        yield "under a heading of notes"
    size = len(run.lines)
    if size > 1:
        yield "several"
    if size >= CALLED_ONE_BY_ONE:
        yield "three or more"
    if first.bracketed and not series.opened[count]:
        yield "each closes a part of a sentence"
    if has_others:
        yield "other markers on the page"


def refuse_unconfirmed(page: PageView, found: list[MarkerCandidate], taken: list[MarkerCandidate]) -> None:
    """Say why markers that need a line were not taken."""
    known = set(map(id, taken))
    for candidate in found:
        if id(candidate) in known:
            continue
        if candidate.marker.labels[0].form != "symbol":
            refuse(
                page,
                candidate.marker,
                "no list answers such numbers one by one, each at the end of a part of a sentence",
            )
            continue
        names = _symbol_cues(page, candidate)
        points = symbols.weight(names)
        reason = f"{points:.1f} of {symbols.ENOUGH} points: {', '.join(names)}"
        if points >= symbols.ENOUGH:
            reason = "no line below opens with it"
        refuse(page, candidate.marker, reason, points / 2)


class _Series:
    """Markers in order, for questions about those above a place. Each question takes no more time than its answer."""

    def __init__(self, page: PageView, candidates: list[MarkerCandidate]) -> None:
        self.candidates = sorted(candidates, key=lambda candidate: candidate.marker.end)
        self._ends = [candidate.marker.end for candidate in self.candidates]
        self._labels = [candidate.marker.labels[0].text for candidate in self.candidates]
        self._distinct = list(dict.fromkeys(self._labels))
        places = {label: place for place, label in enumerate(self._distinct, 1)}
        #: By the number of markers, how many labels the first of them show.
        self._distinct_of = [0, *accumulate((places[label] for label in self._labels), max)]
        #: By the number of markers, how many of the first of them close no part of a sentence.
        self.opened = [0, *accumulate(not _closes_part(page, candidate.marker.end) for candidate in self.candidates)]

    def count_before(self, place: int) -> int:
        """How many of the markers end before a place."""
        return bisect_left(self._ends, place)

    def calls(self, line_labels: list[str], count: int) -> bool:
        """Whether the first markers call lines with these labels, each at least once and in this order."""
        return self._distinct_of[count] == len(line_labels) and self._distinct[: len(line_labels)] == line_labels


def _closes_part(page: PageView, end: int) -> bool:
    """Whether a sentence, or a part of one, ends at a place: not "(1) a boat, (2) a lamp"."""
    return page.text[end : end + 40].lstrip(" \xa0»”’\"'")[:1] in ("", "\n", *".,;:!?…(")


def _confirmed_stars_in_brackets(doubtful: list[MarkerCandidate], all_runs: list[Run]) -> set[int]:
    """The ids of stars in brackets ("[*]") above a line that opens with them. There are few of them on a page."""
    series = [candidate for candidate in doubtful if candidate.marker.bracketed]
    ends = sorted(candidate.marker.end for candidate in series)
    taken: set[int] = set()
    for run in all_runs:
        if run.kind != "bracket" or run.lines[0].label.form != "symbol" or bisect_left(ends, run.start) > _MAX_STARS:
            continue
        labels = {line.label.text for line in run.lines}
        taken.update(id(c) for c in series if c.marker.end < run.start and c.marker.labels[0].text in labels)
    return taken


def _confirmed_remarks(page: PageView, doubtful: list[MarkerCandidate], all_runs: list[Run]) -> set[int]:
    """The ids of markers such as "※1" above a line that opens alike. Hardly anything else has this sign before a number."""
    remarks: dict[str, int] = {}  # by label, the start of the last such line
    for run in all_runs:
        for line in run.lines if page.text[run.start : run.start + 1] == "※" else ():
            remarks[line.label.text] = max(run.start, remarks.get(line.label.text, 0))
    return {
        id(c)
        for c in doubtful
        if page.text[c.marker.start] == "※" and c.marker.end < remarks.get(c.marker.labels[0].text, 0)
    }


def _confirmed_symbols(page: PageView, doubtful: list[MarkerCandidate], all_runs: list[Run]) -> set[int]:
    """The ids of the symbols that call a line that opens with them, by their points (notes/symbols.py). They may stand beside markers of another kind."""
    # by symbol, the start of the last line that opens with it
    last_lines: dict[str, int] = {}
    for run in all_runs:
        for line in run.lines if run.kind == "symbol" else ():
            if _is_remark(page.text[line.start : line.end]):
                last_lines[line.label.text] = max(line.start, last_lines.get(line.label.text, 0))
    return {
        id(candidate)
        for candidate in doubtful
        if candidate.marker.end < last_lines.get(candidate.marker.labels[0].text, 0)
        and _points(page, candidate) >= symbols.ENOUGH
    }


def _points(page: PageView, candidate: MarkerCandidate) -> float:
    """The points of a symbol that a line below opens with."""
    return symbols.weight([*_symbol_cues(page, candidate), "a line opens with it"])


def _symbol_cues(page: PageView, candidate: MarkerCandidate) -> list[str]:
    """The names of the points that the place of a symbol gives."""
    start, end = candidate.marker.start, candidate.marker.end
    begin = page.text.rfind("\n", 0, start) + 1
    stop = page.text.find("\n", end)
    line = page.text[begin : stop if stop >= 0 else len(page.text)]
    set_off = page.text[start - 1 : start].isspace()
    names = list(symbols.cues(line, start - begin, end - begin, set_off=set_off))
    if line.lstrip().startswith(page.text[start:end]):
        names.append("emphasis")  # "*** START OF THE BOOK ***"
    return names


def _is_remark(text: str) -> bool:
    """Whether a line that begins with a star reads like a note, and not like the legend of a form."""
    text = " ".join(text.split()).strip(symbols.SIGNS + " ")
    return len(text) >= _MIN_REMARK and not symbols.is_legend(text)
