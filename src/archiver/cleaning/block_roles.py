"""Roles of the blocks of the body (rules/roles.toml), and paragraphs that are captions or headings.

The class of a block may name its role. At the beginning and the end of the article, the words of a block may name it, too: a disclaimer, a
correction, an editor's note. A paragraph becomes a heading only if all of it is bold, it is short, it does not end like a sentence, prose follows
it, and the body has at most one real heading.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from archiver.cleaning.branches import indexes_of, marked
from archiver.cleaning.captions import find_captions
from archiver.cleaning.measures import HEADINGS, Measures, Unit
from archiver.cleaning.rules import load
from archiver.draft import Draft
from archiver.page import visible_text
from archiver.trees.class_names import hyphenated

_STRONG = frozenset(["strong", "b"])
#: Elements that a bold line between line breaks may consist of.
_BOLD_LINES = frozenset(["b", "strong", "font", "big"])
_LONGEST_HEADING = 90
#: The last characters of lines that are not headings.
_NO_HEADING_END = ".:;,!…。："
#: Elements whose class may name a role.
_WRAPPERS = frozenset(["div", "section", "aside", "p", "blockquote", "ul", "ol", "figure"])
#: The first character of a text that may begin a cue; signs before it are skipped.
_WORD = re.compile(r"\w")
#: What separates the parts of a name in BEM.
_PARTS = re.compile(r"__|--")
#: The most class attributes whose role is remembered. The same ones come on every page of a site.
_MOST_REMEMBERED = 20_000


class Roles:
    """The cues of roles.toml, ready for use. `headings` gives the role of the list under a heading."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.by_class: dict[str, str] = {
            token: role for role, tokens in data.pop("classes").items() for token in tokens
        }
        self.headings = {heading: role for role, table in data.items() for heading in table.get("headings", ())}
        self._remembered: dict[str, str | None] = {}
        #: (role, characters of the longest block, cues at its beginning, cues anywhere in it)
        self._rules: list[tuple[str, int, tuple[str, ...], tuple[str, ...]]] = []
        for role, table in data.items():
            starts, contents = (tuple(cue.casefold() for cue in table[kind]) for kind in ("start", "contains"))
            if starts or contents:
                self._rules.append((role, int(table["longest"]), starts, contents))

    def of_text(self, text: str) -> str | None:
        """The role that the words of a block name, or None."""
        if len(text) > max([longest for _, longest, _, _ in self._rules], default=0):
            return None
        folded = text.casefold()
        first = _WORD.search(folded)
        from_first = folded[first.start() :] if first else ""
        # a plain search for each cue takes a fifth of the time of one regular expression with all cues
        for role, longest, starts, contents in self._rules:
            if len(text) <= longest and (from_first.startswith(starts) or any(cue in folded for cue in contents)):
                return role
        return None

    def of_classes(self, classes: str) -> str | None:
        """The role that the class or id of a block names, or None; `classes` as in `Measures.classes`."""
        if classes in self._remembered:
            return self._remembered[classes]
        tokens = hyphenated(classes).replace("#", "").split()
        role = next((self.by_class[token] for token in tokens if token in self.by_class), None)
        if role is None and ("__" in classes or "--" in classes):
            # BEM: block__element--modifier. The other names are too common to be read in a part
            parts = (part for token in classes.split() for part in _PARTS.split(token))
            role = "pull-quote" if any(self.by_class.get(hyphenated(part)) == "pull-quote" for part in parts) else None
        if len(self._remembered) < _MOST_REMEMBERED:
            self._remembered[classes] = role
        return role


@cache
def roles() -> Roles:
    """The cues of roles.toml, loaded once per process."""
    return Roles(load("roles.toml"))


def role_of(text: str) -> str | None:
    """The role that the words of a block name, or None."""
    return roles().of_text(text)


def shape_blocks(draft: Draft, measures: Measures) -> None:
    """Set the roles of the blocks of the body, and retag captions and headings that the page wrote as plain paragraphs."""
    inside = inside_body(draft, measures)
    if draft.page.media_type == "text/plain":
        from archiver.cleaning.line_roles import shape_lines

        shape_lines(draft, measures, inside)
        inside = inside_body(draft, measures)
    units = [unit for unit in measures.units if inside[unit.index]]
    _roles_by_class(draft, measures, inside)
    _roles_by_words(draft, measures, units)
    find_captions(draft, measures, inside)
    _bold_paragraphs(draft, measures, units)
    _bold_lines(draft, measures, inside)


