"""No article is thrown away whole: a rule that takes the larger part of the prose under the headline gives way.

Each rule of cleaning looks at one element, or at one line. A site may give the name of chrome to every paragraph of its articles ("paywall"), and no single
one of them is large. So the sum is looked at when all is decided, over *columns*: pieces of prose that stand in containers of one kind (the paragraphs of a
text, the sections of a page). A column is lost to its reader if the larger part of it is left out, though it began right under the headline:

    <h1>…</h1> <div> <p> kept <p class=paywall> left out × 20 </div>        the record keeps the beginning of the column
    <h1>…</h1> <div class=subscribe> <p> left out × 20 </div>               the record keeps nothing between headline and column

A thread of comments, a footer and a list of teasers begin under an article that is kept. If lost columns hold more prose than all that is kept, a name that
took much of them is spared (chrome.Cue), and the page is cleaned again; if the model left them out by itself, their pieces are made sure. What then still is
no part of the body was rightly left out, by a rule and by the model. The finding C004 says what gave way, and where far less was kept than left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from archiver.cleaning.anchors import headline
from archiver.cleaning.body import find_body
from archiver.cleaning.branches import marked, taken
from archiver.cleaning.chrome import Cue, cue_of, remove_chrome
from archiver.cleaning.groups import like
from archiver.cleaning.measures import Measures, Unit, measure
from archiver.draft import Draft

#: Characters of prose whose loss is no article's (those of East Asian scripts count for three).
_LEAST = 400
_WIDE = 3
#: Characters of one piece of prose that may stand between headline and column: a standfirst, a line on the date.
_STANDFIRST = 200
#: The share of lost columns from which on a named rule answers for it.
_ANSWERS = 0.2
#: How often as much as is kept must be left out of lost columns for a warning.
_FAR_LESS = 3
#: How many names may be tried.
_ROUNDS = 6
#: Levels of containers that make their kind.
_LEVELS = 3
#: What a unit of prose is under when it lies outside all roots of the body.
_OUTSIDE = "outside-article"
#: Rules of the model.
_MODEL = frozenset([_OUTSIDE, "above-article", "beside-article", "below-article"])
#: Whose removals are not given back: a thread has a guard of its own (chrome.py), what is hidden counts as hidden by contract.
_FIRM = frozenset(["comments", "hidden"])


def find_article(draft: Draft, chrome: bool = True) -> None:
    """Say what is the body and what is removed; with `chrome`, the named rules remove, too. No rule takes the article itself."""
    _Guard(draft, chrome).run()


@dataclass(slots=True)
class _Lost:
    """Prose that is lost out of columns under the headline: units and characters by the cue, or by the rule where no name took it."""

    kept: int
    units: dict[Cue, list[Unit]] = field(default_factory=dict)

    def prose(self, *cues: Cue) -> int:
        """The characters that these cues took, or all."""
        return sum(_size(u) for cue in cues or self.units for u in self.units[cue])

    def share(self, *cues: Cue) -> int:
        """The percentage that these cues took of what the page has under its headline."""
        return round(100 * self.prose(*cues) / ((self.prose() + self.kept) or 1))


class _Guard:
    def __init__(self, draft: Draft, chrome: bool) -> None:
        self.draft, self.chrome = draft, chrome
        self.measures = measure(draft)
        self.start = draft.checkpoint()
        self.spared: set[Cue] = set()
        self.sure: set[int] = set()

    def run(self) -> None:
        draft = self.draft
        self._clean()
        tried: set[Cue] = set()
        #: units that a named rule and the model leave out
        agreed: set[int] = set()
        said: list[tuple[str, int]] = []
        lost = self._lost()
        for _ in range(_ROUNDS):
            if lost is None or lost.prose() <= lost.kept:
                break
            named = [c for c in lost.units if c not in tried and c.name and c.rule not in _FIRM]
            answering = max(named, key=lambda c: (lost.prose(c), c), default=None)
            if answering is not None and lost.prose(answering) >= _ANSWERS * lost.prose():
                tried.add(answering)
                self.spared.add(answering)
                units = lost.units[answering]
                share = lost.share(answering)
                self._clean()
                if 2 * self._kept(units) < sum(map(_size, units)):
                    self.spared.remove(answering)
                    agreed.update(u.index for u in units)
                    self._clean()
                else:
                    said.append((answering.rule, share))
            else:
                own = [c for c in lost.units if not c.name and c.rule not in _FIRM]
                units = [u for c in own for u in lost.units[c] if u.index not in agreed]
                if sum(map(_size, units)) <= lost.kept:
                    break
                rule = max(own, key=lambda c: (lost.prose(c), c)).rule
                share = lost.share(*own)
                self.sure.update(u.index for u in units)
                self._clean()
                said.append((rule, share))
            lost = self._lost()
        for rule, share in said:
            draft.find("C004", rule=rule, share=share, outcome="it gave way, and that prose stays")
        lost = self._lost()
        if lost is not None and lost.prose() > _FAR_LESS * lost.kept:
            cue = max(lost.units, key=lambda c: (lost.prose(c), c))
            draft.find("C004", rule=cue.rule, share=lost.share(cue), outcome="far less is kept than is left out")

    def _clean(self) -> None:
        """Clean the page, again if it was cleaned before."""
        self.draft.go_back(self.start)
        if self.chrome:
            remove_chrome(self.draft, self.spared)
        find_body(self.draft, self.sure)

    def _kept(self, units: list[Unit]) -> int:
        """Characters of these units that are in the body."""
        inside = _inside(self.draft, self.measures)
        return sum(_size(u) for u in units if inside[u.index])

    def _lost(self) -> _Lost | None:
        """What is lost out of columns under the headline, or None if it is little."""
        draft, measures = self.draft, self.measures
        inside = _inside(draft, measures)
        claimed = marked(measures, taken(draft, draft.note_parts, draft.moved), ())
        prose = [u for u in measures.units if u.prose and not claimed[u.index]]
        kept = sum(_size(u) for u in prose if inside[u.index])
        # most pages are asked no more than this
        if sum(map(_size, prose)) - kept <= max(kept, _LEAST) and not measures.hidden_units:
            return None
        found = _Lost(kept)
        anchor = headline(draft, measures)
        for units in self._columns(prose, inside, -1 if anchor is None else anchor):
            for unit in units:
                cue = self._cue(unit)
                if cue is not None:
                    found.units.setdefault(cue, []).append(unit)
        return found if found.prose() >= _LEAST else None

    def _columns(self, prose: list[Unit], inside: list[bool], anchor: int) -> Iterator[list[Unit]]:
        """Of each column that is lost, the units that are left out."""
        measures = self.measures
        columns: dict[object, list[Unit]] = {}
        #: the prose kept between the headline and a column
        before: dict[object, list[Unit]] = {}
        passed: list[Unit] = []
        texts: set[str] = set()
        units = sorted([*prose, *(u for u in measures.hidden_units if u.prose)], key=lambda u: u.index)
        for unit in units:
            # what is said again is no other prose
            if unit.index < anchor or unit.text in texts:
                continue
            texts.add(unit.text)
            holder = _container(measures, unit)
            kind = _kind(measures, holder)
            key = (kind, unit.hidden and not inside[unit.index])
            columns.setdefault(key, []).append(unit)
            before.setdefault(key, list(passed))
            if inside[unit.index]:
                passed.append(unit)
        for key, column in columns.items():
            left_out = [u for u in column if not inside[u.index]]
            if not left_out:
                continue
            size, whole = sum(map(_size, left_out)), sum(map(_size, column))
            if 2 * size <= whole:
                continue
            between = before[key]
            begins = len(between) <= 1 and sum(map(_size, between)) <= _STANDFIRST
            if begins or size < whole:
                yield left_out

    def _cue(self, unit: Unit) -> Cue | None:
        """What took a unit; None for what a user's rules took."""
        draft, measures = self.draft, self.measures
        index = unit.index
        while index >= 0:
            removal = draft.removed.get(draft.elements[index])
            if removal is not None:
                if removal.rule.startswith("site-rules:"):
                    return None
                return (cue_of(measures, index, removal.rule) if self.chrome else None) or Cue(removal.rule, "")
            index = measures.parent[index]
        return Cue(_OUTSIDE, "")


def _size(unit: Unit) -> int:
    return unit.prose


def _inside(draft: Draft, measures: Measures) -> list[bool]:
    """By element whether it is in the body."""
    return marked(measures, taken(draft, draft.body), taken(draft, draft.removed))


def _container(measures: Measures, unit: Unit) -> int:
    """The element around a piece of prose that holds other text, too; wrappers of nothing else are passed over."""
    parent, index = measures.parent, unit.index
    chars = measures.chars(index)
    while chars and parent[index] > 0 and measures.chars(parent[index]) == chars:
        index = parent[index]
    return max(0, parent[index])


def _kind(measures: Measures, index: int) -> tuple[str, ...]:
    """What containers of one kind share: tags and classes of the element and of those around it."""
    found = []
    for _ in range(_LEVELS):
        if index < 0:
            break
        found.append(f"{measures.tags[index]}.{like(measures.classes[index])}")
        index = measures.parent[index]
    return tuple(found)
