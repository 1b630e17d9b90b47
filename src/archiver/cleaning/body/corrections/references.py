"""References: a unit that calls a note is body, and a unit to which a sentence of the body links is body."""

from __future__ import annotations

from archiver.cleaning.body.corrections.selection import Decision, Decisions, Selection
from archiver.cleaning.measures import HEADINGS

#: From this share of links on, a line that calls a note is no evidence, because the call may be a link by chance.
_ALL_LINKS = 0.8
#: A sentence has at least so many characters outside of links.
_SENTENCE = 20
#: The most characters of one entry in a list of references.
_REFERENCE = 1500
#: The target of a link is the block of a unit, or one of this number of elements: the block and its ancestors.
_LEVELS = 4


def note_calls(selection: Selection) -> Decisions:
    """Keep units that call a note, except lines whose other words are nearly all links."""
    draft, measures = selection.draft, selection.measures
    owner, parent = measures.owner, measures.parent
    #: by unit, how many characters of its text are calls
    called: dict[int, int] = {}
    for element, calls in draft.calls.items():
        if element.index >= 0:
            block = owner[element.index]
            called[block] = called.get(block, 0) + max(len("".join(element.itertext()).strip()), len(calls))
    for (element, which), spans in draft.text_calls.items():
        if element.index >= 0:
            index = element.index
            block = owner[index if which == "text" else parent[index]]
            called[block] = called.get(block, 0) + len(spans)
    decisions: Decisions = {}
    for k, unit in enumerate(selection.units) if called else ():
        marks = called.get(unit.index)
        if marks is None:
            continue
        words, links = unit.chars - marks, unit.link - marks
        if words <= 0 or links < _ALL_LINKS * words:
            decisions[k] = Decision(True, "calls-a-note")
    return decisions


def link_targets(selection: Selection) -> Decisions:
    """Keep units to which sentences of the body or notes link: "Tarn (2003)" in a sentence links to an entry in the list of references."""
    draft, measures, units = selection.draft, selection.measures, selection.units
    owner, parent = measures.owner, measures.parent
    sentences = {
        unit.index
        for unit, stays in zip(units, selection.keep, strict=True)
        if stays and unit.chars - unit.link >= _SENTENCE
    }
    elements, tags = measures.elements, measures.tags
    links = [index for index, tag in enumerate(tags) if tag == "a"]
    ends = draft.page.ends
    in_notes = {index for part in draft.note_parts if part.index >= 0 for index in range(part.index, ends[part.index])}
    wanted = {
        href[1:]
        for index in links
        if (index in in_notes or owner[index] in sentences)
        and (href := elements[index].get("href"))
        and href[0] == "#"
        and len(href) > 1
    }
    decisions: Decisions = {}
    if not wanted:
        return decisions
    named = [
        index for index, names in enumerate(measures.classes) if "#" in names and elements[index].get("id") in wanted
    ]
    named += [index for index in links if elements[index].get("name") in wanted]
    # the target of a link may be an empty anchor in the block
    blocks = {owner[index] for index in named}
    targets = {i for i in blocks if 0 < measures.chars(i) <= _REFERENCE and tags[i] not in HEADINGS}
    for k, unit in enumerate(units):
        index = unit.index
        for _ in range(_LEVELS):
            if index in targets:
                decisions[k] = Decision(True, "linked-from-the-text")
                break
            if not index:
                break
            index = parent[index]
    return decisions
