"""The heads of posts: at which place of the members of a group the name of the author stands, and at which the date.

All places of short texts compete, for each of the two. What speaks for a place is weighed; nothing decides alone:

    name    its texts differ between members and return (people write more than once), they are short and no sentences, the class, the property or the
            address of a link speaks of a person, the attributes of the member or the picture of the person say the same name
    date    its texts can be read as dates, most of them in order, and with a time of day; `time`, a property, a class; no word of a profile ("joined")
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from archiver.cleaning.measures import HEADINGS, Measures
from archiver.cleaning.phrases import phrases
from archiver.metadata.parsing.dates import without_weekday
from archiver.metadata.parsing.personal_names import is_label
from archiver.metadata.parsing.word_lists import byline_start, words
from archiver.page import visible_text
from archiver.threads.groups import Group
from archiver.threads.moments import Moment, moment_of
from archiver.threads.pieces import Piece, Pieces, Place
from archiver.threads.words import listed, parts
from archiver.trees.elements import Element

#: The longest name, and the most words in one.
_LONGEST_NAME, _MOST_WORDS = 42, 5
#: The least sums of weights for the place of the names, and for that of the dates.
ENOUGH_NAME, ENOUGH_DATE = 3.0, 3.0
#: The least share of the members with text that have a text at the place. Programs of chats leave the name out of the second message of a person in a row.
_LEAST_COVERED = 0.4
#: The most texts between the box of an editor and that of the author.
_FEW = 40
_PROFILE_LINK = re.compile(
    r"(?:^mailto:|/~|/@|\b(?:users?|members?|memberlist|profiles?|people|person|author|u|account|accounts|id|showuser|viewprofile|contributors?|usr)\b)",
    re.IGNORECASE,
)
#: The address of another page in that of a link: links to share a page, and to come back to it, have one.
_OTHER_PAGE = re.compile(r"[?&#][^=]*=(?:https?:|https?%3a|//|%2f%2f)", re.IGNORECASE)
#: The rules whose phrases stand on buttons.
_BUTTONS = frozenset(["share-bar", "subscribe", "print-links", "comments"])
_NOT_A_NAME = re.compile(r"^[\W\d_]*$|https?:|[!?;{}<>=]|\.\s+\S+\s+\S+\s|:\s*[\d,.]+$|^\d+ \w+$")
_COUNT_BEHIND = re.compile(r"\s*\(\d*$")
_ENDS = re.compile(r"^[\s»«•·|,:;>\[(–—-]+|[\s»«•·|,:;\])–—-]+$")


@dataclass(slots=True)
class HeadPlaces:
    """The places of the names and dates of a group, with their weights, and by member what was found there."""

    name_weight: float = 0.0
    date_weight: float = 0.0
    name_place: Place | None = None
    date_place: Place | None = None
    names: dict[int, tuple[str, Piece]] = field(default_factory=dict)
    dates: dict[int, tuple[Moment, Piece]] = field(default_factory=dict)
    #: the share of the dates that follow the one before
    in_order: float = 0.0


def find_heads(group: Group, pieces: Pieces, measures: Measures, language: str) -> HeadPlaces:
    """The places of names and dates in the members of a group."""
    texts = [number for number, own in enumerate(pieces.all) if own]
    found = HeadPlaces()
    if len(texts) < 2:
        return found
    least = max(2, _LEAST_COVERED * len(texts))
    dated: list[tuple[float, Place, dict[int, tuple[Moment, Piece]], float]] = []
    named: list[tuple[float, Place, dict[int, tuple[str, Piece]]]] = []
    for place, at_place in pieces.by_place.items():
        firsts: dict[int, Piece] = {}
        for piece in at_place:
            if piece.member not in firsts or (
                firsts[piece.member].order + _FEW >= piece.order
                and is_author_box(measures, piece.holder)
                and not is_author_box(measures, firsts[piece.member].holder)
            ):
                firsts[piece.member] = piece
        if len(firsts) < least:
            continue
        moments = {
            m: (moment, piece)
            for m, piece in firsts.items()
            if (moment := moment_of(measures, piece.holder, group.members[m].index, piece.text, language)) is not None
        }
        if len(moments) >= least:
            weight, in_order = _weigh_dates(place, moments, measures, group, len(texts))
            dated.append((weight, place, moments, in_order))
        if len(moments) < 0.5 * len(firsts) or _hold_more(moments):
            names = {
                m: (name, piece)
                for m, piece in firsts.items()
                if (name := name_in(piece.text, language, moments.get(m)))
            }
            if len(names) >= least:
                weight = _weigh_names(place, names, measures, group, len(texts), language)
                named.append((weight, place, names))
    if named:
        found.name_weight, found.name_place, found.names = max(named, key=lambda n: (n[0], -_first_order(n[2])))
        _fill(found, [n for n in named if n[0] >= ENOUGH_NAME])
    if dated:
        best = max(dated, key=lambda d: (d[0], -_first_order(d[2])))
        found.date_weight, found.date_place, found.dates, found.in_order = best
        _take_nearest(found, pieces, group, measures, language)
    return found


def _take_nearest(found: HeadPlaces, pieces: Pieces, group: Group, measures: Measures, language: str) -> None:
    """Where a member has several dates at the place of the dates, take the one nearest to the name: posts show when somebody edited them, in the same way."""
    if found.date_place is None or not found.names:
        return
    several: dict[int, list[Piece]] = {}
    for piece in pieces.by_place[found.date_place]:
        several.setdefault(piece.member, []).append(piece)
    for number, at_place in several.items():
        if len(at_place) < 2 or number not in found.names:
            continue
        order = found.names[number][1].order
        for piece in sorted(at_place, key=lambda p: abs(p.order - order)):
            moment = moment_of(measures, piece.holder, group.members[number].index, piece.text, language)
            if moment is not None:
                found.dates[number] = moment, piece
                break


def is_author_box(measures: Measures, index: int) -> bool:
    """Whether a property says that an element is the author: the editor of a post may have a box of the same kind before the author's."""
    for _ in range(4):
        names = measures.classes[index]
        if "@author" in names or "@creator" in names:
            return True
        index = max(0, measures.parent[index])
    return False


