"""Loss guard: if a rule removes the larger part of the prose below the headline, the rule is taken back. So no article is lost as a whole.

Each rule of cleaning looks at one element or at one line. A site may give a class name of page chrome ("paywall") to every paragraph of its
articles, and no single paragraph is large. So this module looks at the sum of all removals after cleaning. It counts *columns*: a column is the
units of prose in containers of one kind (the paragraphs of a text, the sections of a page). A column is lost if its larger part is left out, and
it begins right below the headline or was cut in the middle:

    <h1>…</h1> <div> <p> kept <p class=paywall> left out × 20 </div>        the record keeps the beginning of the column
    <h1>…</h1> <div class=subscribe> <p> left out × 20 </div>               the record keeps nothing between headline and column

A comment thread, a footer and a list of teasers begin below an article that is kept, so they are no lost columns. A comment thread consists of
many texts. So if a class name of comments removed a single text, this text is no comment thread.

If the lost columns hold more prose than the largest kept column, the page is cleaned again without the cue (chrome.Cue) that removed most of them.
If no cue removed them but the model left them out, their units become sure body. If both a rule and the model leave out the same units, these
stay out. The finding C004 names each rule that was taken back. It also warns if far less prose is kept than left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from archiver.cleaning.anchors import headline
from archiver.cleaning.body.finder import find_body
from archiver.cleaning.body.groups import comparable_classes
from archiver.cleaning.branches import indexes_of, marked
from archiver.cleaning.chrome import Cue, cue_of, remove_chrome
from archiver.cleaning.documents import take_whole
from archiver.cleaning.measures import HEADINGS, PROSE_LENGTH, Measures, Unit
from archiver.cleaning.posts import take_posts
from archiver.cleaning.rules import class_rules
from archiver.draft import Draft

#: Characters of prose: a smaller loss cannot be an article.
_LEAST = 400
#: The most characters of kept prose (a standfirst, a line with the date) between the headline and a column that a cue removed.
_STANDFIRST = 300
#: A loss is grave from this share on: lost prose in the sum of kept and lost prose.
_GRAVE_SHARE = 0.4
#: A cue is taken back only if it removed at least this share of the prose of lost columns.
_CUE_SHARE = 0.2
#: A warning is given if lost columns hold more than this number of times the kept prose.
_FAR_LESS = 3
#: Limits that distinguish an article from a comment thread. In a thread, no container holds the first share of the removed prose. In an article, one
#: container holds at least the second share. The third is a share of prose in the text of an element: a thread has less, because it also holds
#: the names and dates of the comments.
_NO_COMMENT, _ONE_TEXT, _PURE = 0.3, 0.5, 0.92
#: The share of the prose below the headline from which a finding names the rule that removed it, and the rules that remove as much from many pages.
_SHARE, _OFTEN_LONG = 0.5, frozenset(["comments", "cookie-banner", "hidden"])
#: The most rounds of cleaning a page again.
_ROUNDS = 6
#: A text that occurs more often on a page belongs to its user interface.
_MOST_REPEATED = 2
#: The least share of prose in the text of the containers of a column.
_DENSE = 0.6
#: The kind of a container is the tags and classes of this number of elements: the container and its nearest ancestors.
_LEVELS = 3
#: The rule of a unit outside of all roots of the body.
_OUTSIDE = "outside-article"
#: Scripts without spaces between words; some of them also do not mark the ends of sentences. One of their characters counts as _WIDE characters.
_UNSPACED = re.compile("[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_WIDE = 3
#: The end of a sentence in scripts that mark it (Unicode property Sentence_Terminal), with closing quotes, brackets and note numbers.
_SENTENCE = re.compile(
    "[.!?;\u037e\u0589\u061d-\u061f\u06d4\u0700-\u0702\u0964\u0965\u1362\u1367\u1368\u166e\u1803\u1809\u2026\u203c\u203d\u2047-\u2049\u3002\uff01\uff0e\uff1f\uff61]"
    "[\"'\u2019\u201d\u201c\u00bb\u00ab)\\]\\d]*(?:\\s|$)"
)
#: A line with at most this number of spaces is no sentence.
_SPACES = 8


def find_article(draft: Draft, measures: Measures, chrome: bool = True) -> None:
    """Find the body and remove the rest. With `chrome`, the named rules remove page chrome first. Rules that remove the article are taken back."""
    if draft.page.document is not None:
        take_whole(draft, draft.page.document)
        return
    if draft.posts:
        take_posts(draft, measures, chrome)
        return
    _Guard(draft, measures, chrome).run()


@dataclass(slots=True)
class _Lost:
    """The prose that is lost from columns, and the prose that is kept, in characters.

    `kept` counts the part of the body that may belong to the article, `largest_kept` its largest column, `all_kept` the whole body. `sizes` are
    the characters of each unit by its index; `units` are the lost units by the cue that removed them.
    """

    kept: int
    largest_kept: int
    all_kept: int
    sizes: dict[int, int]
    units: dict[Cue, list[Unit]] = field(default_factory=dict)

    def prose(self, *cues: Cue) -> int:
        """The lost characters that these cues removed; without cues, all lost characters."""
        return sum(self.sizes[u.index] for cue in cues or self.units for u in self.units[cue])

    def share(self, *cues: Cue) -> int:
        """The lost characters that these cues removed, in per cent of the kept and lost characters; without cues, all lost characters."""
        return round(100 * self.prose(*cues) / ((self.prose() + self.kept) or 1))

    def largest(self, cues: Iterable[Cue]) -> Cue | None:
        """The cue among `cues` that removed most characters, or None."""
        return max(cues, key=lambda cue: (self.prose(cue), cue), default=None)

    @property
    def is_grave(self) -> bool:
        """Whether more is lost than the largest column keeps, and a large share of all."""
        return self.prose() > self.largest_kept and self.prose() >= _GRAVE_SHARE * (self.prose() + self.kept)


#: By the index of a unit that is left out: the cue that removed it, and the index of the removed element (`_Guard._removal`).
_Removals = dict[int, tuple[Cue | None, int]]


@dataclass(slots=True)
class _Column:
    """Units of prose in containers of one kind, and the indexes of these containers. `above` counts kept characters between headline and column."""

    above: int
    kept: list[Unit] = field(default_factory=list)
    left_out: list[Unit] = field(default_factory=list)
    kept_in: set[int] = field(default_factory=set)
    left_out_of: set[int] = field(default_factory=set)

    @property
    def containers(self) -> set[int]:
        """The indexes of all containers of the column."""
        return self.kept_in | self.left_out_of


class _Guard:
    """The cleaning of one page with its loss guard."""

    def __init__(self, draft: Draft, measures: Measures, chrome: bool) -> None:
        self.draft, self.chrome = draft, chrome
        self.measures = measures
        self.is_plain = draft.page.media_type == "text/plain"
        self.start = draft.checkpoint()
        claimed = marked(measures, indexes_of(draft, draft.note_parts, draft.moved), ())
        #: the units of prose, also hidden ones, and the characters of each
        self.units = [u for u in [*measures.units, *measures.hidden_units] if not claimed[u.index]]
        self.sizes = {u.index: size for u in self.units if (size := _size(measures, u))}
        self.units = sorted([u for u in self.units if u.index in self.sizes], key=lambda u: u.index)
        #: cues that were taken back, and indexes of units that are surely body
        self.ignored_cues: set[Cue] = set()
        self.sure: set[int] = set()

    def run(self) -> None:
        """Clean the page, and clean it again as long as the loss is grave and a rule can be taken back."""
        tried: set[Cue] = set()
        #: indexes of units that both a named rule and the model leave out
        agreed: set[int] = set()
        taken_back: list[tuple[str, int]] = []
        self._clean()
        for _ in range(_ROUNDS):
            lost = self._lost()
            if lost is None or not lost.is_grave:
                break
            cue = lost.largest(c for c in lost.units if c.name and c not in tried)
            if cue is not None and lost.prose(cue) >= _CUE_SHARE * lost.prose():
                tried.add(cue)
                if self._clean_without(cue, lost.units[cue]):
                    taken_back.append((cue.rule, lost.share(cue)))
                else:
                    agreed.update(u.index for u in lost.units[cue])
                continue
            of_model = [c for c in lost.units if not c.name and c.rule != "hidden"]
            units = {u.index for c in of_model for u in lost.units[c]} - agreed
            largest = lost.largest(of_model)
            if largest is None or sum(self.sizes[i] for i in units) <= lost.kept:
                break
            self.sure |= units
            self._clean()
            inside = self._inside()
            if not any(inside[i] for i in units):
                break  # they are inside of an element that is removed for another reason
            taken_back.append((largest.rule, lost.share(*of_model)))
        for rule, share in taken_back:
            self.draft.add_finding("C004", rule=rule, share=share, outcome="it gave way, and that prose stays")
        self._warn()

    def _warn(self) -> None:
        """Add a finding if far less is kept than lost, or if the page hides the larger part of its article."""
        lost = self._lost()
        cue = lost.largest(lost.units) if lost is not None else None
        if lost is None or cue is None:
            self._warn_of_one_text()
        elif lost.prose() > _FAR_LESS * lost.all_kept or (lost.is_grave and cue.rule == "hidden"):
            outcome = "far less is kept than is left out there" if cue.rule != "hidden" else "the page hides it"
            self.draft.add_finding("C004", rule=cue.rule, share=lost.share(cue), outcome=outcome)
        else:
            self._warn_of_one_text()

    def _warn_of_one_text(self) -> None:
        """Add a finding if cues removed a text that is longer than everything kept, and that is neither a comment thread nor a list."""
        inside = self._inside()
        all_kept = self._sum(u for u in self.units if inside[u.index])
        if sum(self.sizes.values()) - all_kept < _LEAST:
            return
        columns = list(self._columns(inside))
        removals = {u.index: self._removal(u) for c in columns for u in c.left_out}
        texts = [(self._sum(units), rule) for rule, units in self._texts(columns, removals, all_kept)]
        if not texts:
            self._warn_of_a_large_share(columns, removals, all_kept)
        else:
            size, rule = max(texts)
            outcome = "it is longer than all that is kept, and may be the article"
            self.draft.add_finding("C004", rule=rule, share=round(100 * size / (size + all_kept)), outcome=outcome)

    def _warn_of_a_large_share(self, columns: list[_Column], removals: _Removals, all_kept: int) -> None:
        """Add a finding if one rule removed more than a stated share of the prose below the headline. Threads of comments are often longer than an article."""
        by_rule: dict[str, int] = {}
        total = all_kept
        for unit in (unit for column in columns for unit in column.left_out):
            cue, _ = removals[unit.index]
            total += self.sizes[unit.index]
            if cue is not None and cue.rule not in _OFTEN_LONG:
                by_rule[cue.rule] = by_rule.get(cue.rule, 0) + self.sizes[unit.index]
        rule = max(by_rule, key=lambda name: (by_rule[name], name), default="")
        if rule and by_rule[rule] >= max(_LEAST, _SHARE * total):
            share = round(100 * by_rule[rule] / total)
            self.draft.add_finding("C004", rule=rule, share=share, outcome="see whether that belongs to the article")

    def _clean_without(self, cue: Cue, units: list[Unit]) -> bool:
        """Clean without a cue, and return whether most of `units` are kept then. If not, the model leaves them out too: clean with the cue again."""
        self.ignored_cues.add(cue)
        self._clean()
        inside = self._inside()
        sizes = self.sizes
        if 2 * sum(sizes[u.index] for u in units if inside[u.index]) >= sum(sizes[u.index] for u in units):
            return True
        self.ignored_cues.remove(cue)
        self._clean()
        return False

    def _clean(self) -> None:
        """Clean the page from its state before cleaning, without the cues that were taken back, and with the units that are surely body."""
        self.draft.go_back(self.start)
        if self.chrome:
            remove_chrome(self.draft, self.measures, self.ignored_cues)
        find_body(self.draft, self.measures, self.sure)

    def _inside(self) -> list[bool]:
        """By index, whether an element is in the body."""
        return marked(
            self.measures, indexes_of(self.draft, self.draft.body), indexes_of(self.draft, self.draft.removed)
        )

    # -- what is lost ------------------------------------------------------------------------------

    def _lost(self) -> _Lost | None:
        """The prose that is lost from columns, or None if it is little."""
        sizes, inside = self.sizes, self._inside()
        all_kept = self._sum(u for u in self.units if inside[u.index])
        # most pages end here
        if sum(sizes.values()) - all_kept < _LEAST:
            return None
        may_belong = self.in_article
        kept = self._sum(u for u in self.units if inside[u.index] and may_belong[u.index])
        if not kept:  # the article element may hold only the headline
            may_belong = self.outside_comments
            kept = self._sum(u for u in self.units if inside[u.index] and may_belong[u.index])
        columns = list(self._columns(inside))
        largest = max((self._sum(u for u in c.kept if may_belong[u.index]) for c in columns), default=0)
        lost = _Lost(kept, largest, all_kept, sizes)
        removals = {u.index: self._removal(u) for c in columns for u in c.left_out}
        cutting = self._cutting(columns, removals)
        threads = self._threads(columns, removals)
        article = self._article_among_comments(columns, removals, all_kept)
        nearby: dict[Cue, list[Unit]] = {}
        for column in columns:
            is_cut = self._is_cut(column)
            for unit in column.left_out:
                cue, _ = removals[unit.index]
                if cue is not None and unit.index in article:
                    lost.units.setdefault(cue, []).append(unit)
                    continue
                if cue is None or cue in threads - cutting:
                    continue
                if cue in cutting or (is_cut and _is_lost(column, cue)):
                    lost.units.setdefault(cue, []).append(unit)
                elif is_cut and cue.name and self.near_article[unit.index]:
                    nearby.setdefault(cue, []).append(unit)
        if nearby and lost.prose() + sum(map(self._sum, nearby.values())) > _FAR_LESS * kept:
            for cue, units in nearby.items():
                lost.units.setdefault(cue, []).extend(units)
        return lost if lost.prose() >= _LEAST else None

    def _sum(self, units: Iterable[Unit]) -> int:
        """The characters of these units."""
        return sum(self.sizes[u.index] for u in units)

    def _cutting(self, columns: list[_Column], removals: _Removals) -> set[Cue]:
        """The cues, and the rule `hidden`, that remove paragraphs between paragraphs of the body, or an element that is a sibling of such paragraphs."""
        holders = set().union(*(column.kept_in for column in columns))
        parent = self.measures.parent
        cues = set()
        for unit, (cue, index) in removals.items():
            # on a flat page, comment threads and dialogs are siblings of the paragraphs, too
            beside = index == unit or (parent[index] > 0 and cue is not None and cue.rule != "comments")
            if cue is not None and (cue.name or cue.rule == "hidden") and beside and parent[index] in holders:
                cues.add(cue)
        return cues

    def _threads(self, columns: list[_Column], removals: _Removals) -> set[Cue]:
        """The cues of comments, if they removed text from more than one container: such comments are a thread, which chrome.py removed rightly."""
        holders: set[int] = set()
        cues: set[Cue] = set()
        for unit in (u for column in columns for u in column.left_out):
            cue, _ = removals[unit.index]
            if cue is not None and cue.rule == "comments":
                cues.add(cue)
                holders.add(_container(self.measures, unit))
        return cues if len(holders) > 1 else set()

    def _by_container(self, columns: list[_Column], removals: _Removals) -> dict[str, list[list[Unit]]]:
        """By rule, the units that its cues removed: one list for each container, sorted by characters, the largest first."""
        by_rule: dict[str, dict[int, list[Unit]]] = {}
        for unit in (u for column in columns for u in column.left_out):
            cue, _ = removals[unit.index]
            if cue is not None and cue.name:
                by_rule.setdefault(cue.rule, {}).setdefault(_container(self.measures, unit), []).append(unit)
        return {rule: sorted(units.values(), key=self._sum, reverse=True) for rule, units in by_rule.items()}

    def _texts(self, columns: list[_Column], removals: _Removals, all_kept: int) -> Iterable[tuple[str, list[Unit]]]:
        """Texts that cues removed and that may be an article, as (rule, units).

        For the rule `comments`, these are all its units, if they are no thread. For any other rule, these are the units of its largest container.
        """
        for rule, containers in self._by_container(columns, removals).items():
            if rule != "comments":
                if self._sum(containers[0]) > max(_LEAST, _FAR_LESS * all_kept):
                    yield rule, containers[0]
                continue
            units = [unit for container in containers for unit in container]
            prose = self._sum(units)
            chars = sum(map(self.measures.chars, {removals[u.index][1] for u in units}))
            is_text = self._sum(containers[0]) >= _NO_COMMENT * prose or prose >= _PURE * chars
            if prose > max(_LEAST, all_kept) and (is_text or all_kept < _LEAST):
                yield rule, units

    def _article_among_comments(self, columns: list[_Column], removals: _Removals, all_kept: int) -> set[int]:
        """The indexes of the units that cues of comments removed, if they are an article; else an empty set.

        They are an article if they are in one removed element with far more prose than is kept, and most of it is in one container. In a comment
        thread, each comment has its own container.
        """
        containers = self._by_container(columns, removals).get("comments", [])
        units = [unit for container in containers for unit in container]
        prose = self._sum(units)
        if prose < _LEAST or prose <= _FAR_LESS * all_kept or self._sum(containers[0]) < _ONE_TEXT * prose:
            return set()
        removed = {removals[u.index][1] for u in units}
        is_one = len(removed) == 1 and len({self.measures.parent[u.index] for u in containers[0]}) == 1
        is_prose = all(self.measures.tags[u.index] not in ("li", "dd", "td") for u in containers[0])
        return {u.index for u in units} if is_one and is_prose and len(containers[0]) > 1 else set()

    def _columns(self, inside: list[bool]) -> Iterable[_Column]:
        """The columns below the headline. Plain text is one column, because any of its lines may be the title."""
        measures, is_plain = self.measures, self.is_plain
        anchor = self.anchor
        repetitions = Counter(unit.text for unit in self.units)
        columns: dict[object, _Column] = {}
        seen: set[str] = set()
        above = 0
        for unit in self.units:
            if (
                (anchor is not None and unit.index < anchor)
                or unit.text in seen
                or repetitions[unit.text] > _MOST_REPEATED
            ):
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
        """Whether the larger part of a column is left out, and its containers hold mainly prose."""
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
        # hidden units are not counted in the measures
        prose = sum(u.chars - u.link for u in [*column.kept, *column.left_out] if not u.hidden)
        return prose >= _DENSE * chars

    def _removal(self, unit: Unit) -> tuple[Cue | None, int]:
        """The cue that removed a unit, and the index of the removed element.

        The name of the cue is "" if a rule without names removed the unit. The cue is None for site rules.
        """
        draft, index = self.draft, unit.index
        while index >= 0:
            removal = draft.removed.get(draft.page.elements[index])
            if removal is not None:
                if removal.rule.startswith("site-rules:"):
                    return None, index
                cue = cue_of(self.measures, index, removal.rule) if self.chrome else None
                return cue or Cue(removal.rule, ""), index
            index = self.measures.parent[index]
        return Cue(_OUTSIDE, ""), 0

    # -- where the article is; needed on few pages --------------------------------------------------

    @cached_property
    def anchor(self) -> int | None:
        """The index of the headline; None for plain text, because any of its lines may be the title."""
        return None if self.is_plain else headline(self.draft, self.measures)

    @cached_property
    def articles(self) -> list[int]:
        """The indexes of the `article` and `main` elements: those around the headline, if there are any, else all."""
        measures, anchor = self.measures, self.anchor
        named = [index for index, tag in enumerate(measures.tags) if tag in ("article", "main")]
        around_headline = [i for i in named if anchor is not None and i <= anchor < measures.end[i]]
        return around_headline or named

    @cached_property
    def comments(self) -> list[int]:
        """The indexes of the elements whose class or id names comments."""
        rules_of = class_rules().of
        named = {n for n in set(self.measures.classes) if any(rule == "comments" for rule, _ in rules_of(n))}
        return [index for index, names in enumerate(self.measures.classes) if names in named] if named else []

    @cached_property
    def near_article(self) -> list[bool]:
        """By index, whether an element is inside one of `articles`."""
        return marked(self.measures, self.articles, ())

    @cached_property
    def in_article(self) -> list[bool]:
        """By index, whether an element may belong to the article: it is inside one of `articles`, if there are any, and not inside comments."""
        return marked(self.measures, self.articles or [0], self.comments)

    @cached_property
    def outside_comments(self) -> list[bool]:
        """By index, whether an element is outside of comments."""
        return marked(self.measures, [0], self.comments)


def _is_lost(column: _Column, cue: Cue) -> bool:
    """Whether the units that a cue removed from a column may belong to the article."""
    if not column.kept:
        return column.above <= (_STANDFIRST if cue.name else 0)
    # a cue may hit only some sections of a page; the model decides on whole sections, so it must have cut within a container
    return bool(cue.name) or not column.kept_in.isdisjoint(column.left_out_of)


def _size(measures: Measures, unit: Unit) -> int:
    """The characters of a unit with sentences, 0 for any other unit. A character of a script without spaces counts as _WIDE."""
    text, prose = unit.text, unit.prose
    unspaced = not text.isascii() and _UNSPACED.search(text) is not None
    if not prose and unit.chars >= PROSE_LENGTH and (unspaced or text.count(" ") > _SPACES):
        is_text = unit.link * 3 < unit.chars and measures.tags[unit.index] not in HEADINGS
        prose = unit.chars - unit.link if is_text else 0
    if not prose or not (unspaced or _SENTENCE.search(text)):
        return 0
    return prose * _WIDE if unspaced else prose


def _container(measures: Measures, unit: Unit) -> int:
    """The index of the innermost element around a unit that also holds other text. Elements that hold only this unit do not count."""
    parent, index = measures.parent, unit.index
    chars = measures.chars(index)
    while chars and parent[index] > 0 and measures.chars(parent[index]) == chars:
        index = parent[index]
    return max(0, parent[index])


def _kind(measures: Measures, index: int) -> tuple[str, ...]:
    """The kind of a container: the tags and classes of the element and of its ancestors."""
    kind = []
    for _ in range(_LEVELS):
        if index < 0:
            break
        kind.append(f"{measures.tags[index]}.{comparable_classes(measures.classes[index])}")
        index = measures.parent[index]
    return tuple(kind)
