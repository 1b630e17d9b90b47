"""Series of numbered notes: which markers of a text are calls, and which lists are its notes.

A text has one form of markers, and one or more lists. Form and lists are chosen together. A list is accepted when
markers that count up before it call a good part of it. A form of markers is accepted when its chain has a high enough
score, with the lists that it calls or alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from math import fsum

from archiver.notes.plain.blocks import Block, Reading
from archiver.notes.plain.candidates import (
    AFTER_BRACKET,
    AFTER_COMMA,
    AFTER_NAME,
    AFTER_QUOTE,
    AFTER_WORD,
    CLOSING_PARENTHESES,
    SPACED_AT_END,
    SPACED_CLAUSE,
)
from archiver.notes.plain.chain import ChainCandidate, Costs, best_chain
from archiver.notes.plain.context import (
    Placed,
    are_names,
    is_called_one_by_one,
    split_at_article_text,
    with_confirmed_parentheses,
    with_lighter_names,
)
from archiver.notes.plain.lists import Item, NoteList, unnumbered_lists

#: The lowest score of a chain without a list of notes.
ENOUGH_ALONE = 0.5
#: A single marker counts only in a text of at least this length. In a shorter one it may be the digit at the end of a
#: name.
SHORTEST_ALONE = 25
#: By form, the share of the weight of all possible markers that a chain without a list must have.
COVERED = {"glued": 0.4, "parentheses": 0.6, "spaced": 0.6, "circled": 0.6}
#: By form, how many times a number may be called on average.
_MOST_TIMES = {"brackets": 5.0, "superscript": 3.0, "starred": 2.5, "annotated": 5.0}
#: What a list of notes adds to the certainty of its calls.
CERTAIN_BY_LIST = 0.4
#: Forms that are as often something else, and the part of the certainty that is left without a list.
DOUBTFUL_FORMS = {"spaced": 0.6, "parentheses": 0.7, "line": 0.6}
#: The lowest mean weight of the members of a chain without a list. Doubtful markers fill gaps, but alone they are no
#: chain.
CLEAR_ALONE = 0.33
#: The lowest score of a chain with a list.
ENOUGH_LISTED = 0.45
#: The same for a list with a heading or arrows, when all of it is called: a page with one note.
ENOUGH_WHOLE = 0.4
#: The lowest mean weight of the calls of such a list, if it has several notes.
LEAST = 0.1
#: What is added to the weight of a marker when the list has a note of its number, and when it has none.
LISTED, UNLISTED = 0.4, -0.35
#: The share of a list that must be called: of a list in general, of one with arrows or a heading, of one that is
#: written like other lists.
SHARE, SHARE_SURE, SHARE_UNSURE = 0.5, 0.15, 0.6
#: The highest share of all calls that may stand inside the notes themselves.
INSIDE = 0.4
#: What gaps and late starts cost where a list says which numbers there are.
LISTED_COSTS = Costs(gap=0.2, start=0.2)
#: The share of the numbers up to a bracket's number that must occur, so that a bracket without a list counts.
DENSE = 0.4
#: The fewest characters of a note that stands alone.
_SHORTEST_NOTE = 4
#: The most lists of a text that are compared. The largest ones are taken.
_MOST_LISTS = 150


NUMBERS = ("brackets", "superscript", "starred", "annotated", "circled", "glued", "parentheses", "spaced", "line")
#: Forms in which lists of other things are written as well.
_ORDINARY = frozenset(["point", "letters", "alone", "space"])
#: Forms that are hardly ever anything but markers, so that their order need not rise.
_PLAIN = frozenset(["brackets", "superscript", "starred", "annotated"])


@dataclass(slots=True)
class Scope:
    """A stretch of the text with its own numbering: its calls, and its list of notes if there is one."""

    calls: list[Placed]
    notes: NoteList | None = None

    @property
    def certainty(self) -> float:
        """How certain it is that these are calls of notes, from 0 to 1: by the weights of the markers, and by the list."""
        if not self.calls:
            return 1.0
        mean = fsum(min(1.0, p.marker.weight) for p in self.calls) / len(self.calls)
        if self.notes is not None:
            return min(1.0, mean + (CERTAIN_BY_LIST if self.notes.sure else CERTAIN_BY_LIST / 2))
        return mean * (DOUBTFUL_FORMS.get(self.calls[0].marker.form, 1.0))

    @property
    def cues(self) -> tuple[str, ...]:
        """What speaks for these calls and notes, in words: the forms of the markers, and what the list is."""
        forms = [f"markers: {form}" for form in sorted({p.marker.form for p in self.calls})]
        notes = self.notes
        if notes is None:
            return (*forms, "no list")
        cues = [*forms, "list"]
        cues += ["under a heading"] * (notes.heading is not None) + ["with ways back"] * (notes.arrows > 0)
        return (*cues, *["at the end"] * notes.closes)


@dataclass(slots=True)
class Series:
    """The numbered notes of a text: scopes in order, and what they are worth together."""

    scopes: list[Scope] = field(default_factory=list)
    score: float = 0.0
    #: Why it has no scopes, in words.
    reason: str = ""


class Reasons:
    """Why ways of writing markers, and lists, were not taken: for `inspect` (notes/refusals.py)."""

    def __init__(self) -> None:
        self.forms: dict[str, str] = {}
        #: By start and form of a list: how many of its notes are called, and the reason.
        self.lists: dict[tuple[int, str], tuple[int, str]] = {}

    def add_list(self, notes: NoteList, matched: int, reason: str) -> None:
        """Add why a list does not count. Of several reasons, the one for which most of it is called stays."""
        known = self.lists.get((notes.start, notes.form))
        if known is None or matched > known[0]:
            self.lists[notes.start, notes.form] = (matched, reason)


def numbered_series(
    placed: Sequence[Placed], lists: Sequence[NoteList], blocks: Sequence[Block], reasons: Reasons | None = None
) -> Series:
    """The best series of numbered notes; without scopes when there is none. `reasons` gets what was not taken, and why."""
    best = Series()
    headings = [block.start for block in blocks if block.is_heading]
    for form in NUMBERS:
        found = [p for p in placed if p.marker.form == form and p.marker.value]
        if form == "glued":
            found = with_lighter_names(found)
        if form == "parentheses":
            found = with_confirmed_parentheses(found, lists)
        if not found:
            continue
        alone = _alone(form, found, headings)
        offsets = [p.offset for p in found]
        first_calls = {p.marker.label: p.offset for p in reversed(found)}
        pieces = [part for notes in lists for part in split_at_article_text(notes, found, offsets, first_calls)]
        if form == "brackets" and are_names(found):
            # beside places in arrays, a list of steps is no list of notes
            pieces = [notes for notes in pieces if notes.sure or notes.form not in _ORDINARY]
        calls = sorted(p.offset for scope in alone.scopes for p in scope.calls)
        if reasons is not None:
            reasons.forms[form] = alone.reason or f"another way of writing explains more than {form}"
            for notes in pieces:
                if _holds_calls(notes, calls):
                    reasons.add_list(notes, len(notes.labels), "calls of the text stand inside it")
        series = _listed(form, found, [n for n in pieces if not _holds_calls(n, calls)], reasons)
        if not _explains(series, alone):
            series = alone
            if series.scopes:
                _add_unnumbered(series, blocks)
        if series.score > best.score:
            best = series
    clear = [p for p in placed if p.marker.value and p.marker.weight >= SPACED_AT_END]
    mixed = _mixed(clear, lists, blocks, announced=not best.scopes)
    best = mixed if _listed_calls(mixed) > _listed_calls(best) else best
    _add_lone_notes(best.scopes, blocks)
    return best


def _add_lone_notes(scopes: Sequence[Scope], blocks: Sequence[Block]) -> None:
    """Give the lists of a text the notes that stand alone at the foot of a printed page.

    A note that is called and lacks is looked for below its call, up to the calls of the next scope: the one block that opens with its label, in the form
    of the list.
    """
    opening: dict[tuple[str, str], list[tuple[Block, Reading]]] | None = None
    for n, scope in enumerate(scopes):
        notes = scope.notes
        lacking = {p.marker.label: p.offset for p in reversed(scope.calls)}
        for label in notes.labels if notes is not None else ():
            lacking.pop(label, None)
        if notes is None or not lacking or len(notes.items) < 2:
            continue
        if opening is None:
            opening = _opening(blocks)
        after = next((later.calls[0].offset for later in scopes[n + 1 :] if later.calls), None)
        used = {block.number for item in notes.items for block in item.blocks} | {p.block.number for p in scope.calls}
        lone: list[Item] = []
        for label, call in lacking.items():
            same = opening.get((notes.form, label), [])
            low = bisect_left(same, call, key=lambda pair: pair[0].start)
            high = bisect_left(same, after, key=lambda pair: pair[0].start) if after is not None else len(same)
            free = [pair for pair in same[low : min(high, low + 3)] if pair[0].number not in used]
            if len(free) == 1 and high - low < 3:
                block, reading = free[0]
                lone.append(Item([block], reading, label))
        if lone:
            items = sorted([*notes.items, *lone], key=lambda item: item.blocks[0].start)
            scope.notes = replace(notes, items=items, labels=notes.labels | {item.label for item in lone})


def _opening(blocks: Sequence[Block]) -> dict[tuple[str, str], list[tuple[Block, Reading]]]:
    """The blocks that open with a label and have text behind it, by form and label, in order."""
    opening: dict[tuple[str, str], list[tuple[Block, Reading]]] = {}
    for block in blocks:
        for reading in block.readings:
            if block.end - block.start - reading.end >= _SHORTEST_NOTE:
                opening.setdefault((reading.form, reading.label), []).append((block, reading))
    return opening


def _mixed(found: Sequence[Placed], lists: Sequence[NoteList], blocks: Sequence[Block], *, announced: bool) -> Series:
    """The series of a list that is surely one of notes, with markers in any form: the copying may have lost or added a space before some of them.

    With `announced`, a list that lost its numbers counts, too, if it has a heading and no arrows.
    """
    sure = [notes for notes in lists if notes.sure and len(notes.items) > 1]
    sure += [
        _numbered(notes)
        for notes in unnumbered_lists(blocks)
        if len(notes.items) > 1 and (2 * notes.arrows > len(notes.items) or (announced and notes.heading is not None))
    ]
    best: Series = Series()
    for notes in sure:
        before = [p for p in found if p.offset < notes.start]
        matched, score = _match("mixed", before, notes)
        if matched == len(notes.labels) and score >= CLEAR_ALONE * matched and score > best.score:
            calls, worth = _calls("mixed", before, notes)
            best = Series([Scope(calls, notes)], worth)
    return best


def _numbered(notes: NoteList) -> NoteList:
    """A list that lost its numbers, with the numbers from 1 on."""
    items = [replace(item, label=str(n)) for n, item in enumerate(notes.items, 1)]
    return replace(notes, items=items, labels={item.label for item in items})


def _listed_calls(series: Series) -> int:
    """How many different notes of lists a series calls."""
    return sum(
        len({p.marker.label for p in scope.calls} & scope.notes.labels) for scope in series.scopes if scope.notes
    )


def _holds_calls(notes: NoteList, calls: Sequence[int]) -> bool:
    """Whether so many calls stand inside a list that it must be a list of the article. `calls` are their places in the source, in order."""
    return bisect_left(calls, notes.end) - bisect_left(calls, notes.start) > INSIDE * len(calls)


def _explains(series: Series, alone: Series) -> bool:
    """Whether lists have a good part of the notes that are called by the series without lists (`alone`)."""
    listed: set[str] = set().union(*(scope.notes.labels for scope in series.scopes if scope.notes))
    called = {p.marker.label for scope in alone.scopes for p in scope.calls}
    return bool(series.scopes) and len(called & listed) >= SHARE * len(called)


# -- with lists ------------------------------------------------------------------------------------


def _listed(form: str, found: Sequence[Placed], lists: Sequence[NoteList], reasons: Reasons | None = None) -> Series:
    """The series of one form with the lists that it calls."""
    offsets = [p.offset for p in found]
    worth: list[tuple[bool, int, float, NoteList]] = []
    largest = sorted(lists, key=lambda n: (n.sure, len(n.items)), reverse=True)[:_MOST_LISTS]
    for notes in largest:
        before = found[: bisect_left(offsets, notes.start)]
        if form in _PLAIN and notes.form in _PLAIN:
            before = [
                *before,
                *found[bisect_left(offsets, notes.end) :],
            ]  # such lists stand in the middle of manuals, too
        matched, score = _match(form, before, notes)
        # digits that are set off are mostly numbers, so they need a list that is one of notes, or closes the text
        if (
            form in ("spaced", "line")
            and not notes.sure
            and not (form == "spaced" and notes.closes and notes.form == "point")
        ):
            continue
        if form == "spaced" and not _covers(before, notes):
            continue
        whole = (
            notes.sure
            and matched == len(notes.labels)
            and (score >= ENOUGH_WHOLE or (matched > 1 and score >= LEAST * matched))
        )
        if (whole or score >= ENOUGH_LISTED) and _is_called(matched, notes, before):
            worth.append((notes.sure, matched, score, notes))
        elif reasons is not None:
            reasons.add_list(notes, matched, _why_not_called(matched, notes, enough=whole or score >= ENOUGH_LISTED))
    worth.sort(key=lambda w: (w[0], w[1], w[2], w[3].start), reverse=True)
    accepted: list[NoteList] = []
    for _, _, _, notes in worth:
        if _fits(form, notes, accepted, found, offsets):
            accepted.append(notes)
        elif reasons is not None:
            reasons.add_list(notes, len(notes.labels), "another list answers the same markers better")
    accepted.sort(key=lambda notes: notes.start)
    series = Series()
    for group in _scoped(accepted):
        begin = series.scopes[-1].notes.end if series.scopes and series.scopes[-1].notes else 0
        last = group is accepted or group[-1] is accepted[-1]
        end = len(found) if last else bisect_left(offsets, group[-1].start)
        mine = found[bisect_left(offsets, begin) : end]
        notes = _joined(group)
        calls, score = _calls(form, mine, notes)
        series.scopes.append(Scope(calls, notes))
        series.score += score
    return series


def _match(form: str, before: Sequence[Placed], notes: NoteList) -> tuple[int, float]:
    """How many notes of a list are called by what is before it, and what the calls are worth."""
    mine = [p for p in before if p.marker.label in notes.labels]
    if form in _PLAIN:
        called = {p.marker.label for p in mine}
        return len(called), sum(
            max(p.marker.weight for p in mine if p.marker.label == label) for label in called
        ) if len(called) < 50 else float(len(called))
    chain = best_chain([ChainCandidate(p.offset, p.marker.value, p.marker.weight) for p in mine], LISTED_COSTS)
    called = {mine[k].marker.label for k, _ in chain.members}
    return len(called), chain.score


def _covers(before: Sequence[Placed], notes: NoteList) -> bool:
    """Whether the labels of a list explain most of the digits that are set off, by their weight."""
    clear = [p for p in before if p.marker.weight >= SPACED_CLAUSE]
    mine = fsum(p.marker.weight for p in clear if p.marker.label in notes.labels)
    return mine >= COVERED["spaced"] * fsum(p.marker.weight for p in clear)


def _is_called(matched: int, notes: NoteList, before: Sequence[Placed]) -> bool:
    """Whether enough of a list is called for it to be notes."""
    size = len(notes.labels)
    if notes.sure:
        return matched >= max(1, SHARE_SURE * size)
    if is_called_one_by_one(notes, before):
        return True
    if size == 1 and notes.form == "alone":
        # a label alone on its line, and one clear call above it: the only note of a letter or blog
        return sum(p.marker.label in notes.labels and p.marker.weight >= AFTER_NAME for p in before) == 1
    ordinary = notes.form in ("point", "letters")  # Lists of other things are written like this as well.
    if (ordinary or notes.form in ("alone", "space")) and not notes.reads_like_notes:
        return False
    if matched >= (max(2, SHARE_UNSURE * size) if ordinary else SHARE * size):
        return True
    # A long list of which the text calls the first, the last and little between.
    last = notes.items[-1].label
    return matched >= 3 and any(p.marker.label == last and p.marker.weight >= AFTER_BRACKET for p in before)


def _why_not_called(matched: int, notes: NoteList, *, enough: bool) -> str:
    """Why a list is not called well enough. `enough` says whether the markers that it has would do."""
    share = f"{matched} of its {len(notes.labels)} numbers are called" if matched else "nothing calls its numbers"
    if matched and not enough:
        return f"{share}, by markers that are doubtful"
    if matched and not notes.sure and not notes.reads_like_notes:
        return f"{share}, and its items do not read like notes"
    return share if notes.sure else f"{share}, and no heading says that it holds notes"


def _fits(
    form: str, notes: NoteList, accepted: Sequence[NoteList], found: Sequence[Placed], offsets: Sequence[int]
) -> bool:
    """Whether a list can stand beside those accepted.

    It has no block in common with them, and where numbers come twice, there are calls for both.
    """
    for other in accepted:
        if notes.start < other.end and other.start < notes.end:
            return False
        if notes.labels & other.labels:
            if notes.form != other.form:
                return False  # numbering that starts anew is written as it was
            first, second = sorted((notes, other), key=lambda n: n.start)
            early = found[: bisect_left(offsets, first.start)]
            late = found[bisect_left(offsets, first.end) : bisect_left(offsets, second.start)]
            for mine, those in ((early, first), (late, second)):
                matched, score = _match(form, mine, those)
                if score < ENOUGH_LISTED or not _is_called(matched, those, mine):
                    return False
    return True


def _scoped(lists: Sequence[NoteList]) -> list[list[NoteList]]:
    """Lists put together while no number comes twice."""
    groups: list[list[NoteList]] = []
    for notes in lists:
        if groups and not any(notes.labels & other.labels for other in groups[-1]):
            groups[-1].append(notes)
        else:
            groups.append([notes])
    return groups


def _joined(group: Sequence[NoteList]) -> NoteList:
    if len(group) == 1:
        return group[0]
    items = [item for notes in group for item in notes.items]
    heading = next((notes.heading for notes in group if notes.heading), None)
    return NoteList(
        items, group[0].form, heading, sum(n.arrows for n in group), set().union(*(n.labels for n in group))
    )


def _calls(form: str, found: Sequence[Placed], notes: NoteList) -> tuple[list[Placed], float]:
    """The calls of a list's notes among the markers of its scope."""
    if form in _PLAIN:
        known = max((int(label) for label in notes.labels if label.isdecimal()), default=0)
        known = max(known, _dense_limit(p.marker.value for p in found))
        calls = [p for p in found if p.marker.label in notes.labels or p.marker.value <= known]
        return calls, _worth(calls)
    inside = {block.number for item in notes.items for block in item.blocks}
    mine = [p for p in found if p.block.number not in inside]
    weighed = [
        ChainCandidate(
            p.offset, p.marker.value, p.marker.weight + (LISTED if p.marker.label in notes.labels else UNLISTED)
        )
        for p in mine
    ]
    chain = best_chain(weighed, LISTED_COSTS)
    members = [k for k, _ in chain.members]
    calls = [mine[k] for k in members if mine[k].marker.label in notes.labels or mine[k].marker.weight >= AFTER_WORD]
    # what is below the list is seldom the article any more: "Download: txt, fb2"
    early = {p.marker.label for p in calls if p.offset < notes.start}
    calls = [p for p in calls if p.offset < notes.end or p.marker.weight >= AFTER_WORD or p.marker.label not in early]
    if form in ("spaced", "parentheses"):
        # "le 3 mars": a number that was called before, and is none by itself
        first_calls = {p.marker.label: p.offset for p in reversed(calls)}
        calls = [p for p in calls if p.marker.weight >= SPACED_AT_END or p.offset == first_calls[p.marker.label]]
    # Further calls of notes that were called before, where the marker is clear by itself.
    first: dict[str, int] = {}
    for p in calls:
        first.setdefault(p.marker.label, p.offset)
    taken = {p.offset for p in calls}
    for p in mine:
        clear = p.marker.weight >= AFTER_COMMA and p.offset not in taken and p.marker.label in notes.labels
        if clear and first.get(p.marker.label, p.offset) < p.offset:
            calls.append(p)
    _add_uncalled(calls, mine, notes)
    calls.sort(key=lambda p: p.offset)
    return calls, _worth(calls)


