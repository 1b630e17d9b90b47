"""The differences between two records of one source, as a reader thinks of them: another word in paragraph 7, another
author, a note that was added, a paragraph that was moved.

Given the record that the program makes and the one that a person corrected:

    <p id="p1">One.</p><p id="p2">Two.</p><p id="p3">Three.</p>
    <p id="p1">One!</p><p id="p3">Three.</p><p id="p2">Two.</p>

the changes are "changed: paragraph p1" and "moved: paragraph p2".

1. Equal parts are aligned in order (alignment.py), then those that stand elsewhere are found: they were moved.
2. Between aligned parts, those that resemble each other are paired: they were changed.
3. Containers (sections, lists, notes) are paired by the parts that they share.
4. What is in no pair was deleted or added. A container with all that it holds is one change.

Ids, comments and the layout of the file are no differences.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, TypeVar

from archiver.article import Article
from archiver.inspection.alignment import align
from archiver.inspection.part_names import name_of_container, name_of_part, place_of
from archiver.inspection.parts import RecordPart, Region, Row, plain, row_of, with_markup
from archiver.inspection.word_changes import WordPart, tokens_of, word_changes

Kind = Literal["changed", "added", "deleted", "moved"]

#: From this share of common words on, two parts are one that was changed.
_ALIKE = 0.5
#: The same for parts that stand in different places, and the fewest words that such a part has.
_ALIKE_ELSEWHERE, _FEWEST_WORDS = 0.7, 6
#: A short text may be replaced as a whole, when nothing else was changed around it.
_SHORT = 12
#: The most pairs of parts between two aligned ones that are all compared. Beyond it, each is compared with its neighbours.
_MAX_PAIRS, _NEIGHBOURS = 2500, 12
#: Containers around a part that count when containers are paired.
_MAX_CHAIN = 12
#: A word that stands in more parts than this does not help to find a part elsewhere.
_MAX_COMMON = 40

#: Fields of the head and entries of the provenance. Their text stays what it is: it never becomes text of the article.
_FIELDS = frozenset(
    "name honorific role affiliation bio date abbreviation volume issue pages article-number issn isbn publisher language keyword department genre rights"
    " identifier evidence finding source".split()
)
#: Fields that a record has once: two of them are one that was changed, however different they are.
_SINGLE = frozenset(
    "title subtitle abbreviation volume issue pages article-number publisher language abstract department genre rights source".split()
)
#: Containers of which a record has one.
_REGIONS = frozenset("article head body notes provenance".split())
#: Containers so small that the only part of its kind in them is the same one, however different its text is.
_SMALL = frozenset("author contributor container note item cell caption figure quote".split())


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    `what` names the part ("paragraph p7", "author", "note 3"), `id` is its id in the corrected record (of a deleted part:
    in the other one), `attribute` the attribute that differs, or "". `before` and `after` are texts or values; those of
    a moved part are its places, and `text` is its text. `place` is where an added or deleted part stands, "" in the head
    and the provenance. `words` are the changed words in their surroundings, () where the whole was added, deleted or
    moved.
    """

    kind: Kind
    what: str
    id: str = ""
    attribute: str = ""
    before: str = ""
    after: str = ""
    text: str = ""
    place: str = ""
    words: tuple[WordPart, ...] = ()


def compare(made: Article, corrected: Article) -> tuple[Change, ...]:
    """The changes from the record that the program makes to the corrected one, in the order of the corrected one.

    Either may be invalid. Tool, date, digest and revisions of the provenance are not compared, nor is the name of the
    source.
    """
    return _Comparison(row_of(made), row_of(corrected)).changes()


