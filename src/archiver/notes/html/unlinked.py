"""Unlinked notes: superscripts, brackets or stars in the text, and labelled lines below it, with no link between them.

Written by editors of magazines, banks, insurers and newspapers, who type the number and raise it, and in tables with
notes of their own.

    <p>… as we found.<sup>1</sup></p>  …  <p><sup>1</sup> The note.</p>

Most pages have lines that begin with a number (lists, rankings, headings). So a run of such lines counts as notes only
if markers call its lines.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from math import fsum

from archiver.draft import Span
from archiver.notes import labels, symbols
from archiver.notes.html.claims import Claim, refuse
from archiver.notes.html.confirming import CALLED_ONE_BY_ONE, confirmed, refuse_unconfirmed
from archiver.notes.html.labelled_lines import Kind, LabelledLine, Run, beginning, runs
from archiver.notes.html.links import is_in_navigation
from archiver.notes.html.marker_candidates import MarkerCandidate, candidates, is_in_author_line
from archiver.notes.html.page_view import PageView
from archiver.notes.refusals import listed

name = "unlinked"

#: What speaks for a run of labelled lines as a list of notes, and what speaks against it. The names are the words of
#: `inspect`. Of the kinds of lines, a run has one.
POINTS = {
    # hardly anything but a note opens with a raised number
    "line with a raised label": 0.5,
    "line with a label in brackets": 0.45,
    "line with a symbol": 0.4,
    # headings, rankings and the paragraphs of a statute open with numbers, too
    "line with a number": 0.2,
    # most lists and tables are none of notes
    "list item": 0.1,
    "cell of a table": 0.1,
    # times the share of its lines that markers call: a list of something else is called by chance
    "called": 0.25,
    "under a heading of notes": 0.1,
    # notes stand below what calls them
    "called from above": 0.1,
    # a note is a sentence or a source; the items of a menu are words
    "long lines": 0.05,
    "all of it called from above": 0.1,
    # one number may be called by chance
    "one line called": -0.25,
    "a single line, called": -0.1,
    # a list of the article, some of whose numbers come again in the text
    "a list called in part": -0.15,
}
#: By kind of line, its name in POINTS.
_LINE_WORDS: dict[Kind, str] = {
    "raised": "line with a raised label",
    "bracket": "line with a label in brackets",
    "symbol": "line with a symbol",
    "plain": "line with a number",
    "item": "list item",
    "cell": "cell of a table",
}
#: Kinds of lines that are more often something else.
_ORDINARY = frozenset[Kind](("plain", "item", "cell"))
#: A run of which so large a share of the called lines is called from above is below its text.
_MOST_ABOVE = 0.6
#: The mean number of characters of long lines.
_LONG = 25
#: A run with a lower score is no list of notes.
MIN_SCORE = 0.45
#: The fewest characters before a single marker on its line, when nothing else supports it.
_MIN_BEFORE = 40
#: The certainty of a series without notes, most of whose markers are clear by themselves. Others have the lowest.
CLEAR = 0.5
#: The most characters of a cell of data.
_LONGEST_CELL = 120
_SENTENCE_END = re.compile(r"[^\W\d]{2}[.!?…。！？,;][\"'”’»)\]]*$")


class _Matching:
    """The markers of a page matched with its runs of labelled lines."""

    def __init__(self, page: PageView, found: list[MarkerCandidate]) -> None:
        self.page = page
        # "* Mandatory fields" explains a form
        self.runs = [run for run in runs(page) if not (run.kind == "symbol" and _is_legend(page, run))]
        line_starts = {line.start for run in self.runs for line in run.lines}
        free = [candidate for candidate in found if not self._opens_line(candidate, line_starts)]
        self.candidates = confirmed(page, free, self.runs)
        if page.refusals is not None:
            refuse_unconfirmed(page, free, self.candidates)
        self.by_label: dict[str, list[tuple[Run, LabelledLine]]] = defaultdict(list)
        for run in self.runs:
            for key, line in run.by_label().items():
                self.by_label[key].append((run, line))
        #: How many markers show each label.
        self.times: dict[str, int] = {}
        self._best: dict[tuple[str, bool | None], list[tuple[Run, LabelledLine]]] = {}
        marker_kinds: dict[str, set[bool]] = defaultdict(set)
        for candidate in self.candidates:
            for key, _ in _labels(candidate):
                marker_kinds[key].add(candidate.raised)
        line_kinds = {key: {run.kind == "raised" for run, _ in lines} for key, lines in self.by_label.items()}
        #: The labels that the page shows both raised and in brackets, with lines of both kinds.
        self.mixed = {
            key for key, kinds in marker_kinds.items() if len(kinds) == 2 and len(line_kinds.get(key, ())) == 2
        }
        self.scores = {id(run): 0.0 for run in self.runs}
        self._score()

    def _opens_line(self, candidate: MarkerCandidate, line_starts: set[int]) -> bool:
        """Whether a marker is the label at the start of a labelled line."""
        return any(start in line_starts for start in range(candidate.marker.start - 1, candidate.marker.end))

    def _score(self) -> None:
        """Score each run by its kind, and by how many of its lines are called from outside of it."""
        called: dict[int, set[str]] = defaultdict(set)
        called_from_above: dict[int, int] = defaultdict(int)
        shown = sorted((candidate.marker.start, key) for candidate in self.candidates for key, _ in _labels(candidate))
        starts: dict[str, list[int]] = defaultdict(list)
        for start, key in shown:
            starts[key].append(start)
        self.times = {key: len(places) for key, places in starts.items()}
        for run in self.runs:
            # References between the lines of a run do not count: the paragraphs of a judgment refer to each other.
            low, high = run.start, run.end
            for key in run.by_label():
                places = starts.get(key, [])
                from_above = bool(places) and places[0] < low
                if from_above or bisect_right(places, high) < len(places):
                    called[id(run)].add(key)
                    called_from_above[id(run)] += from_above
        for run in self.runs:
            size = len(run.by_label())
            count = len(called[id(run)])
            if not count:
                self._refuse(run, "nothing in the text calls its lines")
            elif _is_contents(self.page, run):
                self._refuse(run, "its lines are links: a table of contents or a menu")
            elif is_in_author_line(self.page, run.lines[0].block):
                self._refuse(run, "the affiliations of the authors")
            else:
                names = list(_cues(run, size, count, called_from_above[id(run)]))
                score = fsum(POINTS[name] * (count / size if name == "called" else 1) for name in names)
                self.scores[id(run)] = score
                if score < MIN_SCORE:
                    share = f"{count} of {size} called"
                    words = ", ".join(share if name == "called" else name for name in names)
                    self._refuse(run, f"too little speaks for it: {words}", score)

    def _refuse(self, run: Run, reason: str, certainty: float = 0.0) -> None:
        """Say why a run is no list of notes, if somebody asks for it."""
        if self.page.refusals is not None:
            label = listed(line.label.text for line in run.lines)
            end = max(run.end, run.start + 1)
            self.page.refusals.add("list", label, run.start, end, reason, certainty)

    def find(self, key: str, candidate: MarkerCandidate) -> tuple[Run, LabelledLine] | None:
        """The line that a marker calls, with its run.

        It is the next line below the marker in the best runs, or else the last one above it.
        """
        lines = self._best_lines(key, candidate)
        if not lines:
            return None
        if len(lines) > 1 and self.times[key] == 1:
            # called once: a run under a heading of notes goes before any other
            announced = [pair for pair in lines if pair[0].announced]
            lines = announced or lines
        index = bisect_right(lines, candidate.marker.start, key=lambda pair: pair[1].start)
        if index < len(lines):
            return lines[index]
        # a line above, but not the line of the marker itself
        return next((pair for pair in reversed(lines[-2:]) if pair[1].end <= candidate.marker.start), None)

    def _best_lines(self, key: str, candidate: MarkerCandidate) -> list[tuple[Run, LabelledLine]]:
        """The lines with a label in the best runs, in order, each with its run.

        Where a page raises some numbers and sets the same ones in brackets, notes are raised and references are not.
        """
        raised = candidate.raised if key in self.mixed else None
        if (key, raised) not in self._best:
            lines = [pair for pair in self.by_label.get(key, ()) if self.scores[id(pair[0])] >= MIN_SCORE]
            if raised is not None:
                lines = [pair for pair in lines if (pair[0].kind == "raised") == raised] or lines
            best = max((self.scores[id(run)] for run, _ in lines), default=0.0)
            lines = [pair for pair in lines if self.scores[id(pair[0])] >= best - 0.2]
            self._best[key, raised] = sorted(lines, key=lambda pair: pair[1].start)
        return self._best[key, raised]


def _cues(run: Run, size: int, count: int, above: int) -> Iterator[str]:
    """The names of the points of a run: of its `size` labels `count` are called, `above` of them from above the run."""
    yield _LINE_WORDS[run.kind]
    yield "called"
    if run.announced:
        yield "under a heading of notes"
    if above >= _MOST_ABOVE * count:
        yield "called from above"
    if sum(line.end - line.start for line in run.lines) > _LONG * len(run.lines):
        yield "long lines"
    if count == size > 1 and above == size:
        yield "all of it called from above"
    if not run.announced and run.kind in _ORDINARY:
        if count < 2:
            yield "a single line, called" if run.kind == "plain" and count == size else "one line called"
        if run.kind != "plain" and count < size:
            yield "a list called in part"


def _is_legend(page: PageView, run: Run) -> bool:
    """Whether a line that opens with a symbol says that fields of a form are required."""
    line = run.lines[0]
    return symbols.is_legend(page.text[line.start : line.end])


def _is_contents(page: PageView, run: Run) -> bool:
    """Whether the lines of a run are links to places on the page: a table of contents, or a menu."""
    links = 0
    for line in run.lines[:12]:
        inside = page.links_within(line.block)
        links += any(
            page.length_of(link.source) > 0.6 * (line.end - line.start) - 6 for link in inside if link.via == "href"
        )
    return links > 0.5 * len(run.lines[:12]) or is_in_navigation(page, run.lines[0].block)


def _labels(candidate: MarkerCandidate) -> list[tuple[str, str]]:
    """The labels of a marker with ranges expanded: (key, label)."""
    return [(labels.key(text), text) for label in candidate.marker.labels for text in labels.expand(label)]


def claims(page: PageView) -> Iterator[Claim]:
    """Claims of markers and the lines that they call, of lines that no marker calls, and of markers without notes."""
    found = candidates(page)
    if not found:
        return  # as on most pages; the runs need not be looked for
    matching = _Matching(page, found)
    used: dict[int, Run] = {}
    unmatched: list[MarkerCandidate] = []
    matched: list[tuple[int, int]] = []
    for candidate in matching.candidates:
        called = [(label, matching.find(key, candidate)) for key, label in _labels(candidate)]
        if not any(pair for _, pair in called):
            unmatched.append(candidate)
            continue
        for label, pair in called:
            if pair is None:
                continue
            run, line = pair
            used[id(run)] = run
            if line.label.number is not None:
                matched.append((candidate.marker.start, line.label.number))
            evidence = [_LINE_WORDS[run.kind], "raised marker" if candidate.raised else "marker in the text"]
            evidence += ["under a heading of notes"] * run.announced + ["broken link"] * candidate.broken_link
            certainty = min(0.65, matching.scores[id(run)])
            note = beginning(page, line, run)
            yield Claim(candidate.marker, note, label, certainty, name, tuple(evidence), run=f"run {run.start}")
    for run in used.values():
        for line in run.lines:
            note = beginning(page, line, run)
            evidence = [_LINE_WORDS[run.kind], "not called"]
            yield Claim(None, note, line.label.text, MIN_SCORE, name, tuple(evidence), run=f"run {run.start}")
    series, reason = _without_notes(page, matching, unmatched, sorted(matched))
    certainty = CLEAR if matched or _is_clear(page, series) else MIN_SCORE
    for candidate in series:
        yield _claim_of_missing(candidate, certainty)
    if page.refusals is not None:
        taken = set(map(id, series))
        for candidate in unmatched:
            if id(candidate) not in taken:
                refuse(page, candidate.marker, reason, 0.3 * candidate.in_context + 0.1 * candidate.raised)


def _numbers_paragraphs(matching: _Matching) -> bool:
    """Whether numbers in brackets count the paragraphs of a text.

    Then some of them begin lines, and the others are between these in the order of the numbers.
    """
    shown = [
        (candidate.marker.start, candidate.marker.labels[0].number or 0)
        for candidate in matching.candidates
        if candidate.marker.bracketed
    ]
    numbers = {number for _, number in shown}
    for run in matching.runs:
        if run.kind != "bracket":
            continue
        for line in run.lines:
            number = line.label.number or 0
            if number in numbers:
                break
            if all((place < line.start) == (other < number) for place, other in shown):
                return True
    return False


def _without_notes(
    page: PageView, matching: _Matching, unmatched: list[MarkerCandidate], matched: list[tuple[int, int]]
) -> tuple[list[MarkerCandidate], str]:
    """The markers in a convincing series whose notes are not on the page, and why the others are none.

    `matched` are the markers that have a line, in order: (place, number).
    """
    if _numbers_paragraphs(matching):
        return [], "such numbers count the paragraphs of the text"
    numbered = [
        candidate
        for candidate in unmatched
        if candidate.marker.labels[0].form == "digits"
        and (candidate.raised or candidate.broken_link or candidate.marker.bracketed)
    ]
    if matched:
        return (
            [candidate for candidate in numbered if _fills_gap(candidate, matched)],
            "no line opens with it, and it is not the next number of the series",
        )
    # a number after a space is the number of a verse
    good = [
        candidate
        for candidate in numbered
        if candidate.in_context and (candidate.marker.bracketed or not page.text[candidate.marker.start - 1].isspace())
    ]
    if not good:
        return [], "no line opens with it, and what stands before it is not what stands before the number of a note"
    if all(_is_in_cell(page, candidate) for candidate in good):
        return [], "no line opens with it, and in the cells of tables numbers count or rank things"
    numbers = [candidate.marker.labels[0].number or 0 for candidate in good]
    if set(numbers) == {1}:
        return (
            [candidate for candidate in good if candidate.raised and _is_behind_sentence(page, candidate)],
            "a single number, and not behind a sentence",
        )
    if len(set(numbers)) < (2 if all(candidate.raised for candidate in good) else 3) or min(numbers) > 2:
        return [], "no line opens with it, and too few such numbers make no series"
    if labels.longest_rising(numbers) < 0.5 * len(set(numbers)) or max(numbers) > 3 * len(set(numbers)) + 3:
        return [], "no line opens with it, and such numbers do not count up"
    return good, "no line opens with it, and what stands before it is not what stands before the number of a note"


def _is_in_cell(page: PageView, candidate: MarkerCandidate) -> bool:
    """Whether a marker is in a short cell of a table. Old pages set whole articles in the cells of a table."""
    place = candidate.marker.place
    holder = place.element if isinstance(place, Span) else place
    cell = holder if holder.tag in ("td", "th") else page.block_of[holder]
    return cell.tag in ("td", "th") and page.length_of(cell) <= _LONGEST_CELL


def _fills_gap(candidate: MarkerCandidate, matched: list[tuple[int, int]]) -> bool:
    """Whether the number of a marker goes on from that of the marker with a line before it."""
    index = bisect_right(matched, (candidate.marker.start, 1 << 60)) - 1
    number = candidate.marker.labels[0].number or 0
    return index >= 0 and candidate.in_context and matched[index][1] < number <= matched[index][1] + 3


def _is_clear(page: PageView, series: list[MarkerCandidate]) -> bool:
    """Whether the markers of a series without notes are clear by themselves: several that count up from 1, or most of them in brackets, or behind a stop or a quote.

    Behind a bare word, one or two raised numbers may be a part of a name.
    """
    numbers = {candidate.marker.labels[0].number for candidate in series}
    if len(numbers) >= CALLED_ONE_BY_ONE and numbers == set(range(1, len(numbers) + 1)):
        return True
    clear = 0
    for candidate in series:
        before = page.line_before(candidate.marker.start).rstrip(" \xa0\u200b\u2060\ufeff")
        clear += candidate.marker.bracketed or candidate.broken_link or not before[-1:].isalnum()
    return 2 * clear >= len(series)


def _is_behind_sentence(page: PageView, candidate: MarkerCandidate) -> bool:
    """Whether a raised number stands behind a sentence of running text. A single number is a marker only there."""
    before = page.line_before(candidate.marker.start)
    return len(before) >= _MIN_BEFORE and _SENTENCE_END.search(before) is not None


def _claim_of_missing(candidate: MarkerCandidate, certainty: float) -> Claim:
    text = ", ".join(
        f"{label.text}-{label.through}" if label.through else label.text for label in candidate.marker.labels
    )
    return Claim(candidate.marker, None, text, certainty, name, ("series without notes",))