def _add_uncalled(calls: list[Placed], found: Sequence[Placed], notes: NoteList) -> None:
    """Add a call for each note that the chain left out because its marker comes late, if there is only one such marker."""
    uncalled = notes.labels - {p.marker.label for p in calls}
    late: dict[str, list[Placed]] = {}
    for p in found:
        if p.marker.label in uncalled and p.marker.weight >= AFTER_NAME and p.offset < notes.start:
            late.setdefault(p.marker.label, []).append(p)
    for mine in late.values():
        if len(mine) == 1:
            calls.extend(mine)


def _worth(calls: Sequence[Placed]) -> float:
    """The sum of the weights of calls, each label counted once by its heaviest call.

    Forms of markers are compared by it.
    """
    heaviest: dict[str, float] = {}
    for p in calls:
        heaviest[p.marker.label] = max(p.marker.weight, heaviest.get(p.marker.label, 0.0))
    return fsum(heaviest.values())


# -- without lists ---------------------------------------------------------------------------------


def _alone(form: str, found: Sequence[Placed], headings: Iterable[int]) -> Series:
    """The series of one form without a list. Without scopes when it is not worth enough.

    Digits in circles do not count without a list: they number the parts of a sentence.
    """
    if form == "circled":
        return Series(reason="digits in circles need a list: they number the parts of a sentence")
    if form in _PLAIN:
        distinct = {p.marker.value for p in found}
        if form in ("superscript", "starred") and 1 not in distinct and len(distinct) < 3:
            return Series(reason="a power or a product: there is no 1")
        limit = _dense_limit(distinct)
        calls = [p for p in found if p.marker.value <= limit]
        if len(calls) > _MOST_TIMES[form] * len({p.marker.value for p in calls}):
            return Series(reason="the same few numbers again and again: powers or counts")
        if form == "brackets" and are_names(calls):
            return Series(reason="most stand behind a name, as in code")
        return Series([Scope(calls)], _worth(calls)) if calls else Series(reason="the numbers are too far apart")
    chain = best_chain([ChainCandidate(p.offset, p.marker.value, p.marker.weight) for p in found], restarts=headings)
    members = [found[k].marker for k, _ in chain.members]
    if chain.score < ENOUGH_ALONE or sum(m.weight for m in members) < CLEAR_ALONE * len(members):
        return Series(reason="no list answers it, and too little around such numbers speaks for notes")
    distinct = {m.value for m in members}
    if members and _numbers_verses(found[chain.members[0][0]]):
        return Series(reason="they go on from the number of their paragraph: verses")
    if form == "line":
        return Series(reason="a number on a line of its own needs a list: so stand page numbers")
    if form == "parentheses" and (
        1 not in distinct or (len(distinct) < 3 and min(m.weight for m in members) < CLOSING_PARENTHESES)
    ):
        return Series(reason="such numbers count the parts of a text: they need a list")
    if form == "spaced" and (len(distinct) < 2 or 1 not in distinct or min(m.weight for m in members) < SPACED_AT_END):
        return Series(reason="numbers of the text: set off by a space, they need a list")
    if fsum(m.weight for m in members) < COVERED[form] * fsum(p.marker.weight for p in found):
        return Series(reason="most numbers that are written like this are no part of a series")
    if len(distinct) == 1:
        only = found[chain.members[0][0]]
        if only.marker.value > 1 or len(only.block.texts[only.leaf]) < SHORTEST_ALONE:
            return Series(reason="a single number, and no 1 behind a sentence")
        if len(members) > 1 and (len(members) > 3 or min(m.weight for m in members) < AFTER_QUOTE):
            return Series(reason="the same number again and again")
    scopes: dict[int, Scope] = {}
    for k, run in chain.members:
        scopes.setdefault(run, Scope([])).calls.append(found[k])
    if form == "glued" and len(scopes) == 1 and len(distinct) > 2:
        # behind a stop or a quote digits are hardly anything else: further calls of the same notes
        (scope,) = scopes.values()
        taken = {p.offset for p in scope.calls}
        scope.calls += [
            p
            for p in found
            if p.marker.weight >= AFTER_COMMA and p.marker.value <= max(distinct) and p.offset not in taken
        ]
        scope.calls.sort(key=lambda p: p.offset)
    return Series(list(scopes.values()), fsum(_worth(scope.calls) for scope in scopes.values()))


