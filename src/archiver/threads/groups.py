"""Groups: elements of a page that are alike and hold much of its prose, wherever they stand in the tree.

Posts of one thread are alike: they have the same tag, and a class, a type of microdata or the beginning of an id in common ("post-1", "post-2"). Replies
may stand inside the posts that they answer, so the members of a group need not be siblings. A group is only a candidate; heads.py looks for names and
dates in its members.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from archiver.cleaning.measures import Measures
from archiver.cleaning.rules import class_rules
from archiver.page import INVISIBLE
from archiver.trees.elements import Element

#: Elements that may hold a post.
_HOLDERS = frozenset(
    "div article section li tr table dd dl details aside blockquote td tbody p main ul ol shreddit-comment".split()
)
#: Those that may be posts without a class and in different parents.
_SECTIONS = frozenset(["article", "section", "li", "table", "dd"])
_NUMBERED = re.compile(r"(.*?[a-zA-Z]?[-_]?)[0-9a-f]*\d[0-9a-f]*$", re.IGNORECASE)
#: The fewest members, the smallest share of the prose of the page in them, and the most groups that are looked at.
_FEWEST, _SHARE, _MOST = 2, 0.2, 14
#: The most members that are looked at. Longer threads are cut into pages by every program.
_MOST_MEMBERS = 5000


@dataclass(frozen=True, slots=True)
class Member:
    """One element of a group. `holes` are the ranges of indexes of the members inside of it, which are no part of it."""

    index: int
    end: int
    holes: tuple[tuple[int, int], ...]
    parent: int | None  # the number of the member around it

    def __contains__(self, index: int) -> bool:
        return self.index <= index < self.end and not any(a <= index < b for a, b in self.holes)

    def ranges(self) -> list[tuple[int, int]]:
        """The ranges of indexes that belong to the member."""
        ranges, start = [], self.index
        for hole, behind in self.holes:
            ranges.append((start, hole))
            start = behind
        return [*ranges, (start, self.end)]


class Group:
    """Members of one kind, in document order."""

    def __init__(
        self, measures: Measures, indexes: Sequence[int], key: tuple[str, ...], remarks: Sequence[tuple[int, int]] = ()
    ) -> None:
        """`remarks` are the ranges of lists of comments on the page: one inside of a member is no part of the member, if it holds no other member."""
        self.measures, self.key = measures, key
        end = measures.end
        holes: list[list[tuple[int, int]]] = [[] for _ in indexes]
        parents: list[int | None] = []
        open_members: list[int] = []
        for number, index in enumerate(indexes):
            while open_members and end[indexes[open_members[-1]]] <= index:
                open_members.pop()
            parents.append(open_members[-1] if open_members else None)
            if open_members:
                holes[open_members[-1]].append((index, end[index]))
            open_members.append(number)
        if remarks:
            _add_remarks(indexes, end, holes, remarks)
        self.members = [
            Member(index, end[index], tuple(inner), parent)
            for index, inner, parent in zip(indexes, holes, parents, strict=True)
        ]

    @cached_property
    def prose(self) -> int:
        """The characters of prose in all members."""
        return sum(map(self.own_prose, self.members))

    def own_prose(self, member: Member) -> int:
        """The characters of prose of one member."""
        between = self.measures.prose_between
        return sum(between(a, b) for a, b in member.ranges())

    def own_chars(self, member: Member) -> int:
        """The visible characters of one member."""
        chars = self.measures.chars
        return chars(member.index) - sum(chars(a) for a, _ in member.holes)

    @property
    def is_nested(self) -> bool:
        """Whether members stand inside of others."""
        return any(member.parent is not None for member in self.members)


def _add_remarks(
    indexes: Sequence[int], end: Sequence[int], holes: list[list[tuple[int, int]]], remarks: Sequence[tuple[int, int]]
) -> None:
    """Add to the holes of each member the lists of comments in it that hold no other member."""
    for start, behind in remarks:
        number = bisect_right(indexes, start) - 1
        if number < 0 or indexes[number] == start or end[indexes[number]] < behind:
            continue  # inside of no member; of nested members, only the innermost that begins last is looked at
        if number + 1 < len(indexes) and indexes[number + 1] < behind:
            continue
        holes[number] = sorted([*holes[number], (start, behind)])


def remarks_of(measures: Measures) -> list[tuple[int, int]]:
    """The ranges of the outermost elements whose class names a list of comments, in order."""
    rules_of = class_rules().of
    named = {names for names in set(measures.classes) if any(rule == "comments" for rule, _ in rules_of(names))}
    ranges: list[tuple[int, int]] = []
    for index, names in enumerate(measures.classes):
        if names in named and (not ranges or index >= ranges[-1][1]):
            ranges.append((index, measures.end[index]))
    return ranges


def groups(measures: Measures) -> list[Group]:
    """The groups that may be the posts of a thread, those with most prose first."""
    total = measures.prose_total
    if total == 0:
        return []
    by_key: dict[tuple[str, ...], list[int]] = {}
    tags, classes, attributes = measures.tags, measures.classes, measures.elements
    for index, tag in enumerate(tags):
        if not index or (tag not in _HOLDERS and "-" not in tag) or tag in INVISIBLE:
            continue
        if not measures.chars(index) or not measures.is_seen(index):
            continue
        if tag == "p" and not _opens_with_head(attributes[index]):
            continue
        for key in _keys(tag, classes[index], attributes[index].get("itemtype") or "", measures.parent[index]):
            by_key.setdefault(key, []).append(index)
    found: dict[tuple[int, ...], tuple[str, ...]] = {}
    for key, indexes in by_key.items():
        if _FEWEST <= len(indexes) <= _MOST_MEMBERS:
            found.setdefault(tuple(indexes), key)
    prose = measures.prose
    # most groups are small
    large = [(indexes, key) for indexes, key in found.items() if sum(map(prose, indexes)) >= _SHARE * total]
    remarks = remarks_of(measures) if large else []
    candidates = [Group(measures, indexes, key, remarks) for indexes, key in large]
    candidates = [g for g in candidates if g.prose >= _SHARE * total and _has_two_texts(g)]
    # of groups with the same prose the outer one comes first: it holds the heads too
    candidates.sort(key=lambda g: (-g.prose, g.members[0].index))
    return candidates[:_MOST]


def _opens_with_head(paragraph: Element) -> bool:
    """Whether a paragraph may be a message of a chat: it begins with an element ("<b>Anna</b>: …"), or with a time or a bracket. Paragraphs of articles do not."""
    text = paragraph.text.strip()
    return bool(paragraph.children) and (not text or text[0] in "[(<" or text[0].isdigit())


def _has_two_texts(group: Group) -> bool:
    """Whether at least two members hold some text, and one of them prose."""
    texts = sum(group.own_chars(member) >= 12 for member in group.members[:200])
    return texts >= _FEWEST and any(group.own_prose(member) for member in group.members)


def _keys(tag: str, names: str, itemtype: str, parent: int) -> list[tuple[str, ...]]:
    """The keys under which an element may be a member of a group."""
    keys: list[tuple[str, ...]] = [("in", tag, str(parent))]
    if itemtype:
        keys.append(("type", itemtype.rstrip("/").rpartition("/")[2].lower()))
    plain = []
    for token in names.split():
        if token[0] == "#":
            numbered = _NUMBERED.match(token[1:])
            if numbered and numbered[1] != token[1:]:
                keys.append(("id", tag, numbered[1]))
        elif token[0] != "@" and not any(map(str.isdigit, token)):
            plain.append(token)
    # the first classes tell the kind; later ones are states ("unread", "accepted")
    keys += [("class", tag, *plain[:length]) for length in range(1, min(3, len(plain)) + 1)]
    if not plain:
        keys.append(("in", tag, str(parent), "bare"))
        if tag in _SECTIONS:
            keys.append(("bare", tag))
    return keys
