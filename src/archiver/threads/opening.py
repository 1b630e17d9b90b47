"""The opening post: programs set the question above answers, and the first post above replies, in markup of its own.

It stands between the headline and the first reply. An article above its comments stands there, too. The opening post shares parts with the replies: the
box with the author, the class of the text.
"""

from __future__ import annotations

from dataclasses import dataclass

from archiver.cleaning.anchors import headline
from archiver.cleaning.measures import Measures
from archiver.draft import Draft
from archiver.page import visible_text
from archiver.threads.groups import Group
from archiver.threads.heads import HeadPlaces, is_author_box, name_in
from archiver.threads.moments import Moment, moment_of
from archiver.threads.pieces import LONGEST, Piece, step_of
from archiver.threads.texts import text_elements
from archiver.threads.words import listed, parts

#: The most that the markup of an opening post adds to the weight of a thread.
MOST_OF_OPENING = 3.0 + 1.5 + 0.5 + 1.0
#: Characters of prose above the replies from which on they may be an article.
_LONG = 400


@dataclass(frozen=True, slots=True)
class Opening:
    """The opening post. `range` are the first index and the index behind it, `texts` the indexes of the elements with its text. `weight` says how much its
    markup speaks for a thread; it is negative if the text is more likely an article.
    """

    range: tuple[int, int]
    texts: tuple[int, ...]
    prose: int
    weight: float
    name: tuple[str, Piece] | None = None
    date: tuple[Moment, Piece] | None = None


def find_opening(
    draft: Draft, measures: Measures, group: Group, heads: HeadPlaces, region: tuple[int, int] | None, language: str
) -> Opening | None:
    """The text with prose between the headline and the first member; None if there is none. `region` is the result of `region_above`."""
    if region is None:
        return None
    first = group.members[0].index
    start, behind = region
    prose = measures.prose_between(start, behind)
    steps = {step_of(measures, indexes[0]) for indexes in text_elements(group, measures).values()}
    classed = {step for step in steps if "." in step} - {
        step_of(measures, member.index) for member in group.members[:1]
    }
    texts = [i for i in range(start, behind) if step_of(measures, i) in classed and measures.chars(i)]
    shared_text = bool(texts) and measures.prose(texts[0]) > 0.3 * prose
    name, date = _head(draft, measures, start, behind, heads, language)
    shared_name = name is not None
    weight = 3.0 * shared_text + 1.5 * shared_name + 0.5 * (date is not None)
    if not shared_text and prose >= _LONG:
        weight -= 4.0
        weight -= 1.0 * (prose > group.prose)
        weight -= 3.0 * (not parts(f"{measures.classes[first]} {group.key[-1]}").isdisjoint(("comment", "comments")))
    around = parts(" ".join(measures.classes[i] for i in (start, measures.parent[start])))
    weight += 1.0 * bool(
        around
        & {"question", "topic", "thread", "discussion", "post", "op", "original", "first", "firstpost", "fatitem"}
    )
    weight -= 1.0 * bool(around & listed("article"))
    if prose < 2 * group.own_prose(group.members[0]) and _is_said_again(measures, start, behind, group):
        return None  # a preview of the first post
    if not shared_text and name is None and date is None and prose < _LONG // 2 and weight < 0.5:
        return None  # a notice above the thread
    outer = (texts[0],) if shared_text else _texts(measures, start, behind)
    return Opening((start, behind), outer, prose, weight, name, date)


def _is_said_again(measures: Measures, start: int, behind: int, group: Group) -> bool:
    """Whether the first member begins with the first prose of a region."""
    first = next((u.text for u in measures.units_between(start, behind) if u.prose), "")
    member = group.members[0]
    return bool(first) and any(u.text[:60] == first[:60] for u in measures.units_between(member.index, member.end))