def inside_body(draft: Draft, measures: Measures) -> list[bool]:
    """By index, whether an element is in the body, and not in an element that was removed, moved to the head or claimed by a note."""
    return marked(
        measures,
        indexes_of(draft, draft.body or [draft.page.root]),
        indexes_of(draft, draft.removed, draft.moved, draft.note_parts),
    )


def _roles_by_class(draft: Draft, measures: Measures, inside: list[bool]) -> None:
    """Set the roles that classes name. Blocks inside a block with a role get none."""
    total_prose = max(1, measures.prose_total)
    tags, classes, of_classes = measures.tags, measures.classes, roles().of_classes
    behind = 1
    for index, (is_inside, names) in enumerate(zip(inside, classes, strict=True)):
        if not is_inside or not names or index < behind or tags[index] not in _WRAPPERS:
            continue
        role = of_classes(names)
        # the class of a wrapper around most of the article does not describe its parts
        if role and measures.chars(index) and measures.prose(index) < 0.3 * total_prose:
            draft.set_role(measures.elements[index], role)
            behind = measures.end[index]


def _roles_by_words(draft: Draft, measures: Measures, units: list[Unit]) -> None:
    """Set the roles that words name: of lists under a heading with a cue, and of blocks at the beginning or the end of the body."""
    cues = roles()
    for number, unit in enumerate(units):
        element = measures.elements[unit.index]
        at_an_end = number < 4 or number >= len(units) - 8
        if measures.tags[unit.index] in HEADINGS:
            role = cues.headings.get(unit.text.casefold().strip(" :"))
            if role and number + 1 < len(units) and measures.tags[units[number + 1].index] == "li":
                holder = measures.parent[units[number + 1].index]
                if measures.tags[holder] in ("ul", "ol"):
                    draft.set_role(measures.elements[holder], role)
            continue
        if measures.chars(unit.index) > 2 * unit.chars:
            # loose text between other blocks does not describe those blocks
            continue
        if at_an_end and not element.is_within(draft.roles) and (role := cues.of_text(unit.text)):
            draft.set_role(element, role)


def _bold_paragraphs(draft: Draft, measures: Measures, units: list[Unit]) -> None:
    """Retag paragraphs that are headings: <p><strong>Heading</strong></p> becomes <h2><strong>Heading</strong></h2>."""
    if sum(measures.tags[u.index] in HEADINGS for u in units) > 1:
        return
    headings = []
    for number, unit in enumerate(units[:-1]):
        if (
            measures.tags[unit.index] != "p"
            or unit.chars > _LONGEST_HEADING
            or unit.link
            or unit.text[-1] in _NO_HEADING_END
        ):
            continue
        element = measures.elements[unit.index]
        if element in draft.claimed_ancestors or element.is_within(draft.roles):
            continue
        only = element.children[0] if len(element.children) == 1 else None
        if only is None or only.tag not in _STRONG or (element.text or "").strip() or (only.tail or "").strip():
            continue
        parent = measures.tags[measures.parent[unit.index]]
        if parent not in ("td", "th", "li", "blockquote", "figcaption") and units[number + 1].prose:
            headings.append(element)
    # a single bold paragraph may be the opening line of the article
    if len(headings) > 1:
        for element in headings:
            draft.retag(element, "h2")


def _bold_lines(draft: Draft, measures: Measures, inside: list[bool]) -> None:
    """Retag short bold lines in loose text: text<br><b>Heading</b><br>text becomes text<br><h2>Heading</h2><br>text."""
    headings = []
    for index, (tag, is_inside) in enumerate(zip(measures.tags, inside, strict=True)):
        if not is_inside or tag not in _BOLD_LINES:
            continue
        element = measures.elements[index]
        before, after = element.previous, element.next
        if before is None or after is None or before.tag != "br" or after.tag != "br":
            continue
        if (before.tail or "").strip() or (element.tail or "").strip() or element in draft.claimed_ancestors:
            continue
        text = visible_text(element)
        bold = tag in _STRONG or any(child.tag in _STRONG for child in element.children)
        if (
            bold
            and 0 < len(text) <= _LONGEST_HEADING
            and text[-1] not in _NO_HEADING_END
            and element.first("a") is None
        ):
            headings.append(element)
    if len(headings) > 1:
        for element in headings:
            draft.retag(element, "h2")
