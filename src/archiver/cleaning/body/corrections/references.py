"""Text that other text refers to: what calls a note is body, and so is what sentences of the body link to on their own page."""

from __future__ import annotations

from archiver.cleaning.body.corrections.judged import Decision, Decisions, Judged
from archiver.cleaning.measures import HEADINGS

_ALL_LINKS = 0.8
#: Characters of a line, links apart, that is no line of links.
_SENTENCE = 20
#: Characters of one entry in a list of references.
_REFERENCE = 1500
#: How many elements up from a unit the target of a link may be.
_LEVELS = 4


def note_calls(judged: Judged) -> Decisions:
    """Text that calls a note is body. Only a line whose other words are all links may have its call by chance."""
    draft, measures = judged.draft, judged.measures
    index_of, owner, parent = draft.page.index_of, measures.owner, measures.parent
    #: by unit, how many characters of its text are calls
    called: dict[int, int] = {}
    for element, calls in draft.calls.items():
        if element in index_of:
            block = owner[index_of[element]]
            called[block] = called.get(block, 0) + max(len("".join(element.itertext()).strip()), len(calls))
    for (element, which), spans in draft.text_calls.items():
        if element in index_of:
            index = index_of[element]
            block = owner[index if which == "text" else parent[index]]
            called[block] = called.get(block, 0) + len(spans)
    decisions: Decisions = {}
    for k, unit in enumerate(judged.units) if called else ():
        marks = called.get(unit.index)
        if marks is None:
            continue
        words, links = unit.chars - marks, unit.link - marks
        if words <= 0 or links < _ALL_LINKS * words:
            decisions[k] = Decision(True, "calls-a-note")
    return decisions


def link_targets(judged: Judged) -> Decisions:
    """What sentences of the body, and notes, link to on their own page is body: the list of references that names and years point to."""
    draft, measures, units = judged.draft, judged.measures, judged.units
    owner, parent = measures.owner, measures.parent
    sentences = {
        unit.index
        for unit, stays in zip(units, judged.keep, strict=True)
        if stays and unit.chars - unit.link >= _SENTENCE
    }
    elements, tags = measures.elements, measures.tags
    links = [index for index, tag in enumerate(tags) if tag == "a"]
    index_of, ends = draft.page.index_of, draft.page.ends
    in_notes = {
        index for part in draft.note_parts if part in index_of for index in range(index_of[part], ends[index_of[part]])
    }
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
    # an empty anchor stands for its block
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