def region_above(measures: Measures, first: int, anchor: int | None) -> tuple[int, int] | None:
    """The range of indexes before the first member that holds most prose: one element, or a run of siblings. None if there is no prose.

    `first` is the index of the first member, `anchor` that of the headline.
    """
    parent, end, total = measures.parent, measures.end, measures.prose
    best: tuple[int, int, int] | None = None
    index = first
    while index > 0:
        holder = parent[index]
        siblings = [c.index for c in measures.elements[holder].children if c.index < index]
        if anchor is not None:
            # what stands above the headline belongs to the site
            siblings = [c for c in siblings if end[c] > anchor]
        with_prose = [c for c in siblings if total(c)]
        if with_prose:
            prose = sum(map(total, with_prose))
            largest = max(with_prose, key=total)
            start, behind = (
                (largest, end[largest]) if total(largest) >= 0.9 * prose else (with_prose[0], end[with_prose[-1]])
            )
            if best is None or prose > best[0]:
                best = prose, start, behind
        index = holder
    return (best[1], best[2]) if best is not None else None


def _texts(measures: Measures, start: int, behind: int) -> tuple[int, ...]:
    """The elements with the text of a region whose markup tells nothing: the innermost one that holds nearly all prose, else the blocks with text."""
    total = measures.prose_between(start, behind)
    index = start
    if measures.end[start] < behind:
        tops, i = [], start
        while i < behind:
            if measures.chars(i):
                tops.append(i)
            i = measures.end[i]
        return tuple(tops)
    while True:
        inner = next(
            (c.index for c in measures.elements[index].children if measures.prose(c.index) >= 0.97 * total), None
        )
        if inner is None or measures.is_inline(inner) or measures.tags[inner] in ("p", "blockquote", "pre", "ul", "ol"):
            return (index,)
        index = inner


def _head(
    draft: Draft, measures: Measures, start: int, behind: int, heads: HeadPlaces, language: str
) -> tuple[tuple[str, Piece] | None, tuple[Moment, Piece] | None]:
    """The name and the date of the opening post: texts in elements with the same last class as those of the replies."""
    runs = draft.page.text_runs
    name_step, date_step = _kind_of(heads.name_place), _kind_of(heads.date_place)
    name_is_author = False
    name: tuple[str, Piece] | None = None
    date: tuple[Moment, Piece] | None = None
    for run in range(max(0, runs.begins[start]), max(runs.ends[start:behind], default=0)):
        owner = runs.owners[run]
        text = " ".join(runs.row[run].split())
        if owner < 0 or not text or len(text) > LONGEST:
            continue
        element = owner >> 1
        holder = measures.parent[element] if owner & 1 else element
        kinds, around = {_kind(step_of(measures, holder))}, holder
        for _ in range(3):
            around = max(start, measures.parent[around])
            kinds.add(_kind(step_of(measures, around)))
        piece = Piece(-1, holder, run, text, run)
        moment = moment_of(measures, holder, start, text, language) if date is None or name is None else None
        if date is None and moment is not None and date_step in kinds:
            date = moment, piece
        is_author = is_author_box(measures, holder)
        if (
            (name is None or (is_author and not name_is_author))
            and name_step in kinds
            and (found := name_in(text, language, (moment, piece) if moment and moment.text != text else None))
        ) and (moment is None or moment.text != text):
            name, name_is_author = (found, piece), is_author
    return name, date


def _kind(step: str) -> str:
    """The class of a step; its tag if it has none and the tag tells a kind."""
    tag, _, name = step.partition(".")
    return name or (tag if tag in ("time", "cite") else "")


def _kind_of(place: tuple[str, ...] | None) -> str:
    """The kind of the last step of a place that has one; a sign that no step has if there is none."""
    for step in reversed(place or ()):
        if not step.startswith("+") and (kind := _kind(step)):
            return kind
    return "-"


def title_of(draft: Draft, measures: Measures) -> str:
    """The words of the headline."""
    anchor = headline(draft, measures)
    return visible_text(measures.elements[anchor]) if anchor is not None else ""
