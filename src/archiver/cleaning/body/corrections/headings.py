"""Headings: a heading is kept if text under it, up to the next heading, is kept."""

from __future__ import annotations

from archiver.cleaning.body.corrections.selection import Decision, Decisions, Selection, changes
from archiver.cleaning.measures import HEADINGS

#: A card is an element with one heading and prose. From this number of cards on, the article consists of cards; fewer cards are boxes beside it.
_CARDS = 3
#: The fewest characters of prose in a card.
_LONG = 150
#: A heading with at least this chance stays, even if nothing under it is kept.
_SURE_HEADING = 0.9
#: The fewest headings without kept text under them that may be a list.
_LISTED = 5
#: A unit with a larger share of links is no text of a section.
_MOSTLY_LINKS = 0.7


def headings(selection: Selection) -> Decisions:
    """Keep headings above kept text, and drop headings above nothing. Units that were removed for their words stay removed."""
    measures, units, chances, keep = selection.measures, selection.units, selection.chances, selection.keep.copy()
    removed_by_words = selection.removed_by_words
    cards = {
        k
        for k, unit in enumerate(units)
        if not keep[k] and measures.tags[unit.index] in HEADINGS and _heads_a_card(selection, k)
    }
    if len(cards) < _CARDS:
        cards = set()
    kept = sum(keep[k] for k, unit in enumerate(units) if measures.tags[unit.index] in HEADINGS)
    # of the next heading on the page: whether it has kept text, and its level
    next_has_text, next_level = False, 0
    sections: Decisions = {}
    under: list[int] = []
    empty: list[int] = []
    for k in range(len(units) - 1, -1, -1):
        tag = measures.tags[units[k].index]
        if tag not in HEADINGS:
            under.append(k)
            continue
        # the text of a heading may begin with a heading of a lower level
        has_text = any(keep[j] for j in under) or (next_has_text and (not under or int(tag[1]) < next_level))
        if keep[k] and not has_text:
            section = _section(selection, k, [j for j in under if j not in removed_by_words])
            has_text = bool(section)
            for j in section:
                keep[j] = True
                sections[j] = Decision(True, "section-of-its-heading")
            if not has_text and chances[k] < _SURE_HEADING:
                empty.append(k)
        elif not keep[k] and has_text and k not in removed_by_words:
            near = chances[k] > 0.2 and k + 1 < len(units) and keep[k + 1]
            keep[k] = near or (chances[k] > 0.4 and any(keep[k + 1 : k + 4])) or k in cards
        next_has_text, next_level = has_text or (keep[k] and chances[k] >= _SURE_HEADING), int(tag[1])
        under.clear()
    # many headings, and most of them without kept text, are a list, so they stay
    if len(empty) < _LISTED or 2 * len(empty) <= kept:
        for k in empty:
            keep[k] = False
    return {**changes(selection, keep, "heading-with-its-section"), **sections}


def _section(selection: Selection, heading: int, under: list[int]) -> list[int]:
    """The units under a heading that are kept although the model dropped them; none if they and the heading together are not likely body.

    `under` are the numbers of the units up to the next heading. Units that are mostly links are left out.
    """
    text = [k for k in under if selection.units[k].density <= _MOSTLY_LINKS]
    return text if text and selection.is_likely_body([heading, *text]) else []


def _heads_a_card(selection: Selection, k: int) -> bool:
    """Whether an element holds this heading, no other heading, and kept prose: a card, or a section."""
    measures, units, keep = selection.measures, selection.units, selection.keep
    tags, parent, end = measures.tags, measures.parent, measures.end
    before = next((u.index for u in reversed(units[max(0, k - 30) : k]) if tags[u.index] in HEADINGS), 0)
    after = next((u.index for u in units[k + 1 : k + 30] if tags[u.index] in HEADINGS), len(tags))
    holder = parent[units[k].index]
    for _ in range(3):
        if holder <= before or end[holder] > after:
            return False
        for j in range(k + 1, min(len(units), k + 30)):
            if units[j].index >= end[holder]:
                break
            if keep[j] and units[j].prose >= _LONG:
                return True
        holder = parent[holder]
    return False