class _Comparison:
    """The pairs of parts and containers of two records, by their number in `a` (made) and in `b` (corrected)."""

    def __init__(self, a: Row, b: Row) -> None:
        self.a, self.b = a, b
        self.partner: dict[int, int] = {}
        self.partner_in_a: dict[int, int] = {}
        self.numbers_in_a = {part: number for number, part in enumerate(a.parts)}
        self.moved: set[int] = set()
        self.words_a = [Counter(tokens_of(part.plain)) for part in a.parts]
        self.words_b = [Counter(tokens_of(part.plain)) for part in b.parts]
        for pair in align([part.key for part in a.parts], [part.key for part in b.parts]):
            self._pair(*pair)
        self._find_equal_elsewhere()
        self._pair_alike_in_gaps()
        self._find_alike_elsewhere()
        self.containers: dict[Region, Region] = {}
        self._pair_containers()
        self.containers_in_a = {b: a for a, b in self.containers.items()}
        self._pair_in_small_containers()

    def _pair(self, number_a: int, number_b: int, *, moved: bool = False) -> None:
        self.partner[number_a], self.partner_in_a[number_b] = number_b, number_a
        if moved:
            self.moved.add(number_a)

    def _free_a(self) -> list[int]:
        return [n for n in range(len(self.a.parts)) if n not in self.partner]

    def _free_b(self) -> list[int]:
        return [n for n in range(len(self.b.parts)) if n not in self.partner_in_a]

    # -- pairs of parts ----------------------------------------------------------------------------

    def _find_equal_elsewhere(self) -> None:
        """Pair parts without a partner that are equal and the only ones of their kind: they were moved."""
        a_places = _unique((self.a.parts[n].key, n) for n in self._free_a() if _can_move(self.a.parts[n]))
        b_places = _unique((self.b.parts[n].key, n) for n in self._free_b() if _can_move(self.b.parts[n]))
        for key, number in a_places.items():
            if key in b_places:
                self._pair(number, b_places[key], moved=True)

    def _pair_alike_in_gaps(self) -> None:
        """Pair parts that resemble each other between the same two aligned parts."""
        in_order = [(a, b) for a, b in sorted(self.partner.items()) if a not in self.moved]
        ends = [*in_order, (len(self.a.parts), len(self.b.parts))]
        a_start = b_start = 0
        for a_end, b_end in ends:
            free_a = [n for n in range(a_start, a_end) if n not in self.partner]
            free_b = [n for n in range(b_start, b_end) if n not in self.partner_in_a]
            if free_a and free_b:
                for pair in _best_in_order(free_a, free_b, self._likeness):
                    self._pair(*pair)
                self._pair_single(
                    [n for n in free_a if n not in self.partner], [n for n in free_b if n not in self.partner_in_a]
                )
            a_start, b_start = a_end + 1, b_end + 1

    def _likeness(self, number_a: int, number_b: int) -> float:
        """How much two parts resemble each other: 0 for parts that cannot be the same one, 1 for equal words."""
        a, b = self.a.parts[number_a], self.b.parts[number_b]
        if a.name != b.name and (a.name in _FIELDS or b.name in _FIELDS):
            return 0.0
        words_a, words_b = self.words_a[number_a], self.words_b[number_b]
        total = words_a.total() + words_b.total()
        if not total:
            return 1.0 if a.name == b.name and a.pieces == b.pieces else 0.0
        common = 2 * (words_a & words_b).total() / total
        likeness = common if a.name == b.name else 0.9 * common
        return likeness if likeness >= _ALIKE else 0.0

    def _pair_single(self, free_a: list[int], free_b: list[int]) -> None:
        """Pair the only two parts of a kind that are left in a gap, when they are short or a record has only one."""
        kinds_a = _unique((_kind(self.a.parts[n]), n) for n in free_a)
        kinds_b = _unique((_kind(self.b.parts[n]), n) for n in free_b)
        for kind, number in kinds_a.items():
            if (other := kinds_b.get(kind)) is not None and (
                self.a.parts[number].name in _SINGLE
                or max(self.words_a[number].total(), self.words_b[other].total()) <= _SHORT
            ):
                self._pair(number, other)

    def _find_alike_elsewhere(self) -> None:
        """Pair parts without a partner that resemble each other, wherever they stand: they were moved and changed. Text
        that became a removed piece, or was one, counts too.
        """
        parts_with: dict[str, list[int]] = {}
        for number in self._free_b():
            for word in self.words_b[number]:
                parts_with.setdefault(word, []).append(number)
        for number in self._free_a():
            candidates: Counter[int] = Counter()
            for word in self.words_a[number]:
                if len(found := parts_with.get(word, ())) <= _MAX_COMMON:
                    candidates.update(n for n in found if n not in self.partner_in_a)
            for other, _ in candidates.most_common(3):
                if self._is_alike_elsewhere(number, other):
                    self._pair(number, other, moved=True)
                    break

    def _is_alike_elsewhere(self, number_a: int, number_b: int) -> bool:
        a, b = self.a.parts[number_a], self.b.parts[number_b]
        if a.name in _FIELDS or b.name in _FIELDS:
            return False
        if self.words_a[number_a] == self.words_b[number_b]:
            return self.words_a[number_a].total() > 1
        fewest = min(self.words_a[number_a].total(), self.words_b[number_b].total())
        return fewest >= _FEWEST_WORDS and self._likeness(number_a, number_b) >= _ALIKE_ELSEWHERE * (
            1 if a.name == b.name else 0.9
        )

    # -- pairs of containers -----------------------------------------------------------------------

    def _pair_containers(self) -> None:
        votes: Counter[tuple[int, int]] = Counter()
        numbers_a = {container: n for n, container in enumerate(self.a.containers)}
        numbers_b = {container: n for n, container in enumerate(self.b.containers)}
        chains_a, chains_b = _chains(self.a), _chains(self.b)
        for number, other in self.partner.items():
            for a in chains_a[self.a.parts[number].container]:
                for b in chains_b[self.b.parts[other].container]:
                    if a.name == b.name and a.name not in _REGIONS:
                        votes[numbers_a[a], numbers_b[b]] += 1
        for name in sorted(_REGIONS):
            regions = ([c for c in row.containers if c.name == name] for row in (self.a, self.b))
            self.containers.update(zip(*regions, strict=False))  # an invalid record may have two

        def share(pair: tuple[int, int]) -> float:
            a, b = self.a.containers[pair[0]], self.b.containers[pair[1]]
            return 2 * votes[pair] / (a.size + b.size)

        taken: set[Region] = set()
        for pair in sorted(votes, key=lambda pair: (-share(pair), -votes[pair], pair)):
            a, b = self.a.containers[pair[0]], self.b.containers[pair[1]]
            if a not in self.containers and b not in taken:
                self.containers[a] = b
                taken.add(b)
        self._pair_containers_without_parts(taken)

    def _pair_containers_without_parts(self, taken: set[Region]) -> None:
        """Pair containers that share no part: notes by their label, others by their attributes."""
        free: dict[tuple[object, ...], list[Region]] = {}
        for container in self.b.containers:
            if container not in taken and container.name not in _REGIONS:  # those have their partners
                free.setdefault(self._place_of_container(container, container.parent), []).append(container)
        for container in self.a.containers:
            if container not in self.containers and container.parent is not None:
                waiting = free.get(self._place_of_container(container, self.containers.get(container.parent)))
                if waiting:
                    self.containers[container] = waiting.pop(0)

    @staticmethod
    def _place_of_container(container: Region, parent: Region | None) -> tuple[object, ...]:
        if container.name == "note":
            return (container.name, container.attributes.get("label"), container.attributes.get("series"))
        return (container.name, tuple(sorted(container.attributes.items())), parent)

    def _pair_in_small_containers(self) -> None:
        """Pair the only parts of a kind that have no partner in a small container: a note with a wholly new text."""
        for a, b in self.containers.items():
            if a.name in _SMALL:
                free_a = _unique((self.a.parts[n].name, n) for n in range(a.start, a.end) if n not in self.partner)
                free_b = _unique((self.b.parts[n].name, n) for n in range(b.start, b.end) if n not in self.partner_in_a)
                for name in sorted(free_a.keys() & free_b.keys()):
                    self._pair(free_a[name], free_b[name])

    # -- the changes -------------------------------------------------------------------------------

    def changes(self) -> tuple[Change, ...]:
        """All changes, in the order of the corrected record; what was deleted stands where it stood."""
        placed: list[tuple[float, int, Change]] = []

        def add(position: float, changes: Iterable[Change]) -> None:
            placed.extend((position, len(placed) + n, change) for n, change in enumerate(changes))

        for a, b in self.containers.items():
            add(b.start - 0.5, self._changes_of_container(a, b))
        for number, other in sorted(self.partner.items(), key=lambda pair: pair[1]):
            add(other, self._changes_of_part(number, other))
        for numbers in self._moves():
            add(self.partner[numbers[0]] - 0.25, [self._move(numbers)])
        covered: set[int] = set()
        for container in self.b.containers:
            if container not in self.containers_in_a and not self._is_covered(
                container, self.containers_in_a, self.partner_in_a
            ):
                add(container.start - 0.5, [self._whole("added", container, self.b, self.partner_in_a, covered)])
        for n in self._free_b():
            if n not in covered and not self._is_paired_placeholder(self.b.parts[n]):
                part = self.b.parts[n]
                place = _place(n, part.container, self.b)
                add(n, [Change("added", name_of_part(part), part.id, after=_text(part, part), place=place)])
        before = self._positions_of_deleted()
        covered = set()
        for container in self.a.containers:
            if container not in self.containers and not self._is_covered(container, self.containers, self.partner):
                add(before(container.start), [self._whole("deleted", container, self.a, self.partner, covered)])
        for n in self._free_a():
            if n not in covered and not self._is_paired_placeholder(self.a.parts[n]):
                part = self.a.parts[n]
                place = _place(n, part.container, self.a)
                add(before(n), [Change("deleted", name_of_part(part), part.id, before=_text(part, part), place=place)])
        return tuple(change for _, _, change in sorted(placed, key=lambda entry: entry[:2]))

    def _positions_of_deleted(self) -> Callable[[int], float]:
        """A function that gives the place among the parts of `b` for what is only in `a`: behind the last part before it
        that stayed in its place.
        """
        places: list[float] = []
        last = -1.0
        for number in range(len(self.a.parts)):
            if number in self.partner and number not in self.moved:
                last = float(self.partner[number])
            places.append(last + 0.25)
        return lambda number: places[number] if number < len(places) else last + 0.25

    @staticmethod
    def _is_covered(container: Region, containers: dict[Region, Region], parts: dict[int, int]) -> bool:
        """Whether a container without a partner is inside another one that is reported as a whole: no part of that one
        has a partner.
        """
        parent = container.parent
        return (
            parent is not None and parent not in containers and parts.keys().isdisjoint(range(parent.start, parent.end))
        )

    def _is_paired_placeholder(self, part: RecordPart) -> bool:
        """Whether a part only holds the place of an empty container that has a partner."""
        return _is_placeholder(part) and (part.container in self.containers or part.container in self.containers_in_a)

    @staticmethod
    def _whole(
        kind: Literal["added", "deleted"], container: Region, row: Row, paired: dict[int, int], covered: set[int]
    ) -> Change:
        """The change of a container that only one record has, with all parts in it that are there only too."""
        numbers = range(container.start, container.end)
        around = [n for n in numbers if n in paired]
        what = name_of_container(container, row)
        if around:
            what = f"{what} around {f'{len(around)} parts' if around[1:] else name_of_part(row.parts[around[0]])}"
            text = "\n".join(row.parts[n].plain for n in around)
        else:
            text = "\n".join(row.parts[n].plain for n in numbers if row.parts[n].pieces)
            covered.update(numbers)
        id_ = container.element.get("id", "")
        place = _place(container.start, container.parent, row)
        if kind == "added":
            return Change(kind, what, id_, after=text, place=place)
        return Change(kind, what, id_, before=text, place=place)

    def _changes_of_container(self, a: Region, b: Region) -> list[Change]:
        what, id_ = name_of_container(b, self.b), b.element.get("id", "")
        changes = []
        if self._changed_parent(a, b) and self.moved.isdisjoint(range(a.start, a.end)):
            places = (place_of(a.start, a.parent, self.a), place_of(b.start, b.parent, self.b))
            text = "\n".join(part.plain for part in self.b.parts[b.start : b.end])
            changes.append(Change("moved", what, id_, before=places[0], after=places[1], text=text))
        return changes + [
            Change("changed", what, id_, name, a.attributes.get(name, ""), b.attributes.get(name, ""))
            for name in _differing(a.attributes, b.attributes)
        ]

    def _changes_of_part(self, number_a: int, number_b: int) -> list[Change]:
        a, b = self.a.parts[number_a], self.b.parts[number_b]
        changes: list[Change] = []
        what = name_of_part(b)
        is_restored = number_a in self.moved and "removed" in (a.name, b.name)  # the move says it
        if a.name != b.name and not is_restored:
            changes.append(Change("changed", what, b.id, "element", a.name, b.name))
        if a.pieces != b.pieces:
            before, after = _shown(a, b)
            words = word_changes(a.pieces, b.pieces, verbatim=a.verbatim or b.verbatim)
            changes.append(Change("changed", what, b.id, before=before, after=after, words=words))
        if a.name == b.name and not _is_placeholder(a) and not _is_placeholder(b):
            changes += [
                Change("changed", what, b.id, name, a.attributes.get(name, ""), b.attributes.get(name, ""))
                for name in _differing(a.attributes, b.attributes)
            ]
        changes += self._changes_of_references(a, b, what)
        return changes

    def _changes_of_references(self, a: RecordPart, b: RecordPart, what: str) -> list[Change]:
        """Markers and links that point at something else than before, and markers whose place in the source differs."""
        if a.pieces != b.pieces and len(a.references) != len(b.references):
            return []  # the words say it
        changes = []
        for target_a, target_b in zip(a.references, b.references, strict=False):
            end_a, end_b = self.a.of_id.get(target_a), self.b.of_id.get(target_b)
            if end_a is None and end_b is None:
                same = target_a == target_b
            else:
                same = end_a is not None and end_b is not None and self._is_same_end(end_a, end_b)
            if not same:
                names = (_name_of_end(end_a, target_a, self.a), _name_of_end(end_b, target_b, self.b))
                changes.append(Change("changed", what, b.id, "target", *names))
        if len(a.references) != len(b.references):
            names = (" ".join(a.references), " ".join(b.references))
            changes.append(Change("changed", what, b.id, "target", *names))
        if a.offsets != b.offsets and len(a.offsets) == len(b.offsets):
            changes.append(Change("changed", what, b.id, "at", " ".join(a.offsets), " ".join(b.offsets)))
        return changes

    def _is_same_end(self, a: RecordPart | Region, b: RecordPart | Region) -> bool:
        if isinstance(a, Region) and isinstance(b, Region):
            return self.containers.get(a) is b
        if isinstance(a, RecordPart) and isinstance(b, RecordPart):
            number = self.numbers_in_a[a]
            return number in self.partner and self.b.parts[self.partner[number]] is b
        return False

    # -- moves -------------------------------------------------------------------------------------

    def _moves(self) -> list[list[int]]:
        """The numbers in `a` of parts that were moved; those that were moved together are one list."""
        moved = sorted(n for n in self.partner if n in self.moved or self._changed_container(n))
        runs: list[list[int]] = []
        for number in moved:
            if runs and number == runs[-1][-1] + 1 and self.partner[number] == self.partner[runs[-1][-1]] + 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        return [part for run in runs for part in self._by_container(run)]

    def _by_container(self, run: list[int]) -> list[list[int]]:
        """A run of moved parts, cut between the largest containers that it holds as a whole."""
        parts: list[list[int]] = []
        position = 0
        while position < len(run):
            whole = self._largest_container(run[position], run[-1])
            size = whole.size if whole is not None else 1
            parts.append(run[position : position + size])
            position += size
        return parts

    def _largest_container(self, first: int, last: int) -> Region | None:
        """The largest container of `a` that begins with a part, ends before another one, and has a partner with the
        same number of parts.
        """
        largest = None
        for container in self.a.parts[first].container.chain():
            if container.start != first or container.end - 1 > last:
                break
            partner = self.containers.get(container)
            if partner is not None and partner.start == self.partner[first] and partner.size == container.size:
                largest = container
        return largest

    def _changed_container(self, number: int) -> bool:
        """Whether a part stands in another container than before. A container that was added around it, or deleted, is
        a change of its own.
        """
        part, other = self.a.parts[number], self.b.parts[self.partner[number]]
        return self._are_others(part.container, other.container)

    def _changed_parent(self, a: Region, b: Region) -> bool:
        """Whether a container stands in another one than before; as `_changed_container`."""
        return a.parent is not None and b.parent is not None and self._are_others(a.parent, b.parent)

    def _are_others(self, a: Region, b: Region) -> bool:
        return a in self.containers and b in self.containers_in_a and self.containers[a] is not b

    def _move(self, numbers: list[int]) -> Change:
        first = numbers[0]
        other = self.partner[first]
        whole = self._largest_container(first, numbers[-1])
        if whole is not None and whole.size == len(numbers):
            end = self.containers[whole]
            what, id_ = name_of_container(end, self.b), end.element.get("id", "")
            places = (place_of(whole.start, whole.parent, self.a), place_of(end.start, end.parent, self.b))
        else:
            part = self.b.parts[other]
            what, id_ = name_of_part(part), part.id
            places = (
                place_of(first, self.a.parts[first].container, self.a),
                place_of(other, part.container, self.b),
            )
        text = "\n".join(self.b.parts[self.partner[n]].plain for n in numbers)
        return Change("moved", what, id_, before=places[0], after=places[1], text=text)


