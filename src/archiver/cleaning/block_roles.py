"""Roles for the blocks of the body, and paragraphs that are really headings.

The page's class says a role, or the words do: a disclaimer, a correction, an editor's note at either end of the
article. A paragraph is taken for a heading only when all of it is strong, it is short, it ends no sentence, prose
follows, and the body has no real headings to be mixed up with.
"""

from __future__ import annotations

from archiver.cleaning.branches import marked, taken
from archiver.cleaning.captions import find_captions
from archiver.cleaning.measures import HEADINGS, Measures, Unit
from archiver.cleaning.roles import roles
from archiver.draft import Draft
from archiver.page import visible_text
from archiver.xmltree import is_within

_STRONG = frozenset(["strong", "b"])
_LOOSE = frozenset(["b", "strong", "font", "big"])
_LONGEST_HEADING = 90
_NO_HEADING_END = ".:;,!…。："
_WRAPPERS = frozenset(["div", "section", "aside", "p", "blockquote", "ul", "ol", "figure"])


def shape_blocks(draft: Draft, measures: Measures) -> None:
    """Give blocks of the body their roles, and retag captions and headings that the page wrote as plain paragraphs."""
    inside = inside_body(draft, measures)
    units = [u for u in measures.units if inside[u.index]]
    _roles_by_class(draft, measures, inside)
    _roles_by_words(draft, measures, units)
    find_captions(draft, measures, inside)
    _strong_headings(draft, measures, units)
    _loose_headings(draft, measures, inside)


def inside_body(draft: Draft, measures: Measures) -> list[bool]:
    """Whether each element lies in the body and in nothing that was removed, moved or claimed."""
    return marked(
        measures,
        taken(draft, draft.body or [draft.page.root]),
        taken(draft, draft.removed, draft.moved, draft.note_parts),
    )


def _roles_by_class(draft: Draft, measures: Measures, inside: list[bool]) -> None:
    known = roles()
    whole = max(1, measures.prose_total)
    tags, classes, of_classes = measures.tags, measures.classes, known.of_classes
    behind = 1
    for index, (is_inside, name) in enumerate(zip(inside, classes, strict=True)):
        if not is_inside or not name or index < behind or tags[index] not in _WRAPPERS:
            continue
        role = of_classes(name)
        # a class of a wrapper around most of the article says nothing of its parts
        if role and measures.chars(index) and measures.prose(index) < 0.3 * whole:
            draft.set_role(measures.elements[index], role)
            behind = measures.end[index]


def _roles_by_words(draft: Draft, measures: Measures, units: list[Unit]) -> None:
    known = roles()
    for number, unit in enumerate(units):
        element = measures.elements[unit.index]
        at_an_end = number < 4 or number >= len(units) - 8
        if measures.tags[unit.index] in HEADINGS:
            role = known.headings.get(unit.text.casefold().strip(" :"))
            if role and number + 1 < len(units) and measures.tags[units[number + 1].index] == "li":
                holder = measures.parent[units[number + 1].index]
                if measures.tags[holder] in ("ul", "ol"):
                    draft.set_role(measures.elements[holder], role)
            continue
        if measures.chars(unit.index) > 2 * unit.chars:
            # text between other blocks, which it does not speak for
            continue
        if at_an_end and not is_within(element, draft.roles) and (role := known.of_text(unit.text)):
            draft.set_role(element, role)


def _strong_headings(draft: Draft, measures: Measures, units: list[Unit]) -> None:
    if sum(measures.tags[u.index] in HEADINGS for u in units) > 1:
        return
    found = []
    for number, unit in enumerate(units[:-1]):
        if (
            measures.tags[unit.index] != "p"
            or unit.chars > _LONGEST_HEADING
            or unit.link
            or unit.text[-1] in _NO_HEADING_END
        ):
            continue
        element = measures.elements[unit.index]
        if element in draft.claimed_ancestors or is_within(element, draft.roles):
            continue
        only = element[0] if len(element) == 1 else None
        if only is None or only.tag not in _STRONG or (element.text or "").strip() or (only.tail or "").strip():
            continue
        parent = measures.tags[measures.parent[unit.index]]
        if parent not in ("td", "th", "li", "blockquote", "figcaption") and units[number + 1].prose:
            found.append(element)
    # one alone may be a strong opening line; several are a way of writing headings
    if len(found) > 1:
        for element in found:
            draft.retag(element, "h2")


def _loose_headings(draft: Draft, measures: Measures, inside: list[bool]) -> None:
    """Pages of loose text and line breaks: a short bold line with a break on both sides."""
    found = []
    for index, (tag, is_inside) in enumerate(zip(measures.tags, inside, strict=True)):
        if not is_inside or tag not in _LOOSE:
            continue
        element = measures.elements[index]
        before, after = element.getprevious(), element.getnext()
        if before is None or after is None or before.tag != "br" or after.tag != "br":
            continue
        if (before.tail or "").strip() or (element.tail or "").strip() or element in draft.claimed_ancestors:
            continue
        text = visible_text(element)
        bold = tag in _STRONG or any(child.tag in _STRONG for child in element)
        if (
            bold
            and 0 < len(text) <= _LONGEST_HEADING
            and text[-1] not in _NO_HEADING_END
            and element.find(".//a") is None
        ):
            found.append(element)
    if len(found) > 1:
        for element in found:
            draft.retag(element, "h2")
