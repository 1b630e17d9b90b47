"""Short lines that are page chrome by their words: offers, hatnotes, "Read also: …", error messages of programs (rules/phrases.toml)."""

from __future__ import annotations

import re

from archiver.cleaning.body.corrections.selection import Decision, Decisions, Selection
from archiver.cleaning.measures import HEADINGS, PROSE_LENGTH
from archiver.cleaning.phrases import phrases

#: The error messages of PHP.
_PROGRAM = re.compile(
    r"^(Strict Standards|Notice|Warning|Deprecated|Fatal error|Parse error)\s*: .+ in \S+\.php(\(\d+\).*)? on line \d+"
)
#: A line that may be such a message has fewer characters.
_LONGEST_MESSAGE = 400
#: A hatnote of an encyclopedia ("Not to be confused with …") is among this number of first kept lines.
_OPENING = 4
#: A phrase removes a line only if its chance is at most the first number, or its share of links at least the second one.
_SURE, _MANY_LINKS = 0.97, 0.4
#: A phrase within a line removes it only if its chance is below this.
_DOUBTED = 0.75
#: A line under "Read also:" with a larger share of links is one of its links.
_LINKS = 0.7


def phrase_lines(selection: Selection) -> Decisions:
    """Remove lines that are or contain a phrase of page chrome, and the links right under "Read also: …". These are removals by words."""
    known = phrases()
    units, chances, keep = selection.units, selection.chances, selection.keep
    decisions: Decisions = {}
    under_related = False
    kept_so_far = 0
    for k, unit in enumerate(units):
        if under_related and keep[k] and unit.density > _LINKS and not unit.prose:
            decisions[k] = Decision(False, "links-under-a-phrase", by_words=True)
            continue
        under_related = False
        kept_so_far += keep[k]
        if keep[k] and kept_so_far <= _OPENING and unit.link and known.opening(unit.text):
            decisions[k] = Decision(False, "signpost", by_words=True)
            continue
        if keep[k] and unit.chars < _LONGEST_MESSAGE and _PROGRAM.search(unit.text):
            decisions[k] = Decision(False, "program-message", by_words=True)
            continue
        may_go = chances[k] <= _SURE or unit.density >= _MANY_LINKS
        rule = known.rule_of(unit.text, unit.density) if may_go else None
        if rule is None and chances[k] < _DOUBTED:
            rule = known.within(unit.text)
        if rule and (rule == "promo" or not _heads_prose(selection, k)):
            decisions[k] = Decision(False, "phrase", by_words=True)
            under_related = rule == "related"
    return decisions


def _heads_prose(selection: Selection, k: int) -> bool:
    """Whether a phrase is the heading of a section of the article: "Related" right above a kept paragraph."""
    measures, units = selection.measures, selection.units
    if measures.tags[units[k].index] not in HEADINGS or k + 1 >= len(units) or units[k].link:
        return False
    under = units[k + 1]
    holder = measures.parent[units[k].index]
    return (
        selection.keep[k + 1]
        and under.prose >= PROSE_LENGTH
        and not under.link
        and under.index == measures.end[units[k].index]
        and measures.parent[under.index] == holder
        and measures.tags[under.index] == "p"
    )