def _first_order(
    found: dict[int, tuple[object, Piece]] | dict[int, tuple[Moment, Piece]] | dict[int, tuple[str, Piece]],
) -> float:
    return sum(piece.order for _, piece in found.values()) / len(found)


def _fill(found: HeadPlaces, others: Sequence[tuple[float, Place, dict[int, tuple[str, Piece]]]]) -> None:
    """Take the names of members without one at the best place from the next best place: the name of a guest is no link."""
    for _, place, names in sorted(others, key=lambda other: -other[0]):
        if place != found.name_place and place[-1:] and found.name_place and place[:1] == found.name_place[:1]:
            for member, name in names.items():
                found.names.setdefault(member, name)


def _hold_more(moments: dict[int, tuple[Moment, Piece]]) -> bool:
    """Whether the texts with these moments hold other words too: "Anna on 3 March 2014"."""
    return sum(len(piece.text) > moment.end - moment.start + 3 for moment, piece in moments.values()) > 0.5 * len(
        moments
    )


# -- dates -------------------------------------------------------------------------------------------


def _weigh_dates(
    place: Place, moments: dict[int, tuple[Moment, Piece]], measures: Measures, group: Group, count: int
) -> tuple[float, float]:
    """The weight of a place as that of the dates, and the share of dates in order."""
    days = [moment.when for moment, _ in moments.values() if moment.when]
    in_order = _share_in_order(days)
    weight = 3.0 * len(moments) / count + 1.5 * len(days) / len(moments)
    if len(days) > 1:
        weight += 1.5 * (in_order - 0.5)
        weight += 1.0 * (sum(len(day) > 10 for day in days) / len(days))
        if len(set(days)) == 1 and len(days) > 3 and len(days[0]) <= 10:
            weight -= 0.5
        weight -= 1.5 * (sum(len(day) < 10 for day in days) / len(days))
    piece = next(iter(moments.values()))[1]
    around = _names_around(measures, piece.holder, group.members[piece.member].index)
    if measures.tags[piece.holder] == "time" or "@datepublished" in around or "@datecreated" in around:
        weight += 1.5
    if not listed("date").isdisjoint(parts(around)):
        weight += 1.0
    weight -= 2.0 * (not listed("profile").isdisjoint(parts(around)))
    longer = sum(len(p.text) > 60 for _, p in moments.values()) / len(moments)
    return weight - 2.0 * longer, in_order


