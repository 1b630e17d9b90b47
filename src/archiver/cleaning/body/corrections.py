"""What a line by line judgement gets wrong, mended by position and structure.

Tables and lists are kept or dropped whole, and terms with what defines them; code stays beside the text that speaks of it, and so do embedded posts and
a paragraph between paragraphs; a heading goes with what stands under it; a caption stays with its figure; a unit with a marker of a note stays; lines that only lead elsewhere
("Read also: …") go, in whatever language rules/phrases.toml has, and so do messages that a broken program printed into the page.
"""

from __future__ import annotations

import re
from math import fsum

from archiver.cleaning.accordions import judge_panels
from archiver.cleaning.body.components import keep_lead, keep_parts
from archiver.cleaning.body.headings import judge_headings
from archiver.cleaning.body.siblings import judge_siblings
from archiver.cleaning.body.trailing_lists import keep_set_apart
from archiver.cleaning.measures import HEADINGS, PROSE_LENGTH, Measures, Unit, is_caption
from archiver.cleaning.phrases import phrases
from archiver.cleaning.roles import roles
from archiver.draft import Draft

_ALL_LINKS = 0.8
_CELLS = frozenset(["td", "th", "caption"])
#: Characters of a line, links apart, that is no line of links.
_SENTENCE = 20
#: Characters of one entry in a list of references.
_REFERENCE = 1500
#: Longer cells are no data.
_CELL = 400
#: A table between kept lines needs this part of the cut only.
_TABLE_WITHIN = 0.3
#: Characters of a paragraph that is prose and no line.
_LONG = 150
#: What PHP prints when its error messages are not switched off.
_PROGRAM = re.compile(
    r"^(Strict Standards|Notice|Warning|Deprecated|Fatal error|Parse error)\s*: .+ in \S+\.php(\(\d+\).*)? on line \d+"
)
#: A signpost of an encyclopedia stands among the first lines.
_OPENING = 4
#: Words of an offer count against a line only when the model is not sure of it.
_DOUBTED = 0.9


def correct(draft: Draft, measures: Measures, units: list[Unit], chances: list[float], cut: float) -> list[bool]:
    """Which units are body, from their chances and the page's cut."""
    keep = [chance >= cut for chance in chances]
    _tables(measures, units, chances, keep, cut)
    _lists(measures, units, chances, keep, cut)
    judge_siblings(measures, units, chances, keep, cut)
    _definitions(measures, units, chances, keep, cut)
    _code(measures, units, keep)
    _posts(measures, units, keep)
    struck = _phrases(measures, units, chances, keep)
    keep_parts(measures, units, chances, keep, struck)
    _markers(draft, measures, units, keep)
    _pointed_at(draft, measures, units, keep)
    _between(measures, units, keep)
    keep_set_apart(measures, units, keep, struck)
    judge_headings(measures, units, chances, keep, cut, struck)
    judge_panels(measures, units, keep)
    keep_lead(draft, measures, units, chances, keep)
    _captions(measures, units, keep)
    return keep


def _tables(measures: Measures, units: list[Unit], chances: list[float], keep: list[bool], cut: float) -> None:
    """The cells of a data table share one fate: that of most of their text."""
    tags, parent = measures.tags, measures.parent
    if "table" not in tags:
        return
    table_of = [0] * len(tags)
    cells: dict[int, list[int]] = {}
    for index in range(1, len(tags)):
        table_of[index] = index if tags[index] == "table" else table_of[parent[index]]
    for k, unit in enumerate(units):
        if table := table_of[unit.index]:
            cells.setdefault(table, []).append(k)
    for numbers in cells.values():
        # a table that lays out a page has other things than cells in it, and long ones
        if len(numbers) < 4 or any(
            units[k].chars > _CELL or not (tags[units[k].index] in _CELLS or tags[parent[units[k].index]] in _CELLS)
            for k in numbers
        ):
            continue
        total = sum(units[k].chars for k in numbers)
        chance = fsum(chances[k] * units[k].chars for k in numbers) / total
        within = any(keep[max(0, numbers[0] - 3) : numbers[0]]) and any(keep[numbers[-1] + 1 : numbers[-1] + 4])
        links = sum(units[k].link for k in numbers) / total
        stays = chance >= cut or (within and links < 0.5 and chance >= _TABLE_WITHIN * cut)
        for k in numbers:
            keep[k] = stays