def _numbers_verses(first: Placed) -> bool:
    """Whether the first number of a chain goes on from the number at the start of its paragraph: "1 In the year … ran. 2 And the ferry …"."""
    return any(
        reading.value == first.marker.value - 1 and reading.form in ("space", "glued", "point", "superscript")
        for reading in first.block.readings
    )


def _dense_limit(values: Iterable[int]) -> int:
    """The highest number up to which enough numbers occur. A year is far beyond it.

    The count begins at the lowest number, if that is late.
    """
    distinct = sorted({v for v in values if v < 1000})
    if not distinct:
        return 0
    lowest = distinct[0] if len(distinct) > 2 and distinct[0] > 3 else 1
    limit = 0
    for n, value in enumerate(distinct, 1):
        if n >= DENSE * (value - lowest + 1) or value - lowest < 3:
            limit = value
    return limit


def _add_unnumbered(series: Series, blocks: Sequence[Block]) -> None:
    """Give a series the list whose numbers the copying lost, if there is one that has as many notes."""
    calls = [p for scope in series.scopes for p in scope.calls]
    notes = fitting_list([p.marker.value for p in calls], calls, unnumbered_lists(blocks))
    if notes is not None:
        series.scopes = [Scope(calls, notes)]


def fitting_list(values: Sequence[int], calls: Sequence[Placed], lists: Iterable[NoteList]) -> NoteList | None:
    """Of lists without numbers the one that has as many notes as are called, with its numbers filled in."""
    highest, first = max(values), min(values)
    first = first if first > 3 else 1
    wanted = highest - first + 1
    best: tuple[tuple[bool, bool, int, int], NoteList] | None = None
    offsets = sorted(p.offset for p in calls)
    for notes in lists:
        before = bisect_left(offsets, notes.start)
        size = len(notes.items)
        marked = 2 * notes.arrows > size
        if size < wanted or 2 * before < len(calls) or (marked and size - wanted > max(1, wanted // 4)):
            continue
        if not marked and not (notes.compact and size == wanted) and not notes.has_about(wanted):
            continue
        # of two that fit alike, the later: notes with words ("[note 1]") stand before the references
        rank = (marked, size == wanted, -size, notes.start)
        if best is None or rank > best[0]:
            best = rank, notes
    if best is None:
        return None
    notes = best[1]
    marked = 2 * notes.arrows > len(notes.items)
    if not marked:
        notes.items = notes.items[:wanted]
    if not marked or len(notes.items) > 1:
        # Nothing shows where the last note ends. So it gets no more paragraphs than the others have.
        most = max((len(item.blocks) for item in notes.items[:-1]), default=1)
        del notes.items[-1].blocks[most:]
    for n, item in enumerate(notes.items):
        item.label = str(first + n)
    notes.labels = {item.label for item in notes.items}
    return notes