def _share_in_order(days: Sequence[str]) -> float:
    """The share of neighbours in order, in the direction that most have."""
    if len(days) < 2:
        return 0.5
    pairs = [(a[:10], b[:10]) for a, b in itertools.pairwise(days)]
    return max(sum(a <= b for a, b in pairs), sum(a >= b for a, b in pairs)) / len(pairs)


# -- names -------------------------------------------------------------------------------------------


@cache
def _longest_first(key: str) -> tuple[str, ...]:
    """The words of a list for lines with name and date, the longest first."""
    return tuple(sorted(listed("line", key), key=lambda word: (-len(word), word)))


def name_in(text: str, language: str, moment: tuple[Moment, Piece] | None = None) -> str:
    """The name in a short text without the date, and without "by" before or "wrote:" behind it; "" if it has not the form of one."""
    if moment is not None:
        before = without_weekday(text[: moment[0].start], language)
        text = before if sum(map(str.isalpha, before)) > 1 else text[moment[0].end :]
    text = _ENDS.sub("", _ENDS.sub("", text))
    start = byline_start(language).match(text)
    if start is not None and start.end() < len(text):
        text = text[start.end() :]
    folded = text.casefold()
    for word in _longest_first("before"):
        if folded.startswith(f"{word} "):
            text = text[len(word) :]
            break
    folded = text.casefold().rstrip()
    for word in _longest_first("behind"):
        if folded.endswith(f" {word}"):
            text, folded = text[: len(folded) - len(word)].rstrip(), folded[: len(folded) - len(word)].rstrip()
    text = _COUNT_BEHIND.sub("", _ENDS.sub("", _ENDS.sub("", text)))
    if text.casefold() in listed("line", "before") or text.casefold() in listed("line", "behind"):
        return ""
    if not text or len(text) > _LONGEST_NAME or len(text.split()) > _MOST_WORDS or _NOT_A_NAME.search(text):
        return ""
    return text


def _weigh_names(
    place: Place, names: dict[int, tuple[str, Piece]], measures: Measures, group: Group, count: int, language: str
) -> float:
    """The weight of a place as that of the names."""
    texts = Counter(name for name, _ in names.values())
    size = len(names)
    # a label of the interface is the same everywhere; of two posts both may be by one person
    if len(texts) == 1 and size > 2:
        return -1.0
    same = len(texts) == 1 and size == 2
    if same and _is_button_elsewhere(measures, next(iter(texts)), [piece.holder for _, piece in names.values()]):
        return -1.0
    variety = len(texts) / size
    weight = (
        2.0 * size / count + (1.0 if variety > 0.25 or len(texts) > 3 else 0.0) + (0.5 if len(texts) < size else 0.0)
    )
    if max(texts.values()) > 0.8 * size and size > 4:
        weight -= 1.0
    # the name of the person that a member names again: in its attributes, as the text for a picture, as a second line
    again = people = bold = linked = 0
    first = next(iter(names.values()))[1]
    around = parts(_names_around(measures, first.holder, group.members[first.member].index))
    for name, piece in names.values():
        element = measures.elements[piece.holder]
        link = element if element.tag == "a" else next(element.ancestors("a"), None)
        if link is not None and link.index > group.members[piece.member].index:
            linked += 1
            people += _leads_to_person(link, name)
        bold += element.tag in ("b", "strong", "cite", "dt", "th") or element.tag in HEADINGS
        again += _is_said_again(measures, group.members[piece.member].index, piece.holder, name)
    weight += 2.0 * people / size + 0.5 * linked / size + 0.7 * bold / size + 1.5 * again / size
    if not listed("name").isdisjoint(around):
        weight += 2.0
    if "rel:author" in around or "@author" in around or "author" in around or "username" in around:
        weight += 1.0
    weight -= 2.0 * (not (listed("profile") - {"profile"}).isdisjoint(around))
    # words of interfaces and roles, which some posts have and others not
    common = sum(
        name.casefold() in _COMMON or name.casefold() in words("roles") or _is_button(measures.elements[p.holder], name)
        for name, p in names.values()
    )
    weight -= 3.0 * common / size
    weight -= 1.0 * sum(sum(map(str.isdigit, text)) > len(text) / 2 for text, _ in names.values()) / size
    weight -= 1.5 * sum(text.endswith(".") and " " in text for text, _ in names.values()) / size
    weight -= 0.02 * _first_order(names) + 3.0 * (same and people < 2)
    return weight