def _lists(measures: Measures, units: list[Unit], chances: list[float], keep: list[bool], cut: float) -> None:
    """The items of a plain list share one fate, that of most of their text: half a list is neither one thing nor the
    other.
    """
    tags, parent = measures.tags, measures.parent
    items: dict[int, list[int]] = {}
    for k, unit in enumerate(units):
        index = unit.index
        item = index if tags[index] == "li" else parent[index]
        if tags[item] == "li" and tags[parent[item]] in ("ul", "ol"):
            items.setdefault(parent[item], []).append(k)
    for numbers in items.values():
        kept = sum(keep[k] for k in numbers)
        if 0 < kept < len(numbers) and not any(units[k].chars > _CELL for k in numbers):
            total = sum(units[k].chars for k in numbers)
            stays = fsum(chances[k] * units[k].chars for k in numbers) >= cut * total
            for k in numbers:
                keep[k] = stays


def _definitions(measures: Measures, units: list[Unit], chances: list[float], keep: list[bool], cut: float) -> None:
    """A term and what defines it share one fate, that of most of their text."""
    tags, parent = measures.tags, measures.parent
    if "dt" not in tags:
        return
    group: list[int] = []
    holder = -1

    def settle() -> None:
        if 0 < sum(keep[k] for k in group) < len(group):
            total = sum(units[k].chars for k in group)
            stays = fsum(chances[k] * units[k].chars for k in group) >= cut * total
            for k in group:
                # of a long definition parts may go
                keep[k] = stays or (keep[k] and units[k].chars > _CELL)
        group.clear()

    for k, unit in enumerate(units):
        part = unit.index
        for _ in range(3):
            if tags[part] in ("dt", "dd") or not part:
                break
            part = parent[part]
        name = tags[part]
        if name not in ("dt", "dd"):
            settle()
            continue
        if (name == "dt" and any(tags[units[j].index] != "dt" for j in group)) or parent[part] != holder:
            settle()
        holder = parent[part]
        group.append(k)
    settle()


def _posts(measures: Measures, units: list[Unit], keep: list[bool]) -> None:
    """An embedded post between kept units stays: the text speaks of it."""
    known = roles()
    parent, classes = measures.parent, measures.classes
    for k, unit in enumerate(units):
        if keep[k]:
            continue
        index = unit.index
        for _ in range(3):
            if (name := classes[index]) and known.of_classes(name) == "post":
                before, after = keep[max(0, k - 4) : k], keep[k + 1 : k + 5]
                keep[k] = any(before) and any(after)
                break
            index = parent[index]


def _between(measures: Measures, units: list[Unit], keep: list[bool]) -> None:
    """A paragraph of prose right between two kept units that are its siblings stays."""
    tags, parent = measures.tags, measures.parent
    for k in range(1, len(units) - 1):
        unit = units[k]
        if keep[k] or tags[unit.index] != "p" or unit.prose < _LONG or unit.density > 0.1:
            continue
        holder = parent[unit.index]
        keep[k] = keep[k - 1] and keep[k + 1] and holder == parent[units[k - 1].index] == parent[units[k + 1].index]


def _code(measures: Measures, units: list[Unit], keep: list[bool]) -> None:
    """Code between kept units stays, if it stands beside one of them: what is said of it is nothing without it."""
    tags, parent = measures.tags, measures.parent
    for k, unit in enumerate(units):
        if keep[k] or "pre" not in (tags[unit.index], tags[parent[unit.index]]):
            continue
        before = next((j for j in range(k - 1, max(-1, k - 6), -1) if keep[j]), None)
        after = next((j for j in range(k + 1, min(len(units), k + 6)) if keep[j]), None)
        keep[k] = before is not None and after is not None


