"""No article is thrown away whole: a rule that takes the larger part of the prose under the headline gives way.

Each rule of cleaning looks at one element, or at one line. A site may give the name of chrome to every paragraph of its articles ("paywall"), and no single
one of them is large. So the sum is looked at when all is decided, over *columns*: pieces of prose that stand in containers of one kind (the paragraphs of a
text, the sections of a page). A column is lost if the larger part of it is left out, though it begins right under the headline or was cut in the middle:

    <h1>…</h1> <div> <p> kept <p class=paywall> left out × 20 </div>        the record keeps the beginning of the column
    <h1>…</h1> <div class=subscribe> <p> left out × 20 </div>               the record keeps nothing between headline and column

A thread of comments, a footer and a list of teasers begin under an article that is kept; and a thread is many texts, so one text that a name of comments
took is no thread. If lost columns hold more prose than all that is kept, a name that
took much of them is spared (chrome.Cue), and the page is cleaned again; if the model left them out by itself, their pieces are made sure. What then still is
no part of the body was rightly left out, by a rule and by the model. The finding C004 says what gave way, and where far less was kept than left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from archiver.cleaning.anchors import headline
from archiver.cleaning.body.finder import find_body
from archiver.cleaning.body.groups import like
from archiver.cleaning.branches import marked, taken
from archiver.cleaning.chrome import Cue, cue_of, remove_chrome
from archiver.cleaning.measures import HEADINGS, PROSE_LENGTH, Measures, Unit
from archiver.cleaning.rules import class_rules
from archiver.draft import Draft

#: Characters of prose whose loss is no article's.
_LEAST = 400
#: Characters of prose that may stand between headline and a column that a name took: a standfirst, a line on the date.
_STANDFIRST = 300
#: The share of what is kept and lost that is called the larger part of an article; the rest of a page is never all its own.
_LARGE = 0.4
#: The share of lost columns from which on a named rule answers for it.
_ANSWERS = 0.2
#: How often as much as is kept must be left out of lost columns for a warning.
_FAR_LESS = 3
#: The share of what the names of comments took that one container of a thread never holds, that most of one text does, and the share of prose in it
#: that leaves no room for names and dates of those who comment.
_NO_COMMENT, _ONE_TEXT, _PURE = 0.3, 0.5, 0.92
#: How many times a page is cleaned again.
_ROUNDS = 6
#: Texts that a page says more often are parts of its program.
_TWICE = 2
#: The share of prose in the text of a column's containers.
_DENSE = 0.6
#: Levels of containers that make their kind.
_LEVELS = 3
#: What a unit is under when it lies outside all roots of the body.
_OUTSIDE = "outside-article"
#: Scripts that write no spaces between words, some of them no ends of sentences either; a character says as much as several of others.
_UNSPACED = re.compile("[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_WIDE = 3
#: The end of a sentence in scripts that mark it (Unicode's property Sentence_Terminal), with quotes, brackets and note numbers behind it.
_SENTENCE = re.compile(
    "[.!?;\u037e\u0589\u061d-\u061f\u06d4\u0700-\u0702\u0964\u0965\u1362\u1367\u1368\u166e\u1803\u1809\u2026\u203c\u203d\u2047-\u2049\u3002\uff01\uff0e\uff1f\uff61]"
    "[\"'\u2019\u201d\u201c\u00bb\u00ab)\\]\\d]*(?:\\s|$)"
)
#: A line with no more spaces is no sentence.
_SPACES = 8


def find_article(draft: Draft, measures: Measures, chrome: bool = True) -> None:
    """Say what is the body and what is removed; with `chrome`, the named rules remove, too. No rule takes the article itself."""
    _Guard(draft, measures, chrome).run()


@dataclass(slots=True)
class _Lost:
    """Prose that is lost out of columns: characters kept of what may be the article, of its largest column and of all, and units left out, by what took them."""

    kept: int
    largest_kept: int
    all_kept: int
    sizes: dict[int, int]
    units: dict[Cue, list[Unit]] = field(default_factory=dict)

    def prose(self, *cues: Cue) -> int:
        """The characters that these cues took, or all."""
        return sum(self.sizes[u.index] for cue in cues or self.units for u in self.units[cue])

    def share(self, *cues: Cue) -> int:
        """The percentage that these cues took of what is kept and of what is lost."""
        return round(100 * self.prose(*cues) / ((self.prose() + self.kept) or 1))

    def largest(self, cues: Iterable[Cue]) -> Cue | None:
        """Of these cues the one that took most."""
        return max(cues, key=lambda cue: (self.prose(cue), cue), default=None)

    @property
    def is_grave(self) -> bool:
        """Whether more is lost than any column keeps, and much beside all that is kept."""
        return self.prose() > self.largest_kept and self.prose() >= _LARGE * (self.prose() + self.kept)


@dataclass(slots=True)
class _Column:
    """Prose in containers of one kind, and those containers; `above`: characters kept between headline and column."""

    above: int
    kept: list[Unit] = field(default_factory=list)
    left_out: list[Unit] = field(default_factory=list)
    kept_in: set[int] = field(default_factory=set)
    left_out_of: set[int] = field(default_factory=set)

    @property
    def containers(self) -> set[int]:
        """The elements around its units."""
        return self.kept_in | self.left_out_of


class _Guard:
    def __init__(self, draft: Draft, measures: Measures, chrome: bool) -> None:
        self.draft, self.chrome = draft, chrome
        self.measures = measures
        self.is_plain = draft.page.media_type == "text/plain"
        self.start = draft.checkpoint()
        claimed = marked(measures, taken(draft, draft.note_parts, draft.moved), ())
        #: all prose, what the page hides included, and how much each unit says
        self.units = [u for u in [*measures.units, *measures.hidden_units] if not claimed[u.index]]
        self.sizes = {u.index: size for u in self.units if (size := _size(measures, u))}
        self.units = sorted([u for u in self.units if u.index in self.sizes], key=lambda u: u.index)
        #: names that take nothing on this page, and units that are body
        self.spared: set[Cue] = set()
        self.sure: set[int] = set()

    def run(self) -> None:
        """Clean the page, and again as long as more is lost than kept and something gives way."""
        tried: set[Cue] = set()
        #: units that a named rule and the model leave out
        agreed: set[int] = set()
        gave_way: list[tuple[str, int]] = []
        self._clean()
        for _ in range(_ROUNDS):
            lost = self._lost()
            if lost is None or not lost.is_grave:
                break
            name = lost.largest(c for c in lost.units if c.name and c not in tried)
            if name is not None and lost.prose(name) >= _ANSWERS * lost.prose():
                tried.add(name)
                if self._spare(name, lost.units[name]):
                    gave_way.append((name.rule, lost.share(name)))
                else:
                    agreed.update(u.index for u in lost.units[name])
                continue
            own = [c for c in lost.units if not c.name and c.rule != "hidden"]
            units = {u.index for c in own for u in lost.units[c]} - agreed
            largest = lost.largest(own)
            if largest is None or sum(self.sizes[i] for i in units) <= lost.kept:
                break
            self.sure |= units
            self._clean()
            inside = self._inside()
            if not any(inside[i] for i in units):
                break  # something holds it that stands elsewhere
            gave_way.append((largest.rule, lost.share(*own)))
        for rule, share in gave_way:
            self.draft.find("C004", rule=rule, share=share, outcome="it gave way, and that prose stays")
        self._warn()

    def _warn(self) -> None:
        """Say it where far less was kept than is lost, and where an article is hidden for the larger part."""
        lost = self._lost()
        cue = lost.largest(lost.units) if lost is not None else None
        if lost is None or cue is None:
            self._warn_of_one_text()
        elif lost.prose() > _FAR_LESS * lost.all_kept or (lost.is_grave and cue.rule == "hidden"):
            outcome = "far less is kept than is left out there" if cue.rule != "hidden" else "the page hides it"
            self.draft.find("C004", rule=cue.rule, share=lost.share(cue), outcome=outcome)
        else:
            self._warn_of_one_text()

    def _warn_of_one_text(self) -> None:
        """Say it where names took a text that is longer than all that is kept, and nothing shows that it is a thread of comments or a list."""
        inside = self._inside()
        all_kept = self._sum(u for u in self.units if inside[u.index])
        if sum(self.sizes.values()) - all_kept < _LEAST:
            return
        columns = list(self._columns(inside))
        took = {u.index: self._cue(u) for c in columns for u in c.left_out}
        texts = [(self._sum(units), rule) for rule, units in self._texts(columns, took, all_kept)]
        if texts:
            size, rule = max(texts)
            outcome = "it is longer than all that is kept, and may be the article"
            self.draft.find("C004", rule=rule, share=round(100 * size / (size + all_kept)), outcome=outcome)

    def _spare(self, cue: Cue, units: list[Unit]) -> bool:
        """Clean without a name; if the model leaves out most of these units, too, clean with it again. Whether they are kept."""
        self.spared.add(cue)
        self._clean()
        inside = self._inside()
        sizes = self.sizes
        if 2 * sum(sizes[u.index] for u in units if inside[u.index]) >= sum(sizes[u.index] for u in units):
            return True
        self.spared.remove(cue)
        self._clean()
        return False

    def _clean(self) -> None:
        self.draft.go_back(self.start)
        if self.chrome:
            remove_chrome(self.draft, self.measures, self.spared)
        find_body(self.draft, self.measures, self.sure)

    def _inside(self) -> list[bool]:
        """By element whether it is in the body."""
        return marked(self.measures, taken(self.draft, self.draft.body), taken(self.draft, self.draft.removed))

    # -- what is lost ------------------------------------------------------------------------------

    def _lost(self) -> _Lost | None:
        """What is lost out of columns, or None if it is little."""
        sizes, inside = self.sizes, self._inside()
        all_kept = self._sum(u for u in self.units if inside[u.index])
        # most pages are asked no more than this
        if sum(sizes.values()) - all_kept < _LEAST:
            return None
        own = self.own
        kept = self._sum(u for u in self.units if inside[u.index] and own[u.index])
        if not kept:  # the element may hold the headline only
            own = self.uncommented
            kept = self._sum(u for u in self.units if inside[u.index] and own[u.index])
        columns = list(self._columns(inside))
        largest = max((self._sum(u for u in c.kept if own[u.index]) for c in columns), default=0)
        found = _Lost(kept, largest, all_kept, sizes)
        took = {u.index: self._cue(u) for c in columns for u in c.left_out}
        cutting = self._cutting(columns, took)
        threads = self._threads(columns, took)
        article = self._article_among_comments(columns, took, all_kept)
        nearby: dict[Cue, list[Unit]] = {}
        for column in columns:
            is_cut = self._is_cut(column)
            for unit in column.left_out:
                cue, _ = took[unit.index]
                if cue is not None and unit.index in article:
                    found.units.setdefault(cue, []).append(unit)
                    continue
                if cue is None or cue in threads - cutting:
                    continue
                if cue in cutting or (is_cut and _is_lost(column, cue)):
                    found.units.setdefault(cue, []).append(unit)
                elif is_cut and cue.name and self.near[unit.index]:
                    nearby.setdefault(cue, []).append(unit)
        if nearby and found.prose() + sum(map(self._sum, nearby.values())) > _FAR_LESS * kept:
            for cue, units in nearby.items():
                found.units.setdefault(cue, []).extend(units)
        return found if found.prose() >= _LEAST else None

    def _sum(self, units: Iterable[Unit]) -> int:
        return sum(self.sizes[u.index] for u in units)

    def _cutting(self, columns: list[_Column], took: dict[int, tuple[Cue | None, int]]) -> set[Cue]:
        """The names, and the rule `hidden`, that take paragraphs from between paragraphs of the body, or a part of the text that stands beside them."""
        holders = set().union(*(column.kept_in for column in columns))
        parent = self.measures.parent
        found = set()
        for unit, (cue, index) in took.items():
            # threads and dialogs stand beside paragraphs, too, if pages are flat
            beside = index == unit or (parent[index] > 0 and cue is not None and cue.rule != "comments")
            if cue is not None and (cue.name or cue.rule == "hidden") and beside and parent[index] in holders:
                found.add(cue)
        return found

    def _threads(self, columns: list[_Column], took: dict[int, tuple[Cue | None, int]]) -> set[Cue]:
        """The names of comments, if what they took is more than one text; chrome.py looks at threads as a whole."""
        holders: set[int] = set()
        names: set[Cue] = set()
        for unit in (u for column in columns for u in column.left_out):
            cue, _ = took[unit.index]
            if cue is not None and cue.rule == "comments":
                names.add(cue)
                holders.add(_container(self.measures, unit))
        return names if len(holders) > 1 else set()

    def _by_container(
        self, columns: list[_Column], took: dict[int, tuple[Cue | None, int]]
    ) -> dict[str, list[list[Unit]]]:
        """By rule what its names took, by container, the largest first."""
        found: dict[str, dict[int, list[Unit]]] = {}
        for unit in (u for column in columns for u in column.left_out):
            cue, _ = took[unit.index]
            if cue is not None and cue.name:
                found.setdefault(cue.rule, {}).setdefault(_container(self.measures, unit), []).append(unit)
        return {rule: sorted(of.values(), key=self._sum, reverse=True) for rule, of in found.items()}

    def _texts(
        self, columns: list[_Column], took: dict[int, tuple[Cue | None, int]], all_kept: int
    ) -> Iterable[tuple[str, list[Unit]]]:
        """By rule what may be an article among what its names took: of comments all, if it is no thread; else the text of one container."""
        for rule, containers in self._by_container(columns, took).items():
            if rule != "comments":
                if self._sum(containers[0]) > max(_LEAST, _FAR_LESS * all_kept):
                    yield rule, containers[0]
                continue
            units = [unit for container in containers for unit in container]
            prose = self._sum(units)
            chars = sum(map(self.measures.chars, {took[u.index][1] for u in units}))
            is_text = self._sum(containers[0]) >= _NO_COMMENT * prose or prose >= _PURE * chars
            if prose > max(_LEAST, all_kept) and (is_text or all_kept < _LEAST):
                yield rule, units

    def _article_among_comments(
        self, columns: list[_Column], took: dict[int, tuple[Cue | None, int]], all_kept: int
    ) -> set[int]:
        """What the names of comments took, if it is one element whose paragraphs stand in one container for the larger part, and far more than is kept:
        those who comment have containers of their own.
        """
        containers = self._by_container(columns, took).get("comments", [])
        units = [unit for container in containers for unit in container]
        prose = self._sum(units)
        if prose < _LEAST or prose <= _FAR_LESS * all_kept or self._sum(containers[0]) < _ONE_TEXT * prose:
            return set()
        removed = {took[u.index][1] for u in units}
        is_one = len(removed) == 1 and len({self.measures.parent[u.index] for u in containers[0]}) == 1
        is_prose = all(self.measures.tags[u.index] not in ("li", "dd", "td") for u in containers[0])
        return {u.index for u in units} if is_one and is_prose and len(containers[0]) > 1 else set()

    def _columns(self, inside: list[bool]) -> Iterable[_Column]:
        """The columns under the headline. Copied text is one column: its title may be any line of it."""
        measures, is_plain = self.measures, self.is_plain
        anchor = self.anchor
        says = Counter(unit.text for unit in self.units)
        columns: dict[object, _Column] = {}
        seen: set[str] = set()
        above = 0
        for unit in self.units:
            if (anchor is not None and unit.index < anchor) or unit.text in seen or says[unit.text] > _TWICE:
                continue
            seen.add(unit.text)
            is_kept = inside[unit.index]
            holder = 0 if is_plain else _container(measures, unit)
            key = (_kind(measures, holder), unit.hidden and not is_kept)
            column = columns.get(key)
            if column is None:
                column = columns[key] = _Column(above)
            (column.kept if is_kept else column.left_out).append(unit)
            (column.kept_in if is_kept else column.left_out_of).add(holder)
            if is_kept:
                above += self.sizes[unit.index]
        return columns.values()

    def _is_cut(self, column: _Column) -> bool:
        """Whether the larger part of a column is left out, and its containers hold little but prose."""
        measures, sizes = self.measures, self.sizes
        kept, left_out = (sum(sizes[u.index] for u in units) for units in (column.kept, column.left_out))
        if left_out <= kept:
            return False
        if self.is_plain:
            return True
        chars = behind = 0
        for index in sorted(column.containers):
            if index >= behind:
                chars += measures.chars(index)
                behind = measures.end[index]
        # what is hidden has no measures
        prose = sum(u.chars - u.link for u in [*column.kept, *column.left_out] if not u.hidden)
        return prose >= _DENSE * chars

    def _cue(self, unit: Unit) -> tuple[Cue | None, int]:
        """What took a unit, a name or a rule without one, and the element that it took. None for a user's own rules."""
        draft, index = self.draft, unit.index
        while index >= 0:
            removal = draft.removed.get(draft.page.elements[index])
            if removal is not None:
                if removal.rule.startswith("site-rules:"):
                    return None, index
                named = cue_of(self.measures, index, removal.rule) if self.chrome else None
                return named or Cue(removal.rule, ""), index
            index = self.measures.parent[index]
        return Cue(_OUTSIDE, ""), 0

    # -- where the article is; asked on few pages ---------------------------------------------------

    @cached_property
    def anchor(self) -> int | None:
        """The headline; copied text has none, for its title may be any line of it."""
        return None if self.is_plain else headline(self.draft, self.measures)

    @cached_property
    def articles(self) -> list[int]:
        """The elements that say they are the article: those around the headline, if there are any."""
        measures, anchor = self.measures, self.anchor
        named = [index for index, tag in enumerate(measures.tags) if tag in ("article", "main")]
        around = [i for i in named if anchor is not None and i <= anchor < measures.end[i]]
        return around or named

    @cached_property
    def comments(self) -> list[int]:
        """The elements whose names say that they hold comments."""
        of = class_rules().of
        says = {n for n in set(self.measures.classes) if any(rule == "comments" for rule, _ in of(n))}
        return [index for index, names in enumerate(self.measures.classes) if names in says] if says else []

    @cached_property
    def near(self) -> list[bool]:
        """By element whether it stands where the page says that its article is."""
        return marked(self.measures, self.articles, ())

    @cached_property
    def own(self) -> list[bool]:
        """By element whether it may be the article's: comments are not."""
        return marked(self.measures, self.articles or [0], self.comments)

    @cached_property
    def uncommented(self) -> list[bool]:
        """By element whether it is no comment."""
        return marked(self.measures, [0], self.comments)


def _is_lost(column: _Column, cue: Cue) -> bool:
    """Whether what this cue took of a column may be the article's."""
    if not column.kept:
        return column.above <= (_STANDFIRST if cue.name else 0)
    # a name may hit some sections of a page only; the model has its reasons to keep one and not the other
    return bool(cue.name) or not column.kept_in.isdisjoint(column.left_out_of)


def _size(measures: Measures, unit: Unit) -> int:
    """Characters of a unit that speaks in sentences, 0 of any other; those of unspaced scripts count for several."""
    text, prose = unit.text, unit.prose
    unspaced = not text.isascii() and _UNSPACED.search(text) is not None
    if not prose and unit.chars >= PROSE_LENGTH and (unspaced or text.count(" ") > _SPACES):
        is_text = unit.link * 3 < unit.chars and measures.tags[unit.index] not in HEADINGS
        prose = unit.chars - unit.link if is_text else 0
    if not prose or not (unspaced or _SENTENCE.search(text)):
        return 0
    return prose * _WIDE if unspaced else prose


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