def _leads_to_person(link: Element, name: str) -> bool:
    """Whether the address of a link is that of a person."""
    address = link.get("href", "")
    if _OTHER_PAGE.search(address):
        return False  # "u=" is the page that is shared, not a user
    return bool(_PROFILE_LINK.search(address)) or name.casefold() in address.casefold()


def _is_button(element: Element, name: str) -> bool:
    """Whether a name is the label of a button: it is a phrase of one, or begins with a phrase and stands on something that leads to no person."""
    pressed = _pressed(element)
    if pressed is not None and pressed.tag == "a" and _leads_to_person(pressed, name):
        return False  # the account "Print"
    if phrases().whole(name) in _BUTTONS:
        return True
    if pressed is None or not _does_something(pressed):
        return False  # the account "Share Bear"
    return phrases().rule_of(name, 1.0) in _BUTTONS or is_label(name)


def _pressed(element: Element) -> Element | None:
    """The link or button that an element is, or in which it stands."""
    return element if element.tag in ("a", "button") else next(element.ancestors("a", "button"), None)


def _does_something(pressed: Element) -> bool:
    """Whether a link or button acts on the page, where other links lead to another one."""
    address = pressed.get("href", "").strip()
    return (
        pressed.tag == "button"
        or (pressed.get("role") or "").lower() == "button"
        or address == "#"
        or address.lower().startswith("javascript:")
        or _OTHER_PAGE.search(address) is not None
    )


def _is_button_elsewhere(measures: Measures, name: str, holders: Sequence[int]) -> bool:
    """Whether the name that all posts have, at `holders`, is also the label of a button at another place: then it is one in the posts, too."""
    own = {_pressed(measures.elements[index]) for index in holders}
    return any(
        element.tag in ("a", "button")
        and element not in own
        and _does_something(element)
        and visible_text(element) == name
        for element in measures.elements
    )


def _is_said_again(measures: Measures, member: int, holder: int, name: str) -> bool:
    """Whether an attribute of the member, or of an element around the name, has the name as its whole value, or ends with it."""
    index = holder
    for _ in range(6):
        for key, value in measures.elements[index].attributes.items():
            if (
                key.startswith(("data-", "author", "user", "title", "aria-label"))
                and value
                and name in value
                and len(value) < len(name) + 24
            ):
                return True
        if index == member:
            break
        index = measures.parent[index]
    attributes = measures.elements[member].attributes
    return any(value == name for key, value in attributes.items() if key not in ("class", "id"))


def _names_around(measures: Measures, index: int, member: int) -> str:
    """The class names, ids and properties of an element and of those around it, up to three, without the member."""
    names = []
    for _ in range(3):
        if index == member:
            break
        element = measures.elements[index]
        names.append(measures.classes[index].lower())
        if rel := element.get("rel"):
            names.append(f"rel:{rel}")
        index = measures.parent[index]
    return " ".join(names)


#: Words of interfaces in the place of a name.
_COMMON = frozenset(
    "reply quote share report like edit delete permalink link top up down vote more guest member members moderator administrator admin newbie"
    " new posts post joined location registered offline online author message subject op hide show flag save follow profile pm website"
    " answer answers comment comments antworten zitieren melden répondre citer responder citar signaler".split()
) | {"log in", "log out", "sign in", "sign up"}