def _phrases(measures: Measures, units: list[Unit], chances: list[float], keep: list[bool]) -> set[int]:
    """Short lines that a phrase gives away go; so do the links right under such a line. Which they are, is returned."""
    known = phrases()
    struck: set[int] = set()
    under = False
    seen = 0
    for k, unit in enumerate(units):
        if under and keep[k] and unit.density > 0.7 and not unit.prose:
            keep[k] = False
            struck.add(k)
            continue
        under = False
        seen += keep[k]
        if keep[k] and seen <= _OPENING and unit.link and known.opening(unit.text):
            keep[k] = False
            struck.add(k)
            continue
        if keep[k] and unit.chars < _CELL and _PROGRAM.search(unit.text):
            keep[k] = False
            struck.add(k)
            continue
        rule = known.rule_of(unit.text, unit.density) if chances[k] <= 0.97 or unit.density >= 0.4 else None
        if rule is None and chances[k] < _DOUBTED:
            rule = known.within(unit.text)
        if rule and (rule == "promo" or not _heads_prose(measures, units, keep, k)):
            keep[k] = False
            struck.add(k)
            under = rule == "related"
    return struck


def _heads_prose(measures: Measures, units: list[Unit], keep: list[bool], k: int) -> bool:
    """Whether a phrase is a real heading: "Related" right over a paragraph of the article."""
    if measures.tags[units[k].index] not in HEADINGS or k + 1 >= len(units) or units[k].link:
        return False
    under = units[k + 1]
    holder = measures.parent[units[k].index]
    return (
        keep[k + 1]
        and under.prose >= PROSE_LENGTH
        and not under.link
        and under.index == measures.end[units[k].index]
        and measures.parent[under.index] == holder
        and measures.tags[under.index] == "p"
    )


def _markers(draft: Draft, measures: Measures, units: list[Unit], keep: list[bool]) -> None:
    """Text that calls a note is body; only a line whose other words are all links may have its marker by chance."""
    order, owner, parent = draft.page.index_of, measures.owner, measures.parent
    #: by unit, how much of its text the markers are
    called: dict[int, int] = {}
    for element, calls in draft.calls.items():
        if element in order:
            block = owner[order[element]]
            called[block] = called.get(block, 0) + max(len("".join(element.itertext()).strip()), len(calls))
    for (element, which), spans in draft.text_calls.items():
        if element in order:
            index = order[element]
            block = owner[index if which == "text" else parent[index]]
            called[block] = called.get(block, 0) + len(spans)
    if not called:
        return
    for k, unit in enumerate(units):
        marks = called.get(unit.index)
        if marks is None:
            continue
        words, links = unit.chars - marks, unit.link - marks
        if words <= 0 or links < _ALL_LINKS * words:
            keep[k] = True


def _pointed_at(draft: Draft, measures: Measures, units: list[Unit], keep: list[bool]) -> None:
    """What sentences of the body, and notes, link to on their own page is body: the list of references that names and years call."""
    owner, parent = measures.owner, measures.parent
    sentences = {
        unit.index for unit, stays in zip(units, keep, strict=True) if stays and unit.chars - unit.link >= _SENTENCE
    }
    elements, tags = measures.elements, measures.tags
    links = [index for index, tag in enumerate(tags) if tag == "a"]
    order, ends = draft.page.index_of, draft.page.ends
    noted = {index for part in draft.note_parts if part in order for index in range(order[part], ends[order[part]])}
    wanted = {
        href[1:]
        for index in links
        if (index in noted or owner[index] in sentences)
        and (href := elements[index].get("href"))
        and href[0] == "#"
        and len(href) > 1
    }
    if not wanted:
        return
    named = [
        index for index, names in enumerate(measures.classes) if "#" in names and elements[index].get("id") in wanted
    ]
    named += [index for index in links if elements[index].get("name") in wanted]
    # an empty anchor stands for its block
    blocks = {owner[index] for index in named}
    places = {i for i in blocks if 0 < measures.chars(i) <= _REFERENCE and tags[i] not in HEADINGS}
    for k, unit in enumerate(units):
        index = unit.index
        for _ in range(4):
            if index in places:
                keep[k] = True
                break
            if not index:
                break
            index = parent[index]


def _captions(measures: Measures, units: list[Unit], keep: list[bool]) -> None:
    """A caption between kept units stays with its figure, and so do those of a row of figures."""
    count = len(units)
    k = 0
    while k < count:
        first = k
        while k < count and is_caption(measures, units[k].index):
            k += 1
        if k > first and any(keep[max(0, first - 3) : k]) and any(keep[first : k + 3]):
            outside = any(keep[max(0, first - 3) : first]) and any(keep[k : k + 3])
            keep[first:k] = [outside or stays for stays in keep[first:k]]
        k = max(k, first + 1)