K = TypeVar("K")


def _unique(entries: Iterable[tuple[K, int]]) -> dict[K, int]:
    """The numbers of the keys that occur once, in their order."""
    entries = list(entries)
    counts = Counter(key for key, _ in entries)
    return {key: number for key, number in entries if counts[key] == 1}


def _can_move(part: RecordPart) -> bool:
    """Whether a part has something by which it can be found elsewhere. A missing note has its label."""
    return bool(part.pieces) or part.name == "note"


def _kind(part: RecordPart) -> tuple[object, ...]:
    """Units of one kind may be the same one with another text."""
    region = next((c.name for c in part.container.chain() if c.name in _REGIONS and c.name != "article"), "")
    about = {"evidence": "for", "finding": "code", "date": "type", "identifier": "type"}.get(part.name, "")
    return (part.name, region, part.container.name, part.attributes.get(about, "") if about else "")


def _chains(row: Row) -> dict[Region, list[Region]]:
    """For each container, itself and the nearest ones around it."""
    return {c: [around for _, around in zip(range(_MAX_CHAIN), c.chain(), strict=False)] for c in row.containers}


def _best_in_order(a: list[int], b: list[int], likeness: Callable[[int, int], float]) -> list[tuple[int, int]]:
    """The pairs, rising on both sides, with the largest sum of likeness."""
    if len(a) * len(b) > _MAX_PAIRS:
        return _first_in_order(a, b, likeness)
    best = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    values = [[likeness(number_a, number_b) for number_b in b] for number_a in a]
    for i in range(len(a) - 1, -1, -1):
        for j in range(len(b) - 1, -1, -1):
            pair = best[i + 1][j + 1] + values[i][j] if values[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], pair)
    pairs = []
    i = j = 0
    while i < len(a) and j < len(b):
        if values[i][j] and best[i][j] == best[i + 1][j + 1] + values[i][j]:
            pairs.append((a[i], b[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _first_in_order(a: list[int], b: list[int], likeness: Callable[[int, int], float]) -> list[tuple[int, int]]:
    """Pairs in order, each with the most alike of the next few."""
    pairs = []
    start = 0
    for number in a:
        nearest = range(start, min(start + _NEIGHBOURS, len(b)))
        best = max(nearest, key=lambda n: (likeness(number, b[n]), -n), default=None)
        if best is not None and likeness(number, b[best]):
            pairs.append((number, b[best]))
            start = best + 1
    return pairs


def _is_placeholder(part: RecordPart) -> bool:
    """Whether a part only holds the place of an empty container, which has the attributes."""
    return part.element is part.container.element and not part.pieces


def _place(number: int, container: Region | None, row: Row) -> str:
    """Where an added or deleted part stands; "" where its name says it: in the head, a note and the provenance."""
    regions = {around.name for around in container.chain()} if container is not None else set()
    return "" if regions & {"head", "note", "provenance"} else place_of(number, container, row)


def _differing(a: dict[str, str], b: dict[str, str]) -> list[str]:
    return sorted(name for name in a.keys() | b.keys() if a.get(name) != b.get(name))


def _shown(a: RecordPart, b: RecordPart) -> tuple[str, str]:
    """The texts of two parts: with their markup only when it differs, or when there is no text."""
    return _text(a, b), _text(b, a)


def _text(part: RecordPart, other: RecordPart) -> str:
    if part.markup != other.markup or (part is not other and part.plain == other.plain) or not part.plain:
        return with_markup(part.pieces) or " ".join(f'{k}="{v}"' for k, v in sorted(part.attributes.items()))
    return plain(part.pieces)


def _name_of_end(end: RecordPart | Region | None, target: str, row: Row) -> str:
    if end is None:
        return f"#{target} (not there)"
    return name_of_part(end) if isinstance(end, RecordPart) else name_of_container(end, row)
