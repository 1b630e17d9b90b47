"""Short lines whose words give them away: offers, signposts, "Read also: …", messages of a broken program (rules/phrases.toml)."""

from __future__ import annotations

import re

from archiver.cleaning.body.corrections.judged import Decision, Decisions, Judged
from archiver.cleaning.measures import HEADINGS, PROSE_LENGTH
from archiver.cleaning.phrases import phrases

#: What PHP prints when its error messages are not switched off.
_PROGRAM = re.compile(
    r"^(Strict Standards|Notice|Warning|Deprecated|Fatal error|Parse error)\s*: .+ in \S+\.php(\(\d+\).*)? on line \d+"
)
#: Characters of a line that may be such a message.
_LONGEST_MESSAGE = 400
#: A signpost of an encyclopedia stands among the first kept lines.
_OPENING = 4
#: A phrase removes no line of which the model is as sure, unless the line is mostly links.
_SURE, _MANY_LINKS = 0.97, 0.4
#: Words of an offer within a line count only when the model is less sure of it.
_DOUBTED = 0.9
#: Lines under "Read also:" that are links.
_LINKS = 0.7


def phrase_lines(judged: Judged) -> Decisions:
    """Lines that a phrase gives away go for good, and so do the links right under "Read also: …"."""
    known = phrases()
    units, chances, keep = judged.units, judged.chances, judged.keep
    decisions: Decisions = {}
    under_related = False
    kept_so_far = 0
    for k, unit in enumerate(units):
        if under_related and keep[k] and unit.density > _LINKS and not unit.prose:
            decisions[k] = Decision(False, "links-under-a-phrase", final=True)
            continue
        under_related = False
        kept_so_far += keep[k]
        if keep[k] and kept_so_far <= _OPENING and unit.link and known.opening(unit.text):
            decisions[k] = Decision(False, "signpost", final=True)
            continue
        if keep[k] and unit.chars < _LONGEST_MESSAGE and _PROGRAM.search(unit.text):
            decisions[k] = Decision(False, "program-message", final=True)
            continue
        may_go = chances[k] <= _SURE or unit.density >= _MANY_LINKS
        rule = known.rule_of(unit.text, unit.density) if may_go else None
        if rule is None and chances[k] < _DOUBTED:
            rule = known.within(unit.text)
        if rule and (rule == "promo" or not _heads_prose(judged, k)):
            decisions[k] = Decision(False, "phrase", final=True)
            under_related = rule == "related"
    return decisions


def _heads_prose(judged: Judged, k: int) -> bool:
    """Whether a phrase is a real heading: "Related" right over a paragraph of the article."""
    measures, units = judged.measures, judged.units
    if measures.tags[units[k].index] not in HEADINGS or k + 1 >= len(units) or units[k].link:
        return False
    under = units[k + 1]
    holder = measures.parent[units[k].index]
    return (
        judged.keep[k + 1]
        and under.prose >= PROSE_LENGTH
        and not under.link
        and under.index == measures.end[units[k].index]
        and measures.parent[under.index] == holder
        and measures.tags[under.index] == "p"
    )
