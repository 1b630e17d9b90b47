"""Unlinked notes: superscripts, brackets or stars in the text, and labelled lines below it, with no link between them.

Written by editors of magazines, banks, insurers and newspapers, who type the number and set it high; by tables with
their own notes.

    <p>… as we found.<sup>1</sup></p>  …  <p><sup>1</sup> The note.</p>

Lines that open with a number are everywhere (lists, rankings, headings), so a run of them counts only as far as
markers call it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator

from archiver.draft import Span
from archiver.notes import labels as label
from archiver.notes.html.claims import Claim
from archiver.notes.html.labelled_lines import Line, Run, beginning, runs
from archiver.notes.html.links import in_navigation, pairs
from archiver.notes.html.marker_candidates import Candidate, candidates, names_people
from archiver.notes.html.page_view import PageView

name = "unlinked"

_WEIGHT = {"raised": 0.5, "bracket": 0.45, "symbol": 0.4, "plain": 0.2, "item": 0.1, "cell": 0.1}
ENOUGH = 0.45
#: A page with more stars of one kind uses them for something else.
_MOST_STARS = 6
#: A line that a star opens and that is a note has at least so many characters, half as many more without a full stop.
_SHORTEST, _SHORTEST_SENTENCE = 12, 8
_REQUIRED = re.compile(r"(?i)mandatory|required|pflicht|obligatoi?r|verplicht|wymagan|povinn|必須|必填")
#: From here on a link is so sure to be a marker that the page has notes of its own.
_PROPER = 0.55
#: Characters of a sentence before a marker that no other supports.
_SENTENCE = 40
_STOP = re.compile(r"[^\W\d]{2}[.!?…。！？,;][\"'”’»)\]]*$")


class _Matching:
    """Markers and runs of one page, matched."""

    def __init__(self, page: PageView, found: list[Candidate]) -> None:
        self.page = page
        self.runs = runs(page)
        leads = {line.start for run in self.runs for line in run.lines}
        free = [one for one in found if not self._is_lead(one, leads)]
        self.candidates = _proved(page, free, self.runs)
        self.by_label: dict[str, list[tuple[Run, Line]]] = defaultdict(list)
        for run in self.runs:
            for key, line in run.by_label().items():
                self.by_label[key].append((run, line))
        #: how often each label is shown
        self.times: dict[str, int] = {}
        self._best: dict[tuple[str, bool | None], list[tuple[Run, Line]]] = {}
        ways: dict[str, set[bool]] = defaultdict(set)
        for one in self.candidates:
            for key, _ in _labels(one):
                ways[key].add(one.raised)
        lines = {key: {run.kind == "raised" for run, _ in answers} for key, answers in self.by_label.items()}
        #: labels that the page shows both raised and in brackets, and has two kinds of lines for
        self.mixed = {key for key, both in ways.items() if len(both) == 2 and len(lines.get(key, ())) == 2}
        self.scores = {id(run): 0.0 for run in self.runs}
        self._score()

    def _is_lead(self, one: Candidate, leads: set[int]) -> bool:
        return any(start in leads for start in range(one.marker.start - 1, one.marker.end))

    def _score(self) -> None:
        called: dict[int, set[str]] = defaultdict(set)
        before: dict[int, int] = defaultdict(int)
        shown = sorted((candidate.marker.start, key) for candidate in self.candidates for key, _ in _labels(candidate))
        starts: dict[str, list[int]] = defaultdict(list)
        for start, key in shown:
            starts[key].append(start)
        self.times = {key: len(places) for key, places in starts.items()}
        for run in self.runs:
            # what the lines say of each other calls none of them: paragraphs of a judgment
            low, high = run.start, run.end
            for key in run.by_label():
                places = [place for place in starts.get(key, ()) if not low <= place <= high]
                if places:
                    called[id(run)].add(key)
                    before[id(run)] += places[0] < run.start
        for run in self.runs:
            size = len(run.by_label())
            count = len(called[id(run)])
            if not count or _is_contents(self.page, run) or names_people(self.page, run.lines[0].block):
                continue
            score = _WEIGHT[run.kind] + 0.25 * count / size + 0.1 * run.announced
            score += 0.1 * (before[id(run)] >= 0.6 * count) + 0.05 * (
                sum(line.end - line.start for line in run.lines) > 25 * len(run.lines)
            )
            if run.kind in ("plain", "item", "cell") and count < 2 and not run.announced:
                score -= 0.1 if run.kind == "plain" and count == size else 0.25
            if count == size > 1 and before[id(run)] == size:
                score += 0.1  # all of it is called from above
            if run.kind in ("item", "cell") and not run.announced and count < size:
                score -= 0.15
            self.scores[id(run)] = score

    def find(self, key: str, candidate: Candidate) -> tuple[Run, Line] | None:
        """The line that a marker calls: in the best run, of equal ones the next below, else the last above."""
        known = self._good(key, candidate)
        if not known:
            return None
        if len(known) > 1 and self.times[key] == 1:
            # called once: a run under a heading that says "Notes" rather than another
            announced = [pair for pair in known if pair[0].announced]
            known = announced or known
        at = bisect_right(known, candidate.marker.start, key=lambda pair: pair[1].start)
        if at < len(known):
            return known[at]
        # above: not the very line that the marker stands in
        return next((pair for pair in reversed(known[-2:]) if pair[1].end <= candidate.marker.start), None)

    def _good(self, key: str, candidate: Candidate) -> list[tuple[Run, Line]]:
        """The lines with a label that are good enough, in order.

        Where a page raises some numbers and sets the same ones in brackets, notes are raised and references are not.
        """
        raised = candidate.raised if key in self.mixed else None
        if (key, raised) not in self._best:
            known = [pair for pair in self.by_label.get(key, ()) if self.scores[id(pair[0])] >= ENOUGH]
            if raised is not None:
                known = [pair for pair in known if (pair[0].kind == "raised") == raised] or known
            best = max((self.scores[id(run)] for run, _ in known), default=0.0)
            known = [pair for pair in known if self.scores[id(pair[0])] >= best - 0.2]
            self._best[key, raised] = sorted(known, key=lambda pair: pair[1].start)
        return self._best[key, raised]


def _proved(page: PageView, found: list[Candidate], all_runs: list[Run]) -> list[Candidate]:
    """The markers without the doubtful ones ("word*", "(2)") that no line proves: one that opens alike, below them all.

    Of "(1)" and "(2)" a whole series has to be called, each once and in order; a star stands few times on a page. A
    page that marks its notes properly types stars for terms and conditions, and numbers in round brackets to count.
    """
    doubtful = [one for one in found if one.to_prove]
    proper = [one for one in found if not one.to_prove and (one.raised or one.sure)]
    if not doubtful or proper or any(pair.certainty() >= _PROPER and pair.marker.shown for pair in pairs(page)):
        return [one for one in found if not one.to_prove]
    proved: set[int] = set()
    for run in all_runs:
        opening = page.text[run.start : run.start + 1]
        small = [one for one in doubtful if not isinstance(one.marker.place, Span) and one.marker.end < run.start]
        if len(small) > 1 and [one.marker.shown[0].label for one in small] == [line.shown.label for line in run.lines]:
            proved.update(map(id, small))  # in smaller type, and answered one by one
        if run.kind == "symbol" and opening in ("*", "§", "¶"):
            for line in run.lines:
                mine = [
                    one
                    for one in doubtful
                    if one.marker.shown[0].label == line.shown.label and one.marker.end < line.start
                ]
                if len(mine) <= _MOST_STARS and _is_remark(page.text[line.start : line.end]):
                    proved.update(map(id, mine))
        elif run.kind == "bracket" and run.lines[0].shown.form == "symbol":
            shown = {line.shown.label for line in run.lines}
            mine = [one for one in doubtful if one.marker.bracketed and one.marker.end < run.start]
            proved.update(id(one) for one in mine if one.marker.shown[0].label in shown and len(mine) <= _MOST_STARS)
        elif run.kind == "bracket" and opening in "(（":
            mine = [one for one in doubtful if one.marker.bracketed and one.marker.end < run.start]
            labels = [one.marker.shown[0].label for one in mine]
            if run.announced and labels == [line.shown.label for line in run.lines]:
                proved.update(map(id, mine))
        elif opening == "※":
            shown = {line.shown.label for line in run.lines}
            proved.update(
                id(one)
                for one in doubtful
                if one.marker.shown[0].label in shown
                and page.text[one.marker.start] == "※"
                and one.marker.end < run.start
            )
    return [one for one in found if not one.to_prove or id(one) in proved]


def _is_remark(text: str) -> bool:
    """Whether a line that a star opens reads like a note, and not like the legend of a form."""
    text = text.strip(" *§¶\xa0\n")
    return len(text) >= (_SHORTEST_SENTENCE if text[-1:] in ".!?…)" else 1.5 * _SHORTEST) and not _REQUIRED.search(
        text[:60]
    )


def _is_contents(page: PageView, run: Run) -> bool:
    """Whether the lines of a run are links to places on the page: a table of contents, or a menu."""
    links = 0
    for line in run.lines[:12]:
        inside = page.links_within(line.block)
        links += any(
            page.length_of(link.source) > 0.6 * (line.end - line.start) - 6 for link in inside if link.via == "href"
        )
    return links > 0.5 * len(run.lines[:12]) or in_navigation(page, run.lines[0].block)


def _labels(candidate: Candidate) -> list[tuple[str, str]]:
    """The labels of a marker, ranges expanded: (as compared, as shown)."""
    return [(label.key(one), one) for shown in candidate.marker.shown for one in label.expand(shown)]


def claims(page: PageView) -> Iterator[Claim]:
    """Markers and the labelled lines they call; what is called and nowhere; what is there and not called."""
    found_loose = candidates(page)
    if not found_loose:
        return  # as on most pages; the runs need not be looked for
    matching = _Matching(page, found_loose)
    used: dict[int, Run] = {}
    left: list[Candidate] = []
    matched: list[tuple[int, int]] = []
    for candidate in matching.candidates:
        found = [(shown, matching.find(key, candidate)) for key, shown in _labels(candidate)]
        if not any(pair for _, pair in found):
            left.append(candidate)
            continue
        for shown, pair in found:
            if pair is None:
                continue
            run, line = pair
            used[id(run)] = run
            if line.shown.number is not None:
                matched.append((candidate.marker.start, line.shown.number))
            evidence = [run.kind, "raised" if candidate.raised else "in the text"]
            evidence += ["announced"] * run.announced + ["broken link"] * candidate.broken_link
            sure = min(0.65, matching.scores[id(run)])
            note = beginning(page, line, run)
            yield Claim(candidate.marker, note, shown, sure, name, tuple(evidence), run=f"run {run.start}")
    for run in used.values():
        for line in run.lines:
            note = beginning(page, line, run)
            yield Claim(None, note, line.shown.label, ENOUGH, name, (run.kind, "not called"), run=f"run {run.start}")
    if not _numbers_parts(matching):
        yield from _missing(page, left, sorted(matched))


def _numbers_parts(matching: _Matching) -> bool:
    """Whether numbers in brackets count the parts of a text: some open paragraphs, and the others go on between these."""
    shown = [(one.marker.start, one.marker.shown[0].number or 0) for one in matching.candidates if one.marker.bracketed]
    numbers = {number for _, number in shown}
    for run in matching.runs:
        if run.kind != "bracket":
            continue
        for line in run.lines:
            number = line.shown.number or 0
            if number in numbers:
                break
            if all((place < line.start) == (other < number) for place, other in shown):
                return True
    return False


def _missing(page: PageView, left: list[Candidate], matched: list[tuple[int, int]]) -> Iterator[Claim]:
    """Markers in a convincing series whose notes are nowhere."""
    numbered = [
        one
        for one in left
        if one.marker.shown[0].form == "digits" and (one.raised or one.broken_link or one.marker.bracketed)
    ]
    if matched:
        for one in numbered:
            at = bisect_right(matched, (one.marker.start, 1 << 60)) - 1
            number = one.marker.shown[0].number or 0
            if at >= 0 and one.sure and matched[at][1] < number <= matched[at][1] + 3:
                yield _orphan(one)
        return
    # a number after a space is the number of a verse
    good = [
        one for one in numbered if one.sure and (one.marker.bracketed or not page.text[one.marker.start - 1].isspace())
    ]
    if not good:
        return
    numbers = [one.marker.shown[0].number or 0 for one in good]
    if set(numbers) == {1}:
        yield from (_orphan(one) for one in good if one.raised and _ends_sentence(page, one))
        return
    if len(set(numbers)) < (2 if all(one.raised for one in good) else 3) or min(numbers) > 2:
        return
    if label.rising(numbers) < 0.5 * len(set(numbers)) or max(numbers) > 3 * len(set(numbers)) + 3:
        return
    for one in good:
        yield _orphan(one)


def _ends_sentence(page: PageView, one: Candidate) -> bool:
    """Whether a raised number stands behind the full stop of running text: one alone is a marker only there."""
    before = page.line_before(one.marker.start)
    return len(before) >= _SENTENCE and _STOP.search(before) is not None


def _orphan(candidate: Candidate) -> Claim:
    shown = candidate.marker.shown
    text = ", ".join(f"{one.label}-{one.through}" if one.through else one.label for one in shown)
    return Claim(candidate.marker, None, text, 0.45, name, ("series without notes",))
