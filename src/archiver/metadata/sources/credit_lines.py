"""Credit lines: who translated, edited, photographed or interviewed, in the short lines around the headline and in lines of their own
among the prose ("Aus dem Englischen von Jan Groß").
"""

from __future__ import annotations

from functools import cache

from archiver.draft import Draft
from archiver.metadata.candidates import Candidates
from archiver.metadata.parsing.credits import ROLES, credits_of
from archiver.metadata.parsing.word_lists import words
from archiver.metadata.sources.article_bylines import is_beside_prose
from archiver.metadata.sources.front_matter import FrontMatter
from archiver.metadata.sources.visible_lines import short_text
from archiver.metadata.sources.visible_markup import MarkedElements
from archiver.page import is_hidden

#: Parts that a line below the text may name; photographs there have captions.
_BELOW = frozenset(("translator", "interviewer", "editor"))
_TAGS = frozenset("p div em i small footer".split())
_LONGEST, _MOST_INSIDE, _MOST_LINES, _MOST_PERSONS = 110, 8, 4, 4


def gather_credits(
    draft: Draft, front: FrontMatter, marked: MarkedElements, language: str, candidates: Candidates
) -> None:
    """Add a candidate for each person whom a credit line names."""
    for item in front.items:
        if item.after and len(item.lines) <= _MOST_LINES and not item.element.is_within(draft.note_parts):
            people = credits_of("\n".join(item.pieces or item.lines), language)
            for person in people if len(people) <= _MOST_PERSONS else ():
                candidates.add(person.role, person.name, "credit-line", "medium", item.element)
    if draft.page.offsets:
        return
    for element in draft.page.elements[front.end :]:
        if element.tag not in _TAGS or draft.page.ends[element.index] - element.index > _MOST_INSIDE:
            continue
        text = short_text(draft, element, _LONGEST)
        if not text or not text.casefold().startswith(_starts()) or marked.in_aside(element) or is_hidden(element):
            continue
        if element.is_within(draft.note_parts) or not is_beside_prose(draft, element):
            continue
        for person in credits_of(text, language):
            if person.role in _BELOW:
                candidates.add(person.role, person.name, "credit-line", "medium", element)


@cache
def _starts() -> tuple[str, ...]:
    """The words with which a credit line below the text begins."""
    return tuple(sorted(word for role in ROLES if role in _BELOW for word in words("contributors", role)))
